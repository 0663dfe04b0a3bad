"""The offices of a city, as its directory and every city's list of them name them."""

from django.utils import translation

from hansa.chassis.language import CHINESE, ENGLISH, render
from hansa.directory.models import Person, Unit
from hansa.directory.reads.places import places
from hansa.directory.reads.rows import name_of, names_of, title_of
from hansa.directory.rules.offices import offices_of
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.kernel.text import Bilingual, Text


def offices_of_city(league: str, member: str) -> tuple[str, ...]:
    """Give how people may write the offices, units and posts of a city, past ones too.

    Raises:
        Missing: there is no such league.
    """
    units = Unit.objects.filter(league=league, member=member)
    people = Person.objects.filter(league=league, member=member)
    named = [title_of(person) for person in people]
    for unit in units.prefetch_related("names"):
        named += [name_of(unit), *(line.name for line in names_of(unit))]
    city = places(league).members[member]
    return offices_of(city, [_both(name) for name in OFFICE_NAMES.values()], named)


def _both(name: Text) -> Bilingual:
    with translation.override(CHINESE):
        zh = render(name)
    with translation.override(ENGLISH):
        return Bilingual(zh=zh, en=render(name))
