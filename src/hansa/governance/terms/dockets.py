"""The vocabulary of dockets: what is put to a session, and how it ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hansa.governance.terms.levels import Level
from hansa.kernel.findings import Position as Place
from hansa.kernel.text import Bilingual, Text, text


class ItemAct(StrEnum):
    """What a session is asked to do with an item."""

    HEAR = "hear"
    DELIBERATE = "deliberate"
    STUDY = "study"
    DECIDE = "decide"
    SIGN = "sign"
    CLEAR = "clear"
    APPLY = "apply"


ITEM_ACT_NAMES: Mapping[ItemAct, Text] = {
    ItemAct.HEAR: text("hear"),
    ItemAct.DELIBERATE: text("deliberate"),
    ItemAct.STUDY: text("study"),
    ItemAct.DECIDE: text("decide"),
    ItemAct.SIGN: text("sign"),
    ItemAct.CLEAR: text("clear for the session it prepares"),
    ItemAct.APPLY: text("apply to higher authorities jointly"),
}

DELIVERED = frozenset(
    {ItemAct.DELIBERATE, ItemAct.STUDY, ItemAct.DECIDE, ItemAct.APPLY}
)
"""Acts whose decision somebody must carry out."""


class Outcome(StrEnum):
    """How an item ended."""

    DECIDED = "decided"
    DEFERRED = "deferred"
    NOTED = "noted"
    ESCALATED = "escalated"


OUTCOME_NAMES: Mapping[Outcome, Text] = {
    Outcome.DECIDED: text("decided by the session"),
    Outcome.DEFERRED: text("deferred"),
    Outcome.NOTED: text("taken note of"),
    Outcome.ESCALATED: text("put to the body above"),
}

ONWARD = frozenset({Outcome.DEFERRED, Outcome.ESCALATED})
"""Outcomes that put an item on a later docket."""


class Standing(StrEnum):
    """What comes first on every docket by itself."""

    LAST_MINUTES = "last-minutes"
    LAST_DECISIONS = "last-decisions"


STANDING_TITLES: Mapping[Standing, Bilingual] = {
    Standing.LAST_MINUTES: Bilingual(
        "审议上次会议纪要", "Deliberate on the minutes of the last session"
    ),
    Standing.LAST_DECISIONS: Bilingual(
        "听取上次会议议定事项落实情况", "Hear how the last decisions are carried out"
    ),
}


class Stance(StrEnum):
    """What a city says to an item."""

    CONSENT = "consent"
    OBJECT = "object"
    RESERVE = "reserve"


STANCE_NAMES: Mapping[Stance, Text] = {
    Stance.CONSENT: text("consents"),
    Stance.OBJECT: text("objects"),
    Stance.RESERVE: text("reserves its position"),
}


def in_both(chinese: str, english: str) -> Bilingual:
    """Give words in both languages; the Chinese for both where they have no English."""
    return Bilingual(chinese, english or chinese)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocketClass:
    """One class of matters that a body deals with.

    Attributes:
        level: the only level that deals with it; None for all.
        required: whether a session must have decided one before it is closed.
        sourced: whether a matter of this class names what it rests on.
        opinions: experts who must be heard before such a matter is voted; None for none.
        consulted: whether such a matter is decided only once the public was heard.
    """

    id: str
    title: Bilingual
    level: Level | None
    required: bool
    sourced: bool
    opinions: int | None
    clauses: tuple[str, ...]
    consulted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What a body takes only once another has cleared it in the same year.

    Attributes:
        body: the one whose session clears.
        acts: what must be cleared.
        urgent: whether there is an urgent route beside it.
    """

    body: str
    acts: tuple[ItemAct, ...]
    urgent: bool
    clauses: tuple[str, ...]
    at: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """A decision stands once every member has consented; invitees have no say."""

    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """A matter that was left open goes to the body above.

    Attributes:
        rounds: how many sessions may leave it open, this body's and those before it.
    """

    rounds: int
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]


class Silence(StrEnum):
    """What a city's silence means once its time for comments is over."""

    NO_COMMENT = "no-comment"
    AWAITED = "awaited"


