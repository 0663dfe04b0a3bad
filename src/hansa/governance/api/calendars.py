"""API of governance: calendar, turns and bodies."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Modality
from hansa.chassis.clock import today
from hansa.chassis.paging import Paging, paged
from hansa.chassis.plain import plain
from hansa.chassis.wire import PROBLEMS, Instant, NameOut
from hansa.directory.terms.offices import Office
from hansa.governance import reads
from hansa.governance.terms import BodyType, EntryKind, Level

YEARS_MOST = 200

router = Router(tags=["governance"])

Year = Annotated[int | None, Query(ge=1, le=9998)]


class WindowOut(Schema):
    """A half-open period of days."""

    start: date
    end: date


class HolderOut(Schema):
    """An office of one member."""

    member: str
    office: Office


class SeatOut(Schema):
    """One place in a session; ``count`` null is an open number."""

    member: str | None
    body: str | None
    office: Office
    count: int | None


class ActualOut(Schema):
    """What was recorded of an entry."""

    start: date
    end: date
    host: str | None
    chair: HolderOut | None
    place: NameOut | None
    document: str | None
    reason: str | None


class EntryOut(Schema):
    """One meeting or circular that the agreement asks for."""

    id: str
    year: int
    body: str
    level: Level | None
    kind: EntryKind
    number: int
    window: WindowOut
    host: str | None
    chair: HolderOut | None
    convener: HolderOut | None
    seats: list[SeatOut]
    modality: Modality
    clauses: list[str]
    assumptions: list[str]
    actual: ActualOut | None


class TurnOut(Schema):
    """Whose turn a year is."""

    year: int
    member: str
    founding: bool


class TurnReasonOut(Schema):
    """Why a member is in turn on a day."""

    member: str
    on: date
    sentence: str
    clauses: list[str]
    assumptions: list[str]


class BodyOut(Schema):
    """A body of the league."""

    id: str
    name: NameOut
    type: BodyType
    layer: str
    parent: str | None
    succeeds: str | None
    established_on: date | None
    dissolved_on: date | None
    condition: str | None
    domain: str | None
    clauses: list[str]
    assumptions: list[str]


def _years(first: int | None, last: int | None) -> range:
    begins = first or today().year
    return reads.years_asked(begins, last or begins, YEARS_MOST)


@router.get("/leagues/{league}/calendar", response={200: list[EntryOut], **PROBLEMS})
def calendar(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    from_: Annotated[int | None, Query(alias="from", ge=1, le=9998)] = None,
    to: Year = None,
    as_of: date | None = None,
    known_at: Instant | None = None,
) -> Any:
    """List what must be held and sent in some years, both included."""
    versions = charter_reads.get_versions(league)
    entries = reads.list_entries(versions, _years(from_, to), as_of, known_at)
    return plain(paged(request, response, entries, paging, key=lambda each: each.id))


@router.get("/leagues/{league}/turns", response={200: list[TurnOut], **PROBLEMS})
def turns(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    from_: Annotated[int | None, Query(alias="from", ge=1, le=9998)] = None,
    to: Year = None,
) -> Any:
    """List whose turn each year is, both years included."""
    years = _years(from_, to)
    versions = charter_reads.get_versions(league)
    found = reads.list_turns(versions, years[0], years[-1])
    return plain(paged(request, response, found, paging, key=lambda t: str(t.year)))


@router.get("/leagues/{league}/turn", response={200: TurnReasonOut, **PROBLEMS})
def turn(request: HttpRequest, league: str, on: date | None = None) -> Any:
    """Say whose turn it is on a day, and why."""
    del request
    return plain(reads.why(charter_reads.get_versions(league), on or today()))


@router.get("/leagues/{league}/bodies", response={200: list[BodyOut], **PROBLEMS})
def bodies(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: date | None = None,
) -> Any:
    """List the bodies of the league in charter order."""
    versions = charter_reads.get_versions(league)
    version = charter_reads.governing(versions, as_of or today())
    found = reads.list_bodies(version)
    return plain(paged(request, response, found, paging, key=lambda body: body.id))
