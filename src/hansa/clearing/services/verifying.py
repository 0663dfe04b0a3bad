"""Checks a statement bundle from nothing but itself: no server, no database, no engine.

The signed head of the batch is checked before all else, then that the statement hangs on
it, then every file that the statement names; after that every row is priced anew by the
rules in the bundle, and legs are added up anew. The first difference is named and ends the
check.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from hansa.clearing.formats import bundles
from hansa.clearing.formats.bundles import canonical
from hansa.clearing.formats.decided import adjustments_in
from hansa.clearing.formats.rules_folder import read_rules
from hansa.clearing.rules import merkle
from hansa.clearing.rules.differences import LegLine, added_to
from hansa.clearing.services.conserving import check_conservation
from hansa.clearing.services.differing import UNREADABLE, Differs, LegKey
from hansa.clearing.services.leg_lines import amounts_of, check_legs, legs_due
from hansa.clearing.services.manifest_check import Own, OwnFile, check_manifest
from hansa.clearing.services.own_rows import check_own_rows
from hansa.clearing.services.released import (
    Decisions,
    check_decisions,
    check_marks,
    decisions_in,
)
from hansa.clearing.services.repricing import legs_from
from hansa.clearing.services.row_marks import Found
from hansa.clearing.services.signing import is_signed, refuse_no_public_key
from hansa.clearing.services.statements import FORMAT
from hansa.clearing.terms.rulebook import Adjustment, Bounds, Rulebook
from hansa.kernel.money import Money
from hansa.kernel.shapes import Log
from hansa.kernel.text import Text, text

WITHOUT_RULES, WITHOUT_ADDED, WITHOUT_MANIFEST = 1, 2, 3
"""Layouts that lack hashes of the rules, what a delta alone adds, and the manifest of the
batch with what cases decided on rows; each lacks what the next lacks too."""
LACKS = text(
    "Layout {layout} of bundles: it holds no manifest of its batch, so that your files are "
    "not seen in it, and no decisions of cases on rows."
)
LAYOUTS = (WITHOUT_RULES, WITHOUT_ADDED, WITHOUT_MANIFEST, FORMAT)
NO_DECISIONS = Decisions(released={}, refused={})
TRACED = (bundles.ROWS, bundles.LEGS)
"""Files whose altered line is looked for before the file itself is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the check found.

    Attributes:
        party: whose statement it is; empty where that cannot be read.
        window: what it is of.
        rows: rows that were priced anew.
        doubted: rows, as ``acquirer/serial``, of which the bundle does not show why they
            count as they do: ``marked``, ``elsewhere`` and ``unlike`` together.
        marked: those whose signature failed or whose card and counter another row has too,
            and that no decision in the bundle let in.
        elsewhere: refunds and reversals whose purchase is not among the rows.
        unlike: those that are earlier than their purchase, or of another card or issuer.
        released: rows, likewise, that count by a decision of a case, each with its number.
        files: those of the party that are in the batch.
        uncounted: how their rows differ from those in the bundle, in a batch that was
            computed in a folder; None where they do not.
        lacks: what the layout of the bundle does not say; None for that of today.
        net_fen: where the party stands by the whole window.
        added_fen: what the batch alone adds to that; None where its layout says nothing.
        before_fen: where it stood by the bundle before, where that was checked too.
        before_signed: whether the head of that one is signed; None where it was not
            checked.
        difference: the first difference; None where everything agrees.
        signed_by: the public key whose signature holds; None for an unsigned head.
        trusted: whether that is the key that was asked for; None where none was.
    """

    party: str = ""
    window: str = ""
    rows: int = 0
    doubted: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    files: tuple[OwnFile, ...] = ()
    uncounted: Text | None = None
    lacks: Text | None = None
    net_fen: int = 0
    added_fen: int | None = None
    before_fen: int | None = None
    before_signed: bool | None = None
    difference: Text | None = None
    signed_by: str | None = None
    trusted: bool | None = None


def verify(
    place: Path, public_key: str | None = None, bytes_most: int = bundles.BYTES_MOST
) -> Verdict:
    """Check a bundle: the signed head first, and what hangs on it after that.

    Args:
        place: the bundle.
        public_key: the clearing house's key in hexadecimal digits, from a source that the
            party trusts; None takes the key that the bundle names, and says so.
        bytes_most: what the files of the bundle may come to when they are unpacked.

    Raises:
        Refused: the file is no bundle, cannot be unpacked, or unpacks to more than that;
            or the key that is given is none.
    """
    if public_key is not None:
        refuse_no_public_key(public_key)
    try:
        with bundles.opened(place, bytes_most) as bundle:
            return _verify(bundle, public_key)
    except Differs as found:
        return Verdict(difference=found.difference)
    except UNREADABLE:
        return Verdict(difference=text("The bundle cannot be read; it was altered."))


def _verify(bundle: bundles.Bundle, public_key: str | None) -> Verdict:
    _check_once(bundle)
    proof = json.loads(bundle.read(bundles.PROOF))
    content = bundle.read(bundles.STATEMENT)
    statement = json.loads(content)
    party, layout = statement["party"], statement["format"]
    _check_head(proof, layout)
    signed_by, trusted = _signature(proof, public_key)
    _check_proof(content, proof, party)
    _check_names(bundle, statement["files"], layout)
    altered = _altered(bundle, statement["files"])
    rulebook, bounds = _rules_in(bundle)
    rows = partial(bundle.rows, bundles.ROWS)
    has_manifest = layout > WITHOUT_MANIFEST
    decisions = decisions_in(bundle) if has_manifest else NO_DECISIONS
    repriced = legs_from(rows, rulebook, bounds, party, decisions.released)
    if has_manifest:
        check_marks(repriced.found)
    due = legs_due(repriced, _adjustments_in(bundle, rulebook))
    check_legs(bundle, due)
    legs = amounts_of(due)
    if altered is not None:
        raise _other_file(altered)
    _check_positions(statement, legs, party)
    if layout not in (WITHOUT_RULES, WITHOUT_ADDED):
        _check_added(bundle, statement, legs, proof["head"]["number"])
    check_conservation(bundle, statement["conservation"], repriced, legs, party)
    own, uncounted = Own(), None
    if has_manifest:
        check_decisions(bundle, decisions)
        own = check_manifest(bundle, proof["head"], statement, rulebook, bounds)
        codes = statement["conservation"]["counts"]["codes"]
        parties = rulebook.participants.parties
        uncounted = check_own_rows(bundle, own, codes, party, parties)
    if layout == WITHOUT_RULES:
        raise Differs(
            text(
                "Layout 1 of bundles: its statement names no hashes of the rules, so that "
                "nothing proves the rules in this bundle. All else agrees; compare its "
                "folder “rules” with rules that you know."
            )
        )
    marked = _marked_in(repriced.found, has_manifest=has_manifest)
    elsewhere = _serials(repriced.unproved.elsewhere)
    unlike = _serials(repriced.unproved.unlike)
    return Verdict(
        party=party,
        window=proof["head"]["window"],
        rows=repriced.rows,
        doubted=tuple(sorted({*marked, *elsewhere, *unlike})),
        marked=marked,
        elsewhere=elsewhere,
        unlike=unlike,
        released=_released_in(decisions),
        files=own.files,
        uncounted=uncounted,
        lacks=None if has_manifest else Text(LACKS.msgid, {"layout": layout}),
        net_fen=statement["net_fen"],
        added_fen=None if layout == WITHOUT_ADDED else statement["adds"]["net_fen"],
        signed_by=signed_by,
        trusted=trusted,
    )


def _marked_in(found: Found, *, has_manifest: bool) -> tuple[str, ...]:
    doubted = found.alone if has_manifest else found.marked
    return _serials(sorted({one.key[:2] for one in doubted}))


def _serials(found: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(bundles.shown("/".join(serial)) for serial in found)


def _released_in(decisions: Decisions) -> tuple[str, ...]:
    return tuple(
        bundles.shown(f"{acquirer}/{record} ({case})")
        for (acquirer, record, _), case in sorted(decisions.released.items())
    )


def _check_once(bundle: bundles.Bundle) -> None:
    seen: set[str] = set()
    for name in bundle.names:
        if name in seen:
            raise Differs(
                text("“{name}” occurs twice in the bundle.", name=bundles.shown(name))
            )
        seen.add(name)


def _check_names(bundle: bundles.Bundle, named: Mapping[str, str], layout: int) -> None:
    """Every file is one that the statement names, and every one it names is there."""
    for name in bundle.names:
        is_rule = name.startswith(bundles.RULES) and layout == WITHOUT_RULES
        known = name in named or is_rule or name in (bundles.STATEMENT, bundles.PROOF)
        if not known or not bundles.NAMES.fullmatch(name):
            raise Differs(
                text(
                    "“{name}” lies in the bundle, and the statement does not name it.",
                    name=bundles.shown(name),
                )
            )
    for name in named:
        if name not in bundle.names:
            raise Differs(
                text(
                    "“{name}” is not in the bundle, and the statement names it.",
                    name=bundles.shown(name),
                )
            )


def _altered(bundle: bundles.Bundle, named: Mapping[str, str]) -> str | None:
    """Compare files with their hashes; give one that is looked into for its line."""
    altered: str | None = None
    for name, digest in named.items():
        if bundle.digest(name) == digest:
            continue
        if name not in TRACED:
            raise _other_file(name)
        altered = altered or name
    return altered


def _other_file(name: str) -> Differs:
    return Differs(text("{file} is not the file that the statement names.", file=name))


def _rules_in(bundle: bundles.Bundle) -> tuple[Rulebook, Bounds]:
    with tempfile.TemporaryDirectory() as folder:
        for name in bundle.names:
            if name.startswith(bundles.RULES):
                place = Path(folder) / name.removeprefix(bundles.RULES)
                place.write_bytes(bundle.read(name))
        read = read_rules(Path(folder))
    if read.rulebook is None or read.bounds is None:
        raise Differs(text("The rules in the bundle cannot be read."))
    return read.rulebook, read.bounds


def _adjustments_in(
    bundle: bundles.Bundle, rulebook: Rulebook
) -> tuple[Adjustment, ...]:
    """Read the amounts that cases decided; none where the bundle has no such list."""
    if bundles.ADJUSTMENTS not in bundle.names:
        return ()
    content, log = bundle.read(bundles.ADJUSTMENTS), Log()
    found = adjustments_in(content, rulebook.participants, log)
    if log.findings:
        raise Differs(text("The adjustments in the bundle cannot be read."))
    return found


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
            raise Differs(
                text(
                    "The line of {party} is not the sum of its legs.",
                    party=bundles.shown(other),
                )
            )
    net_fen = sum(receives.values()) - sum(pays.values())
    if statement["net_fen"] != net_fen:
        raise Differs(text("The net position is not the sum of its lines."))


def _check_added(
    bundle: bundles.Bundle,
    statement: Mapping[str, Any],
    legs: Mapping[LegKey, int],
    number: int,
) -> None:
    """Take the legs of the batch before off, and compare with what is stated as added."""
    adds, party = statement["adds"], statement["party"]
    is_delta = bundles.BEFORE in bundle.names
    if is_delta != (adds["before"] is not None) or (
        is_delta and not 0 <= adds["before"]["number"] < number
    ):
        raise Differs(
            text(
                "The statement and its files do not agree on whether there is a batch "
                "before."
            )
        )
    old = _legs_before(bundle, party) if is_delta else {}
    parties = sorted({one for key in (*legs, *old) for one in key[:2]})
    added = added_to(party, parties, _lines(legs), _lines(old))
    stated = sorted(
        (one["party"], one["receives_fen"], one["pays_fen"]) for one in adds["against"]
    )
    computed = [(one.party, one.receives_fen, one.pays_fen) for one in added]
    net_fen = sum(one.balance_fen for one in added)
    if stated != computed or adds["net_fen"] != net_fen:
        raise Differs(
            text(
                "What the batch alone adds is stated as {stated}; the legs less those of "
                "the batch before give {computed}.",
                stated=str(Money(int(adds["net_fen"]))),
                computed=str(Money(net_fen)),
            )
        )


def _legs_before(bundle: bundles.Bundle, party: str) -> dict[LegKey, int]:
    found: dict[LegKey, int] = {}
    for leg in bundle.rows(bundles.BEFORE):
        key = (leg["debtor"], leg["creditor"], leg["class_id"])
        if party not in key[:2]:
            raise Differs(text("The legs of the batch before are not this party's."))
        found[key] = found.get(key, 0) + int(leg["amount_fen"])
    return found


def _lines(legs: Mapping[LegKey, int]) -> list[LegLine]:
    """Give legs as they are compared; a class names its rule."""
    return [
        LegLine(
            debtor=debtor,
            creditor=creditor,
            amount_fen=amount_fen,
            scheme="",
            rule_version="",
            clause="",
            class_id=class_id,
            rows=0,
        )
        for (debtor, creditor, class_id), amount_fen in legs.items()
    ]


def _check_head(proof: Mapping[str, Any], layout: object) -> None:
    head = proof["head"]
    if hashlib.sha256(canonical(head)).hexdigest() != proof["head_sha256"]:
        raise Differs(text("The head of the batch is not what its hash says."))
    if layout not in LAYOUTS or head["format"] != layout:
        raise Differs(
            text(
                "The layout of the bundle is none that this version of the program reads; "
                "check it with a newer one."
            )
        )


def _check_proof(statement: bytes, proof: Mapping[str, Any], party: str) -> None:
    head = proof["head"]
    at, count = head["parties"].index(party), len(head["parties"])
    leaf = merkle.leaf_hash(statement)
    if merkle.root_from(leaf, at, count, proof["path"]) != head["root"]:
        raise Differs(text("The statement is none of this batch's."))


def _signature(
    proof: Mapping[str, Any], public_key: str | None
) -> tuple[str | None, bool | None]:
    signed = proof.get("signature")
    if signed is None:
        if public_key is not None:
            raise Differs(text("The head of the batch is not signed."))
        return None, None
    key = proof["public_key"] if public_key is None else public_key
    if not is_signed(proof["head_sha256"].encode(), signed, key):
        raise Differs(text("The signature does not hold."))
    return key, None if public_key is None else True
