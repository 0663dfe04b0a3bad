"""What every page of the clearing house is given: names, words and marks."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.clearing.reads import desks, rulesets
from hansa.clearing.reads.participants import all_institutions
from hansa.clearing.terms.house import (
    CAUSE_NAMES,
    SERVICE_NAMES,
    STATE_NAMES,
    State,
    WindowLine,
)
from hansa.directory.reads.accounts import refuse_public
from hansa.kernel.text import Text

ROOM = "money"

LIGHTS = {
    State.COLLECTING: "open",
    State.SEALED: "near",
    State.VALIDATED: "near",
    State.PRICED: "near",
    State.NETTED: "near",
    State.PUBLISHED: "open",
    State.INSTRUCTED: "open",
    State.PARTIAL: "near",
    State.SETTLED: "done",
    State.RECONCILED: "done",
    State.ARCHIVED: "done",
    State.HELD: "late",
    State.VOIDED: "ended",
}


ORDERED = frozenset(
    {
        State.INSTRUCTED,
        State.PARTIAL,
        State.SETTLED,
        State.RECONCILED,
        State.ARCHIVED,
    }
)
"""States of a batch whose payments are ordered, if there are any."""


def reader(request: HttpRequest) -> Actor:
    """Give who looks, once signed in.

    Raises:
        Forbidden: nobody is signed in.
    """
    actor = actor_of(request)
    refuse_public(actor)
    return actor


def lights_of(window: WindowLine) -> tuple[tuple[str, Text], ...]:
    """Give a light with its word for each state a window is in; overdue files are late."""
    waits = window.state is State.COLLECTING
    if waits and any(gap.overdue for gap in window.gaps):
        return (("late", STATE_NAMES[window.state]),)
    return tuple((LIGHTS[state], STATE_NAMES[state]) for state in window.states)


def framed(actor: Actor, league: str, day: date) -> dict[str, Any]:
    """Give what the templates of clearing name things by.

    Raises:
        Missing: there is no such league.
        Refused: its charter says nothing of clearing.
    """
    version, terms = rulesets.in_force(league, day)
    return {
        "room": ROOM,
        "version": version,
        "agreement": version.charter.agreement,
        "terms": terms,
        "names": rulesets.parties_of(version, terms),
        "institutions": {one.slug: one.name for one in all_institutions(league)},
        "services": SERVICE_NAMES,
        "states": STATE_NAMES,
        "causes": CAUSE_NAMES,
        "reads_all": desks.may_read(actor, league),
        "prepares": desks.may_prepare(actor, league),
        "approves": desks.may_approve(actor, league),
    }
