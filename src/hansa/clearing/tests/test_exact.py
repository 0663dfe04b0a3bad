"""The exact division, and that an engine without it is refused."""

import os
import random

import ibis
import pyarrow as pa
import pytest

from hansa.clearing.batch import exact
from hansa.kernel.errors import Refused

CASES = 10_000_000 if os.environ.get("HANSA_CHAOS") else 50_000
LARGEST = 2**63 - 1


@pytest.fixture(scope="module")
def engine() -> ibis.BaseBackend:
    return ibis.duckdb.connect(":memory:")


def test_the_embedded_engine_divides_exactly(engine: ibis.BaseBackend) -> None:
    """The corpus holds on the engine that is used."""
    exact.prove(engine)


def test_the_corpus_betrays_division_by_doubles() -> None:
    """What Ibis renders for ``//`` would fail the corpus, and so it is never used."""
    wrong = [
        (numerator, denominator)
        for numerator, denominator, quotient in exact.corpus()
        if int(numerator / denominator // 1) != quotient
    ]
    assert len(wrong) > 20


def test_an_engine_that_is_inexact_is_refused(
    engine: ibis.BaseBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first wrong quotient is named, and nothing is cleared."""

    # The double nearest to the largest int64 lies beyond it, and could not be cast back.
    within = [case for case in exact.corpus() if case[0] < LARGEST // 2]
    monkeypatch.setattr(exact, "corpus", lambda: within)
    monkeypatch.setattr(exact, "_divide", lambda one, other: one // other)
    with pytest.raises(Refused) as refusal:
        exact.prove(engine)
    assert refusal.value.code == "engine-inexact"


@pytest.mark.chaos
def test_quotients_equal_those_of_whole_numbers(engine: ibis.BaseBackend) -> None:
    """Random numerators up to the end of int64 divide as Python's whole numbers do."""
    draw = random.Random(7)  # The same cases each time.
    denominator = 1_000_000
    numerators = [draw.randrange(LARGEST) >> draw.randrange(40) for _ in range(CASES)]
    table = ibis.memtable(pa.table({"n": pa.array(numerators, pa.int64())}))
    found = engine.to_pyarrow(
        table.select("n", q=exact.exact_quotient(table.n, denominator))
    )
    pairs = zip(
        found.column("n").to_pylist(), found.column("q").to_pylist(), strict=True
    )
    assert all(quotient == n // denominator for n, quotient in pairs)
