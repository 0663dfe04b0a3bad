"""Rows of cells between commas, tabs or semicolons, under a header.

A row is a line: a quoted cell never goes on in the next line, so that a stray quote spoils
its own line only. Lines without quotes, which are nearly all, are read many at once.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress

import pyarrow as pa
import pyarrow.csv as pacsv

from hansa.clearing.formats.brought import UTF8_MARK, Encoding
from hansa.clearing.formats.columns import (
    canonical,
    digest_of,
    filled,
    in_order,
    spoilt,
)
from hansa.clearing.formats.faults import LINE, FileRefused, broken
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
from hansa.clearing.terms.taps import COLUMNS, OPTIONAL, REQUIRED, FileCode
from hansa.kernel.text import Text, text

_DELIMITERS = (",", "\t", ";")
_BLOCK_BYTES = 2**30  # Larger than any block, so that each is read in one go.
_SHOWN = 8


class Delimited:
    """Reads a delimited text.

    Attributes:
        columns: the optional columns that it has.
        trailer: what its sender states, once all is read.
    """

    def __init__(self, encoding: Encoding) -> None:
        self._encoding = encoding
        self._ending = Ending()
        self._names: list[str] | None = None
        self.columns: frozenset[str] = frozenset()

    @property
    def trailer(self) -> Trailer | None:
        return self._ending.trailer

    def tables(self, blocks: Iterable[Block | LongLine]) -> Iterator[pa.Table]:
        """Give the rows, block by block.

        Raises:
            FileRefused: it has no header, lacks a column, or its trailer is wrong.
        """
        for given in blocks:
            block = given if self._names else self._without_header(given)
            block = block and self._ending.before(block)
            if isinstance(block, LongLine):
                yield spoilt([too_long(block)])
            elif block and block.body:
                yield self._read(block)
        if self._names is None:
            raise broken(text("The file has no header."))

    def _without_header(self, block: Block | LongLine) -> Block | None:
        if isinstance(block, LongLine):
            raise broken(
                text("The header in line {line} is too long.", line=block.line)
            )
        line, body = block.line, block.body
        while body:
            head, _, body = body.partition(b"\n")
            if head.strip():
                self._take_header(head.removesuffix(b"\r"), line)
                return Block(line + 1, body)
            line += 1
        return None

    def _take_header(self, head: bytes, line: int) -> None:
        try:
            written = head.decode(self._encoding)
        except UnicodeDecodeError as error:
            raise broken(
                text(
                    "The header in line {line} cannot be read at byte {at}.",
                    line=line,
                    at=error.start + 1,
                )
            ) from error
        if "\0" in written:
            raise broken(text("The header in line {line} is no text.", line=line))
        tried = {mark: _cells_of(written, mark) for mark in _DELIMITERS}
        self._mark = max(tried, key=lambda mark: len(set(tried[mark]) & set(COLUMNS)))
        names = tried[self._mark]
        check_columns(names)
        self._names = names
        self._sound = _sound_line(self._mark)
        self.columns = frozenset(names) & frozenset(OPTIONAL)

    def _read(self, block: Block) -> pa.Table:
        body = smooth(block.body, self._encoding)
        if body is None:
            good, bad = apart(block, self._encoding)
        else:
            body = body.removesuffix(b"\n")
            lines = range(block.line, block.line + body.count(b"\n") + 1)
            if b'"' not in body:
                return self._plain(body, lines, body)
            if _all_quoted(body, self._mark.encode()):
                return self._plain(body.replace(b'"', b""), lines, body)
            good, bad = list(zip(lines, body.split(b"\n"), strict=True)), []
        plain = [(number, line) for number, line in good if b'"' not in line]
        quoted = [(number, line) for number, line in good if b'"' in line]
        tables = [spoilt(bad)]
        if plain:
            joined = b"\n".join(line for _, line in plain)
            tables.append(self._plain(joined, [number for number, _ in plain], joined))
        if quoted:
            tables.append(self._quoted(quoted))
        return in_order(tables)

    def _plain(self, body: bytes, numbers: Sequence[int], raw: bytes) -> pa.Table:
        """Read lines without quotes; each is a row, or has another number of cells.

        Args:
            body: the lines, without an end of line behind the last.
            numbers: of the lines.
            raw: the same lines as they were brought.
        """
        # Arrow ends a row at a lone CR, and drops a mark of UTF-8 at the start.
        if b"\r" in body or body.startswith(UTF8_MARK):
            return self._quoted(list(zip(numbers, body.split(b"\n"), strict=True)))
        wrong: list[int] = []

        def skip(row: "pacsv.InvalidRow") -> str:
            wrong.append(row.number - 1)
            return "skip"

        try:
            table = _parsed(body, self._names or [], self._mark, skip)
        except pa.ArrowInvalid as error:
            raise broken(text("The file changed while it was read.")) from error
        out = set(wrong)
        kept = [at for at in range(len(numbers)) if at not in out] if wrong else []

        def digests(rows: Sequence[int]) -> list[str]:
            lines = raw.split(b"\n")
            return [digest_of(lines[kept[row] if wrong else row]) for row in rows]

        good = canonical(
            {name: table[name].combine_chunks() for name in table.column_names},
            pa.array([numbers[at] for at in kept] if wrong else numbers, pa.int64()),
            digests,
        )
        if not wrong:
            return good
        lines = raw.split(b"\n")
        bad = [(numbers[at], LINE, digest_of(lines[at])) for at in wrong]
        return in_order([good, spoilt(bad)])

    def _quoted(self, given: Sequence[tuple[int, bytes]]) -> pa.Table:
        """Read lines with quotes, of which each must be sound by itself."""
        names = self._names or []
        bad: list[Spoilt] = []
        kept: list[tuple[int, bytes]] = []
        written: list[str] = []
        for number, line in given:
            text_of = line.decode()
            if self._sound.fullmatch(text_of):
                kept.append((number, line))
                written.append(text_of)
            else:
                bad.append((number, LINE, digest_of(line)))
        # No sound line goes on in the next, so there is one row for each.
        rows = list(csv.reader(written, delimiter=self._mark))
        if any(len(row) != len(names) for row in rows):
            counted = [len(row) == len(names) for row in rows]
            bad += [
                (number, LINE, digest_of(line))
                for (number, line), fits in zip(kept, counted, strict=True)
                if not fits
            ]
            kept = list(compress(kept, counted))
            rows = list(compress(rows, counted))
        columns = list(zip(*rows, strict=True)) or [()] * len(names)
        good = canonical(
            {
                name: filled(pa.array(column, pa.string()))
                for name, column in zip(names, columns, strict=True)
                if name in COLUMNS
            },
            pa.array([number for number, _ in kept], pa.int64()),
            lambda indices: [digest_of(kept[index][1]) for index in indices],
        )
        return in_order([good, spoilt(bad)])


def check_columns(names: Sequence[str]) -> None:
    """See that all required columns are there, and none twice.

    Raises:
        FileRefused: they are not.
    """
    missing = [name for name in REQUIRED if name not in names]
    twice = sorted(
        {name for name in names if name in COLUMNS and names.count(name) > 1}
    )
    if len(missing) == len(REQUIRED):
        raise lacking(text("The first line names no column of a card file."))
    if missing:
        others = tuple(name for name in names if name not in COLUMNS)
        raise lacking(
            text(
                "Columns are missing: {columns}. Not known in the file: {others}.",
                columns=tuple(missing),
                others=others[:_SHOWN] or "-",
            )
        )
    if twice:
        raise lacking(text("Columns stand twice: {columns}.", columns=tuple(twice)))


def lacking(message: Text) -> FileRefused:
    """Refuse a file for its columns."""
    return FileRefused(
        FileCode.COLUMNS,
        message,
        text("Name and type the columns as “Bring card files” lists them."),
    )


def _cells_of(written: str, mark: str) -> list[str]:
    cells = next(csv.reader([written.replace("\r", "")], delimiter=mark), [])
    return [cell.strip().lower() for cell in cells]


def _sound_line(mark: str) -> re.Pattern[str]:
    # Outside quotes a lone end of line of other systems would end the row.
    cell = f'(?:"(?:[^"]++|"")*+"|[^"\r{mark}]*+)'
    return re.compile(f"{cell}(?:{mark}{cell})*+")


def _all_quoted(body: bytes, mark: bytes) -> bool:
    """Tell whether every cell is quoted and none has a quote or a mark in it.

    Every mark stands between two quotes of its own and every line begins and ends with
    one; so no cell has less than two, and as there are two for each cell, none has more.
    """
    marks, ends = body.count(mark), body.count(b"\n")
    return (
        body.startswith(b'"')
        and body.endswith(b'"')
        and body.count(b'"') == 2 * (marks + ends + 1)
        and body.count(b'"' + mark + b'"') == marks
        and body.count(b'"\n"') == ends
    )


def _parsed(body: bytes, names: Sequence[str], mark: str, skip: object) -> pa.Table:
    # Other columns of the sender may have any name, also one name twice.
    labels = [name if name in COLUMNS else f"?{at}" for at, name in enumerate(names)]
    wanted = [name for name in labels if name in COLUMNS]
    return pacsv.read_csv(
        pa.BufferReader(body),
        read_options=pacsv.ReadOptions(
            use_threads=False, column_names=labels, block_size=_BLOCK_BYTES
        ),
        parse_options=pacsv.ParseOptions(
            delimiter=mark,
            quote_char=False,
            double_quote=False,
            escape_char=False,
            ignore_empty_lines=False,
            invalid_row_handler=skip,
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(wanted, pa.string()),
            include_columns=wanted,
            strings_can_be_null=True,
            null_values=[""],
        ),
    )
