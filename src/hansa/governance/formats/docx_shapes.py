"""Reads how a docx looks, whichever program saved it.

A program may leave to a style what another writes beside every word, and LibreOffice gives
sides names that python-docx does not know. So a property is looked for beside the words,
then in the styles of run and paragraph, then among the defaults of the document; what is
no number is none. Words that are struck out under tracked changes are not read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document as Docx
from docx.oxml.ns import qn

STYLES_DEEPEST = 20
GONE = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent"), qn("w:pPr")})
DRAWN = ("w:drawing", "w:pict", "w:object")
TWIPS_PER_MM = 1440 / 25.4
RIGHT_SIDES = frozenset({"right", "end"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of one look.

    Attributes:
        size: in points; None where nobody says it.
        between: points between characters beside their own width.
    """

    words: str
    size: float | None
    font: str
    colour: str
    between: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One paragraph.

    Attributes:
        line: its exact height in points; None where lines have none.
        before: points above it.
        ruled: colours of the rules under it.
        drawn: whether a drawing stands in it.
        apart: whether it stands outside the text: pinned, or with a rule above it.
    """

    words: str
    side: str
    line: float | None
    before: float
    pieces: tuple[Piece, ...]
    ruled: str
    drawn: bool
    apart: bool

    @property
    def centred(self) -> bool:
        """Whether its words stand in the middle."""
        return self.side == "center"

    @property
    def size(self) -> float | None:
        """Give the size of its first words."""
        return self.pieces[0].size if self.pieces else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What is read of a document.

    Attributes:
        page: millimetres, by name: width, height, top, left, right, bottom.
        wider: points that the grid of the page adds to every character.
        head: the cells of a table that stands before the text, each with its paragraphs.
        above: the paragraphs before that table.
        numbers: of odd and of even pages: words and fields of the foot, and their side.
    """

    page: dict[str, float]
    wider: float
    paragraphs: tuple[Shape, ...]
    head: tuple[tuple[Shape, ...], ...]
    above: int
    numbers: tuple[tuple[str, str], ...]


def looks_of(document: Docx) -> Looks:
    """Read a document."""
    reader = _Reader(document)
    body = document.element.body
    blocks = list(_blocks(body))
    first = next(
        (n for n, one in enumerate(blocks) if one.tag == qn("w:tbl")), len(blocks)
    )
    above = [reader.shape(one) for one in blocks[:first]]
    # A table under words is part of the text, and not a head.
    headed = first < len(blocks) and not any(one.words.strip() for one in above)
    section = next(body.iter(qn("w:sectPr")), None)
    return Looks(
        page=_page(section),
        wider=_grid(section),
        paragraphs=tuple(reader.shape(one) for one in blocks if one.tag == qn("w:p")),
        head=tuple(
            tuple(reader.shape(one) for one in cell.iter(qn("w:p")))
            for cell in blocks[first].iter(qn("w:tc"))
        )
        if headed
        else (),
        above=first if headed else 0,
        numbers=tuple(_numbers(document, reader)),
    )


def _blocks(parent: Any) -> Iterator[Any]:
    for one in parent:
        if one.tag in {qn("w:p"), qn("w:tbl")}:
            yield one
        elif one.tag == qn("w:sdt"):
            content = one.find(qn("w:sdtContent"))
            yield from _blocks(content) if content is not None else ()


def _page(section: Any) -> dict[str, float]:
    found: dict[str, float] = {}
    for tag, names in (
        ("w:pgSz", {"w": "width", "h": "height"}),
        ("w:pgMar", {one: one for one in ("top", "left", "right", "bottom")}),
    ):
        element = section.find(qn(tag)) if section is not None else None
        for attribute, name in names.items():
            value = _number(element, attribute)
            if value is not None:
                found[name] = value / TWIPS_PER_MM
    return found


def _grid(section: Any) -> float:
    """Give what a grid of lines and characters adds to each; 0 where there is none."""
    grid = section.find(qn("w:docGrid")) if section is not None else None
    if grid is None or grid.get(qn("w:type")) not in {"linesAndChars", "snapToChars"}:
        return 0.0
    return (_number(grid, "charSpace") or 0.0) / 4096


def _numbers(document: Docx, reader: "_Reader") -> Iterator[tuple[str, str]]:
    if not len(document.sections):
        return
    page = document.sections[0]
    feet = [page.footer]
    if document.settings.odd_and_even_pages_header_footer:
        feet.append(page.even_page_footer)
    for foot in feet:
        root = foot._element  # noqa: SLF001 -- fields are XML only
        shapes = [reader.shape(one) for one in root.iter(qn("w:p"))]
        fields = [one.text or "" for one in root.iter(qn("w:instrText"))]
        fields += [one.get(qn("w:instr")) or "" for one in root.iter(qn("w:fldSimple"))]
        words = "".join(one.words for one in shapes)
        sides = [one.side for one in shapes if one.words.strip()]
        yield words + " ".join(fields), (*sides, "")[0]


def _number(element: Any, attribute: str) -> float | None:
    """Read a number; what is written otherwise than the schema asks for is none."""
    try:
        return float(element.get(qn(f"w:{attribute}")))
    except (AttributeError, TypeError, ValueError):
        return None


