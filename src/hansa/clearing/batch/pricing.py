"""Prices each class once, in whole numbers of Python, and gives tables to join with.

The table engine finds the classes; what a class comes to is a pure function of few values,
worked out by the scheme itself. So a scheme is written once, and a class costs the same
however many rows it stands for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import ibis
import pyarrow as pa
from ibis import ir

from hansa.clearing.batch.marking import NONE
from hansa.clearing.rules.classes import class_id_of
from hansa.clearing.rules.pricing import (
    Lookup,
    Shares,
    change_instants,
    given_back,
    lookup_in,
    shares_of,
)
from hansa.clearing.schemes import SCHEMES
from hansa.clearing.terms.rulebook import Rulebook, Version
from hansa.clearing.terms.schemes import ACQUIRER, ISSUER, Claim, Column, Fact

FactKey = tuple[int, int, int, int, int, str]
"""Rule, amount, list price, minutes, place in the journey, party of the acquirer."""

RULE_KEY = ("service", "class_acquirer", "era")
RULE_TYPES = {
    "service": pa.string(),
    "class_acquirer": pa.string(),
    "era": pa.int32(),
    "rule": pa.int32(),
    "rules": pa.int32(),
    "amount_max_fen": pa.int64(),
    "reads_list": pa.bool_(),
    "reads_minutes": pa.bool_(),
    "reads_leg": pa.bool_(),
    "reads_party": pa.bool_(),
}
FACT = ("rule", "amount_fen", "fact_list", "fact_minutes", "fact_leg", "fact_party")


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedClass:
    """A class with its price: an accepted fact, or a part of one given back.

    ``part`` is None for a purchase; else what was given back before and after, and whether
    a reversal voids the purchase.
    """

    class_id: str
    version: Version
    fact: Fact
    part: tuple[int, int, bool] | None
    shares: Shares


@dataclass(slots=True)
class Pricer:
    """Finds rules and prices facts, each once; classes are numbered as they are met."""

    rulebook: Rulebook
    classes: list[PricedClass] = field(default_factory=list)
    _numbers: dict[Any, int | None] = field(default_factory=dict)
    _dear: set[FactKey] = field(default_factory=set)

    def rules_table(self, wanted: Iterable[Mapping[str, Any]]) -> pa.Table:
        """Give the rule for each service, acquirer and era.

        Returns:
            One row for each triple; ``rules`` counts the candidates, and the rest is null
            unless there is exactly one.
        """
        lookup: Lookup = lookup_in(self.rulebook.versions)
        instants = change_instants(self.rulebook.versions)
        numbers = {id(version): at for at, version in enumerate(self.rulebook.versions)}
        rows = []
        for triple in wanted:
            service, acquirer, era = (triple[name] for name in RULE_KEY)
            found = (
                lookup.candidates(service, acquirer, instants[era - 1]) if era else ()
            )
            one = found[0] if len(found) == 1 else None
            reads = one.parameters.reads() if one is not None else frozenset()
            rows.append(
                {
                    "service": service,
                    "class_acquirer": acquirer,
                    "era": era,
                    "rule": None if one is None else numbers[id(one)],
                    "rules": len(found),
                    "amount_max_fen": None if one is None else one.amount_max_fen,
                    "reads_list": Column.LIST_FEN in reads,
                    "reads_minutes": Column.MINUTES in reads,
                    "reads_leg": Column.JOURNEY_LEG in reads,
                    "reads_party": Column.ACQUIRER_PARTY in reads,
                }
            )
        return pa.Table.from_pylist(rows, pa.schema(RULE_TYPES.items()))

    def prices_table(self, facts: pa.Table) -> pa.Table:
        """Price facts that are not priced yet, and give the class of each.

        Args:
            facts: one row for each fact, with the columns of ``FACT``.

        Returns:
            Its rows with ``priced``, the number of the class, null where the scheme has no
            answer; and ``dear``, whether the full price is more than the rule allows, where
            ``priced`` is null too.
        """
        columns = [facts.column(name).to_pylist() for name in FACT]
        keys = list(zip(*columns, strict=True))
        numbers = [self._number(key) for key in keys]
        return pa.table(
            {
                **{name: facts.column(name) for name in FACT},
                "priced": pa.array(numbers, pa.int64()),
                "dear": pa.array([key in self._dear for key in keys], pa.bool_()),
            }
        )

    def part_given_back(
        self, key: FactKey, before_fen: int, after_fen: int, *, voids: bool
    ) -> int:
        """Price a refund or reversal of a priced fact, and give its class."""
        part = (before_fen, after_fen, voids)
        known = (key, part)
        number = self._numbers.get(known)
        if number is not None:
            return number
        fact = _fact(key)
        shares = given_back(self._claims(key, fact) or (), key[1], part)
        return self._add(known, key, fact, shares, part)

    def _number(self, key: FactKey) -> int | None:
        if key not in self._numbers:
            fact = _fact(key)
            claims = self._claims(key, fact)
            if self._is_dear(key, fact):
                self._dear.add(key)
                claims = None
            if claims is None:
                self._numbers[key] = None
            else:
                self._add(key, key, fact, shares_of(claims, key[1], key[1]))
        return self._numbers[key]

    def _is_dear(self, key: FactKey, fact: Fact) -> bool:
        version = self.rulebook.versions[key[0]]
        price = SCHEMES[version.scheme].full_price(fact, version.parameters)
        return price > version.amount_max_fen

    def _claims(self, key: FactKey, fact: Fact) -> tuple[Claim, ...] | None:
        version = self.rulebook.versions[key[0]]
        return SCHEMES[version.scheme].split(fact, version.parameters)

    def _add(
        self,
        known: Any,
        key: FactKey,
        fact: Fact,
        shares: Shares,
        part: tuple[int, int, bool] | None = None,
    ) -> int:
        version = self.rulebook.versions[key[0]]
        number = len(self.classes)
        self.classes.append(
            PricedClass(
                class_id=class_id_of(version, fact, part),
                version=version,
                fact=fact,
                part=part,
                shares=shares,
            )
        )
        self._numbers[known] = number
        return number

    def classes_table(self) -> pa.Table:
        """Give every class with its fact, and whether shares name parties by their role."""
        classes = self.classes
        columns: dict[str, tuple[list[Any], pa.DataType]] = {
            "priced": (list(range(len(classes))), pa.int64()),
            "scheme": ([one.version.scheme for one in classes], pa.string()),
            "rule_version": ([one.version.id for one in classes], pa.string()),
            "clause": ([one.version.clause for one in classes], pa.string()),
            "class_id": ([one.class_id for one in classes], pa.string()),
            "by_issuer": ([_names(one, ISSUER) for one in classes], pa.bool_()),
            "by_acquirer": ([_names(one, ACQUIRER) for one in classes], pa.bool_()),
            "purchase_fen": ([one.fact.amount_fen for one in classes], pa.int64()),
            "purchase_list_fen": ([one.fact.list_fen for one in classes], pa.int64()),
            "purchase_minutes": ([one.fact.minutes for one in classes], pa.int64()),
            "purchase_leg": ([one.fact.journey_leg for one in classes], pa.int64()),
        }
        return pa.table({name: pa.array(*column) for name, column in columns.items()})

    def shares_table(self) -> pa.Table:
        """Give what each debtor owes each creditor for one row of a class."""
        numbers: list[int] = []
        pairs: list[tuple[str, str]] = []
        amounts: list[int] = []
        for number, one in enumerate(self.classes):
            numbers += [number] * len(one.shares)
            pairs += one.shares.keys()
            amounts += one.shares.values()
        return pa.table(
            {
                "priced": pa.array(numbers, pa.int64()),
                "debtor": pa.array([debtor for debtor, _ in pairs], pa.string()),
                "creditor": pa.array([creditor for _, creditor in pairs], pa.string()),
                "share_fen": pa.array(amounts, pa.int64()),
            }
        )


def _names(priced: PricedClass, role: str) -> bool:
    return any(role in pair for pair in priced.shares)


def _fact(key: FactKey) -> Fact:
    _, amount_fen, list_fen, minutes, leg, party = key
    return Fact(
        amount_fen=amount_fen,
        acquirer_party=party or None,
        list_fen=None if list_fen == NONE else list_fen,
        minutes=None if minutes == NONE else minutes,
        journey_leg=None if leg == NONE else leg,
    )


def fact_columns(rows: ir.Table, leg: ir.IntegerValue) -> Mapping[str, ir.Value]:
    """Give the columns of a row's fact, each only where its rule reads it.

    Args:
        rows: with the columns of its class, of its rule, and acquirer_party.
        leg: its place in its journey; ``NONE`` outside any.
    """
    none = ibis.literal(NONE, "int64")
    return {
        "fact_list": ibis.cases((rows.reads_list, rows.class_list), else_=none),
        "fact_minutes": ibis.cases(
            (rows.reads_minutes, rows.class_minutes), else_=none
        ),
        "fact_leg": ibis.cases((rows.reads_leg, leg.cast("int64")), else_=none),
        "fact_party": ibis.cases((rows.reads_party, rows.acquirer_party), else_=""),
    }
