"""The paper form of a notice as docx, after GB/T 9704.

Source: GB/T 9704-2012, as far as pages, fonts and numbers go in ``chassis.paper``; dates
are without leading zeros.
"""

from docx.document import Document as Docx

from hansa.chassis.characters import for_xml
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import ENGLISH
from hansa.chassis.paper import (
    CHINESE_LOOK,
    ENGLISH_LOOK,
    SIDE,
    blank,
    indent,
    packed,
    sign,
    write,
)
from hansa.duties.rules.notice_papers import labelled_contact
from hansa.duties.rules.notice_words import long_day, one_line
from hansa.duties.terms.notices import Notice
from hansa.kernel.text import Bilingual


def notice_docx(notice: Notice, language: str) -> bytes:
    """Write a notice as a document: number, title, addressee, text, signature, date.

    Args:
        notice: as it was issued.
        language: ``en`` for English; anything else gives Chinese.
    """
    english = language == ENGLISH

    def said(name: Bilingual) -> str:
        return one_line(name.en if english else name.zh)

    look = ENGLISH_LOOK if english else CHINESE_LOOK
    line, paper = notice.line, notice.paper
    document = blank(look)
    _describe(document, said(paper.heading), said(paper.signature), notice)
    write(document, said(line.reference), look, SIDE.CENTER)
    write(document, "", look)
    write(document, said(paper.heading), look, SIDE.CENTER, "2号")
    write(document, "", look)
    write(document, said(paper.addressee) + (":" if english else "："), look)
    for paragraph in paper.body:
        indent(write(document, said(paragraph), look), look)
    if paper.contact is not None:
        contact = labelled_contact(paper.contact)
        indent(write(document, said(contact), look), look)
    write(document, "", look)
    issued = long_day(line.issued_at.astimezone(LEAGUE_ZONE).date())
    sign(document, said(paper.signature), said(issued), look)
    return packed(document)


def _describe(document: Docx, title: str, author: str, notice: Notice) -> None:
    about = document.core_properties
    title, author = for_xml(title), for_xml(author)
    about.title, about.author = title[:255], author[:255]
    about.last_modified_by, about.comments = author[:255], ""
    about.created = about.modified = notice.line.issued_at.replace(tzinfo=None)
