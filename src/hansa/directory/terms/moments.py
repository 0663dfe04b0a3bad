"""What happened on a day, for a timeline."""

from dataclasses import dataclass
from datetime import date

from hansa.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing that happened, or is to happen.

    Attributes:
        by: the office in whose name it was entered; empty where nobody is named.
        note: the paper it rests on; empty for none.
        behalf: the paper of an entry on behalf of that office; None for the others.
    """

    at: date
    sentence: Text
    by: str = ""
    note: str = ""
    behalf: str | None = None
