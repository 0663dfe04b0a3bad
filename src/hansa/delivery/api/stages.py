"""API of delivery: stages recorded of works."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from ninja.responses import Status
from pydantic import StringConstraints

from hansa.charter import reads as charter_reads
from hansa.chassis.asked import actor_of
from hansa.chassis.clock import today
from hansa.chassis.paging import Paging, paged
from hansa.chassis.wire import LINE, PROBLEMS, SentIn
from hansa.delivery import reads, services
from hansa.delivery.reads import stages as stage_reads
from hansa.delivery.terms import Stage
from hansa.delivery.terms.stages import StageFacts, StageLine, StageRemark

router = Router(tags=["delivery"])

Written = StringConstraints(pattern=LINE, strip_whitespace=True)


class StageIn(SentIn):
    """A stage that a work or one of its segments reached."""

    segment: Annotated[int, Field(ge=0, le=99)] = 0
    stage: Stage
    reached_on: date
    document: Annotated[str, Written, Field(max_length=200)] = ""
    note: Annotated[str, Written, Field(max_length=400)] = ""


class StageOut(Schema):
    """A recorded stage, with who entered it and what to know of it."""

    id: UUID
    work: str
    segment: int
    stage: Stage
    reached_on: date
    document: str
    note: str
    file: UUID | None
    recorded_by: str
    authority: str
    evidence: str | None
    recorded_at: datetime
    remarks: list[StageRemark]


@router.get(
    "/leagues/{league}/works/{work}/stages",
    response={200: list[StageOut], **PROBLEMS},
)
def stages(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    work: str,
    paging: Query[Paging],
    as_of: date | None = None,
) -> Any:
    """List the stages recorded of a work, the latest first."""
    lines = _history(request, league, work, as_of)
    shown = paged(request, response, lines, paging, key=lambda s: str(s.record.id))
    return [stage_reads.wire_stage(line) for line in shown]


@router.post(
    "/leagues/{league}/works/{work}/stages", response={201: StageOut, **PROBLEMS}
)
def record_stage(request: HttpRequest, league: str, work: str, stated: StageIn) -> Any:
    """Record the stage that a work has reached."""
    version = charter_reads.governing(charter_reads.get_versions(league), today())
    reads.get_work(version, work, today())  # What the address names must be there.
    facts = StageFacts(work=work, **stated.model_dump())
    id_ = services.record_stage(actor_of(request), league, facts, None)
    lines = _history(request, league, work, None)
    (line,) = (line for line in lines if str(line.record.id) == id_)
    return Status(201, stage_reads.wire_stage(line))


@router.delete("/leagues/{league}/stages/{record}", response={204: None, **PROBLEMS})
def withdraw_stage(request: HttpRequest, league: str, record: UUID) -> Any:
    """Take back a record entered in error."""
    services.withdraw_stage(actor_of(request), league, str(record))
    return Status(204, None)


def _history(
    request: HttpRequest, league: str, work: str, as_of: date | None
) -> tuple[StageLine, ...]:
    stage_reads.refuse_strangers(actor_of(request), league)
    day = as_of or today()
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    found = reads.get_work(version, work, day)
    return stage_reads.history_of(league, work, found.printed_stage, as_of)
