"""What was measured, as a table, and whether it is what was aimed at."""

import statistics
from typing import Any

NAMES = {
    "hansa": "Hansa",
    "sql": "hand-written SQL, DuckDB",
    "polars": "Polars",
    "pandas": "pandas",
    "postgresql": "PostgreSQL",
}
SQL_MOST = 1.3  # Hansa may take so many times what the hand-written SQL takes.
LEAST = {
    "polars": 1.0,
    "pandas": 5.0,
    "postgresql": 5.0,
}  # They take so many times ours.
PEAK_MOST_GB = 4.0


def summed_up(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the medians of warm runs and the rest as it is: seconds, bytes, counts."""
    by_request: dict[str, list[dict[str, Any]]] = {}
    for run in runs:
        by_request.setdefault(run["request"], []).append(run)
    (load,), (cold,), warm = (by_request[name] for name in ("load", "cold", "warm"))
    rows = by_request.get("rows")
    return {
        "load": load["seconds"],
        "cold": cold["seconds"],
        "warm": statistics.median(run["seconds"] for run in warm),
        "every": [run["seconds"] for run in warm],
        "cpu": statistics.median(run["cpu_seconds"] for run in warm),
        "rows": rows[0]["seconds"] if rows else None,
        "peak": warm[-1]["peak_bytes"],
        "counts": cold["counts"],
    }


def lines_of(measured: dict[str, dict[str, Any]]) -> list[str]:
    """Write one table in Markdown, and below it what was aimed at."""
    lines = [
        "| contender | cold s | warm s, median | all warm runs | CPU s | rows task s"
        " | peak GB |",
        "|---|---:|---:|---|---:|---:|---:|",
    ]
    for name, one in measured.items():
        served = name == "postgresql"  # Its work and memory are those of a server.
        cells = [
            NAMES[name],
            f"{one['cold']:.2f}",
            f"{one['warm']:.2f}",
            ", ".join(f"{taken:.2f}" for taken in one["every"]),
            "" if served else f"{one['cpu']:.2f}",
            "" if one["rows"] is None else f"{one['rows']:.2f}",
            "" if served else f"{one['peak'] / 1e9:.2f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, "", *_aims(measured)]


def _aims(measured: dict[str, dict[str, Any]]) -> list[str]:
    """Say of every aim whether it was reached, by the clock and by the processors' time."""
    if "hansa" not in measured:
        return []
    ours, lines = measured["hansa"], []
    if "sql" in measured:
        times, cpu = _times(ours, measured["sql"])
        reached = _word(times <= SQL_MOST)
        lines.append(
            f"- Hansa takes {times:.2f} times as long as the hand-written SQL{cpu};"
            f" at most {SQL_MOST} was aimed at: {reached}."
        )
    for name, least in LEAST.items():
        if name in measured:
            times, cpu = _times(measured[name], ours)
            lines.append(
                f"- {NAMES[name]} takes {times:.2f} times as long as Hansa"
                f"{'' if name == 'postgresql' else cpu};"
                f" at least {least:g} was aimed at: {_word(times >= least)}."
            )
    peak_gb = ours["peak"] / 1e9
    lines.append(
        f"- Hansa holds {peak_gb:.2f} GB at most; {PEAK_MOST_GB:g} GB were aimed at:"
        f" {_word(peak_gb <= PEAK_MOST_GB)}."
    )
    if "postgresql" in measured:
        loaded = measured["postgresql"]["load"]
        lines.append(
            f"- Loading into PostgreSQL took {loaded:.1f} s, and is not counted."
        )
    return lines


def _times(one: dict[str, Any], other: dict[str, Any]) -> tuple[float, str]:
    return one["warm"] / other["warm"], f" ({one['cpu'] / other['cpu']:.2f} of CPU)"


def _word(reached: bool) -> str:
    return "reached" if reached else "**missed**"
