"""The concordance of drafts: articles found, aligned, and what differs in them."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hansa.governance.rules.concordance import Draft, align, concordance
from hansa.governance.rules.law_quantities import number, quantities, whole
from hansa.governance.rules.law_texts import ARTICLES_MOST, split
from hansa.governance.terms.laws import (
    LETTERS_MOST,
    ArticleRef,
    Fix,
    FixKind,
    LawText,
    Row,
)
from hansa.governance.tests.laws import drafts
from hansa.kernel.errors import Refused

# What an example costs says nothing on a machine that is busy.
PATIENT = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
STEMS = (
    *("停放点由市城市管理部门划定", "禁止在楼梯间充电", "违反规定的，处罚款"),
    *("本条例自公布之日起施行", "县级人民政府应当加强领导", "任何单位有权举报"),
    *("The city sets the places for parking", "适用本条例", ""),
)
FIGURES = ("", "三十日", "15日", "五百元以下", "百分之五", "2027年5月1日")
ARTICLES = st.lists(
    st.tuples(st.sampled_from(STEMS), st.sampled_from(FIGURES)).map("".join),
    min_size=1,
    max_size=8,
)


def draft(member: str, words: list[str]) -> Draft:
    """Number some articles as one draft."""
    lines = (f"第{n}条　{one}" for n, one in enumerate(words, start=1))
    return Draft(member, split("\n".join(lines)).articles)


def rows_of(texts: dict[str, str], fixes: tuple[Fix, ...] = ()) -> tuple[Row, ...]:
    """Set texts of cities beside each other, each with the name of its city."""
    return concordance(
        tuple(
            Draft(member, split(words).articles, ((drafts.NAMES[member], "本市"),))
            for member, words in texts.items()
        ),
        fixes,
    )


def kinds(rows: tuple[Row, ...]) -> list[str]:
    """List the kinds of all divergences, row by row."""
    return [one.kind.value for row in rows for one in row.divergences]


def labels(row: Row) -> list[str | None]:
    """List how a row's articles are numbered in their drafts."""
    return [cell.article.label if cell.article else None for cell in row.cells]


def test_two_thresholds_differ_and_one_article_is_missing() -> None:
    """Three drafts written apart: exactly what differs is flagged, figure by figure."""
    rows = rows_of(drafts.TEXTS)
    assert kinds(rows) == ["quantity", "missing", "quantity"]
    days, missing, fine = (d for row in rows for d in row.divergences)
    assert dict(days.said) == {
        "xuzhou": "三十日",
        "huaibei": "15日",
        "suzhou": "30日",
    }
    assert dict(missing.said) == {
        "xuzhou": "第五条",
        "huaibei": "第五条",
        "suzhou": "",
    }
    assert [words for _, words in fine.said] == ["二百元", "五百元", "200元"]
    assert labels(rows[5]) == ["第六条", "第六条", "第五条"]


def test_figures_of_one_value_and_own_names_are_not_marked() -> None:
    """What is marked is what differs: 三十日 and 30日 are one figure, however written."""
    rows = rows_of(drafts.TEXTS)
    marked = [
        [piece.words for piece in cell.pieces if piece.differs]
        for cell in rows[3].cells
    ]
    assert marked == [["三十日"], ["15日"], []]
    assert all(len(cell.pieces) == 1 for cell in rows[0].cells)


def test_a_text_written_in_another_city_s_name_is_the_same() -> None:
    """Equal drafts, each with its own city's name, diverge in nothing."""
    same = {m: drafts.XUZHOU.replace("徐州市", n) for m, n in drafts.NAMES.items()}
    rows = rows_of(same)
    assert (len(rows), kinds(rows)) == (7, [])


def test_a_moved_article_is_found_and_said_to_be_moved() -> None:
    """An article that stands elsewhere in another draft is in its row all the same."""
    lines = drafts.HUAIBEI.splitlines()
    moved = [*lines[:3], lines[6], *lines[3:6], lines[7]]
    rows = rows_of({"xuzhou": drafts.XUZHOU, "huaibei": "\n".join(moved)})
    assert labels(rows[5]) == ["第六条", "第六条"]
    shown = [cell.moved for row in rows for cell in row.cells]
    assert shown.count(True) == 1
    assert rows[5].cells[1].moved


def test_wording_differs_once_however_many_words_do() -> None:
    """Other words are one divergence of the row; figures beside them are their own."""
    other = drafts.HUAIBEI.replace(
        "会同公安机关划定，并向社会公布", "划定并公布"
    ).replace("五百元以下罚款", "一百元以上五百元以下罚款")
    rows = rows_of({"xuzhou": drafts.XUZHOU, "huaibei": other})
    assert kinds(rows) == ["wording", "quantity", "quantity", "wording"]
    counted = rows[5].divergences[0]
    assert dict(counted.said) == {"xuzhou": "二百元", "huaibei": "一百元、五百元"}


@PATIENT
@given(st.lists(ARTICLES, min_size=2, max_size=4), st.permutations(range(4)))
def test_every_article_once_and_the_same_rows_in_any_order(
    texts: list[list[str]], order: list[int]
) -> None:
    """Each article of each draft stands in one row; the order of drafts changes none."""
    every = [draft(f"city-{n}", words) for n, words in enumerate(texts)]
    rows = concordance(tuple(every), ())
    placed = [
        (cell.member, cell.article.place)
        for row in rows
        for cell in row.cells
        if cell.article
    ]
    assert sorted(placed) == [(d.member, a.place) for d in every for a in d.articles]
    shuffled = [every[n] for n in order if n < len(every)]
    assert partition(every) == partition(shuffled)


def partition(every: list[Draft]) -> set[frozenset[tuple[str, int]]]:
    """Give which articles stand together, in no order."""
    return {frozenset(group.items()) for group in align(every, ())}


