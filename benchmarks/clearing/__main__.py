"""Clear the same taps by Hansa and by what one would write instead, and compare.

``python -m benchmarks.clearing`` measures the settlement task at one and ten million rows,
uniform and Zipf, one cold and three warm runs of each contender, taking turns in one run;
then the rows task; then 50 million rows with the three that can, one after the other, warm
once. The slow ones run warm once at ten million rows too. Every contender must give the same legs,
pairs, net and counts, or nothing is printed.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.clearing import tables, taps
from benchmarks.clearing.worker import CONTENDERS, ROWS_DONE

WARM = 3
FIRST_WARM = 2  # After loading and the cold run.
TURNS_MAX = 10_000_000  # Above, one contender at a time has the memory.
LARGE = ("hansa", "sql", "polars")  # Who is measured above.
SLOW, SLOW_FROM = ("pandas", "postgresql"), 10_000_000  # From there on, warm once.
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
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, {memory_gb:.0f} GB of memory,"
        f" Python {platform.python_version()},"
    )
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES), end=".\n\n")
    for size in asked.size:
        large = size > TURNS_MAX
        names = [one for one in asked.contender if not large or one in LARGE]
        for distribution in asked.distribution[: 1 if large else None]:
            place = asked.folder / f"taps-{distribution}-{size}.parquet"
            taps.make(place, size, distribution)
            before = os.getloadavg()[0]
            warm = 1 if large else asked.warm
            measured = measure(place, names, warm, size=size)
            print(f"### {size:,} taps, {distribution}\n")
            print(f"Load of the machine {before:.1f} before and", end=" ")
            print(f"{os.getloadavg()[0]:.1f} after. All answers equal.\n")
            print("\n".join(tables.lines_of(measured)), end="\n\n", flush=True)


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clearing")
    parser.add_argument(
        "--size", type=int, nargs="+", default=[1_000_000, 10_000_000, 50_000_000]
    )
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
    place: Path, names: list[str], warm: int, *, size: int
) -> dict[str, dict[str, Any]]:
    """Run every contender once cold and some times warm, then the rows task.

    Up to ``TURNS_MAX`` contenders take turns; above, each ends before the next begins, and
    there is no rows task.

    Args:
        place: the taps.
        names: of the contenders.
        warm: how many warm runs.
        size: how many taps.

    Returns:
        Of each, what ``tables.summed_up`` gives.
    """
    turns = size <= TURNS_MAX
    rounds = ["load", "cold", *["warm"] * warm, *["rows"] * turns]
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for group in [names] if turns else [[name] for name in names]:
        workers = [Process(name, place) for name in group]
        try:
            for at, request in enumerate(rounds):
                for worker in workers:
                    if _asked(worker.name, request, size, first=at == FIRST_WARM):
                        answer = worker.ask(request)
                        found[worker.name].append({"request": request, **answer})
        finally:
            for worker in workers:
                worker.__exit__(None, None, None)
    agree(found)
    return {name: tables.summed_up(runs) for name, runs in found.items()}


def _asked(name: str, request: str, size: int, *, first: bool) -> bool:
    """Tell whether a contender takes part in a round, which may be the first warm one."""
    if request == "rows":
        return name in ROWS_DONE
    return request != "warm" or first or name not in SLOW or size < SLOW_FROM


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


if __name__ == "__main__":
    main(sys.argv[1:])
