"""Who may record meetings, and who may see records, rosters and compliance."""

from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Over, Reach, Right, may, require
from hansa.governance.rules import expert_rights, law_rights, participation_rights
from hansa.governance.rules.feeds import KEEP_FEEDS
from hansa.kernel.text import text

RECORD = Right(
    code="governance.record",
    name=text("record meetings and circulars as they happened"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.GROUP_LEAD: Reach.UNIT,
    },
)
"""A city records what it hosted itself, a unit what the group held that it leads."""

IMPORT_HISTORY = Right(
    code="governance.import-history",
    name=text("take in the workbook of past meetings and stages"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)

READ_RECORDS = Right(
    code="governance.read-records",
    name=text("see records with who entered them and what they depart in"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.LEAGUE,
        Role.UNIT_OFFICER: Reach.LEAGUE,
        Role.GROUP_LEAD: Reach.LEAGUE,
        Role.LEADER: Reach.LEAGUE,
        Role.AUDITOR: Reach.LEAGUE,
    },
)

READ_COMPLIANCE = Right(
    code="governance.read-compliance",
    name=text("see what was held of what the agreement asks for"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.AUDITOR: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.UNIT_OFFICER: Reach.CITY,
        Role.GROUP_LEAD: Reach.CITY,
        Role.LEADER: Reach.CITY,
    },
)
"""What a city owed and did not hold is seen by that city and by the league's office."""

READ_ROSTERS = Right(
    code="governance.read-rosters",
    name=text("see who is seconded, who holds the seats and what is vacant"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.AUDITOR: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.LEAGUE,
        Role.UNIT_OFFICER: Reach.LEAGUE,
        Role.GROUP_LEAD: Reach.LEAGUE,
        Role.LEADER: Reach.LEAGUE,
    },
)

READ_SESSIONS = Right(
    code="governance.read-sessions",
    name=text("see sessions with their dockets, positions and attendance"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.LEAGUE,
        Role.UNIT_OFFICER: Reach.LEAGUE,
        Role.GROUP_LEAD: Reach.LEAGUE,
        Role.LEADER: Reach.LEAGUE,
        Role.AUDITOR: Reach.LEAGUE,
    },
)

HOLD_SESSIONS = Right(
    code="governance.hold-sessions",
    name=text("convene, prepare, open and close sessions of bodies"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.GROUP_LEAD: Reach.UNIT,
    },
)
"""A city holds the sessions that it hosts, a unit those of the group that it leads."""

PUT_ITEMS = Right(
    code="governance.put-items",
    name=text("put items on dockets"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.GROUP_LEAD: Reach.UNIT,
    },
)
"""A city puts its own, a unit those of the group that it leads."""

TAKE_POSITIONS = Right(
    code="governance.take-positions",
    name=text("say what a city thinks of an item"),
    held={Role.SECRETARIAT: Reach.LEAGUE, Role.CITY_LIAISON: Reach.CITY},
)

ANSWER_INVITATIONS = Right(
    code="governance.answer-invitations",
    name=text("say who comes to a session"),
    held={Role.CITY_LIAISON: Reach.CITY, Role.GROUP_LEAD: Reach.UNIT},
)
"""A city answers for its seats, a unit for the seat of the group that it leads."""

APPROVE_MINUTES = Right(
    code="governance.approve-minutes",
    name=text("approve minutes for whoever must, with the signed paper"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.LEADER: Reach.CITY,
    },
)
"""An approval is a signature on paper; whoever enters it names that paper."""

SIGN_AGREEMENTS = Right(
    code="governance.sign-agreements",
    name=text("sign agreements for a city, or enter what it signed on paper"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.LEADER: Reach.CITY,
    },
)
"""A leader signs for the own city; anybody else enters a signature with its paper."""

READ_CIRCULARS = Right(
    code="governance.read-circulars",
    name=text("read the circulars that were sent"),
    held=READ_SESSIONS.held,
)

DRAFT_CIRCULARS = Right(
    code="governance.draft-circulars",
    name=text("draft, freeze and correct circulars"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.GROUP_LEAD: Reach.UNIT,
    },
)
"""Whoever answers for the entry: the league's office, the unit that leads, its city."""

SEND_CIRCULARS = Right(
    code="governance.send-circulars",
    name=text("send circulars to every city"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)

READ_HANDOVERS = Right(
    code="governance.read-handovers",
    name=text("see what one host hands over to the next"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.AUDITOR: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.LEADER: Reach.CITY,
    },
)
"""A handover belongs to two cities: that which goes, and that which comes."""

SIGN_HANDOVERS = Right(
    code="governance.sign-handovers",
    name=text("sign a handover for a host, or enter its signature"),
    held={Role.SECRETARIAT: Reach.LEAGUE, Role.CITY_LIAISON: Reach.CITY},
)

CHANGE_BODIES = Right(
    code="governance.change-bodies",
    name=text("let bodies begin, split, merge and end, as was decided"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)
"""An amendment of the charter; the decision behind it is made in session."""

KEEP_DUTIES = Right(
    code="governance.keep-duties",
    name=text("turn calendar and rosters into duties"),
    held={Role.ADMINISTRATOR: Reach.LEAGUE, Role.SECRETARIAT: Reach.LEAGUE},
)

RIGHTS = (
    RECORD,
    IMPORT_HISTORY,
    READ_RECORDS,
    READ_COMPLIANCE,
    READ_ROSTERS,
    READ_SESSIONS,
    HOLD_SESSIONS,
    PUT_ITEMS,
    TAKE_POSITIONS,
    ANSWER_INVITATIONS,
    APPROVE_MINUTES,
    SIGN_AGREEMENTS,
    READ_CIRCULARS,
    DRAFT_CIRCULARS,
    SEND_CIRCULARS,
    READ_HANDOVERS,
    SIGN_HANDOVERS,
    CHANGE_BODIES,
    KEEP_DUTIES,
    KEEP_FEEDS,
    *expert_rights.RIGHTS,
    *law_rights.RIGHTS,
    *participation_rights.RIGHTS,
)


def may_record(actor: Actor, league: str, host: str | None, lead: str | None) -> bool:
    """Tell whether somebody may record a meeting.

    Args:
        actor: who asks.
        league: whose meeting it was.
        host: the city that hosted it; None where none did.
        lead: id of the unit that leads the body; None where none is known.
    """
    return may(actor, RECORD, Over(league=league, member=host, unit=lead))


def require_record(
    actor: Actor, league: str, host: str | None, lead: str | None
) -> None:
    """Refuse somebody who may not record a meeting; arguments as ``may_record``.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, RECORD, Over(league=league, member=host, unit=lead))


def may_record_some(actor: Actor, league: str) -> bool:
    """Tell whether somebody may record anything at all."""
    return may(actor, RECORD, _own(actor, league))


def require_some_record(actor: Actor, league: str) -> None:
    """Refuse somebody who may record nothing at all, before a form is shown.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, RECORD, _own(actor, league))


def _own(actor: Actor, league: str) -> Over:
    return Over(league=league, member=actor.member, unit=actor.unit)


def sees_member(actor: Actor, league: str, member: str | None) -> bool:
    """Tell whether somebody sees how a city kept to what it owed.

    What no single city owed is the league's, and whoever sees anything sees it.
    """
    over = Over(league=league, member=member or actor.member)
    return may(actor, READ_COMPLIANCE, over)
