"""``hansa expert draw|reveal|verify|opine|treat|…``: panels and their opinions."""

import json
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, Document, Reason, Slug, Words
from hansa.chassis.terminal import done
from hansa.directory.reads.shell import acting
from hansa.governance.commands.experts import ExpertName, app
from hansa.governance.reads import advice as advice_reads
from hansa.governance.reads import experts as reads
from hansa.governance.reads import sessions as session_reads
from hansa.governance.reads.experts_wire import wire_advice, wire_draw
from hansa.governance.services.experts import advising, drawing
from hansa.governance.terms.experts import (
    CONCLUSION_NAMES,
    DRAW_STATE_NAMES,
    TREATMENT_NAMES,
    AdviceSheet,
    Conclusion,
    DrawDraft,
    DrawLine,
    Note,
    OpinionDraft,
    Treatment,
)
from hansa.kernel.errors import Missing
from hansa.kernel.text import Text, text

ItemId = Annotated[str, typer.Argument(help=_("the item: its id, or SESSION#PLACE"))]
DrawName = Annotated[str, typer.Argument(help=_("number of the draw, or its id"))]
FAULTY = 1


def item_from(actor: Actor, league: str, named: str) -> UUID:
    """Find an item by its id, or by its session and its place there.

    Raises:
        Missing: there is no such item.
    """
    session, _hash, place = named.rpartition("#")
    if session and place.isdecimal():
        id_ = session_reads.find_session(actor, league, session)
        return session_reads.item_at(actor, league, id_, int(place)).id
    try:
        return UUID(named)
    except ValueError as error:
        raise Missing(
            "item-missing",
            text("There is no such item here."),
            text("Write symposium/2026#3 for item 3 of that session, or the id."),
        ) from error


