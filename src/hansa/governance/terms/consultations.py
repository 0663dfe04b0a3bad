"""The vocabulary of public consultation: drafts, comments, groups and their replies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hansa.governance.terms.experts import Note
from hansa.kernel.findings import Finding, errors_in
from hansa.kernel.text import Bilingual, Text, text


class MatterKind(StrEnum):
    """What the public is heard on. Source: CAS-02 of changzhutan."""

    POLICY = "policy"
    REFORM = "reform"
    PROJECT = "project"
    OTHER = "other"


MATTER_KIND_NAMES: Mapping[MatterKind, Text] = {
    MatterKind.POLICY: text("major policy"),
    MatterKind.REFORM: text("major reform"),
    MatterKind.PROJECT: text("major project of the cities"),
    MatterKind.OTHER: text("other matter"),
}


class ConsultationState(StrEnum):
    """Where a consultation stands."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    WEIGHING = "weighing"
    ANSWERED = "answered"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


CONSULTATION_STATE_NAMES: Mapping[ConsultationState, Text] = {
    ConsultationState.DRAFT: text("not yet made public"),
    ConsultationState.ANNOUNCED: text("opens later"),
    ConsultationState.OPEN: text("open for comments"),
    ConsultationState.WEIGHING: text("comments being weighed"),
    ConsultationState.ANSWERED: text("every comment answered"),
    ConsultationState.PUBLISHED: text("results published"),
    ConsultationState.WITHDRAWN: text("consultation called off"),
}

FINISHED = frozenset({ConsultationState.ANSWERED, ConsultationState.PUBLISHED})
"""States in which a matter may be decided."""


class Channel(StrEnum):
    """How a comment or a proposal reached the office."""

    PAGE = "page"
    LINK = "link"
    LETTER = "letter"
    MAIL = "mail"
    HALL = "hall"
    TELEPHONE = "telephone"


CHANNEL_NAMES: Mapping[Channel, Text] = {
    Channel.PAGE: text("by the public page"),
    Channel.LINK: text("by a one-time link"),
    Channel.LETTER: text("by letter"),
    Channel.MAIL: text("by e-mail"),
    Channel.HALL: text("at the service hall"),
    Channel.TELEPHONE: text("by telephone"),
}

RECORDED = (Channel.LETTER, Channel.MAIL, Channel.HALL, Channel.TELEPHONE)
"""Ways by which only the office can have received something."""


class ConsultationStep(StrEnum):
    """What happened to a consultation, as the public log tells it."""

    PUBLISHED = "published"
    EXTENDED = "extended"
    RECORDED = "recorded"
    WITHHELD = "withheld"
    RELEASED = "released"
    RESULTS = "results"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


