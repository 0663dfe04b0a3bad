"""A year of the calendar as rings of a wheel: what lies where, and how it stands.

Bodies that owe the same at the same times share a ring, so that a wheel has as many rings
as the agreement has rhythms and not as many as it has groups.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from hansa.charter.terms import Modality
from hansa.governance.terms import BodyType, Entry, EntryKind
from hansa.governance.terms.compliance import RingPart
from hansa.kernel.periods import Period

DONE, OPEN, NEAR, LATE, ENDED = "done", "open", "near", "late", "ended"
Rhythm = tuple[EntryKind, BodyType, tuple[Period, ...]]


def ring_parts(
    entries: Sequence[Entry],
    types: Mapping[str, BodyType],
    as_of: date,
    late: Collection[str],
) -> tuple[RingPart, ...]:
    """Lay the entries of one year on rings; meetings outside, circulars inside.

    Args:
        entries: of one year.
        types: of bodies, by id.
        as_of: the day asked.
        late: ids of entries that the reader may know to be late.
    """
    by_body: dict[tuple[str, EntryKind], list[Entry]] = {}
    for entry in entries:
        by_body.setdefault((entry.body, entry.kind), []).append(entry)
    rings: dict[Rhythm, list[Entry]] = {}
    for (body, kind), own in by_body.items():
        windows = tuple(sorted({entry.window for entry in own}))
        rings.setdefault((kind, types[body], windows), []).extend(own)
    ordered = sorted(rings, key=lambda r: (r[0] is EntryKind.CIRCULAR, len(r[2])))
    return tuple(
        _part(number, window, rings[rhythm], as_of, late)
        for number, rhythm in enumerate(ordered)
        for window in rhythm[2]
    )


def _part(
    ring: int,
    window: Period,
    on_ring: Sequence[Entry],
    as_of: date,
    late: Collection[str],
) -> RingPart:
    here = [entry for entry in on_ring if entry.window == window]
    held = sum(entry.actual is not None for entry in here)
    return RingPart(
        ring=ring,
        period=window,
        kind=here[0].kind,
        bodies=tuple(dict.fromkeys(entry.body for entry in here)),
        held=held,
        asked=len(here),
        light=_light(here, held, as_of, late),
    )


def _light(here: Sequence[Entry], held: int, as_of: date, late: Collection[str]) -> str:
    if held == len(here):
        return DONE
    if here[0].window.end > as_of:
        return OPEN
    missing = [e for e in here if e.actual is None and e.id in late]
    if not missing:
        return ENDED
    return LATE if any(e.modality is Modality.MUST for e in missing) else NEAR
