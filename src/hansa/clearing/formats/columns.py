"""Rows as canonical columns: types, faults, and the file that they are written to.

Whole columns are cast at once; only cells that a cast does not take are read one by one.
"""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hansa.clearing.formats.cells import Unreadable, reader_of
from hansa.clearing.formats.faults import (
    EMPTY,
    INSTANT,
    KIND,
    LONG,
    RANGE,
    TEXT,
    fault_of,
)
from hansa.clearing.terms.taps import (
    COLUMNS,
    FLAGS,
    INSTANTS,
    MAY_BE_EMPTY,
    REQUIRED,
    WHOLE_NUMBERS,
    Kind,
)

LINE_MAX = 65_536
_GROUP_ROWS = 122_880
_FAST_DIGITS = 18  # So many never leave 64 bits.
# The years that Python knows, in microseconds since 1970.
_FIRST_US, _LAST_US = -62_135_596_800_000_000, 253_402_300_799_999_999
_LOW = 0xFFFFFFFF

_INSTANT_TYPE = pa.timestamp("us", "UTC")
Digests = Callable[[Sequence[int]], Sequence[str]]
"""Hashes of raw lines, by the index of their rows."""


def type_of(column: str) -> Any:
    """Give the canonical type of a column."""
    if column in WHOLE_NUMBERS:
        return pa.int64()
    if column in INSTANTS:
        return _INSTANT_TYPE
    return pa.bool_() if column in FLAGS else pa.string()


SCHEMA = pa.schema(
    [
        *((column, type_of(column)) for column in COLUMNS),
        ("line", pa.int64()),
        ("fault", pa.string()),
        ("raw_hash", pa.string()),
    ]
)


def is_canonical(path: Path) -> bool:
    """Tell whether a Parquet file has all types as the intake writes them.

    Such a file may be read in place. Types only: its rows are not looked at, and no hash
    of a raw line stands in it unless the intake wrote it.
    """
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError):
        return False
    named = {field.name: field.type for field in schema}
    return (
        len(named) == len(schema)
        and set(REQUIRED) <= set(named)
        and all(
            named[name] == type_of(name) for name in COLUMNS if name in named
        )
    )  # fmt: skip


