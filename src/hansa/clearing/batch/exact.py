"""The one way to divide in a table: whole numbers, exactly, proven before it is used.

Ibis renders ``//`` as a division of floating-point numbers that is floored, which is wrong
by one for two thirds of the large numerators near a multiple. Here the engine's own
whole-number operator is called, on operands that are not negative, and an engine that fails
the corpus is refused.

Source: peers' finding 1; design, section 4.
"""

from collections.abc import Callable
from functools import lru_cache

import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa
from ibis import ir

from hansa.kernel.errors import Refused
from hansa.kernel.text import text

Case = tuple[int, int, int]
CORPUS, COLUMNS = "corpus", ("numerator", "denominator", "quotient")


@ibis.udf.scalar.builtin(name="divide")
def _divide(numerator: dt.int64, denominator: dt.int64) -> dt.int64:
    """Call the whole-number division of the engine."""


def exact_quotient(numerator: ir.IntegerColumn, denominator: int) -> ir.IntegerColumn:
    """Divide a column by a whole number and drop the remainder.

    Args:
        numerator: int64, zero or more.
        denominator: one or more.
    """
    return _divide(numerator, denominator)


def corpus() -> list[Case]:
    """Give numerators, denominators and quotients at which inexact division shows.

    One below, at and above a multiple, for denominators that occur in clearing and
    products from small to the end of int64; and the border of what a double holds.
    """
    cases = [(2**53 + shift, 1, 2**53 + shift) for shift in (-1, 0, 1)]
    largest = 2**63 - 1
    for denominator in (1, 3, 7, 60, 97, 1_000, 60_000_000, 1_000_000, 10**9 + 7):
        for exponent in range(0, 63, 3):
            multiple = (2**exponent // denominator + 1) * denominator
            for numerator in (multiple - 1, multiple, multiple + 1):
                if 0 <= numerator <= largest:
                    case = (numerator, denominator, numerator // denominator)
                    cases.append(case)
        top = largest // denominator * denominator
        cases.append((top - 1, denominator, (top - 1) // denominator))
    return cases


@lru_cache(maxsize=1)
def _question(
    divide: Callable[..., ir.IntegerColumn], cases_of: Callable[[], list[Case]]
) -> tuple[str, pa.Table]:
    """Give the statement that finds a wrong quotient, and the cases it asks for."""
    columns = zip(*cases_of(), strict=True)
    cases = pa.table(dict(zip(COLUMNS, map(pa.array, columns), strict=True)))
    rows = ibis.table(ibis.Schema.from_pyarrow(cases.schema), name=CORPUS)
    found = rows.mutate(found=divide(rows.numerator, rows.denominator))
    wrong = found.filter(found.found != found.quotient).limit(1)
    return str(ibis.to_sql(wrong, dialect="duckdb")), cases


def prove(engine: ibis.BaseBackend) -> None:
    """Refuse an engine whose division is not exact.

    Raises:
        Refused: naming the first quotient that is wrong.
    """
    asked, cases = _question(_divide, corpus)
    engine.con.register(CORPUS, cases)
    rows = engine.con.sql(asked).to_arrow_table().to_pylist()
    engine.con.unregister(CORPUS)
    if rows:
        raise Refused(
            "engine-inexact",
            text(
                "This engine divides {numerator} by {denominator} and gets {found}.",
                **{
                    name: rows[0][name]
                    for name in ("numerator", "denominator", "found")
                },
            ),
            text("Use an engine that divides whole numbers exactly."),
        )
