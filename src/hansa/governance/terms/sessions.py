"""The vocabulary of sessions: how one lives from its convening to its closing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hansa.governance.terms import Body, Holder, Seat
from hansa.governance.terms.consultations import Heard
from hansa.governance.terms.dockets import DocketClass, Item, Lack, Stance, Tally
from hansa.governance.terms.experts import Advice
from hansa.governance.terms.levels import Level
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, Text, text


class SessionState(StrEnum):
    """Where a session stands."""

    CONVENED = "convened"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


SESSION_STATE_NAMES: Mapping[SessionState, Text] = {
    SessionState.CONVENED: text("session convened"),
    SessionState.OPEN: text("in session"),
    SessionState.CLOSED: text("session closed"),
    SessionState.CANCELLED: text("session cancelled"),
}

LIVE = frozenset({SessionState.CONVENED, SessionState.OPEN})


class StepKind(StrEnum):
    """What happened to a session."""

    CONVENED = "convened"
    INVITED = "invited"
    MOVED = "moved"
    PUT = "put"
    AMENDED = "amended"
    WITHDRAWN = "withdrawn"
    CARRIED = "carried"
    ATTENDED = "attended"
    REPORTED = "reported"
    OPENED = "opened"
    CALLED = "called"
    DRAWN = "drawn"
    ADVISED = "advised"
    TREATED = "treated"
    DISPOSED = "disposed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


STEP_NAMES: Mapping[StepKind, Text] = {
    StepKind.CONVENED: text("The session was convened"),
    StepKind.INVITED: text("The notice was issued, with its invitations"),
    StepKind.MOVED: text("Days, place or host were changed"),
    StepKind.PUT: text("An item was put on the docket"),
    StepKind.AMENDED: text("An item was amended"),
    StepKind.WITHDRAWN: text("An item was withdrawn"),
    StepKind.CARRIED: text("An item came from an earlier docket"),
    StepKind.ATTENDED: text("Attendance was recorded"),
    StepKind.REPORTED: text("The state of an earlier decision was heard"),
    StepKind.OPENED: text("The session was opened"),
    StepKind.CALLED: text("An item was called"),
    StepKind.DRAWN: text("A panel of experts was drawn"),
    StepKind.ADVISED: text("The opinion of an expert was attached"),
    StepKind.TREATED: text("The treatment of an opinion was noted"),
    StepKind.DISPOSED: text("An item ended"),
    StepKind.CLOSED: text("The session was closed"),
    StepKind.CANCELLED: text("The session was cancelled"),
}


class Presence(StrEnum):
    """How a seat or an invitee stands to a session: the reply, then what happened."""

    COMING = "coming"
    DECLINED = "declined"
    PRESENT = "present"
    ALTERNATE = "alternate"
    EXCUSED = "excused"
    ABSENT = "absent"


PRESENCE_NAMES: Mapping[Presence, Text] = {
    Presence.COMING: text("replied: will come"),
    Presence.DECLINED: text("replied: cannot come"),
    Presence.PRESENT: text("present"),
    Presence.ALTERNATE: text("represented by an alternate"),
    Presence.EXCUSED: text("excused"),
    Presence.ABSENT: text("absent"),
}

THERE = frozenset({Presence.PRESENT, Presence.ALTERNATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDraft:
    """A session that is to be convened.

    Attributes:
        days: half-open.
        year: the year it counts for; None for that of its first day.
        ad_hoc: called for its own sake; fills no place in the calendar.
        host: None for the member whose turn it is.
        document: the notice, and the paper of whatever departs from the agreement.
        reason: why it departs.
    """

    body: str
    days: Period
    level: Level | None = None
    year: int | None = None
    ad_hoc: bool = False
    host: str | None = None
    place: Bilingual | None = None
    document: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Other days, another place or another host, with the paper that says so."""

    days: Period
    host: str | None
    place: Bilingual | None
    document: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Who opens a session; None for whoever chairs by the agreement.

    Attributes:
        document: the paper by which the chair was delegated.
    """

    chair: Holder | None = None
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How one seat, or one invitee, stands to a session.

    Attributes:
        seat: None for an invitee.
        invitee: as it is invited; empty for a seat.
        who: who came, by office; for a seat of open number all of them.
        document: the paper that sends an alternate or excuses somebody.
    """

    presence: Presence
    seat: Seat | None = None
    invitee: str = ""
    who: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that happened to a session, and by whom."""

    number: int
    kind: StepKind
    at: datetime
    actor: str
    authority: str
    evidence: str | None
    words: str
    item: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """A session as lists show it.

    Attributes:
        entry: id of the calendar entry that it fills; None for an ad hoc one.
        chair: who chairs by the agreement; None where it names nobody.
        opened_by: who did open it.
        record: id of the record of the meeting, once it is closed.
    """

    id: UUID
    league: str
    body: str
    level: Level | None
    year: int
    entry: str | None
    days: Period
    host: str | None
    place: Bilingual | None
    chair: Holder | None
    document: str
    reason: str
    state: SessionState
    opened_by: Holder | None
    opened_document: str
    opened_at: datetime | None
    closed_at: datetime | None
    record: UUID | None
    convened_by: str
    authority: str
    convened_at: datetime
    revision: int

    @property
    def ad_hoc(self) -> bool:
        """Whether it fills no place in the calendar."""
        return self.entry is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Who came, seat by seat.

    Attributes:
        marks: every seat and invitee that something is known of.
        named: seats of a stated number; ``there`` of them were filled.
        vacant: named seats that nobody filled, in charter order.
    """

    marks: tuple[Mark, ...]
    named: int
    there: int
    vacant: tuple[Seat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionDraft:
    """What a city, named by its id, says to an item."""

    member: str
    stance: Stance
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How an earlier session left a matter."""

    session: SessionLine
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An item with what the members said to it and whether its decision stands.

    Attributes:
        adopted: None while nothing is decided.
    """

    item: Item
    tally: Tally
    adopted: bool | None


class Progress(StrEnum):
    """How far a decision is carried out."""

    NOT_BEGUN = "not-begun"
    IN_HAND = "in-hand"
    DONE = "done"


PROGRESS_NAMES: Mapping[Progress, Text] = {
    Progress.NOT_BEGUN: text("not begun"),
    Progress.IN_HAND: text("being carried out"),
    Progress.DONE: text("carried out"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A decision of the last session, and what this one heard of it; None for nothing."""

    decision: Item
    progress: Progress | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSheet:
    """A session with its docket, its seats and what is missing before it is closed.

    Attributes:
        body: as the charter of its first day knows it.
        classes: those of its level, each with how many items stand in it.
        reports: on the decisions of the last session, where it hears of them.
        advised: what experts contribute, by item.
        heard: whether the public was heard, by item.
        lacks: what keeps it from being closed.
        remarks: what to know, and nothing waits for.
        current: the item that was called last; None before the first one.
    """

    line: SessionLine
    body: Body
    parties: tuple[str, ...]
    seats: tuple[Seat, ...]
    invitees: tuple[Bilingual, ...]
    items: tuple[Weighed, ...]
    attendance: Attendance
    classes: tuple[tuple[DocketClass, int], ...]
    reports: tuple[Report, ...]
    lacks: tuple[Lack, ...]
    remarks: tuple[Lack, ...]
    steps: tuple[Step, ...]
    advised: Mapping[UUID, Advice]
    heard: Mapping[UUID, Heard]
    current: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter:
    """Which sessions a list shows; None shows all."""

    year: int | None = None
    body: str | None = None
    state: SessionState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision that stands, of a session that is closed."""

    item: Item
    session: UUID
    on: date


class SessionAct(StrEnum):
    """What is done to a session or to an item of it."""

    PUT = "put"
    ATTEND = "attend"
    REPORT = "report"
    OPEN = "open"
    CLOSE = "close"
    MOVE = "move"
    CANCEL = "cancel"


class ItemStep(StrEnum):
    """What is done to one item."""

    CALL = "call"
    POSITION = "position"
    DISPOSE = "dispose"
    AMEND = "amend"
    WITHDRAW = "withdraw"
