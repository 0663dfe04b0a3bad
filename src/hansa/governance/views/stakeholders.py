"""Pages of the associations that take part: the register, one of them, and a new one."""

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
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.governance.forms.stakeholders import (
    STAKEHOLDER_FORMS,
    STAKEHOLDER_TITLES,
    RevisedForm,
    StakeholderDesk,
    StakeholderForm,
)
from hansa.governance.reads import participation_desks as desks
from hansa.governance.reads import stakeholders as reads
from hansa.governance.reads.sessions import may_read_sessions
from hansa.governance.services import stakeholders as services
from hansa.governance.terms.stakeholders import (
    PROPOSAL_STATE_NAMES,
    STAKEHOLDER_KIND_NAMES,
    StakeholderAct,
    StakeholderLine,
)
from hansa.governance.views import session_frames as frames
from hansa.governance.views.proposals import PROPOSAL_LIGHTS
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import HansaError, Missing
from hansa.kernel.text import text

LINK = "link"
STAKEHOLDER_FIELDS: Mapping[str, str] = {
    "name-missing": "name",
    "accreditor-missing": "accredited_by",
    "code-unlikely": "credit_code",
    "day-unlikely": "on",
    "reason-missing": "reason",
}
"""Beside which field a refusal is shown."""


@require_safe
def stakeholders(request: HttpRequest, league: str) -> HttpResponse:
    """List the associations that take part; who is accredited today is counted."""
    actor, frame = actor_of(request), frames.framed(league)
    kind = choice(request, "kind", STAKEHOLDER_KIND_NAMES)
    lines, day = reads.list_stakeholders(actor, league, kind), frames.today_of(actor)
    columns = _columns()
    listing = Listing(
        slug="stakeholders",
        title=text("Associations that take part"),
        columns=columns,
        rows=Given(lines, columns),
        filters=(frames.filter_by("kind", text("Kind"), STAKEHOLDER_KIND_NAMES, kind),),
        row_id=lambda line: str(line.id),
        empty=text("Accredited associations will stand here."),
    )
    shown = {
        "accredited": [one for one in lines if one.is_accredited_on(day)],
        "inside": may_read_sessions(actor, league),
        "keeper": reads.may_keep(actor, league),
        "day": day,
    }
    return answer(request, listing, "governance/stakeholders.html", {**frame, **shown})


def _columns() -> tuple[Column[StakeholderLine], ...]:
    return (
        Column(
            key="number",
            label=text("Association no."),
            value=lambda line: line.label,
            order=lambda line: line.number,
        ),
        Column(
            key="name",
            label=text("Full name"),
            value=lambda line: line.name,
            order=lambda line: line.name,
            template="governance/cell_stakeholder.html",
        ),
        Column(
            key="kind",
            label=text("Kind"),
            value=lambda line: STAKEHOLDER_KIND_NAMES[line.kind],
        ),
        Column(
            key="by",
            label=text("Accredited by"),
            value=lambda line: line.accredited_by,
        ),
        Column(
            key="from",
            label=text("Accredited from"),
            value=lambda line: line.term.start,
            order=lambda line: line.term.start,
        ),
        Column(
            key="until",
            label=text("Until before"),
            value=lambda line: line.ended_on or line.term.end,
            order=lambda line: line.ended_on or line.term.end,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder_new(request: HttpRequest, league: str) -> HttpResponse:
    """Enter an association in the register."""
    actor, frame, status = actor_of(request), frames.framed(league), OK
    reads.require_keeper(actor, league)
    desk = StakeholderDesk(actor=actor, league=league, names=frame["names"])
    form = StakeholderForm(desk, request.POST or None)
    try:
        if request.method == "POST":
            status = INVALID
            if form.is_valid():
                made = services.accredit(actor, league, form.draft())
                say_done(request, text("The association is in the register."))
                return redirect("governance:stakeholder", league, made)
    except HansaError as error:
        show_refusal(form, error, STAKEHOLDER_FIELDS)
        status = status_of(error)
    shown = {**frame, "form": form}
    return render(request, "governance/stakeholder_form.html", shown, status=status)


@require_safe
def stakeholder(
    request: HttpRequest, league: str, stakeholder_id: UUID
) -> HttpResponse:
    """Show one association with its proposals."""
    line = reads.get_stakeholder(actor_of(request), league, stakeholder_id)
    return _page(request, line, None, OK)


@require_POST
def stakeholder_act(
    request: HttpRequest, league: str, stakeholder_id: UUID, name: str
) -> HttpResponse:
    """Do one act on an association; what is refused is shown with what was typed."""
    actor = actor_of(request)
    reads.require_keeper(actor, league)
    line = reads.get_stakeholder(actor, league, stakeholder_id)
    if name == LINK:
        made = services.make_filing_link(actor, league, stakeholder_id)
        return _page(request, line, None, OK, made)
    act = _act(name)
    form = STAKEHOLDER_FORMS[act](_desk(request, line), request.POST, prefix=name)
    status = INVALID
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return redirect("governance:stakeholder", league, stakeholder_id)
    except HansaError as error:
        show_refusal(form, error, STAKEHOLDER_FIELDS)
        status = status_of(error)
    return _page(request, line, (act, form), status)


def _act(name: str) -> StakeholderAct:
    for act in STAKEHOLDER_FORMS:
        if act.value == name:
            return act
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the association and choose one of its forms."),
    )


def _desk(request: HttpRequest, line: StakeholderLine) -> StakeholderDesk:
    return StakeholderDesk(
        actor=actor_of(request),
        league=line.league,
        names=frames.framed(line.league)["names"],
        stakeholder=line,
    )


def _page(
    request: HttpRequest,
    line: StakeholderLine,
    sent: tuple[StakeholderAct, RevisedForm] | None,
    status: int,
    link: str = "",
) -> HttpResponse:
    actor = actor_of(request)
    keeps, day = reads.may_keep(actor, line.league), frames.today_of(actor)
    offered = desks.stakeholder_offers(line) if keeps else frozenset()
    desk = _desk(request, line)
    forms = {
        act: kind(desk, prefix=act.value)
        for act, kind in STAKEHOLDER_FORMS.items()
        if act in offered
    }
    if sent is not None:
        forms[sent[0]] = sent[1]
    shown: dict[str, Any] = {
        **frames.framed(line.league),
        "line": line,
        "kind": STAKEHOLDER_KIND_NAMES[line.kind],
        "accredited": line.is_accredited_on(day),
        "proposals": reads.list_proposals_of(actor, line.league, line.id),
        "proposal_lights": PROPOSAL_LIGHTS,
        "proposal_states": PROPOSAL_STATE_NAMES,
        "keeper": keeps,
        "link": link,
        "forms": [
            {**one, "primary": False}
            for one in frames.offered(forms, STAKEHOLDER_TITLES)
        ],
    }
    return render(request, "governance/stakeholder.html", shown, status=status)
