"""What notices say: the sample of the glossary, the limits, and both languages."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hansa.duties.rules.notice_papers import paper_of
from hansa.duties.rules.notice_words import (
    COMMENT,
    COMMENT_RIDER,
    LONGEST,
    SEND_IN,
    SETTLE,
    asked_by_default,
    day_words,
    length_of,
    letterhead,
    name_of_city,
    one_line,
    reference,
    shorten_chinese,
    shorten_english,
    unit_letterhead,
    words_of,
)
from hansa.duties.terms.notices import (
    Addressee,
    Ground,
    Matter,
    NoticeKind,
    Occasion,
)
from hansa.kernel.text import Bilingual

ON = date(2026, 11, 24)
HUAIHAI = letterhead(
    Bilingual("淮海经济区", "Huaihai Economic Zone"),
    Bilingual("经济区", "economic zone"),
    Bilingual("协同发展办公室", "Joint Office"),
)
MINUTES = Matter(
    title=Bilingual(
        "2026年座谈会纪要（征求意见稿）", "Minutes of the 2026 Symposium (draft)"
    ),
    is_document=True,
    asked=COMMENT,
    rider=COMMENT_RIDER,
    due_on=date(2026, 11, 27),
    due_time=time(17, 30),
    contact=Bilingual("综合组", "General Section"),
)
CITIES = tuple(
    Bilingual(zh, en)
    for zh, en in (
        ("徐州", "Xuzhou"),
        ("连云港", "Lianyungang"),
        ("宿迁", "Suqian"),
        ("淮北", "Huaibei"),
        ("宿州", "Suzhou"),
        ("商丘", "Shangqiu"),
        ("枣庄", "Zaozhuang"),
        ("济宁", "Jining"),
        ("临沂", "Linyi"),
        ("菏泽", "Heze"),
    )
)
LINYI, SHANGQIU = name_of_city(CITIES[8]), name_of_city(CITIES[5])


def changed(**fields: object) -> Matter:
    """The minutes with some fields changed."""
    named = {name: getattr(MINUTES, name) for name in Matter.__slots__}
    return Matter(**{**named, **fields})


def said(kind: NoticeKind, matter: Matter, *names: Bilingual) -> Bilingual:
    """Words for some names, as the joint office issues them on 24 November 2026."""
    return words_of(kind, matter, names, HUAIHAI.short, ON)


def test_the_sample_of_the_glossary() -> None:
    """The reminder of the glossary comes out character by character."""
    words = said(NoticeKind.REMINDER, MINUTES, LINYI, SHANGQIU)
    assert words.zh == (
        "【淮海经济区协同办】关于《2026年座谈会纪要（征求意见稿）》的提示：请临沂市、商丘市于"
        "11月27日（周五）17:30前反馈意见，无意见也请回复。联系人：综合组。"
    )
    assert words.en == (
        "Huaihai Joint Office – “Minutes of the 2026 Symposium (draft)”: Linyi and "
        "Shangqiu, please send comments by Fri 27 Nov, 17:30."
    )


def test_what_a_title_is_on_is_said_once() -> None:
    """A title that begins with 关于 stands in marks, and its own marks within them."""
    title = Bilingual("关于推进《合作要点》落实的方案", "Plan on the Points")
    words = said(NoticeKind.REMINDER, replace(MINUTES, title=title), LINYI)
    assert "关于《关于推进〈合作要点〉落实的方案》的提示" in words.zh
    plain = replace(MINUTES, title=title, is_document=False, asked=SEND_IN)
    words = said(NoticeKind.REMINDER, plain, LINYI)
    assert "关于报送《关于推进〈合作要点〉落实的方案》的提示" in words.zh


@pytest.mark.parametrize("kind", sorted(set(NoticeKind) - {NoticeKind.INVITATION}))
def test_every_kind_says_who_what_and_by_when(kind: NoticeKind) -> None:
    """Each kind names office, matter and city, in both languages."""
    words = said(kind, MINUTES, LINYI)
    assert words.zh.startswith("【淮海经济区协同办】")
    assert "《2026年座谈会纪要（征求意见稿）》" in words.zh
    assert "临沂市" in words.zh
    assert "Linyi" in words.en
    assert "Huaihai Joint Office" in words.en
    assert max(map(length_of, (words.zh, words.en))) <= LONGEST


def test_an_invitation_says_when_and_where() -> None:
    """A notice of meeting names day, hour and place, and asks for the reply slip."""
    matter = changed(
        title=Bilingual("协同发展协商会议", "Consultation"),
        is_document=False,
        asked=Bilingual("报送参会回执", "return the reply slip"),
        rider=None,
        occasion=Occasion(
            on=date(2026, 12, 3), at=time(9), place=Bilingual("徐州", "Xuzhou")
        ),
    )
    words = said(NoticeKind.INVITATION, matter, LINYI)
    assert words.zh == (
        "【淮海经济区协同办】关于召开协同发展协商会议的通知：会议定于12月3日（周四）9:00在徐州召开，"
        "请临沂市于11月27日（周五）17:30前报送参会回执。联系人：综合组。"
    )
    assert "Thu 3 Dec, 9:00, Xuzhou" in words.en


@pytest.mark.parametrize(
    ("due_on", "chinese", "english"),
    [
        (
            date(2026, 11, 20),
            "尽快反馈意见（时限11月20日，已过4天）",
            "(due 20 Nov, 4 days ago)",
        ),
        (date(2026, 11, 23), "（时限11月23日，已过1天）", "(due 23 Nov, 1 day ago)"),
        (date(2026, 11, 24), "于11月24日（周二）17:30前", "by Tue 24 Nov, 17:30"),
        (date(2027, 1, 8), "于2027年1月8日（周五）17:30前", "by Fri 8 Jan 2027, 17:30"),
        (None, "请临沂市尽快反馈意见", "without delay"),
    ],
)
def test_time_limits(due_on: date | None, chinese: str, english: str) -> None:
    """A past day is a fact, the last day still counts, another year is written."""
    words = said(NoticeKind.REMINDER, changed(due_on=due_on), LINYI)
    assert chinese in words.zh
    assert english in words.en


def test_a_late_meeting_of_a_group_keeps_its_name() -> None:
    """English says the day and not how many days ago, before it cuts the name."""
    group = "Joint Working Group on Social Services, 2025 meeting"
    matter = changed(
        title=Bilingual("社会事业融合发展联合工作组2025年会议", group),
        is_document=False,
        asked=SETTLE,
        rider=None,
        due_on=date(2025, 12, 31),
        due_time=None,
    )
    words = said(NoticeKind.REMINDER, matter, LINYI)
    assert f"“{group}”: Linyi, please settle it and report back" in words.en
    assert "(due 31 Dec 2025)" in words.en
    assert length_of(words.en) <= LONGEST
    assert (
        "关于社会事业融合发展联合工作组2025年会议的提示：请临沂市尽快办理" in words.zh
    )


def test_a_late_letter_says_how_late_in_both_languages() -> None:
    """English drops that it is wanted without delay before it drops the days."""
    matter = changed(
        title=Bilingual(
            "第三季度合作事项进展情况", "Progress of cooperation in the third quarter"
        ),
        is_document=False,
        asked=SEND_IN,
        rider=None,
        due_on=date(2026, 10, 15),
        due_time=None,
    )
    words = said(NoticeKind.LETTER, matter, LINYI)
    assert "已过40天" in words.zh
    assert words.en == (
        "Huaihai Joint Office, letter on “Progress of cooperation in the third "
        "quarter”: Linyi, please send it in (due 15 Oct, 40 days ago)."
    )
    short = changed(
        title=Bilingual("会议纪要", "Minutes"),
        asked=SEND_IN,
        rider=None,
        due_on=date(2026, 10, 15),
        due_time=None,
    )
    whole = said(NoticeKind.LETTER, short, LINYI)
    assert "联系人：综合组。" in whole.zh
    assert whole.en.endswith("Contact: General Section.")


def test_all_ten_cities_with_a_long_title_fit() -> None:
    """The longest case that is real: ten cities, and a title cut with …… inside 《》."""
    long_title = (
        "淮海经济区协同发展座谈会2026年会议纪要及六项议定事项年度任务分工方案"
        "与进展情况汇总表（征求意见稿）"
    )
    matter = changed(title=Bilingual(long_title, "A long title " * 9))
    words = said(NoticeKind.REMINDER, matter, *map(name_of_city, CITIES))
    assert length_of(words.zh) < 140
    assert "……》的提示" in words.zh
    for city in CITIES:
        assert f"{city.zh}市" in words.zh
    assert "11月27日（周五）17:30前反馈意见" in words.zh
    assert length_of(words.en) < 140
    assert "Xuzhou, Lianyungang" in words.en


def test_the_first_parts_to_go() -> None:
    """What a short notice can do without goes first; who, what and when stay."""
    cities = [Bilingual(f"第{n}长名称城市", f"City number {n}") for n in range(1, 16)]
    words = said(NoticeKind.REMINDER, MINUTES, *cities)
    assert "联系人" not in words.zh
    assert "等15方" in words.zh
    assert "11月27日（周五）17:30前反馈意见" in words.zh
    assert "and 13 more" in words.en


@pytest.mark.parametrize(
    ("words", "room", "expected"),
    [
        ("年度合作协议", 6, "年度合作协议"),
        ("2026年度座谈会议定事项任务分工", 8, "2026年……"),
        ("座谈会纪要（征求意见稿）", 10, "座谈会纪要……"),
        ("跨省断头路、毗邻县道与项目台账", 9, "跨省断头路……"),
        ("跨省断头路排查与项目台账", 11, "跨省断头路排查……"),
        ("关于参与联防联控的城市名单", 11, "关于参与联防联控的……"),
        ("轨道S12345678号线", 8, "轨道……"),
    ],
)
def test_chinese_is_cut_at_the_end_of_a_word(
    words: str, room: int, expected: str
) -> None:
    """A cut falls before a bracket or a connecting word, never within a number."""
    assert shorten_chinese(words, room) == expected


@pytest.mark.parametrize(
    ("words", "room", "expected"),
    [
        ("Minutes of the Symposium", 24, "Minutes of the Symposium"),
        ("Minutes of the Symposium", 20, "Minutes…"),
        ("Division of Work, Draft", 18, "Division of Work…"),
        ("Supercalifragilistic", 8, "…"),
    ],
)
def test_english_is_cut_after_a_word(words: str, room: int, expected: str) -> None:
    """A cut leaves whole words, and no “of the” at the end."""
    assert shorten_english(words, room) == expected


def test_characters_are_counted_as_people_do() -> None:
    """Marks that sit on another character do not count; rare characters count once."""
    assert length_of("𠮷野家") == 3
    assert length_of("e\u0301a\u200d") == 2
    assert length_of("《……》") == 4


anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)
names = st.builds(Bilingual, anything, anything)


@given(
    kind=st.sampled_from(NoticeKind),
    title=names,
    cities=st.lists(names, min_size=1, max_size=45),
    asked=names,
    place=names,
    office=names,
    due_on=st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
def test_no_names_make_it_too_long(
    kind: NoticeKind,
    title: Bilingual,
    cities: list[Bilingual],
    asked: Bilingual,
    place: Bilingual,
    office: Bilingual,
    due_on: date | None,
) -> None:
    """Whatever anything is called, a text has one line and fewer than 140 characters."""
    matter = changed(
        title=title,
        asked=asked,
        due_on=due_on,
        occasion=Occasion(on=ON, at=time(9), place=place),
    )
    words = words_of(kind, matter, cities, office, ON)
    for text in (words.zh, words.en):
        assert length_of(text) < 140
        assert len(text.splitlines()) == 1


def test_line_breaks_and_hidden_characters_become_spaces() -> None:
    """A title with a line break cannot end a line, so it cannot end a mail's header."""
    assert one_line("纪要\r\nBcc: all@example.org\u2028\u0000x") == (
        "纪要 Bcc: all@example.org x"
    )


