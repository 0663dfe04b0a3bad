"""Pages of an item's experts, of draws, and of their certificates."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hansa.chassis.asked import actor_of
from hansa.chassis.http import status_of
from hansa.chassis.lists import Column, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.governance.forms.advice import (
    ADVICE_FORMS,
    ADVICE_TITLES,
    AdviceDesk,
    AdviceForm,
)
from hansa.governance.reads import advice as reads
from hansa.governance.reads import experts as expert_reads
from hansa.governance.reads import experts_desks as desks
from hansa.governance.terms.experts import (
    CONCLUSION_NAMES,
    DRAW_STATE_NAMES,
    OBJECTION_NAMES,
    SEED_ORIGIN_NAMES,
    TREATMENT_NAMES,
    Advice,
    AdviceAct,
    AdviceSheet,
    DrawLine,
    DrawState,
    ExpertFilter,
)
from hansa.governance.views import session_frames as frames
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import HansaError, Missing
from hansa.kernel.text import Text, text

ADVICE_FIELDS: Mapping[str, str] = {
    "too-few-experts": "size",
    "size-unlikely": "size",
    "seed-short": "seed",
    "field-unknown": "field",
    "words-missing": "words",
    "reason-missing": "reason",
    "not-drawn": "expert",
    "no-advisers": "session",
    "day-ahead": "given_on",
}
"""Beside which field a refusal is shown."""
DRAW_LIGHTS = {
    DrawState.SEALED: "near",
    DrawState.REVEALED: "done",
    DrawState.ANNULLED: "ended",
}


@require_safe
def advice(request: HttpRequest, league: str, item_id: UUID) -> HttpResponse:
    """Show what experts contribute to an item: panel, opinions, treatment."""
    sheet = reads.get_advice(actor_of(request), league, item_id)
    return _page(request, league, sheet, None, OK)


@require_POST
def advice_act(
    request: HttpRequest, league: str, item_id: UUID, name: str
) -> HttpResponse:
    """Do one act about an item's experts; a refusal shows what was typed again."""
    actor, act = actor_of(request), _act(name)
    sheet = reads.get_advice(actor, league, item_id)
    desks.require_act(actor, league, sheet, act)
    form, status = _form(request, league, sheet, act), INVALID
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return redirect("governance:advice", league, item_id)
    except HansaError as error:
        show_refusal(form, error, ADVICE_FIELDS)
        status = status_of(error)
    return _page(request, league, sheet, (act, form), status)


def _act(name: str) -> AdviceAct:
    for act in ADVICE_FORMS:
        if act.value == name:
            return act
    raise _no_act()


def _no_act() -> Missing:
    return Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the experts of the item and choose one of the forms."),
    )


def _form(
    request: HttpRequest, league: str, sheet: AdviceSheet, act: AdviceAct
) -> AdviceForm:
    drawn = (AdviceAct.REVEAL, AdviceAct.STAND_DOWN, AdviceAct.ANNUL)
    if act in drawn and sheet.advice.draw is None:
        raise _no_act()
    desk = _desk(request, league, sheet)
    return ADVICE_FORMS[act](desk, request.POST, prefix=act.value)


def _desk(request: HttpRequest, league: str, sheet: AdviceSheet) -> AdviceDesk:
    actor = actor_of(request)
    serving = ExpertFilter(serves_on=frames.today_of(actor))
    return AdviceDesk(
        actor=actor,
        league=league,
        sheet=sheet,
        fields=expert_reads.fields_of(league),
        experts=expert_reads.list_experts(actor, league, serving),
        conferences=desks.list_conferences(league),
    )


def _page(
    request: HttpRequest,
    league: str,
    sheet: AdviceSheet,
    sent: tuple[AdviceAct, AdviceForm] | None,
    status: int,
) -> HttpResponse:
    offered = desks.offers(actor_of(request), league, sheet)
    desk = _desk(request, league, sheet) if offered else None
    forms = {
        act: kind(desk, prefix=act.value)
        for act, kind in ADVICE_FORMS.items()
        if desk is not None and act in offered
    }
    if sent is not None:
        forms[sent[0]] = sent[1]
    shown = {
        **frames.framed(league),
        **_names(),
        "sheet": sheet,
        "item": sheet.item,
        "advice": sheet.advice,
        "headline": headline(sheet.advice),
        "panel": _panel(sheet.advice),
        "conferences": dict(desks.list_conferences(league)),
        "forms": frames.offered(forms, ADVICE_TITLES),
    }
    return render(request, "governance/advice.html", shown, status=status)


