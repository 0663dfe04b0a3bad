"""Reads a file of an agreement, and says where it leaves the record.

A file for programs is compared field by field, a docx paragraph by paragraph; either
gives the fingerprint of the text that stands in it, computed anew.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docx.document import Document as Docx

from hansa.chassis.hashing import canonical, digest
from hansa.governance.formats.docx_shapes import looks_of
from hansa.governance.formats.minutes_docx import open_docx
from hansa.governance.reads.agreement_text import wording_of
from hansa.governance.reads.agreement_wire import export_of, paper_of
from hansa.governance.reads.agreements import version_at
from hansa.governance.rules import agreement_lines as lines
from hansa.governance.terms.agreements import (
    AgreementSheet,
    AgreementVersion,
    Difference,
    Line,
    Part,
    Verified,
    Wording,
)
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

SIZE_MOST = 5_000_000
OUTSIDE = frozenset({Part.REFERENCE, Part.SIGNATURE, Part.FINGERPRINT})


def verify(
    sheet: AgreementSheet, content: bytes, names: lines.Names, number: int | None = None
) -> Verified:
    """Compare a file of an agreement with the record, and compute its fingerprint anew.

    Args:
        sheet: the agreement.
        content: of a docx, or of a file for programs.
        names: of cities, by id.
        number: of the version meant; None for that of the file, or that which stands.

    Raises:
        Missing: there is no such version.
        Refused: it is no file of an agreement.
    """
    if content[:2] == b"PK":
        version = version_at(sheet, number)
        return _of_docx(sheet, version, open_docx(content), names)
    exported = _parsed(content)
    return verify_export(sheet, exported, names, number)


def _of_docx(
    sheet: AgreementSheet, version: AgreementVersion, document: Docx, names: lines.Names
) -> Verified:
    recorded = paper_of(sheet, version)
    written = [one.words for one in looks_of(document).paragraphs if one.words]
    head = _leading(recorded)
    tail = sum(one.part in OUTSIDE for one in recorded) - head
    text_of_file = written[head : len(written) - tail]
    return Verified(
        version=version.number,
        recorded=version.digest,
        computed=digest("\n".join(text_of_file).encode()),
        intact=sheet.intact,
        differences=lines.differences(recorded, written, names),
    )


def _leading(recorded: Sequence[Line]) -> int:
    return int(bool(recorded) and recorded[0].part is Part.REFERENCE)


def verify_export(
    sheet: AgreementSheet,
    exported: Mapping[str, Any],
    names: lines.Names,
    number: int | None = None,
) -> Verified:
    """Compare a file for programs with the record.

    Raises:
        As ``verify``.
    """
    try:
        wording = wording_of(exported["text"])
        version = version_at(sheet, number or int(exported["version"]))
        computed = lines.text_digest(wording)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise _unreadable() from error
    recorded = lines.text_lines(version.wording)
    written = [one.words for one in lines.text_lines(wording)]
    return Verified(
        version=version.number,
        recorded=version.digest,
        computed=computed,
        intact=sheet.intact,
        differences=(
            *lines.differences(recorded, written, names),
            *_around(export_of(sheet, version), exported, wording, version.wording),
        ),
    )


def _around(
    recorded: Mapping[str, Any],
    exported: Mapping[str, Any],
    wording: Wording,
    standing: Wording,
) -> Iterator[Difference]:
    """Compare what stands in a file beside the lines of the text."""
    for name in sorted(recorded.keys() | exported.keys()):
        before, after = recorded.get(name), exported.get(name)
        if before == after or (
            name == "text" and lines.text_lines(wording) != lines.text_lines(standing)
        ):
            continue
        yield Difference(
            place=text("the field “{name}”", name=name[:60]),
            at=1,
            recorded=_short(before),
            written=_short(after),
        )


def _short(value: Any) -> str:
    return "" if value is None else canonical(value)[:200]


def _parsed(content: bytes) -> Mapping[str, Any]:
    if len(content) > SIZE_MOST:
        raise _unreadable()
    try:
        found = json.loads(content.decode())
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(found, dict):
        raise _unreadable()
    return found


def _unreadable() -> Refused:
    return Refused(
        "agreement-unreadable",
        text("This is no file of an agreement."),
        text("Bring the docx or the file for programs, as Hansa wrote it."),
    )
