"""Chang-Zhu-Tan through 2025: the example of C-GOV-12 played, and every circular sent."""

import re
from typing import Any

import pytest

from conftest import Hansa
from hansa.governance.tests.people import CHANGZHUTAN
from hansa.governance.tests.year.stage import OFFICE, Stage

SECRETARIES, MAYORS = "conference/2025/secretary", "conference/2025/mayor"
OUTPUTS = ("review", "goals", "theme", "plans", "applications")
GROUPS = ("planning", "transport", "industry", "environment", "services")
WORDS = ("--words", "会议同意。")
UNIT = "株洲市发展和改革委员会"

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(hansa: Hansa, settings: Any) -> Stage:
    """The league on the first working days of a year, everybody let in."""
    stage = Stage("changzhutan", hansa, settings)
    stage.begins("2025-01-03", "2025-01-01", CHANGZHUTAN)
    return stage


@pytest.mark.row("C-GOV-12", part="a whole year of sessions")
@pytest.mark.row("C-GOV-13", part="a whole year of circulars")
@pytest.mark.row("C-GOV-04", part="a whole year of the presidency")
def test_a_year_of_changzhutan(stage: Stage) -> None:
    """2 + 9 + 3 meetings and 11 circulars: exactly two soft warnings, and no violation."""
    hands_over(stage, "2025-01-01", "changsha", "zhuzhou")
    directors_meet(stage, "2025-02-13", 1)
    secretaries_meet(stage)
    for group in GROUPS:
        group_meets(stage, group, "2025-04-10")
    directors_meet(stage, "2025-05-15", 2)
    sends_the_first_circular(stage)
    stage.on("2025-06-26")
    for group in GROUPS[1:]:
        sends_circular(stage, f"group-{group}/2025/1")
    for group in ("planning", "transport", "environment", "services"):
        group_meets(stage, group, "2025-09-11")
    mayors_meet(stage)
    mayors_sign(stage)
    directors_meet(stage, "2025-11-13", 4)
    stage.on("2025-12-18")
    for group in GROUPS:
        sends_circular(stage, f"group-{group}/2025/2")
    sends_circular(stage, "conference/2025/1")
    corrects_a_circular(stage)
    stage.on("2026-01-05")
    hands_over(stage, "2026-01-01", "zhuzhou", "xiangtan")
    the_turn_has_passed(stage)
    reads_as_the_register_says(stage)


def hands_over(stage: Stage, on: str, outgoing: str, incoming: str) -> None:
    """Both presidents sign, the outgoing one first, each for itself."""
    sign = ("handover", "sign", on)
    stage.refuses(f"liaison-{incoming}", "outgoing-first", *sign, "incoming")
    stage.refuses(f"liaison-{incoming}", "right-missing", *sign, "outgoing")
    for side, member in (("outgoing", outgoing), ("incoming", incoming)):
        page = stage.page("handover", on)
        said = stage.fills_in(f"liaison-{member}", page, side)
        assert "The signature is recorded." in said
    stage.refuses(f"liaison-{outgoing}", "signed-already", *sign, "outgoing")


def directors_meet(stage: Stage, day: str, quarter: int) -> None:
    """The directors of the commissions meet in a quarter; their body has no docket."""
    stage.on(day)
    made = stage.does(OFFICE, "session", "convene", "drc-directors", "--on", day)
    assert made["entry"] == f"changzhutan/2025/drc-directors/meeting/{quarter}"
    stage.does(OFFICE, "session", "open", made["id"])
    stage.does(OFFICE, "session", "attend", made["id"], "--everybody")
    notes_the_rest(stage, made["id"])
    stage.does(OFFICE, "session", "close", made["id"])


def notes_the_rest(stage: Stage, session: str) -> None:
    """Take note of whatever came to a docket by itself, and has not ended."""
    for one in stage.does(OFFICE, "session", "show", session)["items"]:
        if one["outcome"] is None and one["standing"]:
            noted = ("session", "dispose", session, str(one["place"]), "noted")
            stage.does(OFFICE, *noted, "--words", "会议听取了情况。")


