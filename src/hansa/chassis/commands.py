"""``hansa journal …`` and ``hansa workdays …``."""

from datetime import date
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import journal as chain
from hansa.chassis import terminal, workdays
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.chassis.options import AsJson
from hansa.chassis.plain import plain
from hansa.kernel.errors import HansaError
from hansa.kernel.text import text
from hansa.kernel.workdays import SATURDAY, deadline

journal_app = typer.Typer(
    help=_("The record of every act, chained so that no change goes unseen."),
    no_args_is_help=True,
)
workdays_app = typer.Typer(
    help=_("Working days by the State Council's yearly notice."), no_args_is_help=True
)


@journal_app.command(help=_("Check the whole chain and name the first fault."))
def verify(
    head: Annotated[
        str | None, typer.Option(help=_("an end of the chain that was kept elsewhere"))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Verify the journal; exit 1 on a fault."""
    terminal.with_database()
    try:
        verdict = chain.verify(head)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(plain(verdict))
    elif verdict.fault is None:
        terminal.say(
            text(
                "The journal is sound. Entries: {entries}; contents erased: {erased}. "
                "Its end: {head}",
                entries=verdict.entries,
                erased=verdict.erased,
                head=verdict.head,
            )
        )
    else:
        typer.echo(render(verdict.fault), err=True)
        terminal.remark(
            text(
                "→ Stop writing, keep a copy of the database, and compare it with the "
                "last backup whose end is known."
            )
        )
    if verdict.fault is not None:
        raise typer.Exit(terminal.EXIT_REFUSED)


@journal_app.command(help=_("Print the end of the chain, to keep elsewhere."))
def head() -> None:
    """Print number and hash of the last entry."""
    terminal.with_database()
    typer.echo(chain.head())


@journal_app.command("list", help=_("List the latest acts, newest first."))
def list_(
    league: Annotated[str | None, typer.Option(help=_("only this league"))] = None,
    most: Annotated[int, typer.Option(help=_("at most so many"), min=1)] = 50,
    as_json: AsJson = False,
) -> None:
    """List acts; of those inside a city, that they happened."""
    terminal.with_database()
    entries = tuple(
        chain.without_matter(entry) if chain.is_inside(entry) else entry
        for entry in chain.entries(league, most)
    )
    if as_json:
        terminal.print_json(plain(entries))
        return
    if not entries:
        terminal.say(text("Nothing has been done yet."))
        return
    terminal.print_table(
        "",
        (_("No."), _("Time"), _("Actor"), _("Act"), _("Objects")),
        (
            (
                str(entry.number),
                entry.recorded_at.astimezone(LEAGUE_ZONE).strftime("%Y-%m-%d %H:%M"),
                entry.actor or "-",
                entry.service,
                " ".join(entry.objects) or "-",
            )
            for entry in entries
        ),
    )


@workdays_app.command(
    "list", help=_("List the years and whether their notice is known.")
)
def list_years(
    to: Annotated[
        int, typer.Option(help=_("last year shown"), max=workdays.LAST_YEAR)
    ] = 2028,
    as_json: AsJson = False,
) -> None:
    """List the years of the table."""
    terminal.with_database()
    years = workdays.list_years(to)
    if as_json:
        terminal.print_json(plain(years))
        return
    terminal.print_table(
        "",
        (_("Year"), _("Notice"), _("Working days"), _("Source")),
        (
            (
                str(year.year),
                _("published") if year.published else _("not published"),
                str(year.working_days) if year.published else _("provisional"),
                year.source or "-",
            )
            for year in years
        ),
    )


@workdays_app.command(help=_("Count working days from a day; that day is day 0."))
def due(
    from_: Annotated[
        str, typer.Option("--from", help=_("the day that starts the clock"))
    ],
    days: Annotated[int, typer.Option(help=_("working days"), min=1, max=5000)],
    keep: Annotated[
        str,
        typer.Option(help=_("keep it under this key, so that it settles by itself")),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Count a deadline."""
    terminal.with_database()
    trigger_on = terminal.day_from(from_)
    assert trigger_on is not None  # The option is required.
    if trigger_on.year > workdays.LAST_YEAR:
        message = _("No working days are counted after the year {last}.")
        raise typer.BadParameter(message.format(last=workdays.LAST_YEAR))
    if keep:
        try:
            counted = workdays.keep_deadline(
                terminal.operator(), keep, trigger_on, days
            )
        except HansaError as error:
            terminal.fail(error, as_json)
    else:
        counted = deadline(workdays.table(), trigger_on, days)
    if as_json:
        terminal.print_json(plain(counted))
        return
    terminal.say(text("Due on {day}.", day=counted.due_on.isoformat()))
    if counted.provisional:
        terminal.say(
            text("Provisional: the notice of a year it counts is not published yet.")
        )


@workdays_app.command(help=_("Record or correct the notice of one year."))
def publish(
    year: Annotated[int, typer.Argument(help=_("the year"))],
    source: Annotated[str, typer.Option(help=_("the notice, with its number"))],
    off: Annotated[
        list[str] | None,
        typer.Option(
            help=_("a weekday that is a holiday, or a range: 2027-10-01..2027-10-07")
        ),
    ] = None,
    on: Annotated[
        list[str] | None, typer.Option(help=_("a weekend day that is worked"))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Record a notice."""
    terminal.with_database()
    days_off = [day for written in off or () for day in _weekdays(written)]
    days_on = [_day(written) for written in on or ()]
    try:
        workdays.publish_year(terminal.operator(), year, days_off, days_on, source)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json({"year": year})
    else:
        terminal.say(text("The notice of {year} is recorded.", year=str(year)))


def _weekdays(written: str) -> list[date]:
    """Read a day, or the weekdays of a range such as 2027-10-01..2027-10-07."""
    first, dots, last = written.partition("..")
    if not dots:
        return [_day(written)]
    days = range(_day(first).toordinal(), _day(last).toordinal() + 1)
    return [
        day
        for day in map(date.fromordinal, days[: workdays.RANGE_DAYS_MOST])
        if day.weekday() < SATURDAY
    ]


def _day(written: str) -> date:
    day = terminal.day_from(written)
    assert day is not None  # Only None gives None.
    return day
