"""What somebody ticked in a list of duties: what an act takes, and what it leaves out."""

from dataclasses import dataclass

from hansa.duties.terms.duties import DutyLine
from hansa.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A duty that was ticked and is not taken, with the reason."""

    line: DutyLine
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """What was ticked, parted into what an act takes and what it leaves out."""

    taken: tuple[DutyLine, ...]
    left_out: tuple[LeftOut, ...]
