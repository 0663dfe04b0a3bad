"""Puts matters to the next level, takes answers, receipts and remarks."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.rights import require
from hansa.duties.models import Duty, DutyEvent
from hansa.duties.rules.rights import ANSWER_MATTER, ESCALATE, NOTE, demand_paper
from hansa.duties.rules.written import demand_words
from hansa.duties.services import rows
from hansa.duties.services.acts.kept import (
    Done,
    Recorded,
    journal_event,
    standing,
    take,
)
from hansa.duties.terms.duties import EventKind
from hansa.kernel.errors import Conflict, Missing
from hansa.kernel.findings import meant
from hansa.kernel.text import mark, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """To which layer of the charter, and what the office proposes to it."""

    level: str
    proposal: str


def escalate(
    actor: Actor, league: str, duty_id: UUID, revision: int, raised: Escalation
) -> Recorded:
    """Put a matter to the next level, with what is proposed to it.

    Raises:
        Missing: the actor may not know of such a duty, or the charter has no such layer.
        Forbidden: the actor may not escalate.
        Conflict: somebody changed it meanwhile.
        Refused: nothing is proposed.
    """
    demand_words(
        "proposal-missing", raised.proposal, mark("A matter is put with a proposal.")
    )
    version = charter_reads.get_versions(league)[-1]
    layers = {layer.id: layer.name for layer in version.charter.agreement.layers}
    if raised.level not in layers:
        raise Missing(
            "layer-missing",
            text("The charter has no layer {id}.", id=raised.level[:60]),
            meant(raised.level[:60], layers),
        )
    with transaction.atomic():
        row = rows.open_for(actor, ESCALATE, league, duty_id, revision)
        event = rows.add_event(
            actor,
            row,
            EventKind.ESCALATED,
            note=raised.proposal.strip(),
            content={"level": raised.level},
        )
        rows.keep(actor, row)
        journal_event(actor, "duties.escalate", row, event)
    return Recorded(number=event.number)


def answer(
    actor: Actor, league: str, duty_id: UUID, revision: int, number: int, said: Done
) -> Recorded:
    """Record what was answered to an escalation, a letter or a reminder.

    Raises:
        Missing: there is no such duty, or nothing of that number to answer.
        Forbidden: the actor may not write on it.
        Conflict: somebody changed it meanwhile, or it was answered already.
        Refused: the answer is empty, its day lies ahead, or a city is spoken for
            without its paper.
    """
    demand_words("answer-missing", said.note, mark("An answer needs its words."))
    with transaction.atomic():
        row = rows.open_for(actor, NOTE, league, duty_id, revision)
        rows.refuse_future(actor, said.on)
        asked = standing(
            row, number, EventKind.ESCALATED, EventKind.LETTER, EventKind.REMINDED
        )
        _require_speaker(actor, row, asked)
        _refuse_again(row, asked, EventKind.ANSWERED)
        file = take(actor, row, said.file)
        event = rows.add_event(
            actor,
            row,
            EventKind.ANSWERED,
            on_date=said.on,
            note=said.note.strip(),
            document=said.document.strip(),
            file_id=file.id if file else None,
            answers=asked.number,
        )
        rows.keep(actor, row)
        journal_event(actor, "duties.answer", row, event, file)
    return Recorded(number=event.number)


def sign_for(
    actor: Actor, league: str, duty_id: UUID, revision: int, number: int
) -> Recorded:
    """Sign for an escalation or a letter: its addressee has it.

    Raises:
        Missing: there is no such duty, or nothing of that number to sign for.
        Forbidden: the actor may not write on it.
        Conflict: somebody changed it meanwhile, or it was signed for already.
        Refused: a city is spoken for without its paper.
    """
    with transaction.atomic():
        row = rows.open_for(actor, NOTE, league, duty_id, revision)
        sent = standing(row, number, EventKind.ESCALATED, EventKind.LETTER)
        _require_speaker(actor, row, sent)
        _refuse_again(row, sent, EventKind.SIGNED_FOR)
        event = rows.add_event(actor, row, EventKind.SIGNED_FOR, answers=sent.number)
        rows.keep(actor, row)
        journal_event(actor, "duties.sign_for", row, event)
    return Recorded(number=event.number)


def _require_speaker(actor: Actor, row: Duty, asked: DutyEvent) -> None:
    """What was put to a level is answered in its name by the office, not by a city.

    What was sent to a city is answered by the city, or with its paper.
    """
    if asked.kind == EventKind.ESCALATED.value:
        require(actor, ANSWER_MATTER, rows.owned_by(row))
    else:
        demand_paper(actor, row.member or None)


def _refuse_again(row: Duty, asked: DutyEvent, kind: EventKind) -> None:
    """Refuse to sign for, or to answer, what was signed for or answered already."""
    given = row.events.filter(answers=asked.number, kind=kind.value, withdrawn_at=None)
    if not given.exists():
        return
    if kind is EventKind.SIGNED_FOR:
        raise Conflict(
            "event-signed-for",
            text("It was signed for already."),
            text("Look at the timeline of the duty."),
        )
    raise Conflict(
        "event-answered",
        text("It was answered already."),
        text("Take that answer back first, or write a remark."),
    )


def note(actor: Actor, league: str, duty_id: UUID, words: str) -> Recorded:
    """Write a remark on a duty; it changes no state and meets no conflict.

    Raises:
        Missing: the actor may not know of such a duty.
        Forbidden: the actor may not write on it.
        Refused: nothing was written.
    """
    demand_words("note-missing", words, mark("A remark needs its words."))
    with transaction.atomic():
        row = rows.locked(actor, league, duty_id)
        require(actor, NOTE, rows.owned_by(row))
        event = rows.add_event(actor, row, EventKind.NOTED, note=words.strip())
        journal_event(actor, "duties.note", row, event)
    return Recorded(number=event.number)
