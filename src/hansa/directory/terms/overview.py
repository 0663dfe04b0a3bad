"""The directory of a league on one page: its own people, then city by city."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hansa.directory.terms.people import (
    FocalGap,
    FocalPoint,
    PersonLine,
    PostingLine,
    UnitLine,
)
from hansa.kernel.text import Bilingual, Text, text


def before_service(since: date) -> Text:
    """Say why nobody is missing on a day before the league went into service here."""
    return text(
        "In service here since {day}; of the time before, what is not recorded is no gap.",
        day=since.isoformat(),
    )


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
        service_from: when the league goes into service here, where that is after the day;
            nothing is a vacancy then. None on every later day.
    """

    own: CityEntry
    cities: tuple[CityEntry, ...]
    domains: Mapping[str, Bilingual]
    gaps: tuple[FocalGap, ...]
    shows_people: bool
    service_from: date | None

    @property
    def lacking(self) -> tuple[str, ...]:
        """List the cities with a vacancy, in charter order."""
        return tuple(dict.fromkeys(gap.member for gap in self.gaps))
