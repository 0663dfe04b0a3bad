"""Forms that change people: add, edit, leave."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from hansa.chassis.asked import actor_of
from hansa.directory.forms.people import LeavingForm, NewPersonForm, PersonForm
from hansa.directory.reads import people as reads
from hansa.directory.services import people as services
from hansa.directory.terms.people import PersonLine
from hansa.directory.views.people.frame import (
    FormPage,
    answer_form,
    choices_of,
    person_page,
    shown_or_sent,
)
from hansa.kernel.text import text


@shown_or_sent
def add_person(request: HttpRequest, league: str) -> HttpResponse:
    """Record somebody reachable."""
    actor = actor_of(request)
    reads.require_keeper(actor, league, actor.member)
    asked = {name: request.GET.get(name, "") for name in ("member", "unit")}
    form = NewPersonForm(
        choices_of(request, league), request.POST or None, initial=asked
    )
    page = FormPage(
        title=text("Record somebody who can be reached"),
        button=text("Record the person"),
        form=form,
        act=lambda: person_page(
            league, services.add_person(actor, league, form.draft())
        ),
        done=text("The person is recorded."),
        back=reverse("directory:directory", args=[league]),
    )
    return answer_form(request, league, page)


@shown_or_sent
def edit_person(request: HttpRequest, league: str, person: UUID) -> HttpResponse:
    """Change title, unit or contact of a person."""
    actor = actor_of(request)
    line = reads.get_person(actor, league, str(person))
    reads.require_keeper(actor, league, line.member)
    initial = PersonForm.standing(line)
    form = PersonForm(
        choices_of(request, league), request.POST or None, initial=initial
    )

    def act() -> str:
        revision = form.cleaned_data["revision"]
        services.edit_person(actor, league, line.id, form.details(), revision)
        return person_page(league, line.id)

    page = FormPage(
        title=text("Change what is recorded of {person}", person=line.title),
        button=text("Save"),
        form=form,
        act=act,
        done=text("Saved."),
        back=person_page(league, line.id),
        now=lambda: PersonForm.standing(reads.get_person(actor, league, line.id)),
    )
    return answer_form(request, league, page)


def _standing_leaving(line: PersonLine) -> dict[str, Any]:
    return {"on": line.left_on, "revision": line.revision}


@shown_or_sent
def record_leaving(request: HttpRequest, league: str, person: UUID) -> HttpResponse:
    """Record the first day without a person."""
    actor = actor_of(request)
    line = reads.get_person(actor, league, str(person))
    reads.require_keeper(actor, league, line.member)
    form = LeavingForm(request.POST or None, initial=_standing_leaving(line))

    def act() -> str:
        given = form.cleaned_data
        services.record_leaving(actor, league, line.id, given["on"], given["revision"])
        return person_page(league, line.id)

    page = FormPage(
        title=text("When does {person} leave?", person=line.title),
        button=text("Record it"),
        form=form,
        act=act,
        done=text("It is recorded; what that person held ends with that day."),
        back=person_page(league, line.id),
        now=lambda: _standing_leaving(reads.get_person(actor, league, line.id)),
        danger=True,
    )
    return answer_form(request, league, page)
