"""In how many categories and cities the card is taken. Source: CLR-02 of changzhutan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hansa.clearing.terms.agreed import Category
from hansa.clearing.terms.house import InstitutionLine, InstitutionStanding

PER_MILLE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A category in a city; live where an active institution serves it."""

    category: str
    member: str
    institutions: tuple[str, ...]

    @property
    def live(self) -> bool:
        """Whether the card is taken there."""
        return bool(self.institutions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Every category in every city; ``per_mille`` is rounded half up, 778 for 7 of 9."""

    categories: tuple[Category, ...]
    members: tuple[str, ...]
    cells: tuple[Cell, ...]
    live: int
    per_mille: int

    @property
    def percent(self) -> str:
        """The share with one decimal, such as 77.8."""
        whole, tenth = divmod(self.per_mille, 10)
        return f"{whole}.{tenth}"

    @property
    def gaps(self) -> tuple[Cell, ...]:
        """The cells in which nobody serves."""
        return tuple(cell for cell in self.cells if not cell.live)


def coverage_of(
    categories: Sequence[Category],
    members: Sequence[str],
    institutions: Iterable[InstitutionLine],
    day: date,
) -> Coverage:
    """Count the categories and cities in which somebody serves on a day."""
    serving = [
        one
        for one in institutions
        if one.standing is not InstitutionStanding.APPLIED
        and one.active_on is not None
        and one.active_on <= day
        and (one.suspended_on is None or one.suspended_on > day)
    ]
    cells = tuple(
        Cell(
            category=category.id,
            member=member,
            institutions=tuple(
                one.slug
                for one in serving
                if one.party == member and category.id in one.categories
            ),
        )
        for category in categories
        for member in members
    )
    live = sum(cell.live for cell in cells)
    return Coverage(
        categories=tuple(categories),
        members=tuple(members),
        cells=cells,
        live=live,
        per_mille=_per_mille(live, len(cells)),
    )


def _per_mille(part: int, whole: int) -> int:
    return (2 * part * PER_MILLE + whole) // (2 * whole) if whole else 0