@PATIENT
@given(ARTICLES, st.integers(min_value=2, max_value=5))
def test_equal_drafts_diverge_in_nothing(words: list[str], count: int) -> None:
    """Equal drafts, with twins among their articles too, give a row for each article."""
    every = tuple(draft(f"city-{n}", words) for n in range(count))
    rows = concordance(every, ())
    assert [[c.article.place for c in r.cells if c.article] for r in rows] == [
        [place] * count for place in range(1, len(words) + 1)
    ]
    assert kinds(rows) == []
    assert not any(cell.moved for row in rows for cell in row.cells)


@PATIENT
@given(ARTICLES, ARTICLES, st.data())
def test_hands_go_before_likeness(
    left: list[str], right: list[str], data: st.DataObject
) -> None:
    """What is paired stands in one row, what is parted in two; nothing is lost."""
    one, other = draft("a", left), draft("b", right)
    first = data.draw(st.sampled_from(one.articles))
    second = data.draw(st.sampled_from(other.articles))
    refs = ArticleRef("a", first.key), ArticleRef("b", second.key)
    for kind in FixKind:
        fix = Fix(kind=kind, left=refs[0], right=refs[1])
        rows = concordance((one, other), (fix,))
        together = any(set(refs) <= set(row.refs) for row in rows)
        assert together is (kind is FixKind.PAIR)
        assert sum(len(row.refs) for row in rows) == len(left) + len(right)


def test_a_correction_for_a_text_that_is_gone_does_nothing() -> None:
    """A pair over words that no draft holds any more is idle."""
    gone = ArticleRef("huaibei", "0000-1")
    fix = Fix(kind=FixKind.PAIR, left=drafts.ref("xuzhou", "第一条"), right=gone)
    assert rows_of(drafts.TEXTS, (fix,)) == rows_of(drafts.TEXTS)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("应当在三十日内", [("day", 30)]),
        ("在30天内、三个工作日内", [("day", 30), ("working-day", 3)]),
        ("处五千元以上2万元以下罚款", [("yuan", 5000), ("yuan", 20_000)]),
        ("1,200.50元", [("yuan", Fraction(2401, 2))]),
        ("百分之五、5%、50‰", [("percent", 5)] * 3),
        ("三分之二以上", [("percent", Fraction(200, 3))]),
        ("自二〇二七年五月一日起", [("date", 20270501)]),
        ("自2027年5月1日起", [("date", 20270501)]),
        ("三至五日", [("", 3), ("day", 5)]),
        ("依照第十二条第二款和 Article 12", []),
        ("统一规划、四通八达", []),
        ("within 30 days, RMB 5,000", [("day", 30), ("yuan", 5000)]),
        ("年满十六周岁，二点五米", [("age", 16), ("metre", Fraction(5, 2))]),
    ],
)
def test_figures_as_people_write_them(
    words: str, found: list[tuple[str, object]]
) -> None:
    """Arabic and Chinese numerals, units, shares, ranges and dates; no references."""
    assert [one.measure for one in quantities(words)[0]] == found


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *(("十", 10), ("十五", 15), ("一百零五", 105), ("两千", 2000)),
        *(("一亿二千万", 120_000_000), ("三万零五十", 30_050), ("二〇二七", 2027)),
        *(("万", 10_000), ("12", 12)),
    ],
)
def test_chinese_numbers(written: str, value: int) -> None:
    """Numbers are read as they are spoken, or sign by sign."""
    assert whole(written) == value
    assert number(written) == value


def test_a_text_is_cut_at_its_articles() -> None:
    """Chapters are headings, sentences that begin with 第…条 are none, parts stay."""
    text = split(
        "某市条例\n（2026年通过）\n目　录\n第一章　总则\n第一章　总则\n"
        "第一条　为了规范，制定本条例。\n第二条【范围】适用：\n（一）甲；\n"
        "第一条规定的除外。\n第三条处五百元罚款。\n第二章　附则\n"
        "第三条之一　另行规定。\n第四条　自公布之日起施行。"
    )
    assert text.title == "某市条例"
    assert told(text) == [
        ("", "", "（2026年通过）"),
        ("第一条", "第一章 总则", "为了规范，制定本条例。"),
        ("第二条", "第一章 总则", "【范围】适用：\n（一）甲；\n第一条规定的除外。"),
        ("第三条", "第一章 总则", "处五百元罚款。"),
        ("第三条之一", "第二章 附则", "另行规定。"),
        ("第四条", "第二章 附则", "自公布之日起施行。"),
    ]


def told(text: LawText) -> list[tuple[str, str, str]]:
    """Give label, chapter and words of each article."""
    return [(one.label, one.chapter, one.words) for one in text.articles]


def test_an_english_text_is_cut_alike() -> None:
    """Article 1 and Section 2 begin lines of their own, under their chapters."""
    text = split("Rules\nChapter 1 General\nArticle 1. Purpose.\nSection 2 Scope.")
    assert told(text) == [
        ("Article 1", "Chapter 1 General", "Purpose."),
        ("Section 2", "Chapter 1 General", "Scope."),
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("没有条文", "articles-missing"),
        ("", "articles-missing"),
        ("第一条　\u202e略。", "draft-too-long"),
        ("条" * (LETTERS_MOST + 1), "draft-too-long"),
        (
            "\n".join(f"第{n}条　略" for n in range(1, ARTICLES_MOST + 2)),
            "draft-too-long",
        ),
    ],
)
def test_what_is_no_draft_is_refused(words: str, code: str) -> None:
    """A text without articles or measure, or that misleads, is said to be none."""
    with pytest.raises(Refused) as refused:
        split(words)
    assert refused.value.code == code
