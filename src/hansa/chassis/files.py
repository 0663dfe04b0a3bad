"""Files that people bring: judged, kept once by their content, and never altered.

The bytes lie in the folder of files under their hash, and are written before the row that
names them is committed. A transaction that fails leaves bytes that nothing names, which
harms nobody: the same content brought again finds them there.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from hansa.chassis.actor import Actor
from hansa.chassis.file_kinds import clean_name, kind_of
from hansa.chassis.file_rights import READ_FILES
from hansa.chassis.models import JournalEntry, StoredFile
from hansa.chassis.rights import Over, may
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.text import Text, text

BYTES_MAX = 25 * 1024**2
ROWS_A_READ = 500
NAMED = "file:"
WORKBOOKS = (".xlsx",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it was sent: the name that its sender gave it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file that is kept.

    Attributes:
        league: slug; empty where it belongs to none.
        member: the city that it belongs to; None for the league's own.
        sha256: hash of the bytes, in hexadecimal digits.
    """

    id: UUID
    league: str
    member: str | None
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    recorded_by: str
    recorded_at: datetime


def take(
    actor: Actor,
    league: str,
    member: str | None,
    upload: Upload,
    among: Sequence[str] = (),
) -> FileLine:
    """Keep a file, in the transaction of the act that brings it.

    The caller has judged the right to that act, and names the file in its journal entry
    by ``journal_name``, so that the chain attests the content.

    Args:
        actor: who brings it.
        league: slug.
        member: the city that it belongs to; None for the league's own.
        upload: name and bytes.
        among: the suffixes that are taken here; empty for all that there are.

    Raises:
        Refused: the file is empty, too large, of no kind that is taken, or not what its
            suffix says.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(
            "a file is kept in the transaction of the act that brings it"
        )
    name = clean_name(upload.name)
    _refuse_size(name, len(upload.content))
    kind = kind_of(name, upload.content, among)
    row = StoredFile(
        id=uuid4(),
        league=league,
        member=member or "",
        name=name,
        media_type=kind.media_type,
        size_bytes=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
        recorded_by=actor.person,
        recorded_at=actor.at,
    )
    _write(_place(row.sha256), upload.content)
    row.save(force_insert=True)
    return _line(row)


def journal_name(file: FileLine) -> str:
    """Name a file among the objects of a journal entry, with its content's hash."""
    return f"{NAMED}{file.id}:{file.sha256}"


def get_file(file_id: UUID) -> FileLine:
    """Give a file without judging who asks; for services and reads.

    Raises:
        Missing: there is none with this id.
    """
    row = StoredFile.objects.filter(pk=file_id).first()
    if row is None:
        raise _missing()
    return _line(row)


def files_by_id(file_ids: Iterable[UUID]) -> Mapping[UUID, FileLine]:
    """Give the files of a list in one query; ids of none are left out."""
    rows = StoredFile.objects.filter(pk__in=set(file_ids))
    return {row.pk: _line(row) for row in rows}


def list_files(league: str) -> Iterator[FileLine]:
    """Give every file of a league, the latest first, without judging who asks."""
    rows = StoredFile.objects.filter(league=league).order_by("-recorded_at", "pk")
    return map(_line, rows.iterator(ROWS_A_READ))


def readable_file(actor: Actor, league: str, file_id: UUID) -> FileLine:
    """Give a file to somebody who may read it by ``files.read``.

    Raises:
        Missing: there is none in this league, or the actor may not know of it.
    """
    file = get_file(file_id)
    if not may_read(actor, league, file):
        raise _missing()
    return file


def may_read(actor: Actor, league: str, file: FileLine) -> bool:
    """Tell whether somebody may read a file of a league by ``files.read``."""
    over = Over(league=league, member=file.member)
    return file.league == league and may(actor, READ_FILES, over)


def read_bytes(file: FileLine) -> bytes:
    """Give the bytes of a file, exactly as they were brought.

    Raises:
        Conflict: they are gone, or somebody altered them.
    """
    try:
        content = _place(file.sha256).read_bytes()
    except OSError:
        content = None
    if content is None or hashlib.sha256(content).hexdigest() != file.sha256:
        raise Conflict(
            "file-altered",
            text("“{name}” is no longer as it was brought.", name=file.name),
            text("Tell the administrator: it must come back from a backup."),
        )
    return content


def verify(file: FileLine) -> Text | None:
    """Say what is wrong with the bytes of a file; None while they are as brought."""
    try:
        read_bytes(file)
    except Conflict as conflict:
        return conflict.message
    return None


def find_altered_file() -> Text | None:
    """Find the first file that is not what was brought; for ``journal verify``.

    Bytes are compared with their row, and rows with the entries that name them.
    """
    for row in StoredFile.objects.order_by("recorded_at", "pk").iterator(ROWS_A_READ):
        if (fault := verify(_line(row))) is not None:
            return fault
    kept = {
        str(pk): sha256 for pk, sha256 in StoredFile.objects.values_list("pk", "sha256")
    }
    entries = JournalEntry.objects.order_by("number")
    named = entries.values_list("number", "objects_named").iterator(ROWS_A_READ)
    for number, objects in named:
        for name in objects:
            file_id, _, sha256 = name.removeprefix(NAMED).partition(":")
            if name.startswith(NAMED) and kept.get(file_id) != sha256:
                return text(
                    "The file that entry {number} names is gone or was exchanged.",
                    number=number,
                )
    return None


def response_for(file: FileLine) -> HttpResponse:
    """Answer with a file to be saved, which no browser shows or runs as a page.

    Raises:
        Conflict: as ``read_bytes``.
    """
    return HttpResponse(
        read_bytes(file),
        headers={
            "Content-Type": file.media_type,
            "Content-Disposition": content_disposition_header(True, file.name) or "",  # noqa: FBT003 -- as Django declares it
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _refuse_size(name: str, size_bytes: int) -> None:
    if size_bytes == 0:
        raise Refused(
            "file-empty",
            text("“{name}” is empty.", name=name),
            text("Choose the file again; it may not have been saved yet."),
        )
    if size_bytes > BYTES_MAX:
        raise Refused(
            "file-too-large",
            text(
                "“{name}” has {size} MB; at most {most} MB are taken.",
                name=name,
                size=-(-size_bytes // 1024**2),
                most=BYTES_MAX // 1024**2,
            ),
            text("Scan it at a lower resolution, or divide it."),
        )


def _missing() -> Missing:
    return Missing(
        "file-missing",
        text("There is no such file."),
        text("Open it from the page that names it."),
    )


def _place(sha256: str) -> Path:
    return Path(settings.HANSA_FILES) / sha256[:2] / sha256[2:6] / sha256


def _write(place: Path, content: bytes) -> None:
    """Write bytes so that they are there whole or not at all, and stay."""
    if place.is_file() and place.read_bytes() == content:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as temporary:
        temporary.write(content)
        temporary.flush()
        os.fsync(temporary.fileno())
    Path(temporary.name).replace(place)
    if hasattr(os, "O_DIRECTORY"):
        # A power cut could else forget the name of what was written.
        folder = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(folder)
        os.close(folder)


def _line(row: StoredFile) -> FileLine:
    return FileLine(
        id=row.pk,
        league=row.league,
        member=row.member or None,
        name=row.name,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
    )
