"""Notices through their doors: pages, API and command, for those who may and may not."""

import io
import json
import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from docx.shared import Mm

from conftest import Hansa, Run
from hansa.chassis.actor import Role
from hansa.chassis.terminal import operator
from hansa.directory.reads import accounts
from hansa.directory.services.accounts import grants, keeping, keys, sessions
from hansa.directory.terms.accounts import (
    AccountDraft,
    Browser,
    GrantDraft,
    KeyDraft,
    Scope,
)
from hansa.duties.models import Channel, Delivery, Duty, Notice
from hansa.duties.services import channels, notices, receipts, requests, sending
from hansa.duties.terms.channels import ChannelDraft
from hansa.duties.terms.requests import RequestDraft
from hansa.duties.tests.conftest import AT, CITIES, OFFICE, TODAY, House
from hansa.duties.tests.test_channels_sending import SYSTEM, notify

HTML_BYTES_MAX = 100_000


@pytest.fixture(autouse=True)
def _clock(settings: Any) -> None:
    """It is nine o'clock of the day of the demonstration."""
    settings.HANSA_CLOCK = AT


@pytest.fixture
def minutes(house: House) -> dict[str, UUID]:
    """The comment round on the minutes: a duty of each city, by city."""
    requests.dispatch(
        OFFICE,
        "huaihai",
        RequestDraft(
            title="2026年座谈会纪要（征求意见稿）",
            words="请反馈意见。",
            members=CITIES,
            due_on=TODAY + timedelta(days=3),
            due_time=time(17, 30),
        ),
    )
    return dict(Duty.objects.values_list("member", "pk"))


def account(role: Role, member: str | None = None, unit: str | None = None) -> int:
    """An account with one role."""
    shell = operator()
    made = keeping.make_account(shell, AccountDraft(username=f"u{uuid4().hex[:12]}"))
    draft = GrantDraft(role=role, league="huaihai", member=member, unit=unit)
    if role is Role.AUDITOR:
        draft = GrantDraft(role=role)
    grants.give_role(shell, made, draft)
    return made


