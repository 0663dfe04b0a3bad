"""A year as a wheel or as a grid: nothing is drawn over anything else."""

import math
from datetime import date

from hansa.chassis.drawing import RINGS_MOST, Spoke, year_grid, year_wheel
from hansa.chassis.drawing.wheel import GAP_AT_TOP
from hansa.kernel.periods import Period

DAY = date(2026, 11, 24)
WHOLE = Period(date(2026, 1, 1), date(2027, 1, 1))
SECOND_QUARTER = Period(date(2026, 4, 1), date(2026, 7, 1))
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))


def spoke(ring: int, period: Period) -> Spoke:
    """Give something asked for on a ring."""
    return Spoke(
        name=f"ring {ring}",
        label="one of two",
        count="1/2",
        period=period,
        ring=ring,
        kind="open",
        word="to come",
        address="#",
    )


def test_numbers_of_rings_stand_in_the_gap_and_the_hand_beside_the_year() -> None:
    """No arc reaches the top, and the hand ends before the middle."""
    spokes = [spoke(ring, WHOLE) for ring in range(RINGS_MOST)]
    wheel = year_wheel(2026, spokes, DAY)
    middle = wheel.size / 2
    for arc, ring in zip(wheel.arcs, wheel.rings, strict=True):
        begins = [float(part) for part in arc.path[1:].split("A")[0].split()]
        radius = middle - ring.y
        assert ring.x == middle
        assert begins[0] - ring.x >= math.pi * GAP_AT_TOP * radius * 0.9 > 10
    assert wheel.hand is not None
    assert min(math.dist(end, (middle, middle)) for end in wheel.hand) > 40
    assert year_wheel(2026, spokes, date(2025, 11, 24)).hand is None


def test_every_row_of_a_grid_has_twelve_months() -> None:
    """What overlaps on one ring gets a row of its own, without the name again."""
    spokes = [spoke(0, WHOLE), spoke(0, NOVEMBER), spoke(1, SECOND_QUARTER)]
    grid = year_grid(2026, spokes, DAY)
    assert grid.now == DAY.month
    assert [row.name for row in grid.rows] == ["ring 0", None, "ring 1"]
    laid = [
        [(stretch.months, stretch.spoke is not None) for stretch in row.stretches]
        for row in grid.rows
    ]
    assert laid == [
        [(12, True)],
        [(10, False), (1, True), (1, False)],
        [(3, False), (3, True), (6, False)],
    ]


def test_a_grid_is_cut_at_the_ends_of_its_year() -> None:
    """A period across New Year's Eve has its months of each year, and none of another."""
    winter = Period(date(2026, 12, 1), date(2027, 3, 1))
    spans = {
        year: [
            stretch.months
            for row in year_grid(year, [spoke(0, winter)], None).rows
            for stretch in row.stretches
            if stretch.spoke
        ]
        for year in (2025, 2026, 2027)
    }
    assert spans == {2025: [], 2026: [1], 2027: [2]}
