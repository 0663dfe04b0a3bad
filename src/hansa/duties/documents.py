"""The paper form of a notice as docx, after GB/T 9704.

Source: GB/T 9704-2012, as far as pages, fonts and numbers go in ``chassis.paper``; dates
are without leading zeros.
"""

from datetime import datetime

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
from hansa.duties.rules.supervision_words import bulletin_body
from hansa.duties.terms.notices import Notice
from hansa.duties.terms.supervision import Bulletin
from hansa.kernel.text import Bilingual


def notice_docx(notice: Notice, language: str) -> bytes:
    """Write a notice as a document: number, title, addressee, text, signature, date.

    Args:
        notice: as it was issued.
        language: ``en`` for English; anything else gives Chinese.
    """
    line, paper = notice.line, notice.paper
    contact = labelled_contact(paper.contact) if paper.contact is not None else None
    return _written(
        (line.reference, paper.heading, paper.addressee, paper.signature),
        (*paper.body, *((contact,) if contact else ())),
        line.issued_at,
        language,
    )


def bulletin_docx(bulletin: Bulletin, language: str) -> bytes:
    """Write a bulletin of supervision as a document, to all units of its city."""
    everybody = Bilingual("各有关单位", "To the units concerned")
    return _written(
        (bulletin.reference, bulletin.title, everybody, bulletin.office),
        bulletin_body(bulletin.rows, bulletin.words),
        bulletin.issued_at,
        language,
    )


def _written(
    names: tuple[Bilingual, Bilingual, Bilingual, Bilingual],
    body: tuple[Bilingual, ...],
    issued_at: datetime,
    language: str,
) -> bytes:
    """Write number, heading, addressee, paragraphs, signature and date."""
    english = language == ENGLISH

    def said(name: Bilingual) -> str:
        return one_line(name.en if english else name.zh)

    reference, heading, addressee, signature = names
    look = ENGLISH_LOOK if english else CHINESE_LOOK
    document = blank(look)
    _describe(document, said(heading), said(signature), issued_at)
    write(document, said(reference), look, SIDE.CENTER)
    write(document, "", look)
    write(document, said(heading), look, SIDE.CENTER, "2号")
    write(document, "", look)
    write(document, said(addressee) + (":" if english else "："), look)
    for paragraph in body:
        indent(write(document, said(paragraph), look), look)
    write(document, "", look)
    issued = long_day(issued_at.astimezone(LEAGUE_ZONE).date())
    sign(document, said(signature), said(issued), look)
    return packed(document)


def _describe(document: Docx, title: str, author: str, at: datetime) -> None:
    about = document.core_properties
    title, author = for_xml(title), for_xml(author)
    about.title, about.author = title[:255], author[:255]
    about.last_modified_by, about.comments = author[:255], ""
    about.created = about.modified = at.replace(tzinfo=None)
