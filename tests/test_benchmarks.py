"""The benchmark of the clearing runs, and everybody who is measured finds the same."""

from pathlib import Path

import pytest

from benchmarks.clearing import __main__ as benchmark
from benchmarks.clearing import taps

WITHOUT_SERVER = ["hansa", "sql", "polars", "pandas"]


@pytest.mark.folders
@pytest.mark.parametrize("distribution", taps.DISTRIBUTIONS)
def test_contenders_agree(tmp_path: Path, distribution: str) -> None:
    """Legs, pairs, net, counts and accepted rows of 10,000 taps are the same."""
    place = tmp_path / "taps.parquet"
    taps.make(place, 10_000, distribution)
    measured = benchmark.measure(place, WITHOUT_SERVER, 1, size=10_000)
    assert set(measured) == set(WITHOUT_SERVER)
    # Every fate that is drawn has befallen some tap, so the agreement says something.
    codes = {code for code, _ in measured["hansa"]["counts"]}
    assert codes == {0, 1, 3, 4, 5, 7}


@pytest.mark.folders
def test_postgresql_agrees(tmp_path: Path) -> None:
    """The server of the wheel comes to what the hand-written SQL comes to."""
    place = tmp_path / "taps.parquet"
    taps.make(place, 2_000, "uniform")
    measured = benchmark.measure(place, ["sql", "postgresql"], 1, size=2_000)
    assert measured["postgresql"]["warm"] > 0


def test_a_difference_stops_the_benchmark() -> None:
    """Two contenders that differ are named, and no table is printed."""
    with pytest.raises(SystemExit, match=r"different digest.*polars"):
        benchmark.agree({"hansa": [{"digest": "a"}], "polars": [{"digest": "b"}]})
