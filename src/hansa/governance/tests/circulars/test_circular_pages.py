"""Circulars by pages, by programs and by commands."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from conftest import Hansa, Run
from hansa.chassis.actor import Role
from hansa.governance.formats.minutes_docx import faults_of
from hansa.governance.models import Circular
from hansa.governance.tests.circulars.desk import (
    FIRST,
    JUNE,
    C,
    draft,
    freeze,
    met,
    send,
    sent,
)
from hansa.governance.tests.people import AT, account, browser, program

API = f"/api/v1/leagues/{C}/circulars"
pytestmark = pytest.mark.usefixtures("in_force")


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand in November: the first half is over, the second is not."""
    settings.HANSA_CLOCK = AT


@pytest.fixture
def office() -> Client:
    """The office, signed in."""
    return browser(account(Role.SECRETARIAT, league=C))


def page(client: Client, name: str, *parts: object, status: int = 200) -> str:
    """Read a page on one line."""
    answer = client.get(reverse(f"governance:{name}", args=[C, *parts]))
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def act(client: Client, made: UUID, name: str, **typed: object) -> tuple[int, str]:
    """Send a form with the revision of now, follow, and read the page."""
    revision = Circular.objects.get(pk=made).revision
    body: dict[str, object] = {f"{name}-revision": revision}
    body |= {f"{name}-{field}": value for field, value in typed.items()}
    address = reverse("governance:circular-act", args=[C, made, name])
    answer = client.post(address, body, follow=True)
    return answer.status_code, " ".join(answer.content.decode().split())


def test_from_the_list_to_the_last_acknowledgement(office: Client) -> None:
    """The list says what is overdue; its button drafts; the page leads on to the end."""
    assert "5 circulars of 2026 are overdue" in page(office, "circulars")
    answer = office.post(
        reverse("governance:circular-draft", args=[C]), {"entry": FIRST}, follow=True
    )
    made = Circular.objects.get().pk
    shown = answer.content.decode()
    assert "The text follows the records until it is frozen." in shown
    status, shown = act(office, made, "freeze", as_of="2026-11-25")
    assert (status, "Give a day from 2026-01-01 to 2026-11-24." in shown) == (422, True)
    assert "Frozen as 产业专项小组通报〔2026〕1号" in act(office, made, "freeze")[1]
    shown = act(office, made, "send")[1]
    assert "acknowledged by 0 of 3 cities" in shown
    assert "the same text, byte for byte" in shown
    status, shown = act(office, made, "call", member="changsha", at="2026-11-24T09:00")
    assert status == 422
    typed = {
        "spoke_to": "值班员",
        "office": "长沙市政府办公室",
        "at": "2026-11-24T09:00",
    }
    assert (
        "acknowledged by 1 of 3 cities"
        in act(office, made, "call", member="changsha", **typed)[1]
    )
    liaison = browser(account(Role.CITY_LIAISON, "zhuzhou", league=C))
    shown = page(liaison, "circular", made)
    assert "Sign for the circular" in shown
    assert "not acknowledged" in shown
    assert "Changsha" not in shown
    assert act(liaison, made, "acknowledge", member="zhuzhou")[0] == 200
    assert "2/3" in page(office, "circulars")
    assert "not acknowledged" in page(office, "circular", made)


def test_two_people_at_one_circular_lose_no_word(office: Client) -> None:
    """Whoever comes second is told, keeps what was typed, and may send it again."""
    made = draft()
    act(office, made, "word", words="第一句。")
    address = reverse("governance:circular-act", args=[C, made, "word"])
    sent_ = {"word-revision": 1, "word-words": "第二句。"}
    answer = office.post(address, sent_)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "第一句。" in shown
    assert "第二句。" in shown
    assert 'name="word-revision" value="2"' in shown


