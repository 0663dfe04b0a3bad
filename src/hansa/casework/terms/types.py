"""Case types, as ``casework.yaml`` states them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hansa.chassis.actor import Role
from hansa.kernel.findings import Position
from hansa.kernel.text import Bilingual, Text, text

BODY = "body"
"""Whom a clock awaits, where it is the body before which the case stands."""


class Step(StrEnum):
    """From which step a clock runs."""

    OPENED = "opened"
    REPLIED = "replied"
    DECIDED = "decided"


class Until(StrEnum):
    """What a clock waits for."""

    REPLY = "reply"
    DECISION = "decision"
    CLOSURE = "closure"


class Counted(StrEnum):
    """Which days a clock counts."""

    WORKING = "working"
    CALENDAR = "calendar"


class Silence(StrEnum):
    """What happens when a clock has run out."""

    NOTHING = "nothing"
    ACCEPT = "accept"
    ESCALATE = "escalate"


class RestsOn(StrEnum):
    """What must be there before a decision is taken.

    A ``hearing`` is over once everybody asked has replied or let the time pass; the other
    two want a reply of everybody asked, and silence is none.
    """

    NOTHING = "nothing"
    HEARING = "hearing"
    REPLIES = "replies"
    AGREEMENT = "agreement"


SILENCE_NAMES: Mapping[Silence, Text] = {
    Silence.NOTHING: text("silence is recorded and changes nothing"),
    Silence.ACCEPT: text("silence counts as acceptance"),
    Silence.ESCALATE: text("silence puts the case to the next level"),
}

COUNTED_NAMES: Mapping[Counted, Text] = {
    Counted.WORKING: text("working days"),
    Counted.CALENDAR: text("calendar days"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRole:
    """What a party may be in a case; ``opens`` says whether it may open one."""

    id: str
    name: Bilingual
    opens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Some days for somebody to answer.

    Attributes:
        awaits: a role of the type, or ``BODY``.
        days: one or more, after the day of the step.
        decision: the decision that silence stands for; None unless it accepts.
    """

    id: str
    name: Bilingual
    awaits: str
    days: int
    counted: Counted
    from_step: Step
    until: Until
    silence: Silence
    decision: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document that the type asks for."""

    id: str
    name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A decision that the type allows.

    Attributes:
        papers: documents that must be in the case before it.
    """

    id: str
    name: Bilingual
    two_persons: bool
    rests_on: RestsOn
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseType:
    """A kind of case.

    Attributes:
        example: whether its terms were agreed by nobody and only show the form.
        file_within_days: calendar days from the day of what the case is about; None for no
            limit. Later ones are opened all the same, and say so.
        handled_by: roles that handle such cases beside the league's office.
        ladder: bodies from the first to the last; empty where the office alone sees to it.
    """

    id: str
    title: Bilingual
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]
    example: bool
    note: Bilingual | None
    file_within_days: int | None
    handled_by: tuple[Role, ...]
    roles: tuple[PartyRole, ...]
    clocks: tuple[Clock, ...]
    ladder: tuple[str, ...]
    papers: tuple[Paper, ...]
    decisions: tuple[Outcome, ...]
    at: Position = field(compare=False)

    def outcome(self, decision: str) -> Outcome | None:
        """Give a decision by its id; None where the type allows none of this name."""
        return next((one for one in self.decisions if one.id == decision), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBook:
    """All of ``casework.yaml``."""

    types: tuple[CaseType, ...]
