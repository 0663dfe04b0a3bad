"""One year of the calendar as a picture, and how it was kept in words."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode

from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.asked import AS_OF, actor_of, day_of, page_number
from hansa.chassis.drawing import (
    RINGS_MOST,
    Label,
    Spoke,
    count_rings,
    year_grid,
    year_wheel,
)
from hansa.chassis.lists import ROWS_A_PAGE, Filter
from hansa.governance.reads import compliance as compliance_reads
from hansa.governance.reads.records import bodies_named as bodies_over
from hansa.governance.terms import Entry, EntryKind
from hansa.governance.terms.compliance import Compliance, RingPart, Tally
from hansa.governance.views.records import compliance_sentence
from hansa.kernel.errors import Forbidden
from hansa.kernel.text import Bilingual, Text, text

LIGHT_NAMES: Mapping[EntryKind, Mapping[str, Text]] = {
    EntryKind.MEETING: {
        "done": text("held"),
        "open": text("to come"),
        "near": text("missing in principle"),
        "late": text("missing"),
        "ended": text("not recorded"),
    },
    EntryKind.CIRCULAR: {
        "done": text("sent"),
        "open": text("to be sent"),
        "near": text("not sent, asked for in principle"),
        "late": text("not sent"),
        "ended": text("not recorded"),
    },
}


def year_of(
    request: HttpRequest,
    versions: Sequence[Version],
    entries: Sequence[Entry],
    hidden: Collection[str],
    filters: Sequence[Filter],
) -> dict[str, Any]:
    """Give how one year was kept: the picture, and the sentences for who may see them."""
    actor, day = actor_of(request), day_of(request)
    years = {entry.year for entry in entries}
    if len(years) != 1:
        return {"wheel": None, "grid": None, "sentence": None, "so_far": ()}
    (year,) = years
    kept = _compliance(actor, versions, year, day)
    parts = compliance_reads.rings(entries, day, kept, hidden)
    lines = _lines_of(request, entries, filters)
    tallies = compliance_reads.tallies(entries, day, kept)
    return {
        **_picture(versions, entries, day, parts, lines),
        "sentence": compliance_sentence(kept) if kept else None,
        "so_far": [_so_far(tally) for tally in tallies] if year <= day.year else (),
    }


def _compliance(
    actor: Actor, versions: Sequence[Version], year: int, day: date
) -> Compliance | None:
    """Give how a year was kept; None to who may not ask."""
    try:
        return compliance_reads.compliance(actor, versions, year, day)
    except Forbidden:
        return None


def _so_far(tally: Tally) -> Text:
    """Say how many were held or sent, are to come, and are missing where that is known."""
    counts: dict[str, int] = {"held": tally.held, "left": tally.left}
    if tally.kind is EntryKind.CIRCULAR:
        counts["asked"] = tally.asked
        if tally.missing is None:
            return text(
                "circulars: {held} of {asked} sent, {left} to be sent", **counts
            )
        return text(
            "circulars: {held} of {asked} sent, {left} to be sent, {missing} missing",
            **counts,
            missing=tally.missing,
        )
    if tally.missing is None:
        return text("{held} held, {left} to come", **counts)
    return text(
        "{held} held, {left} to come, {missing} missing",
        **counts,
        missing=tally.missing,
    )


def _picture(
    versions: Sequence[Version],
    entries: Sequence[Entry],
    day: date,
    parts: Sequence[RingPart],
    lines: Mapping[str, str],
) -> dict[str, Any]:
    """Give the year as a wheel with its list, or as a grid where a wheel is too narrow."""
    bodies, year = bodies_over(versions), entries[0].year
    spokes = [
        Spoke(
            name=_name(part, bodies),
            label=_told(part, bodies),
            count=f"{part.asked}" if part.untold else f"{part.held}/{part.asked}",
            period=part.period,
            ring=part.ring,
            kind=part.light,
            word=_light_name(part),
            address=lines[_first_of(part, entries)],
        )
        for part in parts
    ]
    crowded = count_rings(spokes) > RINGS_MOST
    return {
        "wheel": None if crowded else year_wheel(year, spokes, day),
        "grid": year_grid(year, spokes, day) if crowded else None,
        "spokes": spokes,
        "key": _key(spokes),
        "marks_today": day.year == year,
        "counts_told": not all(part.untold for part in parts),
    }


def _key(spokes: Sequence[Spoke]) -> list[tuple[str, Label]]:
    """List the marks that a picture has, each with its word, once."""
    found: list[tuple[str, Label]] = []
    for spoke in spokes:
        if (spoke.kind, spoke.word) not in found:
            found.append((spoke.kind, spoke.word))
    return found


def _lines_of(
    request: HttpRequest, entries: Sequence[Entry], filters: Sequence[Filter]
) -> dict[str, str]:
    """Give the address of each entry's line: below, or where the whole list has it."""
    asked = request.GET
    narrows = any(filter_.chosen for filter_ in filters if filter_.narrows)
    whole = not narrows and not asked.get("sort")
    reach = {name: asked[name] for name in ("from", "to", AS_OF) if name in asked}
    found = {}
    for at, entry in enumerate(entries):
        page = at // ROWS_A_PAGE + 1
        stands_here = whole and page == page_number(request)
        query = "" if stands_here else f"?{urlencode({**reach, 'page': str(page)})}"
        found[entry.id] = f"{query}#{entry.id}"
    return found


def _light_name(part: RingPart) -> Text:
    if part.light == "open" and part.untold:
        return text("computed by rule")
    return LIGHT_NAMES[part.kind][part.light]


def _name(part: RingPart, bodies: Mapping[str, Bilingual]) -> Text | Bilingual:
    name = bodies[part.body]
    if part.kind is EntryKind.CIRCULAR:
        return text("Circulars of {body}", body=name)
    return name


def _told(part: RingPart, bodies: Mapping[str, Bilingual]) -> Text:
    if part.kind is EntryKind.CIRCULAR and part.untold:
        return text(
            "Circulars of {body}: {asked} asked for",
            body=bodies[part.body],
            asked=part.asked,
        )
    if part.untold:
        return text(
            "{body}: {asked} asked for", body=bodies[part.body], asked=part.asked
        )
    if part.kind is EntryKind.CIRCULAR:
        return text(
            "Circulars of {body}: {held} of {asked} sent",
            body=bodies[part.body],
            held=part.held,
            asked=part.asked,
        )
    return text(
        "{body}: {held} of {asked} held",
        body=bodies[part.body],
        held=part.held,
        asked=part.asked,
    )


def _first_of(part: RingPart, entries: Sequence[Entry]) -> str:
    """Find the line of the table that an arc leads to."""
    return next(
        entry.id
        for entry in entries
        if entry.body == part.body
        and entry.kind is part.kind
        and entry.window == part.period
    )
