"""API of associations that take part, and of their proposals."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.chassis.paging import Paging, paged
from hansa.chassis.wire import PROBLEMS
from hansa.governance.api.participation_schemas import (
    FilingLinkOut,
    ProposalAnswerIn,
    ProposalIn,
    ProposalOut,
    ProposalReasonIn,
    ProposalSeenIn,
    StakeholderChangeIn,
    StakeholderEndIn,
    StakeholderIn,
    StakeholderOut,
)
from hansa.governance.reads import stakeholders as reads
from hansa.governance.reads.participation_wire import wire_proposal, wire_stakeholder
from hansa.governance.services import proposals, stakeholders
from hansa.governance.terms.stakeholders import ProposalState, StakeholderKind

router = Router(tags=["governance"])

STAKEHOLDERS = "/leagues/{league}/stakeholders"
STAKEHOLDER = f"{STAKEHOLDERS}/{{stakeholder_id}}"
PROPOSALS = "/leagues/{league}/proposals"
PROPOSAL = f"{PROPOSALS}/{{proposal_id}}"
ONE: Any = {200: StakeholderOut, **PROBLEMS}
ANSWERED: Any = {200: ProposalOut, **PROBLEMS}


@router.get(STAKEHOLDERS, response={200: list[StakeholderOut], **PROBLEMS})
def list_stakeholders(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    kind: StakeholderKind | None = None,
) -> Any:
    """List the associations that take part; open to everybody."""
    lines = reads.list_stakeholders(actor_of(request), league, kind)
    page = paged(request, response, lines, paging, key=lambda line: str(line.id))
    return [wire_stakeholder(line) for line in page]


@router.post(STAKEHOLDERS, response={201: StakeholderOut, **PROBLEMS})
def accredit(request: HttpRequest, league: str, content: StakeholderIn) -> Any:
    """Enter an association in the register."""
    actor = actor_of(request)
    id_ = stakeholders.accredit(actor, league, content.draft())
    return Status(201, _stakeholder(actor, league, id_))


@router.get(STAKEHOLDER, response=ONE)
def get_stakeholder(request: HttpRequest, league: str, stakeholder_id: UUID) -> Any:
    """Give one association; its contact only to whoever keeps the register."""
    return _stakeholder(actor_of(request), league, stakeholder_id)


@router.put(STAKEHOLDER, response=ONE)
def amend_stakeholder(
    request: HttpRequest,
    league: str,
    stakeholder_id: UUID,
    content: StakeholderChangeIn,
) -> Any:
    """Correct what is known of an association, or renew its term."""
    actor, draft = actor_of(request), content.draft()
    stakeholders.amend_stakeholder(
        actor, league, stakeholder_id, content.revision, draft
    )
    return _stakeholder(actor, league, stakeholder_id)


@router.post(f"{STAKEHOLDER}/endings", response=ONE)
def end_accreditation(
    request: HttpRequest, league: str, stakeholder_id: UUID, content: StakeholderEndIn
) -> Any:
    """End an accreditation before its term."""
    actor, on = actor_of(request), content.on
    stakeholders.end_accreditation(
        actor, league, stakeholder_id, content.revision, on, content.reason
    )
    return _stakeholder(actor, league, stakeholder_id)


@router.post(f"{STAKEHOLDER}/links", response={201: FilingLinkOut, **PROBLEMS})
def make_filing_link(request: HttpRequest, league: str, stakeholder_id: UUID) -> Any:
    """Make a link by which an association files one proposal or comment."""
    made = stakeholders.make_filing_link(actor_of(request), league, stakeholder_id)
    return Status(201, {"link": made})


@router.get(PROPOSALS, response={200: list[ProposalOut], **PROBLEMS})
def list_proposals(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    state: ProposalState | None = None,
) -> Any:
    """List proposals, the unanswered with their age; open to everybody."""
    lines = reads.list_proposals(actor_of(request), league, state)
    page = paged(request, response, lines, paging, key=lambda line: str(line.id))
    return [wire_proposal(line) for line in page]


@router.post(PROPOSALS, response={201: ProposalOut, **PROBLEMS})
def file_proposal(request: HttpRequest, league: str, content: ProposalIn) -> Any:
    """Enter a proposal for an association that sent it."""
    actor = actor_of(request)
    id_ = proposals.file_proposal(actor, league, content.stakeholder, content.draft())
    return Status(201, _proposal(actor, league, id_))


@router.get(PROPOSAL, response=ANSWERED)
def get_proposal(request: HttpRequest, league: str, proposal_id: UUID) -> Any:
    """Give one proposal."""
    return _proposal(actor_of(request), league, proposal_id)


@router.post(f"{PROPOSAL}/answers", response=ANSWERED)
def answer_proposal(
    request: HttpRequest, league: str, proposal_id: UUID, content: ProposalAnswerIn
) -> Any:
    """Answer a proposal: adopted or not, and why."""
    actor, note = actor_of(request), content.note()
    proposals.answer_proposal(actor, league, proposal_id, content.revision, note)
    return _proposal(actor, league, proposal_id)


@router.post(f"{PROPOSAL}/withdrawals", response=ANSWERED)
def withdraw_proposal(
    request: HttpRequest, league: str, proposal_id: UUID, content: ProposalReasonIn
) -> Any:
    """Record that an association took its proposal back."""
    actor, reason = actor_of(request), content.reason
    proposals.withdraw_proposal(actor, league, proposal_id, content.revision, reason)
    return _proposal(actor, league, proposal_id)


@router.post(f"{PROPOSAL}/withholding", response=ANSWERED)
def withhold_proposal(
    request: HttpRequest, league: str, proposal_id: UUID, content: ProposalReasonIn
) -> Any:
    """Keep the words of a proposal from the public."""
    actor, reason = actor_of(request), content.reason
    proposals.withhold_proposal(actor, league, proposal_id, content.revision, reason)
    return _proposal(actor, league, proposal_id)


@router.post(f"{PROPOSAL}/releases", response=ANSWERED)
def release_proposal(
    request: HttpRequest, league: str, proposal_id: UUID, content: ProposalSeenIn
) -> Any:
    """Show a proposal again that was withheld in error."""
    actor = actor_of(request)
    proposals.release_proposal(actor, league, proposal_id, content.revision)
    return _proposal(actor, league, proposal_id)


def _stakeholder(actor: Actor, league: str, stakeholder_id: UUID) -> Any:
    return wire_stakeholder(reads.get_stakeholder(actor, league, stakeholder_id))


def _proposal(actor: Actor, league: str, proposal_id: UUID) -> Any:
    return wire_proposal(reads.get_proposal(actor, league, proposal_id))