@app.command(help=_("Seal the draw of a panel for an item; reveal it next."))
def draw(
    league: Slug,
    item: ItemId,
    size: Annotated[int, typer.Option(help=_("experts of the panel"))],
    field: Annotated[str | None, typer.Option(help=_("only of this field"))] = None,
    recused: Annotated[
        list[str] | None,
        typer.Option(help=_("an expert who declared a conflict with the matter")),
    ] = None,
    reason: Reason = "",
    seed: Annotated[
        str | None, typer.Option(help=_("drawn elsewhere, as by lot; else at random"))
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Seal one draw."""

    def run() -> DrawLine:
        actor = acting(league, as_)
        out = [reads.find_expert(actor, league, one).id for one in recused or ()]
        draft = DrawDraft(
            size=size, field=field, recused=tuple(out), recusal=reason, seed=seed
        )
        id_ = drawing.seal_draw(actor, league, item_from(actor, league, item), draft)
        return reads.get_draw(actor, league, id_)

    _tell(done(run, as_json), as_json)


@app.command(help=_("Reveal the seed of a draw, and with it the panel."))
def reveal(
    league: Slug, draw: DrawName, as_: As = None, as_json: AsJson = False
) -> None:
    """Reveal one draw."""

    def run() -> DrawLine:
        actor = acting(league, as_)
        found = reads.find_draw(actor, league, draw)
        drawing.reveal_draw(actor, league, found.id, found.revision)
        return reads.get_draw(actor, league, found.id)

    _tell(done(run, as_json), as_json)


@app.command(
    "stand-down",
    help=_("Record that a member of a panel stands down; the next follows."),
)
def stand_down(
    league: Slug,
    draw: DrawName,
    expert: ExpertName,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Let one expert stand down."""

    def run() -> DrawLine:
        actor = acting(league, as_)
        found = reads.find_draw(actor, league, draw)
        who = reads.find_expert(actor, league, expert).id
        drawing.stand_down(actor, league, found.id, found.revision, who, reason)
        return reads.get_draw(actor, league, found.id)

    _tell(done(run, as_json), as_json)


@app.command(help=_("Annul a draw; the next one for the item says so."))
def annul(
    league: Slug,
    draw: DrawName,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Annul one draw."""

    def run() -> DrawLine:
        actor = acting(league, as_)
        found = reads.find_draw(actor, league, draw)
        drawing.annul_draw(actor, league, found.id, found.revision, reason)
        return reads.get_draw(actor, league, found.id)

    _tell(done(run, as_json), as_json)


@app.command(help=_("The certificate of a draw, or write it to a file."))
def certificate(
    league: Slug,
    draw: DrawName,
    to: Annotated[Path | None, typer.Option(help=_("file to write"))] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Give one certificate as JSON."""
    found = done(lambda: reads.find_draw(acting(league, as_), league, draw), as_json)
    written = reads.certificate(found)
    if to is None:
        terminal.print_json(written)
        return
    content = json.dumps(written, ensure_ascii=False, indent=2)
    to.write_text(content + "\n", encoding="utf-8")
    terminal.say(text("Written to {file}.", file=str(to)))


@app.command(
    help=_("Check a certificate from nothing but itself; no database is asked.")
)
def verify(
    certificate: Annotated[
        Path, typer.Argument(help=_("the certificate"), exists=True, dir_okay=False)
    ],
    as_json: AsJson = False,
) -> None:
    """Check one certificate, and exit with 1 where it is wrong."""
    try:
        written: Any = json.loads(certificate.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):  # No UTF-8, no JSON, or nested without end.
        written = None
    faults = reads.verify(written)
    if as_json:
        terminal.print_json({"true": not faults, "faults": [render(f) for f in faults]})
    elif not faults:
        terminal.say(text("The certificate is true: the seed gives this panel."))
    else:
        for fault in faults:
            terminal.say(fault)
    if faults:
        raise typer.Exit(FAULTY)


@app.command(help=_("Attach the opinion of an expert to an item, before it is voted."))
def opine(
    league: Slug,
    item: ItemId,
    expert: ExpertName,
    conclusion: Annotated[Conclusion, typer.Argument(help=_("what is advised"))],
    words: Words = "",
    document: Document = "",
    session: Annotated[
        str | None, typer.Option(help=_("session of advisers that heard it"))
    ] = None,
    on: Annotated[str | None, typer.Option(help=_("day on which it was given"))] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Attach one opinion."""

    def run() -> AdviceSheet:
        actor = acting(league, as_)
        id_ = item_from(actor, league, item)
        heard = session_reads.find_session(actor, league, session) if session else None
        draft = OpinionDraft(
            expert=reads.find_expert(actor, league, expert).id,
            conclusion=conclusion,
            words=words,
            document=document,
            session=heard,
            given_on=terminal.day_from(on),
        )
        advising.opine(actor, league, id_, draft)
        return advice_reads.get_advice(actor, league, id_)

    _tell_advice(text("The opinion is attached."), done(run, as_json), as_json)


@app.command(help=_("Note how an opinion is treated, and why."))
def treat(
    league: Slug,
    item: ItemId,
    expert: ExpertName,
    treatment: Annotated[Treatment, typer.Argument(help=_("what becomes of it"))],
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Treat the last opinion of one expert."""

    def run() -> AdviceSheet:
        actor = acting(league, as_)
        id_ = item_from(actor, league, item)
        who = reads.find_expert(actor, league, expert).id
        said = advice_reads.get_advice(actor, league, id_).advice.opinions
        one = next((opinion for opinion in said if opinion.expert == who), None)
        if one is None:
            raise Missing(
                "opinion-missing",
                text("This item has no such opinion."),
                text("hansa expert advice lists every opinion that stands."),
            )
        note = Note(treatment=treatment, reason=reason)
        advising.treat(actor, league, id_, one.id, one.revision, note)
        return advice_reads.get_advice(actor, league, id_)

    _tell_advice(text("The treatment is noted."), done(run, as_json), as_json)


@app.command(help=_("What experts contribute to an item: panel, opinions, treatment."))
def advice(league: Slug, item: ItemId, as_: As = None, as_json: AsJson = False) -> None:
    """Show the advice on one item."""

    def ask() -> AdviceSheet:
        actor = acting(league, as_)
        return advice_reads.get_advice(actor, league, item_from(actor, league, item))

    sheet = done(ask, as_json)
    sentence = text(
        "Opinions attached: {given}; without a note on their treatment: {open}.",
        given=len(sheet.advice.opinions),
        open=len(sheet.advice.untreated),
    )
    _tell_advice(sentence, sheet, as_json)
    if not as_json:
        for one in sheet.advice.opinions:
            noted = TREATMENT_NAMES[one.note.treatment] if one.note else "–"
            said = render(CONCLUSION_NAMES[one.conclusion])
            typer.echo(f"{one.name}: {said} · {render(noted)}")


def _tell_advice(sentence: Text, sheet: AdviceSheet, as_json: bool) -> None:
    if as_json:
        terminal.print_json(wire_advice(sheet.advice))
    else:
        terminal.say(sentence)


def _tell(line: DrawLine, as_json: bool) -> None:
    if as_json:
        terminal.print_json(wire_draw(line))
        return
    names = {one.id: one.name for one in line.pool}
    terminal.say(
        text(
            "Draw {number}: {state}. Candidates {candidates} of {pool}; sealed as "
            "{commitment}.",
            number=line.number,
            state=DRAW_STATE_NAMES[line.state],
            candidates=len(line.candidates),
            pool=len(line.pool),
            commitment=line.commitment,
        )
    )
    if line.panel:
        panel = tuple(names[id_] for id_ in line.panel)
        terminal.say(text("Panel: {panel}.", panel=panel))
