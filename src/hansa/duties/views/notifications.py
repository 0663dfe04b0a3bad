"""Pages of the notification matrix: one's own choices, and the defaults of a league."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import ROLE_NAMES, Role
from hansa.chassis.asked import actor_of
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.directory.reads.accounts import actor_in
from hansa.duties.forms.notifications import OWN_WAYS, DefaultsForm, OwnForm
from hansa.duties.reads import notifications as reads
from hansa.duties.services import notifications as services
from hansa.duties.terms.notifications import WAY_NAMES, Way
from hansa.duties.views.notices import ROOM
from hansa.kernel.errors import HansaError
from hansa.kernel.text import text

OK, INVALID = 200, 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how notices of a league reach the reader, and keep what is chosen."""
    actor, status = actor_in(actor_of(request), slug), OK
    form = OwnForm(reads.own_matrix(actor, slug))
    if request.method == "POST":
        form, status = OwnForm(reads.own_matrix(actor, slug), request.POST), INVALID
        try:
            if form.is_valid():
                revision = form.cleaned_data["revision"]
                services.choose(actor, slug, revision, form.choices())
                say_done(request, text("Kept. Notices reach you as you chose."))
                return redirect("notifications:own", slug)
        except HansaError as error:
            show_refusal(form, error)
            status = status_of(error)
    context = {
        "form": form,
        "ways": [WAY_NAMES[way] for way in OWN_WAYS],
        "slug": slug,
        "named": charter_reads.get_versions(slug)[-1].charter.agreement.name,
    }
    return render(request, "duties/notifications_own.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def defaults(request: HttpRequest, league: str) -> HttpResponse:
    """Show how notices reach each role by default, and keep what the office sets."""
    actor, status = actor_of(request), OK
    found = reads.get_defaults(actor, league)
    role = _role(request)
    form = DefaultsForm(role, found)
    if request.method == "POST":
        form, status = DefaultsForm(role, found, request.POST), INVALID
        try:
            if form.is_valid():
                revision = form.cleaned_data["revision"]
                services.keep_defaults(actor, league, revision, form.draft())
                say_done(request, text("Kept. It holds where nobody chose otherwise."))
                return redirect(f"{request.path}?role={role.value}")
        except HansaError as error:
            show_refusal(form, error)
            status = status_of(error)
    context = {
        "room": ROOM,
        "form": form,
        "role": role,
        "roles": {one: ROLE_NAMES[one] for one in found.modes},
        "ways": [WAY_NAMES[way] for way in Way],
    }
    return render(request, "duties/notifications_defaults.html", context, status=status)


def _role(request: HttpRequest) -> Role:
    wanted = request.GET.get("role", "")
    known = {role.value: role for role in reads.roles()}
    return known.get(wanted, reads.roles()[0])
