"""API of clearing: batches, payments, statements and the ledger."""

import pathlib
import tempfile
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.chassis.paging import Paging, paged
from hansa.chassis.plain import plain
from hansa.chassis.wire import PROBLEMS
from hansa.clearing.api.schemas import (
    NUMBER_MAX,
    Act,
    BatchDetailOut,
    BatchOut,
    ClearingActIn,
    ClearingShortfallOut,
    ExceptionOut,
    PaidIn,
    ReturnLineOut,
    StatementLineOut,
    StatementOut,
    TrialBalanceOut,
    Word,
)
from hansa.clearing.reads import batches as reads
from hansa.clearing.reads import ledger, returns, shortfalls, statements
from hansa.clearing.reads.shortfalls import Remedy
from hansa.clearing.services import settling
from hansa.clearing.terms.house import ReturnLayout

router = Router(tags=["clearing"])

HOUSE = "/leagues/{league}/clearing"
ONE = HOUSE + "/windows/{window}/batches/{number}"
BatchNumber = Annotated[int, Path(ge=0, le=NUMBER_MAX)]
EXCEPTIONS_MOST = 10_000

Doing = Callable[[Actor, str, str, int, str], object]


@router.get(HOUSE + "/batches", response={200: list[BatchOut], **PROBLEMS})
def list_batches(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    window: Annotated[Word | None, Query()] = None,
) -> Any:
    """List batches, the latest window first."""
    lines = reads.list_batches(actor_of(request), league, window)
    page = paged(
        request,
        response,
        lines,
        paging,
        key=lambda line: f"{line.window}/{line.number}",
    )
    return [plain(line) for line in page]


@router.get(ONE, response={200: BatchDetailOut, **PROBLEMS})
def get_batch(
    request: HttpRequest, league: str, window: str, number: BatchNumber
) -> Any:
    """Show a batch: positions, payments and steps."""
    return plain(reads.get_batch(actor_of(request), league, window, number))


@router.get(ONE + "/exceptions", response={200: list[ExceptionOut], **PROBLEMS})
def exceptions(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    window: str,
    number: BatchNumber,
    paging: Query[Paging],
) -> Any:
    """List rows that were not accepted, the first ten thousand."""
    actor = actor_of(request)
    lines = reads.list_exceptions(actor, league, window, number, EXCEPTIONS_MOST)
    page = paged(
        request,
        response,
        lines,
        paging,
        key=lambda line: f"{line.acquirer}/{line.record_id}/{line.content_hash}",
    )
    return [plain(line) for line in page]


@router.post(ONE + "/steps", response={200: BatchDetailOut, **PROBLEMS})
def take_step(
    request: HttpRequest,
    league: str,
    window: str,
    number: BatchNumber,
    content: ClearingActIn,
) -> Any:
    """Take a batch further: run, approve, instruct, hold, and so on."""
    actor = actor_of(request)
    DOING[content.act](actor, league, window, number, content.reason)
    return plain(reads.get_batch(actor, league, window, number))


@router.post(ONE + "/payments", response={200: BatchDetailOut, **PROBLEMS})
def settle(
    request: HttpRequest,
    league: str,
    window: str,
    number: BatchNumber,
    content: PaidIn,
) -> Any:
    """Record payments."""
    actor = actor_of(request)
    paid = settling.Paid(
        numbers=tuple(content.numbers),
        all_open=content.all_open,
        reference=content.reference,
        guaranteed=content.guaranteed,
    )
    settling.settle(actor, league, window, paid, number)
    return plain(reads.get_batch(actor, league, window, number))


@router.get(ONE + "/unpaid", response={200: ClearingShortfallOut, **PROBLEMS})
def unpaid(
    request: HttpRequest,
    league: str,
    window: str,
    number: BatchNumber,
    party: Annotated[Word, Query()],
    remedy: Remedy = Remedy.UNWIND,
    fund_fen: Annotated[int, Query(), Field(ge=0, le=10**18)] = 0,
) -> Any:
    """Say what becomes of a batch when one party does not pay; nothing is changed."""
    return plain(
        shortfalls.unpaid_by(
            actor_of(request), league, window, party, remedy, fund_fen, number
        )
    )


