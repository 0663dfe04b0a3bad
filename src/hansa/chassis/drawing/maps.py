"""The schematic map: a quiet picture of who lies where and who borders whom.

Latitude and longitude on a plane that is true enough for a few hundred kilometres; points
and never outlines.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

HUNDREDTHS = 100
WIDTH, HEIGHT, MARGIN = 640, 420, 48
# A label is about this wide and high; two labels closer than that would overlap.
LABEL_WIDTH, LABEL_HEIGHT = 92, 22
WIDTH_NARROW = 480
LABEL_LARGE = 180  # With the gap before it, in the letters of a phone.


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place on the sheet, in pixels from the upper left.

    Attributes:
        label_left: whether its label stands on its left, to keep clear of others.
        at_edge: whether a phone, which writes larger, has no room for it on the right.
    """

    id: str
    x: int
    y: int
    label_left: bool
    at_edge: bool = False

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
        spots[id_] = Spot(id=id_, x=at[0], y=at[1], label_left=False)
    placed = {id_: _with_label(spot, spots) for id_, spot in spots.items()}
    height = max(spot.y for spot in placed.values()) + MARGIN
    width = max(spot.x for spot in placed.values()) + MARGIN + LABEL_WIDTH
    placed = {
        id_: replace(spot, at_edge=not spot.label_left and spot.x > width - LABEL_LARGE)
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
    return Spot(id=spot.id, x=spot.x, y=spot.y, label_left=crowded)
