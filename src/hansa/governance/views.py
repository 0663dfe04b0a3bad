"""Pages of governance: calendar and bodies, and the panels of the home page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.charter.terms import MODALITY_NAMES, Modality, Version
from hansa.chassis.asked import day_of, optional_day, page_of, whole_number
from hansa.governance import reads
from hansa.governance.terms import KIND_NAMES, LEVEL_NAMES, OFFICE_NAMES, Body
from hansa.kernel.text import Text, text

ENTRIES_A_PAGE = 60
YEARS_MOST = 30
TURNS_BEFORE, TURNS_AFTER = 8, 4
TURNS_BEFORE_ON_PHONE = 2
NEXT_MOST = 7
DAYS_AHEAD = 366


@require_safe
def calendar(request: HttpRequest, league: str) -> HttpResponse:
    """Show what must be held and sent in some years."""
    versions = charter_reads.get_versions(league)
    day = day_of(request)
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
            "entries": page_of(request, entries, ENTRIES_A_PAGE),
            "load": reads.minimum_load(entries),
            "musts": reads.minimum_load(
                [entry for entry in entries if entry.modality is Modality.MUST]
            ),
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
        },
    )


def names_over(versions: Sequence[Version]) -> dict[str, Any]:
    """Name every city that any version names, a former member too."""
    return {i: n for v in versions for i, n in charter_reads.names_of(v).items()}


def bodies_over(versions: Sequence[Version]) -> dict[str, Any]:
    """Name every body that any version names."""
    return {b.id: b.name for v in versions for b in reads.list_bodies(v)}


@require_safe
def bodies(request: HttpRequest, league: str) -> HttpResponse:
    """Show the bodies of the league, tier by tier."""
    versions = charter_reads.get_versions(league)
    version = charter_reads.governing(versions, day_of(request))
    agreement = version.charter.agreement
    return render(
        request,
        "governance/bodies.html",
        {
            "room": "league",
            "version": version,
            "agreement": agreement,
            "lines": [
                {"body": body, "status": reads.status_of(body)}
                for body in reads.list_bodies(version)
            ],
            "layers": {layer.id: layer.name for layer in agreement.layers},
            "bodies": bodies_over([version]),
            "offices": OFFICE_NAMES,
            "resting_on": sorted(
                {a for body in reads.list_bodies(version) for a in body.assumptions}
            ),
        },
    )


def turns_panel(versions: Sequence[Version], day: date) -> dict[str, Any]:
    """Give the home page whose turn it was, is and will be."""
    version = charter_reads.governing(versions, day)
    opens, year = reads.first_year(versions), day.year
    return {
        "league": version.league,
        "rotation": reads.statute_of(version).rotation,
        "reason": reads.why(versions, day),
        "turns": reads.list_turns(
            versions, max(opens, year - TURNS_BEFORE), year + TURNS_AFTER
        ),
        "year": year,
        "near_from": year - TURNS_BEFORE_ON_PHONE,
        "names": names_over(versions),
    }


def next_panel(versions: Sequence[Version], day: date) -> dict[str, Any]:
    """Give the home page what may still be held or sent, the soonest end first."""
    return {
        "league": versions[0].league,
        "entries": reads.list_coming(versions, day, DAYS_AHEAD)[:NEXT_MOST],
        "bodies": bodies_over(versions),
        "names": names_over(versions),
        "kinds": KIND_NAMES,
        "levels": LEVEL_NAMES,
    }


def bodies_panel(version: Version, day: date) -> dict[str, Any]:
    """Give the home page the bodies by tier, the highest first."""
    listed = reads.list_bodies(version)
    return {
        "league": version.league,
        "tiers": [
            {
                "layer": layer,
                "lines": [
                    {
                        "body": body,
                        "waiting": not reads.is_alive(body, day),
                        "rhythm": _rhythm(body),
                    }
                    for body in listed
                    if body.layer == layer.id
                ],
            }
            for layer in version.charter.agreement.layers
        ],
    }


def _rhythm(body: Body) -> Text | None:
    """Say how often a body must meet, or what its creation waits for."""
    meetings = [c for c in body.cadences if c.kind.value == "meeting"]
    if not meetings:
        return reads.status_of(body) if body.condition else None
    first = meetings[0]
    times = sum(cadence.times for cadence in meetings)
    if first.month is not None:
        return text("every year in month {month}", month=first.month)
    per = {
        "year": text("a year"),
        "half": text("a half-year"),
        "quarter": text("a quarter"),
    }
    return text("meetings {per}: {times}", times=times, per=per[first.every.value])


def readings_of_year(versions: Sequence[Version], day: date) -> list[str]:
    """List the readings that the calendar of a day's year rests on."""
    entries = reads.list_entries(versions, range(day.year, day.year + 1), day)
    return sorted({id_ for entry in entries for id_ in entry.assumptions})


def sentence(versions: Sequence[Version], day: date) -> Text:
    """Answer whose turn it is in one sentence, with the next one's."""
    opens = reads.first_year(versions)
    year = max(day.year, opens)
    now, after = reads.list_turns(versions, year, year + 1)
    names = names_over(versions)
    version = charter_reads.governing(versions, day)
    return text(
        "{year}: {member} ({role}); {next} follows in {next_year}.",
        year=str(year),
        member=names[now.member],
        role=reads.statute_of(version).rotation.name,
        next=names[after.member],
        next_year=str(after.year),
    )
