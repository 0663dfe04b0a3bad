"""``hansa circular …``: drafted, frozen, sent, acknowledged, corrected, exported."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.utils.translation import gettext as _

from hansa.charter import reads as charter_reads
from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import today
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, AsOf, Reason, Slug, Words
from hansa.chassis.terminal import day_from, done, instant_from
from hansa.directory.reads.shell import acting
from hansa.duties.terms.notices import Call
from hansa.governance import documents
from hansa.governance.commands.asked import days_from
from hansa.governance.reads import circulars as reads
from hansa.governance.reads.circular_wire import wire_circular, wire_circular_line
from hansa.governance.services.circulars import drafting, sending
from hansa.governance.terms.circulars import (
    SENDING_NAMES,
    CircularFilter,
    CircularLine,
    CircularSheet,
    Sending,
)
from hansa.kernel.text import Text, text

app = typer.Typer(
    help=_("Circulars: drafted from records, frozen, sent, acknowledged, corrected."),
    no_args_is_help=True,
)

Named = Annotated[
    str,
    typer.Argument(
        help=_("body/year/number, such as group-industry/2026/1, or the id")
    ),
]
Added = Annotated[str, typer.Option("--words", help=_("what is added to the figures"))]
Change = Callable[[Actor, CircularSheet], object]


@app.command("list", help=_("List the circulars of a year: sent, drafted, still owed."))
def list_(
    league: Slug,
    year: Annotated[int | None, typer.Option(help=_("the year; else this one"))] = None,
    body: Annotated[str | None, typer.Option(help=_("only of this body"))] = None,
    overdue: Annotated[
        bool, typer.Option("--overdue", help=_("only those that are overdue"))
    ] = False,
    as_of: AsOf = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List circulars."""
    day = day_from(as_of) or today()

    def ask() -> tuple[CircularLine, ...]:
        versions = charter_reads.get_versions(league)
        wanted = CircularFilter(
            year=year or day.year,
            body=body,
            state=Sending.OVERDUE if overdue else None,
        )
        return reads.list_circulars(acting(league, as_), versions, wanted, day)

    lines = done(ask, as_json)
    if as_json:
        terminal.print_json([wire_circular_line(line) for line in lines])
        return
    headings = [_("Circular"), _("State"), _("Number"), _("Sent"), _("Acknowledged")]
    terminal.print_table("", headings, [_row(line) for line in lines])


def _row(line: CircularLine) -> list[str]:
    counted = line.acknowledged
    return [
        render(line.title),
        render(SENDING_NAMES[line.state]),
        line.reference,
        line.sent_on.isoformat() if line.sent_on else "",
        f"{counted.held}/{counted.asked}" if counted else "",
    ]


@app.command(help=_("Show a circular: its text, and who acknowledged it."))
def show(
    league: Slug, circular: Named, as_: As = None, as_json: AsJson = False
) -> None:
    """Show a circular."""
    sheet = done(lambda: _sheet(acting(league, as_), league, circular), as_json)
    if as_json:
        terminal.print_json(wire_circular(sheet))
        return
    terminal.say(SENDING_NAMES[Sending(sheet.line.state.value)])
    typer.echo(reads.plain_text(sheet.content))
    if sheet.repeats is False:
        terminal.say(text("The records as of then no longer give this text."))
    for one in sheet.cities:
        said = one.at.isoformat() if one.at else "-"
        typer.echo(f"{one.member} {said} {one.office} {one.by}".rstrip())


