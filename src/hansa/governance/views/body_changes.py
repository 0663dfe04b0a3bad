"""The page on which bodies change as was decided: first the plan, then the act."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.directory.reads import people
from hansa.governance.forms.bodies import ChangeDesk, ChangeForm
from hansa.governance.reads import bodies as reads
from hansa.governance.reads.calendars import is_alive, list_bodies, statute_of
from hansa.governance.services import bodies as services
from hansa.governance.terms.changes import CHANGE_NAMES, ChangePlan
from hansa.governance.views import session_frames as frames
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import HansaError
from hansa.kernel.text import text

FIELDS: Mapping[str, str] = {
    "decision-missing": "decision",
    "decision-of-other-body": "decision",
    "decision-of-principle": "decision",
    "before-decision": "from_on",
    "version-backdated": "from_on",
    "session-stands": "ends",
    "body-not-standing": "ends",
    "body-carries-others": "ends",
    "body-hears-cases": "ends",
    "heir-missing": "heir",
    "heir-unfit": "heir",
    "heir-beside-groups": "heir",
    "body-not-awaited": "sets_up",
}
"""Beside which field a refusal is shown."""


@require_http_methods(["GET", "HEAD", "POST"])
def body_change(request: HttpRequest, league: str) -> HttpResponse:
    """Draft a change of bodies from a decision, show what it does, and make it."""
    actor, frame = actor_of(request), frames.framed(league)
    reads.require_change(actor, league)
    form = ChangeForm(_desk(actor, league, frame), request.POST or None)
    planned, status = None, OK
    try:
        if request.method == "POST":
            status = INVALID
            if form.is_valid():
                if "apply" in request.POST:
                    return _applied(request, league, form)
                planned, status = services.plan_change(actor, league, form.draft()), OK
    except HansaError as error:
        show_refusal(form, error, FIELDS)
        status = status_of(error)
    shown = _shown(frame, form, planned)
    return render(request, "governance/body_change.html", shown, status=status)


def _shown(
    frame: Mapping[str, Any], form: ChangeForm, planned: ChangePlan | None
) -> dict[str, Any]:
    groups = statute_of(frame["version"]).groups
    return {
        **frame,
        "room": "league",
        "form": form,
        "page_clauses": groups.clauses if groups else (),
        "planned": planned,
        "kind": CHANGE_NAMES[planned.kind] if planned else None,
    }


def _applied(request: HttpRequest, league: str, form: ChangeForm) -> HttpResponse:
    made = services.apply_change(actor_of(request), league, form.draft())
    say_done(
        request,
        text("Version {number} of the charter is in force.", number=made.plan.number),
    )
    return redirect("governance:bodies", league)


def _desk(actor: Actor, league: str, frame: Mapping[str, Any]) -> ChangeDesk:
    version, day = frame["version"], frames.today_of(actor)
    bodies = list_bodies(version)
    return ChangeDesk(
        actor=actor,
        league=league,
        decisions=reads.list_grounds(league, version),
        standing=[(b.id, b.name) for b in bodies if b.parent and is_alive(b, day)],
        awaited=[
            (b.id, b.name) for b in bodies if b.condition and b.established_on is None
        ],
        fields=[(one.id, one.name) for one in version.charter.agreement.domains],
        units=people.list_units(actor, league, day),
        open_items=lambda ends: reads.open_items(league, ends),
    )
