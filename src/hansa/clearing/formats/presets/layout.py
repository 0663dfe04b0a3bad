"""Records of fixed width: fields by their bytes, between a header and a trailer.

Every record is a line and begins with a letter for its part and the kind of its file: HCL,
DCL and TCL are header, detail and trailer of a CL file. Texts are padded with spaces
on the right, numbers with zeros on the left; lengths count bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from hansa.clearing.formats.brought import UTF8_MARK, Encoding
from hansa.clearing.formats.cells import Unreadable, whole_number
from hansa.clearing.formats.columns import canonical, digest_of, in_order, spoilt
from hansa.clearing.formats.faults import ENCODING, LINE, FileRefused
from hansa.clearing.formats.lines import (
    Block,
    LongLine,
    Spoilt,
    Trailer,
    counted,
    too_long,
)
from hansa.clearing.terms.taps import OPTIONAL, FileCode
from hansa.kernel.errors import Refused
from hansa.kernel.text import Bilingual, text

MARK_LENGTH = 3
_NO_TEXT = (b"\0", b"\x1f")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record.

    Attributes:
        name: how the source names it.
        length: in bytes.
        meaning: as an office calls it.
        number: whether it is a whole number, padded with zeros.
    """

    name: str
    length: int
    meaning: Bilingual
    number: bool = False


Cells = Mapping[str, str | int]
"""A record's fields by name; one that is absent is left blank."""

