"""Institutions that take part, how one is taken in, and where the card is taken."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hansa.chassis.actor import Actor
from hansa.chassis.asked import day_of
from hansa.chassis.http import status_of
from hansa.chassis.lists import Column, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.clearing.forms.participants import ApplyForm, CodeForm, FromForm
from hansa.clearing.reads import desks
from hansa.clearing.reads import participants as reads
from hansa.clearing.services import codes
from hansa.clearing.services import participants as services
from hansa.clearing.terms.agreed import Category
from hansa.clearing.terms.house import (
    STANDING_NAMES,
    InstitutionLine,
    InstitutionStanding,
)
from hansa.clearing.views.frames import framed, reader
from hansa.directory.reads.identity import is_own_act
from hansa.kernel.errors import HansaError, Missing
from hansa.kernel.findings import meant
from hansa.kernel.text import Bilingual, text

OK, INVALID = 200, 422
FIELDS = {
    "institution-there": "slug",
    "institution-unnamed": "slug",
    "slug-too-long": "slug",
    "party-not-declared": "party",
    "category-not-declared": "categories",
}
CODE_FIELDS = dict.fromkeys(
    ("code-unreadable", "code-there", "code-is-an-id", "code-brought-by-another"),
    "code",
)
LIGHTS = {
    InstitutionStanding.APPLIED: "near",
    InstitutionStanding.ACTIVE: "done",
    InstitutionStanding.SUSPENDED: "ended",
}


@require_safe
def participants(request: HttpRequest, league: str) -> HttpResponse:
    """List the institutions, and count the categories and cities that they serve."""
    actor, day = reader(request), day_of(request)
    lines = reads.list_institutions(actor, league)
    frame = framed(actor, league, day)
    columns = _columns(frame["names"], frame["terms"].categories)
    listing = Listing(
        slug="clearing-participants",
        title=text("Participants"),
        columns=columns,
        rows=Given(lines, columns),
        empty=text(
            "Institutions stand here once one has applied: an operator enters it, and a "
            "second person lets it take part."
        ),
    )
    coverage = reads.coverage(actor, league, day)
    cells = {(cell.category, cell.member): cell for cell in coverage.cells}
    shown: dict[str, Any] = {
        "coverage": coverage,
        "grid": [
            (one, [cells[one.id, member] for member in coverage.members])
            for one in coverage.categories
        ],
        "waiting_count": sum(
            one.standing is InstitutionStanding.APPLIED for one in lines
        ),
        "lights": {one.slug: LIGHTS[one.standing] for one in lines},
    }
    return answer(request, listing, "clearing/participants.html", {**frame, **shown})


def _columns(
    names: Mapping[str, Bilingual], categories: Sequence[Category]
) -> tuple[Column[InstitutionLine], ...]:
    fields = {one.id: one.name for one in categories}
    return (
        Column(
            key="name",
            label=text("Institution"),
            value=lambda one: one.name,
            order=lambda one: one.name.zh,
            template="clearing/cell_institution.html",
        ),
        Column(
            key="slug",
            label=text("Id"),
            value=lambda one: one.slug,
            order=lambda one: one.slug,
        ),
        Column(
            key="party",
            label=text("Answers for it"),
            value=lambda one: names.get(one.party, one.party),
            order=lambda one: (
                list(names).index(one.party) if one.party in names else len(names)
            ),
        ),
        Column(
            key="categories",
            label=text("Card is taken for"),
            value=lambda one: tuple(fields.get(id_, id_) for id_ in one.categories),
        ),
        Column(
            key="standing",
            label=text("Standing"),
            value=lambda one: STANDING_NAMES[one.standing],
            order=lambda one: one.standing.value,
            template="clearing/cell_standing.html",
        ),
        Column(
            key="active",
            label=text("Takes part from"),
            value=lambda one: one.active_on,
            order=lambda one: one.active_on,
        ),
        Column(
            key="suspended",
            label=text("Takes part until"),
            value=lambda one: one.suspended_on,
            order=lambda one: one.suspended_on,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, league: str) -> HttpResponse:
    """Record that an institution applies."""
    actor = reader(request)
    desks.require_prepare(actor, league)
    frame = framed(actor, league, day_of(request))
    sent = (request.POST,) if request.method == "POST" else ()
    form = ApplyForm(frame["names"], frame["terms"].categories, *sent)
    status = OK
    if form.is_bound:
        try:
            if form.is_valid():
                line = services.add_institution(actor, league, form.draft())
                said = text(
                    "Recorded; a second person lets {name} take part.", name=line.name
                )
                say_done(request, said)
                return redirect("clearing:participant", league, line.slug)
            status = INVALID
        except HansaError as error:
            show_refusal(form, error, FIELDS)
            status = status_of(error)
    context = {**frame, "form": form}
    return render(request, "clearing/apply.html", context, status=status)


@require_safe
def participant(request: HttpRequest, league: str, slug: str) -> HttpResponse:
    """Show one institution, and what comes next for it."""
    return _page(request, league, slug, FromForm(), OK)


def _page(
    request: HttpRequest,
    league: str,
    slug: str,
    form: FromForm,
    status: int,
    code_form: CodeForm | None = None,
) -> HttpResponse:
    actor = reader(request)
    line = _line(actor, league, slug)
    frame = framed(actor, league, day_of(request))
    is_own = is_own_act(actor.person, [line.applied_by])
    context = {
        **frame,
        "line": line,
        "form": form,
        "code_form": code_form or CodeForm(),
        "light": LIGHTS[line.standing],
        "standing": STANDING_NAMES[line.standing],
        "fields": {one.id: one.name for one in frame["terms"].categories},
        "own_work": frame["approves"]
        and is_own
        and line.standing is InstitutionStanding.APPLIED,
    }
    return render(request, "clearing/participant.html", context, status=status)


def _line(actor: Actor, league: str, slug: str) -> InstitutionLine:
    lines = {one.slug: one for one in reads.list_institutions(actor, league)}
    if slug not in lines:
        raise Missing(
            "institution-missing",
            text("There is no institution “{slug}”.", slug=slug[:60]),
            meant(slug, lines),
        )
    return lines[slug]


Step = Callable[[Actor, str, str, date | None], InstitutionLine]


@require_POST
def activate(request: HttpRequest, league: str, slug: str) -> HttpResponse:
    """Let an institution take part."""
    return _step(request, league, slug, services.activate_institution)


@require_POST
def suspend(request: HttpRequest, league: str, slug: str) -> HttpResponse:
    """Take an institution out."""
    return _step(request, league, slug, services.suspend_institution)


@require_POST
def give_code(request: HttpRequest, league: str, slug: str) -> HttpResponse:
    """Name an institution by a code, as files in the layouts CL and AD do."""
    actor = reader(request)
    desks.require_prepare(actor, league)
    form, status = CodeForm(request.POST), INVALID
    try:
        if form.is_valid():
            code = form.cleaned_data["code"]
            line = codes.give_code(actor, league, slug, code)
            said = text("Code {code} names {name}.", code=code, name=line.name)
            say_done(request, said)
            return redirect("clearing:participant", league, slug)
    except HansaError as error:
        show_refusal(form, error, CODE_FIELDS)
        status = status_of(error)
    return _page(request, league, slug, FromForm(), status, form)


@require_POST
def take_code(request: HttpRequest, league: str, slug: str, code: str) -> HttpResponse:
    """Name an institution by a code no longer."""
    line = codes.take_code(reader(request), league, slug, code)
    said = text("Code {code} names {name} no longer.", code=code, name=line.name)
    say_done(request, said)
    return redirect("clearing:participant", league, slug)


def _step(request: HttpRequest, league: str, slug: str, step: Step) -> HttpResponse:
    form, status = FromForm(request.POST), INVALID
    try:
        if form.is_valid():
            line = step(reader(request), league, slug, form.cleaned_data["from_on"])
            standing = STANDING_NAMES[line.standing]
            said = text("{name}: {standing}.", name=line.name, standing=standing)
            say_done(request, said)
            return redirect("clearing:participant", league, slug)
    except HansaError as error:
        show_refusal(form, error)
        status = status_of(error)
    return _page(request, league, slug, form, status)
