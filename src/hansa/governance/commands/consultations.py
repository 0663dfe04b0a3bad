"""``hansa consultation …``: the public is heard, answered, and told what came of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, Document, Reason, Slug
from hansa.chassis.terminal import done
from hansa.directory.reads.shell import acting
from hansa.governance.commands.panels import item_from
from hansa.governance.reads import consultations as reads
from hansa.governance.reads.participation_wire import (
    wire_comment,
    wire_consultation,
    wire_hearing,
)
from hansa.governance.services.consultations import (
    drafting,
    results,
)
from hansa.governance.terms.consultations import (
    CONSULTATION_STATE_NAMES,
    ConsultationDraft,
    ConsultationSheet,
    ConsultationState,
    MatterKind,
)
from hansa.governance.terms.experts import TREATMENT_NAMES
from hansa.kernel.text import text

app = typer.Typer(
    help=_("Public consultations: drafts, comments, replies and results."),
    no_args_is_help=True,
)

Name = Annotated[
    str, typer.Argument(help=_("number of the consultation, such as PC-1, or the id"))
]
ItemNamed = Annotated[str, typer.Argument(help=_("the item: its id, or SESSION#PLACE"))]
Opens = Annotated[str, typer.Option(help=_("day on which it opens"))]
Until = Annotated[str, typer.Option(help=_("last day for comments"))]


@app.command(help=_("Enter a draft on which the public is to be heard."))
def new(
    league: Slug,
    title: Annotated[str, typer.Argument(help=_("what it is about"))],
    draft: Annotated[
        Path, typer.Option(help=_("text file with the draft"), exists=True)
    ],
    opens: Opens,
    until: Until,
    kind: Annotated[
        MatterKind, typer.Option(help=_("what it is heard on"))
    ] = MatterKind.POLICY,
    summary: Annotated[str, typer.Option(help=_("in one sentence"))] = "",
    title_en: Annotated[str, typer.Option(help=_("title in English"))] = "",
    document: Document = "",
    short_reason: Annotated[
        str, typer.Option(help=_("why there are fewer days than asked for"))
    ] = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Enter one consultation."""
    first, last = terminal.day_from(opens), terminal.day_from(until)
    assert first is not None  # Only an absent option gives None.
    assert last is not None
    written = ConsultationDraft(
        title=title,
        words=draft.read_text(encoding="utf-8-sig", errors="replace"),
        kind=kind,
        opens_on=first,
        closes_on=last,
        summary=summary,
        title_en=title_en,
        document=document,
        short_reason=short_reason,
    )

    def run() -> ConsultationSheet:
        actor = acting(league, as_)
        id_ = drafting.add_consultation(actor, league, written)
        return reads.get_consultation(actor, league, id_)

    _tell(done(run, as_json), as_json)


@app.command(help=_("Make a draft public; comments are taken from its first day on."))
def publish(
    league: Slug, consultation: Name, as_: As = None, as_json: AsJson = False
) -> None:
    """Make one consultation public."""

    def change(actor: Actor, sheet: ConsultationSheet) -> None:
        line = sheet.line
        drafting.publish_consultation(actor, league, line.id, line.revision)

    change_one(league, consultation, as_, as_json, change)


