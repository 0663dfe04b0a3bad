"""Rows of the register on sessions, their dockets and decisions, through the commands."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.test import Client

from conftest import Hansa, Run
from hansa.chassis.actor import Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.models import OutboxEvent
from hansa.directory.terms.people import UnitKind
from hansa.governance.tests.people import HUAIHAI, account, add_unit, browser, program

row = pytest.mark.row
pytestmark = pytest.mark.usefixtures("leagues")

H, C = "huaihai", "changzhutan"
CONSENT = ("consent", "--office", "市政府", "--evidence", "复函1号")

On = Callable[[str], None]
Refused = Callable[..., Any]


@pytest.fixture
def on(settings: Any) -> On:
    """Stand at noon of a day."""

    def stand(day: str) -> None:
        noon = datetime.combine(date.fromisoformat(day), time(12), LEAGUE_ZONE)
        settings.HANSA_CLOCK = noon.astimezone(UTC)

    return stand


@pytest.fixture
def refused(hansa: Hansa) -> Refused:
    """Run a command that must be refused, and read the problem."""

    def refuse(*words: str) -> Any:
        ran = hansa("session", *words, "--json", "--lang", "en")
        assert ran.code == 1, ran.err or ran.out
        return json.loads(ran.out)

    return refuse


@pytest.fixture
def held(run: Run) -> Callable[..., Any]:
    """Run a command of sessions that must succeed."""

    def hold(*words: str) -> Any:
        return run("session", *words)

    return hold


def clear(held: Callable[..., Any], on: On, day: str, *titles: str) -> Any:
    """Hold the consultation of a year, which clears some matters, and close it."""
    on(day)
    session = held("convene", H, "consultation", "--on", day)["id"]
    for title in titles:
        held("put", H, session, title, "--class", "issue", "--act", "clear")
    sheet = held("open", H, session)
    for report in sheet["reports"]:
        held("report", H, session, str(report["number"]), "in-hand")
    for item in sheet["items"]:
        outcome = "noted" if item["standing"] else "decided"
        held("dispose", H, session, str(item["place"]), outcome, "--words", "同意。")
    return held("close", H, session)


def decide(held: Callable[..., Any], session: str, place: int) -> None:
    """Decide an item in principle."""
    held(
        "dispose", H, session, str(place), "decided",
        "--words", "原则同意。", "--principle-only",
    )  # fmt: skip


@row("H-GOV-04")
def test_the_predecessor_decides_nothing_and_its_matters_go_on(
    held: Callable[..., Any], refused: Refused, on: On
) -> None:
    """It cannot be convened any more; three open matters stand under the successor."""
    on("2018-12-01")
    waiting = [
        held("put-waiting", H, "mayors-conference", f"遗留事项{number}", "--class", "")
        for number in (1, 2, 3)
    ]
    on("2019-11-05")
    problem = refused("convene", H, "mayors-conference", "--on", "2019-11-20")
    assert problem["code"] == "body-not-standing"
    assert "Coordinated Development Symposium" in problem["remedy"]
    assert "GOV-04" in problem["remedy"]
    problem = refused("put-waiting", H, "mayors-conference", "新事项", "--class", "")
    assert problem["code"] == "body-not-standing"
    sheet = held("convene", H, "symposium", "--on", "2019-11-20")
    assert [item["id"] for item in sheet["items"]] == [one["id"] for one in waiting]
    assert [step["kind"] for step in sheet["steps"]][-3:] == ["carried"] * 3


@row("H-GOV-05", part="attendance")
def test_attendance_of_the_symposium(held: Callable[..., Any], on: On) -> None:
    """Twenty-nine of thirty seats are filled, and the vacant one is named."""
    on("2024-11-15")
    session = held("convene", H, "symposium", "--on", "2024-11-15")["id"]
    seat = "suzhou/party-secretary-general=absent"
    found = held("attend", H, session, "--everybody", "--seat", seat)["attendance"]
    assert (found["there"], found["named"]) == (29, 30)
    (vacant,) = found["vacant"]
    assert (vacant["member"], vacant["office"]) == ("suzhou", "party-secretary-general")


@row("H-GOV-06")
def test_an_invitee_has_no_vote(
    held: Callable[..., Any], refused: Refused, on: On
) -> None:
    """Its reply and its presence are kept; a vote of it is refused."""
    clear(held, on, "2026-08-20", "跨省公交")
    on("2026-11-19")
    session = held("convene", H, "symposium", "--on", "2026-11-19")["id"]
    held("put", H, session, "跨省公交", "--class", "issue", "--act", "decide")
    ministry = "国家发展改革委"
    for presence in ("coming", "present"):
        sheet = held("attend", H, session, "--invitee", f"{ministry}={presence}")
        (mark,) = sheet["attendance"]["marks"]
        assert (mark["invitee"], mark["presence"]) == (ministry, presence)
    for name in (ministry, "national ministries and commissions"):
        problem = refused("position", H, session, "1", name, *CONSENT)
        assert problem["code"] == "invitee-not-party"
        assert "is an invitee, not a party" in problem["message"]
    assert not held("show", H, session)["items"][0]["positions"]


@row("H-GOV-07")
def test_six_decisions_and_one_consent_taken_back(
    held: Callable[..., Any], on: On
) -> None:
    """Five stand and are told to whoever carries them out; the sixth is told to nobody."""
    titles = [f"事项{number}" for number in range(1, 7)]
    clear(held, on, "2026-08-20", *titles)
    before = OutboxEvent.objects.count()
    on("2026-11-19")
    session = held("convene", H, "symposium", "--on", "2026-11-19")["id"]
    lead = add_unit(H, "suzhou", UnitKind.DEPARTMENT, "宿州市交通运输局")
    classes = ("issue", "matter", "key-work")
    acts = ("deliberate", "study", "decide")
    for number, title in enumerate(titles):
        held(
            "put", H, session, title,
            "--class", classes[number % 3], "--act", acts[number % 3],
        )  # fmt: skip
    held("open", H, session)
    for place in range(1, 7):
        for city in HUAIHAI:
            held("position", H, session, str(place), city, *CONSENT)
        held(
            "dispose", H, session, str(place), "decided", "--words", "同意。",
            "--lead", lead, "--unit", "宿州市交通运输局", "--due", "2027-06-30",
        )  # fmt: skip
    assert [i["adopted"] for i in held("show", H, session)["items"]] == [True] * 6
    back = ("object", "--office", "临沂市政府", "--evidence", "复函2号")
    held("position", H, session, "4", "linyi", *back)
    sheet = held("close", H, session)
    assert [item["adopted"] for item in sheet["items"]].count(True) == 5
    fourth = sheet["items"][3]
    assert fourth["adopted"] is False
    assert fourth["number"] is None
    assert len(fourth["positions"]) == 11
    decisions = held("decisions", H, "--year", "2026", "--body", "symposium")
    assert [one["number"] for one in decisions] == [1, 2, 3, 4, 5]
    assert {one["due_on"] for one in decisions} == {"2027-06-30"}
    told = list(OutboxEvent.objects.order_by("pk"))[before:]
    sent = [e.content["item"] for e in told if e.name == "governance.DecisionAdopted"]
    assert sorted(sent) == sorted(one["id"] for one in decisions)


@pytest.fixture
def minutes(run: Run) -> Callable[..., Any]:
    """Run a command of minutes that must succeed."""

    def act(*words: str) -> Any:
        return run("minutes", *words)

    return act


@row("H-GOV-12")
def test_a_session_without_minutes_and_what_they_hold(
    held: Callable[..., Any],
    minutes: Callable[..., Any],
    hansa: Hansa,
    client: Client,
    on: On,
) -> None:
    """Overdue until published; then every decision of the log stands in them once."""
    titles = ("事项一", "事项二")
    clear(held, on, "2025-08-20", *titles)
    on("2025-11-13")
    session = held("convene", H, "symposium", "--on", "2025-11-13")["id"]
    for title in titles:
        held("put", H, session, title, "--class", "issue", "--act", "decide")
    held("open", H, session)
    held("attend", H, session, "--everybody")
    for place in (1, 2):
        for city in HUAIHAI:
            held("position", H, session, str(place), city, *CONSENT)
        decide(held, session, place)
    held("close", H, session)
    draft = minutes("show", H, session)
    assert (draft["state"], draft["due_on"]) == ("draft", "2025-12-04")
    on("2026-11-24")
    reader = browser(account(Role.SECRETARIAT, None))
    address = f"/{H}/governance/bodies/symposium/"
    assert "minutes overdue" in reader.get(address).content.decode()
    assert "minutes overdue" not in client.get(address).content.decode()
    early = hansa("minutes", "publish", H, session, "--json", "--lang", "en")
    assert json.loads(early.out)["code"] == "minutes-elsewhere"
    minutes("circulate", H, session)
    early = hansa("minutes", "publish", H, session, "--json", "--lang", "en")
    assert json.loads(early.out)["code"] == "minutes-incomplete"
    for city in HUAIHAI:
        minutes("comment", H, session, city, *CONSENT[1:])
    paper = ("--document", "签批件1号")
    minutes("approve", H, session, "suqian", "party-secretary", *paper)
    published = minutes("publish", H, session)
    assert published["reference"] == "协同发展座谈会纪要〔2025〕1号"
    assert "minutes overdue" not in reader.get(address).content.decode()
    log = held("decisions", H, "--year", "2025", "--body", "symposium")
    stated = [one["item"] for one in published["sections"]]
    assert sorted(id_ for id_ in stated if id_ in {one["id"] for one in log}) == sorted(
        one["id"] for one in log
    )


@row("H-GOV-18", part="opening")
def test_who_opens_the_consultation(
    held: Callable[..., Any], refused: Refused, on: On
) -> None:
    """The host's executive vice-mayor opens it; anybody else is refused."""
    on("2024-08-15")
    session = held("convene", H, "consultation", "--on", "2024-08-15")["id"]
    chair = {"member": "shangqiu", "office": "executive-vice-mayor"}
    assert held("show", H, session)["chair"] == chair
    for other in ("xuzhou/executive-vice-mayor", "shangqiu/mayor"):
        problem = refused("open", H, session, "--chair", other)
        assert problem["code"] == "other-chair"
        assert "GOV-18" in problem["message"]
    assert held("open", H, session)["opened_by"] == chair


