"""The embedded engine, and the few functions of it that Ibis does not name."""

from pathlib import Path

import ibis
import ibis.expr.datatypes as dt
from ibis import ir

from hansa.clearing.batch import exact

SEPARATOR = "\x1f"
INSTANT = dt.Timestamp("UTC", scale=6)


@ibis.udf.scalar.builtin(name="hash")
def pair_hash(first: str, second: str) -> dt.uint64:
    """Hash two texts to 64 bits: equal pairs agree, and few others do."""


@ibis.udf.scalar.builtin(name="hash")
def card_hash(card: str, counter: dt.int64) -> dt.uint64:
    """Hash a card and its counter likewise."""


@ibis.udf.scalar.builtin(name="sha256")
def sha256_of(written: str) -> str:
    """Give the SHA-256 of a text in hexadecimal digits."""


@ibis.udf.scalar.builtin(name="epoch_us")
def microseconds(instant: INSTANT) -> dt.int64:  # type: ignore[valid-type]  # Ibis declares types by values
    """Give an instant in whole microseconds since 1970 UTC."""


def open_engine(
    spill: Path, *, threads: int | None = None, memory: str = "4GB"
) -> ibis.BaseBackend:
    """Open an embedded engine that divides exactly.

    Args:
        spill: folder for what does not fit into memory.
        threads: how many; None for one each core.
        memory: the most it may hold.

    Raises:
        Refused: its division is not exact.
    """
    settings: dict[str, object] = {
        "temp_directory": str(spill),
        "memory_limit": memory,
        # Nothing is fetched at run time.
        "autoinstall_known_extensions": False,
        # Results are sorted where they are written; keeping the order of files costs.
        "preserve_insertion_order": False,
    }
    if threads is not None:
        settings["threads"] = threads
    engine = ibis.duckdb.connect(":memory:", **settings)
    exact.prove(engine)
    return engine


def whole(total: ir.NumericValue) -> ir.IntegerValue:
    """Give a sum as int64, or fail where it does not fit: never as a rounded number."""
    return total.cast("decimal(38,0)").cast("int64")


def hashed_content(columns: list[ir.Value]) -> ir.StringValue:
    """Hash columns of a row, joined by U+001F with nulls as empty text."""
    written = [_written(column).fill_null("") for column in columns]
    return sha256_of(ibis.literal(SEPARATOR).join(written))


def _written(column: ir.Value) -> ir.StringValue:
    kind = column.type()
    if kind.is_boolean():
        # As a number, because a null must stay one.
        return column.cast("int8").cast("string")
    if kind.is_timestamp():
        return microseconds(column).cast("string")
    return column.cast("string")
