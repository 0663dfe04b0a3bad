"""Rows beyond what their rule or window takes, by hand: both clearings say the same."""

from pathlib import Path
from typing import Any

import pytest

from hansa.clearing.services.runs import Asked, RowsAsked, run
from hansa.clearing.tests.oracle.cases import (
    DAY,
    NEXT,
    back,
    codes,
    lot,
    owed,
    tap,
    three_cities,
    version,
)
from hansa.clearing.tests.oracle.drawn_decisions import write_decisions
from hansa.clearing.tests.oracle.oracle import (
    COLUMNS,
    Line,
    Result,
    Values,
    clear,
    judge,
)
from hansa.clearing.tests.oracle.scenarios import Scenario, Written, joined
from hansa.clearing.tests.oracle.test_against_oracle import (
    differences,
    expected,
    found,
)

LARGEST = 2**63 - 1
LATER = ("2026-03-04T00:00:00+08:00", "2026-03-05T00:00:00+08:00", 1)
BOUNDS = (DAY, NEXT, LATER)
ON_NEXT = {"occurred_at": "2026-03-03T12:00:00+08:00"}
JOURNEY = {"card": "c", "journey_id": "j"}

pytestmark = pytest.mark.folders


def scene(rules: Values, *windows: list[Line]) -> Scenario:
    """Put rows into windows that follow each other, each row into a file of its own."""
    names = ("start", "end", "late_days")
    bounds: list[Values | None] = [
        dict(zip(names, limits, strict=True)) for limits in BOUNDS[: len(windows)]
    ]
    files = [
        [_written(f"cs-{at}-{number}.csv", line) for number, line in enumerate(lines)]
        for at, lines in enumerate(windows)
    ]
    return Scenario(0, rules, bounds, files)


def both(folder: Path, rules: Values, *windows: list[Line]) -> Result:
    """Clear the last window both ways, and give what they agree on."""
    drawn = scene(rules, *windows)
    assert not differences(drawn, folder)
    return clear(rules, drawn.windows)


def _written(name: str, line: Line) -> Written:
    """Write a row to a file of its own, so that each has the columns that it needs."""
    named = line[1] or {}
    texts = {
        column: named.get(column, "")
        for column in COLUMNS
        if column in named or column in COLUMNS[:10]
    }
    row = joined(list(texts.values()))
    return Written(name, f"{joined(list(texts))}\n{row}\n".encode(), [(row, texts)])


@pytest.mark.parametrize("more", [{}, {"counter": 5}], ids=["class", "row"])
def test_a_list_price_beyond_the_rule_is_owed_by_nobody(
    tmp_path: Path, more: Values
) -> None:
    """As a class and, sharing a counter with a bad row, one by one."""
    rules = three_cities(version(services=["bus", "metro"]))
    lines = [
        tap(1, 1, list_fen=100_000, card="a", **more),
        tap(2, 1, list_fen=100_001, card="b", **more),
        tap(3, 1, list_fen=LARGEST, card="c", **more),
        tap(4, 1, list_fen=LARGEST, card="d", service="metro", **more),
        tap(5, 1, list_fen=-(2**63), card="e", **more),
    ]
    if more:
        lines += [tap(f"{card}0", 1, card=card, issuer="?", **more) for card in "abcde"]
    result = both(tmp_path, rules, lines)
    dear = ["AMOUNT_RANGE"]
    assert {name: codes(result)[name] for name in "12345"} == {
        "1": ["ACCEPTED"], "2": dear, "3": dear, "4": dear, "5": ["ACCEPTED"],
    }  # fmt: skip
    assert owed(result) == {("changsha", "zhuzhou"): 100_000 + 1}


def test_a_list_price_that_no_rule_reads_bounds_nothing(tmp_path: Path) -> None:
    """A stay has none, and what is given back is priced by its purchase."""
    schemes = {
        "transit": [version()],
        "parking": [lot(per_started_hour_fen=500)],
    }
    stay = {
        "entered_at": "2026-03-02T10:00:00+08:00",
        "exited_at": "2026-03-02T12:00:00+08:00",
    }
    lines = [
        tap(1, 1_000, service="lot", list_fen=LARGEST, **stay),
        tap(2, 500, list_fen=600),
        back(3, 2, 500, list_fen=LARGEST),
    ]
    result = both(tmp_path, three_cities(schemes=schemes), lines)
    assert set(map(tuple, codes(result).values())) == {("ACCEPTED",)}


