"""Papers of a session: its notice, calendar file, kit, roll, and excerpts for units."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.chassis.http import status_of
from hansa.chassis.language import render as written
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.governance.documents.kit import file_name, kit_of
from hansa.governance.documents.meetings import excerpt_docx, notice_docx
from hansa.governance.formats.invitation_ical import invitation_ics, media_type
from hansa.governance.forms.invitations import RollForm, RollLine
from hansa.governance.forms.sessions import seat_name
from hansa.governance.reads import excerpts as excerpt_reads
from hansa.governance.reads import invitations as reads
from hansa.governance.reads import session_desks as desks
from hansa.governance.reads import sessions as session_reads
from hansa.governance.reads.meeting_papers import notice_paper
from hansa.governance.terms import Seat
from hansa.governance.terms.invitations import InvitationSheet
from hansa.governance.views import session_frames as frames
from hansa.governance.views.invitations import reply_word, shown
from hansa.governance.views.minutes import DOCX
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import Conflict, HansaError

ZIP = "application/zip"


def taken(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Give a file under a name that may be Chinese (RFC 6266)."""
    answered = HttpResponse(content, content_type=media_type)
    plain = name if name.isascii() else f"hansa.{name.rpartition('.')[2]}"
    answered["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    return answered


@require_safe
def notice(request: HttpRequest, league: str, session_id: UUID) -> HttpResponse:
    """Show the notice of a session as it is printed, with its slip."""
    sheet = reads.get_invitations(actor_of(request), league, session_id)
    called = reads.called_of(sheet.session)
    context = {
        **frames.framed(league),
        **shown(sheet, called),
        "paper": notice_paper(sheet, called),
    }
    return render(request, "governance/meeting_notice.html", context)


@require_safe
def notice_paper_docx(
    request: HttpRequest, league: str, session_id: UUID
) -> HttpResponse:
    """Give the notice of a session as docx."""
    sheet = reads.get_invitations(actor_of(request), league, session_id)
    paper = notice_paper(sheet, reads.called_of(sheet.session))
    return taken(notice_docx(paper), DOCX, f"{file_name(paper.heading)}.docx")


@require_safe
def session_calendar(
    request: HttpRequest, league: str, session_id: UUID
) -> HttpResponse:
    """Give the invitation of a session as a file for calendars."""
    sheet = reads.get_invitations(actor_of(request), league, session_id)
    return taken(invitation_ics(sheet), media_type(sheet), "invitation.ics")


@require_safe
def kit(request: HttpRequest, league: str, session_id: UUID) -> HttpResponse:
    """Give every paper of a session in one folder."""
    packed = kit_of(actor_of(request), league, session_id)
    return taken(packed.content, ZIP, packed.name)


@require_http_methods(["GET", "HEAD", "POST"])
def roll(request: HttpRequest, league: str, session_id: UUID) -> HttpResponse:
    """Record who came, everybody on one sheet; replies are filled in."""
    actor = actor_of(request)
    sheet = reads.get_invitations(actor, league, session_id)
    desks.require_runner(actor, sheet.session)
    data, status = (request.POST, INVALID) if request.method == "POST" else (None, OK)
    form = _roll_form(actor, sheet, data)
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return redirect("governance:session", league, session_id)
    except HansaError as error:
        show_refusal(form, error)
        status = status_of(error)
        if isinstance(error, Conflict):
            form.refresh()
    context = {**frames.framed(league), "form": form, "line": sheet.session.line}
    return render(request, "governance/roll.html", context, status=status)


def _roll_form(actor: Actor, sheet: InvitationSheet, data: Any) -> RollForm:
    frame = frames.framed(sheet.session.line.league)
    desk = frames.desk_of(actor, sheet.session, frame)
    return RollForm(desk, data, lines=_roll_lines(sheet, frame), prefix="roll")


def _roll_lines(
    sheet: InvitationSheet, frame: Mapping[str, Any]
) -> tuple[RollLine, ...]:
    """Give everybody who is expected: seats, then whoever was invited without one."""
    session = sheet.session
    seated = {one.seat: one for one in sheet.invitations if one.seat}
    guests = {one.invitee: one for one in sheet.invitations if one.invitee}
    marks = session.attendance.marks
    by_seat = {mark.seat: mark for mark in marks if mark.seat}
    by_guest = {mark.invitee: mark for mark in marks if mark.invitee}
    places: list[tuple[Seat | None, str]] = [(seat, "") for seat in session.seats]
    places += [(None, name) for name in dict.fromkeys([*guests, *by_guest])]
    found = []
    for seat, invitee in places:
        invited = seated.get(seat) if seat else guests.get(invitee)
        found.append(
            RollLine(
                seat=seat,
                invitee=invitee,
                name=seat_name(seat, frame["names"], frame["bodies"])
                if seat
                else invitee,
                reply=reply_word(invited) if invited else None,
                foretold=reads.foretold(invited) if invited else None,
                mark=by_seat.get(seat) if seat else by_guest.get(invitee),
            )
        )
    return tuple(found)


@require_safe
def excerpts(request: HttpRequest, league: str, session_id: UUID) -> HttpResponse:
    """List the units that decisions of a session name, each with its excerpt."""
    actor = actor_of(request)
    sheet = session_reads.get_session(actor, league, session_id)
    context = {
        **frames.framed(league),
        "line": sheet.line,
        "units": excerpt_reads.concerned_units(actor, league, session_id),
    }
    return render(request, "governance/excerpts.html", context)


@require_safe
def excerpt_paper(
    request: HttpRequest, league: str, session_id: UUID, unit: str
) -> HttpResponse:
    """Give one unit's excerpt of a session as docx."""
    found = excerpt_reads.excerpt(actor_of(request), league, session_id, unit)
    name = file_name(f"{found.title} {written(found.name)}")
    return taken(excerpt_docx(found), DOCX, f"{name}.docx")
