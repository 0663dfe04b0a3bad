"""Minutes and agreements as docx; minutes after the form that GB/T 9704 gives 纪要.

Source: domain rules, section 10.1; GB/T 9704-2012, 5.2 (page), 7 (elements) and 10.3
(纪要): 出席, 请假 and 列席 after the text with labels in 3号 黑体, no seal.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from docx.document import Document as Docx
from docx.shared import Pt

from hansa.chassis.paper import (
    CHINESE_LOOK,
    INDENT,
    SIDE,
    add_run,
    blank,
    indent,
    packed,
    sign,
    write,
)
from hansa.governance.documents.heads import foot, head
from hansa.governance.reads.minutes_text import paragraphs
from hansa.governance.rules.paper_words import long_day
from hansa.governance.terms.agreements import Line, Part

LOOK = CHINESE_LOOK

LABELS = (("present", "出席"), ("excused", "请假"), ("observing", "列席"))
LABEL_WIDTH = Pt(15.75 * 3)  # Two characters and the colon.
FIRST_LEVEL = re.compile(r"[一二三四五六七八九十]+、[^。]*")
SECOND_LEVEL = re.compile(r"（[一二三四五六七八九十]+）[^。]*")

CENTRED = frozenset({Part.REFERENCE, Part.TITLE, Part.TITLE_EN})


def minutes_docx(content: Mapping[str, Any]) -> bytes:
    """Write minutes as a document, from what was published or is drafted.

    Circulars and handovers have the same form; they have no attendance, and are signed.

    Args:
        content: as ``reads.minutes.written`` gives it.
    """
    document = blank(LOOK)
    about = document.core_properties
    about.title = content["title"][:255]
    about.author = about.last_modified_by = content["issuer"][:255]
    about.comments = ""
    head(document, content, LOOK)
    _title(document, content)
    for _place, words in paragraphs(content):
        _text(document, words)
    write(document, "", LOOK)
    for name, label in LABELS:
        _block(document, label, content[name])
    if content["issued_on"]:
        day = long_day(date.fromisoformat(content["issued_on"]))
        if not content["mark"].endswith("纪要"):
            sign(document, content["issuer"], day, LOOK)
        foot(document, content["issuer"], day, LOOK)
    return packed(document)


def _title(document: Docx, content: Mapping[str, Any]) -> None:
    write(document, "", LOOK)
    write(document, "", LOOK)
    write(document, content["title"], LOOK, SIDE.CENTER, "2号")
    write(document, "", LOOK)


def _text(document: Docx, words: str) -> None:
    """Write one paragraph; headings of the first level in 黑体, of the second in 楷体."""
    font = LOOK.body
    if FIRST_LEVEL.fullmatch(words):
        font = LOOK.heading
    elif SECOND_LEVEL.fullmatch(words):
        font = LOOK.second
    indent(write(document, words, LOOK, font=font), LOOK)


def _block(document: Docx, label: str, names: Sequence[str]) -> None:
    """Write one block of attendance; wrapped lines stand under the first name."""
    if not names:
        return
    paragraph = write(document, "", LOOK)
    shape = paragraph.paragraph_format
    shape.left_indent, shape.first_line_indent = INDENT + LABEL_WIDTH, -LABEL_WIDTH
    add_run(paragraph, f"{label}：", LOOK.heading, LOOK, "3号")
    add_run(paragraph, "、".join(names), LOOK.body, LOOK, "3号")


def agreement_docx(lines: Sequence[Line], issuer: str) -> bytes:
    """Write an agreement as a document: every line is one paragraph, none is added.

    Args:
        lines: as ``reads.agreement_wire.paper_of`` gives them.
        issuer: who keeps the register of agreements.
    """
    document = blank(LOOK)
    about = document.core_properties
    about.title = next(one.words for one in lines if one.part is Part.TITLE)[:255]
    about.author = about.last_modified_by = issuer[:255]
    about.comments = ""
    for before, line in zip((None, *lines), lines, strict=False):
        if before is not None and before.part is not line.part:
            write(document, "", LOOK)
        _agreed(document, line)
    return packed(document)


def _agreed(document: Docx, line: Line) -> None:
    """Write one line: titles centred, headings of articles and of the page in 黑体."""
    if line.part in CENTRED:
        size = "2号" if line.part is Part.TITLE else "3号"
        write(document, line.words, LOOK, SIDE.CENTER, size)
        return
    font = LOOK.heading if line.heading else LOOK.body
    paragraph = write(document, line.words, LOOK, font=font)
    if line.part is not Part.FINGERPRINT:
        indent(paragraph, LOOK)
