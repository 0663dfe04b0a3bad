"""Reads a docx of minutes: what of GB/T 9704 it fails, and where it leaves the record.

Source: domain rules, section 10.1: clauses 5.2 (page and text), 7.3.1 (title), 7.5 (page
number) and 10.3 (纪要) of GB/T 9704-2012.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from hansa.chassis.file_kinds import kind_of
from hansa.governance.reads.minutes_text import paragraphs
from hansa.governance.terms.minutes import Comment, WordDifference
from hansa.kernel.errors import Refused
from hansa.kernel.text import Text, text

STANDARD = "GB/T 9704-2012"
SIZE_MOST = 5_000_000
TOLERANCE = Mm(1)
MARGINS = (
    ("top_margin", Mm(37), text("the top margin")),
    ("left_margin", Mm(28), text("the binding margin")),
    ("right_margin", Mm(26), text("the right margin")),
    ("bottom_margin", Mm(35), text("the bottom margin")),
)
LINES = (Pt(28), Pt(29))
"""22 lines in 225 mm are 29 points; 28 are usual practice and still hold 22 lines."""
LABELS = ("出席：", "请假：", "列席：")
RED = "FF0000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a document fails, under which clause of the standard."""

    clause: str
    message: Text


def open_docx(content: bytes) -> Docx:
    """Open a document that somebody brought.

    Raises:
        Refused: it is no docx, holds macros, or is larger than minutes ever are.
    """
    if len(content) > SIZE_MOST:
        raise _unreadable()
    kind_of("minutes.docx", content, (".docx",))
    try:
        return Document(io.BytesIO(content))
    except Exception as error:
        raise _unreadable() from error


def _unreadable() -> Refused:
    return Refused(
        "docx-unreadable",
        text("This is no document that Hansa can read."),
        text("Save it as docx, of at most 5 MB, and bring it again."),
    )


def faults_of(document: Docx) -> tuple[Fault, ...]:
    """List what minutes fail of the standard, each under its clause."""
    return tuple(_faults(document))


def _faults(document: Docx) -> Iterator[Fault]:
    yield from _page(document)
    yield from _lines(document)
    yield from _mark(document)
    yield from _numbers(document)
    yield from _attendance(document)


def _page(document: Docx) -> Iterator[Fault]:
    page = document.sections[0]
    for side, wanted, name in (
        (page.page_width, Mm(210), text("the width of the page")),
        (page.page_height, Mm(297), text("the height of the page")),
    ):
        if _off(side, wanted):
            yield _measure("5.2.1", name, side, wanted)
    for attribute, wanted, name in MARGINS:
        found = getattr(page, attribute)
        if _off(found, wanted):
            yield _measure("5.2.1", name, found, wanted)


def _off(found: Length | None, wanted: Length) -> bool:
    return found is None or abs(found - wanted) > TOLERANCE


def _measure(clause: str, name: Text, found: Length | None, wanted: Length) -> Fault:
    message = text(
        "{what}: {found} mm, not {wanted} mm",
        what=name,
        found=round(found.mm, 1) if found is not None else "?",
        wanted=round(wanted.mm),
    )
    return Fault(clause=clause, message=message)


def _lines(document: Docx) -> Iterator[Fault]:
    """Look at the text: 3号 (16 points), 22 lines a page, in 仿宋 or 黑体."""
    for paragraph in _body(document):
        spacing = paragraph.paragraph_format.line_spacing
        if not isinstance(spacing, Length) or not LINES[0] <= spacing <= LINES[1]:
            yield _here("5.2.3", text("lines are not 22 to the page"), paragraph)
        for run in paragraph.runs:
            if run.text.strip() and run.font.size != Pt(16):
                yield _here("5.2.2", text("the text is not in 3号"), paragraph)
                break
            if run.text.strip() and _font(run) not in {"仿宋_GB2312", "仿宋", "黑体"}:
                yield _here("5.2.2", text("the text is not in 仿宋"), paragraph)
                break


def _font(run: Any) -> str:
    fonts = run._element.rPr.rFonts if run._element.rPr is not None else None  # noqa: SLF001 -- python-docx has no call for the Chinese font
    return str(fonts.get(qn("w:eastAsia"))) if fonts is not None else ""


