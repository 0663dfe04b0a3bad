"""What the API of experts and studies sends and takes."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema

from hansa.chassis.wire import Day, SentIn
from hansa.governance.api.session_schemas import (
    Line,
    Reason,
    Revision,
    Slug,
    UnitId,
    Words,
)
from hansa.governance.terms.experts import (
    Conclusion,
    DrawState,
    ExpertDraft,
    Objection,
    Treatment,
)
from hansa.governance.terms.studies import StudyDraft, StudyState
from hansa.kernel.errors import Refused
from hansa.kernel.periods import Period
from hansa.kernel.text import text

Name = Annotated[Line, Field(min_length=1)]
Slugs = Annotated[list[Slug], Field(max_length=30)]
Seed = Annotated[Line, Field(min_length=1)]


class ExpertOut(Schema):
    """An expert of the pool; ``end`` is the first day after the term."""

    id: UUID
    league: str
    number: int
    name: str
    post: str
    employer: str
    employer_member: str | None
    employer_unit: str | None
    fields: list[str]
    specialty: str
    start: date
    end: date
    interests: list[str]
    interest_words: str
    document: str
    ended_on: date | None
    end_reason: str
    authority: str
    entered_at: datetime
    revision: int


class ExpertIn(SentIn):
    """An expert as the office enters one; ``end`` is the first day after the term."""

    name: Name
    employer: Name
    fields: Annotated[Slugs, Field(min_length=1)]
    start: Day
    end: Day
    post: Line = ""
    employer_member: Slug | None = None
    employer_unit: UnitId | None = None
    specialty: Line = ""
    interests: list[Slug] = Field(default_factory=list, max_length=30)
    interest_words: Reason = ""
    document: Line = ""

    def draft(self) -> ExpertDraft:
        """Give the draft.

        Raises:
            Refused: the term runs backwards.
        """
        if self.end <= self.start:
            raise Refused(
                "runs-backwards",
                text("It ends before it starts."),
                text("Give the first day of the term, and the first day after it."),
            )
        return ExpertDraft(
            name=self.name,
            employer=self.employer,
            fields=tuple(self.fields),
            term=Period(self.start, self.end),
            post=self.post,
            employer_member=self.employer_member,
            employer_unit=self.employer_unit,
            specialty=self.specialty,
            interests=tuple(self.interests),
            interest_words=self.interest_words,
            document=self.document,
        )


class ExpertChangeIn(ExpertIn):
    """An expert as it is to stand, with the revision that was seen."""

    revision: Revision


class ExpertEndIn(SentIn):
    """The early end of a term: first day without the expert, and why."""

    revision: Revision
    on: Day
    reason: Reason


class DrawOut(Schema):
    """A draw; its certificate has no seed and no panel before it is revealed."""

    id: UUID
    number: int
    item: UUID
    title: str
    state: DrawState
    size: int
    field: str | None
    on: date
    panel: list[UUID]
    annulled_at: datetime | None
    annul_reason: str
    revision: int
    certificate: dict[str, Any]


class DrawIn(SentIn):
    """A draw that is to be sealed; without a seed the program makes one at random."""

    size: Annotated[int, Field(ge=1, le=15)]
    field: Slug | None = None
    recused: list[UUID] = Field(default_factory=list, max_length=200)
    recusal: Reason = ""
    seed: Seed | None = None


class DrawSeenIn(SentIn):
    """The revision of a draw that the asker saw."""

    revision: Revision


class AnnulIn(DrawSeenIn):
    """Why a draw is annulled."""

    reason: Reason


class StandDownIn(AnnulIn):
    """Who stands down, and why."""

    expert: UUID


class OpinionOut(Schema):
    """An opinion with how it was treated; ``conflicts`` is what speaks against it."""

    id: UUID
    item: UUID
    expert: UUID
    name: str
    employer: str
    draw: UUID | None
    session: UUID | None
    conclusion: Conclusion
    words: str
    document: str
    wording: int
    given_on: date
    authority: str
    entered_at: datetime
    replaced_at: datetime | None
    treatment: Treatment | None
    treatment_reason: str
    treated_at: datetime | None
    treated_authority: str
    conflicts: list[Objection]
    revision: int


class AdviceOut(Schema):
    """What experts contribute to an item; ``missing`` is what its class still asks for."""

    wanted: int
    draw: UUID | None
    awaited: list[UUID]
    missing: int
    opinions: list[OpinionOut]
    earlier: list[OpinionOut]


class OpinionIn(SentIn):
    """What an expert said; ``session`` is the advisers' session that heard it."""

    expert: UUID
    conclusion: Conclusion
    words: Annotated[Words, Field(min_length=1)]
    document: Line = ""
    session: UUID | None = None
    given_on: Day | None = None


class TreatmentIn(SentIn):
    """How an opinion is treated; the revision is that of the opinion."""

    revision: Revision
    treatment: Treatment
    reason: Words


class UseOut(Schema):
    """A decision that rests on a study: it cites it, is linked to it, or both."""

    decision: UUID
    session: UUID
    body: str
    year: int
    number: int
    title: str
    on: date
    cited: bool
    linked: bool
    words: str


class StudyOut(Schema):
    """A study; ``state`` is that of the day asked."""

    id: UUID
    league: str
    number: int
    code: str
    question: str
    commissioner: str
    commissioner_member: str | None
    authors: str
    begun_on: date
    due_on: date | None
    work: str
    owner: str
    gate: str
    gate_on: date | None
    document: str
    file: UUID | None
    finished_on: date | None
    given_up_on: date | None
    given_up_reason: str
    uses: list[UseOut]
    state: StudyState
    authority: str
    entered_at: datetime
    revision: int


class StudyIn(SentIn):
    """A study as the office enters it."""

    question: Annotated[Reason, Field(min_length=1)]
    commissioner: Name
    begun_on: Day
    commissioner_member: Slug | None = None
    authors: Reason = ""
    due_on: Day | None = None
    work: Line = ""
    owner: Line = ""
    gate: Line = ""
    gate_on: Day | None = None

    def draft(self) -> StudyDraft:
        """Give the draft."""
        return StudyDraft(
            question=self.question,
            commissioner=self.commissioner,
            begun_on=self.begun_on,
            commissioner_member=self.commissioner_member,
            authors=self.authors,
            due_on=self.due_on,
            work=self.work,
            owner=self.owner,
            gate=self.gate,
            gate_on=self.gate_on,
        )


class StudyChangeIn(StudyIn):
    """A study as it is to stand, with the revision that was seen."""

    revision: Revision


class StudyDeliveryIn(SentIn):
    """The document that a study delivered; a file is brought by page or command."""

    revision: Revision
    finished_on: Day
    document: Name


class StudyEndIn(SentIn):
    """When and why a study was given up."""

    revision: Revision
    on: Day
    reason: Reason


class StudyUseIn(SentIn):
    """The decision that rests on a study."""

    decision: UUID
    words: Reason = ""
