"""Huaihai through 2026: four groups, August, November, agreement, minutes, handovers."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import Hansa
from hansa.chassis.actor import Role
from hansa.governance.tests.people import HUAIHAI
from hansa.governance.tests.year.stage import OFFICE, Stage

AUGUST, NOVEMBER = "consultation/2026", "symposium/2026"
ROADS, CARD, SIGNING = "跨省断头路清单", "淮海旅游年卡", "签署2026年度合作协议"
GROUPS = {
    "group-industry": ("2026-04-16", "产业链对接"),
    "group-ecology": ("2026-05-14", "跨界河流联防"),
    "group-society": ("2026-06-11", "异地就医结算"),
}

pytestmark = [pytest.mark.django_db, pytest.mark.row("H-GOV-20", part="a whole year")]


@pytest.fixture
def stage(hansa: Hansa, settings: Any) -> Stage:
    """The league on the first working days of a year, everybody let in."""
    stage = Stage("huaihai", hansa, settings)
    stage.begins("2026-01-05", "2026-01-01", HUAIHAI)
    return stage


@pytest.mark.row("H-GOV-09", part="played through")
@pytest.mark.row("H-GOV-17", part="played through")
def test_a_year_of_huaihai(stage: Stage, tmp_path: Path) -> None:
    """Six meetings, an agreement, minutes, two handovers; nothing is missing."""
    takes_over(stage, "2026-01-01", "suqian", "suzhou")
    meets_by_its_lead(stage)
    for body, (day, title) in GROUPS.items():
        meets(stage, body, day, title)
    clears_in_august(stage)
    decides_in_november(stage)
    publishes_minutes(stage)
    signs_the_agreement(stage, tmp_path)
    stage.on("2026-12-28")
    hands_over(stage, "2027-01-01", "suzhou")
    stage.on("2027-01-05")
    accepts(stage, "2027-01-01", "suzhou", "xuzhou")
    the_turn_has_passed(stage)
    reads_as_the_register_says(stage)


def takes_over(stage: Stage, on: str, outgoing: str, incoming: str) -> None:
    """The year begins with a handover; who comes cannot sign before who goes."""
    stage.refuses(
        f"liaison-{incoming}", "outgoing-first", "handover", "sign", on, "incoming"
    )
    hands_over(stage, on, outgoing)
    accepts(stage, on, outgoing, incoming)


def hands_over(stage: Stage, on: str, outgoing: str) -> None:
    """The outgoing host signs for what it leaves; nobody else does."""
    stage.refuses("liaison-heze", "right-missing", "handover", "sign", on, "outgoing")
    stage.refuses(OFFICE, "evidence-needed", "handover", "sign", on, "outgoing")
    page = stage.page("handover", on)
    said = stage.fills_in(f"liaison-{outgoing}", page, "outgoing")
    assert "The signature is recorded." in said


def accepts(stage: Stage, on: str, outgoing: str, incoming: str) -> None:
    """The incoming host signs the same pack."""
    page = stage.page("handover", on)
    said = stage.fills_in(f"liaison-{incoming}", page, "incoming")
    assert "The signature is recorded." in said
    shown = stage.does(OFFICE, "handover", "show", on)
    assert [one["member"] for one in shown["signatures"]] == [outgoing, incoming]
    assert shown["state"] == "signed"


def meets_by_its_lead(stage: Stage) -> None:
    """The unit that leads a group holds its meeting in a browser, and only its own."""
    stage.on("2026-03-03")
    unit = stage.unit(
        "xuzhou", "徐州市交通运输局", "2026-01-01", leads="group-transport"
    )
    other = stage.unit("suzhou", "宿州市交通运输局", "2026-01-01")
    stage.lets_in("lead-transport", Role.GROUP_LEAD, "--unit", unit)
    new = stage.page("session-new")
    stage.fills_in_vain(
        "lead-transport", new, "", 403, body="group-society", first="2026-03-17"
    )
    stage.fills_in("lead-transport", new, body="group-transport", first="2026-03-17")
    session = stage.does(OFFICE, "session", "show", "group-transport/2026")["id"]
    page = stage.page("session", session)
    stage.fills_in(
        "lead-transport", page, "put",
        title=ROADS, class_id="difficulty", act="study",
    )  # fmt: skip
    assert "The session begins on 2026-03-17." in stage.fills_in_vain(
        "lead-transport", page, "open"
    )
    stage.on("2026-03-17")
    stage.fills_in("lead-transport", page, "open")
    stage.fills_in(
        "lead-transport", page, "attend", invitee="江苏省交通运输厅", presence="present"
    )
    assert "is neither decided nor deferred nor noted." in stage.fills_in_vain(
        "lead-transport", page, "close"
    )
    item = stage.does(OFFICE, "session", "show", session)["items"][0]["id"]
    decides = ("lead-transport", stage.page("item", session, item), "dispose")
    typed = {"outcome": "decided", "words": "建立清单，年内开工两条。"}
    assert (
        "The decision does not say: lead unit, responsible units, time limit."
        in stage.fills_in_vain(*decides, **typed)
    )
    typed |= {"lead": unit, "due_on": "2026-12-31"}
    assert "The decision does not say: responsible units." in stage.fills_in_vain(
        *decides, **typed
    )
    stage.fills_in(*decides, **typed, units=[unit, other])
    assert "Decisions that stand: 1; without consensus: 0." in stage.fills_in(
        "lead-transport", page, "close"
    )


def meets(stage: Stage, body: str, day: str, title: str) -> None:
    """The office holds the meeting of a group that no unit leads yet."""
    stage.on(day)
    named = f"{body}/2026"
    stage.refuses(
        "liaison-heze", "right-missing", "session", "convene", body, "--on", day
    )
    stage.does(OFFICE, "session", "convene", body, "--on", day)
    stage.refuses(OFFICE, "no-free-entry", "session", "convene", body, "--on", day)
    stage.refuses(
        OFFICE, "class-unknown", "session", "put", named, title, "--class", "issue"
    )
    stage.does(
        "liaison-jining", "session", "put", named, title, "--class", "difficulty"
    )
    stage.refuses(
        OFFICE, "session-stands-elsewhere", "session", "dispose", named, "1", "noted"
    )
    stage.does(OFFICE, "session", "open", named)
    stage.refuses(OFFICE, "words-missing", "session", "dispose", named, "1", "noted")
    stage.does(
        OFFICE, "session", "dispose", named, "1", "noted", "--words", "各市分别推进。"
    )
    stage.does(OFFICE, "session", "close", named)


def clears_in_august(stage: Stage) -> None:
    """The host's executive vice-mayor chairs the meeting that clears November."""
    stage.on("2026-07-20")
    convene = ("session", "convene", "consultation", "--on")
    stage.refuses("liaison-xuzhou", "right-missing", *convene, "2026-08-20")
    stage.refuses("liaison-suzhou", "outside-period", *convene, "2026-09-03")
    stage.refuses(OFFICE, "other-host", *convene, "2026-08-20", "--host", "heze")
    made = stage.does("liaison-suzhou", *convene, "2026-08-20", "--place", "宿州")
    assert made["chair"] == {"member": "suzhou", "office": "executive-vice-mayor"}
    put = ("session", "put", AUGUST)
    stage.refuses(
        OFFICE, "competence", *put, SIGNING, "--class", "issue", "--act", "sign"
    )
    for title, class_ in ((SIGNING, "agreement"), (ROADS, "issue"), (CARD, "issue")):
        stage.does("liaison-suzhou", *put, title, "--class", class_, "--act", "clear")
    invites_and_hears_back(stage)
    stage.on("2026-08-20")
    opens = ("session", "open", AUGUST)
    stage.refuses("liaison-suzhou", "other-chair", *opens, "--chair", "suzhou/mayor")
    stage.does("liaison-suzhou", *opens)
    stage.does("liaison-suzhou", "session", "attend-as-replied", AUGUST)
    dispose = ("session", "dispose", AUGUST)
    for place in ("1", "2"):
        stage.does(
            "liaison-suzhou", *dispose, place, "decided", "--words", "同意提交座谈会。"
        )
    refused = stage.refuses(
        "liaison-suzhou", "session-incomplete", "session", "close", AUGUST
    )
    assert CARD in refused
    stage.does("liaison-suzhou", *dispose, "3", "deferred", "--words", "方案尚需完善。")
    assert stage.does("liaison-suzhou", "session", "close", AUGUST)["state"] == "closed"


