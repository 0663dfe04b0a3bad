"""A concordance table as a file: docx to be read, xlsx to be worked with."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hansa.chassis.asked import actor_of
from hansa.chassis.lists import EXPORTS
from hansa.governance.documents.concordance import concordance_docx, concordance_xlsx
from hansa.governance.reads import laws as reads
from hansa.governance.terms.laws import LawLine
from hansa.governance.views.minutes import DOCX
from hansa.governance.views.session_frames import framed


@require_safe
def law_docx(request: HttpRequest, league: str, law_id: UUID) -> HttpResponse:
    """Give the concordance table as docx."""
    line = reads.get_law(actor_of(request), league, law_id).line
    content = concordance_docx(line, framed(league)["names"])
    return _file(content, DOCX, line, "docx")


@require_safe
def law_xlsx(request: HttpRequest, league: str, law_id: UUID) -> HttpResponse:
    """Give the concordance table as a workbook."""
    line = reads.get_law(actor_of(request), league, law_id).line
    content = concordance_xlsx(line, framed(league)["names"])
    return _file(content, EXPORTS["xlsx"], line, "xlsx")


def _file(content: bytes, media_type: str, line: LawLine, suffix: str) -> HttpResponse:
    answered = HttpResponse(content, content_type=media_type)
    name = f"concordance-{line.code}.{suffix}"
    answered["Content-Disposition"] = f'attachment; filename="{name}"'
    return answered
