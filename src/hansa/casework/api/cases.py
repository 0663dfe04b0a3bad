"""API of casework."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status

from hansa.casework.api.schemas import (
    CaseActIn,
    CaseIn,
    CaseOut,
    CaseTypeOut,
    Day,
    DecisionIn,
    DocumentIn,
    ReplyIn,
    Word,
    type_wire,
)
from hansa.casework.reads import cases as reads
from hansa.casework.reads.cases import CaseFilter
from hansa.casework.reads.types import all_types, types_of
from hansa.casework.services import acts
from hansa.casework.services.opening import open_case
from hansa.casework.terms.cases import CaseDraft, CaseState, Party, Reply
from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, refuse_strange
from hansa.chassis.clock import today
from hansa.chassis.paging import Paging, paged
from hansa.chassis.wire import PROBLEMS
from hansa.directory.reads.accounts import refuse_public
from hansa.directory.reads.places import places
from hansa.directory.services.behalf import act_for

router = Router(tags=["casework"])

AsOf = Annotated[Day | None, Query()]
CASES = "/leagues/{league}/cases"
ONE = CASES + "/{case_id}"


def reader(request: HttpRequest) -> Actor:
    """Give who asks, once signed in.

    Raises:
        Forbidden: nobody is signed in.
    """
    actor = actor_of(request)
    refuse_public(actor)
    return actor


@router.get(
    "/leagues/{league}/case-types", response={200: list[CaseTypeOut], **PROBLEMS}
)
def case_types(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: AsOf = None,
) -> Any:
    """List the types of cases that the charter of a day knows."""
    version = charter_reads.get_version(league, as_of or today())
    kinds = tuple(types_of(version).values())
    page = paged(request, response, kinds, paging, key=lambda kind: kind.id)
    return [type_wire(kind) for kind in page]


@router.get(CASES, response={200: list[CaseOut], **PROBLEMS})
def list_cases(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    type: Annotated[Word | None, Query()] = None,  # noqa: A002 -- the charter's own word
    state: CaseState | None = None,
    city: Annotated[Word | None, Query()] = None,
    as_of: AsOf = None,
) -> Any:
    """List the cases that one may see, the newest first."""
    actor, versions = reader(request), charter_reads.get_versions(league)
    kinds = {id_: kind.title for id_, kind in all_types(versions).items()}
    cities = places(league).members
    refuse_strange({"type": (type, kinds), "city": (city, cities)})
    wanted = CaseFilter(type=type, state=state, member=city)
    lines = reads.list_cases(actor, league, as_of or today(), wanted)
    page = paged(request, response, lines, paging, key=lambda line: str(line.id))
    return [reads.wire_case(line) for line in page]


@router.post(CASES, response={201: CaseOut, **PROBLEMS})
def open_one(request: HttpRequest, league: str, content: CaseIn) -> Any:
    """Open a case; its clocks run from today."""
    actor = reader(request)
    draft = CaseDraft(
        type=content.type,
        parties=tuple(
            Party(role=party.role, member=party.member or None, name=party.name)
            for party in content.parties
        ),
        subject=content.subject,
        words=content.words,
        objects=content.objects,
        amount_fen=content.amount_fen,
        about_on=content.about_on,
    )
    upload = content.file.upload() if content.file else None
    return Status(201, _now(actor, league, open_case(actor, league, draft, upload)))


@router.get(ONE, response={200: CaseOut, **PROBLEMS})
def get_case(
    request: HttpRequest, league: str, case_id: UUID, as_of: AsOf = None
) -> Any:
    """Give one case as it stands on a day."""
    actor = reader(request)
    return reads.wire_case(
        reads.get_case(actor, league, str(case_id), as_of or today())
    )


@router.post(f"{ONE}/replies", response={200: CaseOut, **PROBLEMS})
def reply(request: HttpRequest, league: str, case_id: UUID, content: ReplyIn) -> Any:
    """Reply for a party; its clock stops on the day of the reply."""
    actor = speaker = reader(request)
    said = content.said()
    if content.office or content.evidence:
        line = reads.get_case(actor, league, str(case_id), reads.day_of(actor))
        member = reads.member_of(line, content.party)
        speaker = act_for(
            actor, league, member, content.office, content.evidence, said.upload
        )
    answer = Reply(party=content.party, stance=content.stance, on=content.on)
    acts.reply(speaker, league, case_id, content.revision, answer, said)
    return _now(actor, league, case_id)


@router.post(f"{ONE}/documents", response={200: CaseOut, **PROBLEMS})
def add_document(
    request: HttpRequest, league: str, case_id: UUID, content: DocumentIn
) -> Any:
    """Add a document."""
    actor = reader(request)
    said = content.said()
    acts.add_document(actor, league, case_id, content.revision, content.paper, said)
    return _now(actor, league, case_id)


@router.post(f"{ONE}/decisions", response={200: CaseOut, **PROBLEMS})
def decide(
    request: HttpRequest, league: str, case_id: UUID, content: DecisionIn
) -> Any:
    """Take a decision, or prepare it where the type wants a second person."""
    actor = reader(request)
    said = content.said()
    acts.decide(actor, league, case_id, content.revision, content.decision, said)
    return _now(actor, league, case_id)


@router.post(f"{ONE}/approvals", response={200: CaseOut, **PROBLEMS})
def approve(
    request: HttpRequest, league: str, case_id: UUID, content: CaseActIn
) -> Any:
    """Approve the decision that another person prepared."""
    return _act(request, league, case_id, content, acts.approve)


@router.post(f"{ONE}/returns", response={200: CaseOut, **PROBLEMS})
def send_back(
    request: HttpRequest, league: str, case_id: UUID, content: CaseActIn
) -> Any:
    """Send a prepared decision back, with the reason."""
    return _act(request, league, case_id, content, acts.send_back)


@router.post(f"{ONE}/escalations", response={200: CaseOut, **PROBLEMS})
def escalate(
    request: HttpRequest, league: str, case_id: UUID, content: CaseActIn
) -> Any:
    """Put a case to the next body of its ladder."""
    return _act(request, league, case_id, content, acts.escalate)


@router.post(f"{ONE}/closings", response={200: CaseOut, **PROBLEMS})
def close(request: HttpRequest, league: str, case_id: UUID, content: CaseActIn) -> Any:
    """Close a decided case."""
    return _act(request, league, case_id, content, acts.close)


@router.post(f"{ONE}/withdrawals", response={200: CaseOut, **PROBLEMS})
def withdraw(
    request: HttpRequest, league: str, case_id: UUID, content: CaseActIn
) -> Any:
    """Withdraw a case that is not decided."""
    return _act(request, league, case_id, content, acts.withdraw)


@router.post(f"{ONE}/reopenings", response={200: CaseOut, **PROBLEMS})
def reopen(request: HttpRequest, league: str, case_id: UUID, content: CaseActIn) -> Any:
    """Take a case up again under its number."""
    return _act(request, league, case_id, content, acts.reopen)


def _act(
    request: HttpRequest,
    league: str,
    case_id: UUID,
    content: CaseActIn,
    act: acts.PlainAct,
) -> Any:
    actor = reader(request)
    act(actor, league, case_id, content.revision, content.said())
    return _now(actor, league, case_id)


def _now(actor: Actor, league: str, case_id: UUID) -> Any:
    day = reads.day_of(actor)
    return reads.wire_case(reads.get_case(actor, league, str(case_id), day))
