"""Divides rows into plain ones, judged by class, and marked ones, judged one by one.

A row is *plain* when nothing about it needs a look at another row or at a list: a readable
purchase within the window, whose serial, card and counter occur once and that nobody gives
back. Plain rows that agree in what is judged and priced are one class, and most rows
are plain; so the work falls on classes, which are few. Every other row is *marked*.

Serials and counters are first compared by a hash of 64 bits: two that share one by chance
are marked, compared in full and found to differ.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from ibis import ir

from hansa.clearing.batch.engine import card_hash, fetch, pair_hash, take
from hansa.clearing.batch.joining import declare_unique, look_up_proven
from hansa.clearing.batch.taps import DAY_US
from hansa.clearing.rules.pricing import change_instants
from hansa.clearing.terms.rulebook import Bounds, Rulebook
from hansa.clearing.terms.schemes import ACQUIRER, Column
from hansa.clearing.terms.taps import MAY_BE_EMPTY, REQUIRED, Kind

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_US, LAST_US = (
    -(2**62),
    2**62,
)  # Beyond every instant; an unbounded window's bounds.
NONE = (
    -1
)  # Stands for null in the columns of a class, which are compared; never a value.
UNKNOWN = "?"  # Stands for every acquirer that is no participant; never one of them.
CLASS = (
    "issuer", "class_acquirer", "service", "amount_fen", "era", "class_list",
    "class_minutes",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Small tables that rows are compared with; empty where a list is not there."""

    denied: ir.Table
    terminals: ir.Table
    parties: ir.Table
    decided: ir.Table
    codes: ir.Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What must be known of a rulebook to tell what looks odd.

    Attributes:
        has_denied: whether there is a deny list.
        has_terminals: whether there is a list of terminals.
        has_decided: whether any case decided on a row.
        has_journeys: whether any version reads the place in a journey, which counts the
            accepted purchases of every service.
    """

    has_denied: bool
    has_terminals: bool
    has_decided: bool
    has_journeys: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grain:
    """What tells classes apart beside issuer, service and amount.

    Attributes:
        era: of a row before all instants.
        instants: in microseconds, at which the era grows by one.
        by_acquirer: whether any version looks at the acquirer or its party.
        by_list: whether any version reads the list price.
        by_minutes: whether any version reads the minutes.
        strangers: whether any acquirer may be no participant; looked at where versions
            look at no acquirer.
    """

    era: int
    instants: tuple[int, ...]
    by_acquirer: bool
    by_list: bool
    by_minutes: bool
    strangers: bool = True


def instant_us(instant: datetime) -> int:
    """Give an aware instant in whole microseconds since 1970 UTC."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def taken_between(bounds: Bounds | None) -> tuple[int, int]:
    """Give the first microsecond that a window takes, and the first it does not."""
    if bounds is None or bounds.start_at is None or bounds.end_at is None:
        return FIRST_US, LAST_US
    late_us = bounds.late_days * DAY_US
    return instant_us(bounds.start_at) - late_us, instant_us(bounds.end_at)


def lists_of(engine: ibis.BaseBackend, rulebook: Rulebook) -> Lists:
    """Make small tables of the deny list, terminals, parties, and codes."""
    denied, parties = rulebook.denied or (), rulebook.participants.parties
    until = [LAST_US if one.to_at is None else instant_us(one.to_at) for one in denied]
    string, number = pa.string(), pa.int64()
    return Lists(
        denied=take(
            engine,
            "denied",
            pa.table(
                {
                    "card": pa.array([one.card for one in denied], string),
                    "from_us": pa.array(
                        [instant_us(one.from_at) for one in denied], number
                    ),
                    "to_us": pa.array(until, number),
                }
            ),
        ),
        terminals=take(
            engine,
            "terminals",
            pa.table({"terminal": pa.array(sorted(rulebook.terminals or ()), string)}),
        ),
        parties=take(
            engine,
            "parties",
            pa.table(
                {
                    "institution": pa.array(list(parties), string),
                    "party": pa.array(list(parties.values()), string),
                }
            ),
        ),
        decided=take(engine, "decided_rows", _decided_table(rulebook)),
        codes=take(
            engine,
            "codes",
            pa.table(
                {
                    "code": pa.array(list(rulebook.codes), string),
                    "institution": pa.array(list(rulebook.codes.values()), string),
                }
            ),
        ),
    )


