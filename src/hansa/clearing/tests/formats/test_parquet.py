"""Parquet: types cast without loss, nulls kept, damage refused."""

import gzip
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hansa.clearing.formats.brought import Limits
from hansa.clearing.formats.columns import SCHEMA, is_canonical
from hansa.clearing.formats.intake import read_file
from hansa.clearing.terms.taps import COLUMNS, OPTIONAL, FileCode
from hansa.clearing.tests.formats.card_files import (
    FULL,
    TAP,
    csv_of,
    parquet_of,
    rows_in,
    sha256,
    take,
    typed,
)

ROW = typed(FULL)
AT = ROW["occurred_at"]


@pytest.mark.parametrize("packed", [False, True])
def test_every_column_is_kept(tmp_path: Path, packed: bool) -> None:
    """Typed rows arrive as they are, plain or packed, with the number of the row."""
    content = parquet_of([ROW, ROW])
    taken = take(tmp_path, gzip.compress(content) if packed else content)
    found = rows_in(tmp_path)
    assert [{name: row[name] for name in COLUMNS} for row in found] == [ROW, ROW]
    assert [row["line"] for row in found] == [1, 2]
    assert taken.columns == frozenset(OPTIONAL)
    assert (taken.rows, taken.amount_fen) == (2, 400)
    assert len(list(tmp_path.iterdir())) == 2


# column, type, value, what is read or the fault
TYPES: list[tuple[str, Any, Any, Any]] = [
    ("amount_fen", pa.int32(), 5, 5),
    ("amount_fen", pa.uint64(), 5, 5),
    ("amount_fen", pa.uint64(), 2**63, "range:amount_fen"),
    ("amount_fen", pa.decimal128(38, 0), Decimal(5), 5),
    ("amount_fen", pa.decimal128(38, 0), Decimal(2**63), "range:amount_fen"),
    ("amount_fen", pa.int64(), -5, "range:amount_fen"),
    ("amount_fen", pa.int64(), None, "empty:amount_fen"),
    ("amount_fen", pa.string(), "５", 5),
    ("amount_fen", pa.string(), "5.0", "number:amount_fen"),
    ("card", pa.int64(), 6231, "6231"),
    ("card", pa.large_string(), "c", "c"),
    ("card", pa.string_view(), "c", "c"),
    ("card", pa.binary(), b"c", "c"),
    ("card", pa.binary(), b"\xff", "text:card"),
    ("card", pa.dictionary(pa.int32(), pa.string()), "c", "c"),
    ("card", pa.string(), "", "empty:card"),
    ("card", pa.string(), "a\0b", "text:card"),
    ("card", pa.string(), "x" * 70_000, "long:card"),
    ("terminal", pa.null(), None, None),
    ("test", pa.int8(), 1, True),
    ("test", pa.int8(), 2, "flag:test"),
    ("test", pa.string(), "true", True),
    ("occurred_at", pa.timestamp("s", "Asia/Shanghai"), AT, AT),
    ("occurred_at", pa.timestamp("ns", "UTC"), 1_767_571_200_000_000_000, AT),
    ("occurred_at", pa.timestamp("ns", "UTC"), 1, "instant:occurred_at"),
    ("occurred_at", pa.timestamp("us", "UTC"), 2**62, "instant:occurred_at"),
    ("occurred_at", pa.string(), "2026-01-05T08:00:00+08:00", AT),
    ("occurred_at", pa.string(), "2026-01-05T08:00:00", "instant:occurred_at"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "type_", "value", "want"), TYPES)
def test_types_are_cast_without_loss(
    tmp_path: Path, column: str, type_: Any, value: Any, want: Any
) -> None:
    """A type near our own is cast; a value that would not be the same is a fault."""
    row = {**ROW, column: value}
    taken = take(tmp_path, parquet_of([row, row], {column: type_}))
    assert taken.refused is None
    for found in rows_in(tmp_path):
        if isinstance(want, str) and ":" in want:
            assert found["fault"] == want
            assert len(found["raw_hash"]) == 64
        else:
            assert found["fault"] is None
            assert found[column] == want


