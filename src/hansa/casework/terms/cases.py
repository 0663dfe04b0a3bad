"""Cases: who is in them, what happened, and how they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hansa.casework.terms.types import CaseType, Silence, Until
from hansa.duties.terms.duties import Reason
from hansa.kernel.text import Bilingual, Text, text


class CaseState(StrEnum):
    """How a case stands on a day."""

    AWAITING = "awaiting-reply"
    IN_HAND = "in-hand"
    PREPARED = "awaiting-approval"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


ENDED = frozenset({CaseState.CLOSED, CaseState.WITHDRAWN})
UNDECIDED = frozenset({CaseState.AWAITING, CaseState.IN_HAND, CaseState.PREPARED})

STATE_NAMES: Mapping[CaseState, Text] = {
    CaseState.AWAITING: text("awaiting a reply"),
    CaseState.IN_HAND: text("awaiting a decision"),
    CaseState.PREPARED: text("awaiting approval"),
    CaseState.DECIDED: text("decided"),
    CaseState.CLOSED: text("closed"),
    CaseState.WITHDRAWN: text("withdrawn"),
}


class CaseEventKind(StrEnum):
    """What may happen in a case."""

    OPENED = "opened"
    REPLIED = "replied"
    DOCUMENT = "document"
    ESCALATED = "escalated"
    PREPARED = "prepared"
    SENT_BACK = "sent-back"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


CASE_EVENT_NAMES: Mapping[CaseEventKind, Text] = {
    CaseEventKind.OPENED: text("case opened"),
    CaseEventKind.REPLIED: text("replied"),
    CaseEventKind.DOCUMENT: text("document added"),
    CaseEventKind.ESCALATED: text("put to the next level"),
    CaseEventKind.PREPARED: text("decision prepared"),
    CaseEventKind.SENT_BACK: text("sent back to be prepared anew"),
    CaseEventKind.DECIDED: text("decided"),
    CaseEventKind.CLOSED: text("case closed"),
    CaseEventKind.WITHDRAWN: text("case withdrawn"),
    CaseEventKind.REOPENED: text("case reopened"),
}


class PartyStance(StrEnum):
    """How a party replies."""

    AGREES = "agrees"
    OBJECTS = "objects"
    STATES = "states"


STANCE_NAMES: Mapping[PartyStance, Text] = {
    PartyStance.AGREES: text("agrees"),
    PartyStance.OBJECTS: text("objects"),
    PartyStance.STATES: text("states its view"),
}


class CaseAct(StrEnum):
    """What somebody may do in a case, by the word in its address."""

    REPLY = "reply"
    DOCUMENT = "document"
    ESCALATE = "escalate"
    DECIDE = "decide"
    APPROVE = "approve"
    SEND_BACK = "send-back"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who is in a case.

    Attributes:
        member: the city; None for an account or office of the league's own.
        name: an institution of it, as people call it; empty for the city itself.
    """

    role: str
    member: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDraft:
    """A case as somebody states it.

    Attributes:
        objects: ids of what it is about, such as a window or a row.
        amount_fen: zero or more; None where the case is not about money.
        about_on: the day of what it is about, from which a limit counts; None for none.
        source: a key of the context that opens it, so that it is opened once; empty for a
            person's own act.
    """

    type: str
    parties: tuple[Party, ...]
    subject: Text | Bilingual | str
    words: str = ""
    objects: tuple[str, ...] = ()
    amount_fen: int | None = None
    about_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a party answers.

    Attributes:
        party: its place among the parties, from 1.
        on: the day it was given; None for the day it is recorded.
    """

    party: int
    stance: PartyStance = PartyStance.STATES
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """Something that happened in a case; never changed once recorded.

    Attributes:
        number: from 1 within the case; 0 for what silence did and no tick recorded yet.
        party: place of the party that acted, from 1; None for nobody's.
        paper: id of the document that it adds, by the type; empty for any other.
        clock: the clock whose running out did it; empty for an act of somebody.
        evidence: the paper shown where it was entered on behalf of an office.
    """

    number: int
    kind: CaseEventKind
    on: date
    recorded_at: datetime | None
    actor: str = ""
    authority: str = ""
    party: int | None = None
    note: str = ""
    reference: str = ""
    paper: str = ""
    file: UUID | None = None
    stance: PartyStance | None = None
    decision: str = ""
    body: str = ""
    clock: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A clock of a case, for one party or body, in the current round.

    Attributes:
        key: tells it from every other clock of the case, for good.
        party: place of the party awaited; None where a body is.
        body: the body awaited; None where a party is, or the office alone.
        ended_by: number of the event that ended it; None while it runs.
        withdrawn: whether it ended because the case was withdrawn.
        provisional: whether it rests on working days whose notice is not published.
        is_over: whether its last day has passed without an answer, on the day asked.
        days_left: to its last day; negative past it; None once it ended.
    """

    key: str
    clock: str
    name: Bilingual
    until: Until
    silence: Silence
    party: int | None
    body: str | None
    from_on: date
    due_on: date
    provisional: bool
    ended_on: date | None
    ended_by: int | None
    withdrawn: bool
    is_over: bool
    days_left: int | None
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a case stands on a day.

    Attributes:
        events: what had happened by then, what silence did among it.
        body: before which it stands; None where the type has no ladder.
        replies: the last reply of each party in this round, by its place.
        unheard: places of parties whose reply is awaited and whose time still runs.
        prepared: the decision that awaits a second person.
        decision: the decision in force.
        due_on: the last day of the clock that ends first; None while none runs.
    """

    state: CaseState
    round: int
    rung: int
    body: str | None
    clocks: tuple[Running, ...]
    events: tuple[CaseEvent, ...]
    replies: Mapping[int, CaseEvent]
    unheard: tuple[int, ...]
    prepared: CaseEvent | None
    decision: CaseEvent | None
    due_on: date | None
    days_left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case as lists show it, on the day asked.

    Attributes:
        late_days: how long after its limit it was opened; None where it was in time.
        subject: as stated; texts of other contexts stay translatable.
    """

    id: UUID
    league: str
    year: int
    number: int
    kind: CaseType
    subject: Text | Bilingual | str
    words: str
    objects: tuple[str, ...]
    amount_fen: int | None
    about_on: date | None
    source: str
    parties: tuple[Party, ...]
    opened_on: date
    opened_at: datetime
    opened_by: str
    authority: str
    late_days: int | None
    standing: Standing
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDecided:
    """Event: a case was decided, by somebody or by silence."""

    league: str
    case: str
    type: str
    source: str
    decision: str
    by_silence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed:
    """Event: a case was closed or withdrawn; ``decision`` is empty for the latter."""

    league: str
    case: str
    type: str
    source: str
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened:
    """Event: a case was taken up again; what was decided no longer stands."""

    league: str
    case: str
    type: str
    source: str
