"""Workbooks as offices write them, and as an enemy would."""

import contextlib
import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from hansa.chassis import file_kinds, workbooks
from hansa.chassis.workbooks import (
    Book,
    Column,
    Filled,
    SheetForm,
    choose,
    csv_of,
    day_from,
    day_in,
    line_from,
    number_from,
    open_book,
    write_book,
    write_template,
    xlsx_of,
    yes_from,
)
from hansa.kernel.errors import Refused
from hansa.kernel.shapes import Log
from hansa.kernel.text import Bilingual, text

FORM = SheetForm(
    name=Bilingual(zh="会议", en="Meetings"),
    columns=(
        Column(key="city", heading=Bilingual(zh="城市", en="City"), required=True),
        Column(key="day", heading=Bilingual(zh="日期", en="Day"), required=True),
        Column(key="note", heading=Bilingual(zh="备注", en="Note")),
    ),
)
CITIES = {
    "xuzhou": ("徐州", "徐州市", "Xuzhou"),
    "suzhou": ("宿州", "宿州市", "Suzhou"),
}


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(rows: list[list[Any]], name: str = "会议") -> Workbook:
    book = Workbook()
    book.worksheets[0].title = name
    for row in rows:
        book.worksheets[0].append(row)
    return book


def opened(content: bytes) -> Book:
    log = Log()
    book = open_book(content, "x.xlsx", log)
    assert book is not None, log.findings
    return book


def codes(log: Log) -> list[str]:
    return [finding.code for finding in log.findings]


def test_rows_under_headings_of_either_language() -> None:
    """A title above, headings in any order, empty rows: the rows come as they stand."""
    for name, head in (
        ("会议", ["日期", "城市"]),
        ("Meetings", ["Day", "CITY "]),
        ("会议 Meetings", ["日　期", "城 市"]),
    ):
        book = sheet_of([["历次会议一览表"], head, [], ["2024-11-15", "徐州"]], name)
        log = Log()
        rows = opened(saved(book)).rows(FORM, log)
        assert not log.findings
        (row,) = rows
        assert row.number == 4
        assert (row["city"].written, row["day"].written) == ("徐州", "2024-11-15")
        assert row["note"].written == ""
        assert (row["city"].at.path, row["city"].at.line) == (f"{name}!B4", 4)


def test_merged_cells_count_for_every_row_they_cover() -> None:
    """A city merged over two rows stands in both."""
    book = sheet_of([["城市", "日期"], ["徐州", "2024-11-15"], [None, "2025-11-14"]])
    book.worksheets[0].merge_cells("A2:A3")
    log = Log()
    rows = opened(saved(book)).rows(FORM, log)
    assert [row["city"].written for row in rows] == ["徐州", "徐州"]
    assert not log.findings


def test_headings_merged_over_two_rows() -> None:
    """The data begin under a heading that is two rows high."""
    book = sheet_of([["城市", "日期"], [None, None], ["徐州", "2024-11-15"]])
    book.worksheets[0].merge_cells("A1:A2")
    book.worksheets[0].merge_cells("B1:B2")
    rows = opened(saved(book)).rows(FORM, Log())
    assert [row.number for row in rows] == [3]


def test_a_heading_over_two_columns_is_a_fault_at_its_cell() -> None:
    """Nobody can tell which of the two columns is meant."""
    book = sheet_of([["城市", "日期", None], ["徐州", "2024-11-15", "2024-11-16"]])
    book.worksheets[0].merge_cells("B1:C1")
    log = Log()
    opened(saved(book)).rows(FORM, log)
    assert [(f.code, f.at.path) for f in log.findings][:1] == [
        ("heading-twice", "会议!C1")
    ]


def test_faults_of_the_outline() -> None:
    """A missing sheet, no headings, a missing column, a stray cell: each says so."""
    for rows, name, expected in (
        ([["城市", "日期"]], "别的", ["sheet-missing"]),
        ([["甲", "乙"], ["丙", "丁"]], "会议", ["headings-missing"]),
        ([], "会议", ["headings-missing"]),
        ([["城市"], ["徐州"]], "会议", ["heading-missing"]),
        ([["城市", "日期", "备主"]], "会议", ["heading-unknown"]),
        ([["城市", "日期"], ["徐州", "2024-11-15", "补"]], "会议", ["cell-outside"]),
    ):
        log = Log()
        opened(saved(sheet_of(rows, name))).rows(FORM, log)
        assert codes(log) == expected, rows


@pytest.mark.parametrize(
    "written",
    [
        "2024-11-15",
        "2024/11/15",
        "2024.11.15",
        "2024年11月15日",
        "2024 年 11 月 15 号",
        "２０２４年１１月１５日",
        "20241115",
        "二〇二四年十一月十五日",
        "二零二四年十一月十五日",
        "\ufeff2024-11-15（周五）",
        "2024年11月15日 星期五",
    ],
)
def test_days_in_the_usual_forms(written: str) -> None:
    """Every form that offices write is read as the one day it means."""
    assert day_in(written) == date(2024, 11, 15)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二〇二四年十月十日", date(2024, 10, 10)),
        ("二〇二四年十二月三十一日", date(2024, 12, 31)),
        ("二〇二四年一月二十日", date(2024, 1, 20)),
        ("二〇二四年一月三日", date(2024, 1, 3)),
    ],
)
def test_days_in_chinese_numerals(written: str, day: date) -> None:
    """Tens are read by their place."""
    assert day_in(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "2026.13.1",
        "2023-02-29",
        "24-11-15",
        "11月15日",
        "2024-11",
        "下周",
        "0000-01-01",
        "²",
    ],
)
def test_what_is_no_day(written: str) -> None:
    """A month 13 or a year of two digits is no day, and never guessed."""
    assert day_in(written) is None


