"""What the wall of a conference room shows of a docket: the current item and those near."""

from collections.abc import Iterable
from uuid import UUID

from hansa.governance.terms.dockets import Item
from hansa.governance.terms.sessions import Step, StepKind

LINES_MOST = 6
"""As many items as are read from ten metres; the others are counted."""


def current_of(steps: Iterable[Step], items: Iterable[Item]) -> UUID | None:
    """Give the item that was called last, unless it was withdrawn since."""
    called = [step.item for step in steps if step.kind is StepKind.CALLED]
    standing = {item.id for item in items if item.stands}
    return called[-1] if called and called[-1] in standing else None


def near(count: int, current: int, most: int = LINES_MOST) -> slice:
    """Give which lines are shown: the current one, with those before and after it.

    Args:
        count: of all lines.
        current: index of the current one; 0 where there is none.
        most: how many are shown.
    """
    first = max(0, min(current - most // 2, count - most))
    return slice(first, first + most)
