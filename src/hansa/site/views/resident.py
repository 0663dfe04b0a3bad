"""The resident's page: on a phone, without sign-in, in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.charter.terms import MODALITY_NAMES
from hansa.chassis.asked import day_of
from hansa.governance import reads as governance_reads
from hansa.kernel.errors import Refused
from hansa.kernel.text import text
from hansa.site.wiring import realises


@require_safe
def resident(request: HttpRequest, league: str) -> HttpResponse:
    """Say what the agreement promises people of a city, and what is here of it."""
    day = day_of(request)
    versions = charter_reads.get_versions(league)
    version = charter_reads.governing(versions, day)
    names = charter_reads.names_of(version)
    city = request.GET.get("city") or None
    if city is not None and city not in names:
        raise Refused(
            "member-unknown",
            text("There is no member city “{member}”.", member=city[:40]),
            text("Choose a city from the list."),
        )
    promises = [
        {
            "clause": clause,
            "domain": clause.domain,
            "address": realises(league, clause.id),
        }
        for clause in charter_reads.list_promises(version)
    ]
    here = [promise for promise in promises if promise["address"] is not None]
    coming = governance_reads.list_coming(versions, day, 366)
    return render(
        request,
        "site/resident.html",
        {
            "version": version,
            "agreement": version.charter.agreement,
            "city": city,
            "names": names,
            "promises": promises,
            "here": here,
            "themes": [
                {"name": domain.name, "promises": found}
                for domain in charter_reads.list_domains(version)
                if (
                    found := [
                        promise
                        for promise in promises
                        if promise["domain"] == domain.id and promise["address"] is None
                    ]
                )
            ],
            "modalities": MODALITY_NAMES,
            "next": next((e for e in coming if e.host), None),
            "bodies": {b.id: b.name for b in governance_reads.list_bodies(version)},
        },
    )