SETTLED_ON = Field("settDate", 8, Bilingual("清算日期", "settlement day"))
SENDER = Field("sendOrgCode", 11, Bilingual("发送机构代码", "sender"))
RECEIVER = Field("recvOrgCode", 11, Bilingual("接收机构代码", "receiver"))
FILE_NAME = Field("fileName", 128, Bilingual("文件名称", "file name"))
ROWS = Field("rows", 12, Bilingual("记录数", "rows"), number=True)
AMOUNT = Field("amount", 19, Bilingual("金额合计(分)", "sum in fen"), number=True)
HEADER = (SETTLED_ON, SENDER, RECEIVER, FILE_NAME)
TRAILER = (ROWS, AMOUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the header of a file says."""

    settled_on: date
    sender: str
    receiver: str
    file_name: str

    @property
    def cells(self) -> Cells:
        """Give it as fields."""
        return {
            SETTLED_ON.name: self.settled_on.strftime("%Y%m%d"),
            SENDER.name: self.sender,
            RECEIVER.name: self.receiver,
            FILE_NAME.name: self.file_name,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A kind of file.

    Attributes:
        code: two letters.
        fields: of a detail record, in order, behind its mark.
        rows_of: makes our columns, as texts, of the fields; None for files that the
            clearing house writes and does not take.
    """

    code: str
    fields: tuple[Field, ...]
    rows_of: Callable[[Mapping[str, Sequence[str]]], Mapping[str, Sequence[str]]] | None

    def begins(self, head: bytes) -> bool:
        """Tell whether a file that begins so has this layout."""
        mark, length = f"H{self.code}".encode(), MARK_LENGTH
        day = head.removeprefix(UTF8_MARK)[length : length + SETTLED_ON.length]
        return head.removeprefix(UTF8_MARK).startswith(mark) and day.isdigit()

    @property
    def length(self) -> int:
        """How many bytes a detail record has."""
        return MARK_LENGTH + sum(field.length for field in self.fields)


def record(mark: str, fields: Iterable[Field], cells: Cells) -> bytes:
    """Write a record.

    Raises:
        Refused: a value is longer than its field.
    """
    parts = [mark.encode()]
    for field in fields:
        value = cells.get(field.name, "")
        if field.number and value != "":
            part = f"{int(value):0{field.length}d}".encode()
        else:
            part = str(value).encode("gb18030").ljust(field.length)
        if len(part) > field.length or b"\n" in part or b"\r" in part:
            raise Refused(
                "does-not-fit",
                text(
                    "“{value}” does not fit into the {length} bytes of {field}.",
                    value=str(value),
                    length=field.length,
                    field=field.meaning,
                ),
                text("Write the file as CSV."),
            )
        parts.append(part)
    return b"".join(parts) + b"\r\n"


def write_records(
    layout: Layout, heading: Heading, details: Iterable[Cells], amount: str
) -> Iterator[bytes]:
    """Write a file record by record; ``amount`` names the field that the trailer sums.

    Raises:
        Refused: a value is longer than its field.
    """
    yield record(f"H{layout.code}", HEADER, heading.cells)
    rows = total_fen = 0
    for cells in details:
        yield record(f"D{layout.code}", layout.fields, cells)
        rows += 1
        total_fen += int(cells.get(amount, 0) or 0)
    yield record(f"T{layout.code}", TRAILER, {ROWS.name: rows, AMOUNT.name: total_fen})


def fields_in(
    raw: bytes, fields: Iterable[Field], encoding: Encoding = Encoding.GB18030
) -> dict[str, str]:
    """Take a record apart; padding is dropped.

    Raises:
        UnicodeDecodeError: bytes are no characters.
    """
    found, at = {}, MARK_LENGTH
    for field in fields:
        found[field.name] = raw[at : at + field.length].decode(encoding).rstrip(" ")
        at += field.length
    return found


def read_details(layout: Layout, content: bytes) -> list[dict[str, str]]:
    """Read back the details of a file that was written whole, for whoever receives it."""
    mark = f"D{layout.code}".encode()
    return [
        fields_in(line, layout.fields)
        for line in content.split(b"\r\n")
        if line.startswith(mark)
    ]


class FixedWidth:
    """Reads a file of a layout.

    Attributes:
        columns: the optional columns that the layout has.
        trailer: what its sender states, once all is read.
    """

    def __init__(self, layout: Layout, encoding: Encoding) -> None:
        self._layout = layout
        self._encoding = encoding
        self._started = False
        self.trailer: Trailer | None = None
        self.columns: frozenset[str] = frozenset()

    def tables(self, blocks: Iterable[Block | LongLine]) -> Iterator[pa.Table]:
        """Give the rows, block by block.

        Raises:
            FileRefused: the layout is one that is only written, or the trailer is
                missing or wrong.
        """
        rows_of = self._layout.rows_of
        if rows_of is None:
            raise FileRefused(
                FileCode.COLUMNS,
                text(
                    "{layout} files are written by the clearing house.",
                    layout=self._layout.code,
                ),
                text("Bring taps as CL and adjustments as AD."),
            )
        blank = {field.name: () for field in self._layout.fields}
        self.columns = frozenset(rows_of(blank)) & frozenset(OPTIONAL)
        for block in blocks:
            if isinstance(block, LongLine):
                self._nothing_after(block.line)
                yield spoilt([too_long(block)])
            else:
                yield self._read(block, rows_of)
        if self.trailer is None:
            raise counted(text("The file ends without a trailer."))

    def _nothing_after(self, line: int) -> None:
        if self.trailer is not None:
            raise counted(
                text("Rows follow the trailer in line {line}.", line=line - 1)
            )

    def _read(self, block: Block, rows_of: Callable[..., Any]) -> pa.Table:
        kept: list[tuple[int, bytes]] = []
        bad: list[Spoilt] = []
        columns: dict[str, list[str]] = {
            field.name: [] for field in self._layout.fields
        }
        for number, written in enumerate(block.body.split(b"\n"), block.line):
            line = written.removesuffix(b"\r")
            if not line:
                continue
            if not self._started:
                self._started = True
                continue
            self._nothing_after(number)
            if line.startswith(f"T{self._layout.code}".encode()):
                self.trailer = self._ended(line, number)
                continue
            fault = self._take(line, columns)
            if fault is None:
                kept.append((number, line))
            else:
                bad.append((number, fault, self._digest(line)))
        made = rows_of(columns)
        table = canonical(
            {
                name: pa.array([cell or None for cell in cells], pa.string())
                for name, cells in made.items()
            },
            pa.array([number for number, _ in kept], pa.int64()),
            lambda indices: [self._digest(kept[index][1]) for index in indices],
        )
        return in_order([table, spoilt(bad)])

    def _take(self, line: bytes, columns: dict[str, list[str]]) -> str | None:
        layout = self._layout
        if len(line) != layout.length or not line.startswith(
            f"D{layout.code}".encode()
        ):
            return LINE
        if any(mark in line for mark in _NO_TEXT):
            return LINE
        try:
            cells = fields_in(line, layout.fields, self._encoding)
        except UnicodeDecodeError:
            return ENCODING
        for name, cell in cells.items():
            columns[name].append(cell)
        return None

    def _ended(self, line: bytes, number: int) -> Trailer:
        try:
            cells = fields_in(line, TRAILER)
            rows, amount_fen = cells[ROWS.name], cells[AMOUNT.name]
            return Trailer(rows=whole_number(rows), amount_fen=whole_number(amount_fen))
        except (Unreadable, UnicodeDecodeError) as error:
            raise counted(
                text("The trailer in line {line} cannot be read.", line=number)
            ) from error

    def _digest(self, line: bytes) -> str:
        try:
            return digest_of(line.decode(self._encoding).encode())
        except UnicodeDecodeError:
            return digest_of(line)


def instants_of(days: Sequence[str], times: Sequence[str]) -> list[str]:
    """Put days and times of Chinese clocks together as instants with offset."""
    return [
        f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:]}+08:00"
        for day, time in zip(days, times, strict=True)
    ]
