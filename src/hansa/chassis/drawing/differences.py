"""Two versions of a text side by side, line by line."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from hansa.chassis.drawing.bars import Label


class LineKind(StrEnum):
    """What became of a line."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class LinePair:
    """A line before and after; None on the side where there is none."""

    kind: LineKind
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two versions side by side; the title is the finding."""

    title: Label
    before: Label
    after: Label
    lines: tuple[LinePair, ...]

    @property
    def changes(self) -> int:
        """How many lines differ."""
        return sum(line.kind is not LineKind.SAME for line in self.lines)


def line_pairs(before: str, after: str) -> tuple[LinePair, ...]:
    """Set two texts beside each other, so that equal lines stand on one height."""
    old, new = before.splitlines(), after.splitlines()
    pairs: list[LinePair] = []
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for tag, start, end, to_start, to_end in blocks:
        if tag == "equal":
            pairs += [LinePair(LineKind.SAME, line, line) for line in old[start:end]]
            continue
        left, right = old[start:end], new[to_start:to_end]
        both = min(len(left), len(right))
        pairs += [
            LinePair(LineKind.CHANGED, one, other)
            for one, other in zip(left, right, strict=False)
        ]
        pairs += [LinePair(LineKind.REMOVED, line, None) for line in left[both:]]
        pairs += [LinePair(LineKind.ADDED, None, line) for line in right[both:]]
    return tuple(pairs)
