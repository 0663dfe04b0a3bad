"""The workbook, or CSV, of comments that came by letter, e-mail, telephone or at a hall.

Names may be in either language or ids; days in the usual forms. A row that cannot be
understood gives findings at its cells, and the rest is read on.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence

from openpyxl import Workbook

from hansa.chassis.language import render
from hansa.chassis.workbooks import (
    Book,
    Column,
    Row,
    SheetForm,
    Value,
    choose,
    csv_of,
    day_from,
    line_from,
    number_from,
    open_book,
    write_template,
    xlsx_of,
)
from hansa.governance.formats.history import in_both
from hansa.governance.terms.consultations import (
    CHANNEL_NAMES,
    RECORDED,
    Channel,
    CommentDraft,
    CommentLine,
    ReceivedComment,
)
from hansa.governance.terms.experts import TREATMENT_NAMES
from hansa.kernel.errors import HansaError
from hansa.kernel.findings import Finding, Position, Severity
from hansa.kernel.shapes import Log
from hansa.kernel.text import Bilingual, Text, mark, text

LINE_LONGEST, WORDS_LONGEST = 200, 4000
SIZE_MAX = 8_000_000
ENCODINGS = ("utf-8-sig", "gb18030")
Check = Callable[[ReceivedComment], None]


def _column(
    key: str, zh: str, en: str, hint: Text, *, required: bool = False
) -> Column:
    heading = Bilingual(zh=zh, en=en)
    return Column(key=key, heading=heading, required=required, hint=hint)


COMMENTS = SheetForm(
    name=Bilingual(zh="意见", en="Comments"),
    columns=(
        _column("words", "意见内容", "Comment", text("what is said"), required=True),
        _column(
            "day",
            "收到日期",
            "Received on",
            text("such as 2024-11-15"),
            required=True,
        ),
        _column(
            "channel",
            "来件方式",
            "Way",
            text("letter, e-mail, hall or telephone"),
            required=True,
        ),
        _column("reference", "来件编号", "Reference", text("of the letter or entry")),
        _column("city", "所在城市", "City", text("where its writer lives")),
        _column("name", "姓名", "Name", text("never public; erased with the results")),
        _column("contact", "联系方式", "Contact", text("never public; erased as well")),
        _column(
            "stakeholder", "团体编号", "Association", text("its number in the register")
        ),
    ),
)


def template() -> bytes:
    """Write the empty workbook, with what to write in each column."""
    return write_template((COMMENTS,))


def exported(lines: Sequence[CommentLine], suffix: str) -> bytes:
    """Write comments as a table, as far as their reader may see them.

    Args:
        lines: the comments.
        suffix: ``.xlsx`` or ``.csv``.
    """
    headings: tuple[Value, ...] = (
        text("No."),
        text("Comment"),
        text("Received on"),
        text("Way"),
        text("Group"),
        text("Reply"),
        text("Reason of the reply"),
        text("Withheld"),
    )
    rows = [
        (
            line.number,
            line.words,
            line.received_on,
            CHANNEL_NAMES[line.channel],
            line.group_title,
            TREATMENT_NAMES[line.note.treatment] if line.note else None,
            line.note.reason if line.note else None,
            line.withheld_reason,
        )
        for line in lines
    ]
    if suffix == ".csv":
        return csv_of(headings, rows)
    return xlsx_of(render(COMMENTS.name), headings, rows)


def open_comments(content: bytes, name: str, log: Log) -> Book | None:
    """Open a workbook or a CSV file, or log why it cannot be opened and give None."""
    if content[:2] == b"PK":
        return open_book(content, name, log)
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
    written = _decoded(content)
    if written is None:
        log.error(
            "file-unreadable",
            whole,
            mark("The file is neither a workbook nor a table of text."),
            mark("Save it as xlsx, or as CSV in UTF-8 or GB18030."),
        )
        return None
    return _book_of(written, name, log)


def _decoded(content: bytes) -> str | None:
    if b"\0" in content:
        return None
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _book_of(written: str, name: str, log: Log) -> Book | None:
    """Lay a table of text on a sheet, so that its faults name their cells too."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # A new workbook has one.
    sheet.title = COMMENTS.name.zh
    try:
        for number, row in enumerate(csv.reader(io.StringIO(written)), start=1):
            for place, words in enumerate(row, start=1):
                cell = sheet.cell(row=number, column=place)
                # Text that begins with a sign of equality is text, and no formula.
                cell.value, cell.data_type = words, "s"
    except (ValueError, csv.Error):
        log.error(
            "file-unreadable",
            Position(path=name, line=0, column=0),
            mark("The file is neither a workbook nor a table of text."),
            mark("Save it as xlsx, or as CSV in UTF-8 or GB18030."),
        )
        return None
    laid = io.BytesIO()
    book.save(laid)
    return open_book(laid.getvalue(), name, log)


def read_comments(
    book: Book, cities: Mapping[str, Bilingual], check: Check, log: Log
) -> tuple[ReceivedComment, ...]:
    """Read the sheet of comments; every fault of a row is told, at its cell.

    Args:
        book: opened.
        cities: names by id.
        check: refuses what cannot be meant, whatever the cells say.
        log: receives every fault.
    """
    found = (_comment(row, cities, check, log) for row in book.rows(COMMENTS, log))
    return tuple(one for one in found if one is not None)


def _comment(
    row: Row, cities: Mapping[str, Bilingual], check: Check, log: Log
) -> ReceivedComment | None:
    ways = {one.value: in_both(CHANNEL_NAMES[one]) for one in RECORDED}
    known = {i: (name.zh, f"{name.zh}市", name.en) for i, name in cities.items()}
    words = line_from(row["words"], WORDS_LONGEST, log)
    day = day_from(row["day"], log)
    channel = choose(row["channel"], ways, text("way"), log)
    city = choose(row["city"], known, text("member city"), log)
    one = CommentDraft(
        words=words,
        name=line_from(row["name"], LINE_LONGEST, log),
        contact=line_from(row["contact"], LINE_LONGEST, log),
        member=city,
    )
    reference = line_from(row["reference"], LINE_LONGEST, log)
    stakeholder = number_from(row["stakeholder"], log, most=999_999)
    _demand(row, log)
    if not words or day is None or channel is None:
        return None
    received = ReceivedComment(
        comment=one,
        channel=Channel(channel),
        received_on=day,
        reference=reference,
        stakeholder=stakeholder,
    )
    try:
        check(received)
    except HansaError as error:
        _tell(row, error, log)
    return received


def _demand(row: Row, log: Log) -> None:
    for column in COMMENTS.columns:
        if column.required and not row[column.key].written:
            log.error(
                "cell-empty",
                row[column.key].at,
                mark("“{heading}” is empty."),
                mark("Fill it in, or empty the whole row."),
                heading=column.heading,
            )


AT_CELL = {
    "day-unlikely": "day",
    "stakeholder-missing": "stakeholder",
    "not-accredited": "stakeholder",
}


def _tell(row: Row, error: HansaError, log: Log) -> None:
    log.findings.append(
        Finding(
            severity=Severity.ERROR,
            code=error.code,
            at=row[AT_CELL.get(error.code, "words")].at,
            message=error.message,
            remedy=error.remedy,
        )
    )
