"""The page on which bodies change: a plan first, then the act; and the API beside it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Role
from hansa.directory.terms.people import UnitKind
from hansa.governance.tests.bodies.decided import by_symposium
from hansa.governance.tests.bodies.test_changes import put
from hansa.governance.tests.people import AT, account, add_unit, browser, program

pytestmark = pytest.mark.usefixtures("leagues")
H = "huaihai"
NEW = reverse("governance:body-change", args=[H])


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand where accounts have their roles; the Symposium decided the year before."""
    settings.HANSA_CLOCK = AT


def typed(decision: str) -> dict[str, Any]:
    """What somebody types to split the group on industry."""
    units = [
        add_unit(H, city, UnitKind.DEPARTMENT, f"{city}牵头单位")
        for city in ("heze", "xuzhou")
    ]
    return {
        "decision": decision,
        "from_on": "2026-01-01",
        "ends": ["group-industry"],
        "name-1": "农业协同发展联合工作组",
        "english-1": "Joint Working Group on Farming",
        "id-1": "group-farming",
        "field-1": "industry",
        "lead-1": units[0],
        "name-2": "制造业协同发展联合工作组",
        "english-2": "Joint Working Group on Manufacturing",
        "id-2": "group-making",
        "field-2": "industry",
        "lead-2": units[1],
    }


def test_the_plan_is_shown_and_then_applied() -> None:
    """What the plan shows is what is put in force; an open item goes where it is sent."""
    decision = by_symposium(2025, "关于分设产业组的议案")
    item = put("group-industry", "农产品冷链难点")
    office = browser(account(Role.SECRETARIAT))
    assert "关于分设产业组的议案" in office.get(NEW).content.decode()
    sent = typed(decision)
    page = office.post(NEW, {**sent, "plan": ""}).content.decode()
    assert "Plan: split, version 2, in force from 2026-01-01" in page
    assert "农产品冷链难点" in page
    assert len(charter_reads.get_versions(H)) == 1
    home = {f"home-{item}": "group-making"}
    answer = office.post(NEW, {**sent, **home, "apply": ""})
    assert answer.status_code == 302
    versions = charter_reads.get_versions(H)
    assert versions[-1].decision == "symposium/2025/1 关于分设产业组的议案"
    life = program(account(Role.LEADER, "xuzhou")).get(
        f"/api/v1/leagues/{H}/bodies/group-making?as_of=2026-02-01"
    )
    assert [one["item"] for one in life.json()["open"]] == [item]
    shown = office.get(
        reverse("governance:body", args=[H, "group-industry"]) + "?as-of=2026-02-01"
    ).content.decode()
    assert "its matters go to" in shown
    assert f"/items/{decision}/" in shown


def test_a_refusal_keeps_what_was_typed() -> None:
    """A day before the decision is told beside its field, and nothing is lost."""
    decision = by_symposium(2025, "关于分设产业组的议案")
    office = browser(account(Role.SECRETARIAT))
    sent = {**typed(decision), "from_on": "2025-01-01", "apply": ""}
    answer = office.post(NEW, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "lies before 2025-11-20" in page
    assert "农业协同发展联合工作组" in page
    assert len(charter_reads.get_versions(H)) == 1


def test_who_finds_the_page() -> None:
    """A liaison and the public are refused, and are offered no button."""
    bodies = reverse("governance:bodies", args=[H])
    liaison = browser(account(Role.CITY_LIAISON, "xuzhou"))
    assert liaison.get(NEW).status_code == 403
    assert liaison.post(NEW, {"apply": ""}).status_code == 403
    assert NEW not in liaison.get(bodies).content.decode()
    assert NEW in browser(account(Role.SECRETARIAT)).get(bodies).content.decode()
    assert Client().get(NEW).status_code == 302


def test_a_program_plans_and_changes() -> None:
    """The API gives the plan and makes the change; a liaison's key is refused."""
    decision = by_symposium(2025, "关于组建立法研究院的议案")
    sent = {
        "decision": decision,
        "from_on": "2026-01-01",
        "sets_up": ["legislative-institute"],
    }
    address = f"/api/v1/leagues/{H}/body-changes"
    office = program(account(Role.SECRETARIAT))
    as_json = "application/json"
    planned = office.post(f"{address}/plans", sent, as_json)
    assert planned.status_code == 200
    assert planned.json()["kind"] == "set-up"
    assert len(charter_reads.get_versions(H)) == 1
    changed = office.post(address, sent, as_json)
    assert changed.status_code == 201
    assert changed.json() == planned.json()
    liaison = program(account(Role.CITY_LIAISON, "xuzhou"))
    assert liaison.post(address, sent, as_json).status_code == 403
