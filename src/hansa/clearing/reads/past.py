"""What stood at the end of an earlier day, from the steps and instants that are kept.

Steps, instants of payments and entries are added and never changed, so that every earlier
day can be shown. One thing cannot: a file that was refused for its sender and brought once
more stands from the later time on.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE, end_of
from hansa.clearing.models import Batch, BatchInstruction
from hansa.clearing.rules.states import STANDING
from hansa.clearing.terms.house import PaymentLine, State


def last_of(day: date) -> datetime:
    """Give the last instant of a day in the leagues' zone."""
    return end_of(day) - timedelta(microseconds=1)


def instant_of(actor: Actor, as_of: date | None) -> datetime:
    """Give the instant that is looked at: now, or the last of another day."""
    if as_of is None or as_of == actor.at.astimezone(LEAGUE_ZONE).date():
        return actor.at
    return last_of(as_of)


def batches_then(rows: QuerySet[Batch], as_of: date | None) -> list[Batch]:
    """Give the batches that were sealed by a day, each as it stood then.

    The rows of another day are for reading only; what came later is not in them. Without
    a day they are as they are now.
    """
    if as_of is None:
        return list(rows)
    last = last_of(as_of)
    found = rows.filter(sealed_at__lte=last).prefetch_related("steps")
    return [_rewound(row, last) for row in found]


def _rewound(row: Batch, last: datetime) -> Batch:
    steps = sorted(row.steps.all(), key=lambda step: step.number)
    steps = [step for step in steps if step.at <= last]
    reached = {State(step.after) for step in steps}
    before, after = State.COLLECTING.value, State.SEALED.value
    if steps:
        before, after = steps[-1].before, steps[-1].after
    row.state = after
    row.held_from = before if after == State.HELD.value else ""
    if State.NETTED not in reached:
        row.result, row.result_sha256, row.touches = {}, "", {}
    if State.PUBLISHED not in reached:
        row.chain, row.previous_head = None, ""
        row.head, row.head_sha256 = {}, ""
    return row


def holders(batches: Iterable[Batch]) -> Mapping[str, int]:
    """Say which batch of a window sealed each file, by the file's hash.

    Args:
        batches: those of one window by their numbers, as they stood.
    """
    found: dict[str, int] = {}
    for batch in batches:
        if State(batch.state) in STANDING:
            for file in batch.manifest["files"]:
                found.setdefault(file["sha256"], batch.number)
    return found


def payments_then(row: Batch, as_of: date | None) -> tuple[PaymentLine, ...]:
    """Give the payments of a batch as they stood; none before they were ordered."""
    ordered = sorted(row.instructions.all(), key=lambda one: one.number)
    if as_of is None:
        return tuple(payment_of(one) for one in ordered)
    last = last_of(as_of)
    if not any(
        step.after == State.INSTRUCTED.value and step.at <= last
        for step in row.steps.all()
    ):
        return ()
    return tuple(payment_of(_unpaid_again(one, last)) for one in ordered)


def _unpaid_again(row: BatchInstruction, last: datetime) -> BatchInstruction:
    if row.paid_at is None or row.paid_at <= last:
        return row
    was_guaranteed = row.guaranteed_at is not None and row.guaranteed_at <= last
    row.guaranteed = was_guaranteed
    row.paid_at = row.guaranteed_at if was_guaranteed else None
    row.reference = row.guaranteed_reference if was_guaranteed else ""
    return row


def payment_of(row: BatchInstruction) -> PaymentLine:
    """Turn a row into a term."""
    return PaymentLine(
        number=row.number,
        payer=row.payer,
        payee=row.payee,
        amount_fen=row.amount_fen,
        paid_at=row.paid_at,
        reference=row.reference,
        guaranteed=row.guaranteed,
    )
