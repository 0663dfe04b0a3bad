"""What a delta adds: the legs of now, less those that were published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hansa.clearing.rules.netting import Against, bilateral_of

Key = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegLine:
    """What one party owes another for one class, in fen; ``rows`` explain it.

    In a difference ``rows`` is how many more rows there are, and so may be negative.
    """

    debtor: str
    creditor: str
    amount_fen: int
    scheme: str
    rule_version: str
    clause: str
    class_id: str
    rows: int

    @property
    def key(self) -> Key:
        """Tell it from every other leg of one batch."""
        return (
            self.debtor,
            self.creditor,
            self.class_id,
            self.scheme,
            self.rule_version,
            self.clause,
        )


def difference(
    now: Iterable[LegLine], published: Iterable[LegLine]
) -> tuple[LegLine, ...]:
    """Give what is owed beside what was published.

    What is owed less than before is owed back: debtor and creditor change places, so that
    every amount stays positive.

    Args:
        now: the legs of the whole window as it is cleared now.
        published: those of the whole window as it was published last.
    """
    before = {leg.key: leg for leg in published}
    found: dict[Key, LegLine] = {}
    for leg in now:
        old = before.pop(leg.key, None)
        _add(found, _less(leg, old) if old else leg)
    for leg in before.values():
        _add(found, replace(leg, amount_fen=-leg.amount_fen, rows=-leg.rows))
    return tuple(found[key] for key in sorted(found))


def _less(leg: LegLine, old: LegLine) -> LegLine:
    return replace(
        leg, amount_fen=leg.amount_fen - old.amount_fen, rows=leg.rows - old.rows
    )


def _add(found: dict[Key, LegLine], leg: LegLine) -> None:
    if leg.amount_fen == 0:
        return
    if leg.amount_fen < 0:
        leg = replace(
            leg,
            debtor=leg.creditor,
            creditor=leg.debtor,
            amount_fen=-leg.amount_fen,
        )
    there = found.get(leg.key)
    if there is not None:
        leg = replace(
            leg,
            amount_fen=leg.amount_fen + there.amount_fen,
            rows=leg.rows + there.rows,
        )
    found[leg.key] = leg


def added_to(
    party: str,
    parties: Sequence[str],
    now: Iterable[LegLine],
    published: Iterable[LegLine],
) -> tuple[Against, ...]:
    """Give what a batch alone adds to a party's position, by each other party.

    Args:
        party: whose.
        parties: every party, in declared order.
        now: the party's legs of the whole window as it is cleared now.
        published: those of the batch before; none for a first batch.
    """
    return bilateral_of(party, parties, pairs_of(difference(now, published)))


def pairs_of(legs: Iterable[LegLine]) -> Mapping[tuple[str, str], int]:
    """Add legs up by ordered pair; what a party owes itself is left out."""
    pairs: dict[tuple[str, str], int] = {}
    for leg in legs:
        if leg.debtor != leg.creditor:
            pair = (leg.debtor, leg.creditor)
            pairs[pair] = pairs.get(pair, 0) + leg.amount_fen
    return pairs
