"""What the oracle says of rows, by cases added up by hand."""

import hashlib

import pytest

from hansa.clearing.tests.oracle.cases import (
    back,
    cleared,
    codes,
    owed,
    tap,
    three_cities,
    version,
    window,
)
from hansa.clearing.tests.oracle.oracle import (
    Values,
    clear,
    instruct,
    judge,
)


def test_six_gross_debts_become_two_transfers() -> None:
    """C-CLR-01: nets -25, +35 and -10; 长沙 pays 25 and 湘潭 10 to 株洲."""
    gross = {
        ("cs", "zz"): 100,
        ("cs", "xt"): 25,
        ("zz", "cs"): 60,
        ("zz", "xt"): 15,
        ("xt", "cs"): 40,
        ("xt", "zz"): 10,
    }
    result = cleared(
        three_cities(),
        *(
            tap(at, fen, issuer=issuer, acquirer=acquirer)
            for at, ((issuer, acquirer), fen) in enumerate(gross.items())
        ),
    )
    assert sum(result.bilateral.values()) == 250
    assert result.bilateral["changsha", "zhuzhou"] == 100
    assert result.net == {"changsha": -25, "zhuzhou": 35, "xiangtan": -10, "centre": 0}
    assert result.instructions == [
        ("changsha", "zhuzhou", 25),
        ("xiangtan", "zhuzhou", 10),
    ]


