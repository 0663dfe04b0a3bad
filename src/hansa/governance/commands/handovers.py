"""``hansa handover …``: what a host leaves to the next one, signed by both."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.charter import reads as charter_reads
from hansa.chassis import terminal
from hansa.chassis.clock import today
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, Evidence, Office, Paper, Slug
from hansa.chassis.terminal import day_from, done, upload_of
from hansa.directory.reads.shell import acting
from hansa.governance import documents
from hansa.governance.commands.asked import speaking
from hansa.governance.reads import handovers as reads
from hansa.governance.reads.calendars import list_names
from hansa.governance.reads.handover_paper import (
    paper_of,
    wire_handover,
    wire_handover_line,
)
from hansa.governance.services import handovers
from hansa.governance.terms.handovers import (
    HANDOVER_STATE_NAMES,
    LEFT_NAMES,
    HandoverLine,
    HandoverSheet,
    Side,
)
from hansa.kernel.text import Bilingual, text

app = typer.Typer(
    help=_("Handovers of the rotation: what is left open, signed by both hosts."),
    no_args_is_help=True,
)

On = Annotated[
    str, typer.Argument(help=_("day on which the turn passes, such as 2027-01-01"))
]


@app.command("list", help=_("List the handovers, the latest first."))
def list_(league: Slug, as_: As = None, as_json: AsJson = False) -> None:
    """List handovers."""

    def ask() -> tuple[HandoverLine, ...]:
        versions = charter_reads.get_versions(league)
        return reads.list_handovers(acting(league, as_), versions, today())

    lines = done(ask, as_json)
    if as_json:
        terminal.print_json([wire_handover_line(line) for line in lines])
        return
    names = list_names(charter_reads.get_versions(league))
    headings = [_("Day"), _("Outgoing host"), _("Incoming host"), _("State")]
    rows = [
        [
            line.turn.on.isoformat(),
            render(names[line.turn.outgoing]),
            render(names[line.turn.incoming]),
            render(HANDOVER_STATE_NAMES[line.state]),
        ]
        for line in lines
    ]
    terminal.print_table("", headings, rows)
    for line in lines:
        if line.finding:
            terminal.remark(line.finding)


@app.command(help=_("Show a handover: what is left open, and who has signed."))
def show(league: Slug, on: On, as_: As = None, as_json: AsJson = False) -> None:
    """Show a handover."""
    sheet = done(lambda: _sheet(league, _day(on), as_), as_json)
    if as_json:
        terminal.print_json(wire_handover(sheet))
        return
    terminal.say(HANDOVER_STATE_NAMES[sheet.line.state])
    for one in sheet.left:
        day = one.day.isoformat() if one.day else "-"
        title = Bilingual(one.zh, one.en)
        typer.echo(f"{render(LEFT_NAMES[one.kind])}: {render(title)} {day}")
    for signature in sheet.line.signatures:
        typer.echo(f"{signature.member} {signature.authority} {signature.evidence}")
    if sheet.line.finding:
        terminal.remark(sheet.line.finding)


@app.command(help=_("Sign for the outgoing or the incoming host."))
def sign(
    league: Slug,
    on: On,
    side: Annotated[Side, typer.Argument(help=_("for which host"))],
    digest: Annotated[
        str, typer.Option(help=_("fingerprint of the pack as it was seen"))
    ] = "",
    office: Office = "",
    evidence: Evidence = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Sign a handover."""
    day, paper = _day(on), upload_of(file)

    def act() -> HandoverSheet:
        actor, seen = acting(league, as_), _sheet(league, day, as_)
        turn = seen.line.turn
        member = turn.outgoing if side is Side.OUTGOING else turn.incoming
        signer = speaking(actor, league, member, office, evidence, paper)
        handovers.sign(signer, league, day, side, digest or seen.digest, paper)
        return _sheet(league, day, as_)

    sheet = done(act, as_json)
    if as_json:
        terminal.print_json(wire_handover(sheet))
    else:
        terminal.say(text("The signature is recorded."))


@app.command(help=_("Write a handover as docx."))
def export(
    league: Slug,
    on: On,
    to: Annotated[Path, typer.Argument(help=_("file to write"))],
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Write a handover."""
    sheet = done(lambda: _sheet(league, _day(on), as_), as_json)
    names = list_names(charter_reads.get_versions(league))
    actor = acting(league, as_)
    to.write_bytes(documents.minutes_docx(paper_of(sheet, names, actor.authority)))
    terminal.say(text("Written to {file}.", file=str(to)))


def _day(written: str) -> date:
    day = day_from(written)
    assert day is not None  # Only an absent option gives None.
    return day


def _sheet(league: str, on: date, account: str | None) -> HandoverSheet:
    versions = charter_reads.get_versions(league)
    return reads.get_handover(acting(league, account), versions, on, today())
