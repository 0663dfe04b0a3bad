"""Named works of a league, as terms."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.plain import plain
from hansa.delivery.reads.stages import list_stages
from hansa.delivery.rules import stages as stage_rules
from hansa.delivery.rules import works as rules
from hansa.delivery.terms import Library, Programme, Work, WorkFilter, WorkList
from hansa.delivery.terms.stages import StageRecord
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text

EMPTY = Library(programmes=(), lists=(), works=())


def library_of(version: Version) -> Library:
    """Give the terms of a version's ``projects.yaml``; empty where it has none."""
    library: Library = version.charter.sections.get("projects", EMPTY)
    return library


def list_works(
    version: Version,
    wanted: WorkFilter,
    day: date | None = None,
    known_at: datetime | None = None,
) -> WorkList:
    """Select works of a version.

    Args:
        version: of a league, or of a folder; a folder knows no records.
        wanted: the filters.
        day: hides stages reached later, and is the day of ages; None shows all stages
            and no ages.
        known_at: gives what stood recorded at an instant; None for now.

    Raises:
        Refused: the programme or the city asked for does not exist.
    """
    library = library_of(version)
    _refuse_unknown_member(version, wanted.member)
    _refuse_unknown_programme(library.programmes, wanted.programme)
    clauses = {clause.id: clause for clause in version.charter.book.clauses}
    records: dict[str, list[StageRecord]] = {}
    if version.number is not None:
        for record in list_stages(version.league, day=day, known_at=known_at):
            records.setdefault(record.facts.work, []).append(record)
    known = rules.Known(
        records=records,
        signed_on=stage_rules.signed_on(version.charter.agreement),
        day=day,
    )
    return rules.select(library, clauses, wanted, known)


def _refuse_unknown_member(version: Version, wanted: str | None) -> None:
    known = charter_reads.names_of(version)
    if wanted is not None and wanted not in known:
        raise Refused(
            "member-unknown",
            text("There is no member city “{member}”.", member=wanted),
            text("Member cities: {known}.", known=tuple(known)),
        )


def _refuse_unknown_programme(
    programmes: tuple[Programme, ...], wanted: str | None
) -> None:
    words = [word for p in programmes for word in (p.id, p.name.zh, p.name.en)]
    if wanted is not None and wanted not in words:
        raise Refused(
            "programme-unknown",
            text("There is no programme “{programme}”.", programme=wanted),
            text("Programmes: {known}.", known=tuple(words) or "-"),
        )


def get_work(version: Version, work_id: str, day: date | None = None) -> Work:
    """Find one work by its id; ``day`` as in ``list_works``.

    Raises:
        Missing: the version names no such work.
    """
    found = list_works(version, WorkFilter(), day)
    works = {work.id: work for work in found.works}
    if work_id not in works:
        raise Missing(
            "work-missing",
            text("There is no work {id} in this charter.", id=work_id),
            meant(work_id, works),
        )
    return works[work_id]


def works_by_clause(version: Version) -> Mapping[str, tuple[str, ...]]:
    """Give the ids of the works that each clause names, by clause."""
    found: dict[str, tuple[str, ...]] = {}
    for work in library_of(version).works:
        for clause in dict.fromkeys(mention.clause for mention in work.mentions):
            found[clause] = (*found.get(clause, ()), work.id)
    return found


def segment_count(works: tuple[Work, ...]) -> int:
    """Count segments; a work without segments counts as one."""
    return rules.segment_count(works)


def wire_work(work: Work) -> dict[str, Any]:
    """Give a work as JSON; its key, and its programme by its printed name."""
    fields: dict[str, Any] = plain(work)
    fields["key"] = {"mode": work.mode.value, "name": work.name.zh}
    fields["programme_id"] = work.programme
    fields["programme"] = work.programme_name.zh if work.programme_name else None
    return fields


def wire_list(found: WorkList) -> dict[str, Any]:
    """Give a selection as JSON. Source: contracts, section 7."""
    return {
        "works": [wire_work(work) for work in found.works],
        "count": len(found.works),
        "mentions": found.mentions,
    }
