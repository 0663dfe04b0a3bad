"""The clocks of a case: from when they run, until when, and what ended them.

Source: the clocks of ``casework.yaml``; domain rules, section 10.2 (the day of the step is
day 0).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from hansa.casework.terms.cases import (
    CaseEvent,
    CaseEventKind,
    Party,
    PartyStance,
    Running,
)
from hansa.casework.terms.types import (
    BODY,
    COUNTED_NAMES,
    SILENCE_NAMES,
    CaseType,
    Clock,
    Counted,
    Silence,
    Step,
    Until,
)
from hansa.duties.terms.duties import Reason
from hansa.kernel.text import Text, text
from hansa.kernel.workdays import Deadline, WorkTable, deadline

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a case is judged by, the same for every day asked."""

    kind: CaseType
    parties: tuple[Party, ...]
    table: WorkTable


@dataclass(slots=True, kw_only=True)
class Told:
    """What the events of a case say so far, in the current round.

    Attributes:
        started_on: when the round began.
        rung_on: when the case came before the body where it stands.
    """

    started_on: date
    rung_on: date
    round: int = 1
    rung: int = 0
    first: dict[int, CaseEvent] = field(default_factory=dict)
    replies: dict[int, CaseEvent] = field(default_factory=dict)
    prepared: CaseEvent | None = None
    decision: CaseEvent | None = None
    ended: CaseEvent | None = None


def told_by(events: Sequence[CaseEvent]) -> Told:
    """Sum up what happened; the first event opens the case."""
    told = Told(started_on=events[0].on, rung_on=events[0].on)
    for event in events:
        match event.kind:
            case CaseEventKind.REPLIED if event.party is not None:
                told.first.setdefault(event.party, event)
                told.replies[event.party] = event
            case CaseEventKind.ESCALATED:
                told.rung += 1
                told.rung_on, told.prepared = event.on, None
            case CaseEventKind.PREPARED:
                told.prepared = event
            case CaseEventKind.SENT_BACK:
                told.prepared = None
            case CaseEventKind.DECIDED:
                told.decision, told.prepared = event, None
            case CaseEventKind.CLOSED | CaseEventKind.WITHDRAWN:
                told.ended, told.prepared = event, None
            case CaseEventKind.REOPENED:
                told = Told(
                    started_on=event.on,
                    rung_on=event.on,
                    round=told.round + 1,
                    rung=told.rung,
                )
    return told


def body_of(kind: CaseType, told: Told) -> str | None:
    """Give the body before which a case stands; None without a ladder."""
    if not kind.ladder:
        return None
    return kind.ladder[min(told.rung, len(kind.ladder) - 1)]


def running(frame: Frame, told: Told, as_of: date) -> tuple[Running, ...]:
    """List the clocks of the current round that have begun by a day, as stated."""
    replies = [clock for clock in frame.kind.clocks if clock.until is Until.REPLY]
    asked = [one for clock in replies for one in _of_parties(frame, told, clock, as_of)]
    heard_on = _heard_on(asked, told)
    rest = [clock for clock in frame.kind.clocks if clock.until is not Until.REPLY]
    later = [
        one for clock in rest for one in _later(frame, told, clock, heard_on, as_of)
    ]
    return (*asked, *later)


def _heard_on(asked: Iterable[Running], told: Told) -> date | None:
    """Give the day by which everybody asked had replied or let the time pass."""
    days = [told.started_on]
    for one in asked:
        if one.ended_on is not None:
            days.append(one.ended_on)
        elif one.is_over:
            days.append(one.due_on + DAY)
        else:
            return None
    return max(days)


def _of_parties(
    frame: Frame, told: Told, clock: Clock, as_of: date
) -> Iterator[Running]:
    stop = told.decision or told.ended
    for place, party in enumerate(frame.parties, start=1):
        if party.role == clock.awaits:
            end = told.first.get(place) or stop
            yield _clock(frame, told, clock, (told.started_on, end, as_of), place)


def _later(
    frame: Frame, told: Told, clock: Clock, heard_on: date | None, as_of: date
) -> Iterator[Running]:
    """Give a clock for the body, or for each party of a role; none before its step."""
    steps: Mapping[Step, date | None] = {
        Step.OPENED: told.started_on,
        Step.REPLIED: heard_on,
        Step.DECIDED: told.decision.on if told.decision else None,
    }
    step_on = steps[clock.from_step]
    if step_on is None or step_on > as_of:
        return
    decides = clock.until is Until.DECISION
    end = (told.decision or told.ended) if decides else told.ended
    if clock.awaits == BODY:
        # A body that the case is put to has its whole time.
        from_on = max(step_on, told.rung_on) if decides else step_on
        yield _clock(frame, told, clock, (from_on, end, as_of), None)
        return
    for place, party in enumerate(frame.parties, start=1):
        if party.role == clock.awaits:
            yield _clock(frame, told, clock, (step_on, end, as_of), place)


