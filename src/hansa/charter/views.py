"""Pages of the charter context: clauses, and the map and clause panels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.charter import reads
from hansa.charter.terms import KIND_NAMES, MODALITY_NAMES, Kind, Version
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, choice, day_of, page_of, refuse_unknown
from hansa.chassis.drawing import Sheet, lay_out, shares
from hansa.kernel.text import text

LONGEST_SEARCH = 100
CLAUSES_A_PAGE = 60

Realises = Callable[[Version, str, Actor | None], str | None]
"""Gives the address that shows what a clause of a league asks for to an actor, or None."""


@require_safe
def clauses(request: HttpRequest, league: str) -> HttpResponse:
    """List and search the clauses."""
    day = day_of(request)
    version = reads.governing(reads.get_versions(league), day)
    words = request.GET.get("q", "")[:LONGEST_SEARCH]
    kind = choice(request, "kind", KIND_NAMES)
    domains = {one.id: one.name for one in version.charter.agreement.domains}
    refuse_unknown(request, "domain", domains)
    domain = request.GET.get("domain") or None
    found = reads.search_clauses(version, words, kind, domain)
    book = version.charter.book
    return render(
        request,
        "charter/clauses.html",
        {
            "room": "clauses",
            "version": version,
            "agreement": version.charter.agreement,
            "clauses": page_of(request, found, CLAUSES_A_PAGE),
            "page_clauses": tuple(clause.id for clause in found),
            "found": len(found),
            "total": len(book.clauses),
            "statements": sum(c.kind is Kind.DECLARATORY for c in book.clauses),
            "readings": book.readings,
            "gaps": book.gaps,
            "searching": bool(words.strip() or kind or domain),
            "q": words,
            "kind": kind,
            "domain": domain,
            "kinds": KIND_NAMES,
            "modalities": MODALITY_NAMES,
        },
    )


@require_safe
def clause(
    request: HttpRequest, league: str, clause: str, realises: Realises
) -> HttpResponse:
    """Show one clause with its citation, readings and the page that realises it."""
    version = reads.governing(reads.get_versions(league), day_of(request))
    found = reads.get_clause(version, clause)
    return render(
        request,
        "charter/clause.html",
        {
            "room": "clauses",
            "version": version,
            "agreement": version.charter.agreement,
            "clause": found,
            "page_clauses": (found.id,),
            "citation": reads.cite(version, found),
            "realised": realises(version, found.id, actor_of(request)),
            "printed": reads.printed_line(league, version, found),
            "kinds": KIND_NAMES,
            "modalities": MODALITY_NAMES,
        },
    )


def sheet_of(version: Version) -> Sheet:
    """Lay the members out on a schematic map; empty without geography."""
    geography = version.charter.geography
    pairs = geography.neighbours if geography else ()
    return lay_out(reads.centres_of(version), pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a city's circle on the map says: a light, and how many matters press."""

    kind: str
    count: int


def map_panel(
    version: Version, current: str | None, marks: Mapping[str, Mark]
) -> dict[str, Any]:
    """Give the home page its map and list of cities.

    Args:
        version: the version in force.
        current: the member that is highlighted.
        marks: what the circles say, by member; none where the reader may not know.
    """
    agreement = version.charter.agreement
    return {
        "league": version.league,
        "sheet": sheet_of(version),
        "names": reads.names_of(version),
        "current": current,
        "marks": marks,
        "members": agreement.members,
        "provinces": {province.id: province.name for province in agreement.provinces},
        "label": text("Schematic map of the member cities and their neighbours"),
    }


def clauses_panel(version: Version, realises: Realises) -> dict[str, Any]:
    """Give the home page its count of clauses by domain, and what is here of them."""
    book = version.charter.book
    stated = [c for c in book.clauses if c.kind is Kind.DECLARATORY]
    here = [
        c
        for c in book.clauses
        if c.kind is not Kind.DECLARATORY and realises(version, c.id, None)
    ]
    waiting = len(book.clauses) - len(stated) - len(here)
    return {
        "league": version.league,
        "count": len(book.clauses),
        "label": text("What Hansa has of the clauses"),
        "parts": shares(
            [
                ("done", text("with a page here"), len(here)),
                ("open", text("not yet here"), waiting),
                ("ended", text("declaratory"), len(stated)),
            ]
        ),
        "rows": [
            {
                "domain": domain,
                "count": sum(c.domain == domain.id for c in book.clauses),
            }
            for domain in reads.list_domains(version)
        ],
    }
