"""The directory of a league on one page, and the life of a unit, for who may see it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.directory.reads import people
from hansa.directory.reads.places import places, places_on
from hansa.directory.rules import moments as rules
from hansa.directory.terms.moments import Moment
from hansa.directory.terms.overview import CityEntry, Overview
from hansa.directory.terms.people import (
    FocalPoint,
    PersonLine,
    PostingKind,
    PostingLine,
    UnitKind,
    UnitLine,
)
from hansa.kernel.text import Bilingual

# What the public may know of postings: which units stand somewhere; of an office that a
# person holds nothing is left without the person.
_PUBLIC = frozenset({PostingKind.OFFICE, PostingKind.LEAD})


def overview(actor: Actor, league: str, on: date) -> Overview:
    """Give the directory of a day, as far as the actor may see it.

    Raises:
        Missing: there is no such league.
    """
    there = places_on(league, on)
    shows = people.may_read_people(actor, league)
    units = people.list_units(actor, league, on)
    persons = people.list_people(actor, league, on) if shows else ()
    postings = people.list_postings(league, as_of=on)
    seen = (
        postings
        if shows
        else tuple(
            _in_public(line)
            for line in postings
            if line.kind in _PUBLIC and line.unit_name
        )
    )
    domains = tuple(there.domains)
    reached = people.focal_points(league, there.members, domains, on) if shows else {}
    cities = tuple(
        _entry(
            member,
            name,
            units,
            persons,
            seen,
            {domain: reached[member, domain] for domain in domains if shows},
        )
        for member, name in there.members.items()
    )
    return Overview(
        own=_entry(None, None, units, persons, seen, {}),
        cities=cities,
        domains=there.domains,
        gaps=people.list_vacancies(league, on) if shows else (),
        shows_people=shows,
        service_from=people.service_ahead(league, on),
    )


def _in_public(line: PostingLine) -> PostingLine:
    """Leave out who it is and what it rests on."""
    return replace(
        line,
        person=None,
        title=None,
        delegated_by=None,
        delegated_title=None,
        document="",
        file=None,
        recorded_by="",
        authority="",
        evidence=None,
    )


def _entry(
    member: str | None,
    name: Bilingual | None,
    units: tuple[UnitLine, ...],
    persons: tuple[PersonLine, ...],
    postings: tuple[PostingLine, ...],
    reached: Mapping[str, FocalPoint | None],
) -> CityEntry:
    own_units = tuple(unit for unit in units if unit.member == member)
    return CityEntry(
        member=member,
        name=name,
        units=own_units,
        people=tuple(person for person in persons if person.member == member),
        postings=tuple(line for line in postings if line.member == member),
        reached=reached,
        has_body=any(unit.kind is UnitKind.LIAISON_BODY for unit in own_units),
    )


def life_of_unit(actor: Actor, league: str, unit: UnitLine) -> tuple[Moment, ...]:
    """List what happened to a unit, newest first; who stood there only for readers."""
    shows = people.may_read_people(actor, league)
    history = people.posting_history(league, unit=unit.id) if shows else ()
    names = people.list_unit_names(league, unit.id)
    return rules.life_of_unit(unit, names, history, places(league).posting_kinds)


def life_of_person(league: str, person: PersonLine) -> tuple[Moment, ...]:
    """List the entry of somebody, and what was taken up and given up, newest first."""
    history = people.posting_history(league, person=person.id)
    at, kinds = person.recorded_at, places(league).posting_kinds
    entered_on = at.astimezone(LEAGUE_ZONE).date() if at else None
    return rules.life_of_person(person, entered_on, history, kinds)
