"""The directory of a league on one page: its own people, then city by city."""

from collections.abc import Mapping
from dataclasses import dataclass

from hansa.directory.terms.people import (
    FocalGap,
    FocalPoint,
    PersonLine,
    PostingLine,
    UnitLine,
)
from hansa.kernel.text import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class CityEntry:
    """Who is there for a city, or for the league itself.

    Attributes:
        member, name: the city; None for the league's own.
        people: empty where the reader may not see people.
        postings: who stands where for it; people are left out where the reader may not
            see them.
        reached: whom the city is reached through, by field; None is a vacancy. Empty for
            the league's own, and where the reader may not see people.
        has_body: whether a liaison body stands.
    """

    member: str | None
    name: Bilingual | None
    units: tuple[UnitLine, ...]
    people: tuple[PersonLine, ...]
    postings: tuple[PostingLine, ...]
    reached: Mapping[str, FocalPoint | None]
    has_body: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The directory on a day.

    Attributes:
        own: the league's own units and people.
        cities: in charter order.
        domains: the fields of the charter, in its order.
        gaps: every vacancy; empty where the reader may not see people.
        shows_people: whether the reader may see people.
    """

    own: CityEntry
    cities: tuple[CityEntry, ...]
    domains: Mapping[str, Bilingual]
    gaps: tuple[FocalGap, ...]
    shows_people: bool

    @property
    def lacking(self) -> tuple[str, ...]:
        """List the cities with a vacancy, in charter order."""
        return tuple(dict.fromkeys(gap.member for gap in self.gaps))
