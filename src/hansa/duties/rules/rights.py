"""Who may see a duty, and who may do what with it.

A city's lateness is seen by itself, by the league's office and by whom it is owed to;
nobody else is told that the duty is there. Source: design, section 5.
"""

from collections.abc import Collection
from dataclasses import dataclass

from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Over, Reach, Right, may
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

READ_ALL = Right(
    code="duties.read-all",
    name=text("see what every city owes"),
    held={Role.SECRETARIAT: Reach.LEAGUE, Role.AUDITOR: Reach.LEAGUE},
)
READ_OWN = Right(
    code="duties.read-own",
    name=text("see what one owes and is owed"),
    held={
        Role.CITY_LIAISON: Reach.CITY,
        Role.LEADER: Reach.CITY,
        Role.UNIT_OFFICER: Reach.UNIT,
        Role.GROUP_LEAD: Reach.UNIT,
    },
)
KEEP = Right(
    code="duties.keep",
    name=text("keep duties in step with what is recorded elsewhere"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.ADMINISTRATOR: Reach.LEAGUE,
        Role.GROUP_LEAD: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.LEAGUE,
        Role.UNIT_OFFICER: Reach.LEAGUE,
        Role.CLEARING_OPERATOR: Reach.LEAGUE,
        Role.APPROVER: Reach.LEAGUE,
        Role.LEADER: Reach.LEAGUE,
    },
)
REPORT = Right(
    code="duties.report",
    name=text("report a duty as done"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.UNIT_OFFICER: Reach.UNIT,
    },
)
VERIFY = Right(
    code="duties.verify",
    name=text("return evidence for completion"),
    held={Role.SECRETARIAT: Reach.LEAGUE, Role.CITY_LIAISON: Reach.CITY},
)
HAND_ON = Right(
    code="duties.hand-on",
    name=text("hand a city's duty on to its units and merge what they return"),
    held={Role.CITY_LIAISON: Reach.CITY},
)
RETURN_PART = Right(
    code="duties.return-part",
    name=text("sign for what was handed on, and return it"),
    held={Role.UNIT_OFFICER: Reach.UNIT, Role.CITY_LIAISON: Reach.CITY},
)
ASK_EXTENSION = Right(
    code="duties.ask-extension",
    name=text("ask for an extension"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.UNIT_OFFICER: Reach.UNIT,
    },
)
EXTEND = Right(
    code="duties.extend",
    name=text("grant or refuse an extension"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)
WAIVE = Right(
    code="duties.waive",
    name=text("record that a decision waives a duty"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)
TRIGGER = Right(
    code="duties.trigger",
    name=text("record that the condition of a duty is met"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)
ESCALATE = Right(
    code="duties.escalate",
    name=text("put a duty to the next level"),
    held={Role.SECRETARIAT: Reach.LEAGUE, Role.CITY_LIAISON: Reach.CITY},
)
ANSWER_MATTER = Right(
    code="duties.answer-matter",
    name=text("sign for and answer what was put to the next level"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)
NOTE = Right(
    code="duties.note",
    name=text("write a remark on a duty"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.UNIT_OFFICER: Reach.UNIT,
    },
)
WITHDRAW = Right(
    code="duties.withdraw",
    name=text("take back what others entered in error"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)
DISPATCH = Right(
    code="duties.dispatch",
    name=text("ask something of several cities at once"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)
RIGHTS = (
    READ_ALL,
    READ_OWN,
    KEEP,
    REPORT,
    VERIFY,
    HAND_ON,
    RETURN_PART,
    ASK_EXTENSION,
    EXTEND,
    WAIVE,
    TRIGGER,
    ESCALATE,
    ANSWER_MATTER,
    NOTE,
    WITHDRAW,
    DISPATCH,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Whose a duty is, as far as rights ask.

    Attributes:
        units: the unit it falls to, and those that have a part of it.
    """

    league: str
    member: str | None
    owed_to: str
    body: str | None
    units: frozenset[str]


def may_see(actor: Actor, owed: Owed, leads: Collection[str] = ()) -> bool:
    """Tell whether an actor may know of a duty at all.

    Args:
        actor: who asks.
        owed: whose the duty is.
        leads: bodies that the actor's unit leads.

    Source: design, section 5; twin of ``reads.visibility``, pinned by
    ``test_sees_the_same_in_lists_and_alone``.
    """
    league = owed.league
    return (
        may(actor, READ_ALL, Over(league=league))
        or any(
            may(actor, READ_OWN, Over(league=league, member=member))
            for member in (owed.member, owed.owed_to)
        )
        or any(
            may(actor, READ_OWN, Over(league=league, unit=unit)) for unit in owed.units
        )
        or _leads(actor, owed, leads)
    )


def _leads(actor: Actor, owed: Owed, leads: Collection[str]) -> bool:
    here = actor.league in (None, owed.league)
    return (
        here
        and Role.GROUP_LEAD in actor.roles
        and bool({owed.body, owed.owed_to} & set(leads))
    )


def may_rank(actor: Actor, league: str, *, has_assessment: bool) -> bool:
    """Tell whether an actor may be shown cities in the order of what they owe.

    Args:
        actor: who asks.
        league: slug.
        has_assessment: whether the charter has a clause on assessment.

    Source: DLV-07 of changzhutan; huaihai has no such clause.
    """
    return has_assessment and may(actor, DISPATCH, Over(league=league))


def speaks_for(actor: Actor, member: str | None) -> bool:
    """Tell whether an actor needs no further paper to say what a city did."""
    return member is None or actor.member == member or bool(actor.evidence)


def demand_unit_paper(actor: Actor, unit: str) -> None:
    """Refuse to let anybody else answer for a unit without the paper that shows it.

    Raises:
        Refused: another than the unit acts, and no evidence is named.

    Source: glossary, section A2: 代录.
    """
    if actor.unit == unit or actor.evidence:
        return
    raise Refused(
        "evidence-needed",
        text("What a unit did is entered on its behalf only with the paper shown."),
        text("Name the office and the number of the paper, or let the unit do it."),
    )


def demand_paper(actor: Actor, member: str | None) -> None:
    """Refuse to let one office speak for a city without the paper that shows it.

    Raises:
        Refused: the city's own people do not act, and no evidence is named.

    Source: glossary, section A2: 代录.
    """
    if speaks_for(actor, member):
        return
    raise Refused(
        "evidence-needed",
        text("What a city did is entered on its behalf only with the paper shown."),
        text("Name the document or attach the signed copy."),
    )
