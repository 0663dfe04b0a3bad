"""The words of cells: without marks that nobody sees, and as words are compared."""

import re
import unicodedata
from datetime import datetime
from functools import lru_cache
from typing import Any

# Characters that take no room, and those that no sheet may hold.
INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u2060\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
KEPT_LONGEST = 100  # Words longer than any name are not kept to compare again.
_SPREAD = re.compile("(?<=[\u2e80-\uffff]) | (?=[\u2e80-\uffff])")


def word_of(written: str) -> str:
    """Write a word as words are compared: half-width, one space, small letters.

    Spaces beside Chinese characters only spread them (日　期), and do not count.
    """
    return _word_of(written) if len(written) <= KEPT_LONGEST else _folded(written)


def _folded(written: str) -> str:
    half = unicodedata.normalize("NFKC", written)
    words = " ".join(INVISIBLE.sub("", half).split()).casefold()
    return _SPREAD.sub("", words)


_word_of = lru_cache(maxsize=10_000)(_folded)
"""Every cell of a column is compared with the same words of the same choices."""


def tidy(value: Any) -> str:
    """Write a cell's value as text, without marks that nobody sees."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if not (value.hour or value.minute or value.second):
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
    return INVISIBLE.sub("", str(value)).strip()
