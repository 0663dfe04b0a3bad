"""Writes of named systems: what becomes known of a platform that the agreement names."""

from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.chassis.rights import Over, require
from hansa.directory.models import SystemRecord
from hansa.directory.reads import rows
from hansa.directory.reads.systems import get_system
from hansa.directory.rules import entries as entry_rules
from hansa.directory.rules import people as rules
from hansa.directory.services.entries import refuse_faults, refuse_stale
from hansa.directory.terms.people import SystemDraft


def record_system(actor: Actor, league: str, draft: SystemDraft, revision: int) -> None:
    """Record what is known of a named system; earlier records are kept.

    Args:
        actor: secretariat.
        league: slug.
        draft: what is known; what is not known yet may be left out.
        revision: the one that the actor saw; 0 where nothing was recorded.

    Raises:
        Forbidden: the actor may not.
        Missing: the agreement names no such system, or there is no such unit.
        Refused: the entry cannot be meant.
        Conflict: somebody recorded it meanwhile.
    """
    require(actor, rules.KEEP_SYSTEMS, Over(league=league))
    get_system(league, draft.system)  # Missing where nothing names it.
    refuse_faults(
        (
            *entry_rules.word_faults(
                "service_level", draft.service_level, entry_rules.LEVEL_LONGEST
            ),
            *entry_rules.address_faults(draft.address),
        )
    )
    with transaction.atomic():
        journal.lock()
        refuse_stale(get_system(league, draft.system).revision, revision)
        owner = rows.unit_row(league, draft.owner) if draft.owner else None
        SystemRecord.objects.create(
            league=league,
            system=draft.system,
            owner=owner,
            service_level=draft.service_level.strip(),
            status=draft.status.value if draft.status else "",
            address=draft.address.strip(),
            recorded_by=actor.person,
            recorded_at=actor.at,
        )
        journal.record(
            actor,
            "directory.record_system",
            league,
            [f"system:{league}/{draft.system}"],
            plain(draft),
        )
