"""Attaches opinions of experts to items, and notes how each was treated."""

from uuid import UUID, uuid4

from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.chassis.rights import Over, require
from hansa.governance.models import Session
from hansa.governance.models.experts import Expert, ExpertOpinion
from hansa.governance.reads.dockets import get_session_row
from hansa.governance.reads.experts import expert_missing
from hansa.governance.reads.sessions import ground_of_row
from hansa.governance.rules import sessions as session_rules
from hansa.governance.rules.expert_rights import KEEP_EXPERTS
from hansa.governance.services.sessions.advised import advice_of, hold_advised
from hansa.governance.services.sessions.rows import (
    HeldItem,
    add_step,
    day_of,
    hold_item,
    refuse_elsewhere,
    refuse_ended,
    refuse_words,
)
from hansa.governance.terms import BodyType
from hansa.governance.terms.experts import Note, OpinionDraft
from hansa.governance.terms.sessions import ItemStep, SessionState, StepKind
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.text import text

HEARD = frozenset({SessionState.OPEN.value, SessionState.CLOSED.value})


def opine(actor: Actor, league: str, item_id: UUID, draft: OpinionDraft) -> UUID:
    """Attach the opinion of an expert to an item; what the expert said before is kept.

    Raises:
        Forbidden: the actor does not keep the pool.
        Missing: there is no such item, expert or session.
        Conflict: its session is over.
        Refused: the item has ended, nothing is said, or the expert is neither on the
            panel nor heard at a session of advisers.

    Source: GOV-28 and GOV-29 of huaihai.
    """
    require(actor, KEEP_EXPERTS, Over(league=league))
    with transaction.atomic():
        held = hold_advised(actor, league, item_id)
        _refuse_words(actor, draft)
        expert = Expert.objects.filter(league=league, pk=draft.expert).first()
        if expert is None:
            raise expert_missing()
        heard_at = _heard_at(league, draft.session)
        draw = advice_of(held).draw
        if heard_at is None and (draw is None or draft.expert not in draw.panel):
            raise Refused(
                "not-drawn",
                text("{name} is not on the panel of this item.", name=expert.name),
                text(
                    "Draw a panel, or name the session of advisers that heard the opinion."
                ),
            )
        ExpertOpinion.objects.filter(
            item=held.row, expert=expert, replaced_at=None
        ).update(replaced_at=actor.at)
        row = ExpertOpinion.objects.create(
            id=uuid4(),
            league=league,
            item=held.row,
            expert=expert,
            draw_id=draw.id if draw and draft.expert in draw.panel else None,
            session=heard_at,
            conclusion=draft.conclusion.value,
            words=draft.words.strip(),
            document=draft.document.strip(),
            wording=held.row.wording,
            given_on=draft.given_on or day_of(actor),
            entered_by=actor.person,
            authority=actor.authority,
            entered_at=actor.at,
        )
        if held.session is not None:
            add_step(held.session, StepKind.ADVISED, expert.name, held.row)
        named = [f"opinion:{row.pk}", f"item:{held.row.pk}", f"expert:{expert.pk}"]
        journal.record(actor, "governance.opine", league, named, plain(draft))
    return row.pk


def _refuse_words(actor: Actor, draft: OpinionDraft) -> None:
    refuse_words({"words": draft.words, "line": draft.document})
    if not draft.words.strip():
        raise Refused(
            "words-missing",
            text("It is not said what the expert thinks."),
            text("Write the opinion, or its conclusions with the document."),
        )
    if draft.given_on is not None and draft.given_on > day_of(actor):
        raise Refused(
            "day-ahead",
            text("{day} lies ahead.", day=draft.given_on.isoformat()),
            text("Give the day on which the opinion was given."),
        )


def _heard_at(league: str, session_id: UUID | None) -> Session | None:
    """Find the session of advisers at which an opinion was heard."""
    if session_id is None:
        return None
    row = get_session_row(league, session_id)
    advisory = ground_of_row(row).body.type is BodyType.ADVISORY
    if not advisory or row.state not in HEARD:
        raise Refused(
            "no-advisers",
            text("No advisers were heard at that session."),
            text("Name a session of an advisory body that was opened."),
        )
    return row


def treat(
    actor: Actor,
    league: str,
    item_id: UUID,
    opinion_id: UUID,
    revision: int,
    note: Note,
) -> None:
    """Note how the deciding body treats an opinion on an item, and why.

    Args:
        actor: who runs the session of the item.
        league: slug.
        item_id: the item as it stands now; the opinion may have been given before it was
            carried on.
        opinion_id: the opinion.
        revision: of the opinion, as the actor saw it.
        note: treatment and reason.

    Raises:
        Missing: there is no such item, or no such opinion on it.
        Forbidden: the actor does not run the session.
        Conflict: somebody changed it since, or the session is over.
        Refused: no reason, or the item waits for its session.

    Source: GOV-29 of huaihai.
    """
    with transaction.atomic():
        held = hold_item(actor, league, item_id)
        session_rules.require_hold(actor, held.room)
        refuse_ended(held.item)
        row = _opinion(held, opinion_id, revision)
        session = held.session
        if session is None:
            raise Refused(
                "item-waits",
                text("This item waits for a session."),
                text("Convene the session; its docket takes it up."),
            )
        refuse_elsewhere(session, ItemStep.AMEND)
        refuse_words({"words": note.reason})
        if not note.reason.strip():
            raise Refused(
                "reason-missing",
                text("No reason is given."),
                text("Write why the opinion is adopted, or is not."),
            )
        row.treatment, row.treatment_reason = note.treatment.value, note.reason.strip()
        row.treated_by, row.treated_authority = actor.person, actor.authority
        row.treated_at = actor.at
        row.revision += 1
        row.save()
        add_step(session, StepKind.TREATED, row.expert.name, held.row)
        named = [f"opinion:{row.pk}", f"item:{held.row.pk}"]
        journal.record(actor, "governance.treat_opinion", league, named, plain(note))


def _opinion(held: HeldItem, opinion_id: UUID, revision: int) -> ExpertOpinion:
    known = {one.id for one in advice_of(held).opinions}
    if opinion_id not in known:
        raise Missing(
            "opinion-missing",
            text("This item has no such opinion."),
            text("Open the experts of the item; they show every opinion that stands."),
        )
    row = ExpertOpinion.objects.select_for_update().get(pk=opinion_id)
    if row.revision != revision:
        raise session_rules.stale()
    return row