def secretaries_meet(stage: Stage) -> None:
    """Five outputs, all of them by consent of three; the secretaries sign nothing."""
    stage.on("2025-03-10")
    convene = ("session", "convene", "conference", "--on", "2025-03-10")
    leveled = (*convene, "--level", "secretary")
    stage.refuses(OFFICE, "no-free-entry", *convene)
    stage.refuses("liaison-changsha", "right-missing", *leveled)
    made = stage.does("liaison-zhuzhou", *leveled)
    assert made["chair"] == {"member": "zhuzhou", "office": "party-secretary"}
    put = ("session", "put", SECRETARIES)
    stage.refuses(OFFICE, "competence", *put, "合作协议", "--class", "agreement")
    stage.refuses(
        OFFICE, "competence", *put, "合作协议", "--class", "plans", "--act", "sign"
    )
    for class_ in OUTPUTS[:-1]:
        stage.does(OFFICE, *put, f"议题 {class_}", "--class", class_)
    stage.does("liaison-zhuzhou", "session", "open", SECRETARIES)
    stage.does("liaison-zhuzhou", "session", "attend", SECRETARIES, "--everybody")
    for place in "1234":
        consents_and_decides(stage, SECRETARIES, made["id"], place)
    close = ("session", "close", SECRETARIES)
    refused = stage.refuses("liaison-zhuzhou", "session-incomplete", *close)
    assert "1 of 5 outputs missing: joint applications" in refused
    stage.does(
        OFFICE, *put, "申报国家级新区扩区", "--class", "applications", "--act", "apply"
    )
    dispose = ("session", "dispose", SECRETARIES, "5", "decided", *WORDS)
    stage.refuses("liaison-zhuzhou", "delivery-incomplete", *dispose)
    stage.unit("zhuzhou", UNIT, "2025-01-01")
    speaks_for_all(stage, made["id"], "5")
    stage.does(
        "liaison-zhuzhou", *dispose,
        "--lead", UNIT, "--unit", UNIT, "--due", "2025-12-31",
    )  # fmt: skip
    closed = stage.does("liaison-zhuzhou", *close)
    assert [one["number"] for one in closed["items"]] == [1, 2, 3, 4, 5]


def consents_and_decides(stage: Stage, named: str, session: str, place: str) -> None:
    """Three cities consent; the conference takes an opinion of principle."""
    speaks_for_all(stage, session, place)
    decide = ("session", "dispose", named, place, "decided", *WORDS)
    stage.does("liaison-zhuzhou", *decide, "--principle-only")


def speaks_for_all(stage: Stage, session: str, place: str) -> None:
    """Each city consents on the page of the item."""
    items = stage.does(OFFICE, "session", "show", session)["items"]
    item = items[int(place) - 1]["id"]
    for member in CHANGZHUTAN:
        stage.fills_in(
            f"liaison-{member}", stage.page("item", session, item), "position",
            member=member, stance="consent",
        )  # fmt: skip


def group_meets(stage: Stage, group: str, day: str) -> None:
    """A group meets; the second time it first hears what became of the first."""
    stage.on(day)
    body = f"group-{group}"
    convened = ("session", "convene", body, "--on", day)
    made = stage.does(OFFICE, *convened)
    session, second = made["id"], day > "2025-06-30"
    if second:
        stage.refuses(OFFICE, "no-free-entry", *convened)
    put = ("session", "put", session, f"{group}重点项目", "--class")
    stage.refuses(OFFICE, "class-unknown", *put, "theme")
    stage.does(OFFICE, *put, "project")
    stage.does(OFFICE, "session", "open", session)
    notes_the_rest(stage, session)
    place = str(1 + sum(one["standing"] is not None for one in made["items"]))
    decide = ("session", "dispose", session, place, "decided", *WORDS)
    if group == "planning":
        stage.refuses(OFFICE, "delivery-incomplete", *decide)
        stage.refuses(OFFICE, "session-incomplete", "session", "close", session)
    stage.does(OFFICE, *decide, "--principle-only")
    if second:
        hears_the_last_decision(stage, session)
    stage.does(OFFICE, "session", "close", session)


