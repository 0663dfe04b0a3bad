"""Joins of the pipeline are held to the cardinality that they declare."""

import re
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from ibis import ir

from hansa.clearing.batch import joining
from hansa.clearing.batch.engine import fetch, keep, open_engine, take, view

BATCH = Path(joining.__file__).parent


def _looked_up(rows: ir.Table, found: ir.Table) -> ir.Table:
    return joining.look_up(rows, found, ["key"])


def _expanded(rows: ir.Table, found: ir.Table) -> ir.Table:
    return joining.expand(rows, found, ["key"])


@pytest.fixture
def engine(tmp_path: Path) -> ibis.BaseBackend:
    """An engine with the rows 1, 1, 2 and null."""
    made = open_engine(tmp_path)
    take(made, "rows", pa.table({"key": pa.array([1, 1, 2, None], pa.int64())}))
    return made


def tables(engine: ibis.BaseBackend, *keys: int | None) -> tuple[ir.Table, ir.Table]:
    """The rows, and a table of these keys in which each has its place."""
    key = pa.array(keys, pa.int64())
    found = take(engine, "found", pa.table({"key": key, "at": range(len(keys))}))
    return ibis.table(ibis.schema({"key": "int64"}), name="rows"), found


def test_each_row_finds_one_at_most(engine: ibis.BaseBackend) -> None:
    """Every row stays once; several nulls are no key that is there twice."""
    kept = keep(engine, "kept", _looked_up, *tables(engine, 1, None, None))
    rows = engine.to_pyarrow(kept).to_pylist()
    assert sorted((row["key"] or 0, row["at"]) for row in rows if row["at"] == 0) == [
        (1, 0),
        (1, 0),
    ]
    assert len(rows) == 4


@pytest.mark.parametrize("way", [keep, view])
def test_a_key_that_is_there_twice_stops_the_run(
    engine: ibis.BaseBackend, way: object
) -> None:
    """Neither kept nor named: what would double money is not worked out."""
    with pytest.raises(RuntimeError, match=r"_looked_up looks up .*twice"):
        way(engine, "kept", _looked_up, *tables(engine, 1, 2, 2))  # type: ignore[operator]  # both are steps
    with pytest.raises(RuntimeError, match="twice"):
        fetch(engine, _looked_up, *tables(engine, 1, 1))


def test_only_an_expansion_gives_several(engine: ibis.BaseBackend) -> None:
    """Two rows with two shares are four."""
    assert fetch(engine, _expanded, *tables(engine, 1, 1)).num_rows == 4


def test_no_join_of_the_pipeline_is_silent_about_it() -> None:
    """Tables are joined by the functions that declare how many rows they find."""
    for path in BATCH.glob("*.py"):
        if path.name != "joining.py":
            written = path.read_text(encoding="utf-8")
            assert not re.findall(
                r"\.(?:left_|inner_|outer_|asof_|cross_)join\(", written
            )
