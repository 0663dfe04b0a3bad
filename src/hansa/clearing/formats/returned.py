"""What a sender gets back: every row with its outcome, and the list of files.

In CSV no text computes in the program that opens it; a fixed-width file is opened by none.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from hansa.clearing.formats.presets.fb import feedback_of, write_feedback
from hansa.clearing.formats.presets.layout import Heading
from hansa.clearing.formats.presets.ld import write_list
from hansa.clearing.formats.taken import Intake
from hansa.clearing.terms.house import ReturnLayout
from hansa.clearing.terms.taps import REQUIRED, Code, outcome_of

FORMULA_STARTS = (*"=+-@\t\r\n", *"＝＋－＠")
_ABOUT = ("file", "line", "outcome", "code", "note", "fault")
_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A row that a sender brought, with what became of it.

    Attributes:
        file: name of the file that brought it.
        line: of that file.
        fault: why it could not be read; None if it could.
        tap: its cells by column, as far as they were read.
    """

    file: str
    line: int
    code: Code
    note: str
    fault: str | None
    tap: Mapping[str, Any]


def returned_of(table: pa.Table) -> Iterator[Returned]:
    """Give rows of a table that has, beside canonical columns, file, code and note."""
    for batch in table.to_batches(_ROWS_AT_ONCE):
        for row in batch.to_pylist():
            yield Returned(
                file=row["file"],
                line=row["line"],
                code=Code(row["code"]),
                note=row["note"] or "",
                fault=row["fault"],
                tap=row,
            )


def write_return(
    place: Path, heading: Heading, rows: Iterable[Returned], layout: ReturnLayout
) -> None:
    """Write the return file of a sender.

    Args:
        place: where it goes; it appears whole or not at all.
        heading: of the file; CSV has none of it.
        rows: every row of every file that the sender brought, in the order in which
            it shall have them.
        layout: how.

    Raises:
        Refused: a row does not fit into FB.
    """
    if layout is ReturnLayout.CSV:
        write_table(place, rows)
        return
    details = (
        feedback_of(row.tap, row.line, row.file, row.code, heading) for row in rows
    )
    _put(place, write_feedback(heading, details))


def write_table(place: Path, rows: Iterable[Returned]) -> None:
    """Write the return file of a sender as CSV; as ``write_return``."""
    _put(place, _as_csv(rows))


def write_files(place: Path, heading: Heading, files: Iterable[Intake]) -> None:
    """Write the list of a sender's files with their outcomes, as LD.

    Raises:
        Refused: a name does not fit.
    """
    _put(place, write_list(heading, files))


def inert(cell: Any) -> Any:
    """Give a cell as it is written: a text that could compute behind an apostrophe."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
    if isinstance(cell, bool):
        return int(cell)
    return "" if cell is None else cell


def _as_csv(rows: Iterable[Returned]) -> Iterator[bytes]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*_ABOUT, *REQUIRED))
    yield b"\xef\xbb\xbf"
    for number, row in enumerate(rows, 1):
        writer.writerow([inert(cell) for cell in _cells(row)])
        if number % _ROWS_AT_ONCE == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _cells(row: Returned) -> Iterator[Any]:
    yield from (row.file, row.line, str(outcome_of(row.code)), str(row.code))
    yield from (row.note, row.fault)
    for name in REQUIRED:
        cell = row.tap.get(name)
        yield cell.isoformat() if name == "occurred_at" and cell is not None else cell


def _put(place: Path, parts: Iterable[bytes]) -> None:
    part = place.with_name(place.name + ".part")
    try:
        with part.open("wb") as out:
            out.writelines(parts)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
