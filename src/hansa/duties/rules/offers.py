"""What a page offers somebody to do with a duty, by its state and the reader's rights.

An offer is a convenience for the reader: the service judges anew.
"""

from collections.abc import Iterable
from datetime import date

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, Right, may
from hansa.duties.rules.rights import (
    ANSWER_MATTER,
    ASK_EXTENSION,
    ESCALATE,
    EXTEND,
    HAND_ON,
    NOTE,
    REPORT,
    TRIGGER,
    VERIFY,
    WAIVE,
    WITHDRAW,
)
from hansa.duties.terms.duties import (
    DONE,
    SETTLED,
    Act,
    Duty,
    DutyState,
    Event,
    EventKind,
)

WITHDRAWN = frozenset(
    {
        EventKind.EVIDENCE,
        EventKind.EVIDENCE_RETURNED,
        EventKind.WAIVED,
        EventKind.TRIGGERED,
        EventKind.EXTENSION_REQUESTED,
        EventKind.EXTENSION_GRANTED,
        EventKind.EXTENSION_REFUSED,
        EventKind.ESCALATED,
        EventKind.ANSWERED,
        EventKind.NOTED,
    }
)
"""What may be taken back as entered in error; what was sent or handed on has left."""

ANSWERED = frozenset({EventKind.ESCALATED, EventKind.LETTER, EventKind.REMINDED})
"""What can be answered."""


def owned_by(duty: Duty) -> Over:
    """Say over what its owner has a right: the city, and the unit it falls to."""
    line = duty.line
    return Over(league=line.league, member=line.member, unit=line.unit)


def offers(actor: Actor, duty: Duty) -> frozenset[Act]:
    """Give what an actor may do with a duty that stands as it does.

    Source: the rights of ``rules.rights``; contracts, section 6, for the states.
    """
    line, over = duty.line, owned_by(duty)
    open_ = line.state not in SETTLED
    dated = line.original_due_on is not None
    returned = any(p.returned_at and not p.taken_back_at for p in duty.parts)
    allowed: tuple[tuple[Act, Right, bool], ...] = (
        (Act.REPORT, REPORT, open_ or line.state is DutyState.NOT_RECORDED),
        (Act.HAND_ON, HAND_ON, open_ and line.member is not None),
        (Act.MERGE, HAND_ON, open_ and returned),
        (Act.EXTEND, ASK_EXTENSION, open_ and dated and duty.asked is None),
        (Act.GRANT, EXTEND, open_ and duty.asked is not None),
        (Act.REFUSE, EXTEND, open_ and duty.asked is not None),
        (Act.WAIVE, WAIVE, open_),
        (Act.TRIGGER, TRIGGER, line.state is DutyState.DORMANT),
        (Act.ESCALATE, ESCALATE, open_),
        (Act.ANSWER, NOTE, bool(answerable(actor, duty))),
        (Act.NOTE, NOTE, True),
    )
    found = {act for act, right, now in allowed if now and may(actor, right, over)}
    owed_to = Over(league=line.league, member=line.owed_to)
    if line.state in DONE and may(actor, VERIFY, owed_to) and standing_evidence(duty):
        found.add(Act.SEND_BACK)
    return frozenset(found)


def standing_evidence(duty: Duty) -> Event | None:
    """Find the latest evidence that was neither taken back nor returned."""
    returned = {
        event.answers
        for event in duty.events
        if event.kind is EventKind.EVIDENCE_RETURNED and event.withdrawn_at is None
    }
    standing = [
        event
        for event in duty.events
        if event.kind is EventKind.EVIDENCE
        and event.withdrawn_at is None
        and event.number not in returned
    ]
    return standing[-1] if standing else None


def answerable(actor: Actor, duty: Duty) -> tuple[Event, ...]:
    """List what was put higher or sent, that nobody has answered and the actor may.

    Whom a matter is about does not answer for the level that it was put to.
    """
    speaks = may(actor, ANSWER_MATTER, owned_by(duty))
    answered = {
        event.answers
        for event in duty.events
        if event.kind is EventKind.ANSWERED and event.withdrawn_at is None
    }
    return tuple(
        event
        for event in duty.events
        if event.kind in ANSWERED
        and event.withdrawn_at is None
        and event.number not in answered
        and (speaks or event.kind is not EventKind.ESCALATED)
    )


def may_withdraw(
    actor: Actor, event: Event, over: Over, entered_on: date, today: date
) -> bool:
    """Tell whether an actor may take an event back: his own that day, else the office."""
    own = event.actor == actor.person and entered_on == today
    return own or may(actor, WITHDRAW, over)


def answered_in(events: Iterable[Event]) -> frozenset[int]:
    """Give the numbers of events that others answered; a signature answers nothing.

    Taking back what was asked would leave an answer to nothing, such as an extension.
    """
    return frozenset(
        event.answers
        for event in events
        if event.answers is not None
        and event.withdrawn_at is None
        and event.kind is not EventKind.SIGNED_FOR
    )


def is_withdrawable(event: Event) -> bool:
    """Tell whether an event that nobody answered can be taken back here at all."""
    return (
        event.kind in WITHDRAWN
        and event.withdrawn_at is None
        and "record" not in event.content
    )
