"""Answers what people ask of a window: why this amount, and what under other rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hansa.clearing.batch import results
from hansa.clearing.batch.clearing import Cleared, clear
from hansa.clearing.batch.engine import open_engine
from hansa.clearing.rules.pricing import Shares
from hansa.clearing.services.runs import Asked, Opened, rules_of
from hansa.clearing.terms.schemes import ACQUIRER, ISSUER
from hansa.clearing.terms.taps import COLUMNS, Outcome
from hansa.kernel.errors import Missing
from hansa.kernel.text import text

ROWS_SHOWN = 20
BETWEEN = " "  # Stands in no id of a party.


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyClass:
    """What one class of rows contributes to an amount.

    Attributes:
        amount_fen: from the debtor to the creditor.
        rows: how many rows it stands for.
        scheme: slug of the scheme, with ``version`` and ``clause``.
        example: whether the version is an unverified example.
        purchase_fen: what the card was charged, for the fact that was priced; what a case
            decided, where no rule did.
    """

    class_id: str
    amount_fen: int
    rows: int
    scheme: str
    version: str
    clause: str
    example: bool
    purchase_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """An amount between two parties, class by class, largest first.

    Attributes:
        taps: some rows of the largest class, or of the class that was asked for.
    """

    debtor: str
    creditor: str
    amount_fen: int
    classes: tuple[WhyClass, ...]
    taps: tuple[Mapping[str, Any], ...]


def explain(
    cleared: Cleared,
    debtor: str,
    creditor: str,
    class_id: str | None = None,
    most: int = ROWS_SHOWN,
) -> Why:
    """Drill from an amount to classes, rule versions, clauses and taps.

    Args:
        cleared: the window.
        debtor: who owes.
        creditor: to whom.
        class_id: the class whose taps are shown; None for the largest.
        most: how many taps at most.

    Raises:
        Missing: a party or the class is unknown, or nothing is owed.
    """
    parties = cleared.pricer.rulebook.participants.in_order
    for party in (debtor, creditor):
        if party not in parties:
            raise Missing(
                "party-missing",
                text("There is no party “{party}” in this window.", party=party),
                text("Name one of these: {parties}.", parties=parties),
            )
    classes = _classes_between(cleared, debtor, creditor)
    wanted = class_id or (classes[0].class_id if classes else None)
    if wanted is None or wanted not in {one.class_id for one in classes}:
        raise Missing(
            "nothing-owed",
            text("Nothing of that kind is owed here."),
            text("Ask for two parties between which the window has legs."),
        )
    return Why(
        debtor=debtor,
        creditor=creditor,
        amount_fen=sum(one.amount_fen for one in classes),
        classes=classes,
        taps=taps_between(cleared, wanted, debtor, creditor, most).shown,
    )


def _classes_between(
    cleared: Cleared, debtor: str, creditor: str
) -> tuple[WhyClass, ...]:
    legs = cleared.legs
    found = legs.filter((legs.debtor == debtor) & (legs.creditor == creditor))
    known = {one.class_id: one for one in cleared.pricer.classes}
    classes = [
        WhyClass(
            class_id=leg["class_id"],
            amount_fen=leg["amount_fen"],
            rows=leg["rows"],
            scheme=leg["scheme"],
            version=leg["rule_version"],
            clause=leg["clause"],
            example=leg["class_id"] in known and known[leg["class_id"]].version.example,
            purchase_fen=known[leg["class_id"]].fact.amount_fen
            if leg["class_id"] in known
            else leg["amount_fen"],
        )
        for leg in cleared.engine.to_pyarrow(found).to_pylist()
    ]
    return tuple(sorted(classes, key=lambda one: (-one.amount_fen, one.class_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taps:
    """Some rows of a class.

    Attributes:
        shown: the rows that were asked for, by acquirer and serial.
        count: how many there are in all.
    """

    shown: tuple[Mapping[str, Any], ...]
    count: int


def taps_between(
    cleared: Cleared,
    class_id: str,
    debtor: str,
    creditor: str,
    most: int,
    start: int = 0,
) -> Taps:
    """Give rows of a class by which one party owes another, by acquirer and serial.

    A class has rows of many pairs; a row of others is none of their business. What a case
    decided has no rows.
    """
    found = (one for one in cleared.pricer.classes if one.class_id == class_id)
    priced = next(found, None)
    if priced is None:
        return Taps(shown=(), count=0)
    parties = cleared.pricer.rulebook.participants.in_order
    roles = [
        f"{issuer}{BETWEEN}{acquirer}"
        for issuer in parties
        for acquirer in parties
        if (debtor, creditor) in _named(priced.shares, issuer, acquirer)
    ]
    rows = results.accepted_of(cleared)
    concern = (rows.issuer_party + BETWEEN + rows.acquirer_party).isin(roles)
    rows = rows.filter((rows.class_id == class_id) & concern & ~rows.cancelled)
    names = [name for name in COLUMNS if name in rows.columns]
    shown = rows.order_by("acquirer", "record_id", "occurred_at")
    shown = shown.limit(most, offset=start).select(*names)
    return Taps(
        shown=tuple(cleared.engine.to_pyarrow(shown).to_pylist()),
        count=int(cleared.engine.to_pyarrow(rows.count()).as_py()),
    )


def _named(shares: Shares, issuer: str, acquirer: str) -> set[tuple[str, str]]:
    """Name the pairs of a class for a card's issuer and the acquirer of its tap."""
    named = {ISSUER: issuer, ACQUIRER: acquirer}
    return {(named.get(one, one), named.get(other, other)) for one, other in shares}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyChange:
    """Where a party stands under the rules in force and under others, in fen."""

    party: str
    now_fen: int
    then_fen: int

    @property
    def gain_fen(self) -> int:
        """Positive where the party gains by the other rules."""
        return self.then_fen - self.now_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What other rules would change; the gains sum to zero.

    Attributes:
        accepted: rows accepted now, and under the other rules.
    """

    changes: tuple[PartyChange, ...]
    accepted: tuple[int, int]
    moved_fen: tuple[int, int]


def what_if(window: Opened, rules: Path, scratch: Path, asked: Asked) -> WhatIf:
    """Replay a window under other rules (方案测算); nothing is kept.

    The window keeps its own bounds and files; only what prices and judges them changes.

    Args:
        window: as it was cleared.
        rules: the folder of the other rules.
        scratch: a folder for what is needed meanwhile.
        asked: what the engine may use.

    Raises:
        Missing: the folder is not there.
        Refused: the rules have an error.
    """
    _, rulebook, _ = rules_of(rules)
    engine = open_engine(scratch / "spill", threads=asked.threads, memory=asked.memory)
    try:
        other = clear(engine, rulebook, window.windows, window.cleared.number)
        then, count = results.positions_of(other), results.totals_of(other)
    finally:
        engine.disconnect()
    now, before = (
        results.positions_of(window.cleared),
        results.totals_of(window.cleared),
    )
    parties = [*now.net, *(party for party in then.net if party not in now.net)]
    return WhatIf(
        changes=tuple(
            PartyChange(
                party=party,
                now_fen=now.net.get(party, 0),
                then_fen=then.net.get(party, 0),
            )
            for party in parties
        ),
        accepted=(before.count(Outcome.ACCEPTED), count.count(Outcome.ACCEPTED)),
        moved_fen=(
            sum(one.amount_fen for one in now.instructions),
            sum(one.amount_fen for one in then.instructions),
        ),
    )
