"""How every act reaches a case: found, allowed, locked, added to and summed up anew.

Nothing here opens a transaction or writes to the journal: the services do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from hansa.casework.models import Case, CaseEvent
from hansa.casework.reads.cases import (
    case_missing,
    day_of,
    event_of,
    events_of,
    forbidden,
    frame_of,
)
from hansa.casework.rules import rights
from hansa.casework.rules.clocks import Frame
from hansa.casework.rules.standing import play_out, standing_of
from hansa.casework.services.duties import keep_duties
from hansa.casework.terms import cases as terms
from hansa.casework.terms.cases import (
    STATE_NAMES,
    CaseAct,
    CaseClosed,
    CaseDecided,
    CaseEventKind,
    CaseReopened,
    CaseState,
    Standing,
)
from hansa.charter import reads as charter_reads
from hansa.chassis import files, journal, outbox, workdays
from hansa.chassis.actor import Actor
from hansa.chassis.files import FileLine, Upload
from hansa.chassis.lengths import refuse_long
from hansa.duties.reads.visibility import led_bodies
from hansa.kernel.errors import Conflict
from hansa.kernel.text import text

NOTE_LONGEST = 4000
LINE_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an act in a case says: words, the number of a paper, a file."""

    note: str = ""
    reference: str = ""
    upload: Upload | None = None


@dataclass(slots=True, kw_only=True)
class Held:
    """A case that is held for an act.

    Attributes:
        standing: as it stood before the act, with what silence did.
        added: events that the act and the silence before it recorded.
    """

    actor: Actor
    row: Case
    frame: Frame
    seat: rights.Seat
    standing: Standing
    added: list[terms.CaseEvent] = field(default_factory=list)
    filed: list[FileLine] = field(default_factory=list)


def hold(
    actor: Actor,
    league: str,
    case_id: UUID,
    act: CaseAct,
    revision: int,
    on: date | None = None,
) -> Held:
    """Find and lock a case for an act, as the actor saw it, and record silence first.

    Args:
        actor: who acts.
        league: slug.
        case_id: id of the case.
        act: what is done.
        revision: as the actor saw it.
        on: the day of the act; None for the day it is recorded.

    Raises:
        Missing: there is none that the actor may know of.
        Forbidden: the actor has no right to this act.
        Conflict: somebody changed it since, or it stands where the act has no place.
    """
    journal.lock()
    day = on or day_of(actor)
    held = locked(actor, league, case_id, day)
    if not rights.may_see(actor, held.seat):
        raise case_missing()
    if not rights.may_do(actor, act, held.seat):
        raise forbidden(rights.RIGHT_OF[act], league)
    if held.row.revision != revision:
        raise Conflict(
            "case-changed",
            text("This was changed meanwhile; nothing was overwritten."),
            text("Look at what was added, then send again what is still needed."),
        )
    if held.standing.state not in rights.STATES[act]:
        raise stands_elsewhere(held.standing.state)
    record_silence(held, day)
    return held


def locked(actor: Actor, league: str, case_id: UUID, day: date) -> Held:
    """Find and lock a case as it stands on a day, without judging who asks.

    Raises:
        Missing: there is no such case, or it was opened after that day.
    """
    row = Case.objects.select_for_update().filter(league=league, pk=case_id).first()
    if row is None or row.opened_on > day:
        raise case_missing()
    frame = frame_of(row, charter_reads.get_versions(league), workdays.table())
    standing = standing_of(frame, events_of(row), day)
    seat = rights.Seat(
        league=league,
        kind=frame.kind,
        parties=frame.parties,
        body=standing.body,
        leads=led_bodies(actor, league),
    )
    return Held(actor=actor, row=row, frame=frame, seat=seat, standing=standing)


def stands_elsewhere(state: CaseState) -> Conflict:
    """Say that an act has no place where a case stands."""
    return Conflict(
        "case-stands-elsewhere",
        text(
            "The case is “{state}”, and this has no place there.",
            state=STATE_NAMES[state],
        ),
        text("Look at the case: its page offers what may be done now."),
    )


