"""What kinds of files Hansa takes, and what a file must be to count as one of them.

A file is known by its suffix and by its bytes, which must agree. Nothing is stored here.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from hansa.kernel.errors import Refused
from hansa.kernel.text import text

NAME_LENGTH_MAX = 200
SUFFIX_LENGTH_MAX = 10
PARTS_MAX = 5_000
# A workbook of 20,000 rows unpacks to some 20 MB; nobody reads one of ten times that.
UNPACKED_BYTES_MAX = 200 * 1024**2
LIST_BYTES_MAX = 1024**2
BREAKS = frozenset("\t\n\r\f")
# Straight quotes and breaks, also as browsers write them in the head of what they send.
QUOTED = re.compile(r"[\"\r\n]|%22|%0[AD]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of file.

    Attributes:
        media_type: what it is served as.
        is_one: whether bytes are of this kind; may refuse with a better reason.
    """

    media_type: str
    is_one: Callable[[bytes], bool]


def clean_name(written: str) -> str:
    """Give a file's own name: no folder, nothing unseen, no quotes, at most 200 characters.

    Raises:
        Refused: nothing is left before the suffix.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", written))[-1]
    last = QUOTED.sub("", last)
    # Letters that turn the direction of writing can hide the suffix, so they go too.
    seen = "".join(
        " " if unicodedata.category(letter) == "Zs" else letter
        for letter in last
        if unicodedata.category(letter)[0] != "C"
        and unicodedata.category(letter) not in {"Zl", "Zp"}
    )
    name = PurePosixPath(seen.strip(" ."))
    suffix = name.suffix if len(name.suffix) <= SUFFIX_LENGTH_MAX else ""
    stem = name.name.removesuffix(suffix).strip(" .")
    if not stem:
        raise Refused(
            "file-name-missing",
            text("The file has no name."),
            text("Give it a name with its suffix, such as minutes.pdf."),
        )
    return stem[: NAME_LENGTH_MAX - len(suffix)] + suffix


def kind_of(name: str, content: bytes, among: Sequence[str] = ()) -> Kind:
    """Find out what kind of file this is, by its suffix and by its bytes.

    Args:
        name: with its suffix.
        content: its bytes.
        among: the suffixes that are taken here; empty for all that there are.

    Raises:
        Refused: Hansa takes none of this kind, or the bytes are something else.
    """
    suffix = PurePosixPath(name).suffix.lower()
    taken = tuple(among or KINDS)
    kind = KINDS.get(suffix) if suffix in taken else None
    if kind is None:
        raise Refused(
            "file-kind-unknown",
            text("Hansa takes no files of this kind: “{name}”.", name=name),
            text("Save it as one of these: {suffixes}.", suffixes=taken),
        )
    if not kind.is_one(content):
        raise Refused(
            "file-unlike-its-name",
            text(
                "The content of “{name}” is not what its suffix {suffix} says.",
                name=name,
                suffix=suffix,
            ),
            text("Open it in its program, save it again, and bring that copy."),
        )
    return kind


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(starts)


def _is_text(content: bytes) -> bool:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            written = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(letter < " " and letter not in BREAKS for letter in written)
    return False


def _is_calendar(content: bytes) -> bool:
    return _is_text(content) and content.removeprefix(b"\xef\xbb\xbf").lstrip()[
        :15
    ].upper() == (b"BEGIN:VCALENDAR")


def _package(main_part: str) -> Callable[[bytes], bool]:
    """Give the judge of a kind that is a zip with one part that it cannot be without."""

    def is_one(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                _refuse_bomb(package)
                _refuse_macros(package)
                return main_part in package.namelist()
        except Refused:
            raise
        except Exception:  # noqa: BLE001 -- unpacking raises whatever a broken file makes it
            return False

    return is_one


def _refuse_bomb(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > PARTS_MAX or unpacked > UNPACKED_BYTES_MAX:
        raise Refused(
            "file-unpacks-too-large",
            text(
                "Unpacked, the file has {parts} parts and {size} MB; at most {parts_max} "
                "parts and {size_max} MB are taken.",
                parts=len(parts),
                size=unpacked // 1024**2,
                parts_max=PARTS_MAX,
                size_max=UNPACKED_BYTES_MAX // 1024**2,
            ),
            text("Bring it without pictures and unused sheets, or as a PDF."),
        )


def _refuse_macros(package: zipfile.ZipFile) -> None:
    named = any("vbaproject" in name.lower() for name in package.namelist())
    if named or b"macroenabled" in _list_of_types(package).lower():
        raise Refused(
            "file-has-macros",
            text("The file holds macros, which can run on the computer of a reader."),
            text("Save it without macros, as .docx or .xlsx."),
        )


def _list_of_types(package: zipfile.ZipFile) -> bytes:
    try:
        with package.open("[Content_Types].xml") as part:
            return part.read(LIST_BYTES_MAX)
    except KeyError:
        return b""  # Only OFD may lack it; the main part decides.


_OFFICE = "application/vnd.openxmlformats-officedocument."

KINDS: Mapping[str, Kind] = {
    ".pdf": Kind(media_type="application/pdf", is_one=_begins(b"%PDF-")),
    ".docx": Kind(
        media_type=f"{_OFFICE}wordprocessingml.document",
        is_one=_package("word/document.xml"),
    ),
    ".xlsx": Kind(
        media_type=f"{_OFFICE}spreadsheetml.sheet",
        is_one=_package("xl/workbook.xml"),
    ),
    ".ofd": Kind(media_type="application/ofd", is_one=_package("OFD.xml")),
    ".png": Kind(media_type="image/png", is_one=_begins(b"\x89PNG\r\n\x1a\n")),
    ".jpg": Kind(media_type="image/jpeg", is_one=_begins(b"\xff\xd8\xff")),
    ".jpeg": Kind(media_type="image/jpeg", is_one=_begins(b"\xff\xd8\xff")),
    ".txt": Kind(media_type="text/plain", is_one=_is_text),
    ".csv": Kind(media_type="text/csv", is_one=_is_text),
    ".ics": Kind(media_type="text/calendar", is_one=_is_calendar),
}
"""Every kind that is taken, by suffix."""
