"""Codes of institutions, and the list of them in a rules folder."""

import csv
import re
from collections.abc import Iterator, Mapping

CODES = "codes.csv"
COLUMNS = ("code", "participant")
CODE = re.compile(r"[0-9]{1,11}", re.ASCII)


def codes_text(codes: Mapping[str, str]) -> str:
    """Write the list, in the order of codes."""
    return "".join(_lines(codes))


def _lines(codes: Mapping[str, str]) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\n"
    for code in sorted(codes):
        yield f"{code},{codes[code]}\n"


def codes_in(written: str) -> dict[str, str]:
    """Read a list that was found sound before: the institution of each code."""
    return {
        row["code"]: row["participant"] for row in csv.DictReader(written.splitlines())
    }
