"""The oracle by cases that a person can add up, and the windows it is asked about."""

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from hansa.clearing.tests.oracle import oracle
from hansa.clearing.tests.oracle.oracle import (
    COLUMNS,
    Bounds,
    Line,
    Result,
    Values,
    Window,
    clear,
    instruct,
    judge,
    legs_of,
    split,
)
from hansa.clearing.tests.oracle.scenarios import joined, scenario

DAY = ("2026-03-02T00:00:00+08:00", "2026-03-03T00:00:00+08:00", 1)
NEXT = ("2026-03-03T00:00:00+08:00", "2026-03-04T00:00:00+08:00", 1)
SEEDS = 500


def version(**changes: Any) -> Values:
    return {
        "effective_from": "2026-01-01",
        "clause": "CLR-01",
        "services": ["bus"],
        "amount_max_fen": 100_000,
        "parameters": {},
    } | changes


def three_cities(*transit: Values, **changes: Any) -> Values:
    return {
        "members": ["changsha", "zhuzhou", "xiangtan"],
        "accounts": ["centre"],
        "participants": {"cs": "changsha", "zz": "zhuzhou", "xt": "xiangtan"},
        "schemes": {"transit": list(transit) or [version()]},
        "denylist": None,
        "terminals": None,
    } | changes


def lot(**tariff: Any) -> Values:
    made = version(services=["lot"])
    made["parameters"] = {"tariffs": {"zhuzhou": tariff}}
    return made


def tap(record_id: int | str, amount_fen: Any = 100, **changes: Any) -> Line:
    """A purchase at noon that 长沙 owes 株洲, unless told otherwise."""
    values = {
        "record_id": record_id,
        "acquirer": "zz",
        "issuer": "cs",
        "card": f"card-{record_id}",
        "counter": 1,
        "service": "bus",
        "kind": "purchase",
        "amount_fen": amount_fen,
        "occurred_at": "2026-03-02T12:00:00+08:00",
    } | changes
    texts = {column: str(values[column]) for column in COLUMNS if column in values}
    return joined(list(texts.values())), texts


def back(record_id: int | str, of: int | str, fen: int, **changes: Any) -> Line:
    changes = {"kind": "refund", "original_record_id": of, **changes}
    return tap(record_id, fen, **changes)


def window(order: int, lines: list[Line], bounds: Bounds = DAY) -> Window:
    """A window whose rows came in one file."""
    written = "\n".join([str(order), *(raw for raw, _ in lines)])
    return order, bounds, [(hashlib.sha256(written.encode()).hexdigest(), lines)]


def cleared(rules: Values, *lines: Line) -> Result:
    return clear(rules, [window(0, list(lines))])


def codes(result: Result) -> dict[str, list[str]]:
    """The codes of each record, in alphabetical order."""
    found: dict[str, list[str]] = {}
    for (_, record_id, _, _, code), count in sorted(result.outcomes.items()):
        found[record_id] = sorted([*found.get(record_id, []), *[code] * count])
    return found


def owed(result: Result) -> dict[tuple[str, str], int]:
    """What the legs come to, own ones too."""
    found: Counter[tuple[str, str]] = Counter()
    for (debtor, creditor, *_), fen in result.legs.items():
        found[debtor, creditor] += fen
    return dict(found)


# Cases of the requirements


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


@pytest.mark.parametrize(
    ("minutes", "tariff", "due"),
    [
        (125, {}, 1_500),  # C-CLR-02: 10:00 to 12:05 at 5.00 a started hour
        (120, {}, 1_000),
        (0, {}, 0),
        (15, {"free_minutes": 15}, 0),
        (16, {"free_minutes": 15}, 500),
        (300, {"cap_per_day_fen": 1_200}, 1_200),
        (1_440, {}, 12_000),
        (1_441, {}, 12_500),
        (1_440 + 61, {"cap_per_day_fen": 1_200}, 2_200),
        (2 * 1_440 + 600, {"cap_per_day_fen": 1_200}, 3_600),
    ],
)
def test_parking_is_due_by_started_hours(
    minutes: int, tariff: Values, due: int
) -> None:
    """What is due beyond the fare is borne by the issuer, and the other way round."""
    rules = three_cities(schemes={"parking": [lot(per_started_hour_fen=500, **tariff)]})
    days, rest = divmod(minutes + 600, 1_440)
    lengths = {
        "entered_at": "2026-03-01T10:00:00+08:00",
        "exited_at": f"2026-03-0{1 + days}T{rest // 60:02}:{rest % 60:02}:00+08:00",
    }
    charged = cleared(rules, tap(1, due, service="lot", **lengths))
    assert owed(charged) == ({("changsha", "zhuzhou"): due} if due else {})
    over = cleared(rules, tap(1, due + 7, service="lot", **lengths))
    assert owed(over) == {("changsha", "zhuzhou"): due + 7, ("zhuzhou", "changsha"): 7}
    assert over.net["zhuzhou"] == due
    nothing = cleared(rules, tap(1, 0, service="lot", **lengths))
    assert nothing.net["zhuzhou"] == due