@row("H-GOV-19")
def test_what_august_did_not_clear_is_not_signed_in_november(
    held: Callable[..., Any], refused: Refused, on: On
) -> None:
    """Blocked by name; and August hears of every decision of the year before."""
    clear(held, on, "2025-08-21", "事项一", "事项二")
    on("2025-11-13")
    session = held("convene", H, "symposium", "--on", "2025-11-13")["id"]
    for title in ("事项一", "事项二"):
        held("put", H, session, title, "--class", "issue", "--act", "decide")
    held("open", H, session)
    for place in (1, 2):
        for city in HUAIHAI:
            held("position", H, session, str(place), city, *CONSENT)
        decide(held, session, place)
    held("close", H, session)
    on("2026-08-20")
    august = held("convene", H, "consultation", "--on", "2026-08-20")["id"]
    held("put", H, august, "跨省公交", "--class", "issue", "--act", "clear")
    held("open", H, august)
    assert [one["progress"] for one in held("show", H, august)["reports"]] == [None] * 2
    held("report", H, august, "1", "done")
    for place, outcome in ((1, "noted"), (2, "noted"), (3, "decided")):
        held("dispose", H, august, str(place), outcome, "--words", "同意。")
    assert refused("close", H, august)["code"] == "session-incomplete"
    held("report", H, august, "2", "in-hand", "--words", "已启动。")
    reports = held("close", H, august)["reports"]
    assert [one["progress"] for one in reports] == ["done", "in-hand"]
    on("2026-11-19")
    november = held("convene", H, "symposium", "--on", "2026-11-19")["id"]
    card = (
        "put",
        H,
        november,
        "淮海旅游年卡发行协议",
        "--class",
        "matter",
        "--act",
        "sign",
    )
    problem = refused(*card)
    assert problem["code"] == "not-cleared"
    assert (
        "of 2026-08-20, chaired by Suzhou executive vice-mayor, 24 seats"
        in (problem["message"])
    )
    assert "urgent route" in problem["remedy"]
    places = len(held("show", H, november)["items"])
    urgent = ("--urgent-document", "宿政〔2026〕88号", "--reason", "景区集中开业。")
    sheet = held(*card, *urgent)
    assert len(sheet["items"]) == places + 1
    assert sheet["items"][-1]["urgent"]["document"] == "宿政〔2026〕88号"
    held("put", H, november, "跨省公交", "--class", "issue", "--act", "decide")


