"""What the API of joint legislation sends and takes."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from hansa.chassis.wire import PARAGRAPHS, Day, SentIn
from hansa.governance.api.session_schemas import Line, Reason, Revision, Slug, Year
from hansa.governance.terms.laws import (
    LETTERS_MOST,
    ArticleRef,
    DivergenceKind,
    FixKind,
    LawAgenda,
    LawStance,
    LawState,
)

Name = Annotated[Line, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[0-9a-f-]{1,40}$")]
DraftWords = Annotated[str, Field(max_length=LETTERS_MOST, pattern=PARAGRAPHS)]


class LawOut(Schema):
    """A rule of the joint agenda: ``same`` of ``agreed`` articles say the same."""

    id: UUID
    league: str
    number: int
    code: str
    title: str
    title_en: str
    purpose: str
    body: str
    year: int
    lead: str
    members: list[str]
    awaited: list[str]
    state: LawState
    articles: int
    open: int
    same: int
    agreed: int
    percent: str
    harmonised_on: date | None
    closed_on: date | None
    document: str
    given_up_on: date | None
    given_up_reason: str
    authority: str
    entered_at: datetime
    revision: int


class LawDraftOut(Schema):
    """A version of a city's draft, without its words."""

    id: UUID
    member: str
    number: int
    title: str
    articles: int
    digest: str
    file: UUID | None
    authority: str
    made_at: datetime


class LawArticleOut(Schema):
    """An article of a draft; ``key`` names its words."""

    place: int
    label: str
    chapter: str
    words: str
    key: str


class LawDraftTextOut(LawDraftOut):
    """A version of a city's draft, with its words."""

    texts: list[LawArticleOut]


class LawRoundOut(Schema):
    """A round of consultation on a rule."""

    number: int
    opened_on: date
    due_on: date
    words: str
    ended_on: date | None


class ArticleRefOut(Schema):
    """An article by its city and its words."""

    member: str
    key: str


class CorrectionOut(Schema):
    """A correction by hand; ``idle`` once a text it was made for is gone."""

    id: UUID
    kind: FixKind
    left: ArticleRefOut
    right: ArticleRefOut
    authority: str
    made_at: datetime
    idle: bool


class LawStudyOut(Schema):
    """A study that feeds a rule."""

    id: UUID
    code: str
    question: str


class LawSheetOut(LawOut):
    """A rule with its versions, rounds, corrections and studies."""

    versions: list[LawDraftOut]
    rounds: list[LawRoundOut]
    corrections: list[CorrectionOut]
    studies: list[LawStudyOut]


class LawCellOut(Schema):
    """What one draft says in a row; ``differs`` are the words that others lack."""

    member: str
    article: LawArticleOut | None
    moved: bool
    differs: list[str]


class LawPositionOut(Schema):
    """What a city says of a divergence."""

    member: str
    round: int
    stance: LawStance
    words: str
    authority: str
    at: datetime
    late: bool


class DivergenceOut(Schema):
    """A divergence; ``agreed`` once every city lets it be a local difference."""

    key: str
    kind: DivergenceKind
    slot: int
    said: dict[str, str]
    agreed: bool
    awaited: list[str]
    positions: list[LawPositionOut]


class LawRowOut(Schema):
    """A row of the concordance table."""

    number: int
    open: int
    cells: list[LawCellOut]
    divergences: list[DivergenceOut]


class LawIn(SentIn):
    """A rule as the office enters it in the joint agenda."""

    title: Name
    body: Slug
    year: Year
    lead: Slug
    members: Annotated[list[Slug], Field(min_length=1, max_length=60)]
    title_en: Line = ""
    purpose: Reason = ""

    def agenda(self) -> LawAgenda:
        """Give what the agenda is to say."""
        return LawAgenda(
            title=self.title,
            body=self.body,
            year=self.year,
            lead=self.lead,
            members=tuple(self.members),
            title_en=self.title_en,
            purpose=self.purpose,
        )


class LawChangeIn(LawIn):
    """What the agenda is to say of a rule, with the revision that was seen."""

    revision: Revision


class LawDraftIn(SentIn):
    """The text of a city's draft; ``former`` is the version it follows, 0 for none."""

    member: Slug
    former: Annotated[int, Field(ge=0, le=2**31 - 1)]
    words: DraftWords


class ArticleRefIn(SentIn):
    """An article by its city and its words."""

    member: Slug
    key: Key

    def ref(self) -> ArticleRef:
        """Give the reference."""
        return ArticleRef(self.member, self.key)


class LawPairIn(SentIn):
    """Two articles that belong together."""

    revision: Revision
    left: ArticleRefIn
    right: ArticleRefIn


class LawPartingIn(SentIn):
    """An article that belongs to no other of its row."""

    revision: Revision
    article: ArticleRefIn


class LawRevisionIn(SentIn):
    """The revision of the dossier that was seen."""

    revision: Revision


class LawRoundIn(SentIn):
    """A round of consultation until a day."""

    revision: Revision
    due_on: Day
    words: Reason = ""


class LawPositionIn(SentIn):
    """What a city says of a divergence."""

    member: Slug
    divergence: Key
    stance: LawStance
    words: Reason = ""


class LawReopeningIn(SentIn):
    """Why a declaration is taken back."""

    revision: Revision
    reason: Reason


class LawClosingIn(SentIn):
    """The day and the paper that end a dossier."""

    revision: Revision
    on: Day
    document: Name


class LawEndingIn(SentIn):
    """When and why a rule is not pursued together."""

    revision: Revision
    on: Day
    reason: Reason


class LawStudyIn(SentIn):
    """The study that feeds a rule."""

    study: UUID
