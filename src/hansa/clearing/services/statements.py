"""Statements of a cleared window: what each party may check for itself.

A statement holds the rows that concern a party, the legs it owes or is owed, and the line
by which everything received was accounted for. The statements of a window are the leaves
of a tree of hashes; its root stands in the head of the batch, which names the head before
it and is signed. So a party proves that its statement is the one that was published, and
no party sees the rows of others.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import ir

from hansa.clearing.batch import results
from hansa.clearing.batch.clearing import Cleared
from hansa.clearing.batch.engine import fetch, hashed_content, keep, microseconds, take
from hansa.clearing.batch.taps import type_of
from hansa.clearing.formats import bundles
from hansa.clearing.formats.bundles import canonical
from hansa.clearing.formats.decided import amounts_text
from hansa.clearing.rules import merkle
from hansa.clearing.rules.codes import CODES
from hansa.clearing.rules.differences import LegLine, added_to
from hansa.clearing.rules.netting import Against, bilateral_of
from hansa.clearing.services.batch_manifest import Described, manifests_of
from hansa.clearing.services.released import decisions_for
from hansa.clearing.services.signing import Signer
from hansa.clearing.terms.rulebook import Bounds
from hansa.clearing.terms.taps import COLUMNS, INSTANTS

FORMAT = 4
"""In 1, statements named no hashes of the rules; in 2, not what a delta alone adds; in 3
there was no manifest of the batch and no list of rows that cases decided on."""
LEG_COLUMNS = (
    "debtor", "creditor", "amount_fen", "scheme", "rule_version", "clause", "class_id",
    "rows",
)  # fmt: skip
ROW_COLUMNS = (
    *COLUMNS, "issuer_party", "acquirer_party", *results.PRICED, "before_fen",
    "after_fen", "voids", "cancelled", "content_hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The batch that a delta rests on: its number, its head, and all its legs."""

    number: int
    head_sha256: str
    legs: Sequence[LegLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a statement says of the batch that it is part of.

    Attributes:
        label: names the window, for example ``changzhutan/2026-11-23``.
        number: 0 for the first batch of a window.
        previous: hash of the head before it; empty for the first.
        manifest: of the run: files, missing files, counts, totals and hashes.
        cause: of a delta; None for a first batch.
        sealed_sha256: of the manifest that the house sealed; None in a folder.
        before: the batch that it is a delta of; None for a first one.
    """

    label: str
    number: int
    previous: str
    manifest: Mapping[str, Any]
    cause: str | None = None
    sealed_sha256: str | None = None
    before: Before | None = None

    def rests_on(self) -> dict[str, Any] | None:
        """Name the batch before by its number and head."""
        before = self.before
        if before is None:
            return None
        return {"number": before.number, "head_sha256": before.head_sha256}


def write_statements(
    cleared: Cleared,
    bounds: Bounds,
    rules: Path,
    batch: Batch,
    signer: Signer | None,
    folder: Path,
) -> dict[str, Any]:
    """Write one bundle for each party, and give the head of the batch.

    Args:
        cleared: the window.
        bounds: what it takes.
        rules: the folder of rules that it was cleared by; its lists of cards and terminals
            are left out, that of codes is not.
        batch: what the head says beside the root.
        signer: signs the head; None leaves it unsigned, and the check says so.
        folder: where ``<party>.zip`` is written.

    Returns:
        The head, its hash and its signature, as every bundle holds them.
    """
    rulebook = cleared.pricer.rulebook
    parties = rulebook.participants.in_order
    positions = results.positions_of(cleared)
    rows = _explained(cleared)
    exceptions = fetch(
        cleared.engine, _every, results.exceptions_of(cleared)
    ).to_pylist()
    legs = fetch(cleared.engine, _legs_in_order, cleared.legs)
    # Every file of a bundle stands in its statement, and so under the head.
    shared = {
        f"{bundles.RULES}{path.name}": path.read_bytes() for path in _rules(rules)
    }
    manifests = manifests_of(_described(batch, shared), rulebook, bounds)
    contents = {
        party: {
            **_content_of(cleared, party, rows, legs, exceptions),
            bundles.MANIFEST: manifests.of(party, rulebook.participants.parties),
            **_before_of(batch, party),
            **shared,
        }
        for party in parties
    }
    lines = tuple(LegLine(**one) for one in legs.to_pylist())
    statements = {
        party: canonical(
            {
                **_statement(
                    party, contents[party], positions, parties, batch.manifest
                ),
                "adds": _added(party, parties, lines, batch),
            }
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
        "manifest_sha256": manifests.sha256,
        "parties": list(parties),
        "root": merkle.root_of(leaves),
    }
    sealed = _sealed(head, signer)
    _pack(sealed, contents, statements, leaves, folder)
    return sealed


def _pack(
    sealed: Mapping[str, Any],
    contents: Mapping[str, Mapping[str, bytes]],
    statements: Mapping[str, bytes],
    leaves: Sequence[str],
    folder: Path,
) -> None:
    """Write the bundle of each party with the path from its statement to the root."""
    for at, (party, statement) in enumerate(statements.items()):
        proof = {**sealed, "party": party, "path": list(merkle.path_to(leaves, at))}
        files = {
            **contents[party],
            bundles.STATEMENT: statement,
            bundles.PROOF: canonical(proof),
        }
        bundles.pack(files, folder / f"{party}.zip")


def _sealed(head: Mapping[str, Any], signer: Signer | None) -> dict[str, Any]:
    digest = hashlib.sha256(canonical(head)).hexdigest()
    sealed: dict[str, Any] = {"head": dict(head), "head_sha256": digest}
    if signer is not None:
        sealed["signature"] = signer.sign(digest.encode())
        sealed["public_key"] = signer.public_key
    return sealed


def _described(batch: Batch, rules: Mapping[str, bytes]) -> Described:
    return Described(
        window=batch.label,
        number=batch.number,
        cause=batch.cause,
        before=batch.rests_on(),
        sealed_sha256=batch.sealed_sha256,
        result=batch.manifest,
        rules={
            name: hashlib.sha256(content).hexdigest() for name, content in rules.items()
        },
    )


def _rules(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix == ".yaml" or path.name == CODES
    )


def _explained(cleared: Cleared) -> ir.Table:
    """Give the accepted rows with their content hash; instants as microseconds."""
    rows = results.accepted_of(cleared)
    return keep(cleared.engine, "explained", _hashed, rows)


def _hashed(rows: ir.Table) -> ir.Table:
    missing = [name for name in COLUMNS if name not in rows.columns]
    rows = rows.mutate(**{name: ibis.null(type_of(name)) for name in missing})
    rows = rows.mutate(content_hash=hashed_content([rows[name] for name in COLUMNS]))
    rows = rows.mutate(**{name: microseconds(rows[name]) for name in INSTANTS})
    return rows.select(*ROW_COLUMNS)


def _every(rows: ir.Table) -> ir.Table:
    return rows


def _legs_in_order(legs: ir.Table) -> ir.Table:
    return legs.select(*LEG_COLUMNS).order_by("debtor", "creditor", "class_id")


def _rows_of(cleared: Cleared, party: str, rows: ir.Table) -> pa.Table:
    """Give the rows that a party's cards or institutions took part in, or its legs."""
    concerning = [
        one.class_id
        for one in cleared.pricer.classes
        if any(party in pair for pair in one.shares)
    ]
    institutions = cleared.pricer.rulebook.participants.parties
    if not concerning and party not in institutions.values():
        return rows.schema().to_pyarrow().empty_table()
    string = pa.string()
    asked = pa.table({"party": pa.array([party], string)})
    classes = pa.table({"class_id": pa.array(concerning, string)})
    engine = cleared.engine
    return fetch(
        engine, _concerning, rows, take(engine, "party_asked", asked),
        take(engine, "classes_asked", classes), classed=bool(concerning),
    )  # fmt: skip


def _concerning(
    rows: ir.Table, asked: ir.Table, classes: ir.Table, *, classed: bool
) -> ir.Table:
    own = rows.issuer_party.isin(asked.party) | rows.acquirer_party.isin(asked.party)
    if classed:
        own |= rows.class_id.isin(classes.class_id)
    return rows.filter(own).order_by("acquirer", "record_id")


def _content_of(
    cleared: Cleared,
    party: str,
    rows: ir.Table,
    legs: pa.Table,
    exceptions: Sequence[Mapping[str, Any]],
) -> dict[str, bytes]:
    found = _rows_of(cleared, party, rows)
    mine = legs.filter((pc.field("debtor") == party) | (pc.field("creditor") == party))
    parties = cleared.pricer.rulebook.participants.parties
    brought = [one for one in exceptions if parties.get(one["acquirer"]) == party]
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
        **decisions_for(cleared.pricer.rulebook.decided, found, brought),
        bundles.ROWS: _table(found, ROW_COLUMNS),
        bundles.LEGS: _table(mine, LEG_COLUMNS),
        bundles.EXCEPTIONS: bundles.table_bytes(
            results.EXCEPTION_COLUMNS,
            ([one[name] for name in results.EXCEPTION_COLUMNS] for one in brought),
        ),
    }


