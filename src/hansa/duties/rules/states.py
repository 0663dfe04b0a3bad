"""How a duty stands on a day: a pure function of its terms, its events and the calendar.

Nothing here is stored. What is asked is reckoned once into a ``Reckoning``, so that a list
of many duties counts working days once.

Source: contracts, section 6.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hansa.charter.terms import MODALITY_NAMES, Horizons, Modality
from hansa.duties.terms.duties import (
    LATE,
    DutyState,
    Event,
    EventKind,
    Reason,
    Reckoning,
)
from hansa.kernel.text import Text, text
from hansa.kernel.workdays import WorkTable, deadline

MONTHS_A_YEAR = 12
DAY = timedelta(days=1)

PAST_DUE: Mapping[Modality, DutyState] = {
    Modality.MUST: DutyState.OVERDUE,
    Modality.IN_PRINCIPLE: DutyState.LAPSED,
    Modality.STRIVE: DutyState.TARGET_MISSED,
    Modality.GRADUAL: DutyState.NO_MOVEMENT,
    Modality.EXPLORE: DutyState.NO_MOVEMENT,
    # Once its condition is met it may be missed, but it was never an unconditional must.
    Modality.CONDITIONAL: DutyState.LAPSED,
}
"""What a duty is called past its due day; what is absent here opens no duty."""

UNSETTLED = frozenset({DutyState.UPCOMING, DutyState.OPEN, DutyState.DUE_SOON})
"""States that may still change with a notice of working days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a duty's state is computed from, beside its events; ``due_on`` is original."""

    modality: Modality
    window_start: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the events of a duty come to.

    Attributes:
        done_on: the earliest day that evidence which stands is dated.
        due_on: the due day in force; None for an undated duty.
        extended: whether an extension was ever granted, on whatever day.
    """

    done_on: date | None
    waived_on: date | None
    superseded_on: date | None
    triggered_on: date | None
    due_on: date | None
    extended: bool


def reckon(
    table: WorkTable,
    as_of: date,
    in_service_since: date | None,
    horizons: Horizons,
    known_at: datetime | None = None,
    signed_on: date | None = None,
) -> Reckoning:
    """Count once what every duty asked about will be compared with.

    The last working days of a duty include its due day: with ten of them, one that is due
    on the tenth working day after ``as_of`` has eleven left and is not due soon yet.
    """
    beyond = deadline(table, as_of, horizons.soon_working_days).due_on
    return Reckoning(
        as_of=as_of,
        known_at=known_at,
        in_service_since=in_service_since,
        opens_until=as_of + timedelta(days=horizons.open_days),
        soon_until=beyond - DAY,
        published=frozenset(table.years),
        signed_on=signed_on,
    )


def standing_of(
    terms: Terms,
    events: Iterable[Event],
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> Standing:
    """Sum up the events that count; whatever their order, the same ones give the same.

    Evidence that was returned for completion settles nothing, on no day: what is known now
    says that it was wanting. ``known_at`` tells what was believed before.

    Args:
        terms: of the duty.
        events: all of the duty.
        as_of: events dated after it do not count; None counts all.
        known_at: hides what was recorded or taken back later; None hides nothing.
    """
    known = [event for event in events if _is_known(event, known_at)]
    wanting = {e.answers for e in known if e.kind is EventKind.EVIDENCE_RETURNED}
    counted = [
        event
        for event in known
        if (as_of is None or event.on <= as_of) and event.number not in wanting
    ]
    granted = [e for e in counted if e.kind is EventKind.EXTENSION_GRANTED]
    latest = max(granted, key=lambda event: event.number, default=None)
    return Standing(
        done_on=_first(counted, EventKind.EVIDENCE),
        waived_on=_first(counted, EventKind.WAIVED, EventKind.CALLED_OFF),
        superseded_on=_first(counted, EventKind.SUPERSEDED),
        triggered_on=_first(counted, EventKind.TRIGGERED),
        due_on=latest.until if latest else terms.due_on,
        extended=bool(granted),
    )


def _is_known(event: Event, known_at: datetime | None) -> bool:
    if known_at is None:
        return event.withdrawn_at is None
    withdrawn = event.withdrawn_at is not None and event.withdrawn_at <= known_at
    return event.recorded_at <= known_at and not withdrawn


def _first(events: Iterable[Event], *kinds: EventKind) -> date | None:
    return min((event.on for event in events if event.kind in kinds), default=None)


def state_of(
    terms: Terms, events: Iterable[Event], reckoning: Reckoning
) -> tuple[DutyState, Standing]:
    """Compute a duty's state, and what its events come to, on the day asked.

    Source: contracts, section 6; twin of ``reads.states``, pinned by ``test_twins``.
    """
    standing = standing_of(terms, events, reckoning.as_of, reckoning.known_at)
    return state_from(terms, standing, reckoning), standing


def state_from(  # noqa: PLR0911 -- one return for each line of the contract, in its order
    terms: Terms, standing: Standing, reckoning: Reckoning
) -> DutyState:
    """Find the first line of the contract that holds."""
    due, as_of = standing.due_on, reckoning.as_of
    if standing.superseded_on is not None:
        return DutyState.SUPERSEDED
    if standing.waived_on is not None:
        return DutyState.WAIVED
    since = reckoning.in_service_since
    before = due is not None and since is not None and due < since
    if standing.done_on is not None:
        late = due is not None and standing.done_on > due and not before
        return DutyState.DONE_LATE if late else DutyState.DONE
    if before:
        return DutyState.NOT_RECORDED
    waits = terms.modality is Modality.CONDITIONAL and standing.triggered_on is None
    if waits:
        return DutyState.DORMANT
    if due is None:
        return DutyState.OPEN
    if due < as_of:
        return PAST_DUE[terms.modality]
    if due <= reckoning.soon_until:
        return DutyState.DUE_SOON
    begins = terms.window_start
    if begins is None or begins <= reckoning.opens_until:
        return DutyState.OPEN
    return DutyState.UPCOMING


def opens_duty(modality: Modality) -> bool:
    """Tell whether a clause of that modality makes anybody owe anything."""
    return modality in PAST_DUE


def is_provisional(state: DutyState, due_on: date | None, reckoning: Reckoning) -> bool:
    """Tell whether an answer rests on working days whose notice is not published."""
    return (
        state in UNSETTLED
        and due_on is not None
        and due_on.year not in reckoning.published
    )


def days_late(state: DutyState, standing: Standing, reckoning: Reckoning) -> int | None:
    """Count the days past the due day in force; None where nothing is late."""
    if standing.due_on is None:
        return None
    if state in LATE:
        return (reckoning.as_of - standing.due_on).days
    if state is DutyState.DONE_LATE and standing.done_on is not None:
        return (standing.done_on - standing.due_on).days
    return None


def days_left(
    state: DutyState, due_on: date | None, reckoning: Reckoning
) -> int | None:
    """Count the days to the due day in force; None where it is settled, past or undated."""
    if state not in UNSETTLED or due_on is None:
        return None
    return (due_on - reckoning.as_of).days


def months_between(since: date, until: date) -> int:
    """Count whole months from one day to another; none before it begins."""
    months = (until.year - since.year) * MONTHS_A_YEAR + until.month - since.month
    return max(0, months - (until.day < since.day))


WHY: Mapping[DutyState, Text] = {
    DutyState.SUPERSEDED: text(
        "A later version of the charter no longer asks for it in this form; it is kept."
    ),
    DutyState.WAIVED: text(
        "A decision says that it need not be done, or the request for it was withdrawn."
    ),
    DutyState.DONE: text(
        "Evidence is dated no later than the due day in force, or that day lies before "
        "the league went into service here."
    ),
    DutyState.DONE_LATE: text("Evidence is there, dated after the due day in force."),
    DutyState.NOT_RECORDED: text(
        "It was due before the league went into service here; nothing is late from then."
    ),
    DutyState.DORMANT: text(
        "The clause binds when fit, and nobody has recorded that it is."
    ),
    DutyState.OVERDUE: text(
        "The clause says “must”, the due day in force has passed, and no evidence is there."
    ),
    DutyState.LAPSED: text(
        "The due day has passed without evidence; the clause binds in principle or when "
        "fit, so this is a reminder and no breach."
    ),
    DutyState.TARGET_MISSED: text(
        "The target day has passed; the clause says “strive for”, and others decide too."
    ),
    DutyState.NO_MOVEMENT: text(
        "The day has passed without evidence; the clause asks for gradual steps or trials."
    ),
    DutyState.DUE_SOON: text("The due day lies within the last working days."),
    DutyState.OPEN: text(
        "Its time has come, or begins within the days before it opens."
    ),
    DutyState.UPCOMING: text("Its time has not come yet."),
}
"""The rule behind each state, for whoever asks why."""


def explain(
    terms: Terms,
    standing: Standing,
    reckoning: Reckoning,
    clauses: tuple[str, ...],
    assumptions: tuple[str, ...],
) -> Reason:
    """Say why a duty stands as it does: the rule, what went into it, the clauses."""
    days: tuple[tuple[Text, date | None], ...] = (
        (text("Due day in force"), standing.due_on),
        (text("Original due day"), terms.due_on if standing.extended else None),
        (text("Window begins"), terms.window_start),
        (text("Evidence dated"), standing.done_on),
        (text("Waived on"), standing.waived_on),
        (text("Condition met on"), standing.triggered_on),
        (text("Ended on"), standing.superseded_on),
        (text("In service since"), reckoning.in_service_since),
        (text("As of"), reckoning.as_of),
    )
    return Reason(
        sentence=WHY[state_from(terms, standing, reckoning)],
        inputs=(
            (text("Binding"), MODALITY_NAMES[terms.modality]),
            *((label, day.isoformat()) for label, day in days if day is not None),
        ),
        clauses=clauses,
        assumptions=assumptions,
    )
