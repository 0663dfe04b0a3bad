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
from hansa.clearing.batch.engine import (
    SEPARATOR,
    card_hash,
    fetch,
    keep,
    pair_hash,
    take,
    view,
)
from hansa.clearing.batch.marking import Lists, Looks
from hansa.clearing.terms.rulebook import Bounds, Rulebook
from hansa.clearing.terms.taps import Kind

MARKS = ("serial_twice", "counter_twice")
"""Columns of a marked row: whether its serial, and its card and counter, may occur more
than once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The taps of a run: the window's own, and those of other windows as context."""

    engine: ibis.BaseBackend
    rulebook: Rulebook
    bounds: Bounds | None
    lists: Lists
    own: ir.Table
    others: Sequence[ir.Table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """The window divided, and what must be judged by row.

    Attributes:
        own: all rows of the window.
        plain: the window's plain rows.
        marked: every other row of the window, and rows of other windows they hang on,
            with ``MARKS``; ``row`` numbers them in no order.
    """

    own: ir.Table
    plain: ir.Table
    marked: ir.Table


def divide(sources: Sources) -> Divided:
    """Divide the rows of a window into plain and marked ones."""
    engine, own, others = sources.engine, sources.own, list(sources.others)
    serials, counters = marking.repeated(engine, own, others)
    given_back = keep(engine, "serials_given_back", marking.originals_of, own)
    inputs = (
        own,
        sources.lists.denied,
        sources.lists.terminals,
        take(engine, "serials_twice", serials),
        take(engine, "counters_twice", counters),
        given_back,
        keep(engine, "serials_decided", marking.serials_decided, sources.lists.decided),
    )
    looks = marking.looks_in(sources.rulebook, sources.bounds)
    any_given_back = bool(fetch(engine, _first, given_back).num_rows)
    plain = view(
        engine, "plain", _plain, *inputs, looks=looks, any_given_back=any_given_back
    )
    found = keep(
        engine, "found", _marked, *inputs, looks=looks, any_given_back=any_given_back
    )
    if others:
        found = _with_context(sources, found)
    return Divided(
        own=own, plain=plain, marked=view(engine, "marked", _numbered, found)
    )


def _first(rows: ir.Table) -> ir.Table:
    return rows.limit(1)


def _plain(*inputs: ir.Table, looks: Looks, any_given_back: bool) -> ir.Table:
    odd = _odd(*inputs, looks=looks, any_given_back=any_given_back)
    return inputs[0].filter(~odd.fill_null(False))


def _marked(*inputs: ir.Table, looks: Looks, any_given_back: bool) -> ir.Table:
    own, _, _, serials, counters, _, _ = inputs
    odd = _odd(*inputs, looks=looks, any_given_back=any_given_back)
    return own.filter(odd).mutate(
        serial_twice=marking.serial_of(own).isin(serials.key),
        counter_twice=marking.counter_of(own).isin(counters.key),
    )


def _odd(
    own: ir.Table,
    denied: ir.Table,
    terminals: ir.Table,
    serials: ir.Table,
    counters: ir.Table,
    given_back: ir.Table,
    decided: ir.Table,
    *,
    looks: Looks,
    any_given_back: bool,
) -> ir.BooleanValue:
    serial = marking.serial_of(own)
    odd = marking.looks_odd(own, denied, terminals, looks) | serial.isin(serials.key)
    odd |= marking.counter_of(own).isin(counters.key)
    if any_given_back:
        odd |= serial.isin(given_back.key)
    if looks.has_decided:
        odd |= serial.isin(decided.key)
    return odd


def _with_context(sources: Sources, own: ir.Table) -> ir.Table:
    engine = sources.engine
    before = view(engine, "before", _keyed, *sources.others)
    originals = keep(engine, "originals", marking.originals_of, own)
    needed = keep(engine, "needed", _needed, before, originals)
    needed = keep(engine, "needed_for_legs", _sharing, before, needed, key_of=_journey)
    needed = keep(
        engine, "needed_for_counters", _sharing, before, needed, key_of=_counter
    )
    serials = keep(engine, "serials", _serials, own, needed)
    return keep(engine, "found_with_context", _with_copies, own, before, serials)


def _keyed(*others: ir.Table) -> ir.Table:
    before = reduce(ir.Table.union, others)
    return before.mutate(serial=marking.serial_of(before))


def _needed(before: ir.Table, originals: ir.Table) -> ir.Table:
    """Give what was given back of the purchases, and the purchases."""
    gives_back = before.kind != Kind.PURCHASE.value
    purchase = pair_hash(before.acquirer, before.original_record_id)
    return before.filter(
        before.serial.isin(originals.key) | (gives_back & purchase.isin(originals.key))
    )


def _serials(own: ir.Table, needed: ir.Table) -> ir.Table:
    return marking.serials_of(own).union(needed.select("serial"), distinct=True)


def _with_copies(own: ir.Table, before: ir.Table, serials: ir.Table) -> ir.Table:
    """Add context; nobody has counted how often serials and counters of it occur."""
    columns = [name for name in own.columns if name not in MARKS]
    context = before.semi_join(serials, "serial").select(*columns)
    twice = {"serial_twice": ibis.literal(True), "counter_twice": ibis.literal(True)}
    return own.union(context.mutate(**twice))


def _numbered(found: ir.Table) -> ir.Table:
    """Number rows by their place in the engine: counting them would take one thread."""
    return found.mutate(row=found.rowid())


def _sharing(
    before: ir.Table, needed: ir.Table, *, key_of: Callable[[ir.Table], ir.Value]
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
