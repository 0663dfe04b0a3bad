"""Case types of a league's charter versions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from hansa.casework.terms.types import CaseBook, CaseType
from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.kernel.errors import Missing
from hansa.kernel.findings import meant
from hansa.kernel.text import text

EMPTY = CaseBook(types=())


def book_of(version: Version) -> CaseBook:
    """Give the terms of a version's ``casework.yaml``; empty where it has none."""
    book: CaseBook = version.charter.sections.get("casework", EMPTY)
    return book


def types_of(version: Version) -> Mapping[str, CaseType]:
    """Give the case types of a version by id, as its file lists them."""
    return {kind.id: kind for kind in book_of(version).types}


def all_types(versions: Sequence[Version]) -> Mapping[str, CaseType]:
    """Give every type that any version knew, by id; the latest counts."""
    return {id_: kind for v in versions for id_, kind in types_of(v).items()}


def type_at(
    versions: Sequence[Version], type_id: str, day: date, known_at: datetime
) -> CaseType:
    """Give a type as it governs what is opened on a day.

    Args:
        versions: of the league.
        type_id: its slug.
        day: of the opening.
        known_at: hides versions that were recorded later, so that a case keeps its rules.

    Raises:
        Missing: the charter of that day has no such type.
    """
    version = charter_reads.governing(versions, day, known_at)
    known = types_of(version)
    if type_id not in known:
        raise Missing(
            "case-type-missing",
            text("The charter has no case type “{id}”.", id=type_id[:60]),
            meant(type_id[:60], known),
        )
    return known[type_id]
