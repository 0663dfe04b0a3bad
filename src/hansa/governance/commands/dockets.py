"""``hansa session put|amend|withdraw|position|decide|…``: the items of a docket."""

from collections.abc import Callable
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.chassis.options import (
    As,
    AsJson,
    Evidence,
    Office,
    Paper,
    Reason,
    Slug,
    Words,
)
from hansa.chassis.terminal import done, upload_of
from hansa.directory.reads.shell import acting
from hansa.governance.commands.asked import (
    ItemName,
    SessionName,
    id_from,
    speaking,
    tell,
    the_session,
    unit_from,
)
from hansa.governance.commands.sessions import app
from hansa.governance.reads import sessions as reads
from hansa.governance.reads.session_wire import wire_item, wire_round
from hansa.governance.services.sessions import docket, sitting
from hansa.governance.terms import Level
from hansa.governance.terms.dockets import (
    OUTCOME_NAMES,
    Delivery,
    Disposal,
    Item,
    ItemAct,
    ItemDraft,
    Outcome,
    Stance,
    Urgent,
)
from hansa.governance.terms.sessions import PositionDraft, Round, SessionSheet
from hansa.kernel.text import Text, text

Title = Annotated[str, typer.Argument(help=_("what it is, in one line"))]
TitleEn = Annotated[str, typer.Option(help=_("what it is, in English"))]
WordsEn = Annotated[str, typer.Option(help=_("what is said, in English"))]
Class = Annotated[
    str, typer.Option("--class", help=_("its class of matters in the charter"))
]
Act = Annotated[ItemAct, typer.Option(help=_("what the session is to do with it"))]
Source = Annotated[str, typer.Option(help=_("what it rests on"))]
Proposer = Annotated[
    str | None,
    typer.Option(
        "--for", help=_("the city that puts it; else one's own, or the office")
    ),
]
Cities = Annotated[
    list[str] | None, typer.Option("--city", help=_("a city that it concerns"))
]
Cleared = Annotated[
    str | None,
    typer.Option(help=_("id of the item that cleared it; else found by its title")),
]
UrgentPaper = Annotated[str, typer.Option(help=_("paper of the urgent route"))]


