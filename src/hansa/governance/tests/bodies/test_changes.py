"""Bodies begin, split, merge and end by a decision alone, as amendments of the charter."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from conftest import Hansa, Run
from hansa.chassis import journal
from hansa.chassis.actor import Role
from hansa.directory.terms.people import UnitKind
from hansa.governance.services import bodies as services
from hansa.governance.services.sessions import docket
from hansa.governance.terms.changes import ChangeDraft
from hansa.governance.terms.dockets import ItemAct, ItemDraft
from hansa.governance.tests.bodies.decided import by_conference, by_symposium
from hansa.governance.tests.people import OFFICE, actor, add_unit, lead
from hansa.governance.tests.sessions import scene
from hansa.kernel.errors import Forbidden

pytestmark = pytest.mark.usefixtures("leagues")
H = "huaihai"
C = "changzhutan"
Refused = Callable[..., Any]
FARMING = "group-farming=农业协同发展联合工作组/Joint Working Group on Farming"
MAKING = "group-making=制造业协同发展联合工作组/Joint Working Group on Manufacturing"


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand in December 2025, when the Symposium has decided."""
    settings.HANSA_CLOCK = datetime(2025, 12, 10, 1, 0, tzinfo=UTC)


@pytest.fixture
def refused(hansa: Hansa) -> Refused:
    """Run a command that must be refused, and read the problem."""

    def refuse(*words: str) -> Any:
        ran = hansa(*words, "--json", "--lang", "en")
        assert ran.code == 1, ran.err or ran.out
        return json.loads(ran.out)

    return refuse


def split(decision: str, *more: str) -> tuple[str, ...]:
    """The words of a split of the group on industry, from 2026 on."""
    return (
        H, decision, "--from", "2026-01-01", "--end", "group-industry",
        "--begin", FARMING, "--begin", MAKING,
        "--field", "group-farming=industry", "--field", "group-making=industry",
        *more,
    )  # fmt: skip


def led() -> tuple[str, ...]:
    """Open a unit for each new group, and give the options that name them."""
    found: list[str] = []
    for group, city in (("group-farming", "heze"), ("group-making", "xuzhou")):
        unit = add_unit(H, city, UnitKind.DEPARTMENT, f"{group}牵头单位")
        found += ["--lead", f"{group}={unit}"]
    return tuple(found)


def put(body: str, title: str, league: str = H) -> str:
    """Put an item to the next session of a group."""
    class_id = "difficulty" if league == H else "issue"
    draft = ItemDraft(class_id=class_id, act=ItemAct.STUDY, title=title)
    office = scene.office(date(2025, 12, 1), league)
    return str(docket.put_waiting(office, league, body, None, draft))


def asked(run: Run, league: str, first: int, last: int) -> Counter[int]:
    """How many meetings of groups each year asks for."""
    years = ("--from", str(first), "--to", str(last))
    return Counter(
        entry["year"]
        for entry in run("calendar", league, *years)
        if entry["body"].startswith("group-") and entry["kind"] == "meeting"
    )


@pytest.mark.row("H-GOV-22")
def test_a_decision_splits_a_group(run: Run) -> None:
    """Industry becomes two from 2026: five meetings then, four in 2025, items moved."""
    decision = by_symposium(2025, "关于产业协同发展联合工作组分设的议案")
    moved = put("group-industry", "产业园区共建难点")
    named = put("group-industry", "农产品冷链难点")
    words = split(decision, *led(), "--home", f"{named}=group-making")
    planned = run("body", "plan", *words)
    assert asked(run, H, 2025, 2026) == {2025: 4, 2026: 4}
    applied = run("body", "change", *words)
    assert applied == planned
    assert (applied["kind"], applied["version"]) == ("split", 2)
    assert applied["authority"] == (
        "symposium/2025/1 关于产业协同发展联合工作组分设的议案"
    )
    assert {one["item"]: one["to"] for one in applied["rehomed"]} == {
        moved: "group-farming",
        named: "group-making",
    }
    assert asked(run, H, 2025, 2026) == {2025: 4, 2026: 5}
    heads = [
        sum(seat["office"] == "lead-unit-head" for seat in entry["seats"])
        for entry in run("calendar", H, "--from", "2025", "--to", "2026")
        if entry["body"] == "consultation"
    ]
    assert heads == [4, 5]


def test_items_wait_for_whoever_took_over(run: Run) -> None:
    """What was open, waiting or deferred, stands on the dockets of the new groups."""
    decision = by_symposium(2025, "关于分设产业组的议案")
    waiting, named = put("group-industry", "甲难点"), put("group-industry", "乙难点")
    run("body", "change", *split(decision, *led(), "--home", f"{named}=group-making"))
    for group, item in (("group-farming", waiting), ("group-making", named)):
        session = scene.convene(group, date(2026, 3, 4))
        (one,) = scene.sheet(session).items
        assert str(one.item.id) == item


