"""What closed units still owe goes to whoever took over from them; none of it is lost."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.directory.reads import people
from hansa.duties.models import Duty, HandOn
from hansa.duties.reads.visibility import day_of
from hansa.duties.rules.rights import KEEP
from hansa.duties.services import rows
from hansa.duties.services.keeping import stored
from hansa.duties.terms.duties import NO_UNIT, EventKind


def take_over_closed_units(actor: Actor, league: str) -> int:
    """Move what closed units still owe to their successors, or to the office.

    Run by the tick. A unit that was renamed keeps its id, and so its duties.

    Returns:
        How many duties and parts were moved.

    Raises:
        Forbidden: the actor may not keep duties.
    """
    require(actor, KEEP, Over(league=league))
    with transaction.atomic():
        journal.lock()
        owed = Duty.objects.filter(
            league=league, superseded_on=None, done_on=None, waived_on=None
        )
        open_parts = HandOn.objects.filter(
            duty__league=league, returned_at=None, taken_back_at=None
        ).select_related("duty")
        named = {
            *owed.exclude(unit_id=None).values_list("unit_id", flat=True).distinct(),
            *open_parts.values_list("unit_id", flat=True).distinct(),
        }
        heirs = _heirs(actor, league, {str(unit) for unit in named})
        duties = list(owed.filter(unit_id__in=heirs))
        parts = list(open_parts.filter(unit_id__in=heirs))
        for row in duties:
            _move(actor, row, heirs[str(row.unit_id)])
        for part in parts:
            _move_part(actor, part, heirs[str(part.unit_id)])
        if duties or parts:
            journal.record(
                actor,
                "duties.take_over_closed_units",
                league,
                rows.named(*duties, *(part.duty for part in parts)),
                {"heirs": {unit: heir or "" for unit, heir in heirs.items()}},
            )
    return len(duties) + len(parts)


def _heirs(actor: Actor, league: str, units: set[str]) -> Mapping[str, str | None]:
    """Find who took over from each of the units that no longer stand; None for nobody."""
    on = day_of(actor)
    standing = {unit.id for unit in people.list_units(actor, league, on)}
    return {
        unit: people.standing_unit(league, unit, on)
        for unit in sorted(units - standing)
    }


def _move(actor: Actor, row: Duty, heir: str | None) -> None:
    before = str(row.unit_id)
    row.unit_id = UUID(heir) if heir else None
    if heir is None:
        row.findings = [*row.findings, stored(NO_UNIT)]
    row.changed_at = actor.at
    row.save(update_fields=["unit_id", "findings", "changed_at"])
    content = {"from": before, "to": heir}
    rows.add_event(actor, row, EventKind.UNIT_CHANGED, content=content)


def _move_part(actor: Actor, part: HandOn, heir: str | None) -> None:
    """Give a part to the successor; without one it goes back to the city's liaison."""
    before = str(part.unit_id)
    if heir is None:
        part.taken_back_at = actor.at
    else:
        part.unit_id = UUID(heir)
    part.revision += 1
    part.save(update_fields=["unit_id", "taken_back_at", "revision"])
    kind = EventKind.UNIT_CHANGED if heir else EventKind.TAKEN_BACK
    content = {"part": str(part.pk), "from": before, "to": heir}
    rows.add_event(actor, part.duty, kind, content=content)
