"""Papers of supervision say how a matter stands, from the record and not from data."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document

from hansa.chassis.actor import Role
from hansa.duties.rules.notice_words import length_of
from hansa.duties.services import supervision as services
from hansa.duties.terms.supervision import PaperLine
from hansa.duties.tests.conftest import AT, Enter
from hansa.duties.tests.test_supervision import (
    CITY,
    LEAGUE,
    MONDAY,
    ZAOZHUANG,
    Room,
    issue,
    room,
)

__all__ = ["room"]
TUESDAY = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
WEDNESDAY = datetime(2026, 12, 2, 1, 0, tzinfo=UTC)


def said(enter: Enter, paper: PaperLine) -> tuple[str, str]:
    """Read a paper in both languages as the liaison of the city takes it."""
    client = enter(Role.CITY_LIAISON, CITY)
    address = f"/{LEAGUE}/duties/supervision/papers/{paper.id}/docx/?lang="
    taken = [client.get(address + language).content for language in ("zh", "en")]
    chinese, english = (
        "\n".join(one.text for one in Document(BytesIO(content)).paragraphs)
        for content in taken
    )
    return chinese, english


def test_what_is_not_due_yet_is_not_called_late(room: Room, enter: Enter) -> None:
    """Due on 30 November, urged on 24 November: its day is named, and nothing missed."""
    paper = issue(room, "urging")
    chinese, english = said(enter, paper)
    assert "该事项办理时限为2026年11月30日，尚未到期，尚未办结。" in chinese
    assert "This matter is due on 30 November 2026; it is not settled yet." in english
    for untrue in ("未按期", "逾期", "超过", "原定时限", "经催办"):
        assert untrue not in chinese
    for untrue in ("was due", "overdue", "past", "by its day"):
        assert untrue not in english


def test_an_urgent_first_order_does_not_say_that_it_was_urged(
    room: Room, enter: Enter
) -> None:
    """Nothing went out before it, so nothing of the sort is said."""
    paper = issue(room, "order", reason="省里现场会前须办结")
    chinese, english = said(enter, paper)
    assert "现予督办立项，实行销号管理。" in chinese
    assert "催办" not in chinese
    assert "urg" not in english.casefold()


def test_an_order_after_an_unanswered_urging_says_so(room: Room, enter: Enter) -> None:
    """Which paper went out when, by when it was to be answered, and how late all is."""
    issue(room, "urging")
    order = issue(room, "order", TUESDAY)
    chinese, english = said(enter, order)
    assert "该事项应于2026年11月30日前办结，已超过时限1天，至今未办结。" in chinese
    assert (
        "2026年11月24日已发催办通知（枣庄催办〔2026〕1号），"
        "应于2026年11月27日前反馈，至今未反馈。"
    ) in chinese
    assert "was due on 30 November 2026 and is not settled; days past: 1." in english
    assert "went out on 24 November 2026; its answer was due on 27 November" in english
    assert "has not come" in english


def test_on_its_day_a_matter_is_due_and_not_late(room: Room, enter: Enter) -> None:
    """The day itself is still within the time."""
    paper = issue(room, "urging", MONDAY)
    chinese, english = said(enter, paper)
    assert "即日到期，尚未办结。" in chinese
    assert "This matter is due today, 30 November 2026" in english


def test_an_order_while_the_urging_still_waits_blames_nobody(
    room: Room, enter: Enter
) -> None:
    """An urgent order overtakes an urging whose day has not come."""
    issue(room, "urging")
    order = issue(room, "order", reason="急")
    chinese, english = said(enter, order)
    assert english.count("has not come") == 0
    assert "2026年11月24日已发催办通知（枣庄催办〔2026〕1号）。" in chinese
    assert "未反馈" not in chinese


@pytest.mark.parametrize(
    ("ladder", "rung"),
    [("three-steps", "urging"), ("three-steps", "order"), ("three-colours", "blue")],
)
@pytest.mark.parametrize("at", [AT, MONDAY, WEDNESDAY])
def test_texts_of_papers_stay_short(
    room: Room, ladder: str, rung: str, at: datetime
) -> None:
    """Whatever the facts, a text message holds it in either language."""
    services.name_unit(ZAOZHUANG, LEAGUE, CITY, room.city.other, ladder)
    words = issue(room, rung, at, reason="急").words
    assert length_of(words.zh) < 140
    assert length_of(words.en) < 140
    assert "未按期" not in words.zh + words.en


@pytest.mark.parametrize(
    ("language", "label"), [("zh-hans", "督办级次"), ("en", "Ladder of supervision")]
)
def test_the_ladder_has_its_own_words(
    room: Room, enter: Enter, language: str, label: str
) -> None:
    """It is how a city supervises, not the bodies that a case is put to."""
    page = enter(Role.CITY_LIAISON, CITY).get(
        f"/{LEAGUE}/duties/supervision/", headers={"accept-language": language}
    )
    assert label in page.content.decode()
    assert "逐级提请的机构" not in page.content.decode()
