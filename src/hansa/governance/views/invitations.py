"""Pages of invitations: the sum of replies, one invitation, and what is done there."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, choice
from hansa.chassis.http import status_of
from hansa.chassis.language import render as written
from hansa.chassis.lists import Choice, Column, Filter, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done, warn
from hansa.governance.forms.invitations import CallForm, InviteForm, SlipForm
from hansa.governance.reads import invitations as reads
from hansa.governance.reads import session_desks as desks
from hansa.governance.reads.invitations import Called
from hansa.governance.services import invitation_mails as mails
from hansa.governance.services import invitations as services
from hansa.governance.terms.invitations import (
    ANSWERED_NAMES,
    AWAITED,
    MAIL_NAMES,
    NOT_MAILED,
    OUTDATED,
    REPLY_HOW_NAMES,
    REPLY_NAMES,
    Answered,
    Invitation,
    InvitationSheet,
    MailState,
    ReplyStance,
)
from hansa.governance.terms.sessions import SessionState
from hansa.governance.views import session_frames as frames
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import Conflict, HansaError, Missing, Refused
from hansa.kernel.text import Text, text

MAIL_LIGHTS = {
    MailState.WAITING: "open",
    MailState.SENT: "done",
    MailState.FAILED: "late",
    MailState.UNWANTED: "ended",
    MailState.SUPERSEDED: "ended",
}
STANCE_LIGHTS = {
    ReplyStance.COMING: "done",
    ReplyStance.ALTERNATE: "near",
    ReplyStance.EXCUSED: "ended",
}
INVITE_FIELDS: Mapping[str, str] = {"reply-late": "reply_by"}
SLIP_FIELDS: Mapping[str, str] = {
    "alternate-missing": "alternate",
    "alternate-unasked": "alternate",
    "phone-unlikely": "phone",
    "caller-missing": "person",
    "call-before-notice": "at",
    "call-in-the-future": "at",
}
"""Beside which field a refusal is shown."""


@require_safe
def invitations(request: HttpRequest, league: str, session_id: UUID) -> HttpResponse:
    """Show who is invited to a session, and what they replied (回执汇总)."""
    sheet = reads.get_invitations(actor_of(request), league, session_id)
    return _list_page(request, sheet, None, OK)


@require_POST
def invite(request: HttpRequest, league: str, session_id: UUID) -> HttpResponse:
    """Issue the notice of a session; what is refused is shown with what was typed."""
    actor = actor_of(request)
    sheet = reads.get_invitations(actor, league, session_id)
    desks.require_runner(actor, sheet.session)
    form = _invite_form(actor, sheet, request.POST)
    status = INVALID
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return redirect("governance:invitations", league, session_id)
    except HansaError as error:
        show_refusal(form, error, INVITE_FIELDS)
        status = status_of(error)
        if isinstance(error, Conflict):
            form.refresh()
    return _list_page(request, sheet, form, status)


def _invite_form(actor: Actor, sheet: InvitationSheet, *data: Any) -> InviteForm:
    frame = frames.framed(sheet.session.line.league)
    desk = frames.desk_of(actor, sheet.session, frame)
    return InviteForm(desk, *data, sheet=sheet, prefix="invite")


def _list_page(
    request: HttpRequest, sheet: InvitationSheet, form: InviteForm | None, status: int
) -> HttpResponse:
    actor, line = actor_of(request), sheet.session.line
    called, runs = reads.called_of(sheet.session), desks.runs(actor, sheet.session)
    columns = _columns(called)
    rows = _matching(request, sheet.invitations)
    listing = Listing(
        slug="invitations",
        title=text("Replies to the notice"),
        columns=columns,
        rows=Given(rows, columns),
        filters=_filters(request, called, sheet),
        row_id=lambda one: str(one.id),
        empty=text("Nobody is invited yet; the notice is issued first."),
    )
    context = {
        **frames.framed(line.league),
        **shown(sheet, called),
        "runs": runs,
        "form": form or (_invite_form(actor, sheet) if runs else None),
        "may_invite": runs and line.state is SessionState.CONVENED,
    }
    answered = answer(request, listing, "governance/invitations.html", context)
    answered.status_code = status
    return answered


def shown(sheet: InvitationSheet, called: Called) -> dict[str, Any]:
    """Give what every page of invitations shows."""
    return {
        "sheet": sheet,
        "line": sheet.session.line,
        "notice": sheet.notice,
        "replies": sheet.replies,
        "title": reads.title_of(sheet.session),
        "words": reads.short_words(sheet, called) if sheet.notice else None,
        "stances": REPLY_NAMES,
        "stance_lights": STANCE_LIGHTS,
        "hows": REPLY_HOW_NAMES,
    }


def _columns(called: Called) -> tuple[Column[Invitation], ...]:
    order = list(ANSWERED_NAMES)
    return (
        Column(
            key="seat",
            label=text("Invited"),
            value=lambda one: reads.invited_name(one, called),
            template="governance/cell_invited.html",
        ),
        Column(
            key="city",
            label=text("City"),
            value=lambda one: called.names.get(one.member or ""),
        ),
        Column(
            key="reply",
            label=text("Slip"),
            value=reply_word,
            order=lambda one: order.index(_key(one)),
            template="governance/cell_reply.html",
        ),
        Column(
            key="who",
            label=text("Who comes"),
            value=lambda one: _of(one, "alternate", "name"),
        ),
        Column(
            key="phone", label=text("Telephone"), value=lambda one: _of(one, "phone")
        ),
        Column(
            key="document",
            label=text("Number of the document"),
            value=lambda one: _of(one, "document"),
        ),
        Column(key="remark", label=text("Remark"), value=lambda one: _of(one, "words")),
        Column(
            key="how",
            label=text("Way of the reply"),
            value=lambda one: REPLY_HOW_NAMES[one.reply.how] if one.reply else None,
        ),
        Column(key="mail", label=text("Mail"), value=mail_word),
        Column(
            key="at",
            label=text("Time"),
            value=lambda one: one.reply.at if one.reply else None,
            order=lambda one: one.reply.at if one.reply else None,
        ),
    )


def _of(one: Invitation, *names: str) -> str | None:
    """Give what a reply says under some names, together; None for nothing."""
    if one.reply is None:
        return None
    said = [getattr(one.reply, name) for name in names]
    return written(text(", ")).join(words for words in said if words) or None


def _key(one: Invitation) -> Answered:
    return Answered(one.reply.stance.value) if one.reply else Answered.AWAITED


def mail_word(one: Invitation) -> Text:
    """Say how the mail of an invitation stands."""
    return MAIL_NAMES[one.mail.state] if one.mail else NOT_MAILED


def reply_word(one: Invitation) -> Text:
    """Say how somebody replied."""
    if one.reply is not None:
        return REPLY_NAMES[one.reply.stance]
    return OUTDATED if one.outdated else AWAITED


def _filters(
    request: HttpRequest, called: Called, sheet: InvitationSheet
) -> tuple[Filter, ...]:
    members = dict.fromkeys(one.member for one in sheet.invitations if one.member)
    return (
        Filter(
            key="city",
            label=text("City"),
            choices=tuple(
                Choice(value=member, label=called.names.get(member, member))
                for member in members
            ),
            chosen=request.GET.get("city", ""),
        ),
        Filter(
            key="reply",
            label=text("Slip"),
            choices=tuple(
                Choice(value=key.value, label=name)
                for key, name in ANSWERED_NAMES.items()
            ),
            chosen=request.GET.get("reply", ""),
        ),
    )


def _matching(
    request: HttpRequest, found: Sequence[Invitation]
) -> tuple[Invitation, ...]:
    city = request.GET.get("city")
    wanted = choice(request, "reply", ANSWERED_NAMES)
    return tuple(
        one
        for one in found
        if (not city or one.member == city) and (wanted in {None, _key(one)})
    )


@require_safe
def invitation(
    request: HttpRequest, league: str, session_id: UUID, invitation_id: UUID
) -> HttpResponse:
    """Show one invitation: its text, its replies, and the ways to reply."""
    sheet = reads.get_invitations(actor_of(request), league, session_id)
    found = reads.invitation_in(sheet, invitation_id)
    return _one_page(request, sheet, found, {}, OK)


@never_cache
@require_POST
def invitation_act(
    request: HttpRequest, league: str, session_id: UUID, invitation_id: UUID, name: str
) -> HttpResponse:
    """Reply, record a call, or make a link; what is refused is shown again."""
    actor = actor_of(request)
    sheet = reads.get_invitations(actor, league, session_id)
    found = reads.invitation_in(sheet, invitation_id)
    if name == "link":
        made = services.make_link(actor, league, session_id, invitation_id)
        return _one_page(request, sheet, found, {"link": made}, OK)
    if name == "mail":
        return _mail_again(request, sheet, found)
    form = _slip(actor, sheet, found, name, request.POST)
    status = INVALID
    try:
        if form.is_valid():
            say_done(request, _keep(actor, sheet, found, form))
            return redirect("governance:invitation", league, session_id, found.id)
    except HansaError as error:
        show_refusal(form, error, SLIP_FIELDS)
        status = status_of(error)
    return _one_page(request, sheet, found, {name: form}, status)


def _mail_again(
    request: HttpRequest, sheet: InvitationSheet, found: Invitation
) -> HttpResponse:
    """Mail an invitation again; what stands against it is said on its page."""
    line = sheet.session.line
    try:
        mails.send_again(actor_of(request), line.league, line.id, found.id)
        say_done(request, text("Queued. It leaves with the next minute."))
    except Refused as error:
        warn(request, error.message)
        warn(request, error.remedy)
    return redirect("governance:invitation", line.league, line.id, found.id)


def _slip(
    actor: Actor, sheet: InvitationSheet, found: Invitation, name: str, data: Any
) -> SlipForm:
    """Give the form of an act, to whoever may do it at all."""
    if name == "reply":
        reads.require_answer(actor, sheet.session.line.league, found)
        return SlipForm(data, prefix="reply")
    if name == "telephone":
        desks.require_runner(actor, sheet.session)
        return CallForm(data, prefix="telephone")
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the invitation and choose one of its forms."),
    )


def _keep(
    actor: Actor, sheet: InvitationSheet, found: Invitation, form: SlipForm
) -> Text:
    line, draft = sheet.session.line, form.draft()
    if isinstance(form, CallForm):
        call = form.call()
        services.reply_by_telephone(actor, line.league, line.id, found.id, draft, call)
        return text("The call is recorded, with the reply.")
    services.reply(actor, line.league, line.id, found.id, draft)
    return text("The reply is recorded.")


def _one_page(
    request: HttpRequest,
    sheet: InvitationSheet,
    found: Invitation,
    sent: Mapping[str, Any],
    status: int,
) -> HttpResponse:
    actor, session = actor_of(request), sheet.session
    called, league = reads.called_of(session), session.line.league
    live = session.line.state is SessionState.CONVENED
    answers = live and reads.may_answer(actor, league, found)
    runs = desks.runs(actor, session)
    context = {
        **frames.framed(league),
        **shown(sheet, called),
        "one": found,
        "name": reads.invited_name(found, called),
        "word": reply_word(found),
        "light": STANCE_LIGHTS[found.reply.stance] if found.reply else "open",
        "words": reads.short_words(sheet, called, found),
        "link": sent.get("link"),
        "may_link": runs and live,
        "may_mail": runs,
        "mail_word": mail_word(found),
        "mail_light": MAIL_LIGHTS[found.mail.state] if found.mail else "ended",
        "reply": sent.get("reply") or (SlipForm(prefix="reply") if answers else None),
        "call": sent.get("telephone")
        or (CallForm(prefix="telephone") if runs and live else None),
    }
    return render(request, "governance/invitation.html", context, status=status)
