"""What cities, bodies and fields the charter of a league names, past versions included.

The bodies, and the agreement's own nouns, stand in a section of the charter that this
context does not know; the composition root says how they are read from a version.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.directory.terms.people import NO_NOUNS, Nouns, Places
from hansa.kernel.text import Bilingual


class BodyLike(Protocol):
    """A body of the charter, as far as the directory knows it."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> Bilingual: ...

    @property
    def dissolved_on(self) -> date | None: ...


BodiesOf = Callable[[Version], Sequence[BodyLike]]
NounsOf = Callable[[Version], Nouns]
_bodies_of: list[BodiesOf] = []
_nouns_of: list[NounsOf] = []


def use_bodies(bodies_of: BodiesOf) -> None:
    """Receive at start-up how the bodies of a version are read, from ``hansa.site``."""
    _bodies_of[:] = [bodies_of]


def use_nouns(nouns_of: NounsOf) -> None:
    """Receive at start-up how a version's own nouns are read, from ``hansa.site``."""
    _nouns_of[:] = [nouns_of]


def places(league: str) -> Places:
    """Name every city, body and field that any version of a league's charter names.

    What was recorded while an older version was in force must stay readable.

    Raises:
        Missing: there is no such league.
    """
    return _places(charter_reads.get_versions(league))


def places_on(league: str, day: date) -> Places:
    """Name the cities, bodies and fields of the version that governs a day.

    Raises:
        Missing: there is no such league.
    """
    return _places([charter_reads.governing(charter_reads.get_versions(league), day)])


def offices_called() -> Mapping[str, Bilingual]:
    """Give what each league calls its executive body, in one question."""
    latest = {
        league: _nouns(versions[-1]).office
        for league, versions in charter_reads.versions_by_league().items()
    }
    return {league: office for league, office in latest.items() if office is not None}


def bodies_ended(league: str, day: date) -> frozenset[str]:
    """Give the bodies that had ended when a day began, by the version that governs it.

    Raises:
        Missing: there is no such league.
    """
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    return frozenset(
        body.id
        for read in _bodies_of
        for body in read(version)
        if body.dissolved_on is not None and body.dissolved_on <= day
    )


def _places(versions: Sequence[Version]) -> Places:
    # The latest version comes first, so that its order and its names are the ones shown.
    latest_first = list(reversed(versions))
    members: dict[str, Bilingual] = {}
    bodies: dict[str, Bilingual] = {}
    domains: dict[str, Bilingual] = {}
    for version in latest_first:
        for id_, name in charter_reads.names_of(version).items():
            members.setdefault(id_, name)
        for domain in charter_reads.list_domains(version):
            domains.setdefault(domain.id, domain.name)
        for read in _bodies_of:
            for body in read(version):
                bodies.setdefault(body.id, body.name)
    nouns = _nouns(latest_first[0])
    return Places(members=members, bodies=bodies, domains=domains, nouns=nouns)


def _nouns(version: Version) -> Nouns:
    return next((read(version) for read in _nouns_of), NO_NOUNS)