def browser(role: Role, member: str | None = None, unit: str | None = None) -> Client:
    """A browser in which such an account is signed in, reading Chinese."""
    made = account(role, member, unit)
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(
        get_user_model().objects.get(pk=made),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    key = client.session.session_key
    assert key is not None
    sessions.begin_session(
        accounts.actor_of_account(made, None, AT),
        Browser(session_key=key, agent="test", network_address="127.0.0.1"),
    )
    return client


def program(role: Role, member: str | None = None) -> Callable[..., Any]:
    """A program with the key of such an account: method, address, body to an answer."""
    made = account(role, member)
    secret = keys.make_key(
        accounts.actor_of_account(made, None, AT),
        KeyDraft(name="test", scopes=frozenset(Scope)),
    )

    def call(method: str, address: str, body: Any = None) -> Any:
        named: dict[str, Any] = {"headers": {"authorization": f"Bearer {secret}"}}
        if body is not None:
            named |= {"data": json.dumps(body), "content_type": "application/json"}
        return Client().generic(
            method,
            f"/api/v1/leagues/huaihai{address}",
            **{**named, "data": named.get("data", "")},
        )

    return call


def test_the_office_copies_a_text_and_issues(minutes: dict[str, UUID]) -> None:
    """From ticked duties over the preview to numbered reminders; only issuing copies."""
    office = browser(Role.SECRETARIAT)
    ticked = [str(minutes[city]) for city in ("linyi", "shangqiu")]
    led = office.post("/huaihai/notices/plan/", {"id": ticked}, follow=True)
    html = led.content.decode()
    assert (
        "【淮海经济区协同办】关于《2026年座谈会纪要（征求意见稿）》的提示：请商丘市、临沂市于"
        "11月27日（周五）17:30前反馈意见，无意见也请回复。"
    ) in html
    buttons = re.findall(r"<button([^>]*data-copy[^>]*)>", html)
    assert len(buttons) == 1
    assert 'data-copy="text-1 "' in buttons[0]
    assert 'type="button"' not in buttons[0]
    assert not Notice.objects.exists()
    issued = office.post(
        "/huaihai/notices/plan/issue/",
        {"kind": "reminder", "duty": ticked},
        follow=True,
    )
    assert issued.redirect_chain[-1][0] == "/huaihai/notices/"
    assert "商丘市" in issued.content.decode()
    assert Notice.objects.count() == 2


def once_in(page: str) -> str:
    """The token of the form on a page."""
    found = re.search(r'name="once" value="([^"]{20,})"', page)
    assert found is not None
    return found[1]


def test_what_is_pressed_twice_is_issued_once(
    minutes: dict[str, UUID], house: House
) -> None:
    """The second press leads where the first led; a refused one may be sent again."""
    office, act = browser(Role.SECRETARIAT), "/huaihai/notices/plan/issue/"
    duty = str(minutes["linyi"])
    page = office.get(f"/huaihai/notices/plan/?duty={duty}").content.decode()
    sent = {"kind": "reminder", "duty": [duty], "once": once_in(page)}
    assert office.post(act, {**sent, "kind": "demand"}).status_code == 422
    first, second = (office.post(act, sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Notice.objects.count() == 1
    shown = office.get(second["Location"]).content.decode()
    assert "该操作此前已完成，本次未重复办理。" in shown
    again = office.get(f"/huaihai/notices/plan/?duty={duty}").content.decode()
    assert office.post(act, {**sent, "once": once_in(again)}).status_code == 302
    assert Notice.objects.count() == 2


def test_what_is_written_is_issued_once(house: House) -> None:
    """The form for a notice about anything carries such a token too."""
    office, address = browser(Role.SECRETARIAT), "/huaihai/notices/new/"
    body = {
        "kind": "reminder",
        "title_zh": "台账",
        "asked_zh": "报送",
        "to": ["member:heze"],
    }
    page = office.post(address, {**body, "act": "preview"}).content.decode()
    sent = {**body, "act": "issue", "once": once_in(page)}
    assert [office.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert Notice.objects.count() == 1


def test_the_hour_stands_wherever_the_day_does(
    minutes: dict[str, UUID], run: Run
) -> None:
    """A duty due at 17:30, its notice and what programs read of it all say so."""
    office = browser(Role.SECRETARIAT)
    page = office.get(f"/huaihai/duties/{minutes['linyi']}/").content.decode()
    assert page.count("2026-11-27 17:30") == 2
    typed = {"kind": "reminder", "duty": [str(minutes["linyi"])]}
    led = office.post("/huaihai/notices/plan/issue/", typed, follow=True)
    assert "<dd>2026-11-27 17:30</dd>" in led.content.decode()
    listed = office.get("/huaihai/duties/?member=linyi").content.decode()
    assert "2026-11-27 17:30" in listed
    assert [line["due_time"] for line in run("notices", "list", "huaihai")] == [
        "17:30:00"
    ]


def test_pages_show_a_notice_to_those_it_concerns(
    minutes: dict[str, UUID], house: House
) -> None:
    """Issuer, addressee, leader and auditor see it; to others it is not there."""
    (line,) = notices.remind(OFFICE, "huaihai", [minutes["linyi"]])
    address = f"/huaihai/notices/{line.id}/"
    for who in (
        browser(Role.SECRETARIAT),
        browser(Role.CITY_LIAISON, "linyi"),
        browser(Role.LEADER, "linyi"),
        browser(Role.AUDITOR),
    ):
        html = who.get(address).content.decode()
        assert line.words.zh in html
        assert "关于《2026年座谈会纪要（征求意见稿）》的提醒" in html
        issued = re.search(r"<dt>印发单位</dt>\s*<dd>(.*?)</dd>", html)
        assert issued is not None
        assert issued[1] == "淮海经济区协同发展办公室"
    for stranger in (
        browser(Role.CITY_LIAISON, "heze"),
        browser(Role.UNIT_OFFICER, None, house.cities["linyi"].bureau),
    ):
        assert stranger.get(address).status_code == 404
        assert stranger.get(f"{address}docx/").status_code == 404
        for act in ("sign", "telephone", "link"):
            sent = {"spoke_to": "a", "office": "b", "at": "2026-11-24T08:50"}
            assert stranger.post(f"{address}{act}/", sent).status_code == 404
    public = Client().get(address)
    assert public.status_code in (302, 404)


def test_a_preview_of_nothing_chosen_says_so(league: None) -> None:
    """Without any duty in its address, nothing is said to be settled."""
    page = browser(Role.SECRETARIAT).get("/huaihai/notices/plan/")
    assert page.status_code == 422
    html = page.content.decode()
    assert "尚未选择事项" in html
    assert "已办结" not in html


def test_the_public_is_led_to_the_sign_in(league: None) -> None:
    """Lists, channels and the form of a new notice are for those who signed in."""
    for page in ("", "unanswered/", "channels/", "new/"):
        answer = Client().get(f"/huaihai/notices/{page}")
        assert answer.status_code == 302
        assert "sign-in" in answer["Location"]


def test_the_addressee_signs_on_the_page(minutes: dict[str, UUID]) -> None:
    """The liaison has one button; the office then sees who signed."""
    (line,) = notices.remind(OFFICE, "huaihai", [minutes["linyi"]])
    linyi, office = browser(Role.CITY_LIAISON, "linyi"), browser(Role.SECRETARIAT)
    page = linyi.get(f"/huaihai/notices/{line.id}/").content.decode()
    assert f"/huaihai/notices/{line.id}/sign/" in page
    assert "telephone" not in page
    assert linyi.post(f"/huaihai/notices/{line.id}/sign/").status_code == 302
    assert office.post(f"/huaihai/notices/{line.id}/sign/").status_code == 403
    shown = office.get("/huaihai/notices/?receipt=open").content.decode()
    assert line.reference.zh not in shown


def test_a_call_is_recorded_on_the_page(minutes: dict[str, UUID]) -> None:
    """What is missing is said beside its field and nothing typed is lost."""
    (line,) = notices.remind(OFFICE, "huaihai", [minutes["linyi"]])
    office = browser(Role.SECRETARIAT)
    address = f"/huaihai/notices/{line.id}/telephone/"
    sent = {"spoke_to": "联络员一", "office": "", "at": "2026-11-24T08:58"}
    refused = office.post(address, sent)
    assert refused.status_code == 422
    assert 'value="联络员一"' in refused.content.decode()
    ahead = office.post(address, {**sent, "office": "x", "at": "2026-11-24T19:00"})
    assert ahead.status_code == 422
    done = office.post(address, {**sent, "office": "临沂市联络机构"}, follow=True)
    assert "联络员一" in done.content.decode()
    assert "08:58" in done.content.decode()
    again = office.post(address, {**sent, "office": "x"})
    assert again.status_code == 409


def test_a_link_is_shown_once(minutes: dict[str, UUID]) -> None:
    """The link stands on the page that made it, and on no other."""
    (line,) = notices.remind(OFFICE, "huaihai", [minutes["linyi"]])
    office = browser(Role.SECRETARIAT)
    made = office.post(f"/huaihai/notices/{line.id}/link/")
    assert "/receipt/" in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert (
        "/receipt/" not in office.get(f"/huaihai/notices/{line.id}/").content.decode()
    )


@pytest.mark.parametrize("page", ["", "?kind=letter", "?city=linyi", "?sort=-due"])
def test_the_list_costs_the_same_whatever_its_length(
    page: str, minutes: dict[str, UUID]
) -> None:
    """Few and many notices take the same questions, within the budget of a page."""
    office = browser(Role.SECRETARIAT)
    office.get("/huaihai/notices/")  # What a process asks once is asked here.
    asked = []
    for _ in range(2):
        notices.remind(OFFICE, "huaihai", list(minutes.values()))
        with CaptureQueriesContext(connection) as questions:
            answer = office.get(f"/huaihai/notices/{page}")
        assert answer.status_code == 200
        assert len(answer.content) < HTML_BYTES_MAX
        asked.append(len(questions))
    assert asked[0] == asked[1]


def questions(client: Client, address: str) -> int:
    """Count what a page asks the database."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_other_pages_cost_the_same_whatever_they_show(
    minutes: dict[str, UUID], house: House
) -> None:
    """Preview, channels, one notice and the unanswered: few and many alike."""
    office = browser(Role.SECRETARIAT)
    office.get("/huaihai/notices/")  # What a process asks once is asked here.
    (line,) = notices.remind(OFFICE, "huaihai", [minutes["linyi"]])
    pages = ("channels/", f"{line.id}/", "unanswered/", "new/")
    asked = []
    for cities in (["linyi"], list(CITIES)):
        plan = "&".join(f"duty={minutes[city]}" for city in cities)
        asked.append(
            [
                questions(office, f"/huaihai/notices/{page}")
                for page in (*pages, f"plan/?{plan}")
            ]
        )
        notices.remind(OFFICE, "huaihai", list(minutes.values()))
        for city in CITIES:
            draft = ChannelDraft(
                member=city, unit=None, kind="mail", name="x", address="a@b.example"
            )
            channels.add_channel(OFFICE, "huaihai", draft)
    assert asked[0] == asked[1]


def test_lists_are_exported_without_formulas(minutes: dict[str, UUID]) -> None:
    """A title that looks like a formula stays text in the exported file."""
    office = browser(Role.SECRETARIAT)
    body = {
        "kind": "warning",
        "to": ["member:linyi"],
        "title_zh": "=HYPERLINK(1)",
        "asked_zh": "办理",
        "act": "issue",
    }
    assert office.post("/huaihai/notices/new/", body).status_code == 302
    exported = office.get("/huaihai/notices/?format=csv").content.decode("utf-8-sig")
    assert "HYPERLINK" in exported
    assert "\n=HYPERLINK" not in exported
    assert ",=HYPERLINK" not in exported


def test_a_notice_of_ones_own(house: House) -> None:
    """Preview first; what is refused is said on the form; only then it is issued."""
    office = browser(Role.SECRETARIAT)
    address = "/huaihai/notices/new/"
    assert "member:linyi" in office.get(address).content.decode()
    meeting = {
        "kind": "invitation",
        "to": ["member:heze", "member:xuzhou"],
        "title_zh": "<script>协商会议</script>",
        "asked_zh": "报送参会回执",
        "due_on": "2026-11-27",
        "act": "preview",
    }
    refused = office.post(address, meeting)
    assert refused.status_code == 422
    assert "&lt;script&gt;" in refused.content.decode()
    meeting |= {"held_on": "2026-12-03", "held_at": "09:00", "place_zh": "徐州"}
    shown = office.post(address, meeting)
    assert shown.status_code == 200
    assert "会议定于12月3日（周四）9:00在徐州召开" in shown.content.decode()
    assert not Notice.objects.exists()
    done = office.post(address, {**meeting, "act": "issue"}, follow=True)
    assert done.status_code == 200
    assert Notice.objects.count() == 2
    assert "<script>" not in done.content.decode().split("</head>")[1]
    strange = office.post(address, {**meeting, "to": ["member:nowhere"]})
    assert strange.status_code == 422


def test_a_liaison_writes_to_its_own_units_only(house: House) -> None:
    """Another city's unit is no choice of the form, whatever is sent."""
    linyi = browser(Role.CITY_LIAISON, "linyi")
    own, other = house.cities["linyi"].bureau, house.cities["heze"].bureau
    body = {"kind": "demand", "title_zh": "台账", "asked_zh": "报送", "act": "issue"}
    for to in (f"unit:heze:{other}", f"unit:linyi:{other}", "member:heze"):
        answer = linyi.post("/huaihai/notices/new/", {**body, "to": [to]})
        assert answer.status_code == 422
    sent = linyi.post("/huaihai/notices/new/", {**body, "to": [f"unit:linyi:{own}"]})
    assert sent.status_code == 302
    assert Notice.objects.get().from_member == "linyi"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_letter_as_docx(language: str, minutes: dict[str, UUID]) -> None:
    """Margins, fonts, number, addressee, text, signature and date after GB/T 9704."""
    (line,) = notices.write_letter(OFFICE, "huaihai", [minutes["linyi"]])
    office = browser(Role.SECRETARIAT)
    answer = office.get(f"/huaihai/notices/{line.id}/docx/?lang={language}")
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert 'filename="notice-letter-2026-1.docx"' in answer["Content-Disposition"]
    document = Document(io.BytesIO(answer.content))
    page = document.sections[0]
    measured = (
        page.page_width,
        page.page_height,
        page.top_margin,
        page.left_margin,
        page.right_margin,
        page.bottom_margin,
    )
    for found, wanted in zip(measured, (210, 297, 37, 28, 26, 35), strict=True):
        assert found is not None
        assert abs(found - Mm(wanted)) < Mm(0.1)
    written = [paragraph.text for paragraph in document.paragraphs]
    if language == "zh":
        assert written[0] == "淮海协同提示〔2026〕1号"
        assert written[2] == "关于《2026年座谈会纪要（征求意见稿）》的提示函"
        assert written[4] == "临沂市人民政府："
        assert written[-2:] == ["淮海经济区协同发展办公室", "2026年11月24日"]
        assert any(
            "请贵市于2026年11月27日（周五）17:30前反馈意见" in one for one in written
        )
        shapes = document.element.xml
        assert 'w:eastAsia="方正小标宋简体"' in shapes
        assert 'w:eastAsia="仿宋_GB2312"' in shapes
        assert 'w:sz w:val="44"' in shapes
        assert 'w:sz w:val="32"' in shapes
    else:
        assert written[-2:] == [
            "Joint Office of the Huaihai Economic Zone",
            "24 November 2026",
        ]
        assert written[0] == "Huaihai Joint Office, Letter of Reminder No. 1 of 2026"
        assert written[4] == "The Municipal People's Government of Linyi:"
    assert b"word/fonts/" not in answer.content
    about = document.core_properties
    assert about.author == written[-2]
    assert about.created == datetime(2026, 11, 24, 1, 0, tzinfo=about.created.tzinfo)


def test_channels_on_the_page(house: House) -> None:
    """Added with a secret shown once, tried, closed; what is refused stays typed."""
    office = browser(Role.SECRETARIAT)
    address = "/huaihai/notices/channels/"
    draft = {
        "owner": "member:linyi",
        "kind": "webhook",
        "name": "<b>OA</b>",
        "address": "ftp://x",
    }
    refused = office.post(f"{address}add/", draft)
    assert refused.status_code == 422
    assert 'value="ftp://x"' in refused.content.decode()
    made = office.post(f"{address}add/", {**draft, "address": "https://oa.invalid/h"})
    assert made.status_code == 200
    assert 'id="secret"' in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    shown = office.get(address).content.decode()
    assert 'id="secret"' not in shown
    assert "&lt;b&gt;OA&lt;/b&gt;" in shown
    row = Channel.objects.get()
    tried = office.post(f"{address}{row.pk}/try/", follow=True)
    assert "oa.invalid" in tried.content.decode()
    strangers = (browser(Role.CITY_LIAISON, "heze"), browser(Role.LEADER, "linyi"))
    for stranger in strangers:
        for act in ("try", "close"):
            assert stranger.post(f"{address}{row.pk}/{act}/").status_code in (403, 404)
    assert office.post(f"{address}{row.pk}/close/").status_code == 302
    assert Channel.objects.get().closed_at == AT
    auditor = browser(Role.AUDITOR).get(address).content.decode()
    assert "OA" in auditor
    assert f"{row.pk}/close/" not in auditor


def test_failures_are_shown_with_a_button(house: House, settings: Any) -> None:
    """A delivery that was given up says why, and is sent again by one press."""
    channels.add_channel(
        OFFICE,
        "huaihai",
        ChannelDraft(
            member="linyi",
            unit=None,
            kind="webhook",
            name="OA",
            address="https://oa.invalid/hook",
        ),
    )
    line = notify()
    Delivery.objects.update(tries=5)
    sending.send_due(SYSTEM)
    office = browser(Role.SECRETARIAT)
    html = office.get(f"/huaihai/notices/{line.id}/").content.decode()
    assert "oa.invalid" in html
    delivery = Delivery.objects.get()
    assert delivery.state == "failed"
    again = f"/huaihai/notices/deliveries/{delivery.pk}/again/"
    assert again in html
    assert browser(Role.CITY_LIAISON, "linyi").post(again).status_code == 404
    assert office.post(again).status_code == 302
    assert Delivery.objects.get().state == "waiting"


NOTHING = UUID(int=7)  # Fixed: every process must name its cases alike.


@pytest.mark.parametrize(
    "address",
    [
        "/huaihai/notices/plan/?duty=x",
        "/huaihai/notices/plan/?kind=poem&duty=" + str(NOTHING),
        "/huaihai/notices/plan/?kind=invitation&duty=" + str(NOTHING),
        "/huaihai/notices/plan/?" + "&".join(f"duty={UUID(int=n)}" for n in range(201)),
        "/huaihai/notices/plan/?duty=" + str(NOTHING),
        "/huaihai/notices/" + str(NOTHING) + "/",
        "/nowhere/notices/channels/",
    ],
)
def test_addresses_that_name_nothing(address: str, house: House) -> None:
    """Guessed ids and unknown words are refused or missing, never a fault."""
    assert browser(Role.SECRETARIAT).get(address).status_code in (403, 404, 422)


def test_who_else_is_addressed_is_shown_to_the_issuer_alone(
    minutes: dict[str, UUID],
) -> None:
    """A city opens its notice and finds no word of the others that have not answered."""
    to = [minutes["shangqiu"], minutes["linyi"]]
    notice, _other = notices.remind(OFFICE, "huaihai", to)
    address = f"/huaihai/notices/{notice.id}/"
    for reader, sees in (
        (browser(Role.SECRETARIAT), True),
        (browser(Role.AUDITOR), True),
        (browser(Role.CITY_LIAISON, "shangqiu"), False),
        (browser(Role.LEADER, "shangqiu"), False),
    ):
        page = reader.get(address).content.decode()
        assert "请商丘市于" in page
        assert ("临沂" in page) is sees
    liaison = program(Role.CITY_LIAISON, "shangqiu")
    (listed,) = liaison("GET", "/notices").json()
    one = liaison("GET", f"/notices/{notice.id}").json()["line"]
    assert listed["joint"] is one["joint"] is None
    signed = liaison("POST", f"/notices/{notice.id}/receipt").json()["line"]
    assert signed["joint"] is None
    office = program(Role.SECRETARIAT)("GET", f"/notices/{notice.id}").json()["line"]
    assert "请商丘市、临沂市于" in office["joint"]["zh"]
    link = receipts.make_link(OFFICE, "huaihai", notice.id)
    assert "临沂" not in Client().get(link).content.decode()


def test_the_api_issues_and_lists(minutes: dict[str, UUID]) -> None:
    """Preview, issue, read, sign and confirm through the API, each by its own office."""
    office, linyi = program(Role.SECRETARIAT), program(Role.CITY_LIAISON, "linyi")
    duties = [str(minutes["linyi"]), str(minutes["heze"])]
    query = "&".join(f"duty={duty}" for duty in duties)
    (plan,) = office("GET", f"/notices/plans-for-duties?{query}").json()
    assert "请临沂市、菏泽市于" in plan["joint"]["zh"]
    asked = {"kind": "letter", "duties": duties}
    issued = office("POST", "/notices/for-duties", asked)
    assert issued.status_code == 201, issued.content
    first, second = issued.json()
    assert first["reference"]["zh"] == "淮海协同提示〔2026〕1号"
    seen = linyi("GET", "/notices").json()
    assert [one["id"] for one in seen] == [first["id"]]
    assert linyi("GET", f"/notices/{second['id']}").status_code == 404
    assert office("POST", f"/notices/{first['id']}/receipt").status_code == 403
    signed = linyi("POST", f"/notices/{first['id']}/receipt").json()
    assert signed["line"]["receipt"]["how"] == "sign-in"
    call = {"spoke_to": "联络员", "office": "菏泽", "at": "2026-11-24T08:58:00+08:00"}
    told = office("POST", f"/notices/{second['id']}/telephone-receipt", call)
    assert told.json()["line"]["receipt"]["how"] == "telephone"
    assert office("GET", "/notices?unanswered=true").json() == []
    link = office("POST", f"/notices/{first['id']}/link")
    assert "/receipt/" in link.json()["link"]
    assert link["Cache-Control"] == "private, no-store"
    wrong = office("POST", "/notices/for-duties", {"kind": "warning", "duties": duties})
    assert wrong.json()["code"] == "kind-not-for-duties"


def test_the_api_takes_a_draft(house: House) -> None:
    """A notice about anything; fields that are not its own are refused."""
    office = program(Role.SECRETARIAT)
    draft = {
        "kind": "warning",
        "subject": "weather:1",
        "title": {"zh": "寒潮", "en": "Cold wave"},
        "asked": {"zh": "做好防范", "en": "take precautions"},
        "to": [{"member": "linyi"}],
    }
    for name, value in (
        ("issued_by", "somebody else"),
        ("from_member", "heze"),
        ("number", 99),
    ):
        sly = office("POST", "/notices", {**draft, name: value})
        assert sly.status_code == 422
        assert name in sly.json()["message"]
    preview = office("POST", "/notices/plan", draft)
    assert preview.status_code == 200, preview.content
    assert not Notice.objects.exists()
    (issued,) = office("POST", "/notices", draft).json()
    assert (issued["number"], issued["from_member"]) == (1, None)
    linyi = program(Role.CITY_LIAISON, "linyi")
    assert linyi("POST", "/notices", draft).status_code == 422
    foreign = {**draft, "to": [{"member": "heze"}]}
    assert linyi("POST", "/notices", foreign).status_code == 403
    control = {**draft, "title": {"zh": "a\nb", "en": "x"}}
    assert office("POST", "/notices", control).status_code == 422


def test_the_api_keeps_channels(house: House) -> None:
    """Added, listed without secrets, tried and closed; other cities' are not there."""
    office, heze = program(Role.SECRETARIAT), program(Role.CITY_LIAISON, "heze")
    draft = {
        "member": "linyi",
        "kind": "webhook",
        "name": "OA",
        "address": "https://oa.invalid/hooks/abcdefghijk?key=s3cret",
    }
    made = office("POST", "/channels", draft)
    assert made.status_code == 201, made.content
    assert made["Cache-Control"] == "private, no-store"
    secret, channel = made.json()["secret"], made.json()["id"]
    listed = office("GET", "/channels").content.decode()
    assert secret not in listed
    assert "s3cret" not in listed
    assert heze("GET", "/channels").json() == []
    assert heze("POST", "/channels", draft).status_code == 403
    for method, address in (
        ("POST", f"/channels/{channel}/trial"),
        ("DELETE", f"/channels/{channel}"),
    ):
        assert heze(method, address).status_code == 404
    tried = office("POST", f"/channels/{channel}/trial").json()
    assert tried["taken"] is False
    assert "内部网络" in tried["failure"]
    assert office("DELETE", f"/channels/{channel}").status_code == 204
    assert office("DELETE", f"/channels/{channel}").status_code == 409


def test_the_api_follows_deliveries(minutes: dict[str, UUID]) -> None:
    """The issuer's office lists and repeats deliveries; the addressee does not."""
    channels.add_channel(
        OFFICE,
        "huaihai",
        ChannelDraft(
            member="linyi",
            unit=None,
            kind="mail",
            name="mail",
            address="a@linyi.example",
        ),
    )
    notices.remind(OFFICE, "huaihai", [minutes["linyi"]])
    office, linyi = program(Role.SECRETARIAT), program(Role.CITY_LIAISON, "linyi")
    (delivery,) = office("GET", "/deliveries?state=waiting").json()
    assert delivery["address"] == "a@linyi.example"
    assert office("GET", "/deliveries?state=sent").json() == []
    assert linyi("GET", "/deliveries").json() == []
    again = f"/deliveries/{delivery['id']}/again"
    assert linyi("POST", again).status_code == 404
    assert office("POST", again).status_code == 204
    assert program(Role.LEADER, "linyi")("GET", "/deliveries").status_code == 403


def test_nobody_reads_the_api_without_a_key(league: None) -> None:
    """Lists answer 401 to the public."""
    for address in ("notices", "channels", "deliveries"):
        answer = Client().get(f"/api/v1/leagues/huaihai/{address}")
        assert answer.status_code == 401


def test_the_command(
    minutes: dict[str, UUID], run: Run, hansa: Hansa, tmp_path: Path
) -> None:
    """Text, reminder, letter, document, receipt and channel from the shell."""
    duty = str(minutes["linyi"])
    (plan,) = run("notices", "text", "huaihai", duty)
    said = hansa("notices", "text", "huaihai", duty, "--lang", "zh")
    assert said.out.strip() == plan["joint"]["zh"]
    assert not Notice.objects.exists()
    (reminder,) = run("notices", "remind", "huaihai", duty)
    (letter,) = run("notices", "letter", "huaihai", duty)
    listed = run("notices", "list", "huaihai")
    assert {one["id"] for one in listed} == {reminder["id"], letter["id"]}
    shown = hansa("notices", "show", "huaihai", letter["id"], "--lang", "zh")
    assert "淮海协同提示〔2026〕1号" in shown.out
    file = tmp_path / "letter.docx"
    assert hansa("notices", "docx", "huaihai", letter["id"], file).code == 0
    assert Document(str(file)).paragraphs[0].text == "淮海协同提示〔2026〕1号"
    confirmed = run(
        "notices", "confirm", "huaihai", letter["id"], "--by", "一", "--office", "二"
    )
    assert confirmed["receipt"]["how"] == "telephone"
    waiting = run("notices", "receipts", "huaihai")
    assert [one["id"] for one in waiting] == [reminder["id"]]
    added = run(
        "notices", "add-channel", "huaihai", "mail", "值班", "a@b.example",
        "--city", "linyi",
    )  # fmt: skip
    assert [one["id"] for one in run("notices", "channels", "huaihai")] == [added["id"]]
    assert run("notices", "send") == {"sent": 0, "waiting": 0}


def test_the_command_refuses(league: None, hansa: Hansa) -> None:
    """Unknown duties, notices and channels end with 1 and a remedy."""
    nothing = str(uuid4())
    for words in (
        ("remind", "huaihai", nothing),
        ("text", "huaihai", nothing),
        ("show", "huaihai", nothing),
        ("docx", "huaihai", nothing, "/dev/null"),
        ("confirm", "huaihai", nothing, "--by", "a", "--office", "b"),
        ("add-channel", "huaihai", "pager", "a", "b"),
    ):
        ran = hansa("notices", *words, "--lang", "en")
        assert ran.code == 1, words
        assert "→" in ran.err + ran.out


def test_a_robots_secret_comes_from_a_file(
    league: None, run: Run, tmp_path: Path
) -> None:
    """What a chat service gave is never typed on a command line."""
    file = tmp_path / "secret"
    file.write_text("SECabc\n", encoding="utf-8")
    run(
        "notices", "add-channel", "huaihai", "dingtalk", "群",
        "https://oapi.dingtalk.com/robot/send?access_token=t",
        "--city", "linyi", "--secret-file", file,
    )  # fmt: skip
    assert channels.unseal(Channel.objects.get().sealed)[1] == "SECabc"


def test_liaison_sees_nothing_of_the_others(minutes: dict[str, UUID]) -> None:
    """A city's list holds no other city's lateness, in words or in counts."""
    notices.remind(OFFICE, "huaihai", [minutes["linyi"], minutes["heze"]])
    answer = browser(Role.CITY_LIAISON, "linyi").get("/huaihai/notices/")
    shown = answer.content.decode().split('id="list"')[1]
    assert shown.count("淮海协同提醒") == 1