def invites_and_hears_back(stage: Stage) -> None:
    """Every city answers for its two seats; one of them sends somebody else."""
    stage.does(
        OFFICE, "session", "invite", AUGUST,
        "--reply-by", "2026-08-10", "--hour", "09:00", "--contact", "办公室综合处",
    )  # fmt: skip
    reply = ("session", "reply", AUGUST)
    stage.refuses(
        "liaison-heze", "right-missing", *reply, "linyi/executive-vice-mayor", "coming"
    )
    for member in HUAIHAI:
        for office in ("executive-vice-mayor", "deputy-secretary-general"):
            stage.does(f"liaison-{member}", *reply, f"{member}/{office}", "coming")
    told = stage.does(OFFICE, "session", "invitations", AUGUST)
    assert sum(one["reply"] is not None for one in told["invitations"]) == 20


def decides_in_november(stage: Stage) -> None:
    """The Symposium takes only what August cleared, and ten cities consent."""
    stage.on("2026-10-20")
    convene = ("session", "convene", "symposium", "--on")
    stage.refuses("liaison-suzhou", "outside-period", *convene, "2026-12-09")
    made = stage.does("liaison-suzhou", *convene, "2026-11-19")
    assert made["chair"] == {"member": "suzhou", "office": "party-secretary"}
    page = stage.page("session", made["id"])
    card = {"title": CARD, "class_id": "matter", "act": "decide"}
    refused = stage.fills_in_vain(OFFICE, page, "put", **card)
    assert (
        "was not cleared by Coordinated Development Consultation Meeting of" in refused
    )
    assert (
        "chaired by Suzhou executive vice-mayor, 24 seats (clauses GOV-19)." in refused
    )
    refused = stage.fills_in_vain(
        OFFICE, page, "put", **card, urgent_document="宿政〔2026〕88号"
    )
    assert "The urgent route needs its paper and its reason." in refused
    put = ("session", "put", NOVEMBER)
    stage.does(OFFICE, *put, ROADS, "--class", "issue", "--act", "decide")
    stage.does(OFFICE, *put, SIGNING, "--class", "matter", "--act", "sign")
    stage.does(
        OFFICE, *put, CARD, "--class", "matter", "--act", "decide",
        "--urgent-document", "宿政〔2026〕88号", "--reason", "年卡须于元旦发行。",
    )  # fmt: skip
    stage.on("2026-11-19")
    stage.does("liaison-suzhou", "session", "open", NOVEMBER)
    stage.does("liaison-suzhou", "session", "attend", NOVEMBER, "--everybody")
    ten_cities_speak(stage, made["id"])
    ends_its_items(stage)


