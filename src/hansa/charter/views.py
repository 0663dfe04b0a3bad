"""Pages of the charter context: clauses, and the map and clause panels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.charter import reads
from hansa.charter.terms import (
    KIND_NAMES,
    MODALITY_NAMES,
    Clause,
    Kind,
    Modality,
    Version,
)
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, choice, day_of
from hansa.chassis.drawing import Sheet, lay_out, shares
from hansa.chassis.lists import (
    Choice,
    Column,
    Filter,
    Given,
    Listing,
    answer,
    refuse_unknown_words,
)
from hansa.kernel.text import Bilingual, Text, text

LONGEST_SEARCH = 100

Realises = Callable[[Version, str, Actor | None], str | None]
"""Gives the address that shows what a clause of a league asks for to an actor, or None."""


@require_safe
def clauses(request: HttpRequest, league: str) -> HttpResponse:
    """List and search the clauses."""
    version = reads.governing(reads.get_versions(league), day_of(request))
    filters = _filters(request, version)
    refuse_unknown_words(request, filters)
    found = reads.search_clauses(
        version,
        request.GET.get("q", "")[:LONGEST_SEARCH],
        choice(request, "kind", KIND_NAMES),
        request.GET.get("domain") or None,
        choice(request, "binding", MODALITY_NAMES),
    )
    columns = _columns(version)
    listing = Listing(
        slug="clauses",
        title=text("Clauses"),
        columns=columns,
        rows=Given(found, columns),
        filters=filters,
        region="clauses",
    )
    book = version.charter.book
    context = {
        "room": "clauses",
        "version": version,
        "agreement": version.charter.agreement,
        "page_clauses": tuple(clause.id for clause in found),
        "found": len(found),
        "total": len(book.clauses),
        "statements": sum(c.kind is Kind.DECLARATORY for c in book.clauses),
        "readings": book.readings,
        "gaps": book.gaps,
    }
    return answer(request, listing, "charter/clauses.html", context)


def _columns(version: Version) -> tuple[Column[Clause], ...]:
    agreement = version.charter.agreement
    domains = {domain.id: domain.name for domain in agreement.domains}
    papers = {paper.id: paper.title for paper in agreement.instruments}
    readings = version.charter.book.readings
    return (
        *PRINTED,
        Column(
            key="domain",
            label=text("Field"),
            value=lambda clause: domains.get(clause.domain, clause.domain),
            order=lambda clause: list(domains).index(clause.domain),
            shown=False,
        ),
        Column(
            key="document",
            label=text("Document"),
            value=lambda clause: papers.get(clause.document, clause.document),
            shown=False,
        ),
        Column(
            key="readings",
            label=text("Readings"),
            value=lambda clause: tuple(
                reading.id for reading in readings if clause.id in reading.clauses
            ),
            shown=False,
        ),
    )


PRINTED: tuple[Column[Clause], ...] = (
    Column(
        key="id",
        label=text("Id"),
        value=lambda clause: clause.id,
        order=lambda clause: clause.id,
        template="charter/cell_id.html",
    ),
    Column(key="title", label=text("Title"), value=lambda clause: clause.title),
    Column(
        key="phrase",
        label=text("Printed wording"),
        value=lambda clause: clause.phrase,
        template="charter/cell_phrase.html",
    ),
    Column(
        key="line",
        label=text("Line"),
        value=lambda clause: clause.line,
        order=lambda clause: clause.line,
        number=True,
    ),
    Column(
        key="kind",
        label=text("Kind"),
        value=lambda clause: KIND_NAMES[clause.kind],
        order=lambda clause: list(Kind).index(clause.kind),
        template="chassis/cell_nowrap.html",
    ),
    Column(
        key="binding",
        label=text("Binding"),
        value=lambda clause: MODALITY_NAMES[clause.modality],
        order=lambda clause: list(Modality).index(clause.modality),
        template="chassis/cell_nowrap.html",
    ),
)
"""What the text itself says of a clause; the strongest binding comes first."""


def _filters(request: HttpRequest, version: Version) -> tuple[Filter, ...]:
    asked = request.GET
    domains = version.charter.agreement.domains
    offered: dict[str, tuple[Text, list[tuple[str, Text | Bilingual]]]] = {
        "kind": (text("Kind"), [(k.value, n) for k, n in KIND_NAMES.items()]),
        "domain": (text("Field"), [(one.id, one.name) for one in domains]),
        "binding": (text("Binding"), [(m.value, n) for m, n in MODALITY_NAMES.items()]),
    }
    words = Filter(
        key="q",
        label=text("Words"),
        kind="words",
        chosen=asked.get("q", "")[:LONGEST_SEARCH].strip(),
        hint=text("id, phrase or title"),
    )
    return (
        words,
        *(
            Filter(
                key=key,
                label=label,
                choices=tuple(Choice(value=v, label=name) for v, name in choices),
                chosen=asked.get(key, ""),
            )
            for key, (label, choices) in offered.items()
        ),
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
