"""What the API of duties sends and takes."""

from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from django.utils import translation
from ninja import Field, Schema

from hansa.charter.terms import Modality
from hansa.chassis.files import Upload
from hansa.chassis.language import CHINESE, ENGLISH, render
from hansa.chassis.plain import plain
from hansa.chassis.wire import (
    LINE,
    PARAGRAPHS,
    ClockTime,
    FileIn,
    NameOut,
    SentIn,
)
from hansa.duties.services.acts import Recorded
from hansa.duties.terms.duties import (
    Duty,
    DutyLine,
    DutyState,
    EventKind,
    Inbox,
    Light,
    Matrix,
    Source,
)
from hansa.duties.terms.requests import RequestSheet, Vacancy

FIRST_DAY, LAST_DAY = date(1949, 1, 1), date(2199, 12, 31)

Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Word = Annotated[str, Field(max_length=60, pattern=LINE)]
Line = Annotated[str, Field(max_length=200, pattern=LINE)]
Words = Annotated[str, Field(max_length=4000, pattern=PARAGRAPHS)]
Revision = Annotated[int, Field(ge=1, le=2**31 - 1)]


class DutyFindingOut(Schema):
    """Something to know about a duty that stops nothing."""

    code: str
    message: str


class DutyOut(Schema):
    """A duty as it stands on the day asked; ``due_on`` is the day in force."""

    id: UUID
    key: str
    generation: int
    source: Source
    series: str
    request: UUID | None
    title: NameOut
    member: str | None
    unit: UUID | None
    body: str | None
    domain: str | None
    owed_to: str
    modality: Modality
    clauses: list[str]
    assumptions: list[str]
    findings: list[DutyFindingOut]
    window_start: date | None
    due_on: date | None
    original_due_on: date | None
    due_time: time | None
    done_on: date | None
    state: DutyState
    light: Light
    days_late: int | None
    days_left: int | None
    age_months: int | None
    provisional: bool
    opened_at: datetime
    changed_at: datetime
    revision: int


class EventOut(Schema):
    """Something that happened to a duty; ``withdrawn_at`` marks an error."""

    number: int
    kind: EventKind
    on: date
    recorded_at: datetime
    actor: str
    authority: str
    unit: UUID | None
    note: str
    until: date | None
    document: str
    file: UUID | None
    answers: int | None
    withdrawn_at: datetime | None


class PartOut(Schema):
    """What was handed on to one unit, and what came back."""

    id: UUID
    duty: UUID
    unit: UUID
    words: str
    due_on: date | None
    handed_by: str
    handed_at: datetime
    signed_at: datetime | None
    returned_at: datetime | None
    returned_by: str
    returned_words: str
    returned_file: UUID | None
    sent_back_words: str
    taken_back_at: datetime | None
    revision: int


class InputOut(Schema):
    """One thing that went into an answer."""

    label: str
    value: str


class DutyReasonOut(Schema):
    """Why a duty stands as it does."""

    sentence: str
    inputs: list[InputOut]
    clauses: list[str]
    assumptions: list[str]


class DutySheetOut(Schema):
    """A duty with all that happened to it."""

    duty: DutyOut
    reason: DutyReasonOut
    events: list[EventOut]
    parts: list[PartOut]
    extensions: int
    supersedes: UUID | None
    superseded_by: UUID | None


class StateCountOut(Schema):
    """How many duties are in one state."""

    state: DutyState
    count: int


class RecordedOut(Schema):
    """An act as it was kept, and the duty as it stands now."""

    event: int
    findings: list[DutyFindingOut]
    duty: DutyOut


class ActIn(SentIn):
    """What every act takes; ``office`` and ``evidence`` enter it on behalf (代录).

    Without a number the file is the scan of that office's paper.
    """

    revision: Revision
    note: Words = ""
    document: Line = ""
    file: FileIn | None = None
    office: Line = ""
    evidence: Line = ""

    def upload(self) -> Upload | None:
        """Give the file, if one was sent."""
        return self.file.upload() if self.file else None


class EventIn(ActIn):
    """Something that happened to a duty, of a kind that people record.

    ``on`` is the day it happened, today where it is left out; ``until`` the day that an
    extension asks for or grants; ``number`` the event that is returned or answered;
    ``level`` the layer a matter is put to.
    """

    kind: EventKind
    on: Day | None = None
    until: Day | None = None
    number: int | None = Field(None, ge=1, le=2**31 - 1)
    level: Word = ""


class HandingIn(SentIn):
    """What one unit is asked to do."""

    unit: UUID
    words: Words = ""
    due_on: Day | None = None


class HandOnIn(SentIn):
    """To whom a duty is handed on."""

    revision: Revision
    parts: list[HandingIn] = Field(min_length=1, max_length=100)


class SignPartIn(SentIn):
    """The scan of a unit's paper, where no number of it is named."""

    file: FileIn | None = None


class ReturnIn(SentIn):
    """What a unit gives back; ``office`` and ``evidence`` enter it on behalf (代录).

    Without a number the file is the scan of that unit's paper.
    """

    revision: Revision
    words: Words = ""
    file: FileIn | None = None
    office: Line = ""
    evidence: Line = ""

    def upload(self) -> Upload | None:
        """Give the file, if one was sent."""
        return self.file.upload() if self.file else None


class SendBackIn(SentIn):
    """What a unit is to complete in its return."""

    revision: Revision
    words: Words


