"""Whether what was given back of one purchase follows on what was given back before."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An accepted refund or reversal, as a statement shows it.

    Attributes:
        line: where the statement has it.
        at_us: when, in microseconds since 1970 UTC.
        record: its serial.
        voids: whether it is a reversal, which leaves nothing.
        cancelled: whether it gives no legs.
    """

    line: int
    at_us: int
    record: str
    purchase_fen: int
    before_fen: int
    after_fen: int
    voids: bool
    cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """The purchase, where the statement has it."""

    amount_fen: int
    cancelled: bool


def first_astray(
    parts: Sequence[Part], purchase: Purchase | None, *, whole: bool
) -> Part | None:
    """Give the first part that does not follow on the one before; None where all do.

    Args:
        parts: of one purchase and one window, in any order.
        purchase: None where it lies in an earlier window.
        whole: whether the statement shows every part, as it does to the parties of issuer
            and acquirer; another party sees those that concern it, and no gap can be told.

    Source: contracts, section 11: in the order of occurred_at and record_id.
    """
    in_turn = sorted(parts, key=lambda part: (part.at_us, part.record))
    stands_fen = 0 if purchase else min(part.before_fen for part in parts)
    voided = False
    amount_fen = purchase.amount_fen if purchase else parts[0].purchase_fen
    cancelled = purchase is not None and any(part.voids for part in parts)
    agrees = purchase is None or purchase.cancelled == cancelled
    for part in in_turn:
        follows = (
            part.before_fen == stands_fen if whole else part.before_fen >= stands_fen
        )
        fits = stands_fen <= part.after_fen <= amount_fen == part.purchase_fen
        leaves = not part.voids or part.after_fen == amount_fen
        told = not whole or (agrees and part.cancelled == cancelled)
        if voided or not (follows and fits and leaves and told):
            return part
        stands_fen, voided = part.after_fen, part.voids
    return None
