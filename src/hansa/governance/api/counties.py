"""API of bodies of neighbouring counties under a league."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from hansa.charter import reads as charter_reads
from hansa.chassis.clock import today
from hansa.chassis.paging import Paging, paged
from hansa.chassis.wire import PROBLEMS, NameOut
from hansa.governance.api.calendars import WindowOut
from hansa.governance.reads import counties as reads

router = Router(tags=["governance"])


class CountyNameOut(Schema):
    """A county by its division code."""

    code: str
    name: NameOut


class CountyOut(Schema):
    """A county or district of a member city."""

    code: str
    name: NameOut
    member: str


class ChildOut(Schema):
    """A charter of neighbouring counties; its calendar is that of its own slug."""

    league: str
    name: NameOut
    clause: str
    since: date
    counties: list[CountyNameOut]
    host: NameOut | None
    next: str | None
    window: WindowOut | None


class BorderOut(Schema):
    """Two counties of different cities that share a border."""

    one: CountyOut
    other: CountyOut
    children: list[str]


@router.get("/leagues/{league}/children", response={200: list[ChildOut], **PROBLEMS})
def children(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: date | None = None,
) -> Any:
    """List the bodies of neighbouring counties under a league."""
    charter_reads.get_versions(league)
    listed = reads.list_children(league, as_of or today())
    page = paged(request, response, listed, paging, key=lambda child: child.league)
    return [reads.wire_child(one) for one in page]


@router.get(
    "/leagues/{league}/county-borders", response={200: list[BorderOut], **PROBLEMS}
)
def borders(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: date | None = None,
) -> Any:
    """List the counties of different cities that share a border, as declared."""
    day = as_of or today()
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    listed = reads.list_borders(version, reads.list_children(league, day))
    page = paged(request, response, listed, paging, key=lambda border: border.key)
    return [reads.wire_border(one) for one in page]
