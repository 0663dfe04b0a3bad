"""Forms that change units: open, edit, rename, close, reopen."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hansa.chassis.asked import actor_of, day_of
from hansa.chassis.toasts import say_done
from hansa.directory.forms.people import ClosingForm, NewUnitForm, RenameForm, UnitForm
from hansa.directory.reads import people as reads
from hansa.directory.services import people as services
from hansa.directory.terms.people import UnitLine
from hansa.directory.views.people.frame import (
    FormPage,
    answer_form,
    choices_of,
    shown_or_sent,
    unit_page,
)
from hansa.kernel.text import text


def _kept_unit(request: HttpRequest, league: str, unit: UUID) -> UnitLine:
    """Give a unit that the reader keeps.

    Raises:
        Forbidden: another city's, or the league's, and the reader keeps only a city's.
        Missing: there is none.
    """
    line = reads.get_unit(actor_of(request), league, str(unit), day_of(request))
    reads.require_keeper(actor_of(request), league, line.member)
    return line


@shown_or_sent
def open_unit(request: HttpRequest, league: str) -> HttpResponse:
    """Record a unit."""
    actor = actor_of(request)
    reads.require_keeper(actor, league, actor.member)
    form = NewUnitForm(
        choices_of(request, league),
        request.POST or None,
        initial={"member": request.GET.get("member", "")},
    )
    page = FormPage(
        title=text("Record a unit"),
        button=text("Record the unit"),
        form=form,
        act=lambda: unit_page(league, services.open_unit(actor, league, form.draft())),
        done=text("The unit is recorded."),
        back=reverse("directory:directory", args=[league]),
    )
    return answer_form(request, league, page)


@shown_or_sent
def edit_unit(request: HttpRequest, league: str, unit: UUID) -> HttpResponse:
    """Change what is recorded of a unit."""
    actor, line = actor_of(request), _kept_unit(request, league, unit)
    initial = UnitForm.standing(line)
    form = UnitForm(choices_of(request, league), request.POST or None, initial=initial)

    def act() -> str:
        revision = form.cleaned_data["revision"]
        services.edit_unit(actor, league, line.id, form.details(), revision)
        return unit_page(league, line.id)

    page = FormPage(
        title=text("Change what is recorded of {unit}", unit=line.name),
        button=text("Save"),
        form=form,
        act=act,
        done=text("Saved."),
        back=unit_page(league, line.id),
        now=lambda: UnitForm.standing(_kept_unit(request, league, unit)),
    )
    return answer_form(request, league, page)


@shown_or_sent
def rename_unit(request: HttpRequest, league: str, unit: UUID) -> HttpResponse:
    """Call a unit otherwise from a day on."""
    actor, line = actor_of(request), _kept_unit(request, league, unit)
    form = RenameForm(request.POST or None, initial={"revision": line.revision})

    def act() -> str:
        revision = form.cleaned_data["revision"]
        services.rename_unit(actor, league, line.id, form.naming(), revision)
        return unit_page(league, line.id)

    page = FormPage(
        title=text("What is {unit} called from now on?", unit=line.name),
        button=text("Rename"),
        form=form,
        act=act,
        done=text("The new name is recorded; the unit keeps what it owes."),
        back=unit_page(league, line.id),
        now=lambda: _standing_name(_kept_unit(request, league, unit)),
    )
    return answer_form(request, league, page)


def _standing_name(line: UnitLine) -> dict[str, Any]:
    return {
        "name_zh": line.name.zh,
        "name_en": line.name.en,
        "revision": line.revision,
    }


def _standing_end(line: UnitLine) -> dict[str, Any]:
    return {
        "on": line.closed_on,
        "successor": line.successor or "",
        "revision": line.revision,
    }


@shown_or_sent
def close_unit(request: HttpRequest, league: str, unit: UUID) -> HttpResponse:
    """Record that a unit is no more, and who took over."""
    actor, line = actor_of(request), _kept_unit(request, league, unit)
    form = ClosingForm(
        choices_of(request, league), request.POST or None, initial=_standing_end(line)
    )

    def act() -> str:
        revision = form.cleaned_data["revision"]
        services.close_unit(actor, league, line.id, form.closing(), revision)
        return unit_page(league, line.id)

    page = FormPage(
        title=text("Close {unit}", unit=line.name),
        button=text("Close the unit"),
        form=form,
        act=act,
        done=text("The unit is closed."),
        back=unit_page(league, line.id),
        now=lambda: _standing_end(_kept_unit(request, league, unit)),
        danger=True,
        undo=reverse("directory:reopen-unit", args=[league, line.id]),
    )
    return answer_form(request, league, page)


@require_POST
def reopen_unit(request: HttpRequest, league: str, unit: UUID) -> HttpResponse:
    """Take back that a unit was closed."""
    line = _kept_unit(request, league, unit)
    services.reopen_unit(actor_of(request), league, line.id, line.revision)
    say_done(request, text("{unit} stands again.", unit=line.name))
    return redirect(unit_page(league, line.id))
