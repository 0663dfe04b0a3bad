"""The vocabulary of experts: the pool, the draw of a panel, opinions, their treatment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hansa.governance.terms.dockets import Item
from hansa.kernel.periods import Period
from hansa.kernel.text import Text, text


class Objection(StrEnum):
    """What keeps an expert from being drawn for an item."""

    TERM = "term"
    EMPLOYED = "employed"
    INTEREST = "interest"
    RECUSED = "recused"
    FIELD = "field"


OBJECTION_NAMES: Mapping[Objection, Text] = {
    Objection.TERM: text("the term does not cover the day"),
    Objection.EMPLOYED: text("employed by a proposing party"),
    Objection.INTEREST: text("declared an interest in a proposing party"),
    Objection.RECUSED: text("declared a conflict with this matter"),
    Objection.FIELD: text("of another field"),
}


class SeedOrigin(StrEnum):
    """Where the seed of a draw comes from."""

    GENERATED = "generated"
    GIVEN = "given"


SEED_ORIGIN_NAMES: Mapping[SeedOrigin, Text] = {
    SeedOrigin.GENERATED: text("made at random by the program"),
    SeedOrigin.GIVEN: text("brought by the office"),
}


class DrawState(StrEnum):
    """Where a draw stands."""

    SEALED = "sealed"
    REVEALED = "revealed"
    ANNULLED = "annulled"


DRAW_STATE_NAMES: Mapping[DrawState, Text] = {
    DrawState.SEALED: text("seed sealed"),
    DrawState.REVEALED: text("panel drawn"),
    DrawState.ANNULLED: text("draw annulled"),
}


class Conclusion(StrEnum):
    """What an expert advises."""

    SUPPORT = "support"
    CONDITIONAL = "conditional"
    OPPOSE = "oppose"


CONCLUSION_NAMES: Mapping[Conclusion, Text] = {
    Conclusion.SUPPORT: text("advises for it"),
    Conclusion.CONDITIONAL: text("advises for it on conditions"),
    Conclusion.OPPOSE: text("advises against it"),
}


class Treatment(StrEnum):
    """What a deciding body made of an opinion."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not-adopted"


