"""What waits for a decision: extensions asked for and matters put to a higher level."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from hansa.chassis.actor import Actor
from hansa.duties.models import Duty, DutyEvent
from hansa.duties.reads.rows import event_of, line_of
from hansa.duties.reads.states import existing, with_state
from hansa.duties.reads.visibility import visible
from hansa.duties.terms.duties import DutyLine, Event, EventKind, Reckoning

WAITING = (EventKind.ESCALATED, EventKind.EXTENSION_REQUESTED)


def unanswered(league: str, reckoning: Reckoning) -> QuerySet[DutyEvent]:
    """Give what nobody had answered by the day asked, the oldest first."""
    by = reckoning.as_of
    answers = DutyEvent.objects.filter(
        duty=OuterRef("duty"),
        answers=OuterRef("number"),
        withdrawn_at=None,
        on_date__lte=by,
    )
    return DutyEvent.objects.filter(
        ~Exists(answers),
        Q(duty__done_on=None) | Q(duty__done_on__gt=by),
        Q(duty__waived_on=None) | Q(duty__waived_on__gt=by),
        Q(duty__superseded_on=None) | Q(duty__superseded_on__gt=by),
        duty__league=league,
        kind__in=[kind.value for kind in WAITING],
        withdrawn_at=None,
        on_date__lte=by,
    ).order_by("recorded_at", "pk")


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
    known = existing(visible(actor, league), reckoning)
    seen = Q(duty__in=known.values("pk"))
    addressed = Q(kind=EventKind.ESCALATED.value, content__level__in=list(put_to))
    asked = list(unanswered(league, reckoning).filter(seen | addressed))
    ids = [event.duty_id for event in asked]
    rows = with_state(Duty.objects.filter(league=league, pk__in=ids), reckoning)
    lines = {row.pk: line_of(row, reckoning) for row in rows}
    return tuple((event_of(event), lines[event.duty_id]) for event in asked)