def _body(document: Docx) -> list[Paragraph]:
    """Give the paragraphs of text: not the mark, the title, nor empty ones."""
    return [
        one
        for one in document.paragraphs[1:]
        if one.text.strip() and one.alignment != WD_ALIGN_PARAGRAPH.CENTER
    ]


def _here(clause: str, what: Text, paragraph: Paragraph) -> Fault:
    message = text("{what}: “{words}…”", what=what, words=paragraph.text[:12])
    return Fault(clause=clause, message=message)


def _mark(document: Docx) -> Iterator[Fault]:
    """Look at the mark: “…纪要” in red, centred, its top 35 mm down the text block."""
    first = document.paragraphs[0] if document.paragraphs else None
    if first is None or not first.text.strip().endswith("纪要"):
        yield Fault(clause="10.3", message=text("the mark “…纪要” is missing"))
        return
    if first.alignment != WD_ALIGN_PARAGRAPH.CENTER:
        yield Fault(clause="10.3", message=text("the mark is not centred"))
    colours = {str(run.font.color.rgb) for run in first.runs if run.text.strip()}
    if colours != {RED}:
        yield Fault(clause="10.3", message=text("the mark is not red"))
    if _off(first.paragraph_format.space_before, Mm(35)):
        message = text("the mark does not stand 35 mm below the top of the text block")
        yield Fault(clause="10.3", message=message)


def _numbers(document: Docx) -> Iterator[Fault]:
    footer = document.sections[0].footer._element.xml  # noqa: SLF001 -- fields are XML only
    if "PAGE" not in footer or "—" not in footer:
        yield Fault(clause="7.5", message=text("the page number is missing"))


def _attendance(document: Docx) -> Iterator[Fault]:
    """Look at 出席, 请假, 列席: in this order, labels in 黑体, the first always there."""
    labels = [one for one in document.paragraphs if one.text.startswith(LABELS)]
    found = [one.text[:3] for one in labels]
    if LABELS[0] not in found:
        yield Fault(clause="10.3", message=text("the block 出席 is missing"))
    if found != [one for one in LABELS if one in found]:
        yield Fault(clause="10.3", message=text("出席, 请假, 列席 are out of order"))
    for one in labels:
        label = next(run for run in one.runs if run.text)
        if _font(label) != "黑体":
            yield _here("10.3", text("the label is not in 黑体"), one)


def differences(
    content: Mapping[str, Any], document: Docx, comments: Sequence[Comment] = ()
) -> tuple[WordDifference, ...]:
    """Compare a document with the record, paragraph by paragraph and then by words.

    Args:
        content: the record, as ``reads.minutes.written`` gives it.
        document: what somebody made of it.
        comments: of cities; new words that stand in one of them answer it.
    """
    recorded = list(paragraphs(content))
    first = next((words for _place, words in recorded), "")
    written = _text_of(document, first)
    matcher = SequenceMatcher(
        a=[words for _place, words in recorded], b=written, autojunk=False
    )
    found: list[WordDifference] = []
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = max(a2 - a1, b2 - b1)
        for offset in range(pairs):
            old = recorded[a1 + offset] if a1 + offset < a2 else None
            new = written[b1 + offset] if b1 + offset < b2 else ""
            before = recorded[min(max(a1 - 1, 0), len(recorded) - 1)][0]
            place = old[0] if old else before
            found += _words(place, old[1] if old else "", new, comments)
    return tuple(found)


def _text_of(document: Docx, first: str) -> list[str]:
    """Give the text between title and attendance, without empty lines."""
    lines = [one.text.strip() for one in document.paragraphs]
    centred = [
        number
        for number, one in enumerate(document.paragraphs)
        if one.alignment == WD_ALIGN_PARAGRAPH.CENTER and one.text.strip()
    ]
    start = lines.index(first) if first in lines else (max(centred, default=-1) + 1)
    ends = [n for n, line in enumerate(lines) if line.startswith(LABELS) and n >= start]
    end = ends[0] if ends else len(lines)
    return [line for line in lines[start:end] if line]


def _words(
    place: int, old: str, new: str, comments: Sequence[Comment]
) -> Iterator[WordDifference]:
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        words = new[b1:b2]
        yield WordDifference(
            place=place,
            recorded=old[a1:a2],
            written=words,
            answers=tuple(
                one.member
                for one in comments
                if words and words in one.words and one.replaced_at is None
            ),
        )
