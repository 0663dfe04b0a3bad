"""Geometry of the drawings on pages: plain numbers for templates.

No chart library, no script: inline SVG, and tables whose cells hold a bar or a shade.
"""

from hansa.chassis.drawing.bars import Bar, BarChart, Label, Part, bar_chart, shares
from hansa.chassis.drawing.differences import Difference, LineKind, LinePair, line_pairs
from hansa.chassis.drawing.funnel import Funnel, Stage, StageGroup, stage_group
from hansa.chassis.drawing.maps import Sheet, Spot, clear_labels, lay_out
from hansa.chassis.drawing.owed import (
    OwedMatrix,
    PositionChart,
    owed_matrix,
    position_chart,
)
from hansa.chassis.drawing.sankey import Sankey, sankey
from hansa.chassis.drawing.wheel import (
    RINGS_MOST,
    Arc,
    MonthMark,
    RingMark,
    Spoke,
    Wheel,
    count_rings,
    year_wheel,
)
from hansa.chassis.drawing.year import Stretch, YearGrid, YearRow, year_grid

__all__ = [
    "RINGS_MOST",
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
    "Stretch",
    "Wheel",
    "YearGrid",
    "YearRow",
    "bar_chart",
    "clear_labels",
    "count_rings",
    "lay_out",
    "line_pairs",
    "owed_matrix",
    "position_chart",
    "sankey",
    "shares",
    "stage_group",
    "year_grid",
    "year_wheel",
]
