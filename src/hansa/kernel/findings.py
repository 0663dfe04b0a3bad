"""What a check found in somebody's input: where, what is wrong and what to do.

Findings are values. Bad input never raises while it is read; all faults come at once.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hansa.kernel.text import Text, text


class Severity(StrEnum):
    """How much a finding weighs, heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place in a file; line and column count from 1, and 0 means the whole file."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault, warning or note, with a stable kebab-case code."""

    severity: Severity
    code: str
    at: Position
    message: Text
    remedy: Text


_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings heaviest first, then by place, and drop exact repetitions."""
    # By repr, because parameters are a mapping and so no key themselves. They must count:
    # two fields that one record lacks differ in nothing else.
    unique = {repr(f): f for f in findings}
    return tuple(
        sorted(
            unique.values(),
            key=lambda f: (_WEIGHT[f.severity], *_place(f.at)),
        )
    )


def _place(at: Position) -> tuple[str, int, int]:
    """Give what orders a place: E2 of a sheet before E10, which text would not say."""
    return (at.path.split("!")[0], at.line, at.column)


def errors_in(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Pick the findings that forbid taking the input."""
    return tuple(f for f in findings if f.severity is Severity.ERROR)


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Find the valid word that a misspelt one most likely meant, or None.

    The cutoff is below difflib's 0.6 because charter keys are short: ``seat`` must
    still lead to ``seats`` and ``hosts`` to ``host``. Capitals do not count: ``gov-15``
    means ``GOV-15``.
    """
    folded = {choice.casefold(): choice for choice in choices}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.5)
    return folded[close[0]] if close else None


def meant(word: str, choices: Iterable[str]) -> Text:
    """Say which valid word a misspelt one most likely meant, or how to see them all."""
    close = nearest(word, choices)
    if close is None:
        return text("Check the spelling; the list shows every one there is.")
    return text("Did you mean {nearest}?", nearest=close)
