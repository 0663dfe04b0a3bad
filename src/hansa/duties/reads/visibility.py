"""Which duties an actor may know of, in the words of the database.

Twin of ``rules.rights.may_see``.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, may
from hansa.directory.reads import people
from hansa.duties.models import Duty, HandOn
from hansa.duties.rules.rights import READ_ALL, READ_OWN


def led_bodies(actor: Actor, league: str) -> frozenset[str]:
    """Give the bodies that the actor's unit leads on the day of the question."""
    if actor.unit is None or Role.GROUP_LEAD not in actor.roles:
        return frozenset()
    return people.led_by(league, actor.unit, day_of(actor))


def day_of(actor: Actor) -> date:
    """Give the day of an act in the leagues' zone."""
    return actor.at.astimezone(LEAGUE_ZONE).date()


def known_among(actor: Actor, league: str, ids: Collection[str]) -> frozenset[str]:
    """Give those of some duties that an actor may know of."""
    found = visible(actor, league).filter(pk__in=ids).values_list("pk", flat=True)
    return frozenset(str(pk) for pk in found)


def visible(actor: Actor, league: str) -> QuerySet[Duty]:
    """Give the duties of a league that an actor may know of; none is the default."""
    rows = Duty.objects.filter(league=league)
    if may(actor, READ_ALL, Over(league=league)):
        return rows
    seen = Q(pk__in=())
    if actor.member and may(actor, READ_OWN, Over(league=league, member=actor.member)):
        seen |= Q(member=actor.member) | Q(owed_to=actor.member)
    if actor.unit and may(actor, READ_OWN, Over(league=league, unit=actor.unit)):
        parts = HandOn.objects.filter(
            duty=OuterRef("pk"), unit_id=actor.unit, taken_back_at=None
        )
        seen |= Q(unit_id=actor.unit) | Q(Exists(parts))
    leads = led_bodies(actor, league)
    if leads and actor.league in (None, league):
        seen |= Q(body__in=leads) | Q(owed_to__in=leads)
    return rows.filter(seen)
