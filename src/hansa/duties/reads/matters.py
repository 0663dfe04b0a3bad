"""What waits for a decision: extensions asked for and matters put to a higher level."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from hansa.chassis.actor import Actor
from hansa.duties.models import Duty, DutyEvent
from hansa.duties.reads.rows import event_of, line_of
from hansa.duties.reads.states import with_state
from hansa.duties.reads.visibility import visible
from hansa.duties.terms.duties import DutyLine, Event, EventKind, Reckoning

WAITING = (EventKind.ESCALATED, EventKind.EXTENSION_REQUESTED)


def list_matters(
    actor: Actor, league: str, reckoning: Reckoning, put_to: Collection[str] = ()
) -> tuple[tuple[Event, DutyLine], ...]:
    """List what nobody has answered yet, the oldest first.

    Args:
        actor: who asks; sees the matters of duties that it may see.
        league: slug.
        reckoning: from ``reckon(league, as_of)``.
        put_to: layers of the charter in whose name the actor also reads; matters put to
            one of them are shown whoever owes the duty.
    """
    answers = DutyEvent.objects.filter(
        duty=OuterRef("duty"), answers=OuterRef("number"), withdrawn_at=None
    )
    seen = Q(duty__in=visible(actor, league).values("pk"))
    addressed = Q(kind=EventKind.ESCALATED.value, content__level__in=list(put_to))
    asked = list(
        DutyEvent.objects.filter(
            ~Exists(answers),
            seen | addressed,
            duty__league=league,
            duty__done_on=None,
            duty__waived_on=None,
            duty__superseded_on=None,
            kind__in=[kind.value for kind in WAITING],
            withdrawn_at=None,
        ).order_by("recorded_at", "pk")
    )
    ids = [event.duty_id for event in asked]
    rows = with_state(Duty.objects.filter(league=league, pk__in=ids), reckoning)
    lines = {row.pk: line_of(row, reckoning) for row in rows}
    return tuple((event_of(event), lines[event.duty_id]) for event in asked)
