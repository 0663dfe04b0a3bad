"""API of delivery: the named works."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Modality, Version
from hansa.chassis.clock import today
from hansa.chassis.wire import PROBLEMS, NameOut
from hansa.delivery import reads
from hansa.delivery.terms import Mode, Stage, WorkFilter, WorkKind

router = Router(tags=["delivery"])


class WorkKeyOut(Schema):
    """What makes a work itself: one name in two modes is two works."""

    mode: Mode
    name: str


class MentionOut(Schema):
    """One place of the text that names a work."""

    clause: str
    line: int
    stage: Stage
    phrase: str


class SegmentOut(Schema):
    """The part of a work in one or more cities."""

    name: NameOut
    members: list[str]


class EndOut(Schema):
    """A printed end date."""

    on: date
    modality: Modality


class ReachedOut(Schema):
    """The stage last recorded, since a day."""

    stage: Stage
    on: date
    document: str


class WorkOut(Schema):
    """A named work.

    ``stage`` is the last one recorded, else the printed one; null while its mentions
    disagree and nothing is recorded. ``age_months`` counts from the signing, for works
    that the text wants begun or pushed on without a date.
    """

    id: str
    key: WorkKeyOut
    kind: WorkKind
    mode: Mode
    name: NameOut
    members: list[str]
    members_confirmed: bool
    mentions: list[MentionOut]
    stage: Stage | None
    printed_stage: Stage | None
    recorded: ReachedOut | None
    segment_stages: list[ReachedOut | None]
    age_months: int | None
    programme: str | None
    programme_id: str | None
    assumptions: list[str]
    segments: list[SegmentOut]
    printed_end: EndOut | None
    operating_since: date | None
    open_list: bool
    namesakes: list[str]
    possible_duplicates: list[str]
    findings: list[str]
    note: NameOut | None


class WorksOut(Schema):
    """Selected works, with the number of their mentions that pass the filters."""

    works: list[WorkOut]
    count: int
    mentions: int


def _version(league: str, as_of: date | None) -> Version:
    return charter_reads.governing(charter_reads.get_versions(league), as_of or today())


@router.get("/leagues/{league}/works", response={200: WorksOut, **PROBLEMS})
def works(
    request: HttpRequest,
    league: str,
    line: int | None = None,
    programme: str | None = None,
    stage: Stage | None = None,
    kind: WorkKind | None = None,
    mode: Mode | None = None,
    member: str | None = None,
    as_of: date | None = None,
) -> Any:
    """List the named works that pass every filter."""
    del request
    wanted = WorkFilter(
        line=line, programme=programme, stage=stage, kind=kind, mode=mode, member=member
    )
    version = _version(league, as_of)
    return reads.wire_list(reads.list_works(version, wanted, as_of or today()))


@router.get("/leagues/{league}/works/{work}", response={200: WorkOut, **PROBLEMS})
def work(
    request: HttpRequest, league: str, work: str, as_of: date | None = None
) -> Any:
    """Show one named work."""
    del request
    version = _version(league, as_of)
    return reads.wire_work(reads.get_work(version, work, as_of or today()))
