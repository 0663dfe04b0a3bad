"""What somebody must see to today, in the words of the database.

Each is asked of rows that ``states.with_state`` annotated.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import end_of
from hansa.duties.models import DutyEvent, HandOn
from hansa.duties.terms.duties import (
    DUE,
    PRESSING,
    SETTLED,
    DutyState,
    EventKind,
    Reckoning,
    Source,
)

DUE_STATES = [state.value for state in DutyState if state in DUE]
_REPORTABLE = [*DUE_STATES, DutyState.UPCOMING.value]
_SETTLED = [state.value for state in DutyState if state in SETTLED]
_PRESSING = [state.value for state in DutyState if state in PRESSING]


def presses() -> Q:
    """Keep what presses by its day, and what an alarm says without any day."""
    alarm = Q(source=Source.ALARM.value, state=DutyState.OPEN.value, due_day=None)
    return Q(state__in=_PRESSING) | alarm


def is_sent_back(reckoning: Reckoning) -> Q:
    """Keep what was reported and then returned for completion, and not reported anew."""
    returned = DutyEvent.objects.filter(
        duty=OuterRef("pk"),
        kind=EventKind.EVIDENCE_RETURNED.value,
        withdrawn_at=None,
        on_date__lte=reckoning.as_of,
    )
    return Q(Exists(returned), state__in=_REPORTABLE)


def is_to_merge(actor: Actor, reckoning: Reckoning) -> Q:
    """Keep what units of the actor's city returned, and no answer was made of yet."""
    if actor.member is None or Role.CITY_LIAISON not in actor.roles:
        return Q(pk__in=())
    returned = HandOn.objects.filter(
        duty=OuterRef("pk"),
        taken_back_at=None,
        returned_at__lt=end_of(reckoning.as_of),
    )
    return Q(Exists(returned), member=actor.member, state__in=DUE_STATES)


def is_handed_to(actor: Actor, reckoning: Reckoning) -> Q:
    """Keep what the actor's unit was handed a part of, and has not returned."""
    if actor.unit is None:
        return Q(pk__in=())
    open_ = open_parts(actor.unit, reckoning).filter(duty=OuterRef("pk"))
    return Q(Exists(open_)) & ~Q(state__in=_SETTLED)


def open_parts(unit: str, reckoning: Reckoning) -> QuerySet[HandOn]:
    """Give what a unit was handed by the day asked, and had not returned by then."""
    end = end_of(reckoning.as_of)
    return HandOn.objects.filter(
        Q(returned_at=None) | Q(returned_at__gte=end),
        Q(taken_back_at=None) | Q(taken_back_at__gte=end),
        unit_id=unit,
        handed_at__lt=end,
    )
