"""Rows of a Parquet file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hansa.clearing.formats.brought import Limits
from hansa.clearing.formats.columns import Cells, canonical, digest_of
from hansa.clearing.formats.delimited import check_columns, lacking
from hansa.clearing.formats.faults import TEXT, FileRefused, broken
from hansa.clearing.terms.taps import (
    COLUMNS,
    FLAGS,
    INSTANTS,
    OPTIONAL,
    WHOLE_NUMBERS,
    FileCode,
)
from hansa.kernel.text import text

_BATCH_ROWS = 65_536
_BUFFER = 2**20


class Columnar:
    """Reads Parquet.

    Attributes:
        columns: the optional columns that it has.
    """

    trailer = None

    def __init__(self, path: Path, limits: Limits) -> None:
        try:
            self._file = pq.ParquetFile(
                path, buffer_size=_BUFFER, page_checksum_verification=True
            )
            schema = self._file.schema_arrow
        except (pa.ArrowException, OSError, ValueError) as error:
            raise broken(text("The Parquet file cannot be read.")) from error
        try:
            self._names = _checked(schema)
            self._weigh(limits)
        except FileRefused:
            self._file.close()
            raise
        self.columns = frozenset(self._names) & frozenset(OPTIONAL)

    def _weigh(self, limits: Limits) -> None:
        known = self._file.metadata
        groups = [known.row_group(at) for at in range(known.num_row_groups)]
        unpacked = sum(group.total_byte_size for group in groups)
        if known.num_rows > limits.rows or unpacked > limits.unpacked:
            raise FileRefused(
                FileCode.SIZE,
                text(
                    "The Parquet file has {rows} rows in {size} bytes.",
                    rows=known.num_rows,
                    size=unpacked,
                ),
                text("Bring it in several files, each with its own rows."),
            )

    def tables(self) -> Iterator[pa.Table]:
        """Give the rows, some at a time; the line is the number of the row.

        Raises:
            FileRefused: a part of the file cannot be read.
        """
        with self._file as file:
            batches = file.iter_batches(
                _BATCH_ROWS, columns=list(self._names.values()), use_threads=False
            )
            line = 1
            while True:
                try:
                    batch = next(batches, None)
                except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
                    raise broken(
                        text(
                            "The Parquet file cannot be read from row {row}.", row=line
                        )
                    ) from error
                if batch is None:
                    return
                if batch.num_rows:
                    yield self._read(batch, line)
                line += batch.num_rows

    def _read(self, batch: Any, line: int) -> pa.Table:
        faults: dict[int, str] = {}
        brought: dict[str, Any] = {}
        for name, theirs in self._names.items():
            cells = _flat(batch.column(theirs))
            if pa.types.is_string(cells.type) or pa.types.is_binary(cells.type):
                column = Cells(name, faults)
                cells = column.texts_guarded(_as_text(cells, column))
            brought[name] = cells
        lines = pa.array(range(line, line + batch.num_rows), pa.int64())
        return canonical(brought, lines, lambda rows: _digests(brought, rows), faults)


def _checked(schema: Any) -> dict[str, str]:
    """Give our names and theirs, of columns that are there and of a type that fits."""
    names = [field.name.strip().lower() for field in schema]
    check_columns(names)
    found = {}
    for name, field in zip(names, schema, strict=True):
        if name in COLUMNS:
            found[name] = field.name
            _check_type(name, field.type)
    return {name: found[name] for name in COLUMNS if name in found}


def _check_type(name: str, given: Any) -> None:
    kind = given.value_type if pa.types.is_dictionary(given) else given
    if pa.types.is_null(kind) or _is_text(kind):
        return
    if pa.types.is_floating(kind) or (pa.types.is_decimal(kind) and kind.scale):
        raise lacking(
            text(
                "The column “{column}” has the type {type}, which is not exact.",
                column=name,
                type=str(given),
            )
        )
    if name in WHOLE_NUMBERS:
        fits = pa.types.is_integer(kind) or pa.types.is_decimal(kind)
    elif name in INSTANTS:
        fits = pa.types.is_timestamp(kind) and kind.tz is not None
    elif name in FLAGS:
        fits = pa.types.is_boolean(kind) or pa.types.is_integer(kind)
    else:
        fits = pa.types.is_integer(kind)
    if not fits:
        raise lacking(
            text(
                "The column “{column}” has the type {type}, which says something else.",
                column=name,
                type=str(given),
            )
        )


def _is_text(kind: Any) -> bool:
    return bool(
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
        or pa.types.is_binary(kind)
    )


def _flat(cells: Any) -> Any:
    if pa.types.is_dictionary(cells.type):
        cells = cells.dictionary_decode()
    if pa.types.is_large_string(cells.type) or pa.types.is_string_view(cells.type):
        cells = cells.cast(pa.string())
    return cells


def _as_text(cells: Any, column: Cells) -> Any:
    """Give texts of which every byte is a character, and fault the others."""
    try:
        cells = cells.cast(pa.string())
        cells.validate(full=True)
    except pa.ArrowInvalid:
        out: list[str | None] = []
        for index, value in enumerate(cells.cast(pa.binary()).to_pylist()):
            try:
                out.append(None if value is None else value.decode())
            except UnicodeDecodeError:
                column.fault(index, TEXT)
                out.append(None)
        return pa.array(out, pa.string())
    return cells


def _digests(brought: dict[str, Any], rows: Any) -> list[str]:
    """Hash rows that have no raw line as their content would be hashed."""
    some = pa.array(rows, pa.int64())
    columns = [
        [_plain(cell) for cell in _numbered(brought[name].take(some)).to_pylist()]
        if name in brought
        else [""] * len(some)
        for name in COLUMNS
    ]
    return [
        digest_of("\x1f".join(cells).encode()) for cells in zip(*columns, strict=True)
    ]


def _numbered(cells: Any) -> Any:
    if pa.types.is_timestamp(cells.type):
        return cells.cast(pa.timestamp("us", "UTC"), safe=False).cast(pa.int64())
    return cells


def _plain(cell: object) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, bool) else str(cell)
