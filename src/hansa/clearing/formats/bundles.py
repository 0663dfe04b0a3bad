"""A statement bundle: one archive that a city can check without anybody's help.

It holds ``statement.json``, ``proof.json``, the city's ``rows.csv``, ``legs.csv`` and
``exceptions.csv``, the ``rules`` that priced them, and ``adjustments.csv`` where a case
decided that it owes or is owed more. That of a delta holds ``before.csv`` too, which is the
``legs.csv`` of the batch before. ``manifest.json`` says what the whole batch is made of,
and ``decisions.csv`` on which of the rows a case decided. The same content gives the same
bytes.
"""

import csv
import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc

from hansa.kernel.errors import Refused
from hansa.kernel.text import Text, text

STATEMENT, PROOF = "statement.json", "proof.json"
ROWS, LEGS, EXCEPTIONS = "rows.csv", "legs.csv", "exceptions.csv"
ADJUSTMENTS, BEFORE = "adjustments.csv", "before.csv"
MANIFEST, DECISIONS = "manifest.json", "decisions.csv"
RULES = "rules/"
NAMES = re.compile(r"[a-z]+\.(json|csv)|rules/[a-z0-9-]+\.(yaml|csv)")
LINE_END = "\r\n"  # Only a mark that ends lines is quoted where it stands in a cell.
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # The archive format knows no earlier day.
MB, CHUNK_BYTES = 10**6, 1 << 20
FILES_MOST, BYTES_MOST, HOUSE_BYTES_MOST = 100, 200 * MB, 4 * 2**30
SMALL_MOST, MANIFEST_MOST, FREE_BYTES = 4 * MB, 32 * MB, MB
RATIO_MOST = 100  # Every row of a bundle holds a hash, which nothing packs.
LISTED_MOST = 64 * 1024  # What lists a hundred files, each with a long name.
END_MARK, END_BYTES = b"PK\x05\x06", 22
LOCATOR_MARK, LOCATOR_BYTES = b"PK\x06\x07", 20
TAIL_BYTES = END_BYTES + 2**16
UNREADABLE = (
    OSError, EOFError, RuntimeError, ValueError, OverflowError, struct.error,
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error,
)  # fmt: skip
"""What reading an archive may raise; encrypted files and unknown methods are among them."""
ASK_AGAIN = text("Ask the clearing house for the bundle again.")
FORMULA = re.compile("['=+@\t\r＝＋－＠-]")


def canonical(content: Any) -> bytes:
    """Write JSON in one way only."""
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


def pack(files: Mapping[str, bytes], place: Path) -> None:
    """Write an archive whose bytes hang on the content of its files alone."""
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])


