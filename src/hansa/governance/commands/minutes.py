"""``hansa minutes …``: their words, comments, approval, publication, correction."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.chassis.options import (
    As,
    AsJson,
    Document,
    Evidence,
    Office,
    Paper,
    Reason,
    Slug,
    Words,
)
from hansa.chassis.plain import plain
from hansa.chassis.terminal import done, upload_of
from hansa.directory.reads.shell import acting
from hansa.directory.terms.offices import Office as OfficeTerm
from hansa.governance import documents
from hansa.governance.commands.asked import (
    SessionName,
    speaking,
    the_session,
    unit_from,
)
from hansa.governance.documents.meetings import excerpt_docx
from hansa.governance.formats.minutes_docx import (
    STANDARD,
    differences,
    faults_of,
    open_docx,
)
from hansa.governance.formats.minutes_heads import Fault
from hansa.governance.reads import excerpts
from hansa.governance.reads import minutes as reads
from hansa.governance.reads.excerpts import Excerpt
from hansa.governance.reads.invitation_wire import wire_excerpt
from hansa.governance.reads.minutes_wire import wire_minutes, wire_minutes_line
from hansa.governance.services.minutes import drafting, publishing, rounds
from hansa.governance.terms import Holder
from hansa.governance.terms.minutes import (
    MINUTES_STATE_NAMES,
    CommentDraft,
    CommentStance,
    MinutesSheet,
    Reply,
    WordDifference,
)
from hansa.kernel.text import Text, text

app = typer.Typer(
    help=_("Minutes of sessions: comments, approval, publication."),
    no_args_is_help=True,
)

City = Annotated[str, typer.Argument(help=_("slug of the city"))]
Edition = Annotated[int | None, typer.Option(help=_("edition; else the last one"))]
Change = Callable[[Actor, MinutesSheet], object]


@app.command("list", help=_("Minutes of every session, those of the latest first."))
def list_(
    league: Slug,
    year: Annotated[int | None, typer.Option(help=_("only of this year"))] = None,
    body: Annotated[str | None, typer.Option(help=_("only of this body"))] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List minutes."""
    found = done(
        lambda: reads.list_minutes(acting(league, as_), league, year, body), as_json
    )
    if as_json:
        terminal.print_json([wire_minutes_line(line) for line in found])
        return
    terminal.print_table(
        _("Minutes"),
        [_("Body"), _("Year"), _("Edition"), _("State"), _("Number")],
        (
            (
                line.body,
                str(line.year),
                str(line.edition),
                render(MINUTES_STATE_NAMES[line.state]),
                line.reference,
            )
            for line in found
        ),
    )


