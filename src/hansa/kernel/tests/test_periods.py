"""Periods are half-open, and a year is cut without gaps."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hansa.kernel.periods import PARTS_A_YEAR, Period, month_of, parts_of

# A loaded machine is slow, and slow is no fault: time is not measured here.
LAW = settings(deadline=None, max_examples=60)

NOVEMBER = Period(date(2024, 11, 1), date(2024, 12, 1))
YEARS = st.integers(1, 9998)


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2024, 10, 31), False),
        (date(2024, 11, 1), True),
        (date(2024, 11, 30), True),
        (date(2024, 12, 1), False),
    ],
)
def test_a_period_holds_its_start_and_not_its_end(day: date, inside: bool) -> None:
    """The first day is inside, the end is the first day after."""
    assert (day in NOVEMBER) is inside


@pytest.mark.parametrize("end", [date(2024, 11, 1), date(2024, 10, 31)])
def test_an_empty_or_backward_period_cannot_exist(end: date) -> None:
    """A period has at least one day."""
    with pytest.raises(ValueError, match="not after 2024-11-01"):
        Period(date(2024, 11, 1), end)


@pytest.mark.parametrize(
    ("start", "end", "shared"),
    [
        (date(2024, 10, 1), date(2024, 11, 1), False),  # ends where November starts
        (date(2024, 10, 1), date(2024, 11, 2), True),
        (date(2024, 11, 10), date(2024, 11, 11), True),
        (date(2024, 1, 1), date(2025, 1, 1), True),
        (date(2024, 12, 1), date(2025, 1, 1), False),
    ],
)
def test_periods_overlap_when_they_share_a_day(
    start: date, end: date, shared: bool
) -> None:
    """Overlap means a common day, seen from either side."""
    other = Period(start, end)
    assert NOVEMBER.overlaps(other) is shared
    assert other.overlaps(NOVEMBER) is shared


def test_a_month_ends_with_the_next() -> None:
    """December ends with the year, and February knows leap years."""
    assert month_of(2024, 11) == NOVEMBER
    assert month_of(2024, 12) == Period(date(2024, 12, 1), date(2025, 1, 1))
    assert date(2024, 2, 29) in month_of(2024, 2)


@pytest.mark.parametrize(
    ("part", "starts"),
    [
        ("year", [(1, 1)]),
        ("half", [(1, 1), (7, 1)]),
        ("quarter", [(1, 1), (4, 1), (7, 1), (10, 1)]),
    ],
)
def test_parts_of_a_year_start_on_their_months(
    part: str, starts: list[tuple[int, int]]
) -> None:
    """Halves start in January and July, quarters every third month."""
    assert [period.start for period in parts_of(2026, part)] == [
        date(2026, month, day) for month, day in starts
    ]


@LAW
@given(year=YEARS, part=st.sampled_from(sorted(PARTS_A_YEAR)))
def test_parts_cover_the_year_without_gaps(year: int, part: str) -> None:
    """The parts of a year follow each other from its first day to its last."""
    parts = parts_of(year, part)
    assert len(parts) == PARTS_A_YEAR[part]
    assert parts[0].start == date(year, 1, 1)
    assert parts[-1].end == date(year + 1, 1, 1)
    assert all(one.end == next_.start for one, next_ in pairwise(parts))


@LAW
@given(year=YEARS, day_number=st.integers(0, 364))
def test_each_day_lies_in_one_month(year: int, day_number: int) -> None:
    """Months cut a year into days that belong to one month each."""
    day = date(year, 1, 1) + timedelta(days=day_number)
    holding = [month for month in range(1, 13) if day in month_of(year, month)]
    assert holding == [day.month]
