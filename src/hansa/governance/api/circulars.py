"""API of circulars: drafted, frozen, sent, acknowledged, corrected."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Modality
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, refuse_strange
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.paging import Paging, paged
from hansa.chassis.wire import PROBLEMS, Instant
from hansa.duties.terms.notices import Call
from hansa.governance.api.calendars import WindowOut
from hansa.governance.api.session_schemas import (
    Line,
    Reason,
    Revision,
    Slug,
    Words,
)
from hansa.governance.api.sessions import BodyAsked, YearAsked
from hansa.governance.reads import circulars as reads
from hansa.governance.reads import records as record_reads
from hansa.governance.reads.circular_wire import wire_circular, wire_circular_line
from hansa.governance.services.circulars import drafting, sending
from hansa.governance.terms.circulars import CircularFilter, CircularState, Sending
from hansa.kernel.errors import Refused
from hansa.kernel.periods import Period
from hansa.kernel.text import text

router = Router(tags=["governance"])

CIRCULARS = "/leagues/{league}/circulars"
ONE = CIRCULARS + "/{circular_id}"
Member = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9-]+$")]
EntryId = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[a-z0-9/-]+$")]


class CountedOut(Schema):
    """How many cities signed, of how many it went to."""

    signed: int
    asked: int


class CircularLineOut(Schema):
    """What the calendar asks to be told, and what tells it; ``id`` of none is null."""

    entry: str
    body: str
    year: int
    title: str
    window: WindowOut
    modality: Modality
    clauses: list[str]
    state: Sending
    id: UUID | None
    reference: str
    sent_on: date | None
    acknowledged: CountedOut | None
    correction: bool


class CityOut(Schema):
    """What one city did with a circular; ``at`` is null while it did not sign."""

    member: str
    notice: UUID
    at: datetime | None
    by: str
    office: str
    how: str | None


class CircularOut(Schema):
    """A circular; ``repeats`` tells whether the records as of then give the same text."""

    id: UUID
    league: str
    entry: str
    body: str
    year: int
    title: str
    window: WindowOut
    state: CircularState
    corrects: UUID | None
    corrected_by: UUID | None
    reason: str
    words: str
    as_of: date | None
    known_at: datetime | None
    reference: str
    digest: str
    record: UUID | None
    authority: str
    drafted_at: datetime
    sent_at: datetime | None
    revision: int
    content: dict[str, Any]
    intact: bool | None
    repeats: bool | None
    acknowledged: CountedOut
    cities: list[CityOut]
    missing: list[str]


class CircularIn(Schema, extra="forbid"):
    """Which circular is drafted: of the calendar, or of a body and days of its own.

    ``end`` is the first day after them, as of all periods.
    """

    entry: EntryId | None = None
    body: Slug | None = None
    start: date | None = None
    end: date | None = None
    words: Words = ""


class CircularSeenIn(Schema, extra="forbid"):
    """The revision that the asker saw."""

    revision: Revision


class CircularWordsIn(CircularSeenIn, extra="forbid"):
    """What is added to the figures."""

    words: Words


class FreezeIn(CircularSeenIn, extra="forbid"):
    """As of which day the text is frozen; today where none is named."""

    as_of: date | None = None


class AcknowledgementIn(Schema, extra="forbid"):
    """Who acknowledges; with ``spoke_to``, somebody who did so on the telephone."""

    member: Member
    spoke_to: Line = ""
    office: Line = ""
    at: Instant | None = None


class CircularLinkIn(Schema, extra="forbid"):
    """For which city a link is made."""

    member: Member


class CircularLinkOut(Schema):
    """A link by which a city signs without an account; it is shown once."""

    link: str


class CircularCorrectionIn(CircularSeenIn, extra="forbid"):
    """Why a circular is corrected."""

    reason: Reason


@router.get(CIRCULARS, response={200: list[CircularLineOut], **PROBLEMS})
def list_circulars(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    year: YearAsked = None,
    body: BodyAsked = None,
    state: Sending | None = None,
) -> Any:
    """List what the calendar of a year asks to be told; else of this year."""
    actor, versions = actor_of(request), charter_reads.get_versions(league)
    refuse_strange({"body": (body, record_reads.bodies_named(versions))})
    day = actor.at.astimezone(LEAGUE_ZONE).date()
    wanted = CircularFilter(year=year or day.year, body=body, state=state)
    found = reads.list_circulars(actor, versions, wanted, day)
    page = paged(
        request, response, found, paging, key=lambda one: f"{one.entry} {one.id}"
    )
    return [wire_circular_line(line) for line in page]


@router.post(CIRCULARS, response={201: CircularOut, **PROBLEMS})
def draft_circular(request: HttpRequest, league: str, content: CircularIn) -> Any:
    """Draft the circular of a period from what is recorded."""
    actor = actor_of(request)
    if content.entry is not None:
        made = drafting.draft(actor, league, content.entry, content.words)
    else:
        made = drafting.draft_beside(
            actor, league, content.body or "", _period(content), content.words
        )
    return Status(201, _now(actor, league, made))


def _period(content: CircularIn) -> Period:
    start, end = content.start, content.end
    if start is None or end is None or end <= start:
        raise Refused(
            "period-wrong",
            text("A circular beside the calendar names its body and its days."),
            text("Give body, start and end; the end is the first day after them."),
        )
    return Period(start, end)


@router.get(ONE, response={200: CircularOut, **PROBLEMS})
def get_circular(request: HttpRequest, league: str, circular_id: UUID) -> Any:
    """Give a circular with its text and who acknowledged it."""
    return _now(actor_of(request), league, circular_id)


@router.put(f"{ONE}/words", response={200: CircularOut, **PROBLEMS})
def word_circular(
    request: HttpRequest, league: str, circular_id: UUID, content: CircularWordsIn
) -> Any:
    """Change what is added to the figures; a frozen text is a draft again."""
    actor = actor_of(request)
    drafting.word(actor, league, circular_id, content.revision, content.words)
    return _now(actor, league, circular_id)


@router.post(f"{ONE}/freezes", response={200: CircularOut, **PROBLEMS})
def freeze_circular(
    request: HttpRequest, league: str, circular_id: UUID, content: FreezeIn
) -> Any:
    """Fix the text as of a day, with its number and its fingerprint."""
    actor = actor_of(request)
    drafting.freeze(actor, league, circular_id, content.revision, content.as_of)
    return _now(actor, league, circular_id)


@router.post(f"{ONE}/sendings", response={200: CircularOut, **PROBLEMS})
def send_circular(
    request: HttpRequest, league: str, circular_id: UUID, content: CircularSeenIn
) -> Any:
    """Send a frozen circular to every city; its duty is met by it."""
    actor = actor_of(request)
    sending.send(actor, league, circular_id, content.revision)
    return _now(actor, league, circular_id)


@router.post(f"{ONE}/acknowledgements", response={200: CircularOut, **PROBLEMS})
def acknowledge_circular(
    request: HttpRequest, league: str, circular_id: UUID, content: AcknowledgementIn
) -> Any:
    """Sign for a circular as a city, or record what it confirmed on the telephone."""
    actor = actor_of(request)
    if content.spoke_to or content.office:
        call = Call(
            spoke_to=content.spoke_to,
            office=content.office,
            at=content.at or actor.at,
        )
        sending.confirm_by_telephone(actor, league, circular_id, content.member, call)
    else:
        sending.acknowledge(actor, league, circular_id, content.member)
    return _now(actor, league, circular_id)


@router.post(f"{ONE}/links", response={201: CircularLinkOut, **PROBLEMS})
def make_circular_link(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    circular_id: UUID,
    content: CircularLinkIn,
) -> Any:
    """Make a link by which a city signs without an account."""
    response["Cache-Control"] = "private, no-store"
    link = sending.make_link(actor_of(request), league, circular_id, content.member)
    return Status(201, {"link": link})


@router.post(f"{ONE}/corrections", response={201: CircularOut, **PROBLEMS})
def correct_circular(
    request: HttpRequest, league: str, circular_id: UUID, content: CircularCorrectionIn
) -> Any:
    """Draft a circular that corrects one that was sent, which stays as it is."""
    actor = actor_of(request)
    made = drafting.correct(
        actor, league, circular_id, content.revision, content.reason
    )
    return Status(201, _now(actor, league, made))


def _now(actor: Actor, league: str, circular_id: UUID) -> Any:
    return wire_circular(reads.get_circular(actor, league, circular_id))