@app.command(help=_("Give the public more time, and say why."))
def extend(
    league: Slug,
    consultation: Name,
    until: Until,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Extend one consultation."""
    day = terminal.day_from(until)
    assert day is not None  # Only an absent option gives None.

    def change(actor: Actor, sheet: ConsultationSheet) -> None:
        line = sheet.line
        drafting.extend_consultation(actor, league, line.id, line.revision, day, reason)

    change_one(league, consultation, as_, as_json, change)


@app.command(
    help=_("Call a consultation off, and say why; it stays with its comments.")
)
def withdraw(
    league: Slug,
    consultation: Name,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Call one consultation off."""

    def change(actor: Actor, sheet: ConsultationSheet) -> None:
        line = sheet.line
        drafting.withdraw_consultation(actor, league, line.id, line.revision, reason)

    change_one(league, consultation, as_, as_json, change)


@app.command("publish-results", help=_("Publish every group with its reply."))
def publish_results(
    league: Slug, consultation: Name, as_: As = None, as_json: AsJson = False
) -> None:
    """Publish the results of one consultation."""

    def change(actor: Actor, sheet: ConsultationSheet) -> None:
        results.publish_results(actor, league, sheet.line.id, sheet.line.revision)

    change_one(league, consultation, as_, as_json, change)


@app.command(help=_("Say that an item of a docket rests on a consultation."))
def link(
    league: Slug,
    consultation: Name,
    item: ItemNamed,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Link one item."""

    def change(actor: Actor, sheet: ConsultationSheet) -> None:
        found = item_from(actor, league, item)
        results.link_item(actor, league, sheet.line.id, found)

    change_one(league, consultation, as_, as_json, change)


@app.command(help=_("Withdraw a link that was made in error."))
def unlink(
    league: Slug,
    consultation: Name,
    item: ItemNamed,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Unlink one item."""

    def change(actor: Actor, sheet: ConsultationSheet) -> None:
        found = item_from(actor, league, item)
        results.unlink_item(actor, league, sheet.line.id, found)

    change_one(league, consultation, as_, as_json, change)


@app.command("list", help=_("Public consultations, the latest first."))
def list_(
    league: Slug,
    state: Annotated[
        ConsultationState | None, typer.Option(help=_("only those that stand so"))
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List consultations."""
    lines = done(
        lambda: reads.list_consultations(acting(league, as_), league, state), as_json
    )
    if as_json:
        terminal.print_json([wire_consultation(line) for line in lines])
        return
    terminal.print_table(
        _("Public consultations"),
        [_("No."), _("Title"), _("State"), _("Until"), _("Comments")],
        (
            (
                line.code,
                render(line.title),
                render(CONSULTATION_STATE_NAMES[line.state]),
                line.closes_on.isoformat(),
                f"{line.counts.answered}/{line.counts.owed}",
            )
            for line in lines
        ),
    )


@app.command(help=_("One consultation with its groups, replies and public log."))
def show(
    league: Slug, consultation: Name, as_: As = None, as_json: AsJson = False
) -> None:
    """Show one consultation."""

    def run() -> ConsultationSheet:
        actor = acting(league, as_)
        id_ = reads.find_consultation(actor, league, consultation)
        return reads.get_consultation(actor, league, id_)

    _tell(done(run, as_json), as_json)


@app.command(help=_("What came of a comment, by the number of its receipt."))
def receipt(
    league: Slug,
    number: Annotated[str, typer.Argument(help=_("number of the receipt"))],
    as_json: AsJson = False,
) -> None:
    """Show one receipt."""
    found = done(
        lambda: reads.get_receipt(acting(league, None), league, number), as_json
    )
    if as_json:
        terminal.print_json(
            {
                "consultation": wire_consultation(found.line),
                **wire_comment(found.comment),
            }
        )
        return
    note = found.comment.note
    terminal.say(
        text(
            "{code}, comment {number}: {reply}",
            code=found.line.code,
            number=found.comment.number,
            reply=TREATMENT_NAMES[note.treatment]
            if note
            else CONSULTATION_STATE_NAMES[found.line.state],
        )
    )
    if note:
        typer.echo(note.reason)


def change_one(
    league: str,
    named: str,
    account: str | None,
    as_json: bool,
    change: Callable[[Actor, ConsultationSheet], None],
) -> None:
    """Do an act on the consultation that is meant, and tell how it stands then."""

    def run() -> ConsultationSheet:
        actor = acting(league, account)
        id_ = reads.find_consultation(actor, league, named)
        change(actor, reads.get_consultation(actor, league, id_))
        return reads.get_consultation(actor, league, id_)

    _tell(done(run, as_json), as_json)


def _tell(sheet: ConsultationSheet, as_json: bool) -> None:
    if as_json:
        terminal.print_json(wire_hearing(sheet))
        return
    line = sheet.line
    terminal.say(
        text(
            "{code}: {state}, comments until {day}. Answered: {answered} of {owed}.",
            code=line.code,
            state=CONSULTATION_STATE_NAMES[line.state],
            day=line.closes_on.isoformat(),
            answered=line.counts.answered,
            owed=line.counts.owed,
        )
    )
    for group in sheet.groups:
        reply = (
            TREATMENT_NAMES[group.note.treatment]
            if group.note
            else text("no reply yet")
        )
        terminal.say(
            text(
                "Group {number}, {title} ({count}): {reply}",
                number=group.number,
                title=group.title,
                count=group.count,
                reply=reply,
            )
        )
