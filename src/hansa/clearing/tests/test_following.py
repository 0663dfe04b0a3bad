"""What was given back of a purchase follows on what was given back before."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hansa.clearing.rules.following import Part, Purchase, first_astray
from hansa.clearing.rules.refunds import Asked, take_back
from hansa.clearing.terms.taps import Code, Kind

ASKED = st.lists(
    st.tuples(st.sampled_from([Kind.REFUND, Kind.REVERSAL]), st.integers(0, 100)),
    max_size=6,
)


def part(line: int, before_fen: int, after_fen: int, **changes: bool) -> Part:
    flags = {"voids": False, "cancelled": False} | changes
    return Part(
        line=line,
        at_us=line,
        record=f"R{line}",
        purchase_fen=100,
        before_fen=before_fen,
        after_fen=after_fen,
        voids=flags["voids"],
        cancelled=flags["cancelled"],
    )


BOUGHT = Purchase(amount_fen=100, cancelled=False)


@given(asked=ASKED, first=st.integers(0, 6), here=st.booleans())
def test_what_the_clearing_takes_back_follows(
    asked: list[tuple[Kind, int]], first: int, here: bool
) -> None:
    """Also where the first parts lie in an earlier window, and in any order of lines."""
    taken = take_back(100, [Asked(n, *one) for n, one in enumerate(asked)])
    accepted = [one for one in taken if one.code is Code.ACCEPTED]
    shown = accepted if here else accepted[first:]
    cancelled = here and any(one.voids for one in shown)
    parts = [
        part(
            one.row, one.before_fen, one.after_fen, voids=one.voids, cancelled=cancelled
        )
        for one in shown
    ]
    random.Random(3).shuffle(parts)
    purchase = Purchase(amount_fen=100, cancelled=cancelled) if here else None
    if parts:
        assert first_astray(parts, purchase, whole=True) is None
        assert first_astray(parts[::2], purchase, whole=False) is None


@pytest.mark.parametrize(
    ("parts", "astray"),
    [
        ([part(1, 10, 30)], 1),
        ([part(1, 0, 30), part(2, 40, 60)], 2),
        ([part(1, 0, 30), part(2, 20, 50)], 2),
        ([part(1, 0, 60), part(2, 60, 101)], 2),
        ([part(1, 0, 60), part(2, 60, 50)], 2),
        ([part(1, 0, 60, voids=True, cancelled=True)], 1),
    ],
    ids=["not-from-zero", "gap", "overlap", "too-much", "back", "not-whole"],
)
def test_the_first_astray_is_named(parts: list[Part], astray: int) -> None:
    """Each fault is found at its part."""
    found = first_astray(parts, BOUGHT, whole=True)
    assert found is not None
    assert found.line == astray


def test_who_sees_some_parts_sees_no_gap_and_still_an_overlap() -> None:
    """A party that earns a fee sees the parts that concern it."""
    apart, across = (
        [part(1, 10, 30), part(2, 40, 60)],
        [part(1, 0, 30), part(2, 20, 50)],
    )
    assert first_astray(apart, BOUGHT, whole=False) is None
    found = first_astray(across, None, whole=False)
    assert found is not None
    assert found.line == 2
