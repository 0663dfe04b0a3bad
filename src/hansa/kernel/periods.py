"""Half-open periods of days, and the periods a calendar year is cut into."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``start`` up to, but without, ``end``.

    Raises:
        ValueError: the period is empty or runs backwards.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"period ends {self.end}, not after {self.start}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two periods share a day."""
        return self.start < other.end and other.start < self.end


MONTHS_A_YEAR = 12
# How many equal parts of a year each printed cadence asks for.
PARTS_A_YEAR = {"year": 1, "half": 2, "quarter": 4}


def month_of(year: int, month: int) -> Period:
    """Give the period of one calendar month (1 to 12)."""
    after = date(year + 1, 1, 1) if month == MONTHS_A_YEAR else date(year, month + 1, 1)
    return Period(date(year, month, 1), after)


def parts_of(year: int, part: str) -> tuple[Period, ...]:
    """Cut a calendar year into its ``year``, ``half`` or ``quarter`` periods, in order."""
    months = MONTHS_A_YEAR // PARTS_A_YEAR[part]
    firsts = [date(year, month, 1) for month in range(1, MONTHS_A_YEAR + 1, months)]
    ends = [*firsts[1:], date(year + 1, 1, 1)]
    return tuple(Period(*pair) for pair in zip(firsts, ends, strict=True))