def test_the_life_of_a_group_names_its_decision(run: Run) -> None:
    """The group that ended says what follows it, the new one what it came from."""
    decision = by_symposium(2025, "关于分设产业组的议案")
    run("body", "change", *split(decision, *led()))
    old = run("body", "show", H, "group-industry", "--as-of", "2026-02-01")
    assert [event["on"] for event in old["history"]] == [
        "2018-12-09",
        "2026-01-01",
        "2026-01-01",
    ]
    first, ended, after = old["history"]
    assert first["authority"] is None
    assert ended["decision"] == after["decision"] == decision
    assert "Farming" in after["message"]
    new = run("body", "show", H, "group-farming", "--as-of", "2026-02-01")
    assert [event["decision"] for event in new["history"]] == [decision, decision]
    lines = [
        e for e in journal.entries(H, 5) if e.service == "governance.change_bodies"
    ]
    assert f"item:{decision}" in lines[0].objects


def test_only_a_decision_of_the_symposium_changes_bodies(refused: Refused) -> None:
    """Not an item of another body, nor an opinion of principle, nor nothing at all."""
    for id_, code in (
        ("00000000-0000-0000-0000-000000000000", "decision-missing"),
        (
            by_symposium(2025, "原则同意分设产业组", principle=True),
            "decision-of-principle",
        ),
    ):
        assert refused("body", "plan", *split(id_, *led()))["code"] == code
    session = scene.convene("group-transport", date(2025, 12, 5), ad_hoc=True)
    item = scene.put(session, "交通组分设", class_id="difficulty")
    scene.open_(session)
    scene.end(item)
    scene.close(session)
    found = refused("body", "plan", *split(str(item), *led()))
    assert found["code"] == "decision-of-other-body"


def test_what_cannot_be_meant_is_refused(refused: Refused) -> None:
    """Without a unit that leads, before the decision, twice, or with nobody to follow."""
    decision = by_symposium(2025, "关于分设产业组的议案")
    leads = led()
    start = ("body", "plan")
    assert refused(*start, *split(decision))["code"] == "lead-missing"
    early = [w.replace("2026-01-01", "2025-11-19") for w in split(decision, *leads)]
    assert refused(*start, *early)["code"] == "before-decision"
    twice = [
        w.replace("group-making", "group-ecology") for w in split(decision, *leads)
    ]
    assert refused(*start, *twice)["code"] == "body-exists"
    ends = (*start, H, decision, "--from", "2026-01-01", "--end")
    assert refused(*ends, "group-industry")["code"] == "heir-missing"
    assert refused(*ends, "symposium", "--heir", "office")["code"] == (
        "body-carries-others"
    )
    assert refused(*ends, "consultation", "--heir", "office")["code"] == (
        "body-carries-others"
    )
    assert (
        refused(*start, H, decision, "--from", "2026-01-01")["code"] == "change-empty"
    )
    home = "11111111-1111-1111-1111-111111111111=group-making"
    assert refused(*start, *split(decision, *leads, "--home", home))["code"] == (
        "item-missing"
    )


def test_a_session_that_is_convened_comes_first(run: Run, refused: Refused) -> None:
    """No body ends before a session that it is convened for."""
    decision = by_symposium(2025, "关于分设产业组的议案")
    scene.convene("group-industry", date(2026, 3, 4))
    found = refused("body", "change", *split(decision, *led()))
    assert found["code"] == "session-stands"
    assert len(run("charter", "list")) == 2


def test_a_body_that_was_waited_for_stands(run: Run, refused: Refused) -> None:
    """The legislative institute is set up by decision, and conditional no more."""
    decision = by_symposium(2025, "关于组建立法研究院的议案")
    words = (H, decision, "--from", "2026-01-01", "--set-up", "legislative-institute")
    assert run("body", "change", *words)["kind"] == "set-up"
    for year, waits in (("2025-12-31", True), ("2026-01-01", False)):
        found = run("governance", "compliance", H, "--year", "2025", "--as-of", year)
        assert ("legislative-institute" in found["conditional"]) == waits
    assert refused("body", "change", *words)["code"] == "body-not-awaited"


