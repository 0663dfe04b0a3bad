"""Rights over what belongs to no context: the journal, and the table of them all."""

from hansa.chassis.actor import Role
from hansa.chassis.rights import Reach, Right
from hansa.kernel.text import text

READ_JOURNAL = Right(
    code="journal.read",
    name=text("read the journal"),
    held={
        Role.AUDITOR: Reach.LEAGUE,
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.SECURITY_OFFICER: Reach.LEAGUE,
    },
)
READ_BRIEFING = Right(
    code="briefing.read",
    name=text("read the briefing for leaders"),
    held={
        Role.LEADER: Reach.CITY,
        Role.CITY_LIAISON: Reach.CITY,
        Role.SECRETARIAT: Reach.LEAGUE,
    },
)
RIGHTS = (READ_JOURNAL, READ_BRIEFING)
