"""The wheel of a year: what it asks for as arcs, January at the top."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hansa.chassis.drawing.bars import Label
from hansa.kernel.periods import MONTHS_A_YEAR, Period

WHEEL_SIZE, WHEEL_RIM, WHEEL_DEPTH = 480, 196, 150
RING_WIDEST = 20  # Few rings stay slender; many share the depth of the wheel.


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoke:
    """Something that a year asks for, as an arc of its wheel.

    Attributes:
        ring: 0 for the outermost ring, rising inwards.
        kind: one of the lights.
        address: where the arc leads.
    """

    label: Label
    period: Period
    ring: int
    kind: str
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
    """A year as a wheel: January at the top, clockwise; ``hand`` is the day asked.

    Attributes:
        thickness: how wide an arc is drawn.
    """

    year: int
    size: int
    thickness: int
    arcs: tuple[Arc, ...]
    rings: tuple[RingMark, ...]
    months: tuple[MonthMark, ...]
    hand: tuple[int, int] | None


def year_wheel(year: int, spokes: Sequence[Spoke], day: date | None) -> Wheel:
    """Lay a year out as a wheel.

    Args:
        year: calendar year.
        spokes: what it asks for; periods are cut at the ends of the year.
        day: the day the hand shows; None, or a day of another year, for no hand.
    """
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    rings = 1 + max((spoke.ring for spoke in spokes), default=0)
    step = min(RING_WIDEST, WHEEL_DEPTH // rings)
    arcs = tuple(
        Arc(
            path=_arc(
                _share(max(spoke.period.start, first), year),
                _share(min(spoke.period.end, after), year),
                WHEEL_RIM - spoke.ring * step,
            ),
            label=spoke.label,
            kind=spoke.kind,
            address=spoke.address,
        )
        for spoke in spokes
        if spoke.period.start < after and first < spoke.period.end
    )
    months = tuple(_month(year, month) for month in range(1, MONTHS_A_YEAR + 1))
    shown = day is not None and day.year == year
    return Wheel(
        year=year,
        size=WHEEL_SIZE,
        thickness=step * 7 // 10,
        arcs=arcs,
        rings=tuple(
            RingMark(
                number=ring + 1, x=WHEEL_SIZE // 2, y=_at(0, WHEEL_RIM - ring * step)[1]
            )
            for ring in range(rings)
        ),
        months=months,
        hand=_at(_share(day, year), WHEEL_RIM + 12) if shown and day else None,
    )


def _share(day: date, year: int) -> float:
    """Give how much of a year has passed when a day begins."""
    first = date(year, 1, 1)
    return (day - first).days / (date(year + 1, 1, 1) - first).days


def _at(share: float, radius: float) -> tuple[int, int]:
    angle = 2 * math.pi * share - math.pi / 2
    middle = WHEEL_SIZE / 2
    return (
        round(middle + radius * math.cos(angle)),
        round(middle + radius * math.sin(angle)),
    )


GAP = 0.002  # Keeps neighbouring arcs apart, and a whole year from closing on itself.


def _arc(start: float, end: float, radius: int) -> str:
    start, end = start + GAP, max(end - GAP, start + 2 * GAP)
    (x, y), (to_x, to_y) = _at(start, radius), _at(end, radius)
    large = int(end - start > 1 / 2)
    return f"M{x} {y}A{radius} {radius} 0 {large} 1 {to_x} {to_y}"


def _month(year: int, month: int) -> MonthMark:
    begins = _share(date(year, month, 1), year)
    x, y = _at(begins + 1 / (2 * MONTHS_A_YEAR), WHEEL_RIM + 26)
    return MonthMark(
        month=month,
        x=x,
        y=y + 5,
        inner=_at(begins, WHEEL_RIM - WHEEL_DEPTH),
        outer=_at(begins, WHEEL_RIM + 12),
    )
