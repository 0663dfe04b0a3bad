"""Pages of sessions: the list, one session, and a new one."""

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

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, choice, day_of, whole_number
from hansa.chassis.http import status_of
from hansa.chassis.lists import Column, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.directory.reads.places import bodies_ended
from hansa.governance.forms.dockets import SESSION_FORMS, TITLES
from hansa.governance.forms.sessions import ConveneForm, RunForm, seat_name
from hansa.governance.reads import agreements as agreement_reads
from hansa.governance.reads import session_desks as desks
from hansa.governance.reads import sessions as reads
from hansa.governance.reads.calendars import get_entry
from hansa.governance.services.sessions import convening
from hansa.governance.terms import LEVEL_NAMES
from hansa.governance.terms.sessions import (
    SESSION_STATE_NAMES,
    SessionAct,
    SessionFilter,
    SessionLine,
    SessionSheet,
    SessionState,
)
from hansa.governance.views import session_frames as frames
from hansa.kernel.errors import Conflict, HansaError, Missing
from hansa.kernel.text import text

OK, INVALID = 200, 422
FIELDS: Mapping[str, str] = {
    "outside-period": "first",
    "other-host": "host",
    "no-free-entry": "body",
    "body-not-standing": "body",
    "day-unlikely": "first",
    "reason-missing": "reason",
    "title-missing": "title",
    "class-unknown": "class_id",
    "competence": "act",
    "not-cleared": "title",
    "urgent-incomplete": "urgent_document",
    "other-chair": "office",
    "alternate-incomplete": "who",
}
"""Beside which field a refusal is shown."""


@require_safe
def sessions(request: HttpRequest, league: str) -> HttpResponse:
    """List the sessions of a league, the latest first."""
    actor, frame = actor_of(request), frames.framed(league)
    wanted = SessionFilter(
        year=whole_number(request, "year", 0) or None,
        body=request.GET.get("body") or None,
        state=choice(request, "state", SESSION_STATE_NAMES),
    )
    lines = reads.list_sessions(actor, league, wanted)
    columns = _columns(frame)
    listing = Listing(
        slug="sessions",
        title=text("Sessions"),
        columns=columns,
        rows=Given(lines, columns),
        filters=frames.filters_of(request, frame, SESSION_STATE_NAMES),
        row_id=lambda line: str(line.id),
        empty=text("No session is convened yet."),
    )
    shown = {"lines": lines, "convener": desks.may_convene_some(actor, league)}
    return answer(request, listing, "governance/sessions.html", {**frame, **shown})


def _columns(frame: Mapping[str, Any]) -> tuple[Column[SessionLine], ...]:
    bodies, names, order = frame["bodies"], frame["names"], list(SessionState)
    return (
        Column(
            key="day",
            label=text("Day"),
            value=lambda line: line.days.start,
            order=lambda line: line.days.start,
            template="governance/cell_session.html",
        ),
        Column(
            key="body",
            label=text("Body"),
            value=lambda line: bodies.get(line.body, line.body),
            order=lambda line: line.body,
        ),
        Column(
            key="level",
            label=text("Level"),
            value=lambda line: LEVEL_NAMES[line.level] if line.level else None,
        ),
        Column(
            key="host",
            label=text("Host"),
            value=lambda line: names.get(line.host or ""),
            order=lambda line: line.host or "",
        ),
        Column(
            key="state",
            label=text("State"),
            value=lambda line: SESSION_STATE_NAMES[line.state],
            order=lambda line: order.index(line.state),
            template="governance/cell_session_state.html",
        ),
        Column(
            key="entry",
            label=text("Entry of the calendar"),
            value=lambda line: line.entry,
            shown=False,
        ),
    )


@require_safe
def session(request: HttpRequest, league: str, session_id: UUID) -> HttpResponse:
    """Show one session: docket, positions, attendance, and what is missing."""
    sheet = reads.get_session(actor_of(request), league, session_id)
    return _page(request, sheet, None, OK)


@require_POST
def session_act(
    request: HttpRequest, league: str, session_id: UUID, name: str
) -> HttpResponse:
    """Do one act on a session; what is refused is shown again with what was typed."""
    actor = actor_of(request)
    sheet = reads.get_session(actor, league, session_id)
    act = _act(name)
    desks.require_act(actor, sheet, act)
    desk = frames.desk_of(actor, sheet, frames.framed(league))
    form = SESSION_FORMS[act](desk, request.POST, prefix=name)
    status = INVALID
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return redirect("governance:session", league, session_id)
    except HansaError as error:
        show_refusal(form, error, FIELDS)
        status = status_of(error)
        if isinstance(error, Conflict):
            form.refresh()
    return _page(request, sheet, (act, form), status)


