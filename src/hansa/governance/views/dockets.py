"""The page of one item: what cities say to it, and how it ends."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.directory.reads import people
from hansa.governance.forms.dockets import ITEM_FORMS, TITLES, ItemForm
from hansa.governance.reads import session_desks as desks
from hansa.governance.reads import sessions as reads
from hansa.governance.reads.dockets import item_missing
from hansa.governance.terms.sessions import ItemStep, SessionSheet, Weighed
from hansa.governance.views import session_frames as frames
from hansa.governance.views.sessions import FIELDS, INVALID, OK
from hansa.kernel.errors import Conflict, HansaError, Missing
from hansa.kernel.text import text

ITEM_FIELDS = {
    **FIELDS,
    "words-missing": "words",
    "delivery-incomplete": "principle_only",
    "due-before": "due_on",
    "unit-missing": "lead",
    "evidence-needed": "evidence",
    "nobody-above": "outcome",
    "class-missing": "outcome",
}
"""Beside which field a refusal is shown."""


@require_safe
def item(
    request: HttpRequest, league: str, session_id: UUID, item_id: UUID
) -> HttpResponse:
    """Show one item with every position that was given on it."""
    sheet = reads.get_session(actor_of(request), league, session_id)
    return _page(request, sheet, _weighed(sheet, item_id), None, OK)


@require_POST
def item_act(
    request: HttpRequest, league: str, session_id: UUID, item_id: UUID, name: str
) -> HttpResponse:
    """Do one act on an item; what is refused is shown again with what was typed."""
    actor = actor_of(request)
    sheet = reads.get_session(actor, league, session_id)
    weighed, step = _weighed(sheet, item_id), _step(name)
    desks.require_step(actor, sheet, weighed.item, step)
    desk = frames.desk_of(actor, sheet, frames.framed(league), weighed.item)
    form = ITEM_FORMS[step](desk, request.POST, request.FILES, prefix=name)
    status = INVALID
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return redirect("governance:item", league, session_id, item_id)
    except HansaError as error:
        show_refusal(form, error, ITEM_FIELDS)
        status = status_of(error)
        if isinstance(error, Conflict):
            form.refresh()
    return _page(request, sheet, weighed, (step, form), status)


def _weighed(sheet: SessionSheet, item_id: UUID) -> Weighed:
    for one in sheet.items:
        if one.item.id == item_id:
            return one
    raise item_missing()


def _step(name: str) -> ItemStep:
    for step in ITEM_FORMS:
        if step.value == name:
            return step
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the item and choose one of its forms."),
    )


def _page(
    request: HttpRequest,
    sheet: SessionSheet,
    weighed: Weighed,
    sent: tuple[ItemStep, ItemForm] | None,
    status: int,
) -> HttpResponse:
    actor, frame = actor_of(request), frames.framed(sheet.line.league)
    shown = _shown(actor, sheet, weighed)
    context = {**frame, **shown, **_forms(actor, sheet, weighed, frame, sent)}
    return render(request, "governance/item.html", context, status=status)


def _shown(actor: Actor, sheet: SessionSheet, weighed: Weighed) -> dict[str, Any]:
    item, docket = weighed.item, sheet.body.docket
    day = actor.at.astimezone(LEAGUE_ZONE).date()
    classes = {one.id: one for one, _count in sheet.classes}
    return {
        "sheet": sheet,
        "line": sheet.line,
        "weighed": weighed,
        "item": item,
        "class": classes.get(item.class_id),
        "light": frames.outcome_light(weighed),
        "word": frames.outcome_word(weighed),
        "stance_lights": frames.STANCE_LIGHTS,
        "units": people.unit_names(sheet.line.league, day),
        "positions": tuple(reversed(item.positions)),
        "rounds": reads.earlier_rounds(actor, sheet.line.league, item),
        "gate": docket.gate if docket else None,
        "heard": sheet.heard[item.id],
    }


def _forms(
    actor: Actor,
    sheet: SessionSheet,
    weighed: Weighed,
    frame: dict[str, Any],
    sent: tuple[ItemStep, ItemForm] | None,
) -> dict[str, Any]:
    offered = desks.item_offers(actor, sheet, weighed.item)
    desk = frames.desk_of(actor, sheet, frame, weighed.item)
    main = next((step for step in ITEM_FORMS if step in offered), None)
    forms = {
        step: ITEM_FORMS[step](desk, prefix=step.value)
        for step in ITEM_FORMS
        if step in offered
    }
    if sent is not None:
        forms[sent[0]] = sent[1]
    return {
        "forms": [
            {
                "act": step,
                "form": form,
                "title": TITLES[step][0],
                "verb": TITLES[step][1],
                "primary": step is main and weighed.item.outcome is None,
            }
            for step, form in forms.items()
        ]
    }
