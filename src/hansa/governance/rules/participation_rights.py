"""Who takes part in consultations and proposals, and who keeps them.

To comment asks for no right and none can be taken away. An association has the right to
comment and to propose by the link that it is given, and none to decide.
"""

from hansa.chassis.actor import Role
from hansa.chassis.rights import Reach, Right
from hansa.kernel.text import text

READ_COMMENTS = Right(
    code="governance.read-comments",
    name=text("see comments before the results are published"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.LEAGUE,
        Role.GROUP_LEAD: Reach.LEAGUE,
        Role.LEADER: Reach.LEAGUE,
        Role.AUDITOR: Reach.LEAGUE,
    },
)

KEEP_CONSULTATIONS = Right(
    code="governance.keep-consultations",
    name=text("hold public consultations, and answer comments"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)

KEEP_STAKEHOLDERS = Right(
    code="governance.keep-stakeholders",
    name=text("keep the register of associations, and answer proposals"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)

RIGHTS = (READ_COMMENTS, KEEP_CONSULTATIONS, KEEP_STAKEHOLDERS)
