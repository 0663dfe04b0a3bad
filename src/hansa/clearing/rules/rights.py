"""Who may do what in the clearing house. Source: design, section 5."""

from hansa.chassis.actor import Role
from hansa.chassis.rights import Reach, Right
from hansa.kernel.text import text

PREPARE = Right(
    code="clearing.prepare",
    name=text("prepare clearing: windows, files, batches, payments"),
    held={Role.CLEARING_OPERATOR: Reach.LEAGUE},
)
APPROVE = Right(
    code="clearing.approve",
    name=text("approve what another person prepared in clearing"),
    held={Role.APPROVER: Reach.LEAGUE},
)
READ = Right(
    code="clearing.read",
    name=text("read windows, batches and the ledger of clearing"),
    held={
        Role.CLEARING_OPERATOR: Reach.LEAGUE,
        Role.APPROVER: Reach.LEAGUE,
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.AUDITOR: Reach.LEAGUE,
    },
)
READ_STATEMENT = Right(
    code="clearing.read-statement",
    name=text("read the clearing statements of a city"),
    held={
        **READ.held,
        Role.CITY_LIAISON: Reach.CITY,
        Role.LEADER: Reach.CITY,
    },
)
RETURN = Right(
    code="clearing.take-return",
    name=text("take the return file of a sender: each of its rows with its outcome"),
    held={Role.CLEARING_OPERATOR: Reach.LEAGUE, Role.CITY_LIAISON: Reach.CITY},
)

FOLLOW = Right(
    code="clearing.follow-cases",
    name=text("carry out in clearing what cases decided"),
    held={
        Role.ADMINISTRATOR: Reach.LEAGUE,
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CLEARING_OPERATOR: Reach.LEAGUE,
    },
)

RIGHTS = (PREPARE, APPROVE, READ, READ_STATEMENT, RETURN, FOLLOW)
