"""Pages of agreements: the list, one with its slots for signatures, a new one, signing."""

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

from hansa.chassis.asked import actor_of, choice, whole_number
from hansa.chassis.http import status_of
from hansa.chassis.lists import Column, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.directory.reads import people
from hansa.governance.forms.agreements import (
    AGREEMENT_FORMS,
    AGREEMENT_TITLES,
    AgreementDesk,
    AgreementForm,
    DraftForm,
    SignForm,
    desk_of,
)
from hansa.governance.reads import agreement_desks as desks
from hansa.governance.reads import agreements as reads
from hansa.governance.reads import session_desks
from hansa.governance.reads.agreement_wire import body_of
from hansa.governance.terms.agreements import (
    AGREEMENT_STATE_NAMES,
    AgreementAct,
    AgreementLine,
    AgreementSheet,
    AgreementState,
    AgreementVersion,
)
from hansa.governance.views import session_frames as frames
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import Conflict, HansaError, Missing
from hansa.kernel.text import Text, text

STATE_LIGHTS = {
    AgreementState.DRAFT: "open",
    AgreementState.CIRCULATED: "near",
    AgreementState.SEALED: "near",
    AgreementState.PUBLISHED: "done",
}
AGREEMENT_FIELDS: Mapping[str, str] = {
    "words-missing": "reason",
    "evidence-needed": "evidence",
    "competence": "session",
    "nothing-adopted": "session",
    "not-cleared": "session",
}
"""Beside which field a refusal is shown."""

Sent = tuple[AgreementAct, AgreementForm] | None


def framed(league: str) -> dict[str, Any]:
    """Give what the templates of agreements name things by."""
    return {
        **frames.framed(league),
        "agreement_states": AGREEMENT_STATE_NAMES,
        "agreement_lights": STATE_LIGHTS,
    }


@require_safe
def agreements(request: HttpRequest, league: str) -> HttpResponse:
    """List the agreements of a league, the latest first."""
    actor, frame = actor_of(request), framed(league)
    lines = reads.list_agreements(
        actor,
        league,
        year=whole_number(request, "year", 0) or None,
        body=request.GET.get("body") or None,
        state=choice(request, "state", AGREEMENT_STATE_NAMES),
    )
    columns = _columns(frame)
    listing = Listing(
        slug="agreements",
        title=text("Agreements"),
        columns=columns,
        rows=Given(lines, columns),
        filters=frames.filters_of(request, frame, AGREEMENT_STATE_NAMES),
        row_id=lambda line: str(line.id),
        empty=text("No agreement is drafted yet."),
    )
    drafts = session_desks.may_convene_some(actor, league)
    shown = {"headline": _summed(lines), "drafts": drafts}
    return answer(request, listing, "governance/agreements.html", {**frame, **shown})


def _summed(lines: tuple[AgreementLine, ...]) -> Text:
    out = sum(line.state is AgreementState.CIRCULATED for line in lines)
    signed = sum(bool(line.seal) for line in lines)
    return text(
        "Agreements: {count}, signed by all: {signed}, out for signature: {out}",
        count=len(lines),
        signed=signed,
        out=out,
    )