@pytest.mark.parametrize("kept", [{}, {"tac_ok": "0"}], ids=["class", "row"])
def test_a_stay_beyond_the_rule_is_owed_by_nobody(tmp_path: Path, kept: Values) -> None:
    """At 5.00 an hour 200 hours are 1,000.00; years and one more hour are too much."""
    rules = three_cities(schemes={"parking": [lot(per_started_hour_fen=500)]})
    exits = {
        1: "2026-03-10T08:00:00+08:00",
        2: "2026-03-10T08:00:00.000001+08:00",
        3: "9999-12-31T00:00:00+08:00",
    }
    lines = [
        tap(at, 0, service="lot", entered_at=entered, exited_at=left, **kept)
        for at, left in exits.items()
        for entered in [
            "0001-01-02T00:00:00+08:00" if at == 3 else "2026-03-02T00:00:00+08:00"
        ]
    ]
    result = both(tmp_path, rules, lines)
    taken = "TAC_FAIL" if kept else "ACCEPTED"
    assert codes(result) == {
        "1": [taken], "2": ["AMOUNT_RANGE"], "3": ["AMOUNT_RANGE"],
    }  # fmt: skip
    assert sum(owed(result).values()) == (0 if kept else 100_000)


def test_a_price_beyond_the_rule_has_the_place_of_the_charge(tmp_path: Path) -> None:
    """After copies, before the window and every doubt."""
    rules = three_cities()
    lines = [
        tap(1, 1, list_fen=LARGEST),
        tap(1, 1, list_fen=LARGEST, occurred_at="2026-03-02T04:00:00Z"),
        tap(2, 1, list_fen=LARGEST, tac_ok="0"),
        tap(3, 1, list_fen=LARGEST, occurred_at="2026-03-09T00:00:00+08:00"),
        tap(4, 1, list_fen=LARGEST, acquirer="?"),
        tap(5, 1, list_fen=LARGEST),
        tap(5, 2, list_fen=LARGEST),
    ]
    assert codes(both(tmp_path, rules, lines)) == {
        "1": ["AMOUNT_RANGE", "DUP_EXACT"],
        "2": ["AMOUNT_RANGE"],
        "3": ["AMOUNT_RANGE"],
        "4": ["PARTY_UNKNOWN"],
        "5": ["DUP_CONFLICT", "DUP_CONFLICT"],
    }


def test_a_release_lifts_no_bound(tmp_path: Path) -> None:
    """A conflict that a case decides for the dear content is AMOUNT_RANGE after all."""
    drawn = scene(
        three_cities(),
        [tap(5, 1, list_fen=LARGEST), tap(5, 2, list_fen=LARGEST), tap(6, tac_ok="0")],
    )
    rows = judge(drawn.rules, drawn.windows)
    assert {row["code"] for row in rows} == {"DUP_CONFLICT", "TAC_FAIL"}
    released = [row for row in rows if row["amount_fen"] != 2]
    drawn.rules |= {"decided": {row["hash"]: "released" for row in released}}
    drawn.rules |= {"adjustments": []}
    rules, incoming = drawn.write(tmp_path)
    write_decisions(drawn, released, rules)
    out = tmp_path / "out"
    run(rules, incoming, out, Asked(rows=RowsAsked.PARQUET, threads=1))
    result = clear(drawn.rules, drawn.windows)
    assert codes(result) == {"5": ["AMOUNT_RANGE", "DUP_CONFLICT"], "6": ["ACCEPTED"]}
    assert found(out) == expected(result)


