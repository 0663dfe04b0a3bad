"""Rows as JSON objects, one in each line."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.json as pajson

from hansa.clearing.formats.brought import Encoding
from hansa.clearing.formats.columns import (
    Cells,
    canonical,
    digest_of,
    filled,
    in_order,
    spoilt,
    type_of,
)
from hansa.clearing.formats.delimited import lacking
from hansa.clearing.formats.faults import LINE
from hansa.clearing.formats.lines import (
    Block,
    Ending,
    LongLine,
    Spoilt,
    Trailer,
    apart,
    smooth,
    too_long,
)
from hansa.clearing.terms.taps import COLUMNS, FLAGS, INSTANTS, OPTIONAL, REQUIRED
from hansa.kernel.text import text

# Deeper values would depend on how deep the reader itself was called.
_OPENINGS_MAX = 500
_BLOCK_BYTES = 2**30
_FEW_LINES = 16
# Whoever has only purchases need not name what they would give back.
_NEEDED = frozenset(REQUIRED) - {"original_record_id"}
_NAMED = {name: re.compile(b'"%s"\\s*:' % name.encode()) for name in COLUMNS}
_ESCAPED = re.compile(rb"\\u00(?:00|1f)", re.IGNORECASE)
_TYPES: Mapping[type, Any] = {str: pa.string(), int: pa.int64(), bool: pa.bool_()}


class _Twice(ValueError):
    """An object has a column twice, and nobody can tell which holds."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        if any(names.count(name) > 1 for name in COLUMNS):
            raise _Twice
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_object)


class JsonLines:
    """Reads JSON Lines.

    Attributes:
        columns: the optional columns of which some row has a value.
    """

    def __init__(self, encoding: Encoding) -> None:
        self._encoding = encoding
        self._ending = Ending()
        self._named: set[str] = set()
        self._objects = False

    @property
    def trailer(self) -> Trailer | None:
        """What its sender states, once all is read."""
        return self._ending.trailer

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(self._named) & frozenset(OPTIONAL)

    def tables(self, blocks: Iterable[Block | LongLine]) -> Iterator[pa.Table]:
        """Give the rows, block by block.

        Raises:
            FileRefused: no row has a column that is required, or its trailer is wrong.
        """
        for given in blocks:
            block = self._ending.before(given)
            if isinstance(block, LongLine):
                yield spoilt([too_long(block)])
            elif block and block.body:
                yield self._read(block)
        missing = _NEEDED - self._named
        if self._objects and missing:
            raise lacking(
                text(
                    "No row has: {columns}.",
                    columns=tuple(name for name in REQUIRED if name in missing),
                )
            )

    def _read(self, block: Block) -> pa.Table:
        body = smooth(block.body, self._encoding)
        if body is not None:
            body = body.removesuffix(b"\n")
            table = _parsed(body, _schema(body.partition(b"\n")[0]))
            if table is not None:
                lines = range(block.line, block.line + table.num_rows)
                return self._made(table, lines, body.split)
        good, bad = apart(block, self._encoding)
        slow: list[int] = []
        schema = _schema(good[0][1] if good else b"")
        parts = list(_parts([line for _, line in good], 0, schema, slow))
        tables = [self._one_by_one([good[at] for at in slow], bad)]
        if parts:
            left = set(slow)
            fast = [pair for at, pair in enumerate(good) if at not in left]
            tables.append(
                self._made(
                    pa.concat_tables(parts),
                    [number for number, _ in fast],
                    lambda _: [line for _, line in fast],
                )
            )
        return in_order(tables)

    def _made(
        self,
        table: pa.Table,
        numbers: Sequence[int],
        lines: Callable[[bytes], list[bytes]],
    ) -> pa.Table:
        """Make rows that were read together canonical; ``lines`` gives them raw."""
        self._objects = True
        cells = {}
        for name in COLUMNS:
            column = table[name].combine_chunks()
            if column.null_count < len(column):
                self._named.add(name)
            cells[name] = filled(column)
        if missing := _NEEDED - self._named:
            written = b"\n".join(lines(b"\n"))
            self._named |= {name for name in missing if _NAMED[name].search(written)}
        return canonical(
            cells,
            pa.array(numbers, pa.int64()),
            lambda rows: _digests(lines(b"\n"), rows),
        )

    def _one_by_one(
        self, given: Sequence[tuple[int, bytes]], bad: Sequence[Spoilt]
    ) -> pa.Table:
        spoiled = list(bad)
        rows: list[dict[str, Any]] = []
        kept: list[tuple[int, bytes]] = []
        for number, line in given:
            if not line.strip():
                continue
            row = _row(line)
            if row is None:
                spoiled.append((number, LINE, digest_of(line)))
            else:
                rows.append(row)
                kept.append((number, line))
        self._objects = self._objects or bool(rows)
        faults: dict[int, str] = {}
        cells = {}
        for name in COLUMNS:
            values = [row.get(name) for row in rows]
            if any(value is not None for value in values) or (
                name in REQUIRED and any(name in row for row in rows)
            ):
                self._named.add(name)
            cells[name] = Cells(name, faults).one_by_one(values)
        table = canonical(
            cells,
            pa.array([number for number, _ in kept], pa.int64()),
            lambda rows: _digests([line for _, line in kept], rows),
            faults,
        )
        return in_order([table, spoilt(spoiled)])


