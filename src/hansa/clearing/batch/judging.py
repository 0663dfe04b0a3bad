"""Judges marked rows one by one, in the contract's order.

Source: contracts, section 11: the first match wins, and each code looks only at rows that
no earlier code took.
"""

from collections.abc import Sequence

import ibis
import pyarrow as pa
from ibis import ir

from hansa.clearing.batch import marking
from hansa.clearing.batch.engine import hashed_content
from hansa.clearing.batch.joining import (
    declare_unique,
    expand,
    look_up,
    look_up_proven,
)
from hansa.clearing.batch.marking import NONE, Looks
from hansa.clearing.batch.taps import TapFile, Window, type_of
from hansa.clearing.terms.taps import (
    COLUMNS,
    LIFTED,
    MAY_BE_EMPTY,
    REQUIRED,
    Code,
    Kind,
)

KINDS = [kind.value for kind in Kind]
UNDECIDED = ibis.null("string")


def content_hash(rows: ir.Table) -> ir.StringValue:
    """Hash the content of rows: every column of a tap, absent ones as empty text."""
    columns = [
        rows[name] if name in rows.columns else ibis.null(type_of(name))
        for name in COLUMNS
    ]
    return rows.raw_hash.fill_null(hashed_content(columns))


def files_table(files: Sequence[TapFile]) -> pa.Table:
    """Give the hash of each file by its place."""
    return pa.table(
        {
            "path": pa.array([str(file.place) for file in files], pa.string()),
            "file": pa.array([file.sha256 for file in files], pa.string()),
        }
    )


def windows_table(windows: Sequence[Window]) -> pa.Table:
    """Give what each window takes, in microseconds; unbounded where it has no bounds."""
    taken = [marking.taken_between(window.bounds) for window in windows]
    return pa.table(
        {
            "window": pa.array([w.number for w in windows], pa.int16()),
            "first_us": pa.array([first for first, _ in taken], pa.int64()),
            "end_us": pa.array([end for _, end in taken], pa.int64()),
        }
    )


def with_parties(rows: ir.Table, parties: ir.Table) -> ir.Table:
    """Add issuer_party and acquirer_party, null where the institution is unknown."""
    for role in ("issuer", "acquirer"):
        named = parties.select(
            **{
                role: parties.institution,
                f"{role}_party": parties.party,
            }
        )
        rows = look_up(rows, named, [role])
    return rows


def _next(
    code: ir.StringValue, *matches: tuple[ir.BooleanValue, Code]
) -> ir.StringValue:
    """Give the first code that matches to rows that none has taken."""
    found = [
        (match.fill_null(False), ibis.literal(code.value)) for match, code in matches
    ]
    return code.fill_null(ibis.cases(*found, else_=UNDECIDED))


def judge_alone(rows: ir.Table, parties: ir.Table) -> ir.Table:
    """Give the codes that need no other row and no rule: the first three."""
    bad = rows.fault.notnull() | ~rows.kind.isin(KINDS) | (rows.amount_fen < 0)
    for column in REQUIRED:
        if column not in MAY_BE_EMPTY:
            bad |= rows[column].isnull()
    rows = with_parties(rows, parties)
    unknown = rows.issuer_party.isnull() | rows.acquirer_party.isnull()
    test = rows.test if "test" in rows.columns else ibis.literal(False)
    return rows.mutate(
        code=_next(
            UNDECIDED,
            (bad.fill_null(True), Code.ROW_BAD),
            (unknown, Code.PARTY_UNKNOWN),
            (test, Code.TEST),
        )
    )


def judge_bounds(rows: ir.Table) -> ir.Table:
    """Say which of the bounds of its rule and its own window a row is beyond.

    Args:
        rows: with rules, amount_max_fen, and ``dear`` of those that were priced.

    Returns:
        The rows with ``beyond``, a code or null; it takes them only after copies.
    """
    dear = (rows.rules == 1) & (rows.amount_fen > rows.amount_max_fen)
    beyond = _next(
        UNDECIDED,
        (dear.fill_null(False) | rows.dear.fill_null(False), Code.AMOUNT_RANGE),
        (rows.at_us >= rows.end_us, Code.FUTURE),
        (rows.at_us < rows.first_us, Code.LATE),
    )
    return rows.mutate(beyond=beyond).drop("dear")


def copies_of(rows: ir.Table) -> ir.Table:
    """Fold equal copies of a serial to one, and suspend every one of two contents.

    Only rows that no code took and whose serial occurs twice are looked at. A row that is
    beyond its bounds is rejected where it stands, so in other windows it is no copy; and
    what other windows hold under its serial puts it in no doubt.

    Returns:
        ``row`` and ``copy_code`` of the rows that get one.
    """
    left = rows.filter(rows.code.isnull() & rows.serial_twice)
    left = left.select(
        "row", "acquirer", "record_id", "window", "file", "line",
        content_hash=content_hash(left),
        within=left.beyond.isnull(),
    )  # fmt: skip
    key = [left.acquirer, left.record_id]
    equal = [*key, left.content_hash]
    here = ibis.window(group_by=[*equal, left.window], order_by=[left.file, left.line])
    elsewhere = ibis.cases((left.within, left.window), else_=None)
    left = left.mutate(
        copy=ibis.row_number().over(here),
        first=elsewhere.min().over(ibis.window(group_by=equal)),
        several=_several(left, [*key, left.window]),
        several_within=_several(left, [*key, left.within]),
    )
    folded = (left.copy > 0) | (left.first < left.window)
    in_doubt = left.several | (left.within & left.several_within)
    code = _next(UNDECIDED, (folded, Code.DUP_EXACT), (in_doubt, Code.DUP_CONFLICT))
    found = left.select("row", copy_code=code)
    return found.filter(found.copy_code.notnull())


