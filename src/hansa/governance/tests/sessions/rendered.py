"""Renders documents with LibreOffice and measures the pages in millimetres."""

import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import pytest

WRITER, POPPLER = shutil.which("soffice"), shutil.which("pdftoppm")
office = pytest.mark.office
needed = pytest.mark.skipif(
    WRITER is None or POPPLER is None, reason="needs LibreOffice Writer and poppler"
)
PER_MM = 10
DARK = bytes(value < 128 for value in range(256))
LINE = re.compile(
    r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"(.*?)</line>', re.DOTALL
)
WORD = re.compile(r"<word [^>]*>(.*?)</word>")
MM_PER_POINT = 25.4 / 72
PATIENCE_S = 240


@dataclass(frozen=True, slots=True)
class Box:
    """Where ink lies, in millimetres from the upper left corner of a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Give how wide it is."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Give where its middle stands."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text, with where it begins."""

    left: float
    top: float
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was rendered, ten points to the millimetre."""

    width: int
    height: int
    grey: bytes = field(repr=False)
    lines: tuple[TextLine, ...] = field(repr=False)

    def box(
        self, top: float, bottom: float, left: float = 0, right: float = 210
    ) -> Box:
        """Give the box around all ink of a part of the page."""
        first, last = round(left * PER_MM), round(right * PER_MM)
        rows: dict[int, tuple[int, int]] = {}
        for y in range(round(top * PER_MM), min(round(bottom * PER_MM), self.height)):
            row = self.grey[y * self.width + first : y * self.width + last]
            dark = row.translate(DARK)
            if 1 in dark:
                rows[y] = (dark.index(1), dark.rindex(1) + 1)
        assert rows, f"no ink between {top} and {bottom} mm"
        return Box(
            left=(first + min(at for at, _end in rows.values())) / PER_MM,
            top=min(rows) / PER_MM,
            right=(first + max(end for _at, end in rows.values())) / PER_MM,
            bottom=(max(rows) + 1) / PER_MM,
        )

    def rules(self) -> list[Box]:
        """Give every rule across the page: rows of ink at least 150 mm long."""
        found: list[Box] = []
        for y in range(self.height):
            row = self.grey[y * self.width : (y + 1) * self.width].translate(DARK)
            if b"\1" * (150 * PER_MM) not in row:
                continue
            left, right = row.index(1) / PER_MM, (row.rindex(1) + 1) / PER_MM
            at = y / PER_MM
            if found and abs(found[-1].bottom - at) < 0.05:
                found[-1] = Box(left, found[-1].top, right, at + 1 / PER_MM)
            else:
                found.append(Box(left, at, right, at + 1 / PER_MM))
        return found


def converted(folder: Path, kind: str, files: Sequence[Path]) -> Path:
    """Let LibreOffice write files anew as ``docx`` or ``pdf``; gives their folder."""
    to = folder / kind
    subprocess.run(
        [
            str(WRITER),
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            kind,
            "--outdir",
            str(to),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=PATIENCE_S,
    )
    return to


def rendered(folder: Path, documents: Mapping[str, bytes]) -> dict[str, list[Page]]:
    """Render documents, and give their pages by their names."""
    files = []
    for name, content in documents.items():
        (folder / f"{name}.docx").write_bytes(content)
        files.append(folder / f"{name}.docx")
    pdfs = converted(folder, "pdf", files)
    return {name: _pages(pdfs / f"{name}.pdf") for name in documents}


def _pages(pdf: Path) -> list[Page]:
    told = _run("pdftotext", "-bbox-layout", str(pdf), "-").decode()
    images = _run("pdftoppm", "-r", str(25.4 * PER_MM), "-gray", str(pdf))
    pages = []
    for words in told.split("<page ")[1:]:
        _kind, size, _most, images = images.split(b"\n", 3)
        width, height = map(int, size.split())
        grey, images = images[: width * height], images[width * height :]
        pages.append(Page(width, height, grey, _lines(words)))
    return pages


def _lines(words: str) -> tuple[TextLine, ...]:
    return tuple(
        TextLine(
            left=float(left) * MM_PER_POINT,
            top=float(top) * MM_PER_POINT,
            words=unescape("".join(WORD.findall(inner))),
        )
        for left, top, _right, inner in LINE.findall(words)
    )


def _run(*command: str) -> bytes:
    done = subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_S)
    return done.stdout
