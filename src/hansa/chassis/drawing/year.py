"""A year as a grid of bodies and months, for what a wheel is too narrow for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hansa.chassis.drawing.bars import Label
from hansa.chassis.drawing.wheel import Spoke
from hansa.kernel.periods import MONTHS_A_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some months of a row: what is asked for in them, or nothing."""

    months: int
    spoke: Spoke | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """A row of the grid; its stretches add up to twelve months.

    Attributes:
        name: whose row it is; None where the row above has too little room.
    """

    name: Label | None
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearGrid:
    """A year as rows of months.

    Attributes:
        now: the month of the day asked; None in another year.
    """

    year: int
    rows: tuple[YearRow, ...]
    now: int | None

    @property
    def months(self) -> range:
        """The numbers of the months."""
        return range(1, MONTHS_A_YEAR + 1)


def year_grid(year: int, spokes: Sequence[Spoke], day: date | None) -> YearGrid:
    """Lay a year out as a grid.

    What overlaps on one ring gets rows of its own, so that nothing is drawn over.

    Args:
        year: calendar year.
        spokes: what it asks for; periods are cut at the ends of the year.
        day: the day asked; None, or a day of another year, marks no month.
    """
    rings: dict[int, list[Spoke]] = {}
    for spoke in spokes:
        if spoke.period.start.year <= year <= _last(spoke).year:
            rings.setdefault(spoke.ring, []).append(spoke)
    rows = [
        YearRow(
            name=lane[0].name if place == 0 else None, stretches=_stretches(year, lane)
        )
        for _, ring in sorted(rings.items())
        for place, lane in enumerate(_lanes(year, ring))
    ]
    shown = day is not None and day.year == year
    return YearGrid(
        year=year, rows=tuple(rows), now=day.month if shown and day else None
    )


def _lanes(year: int, ring: Sequence[Spoke]) -> list[list[Spoke]]:
    """Share what stands on one ring out to rows in which nothing overlaps."""
    lanes: list[list[Spoke]] = []
    for spoke in sorted(ring, key=lambda spoke: _months(year, spoke)):
        begins = _months(year, spoke)[0]
        free = (lane for lane in lanes if _months(year, lane[-1])[1] < begins)
        lane = next(free, None)
        if lane is None:
            lanes.append([spoke])
        else:
            lane.append(spoke)
    return lanes


def _stretches(year: int, lane: Sequence[Spoke]) -> tuple[Stretch, ...]:
    found, reached = [], 0
    for spoke in lane:
        first, last = _months(year, spoke)
        if first > reached + 1:
            found.append(Stretch(months=first - reached - 1, spoke=None))
        found.append(Stretch(months=last - first + 1, spoke=spoke))
        reached = last
    if reached < MONTHS_A_YEAR:
        found.append(Stretch(months=MONTHS_A_YEAR - reached, spoke=None))
    return tuple(found)


def _months(year: int, spoke: Spoke) -> tuple[int, int]:
    """Give the first and the last month of the year that a period touches."""
    first, last = spoke.period.start, _last(spoke)
    return (
        first.month if first.year == year else 1,
        last.month if last.year == year else MONTHS_A_YEAR,
    )


def _last(spoke: Spoke) -> date:
    return spoke.period.end - timedelta(days=1)
