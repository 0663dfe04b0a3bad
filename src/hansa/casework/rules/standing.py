"""How a case stands on a day: a pure function of its type, events and working days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hansa.casework.rules.clocks import (
    Frame,
    Told,
    body_of,
    next_silence,
    running,
    told_by,
)
from hansa.casework.terms.cases import (
    CaseEvent,
    CaseEventKind,
    CaseState,
    PartyStance,
    Running,
    Standing,
)
from hansa.casework.terms.types import CaseType, Outcome, RestsOn, Until


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What had happened by a day, with what silence did, and the clocks of that day."""

    events: tuple[CaseEvent, ...]
    told: Told
    clocks: tuple[Running, ...]


def play_out(frame: Frame, events: Sequence[CaseEvent], as_of: date) -> Played:
    """Add to what is recorded what silence did by a day, and nobody recorded yet.

    The tick records exactly these events, so an answer is the same before and after it.

    Args:
        frame: the type, the parties and the working days.
        events: as recorded, the opening first; those after the day do not count.
        as_of: the day asked, not before the opening.
    """
    happened = [event for event in events if event.on <= as_of]
    while True:
        told = told_by(happened)
        clocks = running(frame, told, as_of)
        silent = next_silence(frame, told, clocks)
        if silent is None:
            return Played(events=tuple(happened), told=told, clocks=clocks)
        happened.append(silent)


def standing_of(frame: Frame, events: Sequence[CaseEvent], as_of: date) -> Standing:
    """Say how a case stands on a day; arguments as ``play_out``."""
    played = play_out(frame, events, as_of)
    told, clocks = played.told, played.clocks
    unheard = tuple(
        one.party
        for one in clocks
        if one.until is Until.REPLY
        and one.party is not None
        and one.ended_on is None
        and not one.is_over
    )
    open_ones = [one for one in clocks if one.ended_on is None]
    first = min(open_ones, key=lambda one: (one.due_on, one.key), default=None)
    return Standing(
        state=_state(told, unheard),
        round=told.round,
        rung=told.rung,
        body=body_of(frame.kind, told),
        clocks=clocks,
        events=played.events,
        replies=told.replies,
        unheard=unheard,
        prepared=told.prepared,
        decision=told.decision,
        due_on=first.due_on if first else None,
        days_left=first.days_left if first else None,
    )


def _state(told: Told, unheard: tuple[int, ...]) -> CaseState:
    if told.ended is not None:
        withdrawn = told.ended.kind is CaseEventKind.WITHDRAWN
        return CaseState.WITHDRAWN if withdrawn else CaseState.CLOSED
    if told.decision is not None:
        return CaseState.DECIDED
    if told.prepared is not None:
        return CaseState.PREPARED
    return CaseState.AWAITING if unheard else CaseState.IN_HAND


def is_last_rung(kind: CaseType, standing: Standing) -> bool:
    """Tell whether a case can go up no further."""
    return standing.rung >= len(kind.ladder) - 1


def lacks(
    frame: Frame, standing: Standing, outcome: Outcome
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Say what a decision still lacks: places of parties, and documents.

    Source: ``rests_on`` and ``papers`` of the decision in ``casework.yaml``.
    """
    awaited = {c.awaits for c in frame.kind.clocks if c.until is Until.REPLY}
    asked = tuple(
        place
        for place, party in enumerate(frame.parties, start=1)
        if party.role in awaited
    )
    replies = standing.replies
    match outcome.rests_on:
        case RestsOn.NOTHING:
            missing: tuple[int, ...] = ()
        case RestsOn.HEARING:
            missing = standing.unheard
        case RestsOn.REPLIES:
            missing = tuple(place for place in asked if place not in replies)
        case RestsOn.AGREEMENT:
            missing = tuple(
                place
                for place in asked
                if place not in replies
                or replies[place].stance is not PartyStance.AGREES
            )
    there = {event.paper for event in standing.events}
    return missing, tuple(paper for paper in outcome.papers if paper not in there)


def late_days(kind: CaseType, about_on: date | None, opened_on: date) -> int | None:
    """Count the days by which a case was opened after its limit; None where in time.

    Source: ``file_within_days`` of ``casework.yaml``; a late case is opened all the same,
    because whether lateness matters is for those who decide it.
    """
    if about_on is None or kind.file_within_days is None:
        return None
    late = (opened_on - about_on - timedelta(days=kind.file_within_days)).days
    return late if late > 0 else None
