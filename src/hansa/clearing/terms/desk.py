"""What a person does with a window and its batches, one act at a time."""

from collections.abc import Mapping
from enum import StrEnum

from hansa.kernel.text import Text, text


class Act(StrEnum):
    """An act on a window or on one of its batches."""

    SEAL = "seal"
    RUN = "run"
    APPROVE = "approve"
    INSTRUCT = "instruct"
    SETTLE = "settle"
    RECONCILE = "reconcile"
    ARCHIVE = "archive"
    DELTA = "delta"
    HOLD = "hold"
    RELEASE = "release"
    VOID = "void"


OF_WINDOW = frozenset({Act.SEAL, Act.DELTA})
"""Acts that make a batch; the others are done to one."""

ACT_NAMES: Mapping[Act, Text] = {
    Act.SEAL: text("Seal the window"),
    Act.RUN: text("Validate, price and net"),
    Act.APPROVE: text("Approve and publish"),
    Act.INSTRUCT: text("Order the payments"),
    Act.SETTLE: text("Record payments"),
    Act.RECONCILE: text("Confirm that it agrees with the bank"),
    Act.ARCHIVE: text("Put away"),
    Act.DELTA: text("Seal an adjustment batch"),
    Act.HOLD: text("Hold"),
    Act.RELEASE: text("Release"),
    Act.VOID: text("Void"),
}

ACT_MEANINGS: Mapping[Act, Text] = {
    Act.SEAL: text(
        "What is sealed never changes; what comes later becomes an adjustment batch."
    ),
    Act.RUN: text("The same files and rules give the same result, whoever runs them."),
    Act.APPROVE: text(
        "Hansa clears the batch once more and compares; then every city gets its statement."
    ),
    Act.INSTRUCT: text("The fewest payments that settle every position are ordered."),
    Act.SETTLE: text("Tick each payment that was made; what is not ticked stays open."),
    Act.RECONCILE: text("Compare every payment with the bank's sheet first."),
    Act.ARCHIVE: text("Nothing follows after that."),
    Act.DELTA: text("The sealed batch stays unchanged; each fen names its cause."),
    Act.HOLD: text("Nothing goes on until the batch is released."),
    Act.RELEASE: text("The batch goes on from where it stood."),
    Act.VOID: text("The files of the batch wait for another one then."),
}
