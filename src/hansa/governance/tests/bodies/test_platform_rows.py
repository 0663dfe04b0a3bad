"""Bodies of Chang-Zhu-Tan that serve programmes: their dockets, silence and studies."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from conftest import Run
from hansa.casework.reads import cases as case_reads
from hansa.casework.services import opening
from hansa.casework.terms.cases import CaseDraft, Party
from hansa.chassis.actor import Role
from hansa.governance import services
from hansa.governance.services.sessions import docket
from hansa.governance.terms import EntryKind
from hansa.governance.terms.dockets import ItemAct, ItemDraft
from hansa.governance.terms.records import MeetingFacts
from hansa.governance.tests.people import OFFICE, account, browser
from hansa.governance.tests.sessions import scene
from hansa.governance.tests.test_compliance import GROUPS, log_a_year, send
from hansa.kernel.periods import Period

C = "changzhutan"
PROGRAMMES = ("trunk-roads", "rail-lines", "link-roads", "intercity-bus")
pytestmark = pytest.mark.usefixtures("served")


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand on the day of the demonstration."""
    settings.HANSA_CLOCK = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def meet(body: str, on: date) -> None:
    """Record a meeting of a programme's body."""
    facts = MeetingFacts(
        body=body,
        kind=EntryKind.MEETING,
        year=on.year,
        days=Period(on, on + timedelta(days=1)),
        ad_hoc=True,
    )
    services.record_meeting(OFFICE, C, facts, None)


@pytest.mark.row("C-GOV-20")
def test_four_bodies_with_dockets_and_meetings(run: Run) -> None:
    """Each shows its next meeting and open issues; a silent half-year is told."""
    bodies = [f"programme-{name}" for name in PROGRAMMES]
    for body in bodies:
        draft = ItemDraft(class_id="issue", act=ItemAct.STUDY, title=f"{body}难点")
        docket.put_waiting(scene.office(date(2026, 11, 1), C), C, body, None, draft)
        scene.convene(body, date(2026, 12, 10), C, ad_hoc=True)
    late = ItemDraft(class_id="issue", act=ItemAct.STUDY, title="红旗路接线")
    docket.put_waiting(scene.office(date(2026, 11, 20), C), C, bodies[0], None, late)
    for body in bodies[1:]:
        meet(body, date(2026, 3, 4))
    client = browser(account(Role.SECRETARIAT, league=C))
    for body in bodies:
        found = run("body", "show", C, body)
        assert found["next"]["days"]["start"] == "2026-12-10"
        titles = {one["title"] for one in found["open"]}
        assert f"{body}难点" in titles
        assert ("红旗路接线" in titles) == (body == bodies[0])
        page = client.get(f"/{C}/governance/bodies/{body}/").content.decode()
        assert "2026-12-10" in page
        assert f"{body}难点" in page
    half = {"start": "2026-01-01", "end": "2026-07-01"}
    asked = ("governance", "compliance", C, "--year", "2026", "--as-of", "2026-11-24")
    silent = run(*asked)["silent"]
    assert [(one["body"], one["period"]) for one in silent] == [(bodies[0], half)]
    assert run(*asked[:-1], "2026-06-30")["silent"] == []
    page = client.get(f"/{C}/governance/compliance/?year=2026").content.decode()
    assert "2026-01-01" in page
    assert "A-50" in page


def test_dockets_are_not_for_everybody(client: Client) -> None:
    """The public sees where a body came from, and nothing of its docket."""
    answer = client.get(f"/api/v1/leagues/{C}/bodies/programme-rail-lines").json()
    assert (answer["open"], answer["silent"], answer["next"]) == (None, None, None)
    page = client.get(f"/{C}/governance/bodies/programme-rail-lines/").content.decode()
    assert "下次会议和待议问题" not in page


@pytest.mark.row("C-GOV-21", part="the group, its docket and its cases")
def test_departures_from_the_plans_stand_before_the_joint_group(run: Run) -> None:
    """Three planning authorities sit in it; a case stands before it from its opening."""
    bodies = run("charter", "show", C)["sections"]["governance"]["bodies"]
    (group,) = (body for body in bodies if body["id"] == "master-plan-group")
    assert [(s["office"], s["per"], s["count"]) for s in group["seats"]] == [
        ("department-head", "member", 1)
    ]
    assert [one["id"] for one in group["docket"]["classes"]] == ["conformity"]
    draft = CaseDraft(
        type="plan-conformity",
        subject="湘江东岸用地与总规不符",
        parties=(Party(role="city", member="zhuzhou"),),
    )
    case = opening.open_case(scene.office(date(2026, 11, 25), C), C, draft)
    found = case_reads.get_case(OFFICE, C, str(case), date(2026, 11, 25))
    assert found.standing.body == "master-plan-group"


@pytest.mark.row("C-GOV-22")
def test_the_platform_has_two_studies(run: Run) -> None:
    """Exactly the two rail studies of 两轨, each with stage, owner and next gate."""
    works = [work["id"] for work in run("projects", C, "--programme", "两轨")["works"]]
    empty = run("body", "show", C, "rail-platform")["portfolio"]
    assert [(line["work"], line["study"]) for line in empty] == [
        (w, None) for w in works
    ]
    for number, work in enumerate(works, start=1):
        run(
            "study", "add", C, f"{work} 前期研究", "轨道交通发展平台",
            "--begun", "2026-03-01", "--work", work, "--owner", "平台前期研究组",
            "--gate", "预可研评审", "--gate-on", f"2026-12-{number:02d}",
        )  # fmt: skip
    filled = run("body", "show", C, "rail-platform")["portfolio"]
    assert [line["work"] for line in filled] == works
    for line in filled:
        assert (line["stage"], line["state"]) == ("study", "running")
        assert (line["owner"], line["gate"]) == ("平台前期研究组", "预可研评审")
        assert line["gate_on"].startswith("2026-12-")
    client = browser(account(Role.SECRETARIAT, league=C))
    page = client.get(f"/{C}/governance/bodies/rail-platform/").content.decode()
    assert page.count("平台前期研究组") == 2
    assert page.count("预可研评审") == 2
    assert run("body", "show", C, "technology-transfer-centre")["portfolio"] is None


@pytest.mark.row("C-GOV-12", part="the page")
def test_the_page_of_a_year_says_two_warnings() -> None:
    """2 + 9 + 3 meetings and every circular: no violation, one and one soft warnings."""
    log_a_year()
    send("conference", date(2025, 12, 20))
    for group in GROUPS:
        send(f"group-{group}", date(2025, 6, 20))
        send(f"group-{group}", date(2025, 12, 20))
    client = browser(account(Role.SECRETARIAT, league=C))
    page = client.get(
        f"/{C}/governance/compliance/?year=2025&as-of=2026-01-01"
    ).content.decode()
    assert "25 of 27 held; 0 breaches, 2 reminders" in page
    assert page.count("soft warning") == 2
    assert "violation" not in page
