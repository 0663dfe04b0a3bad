"""What a single cell says: a whole number, an instant, a flag, a text.

The slow and exact way. Whole columns are cast by ``columns``, which comes here only with
the cells that its casts do not take, and takes nothing that is refused here.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hansa.clearing.formats.faults import FLAG, INSTANT, NUMBER, RANGE, TEXT
from hansa.clearing.terms.taps import FLAGS, INSTANTS, WHOLE_NUMBERS

INT64_MAX = 2**63 - 1
INT64_MIN = -(2**63)
_DIGITS_MAX = 40  # Far more than any number here; Python's own limit is not reached.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_WHOLE = re.compile(r"[+-]?[0-9]+")
_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2})"
    r"(?::([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?)?"
    r"(?:Z|([+-])([0-9]{2})(?::?([0-9]{2}))?)"
)
_FLAGS: Mapping[str, bool] = {"1": True, "0": False, "true": True, "false": False}
# NUL ends a text in much software, and the other separates cells in a content hash.
_NO_TEXT = re.compile("[\x00\x1f\ud800-\udfff]")


class Unreadable(ValueError):
    """A cell does not say what its column holds; the word is its fault."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def half_width(written: str) -> str:
    """Give full-width digits and signs as half-width ones, without space around."""
    return written.translate(_HALF_WIDTH).strip()


def whole_number(written: str) -> int:
    """Read a whole number of any size; no fraction, exponent or separator.

    Raises:
        Unreadable: it is none.
    """
    plain = half_width(written)
    if len(plain) > _DIGITS_MAX or not _WHOLE.fullmatch(plain):
        raise Unreadable(NUMBER)
    return int(plain)


def _whole(value: Any) -> int:
    if isinstance(value, str):
        value = whole_number(value)
    # A flag is an int to Python, but true is no number to a reader.
    if type(value) is not int:
        raise Unreadable(NUMBER)
    if not INT64_MIN <= value <= INT64_MAX:
        raise Unreadable(RANGE)
    number: int = value
    return number


def _instant(value: Any) -> int:
    """Read an instant with offset, in microseconds since 1970."""
    found = _INSTANT.fullmatch(half_width(value)) if isinstance(value, str) else None
    if found is None:
        raise Unreadable(INSTANT)
    year, month, day, hour, minute, second, fraction, sign, hours, minutes = (
        found.groups()
    )
    try:
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        if int(minutes or 0) >= 60:  # noqa: PLR2004 -- minutes of an hour
            raise Unreadable(INSTANT)
        local = datetime(
            int(year),
            int(month),
            int(day),
            int(hour),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0").ljust(6, "0")),
            tzinfo=timezone(-offset if sign == "-" else offset),
        )
        return (local.astimezone(UTC) - _EPOCH) // _MICROSECOND
    except (ValueError, OverflowError) as error:
        raise Unreadable(INSTANT) from error


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        value = str(value) if value in {0, 1} else ""
    flag = _FLAGS.get(half_width(value).lower()) if isinstance(value, str) else None
    if flag is None:
        raise Unreadable(FLAG)
    return flag


def _text(value: Any) -> str:
    # Spreadsheets and databases give card numbers as whole numbers.
    if type(value) is int:
        return str(value)
    if not isinstance(value, str) or _NO_TEXT.search(value):
        raise Unreadable(TEXT)
    return value


def reader_of(column: str) -> Callable[[Any], Any]:
    """Give the function that reads a cell of a column and raises ``Unreadable``.

    Instants are whole microseconds since 1970. An empty cell is not for it.
    """
    if column in WHOLE_NUMBERS:
        return _whole
    if column in INSTANTS:
        return _instant
    return _flag if column in FLAGS else _text