TREATMENT_NAMES: Mapping[Treatment, Text] = {
    Treatment.ADOPTED: text("opinion adopted"),
    Treatment.PARTLY: text("opinion adopted in part"),
    Treatment.NOT_ADOPTED: text("opinion not adopted"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertDraft:
    """An expert as the office enters one.

    Attributes:
        post: title or post, as it is called.
        employer: as it is called.
        employer_member: the city of the league that employs; None for none.
        employer_unit: id of the unit that employs; None for none.
        fields: ids of fields of cooperation of the charter.
        specialty: narrower than the fields, in words.
        term: half-open.
        interests: cities in which an interest was declared.
        interest_words: what was declared.
        document: of the appointment.
    """

    name: str
    employer: str
    fields: tuple[str, ...]
    term: Period
    post: str = ""
    employer_member: str | None = None
    employer_unit: str | None = None
    specialty: str = ""
    interests: tuple[str, ...] = ()
    interest_words: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertLine:
    """An expert of the pool.

    Attributes:
        number: in the pool of the league, from 1.
        ended_on: first day without the expert; None while nothing ended it early.
    """

    id: UUID
    league: str
    number: int
    name: str
    post: str
    employer: str
    employer_member: str | None
    employer_unit: str | None
    fields: tuple[str, ...]
    specialty: str
    term: Period
    interests: tuple[str, ...]
    interest_words: str
    document: str
    ended_on: date | None
    end_reason: str
    authority: str
    entered_at: datetime
    revision: int

    def serves_on(self, day: date) -> bool:
        """Tell whether the term covers a day, and was not ended before it."""
        return day in self.term and not (self.ended_on and self.ended_on <= day)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertFilter:
    """Which experts a list shows; None shows all."""

    field: str | None = None
    serves_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An expert as known when a draw was sealed, and what spoke against it.

    Attributes:
        term_end: first day after the term, or without an expert who was ended before.
        recusal: the declared conflict with the matter, in words; empty for none.
    """

    id: UUID
    number: int
    name: str
    employer: str
    employer_member: str | None
    fields: tuple[str, ...]
    term_start: date
    term_end: date
    interests: tuple[str, ...]
    recusal: str
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawDraft:
    """A draw as the office asks for it.

    Attributes:
        size: experts of the panel.
        field: only of this field; None for all.
        recused: experts who declared a conflict with this matter.
        recusal: what they declared.
        seed: drawn elsewhere, as by lot; None to make one at random.
    """

    size: int
    field: str | None = None
    recused: tuple[UUID, ...] = ()
    recusal: str = ""
    seed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoodDown:
    """A member of a panel who stood down after the draw; the next in order follows."""

    expert: UUID
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawLine:
    """A draw with its pool.

    Attributes:
        number: in the league, from 1.
        title: of the item, as it read when the draw was sealed.
        parties: cities that propose the matter, or that it names.
        seed: None until it is revealed.
        order: every candidate in the order of the draw; empty until it is revealed.
        panel: the first of that order who did not stand down.
        earlier: draws for the same item that were annulled, with the reason.
    """

    id: UUID
    league: str
    number: int
    item: UUID
    title: str
    parties: tuple[str, ...]
    size: int
    field: str | None
    on: date
    pool: tuple[Candidate, ...]
    pool_digest: str
    commitment: str
    seed: str | None
    seed_origin: SeedOrigin
    authority: str
    sealed_at: datetime
    revealed_at: datetime | None
    order: tuple[UUID, ...]
    panel: tuple[UUID, ...]
    stood_down: tuple[StoodDown, ...]
    annulled_at: datetime | None
    annul_reason: str
    earlier: tuple[tuple[int, str], ...]
    revision: int

    @property
    def state(self) -> DrawState:
        """Where it stands."""
        if self.annulled_at is not None:
            return DrawState.ANNULLED
        return DrawState.REVEALED if self.revealed_at else DrawState.SEALED

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Whom nothing spoke against, in the order of the pool."""
        return tuple(one for one in self.pool if not one.objections)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionDraft:
    """What an expert said.

    Attributes:
        session: the advisers' session at which it was heard; None in writing.
        given_on: None for the day of entry.
    """

    expert: UUID
    conclusion: Conclusion
    words: str
    document: str = ""
    session: UUID | None = None
    given_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """How an opinion was treated, and why."""

    treatment: Treatment
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """An opinion on an item.

    Attributes:
        number: of the expert in the pool.
        wording: of the item, on which it was given.
        note: None until the deciding body said how it treats it.
        conflicts: what would have kept the expert from being drawn.
        replaced_at: when the expert said something else; None for the last word.
    """

    id: UUID
    item: UUID
    expert: UUID
    number: int
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
    note: Note | None
    noted_at: datetime | None
    noted_authority: str
    conflicts: tuple[Objection, ...]
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What experts contribute to an item.

    Attributes:
        wanted: opinions that its class asks for; 0 for none.
        draw: the one that stands; None where none was sealed.
        opinions: last words only, in the order of the pool.
        earlier: what was said before and replaced.
    """

    wanted: int
    draw: DrawLine | None
    opinions: tuple[Opinion, ...]
    earlier: tuple[Opinion, ...] = ()

    @property
    def untreated(self) -> tuple[Opinion, ...]:
        """Opinions of which nothing says how they were treated."""
        return tuple(one for one in self.opinions if one.note is None)

    @property
    def missing(self) -> int:
        """Opinions that its class asks for and nobody gave."""
        return max(0, self.wanted - len(self.opinions))

    @property
    def awaited(self) -> tuple[UUID, ...]:
        """Members of the panel who have said nothing yet."""
        said = {one.expert for one in self.opinions}
        panel = self.draw.panel if self.draw else ()
        return tuple(one for one in panel if one not in said)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceSheet:
    """An item with what experts contribute to it."""

    item: Item
    advice: Advice


class AdviceAct(StrEnum):
    """What is done about the experts of an item."""

    DRAW = "draw"
    REVEAL = "reveal"
    STAND_DOWN = "stand-down"
    ANNUL = "annul"
    OPINE = "opine"
    TREAT = "treat"
