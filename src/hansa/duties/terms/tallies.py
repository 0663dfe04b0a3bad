"""How duties of some bodies stood, counted as it was known at an instant."""

from dataclasses import dataclass


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
