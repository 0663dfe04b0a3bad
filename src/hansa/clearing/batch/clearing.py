"""From the taps of a window to outcomes and legs: the whole pipeline.

Plain rows are judged and priced by class, marked rows one by one; both give counts of
priced classes, and from there on everything is shared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
from ibis import ir

from hansa.clearing.batch import judging, marking
from hansa.clearing.batch.engine import whole
from hansa.clearing.batch.gathering import Divided, Sources, divide
from hansa.clearing.batch.giving_back import give_back
from hansa.clearing.batch.marking import NONE
from hansa.clearing.batch.pricing import FACT, Pricer, fact_columns
from hansa.clearing.batch.taps import Window, columns_in, table_of
from hansa.clearing.terms.rulebook import Bounds, Rulebook
from hansa.clearing.terms.schemes import ACQUIRER, ISSUER
from hansa.clearing.terms.taps import Code, Kind

LEG_COLUMNS = (
    "debtor", "creditor", "amount_fen", "scheme", "rule_version", "clause", "class_id",
    "rows",
)  # fmt: skip
COUNTED = ("issuer_party", "acquirer_party", "priced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """What a run found; every table is the engine's.

    Attributes:
        engine: holds the tables.
        divided: the window's rows, plain and marked.
        classes: plain rows by class, with code, class number and ``times``; not kept.
        tally: the same without what tells classes apart: code, issuer_party,
            acquirer_party, priced, times, fen.
        judged: marked rows with code and class number, of earlier windows too.
        legs: debtor, creditor, amount_fen, scheme, rule_version, clause, class_id, rows.
        pricer: every class that was priced.
        number: the window's own number; ``bounds`` what it takes.
        present: the optional columns that were there.
    """

    engine: ibis.BaseBackend
    divided: Divided
    classes: ir.Table
    tally: ir.Table
    judged: ir.Table
    legs: ir.Table
    pricer: Pricer
    number: int
    bounds: Bounds | None
    present: frozenset[str]


def clear(
    engine: ibis.BaseBackend,
    rulebook: Rulebook,
    windows: Sequence[Window],
    number: int,
) -> Cleared:
    """Clear one of several windows; the others are context.

    Copies of a serial count in every window; a purchase is given back in its own window or
    in later ones.

    Args:
        engine: an open engine.
        rulebook: what it is judged and priced by.
        windows: all that are known, each with a number of its own that orders them.
        number: that of the window to clear.
    """
    present = columns_in(windows)
    own = next(window for window in windows if window.number == number)
    others = [window for window in windows if window is not own]
    sources = Sources(
        engine=engine,
        rulebook=rulebook,
        bounds=own.bounds,
        own=table_of(engine, own, present),
        others=[table_of(engine, window, present) for window in others],
    )
    divided = divide(sources)
    pricer = Pricer(rulebook)
    classes = _keep(
        engine, "classes", marking.classes_of(divided.plain, rulebook, own.bounds)
    )
    marked = _prepared(sources, windows, divided.marked)
    rules = pricer.rules_table(_triples(engine, classes, marked))
    classes = _judged_classes(sources, pricer, classes, rules)
    tally = _tallied(engine, pricer, classes)
    judged = _judged_rows(sources, pricer, marked, rules)
    judged = _keep(engine, "judged", give_back(engine, pricer, judged))
    counts = _counts(tally, judged, own.number)
    return Cleared(
        engine=engine,
        divided=divided,
        classes=classes,
        tally=tally,
        judged=judged,
        legs=_legs(engine, pricer, counts),
        pricer=pricer,
        number=own.number,
        bounds=own.bounds,
        present=present,
    )


def _keep(engine: ibis.BaseBackend, name: str, rows: ir.Table) -> ir.Table:
    return engine.create_table(name, rows, temp=True, overwrite=True)


def _prepared(
    sources: Sources, windows: Sequence[Window], marked: ir.Table
) -> ir.Table:
    """Give marked rows what they are judged by: file, bounds, class, hash, first codes."""
    files = judging.files_table([file for window in windows for file in window.files])
    rows = marking.with_class(marked, sources.rulebook, None)
    rows = rows.left_join(files, "path").drop("path_right")
    rows = rows.left_join(judging.windows_table(windows), "window").drop("window_right")
    rows = rows.mutate(
        content_hash=judging.content_hash(rows),
        row=ibis.row_number().over(
            ibis.window(order_by=[rows.window, rows.file, rows.line])
        ),
    )
    rows = judging.judge_alone(rows, sources.rulebook.participants)
    return _keep(sources.engine, "prepared", judging.judge_copies(rows))


def _triples(engine: ibis.BaseBackend, *tables: ir.Table) -> list[tuple[str, str, int]]:
    """Give each service, acquirer and era that occurs."""
    every = [table.select("service", "acquirer", "era") for table in tables]
    triples = engine.to_pyarrow(ibis.union(*every, distinct=True)).to_pylist()
    return sorted(
        (one["service"], one["acquirer"], one["era"])
        for one in triples
        if None not in one.values()
    )


def _with_rules(rows: ir.Table, rules: ir.Table) -> ir.Table:
    joined = rows.left_join(rules, ["service", "acquirer", "era"])
    return joined.drop(*(name for name in joined.columns if name.endswith("_right")))


def _priced(
    engine: ibis.BaseBackend, pricer: Pricer, rows: ir.Table, wanted: ir.BooleanValue
) -> ir.Table:
    """Add the class number of each row that is wanted and has a single rule."""
    keys = rows.filter(wanted & (rows.rules == 1)).select(*FACT).distinct()
    prices = pricer.prices_table(engine.to_pyarrow(keys))
    joined = rows.left_join(prices, list(FACT))
    return joined.drop(*(name for name in joined.columns if name.endswith("_right")))


def _judged_classes(
    sources: Sources, pricer: Pricer, classes: ir.Table, rules: ir.Table
) -> ir.Table:
    rows = judging.with_parties(classes, sources.rulebook.participants)
    rows = _with_rules(rows, rules)
    rows = rows.mutate(fact_columns(rows, ibis.literal(NONE, "int64")))
    known = rows.issuer_party.notnull() & rows.acquirer_party.notnull()
    within = (rows.rules == 1) & (rows.amount_fen <= rows.amount_max_fen)
    rows = _priced(sources.engine, pricer, rows, known & within)
    code = ibis.cases(
        (~known, Code.PARTY_UNKNOWN.value),
        ((rows.rules == 1) & ~within, Code.AMOUNT_RANGE.value),
        (rows.rules == 0, Code.RULE_NONE.value),
        (rows.rules > 1, Code.RULE_MANY.value),
        (rows.priced.isnull(), Code.RULE_NONE.value),
        else_=Code.ACCEPTED.value,
    )
    return rows.mutate(code=code)


def _tallied(engine: ibis.BaseBackend, pricer: Pricer, classes: ir.Table) -> ir.Table:
    rows = _with_parties_by_role(classes, pricer.classes_table())
    keys = ["code", "issuer_party", "acquirer_party", "priced"]
    # Amounts of rows that are not accepted may be anything, and are not added up.
    accepted = rows.code == Code.ACCEPTED.value
    fen = ibis.cases((accepted, rows.amount_fen * rows.times), else_=0)
    tally = rows.group_by(keys).agg(times=whole(rows.times.sum()), fen=whole(fen.sum()))
    return _keep(engine, "tally", tally)


def _with_parties_by_role(rows: ir.Table, described: ir.Table) -> ir.Table:
    """Keep parties that shares name by their role; others would only divide classes."""
    roles = described.select("priced", "by_issuer", "by_acquirer")
    rows = rows.left_join(roles, "priced").drop("priced_right")
    return rows.mutate(
        issuer_party=ibis.cases((rows.by_issuer, rows.issuer_party), else_=""),
        acquirer_party=ibis.cases((rows.by_acquirer, rows.acquirer_party), else_=""),
    )


def _judged_rows(
    sources: Sources, pricer: Pricer, prepared: ir.Table, rules: ir.Table
) -> ir.Table:
    engine = sources.engine
    rows = _with_rules(prepared, rules)
    rows = judging.judge_counters(judging.judge_by_lists(rows, sources))
    rows = rows.mutate(fact_columns(rows, ibis.literal(NONE, "int64")))
    rows = _keep(engine, "judged_1", rows)
    purchase = rows.code.isnull() & (rows.kind == Kind.PURCHASE.value)
    rows = judging.judge_rules(_priced(engine, pricer, rows, purchase))
    rows = judging.with_legs(rows).drop("priced", *FACT[2:])
    rows = rows.mutate(fact_columns(rows, rows.leg))
    rows = _keep(engine, "judged_2", rows)
    accepted = rows.code == Code.ACCEPTED.value
    return _keep(engine, "judged_3", _priced(engine, pricer, rows, accepted))


def _counts(tally: ir.Table, judged: ir.Table, number: int) -> ir.Table:
    """Count the rows of each pair of parties and class that give legs."""
    accepted = tally.filter(tally.code == Code.ACCEPTED.value)
    rows = judged.filter(
        (judged.code == Code.ACCEPTED.value)
        & (judged.window == number)
        & ~judged.cancelled
    )
    marked = rows.select(*COUNTED, times=ibis.literal(1, "int64"))
    return accepted.select(*COUNTED, "times").union(marked)


def _legs(engine: ibis.BaseBackend, pricer: Pricer, counts: ir.Table) -> ir.Table:
    """Expand counted classes to legs, and add up what one pair owes for one class."""
    described = pricer.classes_table()
    rows = _with_parties_by_role(counts, described)
    rows = rows.group_by(list(COUNTED)).agg(times=whole(rows.times.sum()))
    shared = rows.inner_join(pricer.shares_table(), "priced")
    shared = shared.mutate(
        **{
            side: ibis.cases(
                (shared[side] == ISSUER, shared.issuer_party),
                (shared[side] == ACQUIRER, shared.acquirer_party),
                else_=shared[side],
            )
            for side in ("debtor", "creditor")
        },
        amount_fen=shared.share_fen * shared.times,
    )
    # First within one count: roles may fall on one party, and its rows count once.
    once = shared.group_by([*COUNTED, "debtor", "creditor", "times"]).agg(
        amount_fen=whole(shared.amount_fen.sum())
    )
    legs = once.group_by(["debtor", "creditor", "priced"]).agg(
        amount_fen=whole(once.amount_fen.sum()), rows=whole(once.times.sum())
    )
    named = legs.inner_join(described, "priced")
    return _keep(engine, "legs", named.select(*LEG_COLUMNS))