class _Reader:
    """Looks properties up where a document may have them."""

    def __init__(self, document: Docx) -> None:
        root = document.styles.element
        self.styles = {
            one.get(qn("w:styleId")): one for one in root.iter(qn("w:style"))
        }
        self.usual = next(
            (
                id_
                for id_, one in self.styles.items()
                if one.get(qn("w:type")) == "paragraph"
                and one.get(qn("w:default")) in {"1", "true"}
            ),
            None,
        )
        self.defaults = {
            kind: next(iter(root.iter(qn(f"w:{kind}Default"))), None)
            for kind in ("pPr", "rPr")
        }

    def shape(self, paragraph: Any) -> Shape:
        """Read one paragraph."""
        chain = self._paragraph(paragraph)
        spacing = [one.find(qn("w:spacing")) for one in chain]
        exact = next(
            (
                one
                for one in spacing
                if one is not None and one.get(qn("w:line")) is not None
            ),
            None,
        )
        line = _number(exact, "line")
        held = exact is not None and exact.get(qn("w:lineRule")) == "exact"
        before = next(
            (v for v in (_number(one, "before") for one in spacing) if v is not None), 0
        )
        own = paragraph.find(qn("w:pPr"))
        borders = list(own.iter(qn("w:pBdr"))) if own is not None else []
        under = [one.find(qn("w:bottom")) for one in borders]
        pieces = tuple(self._pieces(paragraph))
        return Shape(
            words="".join(one.words for one in pieces),
            side=_first(chain, "jc", "val") or "left",
            line=line / 20 if line is not None and held else None,
            before=before / 20,
            pieces=tuple(one for one in pieces if one.words.strip()),
            ruled=" ".join(
                one.get(qn("w:color")) or "" for one in under if one is not None
            ),
            drawn=any(next(paragraph.iter(qn(tag)), None) is not None for tag in DRAWN),
            apart=any(one.find(qn("w:top")) is not None for one in borders)
            or (own is not None and own.find(qn("w:framePr")) is not None),
        )

    def _paragraph(self, paragraph: Any) -> Sequence[Any]:
        own = paragraph.find(qn("w:pPr"))
        style = own.find(qn("w:pStyle")) if own is not None else None
        id_ = style.get(qn("w:val")) if style is not None else self.usual
        found = [own, *(one.find(qn("w:pPr")) for one in self._based(id_))]
        default = self.defaults["pPr"]
        found.append(default.find(qn("w:pPr")) if default is not None else None)
        return [one for one in found if one is not None]

    def _based(self, id_: str | None) -> Iterator[Any]:
        for _ in range(STYLES_DEEPEST):
            style = self.styles.get(id_)
            if style is None:
                return
            yield style
            based = style.find(qn("w:basedOn"))
            id_ = based.get(qn("w:val")) if based is not None else None

    def _pieces(self, paragraph: Any) -> Iterator[Piece]:
        own = paragraph.find(qn("w:pPr"))
        style = own.find(qn("w:pStyle")) if own is not None else None
        id_ = style.get(qn("w:val")) if style is not None else self.usual
        under = [one.find(qn("w:rPr")) for one in self._based(id_)]
        default = self.defaults["rPr"]
        under.append(default.find(qn("w:rPr")) if default is not None else None)
        for run in _runs(paragraph):
            properties = run.find(qn("w:rPr"))
            named = properties.find(qn("w:rStyle")) if properties is not None else None
            styled = self._based(named.get(qn("w:val"))) if named is not None else ()
            chain = [properties, *(one.find(qn("w:rPr")) for one in styled), *under]
            yield _piece(run, [one for one in chain if one is not None])


def _piece(run: Any, chain: Sequence[Any]) -> Piece:
    size = _as_number(_first(chain, "sz", "val"))
    between = _as_number(_first(chain, "spacing", "val"))
    return Piece(
        words="".join(_words(run)),
        size=size / 2 if size is not None else None,
        font=_first(chain, "rFonts", "eastAsia") or "",
        colour=(_first(chain, "color", "val") or "").upper(),
        between=between / 20 if between is not None else 0.0,
    )


def _first(chain: Sequence[Any], tag: str, attribute: str) -> str | None:
    for one in chain:
        element = one.find(qn(f"w:{tag}"))
        value = element.get(qn(f"w:{attribute}")) if element is not None else None
        if value is not None:
            return str(value)
    return None


def _as_number(value: str | None) -> float | None:
    try:
        return float(value) if value is not None else None
    except ValueError:
        return None


def _runs(parent: Any) -> Iterator[Any]:
    for one in parent:
        if one.tag == qn("w:r"):
            yield one
        elif one.tag not in GONE:
            yield from _runs(one)


def _words(run: Any) -> Iterator[str]:
    for one in run:
        if one.tag == qn("w:t"):
            yield one.text or ""
        elif one.tag == qn("w:tab"):
            yield "\t"
        elif one.tag in {qn("w:br"), qn("w:cr")}:
            yield "\n"
