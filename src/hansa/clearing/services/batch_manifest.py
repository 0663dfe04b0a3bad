"""The manifest of a batch as a bundle holds it: one part for all, and one city's own.

The part for all is the same in every bundle of a batch, and the head names its hash. It
says what was cleared: window, cause, rules, what came out, and of each file one hash. What
is behind that hash is laid open to the city whose institution sent the file; a salt keeps
others from finding it out by trying. So a city sees that its own files are in the batch
that every other city was given, and learns nothing of the files of others.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hansa.clearing.formats.bundles import canonical
from hansa.clearing.terms.rulebook import Bounds, Rulebook

Line = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What the manifests of a batch are made of.

    Attributes:
        window: its name, as the head has it.
        number: of the batch.
        cause: of a delta; None for a first batch.
        before: number and head of the batch that a delta rests on; None for a first one.
        sealed_sha256: of the manifest that the house sealed; None in a folder.
        result: files, missing files, counts, totals and hash, as the run wrote them.
        rules: the hash of every file of rules that bundles hold.
    """

    window: str
    number: int
    cause: str | None
    before: Mapping[str, Any] | None
    sealed_sha256: str | None
    result: Mapping[str, Any]
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifests:
    """The part for all and its hash, and the files with their salts."""

    shared: Line
    sha256: str
    files: tuple[Line, ...]
    missing: tuple[Line, ...]

    def of(self, party: str, parties: Mapping[str, str]) -> bytes:
        """Write the manifest of one party: the part for all, and its own files.

        Args:
            party: a member city or named account.
            parties: the party of each institution.
        """
        own = {
            "files": _of_party(self.files, party, parties),
            "missing": _of_party(self.missing, party, parties),
        }
        return canonical({"batch": self.shared, "own": own})


def manifests_of(described: Described, rulebook: Rulebook, bounds: Bounds) -> Manifests:
    """Make the manifests of a batch."""
    files = _salted(described)
    result = described.result
    shared = {
        "window": described.window,
        "number": described.number,
        "cause": described.cause,
        "before": described.before,
        "sealed_sha256": described.sealed_sha256,
        "period": period_of(bounds),
        "rules": dict(described.rules),
        "versions": versions_of(rulebook),
        "files": [leaf_of(one) for one in files],
        "counts": result["counts"],
        "totals": result["totals"],
        "result_sha256": result["result_sha256"],
    }
    return Manifests(
        shared=shared,
        sha256=hash_of(shared),
        files=files,
        missing=tuple(
            {name: one[name] for name in ("sender", "expected", "received")}
            for one in result["missing"]
        ),
    )


def hash_of(shared: Mapping[str, Any]) -> str:
    """Give the hash by which the head names the part for all."""
    return hashlib.sha256(canonical(shared)).hexdigest()


def leaf_of(file: Mapping[str, Any]) -> str:
    """Give the hash that stands for a file in the part for all."""
    return hashlib.sha256(canonical(file)).hexdigest()


def period_of(bounds: Bounds) -> Line:
    """Write what a window takes."""
    assert bounds.start_at is not None  # Whoever read window.yaml demanded both.
    assert bounds.end_at is not None
    return {
        "start": bounds.start_at.isoformat(),
        "end": bounds.end_at.isoformat(),
        "late_days": bounds.late_days,
    }


def versions_of(rulebook: Rulebook) -> dict[str, list[Line]]:
    """Name the versions of each scheme, the earliest first."""
    found: dict[str, list[Line]] = {}
    ordered = sorted(
        rulebook.versions, key=lambda one: (one.scheme, one.effective_at, one.id)
    )
    for one in ordered:
        found.setdefault(one.scheme, []).append(
            {
                "id": one.id,
                "effective_from": one.effective_at.isoformat(),
                "clause": one.clause,
            }
        )
    return found


def missing_of(
    party: str,
    parties: Mapping[str, str],
    expected: Mapping[str, int],
    files: Iterable[Mapping[str, Any]],
) -> list[Line]:
    """Say which of a party's senders brought fewer files than the window expects."""
    received: dict[str, int] = {}
    for one in files:
        if "refused" not in one:
            received[one["sender"]] = received.get(one["sender"], 0) + 1
    return [
        {"sender": sender, "expected": wanted, "received": received.get(sender, 0)}
        for sender, wanted in sorted(expected.items())
        if parties.get(sender) == party and received.get(sender, 0) < wanted
    ]


def _salted(described: Described) -> tuple[Line, ...]:
    """Give each file a salt that hangs on all of them, which no one city knows."""
    files: Sequence[Mapping[str, Any]] = described.result["files"]
    known = [one["sha256"] for one in files]
    seed = canonical([described.window, known, dict(described.result["rules"])])
    return tuple(
        {**one, "salt": hashlib.sha256(seed + str(at).encode()).hexdigest()}
        for at, one in enumerate(files)
    )


def _of_party(
    lines: Iterable[Line], party: str, parties: Mapping[str, str]
) -> list[Line]:
    return [one for one in lines if parties.get(one["sender"] or "") == party]
