"""Net positions, their bilateral explanation, and the fewest payments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hansa.clearing.rules import merkle
from hansa.clearing.rules.netting import (
    Instruction,
    bilateral_of,
    instructions_for,
    net_positions,
)

CITIES = ("changsha", "zhuzhou", "xiangtan")
GROSS = {
    ("changsha", "zhuzhou"): 100,
    ("changsha", "xiangtan"): 25,
    ("zhuzhou", "changsha"): 60,
    ("zhuzhou", "xiangtan"): 15,
    ("xiangtan", "changsha"): 40,
    ("xiangtan", "zhuzhou"): 10,
}
PARTIES = tuple("abcdefg")

pairs = st.dictionaries(
    st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES)).filter(
        lambda pair: pair[0] != pair[1]
    ),
    st.integers(1, 10**13),
    max_size=30,
)


def test_the_figures_of_the_agreement() -> None:
    """Six gross amounts of 250 come to three positions and two payments of 35."""
    net = net_positions(CITIES, GROSS)
    assert net == {"changsha": -25, "zhuzhou": 35, "xiangtan": -10}
    assert instructions_for(net) == (
        Instruction("changsha", "zhuzhou", 25),
        Instruction("xiangtan", "zhuzhou", 10),
    )


def test_nothing_owed_is_nothing_paid() -> None:
    """A window without legs, or whose legs cancel out, closes without a payment."""
    assert instructions_for(net_positions(CITIES, {})) == ()
    back = {("changsha", "zhuzhou"): 7, ("zhuzhou", "changsha"): 7}
    assert instructions_for(net_positions(CITIES, back)) == ()


def test_positions_that_do_not_sum_to_zero_are_refused() -> None:
    """A position out of nowhere is never settled."""
    with pytest.raises(ValueError, match="zero"):
        instructions_for({"a": 1, "b": 0})


@given(pairs)
def test_payments_settle_everybody(gross: dict[tuple[str, str], int]) -> None:
    """Positions sum to zero, and fewer payments than parties settle them to the fen."""
    net = net_positions(PARTIES, gross)
    assert sum(net.values()) == 0
    paid = instructions_for(net)
    assert len(paid) <= max(sum(1 for fen in net.values() if fen) - 1, 0)
    left = dict(net)
    for one in paid:
        assert one.amount_fen > 0
        left[one.payer] += one.amount_fen
        left[one.payee] -= one.amount_fen
    assert not any(left.values())


@given(pairs)
def test_a_net_position_is_explained_bilaterally(
    gross: dict[tuple[str, str], int],
) -> None:
    """The balances against each other party add up to the net position."""
    net = net_positions(PARTIES, gross)
    for party in PARTIES:
        lines = bilateral_of(party, PARTIES, gross)
        assert sum(line.balance_fen for line in lines) == net[party]


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=33), st.data())
def test_a_path_leads_to_the_root_and_nothing_else_does(
    contents: list[bytes], data: st.DataObject
) -> None:
    """Each leaf has a path to the root; another leaf or a shorter path has not."""
    leaves = [merkle.leaf_hash(content) for content in contents]
    at = data.draw(st.integers(0, len(leaves) - 1))
    path, root = merkle.path_to(leaves, at), merkle.root_of(leaves)
    assert merkle.root_from(leaves[at], at, len(leaves), path) == root
    other = merkle.leaf_hash(b"another " + contents[at])
    assert merkle.root_from(other, at, len(leaves), path) != root
    if path:
        assert merkle.root_from(leaves[at], at, len(leaves), path[1:]) != root
