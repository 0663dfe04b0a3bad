"""Pages of joint legislation: the agenda, one dossier with its table, and a new one."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hansa.chassis.asked import actor_of, choice, page_of, whole_number
from hansa.chassis.http import status_of
from hansa.chassis.lists import Choice, Column, Filter, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.governance.forms.laws import (
    LAW_FORMS,
    LAW_TITLES,
    LawActForm,
    LawDesk,
    LawForm,
)
from hansa.governance.reads import experts as expert_reads
from hansa.governance.reads import laws as reads
from hansa.governance.reads.calendars import list_bodies
from hansa.governance.reads.studies import list_studies
from hansa.governance.services.laws import agenda
from hansa.governance.terms import Body
from hansa.governance.terms.laws import (
    DIVERGENCE_NAMES,
    LAW_STANCE_NAMES,
    LAW_STATE_NAMES,
    DivergenceKind,
    LawAct,
    LawLine,
    LawSheet,
    LawState,
    WeighedRow,
)
from hansa.governance.views import session_frames as frames
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import Conflict, HansaError, Missing
from hansa.kernel.text import Text, text

ROWS_A_PAGE = 50
LAW_LIGHTS = {
    LawState.DRAFTING: "open",
    LawState.DIVERGING: "near",
    LawState.SETTLED: "near",
    LawState.HARMONISED: "done",
    LawState.CLOSED: "done",
    LawState.GIVEN_UP: "ended",
}
LAW_FIELDS: Mapping[str, str] = {
    "title-missing": "title",
    "cities-too-few": "members",
    "articles-missing": "words",
    "draft-too-long": "words",
    "draft-unreadable": "paper",
    "file-kind-unknown": "paper",
    "reason-missing": "reason",
    "due-passed": "due_on",
    "document-missing": "document",
    "day-unlikely": "on",
    "law-study-linked": "study",
}
"""Beside which field a refusal is shown."""

Sent = tuple[LawAct, LawActForm] | None


class Showing(StrEnum):
    """Which rows of a table are shown."""

    OPEN = "open"
    MISSING = "missing"
    QUANTITY = "quantity"
    WORDING = "wording"


SHOWING_NAMES: Mapping[Showing, Text] = {
    Showing.OPEN: text("every open divergence"),
    Showing.MISSING: DIVERGENCE_NAMES[DivergenceKind.MISSING],
    Showing.QUANTITY: DIVERGENCE_NAMES[DivergenceKind.QUANTITY],
    Showing.WORDING: DIVERGENCE_NAMES[DivergenceKind.WORDING],
}


def clauses_of(frame: Mapping[str, Any], line: LawLine) -> tuple[str, ...]:
    """Give the clauses of the body that deals with a rule, for the foot of its pages."""
    bodies = list_bodies(frame["version"])
    return next((one.clauses for one in bodies if one.id == line.agenda.body), ())


def framed(league: str) -> dict[str, Any]:
    """Give what the templates of joint legislation name things by."""
    return {
        **frames.framed(league),
        "law_states": LAW_STATE_NAMES,
        "law_lights": LAW_LIGHTS,
        "divergences": DIVERGENCE_NAMES,
        "stances": LAW_STANCE_NAMES,
    }


@require_safe
def laws(request: HttpRequest, league: str) -> HttpResponse:
    """List the joint agenda, with the body that deals with it."""
    actor, frame = actor_of(request), framed(league)
    wanted = reads.LawFilter(
        year=whole_number(request, "year", 0) or None,
        member=request.GET.get("city") or None,
        state=choice(request, "state", LAW_STATE_NAMES),
    )
    lines = reads.list_laws(actor, league, wanted)
    shown = {
        "lines": lines,
        "diverging": sum(line.state is LawState.DIVERGING for line in lines),
        "waiting": _waiting(frame, lines),
        "keeper": reads.may_keep(actor, league),
    }
    listing = _listing(request, frame, lines)
    return answer(request, listing, "governance/laws.html", {**frame, **shown})


def _listing(
    request: HttpRequest, frame: Mapping[str, Any], lines: tuple[LawLine, ...]
) -> Listing[LawLine]:
    columns = _columns(frame)
    return Listing(
        slug="laws",
        title=text("Joint legislative agenda"),
        columns=columns,
        rows=Given(lines, columns),
        filters=_filters(request, frame),
        row_id=lambda line: str(line.id),
        empty=text("The rules that cities draft together will stand here."),
    )


def _waiting(frame: Mapping[str, Any], lines: tuple[LawLine, ...]) -> list[Body]:
    """Give the bodies named here that still wait for their condition."""
    named = {line.agenda.body for line in lines}
    return [
        body
        for body in list_bodies(frame["version"])
        if body.id in named and body.condition and body.established_on is None
    ]


def _filters(request: HttpRequest, frame: Mapping[str, Any]) -> tuple[Filter, ...]:
    asked = request.GET
    return (
        Filter(
            key="city",
            label=text("City"),
            choices=tuple(
                Choice(value=id_, label=name) for id_, name in frame["names"].items()
            ),
            chosen=asked.get("city", ""),
        ),
        Filter(
            key="state",
            label=text("State"),
            choices=tuple(
                Choice(value=one.value, label=name)
                for one, name in LAW_STATE_NAMES.items()
            ),
            chosen=asked.get("state", ""),
        ),
        Filter(
            key="year", label=text("Year"), kind="words", chosen=asked.get("year", "")
        ),
    )


def _columns(frame: Mapping[str, Any]) -> tuple[Column[LawLine], ...]:
    names, states = frame["names"], list(LawState)
    return (
        Column(
            key="number",
            label=text("Dossier no."),
            value=lambda line: line.code,
            order=lambda line: line.number,
        ),
        Column(
            key="title",
            label=text("Joint rule"),
            value=lambda line: line.agenda.title,
            order=lambda line: line.agenda.title,
            template="governance/cell_law.html",
        ),
        Column(
            key="year",
            label=text("Year"),
            value=lambda line: line.agenda.year,
            order=lambda line: line.agenda.year,
        ),
        Column(
            key="cities",
            label=text("Cities"),
            value=lambda line: tuple(names[member] for member in line.members),
        ),
        Column(
            key="open",
            label=text("Open divergences"),
            value=lambda line: line.open,
            order=lambda line: line.open,
            number=True,
        ),
        Column(
            key="same",
            label=text("Concordant"),
            value=lambda line: f"{line.concordance.same}/{line.concordance.agreed}",
            order=lambda line: line.concordance.same,
        ),
        Column(
            key="state",
            label=text("State"),
            value=lambda line: LAW_STATE_NAMES[line.state],
            order=lambda line: states.index(line.state),
            template="governance/cell_law_state.html",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def law_new(request: HttpRequest, league: str) -> HttpResponse:
    """Enter a rule in the joint agenda."""
    actor, frame = actor_of(request), framed(league)
    reads.require_keeper(actor, league)
    names, bodies, status = frame["names"], frame["bodies"], OK
    desk = LawDesk(actor=actor, league=league, names=names, bodies=bodies)
    form = LawForm(desk, request.POST or None)
    try:
        if request.method == "POST":
            status = INVALID
            if form.is_valid():
                made = agenda.add_law(actor, league, form.stated())
                say_done(request, text("The rule is in the joint agenda."))
                return redirect("governance:law", league, made)
    except HansaError as error:
        show_refusal(form, error, LAW_FIELDS)
        status = status_of(error)
    context = {**frame, "form": form}
    return render(request, "governance/law_form.html", context, status=status)


@require_safe
def law(request: HttpRequest, league: str, law_id: UUID) -> HttpResponse:
    """Show one dossier: the drafts side by side, and what may be done."""
    sheet = reads.get_law(actor_of(request), league, law_id)
    return page(request, sheet, None, OK)


@require_POST
def law_act(request: HttpRequest, league: str, law_id: UUID, name: str) -> HttpResponse:
    """Do one act on a dossier; what is refused is shown again with what was typed."""
    act = act_named(name, LAW_FORMS)
    sheet = reads.get_law(actor_of(request), league, law_id)
    reads.require_act(actor_of(request), sheet, act)
    desk = desk_of(request, sheet)
    form = LAW_FORMS[act](desk, request.POST, request.FILES, prefix=name)
    status = kept(request, form)
    if status == OK:
        return redirect("governance:law", league, law_id)
    return page(request, sheet, (act, form), status)


def kept(request: HttpRequest, form: LawActForm) -> int:
    """Do the act of a form, and give the status of its page; OK once it is done."""
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return OK
    except HansaError as error:
        show_refusal(form, error, LAW_FIELDS)
        if isinstance(error, Conflict):
            form.refresh()
        return status_of(error)
    return INVALID


def act_named(name: str, forms: Mapping[LawAct, Any]) -> LawAct:
    """Find an act by its name in the address.

    Raises:
        Missing: the page has no such form.
    """
    for act in forms:
        if act.value == name:
            return act
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the dossier and choose one of its forms."),
    )


def desk_of(
    request: HttpRequest, sheet: LawSheet, row: WeighedRow | None = None
) -> LawDesk:
    """Give what the forms of a dossier are made from."""
    actor, league = actor_of(request), sheet.line.league
    frame = frames.framed(league)
    studies = (
        list_studies(actor, league) if expert_reads.may_read(actor, league) else ()
    )
    return LawDesk(
        actor=actor,
        league=league,
        names=frame["names"],
        bodies=frame["bodies"],
        sheet=sheet,
        speaks=reads.spoken_for(actor, sheet.line),
        studies=[(one.id, f"{one.code} {one.question}") for one in studies],
        row=row,
    )


def page(
    request: HttpRequest, sheet: LawSheet, sent: Sent, status: int
) -> HttpResponse:
    """Draw the page of a dossier."""
    actor, line = actor_of(request), sheet.line
    offered, desk = reads.offers(actor, sheet), desk_of(request, sheet)
    forms = {
        act: kind(desk, prefix=act.value)
        for act, kind in LAW_FORMS.items()
        if act in offered
    }
    if sent is not None:
        forms[sent[0]] = sent[1]
    showing = choice(request, "show", SHOWING_NAMES)
    frame = framed(line.league)
    context = {
        **frame,
        "page_clauses": clauses_of(frame, line),
        "sheet": sheet,
        "line": line,
        "headline": headline(sheet),
        "showing": showing,
        "showings": SHOWING_NAMES,
        "rows": page_of(request, _rows(line, showing), ROWS_A_PAGE),
        "columns": line.drafts,
        "forms": frames.offered(forms, LAW_TITLES),
    }
    return render(request, "governance/law.html", context, status=status)


def _rows(line: LawLine, showing: Showing | None) -> tuple[WeighedRow, ...]:
    if showing is None:
        return line.rows
    wanted = {
        kind
        for kind in DivergenceKind
        if showing is Showing.OPEN or kind.value == showing.value
    }
    return reads.rows_with(line, wanted)


def headline(sheet: LawSheet) -> Text:
    """Say in one sentence how a dossier stands."""
    line, concordance = sheet.line, sheet.line.concordance
    match line.state:
        case LawState.DRAFTING:
            return text(
                "Drafts brought: {held} of {asked}.",
                held=len(line.drafts),
                asked=len(line.members),
            )
        case LawState.HARMONISED | LawState.CLOSED:
            return text(
                "{same} of {agreed} agreed articles say the same ({percent} %); "
                "local differences: {local}.",
                same=concordance.same,
                agreed=concordance.agreed,
                percent=concordance.percent,
                local=len(line.rows) - concordance.agreed,
            )
        case LawState.GIVEN_UP:
            return text("The rule is not pursued together.")
    return text(
        "Open divergences: {open}; concordant are {same} of {agreed} articles "
        "({percent} %).",
        open=line.open,
        same=concordance.same,
        agreed=concordance.agreed,
        percent=concordance.percent,
    )
