"""What the API of consultations and of associations sends and takes."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from hansa.chassis.wire import PARAGRAPHS, Day, NameOut, SentIn
from hansa.governance.api.expert_schemas import Name
from hansa.governance.api.session_schemas import Line, Reason, Revision, Slug, Words
from hansa.governance.services.consultations.drafting import DRAFT_LONGEST
from hansa.governance.terms.consultations import (
    Channel,
    CommentDraft,
    ConsultationDraft,
    ConsultationState,
    ConsultationStep,
    MatterKind,
    ReceivedComment,
)
from hansa.governance.terms.experts import Note, Treatment
from hansa.governance.terms.stakeholders import (
    ProposalDraft,
    ProposalState,
    StakeholderDraft,
    StakeholderKind,
)
from hansa.kernel.errors import Refused
from hansa.kernel.periods import Period
from hansa.kernel.text import text

DraftWords = Annotated[
    str, Field(min_length=1, max_length=DRAFT_LONGEST, pattern=PARAGRAPHS)
]
Numbered = Annotated[int, Field(ge=1, le=2**31 - 1)]
RECEIVED_MOST = 500


class CountsOut(Schema):
    """How comments stand; ``owed`` are those to which a reply is owed."""

    all: int
    withheld: int
    late: int
    owed: int
    grouped: int
    answered: int
    complete: bool


class ConsultationOut(Schema):
    """A consultation as lists give it; comments are taken through ``closes_on``."""

    id: UUID
    league: str
    number: int
    code: str
    title: NameOut
    kind: MatterKind
    summary: str
    words: str
    document: str
    opens_on: date
    closes_on: date
    first_closes_on: date
    days: int
    least_days: int | None
    short_reason: str
    clauses: list[str]
    assumptions: list[str]
    published_at: datetime | None
    results_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    counts: CountsOut
    state: ConsultationState
    gaps: list[str]
    authority: str
    entered_at: datetime
    revision: int


class CommentGroupOut(Schema):
    """A group with its reply; ``treatment`` is null while there is none."""

    number: int
    title: str
    count: int
    treatment: Treatment | None
    reason: str
    answered_at: datetime | None
    authority: str


class ConsultationMomentOut(Schema):
    """One step of the public log."""

    kind: ConsultationStep
    at: datetime
    authority: str
    words: str


class ConsultedItemOut(Schema):
    """An item that rests on the consultation; ``number`` once it is decided."""

    item: UUID
    session: UUID | None
    body: str
    year: int
    number: int | None
    title: NameOut
    ended: NameOut


class ConsultationSheetOut(ConsultationOut):
    """A consultation with its groups, its log and what rests on it."""

    groups: list[CommentGroupOut]
    log: list[ConsultationMomentOut]
    items: list[ConsultedItemOut]


class PublicCommentOut(Schema):
    """A comment; ``name`` and ``contact`` are empty for all but its keeper."""

    id: UUID
    number: int
    words: str
    name: str
    contact: str
    member: str | None
    stakeholder: str
    channel: Channel
    reference: str
    received_on: date
    late: bool
    group: int | None
    group_title: str
    treatment: Treatment | None
    reason: str
    withheld_at: datetime | None
    withheld_reason: str
    authority: str
    entered_at: datetime


class ConsultationIn(SentIn):
    """A draft on which the public is to be heard."""

    title: Name
    words: DraftWords
    kind: MatterKind
    opens_on: Day
    closes_on: Day
    summary: Reason = ""
    title_en: Line = ""
    document: Line = ""
    short_reason: Reason = ""

    def draft(self) -> ConsultationDraft:
        """Give the draft."""
        return ConsultationDraft(
            title=self.title,
            words=self.words,
            kind=self.kind,
            opens_on=self.opens_on,
            closes_on=self.closes_on,
            summary=self.summary,
            title_en=self.title_en,
            document=self.document,
            short_reason=self.short_reason,
        )


class ConsultationChangeIn(ConsultationIn):
    """A draft as it is to stand, with the revision that was seen."""

    revision: Revision


class ConsultationSeenIn(SentIn):
    """The revision of a consultation that the asker saw."""

    revision: Revision


class ExtensionOfCommentsIn(ConsultationSeenIn):
    """The later last day for comments, and why."""

    until: Day
    reason: Reason


class CallOffIn(ConsultationSeenIn):
    """Why a consultation is called off."""

    reason: Reason


class ReceivedCommentIn(SentIn):
    """A comment that the office received; the page takes those of the public."""

    words: Annotated[Words, Field(min_length=1)]
    channel: Channel
    received_on: Day
    reference: Line = ""
    member: Slug | None = None
    name: Line = ""
    contact: Line = ""
    stakeholder: Numbered | None = None

    def received(self) -> ReceivedComment:
        """Give the comment."""
        return ReceivedComment(
            comment=CommentDraft(
                words=self.words,
                name=self.name,
                contact=self.contact,
                member=self.member,
            ),
            channel=self.channel,
            received_on=self.received_on,
            reference=self.reference,
            stakeholder=self.stakeholder,
        )


class ReceivedCommentsIn(SentIn):
    """Comments that the office received; all are entered, or none."""

    comments: Annotated[
        list[ReceivedCommentIn], Field(min_length=1, max_length=RECEIVED_MOST)
    ]


class GroupingIn(SentIn):
    """Comments that say the same; into a group by its number, or into a new one."""

    comments: Annotated[list[Numbered], Field(min_length=1, max_length=5000)]
    group: Numbered | None = None
    title: Line = ""


class ReplyToGroupIn(SentIn):
    """Whether a group is adopted, and why."""

    treatment: Treatment
    reason: Words

    def note(self) -> Note:
        """Give the reply."""
        return Note(treatment=self.treatment, reason=self.reason)


class WithholdIn(SentIn):
    """Why a comment is kept from the public."""

    reason: Reason


class ConsultedItemIn(SentIn):
    """The item that rests on a consultation."""

    item: UUID


class StakeholderOut(Schema):
    """An association; ``end`` is the first day after its term."""

    id: UUID
    league: str
    number: int
    label: str
    name: str
    kind: StakeholderKind
    accredited_by: str
    start: date
    end: date
    document: str
    credit_code: str
    member: str | None
    contact: str
    ended_on: date | None
    end_reason: str
    authority: str
    entered_at: datetime
    revision: int


class StakeholderIn(SentIn):
    """An association as the office enters it; ``end`` is the first day after its term."""

    name: Name
    kind: StakeholderKind
    accredited_by: Name
    start: Day
    end: Day
    document: Line = ""
    credit_code: Line = ""
    member: Slug | None = None
    contact: Line = ""

    def draft(self) -> StakeholderDraft:
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
        return StakeholderDraft(
            name=self.name,
            kind=self.kind,
            accredited_by=self.accredited_by,
            term=Period(self.start, self.end),
            document=self.document,
            code=self.credit_code,
            member=self.member,
            contact=self.contact,
        )


class StakeholderChangeIn(StakeholderIn):
    """An association as it is to stand, with the revision that was seen."""

    revision: Revision


class StakeholderEndIn(SentIn):
    """First day without accreditation, and why."""

    revision: Revision
    on: Day
    reason: Reason


class FilingLinkOut(Schema):
    """A link that is shown once, and good for one filing."""

    link: str


class ProposalOut(Schema):
    """A proposal with its answer, or with its age in days while it has none."""

    id: UUID
    league: str
    number: int
    code: str
    stakeholder: UUID
    stakeholder_name: str
    title: str
    words: str
    channel: Channel
    reference: str
    filed_on: date
    due_on: date | None
    days: int | None
    clauses: list[str]
    assumptions: list[str]
    treatment: Treatment | None
    reason: str
    answered_on: date | None
    answer_authority: str
    withdrawn_at: datetime | None
    withdrawn_reason: str
    withheld_at: datetime | None
    withheld_reason: str
    state: ProposalState
    age: int
    authority: str
    entered_at: datetime
    revision: int


class ProposalIn(SentIn):
    """A proposal that the office received for an association."""

    stakeholder: UUID
    title: Name
    words: Annotated[Words, Field(min_length=1)]
    channel: Channel = Channel.LETTER
    reference: Line = ""
    filed_on: Day | None = None

    def draft(self) -> ProposalDraft:
        """Give the draft."""
        return ProposalDraft(
            title=self.title,
            words=self.words,
            channel=self.channel,
            reference=self.reference,
            filed_on=self.filed_on,
        )


class ProposalAnswerIn(ReplyToGroupIn):
    """The answer to a proposal, with the revision that was seen."""

    revision: Revision


class ProposalReasonIn(SentIn):
    """Why a proposal is taken back, or kept from the public."""

    revision: Revision
    reason: Reason


class ProposalSeenIn(SentIn):
    """The revision of a proposal that the asker saw."""

    revision: Revision