def _columns(frame: Mapping[str, Any]) -> tuple[Column[AgreementLine], ...]:
    bodies, order = frame["bodies"], list(AgreementState)
    return (
        Column(
            key="year",
            label=text("Year"),
            value=lambda line: line.year,
            order=lambda line: line.year,
        ),
        Column(
            key="title",
            label=text("Agreement"),
            value=lambda line: line.name,
            order=lambda line: line.title,
            template="governance/cell_agreement.html",
        ),
        Column(
            key="body",
            label=text("Body"),
            value=lambda line: bodies.get(line.body, line.body),
            order=lambda line: line.body,
        ),
        Column(
            key="signed",
            label=text("Signatures"),
            value=lambda line: f"{line.signed}/{line.asked}",
            order=lambda line: line.signed,
        ),
        Column(
            key="due_on",
            label=text("To sign by"),
            value=lambda line: line.due_on,
        ),
        Column(
            key="state",
            label=text("State"),
            value=lambda line: AGREEMENT_STATE_NAMES[line.state],
            order=lambda line: order.index(line.state),
            template="governance/cell_agreement_state.html",
        ),
        Column(key="number", label=text("Number"), value=lambda line: line.reference),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_new(request: HttpRequest, league: str) -> HttpResponse:
    """Draft an agreement from the decisions of a session."""
    actor, frame = actor_of(request), framed(league)
    session_desks.require_convener(actor, league)
    lines = desks.list_draftable(actor, league)
    form, status = DraftForm(lines, frame["bodies"], initial=request.GET.dict()), OK
    if request.method == "POST":
        form, status = DraftForm(lines, frame["bodies"], request.POST), INVALID
        try:
            if form.is_valid():
                made = form.keep(actor, league)
                say_done(request, text("The agreement is drafted."))
                return redirect("governance:agreement", league, made)
        except HansaError as error:
            show_refusal(form, error, AGREEMENT_FIELDS)
            status = status_of(error)
    context = {**frame, "form": form, "lines": lines}
    return render(request, "governance/agreement_form.html", context, status=status)


@require_safe
def agreement(
    request: HttpRequest, league: str, agreement_id: UUID, version: int | None = None
) -> HttpResponse:
    """Show an agreement: its text, a slot for each party, and what is missing."""
    sheet = reads.get_agreement(actor_of(request), league, agreement_id)
    chosen = reads.version_at(sheet, version)
    return _page(request, sheet, chosen, None, OK)


@require_POST
def agreement_act(
    request: HttpRequest, league: str, agreement_id: UUID, name: str
) -> HttpResponse:
    """Do one act on an agreement; what is refused is shown with what was typed."""
    actor, act = actor_of(request), _act(name)
    sheet = reads.get_agreement(actor, league, agreement_id)
    desks.require_act(actor, sheet, act)
    form = AGREEMENT_FORMS[act](_desk(request, sheet), request.POST, prefix=name)
    status = _kept(request, form)
    if status == OK:
        return redirect("governance:agreement", league, agreement_id)
    return _page(request, sheet, sheet.standing, (act, form), status)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_sign(
    request: HttpRequest, league: str, agreement_id: UUID
) -> HttpResponse:
    """Show the whole text with its fingerprint, and sign it."""
    actor = actor_of(request)
    sheet = reads.get_agreement(actor, league, agreement_id)
    desks.require_act(actor, sheet, AgreementAct.SIGN)
    desk, status = _desk(request, sheet), OK
    form = SignForm(desk, prefix="sign")
    if request.method == "POST":
        form = SignForm(desk, request.POST, request.FILES, prefix="sign")
        status = _kept(request, form)
        if status == OK:
            return redirect("governance:agreement", league, agreement_id)
    context = {
        **framed(league),
        "sheet": sheet,
        "line": sheet.line,
        "form": form if _is_out(sheet, desk) else None,
        "lines": body_of(sheet.standing),
        "in_person": desks.signs_in_person(actor, actor.member or ""),
    }
    return render(request, "governance/agreement_sign.html", context, status=status)


def _is_out(sheet: AgreementSheet, desk: AgreementDesk) -> bool:
    return sheet.line.state is AgreementState.CIRCULATED and bool(desk.signs)


def _kept(request: HttpRequest, form: AgreementForm) -> int:
    """Do the act of a form, and give the status of its page; OK once it is done."""
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return OK
    except HansaError as error:
        show_refusal(form, error, AGREEMENT_FIELDS)
        if isinstance(error, Conflict):
            form.refresh()
        return status_of(error)
    return INVALID


def _act(name: str) -> AgreementAct:
    for act in AGREEMENT_FORMS:
        if act.value == name:
            return act
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the agreement and choose one of its forms."),
    )


def _desk(request: HttpRequest, sheet: AgreementSheet) -> AgreementDesk:
    actor, league = actor_of(request), sheet.line.league
    clerk = people.may_act_on_behalf(actor, league, actor.member)
    return desk_of(actor, sheet, frames.framed(league)["names"], clerk=clerk)


def _page(
    request: HttpRequest,
    sheet: AgreementSheet,
    version: AgreementVersion,
    sent: Sent,
    status: int,
) -> HttpResponse:
    line = sheet.line
    stands = version.number == line.version
    signed = reads.signed_of(version, sheet.signatures)
    context = {
        **framed(line.league),
        "sheet": sheet,
        "line": line,
        "version_shown": version,
        "stands": stands,
        "headline": headline(sheet),
        "lines": body_of(version),
        "slots": [
            (party, signed.get(party.member)) for party in version.wording.parties
        ],
        **(_forms(request, sheet, sent) if stands else {}),
    }
    return render(request, "governance/agreement.html", context, status=status)


def headline(sheet: AgreementSheet) -> Text:
    """Say in one sentence how an agreement stands."""
    line = sheet.line
    match line.state:
        case AgreementState.DRAFT if sheet.lacks:
            return text("The text is drafted; something is still missing.")
        case AgreementState.DRAFT:
            return text("The text is drafted, and can go out for signature.")
        case AgreementState.CIRCULATED:
            return text(
                "Signed by {signed} of {asked} parties.",
                signed=line.signed,
                asked=line.asked,
            )
        case AgreementState.SEALED:
            return text("All {asked} parties have signed.", asked=line.asked)
    return text("Published as {reference}.", reference=line.reference)


def _forms(request: HttpRequest, sheet: AgreementSheet, sent: Sent) -> dict[str, Any]:
    actor, main = actor_of(request), desks.expected(sheet)
    offered, desk = desks.offers(actor, sheet), _desk(request, sheet)
    forms = {
        act: AGREEMENT_FORMS[act](desk, prefix=act.value)
        for act in AGREEMENT_FORMS
        if act in offered
    }
    if sent is not None:
        forms[sent[0]] = sent[1]
    return {
        "signer": AgreementAct.SIGN in offered,
        "forms": [
            {
                "act": act,
                "form": form,
                "title": AGREEMENT_TITLES[act][0],
                "verb": AGREEMENT_TITLES[act][1],
                "primary": act is main,
            }
            for act, form in forms.items()
        ],
    }
