"""A concordance table on paper and as a workbook: one column for each draft."""

from collections.abc import Iterator, Mapping
from typing import Any

from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from hansa.chassis.language import render
from hansa.chassis.paper import CHINESE_LOOK, SIDE, add_run, blank, packed, write
from hansa.chassis.workbooks import xlsx_of
from hansa.governance.terms.laws import (
    DIVERGENCE_NAMES,
    LAW_STANCE_NAMES,
    Cell,
    LawLine,
    Weighed,
    WeighedRow,
)
from hansa.kernel.text import Bilingual, Text, text

LOOK = CHINESE_LOOK
Names = Mapping[str, Bilingual]
SIZE = "4号"


def concordance_docx(line: LawLine, names: Names) -> bytes:
    """Write a table as a document on its side; words that differ are underlined."""
    document = blank(LOOK)
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    page.left_margin = page.right_margin = Mm(20)
    about = document.core_properties
    about.title, about.comments = line.agenda.title[:255], ""
    about.author = about.last_modified_by = ""
    write(document, line.agenda.title, LOOK, SIDE.CENTER, "2号")
    write(document, render(summed(line)), LOOK, SIDE.CENTER)
    _table(document, line, names)
    return packed(document)


def summed(line: LawLine) -> Text:
    """Say in one line how far the drafts say the same."""
    return text(
        "Concordance table {code}: open divergences {open}, concordant {same} of {agreed}",
        code=line.code,
        open=line.open,
        same=line.concordance.same,
        agreed=line.concordance.agreed,
    )


def _table(document: Docx, line: LawLine, names: Names) -> None:
    heads = headings(line, names)
    # All cells at once: python-docx looks every later one up in the whole table.
    table = document.add_table(rows=len(line.rows) + 1, cols=len(heads))
    table.style = "Table Grid"
    first, *others = table.rows
    for cell, head in zip(first.cells, heads, strict=True):
        add_run(cell.paragraphs[0], render(head), LOOK.heading, LOOK, SIZE)
    for row, one in zip(others, line.rows, strict=True):
        number, *texts, last = row.cells
        _plain(number, str(one.row.number))
        for cell, said in zip(texts, one.row.cells, strict=True):
            _said(cell, said)
        _plain(last, "\n".join(told(one, names)))


def _plain(cell: Any, words: str) -> None:
    add_run(cell.paragraphs[0], words, LOOK.body, LOOK, SIZE)


def _said(cell: Any, said: Cell) -> None:
    if said.article is None:
        _plain(cell, "—")
        return
    paragraph = cell.paragraphs[0]
    add_run(paragraph, f"{said.article.label}　", LOOK.heading, LOOK, SIZE)
    for piece in said.pieces:
        run = add_run(paragraph, piece.words, LOOK.body, LOOK, SIZE)
        run.underline = piece.differs or None


def concordance_xlsx(line: LawLine, names: Names) -> bytes:
    """Write a table as a workbook; no text of a draft becomes a formula."""
    rows: Iterator[tuple[int | str, ...]] = (
        (
            one.row.number,
            *(
                f"{cell.article.label} {cell.article.words}" if cell.article else "—"
                for cell in one.row.cells
            ),
            "\n".join(told(one, names)),
        )
        for one in line.rows
    )
    return xlsx_of(line.code, headings(line, names), rows)


def headings(line: LawLine, names: Names) -> list[Text | Bilingual]:
    """Give the headings: the row, a city for each draft, and what differs."""
    cities = [names[draft.member] for draft in line.drafts]
    return [text("Row"), *cities, text("Differences")]


def told(one: WeighedRow, names: Names) -> Iterator[str]:
    """Say what differs in a row, and what became of it, one line for each."""
    for each in one.weighed:
        yield render(
            text(
                "{kind}: {state}",
                kind=DIVERGENCE_NAMES[each.divergence.kind],
                state=_state(each),
            )
        )
        for position in each.positions:
            yield render(
                text(
                    "{city}: {stance} {words}",
                    city=names[position.member],
                    stance=LAW_STANCE_NAMES[position.stance],
                    words=position.words,
                )
            )


def _state(weighed: Weighed) -> Text:
    return (
        text("agreed local difference")
        if weighed.agreed
        else text("not harmonised yet")
    )