def cells(values: list[Any]) -> list[workbooks.Cell]:
    """Give values as cells that were written to a file and read from it."""
    book = sheet_of([["城市", "日期"], *([value, "x"] for value in values)])
    return [row["city"] for row in opened(saved(book)).rows(FORM, Log())]


def test_values_of_cells() -> None:
    """Date cells, numbers, yes and no, choices, and lines that fit."""
    log = Log()
    day, number, yes, no, city, odd, long = cells(
        [
            datetime(2024, 11, 15),  # noqa: DTZ001 -- a cell has no zone
            "２０１９",
            "是",
            "兼职",
            "ＸＵＺＨＯＵ",
            "苏州",
            "长" * 9,
        ]
    )
    assert day_from(day, log) == date(2024, 11, 15)
    assert number_from(number, log) == 2019
    assert yes_from(yes, log) is True
    assert yes_from(no, log) is False
    assert choose(city, CITIES, text("city"), log) == "xuzhou"
    assert not log.findings
    assert choose(odd, CITIES, text("city"), log) is None
    assert line_from(long, 8, log) == ""
    assert number_from(odd, log) is None
    assert yes_from(odd, log) is None
    assert day_from(odd, log) is None
    assert choose(odd, {"a": ("苏州",), "b": ("苏州",)}, text("city"), log) is None
    assert codes(log) == [
        "choice-unknown",
        "too-long",
        "no-number",
        "neither-yes-nor-no",
        "no-such-day",
        "choice-ambiguous",
    ]
    assert {finding.at.path for finding in log.findings} == {"会议!A7", "会议!A8"}


def test_what_is_written_is_read_again_and_computes_nothing() -> None:
    """Text that looks like a formula stays text, in xlsx and in csv."""
    rows = [("=HYPERLINK(1)", date(2024, 11, 15), "\x01bell"), ("徐州", None, "-1")]
    written = write_book([Filled(form=FORM, rows=rows)])
    sheet = load_workbook(io.BytesIO(written)).worksheets[0]
    assert sheet["A2"].data_type == "s"
    first, second = opened(written).rows(FORM, Log())
    assert first["city"].written == "=HYPERLINK(1)"
    assert day_from(first["day"], Log()) == date(2024, 11, 15)
    assert first["note"].written == "bell"
    assert second["note"].written == "-1"
    lines = csv_of(("城市", "日期", "备注"), rows).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(lines)))
    assert table[1] == ["'=HYPERLINK(1)", "2024-11-15", "\x01bell"]
    assert table[2] == ["徐州", "", "'-1"]


@pytest.mark.parametrize(
    "start", ["", "\t", "\r", "\n", "\r\n", " ", "\u3000", "\ufeff"]
)
@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠﹢﹣﹦﹫"])
def test_no_disguise_makes_a_formula(start: str, sign: str) -> None:
    """Full-width signs, blanks and breaks before a sign are defused as well."""
    written = csv_of((), [(f"{start}{sign}1+1",)]).decode("utf-8-sig")
    assert written.lstrip('"\r\n').startswith("'")
    assert csv_of((), [("\n徐州",)]).decode("utf-8-sig").startswith("\r\n\"'")


def test_a_table_is_a_workbook_of_one_sheet() -> None:
    """A title that is no name of a sheet is made one."""
    written = xlsx_of(
        "2026/2027: [应办事项] " + "长" * 40, ["城市"], [["徐州"], ["@x"]]
    )
    (sheet,) = load_workbook(io.BytesIO(written)).worksheets
    assert sheet.title.startswith("2026 2027   应办事项")
    assert [cell.value for cell in sheet["A"]] == ["城市", "徐州", "@x"]


def test_the_template_explains_itself_and_is_empty() -> None:
    """An empty template reads as no rows and no faults."""
    log = Log()
    book = opened(write_template([FORM]))
    assert book.rows(FORM, log) == ()
    assert not log.findings
    assert book.has(workbooks.NOTES)


