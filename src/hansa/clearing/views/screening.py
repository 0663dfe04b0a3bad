"""Lists that taps are screened by, with every version; bringing one and lifting it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hansa.chassis.asked import day_of
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.clearing.forms.screening import ScreeningForm
from hansa.clearing.reads import desks
from hansa.clearing.reads import screening as reads
from hansa.clearing.terms.house import LIST_NAMES, ListKind
from hansa.clearing.views.frames import framed, reader
from hansa.kernel.errors import HansaError
from hansa.kernel.text import text

OK, INVALID = 200, 422


@require_http_methods(["GET", "HEAD", "POST"])
def screening(request: HttpRequest, league: str) -> HttpResponse:
    """Show both lists; what is refused of one that is brought is said at its line."""
    actor = reader(request)
    if request.method == "POST":
        desks.require_prepare(actor, league)
        form = ScreeningForm(request.POST, request.FILES)
        if not form.is_valid():
            return _shown(request, league, form, INVALID)
        try:
            line = form.keep(actor, league)
        except HansaError as error:
            show_refusal(form, error, {"list-unreadable": "brought"})
            shown = {"findings": error.findings}
            return _shown(request, league, form, status_of(error), shown)
        said = text(
            "The list holds for what is sealed from now on: {n} rows.", n=line.rows
        )
        say_done(request, said)
        return redirect("clearing:screening", league)
    return _shown(request, league, ScreeningForm(), OK)


@require_POST
def lift(request: HttpRequest, league: str, kind: str) -> HttpResponse:
    """Screen by no list of a kind from now on."""
    from hansa.clearing.services import screening as services  # noqa: PLC0415 -- reads files, which takes a moment to start

    services.lift_list(reader(request), league, kind)
    say_done(request, text("Nothing is screened by this list from now on."))
    return redirect("clearing:screening", league)


def _shown(
    request: HttpRequest,
    league: str,
    form: ScreeningForm,
    status: int,
    shown: dict[str, Any] | None = None,
) -> HttpResponse:
    actor = reader(request)
    lines = reads.list_screening(actor, league)
    versions = {kind: [one for one in lines if one.kind is kind] for kind in ListKind}
    context = {
        **framed(actor, league, day_of(request)),
        "form": form,
        "lists": [(kind, LIST_NAMES[kind], versions[kind]) for kind in ListKind],
        "held_count": sum(
            bool(found) and not found[0].is_lifted for found in versions.values()
        ),
        **(shown or {}),
    }
    return render(request, "clearing/screening.html", context, status=status)
