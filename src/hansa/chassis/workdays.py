"""The one table of working days: seeded, dated, editable, and honest about gaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import chinese_calendar
from chinese_calendar import constants
from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.chassis.lengths import refuse_long
from hansa.chassis.models import KeptDeadline, WorkYearNotice
from hansa.kernel.errors import Forbidden, Refused
from hansa.kernel.text import text
from hansa.kernel.workdays import SATURDAY, Deadline, WorkTable, WorkYear, deadline

SEEDED_FROM = 2018  # The first year that either agreement speaks of.
RANGE_DAYS_MOST = 31  # Longer than any holiday of a notice.
WORDS_LONGEST = 200  # As wide as the columns that keep sources and keys.
LAST_YEAR = 2199  # Far ahead of any notice; a later year is a slip of the keyboard.


def seed(at: datetime) -> int:
    """Fill in the years the library knows and the table does not; count them."""
    known = set(WorkYearNotice.objects.values_list("year", flat=True))
    years = {day.year for day in (*constants.holidays, *constants.workdays)}
    source = f"chinesecalendar {chinese_calendar.__version__}"
    rows = [
        _seed_row(year, source, at)
        for year in sorted(years - known)
        if year >= SEEDED_FROM
    ]
    # Another process may be seeding too; both write the same.
    WorkYearNotice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _seed_row(year: int, source: str, at: datetime) -> WorkYearNotice:
    off = [day for day in constants.holidays if day.year == year]
    on = [day for day in constants.workdays if day.year == year]
    return WorkYearNotice(
        year=year,
        days_off=_written(day for day in off if day.weekday() < SATURDAY),
        days_on=_written(day for day in on if day.weekday() >= SATURDAY),
        source=source,
        recorded_at=at,
    )


def _written(days: Iterable[date]) -> list[str]:
    return sorted(day.isoformat() for day in days)


def table() -> WorkTable:
    """Read the published years."""
    return WorkTable(
        years={
            row.year: WorkYear(
                year=row.year,
                days_off=frozenset(map(date.fromisoformat, row.days_off)),
                days_on=frozenset(map(date.fromisoformat, row.days_on)),
            )
            for row in WorkYearNotice.objects.all()
        }
    )


def noticed_at() -> datetime | None:
    """Tell when the table of working days last changed; None while it is empty."""
    latest = WorkYearNotice.objects.order_by("-recorded_at").first()
    return latest.recorded_at if latest else None


def publish_year(
    actor: Actor, year: int, days_off: list[date], days_on: list[date], source: str
) -> None:
    """Record or correct the notice of one year; deadlines it touches settle anew.

    Args:
        actor: administrator or secretariat.
        year: calendar year, ``SEEDED_FROM`` to ``LAST_YEAR``.
        days_off: weekdays that are holidays.
        days_on: weekend days that are worked.
        source: the notice, with its number.

    Raises:
        Forbidden: the actor may not.
        Refused: there is no such year to keep, or a day lies in another year, or is off
            or on anyway.
    """
    if not actor.roles & {Role.ADMINISTRATOR, Role.SECRETARIAT}:
        raise Forbidden(
            "working-days-forbidden",
            text("Working days are kept by the administrator or the secretariat."),
            text("Ask one of them to record the notice."),
        )
    _refuse_unlikely(year, days_off, days_on, source)
    with transaction.atomic():
        WorkYearNotice.objects.update_or_create(
            year=year,
            defaults={
                "days_off": _written(days_off),
                "days_on": _written(days_on),
                "source": source,
                "recorded_at": actor.at,
            },
        )
        # A corrected notice moves deadlines that had settled by the former one.
        KeptDeadline.objects.filter(
            trigger_on__year__lte=year, due_on__year__gte=year
        ).update(provisional=True, settled_at=None)
        journal.record(
            actor,
            "workdays.publish_year",
            "",
            [f"work-year:{year}"],
            {"off": _written(days_off), "on": _written(days_on), "source": source},
        )


def _refuse_unlikely(
    year: int, days_off: list[date], days_on: list[date], source: str
) -> None:
    if not SEEDED_FROM <= year <= LAST_YEAR:
        raise Refused(
            "notice-year-wrong",
            text("No notice is kept for the year {year}.", year=str(year)),
            text(
                "Give a year from {first} to {last}.",
                first=str(SEEDED_FROM),
                last=str(LAST_YEAR),
            ),
        )
    refuse_long("notice-source-too-long", source, WORDS_LONGEST)
    wrong = [
        *(d for d in days_off if d.year != year or d.weekday() >= SATURDAY),
        *(d for d in days_on if d.year != year or d.weekday() < SATURDAY),
    ]
    if wrong:
        raise Refused(
            "notice-day-wrong",
            text(
                "These days do not belong in the notice of {year}: {days}.",
                year=year,
                days=tuple(_written(wrong)),
            ),
            text("Days off are weekdays, days on are weekend days, all of that year."),
        )
    if not days_off:
        raise Refused(
            "notice-empty",
            text("The notice of {year} names no day off.", year=str(year)),
            text("Every notice has holidays on weekdays; name them with --off."),
        )


def keep_deadline(
    actor: Actor, key: str, trigger_on: date, working_days: int
) -> Deadline:
    """Count a deadline and keep it, so that a provisional one settles by itself.

    Raises:
        Refused: the key is too long to keep.
    """
    refuse_long("deadline-key-too-long", key, WORDS_LONGEST)
    counted = deadline(table(), trigger_on, working_days)
    with transaction.atomic():
        KeptDeadline.objects.update_or_create(
            key=key,
            defaults={
                "trigger_on": trigger_on,
                "working_days": working_days,
                "due_on": counted.due_on,
                "provisional": counted.provisional,
                "settled_at": None if counted.provisional else actor.at,
            },
        )
        journal.record(
            actor,
            "workdays.keep_deadline",
            "",
            [f"deadline:{key}"],
            {"due_on": counted.due_on.isoformat(), "provisional": counted.provisional},
        )
    return counted


def settle(actor: Actor) -> int:
    """Count provisional deadlines anew; those whose years are published settle.

    Each settles in a transaction of its own, so a run that is cut short loses nothing.
    """
    years = table()
    settled = 0
    for key in list(
        KeptDeadline.objects.filter(provisional=True).values_list("key", flat=True)
    ):
        with transaction.atomic():
            row = KeptDeadline.objects.select_for_update().get(key=key)
            counted = deadline(years, row.trigger_on, row.working_days)
            if not row.provisional or counted.provisional:
                continue
            before, row.due_on = row.due_on, counted.due_on
            row.provisional, row.settled_at = False, actor.at
            row.save()
            journal.record(
                actor,
                "workdays.settle",
                "",
                [f"deadline:{key}"],
                {"was": before.isoformat(), "due_on": counted.due_on.isoformat()},
            )
            settled += 1
    return settled


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """One year of the table; ``source`` is None while its notice is not published."""

    year: int
    published: bool
    working_days: int
    source: str | None


def list_years(last: int) -> tuple[YearLine, ...]:
    """List the years from the first known one, with their count of working days."""
    rows = {row.year: row for row in WorkYearNotice.objects.all()}
    years = table()
    return tuple(
        YearLine(
            year=year,
            published=year in rows,
            working_days=_count(years, year),
            source=rows[year].source if year in rows else None,
        )
        for year in range(min(rows, default=SEEDED_FROM), last + 1)
    )


def _count(years: WorkTable, year: int) -> int:
    first = date(year, 1, 1).toordinal()
    after = date(year + 1, 1, 1).toordinal()
    return sum(
        years.is_working_day(date.fromordinal(day)) for day in range(first, after)
    )
