"""Pages of circulars: what is owed in a year, and one circular with its text."""

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
from hansa.chassis.lists import Choice, Column, Filter, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.governance import documents
from hansa.governance.forms.circulars import (
    CIRCULAR_FORMS,
    CIRCULAR_TITLES,
    BesideForm,
    CircularDesk,
    CircularForm,
    CorrectForm,
)
from hansa.governance.reads import circular_desks as desks
from hansa.governance.reads import circulars as reads
from hansa.governance.services.circulars import drafting
from hansa.governance.terms.circulars import (
    SENDING_NAMES,
    CircularAct,
    CircularFilter,
    CircularLine,
    CircularSheet,
    CircularState,
    Sending,
)
from hansa.governance.views import session_frames as frames
from hansa.governance.views.minutes import DOCX
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import Conflict, HansaError, Missing
from hansa.kernel.text import Text, text

SENDING_LIGHTS: Mapping[Sending, str] = {
    Sending.OVERDUE: "late",
    Sending.LAPSED: "near",
    Sending.OPEN: "open",
    Sending.DRAFT: "open",
    Sending.FROZEN: "near",
    Sending.SENT: "done",
    Sending.UPCOMING: "ended",
    Sending.NOT_RECORDED: "ended",
    Sending.UNTOLD: "ended",
}
CIRCULAR_FIELDS: Mapping[str, str] = {
    "as-of-wrong": "as_of",
    "reason-missing": "reason",
    "signer-missing": "spoke_to",
    "call-before-notice": "at",
    "call-in-the-future": "at",
    "not-addressed": "member",
    "signed-already": "member",
    "not-begun": "first",
    "period-wrong": "first",
    "body-missing": "body",
}
"""Beside which field a refusal is shown."""

Sent = tuple[CircularAct, CircularForm] | None


@require_safe
def circulars(request: HttpRequest, league: str) -> HttpResponse:
    """List what the calendar of a year asks to be told, and what tells it."""
    actor, frame, day = actor_of(request), _framed(league), day_of(request)
    year = whole_number(request, "year", 0) or day.year
    wanted = CircularFilter(
        year=year,
        body=request.GET.get("body") or None,
        state=choice(request, "state", SENDING_NAMES),
    )
    versions = frames.versions_of(league)
    lines = reads.list_circulars(actor, versions, wanted, day)
    columns = _columns(frame)
    listing = Listing(
        slug="circulars",
        title=text("Circulars"),
        columns=columns,
        rows=Given(lines, columns),
        filters=_filters(request, frame, year),
        empty=text("The agreement asks for no circular in this year."),
    )
    overdue = sum(one.state is Sending.OVERDUE for one in lines)
    shown = {
        "lines": lines,
        "year": year,
        "overdue": overdue,
        "drafter": desks.may_draft_some(actor, league),
    }
    return answer(request, listing, "governance/circulars.html", {**frame, **shown})


def _framed(league: str) -> dict[str, Any]:
    lights = {"sending_lights": SENDING_LIGHTS, "sendings": SENDING_NAMES}
    return {**frames.framed(league), **lights}


def _columns(frame: Mapping[str, Any]) -> tuple[Column[CircularLine], ...]:
    bodies, order = frame["bodies"], list(Sending)
    return (
        Column(
            key="title",
            label=text("Circular"),
            value=lambda line: line.title,
            template="governance/cell_circular.html",
        ),
        Column(
            key="body",
            label=text("Body"),
            value=lambda line: bodies.get(line.body, line.body),
            order=lambda line: line.body,
            shown=False,
        ),
        Column(
            key="due",
            label=text("Due"),
            value=lambda line: line.window.end - frames.DAY,
            order=lambda line: line.window.end,
        ),
        Column(
            key="state",
            label=text("State"),
            value=lambda line: SENDING_NAMES[line.state],
            order=lambda line: order.index(line.state),
            template="governance/cell_circular_state.html",
        ),
        Column(
            key="reference",
            label=text("Number"),
            value=lambda line: line.reference or None,
        ),
        Column(
            key="sent",
            label=text("Sent"),
            value=lambda line: line.sent_on,
            order=lambda line: line.sent_on,
        ),
        Column(
            key="acknowledged",
            label=text("Acknowledged"),
            value=_counted,
            number=True,
        ),
    )


def _counted(line: CircularLine) -> str | None:
    counted = line.acknowledged
    return f"{counted.held}/{counted.asked}" if counted else None


def _filters(
    request: HttpRequest, frame: Mapping[str, Any], year: int
) -> tuple[Filter, ...]:
    asked = request.GET
    return (
        Filter(
            key="body",
            label=text("Body"),
            choices=tuple(
                Choice(value=id_, label=name) for id_, name in frame["bodies"].items()
            ),
            chosen=asked.get("body", ""),
        ),
        Filter(
            key="state",
            label=text("State"),
            choices=tuple(
                Choice(value=state.value, label=name)
                for state, name in SENDING_NAMES.items()
            ),
            chosen=asked.get("state", ""),
        ),
        Filter(
            key="year",
            label=text("Year"),
            kind="year",
            chosen=str(year),
            narrows=False,
        ),
    )


