"""Taps of one or several windows as one table, from canonical Parquet."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import ibis
import pyarrow as pa
from ibis import ir

from hansa.clearing.batch.engine import microseconds, take, view
from hansa.clearing.batch.exact import exact_quotient
from hansa.clearing.batch.joining import look_up
from hansa.clearing.terms.rulebook import Bounds
from hansa.clearing.terms.taps import (
    CODED,
    COLUMNS,
    FLAGS,
    INSTANTS,
    OPTIONAL,
    REQUIRED,
    WHOLE_NUMBERS,
)

SECOND_US, MINUTE_US, DAY_US = 1_000_000, 60_000_000, 86_400_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TapFile:
    """A file of taps as the pipeline reads it.

    Attributes:
        name: as its sender called it.
        sha256: hash of the bytes that were brought; orders files.
        place: where its canonical Parquet lies.
        columns: the optional columns that it has.
        judged: whether rows carry ``line``, ``fault`` and ``raw_hash`` of the intake;
            a canonical file that was brought is read in place and has none.
        coded: whether it names institutions by their codes.
    """

    name: str
    sha256: str
    place: Path
    columns: frozenset[str]
    judged: bool
    coded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The files of a window.

    Attributes:
        number: orders windows, earlier ones first. Steps are compiled for the number of
            the window that is cleared; counting from it, 0, they serve every window.
        bounds: None for an earliest window that has none.
    """

    number: int
    bounds: Bounds | None
    files: Sequence[TapFile]


def type_of(column: str) -> str:
    """Give the type of a column in the table of taps."""
    if column in WHOLE_NUMBERS:
        return "int64"
    if column in INSTANTS:
        return "timestamp('UTC', 6)"
    return "boolean" if column in FLAGS else "string"


def columns_in(windows: Sequence[Window]) -> frozenset[str]:
    """Give the optional columns that any file has."""
    return frozenset(
        column for window in windows for file in window.files for column in file.columns
    )


def table_of(
    engine: ibis.BaseBackend,
    name: str,
    windows: Sequence[Window],
    present: frozenset[str],
    codes: ir.Table,
) -> ir.Table:
    """Read the taps of windows.

    However many windows there are, their files are read as one table for each shape:
    a union of hundreds would nest deeper than any engine compiles.

    Args:
        engine: reads the files.
        name: of the table.
        windows: whose files are read; each file lies in a place of its own.
        present: the optional columns that the table shall have.
        codes: code and institution of each code. A coded file's code that is none of
            them stays as it is written, so that its row is one of an unknown party.

    Returns:
        One row for each row of a file, not one dropped: the required and the present
        columns; at_us, occurred_at in microseconds, null where the row has none; minutes,
        started minutes between entry and exit where both are present, null without both or
        where the exit comes first; window; path and line; fault and raw_hash, null where
        the row was read.
    """
    groups: dict[tuple[tuple[str, ...], bool, bool], list[TapFile]] = {}
    for file in (file for window in windows for file in window.files):
        has = tuple(name for name in OPTIONAL if name in file.columns & present)
        groups.setdefault((has, file.judged, file.coded), []).append(file)
    shapes = tuple(sorted(groups))
    parts = [
        engine.read_parquet(
            [str(file.place) for file in groups[shape]],
            table_name=f"{name}_files_{at}",
            filename=True,
            file_row_number=True,
        )
        for at, shape in enumerate(shapes)
    ]
    if len(windows) == 1:
        (window,) = windows
        return view(
            engine, name, _taps_of_one, codes, *parts,
            number=window.number, present=present, shapes=shapes,
        )  # fmt: skip
    numbers = take(engine, f"{name}_windows", _numbers_of(windows))
    return view(
        engine, name, _taps_of_several, codes, numbers, *parts,
        present=present, shapes=shapes,
    )  # fmt: skip


