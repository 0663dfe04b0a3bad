"""Bars on a zero baseline, and parts of a whole side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from hansa.kernel.text import Bilingual, Text

Label = Text | Bilingual | str
BAR_WIDTH, BAR_HEIGHT, BAR_GAP, BAR_LABEL = 640, 18, 10, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One horizontal bar with its label on the left and its number at its end."""

    label: Label
    value: int
    y: int
    width: int
    now: bool

    @property
    def middle(self) -> int:
        """Where the baseline of its words lies."""
        return self.y + BAR_HEIGHT - 5

    @property
    def number_x(self) -> int:
        """Where its number begins."""
        return BAR_LABEL + self.width + 8


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Horizontal bars on a zero baseline, in the order given; one may be marked."""

    title: Label
    source: Label
    bars: tuple[Bar, ...]

    @property
    def width(self) -> int:
        """How wide the drawing is."""
        return BAR_WIDTH

    @property
    def height(self) -> int:
        """How high the drawing is."""
        return len(self.bars) * (BAR_HEIGHT + BAR_GAP)

    @property
    def left(self) -> int:
        """Where the baseline stands."""
        return BAR_LABEL

    @property
    def thickness(self) -> int:
        """How high one bar is."""
        return BAR_HEIGHT


def bar_chart(
    title: Label,
    source: Label,
    values: Sequence[tuple[Label, int]],
    marked: int | None = None,
) -> BarChart:
    """Lay bars out.

    Args:
        title: the finding, as a sentence.
        source: where the numbers come from.
        values: label and number, zero or more, in the order of the drawing.
        marked: index of the bar that the title speaks of.
    """
    most = max((value for _, value in values), default=0) or 1
    room = BAR_WIDTH - BAR_LABEL - 60
    return BarChart(
        title=title,
        source=source,
        bars=tuple(
            Bar(
                label=label,
                value=value,
                y=index * (BAR_HEIGHT + BAR_GAP),
                width=round(value * room / most),
                now=index == marked,
            )
            for index, (label, value) in enumerate(values)
        ),
    )


SHARE_WIDTH = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a whole; ``kind`` is one of the lights."""

    kind: str
    label: Label
    count: int
    x: int
    width: int


def shares(counts: Sequence[tuple[str, Label, int]]) -> tuple[Part, ...]:
    """Lay parts of a whole side by side; their widths add up to the whole's.

    Args:
        counts: kind, label and number of each part, in order.
    """
    whole = sum(count for _, _, count in counts) or 1
    edges, before = [0], 0
    for _, _, count in counts:
        before += count
        edges.append(round(before * SHARE_WIDTH / whole))
    return tuple(
        Part(kind=kind, label=label, count=count, x=start, width=end - start)
        for (kind, label, count), start, end in zip(
            counts, edges, edges[1:], strict=False
        )
    )
