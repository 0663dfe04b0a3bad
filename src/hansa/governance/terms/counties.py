"""The vocabulary of counties: borders that are declared, and bodies that rest on them."""

from dataclasses import dataclass
from datetime import date

from hansa.charter.terms import County
from hansa.governance.terms import Entry
from hansa.kernel.text import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildLine:
    """A charter of neighbouring counties under a league.

    Attributes:
        clause: of the league above, which allows it.
        counties: its members, in the order of its charter.
        host: name of the county in turn on the day asked; None before its first turn.
        next_: the entry of its calendar that ends next; None where none is asked for.
    """

    league: str
    name: Bilingual
    clause: str
    since: date
    counties: tuple[Bilingual, ...]
    codes: tuple[str, ...]
    host: Bilingual | None
    next_: Entry | None
    next_body: Bilingual | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """Two counties of different cities that share a border, as their league declares.

    Attributes:
        children: slugs of the charters to which both belong.
    """

    one: County
    other: County
    children: tuple[str, ...]

    @property
    def key(self) -> str:
        """What names the pair: both division codes."""
        return f"{self.one.code}-{self.other.code}"
