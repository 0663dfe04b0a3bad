"""Pages of supervision inside a city: its desk, naming the unit, issuing, bulletins."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hansa.chassis.actor import Actor
from hansa.chassis.asked import choice
from hansa.chassis.http import status_of
from hansa.chassis.language import language_from
from hansa.chassis.language import render as say
from hansa.chassis.lists import Choice, Column, Filter, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.directory.reads import people
from hansa.duties import documents
from hansa.duties.forms.supervision import BulletinForm, IssueForm, NameUnitForm
from hansa.duties.reads import supervision as reads
from hansa.duties.services import bulletins
from hansa.duties.services import supervision as services
from hansa.duties.terms.supervision import (
    STATE_NAMES,
    Desk,
    PaperLine,
    PaperState,
    Rung,
)
from hansa.duties.views.frames import framed, reader, reckoned
from hansa.duties.views.notices import DOCX
from hansa.kernel.errors import HansaError
from hansa.kernel.text import Text, text

OK, INVALID = 200, 422
LIGHTS = {
    PaperState.UNSIGNED: "near",
    PaperState.OPEN: "open",
    PaperState.LATE: "late",
    PaperState.ANSWERED: "near",
    PaperState.CLOSED: "ended",
    PaperState.LAPSED: "ended",
}
FIELDS = {
    "unit-not-of-city": "unit",
    "ladder-unknown": "ladder",
    "part-settled": "part",
    "part-missing": "part",
    "paper-waits": "part",
    "rung-unknown": "rung",
    "rung-early": "rung",
    "urgent-reason-missing": "reason",
    "too-long": "reason",
    "evidence-needed": "evidence",
    "evidence-unfit": "evidence",
    "words-unfit": "words",
}
COLUMNS: tuple[Column[PaperLine], ...] = (
    Column(
        key="reference",
        label=text("Number"),
        value=lambda one: one.reference,
        template="duties/supervision_cell_reference.html",
    ),
    Column(key="kind", label=text("Rung"), value=lambda one: one.name),
    Column(key="unit", label=text("Unit"), value=lambda one: one.unit_name),
    Column(key="title", label=text("Matter"), value=lambda one: one.title),
    Column(
        key="issued",
        label=text("Issued"),
        value=lambda one: one.issued_at,
        order=lambda one: one.issued_at,
    ),
    Column(
        key="answer",
        label=text("Answer due"),
        value=lambda one: one.answer_by,
        order=lambda one: one.answer_by,
    ),
    Column(
        key="state",
        label=text("State"),
        value=lambda one: STATE_NAMES[one.state],
        template="duties/supervision_cell_state.html",
    ),
)


@require_safe
def desk(request: HttpRequest, league: str) -> HttpResponse:
    """Show supervision of the reader's own city."""
    return _page(request, league, {}, OK)


def _page(
    request: HttpRequest, league: str, sent: dict[str, Form], status: int
) -> HttpResponse:
    actor = reader(request)
    found = reads.get_desk(actor, league, actor.member or "")
    frame = reads.frame_of(actor, league, found.member)
    wanted = choice(request, "state", STATE_NAMES)
    rows = tuple(one for one in found.papers if wanted in {None, one.state})
    listing = Listing(
        slug="supervision",
        title=text("Supervision inside the city"),
        columns=COLUMNS,
        rows=Given(rows, COLUMNS),
        filters=(_state_filter(request),),
        row_id=lambda one: str(one.id),
        empty=text("Nothing was urged or ordered yet."),
    )
    names, issues = (
        reads.may_name(actor, league, found.member),
        reads.may_issue(actor, frame),
    )
    late = sum(one.state is PaperState.LATE for one in found.papers)
    context = {
        **framed(league, reckoned(request, league).as_of),
        "desk": found,
        "lights": LIGHTS,
        "paper_states": STATE_NAMES,
        "late": late,
        "unsigned": sum(one.state is PaperState.UNSIGNED for one in found.papers),
        "behalf": found.office is None or actor.unit != found.office.unit,
        "naming": sent.get("name")
        or (_name_form(actor, league, found) if names else None),
        "issuing": sent.get("issue")
        or (_issue_form(found) if issues and found.parts else None),
        "publishing": sent.get("publish")
        or (BulletinForm(prefix="publish") if issues and late else None),
    }
    answered = answer(request, listing, "duties/supervision.html", context)
    answered.status_code = status
    return answered


def _state_filter(request: HttpRequest) -> Filter:
    return Filter(
        key="state",
        label=text("State"),
        choices=tuple(
            Choice(value=state.value, label=name) for state, name in STATE_NAMES.items()
        ),
        chosen=request.GET.get("state", ""),
    )


