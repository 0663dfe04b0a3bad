"""Who acts: an argument of every service, never a default.

Pure, so that ``rules`` may judge rights over it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person may be to a league. Source: design, section 5."""

    SECRETARIAT = "secretariat"
    CITY_LIAISON = "city-liaison"
    UNIT_OFFICER = "unit-officer"
    GROUP_LEAD = "group-lead"
    LEADER = "leader"
    CLEARING_OPERATOR = "clearing-operator"
    APPROVER = "approver"
    WATCH_OFFICER = "watch-officer"
    SERVICE_DESK_CLERK = "service-desk-clerk"
    CLINICIAN = "clinician"
    ADMINISTRATOR = "administrator"
    SECURITY_OFFICER = "security-officer"
    AUDITOR = "auditor"
    RESIDENT = "resident"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person or system account at work.

    Attributes:
        person: stable name of the account.
        authority: the office in whose name the act is done.
        member: the city it belongs to; None for the league's own staff.
        roles: what it may be judged by.
        at: aware UTC instant of the act; services take their clock from it.
    """

    person: str
    authority: str
    member: str | None
    roles: frozenset[Role]
    at: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("an act happens at an aware instant")
        if not self.person:
            raise ValueError("an act has a named actor")
