"""Which acts a window or a batch is open to, and which right each needs."""

from collections.abc import Mapping

from hansa.chassis.rights import Right
from hansa.clearing.rules.rights import APPROVE, PREPARE
from hansa.clearing.rules.states import PUBLISHED
from hansa.clearing.terms.desk import Act
from hansa.clearing.terms.house import State

BY_STATE: Mapping[State, tuple[Act, ...]] = {
    State.COLLECTING: (),
    State.SEALED: (Act.RUN, Act.HOLD, Act.VOID),
    State.VALIDATED: (Act.HOLD, Act.VOID),
    State.PRICED: (Act.HOLD, Act.VOID),
    State.NETTED: (Act.APPROVE, Act.HOLD, Act.VOID),
    State.PUBLISHED: (Act.INSTRUCT, Act.HOLD, Act.VOID),
    State.INSTRUCTED: (Act.SETTLE,),
    State.PARTIAL: (Act.SETTLE, Act.RECONCILE),
    State.SETTLED: (Act.RECONCILE,),
    State.RECONCILED: (Act.ARCHIVE,),
    State.ARCHIVED: (),
    State.HELD: (Act.RELEASE, Act.VOID),
    State.VOIDED: (),
}
"""What may be done with a batch; the first is what comes next."""


def acts_of_window(state: State) -> tuple[Act, ...]:
    """Give what may be done with a window, whose state is that of its last batch."""
    if state is State.COLLECTING:
        return (Act.SEAL,)
    return (Act.DELTA,) if state in PUBLISHED else ()


def right_for(act: Act, stood: State) -> Right:
    """Give the right that an act needs over a batch.

    Args:
        act: what would be done.
        stood: where the batch stands, or where one on hold goes back to.
    """
    takes_back = act is Act.VOID and stood in PUBLISHED
    return APPROVE if act is Act.APPROVE or takes_back else PREPARE
