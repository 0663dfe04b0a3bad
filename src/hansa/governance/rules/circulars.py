"""Who drafts, sends and corrects circulars, and in which of their states.

Source: GOV-13 of changzhutan.
"""

from collections.abc import Mapping
from datetime import date

from hansa.charter.terms import Modality
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.governance.rules.rights import (
    DRAFT_CIRCULARS,
    READ_CIRCULARS,
    SEND_CIRCULARS,
)
from hansa.governance.terms import Entry
from hansa.governance.terms.circulars import (
    SENDING_NAMES,
    CircularAct,
    CircularState,
    Sending,
)
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.periods import Period
from hansa.kernel.text import text

DAYS_MOST, YEAR_FIRST = 366, 1949
UNSENT = frozenset({CircularState.DRAFT, CircularState.FROZEN})
SENT = frozenset({CircularState.SENT})

STATES: Mapping[CircularAct, frozenset[CircularState]] = {
    CircularAct.WORD: UNSENT,
    CircularAct.FREEZE: UNSENT,
    CircularAct.SEND: frozenset({CircularState.FROZEN}),
    CircularAct.ACKNOWLEDGE: SENT,
    CircularAct.CALL: SENT,
    CircularAct.CORRECT: SENT,
}
"""In which states an act has a place."""


def require_reader(actor: Actor, league: str) -> None:
    """Refuse whoever may not see circulars.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, READ_CIRCULARS, Over(league=league))


def may_read(actor: Actor, league: str) -> bool:
    """Tell whether an actor may see circulars."""
    return may(actor, READ_CIRCULARS, Over(league=league))


def may_draft(actor: Actor, over: Over) -> bool:
    """Tell whether an actor may draft the circular of an entry, by whose it is."""
    return may(actor, DRAFT_CIRCULARS, over)


def require_draft(actor: Actor, over: Over) -> None:
    """Refuse whoever does not answer for the entry of a circular.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, DRAFT_CIRCULARS, over)


def may_send(actor: Actor, league: str) -> bool:
    """Tell whether an actor sends circulars to the cities."""
    return may(actor, SEND_CIRCULARS, Over(league=league))


def require_send(actor: Actor, league: str) -> None:
    """Refuse whoever does not send circulars.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, SEND_CIRCULARS, Over(league=league))


def refuse_state(act: CircularAct, state: CircularState) -> None:
    """Refuse an act that has no place where a circular stands.

    Raises:
        Conflict: naming the state.
    """
    if state in STATES[act]:
        return
    if state is CircularState.SENT:
        remedy = text("What was sent is corrected by a circular of its own.")
    elif act is CircularAct.SEND:
        remedy = text("Freeze its text first.")
    else:
        remedy = text("Send it first.")
    raise Conflict(
        "circular-elsewhere",
        text(
            "This cannot be done now: {state}.",
            state=SENDING_NAMES[Sending(state.value)],
        ),
        remedy,
    )


def refuse_entry(entry: Entry, today: date) -> None:
    """Refuse to draft what is not due yet, or was told already outside.

    Raises:
        Refused: the period has not begun, or a circular of it is recorded.
    """
    if entry.window.start > today:
        raise Refused(
            "not-begun",
            text(
                "What this circular tells of begins on {day}.",
                day=entry.window.start.isoformat(),
            ),
            text("Draft it once the period has begun."),
        )
    if entry.actual is not None:
        raise Refused(
            "circular-recorded",
            text(
                "A circular of this period is recorded as sent on {day}.",
                day=entry.actual.start.isoformat(),
            ),
            text("Withdraw that record if it was entered in error."),
        )


def refuse_period(period: Period) -> None:
    """Refuse a period longer than what one circular tells of, or before any agreement.

    Raises:
        Refused: it is longer than a year, or lies too far off.
    """
    days = (period.end - period.start).days
    if days > DAYS_MOST or period.start.year < YEAR_FIRST:
        raise Refused(
            "period-wrong",
            text(
                "A circular tells of at most a year, and of no year before {first}.",
                first=str(YEAR_FIRST),
            ),
            text("Give other days."),
        )


def refuse_day(as_of: date, entry: Entry, today: date) -> None:
    """Refuse to freeze a circular as of a day to come, or before its period.

    Raises:
        Refused: naming the days that are possible.
    """
    if not entry.window.start <= as_of <= today:
        raise Refused(
            "as-of-wrong",
            text("A circular cannot tell how things stood on {day}.", day=str(as_of)),
            text(
                "Give a day from {first} to {last}.",
                first=entry.window.start.isoformat(),
                last=today.isoformat(),
            ),
        )


def standing_of(entry: Entry, today: date, since: date | None) -> Sending:
    """Say how it stands with an entry of which no circular is drafted here."""
    if entry.actual is not None:
        return Sending.SENT
    if today < entry.window.start:
        return Sending.UPCOMING
    if today < entry.window.end:
        return Sending.OPEN
    if since is not None and entry.window.end <= since:
        return Sending.NOT_RECORDED
    return Sending.OVERDUE if entry.modality is Modality.MUST else Sending.LAPSED


def circular_missing() -> Missing:
    """Say that there is no such circular."""
    return Missing(
        "circular-missing",
        text("There is no such circular here."),
        text("Open it from the list of circulars."),
    )
