"""Bodies of neighbouring counties: only where a declared border joins them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Hansa, Run

H = "huaihai"
TONGSHAN, XIAO, JIAWANG, SHAN = "320312", "341322", "320305", "371722"
Refused = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("leagues")


@pytest.fixture
def refused(hansa: Hansa) -> Refused:
    """Run a command that must be refused, and read the problem."""

    def refuse(*words: Any) -> Any:
        ran = hansa(*words, "--json", "--lang", "en")
        assert ran.code == 1, ran.err or ran.out
        return json.loads(ran.out)

    return refuse


@pytest.fixture
def tongxiao(run: Run, tmp_path: Path) -> Path:
    """Put the charter of 铜山 and 萧县 in force, under Huaihai."""
    words = ("--parent", H, "--county", TONGSHAN, "--county", "萧县", "--at", tmp_path)
    folder = Path(run("charter", "new", "tongxiao", *words)["folder"])
    assert run("charter", "check", folder) == []
    assert run("charter", "apply", folder)["number"] == 1
    return folder


@pytest.mark.row("H-GOV-24")
def test_only_real_neighbours_have_a_body_of_their_own(
    run: Run, refused: Refused, tongxiao: Path, client: Client, tmp_path: Path
) -> None:
    """Apart they are refused; neighbours get a calendar, seen under the league above."""
    apart = ("charter", "new", "apart", "--parent", H, "--at", tmp_path)
    problem = refused(*apart, "--county", TONGSHAN, "--county", SHAN)
    assert problem["code"] == "not-neighbours"
    assert not (tmp_path / "apart").exists()
    entries = run("calendar", "tongxiao", "--from", "2026", "--to", "2028")
    assert [
        (e["window"]["start"], e["body"], e["host"]) for e in entries
    ] == [
        ("2026-08-01", "consultation", "tongshanqu"),
        ("2026-11-01", "conference", "tongshanqu"),
        ("2027-08-01", "consultation", "xiaoxian"),
        ("2027-11-01", "conference", "xiaoxian"),
        ("2028-08-01", "consultation", "tongshanqu"),
        ("2028-11-01", "conference", "tongshanqu"),
    ]  # fmt: skip
    bodies = run("charter", "show", "tongxiao")["sections"]["governance"]["bodies"]
    (office,) = (body for body in bodies if body["location"])
    assert office["location"]["member"] == "tongshanqu"
    (child,) = run("governance", "counties", H, "--as-of", "2026-06-01")["children"]
    assert (child["league"], child["clause"]) == ("tongxiao", "GOV-24")
    assert (child["host"]["zh"], child["next"]) == (
        "铜山区",
        "tongxiao/2026/consultation/meeting/1",
    )
    answer = client.get(f"/api/v1/leagues/{H}/children?as_of=2026-06-01")
    assert answer.json() == [child]
    page = client.get(reverse("governance:counties", args=[H])).content.decode()
    assert "铜山区、萧县毗邻合作机构" in page
    assert "/tongxiao/governance/calendar/" in page
    own = client.get("/tongxiao/").content.decode()
    assert "GOV-24" in own
    assert reverse("governance:counties", args=[H]) in own


def test_a_chain_of_borders_joins_a_group(run: Run, tmp_path: Path) -> None:
    """Three counties need no border each with each, but a chain of declared ones."""
    words = ("charter", "new", "chain", "--parent", H, "--at", tmp_path)
    counties = ("--county", TONGSHAN, "--county", XIAO, "--county", "411481")
    assert run(*words, *counties)["folder"].endswith("chain")


def test_what_no_league_lets_counties_do(
    run: Run, refused: Refused, tmp_path: Path
) -> None:
    """No clause, no county, one county twice, and counties of one city are refused."""
    new = ("charter", "new", "x", "--at", tmp_path, "--parent")
    pair = ("--county", "430103", "--county", "430302")
    assert refused(*new, "changzhutan", *pair)["code"] == "counties-without-clause"
    assert refused(*new, H, "--county", TONGSHAN, "--county", "999999")["code"] == (
        "county-missing"
    )
    assert refused(*new, H, "--county", TONGSHAN, "--county", TONGSHAN)["code"] == (
        "cities-wrong"
    )
    assert refused(*new, H, "--county", TONGSHAN, "--county", JIAWANG)["code"] == (
        "not-neighbours"
    )
    assert refused(*new, "nowhere", *pair)["code"] == "league-missing"


def test_a_folder_changed_by_hand_is_checked_again(
    refused: Refused, tongxiao: Path
) -> None:
    """Another county written into the folder, or another clause, is not applied."""
    file = tongxiao / "charter.yaml"
    written = file.read_text("utf-8")
    file.write_text(written.replace(XIAO, SHAN), "utf-8")
    for verb in ("check", "plan", "apply"):
        assert refused("charter", verb, tongxiao)["code"] == "not-neighbours"
    file.write_text(written.replace("GOV-24", "GOV-25"), "utf-8")
    assert refused("charter", "apply", tongxiao)["code"] == "counties-without-clause"
    file.write_text(written.replace("league: huaihai", "league: nowhere"), "utf-8")
    assert refused("charter", "check", tongxiao)["code"] == "league-missing"


def test_borders_are_listed_as_declared(client: Client, run: Run) -> None:
    """Every declared pair stands on the page and in the API, and says it is unverified."""
    declared = json.loads(
        client.get(f"/api/v1/leagues/{H}/county-borders?limit=100").content
    )
    assert declared == run("governance", "counties", H)["borders"]
    assert {"320312", "341322"} in [
        {pair["one"]["code"], pair["other"]["code"]} for pair in declared
    ]
    assert all(pair["one"]["member"] != pair["other"]["member"] for pair in declared)
    page = client.get(reverse("governance:counties", args=[H]) + "?city=suqian")
    assert "未经各市核实" in page.content.decode()