def _name_form(actor: Actor, league: str, desk: Desk, *data: Any) -> NameUnitForm:
    day = reads.frame_of(actor, league, desk.member).day
    units = [
        (unit.id, say(unit.name))
        for unit in people.list_units(actor, league, day)
        if unit.member == desk.member
    ]
    ladders = [(one.id, say(one.name)) for one in desk.ladders]
    office = desk.office
    initial = (
        {"unit": office.unit, "ladder": office.ladder.id if office.ladder else ""}
        if office
        else {}
    )
    return NameUnitForm(units, ladders, *data, initial=initial, prefix="name")


def _issue_form(desk: Desk, *data: Any) -> IssueForm:
    parts = [
        (str(one.part), f"{say(one.unit_name)} · {say(one.title)}")
        for one in desk.parts
        if one.offered
    ]
    ladder = desk.office.ladder if desk.office else None
    rungs = [(rung.id, _called(rung)) for rung in (ladder.rungs if ladder else ())]
    return IssueForm(parts, rungs, *data, prefix="issue")


def _called(rung: Rung) -> str:
    named = text(
        "{rung}: sign within {receipt}, answer within {answer} working days",
        rung=rung.name,
        receipt=rung.receipt_days,
        answer=rung.answer_days,
    )
    return say(named)


def _sent(
    request: HttpRequest, league: str, name: str, form: Form, act: Callable[[], Text]
) -> HttpResponse:
    """Do an act of the desk; what is refused is shown again with what was typed."""
    status = INVALID
    try:
        if form.is_valid():
            say_done(request, act())
            return redirect("duties:supervision", league)
    except HansaError as error:
        show_refusal(form, error, FIELDS)
        status = status_of(error)
    return _page(request, league, {name: form}, status)


@require_POST
def name_unit(request: HttpRequest, league: str) -> HttpResponse:
    """Name the supervision unit of the reader's own city."""
    actor = reader(request)
    member = actor.member or ""
    reads.require_namer(actor, league, member)
    found = reads.get_desk(actor, league, member)
    form = _name_form(actor, league, found, request.POST)

    def act() -> Text:
        given = form.cleaned_data
        services.name_unit(actor, league, member, given["unit"], given["ladder"])
        return text("The supervision unit is named.")

    return _sent(request, league, "name", form, act)


@require_POST
def issue(request: HttpRequest, league: str) -> HttpResponse:
    """Issue the next paper about a part of a unit."""
    actor = reader(request)
    member = actor.member or ""
    office = reads.require_issuer(actor, league, member)
    found = reads.get_desk(actor, league, member)
    form = _issue_form(found, request.POST, request.FILES)

    def act() -> Text:
        who = form.actor(actor, league, member, office.name.zh)
        part = UUID(form.cleaned_data["part"])
        services.issue(who, league, member, part, form.draft(), form.paper())
        return text("Issued. The unit signs for it and answers in writing.")

    return _sent(request, league, "issue", form, act)


@require_POST
def publish(request: HttpRequest, league: str) -> HttpResponse:
    """Publish a bulletin of the units whose orders are past their day."""
    actor = reader(request)
    member = actor.member or ""
    office = reads.require_issuer(actor, league, member)
    form = BulletinForm(request.POST, request.FILES, prefix="publish")

    def act() -> Text:
        who = form.actor(actor, league, member, office.name.zh)
        words = form.cleaned_data["words"]
        bulletins.publish(who, league, member, words, form.paper())
        return text("The bulletin is published inside the city.")

    return _sent(request, league, "publish", form, act)


@require_safe
def bulletin(request: HttpRequest, league: str, bulletin_id: UUID) -> HttpResponse:
    """Show one bulletin to somebody of its city."""
    found = reads.get_bulletin(reader(request), league, bulletin_id)
    context = {
        **framed(league, reckoned(request, league).as_of),
        "bulletin": found,
        "paragraphs": reads.bulletin_paragraphs(found),
        "issued_day": reads.bulletin_day(found),
    }
    return render(request, "duties/supervision_bulletin.html", context)


@require_safe
def bulletin_docx(request: HttpRequest, league: str, bulletin_id: UUID) -> HttpResponse:
    """Give one bulletin as a document."""
    found = reads.get_bulletin(reader(request), league, bulletin_id)
    language = language_from(request.GET.get("lang", ""))
    return taken(documents.bulletin_docx(found, language), "bulletin")


def taken(content: bytes, name: str) -> HttpResponse:
    """Answer with a document."""
    answered = HttpResponse(content, content_type=DOCX)
    answered["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return answered
