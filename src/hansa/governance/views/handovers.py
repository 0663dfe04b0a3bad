"""Pages of handovers: the days on which the turn passes, and one pack with its lines."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, day_of
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.http import status_of
from hansa.chassis.lists import Column, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.directory.reads import people
from hansa.governance import documents
from hansa.governance.forms.handovers import HandoverDesk, SignForm
from hansa.governance.reads import handovers as reads
from hansa.governance.reads.handover_paper import paper_of
from hansa.governance.terms.handovers import (
    HANDOVER_STATE_NAMES,
    LEFT_NAMES,
    SIDE_NAMES,
    HandoverLine,
    HandoverSheet,
    HandoverState,
    Left,
    LeftKind,
    Side,
)
from hansa.governance.views import session_frames as frames
from hansa.governance.views.minutes import DOCX
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import Conflict, HansaError, Missing
from hansa.kernel.text import Bilingual, text

HANDOVER_LIGHTS: Mapping[HandoverState, str] = {
    HandoverState.PREPARING: "open",
    HandoverState.HALF: "near",
    HandoverState.SIGNED: "done",
    HandoverState.NOT_RECORDED: "ended",
}
SIGN_FIELDS: Mapping[str, str] = {
    "evidence-needed": "evidence",
    "evidence-missing": "evidence",
    "office-missing": "office",
}
"""Beside which field a refusal is shown."""


@require_safe
def handovers(request: HttpRequest, league: str) -> HttpResponse:
    """List the handovers that a reader may see, the latest first."""
    actor, frame, today = actor_of(request), _framed(league), day_of(request)
    versions = frames.versions_of(league)
    lines = reads.list_handovers(actor, versions, today)
    columns = _columns(frame)
    listing = Listing(
        slug="handovers",
        title=text("Handovers"),
        columns=columns,
        rows=Given(lines, columns),
        empty=text("The turn has not passed to another host yet."),
    )
    shown = {"lines": lines, "found": [one.finding for one in lines if one.finding]}
    return answer(request, listing, "governance/handovers.html", {**frame, **shown})


def _framed(league: str) -> dict[str, Any]:
    return {
        **frames.framed(league),
        "handover_lights": HANDOVER_LIGHTS,
        "handover_states": HANDOVER_STATE_NAMES,
        "sides": SIDE_NAMES,
    }


def _columns(frame: Mapping[str, Any]) -> tuple[Column[HandoverLine], ...]:
    names, order = frame["names"], list(HandoverState)
    return (
        Column(
            key="day",
            label=text("Day"),
            value=lambda line: line.turn.on,
            order=lambda line: line.turn.on,
            template="governance/cell_handover.html",
        ),
        Column(
            key="outgoing",
            label=text("Outgoing host"),
            value=lambda line: names.get(line.turn.outgoing),
        ),
        Column(
            key="incoming",
            label=text("Incoming host"),
            value=lambda line: names.get(line.turn.incoming),
        ),
        Column(
            key="state",
            label=text("State"),
            value=lambda line: HANDOVER_STATE_NAMES[line.state],
            order=lambda line: order.index(line.state),
            template="governance/cell_handover_state.html",
        ),
    )


@require_safe
def handover(request: HttpRequest, league: str, on: str) -> HttpResponse:
    """Show one handover: what is left open, and who has signed."""
    return _page(request, _sheet(request, league, on), None, OK)


@require_safe
def handover_docx(request: HttpRequest, league: str, on: str) -> HttpResponse:
    """Give a handover as docx."""
    sheet, names = _sheet(request, league, on), frames.framed(league)["names"]
    paper = paper_of(sheet, names, actor_of(request).authority)
    answered = HttpResponse(documents.minutes_docx(paper), content_type=DOCX)
    name = f"handover-{sheet.line.turn.on.isoformat()}.docx"
    answered["Content-Disposition"] = f'attachment; filename="{name}"'
    return answered


@require_POST
def handover_sign(
    request: HttpRequest, league: str, on: str, name: str
) -> HttpResponse:
    """Sign for one side; what is refused is shown again with what was typed."""
    actor, side = actor_of(request), _side(name)
    sheet = _sheet(request, league, on)
    reads.require_signer(actor, sheet.line.turn, side)
    desk = _desk(actor, sheet, side)
    form = SignForm(desk, request.POST, request.FILES, prefix=name)
    status = INVALID
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return redirect("governance:handover", league, on)
    except HansaError as error:
        show_refusal(form, error, SIGN_FIELDS)
        status = status_of(error)
        if isinstance(error, Conflict):
            form.refresh()
    return _page(request, sheet, (side, form), status)


def _side(name: str) -> Side:
    for side in Side:
        if side.value == name:
            return side
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the handover and choose one of its forms."),
    )


def _sheet(request: HttpRequest, league: str, on: str) -> HandoverSheet:
    actor, versions = actor_of(request), frames.versions_of(league)
    today = actor.at.astimezone(LEAGUE_ZONE).date()
    try:
        day = date.fromisoformat(on)
    except ValueError:
        day = date.min
    return reads.get_handover(actor, versions, day, today)


def _desk(actor: Actor, sheet: HandoverSheet, side: Side) -> HandoverDesk:
    turn = sheet.line.turn
    member = turn.outgoing if side is Side.OUTGOING else turn.incoming
    clerk = people.may_act_on_behalf(actor, turn.league, member)
    return HandoverDesk(actor=actor, sheet=sheet, side=side, clerk=clerk)


def _page(
    request: HttpRequest,
    sheet: HandoverSheet,
    sent: tuple[Side, SignForm] | None,
    status: int,
) -> HttpResponse:
    league = sheet.line.turn.league
    clauses = reads.turn_clauses(frames.versions_of(league), sheet.line.turn.on)
    context = {
        **_framed(league),
        "sheet": sheet,
        "line": sheet.line,
        "turn": sheet.line.turn,
        "light": HANDOVER_LIGHTS[sheet.line.state],
        "word": HANDOVER_STATE_NAMES[sheet.line.state],
        "kinds": _kinds(league, sheet),
        "forms": _forms(actor_of(request), sheet, sent),
        "clauses": clauses,
        "page_clauses": clauses,
    }
    return render(request, "governance/handover.html", context, status=status)


def _kinds(league: str, sheet: HandoverSheet) -> list[dict[str, Any]]:
    """Give the lines of a pack kind by kind, each with the address of its record."""
    return [
        {
            "name": LEFT_NAMES[kind],
            "left": [
                {
                    "title": Bilingual(one.zh, one.en),
                    "day": one.day,
                    "address": _address(league, one),
                }
                for one in sheet.left
                if one.kind is kind
            ],
        }
        for kind in LeftKind
    ]


def _address(league: str, one: Left) -> str:
    match one.kind:
        case LeftKind.ITEM | LeftKind.DECISION if one.within:
            return reverse("governance:item", args=[league, one.within, one.key])
        case LeftKind.MINUTES:
            return reverse("governance:minutes", args=[league, one.within])
        case LeftKind.AGREEMENT:
            return reverse("governance:agreement", args=[league, one.key])
        case LeftKind.REMINDER:
            return reverse("notices:notice", args=[league, one.key])
        case LeftKind.COMING:
            year = one.key.split("/")[1]
            address = reverse("governance:calendar", args=[league])
            return f"{address}?from={year}&to={year}"
    return reverse("governance:sessions", args=[league])


def _forms(
    actor: Actor, sheet: HandoverSheet, sent: tuple[Side, SignForm] | None
) -> list[dict[str, Any]]:
    found = {
        side: SignForm(_desk(actor, sheet, side), prefix=side.value)
        for side in reads.signs_for(actor, sheet)
    }
    if sent is not None:
        found[sent[0]] = sent[1]
    return [
        {
            "act": side,
            "form": form,
            "title": text("Sign for the host: {side}", side=SIDE_NAMES[side]),
            "verb": text("Sign"),
            "primary": True,
        }
        for side, form in found.items()
    ]
