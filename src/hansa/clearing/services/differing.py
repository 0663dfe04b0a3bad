"""What every check of a bundle shares: how a difference is raised, and rows are read."""

from collections.abc import Callable, Iterable, Mapping

from hansa.clearing.formats.bundles import shown
from hansa.kernel.text import Text

LegKey = tuple[str, str, str]
"""Debtor, creditor and class."""
Words = tuple[str, str, str]
"""Scheme, version and clause of a rule."""
Row = Mapping[str, str]
Rows = Callable[[], Iterable[Row]]
"""Reads the rows from the first one on, as often as it is called."""
Serial = tuple[str, str]
"""Acquirer and record."""

WHOLE_MOST = 2**63
UNREADABLE = (
    KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError,
    RecursionError,
)  # fmt: skip
"""What reading something altered may raise."""


class Differs(Exception):
    """The check ends here; the argument says what differs."""

    def __init__(self, difference: Text) -> None:
        super().__init__(difference)
        self.difference = difference


def on_line(msgid: str, line: int, row: Row, **more: str | int | Text) -> Differs:
    """Name a row that differs.

    Args:
        msgid: with the places line, acquirer and record, and those of ``more``.
        line: of the row.
        row: with acquirer and record_id.
        more: further words.
    """
    named = {"acquirer": shown(row["acquirer"]), "record": shown(row["record_id"])}
    return Differs(Text(msgid, {"line": line, **named, **more}))


def number_in(written: str) -> int | None:
    """Read a whole number, or nothing."""
    return whole(written) if written else None


def whole(written: str) -> int:
    """Read a whole number that the pipeline could have written.

    Raises:
        ValueError: it is none, or needs more than 64 bits.
    """
    number = int(written)
    if not -WHOLE_MOST <= number < WHOLE_MOST:
        raise ValueError(written[:20])
    return number
