"""Wire forms of units, people, postings and named systems."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from hansa.chassis.wire import FileIn, FindingOut, NameOut, SentIn
from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import (
    Lack,
    PostingKind,
    SystemLack,
    SystemStatus,
    UnitKind,
)
from hansa.directory.terms.register import RowStep, Sheet

SEEN = r"^[^\x00-\x1f\x7f]*$"
Slug = Annotated[str, Field(max_length=60, pattern=SEEN)]
Line = Annotated[str, Field(max_length=200, pattern=SEEN)]
Revision = Annotated[int, Field(ge=1, le=2**31 - 1)]


class ContactOut(Schema):
    """How somebody is reached; empty where it is not known."""

    phone: str
    mail: str


class UnitOut(Schema):
    """A unit as it is called on a day; ``contact`` null is not shown to this reader."""

    id: UUID
    member: str | None
    kind: UnitKind
    name: NameOut
    parent: UUID | None
    body: str | None
    domain: str | None
    contact: ContactOut | None
    opened_on: date
    closed_on: date | None
    successor: UUID | None
    revision: int


class UnitNameOut(Schema):
    """A name with its first day."""

    name: NameOut
    from_on: date


class PersonOut(Schema):
    """Somebody reachable."""

    id: UUID
    member: str | None
    unit: UUID | None
    title: NameOut
    contact: ContactOut
    left_on: date | None
    revision: int


class PostingOut(Schema):
    """Who stands where from when to when; ``to_on`` null lasts."""

    id: UUID
    kind: PostingKind
    member: str | None
    person: UUID | None
    title: NameOut | None
    unit: UUID | None
    unit_name: NameOut | None
    office: Office | None
    body: str | None
    domain: str | None
    full_time: bool
    delegated_by: UUID | None
    delegated_title: NameOut | None
    from_on: date
    to_on: date | None
    document: str
    file: UUID | None
    recorded_by: str
    authority: str
    evidence: str | None
    recorded_at: datetime
    withdrawn_at: datetime | None


class PostedOut(PostingOut):
    """A posting as it was recorded, and what it departs in from the agreement."""

    remarks: list[str]


class VacancyOut(Schema):
    """What a city lacks to be reached; ``domain`` null concerns all fields."""

    member: str
    domain: str | None
    lack: Lack


class SystemRecordOut(Schema):
    """The latest record of a named system."""

    owner: UUID | None
    owner_name: NameOut | None
    service_level: str
    status: SystemStatus | None
    address: str
    recorded_by: str
    recorded_at: datetime


class SystemOut(Schema):
    """A named system with what is known of it and what is not."""

    system: str
    name: NameOut
    part_of: str | None
    open_list: bool
    record: SystemRecordOut | None
    revision: int
    lacks: list[SystemLack]


class NameIn(SentIn):
    """A name; without an English one the Chinese one stands in."""

    zh: Annotated[str, Field(max_length=120, pattern=SEEN)]
    en: Line = ""


class ContactIn(SentIn):
    """How somebody is reached."""

    phone: Annotated[str, Field(max_length=60, pattern=SEEN)] = ""
    mail: Line = ""


class UnitDetailsIn(SentIn):
    """What may be changed of a unit beside its names and its end."""

    kind: UnitKind
    parent: UUID | None = None
    body: Slug | None = None
    domain: Slug | None = None
    contact: ContactIn = ContactIn()
    opened_on: date


class UnitIn(UnitDetailsIn):
    """A unit to be opened; ``member`` null is the league's own."""

    member: Slug | None = None
    name: NameIn


class UnitEditIn(UnitDetailsIn):
    """Changed details, with the revision that the editor saw."""

    revision: Revision


class UnitNameIn(SentIn):
    """A name that a unit bears from a day on."""

    name: NameIn
    from_on: date
    revision: Revision


class ClosingIn(SentIn):
    """The end of a unit: first day without it, and who takes over."""

    on: date
    successor: UUID | None = None
    revision: Revision


class RevisionIn(SentIn):
    """The revision that the editor saw."""

    revision: Revision


class PersonDetailsIn(SentIn):
    """What may be changed of a person."""

    title: NameIn
    unit: UUID | None = None
    contact: ContactIn = ContactIn()
    namesake: Annotated[
        bool,
        Field(description="True says that the city has another person of this title."),
    ] = False


class PersonIn(PersonDetailsIn):
    """A person to be added; ``member`` null is the league's own staff."""

    member: Slug | None = None


class PersonEditIn(PersonDetailsIn):
    """Changed details, with the revision that the editor saw."""

    revision: Revision


class LeavingIn(SentIn):
    """First day without a person; null takes a leaving back."""

    on: date | None
    revision: Revision


class BehalfIn(SentIn):
    """The office whose act is entered, and its paper: the number, else the file sent."""

    office_name: Line
    evidence: Line = ""


class PostingIn(SentIn):
    """A posting to be recorded; ``behalf`` where it is the act of an office-holder."""

    kind: PostingKind
    member: Slug | None = None
    person: UUID | None = None
    unit: UUID | None = None
    office: Office | None = None
    body: Slug | None = None
    domain: Slug | None = None
    full_time: bool = True
    delegated_by: UUID | None = None
    from_on: date
    to_on: date | None = None
    document: Line = ""
    behalf: BehalfIn | None = None
    file: FileIn | None = None


class EndIn(SentIn):
    """First day after a posting; null says that it lasts after all."""

    on: date | None


class SystemIn(SentIn):
    """What is known of a named system."""

    owner: UUID | None = None
    service_level: Line = ""
    status: SystemStatus | None = None
    address: Annotated[str, Field(max_length=300, pattern=SEEN)] = ""
    revision: Annotated[
        int,
        Field(
            ge=0,
            le=2**31 - 1,
            description="The one that the editor saw; 0 where nothing was recorded.",
        ),
    ]


class FieldChangeOut(Schema):
    """What a column says so far, and what it is to say."""

    field: str
    was: str
    will_be: str


class ChangeOut(Schema):
    """What taking one row of the register does."""

    sheet: Sheet
    place: str
    step: RowStep
    subject: str
    fields: list[str]
    values: list[FieldChangeOut]


class RegisterOut(Schema):
    """What taking a workbook would do; ``seal`` is given back to take exactly that."""

    file: UUID
    name: str
    seal: str
    changes: list[ChangeOut]
    unchanged: int
    findings: list[FindingOut]


class SealIn(SentIn):
    """The seal of the preview that was seen."""

    seal: Line
