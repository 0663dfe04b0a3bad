"""API of experts: the pool, draws of panels, opinions and their treatment."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, refuse_strange
from hansa.chassis.paging import Paging, paged
from hansa.chassis.wire import PROBLEMS, Day
from hansa.governance.api.expert_schemas import (
    AdviceOut,
    AnnulIn,
    DrawIn,
    DrawOut,
    DrawSeenIn,
    ExpertChangeIn,
    ExpertEndIn,
    ExpertIn,
    ExpertOut,
    OpinionIn,
    StandDownIn,
    TreatmentIn,
)
from hansa.governance.api.session_schemas import Slug
from hansa.governance.api.sessions import ITEM
from hansa.governance.reads import advice as advice_reads
from hansa.governance.reads import experts as reads
from hansa.governance.reads.experts_wire import wire_advice, wire_draw, wire_expert
from hansa.governance.services.experts import advising, drawing, pool
from hansa.governance.terms.experts import DrawDraft, ExpertFilter, Note, OpinionDraft

router = Router(tags=["governance"])

EXPERTS = "/leagues/{league}/experts"
EXPERT = EXPERTS + "/{expert_id}"
DRAWS = "/leagues/{league}/draws"
DRAW = DRAWS + "/{draw_id}"
FieldAsked = Annotated[Slug | None, Query()]


@router.get(EXPERTS, response={200: list[ExpertOut], **PROBLEMS})
def list_experts(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    field: FieldAsked = None,
    as_of: Day | None = None,
) -> Any:
    """List the experts of the pool; with ``as_of`` only those who serve on that day."""
    refuse_strange({"field": (field, reads.fields_of(league))})
    wanted = ExpertFilter(field=field, serves_on=as_of)
    lines = reads.list_experts(actor_of(request), league, wanted)
    page = paged(request, response, lines, paging, key=lambda line: str(line.id))
    return [wire_expert(line) for line in page]


@router.post(EXPERTS, response={201: ExpertOut, **PROBLEMS})
def add_expert(request: HttpRequest, league: str, content: ExpertIn) -> Any:
    """Enter an expert in the pool."""
    actor = actor_of(request)
    id_ = pool.add_expert(actor, league, content.draft())
    return Status(201, wire_expert(reads.get_expert(actor, league, id_)))


@router.get(EXPERT, response={200: ExpertOut, **PROBLEMS})
def get_expert(request: HttpRequest, league: str, expert_id: UUID) -> Any:
    """Give one expert."""
    return wire_expert(reads.get_expert(actor_of(request), league, expert_id))


@router.put(EXPERT, response={200: ExpertOut, **PROBLEMS})
def amend_expert(
    request: HttpRequest, league: str, expert_id: UUID, content: ExpertChangeIn
) -> Any:
    """Correct what is known of an expert."""
    actor = actor_of(request)
    pool.amend_expert(actor, league, expert_id, content.revision, content.draft())
    return wire_expert(reads.get_expert(actor, league, expert_id))


@router.post(f"{EXPERT}/endings", response={200: ExpertOut, **PROBLEMS})
def end_expert(
    request: HttpRequest, league: str, expert_id: UUID, content: ExpertEndIn
) -> Any:
    """End the term of an expert early; the expert stays in the pool."""
    actor, on = actor_of(request), content.on
    pool.end_expert(actor, league, expert_id, content.revision, on, content.reason)
    return wire_expert(reads.get_expert(actor, league, expert_id))


@router.get(DRAWS, response={200: list[DrawOut], **PROBLEMS})
def list_draws(
    request: HttpRequest, response: HttpResponse, league: str, paging: Query[Paging]
) -> Any:
    """List draws of panels, the latest first."""
    lines = reads.list_draws(actor_of(request), league)
    page = paged(request, response, lines, paging, key=lambda line: str(line.id))
    return [wire_draw(line) for line in page]


@router.post(f"{ITEM}/draws", response={201: DrawOut, **PROBLEMS})
def seal_draw(request: HttpRequest, league: str, item_id: UUID, content: DrawIn) -> Any:
    """Seal the draw of a panel for an item; its pool and fingerprints are fixed."""
    actor = actor_of(request)
    draft = DrawDraft(
        size=content.size,
        field=content.field,
        recused=tuple(content.recused),
        recusal=content.recusal,
        seed=content.seed,
    )
    return Status(
        201, _draw(actor, league, drawing.seal_draw(actor, league, item_id, draft))
    )


@router.get(DRAW, response={200: DrawOut, **PROBLEMS})
def get_draw(request: HttpRequest, league: str, draw_id: UUID) -> Any:
    """Give one draw with its certificate."""
    return _draw(actor_of(request), league, draw_id)


@router.post(f"{DRAW}/revelations", response={200: DrawOut, **PROBLEMS})
def reveal_draw(
    request: HttpRequest, league: str, draw_id: UUID, content: DrawSeenIn
) -> Any:
    """Reveal the seed of a draw, and with it the panel."""
    actor = actor_of(request)
    drawing.reveal_draw(actor, league, draw_id, content.revision)
    return _draw(actor, league, draw_id)


@router.post(f"{DRAW}/stand-downs", response={200: DrawOut, **PROBLEMS})
def stand_down(
    request: HttpRequest, league: str, draw_id: UUID, content: StandDownIn
) -> Any:
    """Record that a member of a panel stands down; the next of the order follows."""
    actor, expert = actor_of(request), content.expert
    drawing.stand_down(actor, league, draw_id, content.revision, expert, content.reason)
    return _draw(actor, league, draw_id)


@router.post(f"{DRAW}/annulments", response={200: DrawOut, **PROBLEMS})
def annul_draw(
    request: HttpRequest, league: str, draw_id: UUID, content: AnnulIn
) -> Any:
    """Annul a draw; it stays, and the next one for the item says so."""
    actor = actor_of(request)
    drawing.annul_draw(actor, league, draw_id, content.revision, content.reason)
    return _draw(actor, league, draw_id)


@router.get(f"{ITEM}/advice", response={200: AdviceOut, **PROBLEMS})
def get_advice(request: HttpRequest, league: str, item_id: UUID) -> Any:
    """Give what experts contribute to an item."""
    return _advice(actor_of(request), league, item_id)


@router.post(f"{ITEM}/opinions", response={200: AdviceOut, **PROBLEMS})
def opine(request: HttpRequest, league: str, item_id: UUID, content: OpinionIn) -> Any:
    """Attach the opinion of an expert; what the expert said before is kept."""
    actor = actor_of(request)
    given_on: date | None = content.given_on
    draft = OpinionDraft(
        expert=content.expert,
        conclusion=content.conclusion,
        words=content.words,
        document=content.document,
        session=content.session,
        given_on=given_on,
    )
    advising.opine(actor, league, item_id, draft)
    return _advice(actor, league, item_id)


@router.post(
    f"{ITEM}/opinions/{{opinion_id}}/treatments", response={200: AdviceOut, **PROBLEMS}
)
def treat(
    request: HttpRequest,
    league: str,
    item_id: UUID,
    opinion_id: UUID,
    content: TreatmentIn,
) -> Any:
    """Note how the deciding body treats an opinion, and why."""
    actor = actor_of(request)
    note = Note(treatment=content.treatment, reason=content.reason)
    advising.treat(actor, league, item_id, opinion_id, content.revision, note)
    return _advice(actor, league, item_id)


def _draw(actor: Actor, league: str, draw_id: UUID) -> Any:
    return wire_draw(reads.get_draw(actor, league, draw_id))


def _advice(actor: Actor, league: str, item_id: UUID) -> Any:
    return wire_advice(advice_reads.get_advice(actor, league, item_id).advice)
