"""Reads a docx of minutes: what of GB/T 9704 it fails, and where it leaves the record.

Source: domain rules, section 10.1: clauses 5.2 (page and text), 7.2 (head), 7.3.1 (title),
7.5 (page number) and 10.3 (纪要) of GB/T 9704-2012.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from docx import Document
from docx.document import Document as Docx

from hansa.chassis.file_kinds import kind_of
from hansa.governance.formats.docx_shapes import RIGHT_SIDES, Looks, Shape, looks_of
from hansa.governance.formats.minutes_heads import Fault, head_faults
from hansa.governance.reads.minutes_text import paragraphs
from hansa.governance.terms.minutes import Comment, WordDifference
from hansa.kernel.errors import Refused
from hansa.kernel.text import Text, text

STANDARD = "GB/T 9704-2012"
SIZE_MOST = 5_000_000
TOLERANCE_MM = 1
PAGE = (
    ("width", 210, text("the width of the page")),
    ("height", 297, text("the height of the page")),
    ("top", 37, text("the top margin")),
    ("left", 28, text("the binding margin")),
    ("right", 26, text("the right margin")),
    ("bottom", 35, text("the bottom margin")),
)
LINES = (28, 29)
"""22 lines in 225 mm are 29 points; 28 are usual practice and still hold 22 lines."""
CHARACTERS = 28
BODY_SIZE = 16
FONTS = ("仿宋", "黑体", "楷体")
"""A font may have another word to its name, as 仿宋_GB2312 has."""
LABELS = ("出席：", "请假：", "列席：")
BLOCK_WIDTH = 156 * 72 / 25.4


def open_docx(content: bytes) -> Docx:
    """Open a document that somebody brought.

    Raises:
        Refused: it is no docx, holds macros, or is larger than minutes ever are.
    """
    if len(content) > SIZE_MOST:
        raise _unreadable()
    kind_of("minutes.docx", content, (".docx",))
    try:
        return Document(io.BytesIO(content))
    except Exception as error:
        raise _unreadable() from error


def _unreadable() -> Refused:
    return Refused(
        "docx-unreadable",
        text("This is no document that Hansa can read."),
        text("Save it as docx, of at most 5 MB, and bring it again."),
    )


def faults_of(
    document: Docx, content: Mapping[str, Any] | None = None
) -> tuple[Fault, ...]:
    """List what minutes fail of the standard, each under its clause.

    Args:
        document: what is looked at.
        content: the record, where it tells who issues them jointly.
    """
    looks = looks_of(document)
    organs = tuple((content or {}).get("organs") or ())
    return (
        *_page(looks),
        *_lines(looks),
        *head_faults(looks, organs),
        *_numbers(looks),
        *_attendance(looks),
    )


def _page(looks: Looks) -> Iterator[Fault]:
    for side, wanted, name in PAGE:
        found = looks.page.get(side)
        if found is None or abs(found - wanted) > TOLERANCE_MM:
            message = text(
                "{what}: {found} mm, not {wanted} mm",
                what=name,
                found=str(round(found, 1)) if found is not None else "?",
                wanted=wanted,
            )
            yield Fault(clause="5.2.1", message=message)


def _lines(looks: Looks) -> Iterator[Fault]:
    """Look at the text: 3号 (16 points), 22 lines of 28 characters, in 仿宋 or 黑体."""
    for shape in _body(looks):
        if shape.line is None or not LINES[0] <= shape.line <= LINES[1]:
            yield _here("5.2.3", text("lines are not 22 to the page"), shape)
        sizes = {one.size for one in shape.pieces}
        fonts = [one.font for one in shape.pieces]
        if sizes != {BODY_SIZE}:
            yield _here("5.2.2", text("the text is not in 3号"), shape)
        elif not all(font.startswith(FONTS) for font in fonts):
            yield _here("5.2.2", text("the text is not in 仿宋"), shape)
        elif not all(_fits(looks, one.between) for one in shape.pieces):
            yield _here("5.2.3", text("a line does not hold 28 characters"), shape)


def _fits(looks: Looks, between: float) -> bool:
    """Tell whether 156 mm hold 28 characters, and no more."""
    pitch = BODY_SIZE + between + looks.wider
    # A grid divides the width itself, so that its rounding is none of the author's.
    return pitch > 0 and int(BLOCK_WIDTH / pitch + 0.01) == CHARACTERS


def _body(looks: Looks) -> list[Shape]:
    """Give the paragraphs of text: not the head, the title, nor what stands apart."""
    return [
        one
        for one in looks.paragraphs[looks.above or 1 :]
        if one.words.strip() and not one.centred and not one.apart
    ]


def _here(clause: str, what: Text, shape: Shape) -> Fault:
    message = text("{what}: “{words}…”", what=what, words=shape.words[:12])
    return Fault(clause=clause, message=message)


def _numbers(looks: Looks) -> Iterator[Fault]:
    """Look at page numbers: between dashes, odd ones to the right, even to the left."""
    if not looks.numbers or any(
        "PAGE" not in words or "—" not in words for words, _side in looks.numbers
    ):
        yield Fault(clause="7.5", message=text("the page number is missing"))
        return
    sides = [side in RIGHT_SIDES for _words, side in looks.numbers]
    if sides != [True, False]:
        message = text("odd page numbers do not stand right, even ones left")
        yield Fault(clause="7.5", message=message)


def _attendance(looks: Looks) -> Iterator[Fault]:
    """Look at 出席, 请假, 列席: in this order, labels in 黑体, the first always there."""
    labels = [one for one in looks.paragraphs if one.words.startswith(LABELS)]
    found = [one.words[:3] for one in labels]
    if LABELS[0] not in found:
        yield Fault(clause="10.3", message=text("the block 出席 is missing"))
    if found != [one for one in LABELS if one in found]:
        yield Fault(clause="10.3", message=text("出席, 请假, 列席 are out of order"))
    for one in labels:
        if not one.pieces[0].font.startswith("黑体"):
            yield _here("10.3", text("the label is not in 黑体"), one)


def differences(
    content: Mapping[str, Any], document: Docx, comments: Sequence[Comment] = ()
) -> tuple[WordDifference, ...]:
    """Compare a document with the record, paragraph by paragraph and then by words.

    Args:
        content: the record, as ``reads.minutes.written`` gives it.
        document: what somebody made of it.
        comments: of cities; new words that stand in one of them answer it.
    """
    recorded = list(paragraphs(content))
    first = next((words for _place, words in recorded), "")
    written = _text_of(document, first)
    matcher = SequenceMatcher(
        a=[words for _place, words in recorded], b=written, autojunk=False
    )
    found: list[WordDifference] = []
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = max(a2 - a1, b2 - b1)
        for offset in range(pairs):
            old = recorded[a1 + offset] if a1 + offset < a2 else None
            new = written[b1 + offset] if b1 + offset < b2 else ""
            before = recorded[min(max(a1 - 1, 0), len(recorded) - 1)][0]
            place = old[0] if old else before
            found += _words(place, old[1] if old else "", new, comments)
    return tuple(found)


def _text_of(document: Docx, first: str) -> list[str]:
    """Give the text between title and attendance, without empty lines."""
    shapes = looks_of(document).paragraphs
    lines = [one.words.strip() for one in shapes]
    centred = [n for n, one in enumerate(shapes) if one.centred and lines[n]]
    start = lines.index(first) if first in lines else (max(centred, default=-1) + 1)
    ends = [
        n
        for n, line in enumerate(lines)
        if n >= start and (line.startswith(LABELS) or shapes[n].apart)
    ]
    end = ends[0] if ends else len(lines)
    return [line for line in lines[start:end] if line]


def _words(
    place: int, old: str, new: str, comments: Sequence[Comment]
) -> Iterator[WordDifference]:
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        words = new[b1:b2]
        yield WordDifference(
            place=place,
            recorded=old[a1:a2],
            written=words,
            answers=tuple(
                one.member
                for one in comments
                if words and words in one.words and one.replaced_at is None
            ),
        )
