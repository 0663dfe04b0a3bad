"""Which slugs name a window, and which are refused with a sentence."""

from datetime import UTC

import pytest

from hansa.clearing.rules.windows import bounds_of
from hansa.clearing.terms.agreed import Cadence, WindowTerms
from hansa.kernel.errors import Refused


def terms(cadence: Cadence) -> WindowTerms:
    """Windows of a cadence that take taps of a week ago."""
    return WindowTerms(
        cadence=cadence,
        late_days=7,
        received_by_hour=10,
        dispute_days=30,
        example=False,
    )


@pytest.mark.parametrize(
    ("cadence", "slug"),
    [
        (Cadence.DAY, "0001-01-01"),
        (Cadence.DAY, "1999-12-31"),
        (Cadence.DAY, "2100-01-01"),
        (Cadence.DAY, "9999-12-30"),
        (Cadence.DAY, "9999-12-31"),
        (Cadence.DAY, "2026-02-30"),
        (Cadence.WEEK, "0001-W01"),
        (Cadence.WEEK, "9999-W52"),
        (Cadence.MONTH, "0001-01"),
        (Cadence.MONTH, "9999-12"),
        (Cadence.MONTH, "2026-13"),
    ],
)
def test_a_slug_that_names_no_window(cadence: Cadence, slug: str) -> None:
    """It is refused, never an error of ours."""
    with pytest.raises(Refused) as refused:
        bounds_of(slug, terms(cadence), {})
    assert refused.value.code == "window-slug-wrong"


@pytest.mark.parametrize(
    ("cadence", "slug"),
    [
        (Cadence.DAY, "2000-01-01"),
        (Cadence.DAY, "2099-12-31"),
        (Cadence.WEEK, "2026-W48"),
        (Cadence.MONTH, "2099-12"),
    ],
)
def test_a_slug_that_names_a_window(cadence: Cadence, slug: str) -> None:
    """Its bounds are instants in any zone."""
    bounds = bounds_of(slug, terms(cadence), {})
    assert bounds.start_at is not None
    assert bounds.end_at is not None
    assert bounds.start_at.astimezone(UTC) < bounds.end_at.astimezone(UTC)
