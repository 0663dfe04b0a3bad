"""Writes workbooks and CSV, in which no text becomes a formula."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from hansa.chassis.characters import for_xml
from hansa.chassis.language import render
from hansa.chassis.workbooks.forms import Column, SheetForm, Value
from hansa.chassis.workbooks.words import INVISIBLE
from hansa.kernel.text import Bilingual, Text, text

# Office programs drop leading blanks and breaks, and some take full-width signs.
FORMULA_STARTS = ("=", "+", "-", "@")

_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A sheet to be written: its form and its rows, in the order of its columns."""

    form: SheetForm
    rows: Sequence[Sequence[Value]]


def write_book(sheets: Sequence[Filled]) -> bytes:
    """Write a workbook in the language in force; no text becomes a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for filled in sheets:
        sheet = book.create_sheet(render(filled.form.name))
        headings = [render(column.heading) for column in filled.form.columns]
        for row, values in enumerate((headings, *filled.rows), start=1):
            for column, value in enumerate(values, start=1):
                _put(sheet.cell(row, column), value)
        for place, form in enumerate(filled.form.columns, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = form.width
            sheet.cell(1, place).font = Font(bold=True)
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Any, value: Value) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int):
        cell.value = value
        return
    if isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
        return
    cell.value = for_xml(render(value))
    # Set after the value, which turns a leading “=” into a formula.
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")


NOTES = SheetForm(
    name=Bilingual(zh="填写说明", en="Notes"),
    columns=(
        Column(key="sheet", heading=Bilingual(zh="工作表", en="Sheet")),
        Column(key="column", heading=Bilingual(zh="列", en="Column")),
        Column(key="needed", heading=Bilingual(zh="是否必填", en="Needed")),
        Column(
            key="hint", heading=Bilingual(zh="怎样填写", en="What to write"), width=80
        ),
    ),
)


def write_template(forms: Sequence[SheetForm]) -> bytes:
    """Write an empty workbook of these sheets, with a sheet that explains each column."""
    notes = Filled(
        form=NOTES,
        rows=[
            (
                form.name,
                column.heading,
                text("yes") if column.required else text("where known"),
                column.hint,
            )
            for form in forms
            for column in form.columns
        ],
    )
    return write_book([*(Filled(form=form, rows=()) for form in forms), notes])


def xlsx_of(
    title: str, headings: Sequence[Value], rows: Iterable[Sequence[Value]]
) -> bytes:
    """Write one table as a workbook of one sheet."""
    columns = tuple(
        Column(key=str(number), heading=Bilingual(_plain(heading), _plain(heading)))
        for number, heading in enumerate(headings)
    )
    # A sheet's name has at most 31 characters, and some of them are forbidden.
    name = _NO_SHEET_NAME.sub(" ", for_xml(title))[:31].strip() or "1"
    form = SheetForm(name=Bilingual(name, name), columns=columns)
    return write_book([Filled(form=form, rows=tuple(rows))])


def csv_of(headings: Sequence[Value], rows: Iterable[Sequence[Value]]) -> bytes:
    """Write CSV that office programs open in any language and never compute."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([_defused(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.isoformat(" ", "minutes")  # An hour of the leagues' own zone.
    return value.isoformat() if isinstance(value, date) else render(value)


def _defused(value: Value) -> str:
    written = _plain(value)
    if not isinstance(value, str | Text | Bilingual):
        return written
    begins = unicodedata.normalize("NFKC", INVISIBLE.sub("", written)).lstrip()
    computes = begins.startswith(FORMULA_STARTS) or written[:1] in {"\t", "\r", "\n"}
    return f"'{written}" if computes else written