class Cells:
    """Cells of one column while they are cast; faults by the index of their rows."""

    def __init__(self, column: str, faults: dict[int, str]) -> None:
        self.column = column
        self.faults = faults

    def fault(self, index: int, word: str) -> None:
        """Note a fault; the first of a row stays."""
        self.faults.setdefault(index, fault_of(word, self.column))

    def one_by_one(self, values: Sequence[Any]) -> Any:
        """Read values by themselves; what cannot be read becomes null."""
        read = reader_of(self.column)
        out: list[Any] = []
        for index, value in enumerate(values):
            got = None
            if value is not None and value != "":
                try:
                    got = read(value)
                except Unreadable as error:
                    self.fault(index, error.word)
            out.append(got)
        if self.column in INSTANTS:
            return pa.array(out, pa.int64()).cast(_INSTANT_TYPE)
        return pa.array(out, type_of(self.column))

    def cast(self, cells: Any) -> Any:
        """Cast a column of texts, or of a type near its own."""
        canonical = type_of(self.column)
        if cells.type == canonical:
            return self._checked(cells)
        if pa.types.is_null(cells.type):
            return cells.cast(canonical)
        if self.column in WHOLE_NUMBERS:
            return self._whole(cells)
        if self.column in INSTANTS:
            return self._checked(self._instant(cells))
        if self.column in FLAGS:
            return self._flags(cells)
        return self._checked(cells.cast(pa.string()))

    def _whole(self, cells: Any) -> Any:
        if not pa.types.is_string(cells.type):
            try:
                return cells.cast(pa.int64())
            except pa.ArrowInvalid:
                return self.one_by_one([_as_int(cell) for cell in cells.to_pylist()])
        plain = pc.and_(
            pc.ascii_is_decimal(cells),
            pc.less_equal(pc.binary_length(cells), _FAST_DIGITS),
        )
        if pc.all(plain, min_count=0).as_py():
            return cells.cast(pa.int64())
        fast = pc.if_else(plain, cells, pa.scalar(None, pa.string())).cast(pa.int64())
        rest = self.one_by_one(
            pc.if_else(plain, pa.scalar(None, pa.string()), cells).to_pylist()
        )
        return pc.coalesce(fast, rest)

    def _instant(self, cells: Any) -> Any:
        try:
            return cells.cast(_INSTANT_TYPE)
        except pa.ArrowInvalid:
            if pa.types.is_string(cells.type):
                return self.one_by_one(cells.to_pylist())
        # Nanoseconds that are no whole microseconds would not be what was brought.
        rounded = cells.cast(_INSTANT_TYPE, safe=False)
        same = pc.equal(rounded.cast(cells.type, safe=False), cells)
        return self._without(rounded, pc.invert(same), INSTANT)

    def _flags(self, cells: Any) -> Any:
        coded = cells.dictionary_encode()
        known = Cells(self.column, {})
        flags = known.one_by_one(coded.dictionary.to_pylist())
        if known.faults:
            return self.one_by_one(cells.to_pylist())
        return flags.take(coded.indices)

    def _checked(self, cells: Any) -> Any:
        """Look for what the type allows and the column does not."""
        if self.column in INSTANTS:
            us = cells.cast(pa.int64())
            outside = pc.or_(pc.less(us, _FIRST_US), pc.greater(us, _LAST_US))
            return self._without(cells, outside, INSTANT)
        if pa.types.is_string(cells.type):
            long = pc.greater(pc.binary_length(cells), LINE_MAX)
            return self._without(cells, long, LONG)
        return cells

    def _without(self, cells: Any, wrong: Any, word: str) -> Any:
        if not pc.any(wrong, min_count=0).as_py():
            return cells
        for index in pc.indices_nonzero(wrong).to_pylist():
            self.fault(index, word)
        return pc.if_else(wrong, pa.scalar(None, cells.type), cells)

    def texts_guarded(self, cells: Any) -> Any:
        """Take away texts with characters that no text has, and empty ones."""
        wrong = pc.match_substring_regex(cells, "[\\x00\\x1f]")
        return self._without(filled(cells), wrong, TEXT)


def _as_int(value: Any) -> Any:
    # A decimal column without places holds whole numbers that 64 bits may not.
    return value if value is None or isinstance(value, int) else int(value)


def filled(cells: Any) -> Any:
    """Give texts with null for empty ones; what is no text stays."""
    if not pa.types.is_string(cells.type):
        return cells
    return pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.string()), cells)


def canonical(
    cells: Mapping[str, Any],
    lines: Any,
    digests: Digests,
    faults: dict[int, str] | None = None,
) -> pa.Table:
    """Make rows canonical.

    Args:
        cells: an array for each column that the file has, texts or typed; empty is null.
        lines: the line of each row.
        digests: hashes the raw lines of rows that turn out to be faulty.
        faults: what the reader has found already, by the index of the row.
    """
    found = dict(faults or {})
    columns: dict[str, Any] = {}
    for name in COLUMNS:
        if name not in cells:
            columns[name] = pa.nulls(len(lines), type_of(name))
            continue
        column = Cells(name, found)
        columns[name] = column.cast(cells[name])
    _judge(columns, found)
    columns["line"] = lines
    columns |= _fault_columns(len(lines), found, digests)
    return pa.table(columns, schema=SCHEMA)


def _judge(columns: Mapping[str, Any], found: dict[int, str]) -> None:
    """Fault rows that the types allow: empty, negative, of no known kind."""
    for name in COLUMNS:
        cells = columns[name]
        if name not in MAY_BE_EMPTY and cells.null_count:
            for index in pc.indices_nonzero(cells.is_null()).to_pylist():
                found.setdefault(index, fault_of(EMPTY, name))
    wrong = {
        "amount_fen": (pc.less(columns["amount_fen"], 0), RANGE),
        "kind": (
            pc.invert(pc.is_in(columns["kind"], pa.array([str(k) for k in Kind]))),
            KIND,
        ),
    }
    for name, (cells, word) in wrong.items():
        if pc.any(cells, min_count=0).as_py():
            for index in pc.indices_nonzero(cells).to_pylist():
                found.setdefault(index, fault_of(word, name))


