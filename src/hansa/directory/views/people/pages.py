"""Pages that show the directory: everybody at a glance, a unit, a person."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.chassis.asked import actor_of, day_of
from hansa.directory.forms.people import OWN
from hansa.directory.reads import overview as overview_reads
from hansa.directory.reads import people as reads
from hansa.directory.terms.overview import Overview, before_service
from hansa.directory.terms.people import PersonLine, UnitLine
from hansa.directory.views.people.frame import setting, words_of
from hansa.kernel.text import Text, text

SHOWN_OF_A_CITY = 12
"""How many units, and people, of a city are shown at a glance; a link leads to all."""


@require_safe
def directory(request: HttpRequest, league: str) -> HttpResponse:
    """Show everybody at a glance, vacancies first."""
    actor, day = actor_of(request), day_of(request)
    seen = overview_reads.overview(actor, league, day)
    return render(
        request,
        "directory/directory.html",
        {
            **setting(request, league),
            **words_of(league),
            "seen": seen,
            "sentence": _sentence(seen),
            "twice": reads.list_held_twice(league, day) if seen.shows_people else (),
            "keeps": reads.may_keep(actor, league, actor.member),
            "keeps_leads": reads.may_keep(actor, league, None),
            "most": SHOWN_OF_A_CITY,
            "own": OWN,
        },
    )


def _sentence(seen: Overview) -> Text:
    """Answer whether every city can be reached; to the public, who is there."""
    if not seen.shows_people:
        units = len(seen.own.units) + sum(len(city.units) for city in seen.cities)
        return text(
            "{cities} cities work together through {units} units.",
            cities=len(seen.cities),
            units=units,
        )
    if seen.service_from is not None:
        return before_service(seen.service_from)
    lacking = [city.name or "" for city in seen.cities if city.member in seen.lacking]
    if not lacking:
        return text(
            "All {cities} cities are reached in every field.", cities=len(seen.cities)
        )
    return text(
        "{whole} of {cities} cities are reached in every field; vacancies: {lacking}.",
        whole=len(seen.cities) - len(lacking),
        cities=len(seen.cities),
        lacking=tuple(lacking),
    )


@require_safe
def unit(request: HttpRequest, league: str, unit: UUID) -> HttpResponse:
    """Show a unit: its names over time, its people, who took over, what happened."""
    actor, day = actor_of(request), day_of(request)
    line = reads.get_unit(actor, league, str(unit), day)
    readable = reads.may_read_people(actor, league)
    staff = reads.list_people(actor, league, day) if readable else ()
    return render(
        request,
        "directory/unit.html",
        {
            **setting(request, league),
            **words_of(league),
            "unit": line,
            "unit_names": reads.unit_names(league, day),
            "names": reads.list_unit_names(league, line.id),
            "predecessors": reads.list_predecessors(league, line.id, day),
            "stands": line.stands_on(day),
            "heir": reads.standing_unit(league, line.id, day),
            "people": [person for person in staff if person.unit == line.id],
            "postings": _postings(league, unit=line) if readable else (),
            "moments": overview_reads.life_of_unit(actor, league, line),
            "readable": readable,
            "keeps": reads.may_keep(actor, league, line.member),
            "keeps_leads": reads.may_keep(actor, league, None),
        },
    )


def _postings(
    league: str, unit: UnitLine | None = None, person: PersonLine | None = None
) -> Any:
    """List what counts of the postings of a unit or a person, the latest first."""
    history = reads.posting_history(
        league,
        unit=unit.id if unit else None,
        person=person.id if person else None,
    )
    return [line for line in reversed(history) if line.withdrawn_at is None]


@require_safe
def person(request: HttpRequest, league: str, person: UUID) -> HttpResponse:
    """Show a person: how to reach them, where they stand, what happened."""
    actor, day = actor_of(request), day_of(request)
    line = reads.get_person(actor, league, str(person))
    return render(
        request,
        "directory/person.html",
        {
            **setting(request, league),
            **words_of(league),
            "person": line,
            "unit_names": reads.unit_names(league, day),
            "postings": _postings(league, person=line),
            "standing": [p for p in _postings(league, person=line) if p.runs_on(day)],
            "moments": overview_reads.life_of_person(league, line),
            "keeps": reads.may_keep(actor, league, line.member),
            "keeps_leads": reads.may_keep(actor, league, None),
            "asked": f"?person={line.id}&member={line.member or OWN}",
        },
    )
