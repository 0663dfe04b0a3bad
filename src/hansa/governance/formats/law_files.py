"""Reads the text of a draft from a file: plain text, or docx paragraph by paragraph."""

import io
from collections.abc import Iterator
from pathlib import PurePosixPath

from docx import Document
from docx.document import Document as Docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from hansa.chassis.file_kinds import clean_name, kind_of
from hansa.chassis.files import Upload
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

SUFFIXES = (".docx", ".txt")
SIZE_MOST = 5_000_000


def words_of(file: Upload) -> str:
    """Give the words of a file, one line for each paragraph.

    Raises:
        Refused: it is neither text nor docx, is larger than 5 MB, or cannot be read.
    """
    name = clean_name(file.name)
    kind_of(name, file.content, SUFFIXES)
    if len(file.content) > SIZE_MOST:
        raise _unreadable()
    if PurePosixPath(name).suffix.lower() == ".txt":
        return _decoded(file.content)
    try:
        document = Document(io.BytesIO(file.content))
        return "\n".join(_lines(document))
    except Exception as error:
        raise _unreadable() from error


def _lines(document: Docx) -> Iterator[str]:
    """Give paragraphs and cells of tables in the order of the document."""
    for part in document.iter_inner_content():
        if isinstance(part, Paragraph):
            yield part.text
        elif isinstance(part, Table):
            for row in part.rows:
                yield " ".join(cell.text for cell in row.cells)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")  # Its kind was judged by the same two.


def _unreadable() -> Refused:
    return Refused(
        "draft-unreadable",
        text("This is no draft that Hansa can read."),
        text("Save it as docx or plain text, of at most 5 MB, and bring it again."),
    )
