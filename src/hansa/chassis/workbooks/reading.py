"""Opens a workbook that somebody brings, and reads the rows of its sheets."""

import io
import re
import zipfile
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from hansa.chassis.workbooks.forms import Cell, Row, SheetForm
from hansa.chassis.workbooks.safety import is_safe, log_unreadable
from hansa.chassis.workbooks.words import tidy, word_of
from hansa.chassis.workbooks.writing import NOTES
from hansa.kernel.findings import Position, nearest
from hansa.kernel.shapes import Log
from hansa.kernel.text import mark

Place = tuple[int, int]
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
SIZE_MAX = 8_000_000  # A register of a league has some hundred kilobytes.
HEADING_ROWS = 12  # Titles and remarks stand above the headings, seldom more.
ROWS_MAX = 5000  # A sheet; ten cities with all their units have some hundred.


@dataclass(slots=True)
class Book:
    """An opened workbook; sheets by name, with merged cells resolved."""

    sheets: dict[str, "_Grid"] = field(default_factory=dict)

    def judge_sheets(self, forms: Sequence[SheetForm], log: Log) -> None:
        """Refuse a workbook that lacks a sheet, or has one that would be passed over.

        An empty sheet and the notes of the template say nothing, and are passed over.
        """
        for form in forms:
            if not self.has(form):
                self._miss(form, log)
        read = {self._find(form) for form in (*forms, NOTES)}
        names = [word for form in forms for word in (form.name.zh, form.name.en)]
        for name, grid in self.sheets.items():
            if name in read or not grid.values:
                continue
            close = nearest(name, names)
            log.error(
                "sheet-unknown",
                Position(path=name, line=0, column=0),
                mark("The sheet “{sheet}” is not known here, and would not be read."),
                mark("Did you mean “{close}”? Name it so, or take it out.")
                if close
                else mark("Take it out; these are read: {known}."),
                sheet=name,
                close=close or "",
                known=tuple(form.name for form in forms),
            )

    def has(self, form: SheetForm) -> bool:
        """Tell whether a sheet of this name, in either language, is there."""
        return self._find(form) is not None

    def rows(self, form: SheetForm, log: Log) -> tuple[Row, ...]:
        """Read the rows of a sheet that say anything.

        A missing sheet or heading, a heading twice or over several columns, and more
        rows than a sheet may have are faults; a heading not known, and text in a column
        without a heading, are warnings.
        """
        name = self._find(form)
        if name is None:
            self._miss(form, log)
            return ()
        return _Reading(name, self.sheets[name], form, log).rows()

    def _miss(self, form: SheetForm, log: Log) -> None:
        log.error(
            "sheet-missing",
            Position(path=form.name.zh, line=0, column=0),
            mark("The workbook has no sheet “{sheet}”; it has: {found}."),
            mark("Name the sheet “{sheet}”, or begin with the template."),
            sheet=form.name,
            found=tuple(self.sheets) or "-",
        )

    def _find(self, form: SheetForm) -> str | None:
        wanted = {word_of(form.name.zh), word_of(form.name.en)}
        wanted.add(word_of(f"{form.name.zh} {form.name.en}"))
        return next((name for name in self.sheets if word_of(name) in wanted), None)


def open_book(content: bytes, name: str, log: Log) -> Book | None:
    """Open a workbook, or log why it cannot be opened and give None.

    Args:
        content: the bytes of the file.
        name: how findings name the file.
        log: receives every fault.
    """
    whole = Position(path=name, line=0, column=0)
    if len(content) > SIZE_MAX:
        log.error(
            "workbook-too-large",
            whole,
            mark("The workbook has {size} bytes; at most {most} are read."),
            mark("Remove pictures and sheets that are not asked for."),
            size=len(content),
            most=SIZE_MAX,
        )
        return None
    if not is_safe(content, whole, log):
        return None
    try:
        # Values and not formulas; links to other files are never followed.
        opened = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
        formulas = _formulas(content)
        return Book(
            {
                sheet.title: _Grid.of(sheet, formulas.get(sheet.title, set()))
                for sheet in opened.worksheets
            }
        )
    except Exception:  # noqa: BLE001 -- the parser raises whatever a broken file makes it
        log_unreadable(log, whole)
        return None


