"""Drawings of money: who owes whom, flows, what became of rows, two versions."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hansa.chassis.drawing import (
    LineKind,
    Stage,
    line_pairs,
    owed_matrix,
    position_chart,
    sankey,
    stage_group,
)
from hansa.chassis.templatetags.hansa import counted, position, yuan

PARTIES = ("changsha", "zhuzhou", "xiangtan")
# The demonstration's story, in fen.
OWED = {
    ("changsha", "zhuzhou"): 100_000_000,
    ("changsha", "xiangtan"): 25_000_000,
    ("zhuzhou", "changsha"): 60_000_000,
    ("zhuzhou", "xiangtan"): 15_000_000,
    ("xiangtan", "changsha"): 40_000_000,
    ("xiangtan", "zhuzhou"): 10_000_000,
}
pairs = st.dictionaries(
    st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES)),
    st.integers(1, 10**13),
)


def test_the_matrix_keeps_the_order_and_the_sums() -> None:
    """Rows and columns stand in the order given; nets are owed less owing."""
    matrix = owed_matrix("", "", PARTIES, OWED)
    assert [row.party for row in matrix.rows] == list(PARTIES)
    assert [row.net_fen for row in matrix.rows] == [
        -25_000_000,
        35_000_000,
        -10_000_000,
    ]
    assert matrix.gross_fen == 250_000_000
    shades = [[cell.shade for cell in row.cells] for row in matrix.rows]
    assert shades == [[0, 5, 2], [3, 0, 1], [2, 1, 0]]


@given(pairs)
def test_a_matrix_never_owes_itself(owed: dict[tuple[str, str], int]) -> None:
    """Whatever is owed, nets sum to zero and only what is nothing has no shade."""
    matrix = owed_matrix("", "", PARTIES, owed)
    assert sum(row.net_fen for row in matrix.rows) == 0
    for row in matrix.rows:
        for cell in row.cells:
            assert (cell.shade == 0) is (cell.amount_fen == 0)
            assert 0 <= cell.shade <= 5
            assert not (cell.is_self and cell.amount_fen)


@given(st.lists(st.integers(-(10**13), 10**13), max_size=6))
def test_positions_stay_on_the_sheet(amounts: list[int]) -> None:
    """Each bar touches the zero line, on its own side, and none leaves the drawing."""
    chart = position_chart("", "", {str(at): fen for at, fen in enumerate(amounts)})
    assert 0 <= chart.zero <= chart.scale
    for bar in chart.bars:
        assert bar.x >= 0
        assert bar.width == 0 or bar.x + bar.width <= chart.scale + 6
        if bar.amount_fen > 0:
            assert bar.x == chart.zero


@given(pairs)
def test_bands_fill_the_edges_of_their_parties(
    owed: dict[tuple[str, str], int],
) -> None:
    """Both sides come to one sum, and every path stays on the sheet."""
    drawn = sankey("", "", PARTIES, owed)
    whole = sum(fen for (debtor, creditor), fen in owed.items() if debtor != creditor)
    assert sum(node.amount_fen for node in drawn.debtors) == whole
    assert sum(node.amount_fen for node in drawn.creditors) == whole
    assert sum(band.amount_fen for band in drawn.bands) == whole
    for band in drawn.bands:
        for number in re.findall(r"\d+", band.path):
            assert int(number) <= max(drawn.width, drawn.height)


def test_the_flow_that_the_title_names_is_marked() -> None:
    """One band of the story stands out; parties on each side never overlap."""
    drawn = sankey("", "", PARTIES, OWED, ("changsha", "zhuzhou"))
    marked = [band for band in drawn.bands if band.is_marked]
    assert [(band.debtor, band.creditor) for band in marked] == [
        ("changsha", "zhuzhou")
    ]
    for side in (drawn.debtors, drawn.creditors):
        for above, below in pairwise(side):
            assert above.y + above.height < below.y


def test_few_among_many_are_still_seen() -> None:
    """Eleven rows of 412,806 have a bar; none of nothing has."""
    stages = [
        Stage(label="received", value=412_806, kind="whole"),
        Stage(label="suspended", value=11, kind="near"),
        Stage(label="rejected", value=0, kind="late"),
    ]
    widths = [drawn.width for drawn in stage_group("", stages, is_money=False).stages]
    assert widths == [1000, 6, 0]


def test_versions_stand_beside_each_other() -> None:
    """A changed line stands beside its old form; what is new or gone stands alone."""
    found = line_pairs("a\nb\nc\n", "a\nB\nc\nd\n")
    assert [(one.kind, one.before, one.after) for one in found] == [
        (LineKind.SAME, "a", "a"),
        (LineKind.CHANGED, "b", "B"),
        (LineKind.SAME, "c", "c"),
        (LineKind.ADDED, None, "d"),
    ]
    assert [one.kind for one in line_pairs("a\nb\n", "a\n")][-1] is LineKind.REMOVED


@given(st.text(alphabet="ab\n"), st.text(alphabet="ab\n"))
def test_no_line_is_lost(before: str, after: str) -> None:
    """Each side reads from top to bottom as its version does."""
    found = line_pairs(before, after)
    old = [one.before for one in found if one.before is not None]
    new = [one.after for one in found if one.after is not None]
    assert old == before.splitlines()
    assert new == after.splitlines()


@pytest.mark.parametrize(
    ("fen", "kind", "amount"),
    [
        (35_000_000, "receivable", "350,000.00"),
        (-25_000_000, "payable", "250,000.00"),
        (0, "even", "0.00"),
    ],
)
def test_the_sign_is_a_word_and_a_colour(fen: int, kind: str, amount: str) -> None:
    """No minus sign: who receives and who pays is said, and zero is neither."""
    drawn = position(fen)
    assert (drawn["kind"], drawn["amount"]) == (kind, amount)
    assert (drawn["word"] is None) is (fen == 0)


def test_numbers_are_written_for_people() -> None:
    """Fen are never shown; thousands stand apart."""
    assert yuan(1) == "0.01"
    assert yuan(100_000_000) == "1,000,000.00"
    assert counted(412_806) == "412,806"
