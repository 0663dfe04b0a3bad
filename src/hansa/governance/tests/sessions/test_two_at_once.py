"""Two officers at one docket, or at one minute: the words of both are there afterwards."""

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from hansa.chassis.actor import Role
from hansa.governance.reads import minutes as reads
from hansa.governance.services.minutes import rounds
from hansa.governance.terms.dockets import Item, ItemAct, Outcome
from hansa.governance.terms.minutes import MinutesSheet
from hansa.governance.tests.people import account, browser
from hansa.governance.tests.sessions import scene

AUGUST, NOVEMBER, SENT = date(2026, 8, 20), date(2026, 11, 19), date(2026, 11, 23)
FIRST, SECOND = "第一位写的话。", "第二位写的话。"
ROAD, CARD = "断头路清单", "年卡协议"

pytestmark = pytest.mark.usefixtures("leagues")


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand on the day of the demonstration."""
    settings.HANSA_CLOCK = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def office() -> Client:
    """One officer: of the office."""
    return browser(account(Role.SECRETARIAT, None))


@pytest.fixture
def host() -> Client:
    """The other officer: of the host, who runs the session as well."""
    return browser(account(Role.CITY_LIAISON, "suzhou"))


@pytest.fixture
def closed() -> UUID:
    """Hold and close a consultation."""
    return scene.cleared(AUGUST, ROAD)


def send(client: Client, name: str, *parts: object, **typed: object) -> tuple[int, str]:
    """Send a form as it stood when its page was opened, follow, and read the page."""
    address = reverse(f"governance:{name}", args=["huaihai", *parts])
    answer = client.post(address, typed, follow=True)
    return answer.status_code, " ".join(answer.content.decode().split())


def prefixed(act: str, /, **typed: object) -> dict[str, object]:
    """Give the fields of the form of an act."""
    return {f"{act}-{name}": value for name, value in typed.items()}


def revision_in(page: str, act: str) -> int:
    """Give the revision that a form takes the next time."""
    found = re.search(rf'name="{act}-revision" value="(\d+)"', page)
    assert found is not None
    return int(found[1])


def minutes(session: UUID) -> MinutesSheet:
    """Look at the minutes."""
    return reads.minutes_of(scene.office(SENT), "huaihai", session)


def item(item_id: UUID) -> Item:
    """Look at an item."""
    found: Item = scene.item_of(item_id)
    return found


def test_two_items_put_at_once_are_both_on_the_docket(
    office: Client, host: Client
) -> None:
    """Each has a place of its own."""
    session = scene.convene("consultation", AUGUST)
    for client, title in ((office, ROAD), (host, CARD)):
        typed = prefixed(
            "put", revision=1, title=title, class_id="issue", act="clear", words=title
        )
        if client is host:
            typed["put-proposer"] = "suzhou"
        assert send(client, "session-act", session, "put", **typed)[0] == 200
    put = [one.item for one in scene.sheet(session).items if not one.item.standing]
    assert [one.title.zh for one in put] == [ROAD, CARD]
    assert len({one.place for one in put}) == 2


def test_two_ends_of_one_item(office: Client, host: Client) -> None:
    """The second sees the first, keeps what was typed, and takes it the next time."""
    session = scene.convene("consultation", AUGUST)
    road = scene.put(session, ROAD, act=ItemAct.CLEAR)
    scene.open_(session)
    parts = (session, road, "dispose")
    end = {"outcome": "noted", "revision": 1}
    typed = prefixed("dispose", **end, words=FIRST)
    assert send(office, "item-act", *parts, **typed)[0] == 200
    typed = prefixed("dispose", **end, words=SECOND)
    status, page = send(host, "item-act", *parts, **typed)
    assert status == 409
    assert FIRST in page
    assert SECOND in page
    assert item(road).outcome_words == FIRST
    typed["dispose-revision"] = revision_in(page, "dispose")
    assert send(host, "item-act", *parts, **typed)[0] == 200
    assert item(road).outcome_words == SECOND
    life = opened_page(office, "session", session)
    assert FIRST in life, "the life of the session keeps what stood there"


def opened_page(client: Client, name: str, *parts: object) -> str:
    """Open a page and read it."""
    answer = client.get(reverse(f"governance:{name}", args=["huaihai", *parts]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_two_positions_of_one_city(office: Client, host: Client) -> None:
    """The office enters the paper of a city while its liaison writes: both are shown."""
    scene.cleared(AUGUST, ROAD)
    session, (road,) = scene.symposium(NOVEMBER, ROAD)
    parts = (session, road, "position")
    said = {"revision": 1, "member": "suzhou"}
    typed = prefixed("position", **said, stance="reserve", words=FIRST)
    assert send(host, "item-act", *parts, **typed)[0] == 200
    paper = {"office": "宿州市人民政府", "evidence": "宿政函〔2026〕9号"}
    typed = prefixed("position", **said, **paper, stance="consent", words=SECOND)
    status, page = send(office, "item-act", *parts, **typed)
    assert status == 200
    assert FIRST in page
    assert SECOND in page


def test_a_position_on_words_that_changed_meanwhile(
    office: Client, host: Client
) -> None:
    """Who consents to other words than stand there is told, with both in sight."""
    session = scene.convene("consultation", AUGUST)
    road = scene.put(session, ROAD, act=ItemAct.CLEAR)
    typed = prefixed(
        "amend", revision=1, title=ROAD, class_id="issue", act="clear", words=FIRST
    )
    assert send(office, "item-act", session, road, "amend", **typed)[0] == 200
    typed = prefixed(
        "position", revision=1, member="suzhou", stance="consent", words=SECOND
    )
    status, page = send(host, "item-act", session, road, "position", **typed)
    assert status == 409
    assert FIRST in page
    assert SECOND in page
    assert item(road).positions == ()


def test_two_who_keep_the_attendance(office: Client, host: Client) -> None:
    """The second keeps what was typed, and the entry of the first stays."""
    session = scene.convene("consultation", AUGUST)
    typed = prefixed("attend", revision=1, invitee="省交通运输厅", presence="present")
    assert send(office, "session-act", session, "attend", **typed)[0] == 200
    typed = prefixed("attend", revision=1, invitee="省财政厅", presence="present")
    status, page = send(host, "session-act", session, "attend", **typed)
    assert status == 409
    assert "省财政厅" in page
    typed["attend-revision"] = revision_in(page, "attend")
    assert send(host, "session-act", session, "attend", **typed)[0] == 200
    marks = scene.sheet(session).attendance.marks
    assert [one.invitee for one in marks] == ["省交通运输厅", "省财政厅"]


def test_two_reports_on_one_decision(office: Client, host: Client) -> None:
    """The last one stands with the decision, the life of the session has both."""
    scene.cleared(date(2025, 8, 20), ROAD)
    before, (road,) = scene.symposium(date(2025, 11, 13), ROAD)
    scene.consent(road)
    scene.end(road)
    for one in scene.sheet(before).items:
        if one.item.outcome is None:
            scene.end(one.item.id, Outcome.NOTED)
    scene.close(before)
    session = scene.convene("consultation", AUGUST)
    for client, words in ((office, FIRST), (host, SECOND)):
        typed = prefixed(
            "report", revision=1, decision=road, progress="done", words=words
        )
        status, page = send(client, "session-act", session, "report", **typed)
        assert status == 200
    assert FIRST in page
    assert SECOND in page


def test_two_cities_comment_at_once(closed: UUID) -> None:
    """The second is told of the first, keeps its words, and both are heard."""
    rounds.circulate(scene.office(SENT), "huaihai", closed, 1)
    opened = minutes(closed).line.revision
    answers = {}
    for member, words in (("heze", FIRST), ("linyi", SECOND)):
        client = browser(account(Role.CITY_LIAISON, member))
        said = {"member": member, "stance": "comment", "words": words}
        typed = prefixed("comment", **said, revision=opened)
        answers[member] = send(client, "minutes-act", closed, "comment", **typed)
        if answers[member][0] == 409:
            page = answers[member][1]
            assert FIRST in page
            assert SECOND in page
            typed["comment-revision"] = revision_in(page, "comment")
            assert send(client, "minutes-act", closed, "comment", **typed)[0] == 200
    said_now = {one: said.words for one, said in minutes(closed).round.said.items()}
    assert said_now == {"heze": FIRST, "linyi": SECOND}


def test_two_who_word_two_sections(office: Client, host: Client, closed: UUID) -> None:
    """Nobody is in the way of the other."""
    places = [one.place for one in minutes(closed).sections][:2]
    for client, place, words in zip(
        (office, host), places, (FIRST, SECOND), strict=True
    ):
        typed = prefixed(f"word-{place}", revision=1, words=words)
        assert send(client, "minutes-section", closed, place, **typed)[0] == 200
    assert [one.words for one in minutes(closed).sections][:2] == [FIRST, SECOND]


def test_two_answers_to_one_comment(office: Client, host: Client, closed: UUID) -> None:
    """The second sees the answer of the first before its own replaces it."""
    rounds.circulate(scene.office(SENT), "huaihai", closed, 1)
    liaison = browser(account(Role.CITY_LIAISON, "heze"))
    typed = prefixed(
        "comment",
        revision=minutes(closed).line.revision,
        member="heze",
        stance="comment",
        words="请补充。",
    )
    send(liaison, "minutes-act", closed, "comment", **typed)
    typed = prefixed(
        "answer",
        revision=minutes(closed).line.revision,
        member="heze",
        adopted="yes",
        words=FIRST,
    )
    assert send(office, "minutes-act", closed, "answer", **typed)[0] == 200
    typed["answer-words"] = SECOND
    status, page = send(host, "minutes-act", closed, "answer", **typed)
    assert status == 409
    assert FIRST in page
    assert SECOND in page
    assert minutes(closed).round.said["heze"].answer == FIRST
