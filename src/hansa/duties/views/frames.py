"""What every page of duties is given: names, words and marks; never what is unseen."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, day_of
from hansa.directory.reads import people
from hansa.directory.reads.accounts import refuse_public
from hansa.directory.reads.places import places
from hansa.duties.reads import duties as reads
from hansa.duties.reads.notices import letterhead_of
from hansa.duties.terms.duties import (
    EVENT_NAMES,
    SOURCE_NAMES,
    STATE_NAMES,
    DutyState,
    Reckoning,
)
from hansa.kernel.text import text

ROOM = "todo"

MARKS: Mapping[DutyState, str] = {
    DutyState.OVERDUE: "late",
    DutyState.LAPSED: "near",
    DutyState.TARGET_MISSED: "near",
    DutyState.NO_MOVEMENT: "open",
    DutyState.DUE_SOON: "near",
    DutyState.OPEN: "open",
    DutyState.UPCOMING: "open",
    DutyState.DORMANT: "ended",
    DutyState.DONE: "done",
    DutyState.DONE_LATE: "done",
    DutyState.WAIVED: "ended",
    DutyState.NOT_RECORDED: "ended",
    DutyState.SUPERSEDED: "ended",
}
"""The light of the kit beside each state; only a breach is ever “late”."""

NO_ROLE = text("The security officer gives roles.")
"""What stands in an empty list of duties for whoever would never see one there."""


def reader(request: HttpRequest) -> Actor:
    """Give who looks, once signed in.

    Raises:
        Forbidden: nobody is signed in.
    """
    actor = actor_of(request)
    refuse_public(actor)
    return actor


def reckoned(request: HttpRequest, league: str) -> Reckoning:
    """Count what duties are compared with on the day that governs the page."""
    return reads.reckon(league, day_of(request))


def framed(league: str, day: date) -> dict[str, Any]:
    """Give what the templates of duties name things by.

    Raises:
        Missing: there is no such league.
    """
    known = places(league)
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    return {
        "room": ROOM,
        "version": version,
        "names": known.members,
        "bodies": known.bodies,
        "domains": known.domains,
        "units": people.unit_names(league, day),
        "office": letterhead_of(league, None, None, day).name,
        "states": STATE_NAMES,
        "sources": SOURCE_NAMES,
        "events": EVENT_NAMES,
        "marks": MARKS,
    }
