"""The rooms of the left rail: which there are, and who is concerned by each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from hansa.casework.reads import cases as case_reads
from hansa.charter.terms import Agreement
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, Right, may
from hansa.clearing.reads import desks as clearing_desks
from hansa.directory.reads import accounts as account_reads
from hansa.directory.terms.accounts import SEPARATED
from hansa.duties.reads import duties as duty_reads
from hansa.duties.reads import inboxes
from hansa.kernel.text import Bilingual, Text, text
from hansa.site.rights import READ_JOURNAL

WORKERS = frozenset(
    {
        Role.SECRETARIAT,
        Role.CITY_LIAISON,
        Role.UNIT_OFFICER,
        Role.GROUP_LEAD,
    }
)
"""Roles that have something to do; everybody else only looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A place in the rail; ``letter`` follows ``g`` on the keyboard."""

    key: str
    letter: str
    name: Callable[[Agreement], Text | Bilingual]
    route: str
    concerns: Callable[[Actor, str], bool]


def _everybody(actor: Actor, league: str) -> bool:
    del actor, league
    return True


def _workers(actor: Actor, league: str) -> bool:
    del league
    return bool(actor.roles & WORKERS)


def _with(right: Right) -> Callable[[Actor, str], bool]:
    def concerns(actor: Actor, league: str) -> bool:
        return may(actor, right, Over(league=league, member=actor.member))

    return concerns


def _named(name: Text) -> Callable[[Agreement], Text]:
    def given(agreement: Agreement) -> Text:
        del agreement
        return name

    return given


# By job, then what everything rests on. Rooms of later parts take their place here.
ROOMS: tuple[tuple[Room, ...], ...] = (
    (
        Room(
            key="todo",
            letter="t",
            name=_named(text("To do")),
            route="duties:todo",
            concerns=_workers,
        ),
        Room(
            key="leader",
            letter="b",
            name=_named(text("Briefing")),
            route="briefing",
            concerns=lambda actor, _league: Role.LEADER in actor.roles,
        ),
        Room(
            key="league",
            letter="l",
            name=lambda agreement: agreement.noun,
            route="league",
            concerns=_everybody,
        ),
        Room(
            key="calendar",
            letter="m",
            name=_named(text("Meetings")),
            route="governance:calendar",
            concerns=_everybody,
        ),
        Room(
            key="works",
            letter="w",
            name=_named(text("Works")),
            route="delivery:works",
            concerns=_everybody,
        ),
        Room(
            key="money",
            letter="y",
            name=_named(text("Clearing and settlement")),
            route="clearing:windows",
            concerns=clearing_desks.may_read,
        ),
        # A city sees its own statements and nothing else of the room.
        Room(
            key="money",
            letter="y",
            name=_named(text("Clearing and settlement")),
            route="clearing:statements",
            concerns=clearing_desks.reads_own,
        ),
        Room(
            key="cases",
            letter="a",
            name=_named(text("Cases")),
            route="casework:cases",
            concerns=case_reads.may_read,
        ),
    ),
    (
        Room(
            key="clauses",
            letter="c",
            name=_named(text("Clauses")),
            route="charter:clauses",
            concerns=_everybody,
        ),
        Room(
            key="systems",
            letter="s",
            name=_named(text("Named systems")),
            route="systems",
            concerns=_everybody,
        ),
        Room(
            key="directory",
            letter="d",
            name=_named(text("Directory")),
            route="directory:directory",
            concerns=_everybody,
        ),
        Room(
            key="journal",
            letter="j",
            name=_named(text("Journal")),
            route="journal",
            concerns=_with(READ_JOURNAL),
        ),
    ),
)


def rooms_for(
    actor: Actor, league: str, agreement: Agreement
) -> list[list[dict[str, Any]]]:
    """Give the rooms that concern somebody in a league, with what waits in them."""
    return [
        [
            {
                "key": room.key,
                "letter": room.letter,
                "name": room.name(agreement),
                "address": reverse(room.route, args=[league]),
                "count": _waiting(actor, league) if room.key == "todo" else 0,
            }
            for room in group
            if room.concerns(actor, league)
        ]
        for group in ROOMS
    ]


def _waiting(actor: Actor, league: str) -> int:
    today = actor.at.astimezone(LEAGUE_ZONE).date()
    return inboxes.count_waiting(actor, league, duty_reads.reckon(league, today))


def account_rooms(actor: Actor) -> list[dict[str, Any]]:
    """Give the places of the installation, beside any league, that concern somebody."""
    # Roles of the installation are held everywhere; those of a league end at its border.
    beside = replace(actor, league=None, roles=actor.roles & SEPARATED)
    reads = account_reads.may_read(beside)
    places = (
        (
            "accounts",
            "a",
            text("Accounts"),
            "accounts:list",
            reads or account_reads.may_keep(beside),
        ),
        ("rights", "r", text("Who may do what"), "accounts:rights", reads),
    )
    return [
        {"key": key, "letter": letter, "name": name, "address": reverse(route)}
        for key, letter, name, route, concerns in places
        if concerns
    ]


def league_rooms(
    actor: Actor, leagues: Mapping[str, Agreement]
) -> list[dict[str, Any]]:
    """Give each league, and its journal to who reads it, on pages beside any league."""
    found = []
    for slug, agreement in leagues.items():
        found.append(
            {
                "key": slug,
                "name": agreement.name,
                "address": reverse("league", args=[slug]),
            }
        )
        if may(actor, READ_JOURNAL, Over(league=slug)):
            name = text("Journal of {league}", league=agreement.name)
            address = reverse("journal", args=[slug])
            found.append({"key": f"journal-{slug}", "name": name, "address": address})
    return found
