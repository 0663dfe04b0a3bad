"""Pages of the pool of experts: the list, one expert, and a new one."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, day_from, day_of
from hansa.chassis.http import status_of
from hansa.chassis.lists import Choice, Column, Filter, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.directory.reads import people
from hansa.governance.forms.experts import (
    EXPERT_FORMS,
    EXPERT_TITLES,
    ExpertActForm,
    ExpertDesk,
    ExpertForm,
)
from hansa.governance.reads import experts as reads
from hansa.governance.services.experts import pool
from hansa.governance.terms.experts import ExpertFilter, ExpertLine
from hansa.governance.views import session_frames as frames
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import HansaError, Missing
from hansa.kernel.text import Bilingual, Text, text

DAY = timedelta(days=1)
EXPERT_FIELDS: Mapping[str, str] = {
    "name-missing": "name",
    "employer-missing": "employer",
    "field-missing": "fields_of",
    "field-unknown": "fields_of",
    "unit-missing": "employer_unit",
    "term-unlikely": "last",
    "day-outside-term": "on",
    "reason-missing": "reason",
}
"""Beside which field a refusal is shown."""


@require_safe
def experts(request: HttpRequest, league: str) -> HttpResponse:
    """List the pool of experts."""
    actor, frame = actor_of(request), frames.framed(league)
    fields, asked = reads.fields_of(league), request.GET.get("field", "")
    on = day_from(request, "serves")
    wanted = ExpertFilter(field=asked or None, serves_on=on)
    lines = reads.list_experts(actor, league, wanted)
    columns = _columns(fields, day_of(request))
    listing = Listing(
        slug="experts",
        title=text("Experts"),
        columns=columns,
        rows=Given(lines, columns),
        filters=_filters(fields, asked, on),
        row_id=lambda line: str(line.id),
        empty=text("The experts of the league will stand here. Enter the first one."),
    )
    shown = {
        "serving": reads.serving(lines, day_of(request)),
        "lines": lines,
        "keeper": reads.may_keep(actor, league),
    }
    return answer(request, listing, "governance/experts.html", {**frame, **shown})


def _columns(
    fields: Mapping[str, Bilingual], day: date
) -> tuple[Column[ExpertLine], ...]:
    return (
        Column(
            key="number",
            label=text("Expert no."),
            value=lambda line: f"E-{line.number}",
            order=lambda line: line.number,
        ),
        Column(
            key="name",
            label=text("Name"),
            value=lambda line: line.name,
            order=lambda line: line.name,
            template="governance/cell_expert.html",
        ),
        Column(key="post", label=text("Title or post"), value=lambda line: line.post),
        Column(
            key="employer",
            label=text("Employer"),
            value=lambda line: line.employer,
            order=lambda line: line.employer,
        ),
        Column(
            key="fields",
            label=text("Fields"),
            value=lambda line: _listed(line, fields),
        ),
        Column(
            key="from",
            label=text("First day of the term"),
            value=lambda line: line.term.start,
            order=lambda line: line.term.start,
            shown=False,
        ),
        Column(
            key="until",
            label=text("Last day of the term"),
            value=lambda line: (line.ended_on or line.term.end) - DAY,
            order=lambda line: line.ended_on or line.term.end,
        ),
        Column(
            key="serves",
            label=text("State"),
            value=lambda line: _serving(line, day),
            order=lambda line: line.serves_on(day),
        ),
    )


def _listed(line: ExpertLine, fields: Mapping[str, Bilingual]) -> Bilingual:
    named = [fields.get(id_, Bilingual(id_, id_)) for id_ in line.fields]
    return Bilingual(
        "、".join(name.zh for name in named), ", ".join(name.en for name in named)
    )


def _serving(line: ExpertLine, day: date) -> Text:
    if line.serves_on(day):
        return text("serving as an expert")
    return text("ended early") if line.ended_on else text("outside the term")


def _filters(
    fields: Mapping[str, Bilingual], asked: str, on: date | None
) -> tuple[Filter, ...]:
    return (
        Filter(
            key="field",
            label=text("Field"),
            choices=tuple(Choice(value=id_, label=n) for id_, n in fields.items()),
            chosen=asked,
        ),
        Filter(
            key="serves",
            label=text("Serving on"),
            kind="day",
            chosen=on.isoformat() if on else "",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def expert_new(request: HttpRequest, league: str) -> HttpResponse:
    """Enter an expert."""
    actor, frame = actor_of(request), frames.framed(league)
    reads.require_keeper(actor, league)
    desk, status = _desk(actor, league, frame, None), OK
    form = ExpertForm(desk, request.POST or None)
    try:
        if request.method == "POST":
            status = INVALID
            if form.is_valid():
                made = pool.add_expert(actor, league, form.draft())
                say_done(request, text("The expert is in the pool."))
                return redirect("governance:expert", league, made)
    except HansaError as error:
        show_refusal(form, error, EXPERT_FIELDS)
        status = status_of(error)
    shown = {**frame, "form": form}
    return render(request, "governance/expert_form.html", shown, status=status)


@require_safe
def expert(request: HttpRequest, league: str, expert_id: UUID) -> HttpResponse:
    """Show one expert."""
    line = reads.get_expert(actor_of(request), league, expert_id)
    return _page(request, line, None, OK)


@require_POST
def expert_act(
    request: HttpRequest, league: str, expert_id: UUID, name: str
) -> HttpResponse:
    """Correct or end an expert; what is refused is shown again with what was typed."""
    actor = actor_of(request)
    reads.require_keeper(actor, league)
    line = reads.get_expert(actor, league, expert_id)
    desk = _desk(actor, league, frames.framed(league), line)
    form, status = _kind(name)(desk, request.POST, prefix=name), INVALID
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return redirect("governance:expert", league, expert_id)
    except HansaError as error:
        show_refusal(form, error, EXPERT_FIELDS)
        status = status_of(error)
    return _page(request, line, (name, form), status)


def _kind(name: str) -> type[ExpertActForm]:
    try:
        return EXPERT_FORMS[name]
    except KeyError as error:
        raise Missing(
            "act-missing",
            text("There is no such act."),
            text("Open the expert and choose one of the forms."),
        ) from error


def _desk(
    actor: Actor, league: str, frame: Mapping[str, Any], line: ExpertLine | None
) -> ExpertDesk:
    day = frames.today_of(actor)
    return ExpertDesk(
        actor=actor,
        league=league,
        fields=reads.fields_of(league),
        names=frame["names"],
        units=people.list_units(actor, league, day),
        expert=line,
    )


def _page(
    request: HttpRequest,
    line: ExpertLine,
    sent: tuple[str, ExpertActForm] | None,
    status: int,
) -> HttpResponse:
    actor, frame = actor_of(request), frames.framed(line.league)
    forms: dict[str, ExpertActForm] = {}
    if reads.may_keep(actor, line.league) and line.ended_on is None:
        desk = _desk(actor, line.league, frame, line)
        forms = {key: kind(desk, prefix=key) for key, kind in EXPERT_FORMS.items()}
    if sent is not None:
        forms[sent[0]] = sent[1]
    shown = {
        **frame,
        "line": line,
        "last": (line.term.end - DAY).isoformat(),
        "word": _serving(line, day_of(request)),
        "light": "done" if line.serves_on(day_of(request)) else "ended",
        "field_names": reads.fields_of(line.league),
        "unit_names": people.unit_names(line.league, day_of(request)),
        "draws": [
            draw
            for draw in reads.list_draws(actor, line.league)
            if line.id in draw.panel
        ],
        "forms": frames.offered(forms, EXPERT_TITLES),
    }
    return render(request, "governance/expert.html", shown, status=status)
