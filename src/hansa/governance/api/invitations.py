"""API of invitations: notice, replies, calendar file, meeting kit, excerpts for units."""

from datetime import date, datetime, time
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from hansa.chassis.asked import actor_of
from hansa.chassis.paging import Paging, paged
from hansa.chassis.wire import PROBLEMS, Day, Instant, NameOut
from hansa.duties.terms.notices import ReceiptHow
from hansa.governance.api.calendars import SeatOut
from hansa.governance.api.session_schemas import (
    Line,
    Reason,
    Revision,
    SessionSheetOut,
)
from hansa.governance.api.sessions import ONE
from hansa.governance.documents.kit import kit_of
from hansa.governance.documents.meetings import excerpt_docx, notice_docx
from hansa.governance.formats.invitation_ical import invitation_ics, media_type
from hansa.governance.reads import excerpts as excerpt_reads
from hansa.governance.reads import invitations as reads
from hansa.governance.reads.invitation_wire import (
    wire_concerned,
    wire_excerpt,
    wire_invitations,
)
from hansa.governance.reads.meeting_papers import notice_paper
from hansa.governance.reads.session_wire import wire_session
from hansa.governance.reads.sessions import get_session
from hansa.governance.services import invitation_mails as mails
from hansa.governance.services import invitations as services
from hansa.governance.terms.invitations import (
    MailState,
    NoticeState,
    ReplyDraft,
    ReplyStance,
    SessionNoticeDraft,
    SpokenWith,
)

router = Router(tags=["governance"])

INVITATIONS = f"{ONE}/invitations"
INVITATION = INVITATIONS + "/{invitation}"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class SessionNoticeOut(Schema):
    """The notice as it was issued last; ``begins_at`` is an hour of the first day."""

    reply_by: date | None
    begins_at: str | None
    contact: str
    rider: str
    authority: str
    issued_at: datetime


class RepliesOut(Schema):
    """How many were invited, and what they answered."""

    invited: int
    coming: int
    alternates: int
    excused: int
    awaited: int


class SeatReplyOut(Schema):
    """A reply; the telephone number is empty for whoever may not see it."""

    stance: ReplyStance
    name: str
    phone: str
    alternate: str
    document: str
    words: str
    for_start: date
    how: ReceiptHow
    spoke_to: str
    authority: str
    at: datetime
    recorded_at: datetime
    replaced_at: datetime | None


class InvitationMailOut(Schema):
    """The last mail of an invitation; ``address`` is empty for whoever may not see it."""

    method: str
    sequence: int
    address: str
    state: MailState
    tries: int
    next_try_at: datetime | None
    failure: str | None
    done_at: datetime | None


class InvitationOut(Schema):
    """Who is invited; ``reply`` is the one that holds for the days of now."""

    id: UUID
    name: NameOut
    seat: SeatOut | None
    member: str | None
    invitee: str
    link_made_at: datetime | None
    outdated: bool
    mail: InvitationMailOut | None
    reply: SeatReplyOut | None
    history: list[SeatReplyOut]


class InvitationsOut(Schema):
    """A session's notice, its invitations, and its replies."""

    session: UUID
    title: NameOut
    state: NoticeState
    sequence: int
    changed_at: datetime
    words: NameOut | None
    notice: SessionNoticeOut | None
    replies: RepliesOut
    invitations: list[InvitationOut]
    revision: int


class SessionNoticeIn(Schema, extra="forbid"):
    """The notice, and whoever is invited beside seats and invitees of the charter."""

    revision: Revision
    reply_by: Day | None = None
    begins_at: Hour | None = None
    contact: Line = ""
    rider: Reason = ""
    invitees: list[Line] = Field(default_factory=list, max_length=100)


class CallIn(Schema, extra="forbid"):
    """Who was on the telephone, by office, and when."""

    person: Annotated[str, Field(min_length=1, max_length=200)]
    at: Instant


class SlipIn(Schema, extra="forbid"):
    """A slip (回执); with ``call`` it was given on the telephone."""

    stance: ReplyStance
    name: Annotated[Line, Field(max_length=100)] = ""
    phone: Annotated[Line, Field(max_length=30)] = ""
    alternate: Line = ""
    document: Line = ""
    words: Reason = ""
    call: CallIn | None = None


class AsRepliedIn(Schema, extra="forbid"):
    """The revision of the session that was seen."""

    revision: Revision


class ReplyLinkOut(Schema):
    """A link to reply by; it is given this once."""

    link: str


class NoticePaperOut(Schema):
    """The paper form of the notice, in Chinese as it is issued."""

    reference: str
    heading: str
    addressee: str
    paragraphs: list[str]
    signature: str
    day: str


class ConcernedOut(Schema):
    """A unit that decisions name: how many it leads, and how many it is one of."""

    unit: str
    name: NameOut
    leads: int
    shares: int


class ParagraphOut(Schema):
    """A paragraph of an excerpt, with the place of its item on the docket."""

    item: int
    words: str


class ExcerptOut(Schema):
    """One unit's part of a session, word for word."""

    unit: str
    name: str
    title: str
    source: str
    paragraphs: list[ParagraphOut]


@router.get(INVITATIONS, response={200: InvitationsOut, **PROBLEMS})
def get_invitations(request: HttpRequest, league: str, session_id: UUID) -> Any:
    """Give a session's notice, whom it invites, and what they replied."""
    return _now(request, league, session_id)


@router.post(INVITATIONS, response={200: InvitationsOut, **PROBLEMS})
def issue_invitations(
    request: HttpRequest, league: str, session_id: UUID, content: SessionNoticeIn
) -> Any:
    """Issue the notice of a session and invite everybody who is not invited yet."""
    hour = content.begins_at
    draft = SessionNoticeDraft(
        reply_by=content.reply_by,
        begins_at=time.fromisoformat(hour) if hour else None,
        contact=content.contact,
        rider=content.rider,
        invitees=tuple(content.invitees),
    )
    actor = actor_of(request)
    services.issue(actor, league, session_id, content.revision, draft)
    return _now(request, league, session_id)


