"""Compares the legs that a bundle states with those that its rows give, line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from hansa.clearing.formats import bundles
from hansa.clearing.services.differing import Differs, LegKey, Words
from hansa.clearing.services.repricing import Repriced
from hansa.clearing.terms.rulebook import ADJUSTMENT, Adjustment
from hansa.kernel.money import Money
from hansa.kernel.text import text


@dataclass(frozen=True, slots=True)
class Leg:
    """What one party owes another for one class: how much, of how many rows, and why."""

    amount_fen: int
    rows: int
    words: frozenset[Words]

    def plus(self, other: Self) -> "Leg":
        """Add what another line has under the same key."""
        return Leg(
            self.amount_fen + other.amount_fen,
            self.rows + other.rows,
            self.words | other.words,
        )


Legs = dict[LegKey, Leg]
NONE = Leg(0, 0, frozenset())


def legs_due(repriced: Repriced, adjustments: tuple[Adjustment, ...]) -> Legs:
    """Give the legs of the rows, and of what cases decided beside them."""
    found: Legs = {
        key: Leg(fen, repriced.leg_rows[key], frozenset({repriced.words[key[2]]}))
        for key, fen in repriced.legs.items()
    }
    for one in adjustments:
        key = (one.payer, one.payee, one.class_id)
        words = frozenset({(ADJUSTMENT, one.case, one.clause)})
        found[key] = found.get(key, NONE).plus(Leg(one.amount_fen, 0, words))
    return found


def check_legs(bundle: bundles.Bundle, due: Legs) -> None:
    """Hold every line of the legs against what is due.

    Raises:
        Differs: naming the first one that is another.
    """
    stated: Legs = {}
    for key, leg in _stated_in(bundle):
        if key in stated:
            raise Differs(
                text(
                    "From {debtor} to {creditor}, class {class_id}: it is stated twice.",
                    **_named(key),
                )
            )
        stated[key] = leg
    for key in sorted(stated.keys() | due.keys()):
        _check_leg(key, stated.get(key, NONE), due.get(key, NONE))


def _named(key: LegKey) -> dict[str, str]:
    names = ("debtor", "creditor", "class_id")
    return dict(zip(names, map(bundles.shown, key), strict=True))


def _stated_in(bundle: bundles.Bundle) -> Iterator[tuple[LegKey, Leg]]:
    for line in bundle.rows(bundles.LEGS):
        words = (line["scheme"], line["rule_version"], line["clause"])
        leg = Leg(int(line["amount_fen"]), int(line["rows"]), frozenset({words}))
        yield (line["debtor"], line["creditor"], line["class_id"]), leg


def _check_leg(key: LegKey, stated: Leg, due: Leg) -> None:
    named = _named(key)
    if stated.amount_fen != due.amount_fen:
        raise Differs(
            text(
                "From {debtor} to {creditor}, class {class_id}: {stated} is stated, "
                "the rows give {computed}.",
                **named,
                stated=str(Money(stated.amount_fen)),
                computed=str(Money(due.amount_fen)),
            )
        )
    if stated.rows != due.rows:
        raise Differs(
            text(
                "From {debtor} to {creditor}, class {class_id}: {stated} rows are "
                "stated, the bundle holds {computed}.",
                **named,
                stated=stated.rows,
                computed=due.rows,
            )
        )
    if stated.words != due.words:
        raise Differs(
            text(
                "From {debtor} to {creditor}, class {class_id}: {stated} is stated as "
                "the rule, the rows give {computed}.",
                **named,
                stated=_written(stated.words),
                computed=_written(due.words),
            )
        )


def _written(words: frozenset[Words]) -> str:
    return "; ".join(bundles.shown(", ".join(one)) for one in sorted(words)) or "—"


def amounts_of(legs: Mapping[LegKey, Leg]) -> dict[LegKey, int]:
    """Give the amounts alone."""
    return {key: leg.amount_fen for key, leg in legs.items()}
