"""Pages of sessions: the list, a session from convening to closing, and its items."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hansa.chassis.actor import Role
from hansa.governance.models import Session
from hansa.governance.terms.dockets import ItemAct, Stance
from hansa.governance.tests.people import account, browser
from hansa.governance.tests.sessions.scene import (
    bureau,
    cleared,
    consent,
    convene,
    item_of,
    open_,
    put,
    say,
    sheet,
    symposium,
)

AUGUST, NOVEMBER = date(2026, 8, 20), date(2026, 11, 19)

pytestmark = pytest.mark.usefixtures("leagues")


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand on the day of the demonstration."""
    settings.HANSA_CLOCK = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def sign_in(role: Role, member: str | None) -> Client:
    """Sign somebody of the league in, in a browser that reads English."""
    return browser(account(role, member))


@pytest.fixture
def office() -> Client:
    """The office, signed in."""
    return sign_in(Role.SECRETARIAT, None)


def shown(client: Client, name: str, *parts: object, status: int = 200) -> str:
    """Open a page and read it without its line breaks."""
    answer = client.get(reverse(name, args=["huaihai", *parts]))
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def send(client: Client, name: str, *parts: object, **typed: object) -> tuple[int, str]:
    """Send a form, follow where it leads, and read that page."""
    address = reverse(name, args=["huaihai", *parts])
    answer = client.post(address, typed, follow=True)
    return answer.status_code, " ".join(answer.content.decode().split())


def test_a_session_from_convening_to_closing(office: Client) -> None:
    """All of it in a browser: what is missing is said, then it closes."""
    status, page = send(
        office, "governance:session-new", body="group-transport", first="2026-11-24"
    )
    assert status == 200
    assert "Items on the docket: 0." in page
    session = Session.objects.get().pk
    typed = {
        "put-revision": 1,
        "put-title": "断头路",
        "put-class_id": "difficulty",
        "put-act": "study",
    }
    _status, page = send(office, "governance:session-act", session, "put", **typed)
    assert "The item is on the docket." in page
    attend = {
        "attend-revision": 1,
        "attend-invitee": "省交通运输厅",
        "attend-presence": "present",
    }
    _status, page = send(office, "governance:session-act", session, "attend", **attend)
    assert "省交通运输厅: present" in page
    opened = {"open-revision": 2}
    _status, page = send(office, "governance:session-act", session, "open", **opened)
    assert "is neither decided nor deferred nor noted." in page
    closed = {"close-revision": 3}
    status, page = send(office, "governance:session-act", session, "close", **closed)
    assert status == 422
    assert "The session cannot be closed yet." in page
    item = sheet(session).items[0].item.id
    ended = {
        "dispose-revision": 1,
        "dispose-outcome": "decided",
        "dispose-words": "原则同意。",
    }
    parts = (session, item, "dispose")
    status, page = send(office, "governance:item-act", *parts, **ended)
    assert status == 422
    assert (
        "The decision does not say: lead unit, responsible units, time limit." in page
    )
    whole = {
        "dispose-lead": bureau("suzhou"),
        "dispose-units": [bureau("xuzhou")],
        "dispose-due_on": "2027-06-30",
    }
    status, page = send(office, "governance:item-act", *parts, **ended, **whole)
    assert status == 200
    assert "suzhou市发展和改革委员会" in page
    _status, page = send(office, "governance:session-act", session, "close", **closed)
    assert "Decisions that stand: 1; without consensus: 0." in page
    assert "Record of the meeting" in page


def test_no_session_of_a_body_that_ended(office: Client) -> None:
    """Nothing is chosen beforehand; what ended is offered on a day before its end."""

    def offered(day: str) -> list[str]:
        address = reverse("governance:session-new", args=["huaihai"]) + day
        page = office.get(address).content.decode().partition('<select name="body"')[2]
        return re.findall(r'<option value="([^"]*)"', page.partition("</select>")[0])

    assert offered("")[0] == ""
    assert "symposium" in offered("")
    assert "mayors-conference" not in offered("")
    assert "mayors-conference" in offered("?as-of=2018-12-08")


def test_the_gate_is_said_where_it_is_met(office: Client) -> None:
    """What August did not clear is refused beside its title, and stays typed."""
    cleared(AUGUST, "跨省公交")
    session = convene("symposium", NOVEMBER)
    typed = {
        "put-revision": 1,
        "put-title": "淮海旅游年卡发行协议",
        "put-class_id": "matter",
        "put-act": "sign",
    }
    status, page = send(office, "governance:session-act", session, "put", **typed)
    assert status == 422
    assert (
        "was not cleared by Coordinated Development Consultation Meeting of 2026-08-20, "
        "chaired by Suzhou executive vice-mayor, 24 seats (clauses GOV-19)." in page
    )
    assert "take the urgent route" in page
    assert 'value="淮海旅游年卡发行协议"' in page
    assert not sheet(session).items
    urgent = {"put-urgent_document": "宿政〔2026〕88号", "put-urgent_reason": "急。"}
    _status, page = send(
        office, "governance:session-act", session, "put", **typed, **urgent
    )
    assert "came by the urgent route: 宿政〔2026〕88号." in page


