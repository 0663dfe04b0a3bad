"""The page of one paper of supervision, and what its unit and its issuer do there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hansa.chassis import files
from hansa.chassis.actor import Actor
from hansa.chassis.http import status_of
from hansa.chassis.language import language_from
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.duties import documents
from hansa.duties.forms.supervision import (
    AnswerForm,
    CloseForm,
    PaperForm,
    ReasonForm,
)
from hansa.duties.reads import notices as notice_reads
from hansa.duties.reads import supervision as reads
from hansa.duties.services import supervision as services
from hansa.duties.terms.notices import HOW_NAMES
from hansa.duties.terms.supervision import (
    LAPSE_NAMES,
    STATE_NAMES,
    PaperLine,
    PaperState,
)
from hansa.duties.views.acts import FIELDS as ACT_FIELDS
from hansa.duties.views.frames import framed, reader, reckoned
from hansa.duties.views.supervision import INVALID, LIGHTS, OK, taken
from hansa.kernel.errors import HansaError, Missing
from hansa.kernel.text import Text, text

FORMS: Mapping[str, type[PaperForm]] = {
    "sign": PaperForm,
    "answer": AnswerForm,
    "send-back": ReasonForm,
    "close": CloseForm,
}
FIELDS = {**ACT_FIELDS, "answer-empty": "words", "reason-missing": "words"}


@require_safe
def paper(request: HttpRequest, league: str, paper_id: UUID) -> HttpResponse:
    """Show one paper of supervision."""
    return _page(request, league, paper_id, {}, OK)


@require_safe
def paper_docx(request: HttpRequest, league: str, paper_id: UUID) -> HttpResponse:
    """Give one paper as a document."""
    _line, notice = reads.get_paper(reader(request), league, paper_id)
    language = language_from(request.GET.get("lang", ""))
    return taken(documents.notice_docx(notice, language), "supervision")


@require_POST
def act(request: HttpRequest, league: str, paper_id: UUID, name: str) -> HttpResponse:
    """Sign for a paper, answer it, send its answer back or strike it off."""
    actor = reader(request)
    line, _notice = reads.get_paper(actor, league, paper_id)
    form = _form(name)(request.POST, request.FILES, prefix=name)
    status = INVALID
    try:
        if form.is_valid():
            say_done(request, _done(actor, line, name, form))
            return redirect("duties:supervision-paper", league, paper_id)
    except HansaError as error:
        show_refusal(form, error, FIELDS)
        status = status_of(error)
    return _page(request, league, paper_id, {name: form}, status)


def _form(name: str) -> type[PaperForm]:
    if name in FORMS:
        return FORMS[name]
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the paper and choose one of its forms."),
    )


def _done(actor: Actor, line: PaperLine, name: str, form: PaperForm) -> Text:
    given, league = form.cleaned_data, line.league
    who = form.actor(actor, league, line.member, _office(actor, line, name))
    if name == "sign":
        services.sign(who, league, line.id, form.paper())
        return text("Signed for.")
    if isinstance(form, AnswerForm):
        services.answer(
            who, league, line.id, given["revision"], form.given(), form.paper()
        )
        return text("Answered. The supervision unit verifies it.")
    if isinstance(form, ReasonForm):
        services.send_back(
            who, league, line.id, given["revision"], given["words"], form.paper()
        )
        return text("Sent back to the unit for completion.")
    revision, words = given["revision"], given["words"]
    services.close(who, league, line.id, revision, words, form.paper())
    return text("Verified and struck off.")


def _office(actor: Actor, line: PaperLine, name: str) -> str:
    """Name the unit in whose place a liaison acts."""
    if name in {"sign", "answer"}:
        return line.unit_name.zh
    office = reads.frame_of(actor, line.league, line.member).office
    return office.name.zh if office else ""


def _page(
    request: HttpRequest,
    league: str,
    paper_id: UUID,
    sent: Mapping[str, PaperForm],
    status: int,
) -> HttpResponse:
    actor = reader(request)
    line, notice = reads.get_paper(actor, league, paper_id)
    frame = reads.frame_of(actor, league, line.member)
    kept = [line.answer_file] if line.answer_file else []
    context: dict[str, Any] = {
        **framed(league, reckoned(request, league).as_of),
        "line": line,
        "notice": notice,
        "issued_day": notice_reads.issued_day(notice.line),
        "light": LIGHTS[line.state],
        "word": STATE_NAMES[line.state],
        "lapse": LAPSE_NAMES[line.lapse] if line.lapse else None,
        "hows": HOW_NAMES,
        "files": files.files_by_id(kept),
        "for_unit": actor.unit != line.unit,
        "for_office": actor.unit != frame.unit,
        "forms": _forms(line, sent, _offered(actor, line, frame)),
        "faulty": next(iter(sent.values()), None),
    }
    return render(request, "duties/supervision_paper.html", context, status=status)


def _offered(actor: Actor, line: PaperLine, frame: reads.Frame) -> tuple[str, ...]:
    if line.state in {PaperState.CLOSED, PaperState.LAPSED}:
        return ()
    answers = reads.may_answer(actor, line) and line.answered_at is None
    verifies = reads.may_issue(actor, frame) and line.answered_at is not None
    return (
        *(("sign",) if answers and line.receipt is None else ()),
        *(("answer",) if answers else ()),
        *(("close", "send-back") if verifies else ()),
    )


def _forms(
    line: PaperLine, sent: Mapping[str, PaperForm], offered: tuple[str, ...]
) -> dict[str, PaperForm]:
    seen = {"revision": line.revision}
    forms = {name: FORMS[name](prefix=name, initial=seen) for name in offered}
    forms |= sent
    return {name.replace("-", "_"): form for name, form in forms.items()}
