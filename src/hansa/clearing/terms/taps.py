"""Taps as they are received: columns, kinds, outcomes and codes."""

from collections.abc import Mapping
from enum import StrEnum

from hansa.kernel.text import Text, text

REQUIRED = (
    "record_id", "acquirer", "issuer", "card", "counter", "service", "kind",
    "original_record_id", "amount_fen", "occurred_at",
)  # fmt: skip
OPTIONAL = (
    "list_fen", "journey_id", "entered_at", "exited_at", "balance_before_fen", "tac_ok",
    "test", "terminal", "category",
)  # fmt: skip
COLUMNS = (*REQUIRED, *OPTIONAL)
"""Every column of a tap, in the order in which its content is hashed."""

WHOLE_NUMBERS = frozenset({"counter", "amount_fen", "list_fen", "balance_before_fen"})
INSTANTS = frozenset({"occurred_at", "entered_at", "exited_at"})
FLAGS = frozenset({"tac_ok", "test"})
MAY_BE_EMPTY = frozenset({"original_record_id", *OPTIONAL})


class Kind(StrEnum):
    """What a tap is. Source: contracts, section 11."""

    PURCHASE = "purchase"
    REFUND = "refund"
    REVERSAL = "reversal"


class Outcome(StrEnum):
    """What becomes of a row."""

    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    REJECTED = "rejected"


class Code(StrEnum):
    """Why; in the order in which a row is judged. Source: contracts, section 11."""

    ROW_BAD = "ROW_BAD"
    PARTY_UNKNOWN = "PARTY_UNKNOWN"
    TEST = "TEST"
    DUP_EXACT = "DUP_EXACT"
    DUP_CONFLICT = "DUP_CONFLICT"
    AMOUNT_RANGE = "AMOUNT_RANGE"
    FUTURE = "FUTURE"
    LATE = "LATE"
    TAC_FAIL = "TAC_FAIL"
    KEY_UNKNOWN = "KEY_UNKNOWN"
    DENYLIST = "DENYLIST"
    CTR_REPEAT = "CTR_REPEAT"
    REFUSED = "REFUSED"
    ORIGINAL_MISSING = "ORIGINAL_MISSING"
    REFUND_EXCESS = "REFUND_EXCESS"
    RULE_NONE = "RULE_NONE"
    RULE_MANY = "RULE_MANY"
    ACCEPTED = "ACCEPTED"


_REJECTED = frozenset(
    {
        Code.ROW_BAD,
        Code.PARTY_UNKNOWN,
        Code.TEST,
        Code.DUP_EXACT,
        Code.AMOUNT_RANGE,
        Code.FUTURE,
        Code.LATE,
        Code.REFUSED,
    }
)

LIFTED = (
    Code.DUP_CONFLICT,
    Code.TAC_FAIL,
    Code.KEY_UNKNOWN,
    Code.DENYLIST,
    Code.CTR_REPEAT,
)
"""Doubts that a decision may lift from a row; no decision gives it a rule or a purchase."""


def outcome_of(code: Code) -> Outcome:
    """Give the outcome that a code leads to."""
    if code is Code.ACCEPTED:
        return Outcome.ACCEPTED
    return Outcome.REJECTED if code in _REJECTED else Outcome.SUSPENDED


OUTCOME_NAMES: Mapping[Outcome, Text] = {
    Outcome.ACCEPTED: text("accepted"),
    Outcome.SUSPENDED: text("suspended (in doubt)"),
    Outcome.REJECTED: text("rejected"),
}

CODE_NAMES: Mapping[Code, Text] = {
    Code.ROW_BAD: text("the row cannot be read, or its amount is negative"),
    Code.PARTY_UNKNOWN: text("the issuer or the acquirer is no participant"),
    Code.TEST: text("marked as a test"),
    Code.DUP_EXACT: text("the same record again"),
    Code.DUP_CONFLICT: text("one serial with two contents"),
    Code.AMOUNT_RANGE: text("more than the rule allows for one tap"),
    Code.FUTURE: text("dated after the window's end"),
    Code.LATE: text("older than the window takes"),
    Code.TAC_FAIL: text("the card's signature does not hold"),
    Code.KEY_UNKNOWN: text("the terminal is not on the list"),
    Code.DENYLIST: text("the card is on the deny list"),
    Code.CTR_REPEAT: text("one card and counter under several serials"),
    Code.REFUSED: text("refused for good by a decision"),
    Code.ORIGINAL_MISSING: text("no accepted purchase to give back"),
    Code.REFUND_EXCESS: text("more than is left of the purchase"),
    Code.RULE_NONE: text("no rule for this service, acquirer and instant"),
    Code.RULE_MANY: text("several rules for this service, acquirer and instant"),
    Code.ACCEPTED: text("accepted"),
}


class Note(StrEnum):
    """What is remarked on an accepted row; it changes no money."""

    CTR_GAP = "CTR_GAP"
    BAL_BREAK = "BAL_BREAK"


class FileCode(StrEnum):
    """Why a file is refused whole, or missed."""

    BROKEN = "FILE_BROKEN"
    COLUMNS = "FILE_COLUMNS"
    COUNT = "FILE_COUNT"
    SIZE = "FILE_SIZE"
    TWICE = "FILE_TWICE"
    GAP = "FILE_GAP"
    ACQUIRER = "FILE_ACQUIRER"


FILE_CODE_NAMES: Mapping[FileCode, Text] = {
    FileCode.BROKEN: text("the file is damaged or in no known format"),
    FileCode.COLUMNS: text("a required column is missing"),
    FileCode.COUNT: text("its trailer counts other rows or another sum"),
    FileCode.SIZE: text("the file is larger than is taken"),
    FileCode.TWICE: text("the same file again"),
    FileCode.GAP: text("expected and not received"),
    FileCode.ACQUIRER: text("it holds taps of another institution than its sender"),
}
