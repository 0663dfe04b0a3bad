"""Reads and writes workbooks (xlsx) as offices use them, and writes CSV.

What is read is hostile until shown otherwise: sizes, merged areas and document types are
checked before the parser sees them, and no bytes make it raise. Headings may be in either
language, cells merged, digits full-width; every fault names its cell, as in “会议!C7”.
What is written never becomes a formula in the program that opens it.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, range_boundaries

from hansa.chassis.language import render
from hansa.kernel.findings import Position, nearest
from hansa.kernel.shapes import Log
from hansa.kernel.text import Bilingual, Parameter, Text, mark, text

SIZE_MAX = 8_000_000  # A register of a league has some hundred kilobytes.
UNPACKED_MAX = 64_000_000
PARTS_MAX = 500
CELLS_MAX = 400_000
SPREAD_MAX = 200_000  # One area over a whole sheet is 17 thousand million cells.
# What the parser makes every cell of its area for.
SPREAD_OVER = frozenset({"mergeCell", "hyperlink", "comment"})
KNOWN_SHOWN = 20  # More names than that say nothing in a message.
HEADING_ROWS = 12  # Titles and remarks stand above the headings, seldom more.
CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
# Office programs drop leading blanks and breaks, and some take full-width signs.
FORMULA_STARTS = ("=", "+", "-", "@")

# Marks of byte order and blanks; of two-byte letters the half that is zero.
_BEFORE_XML = b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n"
_INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u2060\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_SPREAD = re.compile("(?<=[\u2e80-\uffff]) | (?=[\u2e80-\uffff])")
_WEEKDAY = re.compile(r"\(?(?:周|星期)[一二三四五六日天]\)?$")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_DAY_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YES = frozenset({"是", "有", "全职", "专职", "y", "yes", "true", "1", "√", "✓"})
_NO = frozenset({"否", "无", "兼职", "n", "no", "false", "0", "×", "✗"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that a sheet may have.

    Attributes:
        key: how the program names it.
        heading: what stands above it, in either language.
        required: whether a sheet without it cannot be read.
        hint: what to write there; shown in the template.
        width: in characters.
    """

    key: str
    heading: Bilingual
    required: bool = False
    hint: Text | None = None
    width: int = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetForm:
    """A sheet by its name in either language and its columns."""

    name: Bilingual
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a cell says; ``written`` is empty where nothing stands there."""

    written: str
    value: Any
    at: Position

    @property
    def word(self) -> str:
        """Give it as ids, names and numbers are compared: half-width, small letters."""
        return word_of(self.written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row under the headings; a column that the sheet lacks gives an empty cell."""

    number: int
    cells: Mapping[str, Cell]

    def __getitem__(self, key: str) -> Cell:
        return self.cells[key]


@dataclass(slots=True)
class Book:
    """An opened workbook; sheets by name, with merged cells resolved."""

    sheets: dict[str, "_Grid"] = field(default_factory=dict)

    def has(self, form: SheetForm) -> bool:
        """Tell whether a sheet of this name, in either language, is there."""
        return self._find(form) is not None

    def rows(self, form: SheetForm, log: Log) -> tuple[Row, ...]:
        """Read the rows of a sheet that say anything.

        A missing sheet or heading, a heading twice or over several columns, and text in
        a column without a heading are faults; a heading not known is a warning.
        """
        name = self._find(form)
        if name is None:
            log.error(
                "sheet-missing",
                Position(path=form.name.zh, line=0, column=0),
                mark("The workbook has no sheet “{sheet}”; it has: {found}."),
                mark("Name the sheet “{sheet}”, or begin with the template."),
                sheet=form.name,
                found=tuple(self.sheets) or "-",
            )
            return ()
        return _Reading(name, self.sheets[name], form, log).rows()

    def _find(self, form: SheetForm) -> str | None:
        wanted = {word_of(form.name.zh), word_of(form.name.en)}
        wanted.add(word_of(f"{form.name.zh} {form.name.en}"))
        return next((name for name in self.sheets if word_of(name) in wanted), None)


def word_of(written: str) -> str:
    """Write a word as words are compared: half-width, one space, small letters.

    Spaces beside Chinese characters only spread them (日　期), and do not count.
    """
    half = unicodedata.normalize("NFKC", written)
    words = " ".join(_INVISIBLE.sub("", half).split()).casefold()
    return _SPREAD.sub("", words)


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
    if not _is_safe(content, whole, log):
        return None
    try:
        # Values and not formulas; links to other files are never followed.
        opened = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
        return Book({sheet.title: _Grid.of(sheet) for sheet in opened.worksheets})
    except Exception:  # noqa: BLE001 -- the parser raises whatever a broken file makes it
        _unreadable(log, whole)
        return None


