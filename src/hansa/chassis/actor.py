"""Who acts: an argument of every service, never a default.

Pure, so that ``rules`` may judge rights over it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hansa.kernel.text import Text, text


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


ROLE_NAMES: Mapping[Role, Text] = {
    Role.SECRETARIAT: text("joint office or secretariat"),
    Role.CITY_LIAISON: text("city liaison"),
    Role.UNIT_OFFICER: text("unit officer"),
    Role.GROUP_LEAD: text("group lead"),
    Role.LEADER: text("leader of a city (reads, approves and signs)"),
    Role.CLEARING_OPERATOR: text("clearing operator"),
    Role.APPROVER: text("approver"),
    Role.WATCH_OFFICER: text("watch officer"),
    Role.SERVICE_DESK_CLERK: text("service-desk clerk"),
    Role.CLINICIAN: text("clinician"),
    Role.ADMINISTRATOR: text("administrator"),
    Role.SECURITY_OFFICER: text("security officer"),
    Role.AUDITOR: text("auditor"),
    Role.RESIDENT: text("resident"),
    Role.PUBLIC: text("anybody, without sign-in"),
}


FILED = re.compile("[0-9a-f]{64}")
"""How the evidence of what was entered on behalf is written where it is a scan."""

MADE_UP = "demo:"
"""How the names begin under which the demonstration acts; no account is called so."""

AUTHORITIES: Mapping[str, Text] = {
    "administrator": ROLE_NAMES[Role.ADMINISTRATOR],
    "public": ROLE_NAMES[Role.PUBLIC],
    "tick": text("the system"),
}
"""Authorities that are no office of anybody: the shell, the public, the clock."""


def authority_name(authority: str) -> Text | str:
    """Name in whose name an act was done; offices are named as they are written."""
    return AUTHORITIES.get(authority, authority)


def person_name(person: str) -> Text | str:
    """Name who entered an act: an account by its name, what was made up as such."""
    if person.startswith(MADE_UP):
        return text("demonstration")
    if person == "public":
        return AUTHORITIES[person]
    if person.startswith("system:"):
        return AUTHORITIES["tick"]
    if person.startswith("shell:"):
        account = person.split(":")[2:]
        return account[0] if account else text("set up on the server")
    return person


def paper_name(evidence: str) -> Text | str:
    """Name the paper of what was entered on behalf; a scan is filed under its hash."""
    return text("scan on file") if FILED.fullmatch(evidence) else evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person or system account at work.

    Attributes:
        person: stable name of the account.
        authority: the office in whose name the act is done.
        member: the city it belongs to; None for the league's own staff.
        roles: what it may be judged by.
        at: aware UTC instant of the act; services take their clock from it.
        league: the league its roles hold in; None where they hold everywhere.
        unit: id of the unit it works for; None for nobody's.
        evidence: the paper that shows the act of ``authority``, where a clerk enters it on
            behalf of an office; None where people act for themselves.
    """

    person: str
    authority: str
    member: str | None
    roles: frozenset[Role]
    at: datetime
    league: str | None = None
    unit: str | None = None
    evidence: str | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("an act happens at an aware instant")
        if not self.person:
            raise ValueError("an act has a named actor")
