"""Pages of consultations and proposals: forms without scripts, and escaping."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hansa.chassis.actor import Role
from hansa.governance.models.consultations import PublicComment
from hansa.governance.models.stakeholders import Proposal
from hansa.governance.services.consultations import results
from hansa.governance.tests.participation.hearing import (
    AFTER,
    LEAGUE,
    NOW,
    answer,
    office,
    opened,
    say,
    sheet,
)
from hansa.governance.tests.people import account, browser

pytestmark = pytest.mark.usefixtures("leagues")
MARKUP = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def today(settings: Any) -> Any:
    """Stand in the last day for comments; give what moves the clock."""

    def stand(day: Any) -> None:
        settings.HANSA_CLOCK = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)

    stand(NOW)
    return stand


@pytest.fixture
def resident() -> Client:
    """Somebody who is not signed in, reading English, whose forms carry their proof."""
    return Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)


@pytest.fixture
def secretary() -> Client:
    """The secretariat at its desk."""
    return browser(account(Role.SECRETARIAT, league=LEAGUE))


def page(name: str, *args: Any) -> str:
    """Give the address of a page of governance."""
    return reverse(f"governance:{name}", args=[LEAGUE, *args])


def fields_of(html: str) -> dict[str, str]:
    """Read the hidden fields of the form for comments, as a browser would send them."""
    form = html[html.index('id="comment"') :]
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    return dict(found)


def test_a_resident_comments_and_later_reads_the_reply(
    resident: Client, today: Any
) -> None:
    """Without sign-in and without scripts: a form, a receipt, and what came of it."""
    id_ = opened()
    html = resident.get(page("consultation", id_)).content.decode()
    sent = {**fields_of(html), "words": "请延长优惠时间。", "member": "zhuzhou"}
    answered = resident.post(page("consultation", id_), sent)
    assert answered.status_code == 302
    again = resident.post(page("consultation", id_), sent)
    assert again["location"] == answered["location"]
    assert PublicComment.objects.count() == 1
    receipt = resident.get(answered["location"])
    assert "Your comment is received" in receipt.content.decode()
    assert receipt["X-Robots-Tag"] == "noindex, nofollow"

    answer(id_, 1, words="改为120分钟。")
    today(AFTER)
    results.publish_results(office(AFTER), LEAGUE, id_, sheet(id_).line.revision)
    code = answered["location"].rstrip("/").rpartition("/")[2]
    found = resident.get(page("receipts"), {"number": code}, follow=True)
    told = found.content.decode()
    assert "opinion adopted" in told
    assert "改为120分钟。" in told
    unknown = resident.get(page("receipts"), {"number": "AAAA-AAAA-AAAA"})
    assert unknown.status_code == 404
    assert "No comment has this receipt number." in unknown.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"words": ""}, "This is not taken yet"),
        ({"words": "好", "website": "http://x.example"}, "Leave this field empty"),
        ({"words": "字" * 4001}, "This is not taken yet"),
        ({"words": "好", "member": "nowhere"}, "This is not taken yet"),
    ],
)
def test_what_is_wrong_with_a_comment_is_said_and_nothing_is_kept(
    resident: Client, sent: dict[str, str], said: str
) -> None:
    """A program that fills in every field is refused as well, and what was typed stays."""
    id_ = opened()
    html = resident.get(page("consultation", id_)).content.decode()
    shown = resident.post(page("consultation", id_), {**fields_of(html), **sent})
    assert shown.status_code == 422
    assert said in shown.content.decode()
    assert not PublicComment.objects.exists()


def test_markup_is_words_wherever_it_is_shown(
    resident: Client, secretary: Client, today: Any
) -> None:
    """To the office, to the writer and to everybody: what was typed, and no markup."""
    id_ = opened(summary=MARKUP)
    code = say(id_, MARKUP, name=MARKUP, contact=MARKUP)
    answer(id_, 1, words=MARKUP)
    pages = (
        secretary.get(page("comments", id_)),
        secretary.get(page("consultation", id_)),
        resident.get(page("receipt", code)),
        resident.get(page("consultation", id_)),
    )
    for shown in pages:
        assert shown.status_code == 200
        assert MARKUP not in shown.content.decode()
    assert "&lt;script&gt;" in pages[0].content.decode()


def test_a_contact_is_on_no_page_but_its_keepers(
    resident: Client, secretary: Client
) -> None:
    """Nor is it in the export that everybody may take."""
    id_ = opened()
    say(id_, "支持。", contact="13800000000")
    assert "13800000000" in secretary.get(page("comments", id_)).content.decode()
    liaison = browser(account(Role.CITY_LIAISON, "zhuzhou", league=LEAGUE))
    for client in (liaison, resident):
        for query in ({}, {"format": "csv"}):
            shown = client.get(page("comments", id_), query)
            assert "13800000000" not in shown.content.decode()
    asked = {"format": "csv"}
    assert "支持。" in secretary.get(page("comments", id_), asked).content.decode()
    assert "支持。" not in resident.get(page("comments", id_), asked).content.decode()


def test_the_office_ticks_comments_and_groups_them(secretary: Client) -> None:
    """Ticked ones are led to the form; numbers may be written as ranges."""
    id_ = opened()
    for number in range(7):
        say(id_, f"意见{number}")
    led = secretary.post(page("comments-tick", id_), {"id": ["1", "2", "x"]})
    assert led.status_code == 302
    form = secretary.get(led["location"]).content.decode()
    assert 'value="1, 2"' in form
    sent = {"numbers": "1，2、4-6", "title": "加密班次"}
    assert secretary.post(page("comments-group", id_), sent).status_code == 302
    assert [group.count for group in sheet(id_).groups] == [5]
    for wrong in ("一", "1-", "9-1-2", "", "1-9999999"):
        sent = {"numbers": wrong, "group": "1"}
        assert secretary.post(page("comments-group", id_), sent).status_code == 422
    sent = {"numbers": "3, 99", "group": "1"}
    assert secretary.post(page("comments-group", id_), sent).status_code == 404
    listed = secretary.get(page("comments", id_), {"group": "0"}).content.decode()
    assert "意见2" in listed
    assert "意见1" not in listed


def test_the_office_runs_a_consultation_on_its_page(secretary: Client) -> None:
    """Enter, make public, record, import, withhold, release, extend, call off."""
    new = {
        "title": "办法",
        "kind": "policy",
        "words": "第一条。",
        "opens_on": "2026-11-24",
        "closes_on": "2026-12-01",
    }
    refused = secretary.post(page("consultation-new"), new)
    assert refused.status_code == 422
    assert "at least 30" in refused.content.decode()
    made = secretary.post(page("consultation-new"), {**new, "closes_on": "2026-12-24"})
    one = made["location"]
    template = secretary.get(page("comments-template")).content
    acts: tuple[tuple[str, dict[str, Any], int], ...] = (
        ("publish", {}, 302),
        (
            "record",
            {"words": "好", "channel": "hall", "received_on": "2026-11-24"},
            302,
        ),
        (
            "record",
            {"words": "好", "channel": "page", "received_on": "2026-11-24"},
            422,
        ),
        ("import", {"workbook": SimpleUploadedFile("意见.xlsx", template)}, 422),
        ("withhold", {"number": "1", "reason": "含他人隐私。"}, 302),
        ("withhold", {"number": "1", "reason": "含他人隐私。"}, 409),
        ("release", {"number": "1"}, 302),
        ("results", {}, 422),
        ("nowhere", {}, 404),
        ("withdraw", {"reason": "另议。"}, 302),
    )
    for name, fields, wanted in acts:
        html = secretary.get(one).content.decode()
        revision = re.findall(r'-revision" value="(\d+)"', html)
        named = {f"{name}-{key}": value for key, value in fields.items()}
        named[f"{name}-revision"] = revision[0] if revision else "1"
        assert secretary.post(f"{one}{name}/", named).status_code == wanted, name


def test_an_association_files_by_its_link_and_takes_it_back(secretary: Client) -> None:
    """The page makes a link; it files one thing, and shows what came of it."""
    new = {
        "name": "湘江环保协会",
        "kind": "ngo",
        "accredited_by": "长沙市民政局",
        "first": "2026-01-01",
        "last": "2027-12-31",
        "contact": "13900000000",
    }
    made = secretary.post(page("stakeholder-new"), new)
    one = made["location"]
    html = secretary.post(f"{one}link/").content.decode()
    first = re.findall(r"/filing/[\w-]+/", html)[0]
    link = re.findall(
        r"/filing/[\w-]+/", secretary.post(f"{one}link/").content.decode()
    )[0]
    visitor = Client(headers={"accept-language": "en"})
    assert visitor.get(first).status_code == 404
    assert "13900000000" not in visitor.get(one).content.decode()
    assert "13900000000" in secretary.get(one).content.decode()
    assert visitor.post(link, {"title": "", "words": "共建湿地。"}).status_code == 422
    sent = {"title": MARKUP, "words": MARKUP}
    shown = visitor.post(link, sent, follow=True).content.decode()
    assert "&lt;script&gt;" in shown
    assert MARKUP not in shown
    back = {"take_back": "1", "reason": "重新提出。"}
    assert visitor.post(link, back).status_code == 302
    assert Proposal.objects.get().withdrawn_reason == "重新提出。"
    assert visitor.post(link, back).status_code == 409


def test_an_association_comments_by_its_link_under_its_name(secretary: Client) -> None:
    """Everybody may read who said it once the results are published."""
    id_ = opened()
    new = {
        "name": "湘江环保协会",
        "kind": "ngo",
        "accredited_by": "长沙市民政局",
        "first": "2026-01-01",
        "last": "2027-12-31",
    }
    one = secretary.post(page("stakeholder-new"), new)["location"]
    link = re.findall(
        r"/filing/[\w-]+/", secretary.post(f"{one}link/").content.decode()
    )[0]
    visitor = Client(headers={"accept-language": "en"})
    sent = {"about": str(id_), "words": "建议增加公交专用道。"}
    shown = visitor.post(link, sent, follow=True).content.decode()
    assert "Your comment on PC-1 is received" in shown
    assert "湘江环保协会" in secretary.get(page("comments", id_)).content.decode()


def test_a_proposal_is_withheld_and_its_age_still_shows(secretary: Client) -> None:
    """Its words are the office's alone until it is released."""
    new = {
        "name": "湘江环保协会",
        "kind": "ngo",
        "accredited_by": "长沙市民政局",
        "first": "2026-01-01",
        "last": "2027-12-31",
    }
    one = secretary.post(page("stakeholder-new"), new)["location"]
    who = one.rstrip("/").rpartition("/")[2]
    filed = secretary.post(
        page("proposal-new"),
        {
            "stakeholder": who,
            "title": "甲",
            "words": "某人如何如何。",
            "channel": "hall",
        },
    )
    proposal, visitor = filed["location"], Client(headers={"accept-language": "en"})
    assert "某人如何如何。" in visitor.get(proposal).content.decode()
    sent = {"withhold-revision": "1", "withhold-reason": "涉及他人隐私。"}
    assert secretary.post(f"{proposal}withhold/", sent).status_code == 302
    shown = visitor.get(proposal).content.decode()
    assert "某人如何如何。" not in shown
    assert "涉及他人隐私。" in shown
    assert "For 0 days without an answer." in shown
    sent = {
        "answer-revision": "2",
        "answer-treatment": "adopted",
        "answer-reason": "已办。",
    }
    assert secretary.post(f"{proposal}answer/", sent).status_code == 302
    assert secretary.post(f"{proposal}answer/", sent).status_code == 409
