"""``hansa calendar`` and ``hansa governance …``: what must be held when, and by whom."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.charter import reads as charter_reads
from hansa.charter.terms import MODALITY_NAMES, Version
from hansa.chassis import terminal
from hansa.chassis.clock import today
from hansa.chassis.language import render
from hansa.chassis.options import AsJson, AsOf, KnownAt, League, remark_source
from hansa.chassis.plain import plain
from hansa.directory.terms.offices import OFFICE_NAMES, Office
from hansa.governance import reads
from hansa.governance.terms import KIND_NAMES, LEVEL_NAMES, Entry, Holder
from hansa.kernel.errors import HansaError
from hansa.kernel.text import Bilingual, text

YEARS_MOST = 200  # A slip of the finger (20180) must not compute for minutes.

app = typer.Typer(
    help=_("Bodies, turns and the calendar, computed from the charter."),
    no_args_is_help=True,
)


def calendar(
    league: League,
    from_: Annotated[
        int | None, typer.Option("--from", help=_("first year; else this year"))
    ] = None,
    to: Annotated[int | None, typer.Option(help=_("last year, included"))] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    why: Annotated[
        bool, typer.Option("--why", help=_("give the reason for each turn"))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print the calendar of some years."""
    years = _years(from_, to)
    day, instant = terminal.day_from(as_of), terminal.instant_from(known_at)
    try:
        versions, folder = charter_reads.find_versions(league)
        remark_source(league, folder)
        _with_records(folder)
        entries = reads.list_entries(versions, years, day, instant)
        reasons = [
            reads.why(versions, date(year, 12, 31), instant) for year in years if why
        ]
        version = charter_reads.governing(versions, day or today(), instant)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(plain(entries))
        return
    _print_entries(versions, version, entries)
    names = reads.list_names(versions)
    for reason in reasons:
        terminal.say(
            text(
                "{year}: {member}. {sentence} Clauses: {clauses}. Readings: {readings}.",
                year=reason.on.year,
                member=names.get(reason.member, reason.member),
                sentence=reason.sentence,
                clauses=tuple(reason.clauses),
                readings=tuple(reason.assumptions) or "-",
            )
        )


def _with_records(folder: Path | None) -> None:
    """Make sure that records can be read, where versions came from the database.

    A database of an earlier release has no table for them until it is brought up to date.
    """
    if folder is None:
        terminal.with_database()


def _years(first: int | None, last: int | None) -> range:
    begins = today().year if first is None else first
    ends = begins if last is None else last
    if not 1 <= begins <= ends <= min(9999, begins + YEARS_MOST - 1):
        message = _("Give years that rise, at most {most} of them.")
        raise typer.BadParameter(message.format(most=YEARS_MOST))
    return range(begins, ends + 1)


def _print_entries(
    versions: Sequence[Version], version: Version, entries: Sequence[Entry]
) -> None:
    bodies = {b.id: b.name for v in versions for b in reads.list_bodies(v)}
    names = reads.list_names(versions)
    terminal.print_table(
        render(version.charter.agreement.name),
        (
            _("Period"),
            _("Body"),
            _("No."),
            _("Kind"),
            _("Host"),
            _("Chair or convener"),
            _("Binding"),
            _("Clauses"),
            _("Readings"),
        ),
        (
            (
                period_of(entry),
                render(bodies[entry.body]),
                str(entry.number),
                kind_of(entry),
                host_of(entry, names),
                holder_of(entry.chair or entry.convener, names),
                render(MODALITY_NAMES[entry.modality]),
                " ".join(entry.clauses),
                " ".join(entry.assumptions) or "-",
            )
            for entry in entries
        ),
    )
    terminal.say(
        text(
            "Entries: {entries}. Meetings asked for: {meetings}.",
            entries=len(entries),
            meetings=reads.minimum_load(entries),
        )
    )


def period_of(entry: Entry) -> str:
    """Write an entry's period with its last day, as people do."""
    last = date.fromordinal(entry.window.end.toordinal() - 1)
    return f"{entry.window.start} – {last}" if last > entry.window.start else str(last)


def kind_of(entry: Entry) -> str:
    """Write what an entry is, with its level where it has one."""
    kind = render(KIND_NAMES[entry.kind])
    return f"{kind} · {render(LEVEL_NAMES[entry.level])}" if entry.level else kind


def host_of(entry: Entry, names: Mapping[str, Bilingual]) -> str:
    """Write who hosted an entry, and who was to where that was another; or a dash."""
    held = entry.actual.host if entry.actual else None
    if held is None or entry.host in {held, None}:
        member = held or entry.host
        return render(names.get(member or "", member or "-"))
    return render(
        text(
            "{held} (computed by rule: {asked})",
            held=names.get(held, held),
            asked=names.get(entry.host or "", entry.host or ""),
        )
    )


def holder_of(holder: Holder | None, names: Mapping[str, Bilingual]) -> str:
    """Write whose office chairs or convenes, or a dash."""
    if holder is None:
        return "-"
    city = render(names.get(holder.member, holder.member))
    return f"{city} {render(OFFICE_NAMES[holder.office])}"


@app.command(help=_("Check that a plan keeps to a calendar entry: its day, its chair."))
def fit(
    league: League,
    entry: Annotated[str, typer.Argument(help=_("an entry id of the calendar"))],
    on: Annotated[str | None, typer.Option(help=_("the day planned"))] = None,
    chair: Annotated[
        str | None, typer.Option(help=_("whose office is to chair, as shangqiu/mayor"))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a plan; exit 1 where it departs from the agreement."""
    day, planned = terminal.day_from(on), holder_from(chair)
    if day is None and planned is None:
        raise typer.BadParameter(_("Give a day, a chair, or both."))
    try:
        versions, folder = charter_reads.find_versions(league)
        remark_source(league, folder)
        _with_records(folder)
        found = reads.get_entry(versions, entry)
        if day is not None:
            reads.check_day(versions, entry, day)
        if planned is not None:
            reads.check_chair(versions, entry, planned)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(plain(found))
        return
    if on is not None:
        terminal.say(text("{day} keeps to the period of {id}.", day=on, id=found.id))
    if planned is not None:
        named = reads.holder_text(planned, reads.list_names(versions))
        terminal.say(text("{chair} is to chair {id}.", chair=named, id=found.id))


def holder_from(written: str | None) -> Holder | None:
    """Read whose office an option names.

    Raises:
        typer.BadParameter: it names no office.
    """
    if written is None:
        return None
    member, _slash, office = written.partition("/")
    if office not in {each.value for each in Office}:
        message = _("“{written}” names no office; write it as shangqiu/mayor.")
        raise typer.BadParameter(message.format(written=written))
    return Holder(member=member, office=Office(office))


@app.command(help=_("Say whose turn it is on a day, and why."))
def turn(
    league: League,
    on: Annotated[str | None, typer.Option(help=_("the day asked; else today"))] = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """Print who is in turn on a day."""
    day = terminal.day_from(on) or today()
    try:
        versions, folder = charter_reads.find_versions(league)
        remark_source(league, folder)
        reason = reads.why(versions, day, terminal.instant_from(known_at))
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(plain(reason))
        return
    name = reads.list_names(versions).get(reason.member, reason.member)
    terminal.say(text("{day}: {member}", day=day.isoformat(), member=name))
    terminal.say(reason.sentence)
    terminal.say(text("Clauses: {clauses}", clauses=tuple(reason.clauses)))
