"""Looks for accepted rows whose own marks stand against them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from hansa.clearing.terms.taps import FLAGS, Kind

Row = Mapping[str, str]
Key = tuple[str, str, str]
"""Acquirer, record and content hash."""
FIRST_LINE = 2  # Line 1 holds the names of columns.


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A row by its line and its key."""

    line: int
    key: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Rows with a mark against them.

    Attributes:
        marked: every one of them.
        unsigned: those whose signature failed, and that nothing released.
        repeated: those that share card and counter with another, both of them not released.
        alone: those that share them with released rows, whose own doubt is not seen, and
            were not released themselves.
    """

    marked: tuple[Named, ...] = ()
    unsigned: tuple[Named, ...] = ()
    repeated: tuple[Named, ...] = ()
    alone: tuple[Named, ...] = ()


@dataclass(slots=True)
class Marks:
    """What is kept of rows to find those that only a decision of a case lets in.

    Of card and counter a number is kept; where two rows give the same, both are read again.
    """

    counters: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)
    unsigned: bool = False

    def take(self, row: Row) -> None:
        """Look at one accepted row.

        Raises:
            ValueError: a mark is none that the pipeline writes.
        """
        if any(row[name] not in {"", "0", "1"} for name in FLAGS):
            raise ValueError(row["record_id"])
        self.unsigned = self.unsigned or row["tac_ok"] == "0"
        if row["kind"] == Kind.PURCHASE:
            number = hash(_counter(row))
            (self.repeated if number in self.counters else self.counters).add(number)

    def found_in(self, rows: Iterable[Row], released: Collection[Key]) -> "Found":
        """Sort the rows with a mark against them by what speaks for each.

        Of several purchases by one card and counter at most one is in no doubt: the one
        that was left when other doubts had taken the others.

        Args:
            rows: all of them again, in the same order.
            released: those that a case released.
        """
        unsigned: list[Named] = []
        sharing: dict[tuple[str, int], list[Named]] = {}
        for line, row in enumerate(rows, FIRST_LINE):
            named = Named(
                line, (row["acquirer"], row["record_id"], row["content_hash"])
            )
            if row["tac_ok"] == "0":
                unsigned.append(named)
            if row["kind"] == Kind.PURCHASE and hash(_counter(row)) in self.repeated:
                sharing.setdefault(_counter(row), []).append(named)
        repeated = [group for group in sharing.values() if len(group) > 1]
        alone: list[Named] = []
        several: list[Named] = []
        failed = set(unsigned)
        for group in repeated:
            left = [one for one in group if one.key not in released]
            if len(left) > 1:
                several += left
            elif not failed.issuperset(one for one in group if one not in left):
                alone += left
        marked = {*unsigned, *(one for group in repeated for one in group)}
        return Found(
            marked=tuple(sorted(marked)),
            unsigned=tuple(one for one in unsigned if one.key not in released),
            repeated=tuple(sorted(several)),
            alone=tuple(sorted(alone)),
        )


def _counter(row: Row) -> tuple[str, int]:
    return row["card"], int(row["counter"])
