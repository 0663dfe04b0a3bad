"""Pages of official papers as docx, after GB/T 9704: margins, fonts, lines, page numbers.

Source: domain rules, section 10.1; GB/T 9704-2012, 5.2 (page: 22 lines of 28 characters in
156 by 225 mm), 7.3 (title, headings, signature) and 7.5 (page number). Printed pages are
measured in ``governance/tests/sessions/test_minutes_rendered.py``. Fonts are named and
never embedded: their licence is not known, and offices have them.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor, Twips
from docx.text.paragraph import Paragraph

from hansa.chassis.characters import for_xml
from hansa.chassis.paper_fonts import name_fonts
from hansa.chassis.paper_order import put

SIDE = WD_ALIGN_PARAGRAPH
SIZES = {
    "初号": Pt(42),
    "小初": Pt(36),
    "1号": Pt(26),
    "2号": Pt(22),
    "3号": Pt(16),
    "4号": Pt(14),
}
LINES, CHARACTERS = 22, 28
LINE = Pt(29)
TITLE_SPACING = Pt(36)
INDENT = Pt(32)  # Two characters of 3号.
RED = RGBColor(0xFF, 0, 0)

PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
TOP, BOTTOM, LEFT, RIGHT = Twips(2096), Twips(1980), Twips(1588), Twips(1474)
"""37, 35, 28 and 26 mm; 0.1 mm is taken from the first two, as 22 lines of 29 points are
225.07 mm and must all stand on the page."""
WIDTH = Mm(156)
TIGHTER = -5
"""Twentieths of a point: 28 characters of 16 points are 448, and 156 mm are 442.2. With -4
they would be 442.4, so that a line would hold 27."""
BASELINE = 0.8
"""Where in a line of exact height characters stand, as Word and LibreOffice have it."""
OVER_BASELINE = 0.86
"""How far a Chinese character reaches above its line, of its size."""
LATIN_LAST = "\u00ff"
NUMBER_LINE = Pt(16)
NUMBER_BELOW = Mm(25.3)
"""From the foot of the page: the dash of the page number is 7 mm below the text block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The fonts of one language; Latin letters have one of their own in both.

    Attributes:
        heading: of first-level headings, and of labels such as 出席.
        second: of second-level headings.
        tighter: twentieths of a point between characters of the body.
    """

    title: str
    body: str
    heading: str
    second: str
    page_number: str
    latin: str
    indent: Length
    tighter: int = 0


CHINESE_LOOK = Look(
    title="方正小标宋简体",
    body="仿宋_GB2312",
    heading="黑体",
    second="楷体_GB2312",
    page_number="宋体",
    latin="Times New Roman",
    indent=INDENT,
    tighter=TIGHTER,
)
ENGLISH_LOOK = Look(
    title="Times New Roman",
    body="Times New Roman",
    heading="Times New Roman",
    second="Times New Roman",
    page_number="Times New Roman",
    latin="Times New Roman",
    indent=Pt(0),
)


def blank(look: Look) -> Docx:
    """Make an A4 page with the margins and page numbers of the standard."""
    document = Document()
    _normal(document, look)
    page = document.sections[0]
    page.page_width, page.page_height = PAGE_WIDTH, PAGE_HEIGHT
    page.top_margin, page.bottom_margin = TOP, BOTTOM
    page.left_margin, page.right_margin = LEFT, RIGHT
    page.footer_distance = NUMBER_BELOW
    # Lines have an exact height; a grid beside it is read otherwise by every program.
    page._sectPr.remove(page._sectPr.find(qn("w:docGrid")))  # noqa: SLF001 -- no call for grids
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (page.footer, SIDE.RIGHT),
        (page.even_page_footer, SIDE.LEFT),
    ):
        _number(footer.paragraphs[0], side, look)
    name_fonts(document)
    return document


def _normal(document: Docx, look: Look) -> None:
    """Give what somebody adds in Word the size, font and lines of the body."""
    style = document.styles["Normal"]
    style.font.size, style.font.name = SIZES["3号"], look.latin
    fonts = style.element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), look.body)
    shape = style.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    shape.space_before = shape.space_after = Pt(0)
    _tighten(style.element.rPr, look.tighter)


def _number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH, look: Look) -> None:
    """Write the page number between its dashes, one character in from its side."""
    shape = paragraph.paragraph_format
    shape.alignment = side
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, NUMBER_LINE
    if side is SIDE.RIGHT:
        shape.right_indent = SIZES["4号"]
    else:
        shape.left_indent = SIZES["4号"]
    _number_run(paragraph, look, "— ")
    for part in _page_field():
        _number_run(paragraph, look, "")._r.append(part)  # noqa: SLF001 -- python-docx has no call for fields
    _number_run(paragraph, look, " —")


def _number_run(paragraph: Paragraph, look: Look, words: str) -> Any:
    """Write part of a page number, its figures in the same font as its dashes."""
    run = add_run(paragraph, words, look.page_number, look, "4号")
    run.font.name = look.page_number
    run._element.rPr.rFonts.set(qn("w:hint"), "eastAsia")  # noqa: SLF001 -- as above
    return run


def _page_field() -> Iterable[Any]:
    """Give the parts of a field, each for a run of its own, as LibreOffice reads them."""
    for kind in ("begin", "PAGE", "separate", "1", "end"):
        if kind == "PAGE":
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = kind
        elif kind == "1":
            part = OxmlElement("w:t")
            part.text = kind
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        yield part


def write(
    document: Docx,
    words: str,
    look: Look,
    side: WD_ALIGN_PARAGRAPH = SIDE.LEFT,
    size: str = "3号",
    font: str = "",
) -> Paragraph:
    """Add one paragraph in 3号, or in 2号 with the font of titles."""
    paragraph = document.add_paragraph()
    shaped(paragraph, LINE if size == "3号" else TITLE_SPACING, side)
    usual = look.title if size != "3号" else look.body
    if words:
        add_run(paragraph, words, font or usual, look, size)
    return paragraph


def shaped(paragraph: Paragraph, line: Length, side: WD_ALIGN_PARAGRAPH) -> None:
    """Give a paragraph lines of an exact height, with nothing around them."""
    shape = paragraph.paragraph_format
    shape.alignment = side
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = line
    # Every page holds 22 lines, also where a paragraph would rather stay together.
    control = OxmlElement("w:widowControl")
    control.set(qn("w:val"), "0")
    put(paragraph._p.get_or_add_pPr(), control)  # noqa: SLF001 -- as above


def add_run(paragraph: Paragraph, words: str, font: str, look: Look, size: str) -> Any:
    """Add words in a font; Latin letters among them have their own."""
    run = paragraph.add_run(for_xml(words))
    run.font.size = SIZES[size]
    run.font.name = look.latin
    # Word takes the font of Chinese characters from a property of its own.
    properties = run._element.get_or_add_rPr()  # noqa: SLF001 -- as above
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), font)
    _tighten(properties, look.tighter if size == "3号" else 0)
    return run


def _tighten(properties: Any, twentieths: int) -> None:
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(twentieths))
    put(properties, spacing)


def indent(paragraph: Paragraph, look: Look) -> None:
    """Begin a paragraph two characters in, as Chinese papers do."""
    paragraph.paragraph_format.first_line_indent = look.indent


def sign(document: Docx, name: str, day: str, look: Look) -> None:
    """Write who issues a paper, and the day four characters from the right under it.

    Source: GB/T 9704-2012, 7.3.5.1: the name stands centred over the day, room is left for
    the seal; a longer name begins nowhere left of the block.
    """
    four = 4 * SIZES["3号"]
    over = (_width(name) - _width(day)) / 2
    for words, right in ((name, max(four - over, 0)), (day, four)):
        signed = write(document, words, look, SIDE.RIGHT)
        signed.paragraph_format.right_indent = Length(round(right))


def _width(words: str) -> float:
    """Give about how wide words are in 3号: figures and letters are half as wide."""
    return sum(SIZES["3号"] / (2 if one <= LATIN_LAST else 1) for one in words)


def rule(
    paragraph: Paragraph, colour: str, sides: Sequence[str], away: int, eighths: int = 8
) -> None:
    """Draw rules along a paragraph, as wide as it is.

    Args:
        paragraph: whose width they take.
        colour: as six hexadecimal figures.
        sides: ``top``, ``bottom`` or both.
        away: points between words and rule.
        eighths: of a point, how thick; 8 are 0.35 mm.
    """
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), str(eighths))
        line.set(qn("w:space"), str(away))
        line.set(qn("w:color"), colour)
        borders.append(line)
    put(paragraph._p.get_or_add_pPr(), borders)  # noqa: SLF001 -- python-docx has no call for rules


def packed(document: Docx) -> bytes:
    """Give a document as the bytes of its file."""
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