@app.command(help=_("Put an item on the docket of a session."))
def put(
    league: Slug,
    session: SessionName,
    title: Title,
    class_: Class,
    act: Act = ItemAct.STUDY,
    title_en: TitleEn = "",
    words: Words = "",
    source: Source = "",
    proposer: Proposer = None,
    city: Cities = None,
    cleared: Cleared = None,
    urgent_document: UrgentPaper = "",
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Put one item."""

    def run() -> SessionSheet:
        actor = acting(league, as_)
        id_ = reads.find_session(actor, league, session)
        draft = ItemDraft(
            class_id=class_,
            act=act,
            title=title,
            title_en=title_en,
            words=words,
            source=source,
            proposer=proposer or actor.member,
            cities=tuple(city or ()),
            cleared_by=id_from(cleared),
            urgent=_urgent(urgent_document, reason),
        )
        docket.put_item(actor, league, id_, draft)
        return the_session(actor, league, str(id_))

    sheet = done(run, as_json)
    place = sheet.items[-1].item.place
    tell(text("Item {place} is on the docket.", place=place), sheet, as_json)


def _urgent(document: str, reason: str) -> Urgent | None:
    if not document and not reason:
        return None
    return Urgent(document=document, reason=reason)


@app.command("put-waiting", help=_("Put an item to the next session of a body."))
def put_waiting(
    league: Slug,
    body: Annotated[str, typer.Argument(help=_("the body's id"))],
    title: Title,
    class_: Class,
    level: Annotated[Level | None, typer.Option(help=_("its level"))] = None,
    act: Act = ItemAct.STUDY,
    title_en: TitleEn = "",
    words: Words = "",
    source: Source = "",
    proposer: Proposer = None,
    city: Cities = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Put one item that waits for its session."""

    def run() -> Item:
        actor = acting(league, as_)
        draft = ItemDraft(
            class_id=class_,
            act=act,
            title=title,
            title_en=title_en,
            words=words,
            source=source,
            proposer=proposer or actor.member,
            cities=tuple(city or ()),
        )
        id_ = docket.put_waiting(actor, league, body, level, draft)
        return reads.get_item(actor, league, id_)

    item = done(run, as_json)
    if as_json:
        terminal.print_json(wire_item(item))
    else:
        terminal.say(text("It waits for the next session of {body}.", body=body))


@app.command(
    help=_("Change an item; what cities said to the former words counts no more.")
)
def amend(
    league: Slug,
    session: SessionName,
    item: ItemName,
    title: Annotated[str | None, typer.Option(help=_("other title"))] = None,
    title_en: Annotated[
        str | None, typer.Option(help=_("other title in English"))
    ] = None,
    class_: Annotated[
        str | None, typer.Option("--class", help=_("other class of matters"))
    ] = None,
    act: Annotated[ItemAct | None, typer.Option(help=_("other act"))] = None,
    words: Annotated[str | None, typer.Option(help=_("other words"))] = None,
    source: Annotated[str | None, typer.Option(help=_("other source"))] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Amend one item."""

    def change(actor: Actor, found: Item) -> None:
        draft = ItemDraft(
            class_id=found.class_id if class_ is None else class_,
            act=act or found.act,
            title=found.title.zh if title is None else title,
            title_en=found.title_en if title_en is None else title_en,
            words=found.words if words is None else words,
            source=found.source if source is None else source,
            proposer=found.proposer,
            cities=found.cities,
            cleared_by=found.cleared_by,
            urgent=found.urgent,
        )
        docket.amend_item(actor, league, found.id, found.revision, draft)

    _change(league, session, item, as_, as_json, change, text("The item is amended."))


@app.command(help=_("How earlier sessions left a matter, the first of them first."))
def rounds(
    league: Slug,
    session: SessionName,
    item: ItemName,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List the rounds that a matter has behind it."""

    def ask() -> tuple[Round, ...]:
        actor = acting(league, as_)
        id_ = reads.find_session(actor, league, session)
        found = reads.item_at(actor, league, id_, item)
        return reads.earlier_rounds(actor, league, found)

    found = done(ask, as_json)
    if as_json:
        terminal.print_json([wire_round(one) for one in found])
        return
    terminal.print_table(
        _("Earlier rounds"),
        [_("Day"), _("Body"), _("How it ended"), _("Words")],
        (
            (
                one.session.days.start.isoformat(),
                one.session.body,
                render(OUTCOME_NAMES[one.item.outcome]) if one.item.outcome else "-",
                one.item.outcome_words,
            )
            for one in found
        ),
    )


@app.command(help=_("Take an item off a docket; it stays there, struck out."))
def withdraw(
    league: Slug,
    session: SessionName,
    item: ItemName,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw one item."""

    def change(actor: Actor, found: Item) -> None:
        docket.withdraw_item(actor, league, found.id, found.revision, reason)

    _change(league, session, item, as_, as_json, change, text("The item is withdrawn."))


@app.command(help=_("Record what a city says to an item."))
def position(
    league: Slug,
    session: SessionName,
    item: ItemName,
    city: Annotated[str, typer.Argument(help=_("the city, or who else spoke"))],
    stance: Annotated[Stance, typer.Argument(help=_("what it says"))],
    words: Words = "",
    office: Office = "",
    evidence: Evidence = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Record the position of one city."""
    paper = upload_of(file)

    def change(actor: Actor, found: Item) -> None:
        speaker = speaking(actor, league, city, office, evidence, paper)
        said = PositionDraft(member=city, stance=stance, words=words)
        docket.take_position(speaker, league, found.id, found.revision, said, paper)

    sentence = text("The position is recorded.")
    _change(league, session, item, as_, as_json, change, sentence)


@app.command(help=_("Call an item: the view of the conference room shows it."))
def call(
    league: Slug,
    session: SessionName,
    item: ItemName,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Call one item."""

    def change(actor: Actor, found: Item) -> None:
        sitting.call_item(actor, league, found.id)

    sentence = text("The item is called; the view of the conference room shows it.")
    _change(league, session, item, as_, as_json, change, sentence)


@app.command(help=_("End an item: decided, deferred, noted, or put to the body above."))
def dispose(
    league: Slug,
    session: SessionName,
    item: ItemName,
    outcome: Annotated[Outcome, typer.Argument(help=_("how it ends"))],
    words: Words = "",
    words_en: WordsEn = "",
    lead: Annotated[
        str | None, typer.Option(help=_("lead unit, by id or name"))
    ] = None,
    unit: Annotated[
        list[str] | None, typer.Option(help=_("responsible unit, by id or name"))
    ] = None,
    due: Annotated[str | None, typer.Option(help=_("time limit"))] = None,
    principle_only: Annotated[
        bool, typer.Option("--principle-only", help=_("an opinion of principle only"))
    ] = False,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """End one item."""

    def change(actor: Actor, found: Item) -> None:
        delivery = Delivery(
            lead=unit_from(actor, league, lead) if lead else None,
            units=tuple(unit_from(actor, league, one) for one in unit or ()),
            due_on=terminal.day_from(due),
            principle_only=principle_only,
        )
        disposal = Disposal(
            outcome=outcome, words=words, words_en=words_en, delivery=delivery
        )
        sitting.dispose(actor, league, found.id, found.revision, disposal)

    sentence = text("How the item ended is recorded.")
    _change(league, session, item, as_, as_json, change, sentence)


def _change(
    league: str,
    session: str,
    place: int,
    account: str | None,
    as_json: bool,
    change: Callable[[Actor, Item], None],
    sentence: Text,
) -> None:
    def run() -> SessionSheet:
        actor = acting(league, account)
        id_ = reads.find_session(actor, league, session)
        change(actor, reads.item_at(actor, league, id_, place))
        return the_session(actor, league, str(id_))

    tell(sentence, done(run, as_json), as_json)
