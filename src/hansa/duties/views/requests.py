"""Pages of requests: the list, one with every city's answer, and a new one."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.http import status_of
from hansa.chassis.lists import Column, Given, Listing, answer
from hansa.chassis.once import new_token, once
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.duties.forms.requests import RequestForm, WithdrawalForm
from hansa.duties.reads import duties as duty_reads
from hansa.duties.reads import inboxes, notice_plans
from hansa.duties.reads import requests as reads
from hansa.duties.services import requests as services
from hansa.duties.terms.requests import RequestLine
from hansa.duties.views.frames import NO_ROLE, framed, reader, reckoned
from hansa.kernel.errors import Forbidden, HansaError, Missing
from hansa.kernel.text import Text, text

OK, INVALID = 200, 422
EMPTY = text("What the office asks of the cities will be here, with who has answered.")
DAYS_TO_ANSWER = timedelta(days=7)  # What the form proposes; the office sets the day.

FIELDS = {
    "title-missing": "title",
    "title-unfit": "title",
    "title-en-unfit": "title_en",
    "words-unfit": "words",
    "due-unlikely": "due_on",
    "members-missing": "members",
    "member-missing": "members",
    "domain-missing": "domain",
    "clause-missing": "clause",
    "no-focal-point": "members",
    "file-kind-unknown": "file",
    "file-too-large": "file",
    "file-unlike-its-name": "file",
    "file-empty": "file",
    "file-has-macros": "file",
}
"""Beside which field a refusal is shown."""


def _number(line: RequestLine) -> Text:
    return text("{year} no. {number}", year=str(line.year), number=str(line.number))


COLUMNS: tuple[Column[RequestLine], ...] = (
    Column(
        key="number",
        label=text("Number"),
        value=_number,
        order=lambda line: (line.year, line.number),
    ),
    Column(
        key="title",
        label=text("Document or matter"),
        value=lambda line: line.named,
        template="duties/cell_request.html",
    ),
    Column(
        key="due",
        label=text("Due day"),
        value=lambda line: line.due_on,
        order=lambda line: line.due_on,
    ),
    Column(
        key="report",
        label=text("Answers"),
        value=lambda line: line.report,
        order=lambda line: line.total - line.done,
    ),
    Column(
        key="closed",
        label=text("Request closed"),
        value=lambda line: line.closed_at,
        order=lambda line: line.closed_at,
    ),
)


@require_safe
def list_page(request: HttpRequest, league: str) -> HttpResponse:
    """Show the requests of which the reader sees an answer."""
    actor, reckoning = reader(request), reckoned(request, league)
    lines = reads.list_requests(actor, league, reckoning)
    looks = duty_reads.may_look(actor, league)
    listing = Listing(
        slug="requests",
        title=text("Requests"),
        columns=COLUMNS,
        rows=Given(lines, COLUMNS),
        empty=EMPTY if looks else NO_ROLE,
    )
    waiting = [line for line in lines if line.missing and line.closed_at is None]
    shown = {
        "waiting": len(waiting),
        "looks": looks,
        "dispatches": inboxes.may_dispatch(actor, league),
    }
    frame = framed(league, reckoning.as_of)
    return answer(request, listing, "duties/request_list.html", {**frame, **shown})


@require_safe
def one(request: HttpRequest, league: str, request_id: UUID) -> HttpResponse:
    """Show one request with every city's answer beside the others."""
    return _page(request, league, request_id, WithdrawalForm(), OK)


def _page(
    request: HttpRequest,
    league: str,
    request_id: UUID,
    form: WithdrawalForm,
    status: int,
) -> HttpResponse:
    actor, reckoning = reader(request), reckoned(request, league)
    sheet = reads.get_request(actor, league, request_id, reckoning)
    missing = [
        reply.duty.id
        for reply in sheet.replies
        if reply.duty.member in sheet.line.missing
    ]
    shown = {
        "sheet": sheet,
        "asked": sheet.line,
        "missing": missing,
        "reminds": missing and notice_plans.may_issue(actor, league),
        "dispatches": inboxes.may_dispatch(actor, league),
        "form": form,
    }
    context = {**framed(league, reckoning.as_of), **shown}
    return render(request, "duties/request.html", context, status=status)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, league: str) -> HttpResponse:
    """Ask several cities at once."""
    actor = reader(request)
    form = _form(request, actor, league)
    status = OK
    if form.is_bound:
        try:
            if form.is_valid():
                return once(request, lambda: _sent(request, actor, league, form))
            status = INVALID
        except HansaError as error:
            show_refusal(form, error, FIELDS)
            # What was typed is not there; the page itself is.
            status = INVALID if isinstance(error, Missing) else status_of(error)
    frame = framed(league, reckoned(request, league).as_of)
    context = {**frame, "form": form, "once": new_token()}
    return render(request, "duties/request_new.html", context, status=status)


def _refuse_others(actor: Actor, league: str) -> None:
    if not inboxes.may_dispatch(actor, league):
        raise Forbidden(
            "dispatch-forbidden",
            text("Cities are asked by the league's office."),
            text("Ask the office to send it."),
        )


def _form(request: HttpRequest, actor: Actor, league: str) -> RequestForm:
    _refuse_others(actor, league)
    today = actor.at.astimezone(LEAGUE_ZONE).date()
    version = charter_reads.governing(charter_reads.get_versions(league), today)
    domains = {d.id: d.name for d in version.charter.agreement.domains}
    sent: tuple[Any, ...] = ()
    if request.method == "POST":
        sent = (request.POST, request.FILES)
    initial = {"due_on": today + DAYS_TO_ANSWER}
    names = charter_reads.names_of(version)
    return RequestForm(names, domains, *sent, initial=initial)


def _sent(
    request: HttpRequest, actor: Actor, league: str, form: RequestForm
) -> HttpResponse:
    draft = form.draft()
    sent = services.dispatch(actor, league, draft, form.upload())
    said = text("Sent. Cities asked: {count}.", count=len(draft.members))
    say_done(request, said)
    return redirect("duties:request", league, sent)


@require_POST
def close(request: HttpRequest, league: str, request_id: UUID) -> HttpResponse:
    """Close a request; what is missing stays owed."""
    actor = reader(request)
    written = request.POST.get("revision", "")
    revision = int(written) if written.isascii() and written.isdigit() else 0
    services.close_request(actor, league, request_id, revision)
    say_done(request, text("The request is closed; what is missing stays owed."))
    return redirect("duties:request", league, request_id)


@require_POST
def withdraw(request: HttpRequest, league: str, request_id: UUID) -> HttpResponse:
    """Withdraw a request; what is refused is shown again with what was typed."""
    actor, form = reader(request), WithdrawalForm(request.POST)
    _refuse_others(actor, league)
    try:
        if form.is_valid():
            return _withdrawn(request, actor, league, request_id, form)
        status = INVALID
    except HansaError as error:
        show_refusal(
            form, error, {"reason-missing": "reason", "reason-unfit": "reason"}
        )
        status = status_of(error)
    return _page(request, league, request_id, form, status)


def _withdrawn(
    request: HttpRequest,
    actor: Actor,
    league: str,
    request_id: UUID,
    form: WithdrawalForm,
) -> HttpResponse:
    given = form.cleaned_data
    count = services.withdraw_request(
        actor, league, request_id, given["revision"], given["reason"]
    )
    said = text(
        "The request is withdrawn. Cities that need not answer: {count}.", count=count
    )
    say_done(request, said)
    return redirect("duties:request", league, request_id)
