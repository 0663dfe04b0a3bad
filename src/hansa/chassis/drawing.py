"""Geometry of the drawings on pages: schematic map, bars, shares, the wheel of a year.

Plain numbers for inline SVG templates; no chart library, no script. The map is a quiet
picture of who lies where and who borders whom: latitude and longitude on a plane that is
true enough for a few hundred kilometres, points and never outlines.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hansa.kernel.periods import MONTHS_A_YEAR, Period
from hansa.kernel.text import Bilingual, Text

HUNDREDTHS = 100
WIDTH, HEIGHT, MARGIN = 640, 420, 48
# A label is about this wide and high; two labels closer than that would overlap.
LABEL_WIDTH, LABEL_HEIGHT = 92, 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place on the sheet, in pixels from the upper left.

    Attributes:
        label_left: whether its label stands on its left, to keep clear of others.
    """

    id: str
    x: int
    y: int
    label_left: bool

    @property
    def label_x(self) -> int:
        """Where the label begins, or ends on the left side."""
        return self.x - 20 if self.label_left else self.x + 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A drawn map: its size, its spots by id and the lines between neighbours."""

    width: int
    height: int
    spots: tuple[Spot, ...]
    lines: tuple[tuple[Spot, Spot], ...]


def lay_out(
    centres: Mapping[str, tuple[int, int]], pairs: Sequence[Sequence[str]]
) -> Sheet:
    """Lay places out on a sheet.

    Args:
        centres: latitude and longitude by id, in hundredths of a degree.
        pairs: ids of neighbours; pairs with an id that has no centre are left out.
    """
    if not centres:
        return Sheet(width=WIDTH, height=HEIGHT, spots=(), lines=())
    middle = sum(lat for lat, _ in centres.values()) / len(centres) / HUNDREDTHS
    shrink = math.cos(math.radians(middle))
    flat = {id_: (lon * shrink, -lat) for id_, (lat, lon) in centres.items()}
    left, top = (min(point[axis] for point in flat.values()) for axis in (0, 1))
    spans = [
        max(point[axis] for point in flat.values()) - low
        for axis, low in ((0, left), (1, top))
    ]
    room = (WIDTH - 2 * MARGIN - LABEL_WIDTH, HEIGHT - 2 * MARGIN)
    scale = min(space / span for space, span in zip(room, spans, strict=True) if span)
    spots: dict[str, Spot] = {}
    for id_, (x, y) in flat.items():
        at = (round(MARGIN + (x - left) * scale), round(MARGIN + (y - top) * scale))
        spots[id_] = Spot(id=id_, x=at[0], y=at[1], label_left=False)
    placed = {id_: _with_label(spot, spots) for id_, spot in spots.items()}
    height = max(spot.y for spot in placed.values()) + MARGIN
    width = max(spot.x for spot in placed.values()) + MARGIN + LABEL_WIDTH
    lines = tuple(
        (placed[one], placed[other])
        for one, other in pairs
        if one in placed and other in placed
    )
    return Sheet(width=width, height=height, spots=tuple(placed.values()), lines=lines)


def _with_label(spot: Spot, spots: Mapping[str, Spot]) -> Spot:
    """Put the label on the left where another place stands close on the right."""
    crowded = any(
        0 < other.x - spot.x < LABEL_WIDTH and abs(other.y - spot.y) < LABEL_HEIGHT
        for other in spots.values()
    )
    return Spot(id=spot.id, x=spot.x, y=spot.y, label_left=crowded)


Label = Text | Bilingual | str
BAR_WIDTH, BAR_HEIGHT, BAR_GAP, BAR_LABEL = 640, 18, 10, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One horizontal bar with its label on the left and its number at its end."""

    label: Label
    value: int
    y: int
    width: int
    now: bool

    @property
    def middle(self) -> int:
        """Where the baseline of its words lies."""
        return self.y + BAR_HEIGHT - 5

    @property
    def number_x(self) -> int:
        """Where its number begins."""
        return BAR_LABEL + self.width + 8


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Horizontal bars on a zero baseline, in the order given; one may be marked."""

    title: Label
    source: Label
    bars: tuple[Bar, ...]

    @property
    def width(self) -> int:
        """How wide the drawing is."""
        return BAR_WIDTH

    @property
    def height(self) -> int:
        """How high the drawing is."""
        return len(self.bars) * (BAR_HEIGHT + BAR_GAP)

    @property
    def left(self) -> int:
        """Where the baseline stands."""
        return BAR_LABEL

    @property
    def thickness(self) -> int:
        """How high one bar is."""
        return BAR_HEIGHT


def bar_chart(
    title: Label,
    source: Label,
    values: Sequence[tuple[Label, int]],
    marked: int | None = None,
) -> BarChart:
    """Lay bars out.

    Args:
        title: the finding, as a sentence.
        source: where the numbers come from.
        values: label and number, zero or more, in the order of the drawing.
        marked: index of the bar that the title speaks of.
    """
    most = max((value for _, value in values), default=0) or 1
    room = BAR_WIDTH - BAR_LABEL - 60
    return BarChart(
        title=title,
        source=source,
        bars=tuple(
            Bar(
                label=label,
                value=value,
                y=index * (BAR_HEIGHT + BAR_GAP),
                width=round(value * room / most),
                now=index == marked,
            )
            for index, (label, value) in enumerate(values)
        ),
    )


SHARE_WIDTH = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a whole; ``kind`` is one of the lights."""

    kind: str
    label: Label
    count: int
    x: int
    width: int


def shares(counts: Sequence[tuple[str, Label, int]]) -> tuple[Part, ...]:
    """Lay parts of a whole side by side; their widths add up to the whole's.

    Args:
        counts: kind, label and number of each part, in order.
    """
    whole = sum(count for _, _, count in counts) or 1
    edges, before = [0], 0
    for _, _, count in counts:
        before += count
        edges.append(round(before * SHARE_WIDTH / whole))
    return tuple(
        Part(kind=kind, label=label, count=count, x=start, width=end - start)
        for (kind, label, count), start, end in zip(
            counts, edges, edges[1:], strict=False
        )
    )


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
