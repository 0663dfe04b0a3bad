"""What the API of casework sends and takes."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import Base64Bytes

from hansa.casework.services.rows import Said
from hansa.casework.terms.cases import CaseEventKind, CaseState, PartyStance
from hansa.casework.terms.types import CaseType, Counted, RestsOn, Silence, Step, Until
from hansa.chassis.files import Upload
from hansa.chassis.plain import plain
from hansa.chassis.wire import LINE, PARAGRAPHS, NameOut, SentIn

FIRST_DAY, LAST_DAY = date(1949, 1, 1), date(2199, 12, 31)
FEN_MOST = 2**63 - 1

Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Word = Annotated[str, Field(max_length=60, pattern=LINE)]
Line = Annotated[str, Field(max_length=200, pattern=LINE)]
Words = Annotated[str, Field(max_length=4000, pattern=PARAGRAPHS)]
Revision = Annotated[int, Field(ge=1, le=2**31 - 1)]


class RoleOut(Schema):
    """What a party may be."""

    id: str
    name: NameOut
    opens: bool


class ClockTermsOut(Schema):
    """How much time somebody has, and what silence then does."""

    id: str
    name: NameOut
    awaits: str
    days: int
    counted: Counted
    from_step: Step
    until: Until
    silence: Silence
    decision: str | None


class CasePaperOut(Schema):
    """A document that a type asks for."""

    id: str
    name: NameOut


class OutcomeOut(Schema):
    """A decision that a type allows."""

    id: str
    name: NameOut
    two_persons: bool
    rests_on: RestsOn
    papers: list[str]


class CaseTypeOut(Schema):
    """A type of case; ``example`` while nobody has agreed on its terms."""

    id: str
    title: NameOut
    clauses: list[str]
    assumptions: list[str]
    example: bool
    note: NameOut | None
    file_within_days: int | None
    handled_by: list[str]
    roles: list[RoleOut]
    clocks: list[ClockTermsOut]
    ladder: list[str]
    papers: list[CasePaperOut]
    decisions: list[OutcomeOut]


class PartyOut(Schema):
    """Who is in a case; its place in the list, from 1, is its number."""

    role: str
    member: str | None
    name: str


class CaseEventOut(Schema):
    """What happened; number 0 is what silence did and no tick recorded yet."""

    number: int
    kind: CaseEventKind
    on: date
    recorded_at: datetime | None
    actor: str
    authority: str
    party: int | None
    note: str
    reference: str
    paper: str
    file: UUID | None
    stance: PartyStance | None
    decision: str
    body: str
    clock: str
    evidence: str


class RunningOut(Schema):
    """A clock of the current round."""

    key: str
    clock: str
    name: NameOut
    until: Until
    silence: Silence
    party: int | None
    body: str | None
    from_on: date
    due_on: date
    provisional: bool
    ended_on: date | None
    ended_by: int | None
    withdrawn: bool
    is_over: bool
    days_left: int | None


class CaseOut(Schema):
    """A case as it stands on the day asked."""

    id: UUID
    league: str
    year: int
    number: int
    type: str
    title: NameOut
    example: bool
    clauses: list[str]
    subject: NameOut
    words: str
    objects: list[str]
    amount_fen: int | None
    about_on: date | None
    source: str
    parties: list[PartyOut]
    opened_on: date
    opened_at: datetime
    opened_by: str
    authority: str
    late_days: int | None
    state: CaseState
    round: int
    rung: int
    body: str | None
    clocks: list[RunningOut]
    events: list[CaseEventOut]
    unheard: list[int]
    prepared: CaseEventOut | None
    decision: CaseEventOut | None
    due_on: date | None
    days_left: int | None
    revision: int


class CaseFileIn(SentIn):
    """A file, its bytes in base64."""

    name: str = Field(min_length=1, max_length=200, pattern=LINE)
    content: Base64Bytes

    def upload(self) -> Upload:
        """Give it as it was sent."""
        return Upload(name=self.name, content=self.content)


class PartyIn(SentIn):
    """Who is in a case; without a member it is an account of the league's own."""

    role: Word
    member: Word | None = None
    name: Line = ""


class CaseIn(SentIn):
    """A case to be opened."""

    type: Word
    parties: Annotated[list[PartyIn], Field(min_length=1, max_length=50)]
    subject: str = Field(min_length=1, max_length=200, pattern=LINE)
    words: Words = ""
    objects: Annotated[tuple[Line, ...], Field(max_length=100)] = ()
    amount_fen: Annotated[int, Field(ge=0, le=FEN_MOST)] | None = None
    about_on: Day | None = None
    file: CaseFileIn | None = None


class CaseActIn(SentIn):
    """What every act takes: the revision that was seen, words, a paper, a file."""

    revision: Revision
    note: Words = ""
    reference: Line = ""
    file: CaseFileIn | None = None

    def said(self) -> Said:
        """Give what is said."""
        upload = self.file.upload() if self.file else None
        return Said(note=self.note, reference=self.reference, upload=upload)


class ReplyIn(CaseActIn):
    """A reply of a party; ``office`` and ``evidence`` enter it on behalf (代录)."""

    party: Annotated[int, Field(ge=1, le=50)]
    stance: PartyStance = PartyStance.STATES
    on: Day | None = None
    office: Line = ""
    evidence: Line = ""


class DocumentIn(CaseActIn):
    """A document; ``paper`` is its id in the type, empty for any other."""

    paper: Word = ""


class DecisionIn(CaseActIn):
    """A decision, by its id in the type."""

    decision: Word


def type_wire(kind: CaseType) -> dict[str, Any]:
    """Give a type as it is sent."""
    return dict(plain(kind))
