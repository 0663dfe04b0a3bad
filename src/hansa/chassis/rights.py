"""Rights as values: which role may do what, and how far that reaches.

Pure, so that every context declares its rights in ``rules`` and judges them there. What
no right allows is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hansa.chassis.actor import ROLE_NAMES, Actor, Role
from hansa.kernel.errors import Forbidden
from hansa.kernel.text import Text, text


class Reach(StrEnum):
    """How far a role's right reaches."""

    LEAGUE = "league"
    CITY = "city"
    UNIT = "unit"


REACH_NAMES: Mapping[Reach, Text] = {
    Reach.LEAGUE: text("the whole league"),
    Reach.CITY: text("its own city"),
    Reach.UNIT: text("its own unit"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """Something that only some may do.

    Attributes:
        code: stable, ``context.verb``.
        name: what it allows, as a verb and its object.
        held: how far it reaches for each role that has it.
    """

    code: str
    name: Text
    held: Mapping[Role, Reach]


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """What a right is asked over; None where the thing belongs to nobody narrower.

    Attributes:
        league: slug; None for the installation itself.
        member: the city that the thing belongs to.
        unit: id of the unit that the thing belongs to.
    """

    league: str | None
    member: str | None = None
    unit: str | None = None


def may(actor: Actor, right: Right, over: Over) -> bool:
    """Tell whether an actor may use a right over something.

    Roles that an actor has in one league never reach into another.

    Source: design, section 5: refusal is the default.
    """
    if actor.league is not None and over.league != actor.league:
        return False
    return any(
        _reaches(reach, actor, over)
        for role, reach in right.held.items()
        if role in actor.roles
    )


def _reaches(reach: Reach, actor: Actor, over: Over) -> bool:
    match reach:
        case Reach.LEAGUE:
            return True
        case Reach.CITY:
            return over.member is not None and over.member == actor.member
        case Reach.UNIT:
            return over.unit is not None and over.unit == actor.unit


def require(actor: Actor, right: Right, over: Over) -> None:
    """Refuse an act that the actor has no right to.

    Raises:
        Forbidden: naming the right and who has it.
    """
    if may(actor, right, over):
        return
    raise Forbidden(
        "right-missing",
        text("Your office cannot {right}.", right=right.name),
        text("Ask: {roles}.", roles=holders(right, over)),
    )


def holders(right: Right, over: Over) -> tuple[Text, ...]:
    """Name the roles that have a right, with its reach where a league bounds it."""
    if over.league is None:
        return tuple(ROLE_NAMES[role] for role in right.held)
    return tuple(
        text("{role} ({reach})", role=ROLE_NAMES[role], reach=REACH_NAMES[reach])
        for role, reach in right.held.items()
    )
