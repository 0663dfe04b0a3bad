"""API of governance: meetings as they happened, how a year was kept, rosters."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from ninja.responses import Status
from pydantic import StringConstraints

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.asked import actor_of, refuse_strange
from hansa.chassis.clock import today
from hansa.chassis.paging import Paging, paged
from hansa.chassis.plain import plain
from hansa.chassis.wire import LINE, PROBLEMS, Instant, NameOut, SentIn
from hansa.directory.terms.offices import Office
from hansa.governance import services
from hansa.governance.api.calendars import HolderOut, SeatOut, WindowOut
from hansa.governance.reads import compliance as compliance_reads
from hansa.governance.reads import records as reads
from hansa.governance.reads import rosters as roster_reads
from hansa.governance.terms import EntryKind, Holder, Level
from hansa.governance.terms.compliance import Shortcoming, Weight
from hansa.governance.terms.records import (
    Departure,
    MeetingFacts,
    RecordFilter,
    days_through,
)
from hansa.governance.terms.rosters import RosterLack
from hansa.kernel.errors import Refused
from hansa.kernel.findings import Severity
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, text

router = Router(tags=["governance"])

Written = StringConstraints(pattern=LINE, strip_whitespace=True)
Slug = StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")
Year = Annotated[int | None, Query(ge=1, le=9998)]


class HolderIn(SentIn):
    """An office of one member, which chaired."""

    member: Annotated[str, Slug]
    office: Office


class PlaceIn(SentIn):
    """A place; the Chinese name stands in for a missing English one."""

    zh: Annotated[str, Written, Field(min_length=1, max_length=200)]
    en: Annotated[str, Written, Field(max_length=200)] = ""


class RecordIn(SentIn):
    """A meeting or circular as it happened; ``end`` is the day after its last one."""

    body: Annotated[str, Slug]
    kind: EntryKind = EntryKind.MEETING
    level: Level | None = None
    year: Annotated[int | None, Field(ge=1, le=9998)] = None
    start: date
    end: date | None = None
    host: Annotated[str | None, Slug] = None
    chair: HolderIn | None = None
    delegated: bool = False
    ad_hoc: bool = False
    place: PlaceIn | None = None
    document: Annotated[str, Written, Field(max_length=200)] = ""
    reason: Annotated[str, Written, Field(max_length=400)] = ""


class RemarkOut(Schema):
    """One thing that a reader of a record should know."""

    code: Departure
    severity: Severity
    message: str
    clauses: list[str]


class RecordOut(Schema):
    """A record, the calendar entry it stands for, and what it departs in."""

    id: UUID
    entry: str | None
    body: str
    kind: EntryKind
    level: Level | None
    year: int
    start: date
    end: date
    host: str | None
    chair: HolderOut | None
    place: NameOut | None
    document: str | None
    reason: str | None
    delegated: bool
    ad_hoc: bool
    file: UUID | None
    recorded_by: str
    authority: str
    evidence: str | None
    recorded_at: datetime
    confirmed_at: datetime | None
    withdrawn_at: datetime | None
    replaces: UUID | None
    remarks: list[RemarkOut]


class ShortfallOut(Schema):
    """One entry that was not held, or not in its period."""

    entry: str
    body: str
    kind: EntryKind
    weight: Weight
    code: Shortcoming
    member: str | None
    message: str
    clauses: list[str]


class ComplianceLineOut(Schema):
    """What one body held of one kind in a year."""

    body: str
    kind: EntryKind
    held: int
    asked: int
    pending: int
    not_recorded: int
    surplus: int
    shortfalls: list[ShortfallOut]


class SilentOut(Schema):
    """A whole period in which a body that is to meet regularly did not."""

    body: str
    period: WindowOut
    clauses: list[str]
    assumptions: list[str]


class ComplianceOut(Schema):
    """How a league kept to its calendar in a year, as far as the asker may see."""

    league: str
    year: int
    as_of: date
    closed: bool
    held: int
    asked: int
    meetings: int
    hard: int
    soft: int
    lines: list[ComplianceLineOut]
    conditional: list[str]
    whole: bool
    silent: list[SilentOut]


class RosterFindingOut(Schema):
    """One gap of a roster."""

    code: RosterLack
    member: str | None
    message: str
    clauses: list[str]


class PostHolderOut(Schema):
    """Who stands somewhere: by office and unit, never with telephone."""

    posting: UUID
    member: str | None
    title: NameOut | None
    unit: UUID | None
    unit_name: NameOut | None
    full_time: bool
    from_on: date
    to_on: date | None


class SecondmentLineOut(Schema):
    """How many people one city lends."""

    member: str
    counted: int
    part_time: int
    people: list[PostHolderOut]
    finding: RosterFindingOut | None


class SecondmentOut(Schema):
    """Who is lent to the league's office on a day; ``name`` is the agreement's word."""

    name: NameOut
    to: str
    on: date
    least: int
    most: int | None
    total: int
    total_least: int
    total_most: int | None
    full_time: bool
    clauses: list[str]
    in_service: bool
    lines: list[SecondmentLineOut]
    findings: list[RosterFindingOut]


class FocalOut(Schema):
    """Which cities can be reached as the agreement asks."""

    on: date
    ready: int
    asked: int
    clauses: list[str]
    in_service: bool
    findings: list[RosterFindingOut]


class RosterOut(Schema):
    """Secondments and focal points; null where the agreement asks for none."""

    secondment: SecondmentOut | None
    focal_points: FocalOut | None


class SeatLineOut(Schema):
    """A seat with who holds it."""

    seat: SeatOut
    holder: PostHolderOut | None
    delegate: PostHolderOut | None
    vacant: bool


class SeatRosterOut(Schema):
    """Who holds the seats of a body, or is to be invited to a session of it."""

    body: str
    entry: str | None
    kind: EntryKind
    level: Level | None
    on: date
    convener: HolderOut | None
    filled: int
    asked: int
    in_service: bool
    lines: list[SeatLineOut]
    findings: list[RosterFindingOut]


@router.get("/leagues/{league}/records", response={200: list[RecordOut], **PROBLEMS})
def records(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    year: Year = None,
    body: str | None = None,
    kind: EntryKind | None = None,
    departure: Departure | None = None,
    as_of: date | None = None,
    known_at: Instant | None = None,
) -> Any:
    """List meetings and circulars as they happened, in date order."""
    refuse_strange({"body": (body, reads.bodies_named(_versions(league)))})
    wanted = RecordFilter(
        year=year,
        body=body,
        kind=kind,
        departure=departure,
        as_of=as_of,
        known_at=known_at,
    )
    lines = reads.list_records(actor_of(request), _versions(league), wanted)
    shown = paged(request, response, lines, paging, key=lambda x: str(x.record.id))
    return [reads.wire_record(line) for line in shown]


@router.get("/leagues/{league}/records/{record}", response={200: RecordOut, **PROBLEMS})
def record(request: HttpRequest, league: str, record: UUID) -> Any:
    """Show one record, also one that was withdrawn."""
    return _shown(request, league, str(record))


@router.post("/leagues/{league}/records", response={201: RecordOut, **PROBLEMS})
def record_meeting(request: HttpRequest, league: str, stated: RecordIn) -> Any:
    """Record a meeting or circular as it happened."""
    actor = actor_of(request)
    id_ = services.record_meeting(actor, league, _facts(stated), None)
    return Status(201, _shown(request, league, id_))


@router.put("/leagues/{league}/records/{record}", response={200: RecordOut, **PROBLEMS})
def correct_record(
    request: HttpRequest, league: str, record: UUID, stated: RecordIn
) -> Any:
    """Put a record right; the answer is the new record, which replaces this one."""
    actor, facts = actor_of(request), _facts(stated)
    id_ = services.correct_record(actor, league, str(record), facts, None)
    return _shown(request, league, id_)


@router.delete("/leagues/{league}/records/{record}", response={204: None, **PROBLEMS})
def withdraw_record(request: HttpRequest, league: str, record: UUID) -> Any:
    """Take back a record entered in error."""
    services.withdraw_record(actor_of(request), league, str(record))
    return Status(204, None)


@router.post(
    "/leagues/{league}/records/{record}/confirm",
    response={200: RecordOut, **PROBLEMS},
)
def confirm_record(request: HttpRequest, league: str, record: UUID) -> Any:
    """Say that a record stands which somebody else entered; it takes its place now."""
    services.confirm_record(actor_of(request), league, str(record))
    return _shown(request, league, str(record))


@router.get("/leagues/{league}/compliance", response={200: ComplianceOut, **PROBLEMS})
def compliance(
    request: HttpRequest,
    league: str,
    year: Year = None,
    as_of: date | None = None,
    known_at: Instant | None = None,
) -> Any:
    """Say how a year was kept, as far as the asker may see."""
    day = as_of or today()
    return plain(
        compliance_reads.compliance(
            actor_of(request), _versions(league), year or day.year, day, known_at
        )
    )


@router.get("/leagues/{league}/roster", response={200: RosterOut, **PROBLEMS})
def roster(request: HttpRequest, league: str, on: date | None = None) -> Any:
    """Say who is lent to the office, and which cities can be reached."""
    actor, versions, day = actor_of(request), _versions(league), on or today()
    lent = roster_reads.secondment_roster(actor, versions, day)
    return {
        "secondment": roster_reads.wire_secondment(lent),
        "focal_points": plain(roster_reads.focal_roster(actor, versions, day)),
    }


@router.get("/leagues/{league}/seats", response={200: list[SeatRosterOut], **PROBLEMS})
def seats(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    entry: str | None = None,
    body: str | None = None,
    on: date | None = None,
) -> Any:
    """Say who holds the seats of the bodies, or is to be invited to one entry."""
    actor, versions, day = actor_of(request), _versions(league), on or today()
    found = (
        (roster_reads.invitation(actor, versions, entry, day),)
        if entry
        else roster_reads.list_seats(actor, versions, day, body)
    )
    shown = paged(
        request, response, found, paging, key=lambda x: f"{x.body}/{x.level or ''}"
    )
    return [roster_reads.wire_seats(each) for each in shown]


def _versions(league: str) -> Sequence[Version]:
    return charter_reads.get_versions(league)


def _shown(request: HttpRequest, league: str, record_id: str) -> dict[str, Any]:
    line = reads.get_record(actor_of(request), _versions(league), record_id)
    return reads.wire_record(line)


def _facts(stated: RecordIn) -> MeetingFacts:
    """Turn what was sent into facts.

    Raises:
        Refused: it ends before it starts.
    """
    days = days_through(stated.start, stated.start)
    if stated.end is not None and stated.end <= stated.start:
        raise Refused(
            "runs-backwards",
            text(
                "It ends on {end}, not after it starts on {start}.",
                end=stated.end.isoformat(),
                start=stated.start.isoformat(),
            ),
            text("Give the day after the last one as its end."),
        )
    chair = stated.chair
    place = stated.place
    return MeetingFacts(
        body=stated.body,
        kind=stated.kind,
        level=stated.level,
        year=stated.year or stated.start.year,
        days=Period(stated.start, stated.end) if stated.end else days,
        host=stated.host,
        chair=Holder(member=chair.member, office=chair.office) if chair else None,
        delegated=stated.delegated,
        ad_hoc=stated.ad_hoc,
        place=Bilingual(zh=place.zh, en=place.en or place.zh) if place else None,
        document=stated.document,
        reason=stated.reason,
    )
