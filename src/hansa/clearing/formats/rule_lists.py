"""Reads the lists of a rules folder: CSV whose first line names the columns."""

import csv
from collections.abc import Iterator
from pathlib import Path

from hansa.kernel.findings import Position
from hansa.kernel.shapes import Log
from hansa.kernel.text import mark

LIST_BYTES_MAX = 200_000_000


def list_rows(
    path: Path, columns: tuple[str, ...], log: Log
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a list with their lines; a list that cannot be read has none."""
    whole = Position(path=path.name, line=1, column=1)
    if path.stat().st_size > LIST_BYTES_MAX:
        log.error(
            "list-too-large",
            whole,
            mark("The list has more than {most} bytes."),
            mark("Leave out what no longer holds."),
            most=LIST_BYTES_MAX,
        )
        return
    try:
        written = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        log.error(
            "wrong-encoding",
            whole,
            mark("The file is not UTF-8 text."),
            mark("Save it with the encoding UTF-8."),
        )
        return
    reader = csv.DictReader(written.splitlines())
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        log.error(
            "list-columns-missing",
            whole,
            mark("These columns are missing: {columns}."),
            mark("Write them in the first line."),
            columns=tuple(missing),
        )
        return
    for row in reader:
        yield reader.line_num, {name: (row[name] or "").strip() for name in columns}
