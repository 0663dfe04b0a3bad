"""How much may be left unpaid, and what becomes of a batch when a party does not pay."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from hansa.clearing.rules.netting import (
    Instruction,
    Pairs,
    instructions_for,
    net_positions,
)
from hansa.clearing.terms.house import PaymentLine
from hansa.kernel.money import split


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A party that would owe more than its cap, in fen."""

    party: str
    owed_fen: int
    cap_fen: int


def breaches(
    unpaid: Mapping[str, int],
    net: Mapping[str, int],
    cap_of: Callable[[str], int | None],
) -> tuple[Breach, ...]:
    """Name the parties that a batch would bring over their cap.

    What a party is owed but has not received pays for nothing yet, so credits of other
    batches do not count.

    Args:
        unpaid: what each party still owes of earlier batches, zero or more.
        net: positions that the batch adds; negative owes.
        cap_of: a party's cap; None where it has none.
    """
    found = []
    for party, position in net.items():
        if position >= 0:
            continue
        owed, cap = unpaid.get(party, 0) - position, cap_of(party)
        if cap is not None and owed > cap:
            found.append(Breach(party=party, owed_fen=owed, cap_fen=cap))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """A batch in which one party does not pay.

    Attributes:
        party: who does not pay.
        net: positions that are settled then; they sum to zero.
        changes: what each party receives less (negative) or pays less (positive).
        instructions: what is to be paid then.
        drawn_fen: what the guarantee pays.
        uncovered_fen: what nobody pays.
    """

    party: str
    net: Mapping[str, int]
    changes: Mapping[str, int]
    instructions: tuple[Instruction, ...]
    drawn_fen: int
    uncovered_fen: int


def left_of(
    net: Mapping[str, int], payments: Iterable[PaymentLine], account: str
) -> dict[str, int]:
    """Give the positions of a batch once the payments that were made are counted.

    Args:
        net: positions of the batch, in declared order.
        payments: made or not; where the account paid, the payer owes it to the account.
        account: who pays for a city; empty where nobody does.
    """
    left = dict(net)
    for one in payments:
        if one.paid_at is not None:
            payer = account if one.guaranteed and account else one.payer
            left[payer] = left.get(payer, 0) + one.amount_fen
            left[one.payee] -= one.amount_fen
    return left


def unwind(left: Mapping[str, int], pairs: Pairs, party: str) -> Shortfall:
    """Take a party out: what it owes and is owed is left out, the rest is netted anew.

    Payments that were made stay made, so that what the party paid goes back to it, and
    what it received goes back from it.

    Args:
        left: what is still to be paid and received, every party in declared order.
        pairs: gross amounts of the batch.
        party: who does not pay.
    """
    before = dict(left)
    gone = {pair: fen for pair, fen in pairs.items() if party in pair}
    without = net_positions([*left], gone)
    after = {one: fen - without[one] for one, fen in before.items()}
    return Shortfall(
        party=party,
        net=after,
        changes={one: after[one] - before[one] for one in before},
        instructions=instructions_for(after),
        drawn_fen=0,
        uncovered_fen=max(-before[party], 0),
    )


def guarantee(
    net: Mapping[str, int], party: str, account: str, fund_fen: int
) -> Shortfall:
    """Let an account pay for a party; what it does not cover, creditors bear by their due.

    Args:
        net: what is still to be paid and received, in declared order.
        party: who does not pay.
        account: who pays in its place.
        fund_fen: what lies in the account.
    """
    owed = max(-net[party], 0)
    drawn = min(owed, fund_fen)
    after = {one: (0 if one == party and owed else fen) for one, fen in net.items()}
    after[account] = after.get(account, 0) - drawn
    creditors = [one for one, fen in after.items() if fen > 0]
    if owed > drawn:
        borne = split(owed - drawn, [after[one] for one in creditors])
        for one, fen in zip(creditors, borne, strict=True):
            after[one] -= fen
    return Shortfall(
        party=party,
        net=after,
        changes={one: fen - net.get(one, 0) for one, fen in after.items()},
        instructions=instructions_for(after),
        drawn_fen=drawn,
        uncovered_fen=owed - drawn,
    )
