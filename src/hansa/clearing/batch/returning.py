"""What became of every row of some files, in the order in which they were brought."""

from collections.abc import Mapping, Sequence

import ibis
import pyarrow as pa
from ibis import ir

from hansa.clearing.batch.clearing import Cleared
from hansa.clearing.batch.engine import take
from hansa.clearing.batch.joining import look_up_proven
from hansa.clearing.batch.marking import CLASS
from hansa.clearing.batch.results import noted, plain_with_class
from hansa.clearing.terms.taps import CODED, REQUIRED, Code

READ = (*REQUIRED, "path", "line", "fault", "code", "note")


def returned_rows(
    cleared: Cleared, names: Mapping[str, str], as_brought: Sequence[str] = ()
) -> pa.Table:
    """Give every row of some of a window's files with its code and note.

    Args:
        cleared: the window.
        names: of the files, by the place of each.
        as_brought: places of files whose rows keep the codes that they name institutions
            by; all others are given ids.

    Returns:
        A table with the required columns, file, line, fault, code and note.
    """
    files = take(
        cleared.engine,
        "returned_files",
        pa.table(
            {
                "path": pa.array(names, pa.string()),
                "file": pa.array(names.values(), pa.string()),
            }
        ),
    )
    rows = look_up_proven(_every_row(cleared), files, ["path"], "inner")
    if as_brought:
        brought = cleared.engine.read_parquet(
            [*as_brought], table_name="returned_codes", filename=True
        )
        rows = _as_brought(rows, brought)
    ordered = rows.drop("path").order_by("file", "line")
    return cleared.engine.to_pyarrow(ordered)


def all_of(rows: pa.Table, read: int) -> pa.Table:
    """Give rows on, where none of those that were read is left out.

    Args:
        rows: as ``returned_rows`` gives them.
        read: how many the files hold.

    Raises:
        RuntimeError: there are more or fewer; a file was not found by its place.
    """
    if rows.num_rows != read:
        raise RuntimeError(
            f"{rows.num_rows} rows are returned of {read} that were read"
        )
    return rows


def _as_brought(rows: ir.Table, brought: ir.Table) -> ir.Table:
    names = rows.columns
    codes = {f"{role}_brought": brought[role] for role in CODED}
    found = brought.select(path=brought.filename, line=brought.line, **codes)
    rows = look_up_proven(rows, found, ["path", "line"])
    kept = {
        role: rows[f"{role}_brought"].fill_null(rows[role]) for role in CODED
    }  # fmt: skip
    return rows.mutate(**kept).select(*names)


def _every_row(cleared: Cleared) -> ir.Table:
    """Give the rows of the window with their codes; accepted ones with their remarks."""
    columns = [name for name in READ if name not in {"code", "note"}]
    if "balance_before_fen" in cleared.present:
        columns.append("balance_before_fen")
    plain = plain_with_class(cleared)
    classes = cleared.classes.select(*CLASS, "code")
    plain = look_up_proven(plain, classes, CLASS, "inner")
    own = cleared.judged.filter(cleared.judged.window == cleared.number)
    both = plain.select(*columns, "code").union(own.select(*columns, "code"))
    accepted = noted(both.filter(both.code == Code.ACCEPTED.value)).select(*READ)
    others = both.filter(both.code != Code.ACCEPTED.value)
    return accepted.union(others.mutate(note=ibis.literal("")).select(*READ))
