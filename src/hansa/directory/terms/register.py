"""The vocabulary of the register: the directory as one workbook, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import (
    Closing,
    Contact,
    PersonDetails,
    PersonLine,
    PostingDraft,
    PostingKind,
    PostingLine,
    UnitDetails,
    UnitKind,
    UnitLine,
    UnitNameLine,
)
from hansa.kernel.findings import Finding, Position
from hansa.kernel.text import Bilingual, Text, text


class Sheet(StrEnum):
    """The sheets of the register."""

    UNITS = "units"
    PEOPLE = "people"
    POSTINGS = "postings"


class RowStep(StrEnum):
    """What taking a row does."""

    ADD = "add"
    EDIT = "edit"
    END = "end"


STEP_NAMES: Mapping[RowStep, Text] = {
    RowStep.ADD: text("new"),
    RowStep.EDIT: text("changed"),
    RowStep.END: text("ends"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A row of the sheet of units.

    Attributes:
        at: place of each field; ``row`` is that of the row itself.
        sound: whether every cell could be read; a row that is not changes nothing.
        member: None for one of the league's own.
        kind, opened_on: None where nothing, or nothing readable, was written.
        parent, successor: names of units as they are written; empty for none.
        body, domain: ids; None for none.
    """

    at: Mapping[str, Position]
    sound: bool
    member: str | None
    name: Bilingual
    kind: UnitKind | None
    parent: str
    body: str | None
    domain: str | None
    contact: Contact
    opened_on: date | None
    closed_on: date | None
    successor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A row of the sheet of people; fields as in ``UnitRow`` and ``PersonLine``."""

    at: Mapping[str, Position]
    sound: bool
    member: str | None
    title: Bilingual
    unit: str
    contact: Contact
    left_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRow:
    """A row of the sheet of postings; people and units by name, the end half-open."""

    at: Mapping[str, Position]
    sound: bool
    kind: PostingKind | None
    member: str | None
    person: str
    unit: str
    office: Office | None
    body: str | None
    domain: str | None
    full_time: bool
    delegated_by: str
    from_on: date | None
    to_on: date | None
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRows:
    """What a workbook says, as far as it could be read."""

    units: tuple[UnitRow, ...]
    people: tuple[PersonRow, ...]
    postings: tuple[PostingRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """What the directory holds already, past and future entries too.

    Attributes:
        cities: names of the member cities by id, in charter order.
        named: names of bodies and of fields of cooperation by id.
        posting_kinds: what kinds of postings are called in this league.
        units: as they are called today.
        names: every name of each unit, by its id.
    """

    cities: Mapping[str, Bilingual]
    named: Mapping[str, Bilingual]
    posting_kinds: Mapping[PostingKind, Text | Bilingual]
    units: tuple[UnitLine, ...]
    names: Mapping[str, tuple[UnitNameLine, ...]]
    people: tuple[PersonLine, ...]
    postings: tuple[PostingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStep:
    """What one row does to a unit.

    Attributes:
        id: of the unit; for a new one the stand-in by which other steps name it.
        is_new: whether the unit is to be opened.
        details: what is to stand; None where nothing of it changes.
        named: the name it bears from a day on; None where it stays.
        closing: its end; None where that stays.
        reopens: whether an end is taken back.
    """

    id: str
    is_new: bool
    member: str | None
    name: Bilingual
    details: UnitDetails | None
    named: UnitNameLine | None
    closing: Closing | None
    reopens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStep:
    """What one row does to a person; ``leaves`` says whether ``left_on`` is written."""

    id: str
    is_new: bool
    member: str | None
    details: PersonDetails | None
    leaves: bool
    left_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingStep:
    """What one row does to a posting; of one that is there only the end changes."""

    id: str
    is_new: bool
    draft: PostingDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """What a column says so far, and what it is to say; empty where nothing."""

    field: str
    was: Text | Bilingual | str
    will_be: Text | Bilingual | str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChange:
    """What taking one row of the workbook does, for people.

    Attributes:
        place: sheet and row, such as ``单位!7``.
        subject: what is added, changed or ended.
        fields: the columns whose content changes; empty for what is new.
        values: the old and the new content of each; of what is new, all that is filled in.
    """

    sheet: Sheet
    place: str
    step: RowStep
    subject: str
    fields: tuple[str, ...]
    values: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPlan:
    """What taking a workbook would do; with an error in ``findings`` it does nothing.

    Attributes:
        units, people, postings: the steps, in the order in which they are done.
        changes: the same for people.
        unchanged: rows that are there already, word for word.
        findings: every fault and remark, heaviest first.
    """

    units: tuple[UnitStep, ...]
    people: tuple[PersonStep, ...]
    postings: tuple[PostingStep, ...]
    changes: tuple[RegisterChange, ...]
    unchanged: int
    findings: tuple[Finding, ...]