class Approving(StrEnum):
    """Whose word makes minutes final."""

    CHAIR = "chair"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesRule:
    """How a body comes to its minutes.

    Attributes:
        due_days: working days after closing until they are published.
        comment_days: working days of a round of comments.
        organs: what each party's organ is called that issues them with the others,
            ``{city}`` filled in; None where the office alone issues them.
    """

    due_days: int
    comment_days: int
    silence: Silence
    approval: Approving
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]
    organs: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRule:
    """How the cities agree on paper on what a body decided.

    Attributes:
        title, preamble, closing: words that a draft begins with, where ``{league}``,
            ``{body}``, ``{year}``, ``{parties}`` and ``{count}`` are filled in.
        due_days: working days from going out until every party has signed.
    """

    title: Bilingual
    preamble: str
    closing: str
    due_days: int
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Docket:
    """What a body deals with, and how.

    Attributes:
        gate: None where nothing need be cleared.
        consensus: None where the chair sums up and no city is counted.
        minutes: None where the text does not ask for any.
        unresolved: None where a matter waits for this body until it is settled.
        agreement: None where the text does not say how one is worded.
    """

    classes: tuple[DocketClass, ...]
    gate: Gate | None
    consensus: Consensus | None
    minutes: MinutesRule | None
    unresolved: Unresolved | None = None
    agreement: AgreementRule | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent:
    """The paper that put an item on a docket without clearance, and why."""

    document: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """What somebody puts to a session.

    Attributes:
        class_id: its class in the charter.
        title_en: its title in English; empty where it has none.
        source: what it rests on, such as a report of the province.
        proposer: the city that puts it; None for the league's office.
        cities: whom it concerns; empty for every member.
        cleared_by: the item of the clearing session that cleared it.
        urgent: given instead of a clearance.
    """

    class_id: str
    act: ItemAct
    title: str
    words: str = ""
    source: str = ""
    proposer: str | None = None
    cities: tuple[str, ...] = ()
    cleared_by: UUID | None = None
    urgent: Urgent | None = None
    title_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Who carries a decision out, and by when.

    Attributes:
        lead: id of the unit that leads; None where nobody is named.
        units: ids of the units responsible with it.
        principle_only: an opinion of principle, which asks nobody for anything yet.
    """

    lead: str | None = None
    units: tuple[str, ...] = ()
    due_on: date | None = None
    principle_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal:
    """How a session ends an item; ``words_en`` is empty where there is no English."""

    outcome: Outcome
    words: str
    delivery: Delivery = Delivery()
    words_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What one city said to one item.

    Attributes:
        wording: number of the wording that it was given on.
        evidence: the paper shown, where a clerk entered it for the city.
        replaced_at: when the city said something else; None for its last word.
    """

    member: str
    stance: Stance
    words: str
    wording: int
    given_by: str
    authority: str
    evidence: str | None
    given_at: datetime
    replaced_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a docket.

    Attributes:
        session: None while it waits for the next one of its body and level.
        place: on the docket, from 1; 0 while it waits.
        wording: raised when title or words change: a position is given on one wording.
        standing: what it is where it came by itself; None for all others.
        cleared_by, carried_from: other items that it rests on.
        number: of the decision, once the session is closed; None for all others.
        positions: every one that was given, the oldest first.
        title_en, outcome_words_en: in English; empty where there is none.
    """

    id: UUID
    league: str
    session: UUID | None
    body: str
    level: Level | None
    year: int
    place: int
    class_id: str
    act: ItemAct
    title: Bilingual
    words: str
    source: str
    proposer: str | None
    cities: tuple[str, ...]
    standing: Standing | None
    cleared_by: UUID | None
    urgent: Urgent | None
    carried_from: UUID | None
    wording: int
    outcome: Outcome | None
    outcome_words: str
    delivery: Delivery
    number: int | None
    withdrawn: str
    withdrawn_at: datetime | None
    revision: int
    positions: tuple[Position, ...]
    title_en: str = ""
    outcome_words_en: str = ""

    @property
    def ended(self) -> Bilingual:
        """The words that ended it, in the languages that they have."""
        return in_both(self.outcome_words, self.outcome_words_en)

    @property
    def stands(self) -> bool:
        """Whether it is still on the docket."""
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the members said to the wording that stands, in charter order.

    Attributes:
        asked: whether consensus is asked for at all.
        missing: members who have said nothing to this wording.
    """

    asked: bool
    consents: tuple[str, ...]
    objections: tuple[str, ...]
    reserves: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_consensus(self) -> bool:
        """Whether every member has consented, or none need be asked."""
        return not self.asked or not (self.objections + self.reserves + self.missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """Something that is missing, or to be known, before a session is closed.

    Attributes:
        item: its place on the docket; None where no item is meant.
    """

    code: str
    message: Text
    item: int | None = None
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAdopted:
    """A session was closed, and this decision of it stands."""

    league: str
    session: str
    item: str
    body: str
    year: int
    number: int