def swollen(part: str, content: bytes) -> bytes:
    """Replace one part of a sound workbook."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(sheet_of([["城市"]])))) as sound,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in sound.namelist():
            made.writestr(name, content if name == part else sound.read(name))
    return out.getvalue()


ENTITY = b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def merged(area: str) -> bytes:
    """Merge an area in an otherwise empty sheet."""
    named = f'<mergeCells><mergeCell ref="{area}"/></mergeCells></worksheet>'
    return named.encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook-unreadable"),
        (b"PK\x03\x04 no zip", "workbook-unreadable"),
        (b"\xd0\xcf\x11\xe0" + b"old xls" * 100, "workbook-unreadable"),
        (b"x" * (workbooks.SIZE_MAX + 1), "workbook-too-large"),
        (swollen("xl/media/zeros", b""), ""),
        (swollen("xl/workbook.xml", b" " * 70_000_000), "workbook-swollen"),
        (swollen("xl/workbook.xml", ENTITY), "workbook-unreadable"),
        (
            swollen("xl/worksheets/sheet1.xml", SHEET + merged("A1:XFD1048576")),
            "workbook-swollen",
        ),
        (
            swollen("xl/worksheets/sheet1.xml", SHEET + merged("A:B")),
            "workbook-unreadable",
        ),
        (swollen("xl/worksheets/sheet1.xml", b"<unfinished"), "workbook-unreadable"),
    ],
)  # fmt: skip
def test_traps_are_refused_before_the_parser_sees_them(
    content: bytes, code: str
) -> None:
    """Swollen, broken and hostile files give one finding and no exception."""
    log = Log()
    book = open_book(content, "x.xlsx", log)
    assert codes(log) == ([code] if code else [])
    assert (book is None) == bool(code)


def linked(area: str) -> bytes:
    """Set one hyperlink over an area of an otherwise empty sheet."""
    return f'<hyperlinks><hyperlink ref="{area}"/></hyperlinks></worksheet>'.encode()


def remarked(area: str) -> bytes:
    """Write one remark over an area, as a part of remarks."""
    remark = f'<commentList><comment ref="{area}"/></commentList>'
    return f"<comments>{remark}</comments>".encode()


def renamed(content: bytes) -> bytes:
    """Put a sheet into a part whose suffix is none of XML's, and point to it there."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as packed,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in packed.namelist():
            part = packed.read(name).replace(b"sheet1.xml", b"sheet1.bin")
            made.writestr(name.replace("sheet1.xml", "sheet1.bin"), part)
    return out.getvalue()


def test_an_area_over_a_whole_sheet_is_refused_wherever_it_stands() -> None:
    """Links and remarks spread as merged cells do, and in parts of any suffix."""
    whole, sheet = "A1:XFD1048576", "xl/worksheets/sheet1.xml"
    for content in (
        swollen(sheet, SHEET + linked(whole)),
        swollen("docProps/app.xml", remarked(whole)),
        renamed(swollen(sheet, SHEET + merged(whole))),
        renamed(swollen(sheet, SHEET + linked(whole))),
        swollen(sheet, (SHEET + linked(whole)).decode().encode("utf-16")),
    ):
        log = Log()
        assert open_book(content, "x.xlsx", log) is None
        assert codes(log) == ["workbook-swollen"]


def test_a_sheet_of_another_suffix_is_read() -> None:
    """Only what a part holds is judged, not its name."""
    content = renamed(saved(sheet_of([["城市", "日期"], ["徐州", "2026-11-24"]])))
    assert open_book(content, "x.xlsx", Log()) is not None


def broken() -> Iterator[bytes]:
    """Give a workbook broken in each byte of its start, and where parts promise much."""
    whole = saved(sheet_of([["城市", "日期"], ["徐州", "2026-11-24"]]))
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        names = {part.filename: part.header_offset for part in packed.infolist()}
        first = min(names.values())
    for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        start = names[name]
        for place in range(start, min(start + 120, len(whole))):
            for value in (0x00, 0xFF, whole[place] ^ 0x10):
                yield whole[:place] + bytes([value]) + whole[place + 1 :]
    assert first == 0
    for encoding in ("utf-99", "idna", "rot13"):
        declared = f'<?xml version="1.0" encoding="{encoding}"?><workbook/>'
        yield with_part(whole, "xl/workbook.xml", declared.encode())
        yield with_part(whole, "[Content_Types].xml", declared.encode())


def with_part(whole: bytes, name: str, content: bytes) -> bytes:
    """Put another content in a part of a workbook."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as packed,
        zipfile.ZipFile(out, "w") as made,
    ):
        for part in packed.namelist():
            made.writestr(part, content if part == name else packed.read(part))
    return out.getvalue()


def test_no_broken_byte_makes_it_raise() -> None:
    """A workbook with one wrong byte is read, or said to be none; it never fails."""
    unreadable = 0
    for content in broken():
        log = Log()
        with contextlib.suppress(Refused):
            file_kinds.kind_of("a.xlsx", content)
        unreadable += open_book(content, "a.xlsx", log) is None
        assert {found.code for found in log.findings} <= {
            "workbook-unreadable",
            "workbook-swollen",
        }
    assert unreadable


def test_one_cell_at_the_far_corner_is_no_trouble() -> None:
    """Only used cells are walked, not the rectangle they span."""
    book = sheet_of([["城市", "日期"]])
    book.worksheets[0]["XFD1048576"] = "?"
    log = Log()
    assert opened(saved(book)).rows(FORM, log) == ()
    assert codes(log) == ["cell-outside"]


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    """Whatever comes, there is a book or a finding."""
    log = Log()
    assert (open_book(content, "x.xlsx", log) is None) == bool(log.findings)
