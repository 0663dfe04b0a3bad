"""The vocabulary of bodies that meet without a printed number of meetings."""

from dataclasses import dataclass
from datetime import timedelta

from hansa.governance.terms.dockets import Item
from hansa.governance.terms.sessions import SessionLine
from hansa.kernel.periods import Period
from hansa.kernel.text import Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A whole period in which a body did not meet, although it is to meet regularly."""

    body: str
    period: Period
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]

    @property
    def sentence(self) -> Text:
        """In which whole period there was no meeting."""
        last = self.period.end - timedelta(days=1)
        return text(
            "no meeting from {start} to {last}",
            start=self.period.start.isoformat(),
            last=last.isoformat(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Docketed:
    """What is before a body.

    Attributes:
        next_: the session convened next; None where none is.
        open_: matters that wait for it.
        visible: whether the reader may see dockets at all.
    """

    next_: SessionLine | None
    open_: tuple[Item, ...]
    visible: bool
