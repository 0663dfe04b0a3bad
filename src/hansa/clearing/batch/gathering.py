"""Gathers the rows that must be judged one by one, of the window and of others.

What becomes of a row may hang on others: copies of its serial in any window; purchases of
its window with its card and counter; for a refund, its purchase and all that was given back
of it; and for a tap within a journey, the taps of that journey. Each of these hangs on the
next kind only, so gathering them in that order, and copies last, is enough.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

import ibis
from ibis import ir

from hansa.clearing.batch import marking
from hansa.clearing.batch.engine import SEPARATOR, card_hash, pair_hash
from hansa.clearing.terms.rulebook import Bounds, Rulebook
from hansa.clearing.terms.taps import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The taps of a run: the window's own, and those of other windows as context."""

    engine: ibis.BaseBackend
    rulebook: Rulebook
    bounds: Bounds | None
    own: ir.Table
    others: Sequence[ir.Table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """The window divided, and what must be judged by row.

    Attributes:
        plain: the window's plain rows.
        marked: every other row of the window, and rows of other windows they hang on.
    """

    plain: ir.Table
    marked: ir.Table


def divide(sources: Sources) -> Divided:
    """Divide the rows of a window into plain and marked ones."""
    engine, own, others = sources.engine, sources.own, list(sources.others)
    serials = _kept(
        engine, "serials_twice", marking.repeated_serials(engine, [own, *others])
    )
    counters = _kept(engine, "counters_twice", marking.repeated_counters(engine, own))
    given_back = _kept(engine, "serials_given_back", marking.originals_of(own))
    rows = own.mutate(
        plain=marking.looks_plain(own, sources.rulebook, sources.bounds),
        serial=marking.serial_of(own),
        counted=marking.counter_of(own),
    )
    odd = ~rows.plain.fill_null(False)
    for hashed, keys in (
        (rows.serial, serials),
        (rows.serial, given_back),
        (rows.counted, counters),
    ):
        if engine.to_pyarrow(keys.limit(1)).num_rows:
            odd |= hashed.isin(keys.key)
    plain = rows.filter(~odd).drop("plain", "serial", "counted")
    marked = rows.filter(odd).drop("plain", "serial", "counted")
    if others:
        marked = _with_context(sources, _kept(engine, "marked_own", marked))
    return Divided(
        plain=plain,
        marked=_kept(engine, "marked", marked),
    )


def _kept(engine: ibis.BaseBackend, name: str, rows: ir.Table) -> ir.Table:
    return engine.create_table(name, rows, temp=True, overwrite=True)


def _with_context(sources: Sources, own: ir.Table) -> ir.Table:
    engine = sources.engine
    before = reduce(ir.Table.union, sources.others)
    before = before.mutate(serial=marking.serial_of(before))
    originals = _kept(engine, "originals", marking.originals_of(own))
    gives_back = before.kind != Kind.PURCHASE.value
    purchase = pair_hash(before.acquirer, before.original_record_id)
    needed = before.filter(
        before.serial.isin(originals.key) | (gives_back & purchase.isin(originals.key))
    )
    needed = _kept(engine, "needed", needed)
    needed = _kept(engine, "needed_for_legs", _sharing(before, needed, _journey))
    needed = _kept(engine, "needed_for_counters", _sharing(before, needed, _counter))
    serials = own.select(serial=marking.serial_of(own)).union(needed.select("serial"))
    context = before.semi_join(_kept(engine, "serials", serials.distinct()), "serial")
    return own.union(context.select(*own.columns))


def _sharing(
    before: ir.Table, needed: ir.Table, key_of: Callable[[ir.Table], ir.Value]
) -> ir.Table:
    """Give the rows needed, and those that share a key with one of them."""
    keys = needed.select(key=key_of(needed)).filter(lambda rows: rows.key.notnull())
    keyed = before.mutate(key=key_of(before))
    shared = keyed.semi_join(keys.distinct(), "key").drop("key")
    return shared.union(needed, distinct=True)


def _journey(rows: ir.Table) -> ir.Value:
    if "journey_id" not in rows.columns:
        return ibis.null("uint64")
    window = rows.window.cast("string")
    holder = window + SEPARATOR + rows.issuer + SEPARATOR + rows.card
    return ibis.cases(
        (rows.journey_id.notnull(), pair_hash(holder, rows.journey_id)),
        else_=ibis.null("uint64"),
    )


def _counter(rows: ir.Table) -> ir.Value:
    return card_hash(rows.window.cast("string") + SEPARATOR + rows.card, rows.counter)
