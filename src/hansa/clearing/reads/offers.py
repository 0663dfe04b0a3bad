"""Which steps a window offers where it stands."""

from collections.abc import Mapping

from hansa.clearing.rules.rights import APPROVE, PREPARE
from hansa.clearing.terms.house import State, WindowLine

PREPARING, APPROVING = PREPARE, APPROVE
"""The rights that steps need."""

STEPS: Mapping[State, tuple[str, ...]] = {
    State.COLLECTING: ("seal",),
    State.SEALED: ("run", "hold"),
    State.VALIDATED: ("run", "hold"),
    State.PRICED: ("run", "hold"),
    State.NETTED: ("approve", "hold"),
    State.PUBLISHED: ("instruct", "hold"),
    State.SETTLED: ("reconcile",),
    State.PARTIAL: ("reconcile",),
}


def offered(line: WindowLine) -> tuple[str, ...]:
    """Name the steps that a window offers; a late file after publication one more."""
    steps = STEPS.get(line.state, ())
    late = line.waiting and line.state not in (State.COLLECTING, State.SEALED)
    return (*steps, "late") if late else steps
