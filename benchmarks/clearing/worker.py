"""One contender in a process of its own, so that its time and memory are its own.

Reads one request a line, ``load``, ``cold``, ``warm`` or ``rows``, and answers with JSON.
"""

import hashlib
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.clearing.contender import RowWriter

CONTENDERS = {
    "hansa": ("ours", "Ours"),
    "sql": ("hand", "Hand"),
    "polars": ("frames", "Polars"),
    "pandas": ("pandas_frames", "Pandas"),
    "postgresql": ("postgres", "Postgres"),
}
ROWS_DONE = ("hansa", "sql", "polars")


def main(name: str, place: str) -> None:
    """Serve requests until there are none."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hansa.site.settings")
    module, kind = CONTENDERS[name]
    contender: Any = getattr(import_module(f"benchmarks.clearing.{module}"), kind)()
    taps = Path(place)
    work: dict[str, Callable[[], dict[str, Any]]] = {
        "load": lambda: {"seconds": seconds(lambda: contender.load(taps))},
        "cold": lambda: settled(contender, taps, cold=True),
        "warm": lambda: settled(contender, taps, cold=False),
        "rows": lambda: written(contender),
    }
    for line in sys.stdin:
        print(json.dumps(work[line.strip()]()), flush=True)
    if name == "postgresql":
        contender.stop()


def seconds(act: Callable[[], object]) -> float:
    """Time an act."""
    begins = time.perf_counter()
    act()
    return time.perf_counter() - begins


def settled(contender: Any, taps: Path, *, cold: bool) -> dict[str, Any]:
    """Do the settlement task once, and say what it took and came to."""
    if cold:
        forget(taps)
    begins = time.process_time()
    taken = seconds(contender.settle)
    cpu = time.process_time() - begins
    peak = peak_bytes()
    answers = contender.answers()
    contender.close()
    measured = {"seconds": taken, "cpu_seconds": cpu, "peak_bytes": peak}
    return {**measured, **described(answers)}


def written(contender: RowWriter) -> dict[str, Any]:
    """Do the rows task once: time, and what it wrote."""
    import duckdb

    contender.settle()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "rows.parquet"
        taken = seconds(lambda: contender.write_rows(place))
        contender.close()
        # Sums over all rows, whatever the columns of the class are called.
        found = (
            duckdb.connect()
            .execute(
                "select count(*), sum(amount_fen), bit_xor(hash(acquirer, record_id)),"
                f" bit_xor(hash(card, counter, rule_version)) from '{place}'"
            )
            .fetchall()
        )
    return {
        "seconds": taken,
        "peak_bytes": peak_bytes(),
        "rows": [int(n) for n in found[0]],
    }


def described(answers: Any) -> dict[str, Any]:
    """Give the answers' digest, and what of them is printed."""
    content = json.dumps(answers, separators=(",", ":")).encode()
    return {
        "digest": hashlib.sha256(content).hexdigest(),
        "sizes": {name: len(rows) for name, rows in answers.items()},
        "counts": answers["counts"],
        "net_sum_fen": sum(fen for _, fen in answers["net"]),
    }


def forget(path: Path) -> None:
    """Ask the system to drop a file from its cache."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)


def peak_bytes() -> int:
    """Give the most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
