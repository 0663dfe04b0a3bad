"""Rows of the register on consultation and associations, through the commands."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from conftest import Hansa, Run
from hansa.chassis.workbooks import csv_of

pytestmark = pytest.mark.usefixtures("leagues")
C, H = "changzhutan", "huaihai"
Refused = Callable[..., Any]
On = Callable[[str], None]
COMMENTS = 120
SAID = ("请增加夜间班次。", "换乘优惠时间太短。", "支持。")


@pytest.fixture
def on(settings: Any) -> On:
    """Stand at nine in the morning of a day."""

    def stand(day: str) -> None:
        settings.HANSA_CLOCK = datetime.fromisoformat(f"{day}T01:00").replace(
            tzinfo=UTC
        )

    return stand


@pytest.fixture
def refused(hansa: Hansa) -> Refused:
    """Run a command that must be refused, and read the problem."""

    def refuse(*words: str) -> Any:
        ran = hansa(*words, "--json", "--lang", "en")
        assert ran.code == 1, ran.err or ran.out
        return json.loads(ran.out)

    return refuse


@pytest.fixture
def draft(tmp_path: Path) -> str:
    """A file with the draft of a policy."""
    place = tmp_path / "draft.txt"
    place.write_text("三市公交一卡通换乘优惠办法（征求意见稿）", encoding="utf-8")
    return str(place)


def _letters(tmp_path: Path, count: int) -> str:
    """Write what came by letter as a table."""
    place = tmp_path / "letters.csv"
    rows = [
        (SAID[number % len(SAID)], "2026-09-10", "来信", f"信〔2026〕{number}号")
        for number in range(count)
    ]
    place.write_bytes(csv_of(("意见内容", "收到日期", "来件方式", "来件编号"), rows))
    return str(place)


@pytest.fixture
def mayors(run: Run, on: On) -> tuple[str, str]:
    """Open a mayors' session with a major policy on its docket: session, and place."""
    on("2026-10-22")
    level = ("--level", "mayor", "--ad-hoc")
    session = run("session", "convene", C, "conference", "--on", "2026-10-22", *level)
    id_, policy = session["id"], ("公交换乘优惠办法", "--class", "major")
    run("session", "put", C, id_, *policy, "--act", "decide")
    run("session", "open", C, id_)
    (place,) = (
        one["place"]
        for one in run("session", "show", C, id_)["items"]
        if one["class_id"] == "major"
    )
    for city in ("changsha", "zhuzhou", "xiangtan"):
        paper = ("--office", f"{city}市政府", "--evidence", "复函1号")
        run("session", "position", C, id_, str(place), city, "consent", *paper)
    return id_, str(place)


@pytest.mark.row("C-CAS-02")
def test_a_major_policy_is_decided_once_everybody_has_an_answer(
    run: Run,
    refused: Refused,
    on: On,
    draft: str,
    tmp_path: Path,
    mayors: tuple[str, str],
) -> None:
    """Without a record refused; with 120 comments each has a group and a reply."""
    id_, place = mayors
    agreed = ("--words", "同意。", "--principle-only")
    decide = ("session", "dispose", C, id_, place, "decided", *agreed)
    problem = refused(*decide)
    assert problem["code"] == "consultation-missing"
    assert "CAS-02" in problem["message"]
    lacks = {one["code"] for one in run("session", "show", C, id_)["lacks"]}
    assert "consultation-missing" in lacks

    _heard(run, refused, on, draft)
    letters = _letters(tmp_path, COMMENTS)
    counts = run("consultation", "import", C, "PC-1", letters)["counts"]
    assert (counts["all"], counts["owed"], counts["grouped"]) == (120, 120, 0)
    run("consultation", "link", C, "PC-1", f"{id_}#{place}")
    problem = refused(*decide)
    assert problem["code"] == "consultation-unfinished"
    assert "comments without a group: 120" in problem["message"]
    for first, words in enumerate(SAID, start=1):
        numbers = [str(number) for number in range(first, COMMENTS + 1, len(SAID))]
        run("consultation", "group", C, "PC-1", *numbers, "--title", words)
    assert "groups without a reply: 1, 2, 3" in refused(*decide)["message"]
    answered = _answered(run, refused)
    counts = answered["counts"]
    assert (counts["answered"], counts["complete"]) == (COMMENTS, True)
    assert [group["count"] for group in answered["groups"]] == [40, 40, 40]

    run(*decide)
    for item in run("session", "show", C, id_)["items"]:
        if item["outcome"] is None:
            noted = ("noted", "--words", "知悉。")
            run("session", "dispose", C, id_, str(item["place"]), *noted)
    assert run("session", "close", C, id_)["state"] == "closed"
    told = run("consultation", "show", C, "PC-1")
    assert told["state"] == "published"
    log = [step["kind"] for step in told["log"]]
    assert log == ["published", "recorded", "results", "decided"]
    shown = Client().get(f"/{C}/governance/consultations/{told['id']}/")
    assert "成本过高。" in shown.content.decode()