def test_a_microsecond_starts_a_minute_and_so_an_hour() -> None:
    """Two hours and a microsecond are three started hours."""
    rules = three_cities(schemes={"parking": [lot(per_started_hour_fen=500)]})
    result = cleared(
        rules,
        tap(
            1,
            0,
            service="lot",
            entered_at="2026-03-02T10:00:00+08:00",
            exited_at="2026-03-02T12:00:00.000001+08:00",
        ),
    )
    assert owed(result) == {("changsha", "zhuzhou"): 1_500}


def test_parking_without_times_or_tariff_has_no_rule() -> None:
    """Absent, inverted, or an acquirer that no tariff names: RULE_NONE."""
    rules = three_cities(schemes={"parking": [lot(per_started_hour_fen=500)]})
    times = {
        "entered_at": "2026-03-02T10:00:00+08:00",
        "exited_at": "2026-03-02T09:59:59+08:00",
    }
    found = codes(
        cleared(
            rules,
            tap(1, service="lot"),
            tap(2, service="lot", **times),
            tap(3, service="lot", **(times | {"exited_at": ""})),
            tap(4, service="lot", acquirer="xt", **(times | {"entered_at": ""})),
            tap(5, service="lot", **(times | {"exited_at": times["entered_at"]})),
            tap(6, service="ferry"),
        )
    )
    assert found.pop("5") == ["ACCEPTED"]
    assert set(map(tuple, found.values())) == {("RULE_NONE",)}


# Copies


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


# Codes of one row


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


# Refunds and reversals


def test_refunds_are_taken_in_their_order_and_the_next_is_tried() -> None:
    """60, then 50 that would exceed, then 40 that fits, then nothing but 0."""
    at = "2026-03-02T13:0{}:00+08:00".format
    result = cleared(
        three_cities(),
        back(5, 1, 1, occurred_at=at(4)),
        back(4, 1, 40, occurred_at=at(3)),
        back("3", 1, 50, occurred_at=at(2)),
        back("20", 1, 60, occurred_at=at(2)),  # "20" sorts before "3"
        back(6, 1, 0, occurred_at=at(5)),
        tap(1),
    )
    assert codes(result) == {
        "1": ["ACCEPTED"],
        "20": ["ACCEPTED"],
        "3": ["REFUND_EXCESS"],
        "4": ["ACCEPTED"],
        "5": ["REFUND_EXCESS"],
        "6": ["ACCEPTED"],
    }
    assert owed(result) == {("changsha", "zhuzhou"): 100, ("zhuzhou", "changsha"): 100}


