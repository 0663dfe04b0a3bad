"""The page of named systems: every platform the texts name, and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.chassis.asked import actor_of, day_of
from hansa.directory.terms.people import SYSTEM_STATUS_NAMES
from hansa.site.systems import list_systems, may_keep


@require_safe
def systems(request: HttpRequest, league: str) -> HttpResponse:
    """List the platforms with their clause, their page here, their owner and state."""
    day = day_of(request)
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    lines = list_systems(version, day)
    counted = [line for line in lines if not line.is_whole]
    return render(
        request,
        "site/systems.html",
        {
            "room": "systems",
            "version": version,
            "agreement": version.charter.agreement,
            "lines": lines,
            "page_clauses": tuple(
                dict.fromkeys(id_ for line in lines for id_ in line.system.clauses)
            ),
            "count": len(counted),
            "may_keep": may_keep(actor_of(request), league),
            "statuses": SYSTEM_STATUS_NAMES,
            "here": sum(line.address is not None for line in counted),
            "unknown": sum(bool(line.line.lacks) for line in counted),
        },
    )
