"""Where each row that was not accepted stands: its file and line, beside the result."""

from collections.abc import Mapping
from pathlib import Path

import ibis
import pyarrow as pa
from ibis import ir

from hansa.clearing.batch.clearing import Cleared
from hansa.clearing.batch.engine import fetch, take, view, write
from hansa.clearing.batch.joining import look_up_proven
from hansa.clearing.batch.judging import content_hash
from hansa.clearing.batch.marking import CLASS, Grain, with_class
from hansa.clearing.batch.results import OUTCOMES, harmless, some_failing, totals_of
from hansa.clearing.terms.taps import Code

ABOUT = (
    "file", "line", "outcome", "code", "fault", "acquirer", "record_id", "content_hash",
)  # fmt: skip
FOUND = ("path", "line", "code", "fault", "acquirer", "record_id", "content_hash")


def write_lines(cleared: Cleared, names: Mapping[str, str], place: Path) -> None:
    """Write file, line, code and fault of every row of the window that was not accepted.

    Args:
        cleared: the window.
        names: of its files, by the place of each.
        place: of the CSV that is written.

    Raises:
        RuntimeError: other rows were counted; a file was not found by its place.

    Source: contracts, section 11: file and line stand outside the result hash.
    """
    engine, number = cleared.engine, cleared.number
    parts = [view(engine, "lines_judged", _judged, cleared.judged, number=number)]
    if fetch(engine, some_failing, cleared.tally).num_rows:
        plain = view(
            engine, "lines_plain", _plain,
            cleared.divided.plain, cleared.lists.parties, cleared.classes,
            grain=cleared.grain,
        )  # fmt: skip
        parts.append(plain)
    string = pa.string()
    files = {"path": pa.array(names, string), "file": pa.array(names.values(), string)}
    named = take(engine, "lines_files", pa.table(files))
    written = write(engine, place, "csv", _in_order, named, *parts)
    counted = totals_of(cleared).rows
    due = sum(counted.values()) - counted.get(Code.ACCEPTED.value, 0)
    if written != due:
        raise RuntimeError(f"{written} rows are named of {due} that were not accepted")


def _judged(judged: ir.Table, *, number: int) -> ir.Table:
    own = judged.filter(
        (judged.window == number) & (judged.code != Code.ACCEPTED.value)
    )
    return own.mutate(content_hash=content_hash(own)).select(*FOUND)


def _plain(
    plain: ir.Table, parties: ir.Table, classes: ir.Table, *, grain: Grain
) -> ir.Table:
    classes = classes.filter(classes.code != Code.ACCEPTED.value)
    rows = with_class(plain, parties, grain)
    rows = look_up_proven(rows, classes.select(*CLASS, "code"), CLASS, "inner")
    return rows.mutate(content_hash=content_hash(rows)).select(*FOUND)


def _in_order(files: ir.Table, *parts: ir.Table) -> ir.Table:
    rows = ibis.union(*parts) if len(parts) > 1 else parts[0]
    rows = look_up_proven(rows, files, ["path"], "inner")
    rows = rows.mutate(outcome=rows.code.cases(*OUTCOMES.items(), else_=""))
    return harmless(rows.select(*ABOUT).order_by("file", "line"))