def _several(rows: ir.Table, among: list[ir.Value]) -> ir.BooleanValue:
    """Tell whether rows that agree in some values have more than one content."""
    contents = ibis.window(group_by=among)
    least = rows.content_hash.min().over(contents)
    return least != rows.content_hash.max().over(contents)


def judge_by_lists(
    rows: ir.Table, denied_cards: ir.Table, terminals: ir.Table, looks: Looks
) -> ir.Table:
    """Give the codes from the amount to the deny list."""
    tac_failed = ~rows.tac_ok if "tac_ok" in rows.columns else ibis.literal(False)
    key_unknown: ir.BooleanValue = ibis.literal(False)
    if looks.has_terminals and "terminal" in rows.columns:
        key_unknown = ~rows.terminal.isin(terminals.terminal)
        key_unknown &= rows.terminal.notnull()
    denied: ir.BooleanValue = ibis.literal(False)
    if looks.has_denied:
        held = rows.semi_join(
            denied_cards,
            [
                rows.card == denied_cards.card,
                rows.at_us >= denied_cards.from_us,
                rows.at_us < denied_cards.to_us,
            ],
        )
        denied = rows.row.isin(held.row)
    code = _next(
        rows.code.fill_null(rows.beyond),
        (tac_failed, Code.TAC_FAIL),
        (key_unknown, Code.KEY_UNKNOWN),
        (denied, Code.DENYLIST),
    )
    return rows.mutate(code=code)


def judge_counters(rows: ir.Table) -> ir.Table:
    """Suspend purchases of one window that share card and counter."""
    purchase = rows.kind == Kind.PURCHASE.value
    left = rows.filter(rows.code.isnull() & purchase & rows.counter_twice)
    sharing = left.group_by("window", "card", "counter").agg(sharing=left.count())
    key = ["window", "card", "counter"]
    joined = look_up_proven(rows, sharing.filter(sharing.sharing > 1), key)
    purchase = joined.kind == Kind.PURCHASE.value
    code = _next(joined.code, (purchase & joined.sharing.notnull(), Code.CTR_REPEAT))
    return joined.mutate(code=code).drop("sharing")


def judge_decided(rows: ir.Table, decided: ir.Table) -> ir.Table:
    """Lift the doubt from rows that a case released, and end those that it refused.

    A decision changes its own row and no other: what shares a serial, or a card and counter
    with a released row stays in doubt. Of a conflict the bounds have not been looked at.
    """
    serial = ["acquirer", "record_id"]
    declare_unique(decided, [*serial, "decided_hash"])
    named = expand(rows, decided, serial)
    same = named.filter(content_hash(named) == named.decided_hash)
    same = same.select("row", "is_released", "decided_in")
    rows = look_up_proven(rows, same, ["row"])
    doubted = rows.code.isin([code.value for code in LIFTED]).fill_null(False)
    released = rows.is_released.fill_null(False) & doubted
    refused = ~rows.is_released.fill_null(True) & (doubted | rows.code.isnull())
    code = ibis.cases(
        (released, rows.beyond), (refused, Code.REFUSED.value), else_=rows.code
    )
    return rows.mutate(code=code).drop("is_released")


def judge_rules(rows: ir.Table) -> ir.Table:
    """Decide on purchases that are left: no rule, several, no answer, or accepted."""
    purchase = rows.kind == Kind.PURCHASE.value
    none = (rows.rules == 0) | rows.rules.isnull()
    unanswered = (rows.rules == 1) & rows.priced.isnull()
    code = _next(
        rows.code,
        (purchase & (none | unanswered), Code.RULE_NONE),
        (purchase & (rows.rules > 1), Code.RULE_MANY),
        (purchase, Code.ACCEPTED),
    )
    return rows.mutate(code=code)


def with_legs(rows: ir.Table) -> ir.Table:
    """Number the accepted purchases of each journey, from 1; ``NONE`` outside any.

    Returns:
        The rows with ``leg``, the place in the journey.
    """
    if "journey_id" not in rows.columns:
        return rows.mutate(leg=ibis.literal(NONE, "int64"))
    counts = (rows.code == Code.ACCEPTED.value) & rows.journey_id.notnull()
    counts &= rows.kind == Kind.PURCHASE.value
    journey = ibis.window(
        group_by=[counts, rows.window, rows.issuer, rows.card, rows.journey_id],
        order_by=[rows.at_us, rows.acquirer, rows.record_id],
    )
    place = ibis.row_number().over(journey) + 1
    return rows.mutate(
        leg=ibis.cases((counts, place), else_=NONE).cast("int64").fill_null(NONE)
    )