@router.get(ONE + "/returns", response={200: list[ReturnLineOut], **PROBLEMS})
def list_returns(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    window: str,
    number: BatchNumber,
    paging: Query[Paging],
) -> Any:
    """List the senders whose return file the asker may take."""
    actor = actor_of(request)
    returns.require_some(actor, league)
    lines = returns.list_returns(actor, league, window, number)
    page = paged(request, response, lines, paging, key=lambda line: line.sender)
    return [plain(line) for line in page]


@router.get(
    ONE + "/returns/{sender}",
    response={**PROBLEMS},
    openapi_extra={
        "responses": {
            200: {
                "description": "The file",
                "content": {"application/octet-stream": {}},
            }
        }
    },
)
def return_file(
    request: HttpRequest,
    league: str,
    window: str,
    number: BatchNumber,
    sender: str,
    layout: ReturnLayout = ReturnLayout.CSV,
) -> FileResponse:
    """Give the return file of a sender: each of its rows with its outcome."""
    from hansa.clearing.services import returning  # noqa: PLC0415 -- the engine takes a second to start

    actor = actor_of(request)
    with tempfile.TemporaryDirectory() as folder:
        place = returning.write_return_file(
            actor, league, window, number, sender, layout, pathlib.Path(folder)
        )
        content = place.open("rb")  # Is read on when its name is gone.
    return FileResponse(
        content,
        as_attachment=True,
        filename=place.name,
        content_type="application/octet-stream",
    )


@router.get(
    HOUSE + "/parties/{party}/statements",
    response={200: list[StatementLineOut], **PROBLEMS},
)
def list_statements(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    party: str,
    paging: Query[Paging],
) -> Any:
    """List what was published to a party."""
    lines = statements.list_statements(actor_of(request), league, party)
    page = paged(
        request,
        response,
        lines,
        paging,
        key=lambda line: f"{line.window}/{line.number}",
    )
    return [plain(line) for line in page]


@router.get(ONE + "/statements/{party}", response={200: StatementOut, **PROBLEMS})
def get_statement(
    request: HttpRequest, league: str, window: str, number: BatchNumber, party: str
) -> Any:
    """Show what a published batch says to one party."""
    actor = actor_of(request)
    return plain(statements.get_statement(actor, league, window, number, party))


@router.get(HOUSE + "/trial-balance", response={200: TrialBalanceOut, **PROBLEMS})
def trial_balance(request: HttpRequest, league: str) -> Any:
    """Add up the ledger: debits equal credits."""
    return plain(ledger.trial_balance(actor_of(request), league))


def _run(actor: Actor, league: str, window: str, number: int, reason: str) -> object:
    from hansa.clearing.services import running  # noqa: PLC0415 -- the engine takes a second to start

    del reason
    return running.run_batch(actor, league, window, number)


def _approve(
    actor: Actor, league: str, window: str, number: int, reason: str
) -> object:
    from hansa.clearing.services import publishing  # noqa: PLC0415 -- as above

    return publishing.approve(actor, league, window, number, reason)


DOING: Mapping[Act, Doing] = {
    Act.RUN: _run,
    Act.APPROVE: _approve,
    Act.INSTRUCT: lambda who, league, slug, number, _: settling.instruct(
        who, league, slug, number
    ),
    Act.RECONCILE: settling.reconcile,
    Act.ARCHIVE: lambda who, league, slug, number, _: settling.archive(
        who, league, slug, number
    ),
    Act.HOLD: lambda who, league, slug, number, why: settling.hold(
        who, league, slug, why, number
    ),
    Act.RELEASE: settling.release,
    Act.VOID: lambda who, league, slug, number, why: settling.void(
        who, league, slug, why, number
    ),
}