def test_a_correction_is_led_to_and_names_what_it_corrects(office: Client) -> None:
    """Begun on the page of what was sent, it stands beside it in the list."""
    made = sent()
    status, shown = act(office, made, "correct", reason=" ")
    assert status == 422
    shown = act(office, made, "correct", reason="补报会议。")[1]
    assert "Corrects 产业专项小组通报〔2026〕1号" in shown
    assert "correction" in page(office, "circulars")
    assert "A later circular corrects this one." in page(office, "circular", made)


def test_the_paper_keeps_to_the_standard(office: Client) -> None:
    """The docx of a frozen circular says its text, in the geometry of GB/T 9704."""
    met("group-industry", JUNE)
    made = draft(words="下一步加强会商。")
    freeze(made)
    answer = office.get(reverse("governance:circular-docx", args=[C, made]))
    document = Document(io.BytesIO(answer.content))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "关于2026年上半年产业专项小组工作情况的通报" in said
    assert "一、会议召开情况" in said
    assert "下一步加强会商。" in said
    assert [fault for fault in faults_of(document) if "10.3" not in fault.clause] == []


def test_one_beside_the_calendar(office: Client) -> None:
    """A circular that no clause asks for is drafted of a body and days of its own."""
    address = reverse("governance:circular-new", args=[C])
    typed = {"body": "conference", "first": "2026-05-01", "last": "2026-04-01"}
    assert office.post(address, typed).status_code == 422
    for first in ("1900-01-01", "2026-12-01", "2020-01-01"):
        wrong = {**typed, "first": first, "last": "2026-12-02"}
        assert office.post(address, wrong).status_code == 422
    answer = office.post(address, {**typed, "last": "2026-06-30"}, follow=True)
    assert (
        "关于2026年5月1日至2026年6月30日联席会工作情况的通报" in answer.content.decode()
    )
    made = Circular.objects.get().pk
    act(office, made, "freeze")
    assert "acknowledged by 0 of 3 cities" in act(office, made, "send")[1]
    assert page(office, "circulars").count("联席会通报〔2026〕1号") == 1


def test_who_may_open_what(office: Client) -> None:
    """A draft is its drafter's; what was sent is the cities'; nothing is the public's."""
    made = draft()
    other = browser(account(Role.CITY_LIAISON, "zhuzhou", league=C))
    page(other, "circular", made, status=404)
    answer = other.post(
        reverse("governance:circular-draft", args=[C]), {"entry": FIRST}
    )
    assert answer.status_code == 403
    assert other.get(reverse("governance:circular-new", args=[C])).status_code == 200
    leader = browser(account(Role.LEADER, "zhuzhou", league=C))
    assert leader.get(reverse("governance:circular-new", args=[C])).status_code == 403
    assert Client().get(reverse("governance:circulars", args=[C])).status_code == 302
    page(office, "circular", uuid4(), status=404)
    freeze(made)
    send(made)
    assert "Fingerprint" in page(other, "circular", made)
    assert act(leader, made, "send")[0] == 403
    assert act(office, made, "nonsense")[0] == 404


@pytest.fixture
def said(in_force: None) -> Callable[..., Any]:
    """Send JSON as a program of the office, and give the answer."""
    client = program(account(Role.SECRETARIAT, league=C))

    def send_(path: str, content: Any = None, verb: str = "post") -> Any:
        sent_: Any = getattr(client, verb)
        if content is None:
            return sent_(f"{API}{path}")
        return sent_(f"{API}{path}", content, content_type="application/json")

    return send_


