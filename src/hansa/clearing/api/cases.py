"""API of clearing: disputes, adjustments, and the rows of cases."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from hansa.casework.reads import cases as case_reads
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.chassis.plain import plain
from hansa.chassis.wire import PROBLEMS
from hansa.clearing.api.batches import HOUSE, ONE, BatchNumber
from hansa.clearing.api.schemas import (
    AdjustmentIn,
    ClearingCaseOut,
    DisputeIn,
    SplitIn,
)
from hansa.clearing.reads import cases as reads
from hansa.clearing.services import disputes
from hansa.clearing.terms.casework import AdjustmentDraft, DisputeDraft
from hansa.directory.reads.accounts import refuse_public

router = Router(tags=["clearing"])

CASE = HOUSE + "/cases/{case_id}"


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    refuse_public(actor)
    return actor


@router.post(
    ONE + "/statements/{party}/disputes", response={201: ClearingCaseOut, **PROBLEMS}
)
def open_dispute(
    request: HttpRequest,
    league: str,
    window: str,
    number: BatchNumber,
    party: str,
    content: DisputeIn,
) -> Any:
    """Dispute rows or an amount of the statement of one's own city."""
    draft = DisputeDraft(
        window=window,
        number=number,
        party=party,
        against=content.against,
        rows=content.rows,
        amount_fen=content.amount_fen,
        words=content.words,
    )
    actor = _reader(request)
    case_reads.require_opener(actor, league)
    return Status(
        201, _case(actor, league, disputes.open_dispute(actor, league, draft))
    )


@router.post(
    HOUSE + "/windows/{window}/adjustments", response={201: ClearingCaseOut, **PROBLEMS}
)
def open_adjustment(
    request: HttpRequest, league: str, window: str, content: AdjustmentIn
) -> Any:
    """Open an adjustment of a published window."""
    draft = AdjustmentDraft(
        window=window,
        payer=content.payer,
        payee=content.payee,
        amount_fen=content.amount_fen,
        words=content.words,
        dispute=content.dispute,
    )
    actor = _reader(request)
    return Status(
        201, _case(actor, league, disputes.open_adjustment(actor, league, draft))
    )


@router.get(CASE, response={200: ClearingCaseOut, **PROBLEMS})
def get_clearing_case(request: HttpRequest, league: str, case_id: UUID) -> Any:
    """Give the rows of a case, what was decided on each, and the batches it made."""
    return _case(_reader(request), league, case_id)


@router.post(CASE + "/splits", response={201: ClearingCaseOut, **PROBLEMS})
def split_case(
    request: HttpRequest, league: str, case_id: UUID, content: SplitIn
) -> Any:
    """Take rows in doubt into a case of their own."""
    actor = _reader(request)
    own = disputes.split_case(actor, league, case_id, content.rows)
    return Status(201, _case(actor, league, own))


def _case(actor: Actor, league: str, case_id: UUID) -> Any:
    found = reads.get_clearing_case(actor, league, str(case_id))
    return {
        "case": found.line.id,
        "number": reads.number_of(found.line),
        "type": found.line.kind.id,
        "state": found.line.standing.state,
        "about": plain(found.about),
        "rows": plain(found.rows),
        "batches": plain(found.batches),
    }
