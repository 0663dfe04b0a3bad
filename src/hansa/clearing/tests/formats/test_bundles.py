"""Tables of bundles: one way of writing them, however many rows there are."""

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from hansa.clearing.formats.bundles import columns_bytes, table_bytes, table_rows

TEXTS = st.none() | st.text(st.sampled_from("a,\"'=+-@＝\t\r\n 中"), max_size=4)
FEN = st.none() | st.integers(-(2**63), 2**63 - 1)
ROWS = st.lists(st.tuples(TEXTS, FEN, st.none() | st.booleans()), max_size=8)
NAMES = ("words", "fen", "voids")
TYPES = (pa.string(), pa.int64(), pa.bool_())


@settings(deadline=None)
@given(rows=ROWS)
def test_columns_are_written_as_rows_are(rows: list[tuple[object, ...]]) -> None:
    """Written by column or by row, a table has the same bytes, whatever its cells hold."""
    columns = [[row[at] for row in rows] for at in range(len(NAMES))]
    table = pa.table(
        {
            name: pa.array(column, kind)
            for name, column, kind in zip(NAMES, columns, TYPES, strict=True)
        }
    )
    written = columns_bytes(table)
    assert written == table_bytes(NAMES, rows)
    assert [row["words"] for row in table_rows(written)] == [
        row[0] or "" for row in rows
    ]
