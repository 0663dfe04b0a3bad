"""The head of minutes and the lines at their foot, after GB/T 9704-2012.

Source: domain rules, section 10.1; GB/T 9704-2012, 7.2.4 (mark, joint issue), 7.2.5
(number two lines below), 7.2.7 (red rule 4 mm below it), 7.4 (版记) and 10.3 (纪要): the
mark in red 小标宋, its top 35 mm below that of the text block. Where several organs issue,
their names stand one over another, that of the host first, and 纪要 beside them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document as Docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from hansa.chassis.paper import (
    BASELINE,
    OVER_BASELINE,
    RED,
    SIDE,
    SIZES,
    WIDTH,
    Look,
    add_run,
    rule,
    shaped,
    write,
)
from hansa.chassis.paper_order import put

MARK_TOP = Mm(35)
MARK_SIZES = ("初号", "小初", "1号", "2号")
MARK_LINE = OVER_BASELINE / BASELINE
"""Of its size: in a line as high, the top of a character is that of its line."""
JOINT_MARK = "纪要"
JOINT_HEIGHT = Pt(216)
"""What the names of all organs may take; the first page must still show text (7.3.2)."""
JOINT_SIZES = (Pt(26), Pt(9))
JOINT_LINE = 1.2
UNDER_NUMBER = 7
"""Points from the line of the number to the red rule: 4 mm below its characters."""
FOOT_AWAY = 2


def head(document: Docx, content: Mapping[str, Any], look: Look) -> None:
    """Write the mark, two lines below it the number, and the red rule."""
    organs = content.get("organs") or ()
    if len(organs) > 1:
        _joint(document, organs, look)
    else:
        _mark(document, content["mark"], look)
    write(document, "", look)
    write(document, "", look)
    number = write(document, content["reference"] or "（草案）", look, SIDE.CENTER)
    rule(number, str(RED), ("bottom",), UNDER_NUMBER)


def _mark(document: Docx, words: str, look: Look) -> None:
    size = next(
        (one for one in MARK_SIZES if SIZES[one] * len(words) <= WIDTH), MARK_SIZES[-1]
    )
    mark = document.add_paragraph()
    shaped(mark, Pt(round(SIZES[size].pt * MARK_LINE, 1)), SIDE.CENTER)
    mark.paragraph_format.space_before = MARK_TOP
    add_run(mark, words, look.title, look, size).font.color.rgb = RED


def _joint(document: Docx, organs: Sequence[str], look: Look) -> None:
    """Write the organs one over another, and 纪要 beside the middle of them."""
    size = joint_size(len(organs))
    line = Pt(round(size.pt * JOINT_LINE, 1))
    above = line * BASELINE - size * OVER_BASELINE
    # A table knows no room above it, so that a line of its own holds it.
    shaped(document.add_paragraph(), Length(round(MARK_TOP - above)), SIDE.CENTER)
    table = document.add_table(rows=1, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _without_margins(table)
    names, mark = table.rows[0].cells
    names.width = Length(round(size * (max(map(len, organs)) + 0.5)))
    mark.width = Length(round(SIZES["初号"] * (len(JOINT_MARK) + 0.5)))
    for column, cell in zip(table.columns, (names, mark), strict=True):
        column.width = cell.width
    for number, organ in enumerate(organs):
        paragraph = names.paragraphs[0] if number == 0 else names.add_paragraph()
        shaped(paragraph, line, SIDE.DISTRIBUTE)
        _red(paragraph, organ, look, size)
    mark.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    shaped(mark.paragraphs[0], Pt(50), SIDE.RIGHT)
    _red(mark.paragraphs[0], JOINT_MARK, look, SIZES["初号"])


def joint_size(count: int) -> Length:
    """Give the size of the organs' names: as large as lets the first page show text."""
    most, least = JOINT_SIZES
    fits = int(JOINT_HEIGHT.pt / count / JOINT_LINE * 2) / 2
    return Pt(min(most.pt, max(least.pt, fits)))


def _red(paragraph: Paragraph, words: str, look: Look, size: Length) -> None:
    run = add_run(paragraph, words, look.title, look, "2号")
    run.font.size, run.font.color.rgb = size, RED


def _without_margins(table: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    put(table._tbl.tblPr, margins)  # noqa: SLF001 -- python-docx has no call for margins


def foot(document: Docx, issuer: str, day: str, look: Look) -> None:
    """Write who printed it when, between two rules at the end of the last page."""
    paragraph = document.add_paragraph()
    shaped(paragraph, Pt(24), SIDE.LEFT)
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Length(WIDTH - SIZES["4号"]), WD_TAB_ALIGNMENT.RIGHT)
    add_run(paragraph, f"　{issuer}\t{day}印发", look.body, look, "4号")
    rule(paragraph, "000000", ("top", "bottom"), FOOT_AWAY)
    _pin(paragraph)
    # What is pinned belongs to the paragraph after it, which takes no room.
    shaped(document.add_paragraph(), Pt(1), SIDE.LEFT)


def _pin(paragraph: Paragraph) -> None:
    """Pin a paragraph to the lower edge of the text block."""
    frame = OxmlElement("w:framePr")
    for name, value in (
        ("w", str(round(WIDTH.twips))),
        ("wrap", "around"),
        ("vAnchor", "margin"),
        ("hAnchor", "margin"),
        ("xAlign", "left"),
        ("yAlign", "bottom"),
    ):
        frame.set(qn(f"w:{name}"), value)
    put(paragraph._p.get_or_add_pPr(), frame)  # noqa: SLF001 -- python-docx has no call for frames
