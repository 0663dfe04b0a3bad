"""The ledger of net positions, and what parties have not paid yet."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.clearing.models import Batch, BatchInstruction, Posting
from hansa.clearing.reads.batches import net_of
from hansa.clearing.rules.rights import READ
from hansa.clearing.terms.house import State


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """A party's account, in fen; a positive balance is still to be received."""

    party: str
    debit_fen: int
    credit_fen: int
    balance_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBalance:
    """Every account; debits and credits are equal, always."""

    accounts: tuple[AccountLine, ...]
    debit_fen: int
    credit_fen: int

    @property
    def balanced(self) -> bool:
        """Whether debits equal credits."""
        return self.debit_fen == self.credit_fen


def trial_balance(actor: Actor, league: str) -> TrialBalance:
    """Add up the ledger of a league by party.

    Raises:
        Forbidden: the actor may not read clearing.
    """
    require(actor, READ, Over(league=league))
    postings = Posting.objects.filter(entry__league=league)
    summed = postings.values("party").order_by("party")
    rows = summed.annotate(
        debit=Sum("amount_fen", filter=Q(amount_fen__lt=0), default=0),
        credit=Sum("amount_fen", filter=Q(amount_fen__gt=0), default=0),
    )
    accounts = tuple(
        AccountLine(
            party=row["party"],
            debit_fen=-row["debit"],
            credit_fen=row["credit"],
            balance_fen=row["debit"] + row["credit"],
        )
        for row in rows
    )
    return TrialBalance(
        accounts=accounts,
        debit_fen=sum(one.debit_fen for one in accounts),
        credit_fen=sum(one.credit_fen for one in accounts),
    )


def unpaid_of(league: str) -> dict[str, int]:
    """Give what each party owes of published batches and has not paid, in fen.

    One that was held after it was published is owed on.
    """
    owed: dict[str, int] = {}
    stands = Q(state=State.PUBLISHED.value) | Q(held_from=State.PUBLISHED.value)
    published = Batch.objects.filter(stands, league=league).exclude(
        state=State.VOIDED.value
    )
    for batch in published.prefetch_related("pairs"):
        for party, fen in net_of(batch).items():
            if fen < 0:
                owed[party] = owed.get(party, 0) - fen
    open_ones = BatchInstruction.objects.filter(batch__league=league).filter(
        Q(paid_at=None) | Q(guaranteed=True)
    )
    for row in open_ones.values("payer").annotate(fen=Sum("amount_fen")):
        owed[row["payer"]] = owed.get(row["payer"], 0) + row["fen"]
    return owed
