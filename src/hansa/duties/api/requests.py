"""API of requests: asking several cities at once, and who answered."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE, today
from hansa.chassis.paging import Paging, paged
from hansa.chassis.plain import plain
from hansa.chassis.wire import PROBLEMS
from hansa.duties.api.asking import reader, reckoned
from hansa.duties.api.schemas import (
    Day,
    RemindedOut,
    RequestIn,
    RequestOut,
    RequestSheetOut,
    Revision,
    WithdrawalIn,
    request_wire,
)
from hansa.duties.reads import duties as duty_reads
from hansa.duties.reads import requests as reads
from hansa.duties.services import notices
from hansa.duties.services import requests as services
from hansa.duties.terms.requests import RequestDraft

router = Router(tags=["duties"])

AsOf = Annotated[Day | None, Query()]
ONE = "/leagues/{league}/requests/{request_id}"


@router.get("/leagues/{league}/requests", response={200: list[RequestOut], **PROBLEMS})
def list_requests(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: AsOf = None,
) -> Any:
    """List the requests of which one may see at least one answer, the newest first."""
    reckoning = duty_reads.reckon(league, as_of or today())
    lines = reads.list_requests(reader(request), league, reckoning)
    return plain(paged(request, response, lines, paging, key=lambda one: str(one.id)))


@router.post("/leagues/{league}/requests", response={200: RequestSheetOut, **PROBLEMS})
def dispatch(request: HttpRequest, league: str, content: RequestIn) -> Any:
    """Ask several cities at once."""
    actor = reader(request)
    on = actor.at.astimezone(LEAGUE_ZONE).date()
    draft = RequestDraft(
        title=content.title,
        title_en=content.title_en,
        words=content.words,
        members=tuple(content.members) or reads.members_of(league, on),
        due_on=content.due_on,
        due_time=content.due_time,
        clause=content.clause,
        domain=content.domain,
        vacancy=content.vacancy,
    )
    upload = content.file.upload() if content.file else None
    sent = services.dispatch(actor, league, draft, upload)
    return _sheet(actor, league, sent)


@router.get(ONE, response={200: RequestSheetOut, **PROBLEMS})
def get_request(
    request: HttpRequest, league: str, request_id: UUID, as_of: AsOf = None
) -> Any:
    """Give a request with the answers that one may see."""
    reckoning = duty_reads.reckon(league, as_of or today())
    return request_wire(
        reads.get_request(reader(request), league, request_id, reckoning)
    )


@router.post(f"{ONE}/reminders", response={200: RemindedOut, **PROBLEMS})
def remind_missing(request: HttpRequest, league: str, request_id: UUID) -> Any:
    """Remind the cities whose answer is missing."""
    actor = reader(request)
    ids = reads.missing_duties(actor, league, request_id, reckoned(actor, league))
    return {"reminders": len(notices.remind(actor, league, ids))}


@router.post(f"{ONE}/closings", response={200: RequestSheetOut, **PROBLEMS})
def close_request(
    request: HttpRequest,
    league: str,
    request_id: UUID,
    revision: Annotated[Revision, Query()],
) -> Any:
    """Close a request; what is missing stays owed."""
    actor = reader(request)
    services.close_request(actor, league, request_id, revision)
    return _sheet(actor, league, request_id)


@router.post(f"{ONE}/withdrawals", response={200: RequestSheetOut, **PROBLEMS})
def withdraw_request(
    request: HttpRequest, league: str, request_id: UUID, content: WithdrawalIn
) -> Any:
    """Withdraw a request; what is missing need not be answered any more."""
    actor = reader(request)
    services.withdraw_request(
        actor, league, request_id, content.revision, content.reason
    )
    return _sheet(actor, league, request_id)


def _sheet(actor: Actor, league: str, request_id: UUID) -> Any:
    reckoning = reckoned(actor, league)
    return request_wire(reads.get_request(actor, league, request_id, reckoning))
