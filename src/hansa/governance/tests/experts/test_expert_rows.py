"""Rows of the register on experts, through the commands."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Hansa, Run
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.governance.tests.experts import pool
from hansa.governance.tests.experts.pool import DAY, SEED
from hansa.governance.tests.sessions import scene

pytestmark = pytest.mark.usefixtures("leagues")
H = "huaihai"
Refused = Callable[..., Any]


@pytest.fixture(autouse=True)
def noon(settings: Any) -> None:
    """Stand at noon of the day of the draw."""
    settings.HANSA_CLOCK = scene.office(DAY).at.astimezone(LEAGUE_ZONE)


@pytest.fixture
def refused(hansa: Hansa) -> Refused:
    """Run a command that must be refused, and read the problem."""

    def refuse(*words: str) -> Any:
        ran = hansa(*words, "--json", "--lang", "en")
        assert ran.code == 1, ran.err or ran.out
        return json.loads(ran.out)

    return refuse


@pytest.fixture
def rail(run: Run) -> str:
    """Open a session of the transport group with an item of 徐州 and 淮北."""
    run("session", "convene", H, "group-transport", "--on", "2026-11-24", "--ad-hoc")
    session = "group-transport/2026"
    cities = ("--for", "xuzhou", "--city", "xuzhou", "--city", "huaibei")
    run("session", "put", H, session, "徐淮铁路", "--class", "difficulty", *cities)
    run("session", "open", H, session)
    return session


@pytest.mark.row("H-GOV-28")
def test_five_of_twenty_are_drawn_for_a_railway(
    run: Run, refused: Refused, hansa: Hansa, rail: str, tmp_path: Path
) -> None:
    """Sealed, revealed, certified; no expert of a party, and the seed gives the panel."""
    pool.twenty()
    item = f"{rail}#1"
    sealed = run("expert", "draw", H, item, "--size", "5", "--seed", SEED)
    assert sealed["state"] == "sealed"
    assert (sealed["certificate"]["seed"], sealed["panel"]) == (None, [])
    drawn = run("expert", "reveal", H, "1")
    candidates = {one["number"]: one for one in drawn["certificate"]["pool"]}
    assert len(candidates) == 20
    excluded = {n: one["objections"] for n, one in candidates.items() if n < 5}
    assert excluded == {1: ["employed"], 2: ["employed"], 3: ["interest"], 4: ["term"]}
    numbers = {one["id"]: number for number, one in candidates.items()}
    assert len(drawn["panel"]) == 5
    assert min(numbers[id_] for id_ in drawn["panel"]) >= 5

    place = tmp_path / "draw.json"
    hansa("expert", "certificate", H, "1", "--to", place)
    assert run("expert", "verify", place) == {"true": True, "faults": []}
    changed = json.loads(place.read_text(encoding="utf-8"))
    changed["panel"][0] = changed["order"][5]["id"]
    place.write_text(json.dumps(changed), encoding="utf-8")
    said = refused("expert", "verify", str(place))
    assert said["faults"] == ["The panel is not the first of that order."]

    assert refused("expert", "draw", H, item, "--size", "5")["code"] == "draw-stands"
    run("expert", "annul", H, "1", "--reason", "手续补正。")
    run("expert", "draw", H, item, "--size", "5", "--seed", SEED)
    again = run("expert", "reveal", H, "2")
    assert again["panel"] == drawn["panel"]
    assert again["certificate"]["earlier_draws"] == [
        {"draw": 1, "annulled_because": "手续补正。"}
    ]
    said = run(
        "expert", "opine", H, item, again["panel"][0], "support", "--words", "可"
    )
    assert [one["name"] for one in said["opinions"]] == [
        candidates[numbers[again["panel"][0]]]["name"]
    ]


@pytest.mark.row("H-GOV-29")
def test_the_advisers_conference_is_heard_and_answered(
    run: Run, refused: Refused, rail: str
) -> None:
    """An opinion of the conference keeps the decision open until it is answered."""
    run(
        "expert", "add", H, "铁路规划专家一", "某大学", "--field", "transport",
        "--from", "2026-01-01", "--until", "2027-12-31",
    )  # fmt: skip
    run("session", "convene", H, "expert-conference", "--on", "2026-11-24", "--ad-hoc")
    conference, item = "expert-conference/2026", f"{rail}#1"
    opine = ("expert", "opine", H, item, "E-1", "conditional", "--words", "补充客流。")
    assert refused(*opine)["code"] == "not-drawn"
    heard = (*opine, "--session", conference)
    assert refused(*heard)["code"] == "no-advisers"
    run("session", "open", H, conference)
    assert len(run(*heard)["opinions"]) == 1
    end = ("session", "dispose", H, rail, "1", "decided", "--words", "同意。")
    problem = refused(*end, "--principle-only")
    assert problem["code"] == "opinions-untreated"
    assert "铁路规划专家一" in problem["message"]
    lacks = run("session", "show", H, rail)["lacks"]
    assert "opinions-untreated" in {lack["code"] for lack in lacks}
    treat = ("expert", "treat", H, item, "E-1", "partly")
    assert refused(*treat)["code"] == "reason-missing"
    treated = run(*treat, "--reason", "客流调查另行开展。")
    assert treated["opinions"][0]["treatment"] == "partly"
    run(*end, "--principle-only")
    run("session", "close", H, rail)


def test_the_pool_by_the_shell(run: Run, refused: Refused, hansa: Hansa) -> None:
    """Entered, corrected, ended, listed by field and day; and refused what is wrong."""
    term = ("--from", "2026-01-01", "--until", "2027-12-31")
    add = ("expert", "add", H, "规划专家", "徐州市规划院")
    assert refused(*add, *term)["code"] == "field-missing"
    added = run(*add, *term, "--field", "transport", "--city", "xuzhou")
    assert (added["number"], added["end"]) == (1, "2028-01-01")
    moved = run("expert", "amend", H, "E-1", "--employer", "某大学")
    assert (moved["employer"], moved["employer_member"]) == ("某大学", None)
    assert len(run("expert", "list", H, "--field", "transport")) == 1
    assert run("expert", "list", H, "--field", "ecology") == []
    ended = run("expert", "end", H, "1", "--on", "2026-12-01", "--reason", "辞任。")
    assert ended["ended_on"] == "2026-12-01"
    assert run("expert", "list", H, "--as-of", "2026-12-01") == []
    assert refused("expert", "show", H, "E-7")["code"] == "expert-missing"
    assert refused("expert", "show", H, "nobody")["code"] == "expert-missing"
    assert refused("expert", "reveal", H, "7")["code"] == "draw-missing"
    assert refused("expert", "advice", H, "nowhere")["code"] == "item-missing"
    shown = hansa("expert", "show", H, "E-1", "--lang", "zh")
    assert "规划专家" in shown.out


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"{}"])
def test_any_file_may_be_verified(
    content: bytes, refused: Refused, tmp_path: Path
) -> None:
    """What is no certificate is said to be none, and the command fails."""
    place = tmp_path / "any.json"
    place.write_bytes(content)
    assert refused("expert", "verify", str(place)) == {
        "true": False,
        "faults": ["This is no certificate of a draw of experts."],
    }


def test_studies_by_the_shell(run: Run, refused: Refused, tmp_path: Path) -> None:
    """Entered, finished, listed as unused, given up: each by its number."""
    added = run("study", "add", H, "断头路成因", "办公室", "--begun", "2025-01-01")
    assert (added["code"], added["state"]) == ("S-1", "running")
    amended = run("study", "amend", H, "S-1", "--authors", "某研究院")
    assert (amended["authors"], amended["question"]) == ("某研究院", "断头路成因")
    done = ("study", "finish", H, "S-1", "--on", "2025-06-01")
    assert refused(*done)["code"] == "deliverable-missing"
    assert run(*done, "--document", "成果1号")["state"] == "unused"
    assert [s["code"] for s in run("study", "list", H, "--state", "unused")] == ["S-1"]
    run("study", "add", H, "客流调查", "办公室", "--begun", "2026-01-01")
    gone = ("study", "give-up", H, "S-2", "--on", "2026-11-01", "--reason", "终止。")
    assert run(*gone)["state"] == "given-up"
    assert refused("study", "show", H, "S-3")["code"] == "study-missing"
    nothing = ("study", "link", H, "S-1", "00000000-0000-4000-8000-000000000000")
    assert refused(*nothing)["code"] == "decision-missing"
