"""What cities, bodies and fields the charter of a league names, past versions included.

The bodies stand in a section of the charter that this context does not know; the
composition root says how they are read from a version.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.directory.terms.people import Places
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
_bodies_of: list[BodiesOf] = []


def use_bodies(bodies_of: BodiesOf) -> None:
    """Receive at start-up how the bodies of a version are read, from ``hansa.site``."""
    _bodies_of[:] = [bodies_of]


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
    return Places(members=members, bodies=bodies, domains=domains)
