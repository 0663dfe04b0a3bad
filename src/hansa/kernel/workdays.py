"""Counting working days over a table of published years.

Working days are those of the State Council's yearly notice. A year whose notice is not
published is counted Monday to Friday, and every answer that needed it says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkYear:
    """One year of the notice: the days that differ from Monday to Friday.

    Attributes:
        year: calendar year.
        days_off: weekdays that are holidays.
        days_on: weekend days that are worked (调休).
    """

    year: int
    days_off: frozenset[date]
    days_on: frozenset[date]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTable:
    """The published years by number; a year that is absent is not published."""

    years: Mapping[int, WorkYear]

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is worked, by notice or else by Monday to Friday."""
        published = self.years.get(day.year)
        if published and day in published.days_off:
            return False
        if published and day in published.days_on:
            return True
        return day.weekday() < SATURDAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A counted day; provisional while it rests on a year without notice."""

    due_on: date
    provisional: bool


def deadline(table: WorkTable, trigger_on: date, working_days: int) -> Deadline:
    """Find the n-th working day after a trigger; the trigger day is day 0.

    Args:
        table: the published years.
        trigger_on: the day that starts the clock.
        working_days: one or more.

    Raises:
        ValueError: fewer than one working day is asked for.

    Source: domain rules, section 10.2 (a convention of this project, label [D]).
    """
    if working_days < 1:
        raise ValueError("a deadline needs at least one working day")
    day, left = trigger_on, working_days
    while left:
        day += timedelta(days=1)
        left -= table.is_working_day(day)
    touched = range(trigger_on.year, day.year + 1)
    # The trigger's own year matters only for the days after the trigger, which may be none.
    counted = [
        y for y in touched if y > trigger_on.year or trigger_on < date(y, 12, 31)
    ]
    return Deadline(
        due_on=day, provisional=any(year not in table.years for year in counted)
    )