def hears_the_last_decision(stage: Stage, session: str) -> None:
    """No meeting closes over a decision whose state nobody told."""
    refused = stage.refuses(OFFICE, "session-incomplete", "session", "close", session)
    assert "The state of 1 earlier decisions was not heard" in refused
    stage.refuses(OFFICE, "decision-unheard", "session", "report", session, "7", "done")
    stage.does(OFFICE, "session", "report", session, "1", "in-hand")


def mayors_meet(stage: Stage) -> None:
    """The mayors decide what the cities share and what is signed, and apply for nothing."""
    stage.on("2025-10-16")
    leveled = ("--on", "2025-10-16", "--level", "mayor")
    made = stage.does("liaison-zhuzhou", "session", "convene", "conference", *leveled)
    assert made["chair"] == {"member": "zhuzhou", "office": "mayor"}
    put = ("session", "put", MAYORS)
    stage.refuses(
        OFFICE, "competence", *put, "上报事项", "--class", "shared", "--act", "apply"
    )
    stage.refuses(OFFICE, "competence", *put, "年度主题", "--class", "theme")
    stage.does(
        OFFICE, *put, "三市水源地联保", "--class", "shared", "--source", "省发改委通报"
    )
    stage.does(
        OFFICE, *put, "签署2025年合作协议", "--class", "agreement", "--act", "sign"
    )
    stage.does(OFFICE, *put, "轨道交通重大工程", "--class", "major")
    stage.does("liaison-zhuzhou", "session", "open", MAYORS)
    notes_the_rest(stage, made["id"])
    places = {
        one["class_id"]: str(one["place"])
        for one in stage.does(OFFICE, "session", "show", MAYORS)["items"]
    }
    for class_ in ("shared", "agreement"):
        consents_and_decides(stage, MAYORS, made["id"], places[class_])
    major = ("session", "dispose", MAYORS, places["major"])
    stage.refuses("liaison-zhuzhou", "consultation-missing", *major, "decided", *WORDS)
    withdraw = ("session", "withdraw", MAYORS, places["major"])
    stage.refuses("liaison-zhuzhou", "reason-missing", *withdraw)
    stage.does("liaison-zhuzhou", *withdraw, "--reason", "先公开征求意见。")
    stage.does("liaison-zhuzhou", "session", "close", MAYORS)


def mayors_sign(stage: Stage) -> None:
    """The agreement of the year is signed by three mayors, one of them on paper."""
    stage.on("2025-10-20")
    drafted = stage.does(OFFICE, "agreement", "draft", MAYORS)
    stage.refuses(OFFICE, "agreement-exists", "agreement", "draft", MAYORS)
    stage.does(OFFICE, "agreement", "circulate", MAYORS)
    sign = ("agreement", "sign", MAYORS)
    for member in ("changsha", "zhuzhou"):
        page = stage.page("agreement-sign", drafted["id"])
        stage.fills_in(f"leader-{member}", page, "sign", member=member)
    stage.refuses("liaison-xiangtan", "evidence-needed", *sign, "xiangtan")
    stage.refuses(OFFICE, "agreement-elsewhere", "agreement", "publish", MAYORS)
    paper = ("--office", "湘潭市市长", "--evidence", "潭政函〔2025〕9号")
    stage.does("liaison-xiangtan", *sign, "xiangtan", *paper)
    stage.does(OFFICE, "agreement", "publish", MAYORS)