CONSULTATION_STEP_NAMES: Mapping[ConsultationStep, Text] = {
    ConsultationStep.PUBLISHED: text("The draft was made public."),
    ConsultationStep.EXTENDED: text("The time for comments was extended."),
    ConsultationStep.RECORDED: text("Comments received otherwise were entered."),
    ConsultationStep.WITHHELD: text("A comment was withheld; it is kept."),
    ConsultationStep.RELEASED: text("A withheld comment was released."),
    ConsultationStep.RESULTS: text("The results were published."),
    ConsultationStep.DECIDED: text("The matter was decided."),
    ConsultationStep.WITHDRAWN: text("The consultation was called off."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationDraft:
    """A consultation as the office prepares it.

    Attributes:
        words: the draft on which the public is heard.
        document: under which it was published where that was before it stood here.
        closes_on: last day on which comments are taken.
        short_reason: why there are fewer days than the charter asks for.
    """

    title: str
    words: str
    kind: MatterKind
    opens_on: date
    closes_on: date
    summary: str = ""
    title_en: str = ""
    document: str = ""
    short_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One step of the public log."""

    kind: ConsultationStep
    at: datetime
    authority: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentGroup:
    """Comments that say the same, with the one reply to them.

    Attributes:
        number: in its consultation, from 1.
        count: comments that it answers, withheld ones left out.
        note: None until it is said whether they are adopted, and why.
    """

    id: UUID
    number: int
    title: str
    count: int
    note: Note | None
    answered_at: datetime | None
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedBy:
    """An item of a docket that rests on a consultation; decided once it has a number."""

    item: UUID
    session: UUID | None
    body: str
    year: int
    number: int | None
    title: Bilingual
    ended: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How the comments of a consultation stand.

    Attributes:
        all: every comment that was received.
        withheld: of them, kept from the public.
        late: of them, received after the last day; nobody owes them a reply.
        owed: comments to which a reply is owed.
        grouped: of those, in a group.
        answered: of those, in a group that has its reply.
    """

    all: int = 0
    withheld: int = 0
    late: int = 0
    owed: int = 0
    grouped: int = 0
    answered: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every comment to which a reply is owed has one."""
        return self.answered == self.owed


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationLine:
    """A consultation as lists show it.

    Attributes:
        number: in the league, from 1; written PC-1.
        least_days: what the charter asked for when it opened; None where it says nothing.
        assumptions: readings that those days rest on.
        first_closes_on: the last day as it was first made public.
        state: on the day asked.
        gaps: what is missing before a matter that rests on it may be decided.
    """

    id: UUID
    league: str
    number: int
    title: Bilingual
    kind: MatterKind
    summary: str
    words: str
    document: str
    opens_on: date
    closes_on: date
    first_closes_on: date
    short_reason: str
    least_days: int | None
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]
    published_at: datetime | None
    results_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    counts: Counts
    state: ConsultationState
    gaps: tuple[Text, ...]
    authority: str
    entered_at: datetime
    revision: int

    @property
    def code(self) -> str:
        """Its number as papers cite it."""
        return f"PC-{self.number}"

    @property
    def days(self) -> int:
        """Days for comments, from the day after it opened through the last."""
        return (self.closes_on - self.opens_on).days


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationSheet:
    """A consultation with its groups, its log, and the items that rest on it."""

    line: ConsultationLine
    groups: tuple[CommentGroup, ...]
    moments: tuple[Moment, ...]
    items: tuple[DecidedBy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentDraft:
    """What somebody says to a draft.

    Attributes:
        name, contact: for the office alone, and erased with the results.
        member: the city that they live in, where they say so.
    """

    words: str
    name: str = ""
    contact: str = ""
    member: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedComment:
    """A comment that reached the office otherwise.

    Attributes:
        stakeholder: number of the accredited association that sent it; None for none.
        reference: number of the letter, or of the entry at the hall.
    """

    comment: CommentDraft
    channel: Channel
    received_on: date
    reference: str = ""
    stakeholder: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentLine:
    """A comment as its reader may see it.

    Attributes:
        name, contact: empty for everybody but whoever keeps consultations.
        stakeholder: the name of the association that sent it; empty for a resident.
        late: whether it came after the last day.
        group: number of its group; None while it has none.
        note: the reply to its group; None while there is none.
    """

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
    note: Note | None
    withheld_at: datetime | None
    withheld_reason: str
    authority: str
    entered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What whoever commented is shown for the number of the receipt."""

    code: str
    line: ConsultationLine
    comment: CommentLine


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentPlan:
    """What a workbook of comments would record, and what is wrong with it."""

    name: str
    findings: tuple[Finding, ...]
    comments: tuple[ReceivedComment, ...]

    @property
    def sound(self) -> bool:
        """Tell whether it can be taken: whole, or not at all."""
        return not errors_in(self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Whether the public was heard on an item.

    Attributes:
        wanted: whether its class may not be decided without.
        clauses: what asks for it.
        lines: consultations that the item rests on and that were not called off.
    """

    wanted: bool
    clauses: tuple[str, ...]
    lines: tuple[ConsultationLine, ...]

    @property
    def unfinished(self) -> Sequence[ConsultationLine]:
        """Consultations that are open, or in which a comment has no reply."""
        return [one for one in self.lines if one.state not in FINISHED]


class ConsultationAct(StrEnum):
    """What is done to a consultation."""

    PUBLISH = "publish"
    ANSWER = "answer"
    RECORD = "record"
    IMPORT = "import"
    WITHHOLD = "withhold"
    RELEASE = "release"
    RESULTS = "results"
    LINK = "link"
    UNLINK = "unlink"
    EXTEND = "extend"
    AMEND = "amend"
    WITHDRAW = "withdraw"
