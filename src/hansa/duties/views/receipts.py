"""Pages of receipts: by link without an account, by sign-in, by telephone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hansa.chassis.asked import actor_of
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.duties.forms.notices import CallForm, SigningForm
from hansa.duties.reads import notices as reads
from hansa.duties.services import receipts
from hansa.duties.terms.notices import HOW_NAMES
from hansa.duties.views.notices import notice_page
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import text


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a notice to whoever has its link, with one button: sign for it.

    Once it is signed the page says by whom and when, whoever opens it.
    """
    actor = actor_of(request)
    found, form = reads.find_by_link(token, actor.at), SigningForm()
    status = 200
    if request.method == "POST" and found.line.receipt is None:
        form, status = SigningForm(request.POST), 422
        if form.is_valid():
            try:
                receipts.sign_by_link(actor, token, form.signing())
                return _unlinked(redirect("receipt:page", token))
            except Refused as error:
                show_refusal(form, error, {"entry-faulty": "office"})
    shown = {"notice": found, "line": found.line, "form": form, "hows": HOW_NAMES}
    return _unlinked(render(request, "duties/receipt.html", shown, status=status))


def _unlinked(answer: HttpResponse) -> HttpResponse:
    """Keep the secret in the address from search engines and from pages linked to."""
    # With "no-referrer" a browser sends the form as from nowhere, and nobody could sign.
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@require_POST
def sign(request: HttpRequest, league: str, notice_id: UUID) -> HttpResponse:
    """Sign for a notice that addresses one's own city or unit."""
    receipts.sign(actor_of(request), league, notice_id)
    say_done(request, text("Signed for. The office that sent it sees it now."))
    return redirect("notices:notice", league, notice_id)


@require_POST
def telephone(request: HttpRequest, league: str, notice_id: UUID) -> HttpResponse:
    """Record that somebody confirmed a notice on the telephone."""
    form = CallForm(request.POST)
    if not form.is_valid():
        return notice_page(request, league, notice_id, call=form, status=422)
    try:
        actor = actor_of(request)
        receipts.confirm_by_telephone(actor, league, notice_id, form.call())
    except (Refused, Conflict) as error:
        times = dict.fromkeys(("call-in-the-future", "call-before-notice"), "at")
        show_refusal(form, error, times)
        status = status_of(error)
        return notice_page(request, league, notice_id, call=form, status=status)
    say_done(request, text("The call is recorded; the notice is signed for."))
    return redirect("notices:notice", league, notice_id)


@never_cache
@require_POST
def link(request: HttpRequest, league: str, notice_id: UUID) -> HttpResponse:
    """Make a link to sign by, and show it this once."""
    made = receipts.make_link(actor_of(request), league, notice_id)
    return notice_page(request, league, notice_id, link=made)
