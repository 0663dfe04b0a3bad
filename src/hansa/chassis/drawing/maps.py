"""The schematic map: a quiet picture of who lies where and who borders whom.

Latitude and longitude on a plane that is true enough for a few hundred kilometres; points
and never outlines.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

HUNDREDTHS = 100
WIDTH, HEIGHT, MARGIN = 640, 420, 48
# Beside, below and above its place: how a label is anchored, and where it stands.
ANCHORS = {"right": "start", "left": "end", "below": "middle", "above": "middle"}
ACROSS = {"right": 20, "left": -20, "below": 0, "above": 0}
DOWN = {"right": 5, "left": 5, "below": 30, "above": -18}
# A label is about this wide and high; two labels closer than that would overlap.
LABEL_WIDTH, LABEL_HEIGHT = 92, 22
WIDTH_NARROW = 480
LABEL_LARGE = 180  # With the gap before it, in the letters of a phone.


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place on the sheet, in pixels from the upper left.

    Attributes:
        side: where its label stands, to keep clear of others; a key of ``ANCHORS``.
        at_edge: whether a phone, which writes larger, has no room for it on the right.
    """

    id: str
    x: int
    y: int
    side: str = "right"
    at_edge: bool = False

    @property
    def label_x(self) -> int:
        """Where the label is anchored across."""
        return self.x + ACROSS[self.side]

    @property
    def label_down(self) -> int:
        """How far below its place the letters of the label stand."""
        return DOWN[self.side]

    @property
    def anchor(self) -> str:
        """Which part of the label stands there."""
        return ANCHORS[self.side]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A drawn map: its size, its spots by id and the lines between neighbours."""

    width: int
    height: int
    spots: tuple[Spot, ...]
    lines: tuple[tuple[Spot, Spot], ...]

    @property
    def is_narrow(self) -> bool:
        """Tell whether a phone draws it so large that its letters need not grow."""
        return self.width < WIDTH_NARROW


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
        spots[id_] = Spot(id=id_, x=at[0], y=at[1])
    placed = {id_: _with_label(spot, spots) for id_, spot in spots.items()}
    height = max(spot.y for spot in placed.values()) + MARGIN
    width = max(spot.x for spot in placed.values()) + MARGIN + LABEL_WIDTH
    placed = {
        id_: replace(
            spot, at_edge=spot.side == "right" and spot.x > width - LABEL_LARGE
        )
        for id_, spot in placed.items()
    }
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
    return Spot(id=spot.id, x=spot.x, y=spot.y, side="left" if crowded else "right")


def clear_labels(sheet: Sheet, pairs: Sequence[Sequence[str]]) -> Sheet:
    """Move labels to where the fewest lines run, other places lie and labels stand.

    Args:
        sheet: as it was laid out.
        pairs: ids of places that lines will join.
    """
    spots = {spot.id: spot for spot in sheet.spots}
    lines = [
        (spots[one], spots[other])
        for one, other in pairs
        if one in spots and other in spots
    ]
    placed: list[Spot] = []
    for spot in sheet.spots:
        rest = [other for other in sheet.spots if other.id != spot.id]
        choices = [replace(spot, side=side, at_edge=False) for side in ANCHORS]
        best = min(choices, key=lambda one: _cost(one, sheet, lines, rest, placed))
        unmoved = best.side == spot.side
        placed.append(replace(best, at_edge=spot.at_edge and unmoved))
    return replace(sheet, spots=tuple(placed))


Box = tuple[float, float, float, float]


def _box(spot: Spot) -> Box:
    """Give the rectangle of a label: left, top, right, bottom."""
    left = {
        "start": spot.label_x - 6,
        "middle": spot.label_x - LABEL_WIDTH / 2,
        "end": spot.label_x - LABEL_WIDTH + 6,
    }[spot.anchor]
    middle = spot.y + spot.label_down - 5
    half = LABEL_HEIGHT / 2
    return left, middle - half, left + LABEL_WIDTH, middle + half


def _cost(
    spot: Spot,
    sheet: Sheet,
    lines: Sequence[tuple[Spot, Spot]],
    rest: Sequence[Spot],
    placed: Sequence[Spot],
) -> float:
    left, top, right, bottom = box = _box(spot)
    crossed = sum(_crossing(box, one, other) for one, other in lines)
    hidden = sum(left < one.x < right and top < one.y < bottom for one in rest)
    others = [_box(one) for one in placed]
    covered = sum(
        left < o_right and o_left < right and top < o_bottom and o_top < bottom
        for o_left, o_top, o_right, o_bottom in others
    )
    outside = left < 0 or top < 0 or right > sheet.width or bottom > sheet.height
    return crossed + LABEL_WIDTH * (3 * hidden + 2 * covered + 4 * outside)


def _crossing(box: Box, one: Spot, other: Spot) -> int:
    """Count the pixels, roughly, of a line that run through a box."""
    left, top, right, bottom = box
    steps = max(abs(other.x - one.x), abs(other.y - one.y), 1)
    return sum(
        left < one.x + (other.x - one.x) * step / steps < right
        and top < one.y + (other.y - one.y) * step / steps < bottom
        for step in range(steps + 1)
    )
