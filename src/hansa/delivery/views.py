"""Pages of delivery: the named works, as a list, on the map, and one by one."""

from itertools import pairwise

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.charter.terms import MODALITY_NAMES
from hansa.chassis.asked import choice, day_of, whole_number
from hansa.chassis.schematic import Sheet, Spot, lay_out
from hansa.delivery import reads
from hansa.delivery.terms import (
    FINDING_NAMES,
    MODE_NAMES,
    STAGE_NAMES,
    Mode,
    Stage,
    Work,
    WorkFilter,
    WorkKind,
)
from hansa.kernel.text import text

CITIES_DRAWN = 2  # A line needs two ends; a work within one city is only listed.


@require_safe
def works(request: HttpRequest, league: str) -> HttpResponse:
    """List the named works, and draw those whose cities are confirmed."""
    version = charter_reads.governing(
        charter_reads.get_versions(league), day_of(request)
    )
    wanted = WorkFilter(
        line=whole_number(request, "line", 0) or None,
        programme=request.GET.get("programme") or None,
        stage=choice(request, "stage", Stage),
        kind=choice(request, "kind", WorkKind),
        mode=choice(request, "mode", Mode),
        member=request.GET.get("member") or None,
    )
    found = reads.list_works(version, wanted)
    sheet = lay_out(charter_reads.centres_of(version), ())
    drawn = [work for work in found.works if is_drawn(work)]
    return render(
        request,
        "delivery/works.html",
        {
            "room": "works",
            "version": version,
            "agreement": version.charter.agreement,
            "found": found,
            "wanted": wanted,
            "modes": MODE_NAMES,
            "stages": STAGE_NAMES,
            "programmes": reads.library_of(version).programmes,
            "finding_names": FINDING_NAMES,
            "names": charter_reads.names_of(version),
            "sheet": sheet,
            "tracks": [track for work in drawn for track in tracks_of(work, sheet)],
            "undrawn": len(found.works) - len(drawn),
            "map_label": text("Schematic map of the named works"),
        },
    )


def is_drawn(work: Work) -> bool:
    """Tell whether a work is drawn. Source: contracts, section 7."""
    return work.members_confirmed and len(work.members) >= CITIES_DRAWN


def tracks_of(work: Work, sheet: Sheet) -> list[tuple[Spot, Spot]]:
    """Join the centres of a work's cities in its own direction."""
    spots = {spot.id: spot for spot in sheet.spots}
    return [
        (spots[one], spots[other])
        for one, other in pairwise(work.members)
        if one in spots and other in spots
    ]


@require_safe
def work(request: HttpRequest, league: str, work: str) -> HttpResponse:
    """Show one work with every place that names it."""
    version = charter_reads.governing(
        charter_reads.get_versions(league), day_of(request)
    )
    found = reads.get_work(version, work)
    others = (*found.namesakes, *found.possible_duplicates)
    return render(
        request,
        "delivery/work.html",
        {
            "room": "works",
            "version": version,
            "agreement": version.charter.agreement,
            "work": found,
            "others": [reads.get_work(version, other) for other in others],
            "modes": MODE_NAMES,
            "stages": STAGE_NAMES,
            "modalities": MODALITY_NAMES,
            "names": charter_reads.names_of(version),
        },
    )
