"""The vocabulary of compliance: what was held of what the agreement asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hansa.governance.terms import EntryKind
from hansa.governance.terms.silence import Silent
from hansa.kernel.periods import Period
from hansa.kernel.text import Text, text


class Weight(StrEnum):
    """Whether a shortfall is against what binds, or what does so in principle."""

    HARD = "hard"
    SOFT = "soft"


WEIGHT_NAMES: Mapping[Weight, Text] = {
    Weight.HARD: text("violation"),
    Weight.SOFT: text("soft warning"),
}


class Shortcoming(StrEnum):
    """What an entry of the calendar lacks."""

    NOT_HELD = "not-held"
    OUTSIDE_PERIOD = "outside-period"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """One entry that was not held, or not in its period.

    Attributes:
        member: the city whose turn it was to see to it; None where no turn decides.
    """

    entry: str
    body: str
    kind: EntryKind
    weight: Weight
    code: Shortcoming
    member: str | None
    message: Text
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplianceLine:
    """What one body held of one kind in a year.

    Attributes:
        held, asked: entries that were held or sent, of those that the agreement asks for.
        pending: entries whose period is not over.
        not_recorded: entries before the start of service of which nothing is known.
        surplus: meetings held beyond what is asked, ad hoc ones among them.
    """

    body: str
    kind: EntryKind
    held: int
    asked: int
    pending: int
    not_recorded: int
    surplus: int
    shortfalls: tuple[Shortfall, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """How a league kept to its calendar in a year, as of a day.

    Attributes:
        closed: whether the year is over on that day.
        meetings: meetings asked for and counted against the yearly minimum.
        conditional: bodies that wait for their condition; nothing of theirs is ever late.
        silent: whole periods without a meeting, of bodies whose number is not printed;
            nothing is owed.
        whole: whether all is counted, or only what no other city's turn decides.
    """

    league: str
    year: int
    as_of: date
    closed: bool
    held: int
    asked: int
    meetings: int
    hard: int
    soft: int
    lines: tuple[ComplianceLine, ...]
    conditional: tuple[str, ...]
    whole: bool = True
    silent: tuple[Silent, ...] = ()

    @property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """List all shortfalls, what binds first."""
        found = [shortfall for line in self.lines for shortfall in line.shortfalls]
        return tuple(sorted(found, key=lambda each: each.weight is not Weight.HARD))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Meetings of one body in one year: recorded as held, of those that are asked for."""

    held: int
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A year's meetings or circulars in numbers.

    Attributes:
        left: those whose period is not over.
        missing: those that are over and were asked for; None for who may not know.
    """

    kind: EntryKind
    asked: int
    held: int
    left: int
    missing: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RingPart:
    """What is asked for in one period on one ring.

    Attributes:
        ring: 0 for the outermost.
        light: how it stands; lateness only where the reader may know of it.
        untold: whether something in it is over of which the reader is told nothing.
    """

    ring: int
    period: Period
    kind: EntryKind
    body: str
    held: int
    asked: int
    light: str
    untold: bool
