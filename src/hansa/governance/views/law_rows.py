"""Pages of one row of a concordance, and of one version of a draft."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hansa.chassis import files
from hansa.chassis.asked import actor_of
from hansa.governance.forms.law_rows import ROW_FORMS, ROW_TITLES, called
from hansa.governance.reads import laws as reads
from hansa.governance.terms.laws import (
    ArticleRef,
    LawAct,
    LawDraftLine,
    LawSheet,
    Weighed,
    WeighedRow,
)
from hansa.governance.views import session_frames as frames
from hansa.governance.views.laws import (
    Sent,
    act_named,
    clauses_of,
    desk_of,
    framed,
    kept,
)
from hansa.governance.views.sessions import OK
from hansa.kernel.errors import Missing
from hansa.kernel.text import Text, text


@require_safe
def law_row(
    request: HttpRequest, league: str, law_id: UUID, member: str, key: str
) -> HttpResponse:
    """Show one row: what every draft says, and what every city thinks of it."""
    sheet = reads.get_law(actor_of(request), league, law_id)
    row = reads.row_of(sheet.line, ArticleRef(member, key))
    return _page(request, sheet, row, ArticleRef(member, key), None, OK)


@require_POST
def law_row_act(
    request: HttpRequest,
    league: str,
    law_id: UUID,
    member: str,
    key: str,
    name: str,
) -> HttpResponse:
    """Do one act on a row; what is refused is shown again with what was typed."""
    act, ref = act_named(name, ROW_FORMS), ArticleRef(member, key)
    sheet = reads.get_law(actor_of(request), league, law_id)
    reads.require_act(actor_of(request), sheet, act)
    row = _row_or_none(sheet, ref)
    form = ROW_FORMS[act](desk_of(request, sheet, row), request.POST, prefix=name)
    status = kept(request, form)
    if status == OK:
        return redirect("governance:law-row", league, law_id, member, key)
    return _page(request, sheet, row, ref, (act, form), status)


def _row_or_none(sheet: LawSheet, ref: ArticleRef) -> WeighedRow | None:
    """Find a row, or None where its text is gone: the form is still to be shown."""
    try:
        return reads.row_of(sheet.line, ref)
    except Missing:
        return None


def _page(
    request: HttpRequest,
    sheet: LawSheet,
    row: WeighedRow | None,
    ref: ArticleRef,
    sent: Sent,
    status: int,
) -> HttpResponse:
    offered = reads.offers(actor_of(request), sheet) if row else frozenset()
    desk = desk_of(request, sheet, row)
    forms: dict[LawAct, Any] = {
        act: kind(desk, prefix=act.value)
        for act, kind in ROW_FORMS.items()
        if act in offered and _has_place(act, row)
    }
    if sent is not None:
        forms[sent[0]] = sent[1]
    frame = framed(sheet.line.league)
    context = {
        **frame,
        "page_clauses": clauses_of(frame, sheet.line),
        "sheet": sheet,
        "line": sheet.line,
        "one": row,
        "ref": ref,
        "headline": _headline(row),
        "weighed": [_told(sheet, each) for each in row.weighed] if row else [],
        "forms": frames.offered(forms, ROW_TITLES),
    }
    return render(request, "governance/law_row.html", context, status=status)


def _has_place(act: LawAct, row: WeighedRow | None) -> bool:
    if row is None:
        return False
    match act:
        case LawAct.STATE:
            return bool(row.weighed)
        case LawAct.PART:
            return len(row.row.refs) > 1
    return True


def _told(sheet: LawSheet, weighed: Weighed) -> dict[str, Any]:
    given = {one.member: one for one in weighed.positions}
    return {
        "weighed": weighed,
        "name": called(weighed.divergence),
        "cities": [(member, given.get(member)) for member in sheet.line.members],
    }


def _headline(row: WeighedRow | None) -> Text:
    if row is None:
        return text(
            "The text of this row was changed meanwhile; what you wrote is below."
        )
    if not row.weighed:
        return text("Every draft says the same here.")
    return text(
        "Divergences in this row: {count}, still open: {open}.",
        count=len(row.weighed),
        open=row.open,
    )


@require_safe
def law_draft(
    request: HttpRequest, league: str, law_id: UUID, member: str, number: int
) -> HttpResponse:
    """Show one version of a city's draft, as it was brought."""
    actor = actor_of(request)
    sheet = reads.get_law(actor, league, law_id)
    draft = _version(sheet, member, number)
    filed = files.files_by_id([draft.file]).get(draft.file) if draft.file else None
    frame = framed(league)
    context = {
        **frame,
        "page_clauses": clauses_of(frame, sheet.line),
        "line": sheet.line,
        "draft": draft,
        "filed": filed if filed and files.may_read(actor, league, filed) else None,
        "stands": any(one.id == draft.id for one in sheet.line.drafts),
    }
    return render(request, "governance/law_draft.html", context)


def _version(sheet: LawSheet, member: str, number: int) -> LawDraftLine:
    for one in sheet.versions:
        if (one.member, one.number) == (member, number):
            return one
    raise Missing(
        "version-missing",
        text("There is no such version of a draft."),
        text("The page of the dossier lists every version."),
    )
