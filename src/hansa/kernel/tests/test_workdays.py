"""Working days are counted by notice, and by Monday to Friday where there is none."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hansa.kernel.workdays import Deadline, WorkTable, WorkYear, deadline

# A loaded machine is slow, and slow is no fault: time is not measured here.
LAW = settings(deadline=None, max_examples=60)


def days(*written: str) -> frozenset[date]:
    """Read days written as month-day of 2026."""
    return frozenset(date.fromisoformat(f"2026-{day}") for day in written)


# Source: the State Council's notice for 2026; weekdays off and weekend days worked.
NOTICE_2026 = WorkYear(
    year=2026,
    days_off=days(
        "01-01", "01-02",
        "02-16", "02-17", "02-18", "02-19", "02-20", "02-23",
        "04-06",
        "05-01", "05-04", "05-05",
        "06-19",
        "09-25",
        "10-01", "10-02", "10-05", "10-06", "10-07",
    ),
    days_on=days("01-04", "02-14", "02-28", "05-09", "09-20", "10-10"),
)  # fmt: skip
NOTICE_2025 = WorkYear(
    year=2025,
    days_off=frozenset({date(2025, 10, 1)}),
    days_on=frozenset({date(2025, 9, 28)}),
)
ONLY_2026 = WorkTable(years={2026: NOTICE_2026})
BOTH_YEARS = WorkTable(years={2025: NOTICE_2025, 2026: NOTICE_2026})
NOTHING = WorkTable(years={})

# trigger, working days, due, provisional; counted with ONLY_2026
DEADLINES = [
    (
        "2026-02-10",
        15,
        "2026-03-09",
        False,
    ),  # over Spring Festival, with two worked days
    ("2026-02-10", 1, "2026-02-11", False),
    ("2026-02-13", 1, "2026-02-14", False),  # a Saturday that is worked
    ("2026-02-14", 1, "2026-02-24", False),  # the holiday in between
    ("2026-01-03", 1, "2026-01-04", False),  # a Sunday that is worked
    ("2026-09-30", 2, "2026-10-09", False),
    ("2026-12-30", 1, "2026-12-31", False),
    ("2026-12-31", 1, "2027-01-01", True),  # 2027 is not published
    ("2026-12-30", 2, "2027-01-01", True),
    ("2025-12-31", 1, "2026-01-04", False),  # day 0 needs no notice of its own year
    ("2025-12-30", 1, "2025-12-31", True),  # 2025 is not published here
    ("2025-12-30", 2, "2026-01-04", True),
    ("2027-05-06", 3, "2027-05-11", True),
]


@pytest.mark.parametrize(("trigger", "working_days", "due", "provisional"), DEADLINES)
def test_a_deadline_is_the_nth_working_day_after_its_trigger(
    trigger: str, working_days: int, due: str, provisional: bool
) -> None:
    """The trigger is day 0, and an unpublished year makes the answer provisional."""
    counted = deadline(ONLY_2026, date.fromisoformat(trigger), working_days)
    assert counted == Deadline(due_on=date.fromisoformat(due), provisional=provisional)


def test_2026_has_248_working_days() -> None:
    """The year counted day by day gives the number of its notice."""
    every = (date(2026, 1, 1) + timedelta(days=number) for number in range(365))
    assert sum(map(ONLY_2026.is_working_day, every)) == 248


@pytest.mark.parametrize(
    ("day", "worked", "worked_without_notice"),
    [
        ("2026-02-16", False, True),  # Monday, holiday
        ("2026-02-28", True, False),  # Saturday, made up
        ("2026-01-04", True, False),  # Sunday, made up
        ("2026-03-02", True, True),  # Monday
        ("2026-03-07", False, False),  # Saturday
        ("2026-03-08", False, False),  # Sunday
    ],
)
def test_a_notice_overrides_the_weekday(
    day: str, worked: bool, worked_without_notice: bool
) -> None:
    """Published days off and days on win over Monday to Friday."""
    assert ONLY_2026.is_working_day(date.fromisoformat(day)) is worked
    assert NOTHING.is_working_day(date.fromisoformat(day)) is worked_without_notice


def test_a_year_between_must_be_published_too() -> None:
    """A count that runs through an unpublished year is provisional as a whole."""
    around = WorkTable(
        years={
            2025: NOTICE_2025,
            2027: WorkYear(year=2027, days_off=frozenset(), days_on=frozenset()),
        }
    )
    assert deadline(around, date(2025, 12, 1), 290).due_on.year == 2027
    assert deadline(around, date(2025, 12, 1), 290).provisional
    assert not deadline(BOTH_YEARS, date(2025, 12, 1), 200).provisional


@pytest.mark.parametrize("working_days", [0, -1])
def test_a_deadline_needs_a_day(working_days: int) -> None:
    """Fewer than one working day is refused."""
    with pytest.raises(ValueError, match="at least one working day"):
        deadline(ONLY_2026, date(2026, 2, 10), working_days)


TRIGGERS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
COUNTS = st.integers(1, 300)


@LAW
@given(trigger=TRIGGERS, working_days=COUNTS)
def test_a_deadline_falls_on_a_working_day(trigger: date, working_days: int) -> None:
    """The due day is worked, and exactly the asked number of days lie after the trigger."""
    due = deadline(BOTH_YEARS, trigger, working_days).due_on
    after = (trigger + timedelta(days=n) for n in range(1, (due - trigger).days + 1))
    assert BOTH_YEARS.is_working_day(due)
    assert sum(map(BOTH_YEARS.is_working_day, after)) == working_days


@LAW
@given(trigger=TRIGGERS, first=COUNTS, second=COUNTS)
def test_counting_on_equals_counting_at_once(
    trigger: date, first: int, second: int
) -> None:
    """A deadline reached in two steps is that of their sum."""
    middle = deadline(BOTH_YEARS, trigger, first).due_on
    stepwise = deadline(BOTH_YEARS, middle, second).due_on
    assert deadline(BOTH_YEARS, trigger, first + second).due_on == stepwise
