"""The vocabulary of bodies, turns and calendar entries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hansa.charter.terms import Modality
from hansa.directory.terms.offices import Office
from hansa.governance.terms.dockets import Docket
from hansa.governance.terms.levels import LEVEL_NAMES as LEVEL_NAMES
from hansa.governance.terms.levels import Level as Level
from hansa.governance.terms.participation import Participation
from hansa.kernel.findings import Position
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, Text, text


class BodyType(StrEnum):
    """What a body is for."""

    DECISION = "decision"
    COORDINATION = "coordination"
    EXECUTIVE = "executive"
    WORKING_GROUP = "working-group"
    PROGRAMME = "programme"
    ADVISORY = "advisory"
    PREDECESSOR = "predecessor"
    PRESIDENCY = "presidency"
    MEMBERSHIP = "membership"
    CITY = "city"
    PLATFORM = "platform"
    ALLIANCE = "alliance"


class EntryKind(StrEnum):
    """What the calendar asks for."""

    MEETING = "meeting"
    CIRCULAR = "circular"


class Every(StrEnum):
    """The part of a year in which a cadence repeats."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"


class Per(StrEnum):
    """Who each holds one of a body's seats."""

    MEMBER = "member"
    GROUP = "group"
    LEAGUE = "league"


class Turn(StrEnum):
    """Which turn an office is taken from."""

    CURRENT = "current"
    PREVIOUS = "previous"


class Act(StrEnum):
    """Acts that only certain bodies or levels may do."""

    DECIDE = "decide"
    SIGN_AGREEMENT = "sign-agreement"
    JOINT_APPLICATION = "joint-application"
    SET_DOCKET = "set-docket"
    ESCALATE = "escalate"


class Provenance(StrEnum):
    """How it is known in which year something happened."""

    PRINTED = "printed"
    INFERRED = "inferred"


class OrderClaim(StrEnum):
    """What the text says of the order in which members take their turn."""

    PINYIN_INITIALS = "pinyin-initials"