@app.command(help=_("Draft the circular of a period from what is recorded."))
def draft(
    league: Slug,
    circular: Annotated[
        str,
        typer.Argument(
            help=_("body/year/number; with --from and --to, a body and its own period")
        ),
    ],
    words: Added = "",
    first: Annotated[
        str | None, typer.Option("--from", help=_("first day that it tells of"))
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", help=_("last day that it tells of"))
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Draft a circular."""

    def act() -> CircularSheet:
        actor = acting(league, as_)
        if first or last:
            period = days_from(first or last or "", last or first)
            made = drafting.draft_beside(actor, league, circular, period, words)
        else:
            made = drafting.draft(actor, league, circular, words)
        return reads.get_circular(actor, league, made)

    _tell(done(act, as_json), text("The circular is drafted."), as_json)


@app.command(
    help=_("Change what is added to the figures; a frozen text is a draft again.")
)
def word(
    league: Slug,
    circular: Named,
    words: Words = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Word a circular."""

    def change(actor: Actor, sheet: CircularSheet) -> None:
        drafting.word(actor, league, sheet.line.id, sheet.line.revision, words)

    _change(league, circular, as_, as_json, change, text("The words are kept."))


@app.command(help=_("Fix the text as of a day, with its number and fingerprint."))
def freeze(
    league: Slug,
    circular: Named,
    as_of: AsOf = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Freeze a circular."""
    day: date | None = day_from(as_of)

    def change(actor: Actor, sheet: CircularSheet) -> None:
        drafting.freeze(actor, league, sheet.line.id, sheet.line.revision, day)

    _change(league, circular, as_, as_json, change, text("The text is frozen."))


@app.command(help=_("Send a frozen circular to every city; its duty is met by it."))
def send(
    league: Slug, circular: Named, as_: As = None, as_json: AsJson = False
) -> None:
    """Send a circular."""

    def change(actor: Actor, sheet: CircularSheet) -> None:
        sending.send(actor, league, sheet.line.id, sheet.line.revision)

    sentence = text("The circular is sent to every city.")
    _change(league, circular, as_, as_json, change, sentence)


@app.command(
    help=_("Sign for a circular as a city, record its call, or make it a link.")
)
def acknowledge(
    league: Slug,
    circular: Named,
    city: Annotated[str, typer.Argument(help=_("slug of the city"))],
    spoke_to: Annotated[
        str, typer.Option(help=_("who confirmed on the telephone"))
    ] = "",
    office: Annotated[str, typer.Option(help=_("of which office"))] = "",
    at: Annotated[str | None, typer.Option(help=_("when; else now"))] = None,
    link: Annotated[
        bool, typer.Option("--link", help=_("only make a link to sign by"))
    ] = False,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Take an acknowledgement."""
    spoken_at = instant_from(at)
    made: list[str] = []

    def change(actor: Actor, sheet: CircularSheet) -> None:
        id_ = sheet.line.id
        if link:
            made.append(sending.make_link(actor, league, id_, city))
        elif spoke_to or office:
            call = Call(spoke_to=spoke_to, office=office, at=spoken_at or actor.at)
            sending.confirm_by_telephone(actor, league, id_, city, call)
        else:
            sending.acknowledge(actor, league, id_, city)

    if link:
        done(lambda: _acted(league, circular, as_, change), as_json)
        terminal.print_json({"link": made[0]}) if as_json else typer.echo(made[0])
        return
    sentence = text("The acknowledgement is recorded.")
    _change(league, circular, as_, as_json, change, sentence)


@app.command(help=_("Draft a circular that corrects one that was sent."))
def correct(
    league: Slug,
    circular: Named,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Begin a correction."""

    def act() -> CircularSheet:
        actor = acting(league, as_)
        line = _sheet(actor, league, circular).line
        made = drafting.correct(actor, league, line.id, line.revision, reason)
        return reads.get_circular(actor, league, made)

    sentence = text("A circular that corrects the sent one is drafted.")
    _tell(done(act, as_json), sentence, as_json)


@app.command(
    help=_("Write a circular as docx, or as text where the file ends in .txt.")
)
def export(
    league: Slug,
    circular: Named,
    to: Annotated[Path, typer.Argument(help=_("file to write"))],
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Write a circular."""
    sheet = done(lambda: _sheet(acting(league, as_), league, circular), as_json)
    if to.suffix == ".txt":
        to.write_text(reads.plain_text(sheet.content) + "\n", encoding="utf-8")
    else:
        to.write_bytes(documents.minutes_docx(sheet.content))
    terminal.say(text("Written to {file}.", file=str(to)))


def _sheet(actor: Actor, league: str, named: str) -> CircularSheet:
    id_: UUID = reads.find_circular(actor, league, named)
    return reads.get_circular(actor, league, id_)


def _acted(
    league: str, circular: str, account: str | None, change: Change
) -> CircularSheet:
    """Do an act on a circular, and give it as it stands after it."""
    actor = acting(league, account)
    sheet = _sheet(actor, league, circular)
    change(actor, sheet)
    return reads.get_circular(actor, league, sheet.line.id)


def _change(
    league: str,
    circular: str,
    account: str | None,
    as_json: bool,
    change: Change,
    sentence: Text,
) -> None:
    sheet = done(lambda: _acted(league, circular, account, change), as_json)
    _tell(sheet, sentence, as_json)


def _tell(sheet: CircularSheet, sentence: Text, as_json: bool) -> None:
    if as_json:
        terminal.print_json(wire_circular(sheet))
    else:
        terminal.say(sentence)
