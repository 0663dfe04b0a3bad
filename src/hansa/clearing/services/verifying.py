"""Checks a statement bundle from nothing but itself: no server, no database, no engine.

Every row is priced anew by the rules in the bundle, legs are added up anew, and the
statement is led up to the head of its batch. The first difference is named and ends the
check. It shares the pure rules with the pipeline and none of its tables.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from hansa.clearing.formats import bundles
from hansa.clearing.formats.decided import adjustments_in
from hansa.clearing.formats.rules_folder import read_rules
from hansa.clearing.rules import merkle
from hansa.clearing.rules.classes import class_id_of
from hansa.clearing.rules.content import EPOCH, content_hash_of
from hansa.clearing.rules.pricing import (
    Lookup,
    Shares,
    given_back,
    lookup_in,
    shares_of,
)
from hansa.clearing.schemes import SCHEMES
from hansa.clearing.services.signing import is_signed
from hansa.clearing.services.statements import canonical
from hansa.clearing.terms.rulebook import Adjustment, Rulebook, Version
from hansa.clearing.terms.schemes import ACQUIRER, ISSUER, Column, Fact
from hansa.clearing.terms.taps import Kind
from hansa.kernel.money import Money
from hansa.kernel.shapes import Log
from hansa.kernel.text import Text, text

LegKey = tuple[str, str, str]
"""Debtor, creditor and class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the check found.

    Attributes:
        party: whose statement it is; empty where that cannot be read.
        window: what it is of.
        rows: rows that were priced anew.
        net_fen: where the party stands.
        difference: the first difference; None where everything agrees.
        signed_by: the public key whose signature holds; None for an unsigned head.
        trusted: whether that is the key that was asked for; None where none was.
    """

    party: str = ""
    window: str = ""
    rows: int = 0
    net_fen: int = 0
    difference: Text | None = None
    signed_by: str | None = None
    trusted: bool | None = None


class _Differs(Exception):
    """The check ends here; the argument says what differs."""

    def __init__(self, difference: Text) -> None:
        super().__init__(difference)
        self.difference = difference


def verify(place: Path, public_key: str | None = None) -> Verdict:
    """Check a bundle.

    Args:
        place: the bundle.
        public_key: the clearing house's key in hexadecimal digits, from a source that the
            party trusts; None takes the key that the bundle names, and says so.

    Raises:
        Refused: the file is no bundle.
    """
    files = bundles.unpack(place)
    try:
        return _verify(files, public_key)
    except _Differs as found:
        return Verdict(difference=found.difference)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return Verdict(difference=text("The bundle cannot be read; it was altered."))


def _verify(files: Mapping[str, bytes], public_key: str | None) -> Verdict:
    statement = json.loads(files[bundles.STATEMENT])
    proof = json.loads(files[bundles.PROOF])
    party = statement["party"]
    rulebook = _rules_in(files)
    legs, count = _legs_from(files, rulebook, party)
    _check_legs(files, legs)
    _check_files(files, statement)
    _check_positions(statement, legs, party)
    _check_conservation(statement["conservation"])
    _check_proof(files[bundles.STATEMENT], proof, party)
    signed_by, trusted = _signature(proof, public_key)
    return Verdict(
        party=party,
        window=proof["head"]["window"],
        rows=count,
        net_fen=statement["net_fen"],
        signed_by=signed_by,
        trusted=trusted,
    )


def _rules_in(files: Mapping[str, bytes]) -> Rulebook:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            if name.startswith(bundles.RULES):
                (Path(folder) / name.removeprefix(bundles.RULES)).write_bytes(content)
        rulebook = read_rules(Path(folder)).rulebook
    if rulebook is None:
        raise _Differs(text("The rules in the bundle cannot be read."))
    return rulebook


def _legs_from(
    files: Mapping[str, bytes], rulebook: Rulebook, party: str
) -> tuple[dict[LegKey, int], int]:
    """Price every row anew, and add up what the party owes and is owed."""
    pricer = _Pricer(rulebook, lookup_in(rulebook.versions), {})
    legs: dict[LegKey, int] = {}
    rows = bundles.table_rows(files[bundles.ROWS])
    for number, row in enumerate(rows, 2):  # Line 1 holds the names of columns.
        named: dict[str, str | int] = {
            "line": number,
            "acquirer": row["acquirer"],
            "record": row["record_id"],
        }
        if content_hash_of(row) != row["content_hash"]:
            raise _Differs(
                text(
                    "Line {line} of the rows, {acquirer} {record}: its content is not what "
                    "its hash says.",
                    **named,
                )
            )
        found = pricer.legs_of(row)
        if found is None:
            raise _Differs(
                text(
                    "Line {line} of the rows, {acquirer} {record}: the rules give another "
                    "class than is stated.",
                    **named,
                )
            )
        for debtor, creditor, amount_fen in found:
            if party in (debtor, creditor):
                key = (debtor, creditor, row["class_id"])
                legs[key] = legs.get(key, 0) + amount_fen
    for one in _adjustments_in(files, rulebook):
        key = (one.payer, one.payee, one.class_id)
        legs[key] = legs.get(key, 0) + one.amount_fen
    return legs, len(rows)


def _adjustments_in(
    files: Mapping[str, bytes], rulebook: Rulebook
) -> tuple[Adjustment, ...]:
    """Read the amounts that cases decided; none where the bundle has no such list."""
    content, log = files.get(bundles.ADJUSTMENTS), Log()
    if content is None:
        return ()
    found = adjustments_in(content, rulebook.participants, log)
    if log.findings:
        raise _Differs(text("The adjustments in the bundle cannot be read."))
    return found


@dataclass(frozen=True, slots=True)
class _Pricer:
    """Prices rows as they stand in a bundle; each class once."""

    rulebook: Rulebook
    lookup: Lookup
    known: dict[str, Shares]

    def legs_of(self, row: Mapping[str, str]) -> Iterator[tuple[str, str, int]] | None:
        """Give the legs of a row; None where its class does not follow from it."""
        parties = self.rulebook.participants.parties
        if row["kind"] == Kind.PURCHASE:
            known = parties.get(row["issuer"]), parties.get(row["acquirer"])
            if known != (row["issuer_party"], row["acquirer_party"]):
                return None
        version = self._version_of(row)
        if version is None:
            return None
        fact, part = _fact_in(row, version), _part_in(row)
        class_id = class_id_of(version, fact, part)
        if class_id != row["class_id"] or not _fits(row, fact, part):
            return None
        if class_id not in self.known:
            shares = _shares(version, fact, part)
            if shares is None:
                return None
            self.known[class_id] = shares
        if row["cancelled"] == "1":
            return iter(())
        return self._resolved(row, self.known[class_id])

    def _version_of(self, row: Mapping[str, str]) -> Version | None:
        if row["kind"] == Kind.PURCHASE:
            at = EPOCH + timedelta(microseconds=int(row["occurred_at"]))
            found = self.lookup.candidates(row["service"], row["acquirer"], at)
        else:
            # The purchase may lie in an earlier bundle; its version is named.
            found = tuple(
                one
                for one in self.rulebook.versions
                if (one.scheme, one.id) == (row["scheme"], row["rule_version"])
            )
        named = [one for one in found if one.id == row["rule_version"]]
        return named[0] if len(found) == 1 and named else None

    def _resolved(
        self, row: Mapping[str, str], shares: Shares
    ) -> Iterator[tuple[str, str, int]]:
        roles = {ISSUER: row["issuer_party"], ACQUIRER: row["acquirer_party"]}
        for (debtor, creditor), amount_fen in shares.items():
            yield roles.get(debtor, debtor), roles.get(creditor, creditor), amount_fen


def _shares(
    version: Version, fact: Fact, part: tuple[int, int, bool] | None
) -> Shares | None:
    claims = SCHEMES[version.scheme].split(fact, version.parameters)
    if claims is None:
        return None
    if part is None:
        return shares_of(claims, fact.amount_fen, fact.amount_fen)
    return given_back(claims, fact.amount_fen, part)


def _fact_in(row: Mapping[str, str], version: Version) -> Fact:
    reads = version.parameters.reads()
    return Fact(
        amount_fen=int(row["purchase_fen"]),
        acquirer_party=row["acquirer_party"]
        if Column.ACQUIRER_PARTY in reads
        else None,
        list_fen=_number(row["purchase_list_fen"]),
        minutes=_number(row["purchase_minutes"]),
        journey_leg=_number(row["purchase_leg"]),
    )


def _part_in(row: Mapping[str, str]) -> tuple[int, int, bool] | None:
    if row["kind"] == Kind.PURCHASE:
        return None
    return int(row["before_fen"]), int(row["after_fen"]), row["voids"] == "1"


def _fits(
    row: Mapping[str, str], fact: Fact, part: tuple[int, int, bool] | None
) -> bool:
    """Tell whether the fact is that of the row, as far as the row shows it."""
    amount_fen = int(row["amount_fen"])
    if part is not None:
        before_fen, after_fen, _ = part
        return after_fen - before_fen == amount_fen and after_fen <= fact.amount_fen
    listed = fact.list_fen is None or fact.list_fen == _number(row["list_fen"])
    return fact.amount_fen == amount_fen and listed


def _number(written: str) -> int | None:
    return int(written) if written else None


def _check_files(files: Mapping[str, bytes], statement: Mapping[str, Any]) -> None:
    for name, digest in statement["files"].items():
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise _Differs(
                text("{file} is not the file that the statement names.", file=name)
            )


def _check_legs(files: Mapping[str, bytes], legs: Mapping[LegKey, int]) -> None:
    stated = {
        (leg["debtor"], leg["creditor"], leg["class_id"]): int(leg["amount_fen"])
        for leg in bundles.table_rows(files[bundles.LEGS])
    }
    for key in sorted(stated.keys() | legs.keys()):
        if stated.get(key, 0) != legs.get(key, 0):
            raise _Differs(
                text(
                    "From {debtor} to {creditor}, class {class_id}: {stated} is stated, "
                    "the rows give {computed}.",
                    debtor=key[0],
                    creditor=key[1],
                    class_id=key[2],
                    stated=str(Money(stated.get(key, 0))),
                    computed=str(Money(legs.get(key, 0))),
                )
            )


def _check_positions(
    statement: Mapping[str, Any], legs: Mapping[LegKey, int], party: str
) -> None:
    receives: dict[str, int] = {}
    pays: dict[str, int] = {}
    for (debtor, creditor, _), amount_fen in legs.items():
        if debtor != creditor:
            side, other = (pays, creditor) if debtor == party else (receives, debtor)
            side[other] = side.get(other, 0) + amount_fen
    stated = {one["party"]: one for one in statement["against"]}
    for other in sorted(stated.keys() | receives.keys() | pays.keys()):
        line = stated.get(other, {"receives_fen": 0, "pays_fen": 0})
        computed = (receives.get(other, 0), pays.get(other, 0))
        if (line["receives_fen"], line["pays_fen"]) != computed:
            raise _Differs(
                text("The line of {party} is not the sum of its legs.", party=other)
            )
    net_fen = sum(receives.values()) - sum(pays.values())
    if statement["net_fen"] != net_fen:
        raise _Differs(text("The net position is not the sum of its lines."))


def _check_conservation(line: Mapping[str, Any]) -> None:
    counts, totals = line["counts"], line["totals"]
    parts = counts["accepted"] + counts["suspended"] + counts["rejected"]
    if counts["received"] != parts or totals["net_sum_fen"] != 0:
        raise _Differs(text("What was received is not what was accounted for."))


def _check_proof(statement: bytes, proof: Mapping[str, Any], party: str) -> None:
    head = proof["head"]
    if hashlib.sha256(canonical(head)).hexdigest() != proof["head_sha256"]:
        raise _Differs(text("The head of the batch is not what its hash says."))
    at, count = head["parties"].index(party), len(head["parties"])
    leaf = merkle.leaf_hash(statement)
    if merkle.root_from(leaf, at, count, proof["path"]) != head["root"]:
        raise _Differs(text("The statement is none of this batch's."))


def _signature(
    proof: Mapping[str, Any], public_key: str | None
) -> tuple[str | None, bool | None]:
    signed = proof.get("signature")
    if signed is None:
        if public_key is not None:
            raise _Differs(text("The head of the batch is not signed."))
        return None, None
    key = public_key or proof["public_key"]
    if not is_signed(proof["head_sha256"].encode(), signed, key):
        raise _Differs(text("The signature does not hold."))
    return key, None if public_key is None else True
