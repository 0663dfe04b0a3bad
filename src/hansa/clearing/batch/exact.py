"""The one way to divide in a table: whole numbers, exactly, proven before it is used.

Ibis renders ``//`` as a division of floating-point numbers that is floored, which is wrong
by one for two thirds of the large numerators near a multiple. Here the engine's own
whole-number operator is called, on operands that are not negative, and an engine that fails
the corpus is refused.

Source: peers' finding 1; design, section 4.
"""

import ibis
import ibis.expr.datatypes as dt
from ibis import ir

from hansa.kernel.errors import Refused
from hansa.kernel.text import text


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


def corpus() -> list[tuple[int, int, int]]:
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


def prove(engine: ibis.BaseBackend) -> None:
    """Refuse an engine whose division is not exact.

    Raises:
        Refused: naming the first quotient that is wrong.
    """
    cases = ibis.memtable(
        [
            {"numerator": numerator, "denominator": denominator, "quotient": quotient}
            for numerator, denominator, quotient in corpus()
        ],
        schema={
            "numerator": "int64",
            "denominator": "int64",
            "quotient": "int64",
        },
    )
    found = _divide(cases.numerator, cases.denominator)
    wrong = cases.mutate(found=found).filter(lambda t: t.found != t.quotient).limit(1)
    rows = engine.to_pyarrow(wrong).to_pylist()
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
