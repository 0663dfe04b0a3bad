"""Named systems of a league with what is known of them, as terms."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from hansa.charter import reads as charter_reads
from hansa.charter.terms import NamedSystem
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.directory.models import SystemRecord
from hansa.directory.reads.people import unit_names
from hansa.directory.rules import people as rules
from hansa.directory.terms.people import SystemLine, SystemRecordLine, SystemStatus
from hansa.kernel.errors import Missing
from hansa.kernel.findings import meant
from hansa.kernel.text import Bilingual, text


def may_keep_systems(actor: Actor, league: str) -> bool:
    """Tell whether an actor may record what is known of a system."""
    return may(actor, rules.KEEP_SYSTEMS, Over(league=league))


def require_systems_keeper(actor: Actor, league: str) -> None:
    """Demand the right to record what is known of a system.

    Raises:
        Forbidden: the actor may not.
    """
    require(actor, rules.KEEP_SYSTEMS, Over(league=league))


def named_systems(league: str, day: date) -> tuple[NamedSystem, ...]:
    """List the systems that the version of a day names.

    Raises:
        Missing: there is no such league.
    """
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    return version.charter.book.systems


def all_systems(league: str) -> tuple[NamedSystem, ...]:
    """List the systems that any version names, each as the latest one has it.

    Raises:
        Missing: there is no such league.
    """
    latest = {
        system.id: system
        for version in charter_reads.get_versions(league)
        for system in version.charter.book.systems
    }
    return tuple(latest.values())


def get_system(league: str, system: str, as_of: date | None = None) -> SystemLine:
    """Find a named system with its latest record.

    Raises:
        Missing: there is no such league, or no version of it names that system.
    """
    named = {known.id: known for known in all_systems(league)}
    if system not in named:
        raise Missing(
            "system-missing",
            text("The agreement names no system “{id}”.", id=system[:60]),
            meant(system, named),
        )
    return list_systems(league, [named[system]], as_of)[0]


def list_systems(
    league: str,
    systems: Sequence[NamedSystem],
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> tuple[SystemLine, ...]:
    """List named systems with their latest record, in the order given.

    Args:
        league: slug.
        systems: those that the charter names.
        as_of: the day whose names of units are shown; None for their last names.
        known_at: what had been recorded by then; None hides nothing.
    """
    rows = SystemRecord.objects.filter(league=league).order_by("pk")
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    kept: dict[str, list[SystemRecord]] = {}
    for row in rows:
        kept.setdefault(row.system, []).append(row)
    names = unit_names(league, as_of or date.max)
    return tuple(_line(system, kept.get(system.id, []), names) for system in systems)


def _line(
    system: NamedSystem, rows: Sequence[SystemRecord], names: Mapping[str, Bilingual]
) -> SystemLine:
    record = _record(rows[-1], names.get(str(rows[-1].owner_id))) if rows else None
    lacks = rules.lacks_of(record)
    return SystemLine(
        system=system.id,
        name=system.name,
        part_of=system.part_of,
        open_list=system.open_list,
        record=record,
        revision=len(rows),
        lacks=lacks,
        findings=rules.system_findings(system.id, system.name, lacks),
    )


def _record(row: SystemRecord, owner_name: Bilingual | None) -> SystemRecordLine:
    return SystemRecordLine(
        owner=str(row.owner_id) if row.owner_id else None,
        owner_name=owner_name,
        service_level=row.service_level,
        status=SystemStatus(row.status) if row.status else None,
        address=row.address,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
    )
