"""The vocabulary of duties: where they come from, what happens to them, how they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from hansa.charter.terms import Modality
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, Text, text

LEAGUE_OFFICE = "office"
"""To whom a duty is owed, where it is the league's own office or secretariat."""

UNDATED = date(9999, 12, 31)
"""Where lists sort duties that have no due day: after all others."""


class Source(StrEnum):
    """Where a duty comes from."""

    CALENDAR = "calendar"
    REQUEST = "request"
    ALARM = "alarm"
    CASE = "case"
    MINUTES = "minutes"
    AGREEMENT = "agreement"
    MANUAL = "manual"


class DutyState(StrEnum):
    """How a duty stands on a day, most pressing first. Source: contracts, section 6."""

    OVERDUE = "overdue"
    LAPSED = "lapsed"
    DUE_SOON = "due-soon"
    TARGET_MISSED = "target-missed"
    NO_MOVEMENT = "no-movement"
    OPEN = "open"
    UPCOMING = "upcoming"
    DORMANT = "dormant"
    DONE = "done"
    DONE_LATE = "done-late"
    WAIVED = "waived"
    NOT_RECORDED = "not-recorded"
    SUPERSEDED = "superseded"


class Light(StrEnum):
    """The colour beside a state; shape and word always stand with it."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


class EventKind(StrEnum):
    """What may happen to a duty."""

    OPENED = "opened"
    EVIDENCE = "evidence"
    EVIDENCE_RETURNED = "evidence-returned"
    WAIVED = "waived"
    CALLED_OFF = "called-off"
    TRIGGERED = "triggered"
    SUPERSEDED = "superseded"
    EXTENSION_REQUESTED = "extension-requested"
    EXTENSION_GRANTED = "extension-granted"
    EXTENSION_REFUSED = "extension-refused"
    HANDED_ON = "handed-on"
    SIGNED_FOR = "signed-for"
    RETURNED = "returned"
    PART_SENT_BACK = "part-sent-back"
    TAKEN_BACK = "taken-back"
    MERGED = "merged"
    REMINDED = "reminded"
    LETTER = "letter"
    ESCALATED = "escalated"
    ANSWERED = "answered"
    NOTED = "noted"
    UNIT_CHANGED = "unit-changed"


class Act(StrEnum):
    """What somebody may do with a duty on its page."""

    REPORT = "report"
    MERGE = "merge"
    HAND_ON = "hand-on"
    SEND_BACK = "send-back"
    EXTEND = "extend"
    GRANT = "grant"
    REFUSE = "refuse"
    WAIVE = "waive"
    TRIGGER = "trigger"
    ESCALATE = "escalate"
    ANSWER = "answer"
    NOTE = "note"


STATE_NAMES: Mapping[DutyState, Text] = {
    DutyState.UPCOMING: text("upcoming"),
    DutyState.OPEN: text("in hand"),
    DutyState.DUE_SOON: text("due soon"),
    DutyState.OVERDUE: text("overdue"),
    DutyState.LAPSED: text("reminder"),
    DutyState.TARGET_MISSED: text("target missed (decided at a higher level)"),
    DutyState.NO_MOVEMENT: text("no movement yet"),
    DutyState.DONE: text("done"),
    DutyState.DONE_LATE: text("done late"),
    DutyState.WAIVED: text("waived"),
    DutyState.SUPERSEDED: text("ended by a change of rules"),
    DutyState.NOT_RECORDED: text("not recorded"),
    DutyState.DORMANT: text("condition not met yet"),
}

LIGHTS: Mapping[DutyState, Light] = {
    DutyState.UPCOMING: Light.GREY,
    DutyState.OPEN: Light.GREY,
    DutyState.DUE_SOON: Light.AMBER,
    DutyState.OVERDUE: Light.RED,
    DutyState.LAPSED: Light.AMBER,
    DutyState.TARGET_MISSED: Light.AMBER,
    DutyState.NO_MOVEMENT: Light.GREY,
    DutyState.DONE: Light.GREEN,
    DutyState.DONE_LATE: Light.GREEN,
    DutyState.WAIVED: Light.GREY,
    DutyState.SUPERSEDED: Light.GREY,
    DutyState.NOT_RECORDED: Light.GREY,
    DutyState.DORMANT: Light.GREY,
}
"""Red is kept for what must be done and is not; nothing else is ever red."""

LATE = frozenset(
    {
        DutyState.OVERDUE,
        DutyState.LAPSED,
        DutyState.TARGET_MISSED,
        DutyState.NO_MOVEMENT,
    }
)
"""Past the due day in force, and not settled; only the first is a breach."""

DUE = LATE | {DutyState.DUE_SOON, DutyState.OPEN}
"""What has its time now."""

PRESSING = frozenset({DutyState.OVERDUE, DutyState.LAPSED, DutyState.DUE_SOON})
"""What somebody must see to today: targets and trials that were missed wait for others."""

DONE = frozenset({DutyState.DONE, DutyState.DONE_LATE})

SETTLED = DONE | {DutyState.WAIVED, DutyState.SUPERSEDED, DutyState.NOT_RECORDED}
"""What asks for nothing any more."""

SOURCE_NAMES: Mapping[Source, Text] = {
    Source.CALENDAR: text("calendar of the agreement"),
    Source.REQUEST: text("request of the office"),
    Source.ALARM: text("alarm"),
    Source.CASE: text("case"),
    Source.MINUTES: text("minutes of a session"),
    Source.AGREEMENT: text("agreement to be signed"),
    Source.MANUAL: text("entered by hand"),
}

EVENT_NAMES: Mapping[EventKind, Text] = {
    EventKind.OPENED: text("opened"),
    EventKind.EVIDENCE: text("reported with evidence"),
    EventKind.EVIDENCE_RETURNED: text("evidence returned for completion"),
    EventKind.WAIVED: text("waived by decision"),
    EventKind.CALLED_OFF: text("the request was withdrawn"),
    EventKind.TRIGGERED: text("condition met"),
    EventKind.SUPERSEDED: text("ended by a change of rules"),
    EventKind.EXTENSION_REQUESTED: text("extension asked for"),
    EventKind.EXTENSION_GRANTED: text("extension granted"),
    EventKind.EXTENSION_REFUSED: text("extension refused"),
    EventKind.HANDED_ON: text("handed on"),
    EventKind.SIGNED_FOR: text("signed for"),
    EventKind.RETURNED: text("returned by the unit"),
    EventKind.PART_SENT_BACK: text("sent back to the unit for completion"),
    EventKind.TAKEN_BACK: text("taken back"),
    EventKind.MERGED: text("returns merged"),
    EventKind.REMINDED: text("reminded"),
    EventKind.LETTER: text("letter of reminder"),
    EventKind.ESCALATED: text("put to the next level"),
    EventKind.ANSWERED: text("answered"),
    EventKind.NOTED: text("noted"),
    EventKind.UNIT_CHANGED: text("moved to another unit"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFinding:
    """Something to know about a duty that stops nothing; ``code`` is stable."""

    code: str
    message: Text


NO_UNIT = DutyFinding(
    code="no-unit",
    message=text("No unit is known for it, so it falls to the office."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDraft:
    """A duty as its source states it, before it is kept.

    Attributes:
        key: id of the calendar entry or record; one duty of a league at a time has it.
        series: what repeats from city to city or year to year; a row of the matrix.
        owed_to: a member, a body, or ``LEAGUE_OFFICE``.
        member: the city that owes it; None for the league's own.
        unit: the directory's unit it falls to; None leaves it to the office.
        window: half-open; it is due on its last day. None for an undated duty.
        since: the day from which the age of an undated duty counts; None from opening.
        due_time: the hour of the due day; None for its end.
        request: the request of the office that it answers; None where it answers none.
    """

    key: str
    series: str
    title: Text | Bilingual | str
    owed_to: str
    modality: Modality
    clauses: tuple[str, ...]
    request: UUID | None = None
    member: str | None = None
    unit: str | None = None
    body: str | None = None
    domain: str | None = None
    assumptions: tuple[str, ...] = ()
    window: Period | None = None
    since: date | None = None
    due_time: time | None = None
    findings: tuple[DutyFinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What opening drafts did.

    Attributes:
        not_opened: keys of drafts whose clause only encourages or states.
    """

    opened: int
    superseded: int
    unchanged: int
    not_opened: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something recorded in another context that settles a duty.

    Attributes:
        key: of the duty.
        record: id of what shows it; a duty has one fact for each record.
    """

    key: str
    record: str
    on: date
    document: str = ""
    note: str = ""
    file_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """An alarm as it is kept, for whoever raised it.

    Attributes:
        settled: whether anything says that it asks for nothing more.
        settled_by: id of a record that stands as its evidence; None where none does.
    """

    key: str
    settled: bool
    settled_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a duty.

    Attributes:
        number: from 1 within the duty.
        on: the day it counts from, such as the day of the evidence.
        until: the due day that an extension asks for or grants.
        answers: the number of the event it replies to.
        content: what only its kind has.
        withdrawn_at: when it was taken back as entered in error.
    """

    number: int
    kind: EventKind
    on: date
    recorded_at: datetime
    actor: str = ""
    authority: str = ""
    unit: str | None = None
    note: str = ""
    until: date | None = None
    document: str = ""
    file: UUID | None = None
    answers: int | None = None
    content: Mapping[str, Any] = field(default_factory=dict)
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a liaison handed on to one unit of the city, and what came back.

    Attributes:
        returned_words: of the latest return, also of one that was sent back.
        sent_back_words: what the liaison misses in the return that was sent back; empty
            where none was, or the unit has returned it anew.
    """

    id: UUID
    duty: UUID
    unit: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """A duty as lists show it, on the day asked.

    Attributes:
        generation: counts from 1; the charter moved what came before.
        due_on: the due day in force on that day; None for an undated one.
        original_due_on: as the source states it; no extension changes it.
        days_late: past the due day in force, or between it and the evidence; None where
            it is not late.
        days_left: to the due day in force; None where it is past, settled or undated.
        age_months: whole months since an undated duty began; None for dated ones.
        provisional: whether it rests on working days whose notice is not published.
    """

    id: UUID
    league: str
    key: str
    generation: int
    source: Source
    series: str
    request: UUID | None
    title: Text | Bilingual | str
    member: str | None
    unit: str | None
    body: str | None
    domain: str | None
    owed_to: str
    modality: Modality
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]
    findings: tuple[DutyFinding, ...]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a duty stands as it does: the rule, what went into it, the clauses."""

    sentence: Text
    inputs: tuple[tuple[Text, Text | str], ...]
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty with all that happened to it.

    Attributes:
        extensions: how often an extension was granted.
        asked: the extension that waits for an answer; None where none does.
        supersedes, superseded_by: the duty before and after it in a chain of changes.
    """

    line: DutyLine
    reason: Reason
    events: tuple[Event, ...]
    parts: tuple[Part, ...]
    extensions: int
    asked: Event | None
    supersedes: UUID | None
    superseded_by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """What a question about states rests on, counted once for all duties it is asked of.

    Attributes:
        as_of: the day asked; what is dated after it does not count.
        known_at: hides what was recorded later; None hides nothing.
        in_service_since: the first day whose duties count; None where all do.
        opens_until: a window that begins by then is open.
        soon_until: a due day up to then is due soon.
        published: years whose notice of working days is known.
        signed_on: the day the first version takes effect; before it nobody owes anything.
    """

    as_of: date
    known_at: datetime | None
    in_service_since: date | None
    opens_until: date
    soon_until: date
    published: frozenset[int]
    signed_on: date | None = None


class SortKey(StrEnum):
    """What a list of duties may be ordered by."""

    DUE = "due"
    MEMBER = "member"
    STATE = "state"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """By what a list is ordered, and which way; equal ones by due day, then id."""

    key: SortKey = SortKey.DUE
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which duties a list shows; None and empty show all.

    Attributes:
        words: each must stand in the title, in either language, or in the key.
        due_from, due_to: both included, of the due day now in force.
        without_unit: only what falls to the office for want of a unit.
    """

    states: frozenset[DutyState] = frozenset()
    member: str | None = None
    unit: str | None = None
    body: str | None = None
    domain: str | None = None
    modality: Modality | None = None
    source: Source | None = None
    series: str | None = None
    request: UUID | None = None
    words: str = ""
    due_from: date | None = None
    due_to: date | None = None
    without_unit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one city owes in one series: its worst state, and how many are done.

    Attributes:
        due_on: the earliest due day in force of what is due; None where none has one.
    """

    member: str
    state: DutyState
    light: Light
    due_on: date | None
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One series across the cities, in charter order.

    Attributes:
        cells: None where a city owes nothing in it.
        due_on: the earliest due day in force of what is due; None where none has one.
        due_time: the hour of that day; None for its end.
        days_late, days_left: since that day, or to it; the other one is None.
        age_months: whole months since the oldest undated one began; None for dated ones.
        done, total: cities that owe nothing any more, of those that owed.
        missing: the other cities.
        pressing: ids of the duties that ask for something now; at most so many.
    """

    series: str
    source: Source
    title: Text | Bilingual | str
    request: UUID | None
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]
    due_on: date | None
    due_time: time | None
    days_late: int | None
    days_left: int | None
    age_months: int | None
    cells: tuple[Cell | None, ...]
    done: int
    total: int
    missing: tuple[str, ...]
    pressing: tuple[UUID, ...]

    @property
    def state(self) -> DutyState | None:
        """The most pressing state of any city; only a must is ever overdue."""
        states = {cell.state for cell in self.cells if cell is not None}
        return next((state for state in DutyState if state in states), None)

    @property
    def presses(self) -> bool:
        """Whether some city must see to it today: by its day, or as an alarm says so."""
        states = {cell.state for cell in self.cells if cell is not None}
        alarmed = self.source is Source.ALARM and self.due_on is None
        return bool(states & PRESSING) or (alarmed and DutyState.OPEN in states)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Who owes what: series by cities."""

    members: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """What waits for one actor.

    Attributes:
        sentence: the answer to “what do I do this morning?”.
        gaps: for the office, series in which something pressing is missing from a city.
        sent_back: what was reported and returned for completion: with which words, and
            the duty.
        today: what else is pressing, by due day; at most so many.
        total: how many gaps and duties under today there are, shown or not.
        next: what is in hand or begins soon and falls due within two months.
        next_gaps: for the office, series that cities owe within two months, none
            pressing yet.
        parts: what was handed on to the actor's unit and not returned, with its duty.
        to_merge: duties of the actor's city whose units have returned something.
        to_answer: extensions asked for and matters put higher, with their duty.
        matrix: who owes what, as far as the actor may see it.
    """

    sentence: Text
    gaps: tuple[MatrixRow, ...]
    sent_back: tuple[tuple[Event, DutyLine], ...]
    today: tuple[DutyLine, ...]
    total: int
    next: tuple[DutyLine, ...]
    next_gaps: tuple[MatrixRow, ...]
    parts: tuple[tuple[Part, DutyLine], ...]
    to_merge: tuple[DutyLine, ...]
    to_answer: tuple[tuple[Event, DutyLine], ...]
    matrix: Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """What is missing from whom, this morning: a sentence, then a row for each series."""

    sentence: Text
    rows: tuple[MatrixRow, ...]
