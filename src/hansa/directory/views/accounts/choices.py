"""What the forms of accounts offer: leagues, cities, units and people."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.directory.reads import accounts as reads
from hansa.directory.reads import people as people_reads
from hansa.directory.reads.followed import followed
from hansa.directory.terms.accounts import FEED_SCOPE_NAMES, AccountLine, FeedScope
from hansa.kernel.text import Bilingual, Text, text

Choices = list[tuple[str, Any]]
LIST_NAMES: Mapping[str, Text] = {
    "accounts": text("Accounts"),
    "cases": text("Cases"),
    "clearing-ledger": text("Entries of the ledger"),
    "clearing-participants": text("Participants"),
    "clearing-statements": text("Statements"),
    "clearing-windows": text("Clearing windows"),
    "duties": text("Duties"),
    "journal": text("Journal"),
    "notices": text("Notices"),
    "people": text("People"),
    "records": text("Records of meetings"),
    "requests": text("Requests"),
    "units": text("Units"),
    "works": text("Named works"),
}
"""What the lists are called whose views people keep, by their slugs."""


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


def subjects_named(
    own: AccountLine, at: datetime
) -> Mapping[FeedScope, Mapping[str, Bilingual]]:
    """Name what an account may follow in any league, by scope and id."""
    named: dict[FeedScope, dict[str, Bilingual]] = {}
    for league in league_names():
        inside = reads.actor_of_account(own.id, league, at)
        for scope, names in followed(inside, own.person, league).items():
            named.setdefault(scope, {}).update(names)
    return named


def subject_choices(own: AccountLine, at: datetime) -> Choices:
    """Offer what an account may follow, bodies first, then cities, units and people."""
    return [
        (
            render(FEED_SCOPE_NAMES[scope]),
            [(id_, render(name)) for id_, name in names.items()],
        )
        for scope, names in subjects_named(own, at).items()
        if names
    ]
