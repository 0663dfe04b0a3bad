"""The vocabulary of rosters: who was lent, who holds the seats, what is vacant."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hansa.directory.terms.people import PostingLine
from hansa.governance.terms import EntryKind, Holder, Level, Seat
from hansa.kernel.text import Bilingual, Text


class RosterLack(StrEnum):
    """What a roster may lack or have too much of."""

    BELOW_LEAST = "below-least"
    ABOVE_MOST = "above-most"
    SEAT_VACANT = "seat-vacant"
    NO_FOCAL_POINT = "no-focal-point"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFinding:
    """One gap of a roster, with the city that can mend it and the clauses behind it."""

    code: RosterLack
    member: str | None
    message: Text
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondmentLine:
    """How many people one city lends.

    Attributes:
        counted: people who count: full-time ones, where the agreement says so.
        part_time: those who do not count for that reason.
        people: everybody lent, counted or not.
    """

    member: str
    counted: int
    part_time: int
    people: tuple[PostingLine, ...]
    finding: RosterFinding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondmentRoster:
    """Who is lent to the league's office on a day.

    Attributes:
        name: what the agreement calls it.
        least, most: for each city; None where no number is printed.
        total_least, total_most: for all of them together.
        in_service: whether the league was in service here; before, nothing is a gap.
    """

    name: Bilingual
    to: str
    on: date
    least: int
    most: int | None
    total: int
    total_least: int
    total_most: int | None
    full_time: bool
    clauses: tuple[str, ...]
    in_service: bool
    lines: tuple[SecondmentLine, ...]

    @property
    def findings(self) -> tuple[RosterFinding, ...]:
        """List what is wrong, in charter order."""
        return tuple(line.finding for line in self.lines if line.finding)

    @property
    def has_part_time(self) -> bool:
        """Tell whether any city lends somebody who does not count."""
        return any(line.part_time for line in self.lines)

    @property
    def has_remarks(self) -> bool:
        """Tell whether anything is to be said of any city, as a fault or a gap."""
        return any(
            line.finding or (not self.in_service and line.counted < self.least)
            for line in self.lines
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """A seat with who holds it.

    Attributes:
        holder: None where the seat is vacant, or open to a number of people.
        delegate: who acts for the holder; None where nobody does.
        vacant: whether somebody is missing; an open number of seats never is, nor is
            what was not recorded of the time before the league was in service here.
    """

    seat: Seat
    holder: PostingLine | None
    delegate: PostingLine | None
    vacant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRoster:
    """Who is to be invited to a session of a body.

    Attributes:
        entry: the calendar entry; None for the body as such.
        convener: whose office convenes it on that day; None where the text names nobody.
        filled, asked: seats that somebody holds, of those with a number.
        in_service: whether the league was in service here; before, nothing is a gap.
    """

    body: str
    entry: str | None
    kind: EntryKind
    level: Level | None
    on: date
    convener: Holder | None
    filled: int
    asked: int
    in_service: bool
    lines: tuple[SeatLine, ...]
    findings: tuple[RosterFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalRoster:
    """Which cities can be reached as the agreement asks.

    Attributes:
        ready, asked: cities that have what is asked for, of all.
        in_service: whether the league was in service here; before, nothing is a gap.
    """

    on: date
    ready: int
    asked: int
    clauses: tuple[str, ...]
    in_service: bool
    findings: tuple[RosterFinding, ...]