class MergeIn(ActIn):
    """Which returns are merged, and the city's answer."""

    parts: list[UUID] = Field(min_length=1, max_length=100)
    on: Day | None = None


class RequestIn(SentIn):
    """What is asked of several cities; no ``members`` asks all."""

    title: str = Field(min_length=1, max_length=200, pattern=LINE)
    title_en: str = Field(default="", max_length=200, pattern=LINE)
    words: Words = ""
    members: list[Word] = Field(default_factory=list, max_length=100)
    due_on: Day
    due_time: ClockTime | None = None
    clause: Word | None = None
    domain: Word | None = None
    vacancy: Vacancy = Vacancy.REFUSE
    file: FileIn | None = None


class WithdrawalIn(SentIn):
    """Why a request is withdrawn, by whoever saw this revision."""

    revision: Revision
    reason: Words


class RequestOut(Schema):
    """A request, with the answers that one may see counted."""

    id: UUID
    year: int
    number: int
    title: str
    title_en: str
    words: str
    clause: str | None
    domain: str | None
    due_on: date
    due_time: time | None
    file: UUID | None
    issued_by: str
    authority: str
    issued_at: datetime
    closed_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal_reason: str
    members: list[str]
    done: int
    total: int
    missing: list[str]
    report: str
    revision: int


class ReplyOut(Schema):
    """What one city owes on a request and what it answered."""

    duty: DutyOut
    answer: EventOut | None
    reminders: int


class RequestSheetOut(Schema):
    """A request with every answer beside the others."""

    request: RequestOut
    replies: list[ReplyOut]


class RemindedOut(Schema):
    """How many reminders were written."""

    reminders: int


class CellOut(Schema):
    """What one city owes in one series."""

    member: str
    state: DutyState
    light: Light
    done: int
    total: int


class MatrixRowOut(Schema):
    """One series across the cities."""

    series: str
    source: str
    title: NameOut
    request: UUID | None
    due_on: date | None
    due_time: time | None
    age_months: int | None
    cells: list[CellOut | None]
    done: int
    total: int
    missing: list[str]


class MatrixOut(Schema):
    """Who owes what: the columns, then the rows."""

    members: list[str]
    rows: list[MatrixRowOut]


class PartAndDutyOut(Schema):
    """A part with its duty."""

    part: PartOut
    duty: DutyOut


class EventAndDutyOut(Schema):
    """An event with its duty."""

    event: EventOut
    duty: DutyOut


class InboxOut(Schema):
    """What waits for whoever asks."""

    sentence: str
    gaps: list[MatrixRowOut]
    sent_back: list[EventAndDutyOut]
    today: list[DutyOut]
    total: int
    next: list[DutyOut]
    next_gaps: list[MatrixRowOut]
    parts: list[PartAndDutyOut]
    to_merge: list[DutyOut]
    to_answer: list[EventAndDutyOut]


def name_of(title: Any) -> dict[str, str]:
    """Give a title in both languages, whatever it is kept as."""
    said = {}
    for field, language in (("zh", CHINESE), ("en", ENGLISH)):
        with translation.override(language):
            said[field] = render(title)
    return said


def duty_wire(line: DutyLine) -> dict[str, Any]:
    """Give a duty as it is sent."""
    return {**plain(line), "title": name_of(line.title)}


def sheet_wire(duty: Duty) -> dict[str, Any]:
    """Give a duty with all that happened to it as it is sent."""
    reason = plain(duty.reason)
    inputs = [{"label": label, "value": value} for label, value in reason["inputs"]]
    return {
        **plain(duty),
        "duty": duty_wire(duty.line),
        "reason": {**reason, "inputs": inputs},
    }


def recorded_wire(recorded: Recorded, line: DutyLine) -> dict[str, Any]:
    """Give an act as it was kept."""
    return {
        "event": recorded.number,
        "findings": plain(recorded.findings),
        "duty": duty_wire(line),
    }


def matrix_wire(matrix: Matrix) -> dict[str, Any]:
    """Give who owes what as it is sent."""
    rows = [{**plain(row), "title": name_of(row.title)} for row in matrix.rows]
    return {"members": plain(matrix.members), "rows": rows}


def inbox_wire(inbox: Inbox) -> dict[str, Any]:
    """Give an inbox as it is sent."""
    return {
        **plain(inbox),
        "gaps": [{**plain(row), "title": name_of(row.title)} for row in inbox.gaps],
        "next_gaps": [
            {**plain(row), "title": name_of(row.title)} for row in inbox.next_gaps
        ],
        "today": [duty_wire(line) for line in inbox.today],
        "next": [duty_wire(line) for line in inbox.next],
        "to_merge": [duty_wire(line) for line in inbox.to_merge],
        "parts": [
            {"part": plain(part), "duty": duty_wire(line)} for part, line in inbox.parts
        ],
        "sent_back": [
            {"event": plain(event), "duty": duty_wire(line)}
            for event, line in inbox.sent_back
        ],
        "to_answer": [
            {"event": plain(event), "duty": duty_wire(line)}
            for event, line in inbox.to_answer
        ],
    }


def request_wire(sheet: RequestSheet) -> dict[str, Any]:
    """Give a request with its answers as it is sent."""
    return {
        "request": plain(sheet.line),
        "replies": [
            {
                "duty": duty_wire(reply.duty),
                "answer": plain(reply.answer),
                "reminders": reply.reminders,
            }
            for reply in sheet.replies
        ],
    }
