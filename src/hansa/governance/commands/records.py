"""``hansa governance record …``: meetings as they happened, and how a year was kept."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis import terminal
from hansa.chassis.clock import today
from hansa.chassis.files import Upload
from hansa.chassis.language import render
from hansa.chassis.options import AsJson, AsOf, KnownAt, League
from hansa.chassis.plain import plain
from hansa.directory.services.behalf import act_for
from hansa.governance import services
from hansa.governance.commands.calendars import app, holder_from, holder_of
from hansa.governance.reads import compliance as compliance_reads
from hansa.governance.reads import records as reads
from hansa.governance.reads.calendars import list_names
from hansa.governance.terms import KIND_NAMES, EntryKind, Level
from hansa.governance.terms.compliance import WEIGHT_NAMES, Compliance
from hansa.governance.terms.records import (
    DEPARTURE_NAMES,
    Departure,
    MeetingFacts,
    RecordFilter,
    RecordLine,
    days_through,
)
from hansa.kernel.errors import HansaError, Refused
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, text


@app.command(help=_("Record a meeting or circular as it happened."))
def record(
    league: League,
    body: Annotated[str, typer.Argument(help=_("the body's id"))],
    on: Annotated[str, typer.Option(help=_("its first day"))],
    until: Annotated[str | None, typer.Option(help=_("its last day"))] = None,
    kind: Annotated[
        EntryKind, typer.Option(help=_("a meeting or a circular"))
    ] = EntryKind.MEETING,
    level: Annotated[Level | None, typer.Option(help=_("its level"))] = None,
    year: Annotated[int | None, typer.Option(help=_("the year it counts for"))] = None,
    host: Annotated[str | None, typer.Option(help=_("the city that hosted"))] = None,
    chair: Annotated[
        str | None, typer.Option(help=_("whose office chaired, as shangqiu/mayor"))
    ] = None,
    delegated: Annotated[
        bool, typer.Option("--delegated", help=_("chaired by delegation"))
    ] = False,
    ad_hoc: Annotated[
        bool, typer.Option("--ad-hoc", help=_("called for its own sake"))
    ] = False,
    place: Annotated[str, typer.Option(help=_("where it was held"))] = "",
    document: Annotated[str, typer.Option(help=_("the paper that shows it"))] = "",
    reason: Annotated[str, typer.Option(help=_("why it was held otherwise"))] = "",
    paper: Annotated[
        Path | None, typer.Option(help=_("a file to be kept with it"), exists=True)
    ] = None,
    corrects: Annotated[
        str | None, typer.Option(help=_("id of the record that it corrects"))
    ] = None,
    office: Annotated[
        str, typer.Option(help=_("the office it is entered for, on its behalf"))
    ] = "",
    evidence: Annotated[
        str, typer.Option(help=_("the paper that shows that office's act"))
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Record one meeting, or put a record right."""
    upload = Upload(name=paper.name, content=paper.read_bytes()) if paper else None
    terminal.with_database()
    actor = terminal.operator()
    try:
        facts = MeetingFacts(
            body=body,
            kind=kind,
            level=level,
            year=_day(on).year if year is None else year,
            days=_days(_day(on), _day(until or on)),
            host=host,
            chair=holder_from(chair),
            delegated=delegated,
            ad_hoc=ad_hoc,
            place=Bilingual(place, place) if place else None,
            document=document,
            reason=reason,
        )
        if office or evidence:
            actor = act_for(actor, league, host, office, evidence, upload)
        id_ = (
            services.correct_record(actor, league, corrects, facts, upload)
            if corrects
            else services.record_meeting(actor, league, facts, upload)
        )
        line = reads.get_record(actor, charter_reads.get_versions(league), id_)
    except HansaError as error:
        terminal.fail(error, as_json)
    _say_recorded(line, as_json)


def _day(written: str) -> date:
    day = terminal.day_from(written)
    assert day is not None  # Only an absent option gives None.
    return day


def _days(first: date, last: date) -> Period:
    if last < first:
        raise Refused(
            "runs-backwards",
            text(
                "It ends on {last}, before it starts on {start}.",
                last=last.isoformat(),
                start=first.isoformat(),
            ),
            text("Correct one of the two days."),
        )
    return days_through(first, last)


def _say_recorded(line: RecordLine, as_json: bool) -> None:
    if as_json:
        terminal.print_json(reads.wire_record(line))
        return
    facts = line.record.facts
    terminal.say(
        text(
            "Recorded: {body}, {day}. It stands for: {entry}.",
            body=facts.body,
            day=facts.days.start.isoformat(),
            entry=line.entry or "-",
        )
    )
    for remark in line.remarks:
        terminal.say(
            text(
                "{name}: {message}",
                name=DEPARTURE_NAMES[remark.code],
                message=remark.message,
            )
        )


