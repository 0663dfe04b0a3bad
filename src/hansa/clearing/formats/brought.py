"""The bytes of a file as they are brought: hash, gzip, sizes, encoding.

A file is gone through several times and never held whole. What stands behind its first
size is not read, so that a file that still grows has the rows of its hash.
"""

import codecs
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from hansa.clearing.formats.faults import FileRefused, broken
from hansa.clearing.terms.taps import FileCode
from hansa.kernel.text import Text, text

CHUNK = 4 * 2**20
GZIP_MAGIC = b"\x1f\x8b"
PARQUET_MAGIC = b"PAR1"
UTF8_MARK = codecs.BOM_UTF8
_GZIP_WINDOW = 31  # zlib's word for gzip with the largest window
_HEAD = 4096
_SAMPLE_LINES = 100_000
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OTHERS = {
    b"PK\x03\x04": text("The file is a zip archive or a workbook."),
    b"\x1f\x9d": text("The file is packed by compress."),
    b"BZh": text("The file is packed by bzip2."),
    b"\xfd7zXZ": text("The file is packed by xz."),
    b"(\xb5/\xfd": text("The file is packed by zstd."),
    b"7z\xbc\xaf": text("The file is a 7z archive."),
    b"\xd0\xcf\x11\xe0": text("The file is a workbook of the old kind."),
    GZIP_MAGIC: text("The file is packed twice."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a file may come to; beyond, it is refused as too large.

    Attributes:
        brought: bytes as they are brought.
        unpacked: bytes after unpacking.
        ratio: how many times larger than packed; judged beyond ``ratio_from`` bytes.
        rows: of a Parquet file, whose rows may take no bytes.
    """

    brought: int = 16 * 2**30
    unpacked: int = 64 * 2**30
    ratio: int = 200
    ratio_from: int = 64 * 2**20
    rows: int = 500_000_000


class Encoding(StrEnum):
    """How characters are written as bytes; the value is a name that Python has of it.

    ``DAMAGED`` is UTF-8 with lines whose bytes do not fit; in ``UTF8`` all are known to.
    """

    UTF8 = "utf-8"
    DAMAGED = "utf8"
    GB18030 = "gb18030"


@dataclass(slots=True)
class Source:
    """An open file.

    Attributes:
        size: in bytes as brought; what is written behind it later is not read.
        packed: whether it is gzip.
    """

    file: BinaryIO
    limits: Limits
    sha256: str = hashlib.sha256().hexdigest()
    size: int = 0
    packed: bool = False

    def measure(self) -> None:
        """Hash the bytes as they are brought; refuse none and too many of them.

        Raises:
            FileRefused: the file is empty or too large.
        """
        digest = hashlib.sha256()
        head = b""
        while chunk := self.file.read(CHUNK):
            head = head or chunk[: len(GZIP_MAGIC)]
            digest.update(chunk)
            self.size += len(chunk)
            self.sha256 = digest.hexdigest()
        self.packed = head == GZIP_MAGIC
        if not self.size:
            raise broken(text("The file is empty."))
        if self.size > self.limits.brought:
            raise _too_large(text("The file has {size} bytes.", size=self.size))

    def chunks(self) -> Iterator[bytes]:
        """Give the bytes from the start, unpacked.

        Raises:
            FileRefused: they cannot be unpacked, or come to too much.
        """
        return self._unpacked() if self.packed else self._plain()

    def _plain(self) -> Iterator[bytes]:
        self.file.seek(0)
        left = self.size
        while left and (chunk := self.file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk

    def _unpacked(self) -> Iterator[bytes]:
        member = zlib.decompressobj(_GZIP_WINDOW)
        total = at = 0
        for packed in self._plain():
            rest = packed
            while rest:
                if member.eof:
                    # Tapes and some tools fill up with zeros behind the last member.
                    rest = rest.lstrip(b"\0")
                    if not rest:
                        break
                    member = zlib.decompressobj(_GZIP_WINDOW)
                try:
                    out = member.decompress(rest, CHUNK)
                except zlib.error as error:
                    raise broken(
                        text("The packed bytes are damaged near byte {at}.", at=at)
                    ) from error
                rest = member.unused_data if member.eof else member.unconsumed_tail
                total += len(out)
                self._weigh(total)
                if out:
                    yield out
            at += len(packed)
        if not member.eof:
            yield from self._last(member, total)

    def _last(self, member: "zlib._Decompress", total: int) -> Iterator[bytes]:
        # What the end of a member was held back for by the size of a chunk.
        while out := member.decompress(b"", CHUNK):
            total += len(out)
            self._weigh(total)
            yield out
        if not member.eof:
            raise broken(
                text("The packed file ends early, at byte {size}.", size=self.size)
            )

    def _weigh(self, total: int) -> None:
        if total > self.limits.unpacked:
            raise _too_large(
                text("Unpacked it has more than {size} bytes.", size=total)
            )
        if total > self.limits.ratio_from and total > self.size * self.limits.ratio:
            raise _too_large(
                text(
                    "Its {size} bytes unpack to more than {ratio} times as many.",
                    size=self.size,
                    ratio=self.limits.ratio,
                )
            )

    def head(self) -> bytes:
        """Give the first bytes, unpacked.

        Raises:
            FileRefused: there are none, or they are of a kind that is not taken.
        """
        chunks = self.chunks()
        head = next(chunks, b"")
        if len(head) < _HEAD:
            head += next(chunks, b"")
        if not head:
            raise broken(text("The packed file is empty."))
        for magic, sentence in _OTHERS.items():
            if head.startswith(magic):
                raise _other(sentence)
        if head.startswith(_WIDE_MARKS):
            raise _other(text("The file is written in UTF-16."))
        return head[:_HEAD]


def _too_large(message: Text) -> FileRefused:
    return FileRefused(
        FileCode.SIZE,
        message,
        text("Bring it in several files, each with its own rows."),
    )


def _other(message: Text) -> FileRefused:
    return FileRefused(
        FileCode.BROKEN,
        message,
        text(
            "Bring CSV, JSON Lines or Parquet, plain or packed once by gzip, in UTF-8"
            " or GB18030."
        ),
    )


def encoding_of(source: Source) -> Encoding:
    """Tell how a text is encoded, by all of its bytes.

    UTF-8 if every byte fits. Else the encoding in which more of the lines with other than
    ASCII characters can be read, so that single damaged lines do not decide for all.

    Raises:
        FileRefused: the bytes cannot be unpacked, or come to too much.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    fits = True
    for chunk in source.chunks():
        if fits and not (chunk.isascii() and not decoder.getstate()[0]):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                fits = False
    if fits and not decoder.getstate()[0]:
        return Encoding.UTF8
    return _by_lines(source.chunks())


def _by_lines(chunks: Iterable[bytes]) -> Encoding:
    as_utf8 = as_gb18030 = 0
    for number, line in enumerate(_lines(chunks)):
        if not number and line.startswith(UTF8_MARK):
            return Encoding.DAMAGED
        if line.isascii():
            continue
        if _decodes(line, Encoding.UTF8):
            as_utf8 += 1
        elif _decodes(line, Encoding.GB18030):
            as_gb18030 += 1
        if as_utf8 + as_gb18030 > _SAMPLE_LINES:
            break
    return Encoding.GB18030 if as_gb18030 > as_utf8 else Encoding.DAMAGED


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
        rest = rest[-CHUNK:]
    yield rest


def _decodes(line: bytes, encoding: Encoding) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
