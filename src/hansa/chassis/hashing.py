"""One way to fingerprint values: canonical JSON and a named hash algorithm."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

ALGORITHMS = frozenset({"sha256", "sha512", "sm3"})


def canonical(value: Any) -> str:
    """Write a JSON value in one way only: sorted keys, no spaces, no escapes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: bytes, algorithm: str = "sha256") -> str:
    """Fingerprint bytes; the algorithm's name is part of the fingerprint."""
    return f"{algorithm}:{hashlib.new(algorithm, content).hexdigest()}"


def files_digest(files: Mapping[str, str], algorithm: str = "sha256") -> str:
    """Fingerprint named texts, whatever order they come in."""
    return digest(canonical(dict(files)).encode(), algorithm)


def agrees(content: bytes, fingerprint: str) -> bool:
    """Tell whether bytes have a fingerprint, by the algorithm that it names.

    A fingerprint that names no known algorithm was tampered with and agrees with nothing.
    """
    algorithm, _, _ = fingerprint.partition(":")
    return algorithm in ALGORITHMS and digest(content, algorithm) == fingerprint
