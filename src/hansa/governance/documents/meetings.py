"""Papers of a meeting as docx: notice with its slip, agenda, name plates, excerpts.

Source: GB/T 9704-2012 as far as pages and fonts go in ``chassis.paper``; a plate (桌签) has
no standard, and is one sheet with large characters, to be folded.
"""

from collections.abc import Sequence

from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt

from hansa.chassis.characters import for_xml
from hansa.chassis.paper import (
    CHINESE_LOOK,
    SIDE,
    add_run,
    blank,
    indent,
    packed,
    sign,
    write,
)
from hansa.governance.reads.excerpts import Excerpt
from hansa.governance.reads.meeting_papers import NoticePaper, Place

LOOK = CHINESE_LOOK
PLATE_WIDTH = Mm(240)
PLATE_LARGEST, PLATE_SMALLEST = 96, 28
"""Points; a plate is read from some metres, and a long office still fits its line."""


def notice_docx(paper: NoticePaper) -> bytes:
    """Write a notice of meeting (会议通知), its slip on a page of its own."""
    document = _begun(paper.heading, paper.signature)
    if paper.reference:
        write(document, paper.reference, LOOK, SIDE.CENTER)
        write(document, "", LOOK)
    write(document, paper.heading, LOOK, SIDE.CENTER, "2号")
    write(document, "", LOOK)
    write(document, paper.addressee, LOOK)
    for words in paper.paragraphs:
        indent(write(document, words, LOOK), LOOK)
    if paper.slip:
        write(document, "", LOOK)
        indent(write(document, "附件：会议回执", LOOK), LOOK)
    write(document, "", LOOK)
    sign(document, paper.signature, paper.day, LOOK)
    if paper.slip:
        _break(document)
        _slip(document, paper.slip)
    return packed(document)


def _slip(document: Docx, rows: Sequence[tuple[str, str]]) -> None:
    write(document, "附件", LOOK)
    write(document, "会议回执", LOOK, SIDE.CENTER, "2号")
    write(document, "", LOOK)
    _table(document, rows, (Mm(66), Mm(90)))


def _table(document: Docx, rows: Sequence[Sequence[str]], widths: Sequence[Mm]) -> None:
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    for row in rows:
        cells = table.add_row().cells
        for cell, words, width in zip(cells, row, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = Pt(4)
            paragraph.paragraph_format.space_after = Pt(4)
            add_run(paragraph, words, LOOK.body, LOOK, "4号")


def agenda_docx(title: str, day: str, rows: Sequence[tuple[str, str, str]]) -> bytes:
    """Write the agenda (议程) as the docket stands."""
    document = _begun(f"{title}议程", "")
    write(document, title, LOOK, SIDE.CENTER, "2号")
    write(document, "议　程", LOOK, SIDE.CENTER, "2号")
    write(document, f"（{day}）", LOOK, SIDE.CENTER)
    write(document, "", LOOK)
    for number, words, act in rows:
        indent(write(document, f"{number}、{words}（{act}）", LOOK), LOOK)
    if not rows:
        indent(write(document, "议程另行通知。", LOOK), LOOK)
    return packed(document)


def excerpt_docx(found: Excerpt) -> bytes:
    """Write one unit's excerpt (摘编), word for word as it is in its source."""
    document = _begun(found.title, "")
    write(document, found.title, LOOK, SIDE.CENTER, "2号")
    write(document, "", LOOK)
    write(document, f"{found.name}：", LOOK)
    for _place, words in found.paragraphs:
        indent(write(document, words, LOOK), LOOK)
    write(document, "", LOOK)
    indent(write(document, found.source, LOOK), LOOK)
    return packed(document)


def plates_docx(places: Sequence[Place]) -> bytes:
    """Write name plates (桌签): a sheet for each place, in the order of seats."""
    document = _begun("桌签", "")
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(28)
    page.top_margin, page.bottom_margin = Mm(70), Mm(30)
    for number, place in enumerate(places):
        if number:
            _break(document)
        plate = write(document, place.plate, LOOK, SIDE.CENTER, "2号")
        plate.paragraph_format.line_spacing = 1.0
        for run in plate.runs:
            run.font.size = plate_size(place.plate)
    return packed(document)


def plate_size(words: str) -> Pt:
    """Give the largest characters with which words fit one line of a plate."""
    fits = int(PLATE_WIDTH.pt / max(len(words), 1))
    return Pt(max(PLATE_SMALLEST, min(PLATE_LARGEST, fits)))


def _begun(title: str, author: str) -> Docx:
    document = blank(LOOK)
    about = document.core_properties
    about.title, about.author = for_xml(title)[:255], for_xml(author)[:255]
    about.last_modified_by, about.comments = about.author, ""
    return document


def _break(document: Docx) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
