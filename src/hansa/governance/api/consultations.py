"""API of public consultations: drafts, comments, groups, replies and results."""

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
    CallOffIn,
    ConsultationChangeIn,
    ConsultationIn,
    ConsultationOut,
    ConsultationSeenIn,
    ConsultationSheetOut,
    ConsultedItemIn,
    ExtensionOfCommentsIn,
    GroupingIn,
    PublicCommentOut,
    ReceivedCommentsIn,
    ReplyToGroupIn,
    WithholdIn,
)
from hansa.governance.reads import consultations as reads
from hansa.governance.reads.participation_wire import (
    wire_comment,
    wire_consultation,
    wire_hearing,
)
from hansa.governance.services.consultations import (
    commenting,
    drafting,
    results,
    weighing,
)
from hansa.governance.terms.consultations import ConsultationState

router = Router(tags=["governance"])

CONSULTATIONS = "/leagues/{league}/consultations"
ONE = f"{CONSULTATIONS}/{{consultation_id}}"
SHEET: Any = {200: ConsultationSheetOut, **PROBLEMS}


@router.get(CONSULTATIONS, response={200: list[ConsultationOut], **PROBLEMS})
def list_consultations(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    state: ConsultationState | None = None,
) -> Any:
    """List public consultations, the latest first; open to everybody."""
    lines = reads.list_consultations(actor_of(request), league, state)
    page = paged(request, response, lines, paging, key=lambda line: str(line.id))
    return [wire_consultation(line) for line in page]


@router.post(CONSULTATIONS, response={201: ConsultationSheetOut, **PROBLEMS})
def add_consultation(request: HttpRequest, league: str, content: ConsultationIn) -> Any:
    """Enter a draft on which the public is to be heard."""
    actor = actor_of(request)
    id_ = drafting.add_consultation(actor, league, content.draft())
    return Status(201, _sheet(actor, league, id_))


@router.get(ONE, response=SHEET)
def get_consultation(request: HttpRequest, league: str, consultation_id: UUID) -> Any:
    """Give one consultation; its groups and replies to everybody with the results."""
    return _sheet(actor_of(request), league, consultation_id)


@router.put(ONE, response=SHEET)
def amend_consultation(
    request: HttpRequest,
    league: str,
    consultation_id: UUID,
    content: ConsultationChangeIn,
) -> Any:
    """Change a draft that is not public yet."""
    actor, draft = actor_of(request), content.draft()
    drafting.amend_consultation(actor, league, consultation_id, content.revision, draft)
    return _sheet(actor, league, consultation_id)


@router.post(f"{ONE}/publications", response=SHEET)
def publish_consultation(
    request: HttpRequest,
    league: str,
    consultation_id: UUID,
    content: ConsultationSeenIn,
) -> Any:
    """Make a draft public."""
    actor = actor_of(request)
    drafting.publish_consultation(actor, league, consultation_id, content.revision)
    return _sheet(actor, league, consultation_id)


@router.post(f"{ONE}/extensions", response=SHEET)
def extend_consultation(
    request: HttpRequest,
    league: str,
    consultation_id: UUID,
    content: ExtensionOfCommentsIn,
) -> Any:
    """Give the public more time."""
    actor, until = actor_of(request), content.until
    drafting.extend_consultation(
        actor, league, consultation_id, content.revision, until, content.reason
    )
    return _sheet(actor, league, consultation_id)


@router.post(f"{ONE}/calling-off", response=SHEET)
def withdraw_consultation(
    request: HttpRequest, league: str, consultation_id: UUID, content: CallOffIn
) -> Any:
    """Call a consultation off."""
    actor, reason = actor_of(request), content.reason
    drafting.withdraw_consultation(
        actor, league, consultation_id, content.revision, reason
    )
    return _sheet(actor, league, consultation_id)


