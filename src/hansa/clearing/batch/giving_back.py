"""Decides on refunds and reversals, and prices what each takes of its purchase."""

from typing import Any

import ibis
import pyarrow as pa
from ibis import ir

from hansa.clearing.batch.engine import fetch, take, view
from hansa.clearing.batch.joining import expand, look_up
from hansa.clearing.batch.pricing import FACT, FactKey, Pricer
from hansa.clearing.rules.refunds import Asked, Taken, take_back
from hansa.clearing.terms.taps import Code, Kind

TYPES = {
    "row": pa.int64(),
    "back_code": pa.string(),
    "back_priced": pa.int64(),
    "back_issuer_party": pa.string(),
    "back_acquirer_party": pa.string(),
    "before_fen": pa.int64(),
    "after_fen": pa.int64(),
    "voids": pa.bool_(),
    "cancelled": pa.bool_(),
}


def give_back(engine: ibis.BaseBackend, pricer: Pricer, judged: ir.Table) -> ir.Table:
    """Decide on every row that is left undecided: the refunds and reversals.

    Args:
        engine: holds the rows.
        pricer: has priced every accepted purchase among them.
        judged: marked rows; a code is null where none was found.

    Returns:
        The rows, each with a code. An accepted refund or reversal has the class and the
        parties that it gives back, and what it takes its purchase from and to. Rows that
        are ``cancelled`` give no legs: a purchase that is reversed within its own window,
        and everything given back of it.
    """
    found = fetch(engine, _asked_with_purchase, judged).to_pylist()
    if len({one["row"] for one in found}) != len(found):
        raise RuntimeError("a refund or reversal finds two accepted purchases")
    decided = pa.Table.from_pylist(_decide(pricer, found), pa.schema(TYPES.items()))
    return view(engine, "judged", _decided, judged, take(engine, "decided", decided))


def _decided(judged: ir.Table, decided: ir.Table) -> ir.Table:
    rows = look_up(judged, decided, ["row"])
    missing = ibis.literal(Code.ORIGINAL_MISSING.value)
    code = rows.code.fill_null(rows.back_code.fill_null(missing))
    back = rows.kind != Kind.PURCHASE.value
    return rows.mutate(
        code=code,
        cancelled=rows.cancelled.fill_null(False),
        **{
            name: ibis.cases((back, rows[f"back_{name}"]), else_=rows[name])
            for name in ("priced", "issuer_party", "acquirer_party")
        },
    ).drop(*(name for name in TYPES if name.startswith("back_")))


def _asked_with_purchase(judged: ir.Table) -> ir.Table:
    """Give undecided rows that find their purchase, in the order of their turn."""
    asked = judged.filter(judged.code.isnull())
    accepted = judged.filter(judged.code == Code.ACCEPTED.value)
    purchases = accepted.select(
        "acquirer",
        "issuer_party",
        "acquirer_party",
        *(name for name in FACT if name != "amount_fen"),
        original_record_id="record_id",
        purchase="row",
        purchase_fen="amount_fen",
        purchase_window="window",
    )
    wanted = asked.select(
        "row", "kind", "amount_fen", "window", "at_us", "acquirer", "record_id",
        "original_record_id",
    )  # fmt: skip
    found = expand(wanted, purchases, ["acquirer", "original_record_id"])
    found = found.filter(found.purchase_window <= found.window)
    return found.order_by("window", "at_us", "acquirer", "record_id")


def _decide(pricer: Pricer, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    chains: dict[int, list[dict[str, Any]]] = {}
    for one in found:
        chains.setdefault(one["purchase"], []).append(one)
    decided: list[dict[str, Any]] = []
    for purchase, chain in chains.items():
        asked = [
            Asked(one["row"], Kind(one["kind"]), one["amount_fen"]) for one in chain
        ]
        taken = take_back(chain[0]["purchase_fen"], asked)
        cancelled = any(
            one.voids and asking["window"] == asking["purchase_window"]
            for one, asking in zip(taken, chain, strict=True)
        )
        decided += [
            {
                "row": one.row,
                "back_code": one.code.value,
                "cancelled": cancelled and one.code is Code.ACCEPTED,
                **_priced(pricer, chain[0], one),
            }
            for one in taken
        ]
        if cancelled:
            decided.append({"row": purchase, "cancelled": True})
    return decided


def _priced(pricer: Pricer, purchase: dict[str, Any], taken: Taken) -> dict[str, Any]:
    if taken.code is not Code.ACCEPTED:
        return {}
    fact = {**purchase, "amount_fen": purchase["purchase_fen"]}
    key: FactKey = tuple(fact[name] for name in FACT)  # type: ignore[assignment]  # as FACT says
    return {
        "back_priced": pricer.part_given_back(
            key, taken.before_fen, taken.after_fen, voids=taken.voids
        ),
        "back_issuer_party": purchase["issuer_party"],
        "back_acquirer_party": purchase["acquirer_party"],
        "before_fen": taken.before_fen,
        "after_fen": taken.after_fen,
        "voids": taken.voids,
    }
