"""The map of the named works: a line for each, what the lines mean, and what has none."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hansa.chassis.drawing import Sheet, Spot, clear_labels
from hansa.delivery.terms import MODE_NAMES, Mode, Work
from hansa.kernel.text import Bilingual, Text, text

CITIES_DRAWN = 2  # A line needs two ends; a work within one city is only listed.
APART = 7  # Pixels between works that join the same two cities.
BUNDLE_WIDEST = 44  # All of them together; more works lie closer.
LEAD_IN = 26  # How far from a city a line has reached its place in the bundle.
DASHES: Mapping[Mode, str] = {
    Mode.HSR: "rail",
    Mode.INTERCITY_RAIL: "rail",
    Mode.RAIL: "rail",
    Mode.FREIGHT_RAIL: "rail",
    Mode.URBAN_RAIL: "rail",
    Mode.ROAD: "road",
    Mode.MOTORWAY: "road",
    Mode.BUS: "road",
    Mode.WATERWAY: "water",
    Mode.SHIP_LOCK: "water",
}
"""How a line is dashed, by what runs on it; everything else is dotted."""
OTHER = "other"
KIND_NAMES: Mapping[str, Text] = {
    "rail": text("railways"),
    "road": text("roads and buses"),
    "water": text("waterways"),
    OTHER: text("others"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A work as it is drawn: an SVG path, what it says and how it is dashed."""

    work: str
    label: Text
    kind: str
    path: str


def is_drawn(work: Work) -> bool:
    """Tell whether a work is drawn. Source: contracts, section 7."""
    return work.members_confirmed and len(work.members) >= CITIES_DRAWN


def map_of(
    works: Sequence[Work], sheet: Sheet, names: Mapping[str, Bilingual]
) -> dict[str, Any]:
    """Give the map what it draws, its legend with counts, and what is not drawn."""
    shown = [work for work in works if is_drawn(work)]
    tracks = _tracks(shown, sheet)
    joined = {pair for work in shown for pair in pairwise(work.members)}
    drawn = {track.work for track in tracks}
    counted = Counter(track.kind for track in tracks)
    return {
        "sheet": clear_labels(sheet, sorted(joined)),
        "tracks": tracks,
        "legend": [
            {"kind": kind, "name": name, "count": counted[kind]}
            for kind, name in KIND_NAMES.items()
            if counted[kind]
        ],
        "undrawn": [
            {"work": work, "why": _why_not(work, names)}
            for work in works
            if work.id not in drawn
        ],
    }


def _why_not(work: Work, names: Mapping[str, Bilingual]) -> Text:
    if not work.members_confirmed:
        return text("cities to be confirmed")
    if len(work.members) == 1:
        return text("within {city}", city=names[work.members[0]])
    return text("no city is named")


def _tracks(works: Sequence[Work], sheet: Sheet) -> list[Track]:
    spots = {spot.id: spot for spot in sheet.spots}
    bundles = Counter(frozenset(pair) for work in works for pair in _legs(work, spots))
    drawn: Counter[frozenset[str]] = Counter()
    found = []
    for work in works:
        parts = []
        for one, other in _legs(work, spots):
            between = frozenset((one, other))
            aside = _aside(drawn[between], bundles[between])
            parts.append(_beside(spots[one], spots[other], aside))
            drawn[between] += 1
        if parts:
            label = text("{name} · {mode}", name=work.name, mode=MODE_NAMES[work.mode])
            kind = DASHES.get(work.mode, OTHER)
            found.append(
                Track(work=work.id, label=label, kind=kind, path="".join(parts))
            )
    return found


def _legs(work: Work, spots: Mapping[str, Spot]) -> list[tuple[str, str]]:
    """Give the pairs of cities that a work joins one after another."""
    return [
        (one, other)
        for one, other in pairwise(work.members)
        if one in spots and other in spots
    ]


def _aside(before: int, together: int) -> float:
    """Give how far from the middle of its bundle a line runs; bundles stay slender."""
    apart = min(APART, BUNDLE_WIDEST / max(together - 1, 1))
    return (before - (together - 1) / 2) * apart


def _beside(one: Spot, other: Spot, aside: float) -> str:
    """Draw a line that leaves one city, runs beside the others, and ends in the other."""
    first, last = sorted((one, other), key=lambda spot: spot.id)
    long, high = last.x - first.x, last.y - first.y
    away = math.hypot(long, high) or 1
    right, down = -high / away * aside, long / away * aside
    lead = min(max(LEAD_IN, abs(aside) * LEAD_IN / APART / 2), away / 3) / away
    points = (
        (first.x, first.y),
        (first.x + long * lead + right, first.y + high * lead + down),
        (last.x - long * lead + right, last.y - high * lead + down),
        (last.x, last.y),
    )
    return "M" + "L".join(f"{round(x)} {round(y)}" for x, y in points)
