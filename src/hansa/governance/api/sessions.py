"""API of sessions: convening, docket, positions, sitting, closing, decisions."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, refuse_strange
from hansa.chassis.paging import Paging, paged
from hansa.chassis.wire import PROBLEMS
from hansa.directory.services.behalf import act_for
from hansa.governance.api.records import PlaceIn
from hansa.governance.api.session_schemas import (
    AttendanceIn,
    CancelIn,
    CityPositionIn,
    CloseIn,
    DecisionOut,
    DisposalIn,
    ItemChangeIn,
    ItemIn,
    ItemOut,
    MoveIn,
    OpenIn,
    RoundOut,
    SeatMarkIn,
    SessionIn,
    SessionOut,
    SessionReportIn,
    SessionSheetOut,
    Slug,
    WaitingItemIn,
)
from hansa.governance.reads import records as record_reads
from hansa.governance.reads import sessions as reads
from hansa.governance.reads.session_wire import (
    wire_decision,
    wire_item,
    wire_line,
    wire_round,
    wire_session,
)
from hansa.governance.services.sessions import closing, convening, docket, sitting
from hansa.governance.terms import Holder, Seat
from hansa.governance.terms.records import days_through
from hansa.governance.terms.sessions import (
    Mark,
    Move,
    Opening,
    PositionDraft,
    SessionDraft,
    SessionFilter,
    SessionState,
)
from hansa.kernel.errors import Refused
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, text

router = Router(tags=["governance"])

SESSIONS = "/leagues/{league}/sessions"
ONE = SESSIONS + "/{session_id}"
ITEMS = "/leagues/{league}/docket-items"
ITEM = ITEMS + "/{item_id}"

YearAsked = Annotated[int | None, Query(ge=1, le=9998)]
BodyAsked = Annotated[Slug | None, Query()]


@router.get(SESSIONS, response={200: list[SessionOut], **PROBLEMS})
def list_sessions(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    year: YearAsked = None,
    body: BodyAsked = None,
    state: SessionState | None = None,
) -> Any:
    """List sessions, the latest first."""
    named = record_reads.bodies_named(charter_reads.get_versions(league))
    refuse_strange({"body": (body, named)})
    wanted = SessionFilter(year=year, body=body, state=state)
    lines = reads.list_sessions(actor_of(request), league, wanted)
    page = paged(request, response, lines, paging, key=lambda line: str(line.id))
    return [wire_line(line) for line in page]


@router.post(SESSIONS, response={201: SessionSheetOut, **PROBLEMS})
def convene(request: HttpRequest, league: str, content: SessionIn) -> Any:
    """Convene a session; its docket begins with what the last one left."""
    actor = actor_of(request)
    draft = SessionDraft(
        body=content.body,
        days=_days(content.start, content.end),
        level=content.level,
        year=content.year,
        ad_hoc=content.ad_hoc,
        host=content.host,
        place=_place(content.place),
        document=content.document,
        reason=content.reason,
    )
    return Status(201, _now(actor, league, convening.convene(actor, league, draft)))


@router.get(ONE, response={200: SessionSheetOut, **PROBLEMS})
def get_session(request: HttpRequest, league: str, session_id: UUID) -> Any:
    """Give one session with its docket, its seats and what is missing."""
    return _now(actor_of(request), league, session_id)


@router.post(f"{ONE}/moves", response={200: SessionSheetOut, **PROBLEMS})
def move(request: HttpRequest, league: str, session_id: UUID, content: MoveIn) -> Any:
    """Move a session to other days, another place or another host."""
    actor = actor_of(request)
    to = Move(
        days=_days(content.start, content.end),
        host=content.host,
        place=_place(content.place),
        document=content.document,
        reason=content.reason,
    )
    convening.move(actor, league, session_id, content.revision, to)
    return _now(actor, league, session_id)


@router.post(f"{ONE}/cancellations", response={200: SessionSheetOut, **PROBLEMS})
def cancel(
    request: HttpRequest, league: str, session_id: UUID, content: CancelIn
) -> Any:
    """Cancel a session; what was put to it waits for the next one."""
    actor = actor_of(request)
    convening.cancel(actor, league, session_id, content.revision, content.reason)
    return _now(actor, league, session_id)


@router.post(f"{ONE}/openings", response={200: SessionSheetOut, **PROBLEMS})
def open_session(
    request: HttpRequest, league: str, session_id: UUID, content: OpenIn
) -> Any:
    """Open a session, by whoever chairs it or by a delegate with the paper."""
    actor, chair = actor_of(request), content.chair
    opening = Opening(
        chair=Holder(member=chair.member, office=chair.office) if chair else None,
        document=content.document,
    )
    sitting.open_session(actor, league, session_id, content.revision, opening)
    return _now(actor, league, session_id)


@router.post(f"{ONE}/attendance", response={200: SessionSheetOut, **PROBLEMS})
def keep_attendance(
    request: HttpRequest, league: str, session_id: UUID, content: AttendanceIn
) -> Any:
    """Record replies, then who came."""
    actor = actor_of(request)
    marks = [_mark(mark) for mark in content.marks]
    sitting.keep_attendance(actor, league, session_id, content.revision, marks)
    return _now(actor, league, session_id)


@router.post(f"{ONE}/reports", response={200: SessionSheetOut, **PROBLEMS})
def hear_report(
    request: HttpRequest, league: str, session_id: UUID, content: SessionReportIn
) -> Any:
    """Record how far a decision of the last session is carried out."""
    actor = actor_of(request)
    sitting.hear_report(
        actor, league, session_id, content.decision, content.progress, content.words
    )
    return _now(actor, league, session_id)


@router.post(f"{ONE}/closings", response={200: SessionSheetOut, **PROBLEMS})
def close_session(
    request: HttpRequest, league: str, session_id: UUID, content: CloseIn
) -> Any:
    """Close a session: number its decisions and record the meeting."""
    actor = actor_of(request)
    closing.close_session(actor, league, session_id, content.revision)
    return _now(actor, league, session_id)


@router.post(f"{ONE}/items", response={201: ItemOut, **PROBLEMS})
def put_item(
    request: HttpRequest, league: str, session_id: UUID, content: ItemIn
) -> Any:
    """Put an item on the docket of a session."""
    actor = actor_of(request)
    id_ = docket.put_item(actor, league, session_id, content.draft())
    return Status(201, wire_item(reads.get_item(actor, league, id_)))


@router.post(ITEMS, response={201: ItemOut, **PROBLEMS})
def put_waiting(request: HttpRequest, league: str, content: WaitingItemIn) -> Any:
    """Put an item to the next session of a body, whenever it is convened."""
    actor = actor_of(request)
    id_ = docket.put_waiting(
        actor, league, content.body, content.level, content.draft()
    )
    return Status(201, wire_item(reads.get_item(actor, league, id_)))


@router.get(ITEM, response={200: ItemOut, **PROBLEMS})
def get_item(request: HttpRequest, league: str, item_id: UUID) -> Any:
    """Give one item, on a docket or waiting for one."""
    return wire_item(reads.get_item(actor_of(request), league, item_id))


@router.put(ITEM, response={200: ItemOut, **PROBLEMS})
def amend_item(
    request: HttpRequest, league: str, item_id: UUID, content: ItemChangeIn
) -> Any:
    """Change an item; what cities said to the former words counts no longer."""
    actor = actor_of(request)
    docket.amend_item(actor, league, item_id, content.revision, content.draft())
    return wire_item(reads.get_item(actor, league, item_id))


@router.get(f"{ITEM}/rounds", response={200: list[RoundOut], **PROBLEMS})
def list_rounds(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    item_id: UUID,
    paging: Query[Paging],
) -> Any:
    """List how earlier sessions left a matter, the first of them first."""
    actor = actor_of(request)
    found = reads.earlier_rounds(actor, league, reads.get_item(actor, league, item_id))
    page = paged(request, response, found, paging, key=lambda one: str(one.item.id))
    return [wire_round(one) for one in page]


@router.post(f"{ITEM}/withdrawals", response={200: ItemOut, **PROBLEMS})
def withdraw_item(
    request: HttpRequest, league: str, item_id: UUID, content: CancelIn
) -> Any:
    """Take an item off a docket; it stays there, struck out."""
    actor = actor_of(request)
    docket.withdraw_item(actor, league, item_id, content.revision, content.reason)
    return wire_item(reads.get_item(actor, league, item_id))


@router.post(f"{ITEM}/positions", response={200: ItemOut, **PROBLEMS})
def take_position(
    request: HttpRequest, league: str, item_id: UUID, content: CityPositionIn
) -> Any:
    """Record what a city says to the wording that stands."""
    actor = speaker = actor_of(request)
    paper = content.file.upload() if content.file else None
    if content.office or content.evidence:
        speaker = act_for(
            actor, league, content.member, content.office, content.evidence, paper
        )
    said = PositionDraft(
        member=content.member, stance=content.stance, words=content.words
    )
    docket.take_position(speaker, league, item_id, content.revision, said, paper)
    return wire_item(reads.get_item(actor, league, item_id))


@router.post(f"{ITEM}/calls", response={200: ItemOut, **PROBLEMS})
def call_item(request: HttpRequest, league: str, item_id: UUID) -> Any:
    """Call an item: it is the current one of its session until another is called."""
    actor = actor_of(request)
    sitting.call_item(actor, league, item_id)
    return wire_item(reads.get_item(actor, league, item_id))


@router.post(f"{ITEM}/outcomes", response={200: ItemOut, **PROBLEMS})
def dispose(
    request: HttpRequest, league: str, item_id: UUID, content: DisposalIn
) -> Any:
    """End an item: decided, deferred, noted, or put to the body above."""
    actor = actor_of(request)
    sitting.dispose(actor, league, item_id, content.revision, content.disposal())
    return wire_item(reads.get_item(actor, league, item_id))


@router.get(
    "/leagues/{league}/decisions", response={200: list[DecisionOut], **PROBLEMS}
)
def list_decisions(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    year: YearAsked = None,
    body: BodyAsked = None,
) -> Any:
    """List the decisions that stand, of sessions that are closed, the latest first."""
    named = record_reads.bodies_named(charter_reads.get_versions(league))
    refuse_strange({"body": (body, named)})
    found = reads.list_decisions(actor_of(request), league, year, body)
    page = paged(request, response, found, paging, key=lambda one: str(one.item.id))
    return [wire_decision(decision) for decision in page]


def _now(actor: Actor, league: str, session_id: UUID) -> Any:
    return wire_session(reads.get_session(actor, league, session_id))


def _mark(sent: SeatMarkIn) -> Mark:
    seat = sent.seat
    return Mark(
        presence=sent.presence,
        seat=Seat(member=seat.member, body=seat.body, office=seat.office, count=None)
        if seat
        else None,
        invitee=sent.invitee,
        who=sent.who,
        document=sent.document,
    )


def _place(sent: PlaceIn | None) -> Bilingual | None:
    return Bilingual(sent.zh, sent.en or sent.zh) if sent else None


def _days(start: date, end: date | None) -> Period:
    """Turn what was sent into days.

    Raises:
        Refused: it ends before it starts.
    """
    if end is None:
        return days_through(start, start)
    if end <= start:
        raise Refused(
            "runs-backwards",
            text(
                "It ends on {end}, not after it starts on {start}.",
                end=end.isoformat(),
                start=start.isoformat(),
            ),
            text("Give the day after the last one as its end."),
        )
    return Period(start, end)
