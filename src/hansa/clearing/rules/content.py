"""The content of a tap as text, and its hash.

The twin of ``batch.judging.content_hash``: what the engine hashes for a million rows, this
hashes for one. A test pins the two together.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from hansa.clearing.terms.taps import COLUMNS

SEPARATOR = "\x1f"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds_of(instant: datetime) -> int:
    """Give an aware instant in whole microseconds since 1970 UTC."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def content_hash_of(tap: Mapping[str, str]) -> str:
    """Hash the columns of a tap, joined by U+001F.

    Args:
        tap: each column as text: instants in microseconds since 1970 UTC, flags as 1 or 0,
            whole numbers in decimal, nothing as empty text.
    """
    written = SEPARATOR.join(tap.get(column, "") for column in COLUMNS)
    return hashlib.sha256(written.encode()).hexdigest()
