"""Orders payments, records what was paid, and ends, holds or voids batches."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.lengths import refuse_long
from hansa.chassis.rights import Over, require
from hansa.clearing.models import Batch, BatchInstruction, CardFile
from hansa.clearing.reads import rulesets
from hansa.clearing.reads.batches import is_rested_on, net_of
from hansa.clearing.reads.conflicts import late_conflicts_in
from hansa.clearing.rules.netting import instructions_for
from hansa.clearing.rules.rights import APPROVE, PREPARE
from hansa.clearing.rules.states import PUBLISHED, require_step
from hansa.clearing.services import ledger
from hansa.clearing.services.steps import (
    locked,
    record,
    require_reason,
    take_steps,
)
from hansa.clearing.terms.house import STATE_NAMES, EntryKind, State
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.text import text

REFERENCE_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """Payments that were made.

    Attributes:
        numbers: of the instructions.
        all_open: whether all that are not paid are meant, and none is named.
        reference: what names the payment at the bank.
        guaranteed: whether the guarantee account paid in place of the payer, who still
            owes it then.
    """

    numbers: Sequence[int] = ()
    all_open: bool = False
    reference: str = ""
    guaranteed: bool = False


def instruct(actor: Actor, league: str, slug: str, number: int | None = None) -> int:
    """Order the fewest payments that settle a published batch, and count them.

    A batch whose positions are all zero has none.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such batch.
        Refused: it is not published, or the window must look at a late conflict first.
    """
    require(actor, PREPARE, Over(league=league))
    with transaction.atomic():
        row = locked(league, slug, number)
        require_step(State(row.state), State.INSTRUCTED)
        _refuse_late_conflict(row)
        take_steps(actor, row, (State.INSTRUCTED,))
        payments = instructions_for(net_of(row))
        BatchInstruction.objects.bulk_create(
            BatchInstruction(
                batch=row,
                number=at,
                payer=one.payer,
                payee=one.payee,
                amount_fen=one.amount_fen,
            )
            for at, one in enumerate(payments, start=1)
        )
        record(actor, "clearing.instruct", row, {"payments": len(payments)})
    return len(payments)


def _refuse_late_conflict(row: Batch) -> None:
    others = late_conflicts_in(row.league).get(row.window.slug)
    if others:
        raise Refused(
            "late-conflict",
            text(
                "Serials of the window {window} came in {others} too.",
                window=row.window.slug,
                others=others,
            ),
            text("A late conflict: seal a delta with this cause."),
        )


def settle(
    actor: Actor, league: str, slug: str, paid: Paid, number: int | None = None
) -> State:
    """Record payments, and give the state that the batch is in then.

    It is settled once every payer has paid; where the guarantee account paid for one, it
    is settled in part until that one has paid the account.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such batch or instruction.
        Refused: payments are not ordered, none is named, or the league has no guarantee
            account.
        Conflict: an instruction is paid already.
    """
    require(actor, PREPARE, Over(league=league))
    refuse_long("reference-too-long", paid.reference, REFERENCE_LONGEST)
    with transaction.atomic():
        row = locked(league, slug, number)
        if State(row.state) is not State.PARTIAL:
            require_step(State(row.state), State.SETTLED)
        payments = _chosen(row, paid)
        for one in payments:
            _book(actor, row, one, paid)
        open_ones = row.instructions.filter(paid_at=None).exists()
        owed = row.instructions.filter(guaranteed=True).exists()
        state = State.PARTIAL if open_ones or owed else State.SETTLED
        if state.value != row.state:
            take_steps(actor, row, (state,), paid.reference)
        said = {
            "instructions": [one.number for one in payments],
            "reference": paid.reference,
            "guaranteed": paid.guaranteed,
        }
        record(actor, "clearing.settle", row, said)
    return state


def _chosen(row: Batch, paid: Paid) -> list[BatchInstruction]:
    rows = list(row.instructions.select_for_update().order_by("number"))
    # A batch whose positions are all zero has no payment that could be named.
    if rows and bool(paid.numbers) is paid.all_open:
        raise Refused(
            "payments-unnamed",
            text("It is not said which payments were made."),
            text("Name each that was made, or say that all were that are open."),
        )
    if not paid.numbers:
        return [one for one in rows if one.paid_at is None or one.guaranteed]
    by_number = {one.number: one for one in rows}
    found = []
    for number in dict.fromkeys(paid.numbers):
        one = by_number.get(number)
        if one is None:
            raise Missing(
                "instruction-missing",
                text("The batch has no instruction {number}.", number=number),
                text("It has the numbers 1 to {last}.", last=len(rows)),
            )
        if one.paid_at is not None and (paid.guaranteed or not one.guaranteed):
            raise Conflict(
                "instruction-paid",
                text("Instruction {number} is paid already.", number=number),
                text("Look at the payments of the batch."),
            )
        found.append(one)
    return found


def _book(actor: Actor, row: Batch, one: BatchInstruction, paid: Paid) -> None:
    if paid.guaranteed and one.paid_at is not None:
        return
    if paid.guaranteed:
        account = _guarantee_of(actor, row.league)
        kind, amounts = EntryKind.GUARANTEED, {account: one.amount_fen}
        amounts[one.payee] = amounts.get(one.payee, 0) - one.amount_fen
    elif one.guaranteed:
        account = _guarantee_of(actor, row.league)
        kind = EntryKind.PAID
        amounts = {one.payer: one.amount_fen, account: -one.amount_fen}
    else:
        kind = EntryKind.PAID
        amounts = {one.payer: one.amount_fen, one.payee: -one.amount_fen}
    one.paid_at, one.paid_by = actor.at, actor.person
    one.reference, one.guaranteed = paid.reference, paid.guaranteed
    if paid.guaranteed:
        one.guaranteed_at, one.guaranteed_reference = actor.at, paid.reference
    one.save()
    ledger.post(actor, row, kind, amounts)


def _guarantee_of(actor: Actor, league: str) -> str:
    _, terms = rulesets.in_force(league, actor.at.astimezone(LEAGUE_ZONE).date())
    if terms.guarantee is None:
        raise Refused(
            "guarantee-missing",
            text("The league has no guarantee account."),
            text("Name one under caps in clearing.yaml, or wait for the payer."),
        )
    return terms.guarantee


def reconcile(
    actor: Actor, league: str, slug: str, number: int | None = None, reason: str = ""
) -> None:
    """Say that a batch agrees with the bank; one settled in part only with a reason.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such batch.
        Refused: it is not settled, or is settled in part and no reason is given.
    """
    require(actor, PREPARE, Over(league=league))
    with transaction.atomic():
        row = locked(league, slug, number)
        require_step(State(row.state), State.RECONCILED)
        if State(row.state) is State.PARTIAL:
            require_reason(reason)
        take_steps(actor, row, (State.RECONCILED,), reason)
        record(actor, "clearing.reconcile", row, {"reason": reason})


def archive(actor: Actor, league: str, slug: str, number: int | None = None) -> None:
    """Put a reconciled batch away; nothing follows.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such batch.
        Refused: it is not reconciled.
    """
    require(actor, PREPARE, Over(league=league))
    with transaction.atomic():
        row = locked(league, slug, number)
        take_steps(actor, row, (State.ARCHIVED,))
        record(actor, "clearing.archive", row, {})


def hold(
    actor: Actor, league: str, slug: str, reason: str, number: int | None = None
) -> None:
    """Stop a batch until it is released; only before payments are ordered.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such batch.
        Refused: no reason is given, or it cannot be held.
    """
    require(actor, PREPARE, Over(league=league))
    require_reason(reason)
    with transaction.atomic():
        row = locked(league, slug, number)
        stood = row.state
        take_steps(actor, row, (State.HELD,), reason)
        row.held_from = stood
        row.save()
        record(actor, "clearing.hold", row, {"reason": reason})


def release(
    actor: Actor, league: str, slug: str, number: int | None = None, reason: str = ""
) -> State:
    """Let a held batch go on from where it stood, and give that state.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such batch.
        Refused: it is not held.
    """
    require(actor, PREPARE, Over(league=league))
    with transaction.atomic():
        row = locked(league, slug, number)
        if State(row.state) is not State.HELD:
            raise Refused(
                "batch-not-held",
                text("The batch is {state}.", state=STATE_NAMES[State(row.state)]),
                text("Only a held batch is released."),
            )
        state = State(row.held_from)
        take_steps(actor, row, (state,), reason)
        row.held_from = ""
        row.save()
        record(actor, "clearing.release", row, {"reason": reason})
    return state


def void(
    actor: Actor, league: str, slug: str, reason: str, number: int | None = None
) -> None:
    """Void a batch before payments are ordered; its files wait for another batch then.

    A published one is taken back in the ledger, by an approver; its head stays in the
    chain, as what was published stays published.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such batch.
        Refused: no reason is given, or payments are ordered.
        Conflict: a later batch of the window rests on it.
    """
    require_reason(reason)
    with transaction.atomic():
        row = locked(league, slug, number)
        stood = State(row.held_from) if row.held_from else State(row.state)
        right = APPROVE if stood in PUBLISHED else PREPARE
        require(actor, right, Over(league=league))
        require_step(State(row.state), State.VOIDED)
        _refuse_rested_on(row)
        take_steps(actor, row, (State.VOIDED,), reason)
        if stood in PUBLISHED:
            back = {party: -fen for party, fen in net_of(row).items()}
            ledger.post(actor, row, EntryKind.VOIDED, back)
        CardFile.objects.filter(batch=row).update(batch=None)
        record(actor, "clearing.void", row, {"reason": reason})


def _refuse_rested_on(row: Batch) -> None:
    if is_rested_on(row):
        raise Conflict(
            "batch-rested-on",
            text("A later batch of the window rests on this one."),
            text("Void that one first."),
        )