def test_an_original_must_be_an_accepted_purchase_of_this_window_or_before() -> None:
    """Suspended, refunded, unknown, another acquirer's or a later one is missing."""
    lines = [
        back("a", "suspended", 1),
        back("b", "a-refund", 1, kind="reversal"),
        back("c", "nothing", 1),
        back("d", "good", 1, acquirer="xt"),
        back("e", "", 1),
        tap("suspended", tac_ok="0"),
        tap("good"),
        back("a-refund", "good", 1),
    ]
    found = codes(cleared(three_cities(), *lines))
    missing = {name for name, each in found.items() if each == ["ORIGINAL_MISSING"]}
    assert missing == {"a", "b", "c", "d", "e"}
    rows = judge(
        three_cities(),
        [window(0, [back("r", "good", 1)], None), window(1, [tap("good")])],
    )
    assert [row["code"] for row in rows] == ["ORIGINAL_MISSING", "ACCEPTED"]


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([("v", "reversal", 100)], ["ACCEPTED"]),
        ([("v", "reversal", 99)], ["REFUND_EXCESS"]),
        ([("r", "refund", 30), ("v", "reversal", 70)], ["ACCEPTED", "ACCEPTED"]),
        ([("r", "refund", 30), ("v", "reversal", 100)], ["ACCEPTED", "REFUND_EXCESS"]),
        (
            [("v", "reversal", 100), ("w", "reversal", 100)],
            ["ACCEPTED", "REFUND_EXCESS"],
        ),
        ([("v", "reversal", 100), ("w", "refund", 0)], ["ACCEPTED", "REFUND_EXCESS"]),
        ([("r", "refund", 100), ("v", "reversal", 0)], ["ACCEPTED", "ACCEPTED"]),
    ],
)
def test_a_reversal_voids_exactly_what_is_left(
    later: list[tuple[str, str, int]], expected: list[str]
) -> None:
    """In the window of the purchase nothing is owed, in a later one it goes back."""
    lines = [back(name, 1, fen, kind=kind) for name, kind, fen in later]
    same = cleared(three_cities(), tap(1), *lines)
    assert [codes(same)[name][0] for name, _, _ in later] == expected
    voided = any(
        kind == "reversal" and code == "ACCEPTED"
        for (_, kind, _), code in zip(later, expected, strict=True)
    )
    assert owed(same).get(("changsha", "zhuzhou"), 0) == (0 if voided else 100)
    after = clear(three_cities(), [window(0, [tap(1)]), window(1, lines, NEXT)])
    taken = sum(
        fen
        for (*_, fen), code in zip(later, expected, strict=True)
        if code == "ACCEPTED"
    )
    assert owed(after) == ({("zhuzhou", "changsha"): taken} if taken else {})


def test_a_refund_is_priced_by_the_rule_of_its_original() -> None:
    """Its own instant has another version, and its own service none."""
    rules = three_cities(
        version(id="a", parameters={"operators": [{"party": "xiangtan", "weight": 1}]}),
        version(id="b", effective_from="2026-03-03"),
    )
    refund = back(2, 1, 40, occurred_at="2026-03-03T12:00:00+08:00", service="ferry")
    result = clear(rules, [window(0, [tap(1)]), window(1, [refund], NEXT)])
    assert result.legs == {
        ("xiangtan", "changsha", "transit", "a", "CLR-01"): 40,
    }


def test_parts_given_back_add_up_to_the_whole() -> None:
    """3 to 1:1:1 is 1, 1, 1; of 2 given back the shares are 1, 1, 0, and then 0, 0, 1."""
    thirds = [
        {"party": party, "weight": 1} for party in ("changsha", "zhuzhou", "xiangtan")
    ]
    rules = three_cities(version(parameters={"operators": thirds}))
    first = window(0, [tap(1, 3)])
    second = clear(rules, [first, window(1, [back(2, 1, 2)])])
    assert owed(second) == {
        ("changsha", "changsha"): 1,
        ("zhuzhou", "changsha"): 1,
    }
    assert second.bilateral == {("zhuzhou", "changsha"): 1}
    rest = [window(1, [back(2, 1, 2)]), window(2, [back(3, 1, 1)])]
    assert owed(clear(rules, [first, *rest])) == {("xiangtan", "changsha"): 1}


def test_a_share_that_shrinks_is_exchanged_back() -> None:
    """Weights 5:5:1 give 6, 5, 1 of 12 but 6, 6, 1 of 13; 14:6:2 loses one of 22."""
    weights = [("a", 6), ("b", 6), ("c", 2)]
    assert [fen for _, fen in split(10, weights)] == [4, 4, 2]
    assert [fen for _, fen in split(11, weights)] == [5, 5, 1]
    operators = [
        {"party": party, "weight": weight}
        for party, weight in (("changsha", 6), ("zhuzhou", 6), ("xiangtan", 2))
    ]
    rules = three_cities(version(parameters={"operators": operators}))
    lines = [window(0, [tap(1, 14)]), window(1, [back(2, 1, 10)])]
    result = clear(rules, [*lines, window(2, [back(3, 1, 1)])])
    assert owed(result) == {
        ("changsha", "changsha"): 1,
        ("zhuzhou", "changsha"): 1,
        ("changsha", "xiangtan"): 1,
    }