def ten_cities_speak(stage: Stage, session: str) -> None:
    """Each for itself; an invitee has no vote, and no paper means no word of another."""
    say = ("session", "position", NOVEMBER)
    stage.refuses("liaison-heze", "right-missing", *say, "1", "linyi", "consent")
    stage.refuses(OFFICE, "evidence-needed", *say, "1", "linyi", "consent")
    stage.refuses(OFFICE, "invitee-not-party", *say, "1", "国家部委", "consent")
    items = {
        one["place"]: one["id"]
        for one in stage.does(OFFICE, "session", "show", NOVEMBER)["items"]
    }
    for member in HUAIHAI:
        for place, item in items.items():
            objects = (member, place) == ("linyi", 3)
            said = stage.fills_in(
                f"liaison-{member}", stage.page("item", session, item), "position",
                member=member, stance="object" if objects else "consent",
            )  # fmt: skip
            assert "The position is recorded." in said
    again = stage.page("item", session, items[1])
    assert "This is what is recorded already." in stage.fills_in_vain(
        "liaison-heze", again, "position", 409, member="heze", stance="consent"
    )


def ends_its_items(stage: Stage) -> None:
    """What is decided says who does it by when; what has no consensus does not stand."""
    lead, with_it = "徐州市交通运输局", "宿州市交通运输局"
    dispose = ("session", "dispose", NOVEMBER)
    words = ("--words", "会议同意，由徐州、宿州两市牵头。")
    by = "liaison-suzhou"
    stage.refuses(by, "delivery-incomplete", *dispose, "1", "decided", *words)
    whole = ("--lead", lead, "--unit", with_it)
    refused = stage.refuses(
        by, "delivery-incomplete", *dispose, "1", "decided", *words, *whole
    )
    assert "time limit" in refused
    stage.refuses(
        by,
        "due-before",
        *dispose,
        "1",
        "decided",
        *words,
        *whole,
        "--due",
        "2026-11-01",
    )
    stage.refuses(by, "session-incomplete", "session", "close", NOVEMBER)
    stage.does(by, *dispose, "1", "decided", *words, *whole, "--due", "2027-06-30")
    stage.does(by, *dispose, "2", "decided", "--words", "会议同意签署。")
    stage.does(by, *dispose, "3", "decided", *words, "--principle-only")
    closed = stage.does(by, "session", "close", NOVEMBER)
    assert [one["number"] for one in closed["items"]] == [1, 2, None]
    stage.refuses(by, "session-stands-elsewhere", *dispose, "1", "noted", *words)