@require_POST
def circular_draft(request: HttpRequest, league: str) -> HttpResponse:
    """Draft the circular that is named, and lead to it."""
    entry = request.POST.get("entry", "")
    made = drafting.draft(actor_of(request), league, entry)
    say_done(request, text("The circular is drafted."))
    return redirect("governance:circular", league, made)


@require_http_methods(["GET", "HEAD", "POST"])
def circular_new(request: HttpRequest, league: str) -> HttpResponse:
    """Draft a circular that the agreement does not ask for."""
    actor, frame, status = actor_of(request), _framed(league), OK
    desks.require_some_draft(actor, league)
    form = BesideForm(frame["bodies"], request.POST or None)
    if request.method == "POST":
        status = INVALID
        try:
            if form.is_valid():
                made = form.keep(actor, league)
                say_done(request, text("The circular is drafted."))
                return redirect("governance:circular", league, made)
        except HansaError as error:
            show_refusal(form, error, CIRCULAR_FIELDS)
            status = status_of(error)
    context = {**frame, "form": form}
    return render(request, "governance/circular_form.html", context, status=status)


@require_safe
def circular(request: HttpRequest, league: str, circular_id: UUID) -> HttpResponse:
    """Show one circular: its text, its acknowledgements, and what may be done."""
    sheet = reads.get_circular(actor_of(request), league, circular_id)
    return _page(request, sheet, None, OK)


@require_safe
def circular_docx(request: HttpRequest, league: str, circular_id: UUID) -> HttpResponse:
    """Give a circular as docx: as it was frozen, or as it would be now."""
    sheet = reads.get_circular(actor_of(request), league, circular_id)
    content = documents.minutes_docx(sheet.content)
    answered = HttpResponse(content, content_type=DOCX)
    name = reads.paper_name(sheet.line)
    answered["Content-Disposition"] = f'attachment; filename="{name}"'
    return answered


@require_POST
def circular_act(
    request: HttpRequest, league: str, circular_id: UUID, name: str
) -> HttpResponse:
    """Do one act on a circular; what is refused is shown again with what was typed."""
    actor, act = actor_of(request), _act(name)
    sheet = reads.get_circular(actor, league, circular_id)
    desks.require_act(actor, sheet, act)
    form = CIRCULAR_FORMS[act](_desk(actor, sheet), request.POST, prefix=name)
    status = INVALID
    try:
        if form.is_valid():
            say_done(request, form.keep())
            made = form.made if isinstance(form, CorrectForm) else None
            return redirect("governance:circular", league, made or circular_id)
    except HansaError as error:
        show_refusal(form, error, CIRCULAR_FIELDS)
        status = status_of(error)
        if isinstance(error, Conflict):
            form.refresh()
    return _page(request, sheet, (act, form), status)


def _act(name: str) -> CircularAct:
    for act in CIRCULAR_FORMS:
        if act.value == name:
            return act
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the circular and choose one of its forms."),
    )


def _desk(actor: Actor, sheet: CircularSheet) -> CircularDesk:
    names = frames.framed(sheet.line.league)["names"]
    return CircularDesk(actor=actor, sheet=sheet, names=names)


def _page(
    request: HttpRequest, sheet: CircularSheet, sent: Sent, status: int
) -> HttpResponse:
    actor, frame = actor_of(request), _framed(sheet.line.league)
    state = Sending(sheet.line.state.value)
    context = {
        **frame,
        "sheet": sheet,
        "line": sheet.line,
        "light": SENDING_LIGHTS[state],
        "word": SENDING_NAMES[state],
        "headline": headline(sheet),
        "text": sheet.content,
        "plain": reads.plain_text(sheet.content),
        "forms": _forms(actor, sheet, sent),
        "page_clauses": sheet.entry.clauses,
    }
    return render(request, "governance/circular.html", context, status=status)


def headline(sheet: CircularSheet) -> Text:
    """Say in one sentence how a circular stands."""
    line, counted = sheet.line, sheet.counted
    match line.state:
        case CircularState.DRAFT:
            return text("The text follows the records until it is frozen.")
        case CircularState.FROZEN:
            return text(
                "Frozen as {reference}, not sent yet.", reference=line.reference
            )
    if counted.held == counted.asked:
        return text(
            "Every city has acknowledged {reference}.", reference=line.reference
        )
    return text(
        "{reference} is acknowledged by {held} of {asked} cities.",
        reference=line.reference,
        held=counted.held,
        asked=counted.asked,
    )


def _forms(actor: Actor, sheet: CircularSheet, sent: Sent) -> list[dict[str, Any]]:
    desk, offered = _desk(actor, sheet), desks.offers(actor, sheet)
    forms = {
        act: CIRCULAR_FORMS[act](desk, prefix=act.value)
        for act in CIRCULAR_FORMS
        if act in offered
    }
    if sent is not None:
        forms[sent[0]] = sent[1]
    main = desks.expected(sheet)
    return [
        {
            "act": act,
            "form": form,
            "title": CIRCULAR_TITLES[act][0],
            "verb": CIRCULAR_TITLES[act][1],
            "primary": act is main,
        }
        for act, form in forms.items()
    ]
