"""Pages of proposals: the public list with ages, one proposal, and what a link opens."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hansa.chassis.asked import actor_of, choice
from hansa.chassis.http import status_of
from hansa.chassis.language import render as written
from hansa.chassis.lists import Column, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.governance.forms.stakeholders import (
    PROPOSAL_FORMS,
    PROPOSAL_TITLES,
    FilingForm,
    ProposalForm,
    RevisedForm,
    StakeholderDesk,
    TakeBackForm,
)
from hansa.governance.reads import participation_desks as desks
from hansa.governance.reads import stakeholders as reads
from hansa.governance.reads.consultations import list_consultations
from hansa.governance.reads.sessions import may_read_sessions
from hansa.governance.services import proposals as services
from hansa.governance.terms.consultations import CHANNEL_NAMES, ConsultationState
from hansa.governance.terms.experts import TREATMENT_NAMES
from hansa.governance.terms.stakeholders import (
    PROPOSAL_STATE_NAMES,
    UNANSWERED,
    LinkSheet,
    ProposalAct,
    ProposalLine,
    ProposalState,
)
from hansa.governance.views import session_frames as frames
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import Conflict, HansaError, Missing, Refused
from hansa.kernel.text import text

PROPOSAL_FIELDS: Mapping[str, str] = {
    "title-missing": "title",
    "words-missing": "words",
    "comment-empty": "words",
    "day-unlikely": "filed_on",
    "not-accredited": "stakeholder",
    "reason-missing": "reason",
}
"""Beside which field a refusal is shown."""
PROPOSAL_LIGHTS = {
    ProposalState.OPEN: "open",
    ProposalState.LATE: "late",
    ProposalState.ANSWERED: "done",
    ProposalState.ANSWERED_LATE: "near",
    ProposalState.WITHDRAWN: "ended",
}


@require_safe
def proposals(request: HttpRequest, league: str) -> HttpResponse:
    """List proposals; the unanswered are told of in the heading, with their age."""
    actor, frame = actor_of(request), frames.framed(league)
    state = choice(request, "state", PROPOSAL_STATE_NAMES)
    lines = reads.list_proposals(actor, league, state)
    columns = _columns()
    listing = Listing(
        slug="proposals",
        title=text("Proposals of associations"),
        columns=columns,
        rows=Given(lines, columns),
        filters=(
            frames.filter_by("state", text("State"), PROPOSAL_STATE_NAMES, state),
        ),
        row_id=lambda line: str(line.id),
        empty=text("Proposals of accredited associations will stand here."),
    )
    waiting = [one for one in lines if one.state in UNANSWERED]
    shown = {
        "waiting": waiting,
        "late": [one for one in waiting if one.state is ProposalState.LATE],
        "oldest": max((one.age for one in waiting), default=0),
        "proposal_lights": PROPOSAL_LIGHTS,
        "inside": may_read_sessions(actor, league),
        "keeper": reads.may_keep(actor, league),
    }
    return answer(request, listing, "governance/proposals.html", {**frame, **shown})


def _columns() -> tuple[Column[ProposalLine], ...]:
    states = list(ProposalState)
    return (
        Column(
            key="number",
            label=text("Proposal no."),
            value=lambda line: line.code,
            order=lambda line: line.number,
        ),
        Column(
            key="title",
            label=text("Title"),
            value=lambda line: line.title,
            template="governance/cell_proposal.html",
        ),
        Column(
            key="stakeholder",
            label=text("Association"),
            value=lambda line: line.stakeholder_name,
            order=lambda line: line.stakeholder_name,
        ),
        Column(
            key="filed",
            label=text("Received on"),
            value=lambda line: line.filed_on,
            order=lambda line: line.filed_on,
        ),
        Column(
            key="due",
            label=text("Answer due by"),
            value=lambda line: line.due_on,
            order=lambda line: line.due_on,
        ),
        Column(
            key="age",
            label=text("Days until the answer, or until today"),
            value=lambda line: line.age,
            order=lambda line: line.age,
            number=True,
        ),
        Column(
            key="state",
            label=text("State"),
            value=lambda line: PROPOSAL_STATE_NAMES[line.state],
            order=lambda line: states.index(line.state),
            template="governance/cell_proposal_state.html",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_new(request: HttpRequest, league: str) -> HttpResponse:
    """Enter a proposal for an association that sent it."""
    actor, frame, status = actor_of(request), frames.framed(league), OK
    reads.require_keeper(actor, league)
    form = ProposalForm(reads.list_stakeholders(actor, league), request.POST or None)
    try:
        if request.method == "POST":
            status = INVALID
            if form.is_valid():
                who = UUID(form.cleaned_data["stakeholder"])
                made = services.file_proposal(actor, league, who, form.draft())
                say_done(request, text("The proposal has its number."))
                return redirect("governance:proposal", league, made)
    except HansaError as error:
        show_refusal(form, error, PROPOSAL_FIELDS)
        status = status_of(error)
    shown = {**frame, "form": form}
    return render(request, "governance/proposal_form.html", shown, status=status)


@require_safe
def proposal(request: HttpRequest, league: str, proposal_id: UUID) -> HttpResponse:
    """Show one proposal with its answer, or its age."""
    line = reads.get_proposal(actor_of(request), league, proposal_id)
    return _page(request, line, None, OK)


@require_POST
def proposal_act(
    request: HttpRequest, league: str, proposal_id: UUID, name: str
) -> HttpResponse:
    """Do one act on a proposal; what is refused is shown with what was typed."""
    actor, act = actor_of(request), _act(name)
    reads.require_keeper(actor, league)
    line = reads.get_proposal(actor, league, proposal_id)
    form = PROPOSAL_FORMS[act](_desk(request, line), request.POST, prefix=name)
    status = INVALID
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return redirect("governance:proposal", league, proposal_id)
    except HansaError as error:
        show_refusal(form, error, PROPOSAL_FIELDS)
        status = status_of(error)
    return _page(request, line, (act, form), status)


def _act(name: str) -> ProposalAct:
    for act in PROPOSAL_FORMS:
        if act.value == name:
            return act
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the proposal and choose one of its forms."),
    )


def _desk(request: HttpRequest, line: ProposalLine) -> StakeholderDesk:
    return StakeholderDesk(
        actor=actor_of(request),
        league=line.league,
        names=frames.framed(line.league)["names"],
        proposal=line,
    )


def _page(
    request: HttpRequest,
    line: ProposalLine,
    sent: tuple[ProposalAct, RevisedForm] | None,
    status: int,
) -> HttpResponse:
    keeps = reads.may_keep(actor_of(request), line.league)
    offered = desks.proposal_offers(line) if keeps else frozenset()
    desk = _desk(request, line)
    forms = {
        act: kind(desk, prefix=act.value)
        for act, kind in PROPOSAL_FORMS.items()
        if act in offered
    }
    if sent is not None:
        forms[sent[0]] = sent[1]
    waits = line.state in UNANSWERED
    shown: dict[str, Any] = {
        **_told(line),
        "forms": [
            {**one, "primary": one["primary"] and waits}
            for one in frames.offered(forms, PROPOSAL_TITLES)
        ],
    }
    return render(request, "governance/proposal.html", shown, status=status)


def _told(line: ProposalLine) -> dict[str, Any]:
    return {
        **frames.framed(line.league),
        "line": line,
        "light": PROPOSAL_LIGHTS[line.state],
        "word": PROPOSAL_STATE_NAMES[line.state],
        "channel": CHANNEL_NAMES[line.channel],
        "treatments": TREATMENT_NAMES,
        "waits": line.state in UNANSWERED,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Let an association file one thing by its link; then show what came of it."""
    actor, status = actor_of(request), OK
    sheet = reads.get_link(actor, token)
    form, back = _filing(request, sheet)
    if request.method == "POST":
        status = INVALID
        sent = back if "take_back" in request.POST else form
        try:
            if sent.is_valid():
                _file(request, token, sent)
                return _unlinked(redirect("filing:page", token))
        except (Conflict, Refused) as error:
            show_refusal(sent, error, PROPOSAL_FIELDS)
            status = status_of(error)
    shown: dict[str, Any] = {
        **frames.framed(sheet.stakeholder.league),
        **(_told(sheet.proposal) if sheet.proposal else {}),
        "sheet": sheet,
        "form": form if sheet.usable or form.is_bound else None,
        "back": back,
    }
    return _unlinked(
        render(request, "governance/filing_link.html", shown, status=status)
    )


def _filing(request: HttpRequest, sheet: LinkSheet) -> tuple[FilingForm, TakeBackForm]:
    lines = list_consultations(
        actor_of(request), sheet.stakeholder.league, ConsultationState.OPEN
    )
    open_ = [(one.id, f"{one.code} {written(one.title)}") for one in lines]
    posted = request.POST if request.method == "POST" else None
    taken_back = posted is not None and "take_back" in posted
    return (
        FilingForm(open_, None if taken_back else posted),
        TakeBackForm(posted if taken_back else None),
    )


def _file(request: HttpRequest, token: str, sent: FilingForm | TakeBackForm) -> None:
    actor = actor_of(request)
    if isinstance(sent, TakeBackForm):
        services.withdraw_by_link(actor, token, sent.cleaned_data["reason"])
    elif sent.consultation is not None:
        words = sent.cleaned_data["words"]
        services.comment_with_link(actor, token, sent.consultation, words)
    else:
        services.file_by_link(actor, token, sent.draft())


def _unlinked(answered: HttpResponse) -> HttpResponse:
    """Keep the secret in the address from search engines and from pages linked to."""
    answered["Referrer-Policy"] = "same-origin"
    answered["X-Robots-Tag"] = "noindex, nofollow"
    return answered
