"""What the API of sessions sends and takes."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from hansa.chassis.wire import LINE, PARAGRAPHS, Day, FileIn, NameOut
from hansa.directory.terms.offices import Office
from hansa.governance.api.calendars import HolderOut, SeatOut
from hansa.governance.api.records import HolderIn, PlaceIn
from hansa.governance.terms import Level
from hansa.governance.terms.dockets import (
    Delivery,
    Disposal,
    ItemAct,
    ItemDraft,
    Outcome,
    Stance,
    Standing,
    Urgent,
)
from hansa.governance.terms.sessions import (
    Presence,
    Progress,
    SessionState,
    StepKind,
)

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")]
Line = Annotated[str, Field(max_length=200, pattern=LINE)]
Reason = Annotated[str, Field(max_length=400, pattern=PARAGRAPHS)]
Words = Annotated[str, Field(max_length=4000, pattern=PARAGRAPHS)]
Revision = Annotated[int, Field(ge=1, le=2**31 - 1)]
UnitId = Annotated[str, Field(max_length=40, pattern=LINE)]
Year = Annotated[int, Field(ge=1, le=9998)]


class SessionOut(Schema):
    """A session as lists give it; ``end`` is the day after its last one."""

    id: UUID
    league: str
    body: str
    level: Level | None
    year: int
    entry: str | None
    ad_hoc: bool
    start: date
    end: date
    host: str | None
    place: NameOut | None
    chair: HolderOut | None
    document: str
    reason: str
    state: SessionState
    opened_by: HolderOut | None
    opened_document: str
    opened_at: datetime | None
    closed_at: datetime | None
    record: UUID | None
    convened_by: str
    authority: str
    convened_at: datetime
    revision: int


class CityPositionOut(Schema):
    """What a city said to one wording of an item."""

    member: str
    stance: Stance
    words: str
    wording: int
    given_by: str
    authority: str
    evidence: str | None
    given_at: datetime
    replaced_at: datetime | None


class UrgentOut(Schema):
    """The paper that put an item on a docket without clearance, and why."""

    document: str
    reason: str


class ItemOut(Schema):
    """An item of a docket; ``session`` null while it waits for one."""

    id: UUID
    session: UUID | None
    body: str
    level: Level | None
    place: int
    class_id: str
    act: ItemAct
    title: NameOut
    title_en: str
    words: str
    source: str
    proposer: str | None
    cities: list[str]
    standing: Standing | None
    cleared_by: UUID | None
    urgent: UrgentOut | None
    carried_from: UUID | None
    wording: int
    outcome: Outcome | None
    outcome_words: str
    outcome_words_en: str
    lead: str | None
    units: list[str]
    due_on: date | None
    principle_only: bool
    number: int | None
    withdrawn: str
    withdrawn_at: datetime | None
    revision: int
    positions: list[CityPositionOut]


class RoundOut(Schema):
    """How an earlier session left a matter."""

    session: SessionOut
    item: ItemOut


class WeighedOut(ItemOut):
    """An item with what the members said to the wording that stands."""

    consensus_asked: bool
    consents: list[str]
    objections: list[str]
    reserves: list[str]
    missing: list[str]
    adopted: bool | None


class DecisionOut(ItemOut):
    """A decision that stands; ``on`` is the first day of its session."""

    on: date


class ClassCountOut(Schema):
    """A class of matters, and how many items of the docket stand in it."""

    id: str
    title: NameOut
    items: int


class SeatMarkOut(Schema):
    """How a seat, or an invitee, stands to a session."""

    seat: SeatOut | None
    invitee: str
    presence: Presence
    who: str
    document: str


class AttendanceOut(Schema):
    """Named seats that were filled, of all there are."""

    named: int
    there: int
    vacant: list[SeatOut]
    marks: list[SeatMarkOut]


class ReportOut(Schema):
    """What a session heard of a decision of the last one."""

    decision: UUID
    number: int | None
    title: NameOut
    progress: Progress | None
    words: str


class LackOut(Schema):
    """What is missing before a session is closed, or to be known of it."""

    code: str
    message: str
    item: int | None
    clauses: list[str]


class SessionStepOut(Schema):
    """Something that happened to a session."""

    number: int
    kind: StepKind
    at: datetime
    actor: str
    authority: str
    evidence: str | None
    words: str
    item: UUID | None


class SessionSheetOut(SessionOut):
    """A session with its docket, its seats and what is missing."""

    parties: list[str]
    seats: list[SeatOut]
    invitees: list[NameOut]
    items: list[WeighedOut]
    classes: list[ClassCountOut]
    attendance: AttendanceOut
    reports: list[ReportOut]
    lacks: list[LackOut]
    remarks: list[LackOut]
    steps: list[SessionStepOut]
    current: UUID | None


class SessionIn(Schema, extra="forbid"):
    """A session to be convened; ``end`` is the day after its last one."""

    body: Slug
    start: Day
    end: Day | None = None
    level: Level | None = None
    year: Year | None = None
    ad_hoc: bool = False
    host: Slug | None = None
    place: PlaceIn | None = None
    document: Line = ""
    reason: Reason = ""


class MoveIn(Schema, extra="forbid"):
    """Other days, another place or another host."""

    revision: Revision
    start: Day
    end: Day | None = None
    host: Slug | None = None
    place: PlaceIn | None = None
    document: Line = ""
    reason: Reason = ""


class CancelIn(Schema, extra="forbid"):
    """Why a session is cancelled, or an item withdrawn."""

    revision: Revision
    reason: Reason


class OpenIn(Schema, extra="forbid"):
    """Who opens a session; without a chair whoever chairs by the agreement."""

    revision: Revision
    chair: HolderIn | None = None
    document: Line = ""


class CloseIn(Schema, extra="forbid"):
    """Closing: the revision that was seen."""

    revision: Revision


class SeatIn(Schema, extra="forbid"):
    """A seat of the session: of a city, or of a group."""

    member: Slug | None = None
    body: Slug | None = None
    office: Office


class SeatMarkIn(Schema, extra="forbid"):
    """How a seat, or an invitee, stands to the session."""

    seat: SeatIn | None = None
    invitee: Line = ""
    presence: Presence
    who: Line = ""
    document: Line = ""


class AttendanceIn(Schema, extra="forbid"):
    """Who comes, or came."""

    revision: Revision
    marks: Annotated[list[SeatMarkIn], Field(min_length=1, max_length=500)]


class SessionReportIn(Schema, extra="forbid"):
    """How far a decision of the last session is carried out."""

    decision: UUID
    progress: Progress
    words: Words = ""


class UrgentIn(Schema, extra="forbid"):
    """The paper of the urgent route, and the reason."""

    document: Line
    reason: Reason


class ItemIn(Schema, extra="forbid"):
    """An item as it is put."""

    class_id: Annotated[str, Field(max_length=60, pattern=LINE)]
    act: ItemAct = ItemAct.STUDY
    title: Annotated[str, Field(min_length=1, max_length=200, pattern=LINE)]
    title_en: Line = ""
    words: Words = ""
    source: Line = ""
    proposer: Slug | None = None
    cities: Annotated[tuple[Slug, ...], Field(max_length=100)] = ()
    cleared_by: UUID | None = None
    urgent: UrgentIn | None = None

    def draft(self) -> ItemDraft:
        """Give it as services take it."""
        urgent = self.urgent
        return ItemDraft(
            class_id=self.class_id,
            act=self.act,
            title=self.title,
            title_en=self.title_en,
            words=self.words,
            source=self.source,
            proposer=self.proposer,
            cities=self.cities,
            cleared_by=self.cleared_by,
            urgent=Urgent(document=urgent.document, reason=urgent.reason)
            if urgent
            else None,
        )


class WaitingItemIn(ItemIn, extra="forbid"):
    """An item for the next session of a body."""

    body: Slug
    level: Level | None = None


class ItemChangeIn(ItemIn, extra="forbid"):
    """An item as it is to stand."""

    revision: Revision


class CityPositionIn(Schema, extra="forbid"):
    """What a city says; ``office`` and ``evidence`` enter it on behalf (代录)."""

    revision: Revision
    member: Line
    stance: Stance
    words: Words = ""
    office: Line = ""
    evidence: Line = ""
    file: FileIn | None = None


class DisposalIn(Schema, extra="forbid"):
    """How an item ends; a decision says who carries it out and by when."""

    revision: Revision
    outcome: Outcome
    words: Words
    words_en: Words = ""
    lead: UnitId | None = None
    units: Annotated[tuple[UnitId, ...], Field(max_length=100)] = ()
    due_on: Day | None = None
    principle_only: bool = False

    def disposal(self) -> Disposal:
        """Give it as services take it."""
        return Disposal(
            outcome=self.outcome,
            words=self.words,
            words_en=self.words_en,
            delivery=Delivery(
                lead=self.lead,
                units=self.units,
                due_on=self.due_on,
                principle_only=self.principle_only,
            ),
        )