KIND_NAMES: Mapping[EntryKind, Text] = {
    EntryKind.MEETING: text("meeting"),
    EntryKind.CIRCULAR: text("circular"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """Who takes the turn, and when.

    Attributes:
        opens_on: the first day that has a member in turn.
        founding: the member that serves the first term outside the cycle, or None.
        order: the printed order; normative, never sorted.
        next: the member that begins after this version takes effect; None for the one
            after the last host.
        turns_month, turns_day: the day of the year on which the turn passes on.
        claim: what the text says of the order; None where it says nothing.
        assumptions: readings it rests on beside those of single entries.
    """

    name: Bilingual
    office: Office
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]
    opens_on: date
    founding: str | None
    order: tuple[str, ...]
    next: str | None
    turns_month: int
    turns_day: int
    claim: OrderClaim | None
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundingSession:
    """The first session, as the text reports it; it stands outside the cadences."""

    body: str
    level: Level | None
    start: date
    end: date
    year_provenance: Provenance
    place: Bilingual | None
    document: str
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRule:
    """Who sits in a body; ``count`` None leaves the number open."""

    office: Office
    per: Per
    count: int | None
    level: Level | None
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeOf:
    """An office of the member in turn, this year's or last year's."""

    office: Office
    turn: Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """A printed rhythm of meetings or circulars of one body.

    Attributes:
        every: the period in which it repeats.
        month: the month of the year it is bound to; None for the whole period.
        times: entries in each period, one or more.
        hosted: whether the member in turn hosts it.
        chair, convener: whose office it is; None where the text names nobody.
    """

    kind: EntryKind
    every: Every
    month: int | None
    times: int
    level: Level | None
    modality: Modality
    hosted: bool
    chair: OfficeOf | None
    convener: OfficeOf | None
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """One task of a body, with the clause that gives it."""

    clause: str
    title: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Competence:
    """An act that a body may do, at a level where the text names one."""

    act: Act
    level: Level | None
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a body sits, and with which unit.

    Attributes:
        rotates: whether a charter claims that it moves with the turn, which is refused.
    """

    member: str
    unit: Bilingual
    rotates: bool
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A conference, group, office or committee of the league.

    Attributes:
        parent: the body it answers to; None only for the highest and for predecessors.
        succeeds: the body whose open matters it takes over.
        established_on, dissolved_on: its life; None where the text gives no end of it.
        condition: the printed word that its creation waits for (适时); None if it stands.
        domain: the field it works in; None where it is not bound to one.
        programme: the named programme it serves; None where there is none.
        followed_by: the bodies that take over; the first has what is open on its docket.
        quiet: a whole period of this kind without a meeting is told; None for none.
        docket: what it deals with, and how; None where the text says nothing of it.
    """

    id: str
    name: Bilingual
    type: BodyType
    layer: str
    parent: str | None
    succeeds: str | None
    proposed_on: date | None
    established_on: date | None
    dissolved_on: date | None
    condition: str | None
    domain: str | None
    programme: str | None
    followed_by: tuple[str, ...]
    quiet: Every | None
    location: Location | None
    invitees: tuple[Bilingual, ...]
    seats: tuple[SeatRule, ...]
    cadences: tuple[Cadence, ...]
    mandates: tuple[Mandate, ...]
    competences: tuple[Competence, ...]
    docket: Docket | None
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One working group of a set; dates left out are those of the set."""

    id: str
    name: Bilingual
    domain: str | None
    established_on: date | None
    dissolved_on: date | None
    followed_by: tuple[str, ...]
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSet:
    """Working groups that share one statute."""

    declared: int | None
    layer: str
    parent: str
    open_list: bool
    established_on: date | None
    seats: tuple[SeatRule, ...]
    cadences: tuple[Cadence, ...]
    mandates: tuple[Mandate, ...]
    docket: Docket | None
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]
    list: tuple[GroupLine, ...]
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secondment:
    """How many people each member lends to the league's office.

    Attributes:
        name: what the agreement calls it, such as 派驻 or 抽调.
    """

    name: Bilingual
    to: str
    least: int
    most: int | None
    full_time: bool
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPoints:
    """What liaison each member must name."""

    bodies: int
    people: int
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLevel:
    """One level of the allocation of tasks; ``gap`` where its tasks are not printed."""

    id: str
    name: Bilingual
    clauses: tuple[str, ...]
    tasks: tuple[Bilingual, ...]
    gap: str | None
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statute:
    """The file ``governance.yaml``.

    Attributes:
        cadences_from: first year in which the cadences hold; None for the first year of
            the first version.
        required_types: organs without which the league is not complete.
        participation: None where the public and associations are given no days.
    """

    rotation: Rotation
    founding_session: FoundingSession | None
    cadences_from: int | None
    required_types: tuple[BodyType, ...]
    bodies: tuple[Body, ...]
    groups: GroupSet | None
    secondment: Secondment | None
    focal_points: FocalPoints | None
    task_levels: tuple[TaskLevel, ...]
    participation: Participation | None = None

    def all_bodies(self) -> tuple[Body, ...]:
        """List every body, the working groups of the set among them, in charter order."""
        if self.groups is None:
            return self.bodies
        return (
            *self.bodies,
            *(_as_body(self.groups, line) for line in self.groups.list),
        )


def _as_body(groups: GroupSet, line: GroupLine) -> Body:
    return Body(
        id=line.id,
        name=line.name,
        type=BodyType.WORKING_GROUP,
        layer=groups.layer,
        parent=groups.parent,
        succeeds=None,
        proposed_on=None,
        established_on=line.established_on or groups.established_on,
        dissolved_on=line.dissolved_on,
        condition=None,
        domain=line.domain,
        programme=None,
        followed_by=line.followed_by,
        quiet=None,
        location=None,
        invitees=(),
        seats=groups.seats,
        cadences=groups.cadences,
        mandates=groups.mandates,
        competences=(),
        docket=groups.docket,
        clauses=groups.clauses,
        assumptions=groups.assumptions,
        at=line.at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StatuteInForce:
    """A statute with the members of its version and the day it takes effect."""

    effective_from: date
    number: int | None
    members: tuple[str, ...]
    statute: Statute
    names: Mapping[str, Bilingual] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stint:
    """One member's turn over a period of days."""

    period: Period
    member: str
    founding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An office of one member, as chair or convener."""

    member: str
    office: Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One place in a session; ``count`` None is an open number of people."""

    member: str | None
    body: str | None
    office: Office
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actual:
    """What was recorded of an entry, as it happened."""

    start: date
    end: date
    host: str | None
    chair: Holder | None
    place: Bilingual | None
    document: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One meeting or circular that the agreement asks for. Source: contracts, 5."""

    id: str
    year: int
    body: str
    level: Level | None
    kind: EntryKind
    number: int
    window: Period
    host: str | None
    chair: Holder | None
    convener: Holder | None
    seats: tuple[Seat, ...]
    modality: Modality
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]
    actual: Actual | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a member is in turn on a day: the rule, its inputs and the clauses."""

    member: str
    on: date
    sentence: Text
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnYear:
    """One year of the rotation as a table row."""

    year: int
    member: str
    founding: bool