@row("H-GOV-20", part="agenda")
def test_each_difficult_issue_of_a_group_ends_somewhere(
    held: Callable[..., Any], refused: Refused, on: On
) -> None:
    """With owner and deadline, or put to the consultation; nothing stays open."""
    on("2026-05-20")
    session = held("convene", H, "group-transport", "--on", "2026-05-20")["id"]
    for title in ("断头路", "收费站"):
        held("put", H, session, title, "--class", "difficulty")
    held("open", H, session)
    unit = add_unit(H, "xuzhou", UnitKind.DEPARTMENT, "徐州市交通运输局")
    assert (
        refused("dispose", H, session, "1", "decided", "--words", "同意。")["code"]
        == "delivery-incomplete"
    )
    held(
        "dispose", H, session, "1", "decided", "--words", "同意。",
        "--lead", unit, "--unit", unit, "--due", "2026-12-31",
    )  # fmt: skip
    assert refused("close", H, session)["code"] == "session-incomplete"
    held("dispose", H, session, "2", "escalated", "--words", "提请协商会议研究。")
    held("close", H, session)
    on("2026-08-20")
    august = held("convene", H, "consultation", "--on", "2026-08-20")
    assert [item["title"]["zh"] for item in august["items"]] == ["收费站"]


@row("C-GOV-03")
def test_secretaries_sign_nothing(
    held: Callable[..., Any], refused: Refused, on: On
) -> None:
    """A session carries its level, and each level keeps to its competence."""
    on("2026-10-22")
    level = ("--level", "secretary")
    session = held("convene", C, "conference", "--on", "2026-10-22", *level)
    assert session["level"] == "secretary"
    put = ("合作协议", "--class", "plans", "--act", "sign")
    problem = refused("put", C, session["id"], *put)
    assert problem["code"] == "competence"
    assert "competence: Joint Conference (mayor level)" in problem["message"]
    mayors = held("convene", C, "conference", "--on", "2026-10-23", "--level", "mayor")
    held("put", C, mayors["id"], "合作协议", "--class", "agreement", "--act", "sign")
    problem = refused(
        "put", C, mayors["id"], "联合申报", "--class", "major", "--act", "apply"
    )
    assert "(secretary level)" in problem["message"]


