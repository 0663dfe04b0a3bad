"""The calendar and the bodies of a league, as pages."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.charter.terms import MODALITY_NAMES, Modality, Version
from hansa.chassis.actor import Actor
from hansa.chassis.asked import (
    actor_of,
    day_of,
    optional_day,
    page_of,
    whole_number,
)
from hansa.chassis.drawing import Spoke, year_wheel
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.governance import reads
from hansa.governance.reads import compliance as compliance_reads
from hansa.governance.reads import records as record_reads
from hansa.governance.reads.records import bodies_named as bodies_over
from hansa.governance.terms import KIND_NAMES, LEVEL_NAMES, Body, Entry, EntryKind
from hansa.governance.terms.compliance import Compliance, Counted, RingPart
from hansa.governance.terms.records import DEPARTURE_NAMES, RecordFilter
from hansa.governance.views.records import compliance_sentence
from hansa.kernel.errors import Forbidden
from hansa.kernel.text import Bilingual, Text, text

ENTRIES_A_PAGE = 60
YEARS_MOST = 30
LIGHT_NAMES: Mapping[str, Text] = {
    "done": text("held"),
    "open": text("to come"),
    "near": text("missing in principle"),
    "late": text("missing"),
    "ended": text("not recorded"),
}


@require_safe
def calendar(request: HttpRequest, league: str) -> HttpResponse:
    """Show what must be held and sent in some years, and what was."""
    versions, day = charter_reads.get_versions(league), day_of(request)
    first = whole_number(request, "from", day.year)
    last = whole_number(request, "to", first)
    years = reads.years_asked(first, last, YEARS_MOST)
    entries = reads.list_entries(versions, years, optional_day(request))
    version = charter_reads.governing(versions, day)
    return render(
        request,
        "governance/calendar.html",
        {
            "room": "calendar",
            "version": version,
            "agreement": version.charter.agreement,
            "rotation": reads.statute_of(version).rotation,
            "founding": reads.statute_of(versions[0]).founding_session,
            "load": reads.minimum_load(entries),
            "musts": reads.minimum_load(
                [entry for entry in entries if entry.modality is Modality.MUST]
            ),
            **_so_far(entries, day),
            "first": first,
            "last": last,
            "opens": reads.first_year(versions),
            "names": names_over(versions),
            "bodies": bodies_over(versions),
            "kinds": KIND_NAMES,
            "levels": LEVEL_NAMES,
            "offices": OFFICE_NAMES,
            "modalities": MODALITY_NAMES,
            "changes": reads.list_changes(league),
            "resting_on": sorted({a for e in entries for a in e.assumptions}),
            **_recorded(request, versions, entries),
            **_kept(actor_of(request), versions, entries, day),
        },
    )


def _so_far(entries: Sequence[Entry], day: date) -> dict[str, int]:
    """Count the meetings that were held, and those that may still be."""
    meetings = [entry for entry in entries if entry.kind is EntryKind.MEETING]
    return {
        "held": sum(entry.actual is not None for entry in meetings),
        "left": sum(
            entry.actual is None and entry.window.end > day for entry in meetings
        ),
    }


def _recorded(
    request: HttpRequest, versions: Sequence[Version], entries: Sequence[Entry]
) -> dict[str, Any]:
    """Give each entry with its record, and what was held beside the calendar."""
    actor, league = actor_of(request), versions[0].league
    # The public sees what was held, and not who recorded it or what departs.
    insider = record_reads.may_read_records(actor, league)
    asked = RecordFilter(as_of=optional_day(request))
    found = record_reads.list_records(actor, versions, asked) if insider else ()
    by_entry = {line.entry: line for line in found}
    recordable = record_reads.recordable(actor, league, entries, day_of(request))
    rows = [
        {
            "entry": entry,
            "line": by_entry.get(entry.id),
            "may": entry.id in recordable,
        }
        for entry in entries
    ]
    shown = {entry.year for entry in entries}
    return {
        "rows": page_of(request, rows, ENTRIES_A_PAGE),
        "beyond": [
            line
            for line in found
            if line.entry is None and line.record.facts.year in shown
        ],
        "departures": DEPARTURE_NAMES,
        "insider": insider,
        "recorder": record_reads.may_record_some(actor, league),
        "importer": record_reads.may_import(actor, league),
    }


def _kept(
    actor: Actor, versions: Sequence[Version], entries: Sequence[Entry], day: date
) -> dict[str, Any]:
    """Give how one year was kept: the wheel, and the sentence for who may see it."""
    years = {entry.year for entry in entries}
    if len(years) != 1:
        return {"wheel": None, "sentence": None}
    (year,) = years
    kept = _compliance(actor, versions, year, day)
    return {
        **_wheel(versions, entries, day, kept),
        "sentence": compliance_sentence(kept) if kept else None,
    }


def _compliance(
    actor: Actor, versions: Sequence[Version], year: int, day: date
) -> Compliance | None:
    """Give how a year was kept; None to who may not ask."""
    try:
        return compliance_reads.compliance(actor, versions, year, day)
    except Forbidden:
        return None


def _wheel(
    versions: Sequence[Version],
    entries: Sequence[Entry],
    day: date,
    kept: Compliance | None,
) -> dict[str, Any]:
    """Give the year as a wheel, and the same as a list for who reads rather than looks."""
    bodies = bodies_over(versions)
    parts = compliance_reads.rings(entries, day, kept)
    spokes = [
        Spoke(
            label=_told(part, bodies),
            period=part.period,
            ring=part.ring,
            kind=part.light,
            address=f"#{_first_of(part, entries)}",
        )
        for part in parts
    ]
    return {
        "wheel": year_wheel(entries[0].year, spokes, day),
        "spokes": [
            (spoke, _light_name(part, spoke))
            for part, spoke in zip(parts, spokes, strict=True)
        ],
    }


def _light_name(part: RingPart, spoke: Spoke) -> Text:
    if spoke.kind == "done" and part.kind is EntryKind.CIRCULAR:
        return text("sent")
    return LIGHT_NAMES[spoke.kind]


def _told(part: RingPart, bodies: Mapping[str, Bilingual]) -> Text:
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


def names_over(versions: Sequence[Version]) -> dict[str, Any]:
    """Name every city that any version names, a former member too."""
    return {i: n for v in versions for i, n in charter_reads.names_of(v).items()}


def counted_in_year(versions: Sequence[Version], day: date) -> Mapping[str, Counted]:
    """Count the meetings of a day's year by body, as they stood on that day."""
    year = max(day.year, reads.first_year(versions))
    entries = reads.list_entries(versions, range(year, year + 1), day)
    return reads.count_year(entries, year)


def _by_layer(version: Version) -> list[Body]:
    """List the bodies layer by layer, each layer in charter order."""
    layers = [layer.id for layer in version.charter.agreement.layers]
    found = reads.list_bodies(version)
    return sorted(found, key=lambda body: layers.index(body.layer))


@require_safe
def bodies(request: HttpRequest, league: str) -> HttpResponse:
    """Show the bodies of the league, tier by tier."""
    versions, day = charter_reads.get_versions(league), day_of(request)
    version = charter_reads.governing(versions, day)
    agreement = version.charter.agreement
    return render(
        request,
        "governance/bodies.html",
        {
            "room": "league",
            "insider": record_reads.may_read_rosters(actor_of(request), league),
            "version": version,
            "agreement": agreement,
            "lines": [
                {"body": body, "status": reads.status_of(body)}
                for body in _by_layer(version)
            ],
            "year": day.year,
            "counted": counted_in_year(versions, day),
            "layers": {layer.id: layer.name for layer in agreement.layers},
            "bodies": bodies_over([version]),
            "offices": OFFICE_NAMES,
            "resting_on": sorted(
                {a for body in reads.list_bodies(version) for a in body.assumptions}
            ),
        },
    )