def test_the_matrix_shows_every_city(office: Client) -> None:
    """Consent, reserve, objection and silence are told apart in words as well."""
    cleared(AUGUST, "跨省公交")
    session, (item,) = symposium(NOVEMBER, "跨省公交")
    consent(item, members=("xuzhou", "suzhou"))
    say(item, "heze", Stance.OBJECT)
    say(item, "linyi", Stance.RESERVE)
    page = shown(office, "governance:session", session)
    assert "2/10" in page
    for word in ("consents", "objects", "reserves its position", "has said nothing"):
        assert word in page
    assert "2 of 10 consent" in page
    cells = page.partition('class="matrix')[2].partition("</table>")[0]
    named = re.findall(r'<td( class="met")? data-label="(\w+)"', cells)
    assert len(named) == 10
    assert {name for met, name in named if met} == {"Xuzhou", "Suzhou"}
    assert re.search(r'data-label="Heze">.{1,200}aria-hidden="true">objects<', page)
    page = shown(office, "governance:item", session, item)
    assert "Consents: 2/10." in page


def test_a_liaison_says_what_the_city_thinks() -> None:
    """The own city only; the form of another city is not even offered."""
    cleared(AUGUST, "跨省公交")
    session, (item,) = symposium(NOVEMBER, "跨省公交")
    liaison = sign_in(Role.CITY_LIAISON, "heze")
    page = shown(liaison, "governance:item", session, item)
    assert '<option value="heze">' in page
    assert '<option value="linyi">' not in page
    said = {
        "position-revision": 1,
        "position-member": "heze",
        "position-stance": "consent",
    }
    parts = (session, item, "position")
    _status, page = send(liaison, "governance:item-act", *parts, **said)
    assert "The position is recorded." in page
    said["position-member"] = "linyi"
    status, _page = send(liaison, "governance:item-act", *parts, **said)
    assert status == 422
    assert [one.member for one in item_of(item).positions] == ["heze"]


def test_whoever_comes_second_keeps_the_own_words(office: Client) -> None:
    """The page shows what stands now beside what was typed, and takes it the next time."""
    session = convene("consultation", AUGUST)
    item = put(session, "年卡协议", act=ItemAct.CLEAR)
    typed = {
        "amend-revision": 1,
        "amend-title": "年卡协议",
        "amend-class_id": "agreement",
        "amend-act": "clear",
        "amend-words": "甲稿。",
    }
    parts = (session, item, "amend")
    send(office, "governance:item-act", *parts, **typed)
    typed["amend-words"] = "乙稿。"
    status, page = send(office, "governance:item-act", *parts, **typed)
    assert status == 409
    assert "甲稿。" in page
    assert "乙稿。" in page
    assert 'name="amend-revision" value="2"' in page
    typed["amend-revision"] = 2
    status, _page = send(office, "governance:item-act", *parts, **typed)
    assert status == 200
    assert item_of(item).words == "乙稿。"


def test_who_only_reads_is_offered_nothing() -> None:
    """A leader sees the docket and no form; the public is led to the door."""
    session = convene("consultation", AUGUST)
    item = put(session, "年卡协议", act=ItemAct.CLEAR)
    leader = sign_in(Role.LEADER, "heze")
    for page in (
        shown(leader, "governance:sessions"),
        shown(leader, "governance:session", session),
        shown(leader, "governance:item", session, item),
    ):
        assert "Convene a session" not in page
        assert 'class="form"' not in page
    answer = Client().get(reverse("governance:sessions", args=["huaihai"]))
    assert answer.status_code == 302


def test_chinese_first(office: Client) -> None:
    """The same page in the words of the glossary."""
    cleared(AUGUST, "跨省公交")
    session, _items = symposium(NOVEMBER, "跨省公交")
    answer = office.get(
        reverse("governance:session", args=["huaihai", session]),
        headers={"accept-language": "zh-CN"},
    )
    page = answer.content.decode()
    words = ("议题清单", "各城市意见", "到会情况", "闭会前尚缺", "重大问题", "会期")
    for word in words:
        assert word in page
    assert "10个城市中0个同意" in page


def test_the_number_of_queries_of_the_page_does_not_grow(office: Client) -> None:
    """Ten more items, with positions, take as many queries as one."""
    session = convene("consultation", AUGUST)
    say(put(session, "议题0", act=ItemAct.CLEAR), "heze", Stance.CONSENT)
    shown(office, "governance:session", session)
    with CaptureQueriesContext(connection) as few:
        shown(office, "governance:session", session)
    for number in range(1, 11):
        item = put(session, f"议题{number}", act=ItemAct.CLEAR)
        say(item, "heze", Stance.CONSENT)
    open_(session)
    with CaptureQueriesContext(connection) as many:
        shown(office, "governance:session", session)
    assert len(many) <= len(few)
