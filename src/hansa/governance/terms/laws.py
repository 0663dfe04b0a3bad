"""The vocabulary of joint legislation: dossiers, drafts, rows of concordance, positions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hansa.kernel.text import Text, text

LETTERS_MOST = 300_000
"""How long the text of one draft may be."""


class LawState(StrEnum):
    """Where a dossier stands."""

    DRAFTING = "drafting"
    DIVERGING = "diverging"
    SETTLED = "settled"
    HARMONISED = "harmonised"
    CLOSED = "closed"
    GIVEN_UP = "given-up"


LAW_STATE_NAMES: Mapping[LawState, Text] = {
    LawState.DRAFTING: text("drafts awaited"),
    LawState.DIVERGING: text("divergences open"),
    LawState.SETTLED: text("nothing open, to be declared harmonised"),
    LawState.HARMONISED: text("harmonised"),
    LawState.CLOSED: text("dossier closed"),
    LawState.GIVEN_UP: text("dossier given up"),
}


class DivergenceKind(StrEnum):
    """In what drafts part."""

    MISSING = "missing"
    QUANTITY = "quantity"
    WORDING = "wording"


DIVERGENCE_NAMES: Mapping[DivergenceKind, Text] = {
    DivergenceKind.MISSING: text("article missing"),
    DivergenceKind.QUANTITY: text("figures differ"),
    DivergenceKind.WORDING: text("wording differs"),
}


class LawStance(StrEnum):
    """What a city says of a divergence."""

    ADAPT = "adapt"
    LOCAL = "local"
    KEEP = "keep"


LAW_STANCE_NAMES: Mapping[LawStance, Text] = {
    LawStance.ADAPT: text("will adapt its text"),
    LawStance.LOCAL: text("agrees that it stays a local difference"),
    LawStance.KEEP: text("keeps its text"),
}


class FixKind(StrEnum):
    """What a correction by hand does to two articles."""

    PAIR = "pair"
    PART = "part"


FIX_NAMES: Mapping[FixKind, Text] = {
    FixKind.PAIR: text("paired by hand"),
    FixKind.PART: text("parted by hand"),
}


class LawAct(StrEnum):
    """What is done to a dossier, on its own page or on that of a row."""

    BRING = "bring"
    STATE = "state"
    PAIR = "pair"
    PART = "part"
    UNDO = "undo"
    OPEN_ROUND = "open-round"
    END_ROUND = "end-round"
    HARMONISE = "harmonise"
    REOPEN = "reopen"
    CLOSE = "close"
    LINK = "link"
    UNLINK = "unlink"
    AMEND = "amend"
    GIVE_UP = "give-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawArticle:
    """An article of a draft (第…条); place 0 is what stands before the first.

    Attributes:
        label: as it is numbered, such as 第十二条; empty before the first.
        chapter: the heading that it stands under; empty where there is none.
        key: fingerprint of its words, the same for equal words wherever they stand.
    """

    place: int
    label: str
    chapter: str
    words: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawText:
    """The text of a rule, cut into its articles."""

    title: str
    articles: tuple[LawArticle, ...]


@dataclass(frozen=True, slots=True, order=True)
class ArticleRef:
    """An article by its city and the fingerprint of its words."""

    member: str
    key: str

    def __str__(self) -> str:
        return f"{self.member}:{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A correction by hand: two articles belong together, or do not."""

    kind: FixKind
    left: ArticleRef
    right: ArticleRef

    @property
    def both(self) -> frozenset[ArticleRef]:
        """The two articles, in no order."""
        return frozenset((self.left, self.right))


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """One thing in which the drafts of a row part.

    Attributes:
        key: fingerprint of kind, slot and texts; another text gives another key.
        slot: which figure of the row, from 1; 0 where it is no single figure.
        said: what each draft says, by city; empty for a city that lacks the article.
    """

    key: str
    kind: DivergenceKind
    slot: int
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of an article; ``differs`` where another draft says otherwise."""

    words: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a city's draft says in a row.

    Attributes:
        article: None where the draft has none.
        moved: whether it stands elsewhere in the order of the first draft.
        pieces: its words, cut where they differ.
    """

    member: str
    article: LawArticle | None
    moved: bool = False
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the concordance, with a cell for each draft."""

    number: int
    cells: tuple[Cell, ...]
    divergences: tuple[Divergence, ...]

    @property
    def refs(self) -> tuple[ArticleRef, ...]:
        """The articles that stand in it."""
        return tuple(
            ArticleRef(cell.member, cell.article.key)
            for cell in self.cells
            if cell.article is not None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LawDraftLine:
    """A version of a city's draft.

    Attributes:
        number: of the version in the city, from 1.
        file: id of the document that it was read from; None where it was typed.
    """

    id: UUID
    member: str
    number: int
    text: LawText
    digest: str
    file: UUID | None
    authority: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPosition:
    """What a city said of a divergence in a round."""

    divergence: str
    member: str
    round: int
    stance: LawStance
    words: str
    authority: str
    at: datetime
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRound:
    """A round of consultation; ``ended_on`` is None while it is open."""

    number: int
    opened_on: date
    due_on: date
    words: str
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FixLine:
    """A correction that stands; ``idle`` where the text it was made for is gone."""

    id: UUID
    fix: Fix
    authority: str
    made_at: datetime
    idle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A divergence with what the cities say of it.

    Attributes:
        positions: those given on these very texts, in the order of the cities.
        awaited: cities that have said nothing.
        agreed: whether every city agrees that it stays a local difference.
    """

    divergence: Divergence
    positions: tuple[LawPosition, ...]
    awaited: tuple[str, ...]
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedRow:
    """A row with its divergences as the cities weigh them."""

    row: Row
    weighed: tuple[Weighed, ...]

    @property
    def open(self) -> int:
        """How many of its divergences are neither harmonised nor agreed."""
        return sum(not one.agreed for one in self.weighed)

    @property
    def local(self) -> bool:
        """Whether all that differs in it is agreed to stay so."""
        return bool(self.weighed) and not self.open


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """How far the drafts say the same.

    Attributes:
        same: rows that say the same in every draft.
        agreed: rows that are to say the same: all but agreed local differences.
    """

    same: int
    agreed: int

    @property
    def whole(self) -> bool:
        """Whether all that is to say the same does."""
        return self.same == self.agreed

    @property
    def percent(self) -> str:
        """In percent with one decimal, rounded down so that 100 means all."""
        tenths = self.same * 1000 // self.agreed if self.agreed else 1000
        return f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawAgenda:
    """A dossier as the office enters it in the joint agenda.

    Attributes:
        body: the body of the league that it is dealt with in.
        year: of the agenda.
        lead: the city whose draft gives the order of rows.
        members: cities that draft the rule, ``lead`` among them.
    """

    title: str
    body: str
    year: int
    lead: str
    members: tuple[str, ...]
    title_en: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawEnd:
    """How a dossier was closed: the day and the paper of it."""

    on: date
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawLine:
    """A dossier with its table.

    Attributes:
        number: in the league, from 1; written L-1.
        members: in the order of columns, the lead first.
        drafts: the last version of each city that brought one.
        awaited: cities that brought none.
        rows: of the concordance; empty before the second draft.
        harmonised_on: None where it is not declared so.
    """

    id: UUID
    league: str
    number: int
    agenda: LawAgenda
    members: tuple[str, ...]
    drafts: tuple[LawDraftLine, ...]
    awaited: tuple[str, ...]
    rows: tuple[WeighedRow, ...]
    concordance: Concordance
    state: LawState
    harmonised_on: date | None
    closed_on: date | None
    document: str
    given_up_on: date | None
    given_up_reason: str
    authority: str
    entered_at: datetime
    revision: int

    @property
    def code(self) -> str:
        """Its number as people cite it."""
        return f"L-{self.number}"

    @property
    def open(self) -> int:
        """How many divergences are neither harmonised nor agreed."""
        return sum(row.open for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawSheet:
    """A dossier with all that led to it.

    Attributes:
        versions: of every city, the oldest first.
        rounds: the latest first.
        studies: ids, numbers and questions of the studies that feed it.
    """

    line: LawLine
    versions: tuple[LawDraftLine, ...]
    rounds: tuple[LawRound, ...]
    fixes: tuple[FixLine, ...]
    studies: tuple[tuple[UUID, int, str], ...]

    @property
    def round(self) -> LawRound | None:
        """The round that is open, or None."""
        return next((one for one in self.rounds if one.ended_on is None), None)
