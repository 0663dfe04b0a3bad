"""The vocabulary of the charter context: clauses, members, instruments, versions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from hansa.kernel.findings import Finding, Position
from hansa.kernel.shapes import Log, Shape
from hansa.kernel.text import Bilingual, Text, text


class Kind(StrEnum):
    """What a clause asks of the software."""

    SERVICE = "service"
    RULE = "rule"
    DOCUMENT = "document"
    WORK = "work"
    DECLARATORY = "declaratory"


class Modality(StrEnum):
    """How strongly a clause binds, strongest first."""

    MUST = "must"
    IN_PRINCIPLE = "in-principle"
    GRADUAL = "gradual"
    STRIVE = "strive"
    EXPLORE = "explore"
    ENCOURAGE = "encourage"
    CONDITIONAL = "conditional"
    NONE = "none"


KIND_NAMES: Mapping[Kind, Text] = {
    Kind.SERVICE: text("service"),
    Kind.RULE: text("rule"),
    Kind.DOCUMENT: text("document"),
    Kind.WORK: text("named work"),
    Kind.DECLARATORY: text("declaratory"),
}

MODALITY_NAMES: Mapping[Modality, Text] = {
    Modality.MUST: text("must"),
    Modality.IN_PRINCIPLE: text("in principle"),
    Modality.GRADUAL: text("gradually"),
    Modality.STRIVE: text("strive for"),
    Modality.EXPLORE: text("explore"),
    Modality.ENCOURAGE: text("encourage"),
    Modality.CONDITIONAL: text("when fit"),
    Modality.NONE: text("not binding"),
}


class Strength(StrEnum):
    """How a constraint binds."""

    HARD = "hard"
    SOFT = "soft"
    CONDITIONAL = "conditional"
    PERMISSION = "permission"
    OPEN_LIST = "open-list"


class InstrumentKind(StrEnum):
    """What sort of paper an instrument is."""

    AGREEMENT = "agreement"
    PLAN = "plan"
    RULES = "rules"
    DECLARATION = "declaration"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A province that members belong to; ``code`` is its six-digit division code."""

    id: str
    name: Bilingual
    code: str
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member city; ``division_code`` is its six-digit division code.

    Attributes:
        joined_on: the day of its accession; None for a founding member.
    """

    id: str
    name: Bilingual
    division_code: str
    province: str
    joined_on: date | None
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """When, where and by which members an instrument was signed."""

    on: date
    place: Bilingual | None
    by: tuple[str, ...]
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A paper the league rests on, or the press report that prints it.

    Attributes:
        binding: whether it can create duties at all.
        text_supplied: whether its text is at hand.
        role: what it settles, in the league's own words; None where nothing is said.
        signing: None for a paper that nobody signs.
    """

    id: str
    kind: InstrumentKind
    title: Bilingual
    binding: bool
    text_supplied: bool
    role: Bilingual | None
    signing: Signing | None
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A superior policy document that the agreement cites as its ground."""

    id: str
    title: Bilingual
    issuer: Bilingual
    superseded_by: Bilingual | None
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A field of cooperation; reports list domains in the order of the charter."""

    id: str
    name: Bilingual
    priority: bool
    for_residents: bool
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A tier of the league's bodies, highest first."""

    id: str
    name: Bilingual
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Counts that the text states, against which the lists are checked."""

    members: int
    provinces: int
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """Fingerprint of the full text, which an operator may attach locally."""

    document: str
    sha256: str
    lines: int
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizons:
    """How early a duty is opened and said to be due soon.

    Attributes:
        open_days: calendar days before its window begins.
        soon_working_days: working days that end with the due day.
    """

    open_days: int = 90
    soon_working_days: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """The league under whose clause a charter of some of its counties stands.

    Attributes:
        league: its slug.
        clause: the clause of its charter that lets counties have bodies of their own.
    """

    league: str
    clause: str
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The file ``charter.yaml``: who agreed, on what papers, in which fields.

    Attributes:
        assessment: clauses that let members be assessed, and so ranked; often none.
        parent: the league above it; None for a league of its own.
    """

    league: str
    name: Bilingual
    noun: Bilingual
    effective_from: date
    in_service_since: date | None
    declared: Declared
    provinces: tuple[Province, ...]
    members: tuple[Member, ...]
    instruments: tuple[Instrument, ...]
    bases: tuple[Basis, ...]
    domains: tuple[Domain, ...]
    layers: tuple[Layer, ...]
    texts: tuple[SourceText, ...]
    horizons: Horizons
    assessment: tuple[str, ...]
    parent: Parent | None
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One of several ways in which a clause binds; ``due_on`` only where printed."""

    id: str
    modality: Modality
    modality_word: str | None
    phrase: str
    title: Bilingual
    due_on: date | None
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One row of the printed text.

    Attributes:
        phrase: at most 60 characters, a substring of the printed line.
        line: line of the text, from 1.
        label: a number printed before it; None where none survives.
        governed_by: the clause whose verb binds this one; None where its own does.
        body_clauses: for a headline, the clauses of the body that prevail over it.
        programme: slug shared by clauses that name one programme at several lines.
        indicator: what is measured beside a statement; None where nothing is.
    """

    id: str
    kind: Kind
    modality: Modality
    modality_word: str | None
    domain: str
    document: str
    line: int
    phrase: str
    title: Bilingual
    label: str | None
    governed_by: str | None
    body_clauses: tuple[str, ...]
    bases: tuple[str, ...]
    programme: str | None
    tags: tuple[str, ...]
    indicator: Bilingual | None
    obligations: tuple[Obligation, ...]
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseReading:
    """How an ambiguous clause is understood until the league says otherwise."""

    id: str
    assumption: bool
    configurable: bool
    clauses: tuple[str, ...]
    issue: Bilingual
    reading: Bilingual
    alternative: Bilingual | None
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A limit that the text sets, with the clauses it comes from."""

    id: str
    strength: Strength
    clauses: tuple[str, ...]
    title: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something the instruments name and the text at hand does not print."""

    id: str
    clauses: tuple[str, ...]
    title: Bilingual
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSystem:
    """A platform or system that the text names.

    Attributes:
        part_of: the system it belongs to; None for one that stands by itself.
        open_list: whether the text leaves room for further parts of it (等).
    """

    id: str
    name: Bilingual
    clauses: tuple[str, ...]
    part_of: str | None
    open_list: bool
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseBook:
    """The file ``clauses.yaml``."""

    clauses: tuple[Clause, ...]
    readings: tuple[ClauseReading, ...]
    constraints: tuple[Constraint, ...]
    gaps: tuple[Gap, ...]
    systems: tuple[NamedSystem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """Seat of a city government, in hundredths of a degree, WGS-84."""

    member: str
    latitude: int
    longitude: int


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """A county or district of a member city, by its six-digit division code."""

    code: str
    name: Bilingual
    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Geography:
    """The file ``geography.yaml``: public facts that the text does not hold."""

    provenance: Bilingual
    verified: bool
    centres: tuple[Centre, ...]
    neighbours: tuple[tuple[str, ...], ...]
    counties: tuple[County, ...]
    county_neighbours: tuple[tuple[str, ...], ...]
    county_clauses: tuple[str, ...]
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """All that one section may know of the others while it is linked.

    Attributes:
        agreement: None where ``charter.yaml`` could not be read.
        clauses: by id.
        declared: ids by kind, with the place of each.
    """

    agreement: Agreement | None
    clauses: Mapping[str, Clause]
    declared: Mapping[str, Mapping[str, Position]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two contents of a charter, for a preview."""

    code: str
    message: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A table that sums up part of a section for people."""

    title: Text
    headings: tuple[Text, ...]
    rows: tuple[tuple[Text | Bilingual | str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """How one file of a charter is read, linked, compared and summed up; all pure.

    Attributes:
        name: file name without ``.yaml``.
        required: whether a charter without the file is broken.
        shape: the declaration that reads it.
        link: checks that need the other sections.
        compare: what changes between two timelines of versions.
        outline: the tables that ``charter show`` prints.
        decided: codes of the changes that only a decision may bring.
    """

    name: str
    required: bool
    shape: Shape[Any]
    link: Callable[[Any, Index, Log], None]
    compare: Callable[
        [tuple["Version", ...], tuple["Version", ...]], tuple[Change, ...]
    ]
    outline: Callable[[Any, Agreement], tuple[Outline, ...]]
    decided: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """One content of a charter folder, read as far as it was readable.

    Attributes:
        content_hash: fingerprint of all files.
        files: text by file name.
        sections: terms by section name; a section that could not be read is absent.
        findings: everything the check found, heaviest first.
    """

    content_hash: str
    files: Mapping[str, str]
    sections: Mapping[str, Any]
    findings: tuple[Finding, ...]

    @property
    def agreement(self) -> Agreement:
        """The terms of ``charter.yaml``; only a charter that passed its check has them."""
        agreement: Agreement = self.sections["charter"]
        return agreement

    @property
    def book(self) -> ClauseBook:
        """The terms of ``clauses.yaml``; only a charter that passed its check has them."""
        book: ClauseBook = self.sections["clauses"]
        return book

    @property
    def geography(self) -> Geography | None:
        """The terms of ``geography.yaml``, or None where the charter has no such file."""
        return self.sections.get("geography")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A charter with the day it takes effect.

    Attributes:
        number: from 1; None for a folder that is not applied.
        recorded_at: when it was applied; None for a folder.
        decision: the decision that an amendment cites; None for the first version.
    """

    league: str
    number: int | None
    effective_from: date
    recorded_at: datetime | None
    decision: str | None
    in_service_since: date | None
    charter: Charter


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What applying a folder would do.

    Attributes:
        corrects: the version whose effective date it shares and which it replaces; None
            for a first version or an amendment.
    """

    league: str
    effective_from: date
    number: int
    corrects: int | None
    unchanged: bool
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version without its content, for lists."""

    league: str
    number: int | None
    effective_from: date
    recorded_at: datetime | None
    decision: str | None
    in_service_since: date | None
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A clause with all that a reader needs to judge it.

    Attributes:
        document: title of the paper it stands in.
        domain: name of its field.
        counts: whether it may ever be counted as implemented; a statement may not.
        prevailing: for a headline, the clauses of the body that prevail over it.
        readings: how it is read where it is ambiguous.
        constraints: limits that rest on it.
        gaps: what it names and the text does not print.
    """

    clause: Clause
    document: Bilingual
    domain: Bilingual
    counts: bool
    prevailing: tuple[Clause, ...]
    readings: tuple[ClauseReading, ...]
    constraints: tuple[Constraint, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedText:
    """The full text of a document, kept locally by an operator."""

    document: str
    sha256: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterApplied:
    """Event: a version was applied; ``number`` counts from 1."""

    league: str
    number: int
