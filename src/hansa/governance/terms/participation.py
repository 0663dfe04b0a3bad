"""The vocabulary of how people outside the organs take part: the days they are given."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysRule:
    """How many days the charter gives, counted from the day after the first.

    Attributes:
        days: at least so many for comments; at most so many until an answer.
    """

    days: int
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """How the public and associations take part.

    Attributes:
        consultation: days for comments; None where the charter says nothing of it.
        proposals: days until an answer; None where the charter says nothing of it.
    """

    consultation: DaysRule | None
    proposals: DaysRule | None
