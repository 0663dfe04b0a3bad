"""A text file as blocks of whole lines, its encoding, and its trailer."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hansa.clearing.formats.brought import UTF8_MARK, Encoding
from hansa.clearing.formats.cells import Unreadable, whole_number
from hansa.clearing.formats.columns import LINE_MAX, Tally, digest_of
from hansa.clearing.formats.faults import ENCODING, LINE, LONG, FileRefused
from hansa.clearing.terms.taps import FileCode
from hansa.kernel.text import Text, text

TRAILER_MARK = b"#trailer"
_NO_TEXT = (b"\0", b"\x1f")
Spoilt = tuple[int, str, str]
"""A row that cannot be read: line, fault and hash of the raw line."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines as bytes, of which none is too long; the first has the number ``line``."""

    line: int
    body: bytes


@dataclass(frozen=True, slots=True)
class LongLine:
    """A line that is too long to be held, by the hash of its bytes."""

    line: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trailer:
    """What a sender states at the end of a file.

    Attributes:
        rows: how many rows it has.
        amount_fen: the sum of their amounts.
    """

    rows: int
    amount_fen: int


def blocks(chunks: Iterable[bytes]) -> Iterator[Block | LongLine]:
    """Cut a stream into whole lines."""
    line, rest, start = 1, b"", True
    stream = iter(chunks)
    for chunk in stream:
        held = rest + chunk
        if start and len(held) >= len(UTF8_MARK):
            held, start = held.removeprefix(UTF8_MARK), False
        end = held.rfind(b"\n") + 1
        for piece in _pieces(line, held[:end]):
            yield piece
            line = _after(piece)
        rest = held[end:]
        if len(rest) > LINE_MAX:
            digest, rest = _skipped(rest, stream)
            yield LongLine(line, digest)
            line += 1
    if rest:
        yield from _pieces(line, rest)


def _after(piece: Block | LongLine) -> int:
    lines = piece.body.count(b"\n") if isinstance(piece, Block) else 1
    return piece.line + lines


def _pieces(line: int, body: bytes) -> Iterator[Block | LongLine]:
    start = at = 0
    while at < len(body):
        # Steps of a line's greatest length: in each there must be an end of a line.
        end = body.rfind(b"\n", at, at + LINE_MAX + 1)
        if end >= 0:
            at = end + 1
            continue
        if len(body) - at <= LINE_MAX:
            break
        if at > start:
            yield Block(line, body[start:at])
            line += body.count(b"\n", start, at)
        end = body.find(b"\n", at)
        end = len(body) if end < 0 else end
        yield LongLine(line, digest_of(body[at:end].removesuffix(b"\r")))
        line += 1
        start = at = end + 1
    if start < len(body):
        yield Block(line, body[start:])


def _skipped(begun: bytes, stream: Iterator[bytes]) -> tuple[str, bytes]:
    """Hash a line to its end without holding it; give the bytes behind it too."""
    digest = hashlib.sha256()
    held = begun
    for chunk in stream:
        # The last byte waits: it may be half of an end of line.
        digest.update(held[:-1])
        held = held[-1:] + chunk
        end = held.find(b"\n")
        if end >= 0:
            digest.update(held[:end].removesuffix(b"\r"))
            return digest.hexdigest(), held[end + 1 :]
    digest.update(held.removesuffix(b"\r"))
    return digest.hexdigest(), b""


def smooth(body: bytes, encoding: Encoding) -> bytes | None:
    """Give lines in UTF-8 with plain ends, or None if they need a look one by one."""
    try:
        if encoding is Encoding.GB18030:
            body = body.decode(encoding).encode()
        elif encoding is Encoding.DAMAGED:
            body.decode(encoding)
    except UnicodeDecodeError:
        return None
    if b"\r" in body:
        body = body.replace(b"\r\n", b"\n")
        if b"\r" in body:
            return None
    odd = body.startswith(b"\n") or b"\n\n" in body
    return None if odd or any(mark in body for mark in _NO_TEXT) else body


def apart(
    block: Block, encoding: Encoding
) -> tuple[list[tuple[int, bytes]], list[Spoilt]]:
    """Look at lines one by one; empty ones are no rows.

    Returns:
        Lines in UTF-8 with their numbers, and rows that cannot be read.
    """
    good: list[tuple[int, bytes]] = []
    bad: list[Spoilt] = []
    for number, raw in enumerate(block.body.split(b"\n"), block.line):
        line = raw.removesuffix(b"\r")
        if not line:
            continue
        try:
            plain = line.decode(encoding).encode()
        except UnicodeDecodeError:
            bad.append((number, ENCODING, digest_of(line)))
            continue
        if any(mark in plain for mark in _NO_TEXT):
            bad.append((number, LINE, digest_of(plain)))
        else:
            good.append((number, plain))
    return good, bad


def too_long(line: LongLine) -> Spoilt:
    """Give the row that a line too long is."""
    return line.line, LONG, line.digest


class Ending:
    """Finds the trailer of a file, and that nothing stands behind it."""

    def __init__(self) -> None:
        self.trailer: Trailer | None = None
        self._line = 0

    def before(self, block: Block | LongLine) -> Block | LongLine | None:
        """Give what stands before the trailer.

        Raises:
            FileRefused: the trailer cannot be read, or rows follow it.
        """
        if self.trailer is not None:
            self._nothing_in(block)
            return None
        if isinstance(block, LongLine):
            return block
        at = self._found(block.body)
        if at is None:
            return block
        head, (written, _, tail) = block.body[:at], block.body[at:].partition(b"\n")
        self._line = block.line + head.count(b"\n")
        self.trailer = self._read(written)
        self._nothing_in(Block(self._line + 1, tail))
        return Block(block.line, head)

    def _found(self, body: bytes) -> int | None:
        if body.startswith(TRAILER_MARK):
            return 0
        at = body.find(b"\n" + TRAILER_MARK)
        return None if at < 0 else at + 1

    def _nothing_in(self, block: Block | LongLine) -> None:
        if isinstance(block, LongLine) or block.body.strip():
            raise counted(
                text("Rows follow the trailer in line {line}.", line=self._line)
            )

    def _read(self, written: bytes) -> Trailer:
        cells = written.decode("utf-8", "replace").replace("\t", ",").replace(";", ",")
        try:
            mark, rows, amount_fen = cells.split(",")
            if mark.encode() != TRAILER_MARK:
                raise Unreadable(LINE)
            return Trailer(rows=whole_number(rows), amount_fen=whole_number(amount_fen))
        except ValueError as error:
            raise counted(
                text("The trailer in line {line} cannot be read.", line=self._line)
            ) from error


def counted(message: Text) -> FileRefused:
    """Refuse a file for its trailer."""
    return FileRefused(
        FileCode.COUNT,
        message,
        text("Bring the file whole, with a trailer that counts its rows and fen."),
    )


def compare(trailer: Trailer, tally: Tally) -> None:
    """Compare what a sender states with what was read.

    The sum is that of every amount that is a number; where the amount of some row is
    none, nobody can tell the sum, and rows alone are counted.

    Raises:
        FileRefused: they differ.
    """
    if trailer.rows != tally.rows:
        raise counted(
            text(
                "The trailer counts {stated} rows; the file has {rows}.",
                stated=trailer.rows,
                rows=tally.rows,
            )
        )
    if not tally.without_amount and trailer.amount_fen != tally.stated_fen:
        raise counted(
            text(
                "The trailer states {stated} fen; the rows come to {amount} fen.",
                stated=trailer.amount_fen,
                amount=tally.stated_fen,
            )
        )
