"""Every phrase stands in its line of the printed text; runs where the texts are at hand.

The texts are press copy and do not ship. HANSA_AGREEMENTS names a folder that holds
``huaihai.txt`` and ``changzhutan.txt``; elsewhere the tests that need them are skipped.
"""

import hashlib
import os
from pathlib import Path

import pytest

from conftest import ROOT
from hansa.charter import reads
from hansa.charter.terms import Charter

NAMED = os.environ.get("HANSA_AGREEMENTS")
with_texts = pytest.mark.skipif(
    NAMED is None, reason="HANSA_AGREEMENTS names no folder with the texts"
)
LEAGUES = pytest.mark.parametrize("league", ["huaihai", "changzhutan"])

# Lines that are printed and bind nobody: section headings, time stamp, byline, slogans.
WITHOUT_CLAUSE = {
    "huaihai": [6, 18, 27, 38, 50, 63, 65],
    "changzhutan": [
        *(3, 9, 15, 17, 19, 23, 27, 43, 55, 57, 59, 63),
        *(69, 71, 83, 93, 101, 111, 113, 115, 119, 123),
    ],
}
# Every row of the register is a clause: capability rows and named works.
CLAUSES = {"huaihai": 159 + 61, "changzhutan": 124 + 20}


def charter_of(league: str) -> Charter:
    """Read a shipped charter."""
    return reads.read_folder(ROOT / "charters" / league)


def lines_of(league: str) -> list[str]:
    """Read the printed text of a league, line by line."""
    assert NAMED is not None
    file = Path(NAMED) / f"{league}.txt"
    return file.read_text(encoding="utf-8-sig").splitlines()


@with_texts
@LEAGUES
def test_every_phrase_stands_in_its_line(league: str) -> None:
    """Phrases of clauses and of obligations are substrings of the line they name."""
    printed = lines_of(league)
    absent = [
        (id_, phrase)
        for clause in charter_of(league).book.clauses
        for id_, phrase in (
            (clause.id, clause.phrase),
            *((o.id, o.phrase) for o in clause.obligations),
        )
        if phrase not in printed[clause.line - 1]
    ]
    assert absent == []


@with_texts
@LEAGUES
def test_every_line_has_a_clause_or_is_named(league: str) -> None:
    """No printed line is forgotten: those without a clause are exactly the ones named."""
    cited = {clause.line for clause in charter_of(league).book.clauses}
    without = [
        number
        for number, line in enumerate(lines_of(league), start=1)
        if line.strip() and number not in cited
    ]
    assert without == WITHOUT_CLAUSE[league]


@with_texts
@LEAGUES
def test_the_text_is_the_one_the_charter_states(league: str) -> None:
    """The charter states the very hash and number of lines of the text."""
    assert NAMED is not None
    content = (Path(NAMED) / f"{league}.txt").read_bytes()
    (stated,) = charter_of(league).agreement.texts
    assert stated.document == "report"
    assert stated.sha256 == hashlib.sha256(content).hexdigest()
    assert stated.lines == len(lines_of(league))


@LEAGUES
def test_no_phrase_is_long_enough_to_be_a_copy(league: str) -> None:
    """At most 60 characters of a line ship, and every row of the register has a clause."""
    clauses = charter_of(league).book.clauses
    assert len(clauses) == CLAUSES[league]
    assert max(len(clause.phrase) for clause in clauses) <= 60
