"""Gathers the rows that must be judged one by one, of the window and of others.

What becomes of a row may hang on others: copies of its serial in any window; purchases of
its window with its card and counter; for a refund, its purchase and all that was given back
of it; and for a tap within a journey, the taps of that journey. Each of these hangs on the
next kind only, so gathering them in that order, and copies last, is enough.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from hansa.clearing.batch.marking import Grain, Lists, Looks
from hansa.clearing.terms.rulebook import Rulebook
from hansa.clearing.terms.taps import Kind

MARKS = ("serial_twice", "counter_twice")
"""Columns of a marked row: whether its serial, and its card and counter, may occur more
than once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The taps of a run, the window's own and those of other windows as context.

    Attributes:
        engine: holds the tables.
        rulebook: what they are judged and priced by.
        looks: what must be known to tell what looks odd in the window.
        taken_us: the first microsecond that the window takes, and the first it does not.
        grain: what tells classes apart, of rows of any window.
        lists: small tables that rows are compared with.
        own: the taps of the window.
        others: those of all others; None where there is no other window.
    """

    engine: ibis.BaseBackend
    rulebook: Rulebook
    looks: Looks
    taken_us: tuple[int, int]
    grain: Grain
    lists: Lists
    own: ir.Table
    others: ir.Table | None


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
    engine, own, others = sources.engine, sources.own, sources.others
    serials, counters = marking.repeated(engine, own, others)
    given_back = keep(engine, "serials_given_back", marking.originals_of, own)
    inputs = (
        own,
        take(engine, "serials_twice", serials),
        take(engine, "counters_twice", counters),
        sources.lists.denied,
        sources.lists.terminals,
        given_back,
        keep(engine, "serials_decided", marking.serials_decided, sources.lists.decided),
    )
    any_given_back = bool(fetch(engine, _first, given_back).num_rows)
    words = {
        "looks": sources.looks,
        "taken_us": sources.taken_us,
        "any_given_back": any_given_back,
    }
    plain = view(engine, "plain", _plain, *inputs, **words)
    found = keep(engine, "found", _marked, *inputs, **words)
    if others is not None:
        found = _with_context(sources, others, found, any_given_back=any_given_back)
    return Divided(
        own=own, plain=plain, marked=view(engine, "marked", _numbered, found)
    )


def _first(rows: ir.Table) -> ir.Table:
    return rows.limit(1)


def _plain(*inputs: ir.Table, **words: Any) -> ir.Table:
    own, serials, counters, *lists = inputs
    rows = _with_marks(own, serials, counters)
    odd = _odd(rows, *lists, **words)
    return rows.filter(~odd.fill_null(False)).drop(*MARKS)


def _marked(*inputs: ir.Table, **words: Any) -> ir.Table:
    own, serials, counters, *lists = inputs
    rows = _with_marks(own, serials, counters)
    return rows.filter(_odd(rows, *lists, **words))


def _with_marks(own: ir.Table, serials: ir.Table, counters: ir.Table) -> ir.Table:
    return own.mutate(
        serial_twice=marking.serial_of(own).isin(serials.key),
        counter_twice=marking.counter_of(own).isin(counters.key),
    )


def _odd(
    rows: ir.Table,
    denied: ir.Table,
    terminals: ir.Table,
    given_back: ir.Table,
    decided: ir.Table,
    *,
    looks: Looks,
    taken_us: tuple[int, int],
    any_given_back: bool,
) -> ir.BooleanValue:
    serial = marking.serial_of(rows)
    odd = marking.looks_odd(rows, denied, terminals, looks, taken_us)
    odd |= rows.serial_twice | rows.counter_twice
    if any_given_back:
        odd |= serial.isin(given_back.key)
    if looks.has_decided:
        odd |= serial.isin(decided.key)
    return odd


def _with_context(
    sources: Sources, others: ir.Table, own: ir.Table, *, any_given_back: bool
) -> ir.Table:
    engine = sources.engine
    before = view(engine, "before", _keyed, others)
    if not any_given_back:  # Then only copies of a serial may lie in other windows.
        serials = keep(engine, "serials", marking.serials_of, own)
        return keep(engine, "found_with_context", _with_copies, own, before, serials)
    originals = keep(engine, "originals", marking.originals_of, own)
    needed = keep(engine, "needed", _needed, before, originals)
    needed = keep(engine, "needed_for_legs", _sharing, before, needed, key_of=_journey)
    needed = keep(
        engine, "needed_for_counters", _sharing, before, needed, key_of=_counter
    )
    serials = keep(engine, "serials", _serials, own, needed)
    return keep(engine, "found_with_context", _with_copies, own, before, serials)


def _keyed(others: ir.Table) -> ir.Table:
    return others.mutate(serial=marking.serial_of(others))


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
