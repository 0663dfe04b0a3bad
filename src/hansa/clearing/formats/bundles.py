"""A statement bundle: one archive that a city can check without anybody's help.

It holds ``statement.json``, ``proof.json``, the city's ``rows.csv``, ``legs.csv`` and
``exceptions.csv``, the ``rules`` that priced them, and ``adjustments.csv`` where a case
decided that it owes or is owed more. The same content gives the same bytes.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from hansa.kernel.errors import Refused
from hansa.kernel.text import text

STATEMENT, PROOF = "statement.json", "proof.json"
ROWS, LEGS, EXCEPTIONS = "rows.csv", "legs.csv", "exceptions.csv"
ADJUSTMENTS = "adjustments.csv"
RULES = "rules/"
NAMES = re.compile(r"[a-z]+\.(json|csv)|rules/[a-z0-9-]+\.(yaml|csv)")
LINE_END = "\r\n"  # Only a mark that ends lines is quoted where it stands in a cell.
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # The archive format knows no earlier day.
FILES_MOST, BYTES_MOST = 100, 4 * 2**30
FORMULA = re.compile("['=+@\t\r＝＋－＠-]")


def pack(files: Mapping[str, bytes], place: Path) -> None:
    """Write an archive whose bytes hang on the content of its files alone."""
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])


def unpack(place: Path) -> dict[str, bytes]:
    """Read an archive that anybody may have made.

    Raises:
        Refused: it is no bundle, holds other files, or unpacks to more than is read.
    """
    try:
        with zipfile.ZipFile(place) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            if len(entries) > FILES_MOST or size > BYTES_MOST:
                raise _no_bundle(place)
            if not all(NAMES.fullmatch(entry.filename) for entry in entries):
                raise _no_bundle(place)
            files = {entry.filename: archive.read(entry) for entry in entries}
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, EOFError) as error:
        raise _no_bundle(place) from error
    if not {STATEMENT, PROOF, ROWS, LEGS, EXCEPTIONS} <= files.keys():
        raise _no_bundle(place)
    return files


def _no_bundle(place: Path) -> Refused:
    return Refused(
        "no-bundle",
        text("{file} is no whole statement bundle.", file=place.name),
        text("Ask the clearing house for the bundle again."),
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
