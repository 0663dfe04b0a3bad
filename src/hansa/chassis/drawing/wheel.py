"""The wheel of a year: what it asks for as arcs, January at the top."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hansa.chassis.drawing.bars import Label
from hansa.kernel.periods import MONTHS_A_YEAR, Period

WHEEL_SIZE, WHEEL_RIM, RING_STEP = 440, 180, 22
RINGS_MOST = 6  # With more, arcs and numbers are too narrow to read; a grid is drawn.
GAP_AT_TOP = 0.06  # Between December and January, where the numbers of the rings stand.


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoke:
    """Something that a year asks for, as an arc of its wheel.

    Attributes:
        name: whose ring it is.
        label: what is asked for, in words.
        count: the same as short as it goes, such as "1/2".
        ring: 0 for the outermost ring, rising inwards.
        kind: one of the lights.
        word: the word of that light.
        address: where the arc leads.
    """

    name: Label
    label: Label
    count: str
    period: Period
    ring: int
    kind: str
    word: Label
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """An arc as an SVG path, with what it says and where it leads."""

    path: str
    label: Label
    kind: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthMark:
    """The number of a month at the rim, and the line where the month begins."""

    month: int
    x: int
    y: int
    inner: tuple[int, int]
    outer: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RingMark:
    """The number of a ring, where the year begins; the list beside names it."""

    number: int
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """A year as a wheel, clockwise from the top; ``hand`` is the day asked.

    Attributes:
        thickness: how wide an arc is drawn.
        hand: both ends of a line across the rings, and not across the middle.
    """

    year: int
    size: int
    thickness: int
    arcs: tuple[Arc, ...]
    rings: tuple[RingMark, ...]
    months: tuple[MonthMark, ...]
    hand: tuple[tuple[int, int], tuple[int, int]] | None

    @property
    def middle(self) -> int:
        """Where the year is written."""
        return self.size // 2


def year_wheel(year: int, spokes: Sequence[Spoke], day: date | None) -> Wheel:
    """Lay a year out as a wheel.

    Args:
        year: calendar year.
        spokes: what it asks for; periods are cut at the ends of the year.
        day: the day the hand shows; None, or a day of another year, for no hand.
    """
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    rings = count_rings(spokes)
    arcs = tuple(
        Arc(
            path=_arc(
                _share(max(spoke.period.start, first), year),
                _share(min(spoke.period.end, after), year),
                WHEEL_RIM - spoke.ring * RING_STEP,
            ),
            label=spoke.label,
            kind=spoke.kind,
            address=spoke.address,
        )
        for spoke in spokes
        if spoke.period.start < after and first < spoke.period.end
    )
    months = tuple(_month(year, month, rings) for month in range(1, MONTHS_A_YEAR + 1))
    shown = day is not None and day.year == year
    return Wheel(
        year=year,
        size=WHEEL_SIZE,
        thickness=RING_STEP * 7 // 10,
        arcs=arcs,
        rings=tuple(
            RingMark(
                number=ring + 1, x=WHEEL_SIZE // 2, y=_top(WHEEL_RIM - ring * RING_STEP)
            )
            for ring in range(rings)
        ),
        months=months,
        hand=_across(_share(day, year), rings) if shown and day else None,
    )


def count_rings(spokes: Sequence[Spoke]) -> int:
    """Count the rings that a year needs; at least one."""
    return 1 + max((spoke.ring for spoke in spokes), default=0)


def _share(day: date, year: int) -> float:
    """Give how much of a year has passed when a day begins."""
    first = date(year, 1, 1)
    return (day - first).days / (date(year + 1, 1, 1) - first).days


def _at(share: float, radius: float) -> tuple[int, int]:
    turned = GAP_AT_TOP / 2 + share * (1 - GAP_AT_TOP)
    angle = 2 * math.pi * turned - math.pi / 2
    middle = WHEEL_SIZE / 2
    return (
        round(middle + radius * math.cos(angle)),
        round(middle + radius * math.sin(angle)),
    )


def _top(radius: int) -> int:
    return WHEEL_SIZE // 2 - radius


def _across(share: float, rings: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Give both ends of a line from inside the innermost ring to beyond the rim."""
    return (
        _at(share, WHEEL_RIM - (rings - 1 / 2) * RING_STEP),
        _at(share, WHEEL_RIM + RING_STEP),
    )


GAP = 0.002  # Keeps neighbouring arcs apart.


def _arc(start: float, end: float, radius: int) -> str:
    start, end = start + GAP, max(end - GAP, start + 2 * GAP)
    (x, y), (to_x, to_y) = _at(start, radius), _at(end, radius)
    large = int((end - start) * (1 - GAP_AT_TOP) > 1 / 2)
    return f"M{x} {y}A{radius} {radius} 0 {large} 1 {to_x} {to_y}"


def _month(year: int, month: int, rings: int) -> MonthMark:
    begins = _share(date(year, month, 1), year)
    x, y = _at(begins + 1 / (2 * MONTHS_A_YEAR), WHEEL_RIM + RING_STEP)
    inner, outer = _across(begins, rings)
    return MonthMark(month=month, x=x, y=y + 6, inner=inner, outer=outer)
