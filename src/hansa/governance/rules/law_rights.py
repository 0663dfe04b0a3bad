"""Who may see joint legislation, who keeps its agenda, and who speaks for a city in it."""

from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Over, Reach, Right, may, require
from hansa.kernel.text import text

READ_LAWS = Right(
    code="governance.read-laws",
    name=text("see drafts of joint legislation and their concordance"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.LEAGUE,
        Role.UNIT_OFFICER: Reach.LEAGUE,
        Role.GROUP_LEAD: Reach.LEAGUE,
        Role.LEADER: Reach.LEAGUE,
        Role.AUDITOR: Reach.LEAGUE,
    },
)

KEEP_LAWS = Right(
    code="governance.keep-laws",
    name=text("keep the agenda of joint legislation, its rounds and its results"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)

SPEAK_ON_LAWS = Right(
    code="governance.speak-on-laws",
    name=text("bring a city's draft of joint legislation, and state its position"),
    held={Role.CITY_LIAISON: Reach.CITY},
)
"""A city brings its own draft and speaks for itself; not even the office does it."""

CORRECT_CONCORDANCE = Right(
    code="governance.correct-concordance",
    name=text("pair and part articles of a concordance by hand"),
    held={Role.SECRETARIAT: Reach.LEAGUE, Role.CITY_LIAISON: Reach.CITY},
)
"""A city that takes part corrects the table as the office does."""

RIGHTS = (READ_LAWS, KEEP_LAWS, SPEAK_ON_LAWS, CORRECT_CONCORDANCE)


def may_speak(actor: Actor, league: str, member: str) -> bool:
    """Tell whether an actor brings drafts and states positions for a city."""
    return may(actor, SPEAK_ON_LAWS, Over(league=league, member=member))


def require_speak(actor: Actor, league: str, member: str) -> None:
    """Refuse somebody who does not speak for a city.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, SPEAK_ON_LAWS, Over(league=league, member=member))


def _table(actor: Actor, league: str, members: tuple[str, ...]) -> Over:
    own = actor.member if actor.member in members else None
    return Over(league=league, member=own)


def may_correct(actor: Actor, league: str, members: tuple[str, ...]) -> bool:
    """Tell whether an actor corrects the table of a rule that these cities draft."""
    return may(actor, CORRECT_CONCORDANCE, _table(actor, league, members))


def require_correct(actor: Actor, league: str, members: tuple[str, ...]) -> None:
    """Refuse somebody who is of no city that takes part, nor of the office.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, CORRECT_CONCORDANCE, _table(actor, league, members))
