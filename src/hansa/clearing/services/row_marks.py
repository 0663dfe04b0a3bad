"""Looks for accepted rows whose own marks stand against them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hansa.clearing.terms.taps import FLAGS, Kind

Row = Mapping[str, str]


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

    def doubted_in(self, rows: Iterable[Row]) -> list[tuple[str, str]]:
        """Name, by acquirer and serial, the rows that stand only by a decision.

        Of several purchases by one card and counter every one is named.
        """
        found: list[tuple[str, str]] = []
        sharing: dict[tuple[str, int], list[tuple[str, str]]] = {}
        for row in rows:
            serial = (row["acquirer"], row["record_id"])
            if row["tac_ok"] == "0":
                found.append(serial)
            if row["kind"] == Kind.PURCHASE and hash(_counter(row)) in self.repeated:
                sharing.setdefault(_counter(row), []).append(serial)
        for serials in sharing.values():
            if len(serials) > 1:
                found += serials
        return sorted(set(found))


def _counter(row: Row) -> tuple[str, int]:
    return row["card"], int(row["counter"])
