"""What became of a file that was brought."""

from dataclasses import dataclass

from hansa.clearing.formats.lines import Trailer
from hansa.clearing.terms.taps import FileCode
from hansa.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What became of a file that was brought.

    Attributes:
        name: of the file, as brought.
        sha256: of its bytes as brought, in hexadecimal.
        rows: all rows of it, also those that cannot be read; 0 where it is refused.
        faulted: rows that cannot be read.
        columns: the optional columns that it has.
        amount_fen: sum over the rows that can be read.
        refused: why the file is not taken; None where it is.
        message: what is wrong, and where, if it is refused.
        remedy: what its sender does about it, if it is refused.
        trailer: what its sender states, if anything.
        preset: the layout, such as CL, where it is not one of our own.
    """

    name: str
    sha256: str
    rows: int = 0
    faulted: int = 0
    columns: frozenset[str] = frozenset()
    amount_fen: int = 0
    refused: FileCode | None = None
    message: Text | None = None
    remedy: Text | None = None
    trailer: Trailer | None = None
    preset: str | None = None
