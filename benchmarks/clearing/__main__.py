"""Clear the same taps by Hansa and by what one would write instead, and compare.

``python -m benchmarks.clearing`` measures the settlement task at one and ten million rows,
uniform and Zipf, one cold and three warm runs of each contender, taking turns in one run;
then the rows task. ``--size 50000000`` measures the three that can, one after the other.
Every contender must give the same legs, pairs, net and counts, or nothing is printed.
"""

import argparse
import json
import platform
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.clearing import taps
from benchmarks.clearing.worker import CONTENDERS, ROWS_DONE

WARM = 3
TURNS_MAX = 10_000_000  # Above, one contender at a time has the memory.
PACKAGES = ("duckdb", "ibis-framework", "polars", "pandas", "pyarrow", "numpy")


class Process:
    """A contender at work in another process."""

    def __init__(self, name: str, place: Path) -> None:
        self.name = name
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.clearing.worker", name, str(place)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Process":
        return self

    def ask(self, request: str) -> dict[str, Any]:
        """Ask for one run and give its result."""
        assert self.worker.stdin is not None
        assert self.worker.stdout is not None
        self.worker.stdin.write(request + "\n")
        self.worker.stdin.flush()
        answer = self.worker.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.name} ended without an answer to {request!r}")
        found: dict[str, Any] = json.loads(answer)
        return found

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Closes both pipes, and waits; without requests the worker ends.
        self.worker.__exit__(kind, error, trace)


def main(arguments: list[str]) -> None:
    """Measure what is asked for, and print tables."""
    asked = parsed(arguments)
    print(
        f"{platform.machine()}, {taps.THREADS} threads, Python {platform.python_version()}"
    )
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES), end="\n\n")
    for size in asked.size:
        for distribution in asked.distribution:
            place = asked.folder / f"taps-{distribution}-{size}.parquet"
            taps.make(place, size, distribution)
            measured = measure(
                place, asked.contender, asked.warm, turns=size <= TURNS_MAX
            )
            print_table(f"{size:,} taps, {distribution}", measured)


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clearing")
    parser.add_argument("--size", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--distribution", nargs="+", default=taps.DISTRIBUTIONS)
    parser.add_argument("--contender", nargs="+", default=list(CONTENDERS))
    parser.add_argument("--warm", type=int, default=WARM)
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "hansa-taps"
    )
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    return asked


def measure(
    place: Path, names: list[str], warm: int, *, turns: bool
) -> dict[str, dict[str, Any]]:
    """Run every contender once cold and some times warm, then the rows task.

    Args:
        place: the taps.
        names: of the contenders.
        warm: how many warm runs.
        turns: whether contenders take turns; else each ends before the next begins.

    Returns:
        Of each: load, cold, warm, rows (all seconds) and peak (bytes).
    """
    rounds = ["load", "cold", *["warm"] * warm, "rows"]
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for group in [names] if turns else [[name] for name in names]:
        workers = [Process(name, place) for name in group]
        try:
            for request in rounds:
                for worker in workers:
                    if request != "rows" or worker.name in ROWS_DONE:
                        found[worker.name].append(worker.ask(request))
        finally:
            for worker in workers:
                worker.__exit__(None, None, None)
    agree(found)
    return {name: summed_up(runs, warm) for name, runs in found.items()}


def agree(found: dict[str, list[dict[str, Any]]]) -> None:
    """Stop where two runs came to different tables.

    Raises:
        SystemExit: naming the contenders.
    """
    for kind in ("digest", "rows"):
        answers = {
            (name, json.dumps(run[kind]))
            for name, runs in found.items()
            for run in runs
            if kind in run
        }
        if len({answer for _, answer in answers}) > 1:
            raise SystemExit(f"different {kind}: {sorted(answers)}")


def summed_up(runs: list[dict[str, Any]], warm: int) -> dict[str, Any]:
    """Give the median of warm runs and the rest as it is."""
    load, cold, *rest = runs
    again, rows = rest[:warm], rest[warm:]
    return {
        "load": load["seconds"],
        "cold": cold["seconds"],
        "warm": statistics.median(run["seconds"] for run in again),
        "spread": [run["seconds"] for run in again],
        "rows": rows[0]["seconds"] if rows else None,
        "peak": again[-1]["peak_bytes"],
        "counts": cold["counts"],
    }


def print_table(title: str, measured: dict[str, dict[str, Any]]) -> None:
    """Print one table in Markdown, with Hansa as the measure of the others."""
    ours = measured.get("hansa", {}).get("warm")
    print(f"{title}; all answers equal\n")
    print("| contender | cold s | warm s (all) | times Hansa | rows task s | peak GB |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, one in measured.items():
        every = ", ".join(f"{taken:.2f}" for taken in one["spread"])
        ratio = f"{one['warm'] / ours:.2f}" if ours else ""
        rows = "" if one["rows"] is None else f"{one['rows']:.2f}"
        # The memory of a server is not that of the process that asks it.
        peak = "" if name == "postgresql" else f"{one['peak'] / 1e9:.2f}"
        print(
            f"| {name} | {one['cold']:.2f} | {one['warm']:.2f} ({every}) | {ratio} "
            f"| {rows} | {peak} |"
        )
    if "postgresql" in measured:
        print(f"\nLoading into PostgreSQL took {measured['postgresql']['load']:.1f} s.")
    print(flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
