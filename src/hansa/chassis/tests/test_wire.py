"""What the wire forms make of what is sent."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from hansa.chassis.wire import Instant

INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


@pytest.mark.parametrize("offset", ["+16:00", "-23:59", "+08:00", "Z"])
def test_an_instant_is_kept_in_utc_whatever_its_zone(offset: str) -> None:
    """A zone that no database knows reaches none."""
    written = f"2026-11-24T09:00:00{offset}"
    read = INSTANT.validate_python(written)
    assert read.tzinfo is UTC
    assert read == datetime.fromisoformat(written)


def test_no_instant_fails_at_either_end_of_time() -> None:
    """Every instant that is taken can be written in every zone."""
    for written in ("0001-01-03T00:00:00+23:59", "9999-12-31T23:59:59-23:59"):
        with pytest.raises(ValidationError):
            INSTANT.validate_python(written)