def record_silence(held: Held, day: date) -> None:
    """Record what silence did by a day and nobody recorded yet."""
    for event in play_out(held.frame, events_of(held.row), day).events:
        if event.number == 0:
            _create(
                held,
                kind=event.kind.value,
                on_date=event.on,
                party=event.party,
                decision=event.decision,
                body=event.body,
                clock=event.clock,
            )


def add(held: Held, kind: CaseEventKind, said: Said, **fields: Any) -> terms.CaseEvent:
    """Append an event to a case that is held, and file what came with it.

    Args:
        held: the case.
        kind: of the event.
        said: words, number and file.
        **fields: further columns; ``on_date`` is the day of the act where not given.

    Raises:
        Refused: words that cannot be kept, or a file that is not taken.
    """
    refuse_long("note-unfit", said.note, NOTE_LONGEST)
    refuse_long("reference-unfit", said.reference, LINE_LONGEST)
    file_id = None
    if said.upload is not None:
        filed = files.take(held.actor, held.row.league, held.actor.member, said.upload)
        held.filed.append(filed)
        file_id = filed.id
    return _create(
        held,
        kind=kind.value,
        note=said.note.strip(),
        reference=said.reference.strip(),
        file_id=file_id,
        evidence=held.actor.evidence or "",
        **fields,
    )


def _create(held: Held, **fields: Any) -> terms.CaseEvent:
    last = held.row.events.order_by("-number").first()
    row = CaseEvent.objects.create(
        **{
            "case": held.row,
            "number": last.number + 1 if last else 1,
            "on_date": day_of(held.actor),
            "recorded_at": held.actor.at,
            "actor": held.actor.person,
            "authority": held.actor.authority,
            **fields,
        }
    )
    event = event_of(row)
    held.added.append(event)
    return event


def keep(held: Held, service: str) -> Standing:
    """Sum a case up after an act, keep its duties in step, and tell journal and outbox."""
    row, actor = held.row, held.actor
    record_silence(held, day_of(actor))
    standing = standing_of(held.frame, events_of(row), day_of(actor))
    row.state, row.body = standing.state.value, standing.body or ""
    row.changed_at = actor.at
    row.revision += 1
    row.save(update_fields=["state", "body", "changed_at", "revision"])
    keep_duties(actor, row, held.frame, standing)
    for event in held.added:
        _publish(actor, row, standing, event)
    journal.record(
        actor, service, row.league, _named(held), _told(held.added, row.revision)
    )
    return standing


def follow_days(held: Held) -> None:
    """Bring the duties of a case in step with working days that were published since."""
    row = held.row
    keep_duties(held.actor, row, held.frame, held.standing)
    row.changed_at = held.actor.at
    row.save(update_fields=["changed_at"])


def _named(held: Held) -> list[str]:
    return [f"case:{held.row.pk}", *map(files.journal_name, held.filed)]


def _told(added: Sequence[terms.CaseEvent], revision: int) -> dict[str, Any]:
    """Say what was added, the words among it, so that the chain attests them."""
    return {
        "revision": revision,
        "events": [
            {
                "number": event.number,
                "kind": event.kind.value,
                "on": event.on.isoformat(),
                "party": event.party,
                "note": event.note,
                "reference": event.reference,
                "paper": event.paper,
                "stance": event.stance.value if event.stance else "",
                "decision": event.decision,
                "body": event.body,
                "clock": event.clock,
            }
            for event in added
        ],
    }


def _publish(
    actor: Actor, row: Case, standing: Standing, told: terms.CaseEvent
) -> None:
    named = {
        "league": row.league,
        "case": str(row.pk),
        "type": row.type,
        "source": row.source,
    }
    event: CaseDecided | CaseClosed | CaseReopened
    match told.kind:
        case CaseEventKind.DECIDED:
            event = CaseDecided(
                **named, decision=told.decision, by_silence=bool(told.clock)
            )
            outbox.publish(actor, event)
        case CaseEventKind.CLOSED | CaseEventKind.WITHDRAWN:
            decision = standing.decision.decision if standing.decision else ""
            event = CaseClosed(**named, decision=decision)
            outbox.publish(actor, event)
        case CaseEventKind.REOPENED:
            event = CaseReopened(**named)
            outbox.publish(actor, event)
