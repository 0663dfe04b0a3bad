"""The resident's page: on a phone, without sign-in, in plain words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.charter.terms import MODALITY_NAMES
from hansa.chassis.asked import actor_of, day_of
from hansa.governance import reads as governance_reads
from hansa.governance.reads.consultations import list_consultations
from hansa.governance.terms import EntryKind
from hansa.governance.terms.consultations import ConsultationState
from hansa.kernel.errors import Refused
from hansa.kernel.text import Text, text
from hansa.site.wiring import realises

THEMES: Mapping[str, Text] = {
    "CLR": text("Paying: one card, medical bills, fees"),
    "REC": text("Having the same rights in every city"),
    "BKG": text("Using schools, hospitals, buses and museums together"),
    "WAT": text("Emergencies and safety"),
    "CAS": text("Matters that concern several cities"),
    "EXC": text("Finding out: health, jobs, travel, supplies"),
    "CAT": text("Culture, sport, tourism and education"),
}
"""What a promise is about, by the section of the register that its id begins with."""
OTHERS = text("Other promises")


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
        {"clause": clause, "address": realises(version, clause.id, actor_of(request))}
        for clause in charter_reads.list_promises(version)
    ]
    here = [promise for promise in promises if promise["address"] is not None]
    coming = governance_reads.list_coming(versions, day, 366)
    heard = list_consultations(actor_of(request), league, ConsultationState.OPEN)
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
            "heard": heard,
            "themes": _themes(promises),
            "modalities": MODALITY_NAMES,
            "next": next((e for e in coming if e.kind is EntryKind.MEETING), None),
            "bodies": {b.id: b.name for b in governance_reads.list_bodies(version)},
        },
    )


def _themes(promises: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Group what cannot be seen here yet, so that a reader chooses one thing."""
    found: dict[str, list[Mapping[str, Any]]] = {section: [] for section in THEMES}
    for promise in promises:
        if promise["address"] is None:
            section = promise["clause"].id.split("-")[0]
            found.setdefault(section if section in THEMES else "", []).append(promise)
    return [
        {"name": THEMES.get(section, OTHERS), "promises": own}
        for section, own in found.items()
        if own
    ]
