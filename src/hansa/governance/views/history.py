"""The page that takes the workbook of past meetings and stages in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hansa.charter import reads as charter_reads
from hansa.chassis.asked import actor_of, day_of
from hansa.chassis.http import status_of
from hansa.chassis.lists import EXPORTS
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.governance import services
from hansa.governance.formats import history as formats
from hansa.governance.forms.records import HistoryForm, kept_from
from hansa.governance.reads import records as record_reads
from hansa.governance.terms.history import HistoryPlan
from hansa.kernel.errors import HansaError
from hansa.kernel.text import text


@require_http_methods(["GET", "HEAD", "POST"])
def history(request: HttpRequest, league: str) -> HttpResponse:
    """Preview a workbook, or take it in: whole, or not at all."""
    actor = actor_of(request)
    record_reads.require_import(actor, league)
    if request.method != "POST":
        return _show(request, league, HistoryForm(), None)
    form = HistoryForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, league, form, None, 422)
    upload = form.upload()
    plan = services.plan_history(actor, league, upload)
    if "take" in request.POST and plan.sound and plan.news:
        try:
            taken = services.take_history(actor, league, upload)
        except HansaError as error:
            show_refusal(form, error)
            return _show(request, league, form, plan, status_of(error))
        say_done(
            request,
            text(
                "Recorded: {meetings} meetings and {stages} stages; known already: "
                "{known}.",
                meetings=taken.meetings,
                stages=taken.stages,
                known=taken.left_out,
            ),
        )
        return redirect("governance:records", league)
    again = HistoryForm(initial=kept_from(upload) if plan.sound else {})
    return _show(request, league, again, plan, 200 if plan.sound else 422)


def _show(
    request: HttpRequest,
    league: str,
    form: HistoryForm,
    plan: HistoryPlan | None,
    status: int = 200,
) -> HttpResponse:
    versions = charter_reads.get_versions(league)
    version = charter_reads.governing(versions, day_of(request))
    context: dict[str, Any] = {
        "room": "calendar",
        "version": version,
        "agreement": version.charter.agreement,
        "form": form,
        "plan": plan,
    }
    return render(request, "governance/history.html", context, status=status)


@require_safe
def history_template(request: HttpRequest, league: str) -> HttpResponse:
    """Give the empty workbook."""
    charter_reads.get_versions(league)  # An unknown league has no page.
    record_reads.require_import(actor_of(request), league)
    return _workbook(formats.template(), "history-template")


@require_safe
def history_export(request: HttpRequest, league: str) -> HttpResponse:
    """Give what stands recorded as the workbook that can be taken in again."""
    written = services.export_history(actor_of(request), league)
    return _workbook(written, f"history-{league}")


def _workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=EXPORTS["xlsx"])
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
