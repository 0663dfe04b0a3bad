"""API of the register of studies."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.chassis.paging import Paging, paged
from hansa.chassis.wire import PROBLEMS
from hansa.governance.api.expert_schemas import (
    StudyChangeIn,
    StudyDeliveryIn,
    StudyEndIn,
    StudyIn,
    StudyOut,
    StudyUseIn,
)
from hansa.governance.reads import studies as reads
from hansa.governance.reads.experts_wire import wire_study
from hansa.governance.services import studies as services
from hansa.governance.terms.studies import Deliverable, StudyState

router = Router(tags=["governance"])

STUDIES = "/leagues/{league}/studies"
STUDY = STUDIES + "/{study_id}"


@router.get(STUDIES, response={200: list[StudyOut], **PROBLEMS})
def list_studies(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    state: StudyState | None = None,
) -> Any:
    """List studies, the latest first, each with the decisions that rest on it."""
    lines = reads.list_studies(actor_of(request), league, state)
    page = paged(request, response, lines, paging, key=lambda line: str(line.id))
    return [wire_study(line) for line in page]


@router.post(STUDIES, response={201: StudyOut, **PROBLEMS})
def add_study(request: HttpRequest, league: str, content: StudyIn) -> Any:
    """Enter a study in the register."""
    actor = actor_of(request)
    id_ = services.add_study(actor, league, content.draft())
    return Status(201, _study(actor, league, id_))


@router.get(STUDY, response={200: StudyOut, **PROBLEMS})
def get_study(request: HttpRequest, league: str, study_id: UUID) -> Any:
    """Give one study with its uses."""
    return _study(actor_of(request), league, study_id)


@router.put(STUDY, response={200: StudyOut, **PROBLEMS})
def amend_study(
    request: HttpRequest, league: str, study_id: UUID, content: StudyChangeIn
) -> Any:
    """Correct what is known of a study."""
    actor = actor_of(request)
    services.amend_study(actor, league, study_id, content.revision, content.draft())
    return _study(actor, league, study_id)


@router.post(f"{STUDY}/deliveries", response={200: StudyOut, **PROBLEMS})
def finish_study(
    request: HttpRequest, league: str, study_id: UUID, content: StudyDeliveryIn
) -> Any:
    """Record the document that a study delivered."""
    actor = actor_of(request)
    delivered = Deliverable(finished_on=content.finished_on, document=content.document)
    services.finish_study(actor, league, study_id, content.revision, delivered, None)
    return _study(actor, league, study_id)


@router.post(f"{STUDY}/endings", response={200: StudyOut, **PROBLEMS})
def give_up_study(
    request: HttpRequest, league: str, study_id: UUID, content: StudyEndIn
) -> Any:
    """Record that a study was given up; it stays in the register."""
    actor, on = actor_of(request), content.on
    services.give_up_study(
        actor, league, study_id, content.revision, on, content.reason
    )
    return _study(actor, league, study_id)


@router.post(f"{STUDY}/uses", response={200: StudyOut, **PROBLEMS})
def link_study(
    request: HttpRequest, league: str, study_id: UUID, content: StudyUseIn
) -> Any:
    """Link a study to a decision that rests on it without naming it."""
    actor = actor_of(request)
    services.link_study(actor, league, study_id, content.decision, content.words)
    return _study(actor, league, study_id)


@router.delete(f"{STUDY}/uses/{{decision_id}}", response={200: StudyOut, **PROBLEMS})
def unlink_study(
    request: HttpRequest, league: str, study_id: UUID, decision_id: UUID
) -> Any:
    """Withdraw a link that was made in error."""
    actor = actor_of(request)
    services.unlink_study(actor, league, study_id, decision_id)
    return _study(actor, league, study_id)


def _study(actor: Actor, league: str, study_id: UUID) -> Any:
    return wire_study(reads.get_study(actor, league, study_id))
