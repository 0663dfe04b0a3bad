"""What the last line of a page says: which charter, which clauses, what changed last."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis import journal
from hansa.chassis.clock import today
from hansa.kernel.errors import Missing
from hansa.site.wiring import REALISES

SERVES: Mapping[str, str] = {
    "league": "governance:calendar",
    "briefing": "duties:todo",
    "briefing-of": "duties:todo",
    "duties": "duties:todo",
    "notices": "duties:todo",
    "directory": "governance:roster",
    "feeds": "governance:calendar",
    "governance": "governance:calendar",
    "journal": "governance:calendar",
}
"""Whose clauses a page rests on that realises none itself, by its name or its space."""


def provenance(
    request: HttpRequest, versions: tuple[Version, ...], day: date
) -> dict[str, Any]:
    """Give what the provenance line of a league's page shows; a view may know better."""
    league = versions[0].league
    return {
        "version": _governing(versions, day),
        "page_clauses": clauses_of(league, request),
        # Asked only where the line is drawn; an export draws none.
        "last_change": partial(
            journal.last_change, league, day if day < today() else None
        ),
    }


def _governing(versions: tuple[Version, ...], day: date) -> Version | None:
    try:
        return charter_reads.governing(versions, day)
    except Missing:
        return None


def clauses_of(league: str, request: HttpRequest) -> tuple[str, ...]:
    """List the clauses that a page rests on; none where no clause asks for it."""
    match = request.resolver_match
    if match is None:
        return ()
    realised = REALISES.get(league, {})
    page = match.view_name
    if page not in realised:
        page = SERVES.get(page) or SERVES.get(match.namespace, "")
    return realised.get(page, ())