def test_a_row_beyond_its_window_is_accepted_in_its_right_one(tmp_path: Path) -> None:
    """The remedy of FUTURE: bring it again when its window is open."""
    again = [tap(1, **ON_NEXT), tap(2, **ON_NEXT)]
    rules = three_cities()
    first = both(tmp_path / "first", rules, again)
    assert codes(first) == {"1": ["FUTURE"], "2": ["FUTURE"]}
    second = both(tmp_path / "second", rules, again, again)
    assert codes(second) == {"1": ["ACCEPTED"], "2": ["ACCEPTED"]}
    third = both(tmp_path / "third", rules, again, again, again)
    assert codes(third) == {"1": ["DUP_EXACT"], "2": ["DUP_EXACT"]}


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        # Amended before its window opened: what was rejected is in no conflict with it.
        ([[tap(1, 200, **ON_NEXT)], [tap(1, **ON_NEXT)]], ["ACCEPTED"]),
        ([[tap(1, 100_001)], [tap(1, **ON_NEXT)]], ["ACCEPTED"]),
        # A copy that is too late was brought before, and one that is amended is late.
        ([[tap(1)], [], [tap(1)]], ["DUP_EXACT"]),
        ([[tap(1)], [], [tap(1, 200)]], ["LATE"]),
        # Within one window every content counts, as the order of the codes says.
        ([[], [tap(1, **ON_NEXT), tap(1, 100_001, **ON_NEXT)]], ["DUP_CONFLICT"] * 2),
        (
            [[tap(1)], [tap(1), tap(1, occurred_at="2026-03-09T00:00:00+08:00")]],
            ["DUP_CONFLICT", "DUP_EXACT"],
        ),
        # What is in doubt with a row beyond its own window counts elsewhere.
        ([[tap(1, 2), tap(1, **ON_NEXT)], [tap(1, **ON_NEXT)]], ["DUP_CONFLICT"]),
        ([[tap(1, 2), tap(1, **ON_NEXT)], [tap(1, 2)]], ["DUP_EXACT"]),
        ([[tap(1, issuer="?")], [tap(1, test="1")], [tap(1, **ON_NEXT)]], ["ACCEPTED"]),
    ],
)
def test_copies_count_only_where_they_are_not_rejected(
    tmp_path: Path, windows: list[list[Line]], expected: list[str]
) -> None:
    """Each window is judged by its own bounds."""
    result = both(tmp_path, three_cities(), *windows)
    assert codes(result) == {"1": expected}


def test_a_refund_finds_the_purchase_that_was_brought_again(tmp_path: Path) -> None:
    """Its first copy was too early, so the second is the original."""
    early = tap(1, **ON_NEXT)
    refund = back(2, 1, 40, occurred_at="2026-03-04T12:00:00+08:00")
    result = both(tmp_path, three_cities(), [early], [early], [refund])
    assert owed(result) == {("zhuzhou", "changsha"): 40}


def test_counters_and_balances_may_be_any_number(tmp_path: Path) -> None:
    """From the least to the largest of 64 bits is a gap, and no failure."""
    lines = [
        tap(1, card="c", counter=-(2**63), balance_before_fen=-(2**63)),
        tap(2, card="c", counter=1 - 2**63, balance_before_fen=-(2**63)),
        tap(3, card="c", counter=LARGEST, balance_before_fen=LARGEST),
    ]
    result = both(tmp_path, three_cities(), lines)
    notes = {name[1]: name[3] for name in result.notes}
    assert notes == {"1": "", "2": "BAL_BREAK", "3": "CTR_GAP BAL_BREAK"}


def test_places_in_journeys_are_priced_within_the_rule(tmp_path: Path) -> None:
    """A dear tap has no place in its journey, so the next one is its second."""
    bearers: list[Any] = [{"party": "xiangtan", "weight": 1}]
    rules = three_cities(
        version(parameters={"transfer": {"discount_fen": 50, "bearers": bearers}})
    )
    at = "2026-03-02T12:0{}:00+08:00".format
    lines = [
        tap(1, 100, list_fen=100, counter=1, occurred_at=at(1), **JOURNEY),
        tap(2, 100, list_fen=LARGEST, counter=2, occurred_at=at(2), **JOURNEY),
        tap(3, 100, list_fen=180, counter=3, occurred_at=at(3), **JOURNEY),
    ]
    result = both(tmp_path, rules, lines)
    assert codes(result)["2"] == ["AMOUNT_RANGE"]
    assert owed(result) == {
        ("changsha", "zhuzhou"): 100 + 100 + 30,
        ("xiangtan", "zhuzhou"): 50,
    }