def test_signatures_come_from_the_charter() -> None:
    """Each league signs with its own noun; a city's liaison with its unit."""
    assert HUAIHAI.name.zh == "淮海经济区协同发展办公室"
    assert HUAIHAI.short == Bilingual("淮海经济区协同办", "Huaihai Joint Office")
    cluster = letterhead(
        Bilingual("长株潭城市群", "Chang-Zhu-Tan city cluster"),
        Bilingual("城市群", "city cluster"),
        Bilingual("秘书处", "Secretariat"),
    )
    assert cluster.short == Bilingual("长株潭城市群秘书处", "Chang-Zhu-Tan Secretariat")
    assert reference(HUAIHAI.mark, NoticeKind.LETTER, 2026, 3) == Bilingual(
        "淮海协同提示〔2026〕3号",
        "Huaihai Joint Office, Letter of Reminder No. 3 of 2026",
    )
    assert unit_letterhead(CITIES[8], None).name.zh == "临沂市联络机构"
    nobody = letterhead(Bilingual("甲乙丙", "ABC"), Bilingual("联合体", "union"), None)
    assert nobody.short == Bilingual("甲乙丙", "ABC")


def test_what_is_asked_by_default() -> None:
    """A comment round wants an answer in any case; other duties are settled."""
    assert asked_by_default(MINUTES.title, of_request=True) == (COMMENT, COMMENT_RIDER)
    other = Bilingual("年度台账", "Yearly ledger")
    assert asked_by_default(other, of_request=True) == (SEND_IN, None)
    assert asked_by_default(other, of_request=False) == (SETTLE, None)


