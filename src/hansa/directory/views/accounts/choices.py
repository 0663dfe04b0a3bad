"""What the forms of accounts offer: leagues, cities, units and people."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.directory.reads import accounts as reads
from hansa.directory.reads import people as people_reads
from hansa.directory.reads.followed import followed
from hansa.directory.reads.places import places
from hansa.directory.terms.accounts import FEED_SCOPE_NAMES, AccountLine, FeedScope
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.directory.terms.people import PersonLine
from hansa.kernel.text import Bilingual, Text, text

Choices = list[tuple[str, Any]]
Offered = tuple[str | None, str, str]
"""City (None for the league's own), id and label of what is offered."""
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
    """Offer the units that stand on a day, by league and city."""
    return [
        group
        for league in league_names()
        for group in _by_city(
            league,
            [
                (unit.member, unit.id, render(unit.name))
                for unit in people_reads.list_units(actor, league, day)
            ],
        )
    ]


def person_choices(actor: Actor, day: date) -> Choices:
    """Offer the people of the directory, by league and city, with what tells them apart."""
    return [
        group
        for league in league_names()
        for group in _by_city(league, _people(actor, league, day))
    ]


def _people(actor: Actor, league: str, day: date) -> list[Offered]:
    """Give people with their units and posts; who is still alike with how to reach them."""
    units, held = people_reads.unit_names(league, day), _posts_held(league, day)
    people = people_reads.list_people(actor, league, day)
    labels = {
        person.id: " · ".join(
            (
                render(person.title),
                *([render(units[person.unit])] if person.unit else ()),
                *held.get(person.id, ()),
            )
        )
        for person in people
    }
    often = Counter((person.member, labels[person.id]) for person in people)
    return [
        (
            person.member,
            person.id,
            labels[person.id]
            if often[person.member, labels[person.id]] == 1
            else f"{labels[person.id]} · {_known_by(person)}",
        )
        for person in people
    ]


def _posts_held(league: str, day: date) -> Mapping[str, list[str]]:
    """Write what each person holds on a day: the office or kind of post, and the body."""
    there, held = places(league), defaultdict[str, list[str]](list)
    for posting in people_reads.list_postings(league, as_of=day):
        if posting.person is None:
            continue
        kind = there.posting_kinds[posting.kind]
        what = OFFICE_NAMES[posting.office] if posting.office else kind
        body = (there.bodies[posting.body],) if posting.body else ()
        words = render((what, *body))
        if words not in held[posting.person]:
            held[posting.person].append(words)
    return held


def _known_by(person: PersonLine) -> str:
    """Give what else tells a person from a namesake: telephone, mail, or the id's start."""
    reached = person.contact
    return (reached and (reached.phone or reached.mail)) or person.id[:8]


def _by_city(league: str, offered: Iterable[Offered]) -> Choices:
    """Group what a league has by city, under the names of both."""
    name, there = render(league_names()[league]), places(league)
    own = render(text("the league's own"))
    return [
        (
            f"{name} · {render(there.members[member]) if member else own}",
            [(id_, label) for _, id_, label in group],
        )
        for member, group in groupby(offered, key=itemgetter(0))
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
