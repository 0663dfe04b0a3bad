"""Which state may follow which, and that no act does what the table does not allow."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest

from hansa.clearing.models import Batch, BatchStep
from hansa.clearing.rules.states import may_follow
from hansa.clearing.services import publishing, running, sealing, settling
from hansa.clearing.terms.house import State
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    DAY,
    LEAGUE,
    OPERATOR,
    open_window,
)
from hansa.kernel.errors import Refused

# As contracts, section 11, draws it; written down apart from the program.
WAY = (
    "collecting > sealed > validated > priced > netted > published > instructed",
    "instructed > settled > reconciled > archived",
    "instructed > partial > settled",
    "partial > reconciled",
    *(
        f"{before} > {side}"
        for before in ("sealed", "validated", "priced", "netted", "published")
        for side in ("held", "voided")
    ),
    "held > voided",
)
LEGAL = {
    pair
    for line in WAY
    for states in [[State(word) for word in line.split(" > ")]]
    for pair in pairwise(states)
}


@pytest.mark.parametrize("before", State)
def test_every_pair_of_states(before: State) -> None:
    """Of 169 pairs exactly those that the contract draws are steps."""
    for after in State:
        assert may_follow(before, after) is ((before, after) in LEGAL), (before, after)


@pytest.mark.parametrize("stood", State)
def test_a_held_batch_goes_back_to_where_it_stood(stood: State) -> None:
    """It is released to that state, or voided, and to nothing else."""
    reached = {after for after in State if may_follow(State.HELD, after, stood)}
    assert reached == {stood, State.VOIDED}


RUN = (OPERATOR, LEAGUE, DAY)
ACTS: dict[str, tuple[Callable[[], object], set[str]]] = {
    # The engine stands behind the first two, so only their refusals are tried here.
    "run": (partial(running.run_batch, *RUN), {"sealed"}),
    "approve": (partial(publishing.approve, APPROVER, LEAGUE, DAY), {"netted"}),
    "instruct": (partial(settling.instruct, *RUN), {"published"}),
    "settle": (
        partial(settling.settle, *RUN, settling.Paid()),
        {"instructed", "partial"},
    ),
    "reconcile": (
        partial(settling.reconcile, *RUN, reason="r"),
        {"settled", "partial"},
    ),
    "archive": (partial(settling.archive, *RUN), {"reconciled"}),
    "hold": (
        partial(settling.hold, *RUN, "r"),
        {"sealed", "validated", "priced", "netted", "published"},
    ),
    "release": (partial(settling.release, *RUN), {"held"}),
}
STANDING = [state for state in State if state is not State.COLLECTING]


@pytest.mark.parametrize("name", ACTS)
def test_an_act_out_of_turn_changes_nothing(name: str, house: None) -> None:
    """Each act is refused in every state but its own, and leaves no step."""
    act, allowed = ACTS[name]
    open_window()
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    for state in STANDING:
        Batch.objects.update(state=state.value, held_from="netted")
        if state.value in allowed:
            continue
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code in {"step-not-possible", "batch-not-held"}
        row = Batch.objects.get()
        assert (row.state, row.steps.count()) == (state.value, 1)


def test_an_empty_window_goes_all_the_way_and_never_back(house: None) -> None:
    """A day without a tap is sealed, published, settled and archived like any other.

    It is held and released on the way. No act opens it again.
    """
    open_window()
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    settling.hold(OPERATOR, LEAGUE, DAY, "a question")
    assert settling.release(OPERATOR, LEAGUE, DAY) is State.SEALED
    result = running.run_batch(OPERATOR, LEAGUE, DAY)
    assert result["counts"]["received"] == 0
    publishing.approve(APPROVER, LEAGUE, DAY)
    assert settling.instruct(OPERATOR, LEAGUE, DAY) == 0
    assert settling.settle(OPERATOR, LEAGUE, DAY, settling.Paid()) is State.SETTLED
    settling.reconcile(OPERATOR, LEAGUE, DAY)
    settling.archive(OPERATOR, LEAGUE, DAY)
    steps = BatchStep.objects.order_by("number").values_list("after", flat=True)
    assert list(steps) == [
        "sealed", "held", "sealed", "validated", "priced", "netted", "published",
        "instructed", "settled", "reconciled", "archived",
    ]  # fmt: skip
    for act, _ in ACTS.values():
        with pytest.raises(Refused):
            act()
