"""Minutes as LibreOffice prints and saves them: the measures of GB/T 9704."""

from itertools import pairwise
from pathlib import Path

import pytest

from hansa.governance import documents
from hansa.governance.documents.meetings import agenda_docx
from hansa.governance.formats.minutes_docx import differences, faults_of, open_docx
from hansa.governance.tests.sessions.minutes_content import (
    CITIES,
    CONTENT,
    FULL,
    JOINT,
    LONG,
    made,
)
from hansa.governance.tests.sessions.rendered import (
    PER_MM,
    Page,
    converted,
    needed,
    office,
    rendered,
)

pytestmark = [office, needed]

TOP, BOTTOM, LEFT, RIGHT = 37, 262, 28, 184
MIDDLE = 106
MARK_TOP = TOP + 35
NUMBER_SIZE = 14 * 25.4 / 72
WITHIN = 1.0
Prints = dict[str, list[Page]]


def near(measured: float, wanted: float) -> bool:
    """Tell whether a measure is the standard's, within a millimetre."""
    return abs(measured - wanted) <= WITHIN


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> Prints:
    """Print minutes of every kind once."""
    rows = [("一", "审议“断头路”清单" * 9, "审议")] * 12
    return rendered(
        tmp_path_factory.mktemp("prints"),
        {
            "single": documents.minutes_docx(CONTENT),
            "joint": documents.minutes_docx(JOINT),
            "long": documents.minutes_docx(LONG),
            "agenda": agenda_docx("协同发展座谈会", "2026年11月19日", rows),
        },
    )


def test_a_page_is_a4_and_holds_22_lines_of_28_characters(prints: Prints) -> None:
    """The whole lines of a full page are 28 characters, and there are 22 of them."""
    second = prints["long"][1]
    assert near(second.width / PER_MM, 210)
    assert near(second.height / PER_MM, 297)
    full = [one for one in second.lines if set(one.words) == {"国"}]
    assert [len(one.words) for one in full] == [28] * 22
    pitches = {round(below.top - above.top, 1) for above, below in pairwise(full)}
    assert pitches == {10.2}, "225 mm by 22 lines"
    assert near(22 * (full[-1].top - full[0].top) / 21, 225)


def test_the_text_fills_156_by_225_mm(prints: Prints) -> None:
    """Its left edge is 28 mm from the page's, and its ink stays in the block."""
    ink = prints["long"][1].box(0, 264)
    assert near(ink.left, LEFT)
    assert near(ink.right, RIGHT)
    assert TOP <= ink.top <= TOP + 5
    assert BOTTOM - 5 <= ink.bottom <= BOTTOM


def test_the_rules_at_the_foot_close_the_block(prints: Prints) -> None:
    """版记: rules of 0.35 mm as wide as the block, the last one at its lower edge."""
    for name in ("single", "joint", "long"):
        upper, lower = prints[name][-1].rules()[-2:]
        for rule in (upper, lower):
            assert near(rule.left, LEFT)
            assert near(rule.right, RIGHT)
            assert 0.2 <= rule.bottom - rule.top <= 0.5
        assert near(lower.bottom, BOTTOM)
        assert 6 <= lower.top - upper.top <= 12


def test_the_mark_stands_35_mm_below_the_top_of_the_block(prints: Prints) -> None:
    """Its ink begins there, and its middle is that of the block."""
    mark = prints["single"][0].box(40, 95)
    assert near(mark.top, MARK_TOP)
    assert near(mark.middle, MIDDLE)


def test_the_joint_header_stands_where_a_mark_stands(prints: Prints) -> None:
    """The first organ begins at 35 mm, all are equally wide, and text follows below."""
    first = prints["joint"][0]
    mark = first.box(40, 150)
    assert near(mark.top, MARK_TOP)
    assert near(mark.middle, MIDDLE)
    organs = [one for one in first.lines if one.words.endswith("人民政府")]
    assert [one.words for one in organs] == [f"{city}市人民政府" for city in CITIES]
    assert len({round(one.left) for one in organs}) == 1
    middle = (organs[0].top + organs[-1].top) / 2
    (beside,) = [one for one in first.lines if one.words == "纪要"]
    assert beside.left > organs[0].left
    assert abs(beside.top - middle) < 8
    assert any(one.words.startswith("2026年11月19日") for one in first.lines)


