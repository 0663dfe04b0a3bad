"""Decisions of cases on random windows: the clearing and the oracle, row by row."""

import random
from pathlib import Path

import pytest

from hansa.clearing.services.runs import Asked, RowsAsked, run
from hansa.clearing.tests.oracle.drawn_decisions import decide, write_decisions
from hansa.clearing.tests.oracle.oracle import clear
from hansa.clearing.tests.oracle.scenarios import scenario
from hansa.clearing.tests.oracle.test_against_oracle import (
    BLOCK,
    CHAOS,
    expected,
    found,
)

SEEDS = 2_000 if CHAOS else 20


@pytest.mark.chaos
@pytest.mark.folders
@pytest.mark.parametrize("first", range(0, SEEDS, BLOCK))
def test_decided_rows_agree_with_the_oracle(first: int, tmp_path: Path) -> None:
    """Released rows are as if accepted, refused ones end, and every table agrees."""
    released = 0
    for seed in range(first, first + BLOCK):
        drawn, rng = scenario(seed), random.Random(seed)
        before = clear(drawn.rules, drawn.windows)
        rows = decide(drawn, rng)
        rules, incoming = drawn.write(tmp_path / str(seed))
        write_decisions(drawn, rows, rules)
        out = tmp_path / str(seed) / "out"
        run(rules, incoming, out, Asked(rows=RowsAsked.PARQUET, threads=1))
        ours, result = found(out), clear(drawn.rules, drawn.windows)
        theirs = expected(result)
        for name in theirs:
            assert ours[name] == theirs[name], f"seed {seed}, {name}"
        released += result.counts["accepted"] != before.counts["accepted"]
    assert released, "no decision changed anything"
