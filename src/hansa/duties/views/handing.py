"""Several duties of a city handed on at once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.directory.reads import people
from hansa.duties.forms.duties import ManyForm
from hansa.duties.reads import duties as reads
from hansa.duties.services import handing
from hansa.duties.terms.duties import DutyLine
from hansa.duties.terms.ticked import Ticked
from hansa.duties.views.duties import DUTIES_MOST
from hansa.duties.views.frames import framed, reader, reckoned
from hansa.kernel.errors import Forbidden, HansaError
from hansa.kernel.text import text

OK, INVALID = 200, 422


@require_http_methods(["GET", "POST"])
def hand_on_many(request: HttpRequest, league: str) -> HttpResponse:
    """Hand the duties that the address names on to the same units."""
    ticked = _asked(request, league)
    lines = ticked.taken
    form = _form(request, league, lines)
    status = OK
    if form.is_bound:
        try:
            if form.is_valid():
                return _handed(request, league, form, lines)
            status = INVALID
        except HansaError as error:
            show_refusal(form, error)
            status = status_of(error)
    frame = framed(league, reckoned(request, league).as_of)
    left_out = ticked.left_out
    unseen = len(set(request.GET.getlist("duty"))) - len(lines) - len(left_out)
    shown = {"form": form, "lines": lines, "left_out": left_out, "unseen": unseen}
    return render(request, "duties/hand_on.html", {**frame, **shown}, status=status)


def _asked(request: HttpRequest, league: str) -> Ticked:
    """Part the duties named into what the reader's city still owes, and the rest."""
    actor = reader(request)
    if not reads.may_hand_on(actor, league):
        raise Forbidden(
            "hand-on-forbidden",
            text("Duties are handed on by the liaison of the city."),
            text("Ask the liaison of your city."),
        )
    named = []
    for written in request.GET.getlist("duty")[:DUTIES_MOST]:
        try:
            named.append(UUID(written))
        except ValueError:
            continue
    return reads.sort_ticked(actor, league, reckoned(request, league), named)


def _form(request: HttpRequest, league: str, lines: tuple[DutyLine, ...]) -> ManyForm:
    actor = reader(request)
    today = actor.at.astimezone(LEAGUE_ZONE).date()
    units = {
        unit.id: unit.name
        for unit in people.list_units(actor, league, today)
        if unit.member == actor.member
    }
    duties = {str(line.id): line.title for line in lines}
    return ManyForm(duties, units, request.POST if request.method == "POST" else None)


def _handed(
    request: HttpRequest, league: str, form: ManyForm, lines: tuple[DutyLine, ...]
) -> HttpResponse:
    """Hand on all of them or none; each is an act of its own in the journal."""
    chosen = set(form.cleaned_data["duty"])
    asked = [(line.id, line.revision) for line in lines if str(line.id) in chosen]
    handing.hand_on_many(reader(request), league, asked, form.handings())
    said = text("Handed on. Duties: {count}.", count=len(asked))
    say_done(request, said)
    return redirect("duties:list", league)
