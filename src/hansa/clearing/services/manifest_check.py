"""Checks the manifest of a bundle against its head, its statement and its rules."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hansa.clearing.formats import bundles
from hansa.clearing.services.batch_manifest import (
    hash_of,
    leaf_of,
    missing_of,
    period_of,
    versions_of,
)
from hansa.clearing.services.differing import Differs
from hansa.clearing.terms.house import Cause
from hansa.clearing.terms.rulebook import Bounds, Rulebook
from hansa.kernel.text import Text, text

BESIDE_HEAD = {
    "window": text("the window"),
    "number": text("the number of the batch"),
    "result_sha256": text("the hash of the result"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFile:
    """A file of the party that is in the batch.

    Attributes:
        refused: the code for which it was refused whole; empty where it was taken.
    """

    name: str
    sha256: str
    sender: str
    rows: int
    refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What a manifest says to its party alone.

    Attributes:
        files: of the party that are in the batch.
        is_sealed: whether a house sealed the batch; else it was computed in a folder.
    """

    files: tuple[OwnFile, ...] = ()
    is_sealed: bool = False


def check_manifest(
    bundle: bundles.Bundle,
    head: Mapping[str, Any],
    statement: Mapping[str, Any],
    rulebook: Rulebook,
    bounds: Bounds,
) -> Own:
    """Hold the manifest against everything in the bundle that says the same.

    Returns:
        What it says to the party alone.

    Raises:
        Differs: naming the first thing that is another.
    """
    content = bundle.read(bundles.MANIFEST, bundles.MANIFEST_MOST)
    manifest = json.loads(content)
    shared, own = manifest["batch"], manifest["own"]
    if hash_of(shared) != head["manifest_sha256"]:
        raise Differs(text("The head names another manifest than the bundle holds."))
    for name, called in BESIDE_HEAD.items():
        if shared[name] != head[name]:
            raise Differs(
                text("The manifest and the head do not agree on {what}.", what=called)
            )
    if head["parties"] != list(rulebook.participants.in_order):
        raise Differs(text("The head names other parties than participants.yaml."))
    _check_cause(shared, statement)
    _check_rules(shared, statement, rulebook, bounds)
    stated = {name: shared[name] for name in ("counts", "totals")}
    if stated != statement["conservation"]:
        raise _disagrees(text("what was received and what it came to"))
    party = statement["party"]
    _check_files(shared, own["files"], party, rulebook)
    _check_missing(own, party, rulebook, bounds)
    return Own(
        files=tuple(_own_file(one) for one in own["files"]),
        is_sealed=shared["sealed_sha256"] is not None,
    )


def _own_file(line: Mapping[str, Any]) -> OwnFile:
    return OwnFile(
        name=bundles.shown(line["name"]),
        sha256=bundles.shown(line["sha256"]),
        sender=bundles.shown(line["sender"]),
        rows=int(line["rows"]),
        refused=bundles.shown(line.get("refused", "")),
    )


def _disagrees(what: Text) -> Differs:
    return Differs(
        text("The manifest and the statement do not agree on {what}.", what=what)
    )


def _check_cause(shared: Mapping[str, Any], statement: Mapping[str, Any]) -> None:
    before = statement["adds"]["before"]
    if shared["before"] != before:
        raise _disagrees(text("the batch before"))
    cause = shared["cause"]
    if (cause is None) != (before is None):
        raise Differs(
            text("The manifest names a cause without a batch before, or none with one.")
        )
    if cause is not None and cause not in set(Cause):
        raise Differs(
            text(
                "The manifest names “{cause}”, which is no cause of a delta.",
                cause=bundles.shown(str(cause)),
            )
        )


def _check_rules(
    shared: Mapping[str, Any],
    statement: Mapping[str, Any],
    rulebook: Rulebook,
    bounds: Bounds,
) -> None:
    stated = {
        name: digest
        for name, digest in statement["files"].items()
        if name.startswith(bundles.RULES)
    }
    for name in sorted(stated.keys() | shared["rules"].keys()):
        if stated.get(name) != shared["rules"].get(name):
            raise Differs(
                text(
                    "{file} is not the file that the manifest names.",
                    file=bundles.shown(name),
                )
            )
    if shared["period"] != period_of(bounds):
        raise Differs(text("The manifest names another period than its window.yaml."))
    versions = versions_of(rulebook)
    for scheme in sorted(versions.keys() | shared["versions"].keys()):
        if versions.get(scheme) != shared["versions"].get(scheme):
            raise Differs(
                text(
                    "The manifest names other versions of “{scheme}” than the rules.",
                    scheme=bundles.shown(scheme),
                )
            )


def _check_files(
    shared: Mapping[str, Any],
    own: Sequence[Mapping[str, Any]],
    party: str,
    rulebook: Rulebook,
) -> None:
    """Each file of the party stands among those of the batch, once."""
    left = Counter(shared["files"])
    rows = 0
    for one in own:
        leaf, name = leaf_of(one), bundles.shown(one["name"])
        if not left[leaf]:
            raise Differs(
                text("“{name}” is none of the files of the batch.", name=name)
            )
        left[leaf] -= 1
        if rulebook.participants.parties.get(one["sender"]) != party:
            raise Differs(
                text("“{name}” was sent by no institution of this party.", name=name)
            )
        rows += 0 if "refused" in one else int(one["rows"])
    received = int(shared["counts"]["received"])
    if rows > received:
        raise Differs(
            text(
                "The window received {received} rows; the files of this party alone hold "
                "{rows}.",
                received=received,
                rows=rows,
            )
        )


def _check_missing(
    own: Mapping[str, Any], party: str, rulebook: Rulebook, bounds: Bounds
) -> None:
    """What is missing is what window.yaml expects less what the manifest names."""
    parties = rulebook.participants.parties
    due = {
        one["sender"]: one
        for one in missing_of(party, parties, bounds.files, own["files"])
    }
    stated = {one["sender"]: one for one in own["missing"]}
    for sender in sorted(due.keys() | stated.keys()):
        if due.get(sender) != stated.get(sender):
            raise Differs(
                text(
                    "The manifest states other missing files of {sender} than "
                    "window.yaml expects and the manifest names.",
                    sender=bundles.shown(sender),
                )
            )
