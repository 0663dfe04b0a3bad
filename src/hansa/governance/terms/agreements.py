"""The vocabulary of agreements: how decisions become one text that every party signs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hansa.governance.terms.dockets import AgreementRule, Lack
from hansa.governance.terms.levels import Level
from hansa.kernel.text import Bilingual, Text, text


class AgreementState(StrEnum):
    """Where an agreement stands."""

    DRAFT = "draft"
    CIRCULATED = "circulated"
    SEALED = "sealed"
    PUBLISHED = "published"


AGREEMENT_STATE_NAMES: Mapping[AgreementState, Text] = {
    AgreementState.DRAFT: text("agreement drafted"),
    AgreementState.CIRCULATED: text("agreement out for signature"),
    AgreementState.SEALED: text("agreement signed by all"),
    AgreementState.PUBLISHED: text("agreement published"),
}


class AgreementAct(StrEnum):
    """What is done to an agreement."""

    WORD = "word"
    ASSEMBLE = "assemble"
    CIRCULATE = "circulate"
    SIGN = "sign"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"


class Part(StrEnum):
    """What a line of an agreement, as it stands on paper, belongs to."""

    REFERENCE = "reference"
    TITLE = "title"
    TITLE_EN = "title-en"
    PREAMBLE = "preamble"
    ARTICLE = "article"
    CLOSING = "closing"
    SIGNATURE = "signature"
    FINGERPRINT = "fingerprint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line on paper; ``article`` and ``party`` say which one, where there are many.

    Attributes:
        heading: whether it stands above others of its part.
    """

    part: Part
    words: str
    heading: bool = False
    article: int = 0
    party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What an agreement makes of one decision.

    Attributes:
        number: from 1.
        item: the item that was decided.
    """

    number: int
    item: UUID
    heading: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A city as an agreement names it."""

    member: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The text of an agreement; ``title_en`` is empty where it has none."""

    title: str
    title_en: str
    preamble: str
    articles: tuple[Article, ...]
    closing: str
    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """What is worded anew; None leaves a part as it stands.

    Attributes:
        articles: words by the number of the article.
    """

    title: str | None = None
    title_en: str | None = None
    preamble: str | None = None
    closing: str | None = None
    articles: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementVersion:
    """One version of the text; none is ever changed.

    Attributes:
        digest: fingerprint of its text.
        circulated_at: when it went out for signature; None where it never did.
        withdrawn_at: when its round was ended without all signatures.
        reason: why it was.
    """

    number: int
    wording: Wording
    digest: str
    made_by: str
    authority: str
    made_at: datetime
    circulated_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A party's signature, bound to the fingerprint of one version.

    Attributes:
        authority: the office that signed.
        evidence: the signed paper, where it was entered on behalf; None where the office
            signed here itself.
        file: the scan of that paper.
    """

    member: str
    version: int
    digest: str
    authority: str
    evidence: str | None
    file: UUID | None
    signed_by: str
    signed_at: datetime
    signed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementLine:
    """An agreement as lists show it.

    Attributes:
        version: number of the version that stands.
        round: how often a text went out for signature.
        due_on: the day by which all are to have signed; None while it is a draft, and
            where no clause sets one.
        signed: how many have signed the version that stands, of ``asked``.
        seal: fingerprint of text and signatures; empty until all have signed.
    """

    id: UUID
    league: str
    session: UUID
    body: str
    level: Level | None
    year: int
    title: str
    title_en: str
    state: AgreementState
    version: int
    digest: str
    round: int
    circulated_at: datetime | None
    due_on: date | None
    provisional: bool
    signed: int
    asked: int
    sealed_at: datetime | None
    seal: str
    number: int | None
    reference: str
    published_at: datetime | None
    revision: int

    @property
    def name(self) -> Bilingual:
        """What it is called; in Chinese only where nobody gave it an English title."""
        return Bilingual(self.title, self.title_en or self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSheet:
    """An agreement with its text, its signatures and what is missing.

    Attributes:
        standing: the version that stands.
        versions: every one, the oldest first.
        signatures: of every version.
        signed: of the version that stands, by party, in charter order.
        unsigned: parties that have not signed it.
        lacks: what keeps it from going out, or from being sealed.
        rule: how the charter words it; None where it does not.
        intact: whether what is stored still has its fingerprints.
    """

    line: AgreementLine
    standing: AgreementVersion
    versions: tuple[AgreementVersion, ...]
    signatures: tuple[Signature, ...]
    signed: Mapping[str, Signature]
    unsigned: tuple[Party, ...]
    lacks: tuple[Lack, ...]
    rule: AgreementRule | None
    intact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A place where a file says something else than the record.

    Attributes:
        place: which part of the agreement.
        at: character of that line, from 1.
        recorded, written: the words on either side; empty where one side has none.
    """

    place: Text
    at: int
    recorded: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a file of an agreement was found to be.

    Attributes:
        version: the version that it was compared with.
        recorded: the fingerprint of the record.
        computed: that of the text in the file.
        intact: whether the record still has its own fingerprints.
    """

    version: int
    recorded: str
    computed: str
    intact: bool
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Whether the file says what was recorded, and the record is unchanged."""
        return self.intact and not self.differences and self.computed == self.recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSealed:
    """The last party signed an agreement, and its text is sealed."""

    league: str
    agreement: str
    body: str
    year: int
    digest: str
    seal: str