def _names() -> dict[str, Any]:
    return {
        "conclusions": CONCLUSION_NAMES,
        "treatments": TREATMENT_NAMES,
        "objections": OBJECTION_NAMES,
        "draw_states": DRAW_STATE_NAMES,
        "draw_lights": DRAW_LIGHTS,
        "origins": SEED_ORIGIN_NAMES,
    }


def headline(advice: Advice) -> Text:
    """Say in one sentence how far the experts of an item are."""
    if advice.missing:
        return text(
            "Opinions still needed before the vote: {missing} of {wanted}.",
            missing=advice.missing,
            wanted=advice.wanted,
        )
    if advice.untreated:
        return text(
            "Opinions without a note on their treatment: {count}; nothing can be "
            "decided before.",
            count=len(advice.untreated),
        )
    if advice.opinions:
        return text("Every opinion was treated: {count}.", count=len(advice.opinions))
    if advice.draw is None:
        return text("No expert was asked.")
    if advice.draw.state is DrawState.SEALED:
        return text("The draw is sealed; the seed is to be revealed.")
    return text("The panel is drawn; its opinions are awaited.")


def _panel(advice: Advice) -> list[dict[str, Any]]:
    if advice.draw is None:
        return []
    named = {one.id: one for one in advice.draw.pool}
    awaited = advice.awaited
    return [
        {"expert": named[id_], "awaited": id_ in awaited} for id_ in advice.draw.panel
    ]


@require_safe
def draws(request: HttpRequest, league: str) -> HttpResponse:
    """List draws of panels, the latest first."""
    lines = expert_reads.list_draws(actor_of(request), league)
    columns = _columns()
    listing = Listing(
        slug="draws",
        title=text("Draws of panels"),
        columns=columns,
        rows=Given(lines, columns),
        filters=(),
        row_id=lambda line: str(line.id),
        empty=text("Draws will stand here. Open an item and draw a panel for it."),
    )
    shown = {**frames.framed(league), **_names(), "lines": lines}
    return answer(request, listing, "governance/draws.html", shown)


def _columns() -> tuple[Column[DrawLine], ...]:
    states = list(DrawState)
    return (
        Column(
            key="number",
            label=text("Draw no."),
            value=lambda line: line.number,
            order=lambda line: line.number,
        ),
        Column(
            key="title",
            label=text("Item"),
            value=lambda line: line.title,
            order=lambda line: line.title,
            template="governance/cell_draw.html",
        ),
        Column(
            key="on",
            label=text("Day"),
            value=lambda line: line.on,
            order=lambda line: line.on,
        ),
        Column(key="size", label=text("Panel"), value=lambda line: line.size),
        Column(
            key="candidates",
            label=text("Candidates"),
            value=lambda line: len(line.candidates),
        ),
        Column(
            key="state",
            label=text("State"),
            value=lambda line: DRAW_STATE_NAMES[line.state],
            order=lambda line: states.index(line.state),
        ),
    )


@require_safe
def draw(request: HttpRequest, league: str, draw_id: UUID) -> HttpResponse:
    """Show one draw as a certificate that can be printed."""
    line = expert_reads.get_draw(actor_of(request), league, draw_id)
    pool = {one.id: one for one in line.pool}
    order = [(place, pool[id_]) for place, id_ in enumerate(line.order, start=1)]
    stood = {one.expert: one.reason for one in line.stood_down}
    shown = {
        **frames.framed(league),
        **_names(),
        "line": line,
        "order": [
            {
                "place": place,
                "expert": one,
                "drawn": one.id in line.panel,
                "stood_down": stood.get(one.id),
            }
            for place, one in order
        ],
        "excluded": [one for one in line.pool if one.objections],
        "field_names": expert_reads.fields_of(league),
        "faults": expert_reads.verify(expert_reads.certificate(line))
        if line.seed
        else (),
    }
    return render(request, "governance/draw.html", shown)


@require_safe
def draw_certificate(request: HttpRequest, league: str, draw_id: UUID) -> HttpResponse:
    """Give the certificate of a draw as a file that anybody can check."""
    line = expert_reads.get_draw(actor_of(request), league, draw_id)
    content = json.dumps(expert_reads.certificate(line), ensure_ascii=False, indent=2)
    answered = HttpResponse(content + "\n", content_type="application/json")
    name = f"draw-{league}-{line.number}.json"
    answered["Content-Disposition"] = f'attachment; filename="{name}"'
    return answered