# Money


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (100, [1, 2, 4], [14, 29, 57]),
        (1, [1, 1], [1, 0]),
        (0, [0, 0], [0, 0]),
        (7, [0, 5], [0, 7]),
        (10**11, [333_333, 666_667], [33_333_300_000, 66_666_700_000]),
        (10**11 - 1, [1, 999_999], [100_000, 99_999_899_999]),
    ],
)
def test_a_split_adds_up(total: int, weights: list[int], parts: list[int]) -> None:
    """Largest remainders first, the order written among equals."""
    named = [(str(at), weight) for at, weight in enumerate(weights)]
    assert [fen for _, fen in split(total, named)] == parts


def test_transit_charges_fares_fees_and_discounts() -> None:
    """999 fen of 1,300: two operators, a fee of 2 fen, 301 off of which 200 a transfer."""
    parameters = {
        "operators": [
            {"party": "@acquirer", "weight": 2},
            {"party": "xiangtan", "weight": 1},
        ],
        "fees": {
            "issuer_ppm": 1_000,
            "acquirer_ppm": 0,
            "centre_ppm": 2_000,
            "centre": "centre",
        },
        "discount": {"bearers": [{"party": "xiangtan", "weight": 1}]},
        "transfer": {
            "discount_fen": 200,
            "bearers": [{"party": "changsha", "weight": 1}],
        },
    }
    rules = three_cities(version(parameters=parameters))
    journey = {"journey_id": "j", "card": "c", "list_fen": 1_300}
    first = tap(
        1, 0, occurred_at="2026-03-02T11:00:00+08:00", **(journey | {"list_fen": 0})
    )
    result = cleared(rules, first, tap(2, 999, **(journey | {"counter": 2})))
    assert owed(result) == {
        # 666 and 333 of the fare; 134 and 66 of 200 (133.3 and 66.7: 133 and 67).
        ("changsha", "zhuzhou"): 666 + 133,
        ("changsha", "xiangtan"): 333 + 67,
        # The fee is floor(999 x 3,000 / 1,000,000) = 2, which 1:2 makes 1 and 1.
        ("zhuzhou", "changsha"): 1,
        ("zhuzhou", "centre"): 1,
        # 101 more off: 67 to 株洲, and 湘潭 owes itself 34.
        ("xiangtan", "zhuzhou"): 67,
        ("xiangtan", "xiangtan"): 34,
    }
    assert result.net == {
        "changsha": -666 - 133 - 333 - 67 + 1,
        "zhuzhou": 666 + 133 - 2 + 67,
        "xiangtan": 333 + 67 - 67,
        "centre": 1,
    }


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


# Random windows


def counted(seed: int) -> set[str]:
    """What one random window and its context hold, by name."""
    drawn = scenario(seed)
    result = clear(drawn.rules, drawn.windows)
    found = {name[4] for name in result.outcomes}
    found |= {note for *_, notes in result.notes for note in notes.split()}
    if len(result.instructions) > 2:
        found.add("three instructions")
    if any(debtor == creditor for debtor, creditor, *_ in result.legs):
        found.add("own leg")
    found |= {f"{name[2]} leg" for name in result.legs}
    if any(fen > 10**10 for fen in result.legs.values()):
        found.add("large leg")
    rows = judge(drawn.rules, drawn.windows)
    last = max(row["window"] for row in rows) if rows else 0
    for row in rows:
        if row["window"] == last and "original" in row:
            found |= set(kinds_of_return(drawn.rules, row))
        if row.get("journey_leg", 0) > 1 and (row["list_fen"] or 0) > row["amount_fen"]:
            found.add("transfer")
    return found


def kinds_of_return(rules: Values, row: Values) -> Iterator[str]:
    """Name what is special about an accepted refund or reversal."""
    original, kind = row["original"], row["kind"]
    yield kind
    yield f"{kind} of {'this' if original['window'] == row['window'] else 'an earlier'}"
    if row["before"]:
        yield f"{kind} of a rest"
    if row["occurred_at"] < original["occurred_at"]:
        yield f"{kind} before its purchase"
    if 0 < row["amount_fen"] < original["amount_fen"] and kind == "refund":
        yield "partial refund"
    legs = legs_of(rules, row)
    named = {
        party for debtor, creditor, fen in legs if fen for party in (debtor, creditor)
    }
    if len(named) > 2:
        yield f"{kind} among three"