def _parts(
    lines: Sequence[bytes], start: int, schema: Any, slow: list[int]
) -> Iterator[pa.Table]:
    """Parse those halves of lines that can be, in order; note the others as slow."""
    table = _parsed(b"\n".join(lines), schema)
    if table is not None:
        yield table
    elif len(lines) <= _FEW_LINES:
        slow.extend(range(start, start + len(lines)))
    else:
        middle = len(lines) // 2
        yield from _parts(lines[:middle], start, schema, slow)
        yield from _parts(lines[middle:], start + middle, schema, slow)


def _parsed(body: bytes, schema: Any) -> pa.Table | None:
    """Parse lines at once, or give None if any of them needs a look by itself."""
    count = body.count(b"\n") + 1
    # An end of line between two braces is never inside an object, so as many objects as
    # lines are one in each.
    if not body.startswith(b"{") or body.count(b"}\n{") != count - 1:
        return None
    if _has_no_text(body):
        return None
    if body.count(b"{") + body.count(b"[") - count > _OPENINGS_MAX:
        return None
    try:
        table = pajson.read_json(
            pa.BufferReader(body),
            read_options=pajson.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES),
            parse_options=pajson.ParseOptions(
                explicit_schema=schema, unexpected_field_behavior="ignore"
            ),
        )
    except (pa.ArrowInvalid, ValueError):
        return None
    return table if table.num_rows == count else None


def _has_no_text(body: bytes) -> bool:
    return b"\\" in body and _ESCAPED.search(body) is not None


def _digests(lines: Sequence[bytes], rows: Iterable[int]) -> list[str]:
    return [digest_of(lines[row]) for row in rows]


def _row(line: bytes) -> dict[str, Any] | None:
    if line.count(b"{") + line.count(b"[") > _OPENINGS_MAX:
        return None
    written = line.decode().strip()
    try:
        value, end = _DECODER.raw_decode(written)
    except ValueError:
        return None
    return value if end == len(written) and isinstance(value, dict) else None


def _schema(first: bytes) -> Any:
    """Guess by the first row how a sender types the columns."""
    row = _row(first) or {}
    return pa.schema([(name, _near(name, row.get(name))) for name in COLUMNS])


def _near(name: str, value: object) -> Any:
    if name in INSTANTS:
        return pa.string()
    guess = _TYPES.get(type(value), type_of(name))
    if guess == pa.bool_() and name not in FLAGS:
        return type_of(name)
    return guess
