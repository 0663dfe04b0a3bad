"""Reads what a cell says: a day, a number, yes or no, one of some choices, a line."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from hansa.chassis.workbooks.forms import Cell
from hansa.chassis.workbooks.words import word_of
from hansa.kernel.shapes import Log
from hansa.kernel.text import Parameter, mark

KNOWN_SHOWN = 20  # More names than that say nothing in a message.
CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

_WEEKDAY = re.compile(r"\(?(?:周|星期)[一二三四五六日天]\)?$")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_DAY_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YES = frozenset({"是", "有", "全职", "专职", "y", "yes", "true", "1", "√", "✓"})
_NO = frozenset({"否", "无", "兼职", "n", "no", "false", "0", "×", "✗"})


def day_from(cell: Cell, log: Log) -> date | None:
    """Read a day in the usual forms; None where the cell is empty or no day.

    Understood are date cells, 2024-11-15, 2024/11/15, 2024.11.15, 20241115,
    2024年11月15日 and 二〇二四年十一月十五日, each with a weekday behind it or without.
    """
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    if not cell.written:
        return None
    day = day_in(cell.written)
    if day is None:
        log.error(
            "no-such-day",
            cell.at,
            mark("“{written}” is no day."),
            mark("Write it as 2026-11-24."),
            written=cell.written[:60],
        )
    return day


def day_in(written: str) -> date | None:
    """Read a day out of one of the usual forms, or give None."""
    plain = _WEEKDAY.sub("", word_of(written).replace(" ", ""))
    plain = _arabic(plain) if "年" in plain else plain
    form = _DAY.fullmatch(plain) or _DAY_TOGETHER.fullmatch(plain)
    if form is None:
        return None
    try:
        return date(*(int(part) for part in form.groups()))
    except ValueError:
        return None


def _arabic(written: str) -> str:
    """Write Chinese numerals of a date in digits: 十一月二十五日 becomes 11月25日."""
    tens = re.sub(
        "([一二三四五六七八九]?)十([一二三四五六七八九]?)",
        lambda found: (found[1] or "一") + (found[2] or "〇"),
        written,
    )
    return tens.translate(CHINESE_DIGITS)


def number_from(cell: Cell, log: Log, most: int = 9999) -> int | None:
    """Read a whole number, its digits full-width or not; None where it is empty."""
    if not cell.written:
        return None
    word = cell.word
    if not (word.isascii() and word.isdigit() and len(word) <= len(str(most))):
        log.error(
            "no-number",
            cell.at,
            mark("“{written}” is no whole number."),
            mark("Write digits only, at most {most}."),
            written=cell.written[:60],
            most=most,
        )
        return None
    return int(word)


def yes_from(cell: Cell, log: Log) -> bool | None:
    """Read yes or no (是 or 否); None where the cell is empty or says neither."""
    if cell.word in _YES:
        return True
    if cell.written and cell.word not in _NO:
        log.error(
            "neither-yes-nor-no",
            cell.at,
            mark("“{written}” is neither yes nor no."),
            mark("Write yes or no (是 or 否)."),
            written=cell.written[:60],
        )
        return None
    return False if cell.written else None


def choose(
    cell: Cell, choices: Mapping[str, Iterable[str]], what: Parameter, log: Log
) -> str | None:
    """Read an id by itself or by one of its names; None where it is empty or unknown.

    Args:
        cell: where it is written.
        choices: the names of each id, in any language.
        what: the noun for the message, such as “city”.
        log: receives the fault, with the nearest choice.
    """
    if not cell.written:
        return None
    names = {id_: tuple(words) for id_, words in choices.items()}
    found = [
        id_
        for id_, words in names.items()
        if cell.word in {word_of(word) for word in (id_, *words)}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        log.error(
            "choice-ambiguous",
            cell.at,
            mark("“{written}” names more than one {what}: {found}."),
            mark("Write the id of the one that is meant."),
            written=cell.written[:60],
            what=what,
            found=tuple(found),
        )
        return None
    close = _closest(cell, [w for words in names.values() for w in words], log)
    log.error(
        "choice-unknown",
        cell.at,
        mark("There is no {what} “{written}”."),
        mark("Did you mean “{close}”?") if close else mark("Known: {known}."),
        written=cell.written[:60],
        what=what,
        close=close or "",
        known=tuple(words[0] for words in names.values() if words)[:KNOWN_SHOWN],
    )
    return None


def _closest(cell: Cell, words: Sequence[str], log: Log) -> str | None:
    """Find the word that was meant; offices shorten names more often than they misspell."""
    longer = [word for word in words if cell.word in word_of(word)]
    return longer[0] if len(longer) == 1 else log.nearest(cell.written, words)


def line_from(cell: Cell, longest: int, log: Log) -> str:
    """Read a line of text that fits its column; empty where it does not."""
    if len(cell.written) > longest:
        log.error(
            "too-long",
            cell.at,
            mark("The text has {length} characters; at most {longest} are allowed."),
            mark("Shorten it to {longest} characters."),
            length=len(cell.written),
            longest=longest,
        )
        return ""
    return cell.written