def _fault_columns(
    rows: int, found: Mapping[int, str], digests: Digests
) -> dict[str, Any]:
    if not found:
        nulls = pa.nulls(rows, pa.string())
        return {"fault": nulls, "raw_hash": nulls}
    indices = sorted(found)
    faults: list[str | None] = [None] * rows
    hashes: list[str | None] = [None] * rows
    for index, digest in zip(indices, digests(indices), strict=True):
        faults[index], hashes[index] = found[index], digest
    return {
        "fault": pa.array(faults, pa.string()),
        "raw_hash": pa.array(hashes, pa.string()),
    }


def spoilt(rows: Sequence[tuple[int, str, str]]) -> pa.Table:
    """Make rows of which no cell can be read, from line, fault and hash."""
    rows = sorted(rows)
    columns: dict[str, Any] = {
        name: pa.nulls(len(rows), type_of(name)) for name in COLUMNS
    }
    columns["line"] = pa.array([line for line, _, _ in rows], pa.int64())
    columns["fault"] = pa.array([fault for _, fault, _ in rows], pa.string())
    columns["raw_hash"] = pa.array([digest for _, _, digest in rows], pa.string())
    return pa.table(columns, schema=SCHEMA)


def in_order(tables: Sequence[pa.Table]) -> pa.Table:
    """Put the rows of a part of a file together, in the order of their lines."""
    filled = [table for table in tables if table.num_rows]
    if len(filled) == 1:
        return filled[0]
    return pa.concat_tables(filled or [SCHEMA.empty_table()]).sort_by("line")


def digest_of(raw: bytes) -> str:
    """Hash a raw line."""
    return hashlib.sha256(raw).hexdigest()


class Tally:
    """What the rows of a file come to; sums are exact.

    Attributes:
        rows: all of them.
        faulted: those that cannot be read.
        amount_fen: sum of those that can.
        stated_fen: sum of every amount that is a number, also of faulted rows.
        without_amount: rows whose amount is no number.
    """

    def __init__(self) -> None:
        self.rows = self.faulted = self.without_amount = 0
        self.amount_fen = self.stated_fen = 0

    def add(self, table: pa.Table) -> None:
        """Count some rows."""
        amounts, faults = table["amount_fen"], table["fault"]
        self.rows += table.num_rows
        self.faulted += table.num_rows - faults.null_count
        self.without_amount += amounts.null_count
        stated = _sum(amounts)
        self.stated_fen += stated
        self.amount_fen += (
            stated
            if faults.null_count == table.num_rows
            else _sum(amounts.filter(faults.is_null()))
        )


def _sum(amounts: Any) -> int:
    # The sum of 64-bit numbers wraps around silently; the sums of their halves do not.
    high = pc.sum(pc.shift_right(amounts, 32), min_count=0).as_py()
    low = pc.sum(pc.bit_wise_and(amounts, _LOW), min_count=0).as_py()
    return int(high) * 2**32 + int(low)


class CanonicalFile:
    """Writes canonical rows beside their place and moves them there when all is well."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._part = place.with_name(place.name + ".part")
        self._waiting: list[pa.Table] = []
        self._rows = 0
        self.tally = Tally()

    def __enter__(self) -> "CanonicalFile":
        self._file = self._part.open("wb")
        self._writer = pq.ParquetWriter(self._file, SCHEMA, compression="zstd")
        return self

    def add(self, table: pa.Table) -> None:
        """Write some rows."""
        self.tally.add(table)
        self._waiting.append(table)
        self._rows += table.num_rows
        if self._rows >= _GROUP_ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting))
        self._waiting, self._rows = [], 0

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._flush()
                self._writer.close()
                self._file.flush()
                os.fsync(self._file.fileno())
                self._part.replace(self.place)
            else:
                self._writer.close()
        finally:
            self._file.close()
            self._part.unlink(missing_ok=True)
