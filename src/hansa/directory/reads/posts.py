"""In whose name an act was done, in both languages: units, posts and offices.

Others act as well, such as institutions of the clearing, which this context does not know;
the composition root says how they are called.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils import translation

from hansa.chassis.actor import ROLE_NAMES, Role, authority_name
from hansa.chassis.language import CHINESE, ENGLISH, render
from hansa.directory.models import Grant, Person, Unit
from hansa.directory.reads.offices import held_everywhere
from hansa.directory.reads.places import places
from hansa.directory.reads.rows import name_of, names_of, title_of
from hansa.directory.rules.posts import in_english, offices_in, post_named
from hansa.kernel.text import Bilingual, Text

OthersOf = Callable[[str], Iterable[Bilingual]]
_others_of: list[OthersOf] = []


def use_others(others_of: OthersOf) -> None:
    """Receive at start-up how others who act in a league are called."""
    _others_of[:] = [others_of]


@dataclass(frozen=True, kw_only=True)
class Posts:
    """The names of a league, read once, when the first is asked for in English."""

    league: str

    def name(self, written: str) -> Bilingual | Text | str:
        """Name in whose name an act was done, from what was written down in Chinese."""
        said = authority_name(written)
        if isinstance(said, Text) or translation.get_language() == CHINESE:
            return said
        return post_named(written, self._known) or written

    @cached_property
    def _known(self) -> Mapping[str, Bilingual]:
        return posts(self.league)


def posts(league: str) -> Mapping[str, Bilingual]:
    """Name every post, unit, body and office of a league by how it is written in Chinese.

    What the directory calls it goes before what is put together of city and office. A
    title that has no English is followed by the person's role and city.

    Raises:
        Missing: there is no such league.
    """
    known = places(league)
    named = {body.zh: body for body in known.bodies.values()}
    named |= {one.zh: one for read in _others_of for one in read(league)}
    everywhere = held_everywhere()
    for city in known.members.values():
        named |= offices_in(city, everywhere)
    for unit in Unit.objects.filter(league=league).prefetch_related("names"):
        for name in (name_of(unit), *(line.name for line in names_of(unit))):
            named[name.zh] = name
    roles = _roles(league)
    for person in Person.objects.filter(league=league):
        home = known.members.get(person.member)
        words = (roles.get(str(person.pk), ""), home.en if home else "")
        explained = ", ".join(word for word in words if word)
        named[person.title_zh] = in_english(title_of(person), explained)
    return named


def _roles(league: str) -> dict[str, str]:
    """Give the first role of each person of a league who has an account, in English."""
    grants = Grant.objects.filter(league=league, account__person__isnull=False)
    rows = grants.order_by("-pk").values_list("account__person", "role")
    with translation.override(ENGLISH):
        office = places(league).nouns.office or ROLE_NAMES[Role.SECRETARIAT]
        called = {**ROLE_NAMES, Role.SECRETARIAT: office}
        return {str(person): render(called[Role(role)]) for person, role in rows}
