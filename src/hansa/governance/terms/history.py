"""The vocabulary of the workbook of past meetings and stages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from hansa.delivery.terms.stages import StageFacts, StageRecord
from hansa.governance.terms.records import MeetingFacts, MeetingRecord
from hansa.kernel.findings import Finding, Position, errors_in
from hansa.kernel.periods import Period

T = TypeVar("T")

ColumnCheck = tuple[str, Callable[[], None]]
"""A column, and what refuses its value; so each fault of a row finds its cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChecks:
    """What refuses values that cannot be meant, whatever else their row says.

    Attributes:
        meeting: given the days of a meeting and the year that it counts for.
        reached: given the day on which a stage was reached.
        segment: given the id of a work and the number of a segment.
    """

    meeting: Callable[[Period, int], Sequence[ColumnCheck]]
    reached: Callable[[date], Sequence[ColumnCheck]]
    segment: Callable[[str, int], Sequence[ColumnCheck]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated(Generic[T]):
    """What one row states, with the cell that findings about all of it name.

    Attributes:
        host_at: the cell that findings about the host name; None for ``at``.
        known: whether the very same is recorded already; it is then left out.
    """

    facts: T
    at: Position
    host_at: Position | None = None
    known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPlan:
    """What a workbook would record, and what is wrong with it."""

    name: str
    findings: tuple[Finding, ...]
    meetings: tuple[Stated[MeetingFacts], ...]
    stages: tuple[Stated[StageFacts], ...]

    @property
    def sound(self) -> bool:
        """Tell whether it can be taken: whole, or not at all."""
        return not errors_in(self.findings)

    @property
    def filled(self) -> bool:
        """Tell whether any row states anything at all."""
        return bool(self.meetings or self.stages)

    @property
    def news(self) -> int:
        """Count the rows that are not recorded yet."""
        return len(self.new_meetings) + len(self.new_stages)

    @property
    def new_meetings(self) -> tuple[MeetingFacts, ...]:
        """List the meetings that are not recorded yet."""
        return tuple(dict.fromkeys(s.facts for s in self.meetings if not s.known))

    @property
    def new_stages(self) -> tuple[StageFacts, ...]:
        """List the stages that are not recorded yet."""
        return tuple(dict.fromkeys(s.facts for s in self.stages if not s.known))


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryTaken:
    """What was recorded of a workbook; ``left_out`` was recorded already."""

    meetings: int
    stages: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What stands recorded, to be written as a workbook."""

    meetings: Sequence[MeetingRecord]
    stages: Sequence[StageRecord]
