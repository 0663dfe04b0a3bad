"""The offices of a city, as its directory and every city's list of them name them."""

from functools import cache

from django.utils import translation

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import AUTHORITIES, ROLE_NAMES, Role
from hansa.chassis.language import CHINESE, ENGLISH, render
from hansa.directory.models import Person, Unit
from hansa.directory.reads.places import places
from hansa.directory.reads.rows import name_of, names_of, title_of
from hansa.directory.rules.offices import offices_of, others_offices
from hansa.directory.rules.taken import Elsewhere, league_in_short
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.kernel.text import Bilingual, Text

OWN_NAMES = ("Hansa", "Hansa system", "Hansa系统")


def offices_of_city(league: str, member: str) -> tuple[str, ...]:
    """Give how people may write the offices, units and posts of a city, past ones too.

    Raises:
        Missing: there is no such league.
    """
    city = places(league).members[member]
    return offices_of(city, held_everywhere(), _named(league, member))


def elsewhere_of(league: str, member: str) -> Elsewhere:
    """Give what a city may call nobody of its own: the league's names and other cities'.

    Raises:
        Missing: there is no such league.
    """
    known = places(league)
    others = tuple(name for id_, name in known.members.items() if id_ != member)
    held = held_everywhere()
    agreements = [v.charter.agreement for v in charter_reads.get_versions(league)]
    return Elsewhere(
        city=known.members[member],
        others=others,
        leagues=tuple(one.name for one in agreements),
        in_short=tuple(league_in_short(one.name, one.noun) for one in agreements),
        league_offices=(*known.bodies.values(), *_named(league, "")),
        offices=tuple(
            office for city in others for office in others_offices(city, held)
        ),
    )


def _named(league: str, member: str) -> list[Bilingual]:
    """Give the names of the units and posts of a city, or of the league's own."""
    units = Unit.objects.filter(league=league, member=member)
    people = Person.objects.filter(league=league, member=member)
    named = [title_of(person) for person in people]
    for unit in units.prefetch_related("names"):
        named += [name_of(unit), *(line.name for line in names_of(unit))]
    return named


def held_everywhere() -> list[Bilingual]:
    """Name the offices that every city has."""
    return [_both(name) for name in OFFICE_NAMES.values()]


@cache
def labels_of_hansa() -> tuple[str, ...]:
    """Give what pages call the shell, the public, the clock and the roles.

    The league's office is left out: it bears that name by right, and ``elsewhere_of``
    keeps it from the cities.
    """
    roles = (name for role, name in ROLE_NAMES.items() if role is not Role.SECRETARIAT)
    names = (_both(name) for name in (*AUTHORITIES.values(), *roles))
    said = (word for name in names for word in (name.zh, name.en))
    return tuple(dict.fromkeys((*OWN_NAMES, *said)))


def _both(name: Text) -> Bilingual:
    with translation.override(CHINESE):
        zh = render(name)
    with translation.override(ENGLISH):
        return Bilingual(zh=zh, en=render(name))
