"""Which files an actor may read because a duty that it sees names them."""

from uuid import UUID

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may
from hansa.duties.models import DutyEvent, HandOn, Request
from hansa.duties.reads.supervision import answers_with
from hansa.duties.reads.visibility import visible
from hansa.duties.rules.rights import READ_ALL, READ_OWN


def names_file(actor: Actor, league: str, file_id: UUID) -> bool:
    """Tell whether a duty, part or request that an actor may see names a file.

    What a unit returned is seen by that unit, and by those who see its city's.
    """
    known = visible(actor, league)
    asked = Request.objects.filter(league=league, file_id=file_id)
    if known.filter(request_id__in=asked.values("pk")).exists():
        return True
    if answers_with(actor, league, file_id):
        return True
    events = DutyEvent.objects.filter(duty__in=known.values("pk"), file_id=file_id)
    return any(_shows(actor, event) for event in events.select_related("duty"))


def _shows(actor: Actor, event: DutyEvent) -> bool:
    part, duty = event.content.get("part"), event.duty
    over = Over(league=duty.league, member=duty.member or None)
    if not part or may(actor, READ_ALL, over) or may(actor, READ_OWN, over):
        return True
    if actor.unit is None:
        return False
    return HandOn.objects.filter(pk=part, unit_id=actor.unit).exists()
