"""Judges a workbook before a parser sees it: sizes, areas and document types."""

import io
import zipfile
from xml.etree import ElementTree

from openpyxl.utils import range_boundaries

from hansa.kernel.findings import Position
from hansa.kernel.shapes import Log
from hansa.kernel.text import mark

UNPACKED_MAX = 64_000_000
PARTS_MAX = 500
CELLS_MAX = 400_000
SPREAD_MAX = 200_000  # One area over a whole sheet is 17 thousand million cells.
# What the parser makes every cell of its area for.
SPREAD_OVER = frozenset({"mergeCell", "hyperlink", "comment"})

# Marks of byte order and blanks; of two-byte letters the half that is zero.
_BEFORE_XML = b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n"


def is_safe(content: bytes, at: Position, log: Log) -> bool:
    """Check what the file claims to unpack to, and every part of it for traps."""
    cells = spread = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            size = sum(part.file_size for part in parts)
            if size > UNPACKED_MAX or len(parts) > PARTS_MAX:
                _too_much(log, at)
                return False
            for part in parts:
                unpacked = packed.read(part)
                # A sheet may have any name; what begins otherwise is no XML to a parser.
                if unpacked.lstrip(_BEFORE_XML).startswith(b"<"):
                    more_cells, more_spread = _measure(unpacked)
                    cells, spread = cells + more_cells, spread + more_spread
    except Exception:  # noqa: BLE001 -- unpacking raises whatever a broken file makes it
        log_unreadable(log, at)
        return False
    if cells > CELLS_MAX or spread > SPREAD_MAX:
        _too_much(log, at)
        return False
    return True


def log_unreadable(log: Log, at: Position) -> None:
    """Log that the file cannot be read as a workbook at all."""
    log.error(
        "workbook-unreadable",
        at,
        mark("This is no workbook that can be read."),
        mark("Save it as xlsx, without a password, and bring it again."),
    )


def _too_much(log: Log, at: Position) -> None:
    log.error(
        "workbook-swollen",
        at,
        mark("The workbook unpacks to far more than a register holds."),
        mark("Copy the rows into the template, and bring that."),
    )


def _measure(part: bytes) -> tuple[int, int]:
    """Count the cells of a part and the area that its ranges spread over.

    Raises:
        ValueError: the part declares a document type, or a range that is none.
    """
    for encoding in ("ascii", "utf-16-le", "utf-16-be"):
        if "<!DOCTYPE".encode(encoding) in part:
            # Entities could expand without bound, and no office program writes them.
            raise ValueError("a document type in a workbook")
    cells = spread = 0
    for _, node in ElementTree.iterparse(io.BytesIO(part)):  # noqa: S314 -- no document type passes
        match node.tag.rpartition("}")[2]:
            case "c":
                cells += 1
            case name if name in SPREAD_OVER:
                spread += _area(node.get("ref", ""))
        node.clear()
    return cells, spread


def _area(written: str) -> int:
    left, top, right, low = range_boundaries(written)
    if left is None or top is None or right is None or low is None:
        raise ValueError("a range without an end")
    return (right - left + 1) * (low - top + 1)
