"""Checks the line by which everything received was accounted for, as far as a party can.

The line is of the whole window and the rows are one party's, so that it cannot be
recomputed; but its parts add up, and none is less than what lies beside it.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from hansa.clearing.formats import bundles
from hansa.clearing.services.differing import Differs, LegKey
from hansa.clearing.services.repricing import Repriced
from hansa.clearing.terms.taps import Code, Outcome, outcome_of
from hansa.kernel.money import Money
from hansa.kernel.text import text


def check_conservation(
    bundle: bundles.Bundle,
    line: Mapping[str, Any],
    repriced: Repriced,
    legs: Mapping[LegKey, int],
    party: str,
) -> None:
    """Hold the line against itself, and against the rows, exceptions and legs.

    Args:
        bundle: of the party.
        line: as its statement has it.
        repriced: what its rows came to.
        legs: of its rows, and of what cases decided.
        party: whose bundle it is.

    Raises:
        Differs: naming the first part that cannot be.
    """
    counts, totals = line["counts"], line["totals"]
    _check_sums(counts)
    if totals["net_sum_fen"] != 0:
        raise _unaccounted()
    _check_codes(counts["codes"], _codes_in(bundle, repriced))
    own = [fen for (debtor, creditor, _), fen in legs.items() if debtor != creditor]
    held = {
        "purchases_fen": repriced.purchases_fen,
        "given_back_fen": repriced.given_back_fen,
        "gross_fen": sum(own),
    }
    for name, fen in held.items():
        if totals[name] < fen:
            raise Differs(
                text(
                    "The window states {stated} yuan as “{name}”; this bundle alone comes "
                    "to {held}.",
                    name=name,
                    stated=str(Money(int(totals[name]))),
                    held=str(Money(fen)),
                )
            )
    _check_moved(totals, legs, party)


def _check_moved(
    totals: Mapping[str, Any], legs: Mapping[LegKey, int], party: str
) -> None:
    """Payments move no less than this party's position, and no more than is owed."""
    net_fen = sum(
        (creditor == party) * fen - (debtor == party) * fen
        for (debtor, creditor, _), fen in legs.items()
    )
    if not abs(net_fen) <= totals["moved_fen"] <= totals["gross_fen"]:
        raise Differs(
            text(
                "The window states {stated} yuan as “moved_fen”; it is no less than where "
                "this party stands, and no more than “gross_fen”.",
                stated=str(Money(int(totals["moved_fen"]))),
            )
        )


def _check_sums(counts: Mapping[str, Any]) -> None:
    """Each outcome is the sum of its codes, and what was received that of outcomes."""
    found = {outcome.value: 0 for outcome in Outcome}
    for code, times in counts["codes"].items():
        if type(times) is not int or times < 0:
            raise _unaccounted()
        found[outcome_of(Code(code)).value] += times
    for outcome, times in found.items():
        if counts[outcome] != times:
            raise Differs(
                text(
                    "The window counts {stated} rows as “{outcome}”; its codes come to "
                    "{computed}.",
                    outcome=outcome,
                    stated=bundles.shown(str(counts[outcome])),
                    computed=times,
                )
            )
    if counts["received"] != sum(found.values()):
        raise _unaccounted()


def _codes_in(bundle: bundles.Bundle, repriced: Repriced) -> Mapping[str, int]:
    """Count the rows of the bundle by code: accepted ones, and those that were not."""
    found = Counter({Code.ACCEPTED.value: repriced.rows})
    for row in bundle.rows(bundles.EXCEPTIONS):
        code = Code(row["code"])
        if code is Code.ACCEPTED or row["outcome"] != outcome_of(code).value:
            raise Differs(
                text(
                    "The exceptions name {acquirer} {record} as “{outcome}” by the code "
                    "{code}, which leads to another outcome.",
                    acquirer=bundles.shown(row["acquirer"]),
                    record=bundles.shown(row["record_id"]),
                    outcome=bundles.shown(row["outcome"]),
                    code=code.value,
                )
            )
        found[code.value] += 1
    return found


def _check_codes(stated: Mapping[str, int], held: Mapping[str, int]) -> None:
    for code in Code:
        if stated.get(code.value, 0) < held.get(code.value, 0):
            raise Differs(
                text(
                    "The window counts {stated} rows of the code {code}; this bundle "
                    "alone holds {held}.",
                    code=code.value,
                    stated=stated.get(code.value, 0),
                    held=held[code.value],
                )
            )


def _unaccounted() -> Differs:
    return Differs(text("What was received is not what was accounted for."))
