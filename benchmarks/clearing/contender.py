"""What every contender of the benchmark does, and how its answers are compared."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

CODES = (
    "DUP_EXACT", "DUP_CONFLICT", "AMOUNT_RANGE", "FUTURE", "LATE", "CTR_REPEAT",
    "RULE_NONE", "ACCEPTED",
)  # fmt: skip

Answers = Mapping[str, list[tuple[int, ...]]]
"""Legs, bilateral, net and counts, as sorted tables of whole numbers."""


class Contender(Protocol):
    """A way to clear taps."""

    def load(self, taps: Path) -> None:
        """Do what is done once for a file, and is not part of a task."""
        ...

    def settle(self) -> None:
        """Do the settlement task: legs, bilateral, net and counts lie ready."""
        ...

    def answers(self) -> Answers:
        """Give what the last task came to; not timed."""
        ...

    def close(self) -> None:
        """Let go of what the last task holds."""
        ...


class RowWriter(Contender, Protocol):
    """One that does the rows task too: not pandas, nor PostgreSQL without Parquet."""

    def write_rows(self, place: Path) -> None:
        """Do the rows task after a settlement: accepted rows with their class, written."""
        ...


def in_order(
    legs: Iterable[tuple[Any, ...]],
    bilateral: Iterable[tuple[Any, ...]],
    net: Iterable[tuple[Any, ...]],
    counts: Iterable[tuple[Any, ...]],
) -> Answers:
    """Sort answers, with parties, services and codes as whole numbers.

    Args:
        legs: debtor, creditor, service, fen.
        bilateral: debtor, creditor, fen.
        net: party, fen.
        counts: code, rows.
    """
    return {
        "legs": sorted((_n(d), _n(c), _n(s), int(fen)) for d, c, s, fen in legs),
        "bilateral": sorted((_n(d), _n(c), int(fen)) for d, c, fen in bilateral),
        "net": sorted((_n(party), int(fen)) for party, fen in net),
        "counts": sorted((CODES.index(code), int(rows)) for code, rows in counts),
    }


def _n(name: str) -> int:
    """Give the number in a name such as m07 or line-123."""
    return int(name.removeprefix("line-").lstrip("m"))
