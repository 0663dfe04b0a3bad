"""Measure what people wait for, and print each beside a yardstick of the same run.

Absolute times depend on the machine; the ratio beside each is what to compare. Nothing
is asserted here, and tests do not time.
"""

import os
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import django

ROOT = Path(__file__).parent.parent
ROUNDS = 7


def seconds(work: Callable[[], object]) -> float:
    """Give the median time of several rounds."""
    taken = []
    for _ in range(ROUNDS):
        begins = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begins)
    return statistics.median(taken)


def main() -> None:
    """Measure reading, checking, calendars and turns."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hansa.site.settings")
    django.setup()
    import yaml

    from hansa.charter import reads
    from hansa.chassis.yaml_files import read_bytes
    from hansa.governance import reads as governance_reads
    from hansa.kernel.shapes import Log

    content = (ROOT / "charters/huaihai/clauses.yaml").read_bytes()
    written = content.decode()
    folder = ROOT / "charters" / "huaihai"
    versions, _ = reads.find_versions(str(folder))

    def check() -> None:
        reads._parse.cache_clear()
        reads.read_folder(folder)

    plain = seconds(lambda: yaml.load(written, Loader=yaml.CSafeLoader))
    one_year = seconds(
        lambda: governance_reads.list_entries(versions, range(2026, 2027))
    )
    rows = [
        ("clauses.yaml, plain PyYAML (the yardstick)", plain, plain),
        (
            "clauses.yaml, with places and refusals",
            seconds(lambda: read_bytes(content, "clauses.yaml", Log())),
            plain,
        ),
        ("whole charter read, linked and checked", seconds(check), plain),
        ("calendar of one year (the yardstick)", one_year, one_year),
        (
            "calendar of fifteen years",
            seconds(lambda: governance_reads.list_entries(versions, range(2018, 2033))),
            one_year,
        ),
        (
            "whose turn on one day, fifty years on, and why",
            seconds(lambda: governance_reads.why(versions, date(2068, 6, 1))),
            one_year,
        ),
        (
            "all turns of two hundred years",
            seconds(lambda: governance_reads.list_turns(versions, 2018, 2217)),
            one_year,
        ),
    ]
    print("| what | ms | ratio to its yardstick |")
    print("|---|---:|---:|")
    for name, taken, yardstick in rows:
        print(f"| {name} | {taken * 1000:.1f} | {taken / yardstick:.1f} |")


if __name__ == "__main__":
    main()
