"""What an account may follow in a calendar of its own, by name."""

from collections.abc import Mapping

from hansa.chassis.actor import Actor, Role
from hansa.directory.models import Person
from hansa.directory.reads.accounts import day_in_league
from hansa.directory.reads.people import may_read_people, unit_names
from hansa.directory.reads.places import places
from hansa.directory.terms.accounts import FeedScope
from hansa.kernel.text import Bilingual

FOLLOWS_ALL = frozenset({Role.SECRETARIAT, Role.AUDITOR, Role.ADMINISTRATOR})


def may_follow(
    inside: Actor, person: str | None, scope: FeedScope, subject: str
) -> bool:
    """Tell whether an account may follow a calendar.

    Args:
        inside: the account as it acts in the league.
        person: id of whom the account belongs to; None for a machine.
        scope: whose calendar it is.
        subject: id of the body, city, unit or person; empty for the league.
    """
    if not inside.roles or inside.roles & FOLLOWS_ALL:
        return bool(inside.roles)
    match scope:
        case FeedScope.LEAGUE | FeedScope.BODY:
            return True
        case FeedScope.CITY:
            return subject == inside.member
        case FeedScope.UNIT:
            return subject == inside.unit
        case FeedScope.PERSON:
            return person is not None and subject == person


def followed(
    inside: Actor, person: str | None, league: str
) -> Mapping[FeedScope, Mapping[str, Bilingual]]:
    """Name whatever an account may follow in a league, by scope and id.

    Raises:
        Missing: there is no such league.
    """
    known = places(league)
    people = Person.objects.filter(league=league).order_by("title_zh", "pk")
    if not may_read_people(inside, league):
        people = people.filter(pk=person) if person else people.none()
    named: Mapping[FeedScope, Mapping[str, Bilingual]] = {
        FeedScope.BODY: known.bodies,
        FeedScope.CITY: known.members,
        FeedScope.UNIT: unit_names(league, day_in_league(inside.at)),
        FeedScope.PERSON: {
            str(row.pk): Bilingual(zh=row.title_zh, en=row.title_en or row.title_zh)
            for row in people
        },
    }
    return {
        scope: {
            id_: name
            for id_, name in names.items()
            if may_follow(inside, person, scope, id_)
        }
        for scope, names in named.items()
    }