def _decided_table(rulebook: Rulebook) -> pa.Table:
    rows, string = rulebook.decided, pa.string()
    return pa.table(
        {
            "acquirer": pa.array([one.acquirer for one in rows], string),
            "record_id": pa.array([one.record_id for one in rows], string),
            "decided_hash": pa.array([one.content_hash for one in rows], string),
            "is_released": pa.array([one.is_released for one in rows], pa.bool_()),
            "decided_in": pa.array([one.case for one in rows], string),
        }
    )


def looks_in(rulebook: Rulebook, reads: frozenset[Column]) -> Looks:
    """Give what ``looks_odd`` needs; ``reads`` is what any version does."""
    return Looks(
        has_denied=rulebook.denied is not None,
        has_terminals=rulebook.terminals is not None,
        has_decided=bool(rulebook.decided),
        has_journeys=Column.JOURNEY_LEG in reads,
    )


def grain_in(rulebook: Rulebook, reads: frozenset[Column]) -> Grain:
    """Give what classes are told apart by; ``reads`` is what any version does.

    The *era* counts the instants of change that lie at or before a row.
    """
    instants = (instant_us(one) for one in change_instants(rulebook.versions))
    return Grain(
        era=0,
        instants=tuple(instants),
        by_acquirer=Column.ACQUIRER_PARTY in reads
        or any(
            version.acquirers is not None or ACQUIRER in version.parameters.roles()
            for version in rulebook.versions
        ),
        by_list=Column.LIST_FEN in reads,
        by_minutes=Column.MINUTES in reads,
    )


def grain_within(grain: Grain, taken_us: tuple[int, int]) -> Grain:
    """Give what classes of a window are told apart by.

    Instants outside what it takes are counted once for all, for rows beyond are rejected
    whatever their era.
    """
    instants, (first_us, end_us) = grain.instants, taken_us
    return replace(
        grain,
        era=grain.era + sum(instant <= first_us for instant in instants),
        instants=tuple(one for one in instants if first_us < one < end_us),
    )


def reads_in(rulebook: Rulebook) -> frozenset[Column]:
    """Give what any version reads."""
    return frozenset(
        column for version in rulebook.versions for column in version.parameters.reads()
    )


def with_class(rows: ir.Table, parties: ir.Table, grain: Grain) -> ir.Table:
    """Add the columns of a class that a tap has not itself."""
    columns = _fixed(rows, grain)
    if "era" not in columns:
        era: ir.IntegerValue = ibis.literal(grain.era, "int32")
        for instant in grain.instants:
            era += (rows.at_us >= instant).cast("int32")
        columns["era"] = era.cast("int32")
    if "class_list" not in columns:
        columns["class_list"] = rows.list_fen.fill_null(NONE)
    if "class_minutes" not in columns:
        columns["class_minutes"] = rows.minutes.fill_null(NONE)
    if grain.by_acquirer:
        columns["class_acquirer"] = rows.acquirer
    rows = rows.mutate(**columns)
    if "class_acquirer" in columns:
        return rows
    # All that matters is whether it takes part. A join, because a list of texts in the
    # expression is compared with every row.
    declare_unique(parties, ["institution"])
    known = parties.select(acquirer="institution", class_acquirer=ibis.literal(""))
    joined = look_up_proven(rows, known, ["acquirer"])
    return joined.mutate(class_acquirer=joined.class_acquirer.fill_null(UNKNOWN))


def classes_of(
    rows: ir.Table, marked: ir.Table, parties: ir.Table, *, number: int, grain: Grain
) -> ir.Table:
    """Count the plain rows of each class: the columns of ``CLASS``, and ``times``.

    All rows are counted and the marked ones taken off: so the many are counted without a
    look at what marks the few, and their serials and cards are not read again.
    """
    marked = marked.filter(marked.window == number)
    every = _counted(rows, parties, grain)
    off = _counted(marked, parties, grain).rename(off="times")
    keys = _varying(rows, grain)
    # A row with a null among them looks odd, so none of a class that has one is left.
    classes = look_up_proven(every.drop_null(keys), off, keys)
    classes = classes.mutate(times=classes.times - classes.off.fill_null(0))
    classes = classes.filter(classes.times > 0).drop("off")
    return classes.mutate(**_fixed(rows, grain))


def _counted(rows: ir.Table, parties: ir.Table, grain: Grain) -> ir.Table:
    rows = with_class(rows, parties, grain)
    return rows.group_by(_varying(rows, grain)).agg(times=rows.count())


def _varying(rows: ir.Table, grain: Grain) -> list[str]:
    return [name for name in CLASS if name not in _fixed(rows, grain)]