@pytest.mark.parametrize(
    ("column", "type_", "value"),
    [
        ("amount_fen", pa.float64(), 2.0),
        ("amount_fen", pa.float32(), 2.0),
        ("amount_fen", pa.decimal128(10, 2), Decimal("2.00")),
        ("amount_fen", pa.bool_(), True),
        ("list_fen", pa.float64(), 2.0),
        ("counter", pa.float64(), 2.0),
        ("card", pa.float64(), 2.0),
        ("card", pa.list_(pa.string()), ["c"]),
        ("occurred_at", pa.timestamp("us"), datetime(2026, 1, 5)),  # noqa: DTZ001 -- none
        ("occurred_at", pa.date32(), datetime(2026, 1, 5).date()),  # noqa: DTZ001 -- a day
        ("occurred_at", pa.int64(), 1),
        ("test", pa.timestamp("us", "UTC"), AT),
    ],
)
def test_types_that_say_something_else_are_refused(
    tmp_path: Path, column: str, type_: Any, value: Any
) -> None:
    """Fractions of money, instants without offset and the like refuse the file."""
    taken = take(tmp_path, parquet_of([{**ROW, column: value}], {column: type_}))
    assert taken.refused is FileCode.COLUMNS
    assert taken.message is not None
    assert taken.message.parameters["column"] == column
    assert not (tmp_path / "cs-card_1.csv.parquet").exists()


def test_a_faulty_row_is_hashed_as_its_content(tmp_path: Path) -> None:
    """Where there is no raw line, the hash is that of the cells in their order."""
    row = {**typed(TAP), "amount_fen": -5}
    take(tmp_path, parquet_of([row]))
    micro = (
        row["occurred_at"] - datetime.fromisoformat("1970-01-01T00:00Z")
    ) // timedelta(microseconds=1)
    cells = ["r1", "cs-card", "zz-card", row["card"], "7", "bus", "purchase", "", "-5"]
    want = sha256("\x1f".join([*cells, str(micro), *[""] * 9]))
    assert rows_in(tmp_path)[0]["raw_hash"] == want


def test_a_missing_column_refuses(tmp_path: Path) -> None:
    """A Parquet file without a required column is refused."""
    row = typed(TAP)
    del row["issuer"]
    assert take(tmp_path, parquet_of([row])).refused is FileCode.COLUMNS


@pytest.mark.parametrize("cut", [5, 50, 400])
def test_a_truncated_file_is_refused(tmp_path: Path, cut: int) -> None:
    """Parquet without its end is broken, packed or not."""
    content = parquet_of([ROW])[:-cut]
    assert take(tmp_path, content).refused is FileCode.BROKEN
    assert take(tmp_path, gzip.compress(content)).refused is FileCode.BROKEN
    assert [path.name for path in tmp_path.iterdir()] == ["cs-card_1.csv"]


def test_bombs_are_refused_by_their_size(tmp_path: Path) -> None:
    """Rows that take no bytes are counted before they are read."""
    path = tmp_path / "cs-card_1"
    path.write_bytes(parquet_of([ROW] * 1000))
    for limits in (Limits(rows=999), Limits(unpacked=100), Limits(brought=100)):
        assert read_file(path, tmp_path / "out", limits).refused is FileCode.SIZE
    assert read_file(path, tmp_path / "out", Limits(rows=1000)).rows == 1000


def test_what_the_intake_writes_is_canonical(tmp_path: Path) -> None:
    """The canonical file has the schema, and comes through the intake unchanged."""
    take(tmp_path, csv_of(FULL, names=tuple(FULL)))
    place = tmp_path / "cs-card_1.csv.parquet"
    assert pq.read_schema(place).equals(SCHEMA)
    assert is_canonical(place)
    taken = take(tmp_path, place.read_bytes(), "again")
    assert (taken.refused, taken.rows) == (None, 1)
    assert rows_in(tmp_path, "again")[0]["card"] == FULL["card"]


@pytest.mark.parametrize(
    ("row", "types", "want"),
    [
        (ROW, {}, True),
        (typed(TAP), {}, True),
        (ROW, {"amount_fen": pa.int32()}, False),
        (ROW, {"terminal": pa.large_string()}, False),
        ({name: ROW[name] for name in TAP if name != "card"}, {}, False),
    ],
)
def test_only_canonical_types_are_read_in_place(
    tmp_path: Path, row: dict[str, Any], types: dict[str, Any], want: bool
) -> None:
    """A file may be read in place if each type is the canonical one."""
    path = tmp_path / "one"
    path.write_bytes(parquet_of([row], types))
    assert is_canonical(path) is want
    path.write_bytes(b"PAR1")
    assert is_canonical(path) is False


def test_a_file_is_never_written_over_itself(tmp_path: Path) -> None:
    """A place that is the file itself is a fault of the program, and the file stays."""
    path = tmp_path / "one"
    path.write_bytes(parquet_of([ROW]))
    with pytest.raises(AssertionError):
        read_file(path, tmp_path / ".." / tmp_path.name / "one")
    assert path.read_bytes() == parquet_of([ROW])
