"""Who may record the stages of works."""

from collections.abc import Collection

from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Over, Reach, Right, may, require
from hansa.kernel.text import text

RECORD_STAGE = Right(
    code="delivery.record-stage",
    name=text("record the stage that a work has reached"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.UNIT_OFFICER: Reach.CITY,
    },
)
"""A city records works that it has a part in."""

READ_STAGES = Right(
    code="delivery.read-stages",
    name=text("see who recorded the stages of works"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.LEAGUE,
        Role.UNIT_OFFICER: Reach.LEAGUE,
        Role.GROUP_LEAD: Reach.LEAGUE,
        Role.LEADER: Reach.LEAGUE,
        Role.AUDITOR: Reach.LEAGUE,
    },
)

RIGHTS = (RECORD_STAGE, READ_STAGES)


def _over(actor: Actor, league: str, members: Collection[str]) -> Over:
    return Over(league=league, member=actor.member if actor.member in members else None)


def may_record(actor: Actor, league: str, members: Collection[str]) -> bool:
    """Tell whether somebody may record a stage of a work that lies in some cities."""
    return may(actor, RECORD_STAGE, _over(actor, league, members))


def require_record(actor: Actor, league: str, members: Collection[str]) -> None:
    """Refuse somebody who may not record a stage of a work in some cities.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, RECORD_STAGE, _over(actor, league, members))


def may_withdraw(actor: Actor, league: str, by: str | None) -> bool:
    """Tell whether somebody may take back a stage; ``by`` is the city that recorded it."""
    return may(actor, RECORD_STAGE, Over(league=league, member=by))


def require_withdraw(actor: Actor, league: str, by: str | None) -> None:
    """Refuse to take back what another city, or the league's office, recorded.

    That a work lies in one's city too is no right over what others said of it.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, RECORD_STAGE, Over(league=league, member=by))
