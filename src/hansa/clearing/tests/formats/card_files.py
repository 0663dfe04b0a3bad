"""Card files for the tests of the intake, made from taps as plain dicts."""

import csv
import hashlib
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hansa.clearing.formats.columns import type_of
from hansa.clearing.formats.intake import read_file
from hansa.clearing.formats.taken import Intake
from hansa.clearing.terms.taps import COLUMNS, INSTANTS

TAP: dict[str, Any] = {
    "record_id": "r1",
    "acquirer": "cs-card",
    "issuer": "zz-card",
    "card": "6231000012345678",
    "counter": "7",
    "service": "bus",
    "kind": "purchase",
    "original_record_id": "",
    "amount_fen": "200",
    "occurred_at": "2026-01-05T08:00:00+08:00",
}
FULL: dict[str, Any] = {
    **TAP,
    "list_fen": "250",
    "journey_id": "j1",
    "entered_at": "2026-01-05T07:00:00+08:00",
    "exited_at": "2026-01-05T08:00:00+08:00",
    "balance_before_fen": "-100",
    "tac_ok": "1",
    "test": "0",
    "terminal": "T1",
    "category": "学生",
}


def csv_of(*rows: dict[str, Any], names: tuple[str, ...] = tuple(TAP)) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def jsonl_of(*rows: dict[str, Any]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def parquet_of(
    rows: list[dict[str, Any]], types: dict[str, Any] | None = None
) -> bytes:
    """Write typed rows; a column of ``types`` has another type than the canonical."""
    names = [name for name in COLUMNS if rows and name in rows[0]]
    schema = pa.schema([(n, (types or {}).get(n, type_of(n))) for n in names])
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema), out)
    return out.getvalue()


def typed(tap: dict[str, Any]) -> dict[str, Any]:
    """Give a tap, of texts, as canonical Parquet has it."""
    made: dict[str, Any] = {}
    for name, cell in tap.items():
        if cell == "" or cell is None:
            made[name] = None
        elif name in INSTANTS:
            made[name] = datetime.fromisoformat(cell)
        elif name in {"counter", "amount_fen", "list_fen", "balance_before_fen"}:
            made[name] = int(cell)
        else:
            made[name] = cell == "1" if name in {"tac_ok", "test"} else cell
    return made


def take(folder: Path, content: bytes, name: str = "cs-card_1.csv") -> Intake:
    """Bring a file; its canonical rows are beside it."""
    path = folder / name
    path.write_bytes(content)
    return read_file(path, folder / f"{name}.parquet")


def rows_in(folder: Path, name: str = "cs-card_1.csv") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / f"{name}.parquet").to_pylist()
    return found


def faults_in(
    folder: Path, name: str = "cs-card_1.csv"
) -> list[tuple[int, str | None]]:
    return [(row["line"], row["fault"]) for row in rows_in(folder, name)]


def sha256(raw: str | bytes) -> str:
    raw = raw.encode() if isinstance(raw, str) else raw
    return hashlib.sha256(raw).hexdigest()
