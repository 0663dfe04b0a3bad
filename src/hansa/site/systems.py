"""Named systems with what stands behind each: clause, page here, owner and state."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from hansa.charter.terms import NamedSystem, Version
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may
from hansa.directory.reads import systems as system_reads
from hansa.directory.rules.people import KEEP_SYSTEMS
from hansa.directory.terms.people import SystemLine
from hansa.site.wiring import open_page, platform_page


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemSeen:
    """A named system as the page shows it.

    Attributes:
        page: name of its page here; None while there is none.
        address: where the reader sees it; None where he may see nothing of it.
        line: what is known of its owner, service level and state, and what is not.
        is_whole: whether it is but the whole that other systems are parts of.
    """

    system: NamedSystem
    page: str | None
    address: str | None
    line: SystemLine
    is_whole: bool


def list_systems(actor: Actor, version: Version, day: date) -> tuple[SystemSeen, ...]:
    """List the systems of a version in charter order."""
    systems = version.charter.book.systems
    wholes = {system.part_of for system in systems}
    lines = system_reads.list_systems(version.league, systems, day)
    return tuple(
        SystemSeen(
            system=system,
            page=platform_page(version.league, system.id),
            address=_address(actor, version.league, system.id),
            line=line,
            is_whole=system.id in wholes,
        )
        for system, line in zip(systems, lines, strict=True)
    )


def _address(actor: Actor, league: str, system: str) -> str | None:
    page = platform_page(league, system)
    opened = open_page(actor, page, league) if page else None
    # The list itself stands open to everybody, and is the page of none of them.
    return reverse(opened, args=[league]) if opened not in (None, "systems") else None


def may_keep(actor: Actor, league: str) -> bool:
    """Tell whether an actor may record what is known of a system."""
    return may(actor, KEEP_SYSTEMS, Over(league=league))