def _act(name: str) -> SessionAct:
    for act in SESSION_FORMS:
        if act.value == name:
            return act
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the session and choose one of its forms."),
    )


def _page(
    request: HttpRequest,
    sheet: SessionSheet,
    sent: tuple[SessionAct, RunForm] | None,
    status: int,
) -> HttpResponse:
    actor, frame = actor_of(request), frames.framed(sheet.line.league)
    context = {**frame, **_shown(sheet, frame), **_forms(actor, sheet, frame, sent)}
    return render(request, "governance/session.html", context, status=status)


def _shown(sheet: SessionSheet, frame: Mapping[str, Any]) -> dict[str, Any]:
    names, bodies = frame["names"], frame["bodies"]
    seats = [
        {
            "mark": mark,
            "name": seat_name(mark.seat, names, bodies) if mark.seat else mark.invitee,
        }
        for mark in sheet.attendance.marks
    ]
    return {
        "sheet": sheet,
        "line": sheet.line,
        "headline": frames.headline(sheet),
        "light": frames.STATE_LIGHTS[sheet.line.state],
        "last": frames.last_day(sheet.line),
        "docket": [
            {
                "weighed": one,
                "item": one.item,
                "advice": sheet.advised[one.item.id],
                "light": frames.outcome_light(one),
                "word": frames.outcome_word(one),
            }
            for one in sheet.items
        ],
        "class_names": {one.id: one.title for one, _count in sheet.classes},
        "matrix": frames.positions_matrix(sheet),
        "seats": seats,
        "vacant": [seat_name(one, names, bodies) for one in sheet.attendance.vacant],
        "signed": agreement_reads.of_session(sheet.line.league, sheet.line.id),
        "moments": frames.moments(sheet.steps, sheet.items),
        "resting_on": sheet.body.docket.consensus.assumptions
        if sheet.body.docket and sheet.body.docket.consensus
        else (),
    }


def _forms(
    actor: Actor,
    sheet: SessionSheet,
    frame: dict[str, Any],
    sent: tuple[SessionAct, RunForm] | None,
) -> dict[str, Any]:
    offered, main = desks.offers(actor, sheet), desks.expected(sheet)
    desk = frames.desk_of(actor, sheet, frame)
    forms = {
        act: SESSION_FORMS[act](desk, prefix=act.value)
        for act in sorted(SESSION_FORMS, key=lambda one: one is not main)
        if act in offered
    }
    if sent is not None:
        forms[sent[0]] = sent[1]
    return {
        "forms": [
            {
                "act": act,
                "form": form,
                "title": TITLES[act][0],
                "verb": TITLES[act][1],
                "primary": act is main,
            }
            for act, form in forms.items()
        ]
    }


@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request: HttpRequest, league: str) -> HttpResponse:
    """Convene a session: the form proposes what the agreement asks for."""
    actor, frame = actor_of(request), frames.framed(league)
    desks.require_convener(actor, league)
    status = OK
    if request.method != "POST":
        form = _convene_form(request, frame, initial=_proposed(request, league))
    else:
        form, status = _convene_form(request, frame, data=request.POST), INVALID
        try:
            if form.is_valid():
                made = convening.convene(actor, league, form.draft())
                say_done(request, text("The session is convened."))
                return redirect("governance:session", league, made)
        except HansaError as error:
            show_refusal(form, error, FIELDS)
            status = status_of(error)
    context = {**frame, "form": form}
    return render(request, "governance/session_form.html", context, status=status)


def _convene_form(
    request: HttpRequest, frame: Mapping[str, Any], **given: Any
) -> ConveneForm:
    """Give the form of a new session; it offers the bodies that have not ended."""
    ended = bodies_ended(frame["version"].league, day_of(request))
    bodies = {id_: name for id_, name in frame["bodies"].items() if id_ not in ended}
    return ConveneForm(bodies=bodies, members=frame["names"], **given)


def _proposed(request: HttpRequest, league: str) -> dict[str, Any]:
    """Give what the agreement proposes for the entry that the address names."""
    entry_id = request.GET.get("entry", "")
    if not entry_id:
        return {"body": request.GET.get("body", "")}
    versions = frames.versions_of(league)
    entry = get_entry(versions, entry_id)
    return {
        "body": entry.body,
        "level": entry.level.value if entry.level else "",
        "year": entry.year,
        "first": entry.window.start,
    }
