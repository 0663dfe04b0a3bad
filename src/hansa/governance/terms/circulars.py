"""The vocabulary of circulars: drafted from records, frozen, sent, acknowledged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from hansa.charter.terms import Modality
from hansa.duties.terms.tallies import Tally
from hansa.governance.terms import Entry
from hansa.governance.terms.compliance import Counted
from hansa.governance.terms.sessions import Progress
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, Text, text


class CircularState(StrEnum):
    """Where a circular stands that Hansa drafts."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SENT = "sent"


class Sending(StrEnum):
    """How it stands with what the calendar asks to be told."""

    OVERDUE = "overdue"
    LAPSED = "lapsed"
    OPEN = "open"
    DRAFT = "draft"
    FROZEN = "frozen"
    SENT = "sent"
    UPCOMING = "upcoming"
    NOT_RECORDED = "not-recorded"
    UNTOLD = "untold"


SENDING_NAMES: Mapping[Sending, Text] = {
    Sending.OVERDUE: text("overdue"),
    Sending.LAPSED: text("reminder"),
    Sending.OPEN: text("in hand"),
    Sending.DRAFT: text("circular drafted"),
    Sending.FROZEN: text("text frozen"),
    Sending.SENT: text("circular sent"),
    Sending.UPCOMING: text("upcoming"),
    Sending.NOT_RECORDED: text("not recorded"),
    Sending.UNTOLD: text("nothing recorded"),
}


class CircularAct(StrEnum):
    """What is done to a circular."""

    WORD = "word"
    FREEZE = "freeze"
    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    CALL = "call"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMeeting:
    """A meeting of the period, as it was recorded."""

    body: str
    days: Period
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionState:
    """A decision with the last that a closed session heard of it; None for nothing."""

    body: str
    year: int
    number: int
    title: str
    due_on: date | None
    progress: Progress | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a circular tells, as it was known at an instant.

    Attributes:
        bodies: ids of the body itself and of those that answer to it, in charter order.
        names: of bodies and cities, as they were called then.
        meetings: of each body that the calendar asks for meetings, held and asked of the
            year, as the list of bodies counts them.
        held: the meetings of the period, in date order.
        decisions: those adopted in the period, and older ones that were not carried out
            before it began.
        tally: the duties of these bodies that fell due in the period.
    """

    bodies: tuple[str, ...]
    names: Mapping[str, Bilingual]
    meetings: Mapping[str, Counted]
    held: tuple[HeldMeeting, ...]
    decisions: tuple[DecisionState, ...]
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a circular is put together from, beside the figures.

    Attributes:
        corrects: reference of the circular that it puts right; empty for none.
        lines: the paragraphs of that one, to say what is different now.
        known_at: None while it is not frozen.
    """

    league: str
    entry: str
    body: Bilingual
    title: str
    period: Period
    as_of: date
    known_at: datetime | None
    words: str
    reference: str
    issuer: str
    issued_on: date | None
    corrects: str
    reason: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Circular:
    """A circular that Hansa drafts.

    Attributes:
        corrects: the circular that it puts right; None for the first one of its entry.
        corrected_by: the one that puts it right.
        as_of: the day whose state it tells; None before it is frozen.
        known_at: the instant that hides what was recorded later; None before.
    """

    id: UUID
    league: str
    entry: str
    body: str
    year: int
    period: Period
    corrects: UUID | None
    corrected_by: UUID | None
    reason: str
    words: str
    state: CircularState
    as_of: date | None
    known_at: datetime | None
    number: int | None
    reference: str
    digest: str
    record: UUID | None
    drafted_by: str
    authority: str
    drafted_at: datetime
    sent_at: datetime | None
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """What one city did with a circular that was sent to it.

    Attributes:
        notice: the notice that brought it, which the city signs for.
        own: whether the reader signs for that city.
        at: when it was signed for; None while it is not.
        how: words for the way it was.
    """

    member: str
    notice: UUID
    own: bool
    at: datetime | None
    by: str
    office: str
    how: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularSheet:
    """A circular with its text and what the reader may know of its acknowledgement.

    Attributes:
        entry: what the calendar asks for.
        corrected: reference of the circular that it puts right; empty for none.
        content: the text, as it was frozen, or as it would be now.
        intact: whether what is stored still has its fingerprint; None before it is frozen.
        repeats: whether the records as of then still give the same text, byte for byte.
        cities: of those whose acknowledgement the reader may see.
        counted: how many acknowledged, of how many.
    """

    line: Circular
    entry: Entry
    title: Text
    corrected: str
    content: Mapping[str, Any]
    intact: bool | None
    repeats: bool | None
    cities: tuple[Acknowledgement, ...]
    counted: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularLine:
    """What the calendar asks to be told, with the circular that tells it.

    Attributes:
        id: of the circular; None where nothing is drafted here, or nothing to see.
        reference: of what was sent; empty for none.
        sent_on: also where it was sent outside and recorded.
        correction: whether it puts another one right.
        may_draft: whether the reader may draft it.
    """

    entry: str
    body: str
    year: int
    title: Text
    window: Period
    modality: Modality
    clauses: tuple[str, ...]
    state: Sending
    id: UUID | None = None
    reference: str = ""
    sent_on: date | None = None
    acknowledged: Counted | None = None
    correction: bool = False
    may_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularFilter:
    """Which circulars a list shows; None shows all, of the year that is asked for."""

    year: int
    body: str | None = None
    state: Sending | None = None