def test_ten_cities_are_charged_991_of_1000_records() -> None:
    """H-CLR-01: five copies, two reversals and what they reverse charge nobody."""
    cities = [f"city-{at}" for at in range(10)]
    rules = three_cities(
        members=cities, accounts=[], participants={city: city for city in cities}
    )
    lines = [
        tap(at, 1, issuer=cities[at % 10], acquirer=cities[at // 100])
        for at in range(993)
    ]
    lines += lines[:5]
    lines += [
        back(
            f"v{at}",
            at,
            1,
            kind="reversal",
            issuer=cities[0],
            acquirer=cities[at // 100],
        )
        for at in (500, 900)
    ]
    assert len(lines) == 1_000
    result = cleared(rules, *lines)
    assert result.counts == {"received": 1_000, "accepted": 995, "rejected": 5}
    assert sum(owed(result).values()) == 991
    assert len(result.net) == 10
    assert sum(result.net.values()) == 0


def test_a_a_b_is_one_copy_and_two_conflicts() -> None:
    """The contract's own example; C of another key is left alone."""
    result = cleared(three_cities(), tap(1), tap(1), tap(1, 200), tap(2))
    assert codes(result)["1"] == ["DUP_CONFLICT", "DUP_CONFLICT", "DUP_EXACT"]
    assert codes(result)["2"] == ["ACCEPTED"]
    assert result.counts == {
        "received": 4, "accepted": 1, "suspended": 2, "rejected": 1,
    }  # fmt: skip


def test_the_copy_of_an_earlier_window_is_kept() -> None:
    """Sent again it is rejected; sent otherwise, both copies are in conflict."""
    earlier = window(0, [tap(1), tap(2)], None)
    again = clear(three_cities(), [earlier, window(1, [tap(1), tap(2, 300)])])
    assert codes(again) == {"1": ["DUP_EXACT"], "2": ["DUP_CONFLICT"]}
    assert not again.legs
    rows = judge(three_cities(), [earlier, window(1, [tap(1), tap(2, 300)])])
    assert [row["code"] for row in rows if row["window"] == 0] == [
        "ACCEPTED",
        "DUP_CONFLICT",
    ]


def test_one_instant_in_two_offsets_is_one_content() -> None:
    """So are a column that is absent and one that is empty, true and 1."""
    utc = tap(1, occurred_at="2026-03-02T04:00:00Z", category="", tac_ok="1")
    result = cleared(three_cities(), tap(1, tac_ok="true"), utc)
    assert codes(result)["1"] == ["ACCEPTED", "DUP_EXACT"]


def test_rejected_rows_are_copies_unless_bad_unknown_or_tests() -> None:
    """A test row and a bad one leave their key free; a late one does not."""
    late = {"occurred_at": "2026-01-05T12:00:00+08:00"}
    result = cleared(
        three_cities(),
        *(tap(1, test="1"), tap(1)),
        *(tap(2, -1), tap(2)),
        *(tap(3, issuer="nobody"), tap(3)),
        *(tap(4, **late), tap(4)),
    )
    assert codes(result) == {
        "1": ["ACCEPTED", "TEST"],
        "2": ["ACCEPTED", "ROW_BAD"],
        "3": ["ACCEPTED", "PARTY_UNKNOWN"],
        "4": ["DUP_CONFLICT", "DUP_CONFLICT"],
    }


def test_contents_are_hashed_as_the_contract_writes_them() -> None:
    """Columns in order between unit separators; a bad row by its line."""
    plain = tap("r1", 100, tac_ok="true", test="false", category="学生")
    bad = tap("r2", "12.5", category='a,"b"')
    result = cleared(three_cities(), plain, bad, ("??", None))
    named = {name[1]: name[2] for name in result.outcomes}
    micros = 1_772_424_000_000_000
    cells = [
        "r1",
        "zz",
        "cs",
        "card-r1",
        "1",
        "bus",
        "purchase",
        "",
        "100",
        str(micros),
    ]
    written = "\x1f".join([*cells, "", "", "", "", "", "1", "0", "", "学生"])
    assert named["r1"] == hashlib.sha256(written.encode()).hexdigest()
    assert named["r2"] == hashlib.sha256(bad[0].encode()).hexdigest()
    assert bad[0].endswith(',"a,""b"""')
    assert named[""] == hashlib.sha256(b"??").hexdigest()


@pytest.mark.parametrize(
    ("occurred_at", "code"),
    [
        ("2026-03-02T15:59:59.999999Z", "ACCEPTED"),
        ("2026-03-03T00:00:00+08:00", "FUTURE"),
        ("2026-03-01T00:00:00+08:00", "ACCEPTED"),
        ("2026-02-28T23:59:59.999999+08:00", "LATE"),
        ("2026-02-28T10:59:59.999999-05:00", "LATE"),
    ],
)
def test_bounds_are_half_open(occurred_at: str, code: str) -> None:
    """The start less the late days is in, the end is out."""
    result = cleared(three_cities(), tap(1, occurred_at=occurred_at))
    assert codes(result) == {"1": [code]}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount_fen": 100_001, "terminal": "T9"}, "AMOUNT_RANGE"),
        ({"amount_fen": 100_000, "terminal": "T1"}, "ACCEPTED"),
        ({"occurred_at": "2026-03-03T12:00:00+08:00", "tac_ok": "0"}, "FUTURE"),
        ({"tac_ok": "false", "terminal": "T9"}, "TAC_FAIL"),
        ({"terminal": "T9", "card": "stolen"}, "KEY_UNKNOWN"),
        ({"card": "stolen", "service": "ferry"}, "DENYLIST"),
        ({"card": "found", "service": "ferry"}, "RULE_NONE"),
        ({"card": "gone"}, "DENYLIST"),
        ({"kind": "sale"}, "ROW_BAD"),
        ({"amount_fen": 2**63}, "ROW_BAD"),
        ({"amount_fen": 2**63 - 1, "service": "ferry"}, "RULE_NONE"),
        ({"occurred_at": "2026-03-02T12:00:00"}, "ROW_BAD"),
        ({"entered_at": "noon"}, "ROW_BAD"),
        ({"acquirer": "nobody", "test": "1"}, "PARTY_UNKNOWN"),
        ({"counter": ""}, "ROW_BAD"),
    ],
)
def test_the_first_code_that_is_met_wins(changes: Values, code: str) -> None:
    """Each check looks only at what no earlier one took."""
    noon = "2026-03-02T12:00:00+08:00"
    rules = three_cities(
        terminals=["T1"],
        denylist=[
            {"card": "stolen", "from": noon, "to": ""},
            {"card": "found", "from": "2026-03-01", "to": noon},
            {"card": "gone", "from": "2026-03-02", "to": "2026-03-03"},
        ],
    )
    result = cleared(rules, tap(1, **changes))
    assert [name[4] for name in result.outcomes] == [code]


def test_a_counter_used_twice_suspends_both() -> None:
    """Refunds, other windows and rows already taken do not count."""
    same = {"card": "c", "counter": 5}
    result = clear(
        three_cities(),
        [
            window(0, [tap(9, **same)], None),
            window(1, [tap(1, **same), tap(2, **same), back(3, 9, 1, **same)]),
        ],
    )
    assert codes(result) == {
        "1": ["CTR_REPEAT"],
        "2": ["CTR_REPEAT"],
        "3": ["ACCEPTED"],
    }
    result = cleared(three_cities(), tap(1, **same), tap(2, tac_ok="0", **same))
    assert codes(result) == {"1": ["ACCEPTED"], "2": ["TAC_FAIL"]}


def test_rules_change_at_midnight_in_china() -> None:
    """The version of the tap's own instant prices it; two of one day are too many."""
    older = version(id="a", acquirers=["zz"])
    newer = version(id="b", effective_from="2026-03-02", amount_max_fen=50)
    rules = three_cities(older, newer)
    before = tap(1, occurred_at="2026-03-01T23:59:59.999999+08:00")
    result = cleared(rules, before, tap(2, 50, occurred_at="2026-03-01T16:00:00Z"))
    assert {name[3]: fen for name, fen in result.legs.items()} == {"a": 100, "b": 50}
    assert codes(cleared(rules, tap(1)))["1"] == ["AMOUNT_RANGE"]
    twice = three_cities(version(), version(amount_max_fen=1))
    assert codes(cleared(twice, tap(1)))["1"] == ["RULE_MANY"]
    assert codes(cleared(three_cities(older), tap(1, acquirer="xt")))["1"] == [
        "RULE_NONE"
    ]


def test_instructions_go_from_the_largest_to_the_largest() -> None:
    """Equals in the order declared, and never more than one less than parties."""
    paid = list(instruct({"a": -5, "b": 3, "c": -5, "d": 7, "e": 0}))
    assert paid == [("a", "d", 5), ("c", "b", 3), ("c", "d", 2)]
    assert list(instruct({"a": 0, "b": 0})) == []


def test_notes_stand_on_the_later_purchase() -> None:
    """A counter that jumps, and a balance that does not follow."""
    kept = {"card": "c", "service": "bus"}
    result = cleared(
        three_cities(),
        tap(1, 10, counter=1, balance_before_fen=100, **kept),
        tap(2, 10, counter=2, balance_before_fen=90, **kept),
        tap(3, 10, counter=4, balance_before_fen=70, **kept),
        tap(4, 10, counter=5, **kept),
    )
    notes = {name[1]: name[3] for name in result.notes}
    assert notes == {"1": "", "2": "", "3": "CTR_GAP BAL_BREAK", "4": ""}