@row("C-GOV-05", part="opening")
def test_no_mayor_opens_for_the_president(
    held: Callable[..., Any], refused: Refused, on: On
) -> None:
    """The secretaries' session is opened by the president, a party secretary."""
    on("2019-10-22")
    level = ("--level", "secretary")
    session = held("convene", C, "conference", "--on", "2019-10-22", *level)["id"]
    assert held("show", C, session)["chair"] == {
        "member": "zhuzhou",
        "office": "party-secretary",
    }
    problem = refused("open", C, session, "--chair", "zhuzhou/mayor")
    assert problem["code"] == "other-chair"


@row("C-GOV-06")
def test_an_unsolved_issue_goes_to_the_mayors_then_to_the_secretaries(
    held: Callable[..., Any], on: On
) -> None:
    """Two hops, each with its time."""
    days = ("2026-03-12", "2026-05-15", "2026-10-22")
    levels: tuple[tuple[str, ...], ...] = (
        (),
        ("--level", "mayor"),
        ("--level", "secretary"),
    )
    bodies = ("group-transport", "conference", "conference")
    times = []
    for day, level, body in zip(days, levels, bodies, strict=True):
        on(day)
        session = held("convene", C, body, "--on", day, *level)["id"]
        if body == "group-transport":
            held("put", C, session, "过江通道", "--class", "project")
        sheet = held("open", C, session)
        last = sheet["items"][-1]
        assert last["title"]["zh"] == "过江通道"
        if day == days[-1]:
            break
        held(
            "dispose",
            C,
            session,
            str(last["place"]),
            "escalated",
            "--words",
            "提请研究。",
        )
        steps = held("close", C, session)["steps"]
        times += [step["at"][:10] for step in steps if step["kind"] == "disposed"]
    assert times == list(days[:2])