def _formulas(content: bytes) -> Mapping[str, set[Place]]:
    """Find the cells with a formula, by sheet; most workbooks have none."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = (name for name in parts.namelist() if "worksheets/" in name)
        if not any(FORMULA.search(parts.read(name)) for name in sheets):
            return {}
    # Whoever keeps the values only is not told which of them are missing.
    opened = load_workbook(io.BytesIO(content), keep_links=False)
    return {
        sheet.title: {
            place
            for place, cell in sheet._cells.items()  # noqa: SLF001 -- as in ``_Grid.of``
            if cell.data_type == "f"
        }
        for sheet in opened.worksheets
    }


@dataclass(frozen=True, slots=True)
class _Grid:
    """What a sheet holds by row and column, both from 1.

    Attributes:
        values: what the used cells say.
        anchors: the first cell of the merged area that each merged cell belongs to.
        wide: the first cells of areas that are merged over several columns.
        blank: cells with a formula of which the file holds no value.
        rows: the rows in use; ``columns`` the columns.
        filled: the columns in which a row holds a value of its own, from the left.
    """

    values: Mapping[Place, Any]
    anchors: Mapping[Place, Place]
    wide: frozenset[Place]
    blank: frozenset[Place]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    filled: Mapping[int, tuple[int, ...]]

    @classmethod
    def of(cls, sheet: Any, formulas: set[Place]) -> "_Grid":
        values = {
            place: cell.value
            # Rows would be walked over their whole width, to the last cell anybody used.
            for place, cell in sheet._cells.items()  # noqa: SLF001 -- no public way to used cells
            if cell.value is not None
        }
        anchors = {
            (row, column): (area.min_row, area.min_col)
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
        }
        wide = frozenset(
            (area.min_row, area.min_col)
            for area in sheet.merged_cells.ranges
            if area.min_col < area.max_col
        )
        # Walked once; whoever reads rows must not walk all cells for each row.
        filled: dict[int, list[int]] = {}
        for row, column in sorted(values):
            filled.setdefault(row, []).append(column)
        blank = frozenset(formulas - values.keys())
        return cls(
            values=values,
            anchors=anchors,
            wide=wide,
            blank=blank,
            rows=tuple(sorted({row for row, _ in (*values, *anchors, *blank)})),
            columns=tuple(sorted({column for _, column in (*values, *anchors)})),
            filled={row: tuple(columns) for row, columns in filled.items()},
        )

    def at(self, row: int, column: int) -> Any:
        """Give the value of a cell; of the whole area where it is merged."""
        return self.values.get(self.anchors.get((row, column), (row, column)))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One sheet on its way to rows."""

    name: str
    grid: _Grid
    form: SheetForm
    log: Log

    def rows(self) -> tuple[Row, ...]:
        head = self._head()
        if head is None or self._too_many(head):
            return ()
        places = self._places(head)
        found = []
        for number in self.grid.rows:
            if number <= head:
                continue
            cells = {
                column.key: self._cell(number, places.get(column.key))
                for column in self.form.columns
            }
            self._refuse_outside(number, places)
            if any(cell.written for cell in cells.values()):
                found.append(Row(number=number, cells=cells))
        return tuple(found)

    def _too_many(self, head: int) -> bool:
        """Refuse a sheet of too many rows before any of them is read."""
        count = len(self.grid.rows) - bisect_right(self.grid.rows, head)
        if count <= ROWS_MAX:
            return False
        self.log.error(
            "rows-too-many",
            Position(path=self.name, line=0, column=0),
            mark("The sheet has {rows} rows; at most {most} are read."),
            mark("Bring it in several workbooks."),
            rows=count,
            most=ROWS_MAX,
        )
        return True

    def _known(self) -> dict[str, str]:
        return {
            word_of(heading): column.key
            for column in self.form.columns
            for heading in (column.heading.zh, column.heading.en)
        }

    def _head(self) -> int | None:
        """Find the row of the headings: the one of the first rows that knows most."""
        known = self._known()
        counted = {
            row: sum(
                word_of(tidy(self.grid.at(row, column))) in known
                for column in self.grid.columns
            )
            for row in self.grid.rows[:HEADING_ROWS]
        }
        # Of a heading merged over two rows the lower counts, next to what it heads.
        best = max(counted, key=lambda row: (counted[row], row), default=None)
        if best is None or not counted[best]:
            self.log.error(
                "headings-missing",
                Position(path=self.name, line=1, column=1),
                mark("No row with headings was found in “{sheet}”."),
                mark("Write these headings: {headings}."),
                sheet=self.name,
                headings=tuple(column.heading for column in self.form.columns),
            )
            return None
        return best

    def _places(self, head: int) -> dict[str, int]:
        known, places = self._known(), dict[str, int]()
        for column in self.grid.columns:
            written = tidy(self.grid.at(head, column))
            key = known.get(word_of(written))
            if not written:
                continue
            if key is None:
                self._unknown_heading(head, column, written)
            elif key in places:
                self.log.error(
                    "heading-twice",
                    self._at(head, column),
                    mark("The heading “{heading}” stands over more than one column."),
                    mark("Split merged headings; each column has its own, once."),
                    heading=written,
                )
            else:
                places[key] = column
        for wanted in self.form.columns:
            if wanted.required and wanted.key not in places:
                self.log.error(
                    "heading-missing",
                    self._at(head, 1),
                    mark("The column “{heading}” is missing."),
                    mark("Add it, or begin with the template."),
                    heading=wanted.heading,
                )
        return places

    def _unknown_heading(self, head: int, column: int, written: str) -> None:
        words = [
            word for c in self.form.columns for word in (c.heading.zh, c.heading.en)
        ]
        close = self.log.nearest(written, words)
        remedy = (
            mark("Did you mean “{close}”? A column not known is left out.")
            if close
            else mark("A column not known is left out.")
        )
        self.log.warning(
            "heading-unknown",
            self._at(head, column),
            mark("The heading “{heading}” is not known here."),
            remedy,
            heading=written[:60],
            close=close or "",
        )

    def _refuse_outside(self, row: int, places: Mapping[str, int]) -> None:
        """Refuse text right of the last column known: it would be lost unseen."""
        last = max(places.values(), default=0)
        columns = self.grid.filled.get(row, ())
        for column in columns[bisect_right(columns, last) :]:
            self.log.warning(
                "cell-outside",
                self._at(row, column),
                mark("“{written}” stands outside the columns known."),
                mark("It is left out; move it under its heading."),
                written=tidy(self.grid.at(row, column))[:60],
            )

    def _cell(self, row: int, column: int | None) -> Cell:
        if column is None:
            return Cell(written="", value=None, at=self._at(row, 1))
        place = (row, column)
        if place in self.grid.blank:
            self.log.error(
                "formula-empty",
                self._at(row, column),
                mark("Here stands a formula without a value."),
                mark("Save the workbook in an office program, or write the value."),
            )
        anchor = self.grid.anchors.get(place, place)
        if anchor in self.grid.wide and self.grid.values.get(anchor) is not None:
            return self._over_columns(row, column, anchor)
        value = self.grid.at(row, column)
        return Cell(written=tidy(value), value=value, at=self._at(row, column))

    def _over_columns(self, row: int, column: int, anchor: Place) -> Cell:
        """Refuse what stands in several columns at once; it counts in the first only."""
        if column != anchor[1]:
            return Cell(written="", value=None, at=self._at(row, column))
        value = self.grid.values[anchor]
        self.log.error(
            "cell-over-columns",
            self._at(row, column),
            mark("“{written}” stands in a cell that is merged over several columns."),
            mark("Split it, and fill in each column."),
            written=tidy(value)[:60],
        )
        return Cell(written=tidy(value), value=value, at=self._at(row, column))

    def _at(self, row: int, column: int) -> Position:
        place = f"{self.name}!{get_column_letter(column)}{row}"
        return Position(path=place, line=row, column=column)
