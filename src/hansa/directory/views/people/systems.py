"""The form in which the office records what is known of a named system."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from hansa.chassis.asked import actor_of, day_of
from hansa.directory.forms.people import SystemForm
from hansa.directory.reads import systems as reads
from hansa.directory.services import systems as services
from hansa.directory.views.people.frame import (
    FormPage,
    answer_form,
    choices_of,
    shown_or_sent,
)
from hansa.kernel.text import text


@shown_or_sent
def record_system(request: HttpRequest, league: str, system: str) -> HttpResponse:
    """Record what is known of a named system."""
    actor = actor_of(request)
    reads.require_systems_keeper(actor, league)
    line = reads.get_system(league, system, day_of(request))
    initial = SystemForm.standing(line)
    form = SystemForm(
        choices_of(request, league), request.POST or None, initial=initial
    )
    back = reverse("systems", args=[league])

    def act() -> str:
        revision = form.cleaned_data["revision"]
        services.record_system(actor, league, form.draft(system), revision)
        return back

    page = FormPage(
        title=text("What is known of {system}?", system=line.name),
        button=text("Record it"),
        form=form,
        act=act,
        done=text("It is recorded; what was known before is kept."),
        back=back,
        now=lambda: SystemForm.standing(reads.get_system(league, system)),
    )
    return answer_form(request, league, page)
