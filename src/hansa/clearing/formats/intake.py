"""Reads a card file of any kind into canonical Parquet.

Nothing raises for what a file contains: a row that cannot be read is a row with a fault,
and a file that cannot be read is refused, with what its sender does about it. What goes
wrong on our side, such as a full disk, does raise, and leaves no part of a file behind.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hansa.clearing.formats.brought import (
    PARQUET_MAGIC,
    UTF8_MARK,
    Limits,
    Source,
    encoding_of,
)
from hansa.clearing.formats.columnar import Columnar
from hansa.clearing.formats.columns import CanonicalFile, Tally
from hansa.clearing.formats.delimited import Delimited
from hansa.clearing.formats.faults import FileRefused, broken
from hansa.clearing.formats.json_lines import JsonLines
from hansa.clearing.formats.lines import Trailer, blocks, compare
from hansa.clearing.formats.presets import FixedWidth, layout_of
from hansa.clearing.formats.taken import Intake
from hansa.clearing.terms.taps import FileCode
from hansa.kernel.text import text


class _Reader(Protocol):
    @property
    def columns(self) -> frozenset[str]: ...

    @property
    def trailer(self) -> Trailer | None: ...


_LIMITS = Limits()


def read_file(path: Path, place: Path, limits: Limits = _LIMITS) -> Intake:
    """Read a file and write its rows as canonical Parquet.

    Args:
        path: the file; it is read and not changed.
        place: where the canonical file goes; nothing is there if the file is refused.
        limits: what the file may come to.

    Returns:
        What became of it.
    """
    assert path.resolve() != place.resolve(), "what was brought would be lost"
    place.unlink(missing_ok=True)
    try:
        file = path.open("rb")
    except OSError:
        return _refusal(path.name, hashlib.sha256().hexdigest(), _unopened())
    with file:
        source = Source(file, limits)
        try:
            return _taken(path, place, source)
        except FileRefused as refusal:
            return _refusal(path.name, source.sha256, refusal)


def of_sender_alone(intake: Intake, place: Path, sender: str) -> Intake:
    """Refuse a file that holds taps of another acquirer than its sender.

    A row whose acquirer is empty or cannot be read is nobody else's; it is rejected by
    itself.

    Args:
        intake: what became of the file by itself.
        place: its canonical rows; they are removed if it is refused.
        sender: the institution that brings it; empty where it is unknown.
    """
    if intake.refused is not None or not sender:
        return intake
    others = 0
    with pq.ParquetFile(place) as file:
        for rows in file.iter_batches(columns=["acquirer"], use_threads=False):
            acquirer = rows.column("acquirer")
            named = pc.and_(pc.not_equal(acquirer, ""), pc.not_equal(acquirer, sender))
            others += pc.sum(named).as_py() or 0
    if not others:
        return intake
    place.unlink()
    refusal = FileRefused(
        FileCode.ACQUIRER,
        text(
            "Rows that name another acquirer than {sender}: {rows}.",
            sender=sender,
            rows=others,
        ),
        text("Bring your own taps alone; each institution brings a file of its own."),
    )
    return _refusal(intake.name, intake.sha256, refusal)


def _unopened() -> FileRefused:
    return FileRefused(
        FileCode.BROKEN,
        text("The file cannot be opened."),
        text("Let the clearing house read the file."),
    )


def _refusal(name: str, sha256: str, refusal: FileRefused) -> Intake:
    return Intake(
        name=name,
        sha256=sha256,
        refused=refusal.code,
        message=refusal.message,
        remedy=refusal.remedy,
    )


def _taken(path: Path, place: Path, source: Source) -> Intake:
    try:
        source.measure()
    except OSError as error:
        raise broken(text("The file cannot be read to its end.")) from error
    head = source.head()
    if head.startswith(PARQUET_MAGIC):
        return _parquet(path, place, source)
    encoding = encoding_of(source)
    layout = layout_of(head)
    reader: Delimited | JsonLines | FixedWidth
    if layout is not None:
        reader = FixedWidth(layout, encoding)
    elif head.removeprefix(UTF8_MARK).lstrip().startswith(b"{"):
        reader = JsonLines(encoding)
    else:
        reader = Delimited(encoding)
    tally = _write(place, reader.tables(blocks(source.chunks())), reader)
    return _intake(path, source, reader, tally, layout.code if layout else None)


def _parquet(path: Path, place: Path, source: Source) -> Intake:
    """Read Parquet; a packed one is unpacked beside its place first."""
    if not source.packed:
        reader = Columnar(path, source.limits)
        return _intake(
            path, source, reader, _write(place, reader.tables(), reader), None
        )
    plain = place.with_name(place.name + ".unpacked")
    try:
        with plain.open("wb") as out:
            out.writelines(source.chunks())
        reader = Columnar(plain, source.limits)
        return _intake(
            path, source, reader, _write(place, reader.tables(), reader), None
        )
    finally:
        plain.unlink(missing_ok=True)


def _write(place: Path, tables: Iterator[pa.Table], reader: _Reader) -> Tally:
    with CanonicalFile(place) as out:
        for table in tables:
            out.add(table)
        if reader.trailer is not None:
            compare(reader.trailer, out.tally)
    return out.tally


def _intake(
    path: Path, source: Source, reader: _Reader, tally: Tally, preset: str | None
) -> Intake:
    return Intake(
        name=path.name,
        sha256=source.sha256,
        rows=tally.rows,
        faulted=tally.faulted,
        columns=reader.columns,
        amount_fen=tally.amount_fen,
        trailer=reader.trailer,
        preset=preset,
    )
