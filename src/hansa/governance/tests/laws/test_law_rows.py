"""Rows of the register on legislative cooperation, through the commands."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from conftest import Hansa, Run
from hansa.chassis.actor import Role
from hansa.governance.tests.laws import drafts
from hansa.governance.tests.laws.drafts import CITIES, NOON, H
from hansa.governance.tests.people import account

pytestmark = pytest.mark.usefixtures("leagues")
Refused = Callable[..., Any]
DUE = "2026-12-10"


@pytest.fixture(autouse=True)
def noon(settings: Any) -> None:
    """Stand at noon of the day of the demonstration."""
    settings.HANSA_CLOCK = NOON


@pytest.fixture
def refused(hansa: Hansa) -> Refused:
    """Run a command that must be refused, and read the problem."""

    def refuse(*words: str | Path) -> Any:
        ran = hansa(*words, "--json", "--lang", "en")
        assert ran.code == 1, ran.err or ran.out
        return json.loads(ran.out)

    return refuse


@pytest.fixture
def three(run: Run, tmp_path: Path) -> Path:
    """Enter the rule, and let each city bring its own draft."""
    cities = [word for member in CITIES for word in ("--city", member)]
    body = ("--body", "legislative-conference", "--year", "2026", "--lead", "xuzhou")
    run("law", "add", H, drafts.AGENDA.title, *body, *cities)
    for member in CITIES:
        account(Role.CITY_LIAISON, member)
        place = tmp_path / f"{member}.docx"
        place.write_bytes(drafts.docx(drafts.TEXTS[member]))
        run("law", "draft", H, "L-1", place, *speaks(member))
    return tmp_path


def speaks(member: str) -> tuple[str, ...]:
    """Give the words by which a city's liaison acts for it."""
    return ("--city", member, "--as", f"city-liaison-{member}")


@pytest.mark.row("H-GOV-26")
def test_three_drafts_of_one_rule(run: Run, refused: Refused, three: Path) -> None:
    """Two thresholds and one missing article are flagged; not harmonised till all ends."""
    rows = run("law", "table", H, "L-1", "--diverging")
    kinds = [one["kind"] for row in rows for one in row["divergences"]]
    assert sorted(kinds) == ["missing", "quantity", "quantity"]
    assert [row["number"] for row in rows] == [4, 5, 6]
    assert rows[2]["divergences"][0]["said"] == {
        "xuzhou": "二百元",
        "huaibei": "五百元",
        "suzhou": "200元",
    }
    assert rows[1]["cells"][2] == {
        "member": "suzhou",
        "article": None,
        "moved": False,
        "differs": [],
    }
    run("law", "open-round", H, "L-1", "--due", DUE)
    local = ("local", "--words", "各市实际不同。")
    for open_ in (3, 2, 1):
        assert refused("law", "harmonise", H, "L-1")["code"] == "law-diverges"
        assert run("law", "show", H, "L-1")["open"] == open_
        row = run("law", "table", H, "L-1", "--diverging")[0]["number"]
        for member in CITIES:
            run("law", "position", H, "L-1", f"{row}.1", *local, *speaks(member))
    done = run("law", "harmonise", H, "L-1")
    assert (done["state"], done["open"]) == ("harmonised", 0)
    (agenda,) = run("law", "list", H, "--year", "2026", "--state", "harmonised")
    assert agenda["body"] == "legislative-conference"
    bodies = Client().get("/api/v1/leagues/huaihai/bodies").json()
    body = next(one for one in bodies if one["id"] == agenda["body"])
    assert (body["condition"], body["clauses"]) == ("协商组建", ["GOV-26"])