def _unreadable(log: Log, at: Position) -> None:
    log.error(
        "workbook-unreadable",
        at,
        mark("This is no workbook that can be read."),
        mark("Save it as xlsx, without a password, and bring it again."),
    )


def _is_safe(content: bytes, at: Position, log: Log) -> bool:
    """Check what the file claims to unpack to, and every part of it for traps."""
    cells = spread = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            size = sum(part.file_size for part in parts)
            if size > UNPACKED_MAX or len(parts) > PARTS_MAX:
                _too_much(log, at)
                return False
            for part in parts:
                unpacked = packed.read(part)
                # A sheet may have any name; what begins otherwise is no XML to a parser.
                if unpacked.lstrip(_BEFORE_XML).startswith(b"<"):
                    more_cells, more_spread = _measure(unpacked)
                    cells, spread = cells + more_cells, spread + more_spread
    except Exception:  # noqa: BLE001 -- unpacking raises whatever a broken file makes it
        _unreadable(log, at)
        return False
    if cells > CELLS_MAX or spread > SPREAD_MAX:
        _too_much(log, at)
        return False
    return True


def _too_much(log: Log, at: Position) -> None:
    log.error(
        "workbook-swollen",
        at,
        mark("The workbook unpacks to far more than a register holds."),
        mark("Copy the rows into the template, and bring that."),
    )


def _measure(part: bytes) -> tuple[int, int]:
    """Count the cells of a part and the area that its ranges spread over.

    Raises:
        ValueError: the part declares a document type, or a range that is none.
    """
    for encoding in ("ascii", "utf-16-le", "utf-16-be"):
        if "<!DOCTYPE".encode(encoding) in part:
            # Entities could expand without bound, and no office program writes them.
            raise ValueError("a document type in a workbook")
    cells = spread = 0
    for _, node in ElementTree.iterparse(io.BytesIO(part)):  # noqa: S314 -- no document type passes
        match node.tag.rpartition("}")[2]:
            case "c":
                cells += 1
            case name if name in SPREAD_OVER:
                spread += _area(node.get("ref", ""))
        node.clear()
    return cells, spread


def _area(written: str) -> int:
    left, top, right, low = range_boundaries(written)
    if left is None or top is None or right is None or low is None:
        raise ValueError("a range without an end")
    return (right - left + 1) * (low - top + 1)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The values of a sheet by row and column, both from 1, and its merged areas."""

    values: Mapping[tuple[int, int], Any]
    anchors: Mapping[tuple[int, int], tuple[int, int]]

    @classmethod
    def of(cls, sheet: Any) -> "_Grid":
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
        return cls(values, anchors)

    def at(self, row: int, column: int) -> Any:
        """Give the value of a cell; of the whole area where it is merged."""
        return self.values.get(self.anchors.get((row, column), (row, column)))

    def rows(self) -> list[int]:
        return sorted({row for row, _ in (*self.values, *self.anchors)})

    def columns(self) -> list[int]:
        return sorted({column for _, column in (*self.values, *self.anchors)})


@dataclass(frozen=True, slots=True)
class _Reading:
    """One sheet on its way to rows."""

    name: str
    grid: _Grid
    form: SheetForm
    log: Log

    def rows(self) -> tuple[Row, ...]:
        head = self._head()
        if head is None:
            return ()
        places = self._places(head)
        found = []
        for number in self.grid.rows():
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
                for column in self.grid.columns()
            )
            for row in self.grid.rows()[:HEADING_ROWS]
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
        for column in self.grid.columns():
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
        close = nearest(written, words)
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
        for column in self.grid.columns():
            if column > last and self.grid.values.get((row, column)) is not None:
                head = tidy(self.grid.at(row, column))
                self.log.warning(
                    "cell-outside",
                    self._at(row, column),
                    mark("“{written}” stands outside the columns known."),
                    mark("It is left out; move it under its heading."),
                    written=head[:60],
                )

    def _cell(self, row: int, column: int | None) -> Cell:
        if column is None:
            return Cell(written="", value=None, at=self._at(row, 1))
        value = self.grid.at(row, column)
        return Cell(written=tidy(value), value=value, at=self._at(row, column))

    def _at(self, row: int, column: int) -> Position:
        place = f"{self.name}!{get_column_letter(column)}{row}"
        return Position(path=place, line=row, column=column)


def tidy(value: Any) -> str:
    """Write a cell's value as text, without marks that nobody sees."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if not (value.hour or value.minute or value.second):
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
    return _INVISIBLE.sub("", str(value)).strip()


