"""Pages behind the link of an invitation: the notice, a slip, and the calendar file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hansa.chassis.asked import actor_of
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.governance.formats.invitation_ical import invitation_ics, media_type
from hansa.governance.forms.invitations import SlipForm
from hansa.governance.reads import invitations as reads
from hansa.governance.reads.meeting_papers import notice_paper
from hansa.governance.services import invitations as services
from hansa.governance.terms.invitations import Invitation, InvitationSheet
from hansa.governance.terms.sessions import SessionState
from hansa.governance.views import session_frames as frames
from hansa.governance.views.invitations import SLIP_FIELDS, reply_word, shown
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import Conflict, Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a notice to whoever has its link, with a slip to send back."""
    actor, form, status = actor_of(request), SlipForm(), OK
    sheet, found = reads.find_by_link(token, actor.at)
    if request.method == "POST":
        form, status = SlipForm(request.POST), INVALID
        try:
            if form.is_valid():
                services.reply_by_link(actor, token, form.draft())
                return _unlinked(redirect("invitation:page", token))
        except (Conflict, Refused) as error:
            show_refusal(form, error, SLIP_FIELDS)
            status = status_of(error)
    context = _shown(sheet, found, form, token)
    answered = render(
        request, "governance/invitation_link.html", context, status=status
    )
    return _unlinked(answered)


def _shown(
    sheet: InvitationSheet, found: Invitation, form: SlipForm, token: str
) -> dict[str, Any]:
    called = reads.called_of(sheet.session)
    return {
        **frames.framed(sheet.session.line.league),
        **shown(sheet, called),
        "one": found,
        "name": reads.addressee(found, called),
        "word": reply_word(found),
        "paper": notice_paper(sheet, called),
        "words": reads.short_words(sheet, called, found),
        "form": form if sheet.session.line.state is SessionState.CONVENED else None,
        "token": token,
    }


@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Give the invitation as a file for one's calendar."""
    sheet, found = reads.find_by_link(token, actor_of(request).at)
    answered = HttpResponse(
        invitation_ics(sheet, found), content_type=media_type(sheet)
    )
    answered["Content-Disposition"] = 'attachment; filename="invitation.ics"'
    return _unlinked(answered)


def _unlinked(answer: HttpResponse) -> HttpResponse:
    """Keep the secret in the address from search engines and from pages linked to."""
    # With "no-referrer" a browser sends the form as from nowhere, and nobody could reply.
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
