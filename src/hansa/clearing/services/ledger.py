"""Books net positions and payments: every entry sums to zero, and so does the whole."""

from collections.abc import Mapping
from uuid import uuid4

from django.db.models import Sum

from hansa.chassis.actor import Actor
from hansa.clearing.models import Batch, LedgerEntry, Posting
from hansa.clearing.terms.house import EntryKind


def post(
    actor: Actor, batch: Batch, kind: EntryKind, amounts: Mapping[str, int]
) -> None:
    """Add an entry in the caller's transaction, and prove that the ledger balances.

    Args:
        actor: who books it.
        batch: whose money it is.
        kind: what it is.
        amounts: what each party's position changes by, in fen.

    Raises:
        RuntimeError: the entry or the ledger does not sum to zero; nothing is booked.
    """
    total = sum(amounts.values())
    if total != 0:
        raise RuntimeError(f"an entry of {batch} sums to {total} fen, not to zero")
    entry = LedgerEntry.objects.create(
        id=uuid4(),
        league=batch.league,
        batch=batch,
        kind=kind.value,
        at=actor.at,
        recorded_by=actor.person,
    )
    Posting.objects.bulk_create(
        Posting(entry=entry, party=party, amount_fen=fen)
        for party, fen in amounts.items()
        if fen
    )
    whole = Posting.objects.filter(entry__league=batch.league)
    balance = whole.aggregate(fen=Sum("amount_fen", default=0))["fen"]
    if balance != 0:
        raise RuntimeError(f"the ledger of {batch.league} is out by {balance} fen")
