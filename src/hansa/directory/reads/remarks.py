"""What an agreement has to say of a posting that was recorded as it is.

Other contexts know it, and stand above this one; the composition root says how it is read.
"""

from collections.abc import Callable, Sequence

from hansa.directory.terms.people import PostingLine
from hansa.kernel.text import Text

RemarksOn = Callable[[str, PostingLine], Sequence[Text]]
_remarks_on: list[RemarksOn] = []


def use_remarks(remarks_on: RemarksOn) -> None:
    """Receive at start-up how remarks are read, from ``hansa.site``."""
    _remarks_on[:] = [remarks_on]


def list_remarks(league: str, posting: PostingLine) -> tuple[Text, ...]:
    """List what a posting departs in, for whoever recorded it."""
    return tuple(said for read in _remarks_on for said in read(league, posting))
