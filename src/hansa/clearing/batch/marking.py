"""Divides rows into plain ones, judged by class, and marked ones, judged one by one.

A row is *plain* when nothing about it needs a look at another row or at a list: a readable
purchase within the window, whose serial, card and counter occur once and that nobody gives
back. Plain rows that agree in what is judged and priced are one class, and most rows
are plain; so the work falls on classes, which are few. Every other row is *marked*.

Serials and counters are first compared by a hash of 64 bits: two that share one by chance
are marked, compared in full and found to differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from ibis import ir

from hansa.clearing.batch.engine import card_hash, pair_hash
from hansa.clearing.batch.taps import DAY_US
from hansa.clearing.rules.pricing import change_instants
from hansa.clearing.terms.rulebook import Bounds, Rulebook
from hansa.clearing.terms.schemes import Column
from hansa.clearing.terms.taps import MAY_BE_EMPTY, REQUIRED, Kind

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_US, LAST_US = (
    -(2**62),
    2**62,
)  # Beyond every instant; an unbounded window's bounds.
NONE = (
    -1
)  # Stands for null in the columns of a class, which are compared; never a value.
TAP_CLASS = ("issuer", "acquirer", "service", "amount_fen")
CLASS = (*TAP_CLASS, "era", "class_list", "class_minutes")


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of a rulebook as small tables; None where a list is not there."""

    denied: ir.Table | None
    terminals: ir.Table | None


