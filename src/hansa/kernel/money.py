"""Money in integer fen, and the one way to divide it.

No float and no decimal division: an amount is split by largest remainder, so that the
parts always add up to the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FEN_A_YUAN = 100


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in fen; negative amounts are legal (a refund, a debit)."""

    fen: int

    def __post_init__(self) -> None:
        # A bool is an int to Python and a float slips in through JSON; neither is money.
        if type(self.fen) is not int:
            raise TypeError(f"money is a whole number of fen, not {self.fen!r}")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.fen + other.fen)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.fen - other.fen)

    def __neg__(self) -> "Money":
        return Money(-self.fen)

    def __str__(self) -> str:
        sign = "-" if self.fen < 0 else ""
        yuan, fen = divmod(abs(self.fen), FEN_A_YUAN)
        return f"{sign}{yuan:,}.{fen:02d}"


def split(total_fen: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split an amount in proportion to weights, by largest remainder.

    The parts add up to the total exactly. Each part is the exact share rounded down or
    up; the fen left over go to the largest remainders, and where remainders are equal
    to the earlier weight: the order of ``weights`` is the declared tie order. A negative
    total gives the mirror image of the positive one, so a refund undoes its payment.

    Args:
        total_fen: in fen; any sign.
        weights: zero or more each, at least one above zero.

    Raises:
        ValueError: there are no weights, one is negative, or all are zero.
    """
    whole = sum(weights)
    if not whole or min(weights) < 0:
        raise ValueError("weights must be zero or more, and not all zero")
    if total_fen < 0:
        return tuple(-part for part in split(-total_fen, weights))
    shares = [divmod(total_fen * weight, whole) for weight in weights]
    parts = [quotient for quotient, _ in shares]
    left_over = total_fen - sum(parts)
    if left_over:
        # Sorting keeps the order of equals, which is the declared one.
        by_remainder = sorted(range(len(shares)), key=lambda at: -shares[at][1])
        for at in by_remainder[:left_over]:
            parts[at] += 1
    return tuple(parts)


def refund_split(
    paid_fen: int, before_fen: int, refund_fen: int, weights: Sequence[int]
) -> tuple[int, ...]:
    """Split one refund so that all refunds of a payment together mirror its split.

    Each party's share is the split of what has been refunded after this refund, less
    the split of what had been refunded before it; when the whole payment has been
    refunded, every party has given back exactly what it got.

    Args:
        paid_fen: the original payment, zero or more.
        before_fen: refunded earlier, zero or more.
        refund_fen: this refund, zero or more.
        weights: those of the payment's own split.

    Raises:
        ValueError: the refunds together would exceed the payment.
    """
    if min(before_fen, refund_fen) < 0 or before_fen + refund_fen > paid_fen:
        raise ValueError("refunds must stay within the payment")
    after = split(before_fen + refund_fen, weights)
    before = split(before_fen, weights)
    return tuple(late - early for late, early in zip(after, before, strict=True))
