"""The states of a batch, and which may follow which. Source: contracts, section 11."""

from collections.abc import Mapping

from hansa.clearing.terms.house import STATE_NAMES, State
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

BEFORE_PAYMENT = (
    State.SEALED,
    State.VALIDATED,
    State.PRICED,
    State.NETTED,
    State.PUBLISHED,
)
"""From these a batch may be held or voided; once payments are ordered it is neither."""

FOLLOWING: Mapping[State, frozenset[State]] = {
    State.COLLECTING: frozenset({State.SEALED}),
    State.SEALED: frozenset({State.VALIDATED, State.HELD, State.VOIDED}),
    State.VALIDATED: frozenset({State.PRICED, State.HELD, State.VOIDED}),
    State.PRICED: frozenset({State.NETTED, State.HELD, State.VOIDED}),
    State.NETTED: frozenset({State.PUBLISHED, State.HELD, State.VOIDED}),
    State.PUBLISHED: frozenset({State.INSTRUCTED, State.HELD, State.VOIDED}),
    State.INSTRUCTED: frozenset({State.SETTLED, State.PARTIAL}),
    State.PARTIAL: frozenset({State.SETTLED, State.RECONCILED}),
    State.SETTLED: frozenset({State.RECONCILED}),
    State.RECONCILED: frozenset({State.ARCHIVED}),
    State.ARCHIVED: frozenset(),
    State.HELD: frozenset({State.VOIDED}),
    State.VOIDED: frozenset(),
}

STANDING = frozenset(State) - {State.COLLECTING, State.VOIDED}
"""A batch in one of these counts; a voided one does not."""

ENDED = frozenset({State.SETTLED, State.RECONCILED, State.ARCHIVED})
"""A batch in one of these has nothing left to be paid."""

PUBLISHED = frozenset(
    {
        State.PUBLISHED,
        State.INSTRUCTED,
        State.PARTIAL,
        State.SETTLED,
        State.RECONCILED,
        State.ARCHIVED,
    }
)
"""What a delta is reckoned from."""


def may_follow(before: State, after: State, held_from: State | None = None) -> bool:
    """Tell whether a batch may go from one state to another.

    Args:
        before: where it stands.
        after: where it would stand.
        held_from: where a held batch stood; it goes back there and nowhere else.
    """
    if before is State.HELD and held_from is not None and after is held_from:
        return True
    return after in FOLLOWING[before]


def require_step(before: State, after: State, held_from: State | None = None) -> None:
    """Refuse a step that is none.

    Raises:
        Refused: naming both states.
    """
    if not may_follow(before, after, held_from):
        raise Refused(
            "step-not-possible",
            text(
                "A batch that is {before} cannot become {after}.",
                before=STATE_NAMES[before],
                after=STATE_NAMES[after],
            ),
            text("Look at the steps of the batch; nothing in it is done twice."),
        )
