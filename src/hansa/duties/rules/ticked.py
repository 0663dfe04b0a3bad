"""Which of several duties that somebody ticked an act takes, and why others not."""

from collections.abc import Iterable

from hansa.duties.terms.duties import SETTLED, STATE_NAMES, DutyLine
from hansa.duties.terms.ticked import LeftOut, Ticked
from hansa.kernel.text import Text, text


def sort_out(lines: Iterable[DutyLine], member: str | None = None) -> Ticked:
    """Part duties that still ask for something from those that do not.

    Args:
        lines: as ticked.
        member: only what this city owes is taken; None takes whoever owes it.
    """
    taken, left_out = [], []
    for line in lines:
        reason = _reason(line, member)
        if reason is None:
            taken.append(line)
        else:
            left_out.append(LeftOut(line=line, reason=reason))
    return Ticked(taken=tuple(taken), left_out=tuple(left_out))


def _reason(line: DutyLine, member: str | None) -> Text | None:
    if member is not None and line.member != member:
        return text("your city does not owe it")
    if line.state in SETTLED:
        state = STATE_NAMES[line.state]
        return text("nothing is missing there any more: {state}", state=state)
    return None