@pytest.fixture(scope="module")
def seen() -> Counter[str]:
    """In how many of the seeds each thing occurs."""
    found: Counter[str] = Counter()
    for seed in range(SEEDS):
        found.update(counted(seed))
    return found


@pytest.mark.parametrize(
    ("name", "least"),
    [
        *((code, 40) for code in ("ACCEPTED", "ROW_BAD", "PARTY_UNKNOWN", "TEST")),
        *((code, 40) for code in ("DUP_EXACT", "DUP_CONFLICT", "AMOUNT_RANGE")),
        *((code, 40) for code in ("FUTURE", "LATE", "TAC_FAIL", "KEY_UNKNOWN")),
        *((code, 40) for code in ("DENYLIST", "CTR_REPEAT", "ORIGINAL_MISSING")),
        *((code, 40) for code in ("REFUND_EXCESS", "RULE_NONE", "RULE_MANY")),
        *((note, 40) for note in ("CTR_GAP", "BAL_BREAK")),
        *((leg, 40) for leg in ("own leg", "transit leg", "parking leg", "large leg")),
        *((form, 40) for form in ("three instructions", "transfer", "partial refund")),
        *((f"refund of {what}", 40) for what in ("this", "an earlier", "a rest")),
        *((f"reversal of {what}", 25) for what in ("this", "an earlier", "a rest")),
        *(("refund before its purchase", 25), ("reversal before its purchase", 15)),
        *(("refund among three", 40), ("reversal among three", 15)),
    ],
)
def test_random_windows_hold_every_case_often(
    seen: Counter[str], name: str, least: int
) -> None:
    """A case that no window holds would be a case that nobody compares."""
    assert seen[name] >= least, seen


def lines_of(code: CodeType) -> set[int]:
    """The lines of a function's body and of the functions inside it."""
    found = {line for *_, line in code.co_lines() if line is not None}
    found -= {code.co_firstlineno}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            found |= lines_of(inner)
    return found


def test_random_windows_reach_every_line_of_the_oracle() -> None:
    """Each statement of each function is run by the first seeds."""
    path = oracle.__file__
    module = compile(Path(path).read_text("utf-8"), path, "exec")
    bodies = [
        each
        for each in module.co_consts
        if isinstance(each, CodeType) and each.co_name != "Result"
    ]
    reached: set[int] = set()

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != path:
            return None
        reached.add(frame.f_lineno)
        return trace

    former = sys.gettrace()
    sys.settrace(trace)
    try:
        for seed in range(60):
            drawn = scenario(seed)
            clear(drawn.rules, drawn.windows)
    finally:
        sys.settrace(former)
    assert bodies
    assert set().union(*map(lines_of, bodies)) - reached == set()


@pytest.mark.parametrize("seed", range(100))
def test_what_must_hold_of_any_window_holds(seed: int) -> None:
    """Nets sum to zero, counts to what was received, and no order of rows matters."""
    drawn = scenario(seed)
    result = clear(drawn.rules, drawn.windows)
    assert sum(result.net.values()) == 0
    assert len(result.instructions) <= max(len(result.net) - 1, 0)
    counts = Counter(result.counts)
    assert counts.pop("received", 0) == counts.total()
    other: list[Window] = [
        (order, bounds, [(sha, lines[::-1]) for sha, lines in reversed(files)])
        for order, bounds, files in reversed(drawn.windows)
    ]
    assert clear(drawn.rules, other) == result


def test_a_scenario_is_written_as_it_is_handed_over(tmp_path: Path) -> None:
    """The same seed writes the same bytes, and each file holds the lines named."""
    for seed in range(30):
        drawn = scenario(seed)
        assert drawn == scenario(seed)
        rules, incoming = drawn.write(tmp_path / str(seed))
        assert (rules / "participants.yaml").is_file()
        written = {
            hashlib.sha256(path.read_bytes()).hexdigest(): path
            for path in incoming.rglob("*.csv")
        }
        assert set(written) == {file.sha256 for files in drawn.files for file in files}
        for files in drawn.files:
            for file in files:
                text = written[file.sha256].read_text("utf-8-sig")
                lines = [
                    line for line in text.splitlines()[1:] if not line.startswith("#")
                ]
                assert lines == [raw for raw, _ in file.lines]