@row("H-CAS-11")
def test_an_issue_that_two_sessions_left_open_is_before_november(
    held: Callable[..., Any], on: On
) -> None:
    """The group and August leave it open; November has it, cleared, with its history."""
    issue, words = "跨省断头路", ("deferred", "--words", "未达成一致。")
    for day, body in (
        ("2026-03-12", "group-transport"),
        ("2026-08-20", "consultation"),
    ):
        on(day)
        session = held("convene", H, body, "--on", day)["id"]
        if body == "group-transport":
            held("put", H, session, issue, "--class", "difficulty")
            held("open", H, session)
            place = held("show", H, session)["items"][-1]["place"]
            held(
                "dispose", H, session, str(place), "escalated", "--words", "提请协商。"
            )
        else:
            held("open", H, session)
            for item in held("show", H, session)["items"]:
                held("dispose", H, session, str(item["place"]), *words)
        held("close", H, session)
    on("2026-11-19")
    sheet = held("convene", H, "symposium", "--on", "2026-11-19")
    item = sheet["items"][-1]
    assert (item["title"]["zh"], item["cleared_by"]) == (issue, item["carried_from"])
    past = held("rounds", H, sheet["id"], str(item["place"]))
    told = [
        (one["session"]["body"], one["item"]["outcome"], one["item"]["outcome_words"])
        for one in past
    ]
    assert told == [
        ("group-transport", "escalated", "提请协商。"),
        ("consultation", "deferred", "未达成一致。"),
    ]
    asked = f"/api/v1/leagues/{H}/docket-items/{item['id']}/rounds"
    on("2026-11-24")
    office = account(Role.SECRETARIAT)
    answered = program(office).get(asked).json()
    assert [one["item"]["id"] for one in answered] == [
        one["item"]["id"] for one in past
    ]
    page = f"/{H}/governance/sessions/{sheet['id']}/items/{item['id']}/"
    shown = browser(office).get(page).content.decode()
    assert "How earlier sessions left it" in shown
    assert Client().get(asked).status_code == 401


@row("C-GOV-14")
def test_a_session_of_secretaries_without_its_theme(
    held: Callable[..., Any], refused: Refused, on: On
) -> None:
    """Four of five outputs are not enough: one is missing, and which."""
    on("2026-10-22")
    level = ("--level", "secretary")
    session = held("convene", C, "conference", "--on", "2026-10-22", *level)["id"]
    classes = {one["id"]: one for one in held("show", C, session)["classes"]}
    assert list(classes) == ["review", "goals", "theme", "plans", "applications"]
    for class_ in ("review", "goals", "plans", "applications"):
        held("put", C, session, f"{class_}一项", "--class", class_)
    held("open", C, session)
    for place in range(1, 5):
        _settle(held, session, place)
    problem = refused("close", C, session)
    assert problem["code"] == "session-incomplete"
    assert "1 of 5 outputs missing: theme of the year" in problem["message"]
    held("put", C, session, "年度合作主题", "--class", "theme")
    _settle(held, session, 5)
    assert held("close", C, session)["state"] == "closed"


