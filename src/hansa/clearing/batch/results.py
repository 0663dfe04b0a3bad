"""What a run gives: exceptions, legs, positions, payments, counts, and one hash."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from ibis import ir

from hansa.clearing.batch import owing
from hansa.clearing.batch.clearing import Cleared
from hansa.clearing.batch.engine import (
    WIDE,
    fetch,
    keep,
    take,
    total_of,
    view,
    wide,
    wide_total_of,
    write,
)
from hansa.clearing.batch.joining import look_up_proven
from hansa.clearing.batch.judging import SERIAL, content_hash, with_parties
from hansa.clearing.batch.marking import CLASS, Grain, with_class
from hansa.clearing.rules.netting import Instruction, instructions_for, net_positions
from hansa.clearing.terms.taps import COLUMNS, Code, Kind, Outcome, outcome_of
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

OUTCOMES = {code.value: outcome_of(code).value for code in Code}
EXCEPTION_COLUMNS = (
    "acquirer", "record_id", "content_hash", "outcome", "code", "note",
)  # fmt: skip
FOUND = ("acquirer", "record_id", "content_hash", "code", "note")
EXPLAINING = (
    "issuer_party", "acquirer_party", "before_fen", "after_fen", "voids", "cancelled",
)  # fmt: skip
PRICED = (
    "class_id", "scheme", "rule_version", "clause", "purchase_fen", "purchase_list_fen",
    "purchase_minutes", "purchase_leg",
)  # fmt: skip
FORMULA_STARTS = "^[=+@\t\r＝＋－＠-]"
CHUNK_BYTES = 1 << 20
FEN_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Rows and fen of a run.

    Attributes:
        rows: by code; they add up to what was received.
        purchases_fen: accepted purchases.
        given_back_fen: accepted refunds and reversals.
    """

    rows: Mapping[str, int]
    purchases_fen: int
    given_back_fen: int

    def count(self, outcome: Outcome) -> int:
        """Count the rows with an outcome."""
        return sum(
            times
            for code, times in self.rows.items()
            if OUTCOMES[code] == outcome.value
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """What each pair owes, where each party stands, and what is to be paid, in fen."""

    pairs: Mapping[tuple[str, str], int]
    net: Mapping[str, int]
    instructions: Sequence[Instruction]


def exceptions_of(cleared: Cleared) -> ir.Table:
    """Keep every row of the window that was not accepted, with its code."""
    engine, number = cleared.engine, cleared.number
    own = view(
        engine, "exceptions_judged", _judged_exceptions, cleared.judged, number=number
    )
    if not fetch(engine, some_failing, cleared.tally).num_rows:
        return keep(engine, "exceptions", _with_outcomes, own)
    plain = view(
        engine, "exceptions_plain", _plain_exceptions,
        cleared.divided.plain, cleared.lists.parties, cleared.classes,
        grain=cleared.grain,
    )  # fmt: skip
    return keep(engine, "exceptions", _with_outcomes, own, plain)


def _judged_exceptions(judged: ir.Table, *, number: int) -> ir.Table:
    own = judged.filter(
        (judged.window == number) & (judged.code != Code.ACCEPTED.value)
    )
    own = own.mutate(content_hash=content_hash(own), note=_case_of(own))
    return own.select(*FOUND)


def some_failing(tally: ir.Table) -> ir.Table:
    """Give a row where a class of plain rows is not accepted; none where all are."""
    return tally.filter(tally.code != Code.ACCEPTED.value).limit(1)


def _plain_exceptions(
    plain: ir.Table, parties: ir.Table, classes: ir.Table, *, grain: Grain
) -> ir.Table:
    classes = classes.filter(classes.code != Code.ACCEPTED.value)
    rows = with_class(plain, parties, grain)
    rows = look_up_proven(rows, classes.select(*CLASS, "code"), CLASS, "inner")
    rows = rows.mutate(content_hash=content_hash(rows), note=ibis.literal(""))
    return rows.select(*FOUND)


def _with_outcomes(*parts: ir.Table) -> ir.Table:
    rows = ibis.union(*parts) if len(parts) > 1 else parts[0]
    return rows.select(
        acquirer=rows.acquirer.fill_null(""),
        record_id=rows.record_id.fill_null(""),
        content_hash=rows.content_hash,
        outcome=rows.code.cases(*OUTCOMES.items(), else_=""),
        code=rows.code,
        note=rows.note,
    )


def _case_of(rows: ir.Table) -> ir.StringValue:
    """Name the case that refused a row; empty for every other row."""
    if "decided_in" not in rows.columns:
        return ibis.literal("")
    refused = rows.code == Code.REFUSED.value
    return ibis.cases((refused, rows.decided_in), else_="")


def plain_with_class(cleared: Cleared) -> ir.Table:
    """Give the plain rows of the window with the columns of their class."""
    return with_class(cleared.divided.plain, cleared.lists.parties, cleared.grain)


def totals_of(cleared: Cleared) -> Totals:
    """Count rows by code, and add up what was charged and given back."""
    counted = fetch(
        cleared.engine, _counted, cleared.tally, cleared.judged, number=cleared.number
    )
    rows: dict[str, int] = {}
    fen = {kind.value: 0 for kind in Kind}
    for one in counted.to_pylist():
        rows[one["code"]] = rows.get(one["code"], 0) + one["times"]
        if one["code"] == Code.ACCEPTED.value:
            fen[one["kind"]] += int(one["fen"])
    return Totals(
        rows={code.value: rows[code.value] for code in Code if code.value in rows},
        purchases_fen=fen[Kind.PURCHASE.value],
        given_back_fen=fen[Kind.REFUND.value] + fen[Kind.REVERSAL.value],
    )


def _counted(tally: ir.Table, judged: ir.Table, number: int) -> ir.Table:
    own = judged.filter(judged.window == number)
    plain = tally.select(
        "code",
        kind=ibis.literal(Kind.PURCHASE.value),
        times="times",
        fen=(wide(tally.amount_fen) * wide(tally.times)).cast(WIDE),
    )
    marked = own.select(
        "code",
        kind=own.kind.fill_null(""),
        times=ibis.literal(1, "int64"),
        fen=wide(own.amount_fen.fill_null(0)).cast(WIDE),
    )
    every = plain.union(marked)
    # Amounts of rows that are not accepted may be anything, and are not added up.
    accepted = every.code == Code.ACCEPTED.value
    return every.group_by("code", "kind").agg(
        times=total_of(every.times),
        fen=wide_total_of(ibis.cases((accepted, every.fen), else_=0)),
    )


def positions_of(cleared: Cleared) -> Positions:
    """Net what is owed: by pair, by party, and to the fewest payments.

    Raises:
        Refused: all of it together is more than a result can hold.
    """
    rulebook = cleared.pricer.rulebook
    owed = fetch(cleared.engine, owing.pairs_of, cleared.owed)
    gross = Counter(
        {
            (one["debtor"], one["creditor"]): int(one["amount_fen"])
            for one in owed.to_pylist()
        }
    )
    for one in rulebook.adjustments:
        gross[one.payer, one.payee] += one.amount_fen
    _refuse_beyond(gross.total())
    gross = Counter({pair: fen for pair, fen in gross.items() if pair[0] != pair[1]})
    parties = rulebook.participants.in_order
    net = net_positions(parties, gross)
    order = {party: at for at, party in enumerate(parties)}
    ordered = sorted(gross, key=lambda pair: (order[pair[0]], order[pair[1]]))
    return Positions(
        pairs={pair: gross[pair] for pair in ordered},
        net=net,
        instructions=instructions_for(net),
    )


def _refuse_beyond(owed_fen: int) -> None:
    """Refuse what no table holds; every leg, pair and position is a part of it."""
    if owed_fen > FEN_MOST:
        raise Refused(
            "owed-too-much",
            text(
                "This window comes to {fen} fen, more than a result can hold.",
                fen=owed_fen,
            ),
            text("Lower amount_max_fen in the rules, or correct the files."),
        )


def tables_of(
    cleared: Cleared, positions: Positions
) -> dict[str, tuple[ir.Table, tuple[str, ...]]]:
    """Give every table of a result with the columns that order its rows."""
    engine = cleared.engine
    pairs, net, paid = positions.pairs, positions.net, positions.instructions
    string, fen = pa.string(), pa.int64()
    bilateral = pa.table(
        {
            "debtor": pa.array([debtor for debtor, _ in pairs], string),
            "creditor": pa.array([creditor for _, creditor in pairs], string),
            "amount_fen": pa.array(pairs.values(), fen),
        }
    )
    standing = pa.table(
        {"party": pa.array(net, string), "amount_fen": pa.array(net.values(), fen)}
    )
    payments = pa.table(
        {
            "payer": pa.array([one.payer for one in paid], string),
            "payee": pa.array([one.payee for one in paid], string),
            "amount_fen": pa.array([one.amount_fen for one in paid], fen),
        }
    )
    return {
        "exceptions": (exceptions_of(cleared), EXCEPTION_COLUMNS),
        "legs": (cleared.legs, ("debtor", "creditor", "class_id")),
        "bilateral": (take(engine, "bilateral", bilateral), ("debtor", "creditor")),
        "net": (take(engine, "net", standing), ("party",)),
        "instructions": (take(engine, "instructions", payments), ("payer", "payee")),
    }


def write_tables(
    cleared: Cleared, positions: Positions, folder: Path
) -> dict[str, Any]:
    """Write every table as Parquet and CSV, and give rows and hash of each.

    The hash is that of the sorted rows as text, so it hangs on the content alone: not on
    files, the order of rows, threads or the writer of Parquet.
    """
    engine, written = cleared.engine, {}
    for name, (rows, order) in tables_of(cleared, positions).items():
        parquet, csv = folder / f"{name}.parquet", folder / f"{name}.csv"
        write(engine, parquet, "parquet", _in_order, rows, order=order)
        count = write(engine, csv, "csv", _harmless_in_order, rows, order=order)
        written[name] = {"rows": count, "sha256": _hash_of(csv)}
    return written


def _in_order(rows: ir.Table, *, order: tuple[str, ...]) -> ir.Table:
    return rows.order_by(list(order))


def _harmless_in_order(rows: ir.Table, *, order: tuple[str, ...]) -> ir.Table:
    return harmless(rows.order_by(list(order)))


def harmless(rows: ir.Table) -> ir.Table:
    """Keep spreadsheets from computing what a sender wrote; Parquet stays as it is."""
    texts = [name for name, kind in rows.schema().items() if kind.is_string()]
    return rows.mutate(
        **{
            name: ibis.cases(
                (rows[name].re_search(FORMULA_STARTS), ibis.literal("'") + rows[name]),
                else_=rows[name],
            )
            for name in texts
        }
    )


def _hash_of(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            found.update(chunk)
    return found.hexdigest()


def accepted_of(cleared: Cleared) -> ir.Table:
    """Give every accepted row of the window, with what explains its legs, as a view.

    Returns:
        The columns of a tap; issuer_party and acquirer_party; the columns of ``PRICED``,
        which for a refund or reversal are those of its purchase; before_fen, after_fen and
        voids of a refund or reversal; cancelled, where the row gives no legs; code and
        note.
    """
    return view(
        cleared.engine, "accepted", _accepted,
        cleared.divided.plain, cleared.lists.parties, cleared.classes, cleared.judged,
        cleared.described, number=cleared.number, grain=cleared.grain,
    )  # fmt: skip


def _accepted(
    plain: ir.Table,
    parties: ir.Table,
    classes: ir.Table,
    judged: ir.Table,
    described: ir.Table,
    *,
    number: int,
    grain: Grain,
) -> ir.Table:
    names = [name for name in COLUMNS if name in plain.columns]
    classes = classes.filter(classes.code == Code.ACCEPTED.value)
    rows = with_class(plain, parties, grain)
    rows = look_up_proven(rows, classes.select(*CLASS, "priced"), CLASS, "inner")
    rows = with_parties(rows, parties).mutate(
        before_fen=ibis.null("int64"),
        after_fen=ibis.null("int64"),
        voids=ibis.null("boolean"),
        cancelled=ibis.literal(False),
    )
    own = judged.filter(
        (judged.window == number) & (judged.code == Code.ACCEPTED.value)
    )
    wanted = [*names, "priced", *EXPLAINING]
    # Remarks first: they sort all rows, and what the class says need not be carried along.
    both = noted(rows.select(*wanted).union(own.select(*wanted)))
    described = described.select("priced", *PRICED)
    both = look_up_proven(both, described, ["priced"])
    return both.select(*names, *EXPLAINING, *PRICED, "code", "note")


def write_accepted(cleared: Cleared, folder: Path, *, as_csv: bool) -> None:
    """Write the accepted rows, in the order of their serials."""
    engine, rows = cleared.engine, accepted_of(cleared)
    if as_csv:
        place = folder / "accepted.csv"
        write(engine, place, "csv", _harmless_in_order, rows, order=SERIAL)
    else:
        place = folder / "accepted.parquet"
        write(engine, place, "parquet", _in_order, rows, order=SERIAL)


def noted(rows: ir.Table) -> ir.Table:
    """Remark gaps of a card's counter and breaks of its balance."""
    purchase = rows.kind == Kind.PURCHASE.value
    cards = ibis.window(group_by=[purchase, rows.card], order_by=rows.counter)
    # Wide, because a sender may write any int64.
    counter = wide(rows.counter)
    gap = purchase & (counter - counter.lag().over(cards) > 1)
    notes = [ibis.cases((gap.fill_null(False), "CTR_GAP"), else_="")]
    if "balance_before_fen" in rows.columns:
        balance = wide(rows.balance_before_fen)
        left = balance - wide(rows.amount_fen)
        broken = purchase & (balance != left.lag().over(cards))
        notes.append(ibis.cases((broken.fill_null(False), "BAL_BREAK"), else_=""))
    note = notes[0] if len(notes) == 1 else (notes[0] + " " + notes[1]).strip()
    return rows.mutate(code=ibis.literal(Code.ACCEPTED.value), note=note)
