"""Pages of public consultations: the list, one of them with its form, and a new one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hansa.chassis.asked import actor_of, choice
from hansa.chassis.http import status_of
from hansa.chassis.lists import Column, Given, Listing, answer
from hansa.chassis.network import network_address
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.governance.forms.comments import CONSULTATION_FORMS
from hansa.governance.forms.consultations import (
    CONSULTATION_TITLES,
    CommentForm,
    ConsultationActForm,
    ConsultationDesk,
    ConsultationForm,
)
from hansa.governance.reads import consultations as reads
from hansa.governance.reads import participation_desks as desks
from hansa.governance.reads.sessions import may_read_sessions
from hansa.governance.services.consultations import commenting, drafting
from hansa.governance.terms.consultations import (
    CONSULTATION_STATE_NAMES,
    CONSULTATION_STEP_NAMES,
    MATTER_KIND_NAMES,
    ConsultationAct,
    ConsultationLine,
    ConsultationSheet,
    ConsultationState,
)
from hansa.governance.terms.experts import TREATMENT_NAMES, Treatment
from hansa.governance.views import session_frames as frames
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import HansaError, Missing
from hansa.kernel.findings import Finding
from hansa.kernel.text import text

CONSULTATION_FIELDS: Mapping[str, str] = {
    "title-missing": "title",
    "words-missing": "words",
    "runs-backwards": "closes_on",
    "consultation-short": "short_reason",
    "opened-before": "document",
    "not-later": "until",
    "reason-missing": "reason",
    "day-unlikely": "received_on",
    "stakeholder-missing": "stakeholder",
    "not-accredited": "stakeholder",
    "comment-empty": "words",
    "comment-missing": "number",
    "comment-withheld": "number",
    "group-untitled": "title",
    "item-linked": "item",
}
"""Beside which field a refusal is shown."""
CONSULTATION_LIGHTS = {
    ConsultationState.DRAFT: "ended",
    ConsultationState.ANNOUNCED: "open",
    ConsultationState.OPEN: "near",
    ConsultationState.WEIGHING: "open",
    ConsultationState.ANSWERED: "open",
    ConsultationState.PUBLISHED: "done",
    ConsultationState.WITHDRAWN: "ended",
}
TREATMENT_LIGHTS = {
    Treatment.ADOPTED: "done",
    Treatment.PARTLY: "near",
    Treatment.NOT_ADOPTED: "ended",
}


@require_safe
def consultations(request: HttpRequest, league: str) -> HttpResponse:
    """List the consultations of a league; those open now are told of in the heading."""
    actor, frame = actor_of(request), frames.framed(league)
    state = choice(request, "state", CONSULTATION_STATE_NAMES)
    lines = reads.list_consultations(actor, league, state)
    columns = _columns()
    listing = Listing(
        slug="consultations",
        title=text("Public consultations"),
        columns=columns,
        rows=Given(lines, columns),
        filters=(
            frames.filter_by("state", text("State"), CONSULTATION_STATE_NAMES, state),
        ),
        row_id=lambda line: str(line.id),
        empty=text("Drafts on which the public is heard will stand here."),
    )
    shown = {
        "lines": lines,
        "open": [one for one in lines if one.state is ConsultationState.OPEN],
        "consultation_lights": CONSULTATION_LIGHTS,
        "inside": may_read_sessions(actor, league),
        "keeper": reads.may_keep(actor, league),
    }
    return answer(request, listing, "governance/consultations.html", {**frame, **shown})


def _columns() -> tuple[Column[ConsultationLine], ...]:
    states = list(ConsultationState)
    return (
        Column(
            key="number",
            label=text("Consultation no."),
            value=lambda line: line.code,
            order=lambda line: line.number,
        ),
        Column(
            key="title",
            label=text("Title"),
            value=lambda line: line.title,
            template="governance/cell_consultation.html",
        ),
        Column(
            key="kind",
            label=text("Kind"),
            value=lambda line: MATTER_KIND_NAMES[line.kind],
        ),
        Column(
            key="until",
            label=text("Last day for comments"),
            value=lambda line: line.closes_on,
            order=lambda line: line.closes_on,
        ),
        Column(
            key="comments",
            label=text("Comments"),
            value=lambda line: line.counts.all,
            order=lambda line: line.counts.all,
            number=True,
        ),
        Column(
            key="answered",
            label=text("Answered"),
            value=lambda line: f"{line.counts.answered}/{line.counts.owed}",
        ),
        Column(
            key="state",
            label=text("State"),
            value=lambda line: CONSULTATION_STATE_NAMES[line.state],
            order=lambda line: states.index(line.state),
            template="governance/cell_consultation_state.html",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def consultation_new(request: HttpRequest, league: str) -> HttpResponse:
    """Enter a draft on which the public is to be heard."""
    actor, frame, status = actor_of(request), frames.framed(league), OK
    reads.require_keeper(actor, league)
    form = ConsultationForm(request.POST or None)
    try:
        if request.method == "POST":
            status = INVALID
            if form.is_valid():
                made = drafting.add_consultation(actor, league, form.draft())
                say_done(request, text("The draft is entered; make it public next."))
                return redirect("governance:consultation", league, made)
    except HansaError as error:
        show_refusal(form, error, CONSULTATION_FIELDS)
        status = status_of(error)
    shown = {**frame, "form": form}
    return render(request, "governance/consultation_form.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def consultation(
    request: HttpRequest, league: str, consultation_id: UUID
) -> HttpResponse:
    """Show a consultation; whoever reads it may comment, without sign-in."""
    actor = actor_of(request)
    sheet = reads.get_consultation(actor, league, consultation_id)
    if request.method != "POST":
        return _page(request, sheet, None, None, OK)
    names = frames.framed(league)["names"]
    form, status = CommentForm(names, request.POST), INVALID
    try:
        if form.is_valid():
            origin = commenting.origin_of(network_address(request), actor)
            ticket = form.cleaned_data["ticket"]
            code = commenting.comment(
                actor, league, consultation_id, form.draft(), ticket, origin
            )
            return redirect("governance:receipt", league, code)
    except HansaError as error:
        show_refusal(form, error, CONSULTATION_FIELDS)
        status = status_of(error)
    return _page(request, sheet, None, form, status)


@require_POST
def consultation_act(
    request: HttpRequest, league: str, consultation_id: UUID, name: str
) -> HttpResponse:
    """Do one act on a consultation; what is refused is shown with what was typed."""
    actor, act = actor_of(request), _act(name)
    reads.require_keeper(actor, league)
    sheet = reads.get_consultation(actor, league, consultation_id)
    desk = _desk(request, sheet)
    form = CONSULTATION_FORMS[act](desk, request.POST, request.FILES, prefix=name)
    status, findings = INVALID, tuple[Finding, ...]()
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return redirect("governance:consultation", league, consultation_id)
    except HansaError as error:
        show_refusal(form, error, CONSULTATION_FIELDS)
        status, findings = status_of(error), error.findings
    return _page(request, sheet, (act, form), None, status, findings)


def _act(name: str) -> ConsultationAct:
    for act in CONSULTATION_FORMS:
        if act.value == name:
            return act
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the consultation and choose one of its forms."),
    )


def _desk(request: HttpRequest, sheet: ConsultationSheet) -> ConsultationDesk:
    league = sheet.line.league
    return ConsultationDesk(
        actor=actor_of(request),
        league=league,
        names=frames.framed(league)["names"],
        linkable=desks.linkable_items(league),
        sheet=sheet,
    )


def _page(
    request: HttpRequest,
    sheet: ConsultationSheet,
    sent: tuple[ConsultationAct, ConsultationActForm] | None,
    comment: CommentForm | None,
    status: int,
    findings: tuple[Finding, ...] = (),
) -> HttpResponse:
    actor, line = actor_of(request), sheet.line
    keeps, frame = reads.may_keep(actor, line.league), frames.framed(line.league)
    forms: dict[ConsultationAct, ConsultationActForm] = {}
    if keeps:
        desk, offered = _desk(request, sheet), desks.consultation_offers(sheet)
        forms = {
            act: kind(desk, prefix=act.value)
            for act, kind in CONSULTATION_FORMS.items()
            if act in offered
        }
    if sent is not None:
        forms[sent[0]] = sent[1]
    if comment is None and line.state is ConsultationState.OPEN:
        comment = CommentForm(frame["names"])
    shown: dict[str, Any] = {
        **frame,
        "sheet": sheet,
        "line": line,
        "light": CONSULTATION_LIGHTS[line.state],
        "word": CONSULTATION_STATE_NAMES[line.state],
        "kind": MATTER_KIND_NAMES[line.kind],
        "steps": CONSULTATION_STEP_NAMES,
        "treatments": TREATMENT_NAMES,
        "treatment_lights": TREATMENT_LIGHTS,
        "inside": reads.may_read_comments(actor, line.league),
        "keeper": keeps,
        "comment": comment,
        "findings": findings,
        "forms": frames.offered(forms, CONSULTATION_TITLES),
    }
    return render(request, "governance/consultation.html", shown, status=status)
