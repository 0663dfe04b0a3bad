"""Pages of official papers as docx, after GB/T 9704: margins, fonts, lines, page numbers.

Source: GB/T 9704-2012 as listed in the peers of governance, section 4.3: A4, margins of
37, 28, 26 and 35 mm, the title in 2号 小标宋, the body in 3号 仿宋, the page number in 4号
宋体 between dashes. Fonts are named and never embedded: their licence is not known, and
offices have them.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from hansa.chassis.characters import for_xml

SIDE = WD_ALIGN_PARAGRAPH
SIZES = {"1号": Pt(26), "2号": Pt(22), "3号": Pt(16), "4号": Pt(14)}
LINE_SPACING = Pt(28)  # Usual practice; the standard names no figure.
TITLE_SPACING = Pt(36)
INDENT = Pt(32)  # Two characters of 3号.
RED = RGBColor(0xFF, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The fonts of one language; Latin letters have one of their own in both.

    Attributes:
        heading: of first-level headings, and of labels such as 出席.
        spacing: from line to line of the body.
    """

    title: str
    body: str
    heading: str
    page_number: str
    latin: str
    indent: Length
    spacing: Length = LINE_SPACING


CHINESE_LOOK = Look(
    title="方正小标宋简体",
    body="仿宋_GB2312",
    heading="黑体",
    page_number="宋体",
    latin="Times New Roman",
    indent=INDENT,
)
ENGLISH_LOOK = Look(
    title="Times New Roman",
    body="Times New Roman",
    heading="Times New Roman",
    page_number="Times New Roman",
    latin="Times New Roman",
    indent=Pt(0),
)


def blank(look: Look) -> Docx:
    """Make an A4 page with the margins and page numbers of the standard."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.footer_distance = Mm(24)  # 7 mm below the text block.
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (page.footer, SIDE.RIGHT),
        (page.even_page_footer, SIDE.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        add_run(paragraph, "— ", look.page_number, look, "4号")
        number = add_run(paragraph, "", look.page_number, look, "4号")
        for part in _page_field():
            number._r.append(part)  # noqa: SLF001 -- python-docx has no call for fields
        add_run(paragraph, " —", look.page_number, look, "4号")
    return document


def _page_field() -> Iterable[Any]:
    for kind, instruction in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = instruction
        yield part


def write(
    document: Docx,
    words: str,
    look: Look,
    side: WD_ALIGN_PARAGRAPH = SIDE.LEFT,
    size: str = "3号",
) -> Paragraph:
    """Add one paragraph in 3号, or in 2号 with the font of titles."""
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.alignment = side
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = look.spacing if size == "3号" else TITLE_SPACING
    add_run(paragraph, words, look.title if size != "3号" else look.body, look, size)
    return paragraph


def add_run(paragraph: Paragraph, words: str, font: str, look: Look, size: str) -> Any:
    """Add words in a font; Latin letters among them have their own."""
    run = paragraph.add_run(for_xml(words))
    run.font.size = SIZES[size]
    run.font.name = look.latin
    # Word takes the font of Chinese characters from a property of its own.
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 -- as above
    fonts.set(qn("w:eastAsia"), font)
    return run


def indent(paragraph: Paragraph, look: Look) -> None:
    """Begin a paragraph two characters in, as Chinese papers do."""
    paragraph.paragraph_format.first_line_indent = look.indent


def packed(document: Docx) -> bytes:
    """Give a document as the bytes of its file."""
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
