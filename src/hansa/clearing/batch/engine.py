"""The embedded engine, its steps, and the few functions of it that Ibis does not name.

A step is a function of tables and of hashable words to a table. It is compiled once for
each shape of its inputs and used again for every window, because writing an expression and
compiling it costs more than running it on a small window.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal
from weakref import WeakKeyDictionary

import duckdb
import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa
from ibis import ir

from hansa.clearing.batch import exact, joining

SEPARATOR = "\x1f"
INSTANT = dt.Timestamp("UTC", scale=6)
WIDE = dt.Decimal(38, 0)
WHOLE = dt.Decimal(19, 0)  # Holds every int64; a product of two is WIDE.


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


@ibis.udf.agg.builtin(name="sum")
def wide_total_of(numbers: WIDE) -> WIDE:  # type: ignore[valid-type]  # Ibis declares types by values
    """Add up in 128 bits, which Ibis knows as a decimal without places."""


Step = Callable[..., ir.Table]
"""From tables, by position, and hashable words, by name, to a table."""


@dataclass(slots=True)
class _Known:
    """What an engine holds, and which checks it has passed."""

    names: set[str] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)

    def named(self, name: str) -> None:
        """Note a table; where one of its name is gone, nothing counts as checked."""
        if name in self.names:
            self.passed.clear()
        self.names.add(name)


# By connection: two engines in memory are equal to Ibis.
_KNOWN: WeakKeyDictionary[duckdb.DuckDBPyConnection, _Known] = WeakKeyDictionary()

_Inputs = tuple[tuple[str, ibis.Schema], ...]

Kind = Literal["csv", "parquet"]
_OPTIONS: dict[Kind, str] = {
    "csv": "FORMAT csv, HEADER true",
    "parquet": "FORMAT parquet, COMPRESSION zstd",
}


def keep(
    engine: ibis.BaseBackend,
    name: str,
    step: Step,
    *inputs: ir.Table,
    **words: Hashable,
) -> ir.Table:
    """Keep what a step gives as a table; inputs are tables of the same engine.

    Args:
        engine: holds the tables.
        name: of the table; what had it before is gone.
        step: a function of a module, so that it is known again.
        inputs: tables as this module gives them.
        words: what else the step takes.
    """
    return _make(engine, "TABLE", name, step, inputs, words)


def view(
    engine: ibis.BaseBackend,
    name: str,
    step: Step,
    *inputs: ir.Table,
    **words: Hashable,
) -> ir.Table:
    """Name what a step gives without working it out; else as ``keep``."""
    return _make(engine, "VIEW", name, step, inputs, words)


def fetch(
    engine: ibis.BaseBackend, step: Step, *inputs: ir.Table, **words: Hashable
) -> pa.Table:
    """Give what a step gives to Python; else as ``keep``."""
    sql, _, checks = _compiled(step, _shape(inputs), tuple(words.items()))
    _check(engine, step, checks)
    return engine.con.sql(sql).to_arrow_table()


def write(
    engine: ibis.BaseBackend,
    place: Path,
    kind: Kind,
    step: Step,
    *inputs: ir.Table,
    **words: Hashable,
) -> int:
    """Write what a step gives to a file, and count its rows; else as ``keep``."""
    sql, _, checks = _compiled(step, _shape(inputs), tuple(words.items()))
    _check(engine, step, checks)
    asked = f"COPY ({sql}) TO {_quoted(str(place))} ({_OPTIONS[kind]})"
    ((rows,),) = engine.con.execute(asked).fetchall()
    return int(rows)


def take(engine: ibis.BaseBackend, name: str, rows: pa.Table) -> ir.Table:
    """Give a table of Python to the engine, which reads it in place."""
    engine.con.register(name, rows)
    _known(engine).named(name)
    return _taken(name, rows.schema)


def _make(
    engine: ibis.BaseBackend,
    kind: str,
    name: str,
    step: Step,
    inputs: tuple[ir.Table, ...],
    words: dict[str, Hashable],
) -> ir.Table:
    sql, schema, checks = _compiled(step, _shape(inputs), tuple(words.items()))
    _check(engine, step, checks)
    engine.raw_sql(f'CREATE OR REPLACE TEMP {kind} "{name}" AS {sql}')
    _known(engine).named(name)
    return _named(name, schema)


@lru_cache(maxsize=1024)
def _taken(name: str, schema: pa.Schema) -> ir.Table:
    return _named(name, ibis.Schema.from_pyarrow(schema))


@lru_cache(maxsize=1024)
def _named(name: str, schema: ibis.Schema) -> ir.Table:
    return ibis.table(schema, name=name)


def _shape(inputs: tuple[ir.Table, ...]) -> _Inputs:
    return tuple((table.get_name(), table.schema()) for table in inputs)


@lru_cache(maxsize=1024)
def _compiled(
    step: Step, inputs: _Inputs, words: tuple[tuple[str, Hashable], ...]
) -> tuple[str, ibis.Schema, tuple[str, ...]]:
    tables = [ibis.table(schema, name=name) for name, schema in inputs]
    with joining.declarations() as declared:
        rows = step(*tables, **dict(words))
    checks = (_sql(joining.repeated(found, key)) for found, key in declared)
    return _sql(rows), rows.schema(), tuple(checks)


def _sql(rows: ir.Table) -> str:
    return str(ibis.to_sql(rows, dialect="duckdb"))


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _known(engine: ibis.BaseBackend) -> _Known:
    return _KNOWN.setdefault(engine.con, _Known())


def _check(engine: ibis.BaseBackend, step: Step, checks: tuple[str, ...]) -> None:
    """Hold the joins of a step to what they declare; what has passed is not asked again."""
    passed = _known(engine).passed
    for check in checks:
        if check in passed:
            continue
        repeated = engine.con.sql(check).fetchall()
        if repeated:
            raise RuntimeError(
                f"{step.__name__} looks up {repeated}, which is there twice"
            )
        passed.add(check)


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
        "parquet_metadata_cache": True,
    }
    if threads is not None:
        settings["threads"] = threads
    engine = ibis.duckdb.connect(":memory:", **settings)
    exact.prove(engine)
    return engine


def total_of(numbers: ir.IntegerValue) -> ir.IntegerValue:
    """Add up as int64, or fail where it does not fit: never as a rounded number."""
    return wide_total_of(numbers).cast("int64")


def wide(number: ir.IntegerValue) -> ir.DecimalValue:
    """Give an int64 as a decimal, whose sums, differences and products do not overflow."""
    return number.cast(WHOLE)


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