@app.command(help=_("Write the part of a session that concerns one unit, as docx."))
def excerpt(
    league: Slug,
    session: SessionName,
    unit: Annotated[str, typer.Argument(help=_("id or name of the unit"))],
    to: Annotated[Path | None, typer.Argument(help=_("file to write"))] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Write one unit's excerpt; without a file, print it."""

    def ask() -> Excerpt:
        actor = acting(league, as_)
        id_ = the_session(actor, league, session).line.id
        return excerpts.excerpt(actor, league, id_, unit_from(actor, league, unit))

    found = done(ask, as_json)
    if to is not None:
        to.write_bytes(excerpt_docx(found))
        terminal.say(text("Written to {file}.", file=str(to)))
    elif as_json:
        terminal.print_json(wire_excerpt(found))
    else:
        for _place, words in found.paragraphs:
            typer.echo(words)
        typer.echo(found.source)


@app.command(help=_("Show the minutes of a session, and what is missing."))
def show(
    league: Slug,
    session: SessionName,
    edition: Edition = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Show minutes."""

    def ask() -> MinutesSheet:
        actor = acting(league, as_)
        id_ = the_session(actor, league, session).line.id
        return reads.minutes_of(actor, league, id_, edition)

    sheet = done(ask, as_json)
    if as_json:
        terminal.print_json(wire_minutes(sheet))
        return
    terminal.say(MINUTES_STATE_NAMES[sheet.line.state])
    for section in sheet.sections:
        typer.echo(f"{section.place} {section.heading}: {section.words}")
    for lack in sheet.lacks:
        typer.echo(f"- {render(lack.message)}")


@app.command(help=_("Word one section anew; 0 is the opening."))
def word(
    league: Slug,
    session: SessionName,
    place: Annotated[int, typer.Argument(help=_("place of the section"))],
    words: Annotated[str, typer.Argument(help=_("as it is to read"))],
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Word one section."""

    def change(actor: Actor, sheet: MinutesSheet) -> None:
        seen = next((s.revision for s in sheet.sections if s.place == place), 1)
        line = sheet.line
        drafting.word_section(actor, league, line.session, place, seen, words)

    _change(league, session, as_, as_json, change, text("The words are kept."))


@app.command(help=_("Send the draft to every city for comments."))
def circulate(
    league: Slug, session: SessionName, as_: As = None, as_json: AsJson = False
) -> None:
    """Circulate a draft."""

    def change(actor: Actor, sheet: MinutesSheet) -> None:
        rounds.circulate(actor, league, sheet.line.session, sheet.line.revision)

    sentence = text("The draft is out for comment.")
    _change(league, session, as_, as_json, change, sentence)


@app.command(help=_("Record what a city says to the draft; without words, no comment."))
def comment(
    league: Slug,
    session: SessionName,
    city: City,
    words: Words = "",
    section: Annotated[int | None, typer.Option(help=_("place of the section"))] = None,
    office: Office = "",
    evidence: Evidence = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Record what one city says."""
    paper = upload_of(file)

    def change(actor: Actor, sheet: MinutesSheet) -> None:
        speaker = speaking(actor, league, city, office, evidence, paper)
        stance = CommentStance.COMMENT if words.strip() else CommentStance.NONE
        said = CommentDraft(member=city, stance=stance, words=words, place=section)
        line = sheet.line
        rounds.comment(speaker, league, line.session, line.revision, said, paper)

    sentence = text("What the city says is recorded.")
    _change(league, session, as_, as_json, change, sentence)


@app.command(help=_("Answer the comment of a city: adopted or not, and why."))
def answer(
    league: Slug,
    session: SessionName,
    city: City,
    words: Words = "",
    adopted: Annotated[
        bool, typer.Option("--adopted/--not-adopted", help=_("whether it is adopted"))
    ] = True,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Answer one comment."""

    def change(actor: Actor, sheet: MinutesSheet) -> None:
        reply, line = Reply(adopted=adopted, words=words), sheet.line
        rounds.answer(actor, league, line.session, line.revision, city, reply)

    _change(league, session, as_, as_json, change, text("The comment is answered."))


@app.command(help=_("Record that somebody who must has approved, on a signed paper."))
def approve(
    league: Slug,
    session: SessionName,
    city: City,
    post: Annotated[OfficeTerm, typer.Argument(help=_("the office that approves"))],
    document: Document = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Record one approval."""

    def change(actor: Actor, sheet: MinutesSheet) -> None:
        holder, line = Holder(member=city, office=post), sheet.line
        publishing.approve(actor, league, line.session, line.revision, holder, document)

    _change(league, session, as_, as_json, change, text("The approval is recorded."))


@app.command(help=_("Number the minutes and fix their text with its fingerprint."))
def publish(
    league: Slug, session: SessionName, as_: As = None, as_json: AsJson = False
) -> None:
    """Publish minutes."""

    def change(actor: Actor, sheet: MinutesSheet) -> None:
        publishing.publish(actor, league, sheet.line.session, sheet.line.revision)

    _change(league, session, as_, as_json, change, text("The minutes are published."))


@app.command(help=_("Begin an edition that corrects published minutes."))
def correct(
    league: Slug,
    session: SessionName,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Begin a correction."""

    def change(actor: Actor, sheet: MinutesSheet) -> None:
        line = sheet.line
        drafting.correct(actor, league, line.session, line.revision, reason)

    sentence = text("An edition that corrects the published one is drafted.")
    _change(league, session, as_, as_json, change, sentence)


@app.command(help=_("Write minutes as docx, as published or as drafted."))
def docx(
    league: Slug,
    session: SessionName,
    to: Annotated[Path, typer.Argument(help=_("file to write"))],
    edition: Edition = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Write minutes as docx."""

    def ask() -> bytes:
        actor = acting(league, as_)
        id_ = the_session(actor, league, session).line.id
        sheet = reads.minutes_of(actor, league, id_, edition)
        return documents.minutes_docx(reads.written(actor, sheet))

    to.write_bytes(done(ask, as_json))
    terminal.say(text("Written to {file}.", file=str(to)))


@app.command(
    help=_("Say what a docx fails of the standard, and what it says otherwise.")
)
def compare(
    league: Slug,
    session: SessionName,
    file: Annotated[Path, typer.Argument(help=_("document to read"), exists=True)],
    edition: Edition = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Compare a document with minutes."""

    def ask() -> tuple[tuple[Fault, ...], tuple[WordDifference, ...]]:
        actor = acting(league, as_)
        id_ = the_session(actor, league, session).line.id
        sheet = reads.minutes_of(actor, league, id_, edition)
        document = open_docx(file.read_bytes())
        written = reads.written(actor, sheet)
        return faults_of(document, written), differences(
            written, document, sheet.comments
        )

    faults, differing = done(ask, as_json)
    if as_json:
        terminal.print_json({"faults": plain(faults), "differences": plain(differing)})
        return
    for fault in faults:
        typer.echo(f"{STANDARD} {fault.clause}: {render(fault.message)}")
    for one in differing:
        typer.echo(f"{one.place}: -{one.recorded} +{one.written} {one.answers or ''}")
    if not faults and not differing:
        terminal.say(text("The document says what the record says."))


def _change(
    league: str,
    session: str,
    account: str | None,
    as_json: bool,
    change: Change,
    sentence: Text,
) -> None:
    """Do an act on the last edition, and tell how the minutes stand after it."""

    def act() -> MinutesSheet:
        actor = acting(league, account)
        id_ = the_session(actor, league, session).line.id
        change(actor, reads.minutes_of(actor, league, id_))
        return reads.minutes_of(actor, league, id_)

    sheet = done(act, as_json)
    if as_json:
        terminal.print_json(wire_minutes(sheet))
    else:
        terminal.say(sentence)