def test_the_red_rule_stands_4_mm_below_the_number(prints: Prints) -> None:
    """As wide as the block; the number is centred, two empty lines below the mark."""
    page = prints["single"][0]
    rule = page.rules()[0]
    assert near(rule.left, LEFT)
    assert near(rule.right, RIGHT)
    number = page.box(rule.top - 9, rule.top - 0.5)
    assert near(rule.top - number.bottom, 4)
    assert near(number.middle, MIDDLE)
    mark = page.box(40, 90)
    lines_between = (number.top - mark.bottom) / (29 * 25.4 / 72)
    assert 2 <= lines_between <= 3
    title = page.box(rule.bottom + 20, rule.bottom + 40)
    assert near(title.middle, MIDDLE)


def test_page_numbers_stand_7_mm_below_the_block(prints: Prints) -> None:
    """Odd ones right, even ones left, one character in, the dash 7 mm below the block."""
    odd, even, *_rest = (one.box(BOTTOM + 1, 297) for one in prints["long"])
    assert near(odd.right, RIGHT - NUMBER_SIZE)
    assert near(even.left, LEFT + NUMBER_SIZE)
    for page, ink in zip(prints["long"], (odd, even), strict=False):
        dash = page.box(BOTTOM + 1, 297, ink.left, ink.left + 3)
        assert near(dash.top, BOTTOM + 7)
        assert dash.bottom - dash.top < 1


def test_wrapped_names_stand_under_the_first_name(prints: Prints) -> None:
    """出席 begins two characters in; further lines begin where its first name does."""
    lines = [one for page in prints["long"] for one in page.lines]
    at = next(n for n, one in enumerate(lines) if one.words.startswith("出席："))
    size = 15.75 * 25.4 / 72
    assert near(lines[at].left, LEFT + 2 * size)
    for wrapped in lines[at + 1 : at + 3]:
        assert near(wrapped.left, LEFT + 5 * size)


def test_other_papers_have_the_same_page(prints: Prints) -> None:
    """An agenda of many items has 22 lines on its full page too."""
    ink = prints["agenda"][1].box(0, 264)
    assert near(ink.left, LEFT)
    lines = [one for one in prints["agenda"][1].lines if one.top < BOTTOM]
    assert len(lines) == 22


def test_nothing_is_lost_in_print(prints: Prints) -> None:
    """Every word of the record stands on the pages, once."""
    words = "".join(one.words for page in prints["long"] for one in page.lines)
    assert words.count("国") == len(FULL)
    assert words.count("会议同意编制断头路清单。") == 1
    assert "〔2026〕1号" in words


def test_what_libreoffice_saved_is_read_as_before(tmp_path: Path) -> None:
    """A docx saved by LibreOffice fails nothing; one changed word is one difference."""
    (tmp_path / "same.docx").write_bytes(documents.minutes_docx(JOINT))
    changed = made(JOINT)
    for one in changed.paragraphs:
        for run in one.runs:
            run.text = run.text.replace("断头路清单。", "断头路名单。")
    changed.save(str(tmp_path / "changed.docx"))
    saved = converted(
        tmp_path, "docx", [tmp_path / "same.docx", tmp_path / "changed.docx"]
    )
    same = open_docx((saved / "same.docx").read_bytes())
    assert faults_of(same, JOINT) == ()
    assert differences(JOINT, same) == ()
    (found,) = differences(JOINT, open_docx((saved / "changed.docx").read_bytes()))
    assert (found.place, found.recorded, found.written) == (3, "清", "名")
