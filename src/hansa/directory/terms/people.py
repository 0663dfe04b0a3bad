"""The vocabulary of people: units, persons, postings and the systems that units run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hansa.directory.terms.offices import Office
from hansa.kernel.findings import Finding
from hansa.kernel.text import Bilingual, Text, text


class UnitKind(StrEnum):
    """What sort of unit it is."""

    LIAISON_BODY = "liaison-body"
    OFFICE = "office"
    DEPARTMENT = "department"
    INSTITUTION = "institution"
    PLATFORM_OPERATOR = "platform-operator"


UNIT_KIND_NAMES: Mapping[UnitKind, Text] = {
    UnitKind.LIAISON_BODY: text("liaison body"),
    UnitKind.OFFICE: text("administrative office"),
    UnitKind.DEPARTMENT: text("department"),
    UnitKind.INSTITUTION: text("institution"),
    UnitKind.PLATFORM_OPERATOR: text("platform operator"),
}


class PostingKind(StrEnum):
    """In which way somebody stands somewhere."""

    OFFICE = "office"
    SECONDMENT = "secondment"
    FOCAL_POINT = "focal-point"
    LEAD = "lead"
    DELEGATION = "delegation"


Label = Text | Bilingual
POSTING_NOUNS: Mapping[PostingKind, Text] = {
    PostingKind.OFFICE: text("office held"),
    PostingKind.SECONDMENT: text("secondment"),
    PostingKind.FOCAL_POINT: text("focal point"),
    PostingKind.LEAD: text("lead"),
    PostingKind.DELEGATION: text("delegation"),
}

RECORD_TITLES: Mapping[PostingKind, Text] = {
    PostingKind.OFFICE: text("Record who holds an office"),
    PostingKind.SECONDMENT: text("Record {noun}", noun=text("secondment")),
    PostingKind.FOCAL_POINT: text("Record a focal point"),
    PostingKind.LEAD: text("Record a lead"),
    PostingKind.DELEGATION: text("Record a delegation"),
}

POSTING_KIND_NAMES: Mapping[PostingKind, Text] = {
    PostingKind.OFFICE: text("holds an office"),
    PostingKind.SECONDMENT: text("secondment"),
    PostingKind.FOCAL_POINT: text("focal point"),
    PostingKind.LEAD: text("leads a body"),
    PostingKind.DELEGATION: text("acts by delegation"),
}


class SystemStatus(StrEnum):
    """How far a named system has come."""

    PLANNED = "planned"
    BUILDING = "building"
    RUNNING = "running"
    SUSPENDED = "suspended"
    STOPPED = "stopped"


SYSTEM_STATUS_NAMES: Mapping[SystemStatus, Text] = {
    SystemStatus.PLANNED: text("planned"),
    SystemStatus.BUILDING: text("being built"),
    SystemStatus.RUNNING: text("running"),
    SystemStatus.SUSPENDED: text("suspended"),
    SystemStatus.STOPPED: text("stopped"),
}


class Lack(StrEnum):
    """What a city lacks to be reached."""

    LIAISON_BODY = "liaison-body"
    PERSON = "person"


class SystemLack(StrEnum):
    """What is not known of a named system."""

    RECORD = "record"
    OWNER = "owner"
    SERVICE_LEVEL = "service-level"
    STATUS = "status"


SYSTEM_LACK_NAMES: Mapping[SystemLack, Text] = {
    SystemLack.RECORD: text("any record"),
    SystemLack.OWNER: text("owner"),
    SystemLack.SERVICE_LEVEL: text("service level"),
    SystemLack.STATUS: text("status"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nouns:
    """An agreement's own words; None where it has none.

    Attributes:
        office: its executive body, such as 协同发展办公室 or 秘书处.
        secondment: lending people to it, such as 派驻 or 抽调.
    """

    office: Bilingual | None
    secondment: Bilingual | None


NO_NOUNS = Nouns(office=None, secondment=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What the versions of a charter name, by id, for whatever is recorded against them.

    Attributes:
        members: every city that any version names, a former member too; charter order.
        bodies: every body; charter order.
        domains: every field of cooperation; charter order.
        nouns: what the agreement itself calls what has a general word here.
    """

    members: Mapping[str, Bilingual]
    bodies: Mapping[str, Bilingual]
    domains: Mapping[str, Bilingual]
    nouns: Nouns = NO_NOUNS

    @property
    def posting_kinds(self) -> Mapping[PostingKind, Label]:
        """How postings are named in this league."""
        return self._named(POSTING_KIND_NAMES)

    @property
    def posting_nouns(self) -> Mapping[PostingKind, Label]:
        """How one posting is named in this league, within a sentence."""
        return self._named(POSTING_NOUNS)

    @property
    def record_titles(self) -> Mapping[PostingKind, Text]:
        """What recording a posting is called in this league."""
        if self.nouns.secondment is None:
            return RECORD_TITLES
        own = text("Record {noun}", noun=self.nouns.secondment)
        return {**RECORD_TITLES, PostingKind.SECONDMENT: own}

    def _named(self, names: Mapping[PostingKind, Text]) -> Mapping[PostingKind, Label]:
        if self.nouns.secondment is None:
            return names
        return {**names, PostingKind.SECONDMENT: self.nouns.secondment}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How a unit or person is reached; empty where it is not known."""

    phone: str
    mail: str


NO_CONTACT = Contact(phone="", mail="")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit as it is on a day.

    Attributes:
        member: its city; None for the league's own.
        name: what it is called on the day asked.
        parent: id of the unit above it; None where there is none.
        body: the body of the charter that it stands for; None for none.
        domain: the field it answers for; None where it is bound to none.
        contact: None where the reader may not see it.
        closed_on: first day without it; None while it stands.
        successor: id of the unit that took over when it was closed; None for none.
    """

    id: str
    member: str | None
    kind: UnitKind
    name: Bilingual
    parent: str | None
    body: str | None
    domain: str | None
    contact: Contact | None
    opened_on: date
    closed_on: date | None
    successor: str | None
    revision: int

    def stands_on(self, day: date) -> bool:
        """Tell whether the unit is there on a day."""
        return self.opened_on <= day and (
            self.closed_on is None or day < self.closed_on
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNameLine:
    """What a unit is called from a day on, until its next name."""

    name: Bilingual
    from_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """Somebody reachable, known by title.

    Attributes:
        member: the city; None for the league's own staff.
        unit: id of the unit; None where none is known.
        contact: None where the reader may not see it.
        left_on: first day without that person; None while there.
        authority: the office in whose name the person was entered; empty where that was
            not kept yet.
        recorded_at: when; None as above.
    """

    id: str
    member: str | None
    unit: str | None
    title: Bilingual
    contact: Contact | None
    left_on: date | None
    revision: int
    authority: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingLine:
    """Who stands where from when to when.

    Attributes:
        member: the city that it concerns; None for the league's own.
        person, title: who; None where only a unit is named.
        unit, unit_name: which unit; None where only a person is named.
        office: the office held; None for other kinds.
        body: the body it is about; None for none.
        domain: the field; for a focal point None means all fields.
        full_time: says something of secondments only.
        delegated_by, delegated_title: whose place is taken; None for other kinds.
        to_on: first day after it; None while it lasts.
        document: the paper it rests on; empty for none.
        file: id of the filed paper; None for none.
        authority: the office in whose name it was entered.
        evidence: the paper of an entry on behalf of that office; None for the others.
        withdrawn_at: when it was marked as entered in error; None where it stands.
    """

    id: str
    kind: PostingKind
    member: str | None
    person: str | None
    title: Bilingual | None
    unit: str | None
    unit_name: Bilingual | None
    office: Office | None
    body: str | None
    domain: str | None
    full_time: bool
    delegated_by: str | None
    delegated_title: Bilingual | None
    from_on: date
    to_on: date | None
    document: str
    file: str | None
    recorded_by: str
    authority: str
    evidence: str | None
    recorded_at: datetime
    withdrawn_at: datetime | None

    def runs_on(self, day: date) -> bool:
        """Tell whether the posting holds on a day."""
        return self.from_on <= day and (self.to_on is None or day < self.to_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPoint:
    """Whom a city is reached through in a field.

    Attributes:
        domain: None where that person answers for all fields.
        unit, unit_name: the unit that stands behind; None where none is named.
    """

    posting: str
    member: str
    domain: str | None
    person: str
    title: Bilingual
    unit: str | None
    unit_name: Bilingual | None
    from_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalGap:
    """A vacancy: what a city lacks; ``domain`` None where it concerns all fields."""

    member: str
    domain: str | None
    lack: Lack


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDetails:
    """What may be changed of a unit beside its names and its end; as in ``UnitLine``."""

    kind: UnitKind
    parent: str | None = None
    body: str | None = None
    domain: str | None = None
    contact: Contact = NO_CONTACT
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDraft:
    """A unit to be opened; ``member`` None for one of the league's own."""

    member: str | None
    name: Bilingual
    details: UnitDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The end of a unit: first day without it, and who takes over, if anybody."""

    on: date
    successor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetails:
    """What may be changed of a person; as in ``PersonLine``.

    Attributes:
        namesake: whoever enters it knows that the city has another person of this title.
    """

    title: Bilingual
    unit: str | None = None
    contact: Contact = NO_CONTACT
    namesake: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft:
    """A person to be added; ``member`` None for the league's own staff."""

    member: str | None
    details: PersonDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingDraft:
    """A posting to be recorded; as in ``PostingLine``."""

    kind: PostingKind
    member: str | None = None
    person: str | None = None
    unit: str | None = None
    office: Office | None = None
    body: str | None = None
    domain: str | None = None
    full_time: bool = True
    delegated_by: str | None = None
    from_on: date
    to_on: date | None = None
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDraft:
    """What is known of a named system; None or empty where something is not known yet.

    Attributes:
        owner: id of the unit that answers for it.
        service_level: what is promised to whoever uses it.
        address: where it is found.
    """

    system: str
    owner: str | None = None
    service_level: str = ""
    status: SystemStatus | None = None
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemRecordLine:
    """The latest record of a named system; fields as in ``SystemDraft``."""

    owner: str | None
    owner_name: Bilingual | None
    service_level: str
    status: SystemStatus | None
    address: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemLine:
    """A named system with what is known of it and what is not.

    Attributes:
        part_of: id of the system it belongs to; None for one that stands by itself.
        open_list: whether the text leaves room for further parts of it (等).
        record: None where nothing was recorded.
        revision: how often it was recorded; 0 where it never was.
        lacks: what is still to be said; empty for a system that is fully described.
        findings: one that says what is lacking; none for a system fully described.
    """

    system: str
    name: Bilingual
    part_of: str | None
    open_list: bool
    record: SystemRecordLine | None
    revision: int
    lacks: tuple[SystemLack, ...]
    findings: tuple[Finding, ...]
