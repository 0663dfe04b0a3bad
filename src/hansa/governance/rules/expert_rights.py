"""Who may see experts and studies, and who keeps them."""

from hansa.chassis.actor import Role
from hansa.chassis.rights import Reach, Right
from hansa.kernel.text import text

READ_EXPERTS = Right(
    code="governance.read-experts",
    name=text("see experts, draws of panels, opinions and studies"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.LEAGUE,
        Role.UNIT_OFFICER: Reach.LEAGUE,
        Role.GROUP_LEAD: Reach.LEAGUE,
        Role.LEADER: Reach.LEAGUE,
        Role.AUDITOR: Reach.LEAGUE,
    },
)

KEEP_EXPERTS = Right(
    code="governance.keep-experts",
    name=text("keep the pool of experts, draw panels and enter opinions"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)

KEEP_STUDIES = Right(
    code="governance.keep-studies",
    name=text("keep the register of studies and of their use"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)

RIGHTS = (READ_EXPERTS, KEEP_EXPERTS, KEEP_STUDIES)
