"""The ledger of net positions, and what parties have not paid yet."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.clearing.models import Batch, BatchInstruction, Posting
from hansa.clearing.reads.batches import net_of
from hansa.clearing.reads.past import batches_then, last_of, payments_then
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


def trial_balance(actor: Actor, league: str, as_of: date | None = None) -> TrialBalance:
    """Add up the ledger of a league by party.

    Args:
        actor: somebody who may read clearing.
        league: slug.
        as_of: leaves out what was booked after this day; None leaves out nothing.

    Raises:
        Forbidden: the actor may not read clearing.
    """
    require(actor, READ, Over(league=league))
    postings = Posting.objects.filter(entry__league=league)
    if as_of is not None:
        postings = postings.filter(entry__at__lte=last_of(as_of))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """What is open of a party's published batches, each batch by itself, in fen.

    One batch may leave a party to pay and another to receive; its balance is the
    difference, and what a city owes by the caps is ``pays_fen``.
    """

    pays_fen: int
    receives_fen: int


def list_open(
    actor: Actor, league: str, as_of: date | None = None
) -> dict[str, OpenLine]:
    """Bring the balance of each account to what batches leave to be paid and received.

    Args:
        actor: somebody who may read clearing.
        league: slug.
        as_of: as in ``trial_balance``.

    Raises:
        Forbidden: the actor may not read clearing.
    """
    balance = trial_balance(actor, league, as_of)
    unpaid = unpaid_of(league, as_of)
    return {
        one.party: OpenLine(
            pays_fen=unpaid.get(one.party, 0),
            receives_fen=one.balance_fen + unpaid.get(one.party, 0),
        )
        for one in balance.accounts
    }


def unpaid_of(league: str, as_of: date | None = None) -> dict[str, int]:
    """Give what each party owes of published batches and has not paid, in fen.

    One that was held after it was published is owed on.

    Args:
        league: slug.
        as_of: the day as of whose end it is reckoned; None for now.
    """
    if as_of is not None:
        return _unpaid_then(league, as_of)
    owed: dict[str, int] = {}
    stands = Q(state=State.PUBLISHED.value) | Q(held_from=State.PUBLISHED.value)
    published = Batch.objects.filter(stands, league=league).exclude(
        state=State.VOIDED.value
    )
    for batch in published.prefetch_related("pairs"):
        _owe_net(owed, batch)
    open_ones = BatchInstruction.objects.filter(batch__league=league).filter(
        Q(paid_at=None) | Q(guaranteed=True)
    )
    for row in open_ones.values("payer").annotate(fen=Sum("amount_fen")):
        owed[row["payer"]] = owed.get(row["payer"], 0) + row["fen"]
    return owed


def _unpaid_then(league: str, as_of: date) -> dict[str, int]:
    owed: dict[str, int] = {}
    rows = Batch.objects.filter(league=league, chain__isnull=False)
    rows = rows.prefetch_related("pairs", "instructions")
    for batch in batches_then(rows, as_of):
        if State.PUBLISHED.value in {batch.state, batch.held_from}:
            _owe_net(owed, batch)
        for one in payments_then(batch, as_of):
            if one.paid_at is None or one.guaranteed:
                owed[one.payer] = owed.get(one.payer, 0) + one.amount_fen
    return owed


def _owe_net(owed: dict[str, int], batch: Batch) -> None:
    for party, fen in net_of(batch).items():
        if fen < 0:
            owed[party] = owed.get(party, 0) - fen