def test_programs_do_the_same(said: Callable[..., Any]) -> None:
    """Drafted, worded, frozen, sent, acknowledged, linked to and corrected by the API."""
    made = said("", {"entry": FIRST, "words": "请知悉。"})
    assert made.status_code == 201
    one = f"/{made.json()['id']}"
    assert said("", {"entry": FIRST}).status_code == 409
    for wrong in ({}, {"body": "conference"}, {"body": "x", "start": "2026-01-01",
                  "end": "2026-02-01"}, {"body": "conference", "start": "2026-02-01",
                  "end": "2026-01-01"}, {"entry": "组/2026/1"}):  # fmt: skip
        assert said("", wrong).status_code in {404, 422}
    assert (
        said(f"{one}/words", {"revision": 1, "words": "改。"}, "put").json()["revision"]
        == 2
    )
    assert said(f"{one}/freezes", {"revision": 1}).status_code == 409
    frozen = said(f"{one}/freezes", {"revision": 2, "as_of": "2026-06-30"}).json()
    assert (frozen["as_of"], frozen["repeats"], frozen["intact"]) == (
        "2026-06-30",
        True,
        True,
    )
    assert said(f"{one}/sendings", {"revision": 3}).json()["missing"] == [
        "changsha",
        "zhuzhou",
        "xiangtan",
    ]
    call = {"member": "zhuzhou", "spoke_to": "值班员", "office": "株洲市政府办公室"}
    assert said(f"{one}/acknowledgements", call).json()["acknowledged"] == {
        "signed": 1,
        "asked": 3,
    }
    assert said(f"{one}/acknowledgements", call).status_code == 409
    assert said(f"{one}/acknowledgements", {"member": "changsha"}).status_code == 403
    assert (
        said(f"{one}/links", {"member": "xiangtan"}).json()["link"].startswith("http")
    )
    assert said(f"{one}/links", {"member": "xuzhou"}).status_code == 404
    again = said(f"{one}/corrections", {"revision": 4, "reason": "更正。"})
    assert again.status_code == 201
    assert again.json()["corrects"] == made.json()["id"]
    lines = said("?year=2026&body=group-industry", None, "get").json()
    assert [line["state"] for line in lines] == ["sent", "draft", "open"]
    assert said("?state=overdue", None, "get").json()[0]["state"] == "overdue"
    assert said("?body=nonsense", None, "get").status_code == 422


def test_commands_do_the_same(run: Run, hansa: Hansa, tmp_path: Path) -> None:
    """Listed, drafted, frozen, sent, acknowledged, corrected and written to files."""
    overdue = run("circular", "list", C, "--overdue")
    assert len(overdue) == 5
    assert run("circular", "draft", C, FIRST, "--words", "请知悉。")["state"] == "draft"
    assert hansa("circular", "send", C, FIRST).code == 1
    assert run("circular", "word", C, FIRST, "--words", "改。")["words"] == "改。"
    frozen = run("circular", "freeze", C, FIRST, "--as-of", "2026-06-30")
    assert frozen["reference"] == "产业专项小组通报〔2026〕1号"
    assert run("circular", "send", C, FIRST)["state"] == "sent"
    call = (
        "--spoke-to",
        "值班员",
        "--office",
        "长沙市政府办公室",
        "--at",
        "2026-11-24T09:00",
    )
    signed = run("circular", "acknowledge", C, FIRST, "changsha", *call)
    assert signed["acknowledged"] == {"signed": 1, "asked": 3}
    assert run("circular", "acknowledge", C, FIRST, "zhuzhou", "--link")["link"]
    assert run("circular", "correct", C, FIRST, "--reason", "更正。")["corrects"]
    text, paper = tmp_path / "通报.txt", tmp_path / "通报.docx"
    assert hansa("circular", "export", C, frozen["id"], text).code == 0
    assert hansa("circular", "export", C, frozen["id"], paper).code == 0
    assert text.read_text(encoding="utf-8").startswith("关于2026年上半年产业专项小组")
    assert Document(str(paper)).paragraphs
    shown = hansa("circular", "show", C, frozen["id"], "--lang", "en")
    assert "circular sent" in shown.out
    assert hansa("circular", "list", C, "--lang", "en").code == 0
    for wrong in (
        ("show", C, "nonsense"),
        ("draft", C, "a/b/c"),
        ("show", C, str(uuid4())),
    ):
        assert hansa("circular", *wrong).code == 1
    beside = run("circular", "draft", C, "conference", "--from", "2026-05-01", "--to",
                 "2026-06-30")  # fmt: skip
    assert beside["entry"] == ""
    assert hansa("circular", "draft", C, "conference", "--from", "2026-13-01").code == 2
