"""What papers of other contexts tell of duties: counts, and reminders without answer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hansa.kernel.text import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What had become of duties that fell due in some days.

    Lateness is counted of what no single city owed: how late a city is, is told to that
    city and to the office, and not to every reader of a paper.

    Attributes:
        done: settled, in time or late, whoever owed it.
        done_late: those of them that no city owed and that were settled late.
        overdue: what binds, was owed by no city, and was not settled in time.
    """

    done: int
    done_late: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReminder:
    """A reminder that nobody signed for."""

    id: UUID
    reference: Bilingual
    title: Bilingual
    issued_on: date
