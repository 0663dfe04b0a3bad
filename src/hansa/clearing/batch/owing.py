"""From counted classes to who owes whom: by pair, and by class as legs."""

import ibis
import pyarrow as pa
from ibis import ir

from hansa.clearing.batch.engine import total_of, wide, wide_total_of
from hansa.clearing.batch.joining import expand, look_up
from hansa.clearing.terms.rulebook import ADJUSTMENT, Rulebook
from hansa.clearing.terms.schemes import ACQUIRER, ISSUER
from hansa.clearing.terms.taps import Code

LEG_COLUMNS = (
    "debtor", "creditor", "amount_fen", "scheme", "rule_version", "clause", "class_id",
    "rows",
)  # fmt: skip
COUNTED = ("issuer_party", "acquirer_party", "priced")


def with_parties_by_role(rows: ir.Table, described: ir.Table) -> ir.Table:
    """Keep parties that shares name by their role; others would only divide classes."""
    roles = described.select("priced", "by_issuer", "by_acquirer")
    rows = look_up(rows, roles, ["priced"])
    return rows.mutate(
        issuer_party=ibis.cases((rows.by_issuer, rows.issuer_party), else_=""),
        acquirer_party=ibis.cases((rows.by_acquirer, rows.acquirer_party), else_=""),
    )


def counts_of(
    tally: ir.Table, judged: ir.Table, described: ir.Table, number: int
) -> ir.Table:
    """Count the rows that are owed for, by parties and class.

    Returns:
        The columns of ``COUNTED``, not added up, and ``times``.
    """
    accepted = tally.filter(tally.code == Code.ACCEPTED.value)
    rows = judged.filter(
        (judged.code == Code.ACCEPTED.value)
        & (judged.window == number)
        & ~judged.cancelled
    )
    marked = with_parties_by_role(rows.select(*COUNTED), described)
    marked = marked.select(*COUNTED, times=ibis.literal(1, "int64"))
    return accepted.select(*COUNTED, "times").union(marked)


def pairs_of(counts: ir.Table, shares: ir.Table) -> ir.Table:
    """Add up what each party owes each other one, and itself, in 128 bits."""
    owed = owed_by(counts, shares)
    return owed.group_by("debtor", "creditor").agg(
        amount_fen=wide_total_of(owed.amount_fen)
    )


def adjustments_table(rulebook: Rulebook) -> pa.Table:
    """Give what cases decided beside all taps, each a leg without rows."""
    made, string, whole = rulebook.adjustments, pa.string(), pa.int64()
    return pa.table(
        {
            "debtor": pa.array([one.payer for one in made], string),
            "creditor": pa.array([one.payee for one in made], string),
            "amount_fen": pa.array([one.amount_fen for one in made], whole),
            "scheme": pa.array([ADJUSTMENT for _ in made], string),
            "rule_version": pa.array([one.case for one in made], string),
            "clause": pa.array([one.clause for one in made], string),
            "class_id": pa.array([one.class_id for one in made], string),
            "rows": pa.array([0 for _ in made], whole),
        }
    )


def legs_of(
    counts: ir.Table, shares: ir.Table, described: ir.Table, adjustments: ir.Table
) -> ir.Table:
    """Add up what one party owes another for one class, and what cases decided.

    Returns:
        The columns of ``LEG_COLUMNS``.
    """
    rows = counts.group_by(list(COUNTED)).agg(times=total_of(counts.times))
    owed = owed_by(rows, shares)
    # First within one count: roles may fall on one party, and its rows count once.
    once = owed.group_by([*COUNTED, "debtor", "creditor", "times"]).agg(
        amount_fen=total_of(owed.amount_fen)
    )
    legs = once.group_by(["debtor", "creditor", "priced"]).agg(
        amount_fen=total_of(once.amount_fen), rows=total_of(once.times)
    )
    legs = look_up(legs, described, ["priced"], "inner").select(*LEG_COLUMNS)
    return legs.union(adjustments.select(*LEG_COLUMNS))


def owed_by(counts: ir.Table, shares: ir.Table) -> ir.Table:
    """Expand counted rows to debtor, creditor and amount_fen; nothing is added up.

    Amounts are of 128 bits here; ``results.positions_of`` refuses those that do not fit.
    """
    shared = expand(counts, shares, ["priced"])
    return shared.mutate(
        **{
            side: ibis.cases(
                (shared[side] == ISSUER, shared.issuer_party),
                (shared[side] == ACQUIRER, shared.acquirer_party),
                else_=shared[side],
            )
            for side in ("debtor", "creditor")
        },
        amount_fen=wide(shared.share_fen) * wide(shared.times),
    )