def _clock(
    frame: Frame,
    told: Told,
    clock: Clock,
    days: tuple[date, CaseEvent | None, date],
    place: int | None,
) -> Running:
    from_on, end, as_of = days
    counted = last_day(frame.table, clock, from_on)
    is_over = end is None and as_of > counted.due_on
    whom = f"party-{place}" if place is not None else f"rung-{told.rung + 1}"
    return Running(
        key=f"{told.round}/{clock.id}/{whom}",
        clock=clock.id,
        name=clock.name,
        until=clock.until,
        silence=clock.silence,
        party=place,
        body=body_of(frame.kind, told) if place is None else None,
        from_on=from_on,
        due_on=counted.due_on,
        provisional=counted.provisional,
        ended_on=end.on if end else None,
        ended_by=end.number if end else None,
        withdrawn=end is not None and end.kind is CaseEventKind.WITHDRAWN,
        is_over=is_over,
        days_left=None if end else (counted.due_on - as_of).days,
        reason=_why(frame.kind, clock, from_on, counted),
    )


def last_day(table: WorkTable, clock: Clock, from_on: date) -> Deadline:
    """Find the last day of a clock; the day of its step is day 0."""
    if clock.counted is Counted.WORKING:
        return deadline(table, from_on, clock.days)
    return Deadline(due_on=from_on + clock.days * DAY, provisional=False)


def _why(kind: CaseType, clock: Clock, from_on: date, counted: Deadline) -> Reason:
    inputs: tuple[tuple[Text, Text | str], ...] = (
        (text("Runs from"), from_on.isoformat()),
        (text("Days"), str(clock.days)),
        (text("Counted"), COUNTED_NAMES[clock.counted]),
        (text("Due day"), counted.due_on.isoformat()),
        (text("After it"), SILENCE_NAMES[clock.silence]),
    )
    if counted.provisional:
        notice = text("not published yet: silence takes no effect until it is")
        inputs = (*inputs, (text("Notice of working days"), notice))
    if kind.example:
        terms = text("an example, not yet agreed")
        inputs = (*inputs, (text("Terms of the type"), terms))
    return Reason(
        sentence=text(
            "The type “{type}” gives this time; the day of the step is not counted.",
            type=kind.title,
        ),
        inputs=inputs,
        clauses=kind.clauses,
        assumptions=kind.assumptions,
    )


def next_silence(
    frame: Frame, told: Told, clocks: Sequence[Running]
) -> CaseEvent | None:
    """Give what silence does next, on the day after a clock ran out; None for nothing.

    A provisional day does nothing: it may move once the notice is published. Nor does a
    case go up past the last body of its ladder.
    """
    if told.decision is not None or told.ended is not None:
        return None
    top = told.rung >= len(frame.kind.ladder) - 1
    effective = [
        one
        for one in clocks
        if one.is_over
        and not one.provisional
        and one.silence is not Silence.NOTHING
        and (_all_accept(told, one, clocks) if accepts(one) else not top)
        # Whoever let a case go up once is not asked twice in the same round.
        and (one.until is not Until.REPLY or told.rung_on <= one.due_on)
    ]
    if not effective:
        return None
    first = min(effective, key=lambda one: (one.due_on, one.key))
    clock = next(c for c in frame.kind.clocks if c.id == first.clock)
    body = None if accepts(first) else frame.kind.ladder[told.rung + 1]
    return CaseEvent(
        number=0,
        kind=CaseEventKind.DECIDED if accepts(first) else CaseEventKind.ESCALATED,
        on=first.due_on + DAY,
        recorded_at=None,
        party=first.party,
        decision=clock.decision or "",
        body=body or "",
        clock=first.key,
    )


def accepts(one: Running) -> bool:
    """Tell whether silence at a clock counts as acceptance."""
    return one.silence is Silence.ACCEPT


def _all_accept(told: Told, one: Running, clocks: Sequence[Running]) -> bool:
    """Tell whether nobody asked together with a silent party still may say no, or did."""
    together = [other for other in clocks if other.clock == one.clock]
    replies = [
        told.replies.get(other.party or 0) for other in together if not other.is_over
    ]
    return all(
        reply is not None and reply.stance is PartyStance.AGREES for reply in replies
    )
