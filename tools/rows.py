"""Write ``docs/reference/rows.md``: every row of the requirements, its tests, its page.

Rows are those of the shipped charters: clauses, named works and constraints. A row is
done only when a test without ``part`` checks it; ``--check`` fails when the page on disk
differs from what the tests say now.
"""

import contextlib
import io
import sys
from collections import defaultdict
from pathlib import Path

import django
import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reference" / "rows.md"
LETTERS = {"huaihai": "H", "changzhutan": "C"}


class Marks:
    """Collects the row marks of every test while pytest lists them."""

    def __init__(self) -> None:
        self.whole: dict[str, set[str]] = defaultdict(set)
        self.part: dict[str, set[str]] = defaultdict(set)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Read the marks."""
        for item in session.items:
            test = item.nodeid.split("[")[0].split("::")[-1]
            for mark in item.iter_markers("row"):
                part = mark.kwargs.get("part")
                for row in mark.args:
                    (self.part if part else self.whole)[row].add(
                        f"{test} ({part})" if part else test
                    )


def page(marks: Marks) -> str:
    """Write the page."""
    from hansa.charter import reads
    from hansa.site.wiring import realises

    lines = [
        "# Rows",
        "",
        "Every row of both agreements, the tests that check it and the page that shows it.",
        "Written by `make rows`; a row is done only by a test that checks all of it.",
        "",
    ]
    known: set[str] = set()
    for league, letter in LETTERS.items():
        version = reads.folder_version(ROOT / "charters" / league)
        charter = version.charter
        rows = [
            (f"{letter}-{c.id}", c.title.en, realises(version, c.id))
            for c in charter.book.clauses
        ]
        rows += [(c.id, c.title.en, None) for c in charter.book.constraints]
        known |= {row for row, _, _ in rows}
        counts = [
            sum(_state(marks, row) == s for row, _, _ in rows)
            for s in ("done", "part", "open")
        ]
        lines += [
            f"## {charter.agreement.name.en}",
            "",
            f"Done {counts[0]}, part {counts[1]}, open {counts[2]}, of {len(rows)}.",
            "",
            "| row | what | state | tests | page |",
            "|---|---|---|---|---|",
        ]
        for row, title, address in rows:
            tests = ", ".join(sorted(marks.whole[row] | marks.part[row])) or "-"
            lines.append(
                f"| {row} | {title} | {_state(marks, row)} | {tests} | {address or '-'} |"
            )
        lines.append("")
    strangers = (marks.whole.keys() | marks.part.keys()) - known
    marked = sorted(row for row in strangers if marks.whole[row] or marks.part[row])
    if marked:
        raise SystemExit(f"tests are marked with rows that do not exist: {marked}")
    return "\n".join(lines)


def _state(marks: Marks, row: str) -> str:
    if marks.whole[row]:
        return "done"
    return "part" if marks.part[row] else "open"


def main(arguments: list[str]) -> int:
    """Write or check the page."""
    marks = Marks()
    with contextlib.redirect_stdout(io.StringIO()):
        code = pytest.main(["--collect-only", "-qq"], [marks])
    if code:
        print("the tests cannot be collected; run make test", file=sys.stderr)
        return int(code)
    django.setup()
    written = page(marks)
    if "--check" in arguments:
        if PAGE.read_text(encoding="utf-8") != written:
            print(
                "docs/reference/rows.md is out of date; run make rows", file=sys.stderr
            )
            return 1
        return 0
    PAGE.write_text(written, encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
