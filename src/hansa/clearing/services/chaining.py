"""Checks the bundle of a delta together with the one before it.

A bundle alone says what its batch adds to legs that it states itself. Beside the bundle
that the party was given before, it is seen that those legs are the ones published then.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from hansa.clearing.formats import bundles
from hansa.clearing.services.differing import UNREADABLE
from hansa.clearing.services.verifying import Verdict, verify
from hansa.kernel.text import Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a checked bundle says of itself, and of the batch before it."""

    number: int
    head_sha256: str
    legs: str
    before: tuple[int, str] | None
    legs_before: str | None


def verify_after(
    place: Path,
    earlier: Path,
    public_key: str | None = None,
    bytes_most: int = bundles.BYTES_MOST,
) -> Verdict:
    """Check a bundle and the earlier one, and that the later one rests on it.

    Args:
        place: the bundle of a delta.
        earlier: the bundle of the batch before, as the party was given it.
        public_key: as ``verify``; both are held to it, but an earlier head that is not
            signed, which the later one then names under its own signature.
        bytes_most: as ``verify``.

    Raises:
        Refused: as ``verify``.
    """
    verdict = verify(place, public_key, bytes_most)
    if verdict.difference is not None:
        return verdict
    was_signed = _is_signed(earlier, bytes_most)
    first = verify(earlier, public_key if was_signed else None, bytes_most)
    if first.difference is not None:
        told = text("The earlier bundle: {difference}", difference=first.difference)
        return replace(verdict, difference=told)
    found = _difference(
        verdict, first, _said(place, bytes_most), _said(earlier, bytes_most)
    )
    return replace(
        verdict,
        difference=found,
        before_fen=first.net_fen,
        before_signed=first.signed_by is not None,
    )


def _is_signed(place: Path, bytes_most: int) -> bool:
    """Tell whether a head has a signature; one that cannot be read is told later."""
    with bundles.opened(place, bytes_most) as bundle:
        try:
            return json.loads(bundle.read(bundles.PROOF)).get("signature") is not None
        except UNREADABLE:
            return True


def _said(place: Path, bytes_most: int) -> _Said:
    with bundles.opened(place, bytes_most) as bundle:
        proof = json.loads(bundle.read(bundles.PROOF))
        before = (
            json.loads(bundle.read(bundles.STATEMENT)).get("adds", {}).get("before")
        )
        is_delta = before is not None
        return _Said(
            number=proof["head"]["number"],
            head_sha256=proof["head_sha256"],
            legs=bundle.digest(bundles.LEGS),
            before=(before["number"], before["head_sha256"]) if is_delta else None,
            legs_before=bundle.digest(bundles.BEFORE) if is_delta else None,
        )


def _difference(
    verdict: Verdict, first: Verdict, new: _Said, old: _Said
) -> Text | None:
    if (verdict.party, verdict.window) != (first.party, first.window):
        return text("The earlier bundle is of another party or window.")
    if new.before is None:
        return text("The bundle is of no delta; it rests on no batch before.")
    if new.before != (old.number, old.head_sha256):
        return text(
            "The bundle rests on batch {named} of its window, and the earlier bundle is "
            "not that one.",
            named=new.before[0],
        )
    if new.legs_before != old.legs:
        return text("What was published before is not what the bundle states of it.")
    # The signed bundle names the earlier head by its hash, which proves an unsigned one.
    if first.signed_by not in (verdict.signed_by, None):
        return text("The two bundles are not signed by the same key.")
    return None
