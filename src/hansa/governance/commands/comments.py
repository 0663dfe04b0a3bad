"""``hansa consultation …``: comments entered, grouped, answered, withheld and exported."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.chassis.lists import EXPORTS
from hansa.chassis.options import As, AsJson, Reason, Slug
from hansa.chassis.terminal import done, upload_of
from hansa.directory.reads.shell import acting
from hansa.governance.commands.consultations import Name, app, change_one
from hansa.governance.formats import comments as formats
from hansa.governance.reads import consultations as reads
from hansa.governance.reads.participation_wire import wire_comment
from hansa.governance.services.consultations import commenting, intake, weighing
from hansa.governance.terms.consultations import (
    CHANNEL_NAMES,
    Channel,
    CommentDraft,
    CommentLine,
    ConsultationSheet,
    ReceivedComment,
)
from hansa.governance.terms.experts import TREATMENT_NAMES, Note, Treatment
from hansa.kernel.text import text

GroupNumber = Annotated[int, typer.Argument(help=_("number of the group"))]
CommentNumber = Annotated[int, typer.Argument(help=_("number of the comment"))]


@app.command(help=_("Enter a comment that came by letter, e-mail, telephone or hall."))
def record(
    league: Slug,
    consultation: Name,
    words: Annotated[str, typer.Argument(help=_("what is said"))],
    channel: Annotated[Channel, typer.Option(help=_("how it came"))],
    on: Annotated[str, typer.Option(help=_("day on which it came"))],
    reference: Annotated[str, typer.Option(help=_("number of the letter"))] = "",
    city: Annotated[str | None, typer.Option(help=_("where its writer lives"))] = None,
    stakeholder: Annotated[
        int | None, typer.Option(help=_("number of the association that sent it"))
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Enter one comment."""
    day = terminal.day_from(on)
    assert day is not None  # Only an absent option gives None.
    received = ReceivedComment(
        comment=CommentDraft(words=words, member=city),
        channel=channel,
        received_on=day,
        reference=reference,
        stakeholder=stakeholder,
    )

    def change(actor: Actor, sheet: ConsultationSheet) -> None:
        commenting.record_comments(actor, league, sheet.line.id, (received,))

    change_one(league, consultation, as_, as_json, change)


@app.command("import", help=_("Enter the comments of a workbook or CSV file."))
def import_(
    league: Slug,
    consultation: Name,
    file: Annotated[Path, typer.Argument(help=_("xlsx or csv"), exists=True)],
    check: Annotated[
        bool, typer.Option("--check", help=_("only say what is wrong with it"))
    ] = False,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Take one workbook: whole, or not at all."""

    def change(actor: Actor, sheet: ConsultationSheet) -> None:
        upload = upload_of(file)
        assert upload is not None  # A path was given.
        if not check:
            intake.take_comments(actor, league, sheet.line.id, upload)
            return
        plan = intake.plan_comments(actor, league, sheet.line.id, upload)
        terminal.print_findings(plan.findings, on_stderr=True)
        terminal.remark(
            text("Comments in the file: {count}.", count=len(plan.comments))
        )

    change_one(league, consultation, as_, as_json, change)


@app.command(help=_("Write the empty workbook for comments."))
def template(
    to: Annotated[Path, typer.Argument(help=_("where to write it"))],
) -> None:
    """Write the template."""
    to.write_bytes(formats.template())
    terminal.say(text("Written: {file}", file=str(to)))


@app.command(help=_("Put comments that say the same into a group."))
def group(
    league: Slug,
    consultation: Name,
    comments: Annotated[list[int], typer.Argument(help=_("numbers of the comments"))],
    into: Annotated[int | None, typer.Option(help=_("number of the group"))] = None,
    title: Annotated[str, typer.Option(help=_("what a new group says"))] = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Group some comments."""

    def change(actor: Actor, sheet: ConsultationSheet) -> None:
        target = title if into is None else into
        weighing.group_comments(actor, league, sheet.line.id, comments, target)

    change_one(league, consultation, as_, as_json, change)


@app.command(help=_("Say of a group whether it is adopted, and why."))
def answer(
    league: Slug,
    consultation: Name,
    group: GroupNumber,
    treatment: Annotated[Treatment, typer.Argument(help=_("what becomes of it"))],
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Answer one group."""

    def change(actor: Actor, sheet: ConsultationSheet) -> None:
        note = Note(treatment=treatment, reason=reason)
        weighing.answer_group(actor, league, sheet.line.id, group, note)

    change_one(league, consultation, as_, as_json, change)


@app.command(help=_("Keep a comment from the public, and say why; it is not deleted."))
def withhold(
    league: Slug,
    consultation: Name,
    comment: CommentNumber,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Withhold one comment."""

    def change(actor: Actor, sheet: ConsultationSheet) -> None:
        weighing.withhold_comment(actor, league, sheet.line.id, comment, reason)

    change_one(league, consultation, as_, as_json, change)


@app.command(help=_("Show a comment again that was withheld in error."))
def release(
    league: Slug,
    consultation: Name,
    comment: CommentNumber,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Release one comment."""

    def change(actor: Actor, sheet: ConsultationSheet) -> None:
        weighing.release_comment(actor, league, sheet.line.id, comment)

    change_one(league, consultation, as_, as_json, change)


@app.command(help=_("The comments of a consultation, or a file of them."))
def comments(
    league: Slug,
    consultation: Name,
    to: Annotated[
        Path | None, typer.Option(help=_("write them to this xlsx or csv file"))
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List or export comments."""
    if to is not None and to.suffix.lower().removeprefix(".") not in EXPORTS:
        raise typer.BadParameter(_("Name a file that ends in .xlsx or .csv."))
    actor = acting(league, as_)

    def run() -> tuple[ConsultationSheet, tuple[CommentLine, ...]]:
        id_ = reads.find_consultation(actor, league, consultation)
        sheet = reads.get_consultation(actor, league, id_)
        return sheet, reads.list_comments(actor, league, id_)

    sheet, lines = done(run, as_json)
    if to is not None:
        to.write_bytes(formats.exported(lines, to.suffix.lower()))
        terminal.say(text("Written: {file}", file=str(to)))
    elif as_json:
        terminal.print_json([wire_comment(line) for line in lines])
    else:
        terminal.print_table(
            sheet.line.code,
            [_("No."), _("Comment"), _("Way"), _("Group"), _("Reply")],
            (
                (
                    str(line.number),
                    line.words or line.withheld_reason,
                    render(CHANNEL_NAMES[line.channel]),
                    line.group_title,
                    render(TREATMENT_NAMES[line.note.treatment]) if line.note else "",
                )
                for line in lines
            ),
        )