def _fixed(rows: ir.Table, grain: Grain) -> dict[str, ir.Value]:
    """Give the columns of a class that are the same for all rows of a window."""
    none = ibis.literal(NONE, "int64")
    fixed: dict[str, ir.Value] = {}
    if not (grain.by_acquirer or grain.strangers):
        fixed["class_acquirer"] = ibis.literal("")
    if not grain.instants:
        fixed["era"] = ibis.literal(grain.era, "int32")
    if not grain.by_list or "list_fen" not in rows.columns:
        fixed["class_list"] = none
    if not grain.by_minutes or "minutes" not in rows.columns:
        fixed["class_minutes"] = none
    return fixed


def strangers_in(rows: ir.Table, parties: ir.Table) -> ir.Table:
    """Give the acquirers that are no participants."""
    known = parties.select(acquirer="institution")
    return rows.select("acquirer").distinct().anti_join(known, "acquirer")


def looks_odd(
    rows: ir.Table,
    denied: ir.Table,
    terminals: ir.Table,
    looks: Looks,
    taken_us: tuple[int, int],
) -> ir.BooleanValue:
    """Tell whether a row alone looks odd; null counts as no.

    Each condition stands by itself, and the instants that the window takes as numbers, so
    that the engine drops those that the statistics of a file rule out.
    """
    first_us, end_us = taken_us
    odd = (rows.kind != Kind.PURCHASE.value) | rows.fault.notnull()
    for column in REQUIRED:
        if column not in MAY_BE_EMPTY:
            odd |= rows[column].isnull()
    odd |= rows.amount_fen < 0
    odd |= (rows.at_us < first_us) | (rows.at_us >= end_us)
    if "test" in rows.columns:
        odd |= rows.test
    if "tac_ok" in rows.columns:
        odd |= ~rows.tac_ok
    if looks.has_denied:
        odd |= rows.card.isin(denied.card)
    if looks.has_terminals and "terminal" in rows.columns:
        unknown = ~rows.terminal.isin(terminals.terminal)
        odd |= rows.terminal.notnull() & unknown
    if looks.has_journeys and "journey_id" in rows.columns:
        odd |= rows.journey_id.notnull()
    return odd


def serial_of(rows: ir.Table) -> ir.IntegerValue:
    """Hash the key of a row."""
    return pair_hash(rows.acquirer, rows.record_id)


def serials_decided(decided: ir.Table) -> ir.Table:
    """Hash the key of each row on which a case decided."""
    serial = pair_hash(decided.acquirer, decided.record_id)
    return decided.select(key=serial).distinct()


def counter_of(rows: ir.Table) -> ir.IntegerValue:
    """Hash card and counter of a row."""
    return card_hash(rows.card, rows.counter)


def keys_of(rows: ir.Table) -> ir.Table:
    """Hash serial, and card with counter, of each row."""
    return rows.select(serial=serial_of(rows), counted=counter_of(rows))


def serials_of(rows: ir.Table) -> ir.Table:
    """Hash the serial of each row."""
    return rows.select(serial=serial_of(rows))


def repeated(
    engine: ibis.BaseBackend, own: ir.Table, others: ir.Table | None
) -> tuple[pa.Table, pa.Table]:
    """Give the hashes of serials, and of card and counter, that occur more than once.

    Serials are looked for in all windows, counters in the window's own. Sorting hashes as
    one array is several times faster than a table of as many groups as rows, and takes
    eight bytes a row.
    """
    keys = fetch(engine, keys_of, own)
    counted = keys.column("counted").to_numpy()
    serials = [keys.column("serial").to_numpy()]
    del keys
    if others is not None:
        more = fetch(engine, serials_of, others)
        serials.append(more.column("serial").to_numpy())
    every = np.concatenate(serials) if others is not None else serials[0]
    with ThreadPoolExecutor(2) as pool:
        found, counters = pool.map(_repeated, (every, counted))
    return found, counters


def _repeated(keys: np.ndarray[Any, Any]) -> pa.Table:
    keys = np.sort(keys)
    again = np.unique(keys[1:][keys[1:] == keys[:-1]])
    return pa.table({"key": pa.array(again, pa.uint64())})


def originals_of(rows: ir.Table) -> ir.Table:
    """Give the hashes of the serials that refunds and reversals name."""
    asked = rows.filter(rows.kind != Kind.PURCHASE.value)
    return asked.select(
        key=pair_hash(asked.acquirer, asked.original_record_id)
    ).distinct()
