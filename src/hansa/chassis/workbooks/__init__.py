"""Reads and writes workbooks (xlsx) as offices use them, and writes CSV.

What is read is hostile until shown otherwise: sizes, merged areas and document types are
checked before the parser sees them, and no bytes make it raise. Headings may be in either
language, cells merged, digits full-width; every fault names its cell, as in “会议!C7”.
What is written never becomes a formula in the program that opens it.
"""

from hansa.chassis.workbooks.cells import (
    choose,
    day_from,
    day_in,
    line_from,
    number_from,
    yes_from,
)
from hansa.chassis.workbooks.forms import Cell, Column, Row, SheetForm, Value
from hansa.chassis.workbooks.reading import Book, open_book
from hansa.chassis.workbooks.writing import (
    NOTES,
    Filled,
    csv_of,
    write_book,
    write_template,
    xlsx_of,
)

__all__ = [
    "NOTES",
    "Book",
    "Cell",
    "Column",
    "Filled",
    "Row",
    "SheetForm",
    "Value",
    "choose",
    "csv_of",
    "day_from",
    "day_in",
    "line_from",
    "number_from",
    "open_book",
    "write_book",
    "write_template",
    "xlsx_of",
    "yes_from",
]
