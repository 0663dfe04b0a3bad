"""Minutes as docx, after the form that GB/T 9704 gives 纪要.

Source: domain rules, section 10.1; GB/T 9704-2012, 5.2 (page), 7 (elements) and 10.3
(纪要): the mark in red 小标宋, its top 35 mm below that of the text block, 出席, 请假 and
列席 after the text with labels in 3号 黑体, no seal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from docx.document import Document as Docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from hansa.chassis.paper import (
    CHINESE_LOOK,
    INDENT,
    RED,
    SIDE,
    add_run,
    blank,
    indent,
    packed,
    write,
)
from hansa.governance.reads.minutes_text import paragraphs
from hansa.governance.rules.paper_words import long_day

LOOK = replace(CHINESE_LOOK, spacing=Pt(29))
"""22 lines in 225 mm: the nearest spacing that Word takes is 29 points."""

MARK_TOP = Mm(35)
LABELS = (("present", "出席"), ("excused", "请假"), ("observing", "列席"))
LABEL_WIDTH = Pt(16 * 3)  # Two characters and the colon.


def minutes_docx(content: Mapping[str, Any]) -> bytes:
    """Write minutes as a document, from what was published or is drafted.

    Args:
        content: as ``reads.minutes.written`` gives it.
    """
    document = blank(LOOK)
    about = document.core_properties
    about.title = content["title"][:255]
    about.author = about.last_modified_by = content["issuer"][:255]
    about.comments = ""
    _head(document, content)
    _title(document, content)
    for _place, words in paragraphs(content):
        indent(write(document, words, LOOK), LOOK)
    write(document, "", LOOK)
    for name, label in LABELS:
        _block(document, label, content[name])
    _foot(document, content)
    return packed(document)


def _head(document: Docx, content: Mapping[str, Any]) -> None:
    """Write the mark, and below it number, issuer and day over the red line."""
    mark = write(document, content["mark"], LOOK, SIDE.CENTER, "1号")
    mark.paragraph_format.space_before = MARK_TOP
    mark.runs[0].font.color.rgb = RED
    write(document, "", LOOK)
    write(document, content["reference"] or "（草案）", LOOK, SIDE.CENTER)
    issuer = write(document, content["issuer"], LOOK)
    if content["issued_on"]:
        day = long_day(date.fromisoformat(content["issued_on"]))
        add_run(issuer, f"\t{day}", LOOK.body, LOOK, "3号")
        issuer.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    _rule(issuer, "FF0000", eighths=8)


def _title(document: Docx, content: Mapping[str, Any]) -> None:
    write(document, "", LOOK)
    write(document, "", LOOK)
    write(document, content["title"], LOOK, SIDE.CENTER, "2号")
    write(document, "", LOOK)


def _block(document: Docx, label: str, names: Sequence[str]) -> None:
    """Write one block of attendance; wrapped lines stand under the first name."""
    if not names:
        return
    paragraph = write(document, "", LOOK)
    shape = paragraph.paragraph_format
    shape.left_indent, shape.first_line_indent = INDENT + LABEL_WIDTH, -LABEL_WIDTH
    add_run(paragraph, f"{label}：", LOOK.heading, LOOK, "3号")
    add_run(paragraph, "、".join(names), LOOK.body, LOOK, "3号")


def _foot(document: Docx, content: Mapping[str, Any]) -> None:
    """Write who printed it when, between the rules of the 版记."""
    if not content["issued_on"]:
        return
    day = long_day(date.fromisoformat(content["issued_on"]))
    paragraph = write(document, f"{content['issuer']}　{day}印发", LOOK, size="3号")
    _rule(paragraph, "000000", eighths=8, sides=("top", "bottom"))


def _rule(
    paragraph: Paragraph, colour: str, eighths: int, sides: Sequence[str] = ("bottom",)
) -> None:
    """Draw rules along a paragraph; widths are eighths of a point."""
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), str(eighths))
        line.set(qn("w:space"), "4")
        line.set(qn("w:color"), colour)
        borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 -- python-docx has no call for rules
