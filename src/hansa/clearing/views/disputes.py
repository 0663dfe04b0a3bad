"""Opening a dispute on one's own statement, and an adjustment of a window."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hansa.casework.reads import cases as case_reads
from hansa.chassis.asked import day_of
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.clearing.forms.cases import AdjustForm, CaseForm, DisputeForm
from hansa.clearing.reads import desks, statements
from hansa.clearing.reads import windows as window_reads
from hansa.clearing.services import disputes as services
from hansa.clearing.views.asked import batch_asked
from hansa.clearing.views.frames import framed, reader
from hansa.kernel.errors import HansaError
from hansa.kernel.text import text

OK, INVALID = 200, 422
FILE_FAULTS = (
    "file-empty",
    "file-too-large",
    "file-name-missing",
    "file-kind-unknown",
    "file-unlike-its-name",
    "file-has-macros",
    "file-unpacks-too-large",
)
FIELDS = {
    "dispute-empty": "yuan",
    "dispute-too-large": "yuan",
    "amount-unfit": "yuan",
    "adjustment-unfit": "yuan",
    "respondent-missing": "against",
    "respondent-no-city": "against",
    "respondent-not-of-row": "against",
    "row-not-in-statement": "rows",
    "row-ambiguous": "rows",
    "row-disputed": "rows",
    "rows-too-many": "rows",
    "words-unfit": "words",
    **dict.fromkeys(FILE_FAULTS, "file"),
}
"""Beside which field a refusal is shown."""


@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, league: str, slug: str, party: str) -> HttpResponse:
    """Dispute rows or an amount of a statement of one's own city."""
    actor, asked = reader(request), batch_asked(request)
    case_reads.require_opener(actor, league)
    line = statements.get_statement(actor, league, slug, asked, party).line
    frame = framed(actor, league, day_of(request))
    cities = {member.id for member in frame["agreement"].members} - {party}
    others = {id_: name for id_, name in frame["names"].items() if id_ in cities}
    form = DisputeForm(others, *_sent(request), initial=_asked(request))

    def keep() -> UUID:
        draft = form.draft(slug, line.number, party)
        return services.open_dispute(actor, league, draft, form.upload())

    context = {**frame, "form": form, "line": line, "party": party}
    return _opened(request, league, form, keep, ("clearing/dispute.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def adjust(request: HttpRequest, league: str, slug: str) -> HttpResponse:
    """Open an adjustment of a published window."""
    actor = reader(request)
    desks.require_prepare(actor, league)
    window = window_reads.get_window(actor, league, slug).line
    frame = framed(actor, league, day_of(request))
    form = AdjustForm(frame["names"], *_sent(request))

    def keep() -> UUID:
        draft = form.draft(slug)
        return services.open_adjustment(actor, league, draft, form.upload())

    context = {**frame, "form": form, "window": window}
    return _opened(request, league, form, keep, ("clearing/adjust.html", context))


def _sent(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _asked(request: HttpRequest) -> dict[str, str]:
    """Give what the link that led here knows already."""
    return {name: request.GET.get(name, "")[:200] for name in ("against", "rows")}


def _opened(
    request: HttpRequest,
    league: str,
    form: CaseForm,
    keep: Callable[[], UUID],
    page: tuple[str, dict[str, Any]],
) -> HttpResponse:
    """Open the case; what is refused is shown again with what was typed."""
    status = OK
    if form.is_bound:
        try:
            if form.is_valid():
                case_id = keep()
                say_done(request, text("The case is opened; its clocks run."))
                return redirect("casework:case", league, case_id)
            status = INVALID
        except HansaError as error:
            show_refusal(form, error, FIELDS)
            status = status_of(error)
    template, context = page
    return render(request, template, context, status=status)
