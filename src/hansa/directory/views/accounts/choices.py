"""What the forms of accounts offer: leagues, cities, units and people."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.directory.reads import people as people_reads
from hansa.kernel.text import Bilingual

Choices = list[tuple[str, Any]]


def league_names() -> Mapping[str, Bilingual]:
    """Name every league that runs here, by its slug."""
    return {
        league: versions[-1].charter.agreement.name
        for league, versions in charter_reads.versions_by_league().items()
    }


def league_choices() -> Choices:
    """Offer every league that runs here."""
    return [(league, render(name)) for league, name in league_names().items()]


def cities() -> Mapping[str, Bilingual]:
    """Name every city of every league, by its id."""
    return {
        city: name
        for versions in charter_reads.versions_by_league().values()
        for city, name in charter_reads.names_of(versions[-1]).items()
    }


def city_choices() -> Choices:
    """Offer the cities, league by league."""
    names = league_names()
    return [
        (
            render(names[league]),
            [
                (city, render(name))
                for city, name in charter_reads.names_of(versions[-1]).items()
            ],
        )
        for league, versions in charter_reads.versions_by_league().items()
    ]


def unit_choices(actor: Actor, day: date) -> Choices:
    """Offer the units that stand on a day, league by league."""
    return [
        (
            render(name),
            [
                (unit.id, render(unit.name))
                for unit in people_reads.list_units(actor, league, day)
            ],
        )
        for league, name in league_names().items()
    ]


def person_choices(actor: Actor, day: date) -> Choices:
    """Offer the people of the directory, league by league."""
    return [
        (
            render(name),
            [
                (person.id, render(person.title))
                for person in people_reads.list_people(actor, league, day)
            ],
        )
        for league, name in league_names().items()
    ]