def instant_us(instant: datetime) -> int:
    """Give an aware instant in whole microseconds since 1970 UTC."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def taken_between(bounds: Bounds | None) -> tuple[int, int]:
    """Give the first microsecond that a window takes, and the first it does not."""
    if bounds is None or bounds.start_at is None or bounds.end_at is None:
        return FIRST_US, LAST_US
    late_us = bounds.late_days * DAY_US
    return instant_us(bounds.start_at) - late_us, instant_us(bounds.end_at)


def lists_of(rulebook: Rulebook) -> Lists:
    """Make small tables of the deny list and of the terminals."""
    denied = terminals = None
    if rulebook.denied is not None:
        rows = [
            {
                "card": one.card,
                "from_us": instant_us(one.from_at),
                "to_us": LAST_US if one.to_at is None else instant_us(one.to_at),
            }
            for one in rulebook.denied
        ]
        types = {"card": "string", "from_us": "int64", "to_us": "int64"}
        denied = ibis.memtable(rows, schema=types)
    if rulebook.terminals is not None:
        known = [{"terminal": terminal} for terminal in sorted(rulebook.terminals)]
        terminals = ibis.memtable(known, schema={"terminal": "string"})
    return Lists(denied=denied, terminals=terminals)


def reads_in(rulebook: Rulebook) -> frozenset[Column]:
    """Give what any version reads."""
    return frozenset(
        column for version in rulebook.versions for column in version.parameters.reads()
    )


def class_columns(
    rows: ir.Table, rulebook: Rulebook, bounds: Bounds | None
) -> dict[str, ir.Value | int]:
    """Give the columns that a class has beside those of the tap.

    The *era* counts the instants of change that lie at or before a row; those outside what
    the window takes are counted once for all, for rows beyond are rejected whatever their
    era. A column that is one number for all rows is given as that number.
    """
    reads, first_us, end_us = reads_in(rulebook), *taken_between(bounds)
    instants = [instant_us(one) for one in change_instants(rulebook.versions)]
    era: Any = sum(instant <= first_us for instant in instants)
    for instant in instants:
        if first_us < instant < end_us:
            era = (rows.at_us >= instant).cast("int32") + era
    listed = Column.LIST_FEN in reads and "list_fen" in rows.columns
    parked = Column.MINUTES in reads and "minutes" in rows.columns
    return {
        "era": era,
        "class_list": rows.list_fen.fill_null(NONE) if listed else NONE,
        "class_minutes": rows.minutes.fill_null(NONE) if parked else NONE,
    }


def with_class(rows: ir.Table, rulebook: Rulebook, bounds: Bounds | None) -> ir.Table:
    """Add the columns that a class has beside those of the tap."""
    return _with(rows, class_columns(rows, rulebook, bounds))


def classes_of(rows: ir.Table, rulebook: Rulebook, bounds: Bounds | None) -> ir.Table:
    """Count the rows of each class: the columns of ``CLASS``, and ``times``."""
    added = class_columns(rows, rulebook, bounds)
    varying = {name: one for name, one in added.items() if not isinstance(one, int)}
    fixed = {name: one for name, one in added.items() if isinstance(one, int)}
    rows = _with(rows, varying)
    counted = rows.group_by([*TAP_CLASS, *varying]).agg(times=rows.count())
    return _with(counted, fixed)


def _with(rows: ir.Table, added: Mapping[str, ir.Value | int]) -> ir.Table:
    types = {"era": "int32", "class_list": "int64", "class_minutes": "int64"}
    return rows.mutate(
        **{
            name: ibis.literal(one, types[name])
            if isinstance(one, int)
            else one.cast(types[name])
            for name, one in added.items()
        }
    )


def looks_plain(
    rows: ir.Table, rulebook: Rulebook, bounds: Bounds | None
) -> ir.BooleanValue:
    """Tell whether a row alone looks plain; null counts as no."""
    first_us, end_us = taken_between(bounds)
    plain = (rows.kind == Kind.PURCHASE.value) & rows.fault.isnull()
    for column in REQUIRED:
        if column not in MAY_BE_EMPTY:
            plain &= rows[column].notnull()
    plain &= (rows.amount_fen >= 0) & (rows.at_us >= first_us) & (rows.at_us < end_us)
    if "test" in rows.columns:
        plain &= ~rows.test.fill_null(False)
    if "tac_ok" in rows.columns:
        plain &= rows.tac_ok.fill_null(True)
    lists = lists_of(rulebook)
    if lists.denied is not None:
        plain &= ~rows.card.isin(lists.denied.card)
    if lists.terminals is not None and "terminal" in rows.columns:
        known = rows.terminal.isin(lists.terminals.terminal)
        plain &= rows.terminal.isnull() | known
    changing = _services_with_changing(rulebook)
    if changing and "journey_id" in rows.columns:
        plain &= rows.journey_id.isnull() | ~rows.service.isin(changing)
    return plain


def _services_with_changing(rulebook: Rulebook) -> list[str]:
    return sorted(
        {
            service
            for version in rulebook.versions
            if Column.JOURNEY_LEG in version.parameters.reads()
            for service in version.services
        }
    )


def serial_of(rows: ir.Table) -> ir.IntegerValue:
    """Hash the key of a row."""
    return pair_hash(rows.acquirer, rows.record_id)


def counter_of(rows: ir.Table) -> ir.IntegerValue:
    """Hash card and counter of a row."""
    return card_hash(rows.card, rows.counter)


def repeated_serials(engine: ibis.BaseBackend, windows: Sequence[ir.Table]) -> ir.Table:
    """Give the hashes of serials that occur more than once in these windows together."""
    return _repeated(engine, [rows.select(key=serial_of(rows)) for rows in windows])


def repeated_counters(engine: ibis.BaseBackend, rows: ir.Table) -> ir.Table:
    """Give the hashes of card and counter that several purchases of a window have."""
    purchases = rows.filter(rows.kind == Kind.PURCHASE.value)
    return _repeated(engine, [purchases.select(key=counter_of(purchases))])


def _repeated(engine: ibis.BaseBackend, hashes: Sequence[ir.Table]) -> ir.Table:
    """Give the values that occur more than once.

    Sorting them as one array is several times faster than a table of as many groups as
    rows, and takes eight bytes a row.
    """
    columns = [engine.to_pyarrow(part).column("key").to_numpy() for part in hashes]
    keys = np.concatenate(columns)
    keys.sort()
    again = np.unique(keys[1:][keys[1:] == keys[:-1]])
    return ibis.memtable(pa.table({"key": pa.array(again, pa.uint64())}))


def originals_of(rows: ir.Table) -> ir.Table:
    """Give the hashes of the serials that refunds and reversals name."""
    asked = rows.filter(rows.kind != Kind.PURCHASE.value)
    return asked.select(
        key=pair_hash(asked.acquirer, asked.original_record_id)
    ).distinct()
