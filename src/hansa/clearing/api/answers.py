"""API of clearing: why an amount is what it is, other rules, schemes, entries, bundles."""

from collections.abc import Mapping
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Field, Query, Router

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.chassis.clock import today
from hansa.chassis.paging import Paging, paged, paged_rows
from hansa.chassis.plain import plain
from hansa.chassis.wire import PROBLEMS, Day
from hansa.clearing.api.answered import (
    ExplainedOut,
    LedgerEntryOut,
    OtherRulesIn,
    SchemeOut,
    TapOut,
    WhatIfOut,
)
from hansa.clearing.api.batches import HOUSE, ONE, BatchNumber
from hansa.clearing.api.schemas import Word
from hansa.clearing.reads import entries, schemes, statements
from hansa.clearing.reads.schemes import SchemeLine

router = Router(tags=["clearing"])

TAPS_MOST = 10_000
Debtor = Annotated[Word, Query(), Field(description="Who owes.")]
Creditor = Annotated[Word, Query(), Field(description="To whom.")]


@router.get(ONE + "/explanation", response={200: ExplainedOut, **PROBLEMS})
def explain(
    request: HttpRequest,
    league: str,
    window: str,
    number: BatchNumber,
    debtor: Debtor,
    creditor: Creditor,
) -> Any:
    """Drill from what one party owes another to classes, rule versions and clauses."""
    from hansa.clearing.services import answers  # noqa: PLC0415 -- the engine takes a second to start

    pair = answers.Pair(debtor=debtor, creditor=creditor, most=0)
    actor = actor_of(request)
    return plain(answers.explain_batch(actor, league, window, number, pair))


@router.get(ONE + "/taps", response={200: list[TapOut], **PROBLEMS})
def list_taps(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    window: str,
    number: BatchNumber,
    debtor: Debtor,
    creditor: Creditor,
    paging: Query[Paging],
    class_id: Annotated[
        Word | None,
        Query(),
        Field(description="The class; without it the one of the largest amount."),
    ] = None,
) -> Any:
    """List the taps of one class by which one party owes another, the first 10 000."""
    from hansa.clearing.services import answers  # noqa: PLC0415 -- as above

    pair = answers.Pair(
        debtor=debtor, creditor=creditor, class_id=class_id, most=TAPS_MOST
    )
    found = answers.explain_batch(actor_of(request), league, window, number, pair)
    page = paged(
        request,
        response,
        found.taps,
        paging,
        key=lambda tap: f"{tap['acquirer']}/{tap['record_id']}",
    )
    return plain(page)


@router.post(ONE + "/what-if", response={200: WhatIfOut, **PROBLEMS})
def what_if(
    request: HttpRequest,
    league: str,
    window: str,
    number: BatchNumber,
    content: OtherRulesIn,
) -> Any:
    """Replay a window under other rules; nothing is kept."""
    from hansa.clearing.services import answers  # noqa: PLC0415 -- as above

    actor = actor_of(request)
    files = _files(actor, league, content.schemes)
    other = answers.OtherRules(day=content.day, files=files)
    return plain(answers.what_if_batch(actor, league, window, number, other))


def _files(actor: Actor, league: str, written: Mapping[str, str]) -> dict[str, bytes]:
    """Name rule files as folders do; only a scheme of the league has one."""
    named = {
        schemes.get_scheme(actor, league, slug, today()).slug: content
        for slug, content in written.items()
    }
    return {f"{slug}.yaml": content.encode() for slug, content in named.items()}


@router.get(HOUSE + "/schemes", response={200: list[SchemeOut], **PROBLEMS})
def list_schemes(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: Annotated[Day | None, Query()] = None,
) -> Any:
    """List the schemes with the dated versions of their rules."""
    found = schemes.list_schemes(actor_of(request), league, as_of or today())
    page = paged(request, response, found, paging, key=lambda one: one.slug)
    return [_scheme(one) for one in page]


@router.get(HOUSE + "/schemes/{scheme}", response={200: SchemeOut, **PROBLEMS})
def get_scheme(
    request: HttpRequest,
    league: str,
    scheme: str,
    as_of: Annotated[Day | None, Query()] = None,
) -> Any:
    """Show one scheme with the dated versions of its rules."""
    day = as_of or today()
    return _scheme(schemes.get_scheme(actor_of(request), league, scheme, day))


def _scheme(line: SchemeLine) -> Any:
    rules = [{**plain(one.rule), "written": one.written} for one in line.rules]
    return {
        "slug": line.slug,
        "title": plain(line.title),
        "source": line.source,
        "rules": rules,
    }


@router.get(HOUSE + "/entries", response={200: list[LedgerEntryOut], **PROBLEMS})
def list_entries(
    request: HttpRequest, response: HttpResponse, league: str, paging: Query[Paging]
) -> Any:
    """List what was booked, the latest first; the trial balance adds it up."""
    page = entries.page_entries(actor_of(request), league, paging)
    return plain(paged_rows(request, response, page))


@router.get(
    ONE + "/statements/{party}/bundle",
    response={**PROBLEMS},
    openapi_extra={
        "responses": {
            200: {"description": "The bundle", "content": {"application/zip": {}}}
        }
    },
)
def bundle(
    request: HttpRequest, league: str, window: str, number: BatchNumber, party: str
) -> FileResponse:
    """Give the bundle that a party checks by itself, without network or server."""
    actor = actor_of(request)
    kept = statements.open_bundle(actor, league, window, number, party)
    return FileResponse(
        kept.content,
        as_attachment=True,
        filename=kept.name,
        content_type="application/zip",
    )
