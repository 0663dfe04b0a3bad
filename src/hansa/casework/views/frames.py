"""What every page of casework is given: names, words and marks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest

from hansa.casework.reads.types import types_of
from hansa.casework.reads.words import Naming, naming_of
from hansa.casework.terms.cases import (
    CASE_EVENT_NAMES,
    STANCE_NAMES,
    STATE_NAMES,
    CaseLine,
    CaseState,
)
from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.directory.reads.accounts import refuse_public

ROOM = "cases"
SOON_DAYS = 3  # A weekend before the last day must not hide it.

OVER: Mapping[CaseState, str] = {
    CaseState.DECIDED: "done",
    CaseState.CLOSED: "done",
    CaseState.WITHDRAWN: "ended",
}


def reader(request: HttpRequest) -> Actor:
    """Give who looks, once signed in.

    Raises:
        Forbidden: nobody is signed in.
    """
    actor = actor_of(request)
    refuse_public(actor)
    return actor


def light_of(line: CaseLine) -> str:
    """Give the light of the kit for a case: late, near, open, done or ended."""
    left = line.standing.days_left
    if left is None:
        return OVER.get(line.standing.state, "open")
    if left < 0:
        return "late"
    return "near" if left <= SOON_DAYS else OVER.get(line.standing.state, "open")


def framed(league: str, day: date) -> dict[str, Any]:
    """Give what the templates of casework name things by.

    Raises:
        Missing: there is no such league.
    """
    naming: Naming = naming_of(league)
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    return {
        "room": ROOM,
        "version": version,
        "agreement": version.charter.agreement,
        "page_clauses": tuple(
            dict.fromkeys(
                c for kind in types_of(version).values() for c in kind.clauses
            )
        ),
        "naming": naming,
        "names": naming.members,
        "bodies": naming.bodies,
        "states": STATE_NAMES,
        "events": CASE_EVENT_NAMES,
        "stances": STANCE_NAMES,
    }
