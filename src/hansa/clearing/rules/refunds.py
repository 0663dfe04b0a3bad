"""What is left of a purchase, and which refunds and reversals may take of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from hansa.clearing.terms.taps import Code, Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """A refund or reversal of one purchase; the row is the caller's own number."""

    row: int
    kind: Kind
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of it: an accepted one takes the purchase from ``before`` to ``after``.

    ``voids`` is set on a reversal, whose ``after`` is always the whole purchase.
    """

    row: int
    code: Code
    before_fen: int = 0
    after_fen: int = 0
    voids: bool = False


def take_back(amount_fen: int, asked: Sequence[Asked]) -> tuple[Taken, ...]:
    """Judge the refunds and reversals of one accepted purchase, in their order.

    A refund that would carry the sum above the purchase is refused and the next is
    tried. A reversal must equal what is left, and leaves nothing, not even nothing to
    refund.

    Args:
        amount_fen: what the purchase charged; zero or more.
        asked: in the order (window, occurred_at, acquirer, record_id).

    Source: contracts, section 11.
    """
    taken: list[Taken] = []
    back_fen, voided = 0, False
    for one in asked:
        reverses = one.kind is Kind.REVERSAL
        left_fen = amount_fen - back_fen
        fits = one.amount_fen == left_fen if reverses else one.amount_fen <= left_fen
        if voided or not fits:
            taken.append(Taken(one.row, Code.REFUND_EXCESS))
            continue
        after_fen = back_fen + one.amount_fen
        taken.append(Taken(one.row, Code.ACCEPTED, back_fen, after_fen, reverses))
        back_fen, voided = after_fen, reverses
    return tuple(taken)