def _settle(held: Callable[..., Any], session: str, place: int) -> None:
    for city in ("changsha", "zhuzhou", "xiangtan"):
        held("position", C, session, str(place), city, *CONSENT)
    held(
        "dispose", C, session, str(place), "decided",
        "--words", "同意。", "--principle-only",
    )  # fmt: skip


@row("C-GOV-15")
def test_a_directive_is_on_the_next_docket_of_the_mayors(
    held: Callable[..., Any], refused: Refused, on: On
) -> None:
    """For three cities, among five classes; agreements are signed there and only there."""
    on("2026-02-03")
    cities = ("--city", "changsha", "--city", "zhuzhou", "--city", "xiangtan")
    source = ("--source", "湘政发〔2026〕3号")
    named = ("--class", "superior", *source, *cities)
    title = "落实省政府一体化部署"
    problem = refused("put-waiting", C, "conference", title, *named)
    assert problem["code"] == "competence"
    waiting = held("put-waiting", C, "conference", title, "--level", "mayor", *named)
    on("2026-05-15")
    sheet = held("convene", C, "conference", "--on", "2026-05-15", "--level", "mayor")
    (item,) = sheet["items"]
    assert item["id"] == waiting["id"]
    assert item["cities"] == ["changsha", "zhuzhou", "xiangtan"]
    assert len(sheet["classes"]) == 5
    put = ("合作协议", "--class", "agreement", "--act", "sign")
    assert len(held("put", C, sheet["id"], *put)["items"]) == 2
    group = held("convene", C, "group-transport", "--on", "2026-05-16")["id"]
    problem = refused("put", C, group, "合作协议", "--class", "plan", "--act", "sign")
    assert problem["code"] == "competence"


@row("C-GOV-16")
def test_a_deployed_matter_names_its_source(held: Callable[..., Any], on: On) -> None:
    """Without one a warning stands beside it; with one it is gone."""
    on("2026-05-15")
    mayors = ("conference", "--on", "2026-05-15", "--level", "mayor")
    session = held("convene", C, *mayors)["id"]
    sheet = held("put", C, session, "共建过江通道", "--class", "shared")
    (warning,) = (one for one in sheet["remarks"] if one["code"] == "source-missing")
    assert warning["clauses"] == ["GOV-15", "GOV-16"]
    sheet = held("amend", C, session, "1", "--source", "2026年省政府工作报告")
    assert "source-missing" not in {one["code"] for one in sheet["remarks"]}


@row("C-GOV-25")
def test_a_group_closes_no_docket_half_done(
    held: Callable[..., Any], refused: Refused, on: On
) -> None:
    """Four classes with their counts; an item without an end keeps the session open."""
    on("2026-03-12")
    session = held("convene", C, "group-transport", "--on", "2026-03-12")["id"]
    for title, class_ in (("拥堵", "issue"), ("路网", "plan"), ("三干", "project")):
        held("put", C, session, title, "--class", class_)
    sheet = held("open", C, session)
    counts = {one["id"]: one["items"] for one in sheet["classes"]}
    assert counts == {"issue": 1, "plan": 1, "project": 1, "measure": 0}
    for place in (1, 2):
        held("dispose", C, session, str(place), "noted", "--words", "知悉。")
    problem = refused("close", C, session)
    assert (
        "Item 3, “三干”, is neither decided nor deferred nor noted."
        in (problem["message"])
    )
    held("dispose", C, session, "3", "deferred", "--words", "下次再议。")
    assert held("close", C, session)["state"] == "closed"