@router.get(f"{ONE}/comments", response={200: list[PublicCommentOut], **PROBLEMS})
def list_comments(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    consultation_id: UUID,
    paging: Query[Paging],
    group: int | None = None,
) -> Any:
    """List comments; to everybody with the results, withheld ones without words."""
    lines = reads.list_comments(actor_of(request), league, consultation_id, group)
    page = paged(request, response, lines, paging, key=lambda line: str(line.id))
    return [wire_comment(line) for line in page]


@router.post(f"{ONE}/comments", response={201: ConsultationSheetOut, **PROBLEMS})
def record_comments(
    request: HttpRequest,
    league: str,
    consultation_id: UUID,
    content: ReceivedCommentsIn,
) -> Any:
    """Enter comments that reached the office by letter, e-mail, telephone or hall."""
    actor = actor_of(request)
    received = [one.received() for one in content.comments]
    commenting.record_comments(actor, league, consultation_id, received)
    return Status(201, _sheet(actor, league, consultation_id))


@router.post(f"{ONE}/groups", response=SHEET)
def group_comments(
    request: HttpRequest, league: str, consultation_id: UUID, content: GroupingIn
) -> Any:
    """Put comments that say the same into a group, an old one or a new one."""
    actor = actor_of(request)
    into = content.title if content.group is None else content.group
    weighing.group_comments(actor, league, consultation_id, content.comments, into)
    return _sheet(actor, league, consultation_id)


@router.put(f"{ONE}/groups/{{number}}", response=SHEET)
def answer_group(
    request: HttpRequest,
    league: str,
    consultation_id: UUID,
    number: int,
    content: ReplyToGroupIn,
) -> Any:
    """Say of a group whether it is adopted, and why."""
    actor = actor_of(request)
    weighing.answer_group(actor, league, consultation_id, number, content.note())
    return _sheet(actor, league, consultation_id)


@router.post(f"{ONE}/comments/{{number}}/withholding", response=SHEET)
def withhold_comment(
    request: HttpRequest,
    league: str,
    consultation_id: UUID,
    number: int,
    content: WithholdIn,
) -> Any:
    """Keep a comment from the public; it is not deleted."""
    actor, reason = actor_of(request), content.reason
    weighing.withhold_comment(actor, league, consultation_id, number, reason)
    return _sheet(actor, league, consultation_id)


@router.delete(f"{ONE}/comments/{{number}}/withholding", response=SHEET)
def release_comment(
    request: HttpRequest, league: str, consultation_id: UUID, number: int
) -> Any:
    """Show a comment again that was withheld in error."""
    actor = actor_of(request)
    weighing.release_comment(actor, league, consultation_id, number)
    return _sheet(actor, league, consultation_id)


@router.post(f"{ONE}/results", response=SHEET)
def publish_results(
    request: HttpRequest,
    league: str,
    consultation_id: UUID,
    content: ConsultationSeenIn,
) -> Any:
    """Publish every group with its reply."""
    actor = actor_of(request)
    results.publish_results(actor, league, consultation_id, content.revision)
    return _sheet(actor, league, consultation_id)


@router.post(f"{ONE}/items", response=SHEET)
def link_item(
    request: HttpRequest, league: str, consultation_id: UUID, content: ConsultedItemIn
) -> Any:
    """Say that an item of a docket rests on a consultation."""
    actor = actor_of(request)
    results.link_item(actor, league, consultation_id, content.item)
    return _sheet(actor, league, consultation_id)


@router.delete(f"{ONE}/items/{{item_id}}", response=SHEET)
def unlink_item(
    request: HttpRequest, league: str, consultation_id: UUID, item_id: UUID
) -> Any:
    """Withdraw a link that was made in error."""
    actor = actor_of(request)
    results.unlink_item(actor, league, consultation_id, item_id)
    return _sheet(actor, league, consultation_id)


def _sheet(actor: Actor, league: str, consultation_id: UUID) -> Any:
    return wire_hearing(reads.get_consultation(actor, league, consultation_id))
