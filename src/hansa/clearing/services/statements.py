"""Statements of a cleared window: what each party may check for itself.

A statement holds the rows that concern a party, the legs it owes or is owed, and the line
by which everything received was accounted for. The statements of a window are the leaves
of a tree of hashes; its root stands in the head of the batch, which names the head before
it and is signed. So a party proves that its statement is the one that was published, and
no party sees the rows of others.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from ibis import ir

from hansa.clearing.batch import results
from hansa.clearing.batch.clearing import Cleared
from hansa.clearing.batch.engine import hashed_content, microseconds
from hansa.clearing.batch.taps import type_of
from hansa.clearing.formats import bundles
from hansa.clearing.formats.decided import amounts_text
from hansa.clearing.rules import merkle
from hansa.clearing.rules.netting import bilateral_of
from hansa.clearing.services.signing import Signer
from hansa.clearing.terms.taps import COLUMNS, INSTANTS

FORMAT = 2  # In 1, statements named no hashes of the rules.
LEG_COLUMNS = (
    "debtor", "creditor", "amount_fen", "scheme", "rule_version", "clause", "class_id",
    "rows",
)  # fmt: skip
ROW_COLUMNS = (
    *COLUMNS, "issuer_party", "acquirer_party", *results.PRICED, "before_fen",
    "after_fen", "voids", "cancelled", "content_hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a statement says of the batch that it is part of.

    Attributes:
        label: names the window, for example ``changzhutan/2026-11-23``.
        number: 0 for the first batch of a window.
        previous: hash of the head before it; empty for the first.
        manifest: counts, totals and hashes of the result.
    """

    label: str
    number: int
    previous: str
    manifest: Mapping[str, Any]


def canonical(content: Any) -> bytes:
    """Write JSON in one way only."""
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


def write_statements(
    cleared: Cleared, rules: Path, batch: Batch, signer: Signer | None, folder: Path
) -> dict[str, Any]:
    """Write one bundle for each party, and give the head of the batch.

    Args:
        cleared: the window.
        rules: the folder of rules that it was cleared by; its lists of cards and terminals
            are left out.
        batch: what the head says beside the root.
        signer: signs the head; None leaves it unsigned, and the check says so.
        folder: where ``<party>.zip`` is written.

    Returns:
        The head, its hash and its signature, as every bundle holds them.
    """
    parties = cleared.pricer.rulebook.participants.in_order
    positions = results.positions_of(cleared)
    rows = _explained(cleared)
    exceptions = cleared.engine.to_pyarrow(results.exceptions_of(cleared))
    # Every file of a bundle stands in its statement, and so under the head.
    shared = {
        f"{bundles.RULES}{path.name}": path.read_bytes() for path in _rules(rules)
    }
    contents = {
        party: {**_content_of(cleared, party, rows, exceptions), **shared}
        for party in parties
    }
    statements = {
        party: canonical(
            _statement(party, contents[party], positions, parties, batch.manifest)
        )
        for party in parties
    }
    leaves = [merkle.leaf_hash(statements[party]) for party in parties]
    head = {
        "format": FORMAT,
        "window": batch.label,
        "number": batch.number,
        "previous": batch.previous,
        "result_sha256": batch.manifest["result_sha256"],
        "parties": list(parties),
        "root": merkle.root_of(leaves),
    }
    sealed = _sealed(head, signer)
    for at, party in enumerate(parties):
        proof = {**sealed, "party": party, "path": list(merkle.path_to(leaves, at))}
        files = {
            **contents[party],
            bundles.STATEMENT: statements[party],
            bundles.PROOF: canonical(proof),
        }
        bundles.pack(files, folder / f"{party}.zip")
    return sealed


def _sealed(head: Mapping[str, Any], signer: Signer | None) -> dict[str, Any]:
    digest = hashlib.sha256(canonical(head)).hexdigest()
    sealed: dict[str, Any] = {"head": dict(head), "head_sha256": digest}
    if signer is not None:
        sealed["signature"] = signer.sign(digest.encode())
        sealed["public_key"] = signer.public_key
    return sealed


def _rules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix == ".yaml")


def _explained(cleared: Cleared) -> ir.Table:
    """Give the accepted rows with their content hash; instants as microseconds."""
    rows = results.accepted_of(cleared)
    missing = [name for name in COLUMNS if name not in rows.columns]
    rows = rows.mutate(**{name: ibis.null(type_of(name)) for name in missing})
    rows = rows.mutate(content_hash=hashed_content([rows[name] for name in COLUMNS]))
    rows = rows.mutate(**{name: microseconds(rows[name]) for name in INSTANTS})
    kept = rows.select(*ROW_COLUMNS)
    return cleared.engine.create_table("explained", kept, temp=True, overwrite=True)


def _content_of(
    cleared: Cleared, party: str, rows: ir.Table, exceptions: pa.Table
) -> dict[str, bytes]:
    concerning = [
        one.class_id
        for one in cleared.pricer.classes
        if any(party in pair for pair in one.shares)
    ]
    own = (rows.issuer_party == party) | (rows.acquirer_party == party)
    if concerning:
        own |= rows.class_id.isin(concerning)
    found = cleared.engine.to_pyarrow(
        rows.filter(own).order_by("acquirer", "record_id")
    )
    legs = cleared.legs
    mine = legs.filter((legs.debtor == party) | (legs.creditor == party))
    mine = mine.select(*LEG_COLUMNS).order_by("debtor", "creditor", "class_id")
    parties = cleared.pricer.rulebook.participants.parties
    brought = [
        one for one in exceptions.to_pylist() if parties.get(one["acquirer"]) == party
    ]
    brought.sort(key=lambda one: tuple(one.values()))
    # What cases decided between others is no business of this party.
    adjusted = [
        one
        for one in cleared.pricer.rulebook.adjustments
        if party in (one.payer, one.payee)
    ]
    more = {bundles.ADJUSTMENTS: amounts_text(adjusted).encode()} if adjusted else {}
    return {
        **more,
        bundles.ROWS: _table(found, ROW_COLUMNS),
        bundles.LEGS: _table(cleared.engine.to_pyarrow(mine), LEG_COLUMNS),
        bundles.EXCEPTIONS: bundles.table_bytes(
            results.EXCEPTION_COLUMNS,
            ([one[name] for name in results.EXCEPTION_COLUMNS] for one in brought),
        ),
    }


def _table(table: pa.Table, columns: Sequence[str]) -> bytes:
    return bundles.columns_bytes(table.select(list(columns)))


def _statement(
    party: str,
    content: Mapping[str, bytes],
    positions: results.Positions,
    parties: Sequence[str],
    manifest: Mapping[str, Any],
) -> dict[str, Any]:
    against = bilateral_of(party, parties, positions.pairs)
    return {
        "format": FORMAT,
        "party": party,
        "net_fen": positions.net[party],
        "against": [
            {
                "party": one.party,
                "receives_fen": one.receives_fen,
                "pays_fen": one.pays_fen,
            }
            for one in against
        ],
        "files": {
            name: hashlib.sha256(part).hexdigest() for name, part in content.items()
        },
        "conservation": {"counts": manifest["counts"], "totals": manifest["totals"]},
    }
