"""What parts of duties are called that a city handed on to its units."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.directory.reads import people
from hansa.duties.models import HandOn
from hansa.duties.reads.visibility import visible
from hansa.kernel.text import Bilingual


def titles_of(
    actor: Actor, league: str, ids: Iterable[str]
) -> Mapping[str, tuple[Bilingual, UUID | None]]:
    """Give the unit of each part, and the duty behind it where the actor may see it."""
    rows = HandOn.objects.filter(pk__in=sorted(set(ids)), duty__league=league)
    parts = list(rows.values_list("pk", "unit_id", "duty_id"))
    if not parts:
        return {}
    names = people.unit_names(league, actor.at.astimezone(LEAGUE_ZONE).date())
    duties = {duty for _, _, duty in parts}
    seen = set(
        visible(actor, league).filter(pk__in=duties).values_list("pk", flat=True)
    )
    return {
        str(part): (names[str(unit)], duty if duty in seen else None)
        for part, unit, duty in parts
        if str(unit) in names
    }