@pytest.mark.row("H-CAS-10")
def test_a_dossier_closes_only_at_full_concordance(
    run: Run, refused: Refused, three: Path
) -> None:
    """Rounds go on until every agreed article says the same; then it is closed."""
    closing = ("law", "close", H, "L-1", "--on", "2026-11-24", "--document", "纪要1号")
    problem = refused(*closing)
    assert problem["code"] == "law-inconcordant"
    assert "4 of 7 agreed articles (57.1 %)" in problem["message"]
    run("law", "open-round", H, "L-1", "--due", DUE, "--words", "请各市表态。")
    fine = ("law", "position", H, "L-1", "6.1")
    run(*fine, "adapt", *speaks("huaibei"))
    assert refused(*fine, "keep", *speaks("xuzhou"))["code"] == "reason-missing"
    for member in CITIES:
        local = ("local", "--words", "执法实际不同。")
        run("law", "position", H, "L-1", "5.1", *local, *speaks(member))
    shown = run("law", "show", H, "L-1")
    assert (shown["open"], shown["same"], shown["agreed"]) == (2, 4, 6)
    assert refused(*closing)["code"] == "law-inconcordant"
    run("law", "end-round", H, "L-1")
    adapted = drafts.HUAIBEI.replace("15日", "30日").replace("五百元", "二百元")
    place = three / "修改稿.txt"
    place.write_text(adapted, encoding="utf-8")
    shown = run("law", "draft", H, "L-1", place, *speaks("huaibei"))
    assert (shown["state"], shown["percent"]) == ("settled", "100.0")
    assert refused(*closing)["code"] == "law-elsewhere"
    run("law", "harmonise", H, "L-1")
    closed = run(*closing)
    assert (closed["state"], closed["same"], closed["agreed"]) == ("closed", 6, 6)
    late = refused("law", "draft", H, "L-1", place, *speaks("huaibei"))
    assert late["code"] == "law-elsewhere"


def test_the_table_is_corrected_by_the_shell(
    run: Run, refused: Refused, hansa: Hansa, three: Path
) -> None:
    """Articles are named as the table names them; corrections are withdrawn by id."""
    names = ("xuzhou:第五条", "suzhou:第五条")
    paired = run("law", "pair", H, "L-1", *names)
    (fix,) = paired["corrections"]
    assert (fix["kind"], fix["idle"]) == ("pair", False)
    rows = run("law", "table", H, "L-1")
    assert [cell["article"]["label"] for cell in rows[4]["cells"]] == ["第五条"] * 3
    assert run("law", "undo", H, "L-1", fix["id"])["corrections"] == []
    parted = run("law", "part", H, "L-1", "huaibei:第六条")
    assert len(parted["corrections"]) == 2
    gone = refused("law", "pair", H, "L-1", "xuzhou:第五十条", names[1])
    assert gone["code"] == "article-missing"
    run("law", "open-round", H, "L-1", "--due", DUE)
    lost = ("law", "position", H, "L-1", "9.9", "adapt", *speaks("xuzhou"))
    assert refused(*lost)["code"] == "divergence-missing"
    told = hansa("law", "table", H, "L-1", "--lang", "en")
    assert "figures differ" in told.out
    told = hansa("law", "list", H, "--lang", "zh")
    assert "电动自行车停放管理条例" in told.out


def test_the_agenda_is_kept_by_the_shell(
    run: Run, refused: Refused, hansa: Hansa, three: Path
) -> None:
    """What is amended keeps the rest; studies are named; what is ended stays listed."""
    amended = run("law", "amend", H, "L-1", "--purpose", "统一停放规则。")
    assert (amended["purpose"], amended["title"]) == (
        "统一停放规则。",
        drafts.AGENDA.title,
    )
    run("study", "add", H, "停放规则比较", "办公室", "--begun", "2026-01-01")
    linked = run("law", "link", H, "L-1", "S-1")
    assert [one["code"] for one in linked["studies"]] == ["S-1"]
    assert run("law", "unlink", H, "L-1", "S-1")["studies"] == []
    assert refused("law", "reopen", H, "L-1", "--reason", "另议。")["code"] == (
        "law-elsewhere"
    )
    gone = ("law", "give-up", H, "L-1", "--on", "2026-11-24", "--reason", "由省立法。")
    assert run(*gone)["state"] == "given-up"
    told = hansa("law", "show", H, "L-1", "--lang", "en")
    assert "L-1: dossier given up. Open divergences: 3" in told.out
