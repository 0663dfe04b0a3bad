"""Money divides without losing a fen, and refunds undo their payment."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hansa.kernel.money import Money, refund_split, split

# A loaded machine is slow, and slow is no fault: time is not measured here.
LAW = settings(deadline=None, max_examples=60)

FEN_MOST = 10**15
AMOUNTS = st.integers(min_value=0, max_value=FEN_MOST)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)

# total, weights, parts
SPLITS = [
    (0, (1, 2), (0, 0)),
    (100, (1,), (100,)),
    (100, (1, 1), (50, 50)),
    (101, (1, 1), (51, 50)),  # equal remainders: the earlier weight gets the fen
    (100, (1, 1, 1), (34, 33, 33)),
    (101, (1, 1, 1), (34, 34, 33)),
    (10, (1, 2, 3), (2, 3, 5)),
    (11, (1, 2, 3), (2, 4, 5)),
    (1, (1, 9), (0, 1)),  # the largest remainder wins over the earlier weight
    (1, (0, 0, 7), (0, 0, 1)),
    (7, (3, 0, 3), (4, 0, 3)),
    (-101, (1, 1), (-51, -50)),
    (-10, (1, 2, 3), (-2, -3, -5)),
    (FEN_MOST + 1, (1, 1), (FEN_MOST // 2 + 1, FEN_MOST // 2)),
]


@pytest.mark.parametrize(("total", "weights", "parts"), SPLITS)
def test_split_gives_the_worked_parts(
    total: int, weights: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    """Worked cases come out to the fen."""
    assert split(total, weights) == parts


@LAW
@given(total=st.integers(-FEN_MOST, FEN_MOST), weights=WEIGHTS)
def test_parts_add_up_to_the_total(total: int, weights: list[int]) -> None:
    """There is one part for each weight, and no fen is lost or made."""
    parts = split(total, weights)
    assert len(parts) == len(weights)
    assert sum(parts) == total


@LAW
@given(total=AMOUNTS, weights=WEIGHTS)
def test_each_part_is_its_exact_share_rounded(total: int, weights: list[int]) -> None:
    """A part is the exact share rounded down or up, and exact where that is whole."""
    for part, weight in zip(split(total, weights), weights, strict=True):
        floor, remainder = divmod(total * weight, sum(weights))
        assert floor <= part <= floor + (remainder > 0)


@LAW
@given(total=AMOUNTS, weights=WEIGHTS)
def test_a_larger_weight_never_gets_less(total: int, weights: list[int]) -> None:
    """Parts follow the order of weights, and of places where weights are equal."""
    parts = split(total, weights)
    order = sorted(range(len(weights)), key=lambda at: (-weights[at], at))
    ranked = [parts[at] for at in order]
    assert ranked == sorted(ranked, reverse=True)


@LAW
@given(total=AMOUNTS, weights=WEIGHTS)
def test_a_negative_total_is_the_mirror_image(total: int, weights: list[int]) -> None:
    """Splitting a debit gives each party the opposite of its credit."""
    assert split(-total, weights) == tuple(-part for part in split(total, weights))


@LAW
@given(total=AMOUNTS, weights=WEIGHTS, factor=st.integers(1, 1000))
def test_only_the_proportion_of_weights_counts(
    total: int, weights: list[int], factor: int
) -> None:
    """Weights in another unit give the same parts."""
    assert split(total, [factor * weight for weight in weights]) == split(
        total, weights
    )


@pytest.mark.parametrize("weights", [(), (0,), (0, 0), (1, -1), (-1,)])
@pytest.mark.parametrize("total", [100, 0, -100])
def test_unusable_weights_are_refused(total: int, weights: tuple[int, ...]) -> None:
    """Nobody to pay, or a negative weight, is a mistake of the caller."""
    with pytest.raises(ValueError, match="weights must be zero or more"):
        split(total, weights)


@LAW
@given(
    slices=st.lists(st.integers(0, 10**6), max_size=12),
    left=st.integers(0, 10**6),
    weights=WEIGHTS,
)
def test_all_refunds_mirror_the_payment(
    slices: list[int], left: int, weights: list[int]
) -> None:
    """However a payment is refunded in slices, each party gives back what it got."""
    paid = sum(slices) + left
    given_back = [0] * len(weights)
    before = 0
    for refund in [*slices, left]:
        shares = refund_split(paid, before, refund, weights)
        assert sum(shares) == refund
        given_back = [sum(pair) for pair in zip(given_back, shares, strict=True)]
        before += refund
        assert tuple(given_back) == split(before, weights)
    assert tuple(given_back) == split(paid, weights)


def test_one_full_refund_is_the_payment() -> None:
    """A payment refunded at once is undone at once."""
    assert refund_split(101, 0, 101, (1, 1)) == split(101, (1, 1))


def test_a_share_of_a_refund_may_be_negative() -> None:
    """A larger sum may give a party a fen less, and a refund then pays it that fen.

    Largest remainder is not monotone in the total; the law of the sum is kept instead.
    """
    weights = (7, 7, 2)
    assert (split(3, weights), split(4, weights)) == ((1, 1, 1), (2, 2, 0))
    assert refund_split(4, 3, 1, weights) == (1, 1, -1)


@pytest.mark.parametrize(
    ("paid", "before", "refund"),
    [(100, 0, 101), (100, 60, 41), (100, -1, 10), (100, 10, -1), (-100, 0, 0)],
)
def test_refunds_beyond_the_payment_are_refused(
    paid: int, before: int, refund: int
) -> None:
    """Refunds stay within the payment and never run backwards."""
    with pytest.raises(ValueError, match="within the payment"):
        refund_split(paid, before, refund, (1, 1))


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (-5, "-0.05"),
        (100, "1.00"),
        (-12345, "-123.45"),
        (123456789, "1,234,567.89"),
    ],
)
def test_money_is_written_in_yuan(fen: int, written: str) -> None:
    """Amounts print as yuan with two places; the sign stands in front."""
    assert str(Money(fen)) == written


@pytest.mark.parametrize("fen", [True, 1.0, "1", None, json.loads("1e2")])
def test_money_is_whole_fen_only(fen: int) -> None:
    """Neither a flag nor a float nor a text is money."""
    with pytest.raises(TypeError, match="whole number of fen"):
        Money(fen)


@LAW
@given(one=st.integers(), other=st.integers())
def test_money_adds_and_compares_as_its_fen(one: int, other: int) -> None:
    """Sums, differences, signs and order are those of the fen."""
    assert Money(one) + Money(other) == Money(one + other)
    assert Money(one) - Money(other) == Money(one) + -Money(other)
    assert (Money(one) < Money(other)) is (one < other)