@router.post(f"{INVITATION}/replies", response={200: InvitationsOut, **PROBLEMS})
def reply_invitation(
    request: HttpRequest,
    league: str,
    session_id: UUID,
    invitation: UUID,
    content: SlipIn,
) -> Any:
    """Reply for one's own city or group; with ``call`` record what was said."""
    actor, call = actor_of(request), content.call
    draft = ReplyDraft(**content.dict(exclude={"call"}))
    if call is None:
        services.reply(actor, league, session_id, invitation, draft)
    else:
        spoken = SpokenWith(person=call.person, at=call.at)
        services.reply_by_telephone(
            actor, league, session_id, invitation, draft, spoken
        )
    return _now(request, league, session_id)


@router.post(f"{INVITATION}/links", response={201: ReplyLinkOut, **PROBLEMS})
def make_reply_link(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    session_id: UUID,
    invitation: UUID,
) -> Any:
    """Make a link to reply by without an account; the one made before ends."""
    link = services.make_link(actor_of(request), league, session_id, invitation)
    response["Cache-Control"] = "private, no-store"
    return Status(201, {"link": link})


@router.post(f"{INVITATION}/mails", response={200: InvitationsOut, **PROBLEMS})
def mail_invitation_again(
    request: HttpRequest, league: str, session_id: UUID, invitation: UUID
) -> Any:
    """Mail an invitation again, as it reads now, to the address of now."""
    mails.send_again(actor_of(request), league, session_id, invitation)
    return _now(request, league, session_id)


@router.post(
    f"{ONE}/attendance/as-replied", response={200: SessionSheetOut, **PROBLEMS}
)
def attend_as_replied(
    request: HttpRequest, league: str, session_id: UUID, content: AsRepliedIn
) -> Any:
    """Record the attendance that replies foretell, of whom nothing is recorded yet."""
    actor = actor_of(request)
    services.attend_as_replied(actor, league, session_id, content.revision)
    return wire_session(get_session(actor, league, session_id))


@router.get(f"{ONE}/notice", response={200: NoticePaperOut, **PROBLEMS})
def get_notice_paper(request: HttpRequest, league: str, session_id: UUID) -> Any:
    """Give the notice of a session as it reads now."""
    sheet = reads.get_invitations(actor_of(request), league, session_id)
    return notice_paper(sheet, reads.called_of(sheet.session))


def _file(media: str) -> dict[str, Any]:
    answer = {"description": "The file", "content": {media: {}}}
    return {"responses": {200: answer}}


@router.get(f"{ONE}/notice/docx", response={**PROBLEMS}, openapi_extra=_file(DOCX))
def get_notice_docx(
    request: HttpRequest, league: str, session_id: UUID
) -> HttpResponse:
    """Give the notice of a session as docx, with its slip."""
    sheet = reads.get_invitations(actor_of(request), league, session_id)
    paper = notice_paper(sheet, reads.called_of(sheet.session))
    return _taken(notice_docx(paper), DOCX, "notice.docx")


@router.get(
    f"{ONE}/calendar", response={**PROBLEMS}, openapi_extra=_file("text/calendar")
)
def get_session_calendar(
    request: HttpRequest, league: str, session_id: UUID
) -> HttpResponse:
    """Give the invitation of a session as iCalendar: a request, or its cancellation."""
    sheet = reads.get_invitations(actor_of(request), league, session_id)
    return _taken(invitation_ics(sheet), media_type(sheet), "invitation.ics")


@router.get(f"{ONE}/kit", response={**PROBLEMS}, openapi_extra=_file("application/zip"))
def get_kit(request: HttpRequest, league: str, session_id: UUID) -> HttpResponse:
    """Give every paper of a session in one folder."""
    packed = kit_of(actor_of(request), league, session_id)
    return _taken(packed.content, "application/zip", packed.name)


@router.get(f"{ONE}/excerpts", response={200: list[ConcernedOut], **PROBLEMS})
def list_excerpts(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    session_id: UUID,
    paging: Query[Paging],
) -> Any:
    """List the units that decisions of a session name."""
    found = excerpt_reads.concerned_units(actor_of(request), league, session_id)
    page = paged(request, response, found, paging, key=lambda one: one.unit)
    return [wire_concerned(one) for one in page]


@router.get(f"{ONE}/excerpts/{{unit}}", response={200: ExcerptOut, **PROBLEMS})
def get_excerpt(request: HttpRequest, league: str, session_id: UUID, unit: str) -> Any:
    """Give one unit's part of a session's minutes, or of its docket before those."""
    found = excerpt_reads.excerpt(actor_of(request), league, session_id, unit)
    return wire_excerpt(found)


@router.get(
    f"{ONE}/excerpts/{{unit}}/docx", response={**PROBLEMS}, openapi_extra=_file(DOCX)
)
def get_excerpt_docx(
    request: HttpRequest, league: str, session_id: UUID, unit: str
) -> HttpResponse:
    """Give one unit's part of a session as docx."""
    found = excerpt_reads.excerpt(actor_of(request), league, session_id, unit)
    return _taken(excerpt_docx(found), DOCX, "excerpt.docx")


def _now(request: HttpRequest, league: str, session_id: UUID) -> Any:
    sheet = reads.get_invitations(actor_of(request), league, session_id)
    return wire_invitations(sheet)


def _taken(content: bytes, media: str, name: str) -> HttpResponse:
    answered = HttpResponse(content, content_type=media)
    answered["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answered