@app.command(help=_("List what was recorded, with what departs from the agreement."))
def records(
    league: League,
    year: Annotated[int | None, typer.Option(help=_("of this year"))] = None,
    body: Annotated[str | None, typer.Option(help=_("of this body"))] = None,
    departure: Annotated[
        Departure | None, typer.Option(help=_("only with this remark"))
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """Print the records."""
    terminal.with_database()
    wanted = RecordFilter(
        year=year,
        body=body,
        departure=departure,
        as_of=terminal.day_from(as_of),
        known_at=terminal.instant_from(known_at),
    )
    try:
        versions = charter_reads.get_versions(league)
        lines = reads.list_records(terminal.operator(), versions, wanted)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json([reads.wire_record(line) for line in lines])
        return
    _print_records(versions, lines)


def _print_records(versions: Sequence[Version], lines: Sequence[RecordLine]) -> None:
    bodies, names = reads.bodies_named(versions), list_names(versions)
    terminal.print_table(
        "",
        (
            _("Day"),
            _("Body"),
            _("Kind"),
            _("Host"),
            _("Chair"),
            _("Entry of the calendar"),
            _("Remarks"),
            _("Recorded by"),
            _("Id"),
        ),
        (
            (
                line.record.facts.days.start.isoformat(),
                render(bodies.get(line.record.facts.body, line.record.facts.body)),
                render(KIND_NAMES[line.record.facts.kind]),
                render(names.get(line.record.facts.host or "", line.record.facts.host))
                or "-",
                holder_of(line.record.facts.chair, names),
                line.entry or "-",
                " · ".join(render(DEPARTURE_NAMES[r.code]) for r in line.remarks),
                line.record.authority,
                str(line.record.id),
            )
            for line in lines
        ),
    )


@app.command(help=_("Take back a record entered in error."))
def withdraw(
    league: League,
    record: Annotated[str, typer.Argument(help=_("the record's id"))],
    as_json: AsJson = False,
) -> None:
    """Withdraw one record."""
    terminal.with_database()
    try:
        services.withdraw_record(terminal.operator(), league, record)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json({"withdrawn": record})
        return
    terminal.say(text("Taken back: {id}.", id=record))


@app.command(help=_("Say that a record stands which somebody else entered."))
def confirm(
    league: League,
    record: Annotated[str, typer.Argument(help=_("the record's id"))],
    as_json: AsJson = False,
) -> None:
    """Confirm one record."""
    terminal.with_database()
    actor = terminal.operator()
    try:
        services.confirm_record(actor, league, record)
        line = reads.get_record(actor, charter_reads.get_versions(league), record)
    except HansaError as error:
        terminal.fail(error, as_json)
    _say_recorded(line, as_json)


@app.command(help=_("Say how a year was kept: what was held of what was asked."))
def compliance(
    league: League,
    year: Annotated[int | None, typer.Option(help=_("the year; else this one"))] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """Print how one year was kept."""
    terminal.with_database()
    day = terminal.day_from(as_of) or today()
    try:
        versions = charter_reads.get_versions(league)
        found = compliance_reads.compliance(
            terminal.operator(),
            versions,
            year or day.year,
            day,
            terminal.instant_from(known_at),
        )
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        shortfalls = plain(found.shortfalls)
        terminal.print_json({**plain(found), "shortfalls": shortfalls})
        return
    _print_compliance(versions, found)


def _print_compliance(versions: Sequence[Version], found: Compliance) -> None:
    bodies = reads.bodies_named(versions)
    terminal.print_table(
        "",
        (_("Body"), _("Kind"), _("Held"), _("Pending"), _("Not recorded"), _("Beyond")),
        (
            (
                render(bodies[line.body]),
                render(KIND_NAMES[line.kind]),
                f"{line.held} / {line.asked}",
                str(line.pending or "-"),
                str(line.not_recorded or "-"),
                str(line.surplus or "-"),
            )
            for line in found.lines
        ),
    )
    for shortfall in found.shortfalls:
        terminal.say(
            text(
                "{weight}: {message} (clauses {clauses})",
                weight=WEIGHT_NAMES[shortfall.weight],
                message=shortfall.message,
                clauses=tuple(shortfall.clauses),
            )
        )
    for silent in found.silent:
        terminal.say(
            text(
                "silent: {body}, {said}",
                body=bodies[silent.body],
                said=silent.sentence,
            )
        )
    terminal.say(
        text(
            "Held {held} of {asked}. Violations: {hard}. Soft warnings: {soft}.",
            held=found.held,
            asked=found.asked,
            hard=found.hard,
            soft=found.soft,
        )
    )
