"""The only upward knowledge: four closed tables, and nothing else.

``SECTIONS`` says which context reads which file of a charter, ``HANDLERS`` which service
reacts to which event, ``REALISES`` which page shows what a clause asks for, and ``HOME``
what the home page of a league shows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from hansa.charter import reads as charter_reads
from hansa.charter import rules as charter_rules
from hansa.charter import views as charter_views
from hansa.charter.charter import agreement, clauses, geography
from hansa.charter.terms import CharterApplied, Section, Version
from hansa.chassis.outbox import Handlers
from hansa.delivery import charter as delivery_charter
from hansa.delivery import rules as delivery_rules
from hansa.governance import reads as governance_reads
from hansa.governance import services as governance_services
from hansa.governance import views as governance_views
from hansa.governance.charter import links, statute
from hansa.governance.rules import calendar as calendar_rules
from hansa.governance.rules import outline as outline_rules

SECTIONS: tuple[Section, ...] = (
    Section(
        name="charter",
        required=True,
        shape=agreement.AGREEMENT,
        link=agreement.link_agreement,
        compare=charter_rules.compare_agreements,
        outline=charter_rules.outline_agreement,
    ),
    Section(
        name="clauses",
        required=True,
        shape=clauses.CLAUSES,
        link=clauses.link_clauses,
        compare=charter_rules.compare_clauses,
        outline=charter_rules.outline_clauses,
    ),
    Section(
        name="governance",
        required=True,
        shape=statute.STATUTE,
        link=links.link_statute,
        compare=calendar_rules.compare_calendars,
        outline=outline_rules.outline_statute,
    ),
    Section(
        name="projects",
        required=False,
        shape=delivery_charter.LIBRARY,
        link=delivery_charter.link_library,
        compare=delivery_rules.compare_libraries,
        outline=delivery_rules.outline_library,
    ),
    Section(
        name="geography",
        required=False,
        shape=geography.GEOGRAPHY,
        link=geography.link_geography,
        compare=charter_rules.nothing_to_compare,
        outline=charter_rules.nothing_to_outline,
    ),
)

CHECKS = (charter_reads.find_alteration,)
"""What ``journal verify`` compares with the acts that the journal attests."""

HANDLERS: Handlers = {
    CharterApplied: (governance_services.keep_calendar_changes,),
}

# Pages by league and clause. A clause that is not here is shown as “not yet”.
REALISES: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "huaihai": {
        "governance:calendar": (9, 10, 11, 17, 18, 20),
        "governance:bodies": (4, 5, 6, 7, 13, 22, 26, 27, 32),
    },
    "changzhutan": {
        "governance:calendar": (3, 4, 11, 12, 13, 26),
        "governance:bodies": (2, 5, 6, 7, 8, 10, 17, 20, 22),
    },
}


def realises(league: str, clause: str) -> str | None:
    """Give the address of the page that shows what a clause asks for, or None."""
    group, _, number = clause.partition("-")
    if group == "PRJ":
        # Two mentions may be one work; the list shows it whichever clause names it.
        return reverse("delivery:works", args=[league])
    if group != "GOV":
        return None
    for page, numbers in REALISES.get(league, {}).items():
        if int(number) in numbers:
            return reverse(page, args=[league])
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A part of a league's home page: its template, its column and what fills it."""

    template: str
    column: str
    content: Callable[[Sequence[Version], date], dict[str, Any]]


HOME: tuple[Panel, ...] = (
    Panel(
        template="governance/panel_turns.html",
        column="wide",
        content=governance_views.turns_panel,
    ),
    Panel(
        template="governance/panel_next.html",
        column="left",
        content=governance_views.next_panel,
    ),
    Panel(
        template="charter/panel_map.html",
        column="left",
        content=lambda versions, day: charter_views.map_panel(
            charter_reads.governing(versions, day),
            governance_reads.why(versions, day).member,
        ),
    ),
    Panel(
        template="governance/panel_bodies.html",
        column="right",
        content=lambda versions, day: governance_views.bodies_panel(
            charter_reads.governing(versions, day), day
        ),
    ),
    Panel(
        template="charter/panel_clauses.html",
        column="right",
        content=lambda versions, day: charter_views.clauses_panel(
            charter_reads.governing(versions, day)
        ),
    ),
)