def _heard(run: Run, refused: Refused, on: On, draft: str) -> None:
    """Hear the public for thirty days; fewer without a reason are refused."""
    on("2026-09-01")
    days = ("--opens", "2026-09-01", "--until")
    enter = ("consultation", "new", C, "公交换乘优惠办法", "--draft", draft, *days)
    problem = refused(*enter, "2026-09-21")
    assert problem["code"] == "consultation-short"
    assert "20 days; at least 30" in problem["message"]
    assert run(*enter, "2026-10-01")["state"] == "draft"
    assert run("consultation", "publish", C, "PC-1")["state"] == "open"
    on("2026-10-22")


def _answered(run: Run, refused: Refused) -> Any:
    """Answer each group; the results wait for the last of them."""
    answer = ("consultation", "answer", C, "PC-1")
    because = ("--reason", "已写入办法第五条。")
    assert refused(*answer, "1", "adopted")["code"] == "reason-missing"
    run(*answer, "1", "adopted", *because)
    run(*answer, "2", "not-adopted", "--reason", "成本过高。")
    publish = ("consultation", "publish-results", C, "PC-1")
    assert refused(*publish)["code"] == "results-incomplete"
    return run(*answer, "3", "adopted", *because)


@pytest.mark.row("H-GOV-25")
def test_a_proposal_has_a_number_and_an_answer_or_an_age_that_all_see(
    run: Run, refused: Refused, on: On
) -> None:
    """An accredited NGO proposes by its link; unanswered after 30 days all see its age."""
    on("2026-09-01")
    term = ("--from", "2026-01-01", "--until", "2027-12-31")
    ngo = run(
        "stakeholder", "accredit", H, "淮海环保志愿者协会", "ngo",
        "--by", "徐州市民政局", *term,
    )  # fmt: skip
    assert ngo["label"] == "SH-1"
    link = run("stakeholder", "link", H, "SH-1")["link"]
    page = "/filing/" + link.rstrip("/").rpartition("/")[2] + "/"
    browser = Client(headers={"accept-language": "en"})
    sent = {"title": "共建湿地监测点", "words": "建议十市共建湿地监测点。"}
    filed = browser.post(page, sent, follow=True)
    assert "P-1" in filed.content.decode()
    again = browser.post(page, sent)
    assert again.status_code == 409
    assert len(run("proposal", "list", H)) == 1
    assert run("proposal", "show", H, "P-1")["due_on"] == "2026-10-01"

    on("2026-10-11")
    late = run("proposal", "show", H, "P-1")
    assert (late["state"], late["age"]) == ("late", 40)
    told = browser.get(f"/{H}/governance/proposals/").content.decode()
    assert "共建湿地监测点" in told
    assert "Unanswered: 1, of them 1 overdue; the oldest for 40 days." in told

    answer = ("proposal", "answer", H, "P-1", "partly")
    assert refused(*answer)["code"] == "reason-missing"
    answered = run(*answer, "--reason", "先在两市试点。")
    assert (answered["state"], answered["treatment"]) == ("answered-late", "partly")
    assert refused(*answer, "--reason", "另议。")["code"] == "proposal-over"
    assert "先在两市试点。" in browser.get(page).content.decode()

    run("stakeholder", "end", H, "SH-1", "--on", "2026-10-11", "--reason", "注销。")
    file = ("proposal", "file", H, "SH-1", "另一项", "--words", "建议。")
    assert refused(*file)["code"] == "not-accredited"
