"""Geometry of the drawings on pages: plain numbers for templates.

No chart library, no script: inline SVG, and tables whose cells hold a bar or a shade.
"""

from hansa.chassis.drawing.bars import Bar, BarChart, Label, Part, bar_chart, shares
from hansa.chassis.drawing.differences import Difference, LineKind, LinePair, line_pairs
from hansa.chassis.drawing.funnel import Funnel, Stage, StageGroup, stage_group
from hansa.chassis.drawing.maps import Sheet, Spot, lay_out
from hansa.chassis.drawing.owed import (
    OwedMatrix,
    PositionChart,
    owed_matrix,
    position_chart,
)
from hansa.chassis.drawing.sankey import Sankey, sankey
from hansa.chassis.drawing.wheel import (
    Arc,
    MonthMark,
    RingMark,
    Spoke,
    Wheel,
    year_wheel,
)

__all__ = [
    "Arc",
    "Bar",
    "BarChart",
    "Difference",
    "Funnel",
    "Label",
    "LineKind",
    "LinePair",
    "MonthMark",
    "OwedMatrix",
    "Part",
    "PositionChart",
    "RingMark",
    "Sankey",
    "Sheet",
    "Spoke",
    "Spot",
    "Stage",
    "StageGroup",
    "Wheel",
    "bar_chart",
    "lay_out",
    "line_pairs",
    "owed_matrix",
    "position_chart",
    "sankey",
    "shares",
    "stage_group",
    "year_wheel",
]
