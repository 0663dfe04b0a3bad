"""Layouts of real clearing files: records of fixed width, in GB18030.

The kinds of files, the fields and their greatest lengths are facts of an open-sourced
clearing front end of 2016 and 2017. The order of the fields, the marks of the records,
the codes in them and what they mean in our columns are inferred and unverified; a
centre's own description goes before all of it.
"""

from hansa.clearing.formats.presets.ad import AD
from hansa.clearing.formats.presets.cl import CL
from hansa.clearing.formats.presets.fb import FB
from hansa.clearing.formats.presets.layout import FixedWidth, Layout
from hansa.clearing.formats.presets.ld import LD

LAYOUTS = (CL, FB, LD, AD)


def layout_of(head: bytes) -> Layout | None:
    """Tell by its first bytes which layout a file has, if any."""
    return next((layout for layout in LAYOUTS if layout.begins(head)), None)


__all__ = ["LAYOUTS", "FixedWidth", "Layout", "layout_of"]
