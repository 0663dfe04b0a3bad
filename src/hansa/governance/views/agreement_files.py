"""Agreements as files: docx, JSON, and a file brought back to be checked."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from hansa.chassis.asked import actor_of
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.governance import documents
from hansa.governance.formats import agreement_files as formats
from hansa.governance.forms.agreements import VerifyForm
from hansa.governance.reads import agreements as reads
from hansa.governance.reads.agreement_wire import export_of, paper_of, verdict
from hansa.governance.terms.agreements import AgreementLine
from hansa.governance.views.agreements import framed
from hansa.governance.views.minutes import DOCX
from hansa.kernel.errors import HansaError


@require_safe
def agreement_docx(
    request: HttpRequest, league: str, agreement_id: UUID, version: int
) -> HttpResponse:
    """Give a version of an agreement as docx."""
    sheet = reads.get_agreement(actor_of(request), league, agreement_id)
    chosen = reads.version_at(sheet, version)
    content = documents.agreement_docx(paper_of(sheet, chosen), chosen.authority)
    return _file(content, DOCX, sheet.line, version, "docx")


@require_safe
def agreement_json(
    request: HttpRequest, league: str, agreement_id: UUID, version: int
) -> HttpResponse:
    """Give a version of an agreement as a file for programs."""
    sheet = reads.get_agreement(actor_of(request), league, agreement_id)
    exported = export_of(sheet, reads.version_at(sheet, version))
    content = json.dumps(exported, ensure_ascii=False, indent=2).encode()
    return _file(content, "application/json", sheet.line, version, "json")


def _file(
    content: bytes, media_type: str, line: AgreementLine, version: int, suffix: str
) -> HttpResponse:
    answered = HttpResponse(content, content_type=media_type)
    name = f"agreement-{line.body}-{line.year}-{version}.{suffix}"
    answered["Content-Disposition"] = f'attachment; filename="{name}"'
    return answered


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_verify(
    request: HttpRequest, league: str, agreement_id: UUID
) -> HttpResponse:
    """Check a file against the record; nothing of it is kept."""
    sheet = reads.get_agreement(actor_of(request), league, agreement_id)
    frame: dict[str, Any] = framed(league)
    form, found, status = VerifyForm(), None, 200
    if request.method == "POST":
        form, status = VerifyForm(request.POST, request.FILES), 422
        try:
            if form.is_valid():
                content = form.content()
                found, status = formats.verify(sheet, content, frame["names"]), 200
        except HansaError as error:
            show_refusal(form, error, {})
            status = status_of(error)
    context = {
        **frame,
        "form": form,
        "line": sheet.line,
        "found": found,
        "verdict": verdict(found) if found else None,
    }
    return render(request, "governance/agreement_verify.html", context, status=status)
