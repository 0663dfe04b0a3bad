"""On which days the turn passes, who signs for it, and what is wrong when nobody did.

Rights follow the day and never the signature: whoever is in turn is computed.

Source: GOV-10 of huaihai, GOV-04 of changzhutan.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.governance.rules.rights import READ_HANDOVERS, SIGN_HANDOVERS
from hansa.governance.rules.rotation import stints
from hansa.governance.terms import StatuteInForce
from hansa.governance.terms.handovers import (
    SIDE_NAMES,
    HandoverState,
    Side,
    TurnPassing,
)
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.text import Bilingual, Text, text

Names = Mapping[str, Bilingual]


def passings(
    league: str, timeline: Sequence[StatuteInForce], until: date
) -> tuple[TurnPassing, ...]:
    """List the days up to one on which the turn passes to another member, in order."""
    laid = stints(timeline, until)
    return tuple(
        TurnPassing(
            league=league,
            on=after.period.start,
            outgoing=before.member,
            incoming=after.member,
            begun_on=before.period.start,
            until=after.period.end,
        )
        for before, after in pairwise(laid)
        if before.member != after.member
    )


def member_of(turn: TurnPassing, side: Side) -> str:
    """Give the member that signs on one side."""
    return turn.outgoing if side is Side.OUTGOING else turn.incoming


def may_read(actor: Actor, turn: TurnPassing) -> bool:
    """Tell whether an actor may see a handover: the two hosts, the office, the auditor."""
    return any(
        may(actor, READ_HANDOVERS, Over(league=turn.league, member=member))
        for member in (turn.outgoing, turn.incoming)
    )


def require_read(actor: Actor, turn: TurnPassing) -> None:
    """Refuse whoever is of neither host nor of the league's office.

    Raises:
        Forbidden: naming who may.
    """
    if not may_read(actor, turn):
        over = Over(league=turn.league, member=turn.outgoing)
        require(actor, READ_HANDOVERS, over)


def may_read_some(actor: Actor, league: str) -> bool:
    """Tell whether an actor sees handovers of its own city, or all."""
    return may(actor, READ_HANDOVERS, Over(league=league, member=actor.member))


def require_some(actor: Actor, league: str) -> None:
    """Refuse whoever sees no handover at all.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, READ_HANDOVERS, Over(league=league, member=actor.member))


def sees_all(actor: Actor, turn: TurnPassing) -> bool:
    """Tell whether an actor sees what the outgoing host leaves before it signs."""
    over = Over(league=turn.league, member=turn.outgoing)
    return may(actor, READ_HANDOVERS, over)


def may_sign(actor: Actor, turn: TurnPassing, side: Side) -> bool:
    """Tell whether an actor signs for a side, or enters its signature."""
    over = Over(league=turn.league, member=member_of(turn, side))
    return may(actor, SIGN_HANDOVERS, over)


def require_sign(actor: Actor, turn: TurnPassing, side: Side) -> None:
    """Refuse whoever does not sign for a side, or has no paper to show.

    Raises:
        Forbidden: naming who may.
        Refused: the office of another signs, and no paper is named.

    Source: glossary, section A2: 代录.
    """
    member = member_of(turn, side)
    require(actor, SIGN_HANDOVERS, Over(league=turn.league, member=member))
    if actor.member != member and not actor.evidence:
        raise Refused(
            "evidence-needed",
            text(
                "A signature is entered on behalf of a host only with the paper shown."
            ),
            text("Name the office that signed, and the number of the signed paper."),
        )


def refuse_early(turn: TurnPassing, today: date) -> None:
    """Refuse to sign for a turn whose outgoing host is not in turn yet.

    Raises:
        Refused: naming the day from which it may be signed.
    """
    if today < turn.begun_on:
        raise Refused(
            "turn-not-begun",
            text("The turn that ends then begins on {day}.", day=str(turn.begun_on)),
            text("Sign once the outgoing host is in turn."),
        )


def refuse_order(side: Side, signed: Iterable[Side]) -> None:
    """Refuse a second signature of one side, and the incoming host's before the other's.

    Raises:
        Conflict: it is signed already, or the outgoing host has not signed.
    """
    have = set(signed)
    if side in have:
        raise Conflict(
            "signed-already",
            text("This side has signed already: {side}.", side=SIDE_NAMES[side]),
            text("Look at who signed and when; nothing was changed."),
        )
    if side is Side.INCOMING and Side.OUTGOING not in have:
        raise Conflict(
            "outgoing-first",
            text("The incoming host signs for what the outgoing host has signed."),
            text("Wait for the signature of the outgoing host."),
        )


def state_of(
    turn: TurnPassing, signed: Iterable[Side], since: date | None
) -> HandoverState:
    """Say how far a handover is signed; of the time before service nothing is known."""
    match len(set(signed)):
        case 0 if since is not None and turn.on <= since:
            return HandoverState.NOT_RECORDED
        case 0:
            return HandoverState.PREPARING
        case 1:
            return HandoverState.HALF
    return HandoverState.SIGNED


def finding_of(
    turn: TurnPassing,
    missing: Sequence[Side],
    today: date,
    since: date | None,
    names: Names,
) -> Text | None:
    """Say what is wrong with a handover whose day has passed; None for nothing.

    Nothing is missing of the time before the start of service.
    """
    before = since is not None and turn.on <= since
    if not missing or today < turn.on or before:
        return None
    return text(
        "The turn passed on {day}, and the handover is not signed by: {members}.",
        day=turn.on.isoformat(),
        members=tuple(
            names.get(member_of(turn, side), member_of(turn, side)) for side in missing
        ),
    )


def handover_missing() -> Missing:
    """Say that the turn does not pass on a day."""
    return Missing(
        "handover-missing",
        text("The turn does not pass to another host on that day."),
        text("Open the handover from the list."),
    )