def sends_the_first_circular(stage: Stage) -> None:
    """From the list to the last acknowledgement, with what is refused on the way."""
    stage.on("2025-06-25")
    named = f"group-{GROUPS[0]}/2025/1"
    draft = ("circular", "draft")
    stage.refuses("liaison-changsha", "right-missing", *draft, named)
    stage.refuses(OFFICE, "not-begun", *draft, f"group-{GROUPS[0]}/2025/2")
    drafted = stage.does(OFFICE, *draft, named)
    stage.refuses(OFFICE, "circular-drafted", *draft, named)
    stage.refuses(OFFICE, "circular-elsewhere", "circular", "send", named)
    freeze = ("circular", "freeze", named)
    stage.refuses(OFFICE, "as-of-wrong", *freeze, "--as-of", "2025-06-26")
    stage.does(OFFICE, *freeze)
    stage.refuses("liaison-zhuzhou", "circular-missing", "circular", "send", named)
    stage.does(OFFICE, "circular", "send", named)
    stage.refuses("liaison-zhuzhou", "right-missing", "circular", "send", named)
    page = stage.page("circular", drafted["id"])
    for member in CHANGZHUTAN:
        stage.fills_in(f"liaison-{member}", page, "acknowledge", member=member)
    assert "Every city has acknowledged 规划专项小组通报〔2025〕1号." in stage.reads(
        OFFICE, page
    )


def sends_circular(stage: Stage, named: str) -> None:
    """Draft, freeze and send a circular; every city signs for it."""
    for act in ("draft", "freeze", "send"):
        stage.does(OFFICE, "circular", act, named)
    for member in CHANGZHUTAN:
        told = stage.does(f"liaison-{member}", "circular", "acknowledge", named, member)
    assert told["state"] == "sent"


def corrects_a_circular(stage: Stage) -> None:
    """What was sent is never rewritten; a correction says why, and meets no duty anew."""
    named = "conference/2025/1"
    stage.refuses(
        OFFICE, "circular-elsewhere", "circular", "word", named, "--words", "另写。"
    )
    stage.refuses(OFFICE, "reason-missing", "circular", "correct", named)
    made = stage.does(
        OFFICE, "circular", "correct", named, "--reason", "漏报一次会商。"
    )
    stage.does(OFFICE, "circular", "freeze", made["id"])
    stage.does(OFFICE, "circular", "send", made["id"])


def the_turn_has_passed(stage: Stage) -> None:
    """The presidency went to Xiangtan with the year, and the right to convene with it."""
    convene = ("session", "convene", "conference", "--on", "2026-03-12")
    leveled = (*convene, "--level", "secretary")
    stage.refuses("liaison-zhuzhou", "right-missing", *leveled)
    made = stage.does("liaison-xiangtan", *leveled)
    assert made["chair"] == {"member": "xiangtan", "office": "party-secretary"}


def reads_as_the_register_says(stage: Stage) -> None:
    """Zhuzhou presided; 14 of 16 meetings, 11 of 11 circulars, two warnings."""
    shown = stage.reads(OFFICE, stage.page("compliance") + "?year=2025")
    (sentence,) = re.findall(r"<h1>(.*?)</h1>", shown)
    assert (
        re.sub("<.*?>", "", sentence) == "2025: 25 of 27 held; 0 breaches, 2 reminders"
    )
    told = stage.shell("governance", "compliance", "changzhutan", "--year", "2025")
    assert [(one["weight"], one["message"]) for one in told["shortfalls"]] == [
        (
            "soft",
            "Consultation of the three DRC directors in quarter 3 of 2025: 3 of 4",
        ),
        ("soft", "Special Group on Industry, meeting no. 2 in 2025: 1 of 2"),
    ]
    for one in told["shortfalls"]:
        assert one["message"] in shown
    counted = {kind: [0, 0] for kind in ("meeting", "circular")}
    for line in told["lines"]:
        counted[line["kind"]][0] += line["held"]
        counted[line["kind"]][1] += line["asked"]
    assert counted == {"meeting": [14, 16], "circular": [11, 11]}
    records = stage.shell("governance", "records", "changzhutan", "--year", "2025")
    hosts = {one["host"] for one in records if one["level"]}
    assert hosts == {"zhuzhou"}
    assert stage.shell("journal", "verify")