def _numbers_of(windows: Sequence[Window]) -> pa.Table:
    found = [(str(file.place), one.number) for one in windows for file in one.files]
    return pa.table(
        {
            "path": pa.array([path for path, _ in found], pa.string()),
            "window": pa.array([number for _, number in found], pa.int16()),
        }
    )


def _taps_of_one(
    codes: ir.Table,
    *parts: ir.Table,
    number: int,
    present: frozenset[str],
    shapes: Sequence[tuple[Sequence[str], bool, bool]],
) -> ir.Table:
    rows = _taps(codes, *parts, present=present, shapes=shapes)
    return _derived(rows.mutate(window=ibis.literal(number, "int16")), present)


def _taps_of_several(
    codes: ir.Table,
    numbers: ir.Table,
    *parts: ir.Table,
    present: frozenset[str],
    shapes: Sequence[tuple[Sequence[str], bool, bool]],
) -> ir.Table:
    rows = _taps(codes, *parts, present=present, shapes=shapes)
    return _derived(look_up(rows, numbers, ["path"]), present)


def _taps(
    codes: ir.Table,
    *parts: ir.Table,
    present: frozenset[str],
    shapes: Sequence[tuple[Sequence[str], bool, bool]],
) -> ir.Table:
    wanted = [*REQUIRED, *(name for name in OPTIONAL if name in present)]
    wanted += ["path", "line", "fault", "raw_hash"]
    if not parts:
        return _nothing(wanted)
    uniform = [
        _filled(_read(part, has, judged=judged), wanted).select(*wanted)
        for part, (has, judged, _) in zip(parts, shapes, strict=True)
    ]
    uniform = [
        _decoded(part, codes) if coded else part
        for part, (_, _, coded) in zip(uniform, shapes, strict=True)
    ]
    return reduce(ir.Table.union, uniform)


def _derived(rows: ir.Table, present: frozenset[str]) -> ir.Table:
    derived = {"at_us": microseconds(rows.occurred_at)}
    if {"entered_at", "exited_at"} <= present:
        derived["minutes"] = _started_minutes(rows)
    return rows.mutate(**derived)


def _nothing(wanted: Sequence[str]) -> ir.Table:
    one = ibis.range(1).unnest().name("line").as_table()
    nulls = {name: ibis.null(_type(name)) for name in wanted if name != "line"}
    return one.mutate(line=one.line.cast("int64"), **nulls).limit(0).select(*wanted)


def _read(rows: ir.Table, has: Sequence[str], *, judged: bool) -> ir.Table:
    columns = [name for name in COLUMNS if name in REQUIRED or name in has]
    named = {name: rows[name].cast(type_of(name)) for name in columns}
    if judged:
        place = {"line": rows.line, "fault": rows.fault, "raw_hash": rows.raw_hash}
    else:
        null = ibis.null("string")
        place = {"line": rows.file_row_number + 1, "fault": null, "raw_hash": null}
    return rows.select(**named, path=rows.filename, **place)


def _decoded(rows: ir.Table, codes: ir.Table) -> ir.Table:
    """Name institutions by their ids where their codes are known."""
    names = rows.columns
    for role in CODED:
        named = codes.select(**{role: codes.code, f"{role}_named": codes.institution})
        rows = look_up(rows, named, [role])
        rows = rows.mutate(**{role: rows[f"{role}_named"].fill_null(rows[role])})
    return rows.select(*names)


def _type(column: str) -> str:
    return "int64" if column == "line" else type_of(column)


def _filled(part: ir.Table, wanted: Sequence[str]) -> ir.Table:
    absent = [name for name in wanted if name not in part.columns]
    return part.mutate(**{name: ibis.null(type_of(name)) for name in absent})


def _started_minutes(rows: ir.Table) -> ir.IntegerColumn:
    stay_us = microseconds(rows.exited_at) - microseconds(rows.entered_at)
    # A stay that ends before it starts has no minutes; the division never sees it.
    forward_us = ibis.cases((stay_us >= 0, stay_us), else_=None)
    return exact_quotient(forward_us + (MINUTE_US - 1), MINUTE_US)