def publishes_minutes(stage: Stage) -> None:
    """Drafted by the closing, commented by the cities, approved by the chair, published."""
    session = stage.does(OFFICE, "session", "show", NOVEMBER)["id"]
    page = stage.page("minutes", session)
    stage.on("2026-11-20")
    publish = ("minutes", "publish", NOVEMBER)
    stage.refuses(OFFICE, "minutes-elsewhere", *publish)
    stage.does(OFFICE, "minutes", "circulate", NOVEMBER)
    missing = stage.refuses(OFFICE, "minutes-incomplete", *publish)
    assert "Cities still asked for their comments" in missing
    comment = ("minutes", "comment", NOVEMBER)
    stage.refuses("liaison-heze", "right-missing", *comment, "linyi")
    for member in HUAIHAI[:-1]:
        stage.does(f"liaison-{member}", *comment, member)
    said = stage.fills_in(
        "liaison-heze", page, "comment",
        member="heze", stance="comment", place="1", words="请写明开工的两条路。",
    )  # fmt: skip
    assert "What the city says is recorded." in said
    approval = ("minutes", "approve", NOVEMBER, "suzhou", "party-secretary")
    paper = ("--document", "宿办签〔2026〕7号")
    refused = stage.refuses("leader-suzhou", "minutes-incomplete", *approval, *paper)
    assert "The comment of Heze has no answer." in refused
    answer = ("minutes", "answer", NOVEMBER, "heze")
    stage.refuses(OFFICE, "words-missing", *answer, "--not-adopted")
    stage.does(OFFICE, *answer, "--words", "已写明。")
    stage.does(
        OFFICE, "minutes", "word", NOVEMBER, "1", "会议同意断头路清单，两条年内开工。"
    )
    stage.refuses("leader-suzhou", "document-missing", *approval)
    stage.refuses("leader-heze", "right-missing", *approval, *paper)
    assert "is missing" in stage.refuses(OFFICE, "minutes-incomplete", *publish)
    stage.does("leader-suzhou", *approval, *paper)
    shown = stage.fills_in("liaison-suzhou", page, "publish")
    assert "Published as 协同发展座谈会纪要〔2026〕1号." in shown
    assert stage.does(OFFICE, "minutes", "show", NOVEMBER)["intact"] is True
    stage.refuses(OFFICE, "minutes-elsewhere", "minutes", "word", NOVEMBER, "1", "改。")