def day_from(cell: Cell, log: Log) -> date | None:
    """Read a day in the usual forms; None where the cell is empty or no day.

    Understood are date cells, 2024-11-15, 2024/11/15, 2024.11.15, 20241115,
    2024年11月15日 and 二〇二四年十一月十五日, each with a weekday behind it or without.
    """
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    if not cell.written:
        return None
    day = day_in(cell.written)
    if day is None:
        log.error(
            "no-such-day",
            cell.at,
            mark("“{written}” is no day."),
            mark("Write it as 2026-11-24."),
            written=cell.written[:60],
        )
    return day


def day_in(written: str) -> date | None:
    """Read a day out of one of the usual forms, or give None."""
    plain = _WEEKDAY.sub("", word_of(written).replace(" ", ""))
    plain = _arabic(plain) if "年" in plain else plain
    form = _DAY.fullmatch(plain) or _DAY_TOGETHER.fullmatch(plain)
    if form is None:
        return None
    try:
        return date(*(int(part) for part in form.groups()))
    except ValueError:
        return None


def _arabic(written: str) -> str:
    """Write Chinese numerals of a date in digits: 十一月二十五日 becomes 11月25日."""
    tens = re.sub(
        "([一二三四五六七八九]?)十([一二三四五六七八九]?)",
        lambda found: (found[1] or "一") + (found[2] or "〇"),
        written,
    )
    return tens.translate(CHINESE_DIGITS)


def number_from(cell: Cell, log: Log, most: int = 9999) -> int | None:
    """Read a whole number, its digits full-width or not; None where it is empty."""
    if not cell.written:
        return None
    word = cell.word
    if not (word.isascii() and word.isdigit() and len(word) <= len(str(most))):
        log.error(
            "no-number",
            cell.at,
            mark("“{written}” is no whole number."),
            mark("Write digits only, at most {most}."),
            written=cell.written[:60],
            most=most,
        )
        return None
    return int(word)


def yes_from(cell: Cell, log: Log) -> bool | None:
    """Read yes or no (是 or 否); None where the cell is empty or says neither."""
    if cell.word in _YES:
        return True
    if cell.written and cell.word not in _NO:
        log.error(
            "neither-yes-nor-no",
            cell.at,
            mark("“{written}” is neither yes nor no."),
            mark("Write yes or no (是 or 否)."),
            written=cell.written[:60],
        )
        return None
    return False if cell.written else None


def choose(
    cell: Cell, choices: Mapping[str, Iterable[str]], what: Parameter, log: Log
) -> str | None:
    """Read an id by itself or by one of its names; None where it is empty or unknown.

    Args:
        cell: where it is written.
        choices: the names of each id, in any language.
        what: the noun for the message, such as “city”.
        log: receives the fault, with the nearest choice.
    """
    if not cell.written:
        return None
    names = {id_: tuple(words) for id_, words in choices.items()}
    found = [
        id_
        for id_, words in names.items()
        if cell.word in {word_of(word) for word in (id_, *words)}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        log.error(
            "choice-ambiguous",
            cell.at,
            mark("“{written}” names more than one {what}: {found}."),
            mark("Write the id of the one that is meant."),
            written=cell.written[:60],
            what=what,
            found=tuple(found),
        )
        return None
    close = _closest(cell, [word for words in names.values() for word in words])
    log.error(
        "choice-unknown",
        cell.at,
        mark("There is no {what} “{written}”."),
        mark("Did you mean “{close}”?") if close else mark("Known: {known}."),
        written=cell.written[:60],
        what=what,
        close=close or "",
        known=tuple(words[0] for words in names.values() if words)[:KNOWN_SHOWN],
    )
    return None


def _closest(cell: Cell, words: Sequence[str]) -> str | None:
    """Find the word that was meant; offices shorten names more often than they misspell."""
    longer = [word for word in words if cell.word in word_of(word)]
    return longer[0] if len(longer) == 1 else nearest(cell.written, words)


def line_from(cell: Cell, longest: int, log: Log) -> str:
    """Read a line of text that fits its column; empty where it does not."""
    if len(cell.written) > longest:
        log.error(
            "too-long",
            cell.at,
            mark("The text has {length} characters; at most {longest} are allowed."),
            mark("Shorten it to {longest} characters."),
            length=len(cell.written),
            longest=longest,
        )
        return ""
    return cell.written


Value = str | int | date | Text | Bilingual | None


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
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", render(value))
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
    name = _NO_SHEET_NAME.sub(" ", title)[:31].strip() or "1"
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
    return value.isoformat() if isinstance(value, date) else render(value)


def _defused(value: Value) -> str:
    written = _plain(value)
    if not isinstance(value, str | Text | Bilingual):
        return written
    begins = unicodedata.normalize("NFKC", _INVISIBLE.sub("", written)).lstrip()
    computes = begins.startswith(FORMULA_STARTS) or written[:1] in {"\t", "\r", "\n"}
    return f"'{written}" if computes else written
