"""What the rows of a batch that were not accepted say, found by the hash of their content.

The table of exceptions names rows; card, amount and time lie in the files alone.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from hansa.clearing.models import Batch, CardFile
from hansa.clearing.reads import places
from hansa.clearing.reads.batches import result_folder
from hansa.clearing.terms.taps import COLUMNS, Outcome

SEPARATOR = "\x1f"
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
CARD_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that was not accepted, with what it said where that could be read.

    Attributes:
        card: the last characters of the card's number.
    """

    acquirer: str
    record_id: str
    content_hash: str
    outcome: str
    code: str
    note: str
    issuer: str
    card: str
    amount_fen: int | None
    occurred_at: datetime | None


def files_of(row: Batch) -> tuple[Path, ...]:
    """Give the places of the rows that a batch was computed from."""
    named = [one["sha256"] for one in row.manifest["files"]]
    files = CardFile.objects.filter(league=row.league, sha256__in=named, refused="")
    return tuple(places.canonical_of(file.sha256) for file in files)


def with_contents(
    lines: Sequence[Mapping[str, str]], files: Sequence[Path]
) -> list[RefusedRow]:
    """Look up what rows say; equal rows say the same, so one of them is enough.

    Args:
        lines: rows of the table of exceptions.
        files: in which the rows lie.
    """
    found = dict(_contents(lines, files))
    return [_row(line, found.get(line["content_hash"], {})) for line in lines]


def suspended_fen(row: Batch) -> int:
    """Add up the amounts of a batch's suspended rows, in fen.

    Raises:
        Missing: it is not netted yet.
    """
    return _suspended_fen(result_folder(row), files_of(row))


@lru_cache(maxsize=256)
def _suspended_fen(folder: Path, files: tuple[Path, ...]) -> int:
    """Add up once: what a batch was computed from and its result never change."""
    # Reading tables takes a moment to start, and no other read needs it.
    import pyarrow.compute as pc  # noqa: PLC0415 -- as above
    import pyarrow.parquet as pq  # noqa: PLC0415 -- as above

    wanted = pc.field("outcome") == Outcome.SUSPENDED.value
    table = pq.read_table(folder / "exceptions.parquet", filters=wanted)
    rows = with_contents(table.to_pylist(), files)
    return sum(one.amount_fen or 0 for one in rows)


def _contents(
    lines: Sequence[Mapping[str, str]], files: Sequence[Path]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give the rows that may be meant, by the hash of their content."""
    import pyarrow as pa  # noqa: PLC0415 -- as above
    import pyarrow.compute as pc  # noqa: PLC0415 -- as above
    import pyarrow.parquet as pq  # noqa: PLC0415 -- as above

    if not lines:
        return
    serials = pa.array({line["record_id"] for line in lines}, pa.string())
    hashes = pa.array({line["content_hash"] for line in lines}, pa.string())
    wanted = pc.field("record_id").isin(serials) | pc.field("raw_hash").isin(hashes)
    for place in files:
        names = {*pq.read_schema(place).names} & {*COLUMNS, "raw_hash"}
        table = pq.read_table(place, columns=sorted(names), filters=wanted)
        for one in table.to_pylist():
            yield one["raw_hash"] or _hash(one), one


def _hash(row: Mapping[str, Any]) -> str:
    """Hash the content of a row; twin of ``batch.judging.content_hash``."""
    written = SEPARATOR.join(_written(row.get(name)) for name in COLUMNS)
    return hashlib.sha256(written.encode()).hexdigest()


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str((value - EPOCH) // MICROSECOND)
    return str(int(value)) if isinstance(value, bool) else str(value)


def _row(line: Mapping[str, str], content: Mapping[str, Any]) -> RefusedRow:
    return RefusedRow(
        **line,
        issuer=content.get("issuer") or "",
        card=(content.get("card") or "")[-CARD_SHOWN:],
        amount_fen=content.get("amount_fen"),
        occurred_at=content.get("occurred_at"),
    )
