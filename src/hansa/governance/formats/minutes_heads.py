"""Looks at the head of minutes: mark or joint header, number, red rule and title.

Source: domain rules, section 10.1; GB/T 9704-2012, 7.2.4 (joint issue), 7.2.5 (number),
7.2.7 (red rule), 7.3.1 (title) and 10.3 (纪要).
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from hansa.chassis.paper import BASELINE, OVER_BASELINE
from hansa.governance.formats.docx_shapes import Looks, Shape
from hansa.kernel.text import Text, text

MARK = "纪要"
RED = "FF0000"
MARK_TOP_MM = 35
TOLERANCE_MM = 1
POINTS_PER_MM = 72 / 25.4
EMPTY_LINES = 2
TITLE_SIZE = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a document fails, under which clause of the standard."""

    clause: str
    message: Text


def head_faults(looks: Looks, organs: Sequence[str]) -> Iterator[Fault]:
    """List what the head of minutes fails.

    Args:
        looks: of the document.
        organs: who issues it jointly, the host first; one or none for a single issuer.
    """
    if len(organs) > 1 and not looks.head:
        message = text("the joint header with the names of all organs is missing")
        yield Fault(clause="7.2.4", message=message)
    under = looks.paragraphs[looks.above :] if looks.head else looks.paragraphs[1:]
    if looks.head:
        marked = yield from _joint(looks, organs)
    else:
        marked = yield from _mark(looks.paragraphs)
    if marked:
        yield from _under(under)


def _mark(paragraphs: Sequence[Shape]) -> Generator[Fault, None, bool]:
    """Look at the mark: “…纪要” in red, centred, its top 35 mm down the text block."""
    first = paragraphs[0] if paragraphs else None
    if first is None or not first.words.strip().endswith(MARK):
        yield Fault(clause="10.3", message=text("the mark “…纪要” is missing"))
        return False
    if not first.centred:
        yield Fault(clause="10.3", message=text("the mark is not centred"))
    if not _is_red(first):
        yield Fault(clause="10.3", message=text("the mark is not red"))
    yield from _top(first.before, first)
    return True


def _joint(looks: Looks, organs: Sequence[str]) -> Generator[Fault, None, bool]:
    """Look at the joint header: every organ, the host first, 纪要 beside them."""
    shapes = [one for cell in looks.head for one in cell if one.words.strip()]
    names = [one for one in shapes if not one.words.strip().endswith(MARK)]
    mark = next((one for one in shapes if one not in names), None)
    if mark is None or not names:
        yield Fault(clause="10.3", message=text("the mark “…纪要” is missing"))
        return False
    if shapes.index(mark) < len(names):
        message = text("the mark does not stand to the right of the organs")
        yield Fault(clause="7.2.4", message=message)
    found = ["".join(one.words.split()) for one in names]
    yield from _organs(found, organs)
    if not all(_is_red(one) for one in shapes):
        yield Fault(clause="7.2.4", message=text("the joint header is not red"))
    above = sum(one.before + (one.line or 0) for one in looks.paragraphs[: looks.above])
    yield from _top(above + names[0].before, names[0])
    return True


def _organs(found: Sequence[str], organs: Sequence[str]) -> Iterator[Fault]:
    missing = [one for one in organs if one not in found]
    foreign = [one for one in found if one not in organs] if organs else []
    if missing:
        message = text(
            "organs missing from the joint header: {organs}", organs=tuple(missing)
        )
        yield Fault(clause="7.2.4", message=message)
    if foreign:
        message = text(
            "organs that do not issue these minutes: {organs}", organs=tuple(foreign)
        )
        yield Fault(clause="7.2.4", message=message)
    if organs and not missing and found[0] != organs[0]:
        message = text("the host does not stand first: {organ}", organ=organs[0])
        yield Fault(clause="7.2.4", message=message)
    elif not missing and not foreign and list(found) != list(organs) and organs:
        message = text("the organs are out of order")
        yield Fault(clause="7.2.4", message=message)


def _is_red(shape: Shape) -> bool:
    return {one.colour for one in shape.pieces} == {RED}


def _top(above: float, shape: Shape) -> Iterator[Fault]:
    """Look whether characters begin 35 mm below the top of the text block."""
    lower = 0.0
    if shape.line is not None and shape.size is not None:
        lower = shape.line * BASELINE - shape.size * OVER_BASELINE
    if abs((above + lower) / POINTS_PER_MM - MARK_TOP_MM) > TOLERANCE_MM:
        message = text("the mark does not stand 35 mm below the top of the text block")
        yield Fault(clause="10.3", message=message)


def _under(paragraphs: Sequence[Shape]) -> Iterator[Fault]:
    """Look at number, red rule and title, each two empty lines below what is above."""
    empty, rest = _empty(paragraphs)
    if not rest or not rest[0].centred or empty != EMPTY_LINES:
        message = text("the number does not stand centred two lines below the mark")
        yield Fault(clause="7.2.5", message=message)
        return
    if RED not in rest[0].ruled.upper() and not any(
        one.drawn for one in (*paragraphs[: empty + 1], *rest[1:3])
    ):
        message = text("the red rule below the number is missing")
        yield Fault(clause="7.2.7", message=message)
    empty, rest = _empty(rest[1:])
    if not rest or not rest[0].centred or empty != EMPTY_LINES:
        message = text("the title does not stand centred two lines below the rule")
        yield Fault(clause="7.3.1", message=message)
    elif {one.size for one in rest[0].pieces} != {TITLE_SIZE}:
        yield Fault(clause="7.3.1", message=text("the title is not in 2号"))


def _empty(paragraphs: Sequence[Shape]) -> tuple[int, Sequence[Shape]]:
    """Count the empty lines before words, and give what begins with the words."""
    for number, one in enumerate(paragraphs):
        if one.words.strip():
            return number, paragraphs[number:]
    return len(paragraphs), ()
