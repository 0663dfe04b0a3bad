"""A year of the calendar on rings and in numbers: what lies where, how it stands.

Each body has a ring of its own for its meetings, and one for its circulars, so that groups
of one rhythm are told apart.
"""

from collections.abc import Collection, Sequence
from datetime import date

from hansa.charter.terms import Modality
from hansa.governance.terms import Entry, EntryKind
from hansa.governance.terms.compliance import Compliance, RingPart, Tally
from hansa.kernel.periods import Period

DONE, OPEN, NEAR, LATE, ENDED = "done", "open", "near", "late", "ended"


def ring_parts(
    entries: Sequence[Entry],
    as_of: date,
    late: Collection[str],
    hidden: Collection[str],
) -> tuple[RingPart, ...]:
    """Lay the entries of one year on rings; meetings outside, circulars inside.

    Args:
        entries: of one year.
        as_of: the day asked.
        late: ids of entries that the reader may know to be late.
        hidden: ids of past entries that the reader is told nothing of.
    """
    rings: dict[tuple[str, EntryKind], list[Entry]] = {}
    for entry in entries:
        rings.setdefault((entry.body, entry.kind), []).append(entry)
    windows = {
        ring: sorted({entry.window for entry in own}) for ring, own in rings.items()
    }
    ordered = sorted(
        rings, key=lambda ring: (ring[1] is EntryKind.CIRCULAR, len(windows[ring]))
    )
    return tuple(
        _part(number, window, rings[ring], as_of, late, hidden)
        for number, ring in enumerate(ordered)
        for window in windows[ring]
    )


def tallies_of(
    entries: Sequence[Entry], as_of: date, kept: Compliance | None
) -> tuple[Tally, ...]:
    """Count the meetings of one year, and its circulars where there are any.

    Args:
        entries: of one year.
        as_of: the day asked.
        kept: how the whole year was kept; None for who may not know what is missing.
    """
    late = {shortfall.entry for shortfall in kept.shortfalls} if kept else set()
    found = []
    for kind in EntryKind:
        own = [entry for entry in entries if entry.kind is kind]
        absent = [entry for entry in own if entry.actual is None]
        if own:
            found.append(
                Tally(
                    kind=kind,
                    asked=len(own),
                    held=len(own) - len(absent),
                    left=sum(entry.window.end > as_of for entry in absent),
                    missing=sum(entry.id in late for entry in absent) if kept else None,
                )
            )
    return tuple(found)


def _part(
    ring: int,
    window: Period,
    on_ring: Sequence[Entry],
    as_of: date,
    late: Collection[str],
    hidden: Collection[str],
) -> RingPart:
    here = [entry for entry in on_ring if entry.window == window]
    untold = any(entry.id in hidden for entry in here)
    held = sum(entry.actual is not None for entry in here)
    return RingPart(
        ring=ring,
        period=window,
        kind=here[0].kind,
        body=here[0].body,
        held=held,
        asked=len(here),
        light=_light(here, held, as_of, late, untold=untold),
        untold=untold,
    )


def _light(
    here: Sequence[Entry],
    held: int,
    as_of: date,
    late: Collection[str],
    *,
    untold: bool,
) -> str:
    if held == len(here):
        return DONE
    if here[0].window.end > as_of:
        return OPEN
    missing = [e for e in here if e.actual is None and e.id in late]
    if not missing:
        return OPEN if untold else ENDED
    return LATE if any(e.modality is Modality.MUST for e in missing) else NEAR
