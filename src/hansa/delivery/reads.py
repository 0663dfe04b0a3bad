"""Named works of a league, as terms."""

from typing import Any

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.plain import plain
from hansa.delivery import rules
from hansa.delivery.terms import Library, Programme, Work, WorkFilter, WorkList
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text

EMPTY = Library(programmes=(), lists=(), works=())


def library_of(version: Version) -> Library:
    """Give the terms of a version's ``projects.yaml``; empty where it has none."""
    library: Library = version.charter.sections.get("projects", EMPTY)
    return library


def list_works(version: Version, wanted: WorkFilter) -> WorkList:
    """Select works of a version.

    Raises:
        Refused: the programme or the city asked for does not exist.
    """
    library = library_of(version)
    _refuse_unknown_member(version, wanted.member)
    _refuse_unknown_programme(library.programmes, wanted.programme)
    clauses = {clause.id: clause for clause in version.charter.book.clauses}
    return rules.select(library, clauses, wanted)


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


def get_work(version: Version, work_id: str) -> Work:
    """Find one work by its id.

    Raises:
        Missing: the version names no such work.
    """
    works = {work.id: work for work in list_works(version, WorkFilter()).works}
    if work_id not in works:
        raise Missing(
            "work-missing",
            text("There is no work {id} in this charter.", id=work_id),
            meant(work_id, works),
        )
    return works[work_id]


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
