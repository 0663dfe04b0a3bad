"""Pages of the register of studies: the list, one study, and a new one."""

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

from hansa.chassis import files
from hansa.chassis.asked import actor_of, choice
from hansa.chassis.http import status_of
from hansa.chassis.lists import Column, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.delivery.reads.works import library_of
from hansa.governance.forms.studies import (
    STUDY_FORMS,
    STUDY_TITLES,
    StudyActForm,
    StudyDesk,
    StudyForm,
)
from hansa.governance.reads import experts_desks as desks
from hansa.governance.reads import studies as reads
from hansa.governance.services import studies as services
from hansa.governance.terms.studies import (
    STUDY_STATE_NAMES,
    StudyAct,
    StudyLine,
    StudyState,
)
from hansa.governance.views import session_frames as frames
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import HansaError, Missing
from hansa.kernel.text import Bilingual, text

STUDY_FIELDS: Mapping[str, str] = {
    "question-missing": "question",
    "commissioner-missing": "commissioner",
    "runs-backwards": "due_on",
    "deliverable-missing": "document",
    "reason-missing": "reason",
    "decision-missing": "decision",
    "study-linked": "decision",
}
"""Beside which field a refusal is shown."""
STUDY_LIGHTS = {
    StudyState.RUNNING: "open",
    StudyState.LATE: "late",
    StudyState.FINISHED: "near",
    StudyState.USED: "done",
    StudyState.UNUSED: "late",
    StudyState.GIVEN_UP: "ended",
}


@require_safe
def studies(request: HttpRequest, league: str) -> HttpResponse:
    """List the studies of a league; those nobody used are told of in the heading."""
    actor, frame = actor_of(request), frames.framed(league)
    state = choice(request, "state", STUDY_STATE_NAMES)
    lines = reads.list_studies(actor, league, state)
    columns = _columns()
    listing = Listing(
        slug="studies",
        title=text("Studies"),
        columns=columns,
        rows=Given(lines, columns),
        filters=(frames.filter_by("state", text("State"), STUDY_STATE_NAMES, state),),
        row_id=lambda line: str(line.id),
        empty=text("The studies of the league will stand here. Enter the first one."),
    )
    shown = {
        "lines": lines,
        "unused": [one for one in lines if one.state is StudyState.UNUSED],
        "study_lights": STUDY_LIGHTS,
        "study_states": STUDY_STATE_NAMES,
        "keeper": reads.may_keep(actor, league),
    }
    return answer(request, listing, "governance/studies.html", {**frame, **shown})


def _columns() -> tuple[Column[StudyLine], ...]:
    states = list(StudyState)
    return (
        Column(
            key="number",
            label=text("Study no."),
            value=lambda line: line.code,
            order=lambda line: line.number,
        ),
        Column(
            key="question",
            label=text("Question"),
            value=lambda line: line.question,
            order=lambda line: line.question,
            template="governance/cell_study.html",
        ),
        Column(
            key="commissioner",
            label=text("Commissioned by"),
            value=lambda line: line.commissioner,
        ),
        Column(key="authors", label=text("Authors"), value=lambda line: line.authors),
        Column(
            key="finished",
            label=text("Delivered on"),
            value=lambda line: line.finished_on,
            order=lambda line: line.finished_on or line.begun_on,
        ),
        Column(
            key="uses",
            label=text("Decisions"),
            value=lambda line: len(line.uses),
            order=lambda line: len(line.uses),
        ),
        Column(
            key="state",
            label=text("State"),
            value=lambda line: STUDY_STATE_NAMES[line.state],
            order=lambda line: states.index(line.state),
            template="governance/cell_study_state.html",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def study_new(request: HttpRequest, league: str) -> HttpResponse:
    """Enter a study."""
    actor, frame = actor_of(request), frames.framed(league)
    reads.require_keeper(actor, league)
    desk = StudyDesk(
        actor=actor, league=league, names=frame["names"], works=_works(frame)
    )
    status = OK
    form = StudyForm(desk, request.POST or None)
    try:
        if request.method == "POST":
            status = INVALID
            if form.is_valid():
                made = services.add_study(actor, league, form.draft())
                say_done(request, text("The study is in the register."))
                return redirect("governance:study", league, made)
    except HansaError as error:
        show_refusal(form, error, STUDY_FIELDS)
        status = status_of(error)
    shown = {**frame, "form": form}
    return render(request, "governance/study_form.html", shown, status=status)


@require_safe
def study(request: HttpRequest, league: str, study_id: UUID) -> HttpResponse:
    """Show one study with the decisions that rest on it."""
    line = reads.get_study(actor_of(request), league, study_id)
    return _page(request, line, None, OK)


@require_POST
def study_act(
    request: HttpRequest, league: str, study_id: UUID, name: str
) -> HttpResponse:
    """Do one act on a study; what is refused is shown again with what was typed."""
    actor, act = actor_of(request), _act(name)
    reads.require_keeper(actor, league)
    line = reads.get_study(actor, league, study_id)
    desk = _desk(request, line)
    form = STUDY_FORMS[act](desk, request.POST, request.FILES, prefix=name)
    status = INVALID
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return redirect("governance:study", league, study_id)
    except HansaError as error:
        show_refusal(form, error, STUDY_FIELDS)
        status = status_of(error)
    return _page(request, line, (act, form), status)


def _act(name: str) -> StudyAct:
    for act in STUDY_FORMS:
        if act.value == name:
            return act
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the study and choose one of its forms."),
    )


def _works(frame: Mapping[str, Any]) -> list[tuple[str, Bilingual]]:
    return [(work.id, work.name) for work in library_of(frame["version"]).works]


def _desk(request: HttpRequest, line: StudyLine) -> StudyDesk:
    frame = frames.framed(line.league)
    return StudyDesk(
        actor=actor_of(request),
        league=line.league,
        names=frame["names"],
        works=_works(frame),
        decisions=desks.list_decisions(line.league),
        study=line,
    )


def _page(
    request: HttpRequest,
    line: StudyLine,
    sent: tuple[StudyAct, StudyActForm] | None,
    status: int,
) -> HttpResponse:
    actor = actor_of(request)
    keeps = reads.may_keep(actor, line.league)
    offered = desks.study_offers(line) if keeps else frozenset()
    desk = _desk(request, line)
    forms = {
        act: kind(desk, prefix=act.value)
        for act, kind in sorted(
            STUDY_FORMS.items(),
            key=lambda one: one[0] is StudyAct.FINISH and line.finished_on is not None,
        )
        if act in offered
    }
    if sent is not None:
        forms[sent[0]] = sent[1]
    frame = frames.framed(line.league)
    shown: dict[str, Any] = {
        **frame,
        "line": line,
        "works": dict(_works(frame)),
        "light": STUDY_LIGHTS[line.state],
        "word": STUDY_STATE_NAMES[line.state],
        "filed": files.files_by_id([line.file]).get(line.file) if line.file else None,
        "forms": frames.offered(forms, STUDY_TITLES),
    }
    return render(request, "governance/study.html", shown, status=status)
