"""What the clearing house adds to a case: its rows, its amount, and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hansa.clearing.terms.house import Cause
from hansa.kernel.text import Text, text

DISPUTE, UNMATCHED, ADJUSTMENT = "dispute", "unmatched", "adjustment"
"""Types of ``casework.yaml`` that the clearing house opens and listens to."""
CLAIMANT, RESPONDENT = "claimant", "respondent"
SENDER = "sender"
PAYER, PAYEE = "payer", "payee"
UPHELD, MADE = "upheld", "made"
"""Decisions that move money: of a dispute by an adjustment, of an adjustment by a batch."""


class RowDecision(StrEnum):
    """What a case decided on a row; the words are the decisions of ``unmatched``."""

    RELEASED = "released"
    REFUSED = "refused"


ROW_DECISION_NAMES: Mapping[RowDecision, Text] = {
    RowDecision.RELEASED: text("released"),
    RowDecision.REFUSED: text("refused for good"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRowLine:
    """A row that a case is about.

    Attributes:
        number: of the batch in whose window it was found.
        code: why it was in doubt; ``ACCEPTED`` for a row that is disputed.
        decision: None while no decision reaches it.
        rivals: whether the case holds other content under its serial.
    """

    window: str
    number: int
    acquirer: str
    record_id: str
    content_hash: str
    code: str
    decision: RowDecision | None
    rivals: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeDraft:
    """What a city disputes of its own statement.

    Attributes:
        number: of the batch; None for the latest of the window.
        party: the city that disputes.
        against: the other party; None where the rows say it.
        rows: serials of rows in its statement, each as ``acquirer/record_id``.
        amount_fen: more than zero; None where rows are named and no amount is claimed.
    """

    window: str
    party: str
    number: int | None = None
    against: str | None = None
    rows: tuple[str, ...] = ()
    amount_fen: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentDraft:
    """What shall be paid beside all taps of a published window.

    Attributes:
        dispute: number of the dispute that it settles, such as 2026-3; empty for none.
    """

    window: str
    payer: str
    payee: str
    amount_fen: int
    words: str = ""
    dispute: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBatch:
    """A batch that a case is about, or that its decision made part of the books."""

    window: str
    number: int
    cause: Cause | None
    is_published: bool
