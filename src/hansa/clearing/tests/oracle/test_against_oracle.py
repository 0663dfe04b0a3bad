"""The clearing and the oracle, row by row and fen by fen, on random windows."""

import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from hansa.clearing.services.runs import Asked, RowsAsked, run
from hansa.clearing.tests.oracle.oracle import Result, clear
from hansa.clearing.tests.oracle.scenarios import Scenario, scenario

CHAOS = os.environ.get("HANSA_CHAOS") == "1"
SEEDS = 5_000 if CHAOS else 60
BLOCK = 10  # seeds in one test
EXCEPTION = ("acquirer", "record_id", "content_hash", "outcome", "code")
LEG = ("debtor", "creditor", "scheme", "rule_version", "clause")

Table = Counter[tuple[Any, ...]]


def rows(out: Path, name: str, columns: Iterable[str]) -> list[tuple[Any, ...]]:
    """The rows of an output, what is null as an empty text."""
    wanted = list(columns)
    table = pq.read_table(out / f"{name}.parquet", columns=wanted)
    return [
        tuple("" if each[column] is None else each[column] for column in wanted)
        for each in table.to_pylist()
    ]


def summed(lines: Iterable[tuple[Any, ...]]) -> Table:
    """Add up the last column by the others."""
    sums: Table = Counter()
    for *named, fen in lines:
        sums[tuple(named)] += fen
    return sums


def found(out: Path) -> dict[str, Table]:
    """What the clearing wrote."""
    counts = json.loads((out / "manifest.json").read_text("utf-8"))["counts"]
    names = ("received", "accepted", "suspended", "rejected")
    return {
        "counts": Counter({(name,): counts[name] for name in names}),
        "exceptions": Counter(rows(out, "exceptions", EXCEPTION)),
        "accepted": Counter(
            rows(out, "accepted", ("acquirer", "record_id", "code", "note"))
        ),
        "legs": summed(rows(out, "legs", (*LEG, "amount_fen"))),
        "bilateral": Counter(
            rows(out, "bilateral", ("debtor", "creditor", "amount_fen"))
        ),
        "net": Counter(rows(out, "net", ("party", "amount_fen"))),
        "instructions": Counter(
            rows(out, "instructions", ("payer", "payee", "amount_fen"))
        ),
    }


def expected(result: Result) -> dict[str, Table]:
    """The same of the oracle."""
    names = ("received", "accepted", "suspended", "rejected")
    return {
        "counts": Counter({(name,): result.counts[name] for name in names}),
        "exceptions": Counter(
            {row: n for row, n in result.outcomes.items() if row[3] != "accepted"}
        ),
        "accepted": Counter(
            {
                (acquirer, record_id, "ACCEPTED", note): n
                for (acquirer, record_id, _, note), n in result.notes.items()
            }
        ),
        "legs": Counter(result.legs),
        "bilateral": Counter((*pair, fen) for pair, fen in result.bilateral.items()),
        "net": Counter(result.net.items()),
        "instructions": Counter(result.instructions),
    }


def differences(drawn: Scenario, folder: Path) -> list[str]:
    """Clear one scenario both ways, and say what only one of them has."""
    rules, incoming = drawn.write(folder)
    run(rules, incoming, folder / "out", Asked(rows=RowsAsked.PARQUET, threads=1))
    ours, theirs = found(folder / "out"), expected(clear(drawn.rules, drawn.windows))
    return [
        f"seed {drawn.seed}, {name}: {who} has {sorted(more.items(), key=repr)}"
        for name in theirs
        for who, more in (
            ("only the oracle", theirs[name] - ours[name]),
            ("only the clearing", ours[name] - theirs[name]),
        )
        if more
    ]


@pytest.mark.chaos
@pytest.mark.folders
@pytest.mark.parametrize("first", range(0, SEEDS, BLOCK))
def test_the_clearing_agrees_with_the_oracle(first: int, tmp_path: Path) -> None:
    """Every outcome, note, leg, net and instruction of each window is the same."""
    for seed in range(first, first + BLOCK):
        different = differences(scenario(seed), tmp_path / str(seed))
        assert not different, "\n".join(different)


@pytest.mark.folders
@pytest.mark.parametrize("seed", [2235])
def test_a_refund_changes_what_a_pair_comes_to(seed: int, tmp_path: Path) -> None:
    """Two claims of one pair that change by one fen each way give no leg: 2235 draws it."""
    assert differences(scenario(seed), tmp_path) == []
