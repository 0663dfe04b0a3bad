"""The paper form of a notice as docx, after GB/T 9704.

Source: GB/T 9704-2012 as listed in the peers of governance, section 4.3: A4, margins of
37, 28, 26 and 35 mm, the title in 2号 小标宋, the body in 3号 仿宋, the page number in 4号
宋体 between dashes, dates without leading zeros. Fonts are named and never embedded: their
licence is not known, and offices have them.
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
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from hansa.chassis.characters import for_xml
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import ENGLISH
from hansa.duties.rules.notice_papers import labelled_contact
from hansa.duties.rules.notice_words import long_day, one_line
from hansa.duties.terms.notices import Notice
from hansa.kernel.text import Bilingual

SIZES = {"2号": Pt(22), "3号": Pt(16), "4号": Pt(14)}
LINE_SPACING = Pt(28)  # Usual practice, 22 lines a page; the standard names no figure.
INDENT = Pt(32)  # Two characters of 3号.


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """The fonts of one language; Latin letters have one of their own in both."""

    title: str
    body: str
    page_number: str
    latin: str
    indent: Pt


_CHINESE = _Look(
    title="方正小标宋简体",
    body="仿宋_GB2312",
    page_number="宋体",
    latin="Times New Roman",
    indent=INDENT,
)
_ENGLISH = _Look(
    title="Times New Roman",
    body="Times New Roman",
    page_number="Times New Roman",
    latin="Times New Roman",
    indent=Pt(0),
)


def notice_docx(notice: Notice, language: str) -> bytes:
    """Write a notice as a document: number, title, addressee, text, signature, date.

    Args:
        notice: as it was issued.
        language: ``en`` for English; anything else gives Chinese.
    """
    english = language == ENGLISH

    def said(name: Bilingual) -> str:
        return one_line(name.en if english else name.zh)

    look = _ENGLISH if english else _CHINESE
    line, paper = notice.line, notice.paper
    document = _blank(look)
    _describe(document, said(paper.heading), said(paper.signature), notice)
    _write(document, said(line.reference), look, WD_ALIGN_PARAGRAPH.CENTER)
    _write(document, "", look)
    _write(document, said(paper.heading), look, WD_ALIGN_PARAGRAPH.CENTER, "2号")
    _write(document, "", look)
    _write(document, said(paper.addressee) + (":" if english else "："), look)
    for paragraph in paper.body:
        _indent(_write(document, said(paragraph), look), look)
    if paper.contact is not None:
        contact = labelled_contact(paper.contact)
        _indent(_write(document, said(contact), look), look)
    _write(document, "", look)
    issued = long_day(line.issued_at.astimezone(LEAGUE_ZONE).date())
    for words in (said(paper.signature), said(issued)):
        signed = _write(document, words, look, WD_ALIGN_PARAGRAPH.RIGHT)
        signed.paragraph_format.right_indent = INDENT
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _blank(look: _Look) -> Docx:
    """Make an A4 page with the margins and page numbers of the standard."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.footer_distance = Mm(24)  # 7 mm below the text block.
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (page.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (page.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        _run(paragraph, "— ", look.page_number, look, "4号")
        number = _run(paragraph, "", look.page_number, look, "4号")
        for part in _page_field():
            number._r.append(part)  # noqa: SLF001 -- python-docx has no call for fields
        _run(paragraph, " —", look.page_number, look, "4号")
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


def _describe(document: Docx, title: str, author: str, notice: Notice) -> None:
    about = document.core_properties
    title, author = for_xml(title), for_xml(author)
    about.title, about.author = title[:255], author[:255]
    about.last_modified_by, about.comments = author[:255], ""
    about.created = about.modified = notice.line.issued_at.replace(tzinfo=None)


def _write(
    document: Docx,
    words: str,
    look: _Look,
    side: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    size: str = "3号",
) -> Paragraph:
    """Add one paragraph in 3号, or in 2号 with the font of titles."""
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.alignment = side
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = LINE_SPACING if size == "3号" else Pt(36)
    _run(paragraph, words, look.title if size == "2号" else look.body, look, size)
    return paragraph


def _run(paragraph: Paragraph, words: str, font: str, look: _Look, size: str) -> Any:
    run = paragraph.add_run(for_xml(words))
    run.font.size = SIZES[size]
    run.font.name = look.latin
    # Word takes the font of Chinese characters from a property of its own.
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 -- as above
    fonts.set(qn("w:eastAsia"), font)
    return run


def _indent(paragraph: Paragraph, look: _Look) -> None:
    paragraph.paragraph_format.first_line_indent = look.indent