def signs_the_agreement(stage: Stage, folder: Path) -> None:
    """Ten parties sign one text, and only ten; a changed character is found."""
    stage.on("2026-11-24")
    drafted = stage.does(OFFICE, "agreement", "draft", NOVEMBER)
    name, digest = NOVEMBER, drafted["digest"]
    sign = ("agreement", "sign", name)
    stage.refuses("leader-heze", "agreement-elsewhere", *sign, "heze")
    stage.does(OFFICE, "agreement", "circulate", name)
    stage.refuses("leader-heze", "right-missing", *sign, "linyi")
    stage.refuses("liaison-heze", "evidence-needed", *sign, "heze")
    stage.refuses("leader-heze", "text-changed", *sign, "heze", "--digest", "sha256:0")
    page = stage.page("agreement-sign", drafted["id"])
    for member in HUAIHAI[:-1]:
        said = stage.fills_in(f"leader-{member}", page, "sign", member=member)
        assert f"The signature of {member.capitalize()} is recorded." in said
    stage.refuses(OFFICE, "agreement-elsewhere", "agreement", "publish", name)
    stage.refuses("leader-xuzhou", "nothing-changed", *sign, "xuzhou")
    stage.does(
        OFFICE,
        *sign,
        "heze",
        "--office",
        "菏泽市委书记",
        "--evidence",
        "菏政函〔2026〕11号",
    )
    published = stage.does(OFFICE, "agreement", "publish", name)
    assert published["reference"] == "协同发展座谈会协议〔2026〕1号"
    assert (published["digest"], published["unsigned"]) == (digest, [])
    file = folder / "agreement.json"
    assert stage._hansa("agreement", "export", "huaihai", name, file).code == 0
    assert stage.does(OFFICE, "agreement", "verify", name, file)["holds"] is True
    file.write_text(file.read_text("utf-8").replace("断头路", "断头渠", 1), "utf-8")
    assert json.loads(file.read_text("utf-8"))
    ran = stage._hansa("agreement", "verify", "huaihai", name, file, "--json")
    assert (ran.code, json.loads(ran.out)["holds"]) == (1, False)


def the_turn_has_passed(stage: Stage) -> None:
    """The rights of the host went with its year, whatever its account still is."""
    convene = ("session", "convene", "symposium", "--on", "2027-11-18")
    stage.refuses("liaison-suzhou", "right-missing", *convene)
    made = stage.does("liaison-xuzhou", *convene)
    assert (made["host"], made["chair"]["member"]) == ("xuzhou", "xuzhou")
    titles = [one["standing"] for one in made["items"]]
    assert titles == ["last-minutes", "last-decisions"]


def reads_as_the_register_says(stage: Stage) -> None:
    """Section 14 has Suzhou in August and in November of 2026; six of six were held."""
    shown = stage.reads(OFFICE, stage.page("compliance") + "?year=2026")
    (sentence,) = re.findall(r"<h1>(.*?)</h1>", shown)
    assert re.sub("<.*?>", "", sentence) == "2026: 6 of 6 held; 0 breaches, 0 reminders"
    told = stage.shell("governance", "compliance", "huaihai", "--year", "2026")
    assert (told["closed"], told["shortfalls"]) == (True, [])
    records = stage.shell("governance", "records", "huaihai", "--year", "2026")
    hosted = {
        r["body"]: r["host"] for r in records if not r["body"].startswith("group-")
    }
    assert hosted == {"consultation": "suzhou", "symposium": "suzhou"}
    assert len(records) == 6
    assert stage.shell("journal", "verify")
