"""What became of every row of some files, in the order in which they were brought."""

from collections.abc import Mapping

import ibis
import pyarrow as pa
from ibis import ir

from hansa.clearing.batch.clearing import Cleared
from hansa.clearing.batch.engine import take
from hansa.clearing.batch.joining import look_up_proven
from hansa.clearing.batch.marking import CLASS
from hansa.clearing.batch.results import noted, plain_with_class
from hansa.clearing.terms.taps import REQUIRED, Code

READ = (*REQUIRED, "path", "line", "fault", "code", "note")


def returned_rows(cleared: Cleared, names: Mapping[str, str]) -> pa.Table:
    """Give every row of some of a window's files with its code and note.

    Args:
        cleared: the window.
        names: of the files, by the place of each.

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
    rows = look_up_proven(_every_row(cleared), files, ["path"], "inner").drop("path")
    ordered = rows.order_by("file", "line")
    return cleared.engine.to_pyarrow(ordered)


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