@pytest.mark.row("C-GOV-26")
def test_a_sixth_group_by_decision_of_the_conference(run: Run, settings: Any) -> None:
    """A group on credit from 2020: twelve group meetings a year; 2019 keeps its ten."""
    settings.HANSA_CLOCK = datetime(2019, 12, 10, 1, 0, tzinfo=UTC)
    decision = by_conference(2019, "关于设立信用专项小组的方案")
    words = (
        C, decision, "--from", "2020-01-01",
        "--begin", "group-credit=信用专项小组/Special Group on Credit",
    )  # fmt: skip
    assert run("body", "change", *words)["kind"] == "found"
    assert asked(run, C, 2019, 2020) == {2019: 10, 2020: 12}
    (cited,) = (v for v in run("charter", "list") if v["number"] == 2)
    assert cited["decision"].startswith("conference/2019/")


def test_two_groups_merge_and_one_ends(run: Run, settings: Any) -> None:
    """Bodies under a group that ends stand under the one that follows it."""
    settings.HANSA_CLOCK = datetime(2019, 12, 10, 1, 0, tzinfo=UTC)
    decision = by_conference(2019, "关于专项小组合并的方案")
    base = (C, decision, "--from", "2020-01-01")
    merged = run(
        "body", "change", *base, "--end", "group-planning", "--end", "group-transport",
        "--begin", "group-space=空间专项小组/Special Group on Space",
        "--field", "group-space=planning",
    )  # fmt: skip
    assert merged["kind"] == "merge"
    assert asked(run, C, 2019, 2020) == {2019: 10, 2020: 8}
    shown = run("charter", "show", C, "--as-of", "2020-02-01")["sections"]["governance"]
    under = {b["id"]: b["parent"] for b in shown["bodies"]}
    assert under["rail-platform"] == under["master-plan-group"] == "group-space"
    ended = run(
        "body", "change", *base, "--end", "group-services", "--heir", "group-industry"
    )
    assert ended["kind"] == "dissolve"
    assert asked(run, C, 2020, 2020) == {2020: 6}


def test_a_body_that_hears_cases_stays(refused: Refused, settings: Any) -> None:
    """The joint group of the master plans cannot end while cases stand before it."""
    settings.HANSA_CLOCK = datetime(2019, 12, 10, 1, 0, tzinfo=UTC)
    decision = by_conference(2019, "关于总规联合实施小组的方案")
    found = refused(
        "body", "change", C, decision, "--from", "2020-01-01",
        "--end", "master-plan-group", "--heir", "group-planning",
    )  # fmt: skip
    assert found["code"] == "body-hears-cases"


@pytest.mark.row("H-GOV-22", part="by decision only")
def test_a_folder_changes_no_body_without_a_decision(
    run: Run, refused: Refused, charter_copy: Any
) -> None:
    """An amendment that lets a body begin or end names its decision, however it comes."""
    line = "    - {id: group-credit, name: {zh: 信用组, en: Credit}, domain: credit}\n"
    changes = {"governance.yaml": [("# The text wants staff", f"{line}# The text")]}
    folder = charter_copy(C, changes)
    words = ("charter", "apply", str(folder), "--effective", "2026-01-01")
    assert refused(*words)["code"] == "decision-missing"
    assert run(*words, "--decision", "2025-7")["number"] == 2


def test_who_may_change_bodies() -> None:
    """The office of the league alone; a city, a group's unit and the public may not."""
    decision = by_symposium(2025, "关于分设产业组的议案")
    draft = ChangeDraft(
        decision=UUID(decision),
        from_on=date(2026, 1, 1),
        sets_up=("legislative-institute",),
    )
    for who in (
        actor(Role.CITY_LIAISON, "xuzhou"),
        actor(Role.LEADER, "xuzhou"),
        actor(Role.GROUP_LEAD, "xuzhou", lead(H, "xuzhou", "group-industry")),
        actor(Role.AUDITOR),
        actor(Role.SECRETARIAT, league=C),
    ):
        for act in (services.plan_change, services.apply_change):
            with pytest.raises(Forbidden):
                act(who, H, draft)
    assert services.plan_change(OFFICE, H, draft).plan.number == 2


def test_what_was_amended_is_written_as_a_folder(run: Run, tmp_path: Path) -> None:
    """The folder of the version in force is its very content; comments stay."""
    decision = by_symposium(2025, "关于分设产业组的议案")
    run("body", "change", *split(decision, *led()))
    words = ("--at", tmp_path, "--as-of", "2026-02-01")
    folder = Path(run("charter", "export", H, *words)["folder"])
    written = (folder / "governance.yaml").read_text("utf-8")
    assert "followed_by: [group-farming, group-making]" in written
    assert "  declared: 5\n" in written
    assert "# As printed, and never sorted (A-03)." in written
    planned = run("charter", "plan", folder, "--effective", "2026-01-01")
    assert planned["unchanged"]
