"""Why a row cannot be read, and why a file is refused whole.

A fault of a row is a short word, with the column behind a colon where one cell is to blame:
``line``, ``number:amount_fen``. It is what the canonical file keeps.
"""

from collections.abc import Mapping

from hansa.clearing.terms.taps import FileCode
from hansa.kernel.text import Text, mark, text

LINE, LONG, ENCODING = "line", "long", "encoding"
EMPTY, NUMBER, RANGE, INSTANT, FLAG, KIND, TEXT = (
    "empty", "number", "range", "instant", "flag", "kind", "text",
)  # fmt: skip

_SENTENCES: Mapping[str, str] = {
    LINE: mark("The line is not one row: its quotes or its number of cells are wrong."),
    LONG: mark("The line or a cell of it is longer than 64 KiB."),
    ENCODING: mark("The line has bytes that are no characters."),
    EMPTY: mark("“{column}” is empty."),
    NUMBER: mark("“{column}” is not a whole number."),
    RANGE: mark("“{column}” is negative or too large."),
    INSTANT: mark(
        "“{column}” is not an instant with offset, such as 2026-01-31T08:00:00+08:00."
    ),
    FLAG: mark("“{column}” is neither 1 nor 0, neither true nor false."),
    KIND: mark("“{column}” is not purchase, refund or reversal."),
    TEXT: mark("“{column}” is not text, or has characters that no text has."),
}
FAULTS = frozenset(_SENTENCES)


class FileRefused(Exception):
    """A file is not taken; never leaves this package.

    Attributes:
        code: why.
        message: what is wrong, and where.
        remedy: what its sender does about it.
    """

    def __init__(self, code: FileCode, message: Text, remedy: Text) -> None:
        super().__init__(code, message, remedy)
        self.code = code
        self.message = message
        self.remedy = remedy


def broken(message: Text) -> FileRefused:
    """Refuse a damaged file."""
    return FileRefused(
        FileCode.BROKEN,
        message,
        text("Make the file again from its source and bring it whole."),
    )


def fault_of(word: str, column: str) -> str:
    """Put a word and the column to blame into one fault."""
    return f"{word}:{column}"


def sentence_of(fault: str) -> Text:
    """Say a fault of a row as a sentence."""
    word, _, column = fault.partition(":")
    return Text(_SENTENCES[word], {"column": column} if column else {})
