"""Names instead of ids: how entries are found by what people call them."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from hansa.directory.terms.register import Present
from hansa.kernel.text import Bilingual

BETWEEN = "/"
KEPT_LONGEST = 100  # Words longer than any name are not kept to compare again.
Named = tuple[str | None, Bilingual, str]
"""City (None for the league's own), name and id of an entry."""


def is_present(end: date | None, today: date) -> bool:
    """Tell whether an entry stands today or later; ``end`` is its first day without it."""
    return end is None or end > today


def word_of(written: str) -> str:
    """Write a name as names are compared: half-width, small letters, no spaces."""
    return _word_of(written) if len(written) <= KEPT_LONGEST else _folded(written)


def _folded(written: str) -> str:
    return "".join(unicodedata.normalize("NFKC", written).split()).casefold()


_word_of = lru_cache(maxsize=10_000)(_folded)
"""The names of the directory are compared with those of each row."""


@dataclass(slots=True)
class Index:
    """Finds entries by name: those of the same city first, then the league's own.

    ``city/name`` names one of another city, and ``/name`` one of the league's own where
    the city has one of that name too. What has ended is found where nothing that stands
    bears the name.
    """

    cities: Mapping[str, str]
    known: dict[str, list[tuple[str | None, str]]] = field(default_factory=dict)
    ended: dict[str, list[tuple[str | None, str]]] = field(default_factory=dict)

    def add(self, named: Named) -> None:
        """Make an entry known under both its names."""
        _put(self.known, named)

    def add_ended(self, named: Named) -> None:
        """Make an entry known that has ended."""
        _put(self.ended, named)

    def find(self, written: str, member: str | None) -> tuple[str, ...]:
        """Give the ids that a name may mean in a city's row; one where it is clear."""
        word = word_of(written)
        city, between, rest = word.partition(BETWEEN)
        for known in (self.known, self.ended):
            there = known.get(word, [])
            for near in ({member}, {None}, {owner for owner, _ in there}):
                found = [id_ for owner, id_ in there if owner in near]
                if found:
                    return tuple(dict.fromkeys(found))
            if between and (not city or city in self.cities):
                owner = self.cities.get(city)
                found = [id_ for place, id_ in known.get(rest, []) if place == owner]
                if found:
                    return tuple(dict.fromkeys(found))
        return ()


def _put(known: dict[str, list[tuple[str | None, str]]], named: Named) -> None:
    member, name, id_ = named
    for word in {word_of(name.zh), word_of(name.en)} - {""}:
        known.setdefault(word, []).append((member, id_))


def units_index(present: Present, today: date) -> Index:
    """Index the units of the directory; those closed by a day have ended."""
    index = Index(_city_words(present.cities))
    for unit in present.units:
        there = is_present(unit.closed_on, today)
        add = index.add if there else index.add_ended
        add((unit.member, unit.name, unit.id))
    return index


def people_index(present: Present, today: date) -> Index:
    """Index the people of the directory; those who left by a day have ended."""
    index = Index(_city_words(present.cities))
    for person in present.people:
        there = is_present(person.left_on, today)
        add = index.add if there else index.add_ended
        add((person.member, person.title, person.id))
    return index


def _city_words(cities: Mapping[str, Bilingual]) -> dict[str, str]:
    return {
        word_of(word): id_
        for id_, name in cities.items()
        for word in (id_, name.zh, f"{name.zh}市", name.en)
    }


def written_as(
    index: Index, cities: Mapping[str, Bilingual], named: Named, member: str | None
) -> str:
    """Write the name of an entry so that ``Index.find`` finds it in a row of a city."""
    owner, name, id_ = named
    if index.find(name.zh, member) == (id_,):
        return name.zh
    city = cities[owner].zh if owner else ""
    return f"{city}{BETWEEN}{name.zh}"
