"""What the oracle says of money, by cases added up by hand."""

import pytest

from hansa.clearing.tests.oracle.cases import (
    NEXT,
    back,
    cleared,
    codes,
    lot,
    owed,
    tap,
    three_cities,
    version,
    window,
)
from hansa.clearing.tests.oracle.oracle import (
    Values,
    clear,
    judge,
    split,
)


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
    """6:6:2 makes 4, 4, 2 of 10 but 5, 5, 1 of 11, so 湘潭 is paid 1 by a refund."""
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
