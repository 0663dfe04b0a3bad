"""From what each pair owes to what each party is owed, and the fewest payments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Pairs = Mapping[tuple[str, str], int]
"""What each debtor owes each creditor, gross, in fen; no party owes itself."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One payment that settles, in fen, above zero."""

    payer: str
    payee: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Against:
    """What a party's net position owes to one other: received less paid, in fen."""

    party: str
    receives_fen: int
    pays_fen: int

    @property
    def balance_fen(self) -> int:
        """Positive where the party receives more than it pays."""
        return self.receives_fen - self.pays_fen


def net_positions(parties: Sequence[str], pairs: Pairs) -> dict[str, int]:
    """Give each party's net position: positive receives. They sum to zero.

    Args:
        parties: every party, in declared order; those without legs stand at zero.
        pairs: gross amounts.
    """
    net = dict.fromkeys(parties, 0)
    for (debtor, creditor), amount_fen in pairs.items():
        net[debtor] -= amount_fen
        net[creditor] += amount_fen
    return net


def bilateral_of(
    party: str, parties: Sequence[str], pairs: Pairs
) -> tuple[Against, ...]:
    """Explain a net position by each other party; the balances add up to it."""
    found = (
        Against(other, pairs.get((other, party), 0), pairs.get((party, other), 0))
        for other in parties
        if other != party
    )
    return tuple(one for one in found if one.receives_fen or one.pays_fen)


def instructions_for(net: Mapping[str, int]) -> tuple[Instruction, ...]:
    """Settle net positions by at most n - 1 payments.

    The one who owes most pays the one who is owed most, as much as the smaller of the two;
    each payment settles at least one of them, and the last settles both. Ties go by the
    order of ``net``.

    Args:
        net: positions that sum to zero, in declared order.

    Raises:
        ValueError: they do not sum to zero.
    """
    if sum(net.values()) != 0:
        raise ValueError("net positions must sum to zero")
    open_fen = dict(net)
    order = {party: at for at, party in enumerate(net)}
    paid: list[Instruction] = []
    while any(open_fen.values()):
        payer = min(open_fen, key=lambda party: (open_fen[party], order[party]))
        payee = min(open_fen, key=lambda party: (-open_fen[party], order[party]))
        amount_fen = min(-open_fen[payer], open_fen[payee])
        paid.append(Instruction(payer, payee, amount_fen))
        open_fen[payer] += amount_fen
        open_fen[payee] -= amount_fen
    return tuple(paid)
