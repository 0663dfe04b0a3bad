"""Geometry of the drawings on pages: plain numbers for templates.

No chart library, no script: inline SVG, and tables whose cells hold a bar or a shade.
"""

from hansa.chassis.drawing.bars import (
    Bar,
    BarChart,
    Label,
    Part,
    bar_chart,
    shares,
)
from hansa.chassis.drawing.maps import Sheet, Spot, lay_out
from hansa.chassis.drawing.wheel import Arc, MonthMark, Spoke, Wheel, year_wheel

__all__ = [
    "Arc",
    "Bar",
    "BarChart",
    "Label",
    "MonthMark",
    "Part",
    "Sheet",
    "Spoke",
    "Spot",
    "Wheel",
    "bar_chart",
    "lay_out",
    "shares",
    "year_wheel",
]
