"""What an agreement says of clearing: accounts, categories, windows, caps and rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hansa.clearing.terms.rulebook import Version
from hansa.kernel.findings import Position
from hansa.kernel.nodes import Node
from hansa.kernel.text import Bilingual, Text, text


class Cadence(StrEnum):
    """How long a window is; the slug of a window says which day, week or month."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


CADENCE_NAMES: Mapping[Cadence, Text] = {
    Cadence.DAY: text("each day"),
    Cadence.WEEK: text("each week"),
    Cadence.MONTH: text("each month"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A named account that is no member city, such as the clearing centre."""

    id: str
    name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A field in which the card is taken; coverage counts it in each city.

    Attributes:
        services: the services of taps that belong to it.
    """

    id: str
    name: Bilingual
    clauses: tuple[str, ...]
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowTerms:
    """When windows begin and end, and what comes too late.

    Attributes:
        late_days: days before its start that a window still takes.
        received_by_hour: hour of the window's last day's morrow from which a file that is
            not there is missing.
        dispute_days: days after publication in which a city may dispute a statement.
        example: an unverified example, shown as one.
    """

    cadence: Cadence
    late_days: int
    received_by_hour: int
    dispute_days: int
    example: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CapTerms:
    """The most that a party may owe and not have paid, in fen.

    Attributes:
        each_fen: for every party without a cap of its own; None for no cap.
        parties: caps of single parties.
        guarantee: the account that pays in place of a party that does not; None for none.
        example: an unverified example, shown as one.
    """

    each_fen: int | None
    parties: Mapping[str, int]
    guarantee: str | None
    example: bool

    def cap_of(self, party: str) -> int | None:
        """Give a party's cap; None where there is none."""
        return self.parties.get(party, self.each_fen)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeTerms:
    """The dated rules of one scheme.

    Attributes:
        versions: with the place of each.
        node: as the charter wrote them, from which a rules folder is written.
    """

    versions: tuple[tuple[Version, Position], ...] = field(compare=False)
    node: Node = field(compare=False)
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearingTerms:
    """The file ``clearing.yaml``."""

    clauses: tuple[str, ...]
    accounts: tuple[Account, ...]
    categories: tuple[Category, ...]
    window: WindowTerms
    caps: CapTerms | None
    schemes: Mapping[str, SchemeTerms]
    at: Position = field(compare=False)

    @property
    def versions(self) -> tuple[Version, ...]:
        """Every dated rule of every scheme."""
        return tuple(
            version
            for scheme in self.schemes.values()
            for version, _ in scheme.versions
        )

    @property
    def guarantee(self) -> str | None:
        """The account that may pay for a city; None where nobody does."""
        return None if self.caps is None else self.caps.guarantee
