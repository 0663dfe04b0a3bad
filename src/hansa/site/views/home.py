"""The first page, and the home page of a league, put together from panels."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.chassis.asked import actor_of, day_of
from hansa.chassis.clock import now
from hansa.directory.reads import accounts as account_reads
from hansa.governance.views import readings_of_year, sentence
from hansa.site.rooms import account_rooms, rooms_for
from hansa.site.wiring import HOME, Glance


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
def start(request: HttpRequest) -> HttpResponse:
    """Lead somebody who signed in to the page with which the day begins."""
    for league, versions in charter_reads.versions_by_league().items():
        actor = account_reads.actor_of_account(request.user.pk, league, now())
        rooms = rooms_for(actor, league, versions[-1].charter.agreement)
        first = rooms[0][0]
        if first["key"] != "league":
            return redirect(first["address"])
    places = account_rooms(actor_of(request))
    return redirect(places[0]["address"] if places else reverse("home"))


@require_safe
def league(request: HttpRequest, league: str) -> HttpResponse:
    """Show a league: whose turn it is and why, its cities, bodies and clauses."""
    day = day_of(request)
    versions = charter_reads.get_versions(league)
    version = charter_reads.governing(versions, day)
    glance = Glance(
        actor=actor_of(request), versions=versions, version=version, day=day
    )
    panels = {
        column: [
            {"template": panel.template, "content": panel.content(glance)}
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
            "above": charter_reads.name_above(version),
            **panels,
        },
    )