def _before_of(batch: Batch, party: str) -> dict[str, bytes]:
    """Give the legs of the batch before as that batch's own bundle holds them."""
    if batch.before is None:
        return {}
    legs = sorted(
        _own(batch.before.legs, party),
        key=lambda leg: (leg.debtor, leg.creditor, leg.class_id),
    )
    cells = ([getattr(leg, name) for name in LEG_COLUMNS] for leg in legs)
    return {bundles.BEFORE: bundles.table_bytes(LEG_COLUMNS, cells)}


def _own(legs: Iterable[LegLine], party: str) -> list[LegLine]:
    return [leg for leg in legs if party in (leg.debtor, leg.creditor)]


def _added(
    party: str,
    parties: Sequence[str],
    legs: Sequence[LegLine],
    batch: Batch,
) -> dict[str, Any]:
    """State what the batch alone adds, and what it adds to."""
    now = _own(legs, party)
    old = () if batch.before is None else _own(batch.before.legs, party)
    against = added_to(party, parties, now, old)
    return {
        "before": batch.rests_on(),
        "net_fen": sum(one.balance_fen for one in against),
        "against": _lines(against),
    }


def _lines(against: Iterable[Against]) -> list[dict[str, Any]]:
    return [
        {
            "party": one.party,
            "receives_fen": one.receives_fen,
            "pays_fen": one.pays_fen,
        }
        for one in against
    ]


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
        "against": _lines(against),
        "files": {
            name: hashlib.sha256(part).hexdigest() for name, part in content.items()
        },
        "conservation": {"counts": manifest["counts"], "totals": manifest["totals"]},
    }
