"""What became of what came in: stages one under the other, each group on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from hansa.chassis.drawing.bars import Label

SCALE = 1000
SEEN_LEAST = 6  # What is not nothing can be seen, however little it is.


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage before it is drawn.

    Attributes:
        value: zero or more; fen where its group is money.
        kind: one of the lights, ``whole`` for what the others are parts of.
        note: what stands beside it; empty for nothing.
        address: where the note leads; empty for nowhere.
    """

    label: Label
    value: int
    kind: str
    note: Label = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnStage:
    """A stage with the width of its bar, in thousandths of the largest of its group."""

    stage: Stage
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageGroup:
    """Stages that are measured alike; ``is_money`` tells fen from counts."""

    unit: Label
    is_money: bool
    stages: tuple[DrawnStage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """A funnel; the title is its finding."""

    title: Label
    source: Label
    groups: tuple[StageGroup, ...]

    @property
    def scale(self) -> int:
        """How wide the widest bar is."""
        return SCALE


def stage_group(unit: Label, stages: Sequence[Stage], *, is_money: bool) -> StageGroup:
    """Lay stages out on the scale of the largest.

    Args:
        unit: what they are counted in.
        stages: in the order of the drawing.
        is_money: whether they are amounts in fen.
    """
    most = max((stage.value for stage in stages), default=0) or 1
    return StageGroup(
        unit=unit,
        is_money=is_money,
        stages=tuple(
            DrawnStage(stage=stage, width=bar_width(stage.value, most))
            for stage in stages
        ),
    )


def bar_width(value: int, most: int) -> int:
    """Give the width of a bar on the scale; what is not nothing can be seen."""
    return max(value * SCALE // most, SEEN_LEAST) if value else 0
