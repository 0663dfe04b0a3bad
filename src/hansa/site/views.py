"""The first page, and the home page of a league, put together from panels."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.chassis.asked import day_of
from hansa.governance.views import readings_of_year, sentence
from hansa.site.wiring import HOME


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show every league that runs here, with the sentence that answers."""
    day = day_of(request)
    lines = []
    for league, versions in charter_reads.versions_by_league().items():
        lines.append(
            {
                "slug": league,
                "agreement": charter_reads.governing(versions, day).charter.agreement,
                "sentence": sentence(versions, day),
            }
        )
    return render(request, "site/home.html", {"lines": lines})


@require_safe
def league(request: HttpRequest, league: str) -> HttpResponse:
    """Show a league: whose turn it is and why, its cities, bodies and clauses."""
    day = day_of(request)
    versions = charter_reads.get_versions(league)
    version = charter_reads.governing(versions, day)
    panels = {
        column: [
            {"template": panel.template, "content": panel.content(versions, day)}
            for panel in HOME
            if panel.column == column
        ]
        for column in ("wide", "left", "right")
    }
    return render(
        request,
        "site/league.html",
        {
            "room": "league",
            "version": version,
            "agreement": version.charter.agreement,
            "sentence": sentence(versions, day),
            "resting_on": readings_of_year(versions, day),
            **panels,
        },
    )