def test_days_are_written_as_in_documents() -> None:
    """No leading zeros, the weekday in brackets, twenty-four hours."""
    assert day_words(date(2026, 1, 4), 2026) == Bilingual("1月4日（周日）", "Sun 4 Jan")


def test_a_letter_quotes_its_clause_and_names_day_and_delay() -> None:
    """The paper form has heading, organ, ground, standing, request and thanks."""
    paper = paper_of(
        NoticeKind.LETTER,
        changed(due_on=date(2026, 11, 20)),
        Addressee(member="linyi"),
        Bilingual("临沂市人民政府", "The Municipal People's Government of Linyi"),
        LINYI,
        HUAIHAI,
        ON,
        Ground(
            clause="GOV-15",
            phrase="负责日常工作的统筹调度",
            title=Bilingual("日常调度", "Daily business of the office"),
            instrument=Bilingual("《框架协议》", "Framework Agreement"),
        ),
    )
    chinese = "\n".join(paragraph.zh for paragraph in paper.body)
    english = "\n".join(paragraph.en for paragraph in paper.body)
    assert paper.heading.zh == "关于《2026年座谈会纪要（征求意见稿）》的提示函"
    assert "根据《框架协议》“负责日常工作的统筹调度”的规定，" in chinese
    assert "请将办理情况函告我办" in chinese
    assert (
        "时限为2026年11月20日（周五）17:30。截至2026年11月24日，贵市尚未反馈意见，已超过时限4天"
        in chinese
    )
    assert "请贵市尽快反馈意见，无意见也请回复。" in chinese
    assert (
        "As of 24 November 2026, 4 days past it, Linyi has yet to send comments."
        in english
    )
    assert (
        "It rests on the Framework Agreement: Daily business of the office." in english
    )
