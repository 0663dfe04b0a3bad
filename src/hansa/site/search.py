"""The search box: its page and its endpoint, over what all contexts know."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja import Query, Router, Schema

from hansa.charter import reads as charter_reads
from hansa.chassis import search
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.chassis.language import render as say
from hansa.chassis.paging import Paging, paged
from hansa.chassis.search import Hit
from hansa.chassis.search_words import QUESTION_LENGTH_MAX
from hansa.chassis.wire import PROBLEMS
from hansa.duties.reads import visibility as duty_visibility
from hansa.governance.reads import records as record_reads
from hansa.kernel.text import Bilingual, Text, text

# More than anybody reads; whoever wants another one asks more narrowly.
HITS_MOST = 200

KINDS: Mapping[str, Text] = {
    "clause": text("Clauses"),
    "work": text("Works"),
    "duty": text("Duties"),
    "body": text("Bodies"),
    "unit": text("Units"),
    "person": text("People"),
    "file": text("Files"),
    "notice": text("Notices"),
    "agreement": text("Agreements"),
    "record": text("Records"),
    "case": text("Cases"),
    "expert": text("Experts"),
    "study": text("Studies"),
    "law": text("Joint legislation"),
    "consultation": text("Public consultations"),
    "stakeholder": text("Associations"),
}
"""What the kinds of documents are called, in the order of the box."""

router = Router(tags=["search"])


class HitOut(Schema):
    """Something that was found, named in the reader's language."""

    kind: str
    key: str
    title: str
    under: str
    address: str


@require_safe
def results(request: HttpRequest, league: str) -> HttpResponse:
    """Show what was found, by kind; the kind of the nearest hit comes first."""
    charter_reads.get_versions(
        league
    )  # A league that is not here has no search either.
    words = request.GET.get("q", "")[:QUESTION_LENGTH_MAX]
    hits = _find(actor_of(request), league, words)
    return render(
        request,
        "site/search.html",
        {
            "words_sought": words,
            "groups": _by_kind(hits, words),
            "count": len(hits),
            "there_are_more": len(hits) == HITS_MOST,
        },
    )


@router.get("/leagues/{league}/search", response={200: list[HitOut], **PROBLEMS})
def find_documents(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    q: Annotated[str, Query(min_length=1, max_length=QUESTION_LENGTH_MAX)],
) -> Any:
    """Find clauses, works, duties, bodies, people and files, the nearest first."""
    charter_reads.get_versions(league)
    hits = _find(actor_of(request), league, q)
    page = paged(
        request, response, hits, paging, key=lambda hit: f"{hit.kind} {hit.key}"
    )
    return [
        {
            "kind": hit.kind,
            "key": hit.key,
            "title": say(hit.title),
            "under": say(hit.under),
            "address": hit.address,
        }
        for hit in page
    ]


def _find(actor: Actor, league: str, words: str) -> tuple[Hit, ...]:
    """Find what the reader may know of; the index itself tells cities and leagues apart."""
    hits = search.find(actor, league, words, HITS_MOST)
    duties = [hit.key for hit in hits if hit.kind == "duty"]
    known = duty_visibility.known_among(actor, league, duties) if duties else ()
    # The index knows who is of the league, and not which office may read records.
    records = record_reads.may_read_records(actor, league)
    return tuple(
        hit
        for hit in hits
        if (hit.kind != "duty" or hit.key in known)
        and (hit.kind != "record" or records)
    )


def _by_kind(hits: Sequence[Hit], words: str) -> list[dict[str, Any]]:
    groups: dict[str, list[tuple[Hit, str]]] = {}
    for hit in hits:
        groups.setdefault(hit.kind, []).append((hit, _elsewhere(hit, words)))
    return [
        {"kind": kind, "name": KINDS.get(kind, kind), "hits": found}
        for kind, found in groups.items()
    ]


def _elsewhere(hit: Hit, words: str) -> str:
    """Give the other language's title, where the words stand in it and not in this one."""
    if not isinstance(hit.title, Bilingual):
        return ""
    here = say(hit.title)
    there = hit.title.en if here == hit.title.zh else hit.title.zh
    sought = words.casefold().split()
    in_here, in_there = (
        any(word in one.casefold() for word in sought) for one in (here, there)
    )
    return there if in_there and not in_here else ""
