"""A docx of minutes brought back: what of the standard it fails, what it says otherwise."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hansa.chassis.asked import actor_of
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.governance.formats import minutes_docx as formats
from hansa.governance.forms.minutes import CompareForm, section_name
from hansa.governance.reads import minutes as reads
from hansa.governance.terms.minutes import MinutesSheet
from hansa.governance.views import session_frames as frames
from hansa.kernel.errors import HansaError


@require_http_methods(["GET", "HEAD", "POST"])
def minutes_compare(
    request: HttpRequest, league: str, session_id: UUID
) -> HttpResponse:
    """Compare a document with the minutes; nothing of it is kept."""
    actor = actor_of(request)
    sheet = reads.minutes_of(actor, league, session_id)
    form, found, status = CompareForm(), {}, 200
    if request.method == "POST":
        form, status = CompareForm(request.POST, request.FILES), 422
        try:
            if form.is_valid():
                written = reads.written(actor, sheet)
                found, status = _found(form.content(), written, sheet), 200
        except HansaError as error:
            show_refusal(form, error, {})
            status = status_of(error)
    context = {**frames.framed(league), "form": form, "line": sheet.line, **found}
    return render(request, "governance/minutes_compare.html", context, status=status)


def _found(content: bytes, written: Any, sheet: MinutesSheet) -> dict[str, Any]:
    document = formats.open_docx(content)
    headings = {one.place: section_name(one) for one in sheet.sections}
    return {
        "compared": True,
        "faults": formats.faults_of(document, written),
        "standard": formats.STANDARD,
        "differences": [
            (headings.get(one.place or 0, ""), one)
            for one in formats.differences(written, document, sheet.comments)
        ],
    }
