"""The vocabulary of named works."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hansa.charter.terms import Modality
from hansa.kernel.findings import Position
from hansa.kernel.text import Bilingual, Text, text


class Mode(StrEnum):
    """What a work is made of; half of its key. Source: contracts, section 7."""

    ROAD = "road"
    MOTORWAY = "motorway"
    HSR = "hsr"
    INTERCITY_RAIL = "intercity-rail"
    RAIL = "rail"
    FREIGHT_RAIL = "freight-rail"
    URBAN_RAIL = "urban-rail"
    WATERWAY = "waterway"
    SHIP_LOCK = "ship-lock"
    AIRPORT = "airport"
    AIR_TERMINAL = "air-terminal"
    BUS = "bus"
    FACILITY = "facility"
    PLAN = "plan"


MODE_NAMES: Mapping[Mode, Text] = {
    Mode.ROAD: text("road"),
    Mode.MOTORWAY: text("motorway"),
    Mode.HSR: text("high-speed railway"),
    Mode.INTERCITY_RAIL: text("intercity railway"),
    Mode.RAIL: text("railway"),
    Mode.FREIGHT_RAIL: text("freight railway"),
    Mode.URBAN_RAIL: text("urban rail"),
    Mode.WATERWAY: text("waterway"),
    Mode.SHIP_LOCK: text("ship lock"),
    Mode.AIRPORT: text("airport"),
    Mode.AIR_TERMINAL: text("city air terminal"),
    Mode.BUS: text("bus service"),
    Mode.FACILITY: text("facility"),
    Mode.PLAN: text("plan document"),
}


class WorkKind(StrEnum):
    """Whether something is built, run or written."""

    WORK = "work"
    SERVICE = "service"
    PLAN = "plan"


WORK_KIND_NAMES: Mapping[WorkKind, Text] = {
    WorkKind.WORK: text("what is built"),
    WorkKind.SERVICE: text("what is run"),
    WorkKind.PLAN: text("what is written"),
}


class Stage(StrEnum):
    """The stage ladder, lowest first. Source: contracts, section 7."""

    STUDY = "study"
    SEEK_INCLUSION = "seek-inclusion"
    INCLUDED = "included"
    APPROVAL = "approval"
    APPROVED = "approved"
    BUILDING = "building"
    COMPLETE = "complete"
    OPERATING = "operating"


STAGE_NAMES: Mapping[Stage, Text] = {
    Stage.STUDY: text("preliminary study"),
    Stage.SEEK_INCLUSION: text("seek inclusion in plans"),
    Stage.INCLUDED: text("included in plans"),
    Stage.APPROVAL: text("pre-construction approval"),
    Stage.APPROVED: text("approved"),
    Stage.BUILDING: text("under construction"),
    Stage.COMPLETE: text("completed"),
    Stage.OPERATING: text("in operation"),
}


class WaterwayClass(StrEnum):
    """Technical class of an inland waterway, best first."""

    I = "I"  # noqa: E741 -- the classes are printed as Roman numerals
    II = "II"
    III = "III"
    IV = "IV"
    V = "V"
    VI = "VI"
    VII = "VII"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMention:
    """A mention as the charter states it; line and phrase are the clause's."""

    clause: str
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place of the text that names a work."""

    clause: str
    line: int
    stage: Stage
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The part of a work in one or more cities."""

    name: Bilingual
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedEnd:
    """A printed end date, with how strongly it binds."""

    on: date
    modality: Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassChange:
    """A change of technical class that the text asks for (三改二)."""

    before: WaterwayClass
    after: WaterwayClass


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterWork:
    """A work as ``projects.yaml`` states it.

    Attributes:
        members: cities along the work, in its own direction; not the charter order.
        members_confirmed: False while they rest on public geography alone.
        possible_duplicates: works that may be the same one; counted apart meanwhile.
    """

    id: str
    kind: WorkKind
    mode: Mode
    name: Bilingual
    members: tuple[str, ...]
    members_confirmed: bool
    mentions: tuple[PrintedMention, ...]
    programme: str | None
    assumptions: tuple[str, ...]
    segments: tuple[Segment, ...]
    printed_end: PrintedEnd | None
    class_change: ClassChange | None
    operating_since: date | None
    possible_duplicates: tuple[str, ...]
    note: Bilingual | None
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A named set of works."""

    id: str
    name: Bilingual
    clauses: tuple[str, ...]
    open_list: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedList:
    """A line of the text that lists works; open where it closes with 等."""

    id: str
    line: int
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The file ``projects.yaml``."""

    programmes: tuple[Programme, ...]
    lists: tuple[PrintedList, ...]
    works: tuple[CharterWork, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedStage:
    """The stage that a work or segment was last recorded at, since a day."""

    stage: Stage
    on: date
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A work as asked for: its mentions resolved and one stage shown.

    Attributes:
        stage: the last one recorded, else the printed one; None while mentions disagree
            (``stage-conflict`` in ``findings``) and nothing is recorded.
        printed_stage: None where the mentions disagree.
        recorded: None where nothing is recorded.
        segment_stages: what is recorded of each segment, in their order.
        age_months: whole months since signing, for a work that must begin or go on
            without a printed date; None for others, and once it is complete.
        programme: the programme's id; None outside any.
        open_list: whether a list that names it accepts later additions.
        namesakes: works of the same name in another mode.
        findings: codes of what is unclear about it.
    """

    id: str
    kind: WorkKind
    mode: Mode
    name: Bilingual
    members: tuple[str, ...]
    members_confirmed: bool
    mentions: tuple[Mention, ...]
    stage: Stage | None
    printed_stage: Stage | None
    recorded: ReachedStage | None
    segment_stages: tuple[ReachedStage | None, ...]
    age_months: int | None
    programme: str | None
    programme_name: Bilingual | None
    assumptions: tuple[str, ...]
    segments: tuple[Segment, ...]
    printed_end: PrintedEnd | None
    class_change: ClassChange | None
    operating_since: date | None
    open_list: bool
    namesakes: tuple[str, ...]
    possible_duplicates: tuple[str, ...]
    findings: tuple[str, ...]
    note: Bilingual | None


FINDING_NAMES: Mapping[str, Text] = {
    "stage-conflict": text("named at two stages"),
    "namesake": text("same name in another mode"),
    "possible-duplicate": text("possible duplicate"),
    "members-to-confirm": text("member cities to be confirmed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFilter:
    """What to select; None lets everything pass. ``programme`` is an id or a name."""

    line: int | None = None
    programme: str | None = None
    stage: Stage | None = None
    kind: WorkKind | None = None
    mode: Mode | None = None
    member: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """Selected works, with the number of their mentions that pass the filters."""

    works: tuple[Work, ...]
    mentions: int
