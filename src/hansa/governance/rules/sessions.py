"""Who may do what to a session, and in which of its states.

Source: GOV-18 of huaihai; GOV-04 and GOV-05 of changzhutan.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, Right, may, require
from hansa.governance.rules.rights import HOLD_SESSIONS, PUT_ITEMS, TAKE_POSITIONS
from hansa.governance.terms import Holder, Seat
from hansa.governance.terms.dockets import Item
from hansa.governance.terms.sessions import (
    LIVE,
    SESSION_STATE_NAMES,
    THERE,
    Attendance,
    ItemStep,
    Mark,
    SessionAct,
    SessionLine,
    SessionState,
)
from hansa.kernel.errors import Conflict, Forbidden, Refused
from hansa.kernel.text import text

CONVENED, OPEN = frozenset({SessionState.CONVENED}), frozenset({SessionState.OPEN})

STATES: dict[SessionAct | ItemStep, frozenset[SessionState]] = {
    SessionAct.PUT: LIVE,
    SessionAct.ATTEND: LIVE,
    SessionAct.REPORT: LIVE,
    SessionAct.OPEN: CONVENED,
    SessionAct.CLOSE: OPEN,
    SessionAct.MOVE: CONVENED,
    SessionAct.CANCEL: CONVENED,
    ItemStep.CALL: OPEN,
    ItemStep.POSITION: LIVE,
    ItemStep.DISPOSE: OPEN,
    ItemStep.AMEND: LIVE,
    ItemStep.WITHDRAW: LIVE,
}
"""In which states an act has a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A session as far as rights ask.

    Attributes:
        lead: id of the unit that leads its body; None where none is known.
    """

    league: str
    host: str | None
    lead: str | None

    def over(self) -> Over:
        """Give what the right to hold it is asked over."""
        return Over(league=self.league, member=self.host, unit=self.lead)


def may_hold(actor: Actor, room: Room) -> bool:
    """Tell whether an actor prepares and runs a session."""
    return may(actor, HOLD_SESSIONS, room.over())


def require_hold(actor: Actor, room: Room) -> None:
    """Refuse somebody who neither is the office, nor hosts, nor leads the group.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, HOLD_SESSIONS, room.over())


def may_put(actor: Actor, room: Room, proposer: str | None) -> bool:
    """Tell whether an actor may put an item for a city, or for the office."""
    return may(
        actor, PUT_ITEMS, Over(league=room.league, member=proposer, unit=room.lead)
    )


def require_put(actor: Actor, room: Room, proposer: str | None) -> None:
    """Refuse somebody who may not put an item for this city, or for the office.

    Raises:
        Forbidden: naming who may.
    """
    over = Over(league=room.league, member=proposer, unit=room.lead)
    require(actor, PUT_ITEMS, over)


def require_position(actor: Actor, league: str, member: str) -> None:
    """Refuse somebody who does not speak for a city.

    Raises:
        Forbidden: naming who may.
        Refused: another office speaks for it, and no paper is named.

    Source: glossary, section A2: 代录.
    """
    require(actor, TAKE_POSITIONS, Over(league=league, member=member))
    if member != actor.member and not actor.evidence:
        raise Refused(
            "evidence-needed",
            text(
                "What a city said is entered on its behalf only with the paper shown."
            ),
            text("Name the document or attach the signed copy."),
        )


def speaks_for(actor: Actor, league: str, parties: Iterable[str]) -> tuple[str, ...]:
    """Give the cities whose position an actor may enter, its own first."""
    found = [
        m for m in parties if may(actor, TAKE_POSITIONS, Over(league=league, member=m))
    ]
    return tuple(sorted(found, key=lambda member: member != actor.member))


def refuse_state(act: SessionAct | ItemStep, state: SessionState) -> None:
    """Refuse an act that has no place where a session stands.

    Raises:
        Conflict: naming the state.
    """
    if state not in STATES[act]:
        raise Conflict(
            "session-stands-elsewhere",
            text(
                "The session is “{state}”, and this has no place there.",
                state=SESSION_STATE_NAMES[state],
            ),
            text("Look at the session: its page offers what may be done now."),
        )


def offers(actor: Actor, room: Room, line: SessionLine) -> frozenset[SessionAct]:
    """Give what the page of a session offers an actor; the service judges anew."""
    holding = may_hold(actor, room)
    putting = may_put(actor, room, None) or may_put(actor, room, actor.member)
    return frozenset(
        act
        for act in SessionAct
        if line.state in STATES[act]
        if (putting if act is SessionAct.PUT else holding)
    )


def item_offers(
    actor: Actor, room: Room, line: SessionLine, item: Item, parties: Sequence[str]
) -> frozenset[ItemStep]:
    """Give what the page of an item offers an actor; the service judges anew."""
    if not item.stands:
        return frozenset()
    holding = may_hold(actor, room)
    may_do = {
        ItemStep.CALL: holding,
        ItemStep.POSITION: item.standing is None
        and bool(speaks_for(actor, room.league, parties)),
        ItemStep.DISPOSE: holding,
        ItemStep.AMEND: may_change(actor, room, item),
        ItemStep.WITHDRAW: may_change(actor, room, item),
    }
    return frozenset(
        act for act in ItemStep if line.state in STATES[act] and may_do[act]
    )


def may_change(actor: Actor, room: Room, item: Item) -> bool:
    """Tell whether an actor may amend or withdraw an item: the chair's desk, or its city.

    What came by itself is nobody's to take away.
    """
    own = item.proposer is not None and may_put(actor, room, item.proposer)
    return item.standing is None and (may_hold(actor, room) or own)


def require_change(actor: Actor, room: Room, item: Item) -> None:
    """Refuse somebody who neither runs the session nor put the item.

    Raises:
        Refused: the item came by itself.
        Forbidden: naming who may.
    """
    if item.standing is not None:
        raise Refused(
            "item-standing",
            text("This item stands on every docket by itself."),
            text("Note it, with what was said."),
        )
    if not may_change(actor, room, item):
        raise forbidden(PUT_ITEMS)


def forbidden(right: Right) -> Forbidden:
    """Say that a right does not reach an item, whoever put it."""
    return Forbidden(
        "right-missing",
        text("Your office may not do this: {right}.", right=right.name),
        text("An item is changed by who put it, or by whoever runs the session."),
    )


def attendance(seats: Sequence[Seat], marks: Iterable[Mark]) -> Attendance:
    """Sum up who came: named seats filled, of all there are, and the vacant ones.

    Source: GOV-05 of huaihai.
    """
    known = tuple(marks)
    there = {mark.seat for mark in known if mark.seat and mark.presence in THERE}
    named = [seat for seat in seats if seat.count is not None]
    return Attendance(
        marks=known,
        named=len(named),
        there=sum(seat in there for seat in named),
        vacant=tuple(seat for seat in named if seat not in there),
    )


def is_delegated(chair: Holder, asked: Holder | None, document: str) -> bool:
    """Tell whether somebody opens a session by a paper that delegates the chair."""
    return asked is not None and chair != asked and bool(document.strip())


def stale() -> Conflict:
    """Say that somebody else changed a thing since the actor saw it."""
    return Conflict(
        "session-changed",
        text("This was changed meanwhile; nothing was overwritten."),
        text("Look at what stands there now, then send again what is still needed."),
    )