class Bundle:
    """An open archive that anybody may have made; its files are read in a stream.

    Every fault of it is a refusal with a sentence, and no file is unpacked beyond the
    bounds that ``opened`` looked at.
    """

    def __init__(self, place: Path, archive: zipfile.ZipFile) -> None:
        self._place, self._archive = place, archive
        self.names = tuple(entry.filename for entry in archive.infolist())

    @contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self._archive.open(name) as file:
                yield file
        except UNREADABLE as error:
            raise Refused(
                "bundle-file-unreadable",
                text(
                    "“{name}” in {file} cannot be unpacked: it is damaged, encrypted, or "
                    "packed in another way than bundles are.",
                    name=shown(name),
                    file=self._place.name,
                ),
                ASK_AGAIN,
            ) from error

    def read(self, name: str, most: int = SMALL_MOST) -> bytes:
        """Read a small file whole: what is no table of rows.

        Args:
            name: of the file.
            most: the bytes that it may unpack to.

        Raises:
            KeyError: the bundle has no such file.
            Refused: it is larger than such a file may be, or cannot be unpacked.
        """
        if self._archive.getinfo(name).file_size > most:
            raise _too_large(
                text(
                    "“{name}” in {file} unpacks to more than {most} MB.",
                    name=shown(name),
                    file=self._place.name,
                    most=most // MB,
                )
            )
        with self._open(name) as file:
            return file.read()

    def digest(self, name: str) -> str:
        """Hash a file, in hexadecimal digits.

        Raises:
            KeyError: the bundle has no such file.
            Refused: it cannot be unpacked.
        """
        found = hashlib.sha256()
        for chunk in self.chunks(name):
            found.update(chunk)
        return found.hexdigest()

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack a file piece by piece; it raises as ``digest`` does."""
        self._archive.getinfo(name)
        with self._open(name) as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk

    def rows(self, name: str) -> Iterator[dict[str, str]]:
        """Read a table row by row.

        Raises:
            KeyError: the bundle has no such file.
            Refused: it cannot be unpacked, or a row has other cells than columns.
        """
        self._archive.getinfo(name)
        with self._open(name) as file:
            lines = csv.reader(io.TextIOWrapper(file, "utf-8", newline=""))
            number, columns = 1, None
            try:
                for cells in lines:
                    if columns is None:
                        columns = cells
                        continue
                    number += 1
                    row = dict(zip(columns, map(_plain, cells), strict=True))
                    yield row
            except (csv.Error, ValueError) as error:
                raise Refused(
                    "bundle-row-unreadable",
                    text(
                        "Line {line} of “{name}” in {file} cannot be read.",
                        line=number,
                        name=name,
                        file=self._place.name,
                    ),
                    ASK_AGAIN,
                ) from error


@contextmanager
def opened(place: Path, bytes_most: int = BYTES_MOST) -> Iterator[Bundle]:
    """Open an archive that anybody may have made, once its bounds are looked at.

    Args:
        place: the file.
        bytes_most: what its files may come to when they are unpacked.

    Raises:
        Refused: it is no bundle, or unpacks to more than is read.
    """
    try:
        _check_directory(place)
        archive = zipfile.ZipFile(place)
    except UNREADABLE as error:
        raise _no_bundle(place) from error
    with archive:
        _check_sizes(place, archive.infolist(), bytes_most)
        bundle = Bundle(place, archive)
        if not {STATEMENT, PROOF} <= set(bundle.names):
            raise _no_bundle(place)
        yield bundle


def _check_directory(place: Path) -> None:
    """Refuse a list of files that is larger than that of any bundle, before it is read."""
    with place.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - TAIL_BYTES))
        tail = file.read()
    at = tail.rfind(END_MARK)
    plain = len(tail) - END_BYTES
    if plain >= 0 and tail[plain:].startswith(END_MARK) and tail.endswith(b"\0\0"):
        at = plain
    if at < 0 or len(tail) - at < END_BYTES:
        raise _no_bundle(place)
    count, listed = struct.unpack_from("<HL", tail, at + 10)
    is_large = tail[max(0, at - LOCATOR_BYTES) : at].startswith(LOCATOR_MARK)
    if count > FILES_MOST or listed > LISTED_MOST or is_large:
        raise _too_large(
            text(
                "{file} holds more than {most} files, or a list of them that is no "
                "bundle's.",
                file=place.name,
                most=FILES_MOST,
            )
        )


def _check_sizes(
    place: Path, entries: Sequence[zipfile.ZipInfo], bytes_most: int
) -> None:
    if len(entries) > FILES_MOST:
        raise _no_bundle(place)
    size = sum(entry.file_size for entry in entries)
    if size > bytes_most:
        raise Refused(
            "bundle-too-large",
            text(
                "{file} unpacks to {size} MB; at most {most} MB are read.",
                file=place.name,
                size=-(-size // MB),
                most=bytes_most // MB,
            ),
            text("If you expect as much of the clearing house, allow it: --most-mb."),
        )
    for entry in entries:
        most = max(FREE_BYTES, entry.compress_size * RATIO_MOST)
        if entry.file_size > most:
            raise _too_large(
                text(
                    "“{name}” in {file} unpacks to more than {most} times its size.",
                    name=shown(entry.filename),
                    file=place.name,
                    most=RATIO_MOST,
                )
            )


def unpack(place: Path) -> dict[str, bytes]:
    """Read a bundle whole that the clearing house itself has kept.

    Raises:
        Refused: it is no bundle, or holds other files.
    """
    with opened(place, HOUSE_BYTES_MOST) as bundle:
        names = set(bundle.names)
        is_whole = {STATEMENT, PROOF, ROWS, LEGS, EXCEPTIONS} <= names
        if not is_whole or not all(map(NAMES.fullmatch, names)):
            raise _no_bundle(place)
        return {name: b"".join(bundle.chunks(name)) for name in names}


def shown(words: str) -> str:
    """Give what a stranger wrote as it may stand in a sentence on a terminal."""
    return "".join(sign if sign.isprintable() else "�" for sign in words[:80])


def _too_large(message: Text) -> Refused:
    return Refused("bundle-too-large", message, ASK_AGAIN)


def _no_bundle(place: Path) -> Refused:
    return Refused(
        "no-bundle",
        text("{file} is no whole statement bundle.", file=place.name),
        ASK_AGAIN,
    )


def table_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table whose cells no spreadsheet computes; empty cells are nulls."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=LINE_END)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def columns_bytes(table: pa.Table) -> bytes:
    """Write a table as ``table_bytes`` does, a column at a time: the same bytes, sooner."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=LINE_END)
    writer.writerow(table.column_names)
    writer.writerows(zip(*map(_cells_of, table.columns), strict=True))
    return out.getvalue().encode()


def _cells_of(column: pa.ChunkedArray) -> list[str]:
    """Give the cells of a column as texts, as ``_cell`` gives one."""
    if pa.types.is_boolean(column.type):
        texts = pc.if_else(column, "1", "0")
    else:
        texts = pc.cast(column, pa.string())
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        computes = pc.match_substring_regex(texts, f"^{FORMULA.pattern}")
        marked = pc.binary_join_element_wise("'", texts, "")
        texts = pc.if_else(computes, marked, texts)
    cells: list[str] = pc.fill_null(texts, "").to_pylist()
    return cells


def table_rows(content: bytes) -> list[dict[str, str]]:
    """Read a table that ``table_bytes`` wrote."""
    lines = io.StringIO(content.decode("utf-8", errors="replace"), newline="")
    return [
        {name: _plain(cell or "") for name, cell in row.items() if name is not None}
        for row in csv.DictReader(lines)
    ]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return str(value)
    written = str(value)
    return f"'{written}" if FORMULA.match(written) else written


def _plain(cell: str) -> str:
    marked = cell.startswith("'") and FORMULA.match(cell[1:])
    return cell[1:] if marked else cell
