"""The page of one case, the acts that its forms send, its files, and a new case."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hansa.casework.forms.cases import FORMS, TITLES, ActForm, Desk, OpenForm
from hansa.casework.reads import cases as reads
from hansa.casework.reads.links import links_of
from hansa.casework.reads.types import type_at, types_of
from hansa.casework.reads.words import (
    Naming,
    body_name,
    decision_name,
    headline,
    number_of,
    party_name,
)
from hansa.casework.services.opening import open_case
from hansa.casework.terms.cases import CaseLine
from hansa.casework.views.frames import framed, light_of, reader
from hansa.charter import reads as charter_reads
from hansa.chassis import files
from hansa.chassis.actor import Actor
from hansa.chassis.asked import day_of
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.directory.reads import people
from hansa.kernel.errors import Conflict, HansaError, Missing
from hansa.kernel.money import Money
from hansa.kernel.text import text

OK, INVALID = 200, 422

FILE_FAULTS = (
    "file-empty",
    "file-too-large",
    "file-name-missing",
    "file-kind-unknown",
    "file-unlike-its-name",
    "file-has-macros",
    "file-unpacks-too-large",
)
FIELDS = {
    "subject-missing": "subject",
    "subject-unfit": "subject",
    "words-unfit": "words",
    "amount-unfit": "yuan",
    "name-unfit": "objects",
    "objects-too-many": "objects",
    "reply-empty": "note",
    "reason-missing": "note",
    "note-unfit": "note",
    "reference-unfit": "reference",
    "evidence-needed": "evidence",
    "day-ahead": "on",
    "decision-too-early": "decision",
    "document-needed": "file",
    **dict.fromkeys(FILE_FAULTS, "file"),
}
"""Beside which field a refusal is shown."""


@require_safe
def case(request: HttpRequest, league: str, case_id: UUID) -> HttpResponse:
    """Show one case."""
    return _page(request, league, case_id, None, OK)


@require_POST
def act(request: HttpRequest, league: str, case_id: UUID, name: str) -> HttpResponse:
    """Do one act; what is refused is shown again with what was typed."""
    actor = reader(request)
    line = reads.get_case(actor, league, str(case_id), reads.day_of(actor))
    desk = _desk(actor, line, framed(league, reads.day_of(actor))["naming"])
    kind = _form(name)
    reads.require_act(actor, line, kind.act)
    form = kind(desk, request.POST, request.FILES, prefix=name)
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return redirect("casework:case", league, case_id)
        status = INVALID
    except HansaError as error:
        show_refusal(form, error, FIELDS)
        status = status_of(error)
        if isinstance(error, Conflict):
            form.refresh()
    return _page(request, league, case_id, form, status)


def _form(name: str) -> type[ActForm]:
    for one, form in FORMS.items():
        if one.value == name:
            return form
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the case and choose one of its forms."),
    )


def _desk(actor: Actor, line: CaseLine, naming: Naming) -> Desk:
    return Desk(
        actor=actor,
        line=line,
        naming=naming,
        speaks=reads.speaks_for(actor, line),
        clerk=people.may_act_on_behalf(actor, line.league, actor.member),
    )


def _page(
    request: HttpRequest,
    league: str,
    case_id: UUID,
    sent: ActForm | None,
    status: int,
) -> HttpResponse:
    """Show one case with the forms that its reader may use."""
    actor, day = reader(request), day_of(request)
    line = reads.get_case(actor, league, str(case_id), day)
    frame = framed(league, day)
    context = {**frame, **_context(actor, line, frame["naming"], day, sent)}
    return render(request, "casework/case.html", context, status=status)


def _context(
    actor: Actor, line: CaseLine, naming: Naming, day: date, sent: ActForm | None
) -> dict[str, Any]:
    # What is shown as of another day is looked at; acts are done today.
    offered = reads.offers(actor, line) if day == reads.day_of(actor) else frozenset()
    desk = _desk(actor, line, naming)
    main = reads.expected(actor, line, offered)
    ordered = sorted(
        (one for one in FORMS if one in offered), key=lambda one: one != main
    )
    forms = {one: FORMS[one](desk, prefix=one.value) for one in ordered}
    if sent is not None:
        forms[sent.act] = sent
    kind, standing = line.kind, line.standing
    decisions = {one.id: one.name for one in kind.decisions}
    parties = {
        place: party_name(party, naming)
        for place, party in enumerate(line.parties, start=1)
    }
    return {
        "line": line,
        "standing": standing,
        "number": number_of(line),
        "headline": headline(line, naming),
        "light": light_of(line),
        "before": body_name(standing.body, naming),
        "decision": decision_name(line),
        "amount": None if line.amount_fen is None else str(Money(line.amount_fen)),
        "parties": parties,
        "roles": {role.id: role.name for role in kind.roles},
        "seats": list(enumerate(line.parties, start=1)),
        "decisions": decisions,
        "papers": {paper.id: paper.name for paper in kind.papers},
        "forms": [
            {
                "form": form,
                "title": TITLES[one][0],
                "verb": TITLES[one][1],
                "primary": one is main,
            }
            for one, form in forms.items()
        ],
        "files": files.files_by_id(e.file for e in standing.events if e.file),
        "resting_on": kind.assumptions,
        "page_clauses": kind.clauses,
        "links": links_of(actor, line),
    }


@require_safe
def file(
    request: HttpRequest, league: str, case_id: UUID, file_id: UUID
) -> HttpResponse:
    """Give a file of a case to whoever may see the case."""
    actor = reader(request)
    line = reads.get_case(actor, league, str(case_id), reads.day_of(actor))
    return files.response_for(reads.file_in(line, file_id))


@require_safe
def new(request: HttpRequest, league: str) -> HttpResponse:
    """Choose the type of a new case."""
    actor, day = reader(request), day_of(request)
    reads.require_opener(actor, league)
    frame = framed(league, day)
    shown = {"types": tuple(types_of(frame["version"]).values())}
    return render(request, "casework/new.html", {**frame, **shown})


@require_http_methods(["GET", "HEAD", "POST"])
def open_page(request: HttpRequest, league: str, type_id: str) -> HttpResponse:
    """Open a case of one type; what is refused is shown again with what was typed."""
    actor = reader(request)
    reads.require_opener(actor, league)
    form = _open_form(request, actor, league, type_id)
    status = OK
    if form.is_bound:
        try:
            if form.is_valid():
                case_id = open_case(actor, league, form.draft(), form.upload())
                say_done(request, text("The case is opened; its clocks run."))
                return redirect("casework:case", league, case_id)
            status = INVALID
        except HansaError as error:
            show_refusal(form, error, FIELDS)
            status = status_of(error)
    kind, frame = form.kind, framed(league, reads.day_of(actor))
    context = {**frame, "form": form, "kind": kind, "page_clauses": kind.clauses}
    return render(request, "casework/open.html", context, status=status)


def _open_form(
    request: HttpRequest, actor: Actor, league: str, type_id: str
) -> OpenForm:
    versions, today = charter_reads.get_versions(league), reads.day_of(actor)
    kind = type_at(versions, type_id, today, actor.at)
    version = charter_reads.governing(versions, today)
    members = tuple(member.id for member in version.charter.agreement.members)
    sent: tuple[Any, ...] = ()
    if request.method == "POST":
        sent = (request.POST, request.FILES)
    return OpenForm(kind, framed(league, today)["naming"], members, *sent)
