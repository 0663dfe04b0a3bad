"""From the taps of a window to outcomes and legs: the whole pipeline.

Plain rows are judged and priced by class, marked rows one by one; both give counts of
priced classes, and from there on everything is shared.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import ibis
from ibis import ir

from hansa.clearing.batch import judging, marking, owing
from hansa.clearing.batch.engine import (
    fetch,
    keep,
    take,
    view,
)
from hansa.clearing.batch.gathering import Divided, Sources, divide
from hansa.clearing.batch.giving_back import give_back
from hansa.clearing.batch.joining import look_up
from hansa.clearing.batch.marking import NONE, UNKNOWN, Grain, Lists, Looks
from hansa.clearing.batch.pricing import FACT, RULE_KEY, Pricer, fact_columns
from hansa.clearing.batch.taps import Window, columns_in, table_of
from hansa.clearing.terms.rulebook import Bounds, Rulebook
from hansa.clearing.terms.taps import Code, Kind


@dataclass(frozen=True, kw_only=True)
class Cleared:
    """What a run found; every table is the engine's.

    Attributes:
        engine: holds the tables.
        divided: the window's rows, plain and marked.
        lists: small tables that rows are compared with.
        grain: what tells the classes apart.
        classes: plain rows by class, with code, class number and ``times``; a view.
        tally: the same as a table, with what is counted and owed for alone: code,
            issuer_party, acquirer_party, priced, times, amount_fen.
        judged: marked rows with code and class number, of earlier windows too; a view.
        counts: rows of each pair of parties and class, as ``owing`` takes them; a view.
        shares: what one row of a class comes to, as ``Pricer.shares_table`` gives it.
        owed: what they come to, as ``owing.owed_by_rule`` gives it.
        pricer: every class that was priced.
        number: the window's own number; ``bounds`` what it takes.
        present: the optional columns that were there.
    """

    engine: ibis.BaseBackend
    divided: Divided
    lists: Lists
    grain: Grain
    classes: ir.Table
    tally: ir.Table
    judged: ir.Table
    counts: ir.Table
    shares: ir.Table
    owed: ir.Table
    pricer: Pricer
    number: int
    bounds: Bounds | None
    present: frozenset[str]

    @cached_property
    def described(self) -> ir.Table:
        """What ``Pricer.classes_table`` gives, made when asked for, as a net needs none."""
        return take(self.engine, "described", self.pricer.classes_table())

    @cached_property
    def legs(self) -> ir.Table:
        """The columns of ``LEG_COLUMNS``, made when asked for, as a net needs none."""
        rulebook = self.pricer.rulebook
        return keep(
            self.engine, "legs", owing.legs_of, self.counts, self.shares,
            self.described,
            take(self.engine, "adjustments", owing.adjustments_table(rulebook)),
        )  # fmt: skip


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
    reads = marking.reads_in(rulebook)
    lists = marking.lists_of(engine, rulebook)
    sources = Sources(
        engine=engine,
        rulebook=rulebook,
        looks=marking.looks_in(rulebook, reads),
        taken_us=marking.taken_between(own.bounds),
        grain=marking.grain_in(rulebook, reads),
        lists=lists,
        own=table_of(engine, "taps", [own], present, lists.codes),
        others=(
            table_of(engine, "taps_of_others", others, present, lists.codes)
            if others
            else None
        ),
    )
    divided = divide(sources)
    grain = _grain_of(sources)
    pricer = Pricer(rulebook)
    classes = keep(
        engine, "classes", marking.classes_of,
        divided.own, divided.marked, sources.lists.parties, number=number, grain=grain,
    )  # fmt: skip
    rules = _rules_for(sources, pricer, classes, divided.marked)
    classes = _judged_classes(sources, pricer, classes, rules, grain)
    rows = _first_judged(sources, windows, divided.marked, rules)
    judged = _judged_rows(sources, pricer, divided.marked, rows)
    judged = give_back(engine, pricer, judged)
    roles = take(engine, "roles", pricer.roles_table())
    tally = keep(engine, "tally", _tallied, classes, roles)
    counts = view(
        engine, "counts", owing.counts_of, tally, judged, roles, number=number
    )
    shares = take(engine, "shares", pricer.shares_table())
    return Cleared(
        engine=engine,
        divided=divided,
        lists=sources.lists,
        grain=grain,
        classes=classes,
        tally=tally,
        judged=judged,
        counts=counts,
        shares=shares,
        owed=keep(engine, "owed", owing.owed_by_rule, counts, shares),
        pricer=pricer,
        number=own.number,
        bounds=own.bounds,
        present=present,
    )


def _grain_of(sources: Sources) -> Grain:
    grain = marking.grain_within(sources.grain, sources.taken_us)
    if grain.by_acquirer:
        return grain
    found = fetch(
        sources.engine, marking.strangers_in, sources.own, sources.lists.parties
    )
    return replace(grain, strangers=bool(found.num_rows))


def _rules_for(
    sources: Sources, pricer: Pricer, classes: ir.Table, marked: ir.Table
) -> ir.Table:
    triples = fetch(
        sources.engine, _triples, classes, marked, sources.lists.parties,
        grain=sources.grain,
    )  # fmt: skip
    return take(sources.engine, "rules", pricer.rules_table(triples.to_pylist()))


def _first_judged(
    sources: Sources, windows: Sequence[Window], marked: ir.Table, rules: ir.Table
) -> ir.Table:
    engine = sources.engine
    files = [file for window in windows for file in window.files]
    judgement = keep(
        engine,
        "first_judgement",
        _judge_first,
        marked,
        take(engine, "files", judging.files_table(files)),
        take(engine, "windows", judging.windows_table(windows)),
        sources.lists.parties,
        rules,
        grain=sources.grain,
    )
    return view(engine, "first_judged", _with_judgement, marked, judgement)


def _judge_first(
    marked: ir.Table,
    files: ir.Table,
    windows: ir.Table,
    parties: ir.Table,
    rules: ir.Table,
    grain: Grain,
) -> ir.Table:
    """Give what rows are judged by: file, bounds, class and rule; and the first codes."""
    rows = marking.with_class(marked, parties, grain)
    rows = look_up(rows, files, ["path"])
    rows = look_up(rows, windows, ["window"])
    rows = _with_rules(judging.judge_alone(rows, parties), rules)
    rows = rows.mutate(fact_columns(rows, ibis.literal(NONE, "int64")))
    return _judgement(rows, marked)


def _judgement(rows: ir.Table, marked: ir.Table) -> ir.Table:
    """Keep what was found about rows; what they say themselves is not copied."""
    found = [name for name in rows.columns if name not in marked.columns]
    return rows.select("row", *found)


def _with_judgement(marked: ir.Table, judgement: ir.Table) -> ir.Table:
    return look_up(marked, judgement, ["row"], "inner")


def _triples(
    classes: ir.Table, marked: ir.Table, parties: ir.Table, grain: Grain
) -> ir.Table:
    """Give each service, acquirer and era that occurs; acquirers only where they matter."""
    names = list(RULE_KEY)
    rows = marking.with_class(marked, parties, grain)
    triples = classes.select(*names).union(rows.select(*names), distinct=True)
    return triples.drop_null(how="any").order_by(names)


def _with_rules(rows: ir.Table, rules: ir.Table) -> ir.Table:
    return look_up(rows, rules, RULE_KEY)


def _with_prices(rows: ir.Table, prices: ir.Table) -> ir.Table:
    """Add class number and ``dear`` to each row whose fact was priced."""
    return look_up(rows, prices, FACT)


def _judged_classes(
    sources: Sources, pricer: Pricer, classes: ir.Table, rules: ir.Table, grain: Grain
) -> ir.Table:
    engine, parties = sources.engine, sources.lists.parties
    facts = fetch(engine, _facts_of_classes, classes, parties, rules, grain=grain)
    prices = take(engine, "prices_of_classes", pricer.prices_table(facts))
    return view(
        engine, "classes_judged", _judge_classes,
        classes, parties, rules, prices, grain=grain,
    )  # fmt: skip


def _named_classes(classes: ir.Table, parties: ir.Table, grain: Grain) -> ir.Table:
    """Add the parties of a class, and whether both are ``known``."""
    rows = classes.mutate(acquirer=classes.class_acquirer)
    if grain.by_acquirer:
        rows = judging.with_parties(rows, parties)
    else:  # No class has an acquirer of its own.
        rows = judging.with_parties(rows, parties, ["issuer"])
        rows = rows.mutate(acquirer_party=ibis.null("string"))
    acquirer_known = (
        rows.acquirer_party.notnull()
        if grain.by_acquirer
        else rows.class_acquirer != UNKNOWN
    )
    return rows.mutate(known=rows.issuer_party.notnull() & acquirer_known)


def _ruled_classes(rows: ir.Table, rules: ir.Table) -> ir.Table:
    """Add rule and fact of a class, and whether it is ``within`` what the rule takes."""
    rows = _with_rules(rows, rules)
    rows = rows.mutate(fact_columns(rows, ibis.literal(NONE, "int64")))
    within = (rows.rules == 1) & (rows.amount_fen <= rows.amount_max_fen)
    return rows.mutate(within=within)


def _facts_of_classes(
    classes: ir.Table, parties: ir.Table, rules: ir.Table, grain: Grain
) -> ir.Table:
    rows = _ruled_classes(_named_classes(classes, parties, grain), rules)
    return rows.filter(rows.known & rows.within).select(*FACT).distinct()


def _judge_classes(
    classes: ir.Table,
    parties: ir.Table,
    rules: ir.Table,
    prices: ir.Table,
    grain: Grain,
) -> ir.Table:
    rows = _ruled_classes(_named_classes(classes, parties, grain), rules)
    rows = _with_prices(rows, prices)
    code = ibis.cases(
        (~rows.known, Code.PARTY_UNKNOWN.value),
        ((rows.rules == 1) & ~rows.within, Code.AMOUNT_RANGE.value),
        (rows.dear.fill_null(False), Code.AMOUNT_RANGE.value),
        (rows.rules == 0, Code.RULE_NONE.value),
        (rows.rules > 1, Code.RULE_MANY.value),
        (rows.priced.isnull(), Code.RULE_NONE.value),
        else_=Code.ACCEPTED.value,
    )
    return rows.mutate(code=code)


def _tallied(classes: ir.Table, roles: ir.Table) -> ir.Table:
    rows = owing.with_parties_by_role(classes, roles)
    return rows.select("code", *owing.COUNTED, "times", "amount_fen")


def _judged_rows(
    sources: Sources, pricer: Pricer, marked: ir.Table, rows: ir.Table
) -> ir.Table:
    engine, lists = sources.engine, sources.lists
    prices = pricer.prices_table(fetch(engine, _facts_of_purchases, rows))
    prices = take(engine, "prices_alone", prices)
    rows = view(engine, "bounded_rows", _bounded_rows, rows, prices)
    copies = keep(engine, "possible_copies", judging.possible_copies, rows)
    copies = keep(engine, "copies", judging.copies_of, copies)
    judgement = keep(
        engine, "judgement", _judge_rows,
        rows, copies, marked, lists.denied, lists.terminals, lists.decided,
        looks=sources.looks,
    )  # fmt: skip
    rows = view(engine, "judged_rows", _with_judgement, marked, judgement)
    if not sources.looks.has_journeys or "journey_id" not in rows.columns:
        return view(engine, "judged_priced", judging.judge_rules, rows)
    judgement = keep(engine, "judgement_in_journeys", _place_in_journeys, rows, marked)
    rows = view(engine, "judged_in_journeys", _with_judgement, marked, judgement)
    prices = pricer.prices_table(fetch(engine, _facts_of_accepted, rows))
    prices = take(engine, "prices_in_journeys", prices)
    return view(engine, "judged_priced", _with_prices, rows, prices)


def _facts_of_purchases(rows: ir.Table) -> ir.Table:
    """Give what may be accepted; a price may put it beyond its rule, copies or not."""
    wanted = rows.code.isnull() & (rows.kind == Kind.PURCHASE.value)
    wanted &= (rows.rules == 1) & (rows.amount_fen <= rows.amount_max_fen)
    return rows.filter(wanted).select(*FACT).distinct()


def _bounded_rows(rows: ir.Table, prices: ir.Table) -> ir.Table:
    rows = _with_prices(rows, prices)
    # What gives back has a fact like a purchase, and no price of its own.
    purchase = rows.kind == Kind.PURCHASE.value
    return judging.judge_bounds(rows.mutate(dear=rows.dear & purchase))


def _judge_rows(
    rows: ir.Table,
    copies: ir.Table,
    marked: ir.Table,
    denied: ir.Table,
    terminals: ir.Table,
    decided: ir.Table,
    looks: Looks,
) -> ir.Table:
    rows = look_up(rows, copies, ["row"])
    rows = rows.mutate(code=rows.code.fill_null(rows.copy_code)).drop("copy_code")
    rows = judging.judge_by_lists(rows, denied, terminals, looks)
    rows = judging.judge_counters(rows)
    if looks.has_decided:
        rows = judging.judge_decided(rows, decided)
    return _judgement(rows.drop("beyond"), marked)


def _place_in_journeys(rows: ir.Table, marked: ir.Table) -> ir.Table:
    """Decide, and name the fact anew: only what is accepted has a place in a journey."""
    rows = judging.with_legs(judging.judge_rules(rows)).drop("priced", *FACT[2:])
    return _judgement(rows.mutate(fact_columns(rows, rows.leg)), marked)


def _facts_of_accepted(rows: ir.Table) -> ir.Table:
    return rows.filter(rows.code == Code.ACCEPTED.value).select(*FACT).distinct()
