"""What an attacker with a sign-in tries: the cross-city attempts of a security review."""

import logging
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Role
from hansa.chassis.search import rebuild
from hansa.duties.reads.duties import search_documents
from hansa.duties.services import acts
from hansa.governance import reads as governance_reads
from hansa.site import access
from tests.test_matrix import address_of
from tests.world import (
    AT,
    CITY,
    LEAGUE,
    OTHER,
    World,
    browser_for,
    drain,
    key_for,
    office_of,
)

API = f"/api/v1/leagues/{LEAGUE}"


@pytest.fixture(autouse=True)
def quiet(world: World, db: None, settings: Any) -> Iterator[None]:
    """Stand in the house, at its hour, without a line of log for each refusal."""
    settings.HANSA_CLOCK, settings.HANSA_FILES = AT, world.folder
    settings.HANSA_CLEARING = world.folder / "clearing"
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def program_for(world: World, role: Role, member: str) -> Client:
    """Give a program with a key of the account of a role, with every scope."""
    from hansa.directory.terms.accounts import Scope

    secret = key_for(world.accounts[role, member], *Scope)
    return Client(
        headers={"accept-language": "en", "authorization": f"Bearer {secret}"}
    )


def send(client: Client, address: str, body: Any) -> Any:
    """Send JSON to the API."""
    return client.post(f"{API}{address}", body, content_type="application/json")


def test_no_meeting_of_another_city_is_falsified(world: World) -> None:
    """A claim by a city that does not owe the meeting leaves record and duty alone."""
    office = program_for(world, Role.SECRETARIAT, CITY)
    before = office.get(f"{API}/records?body=symposium").json()
    claimed = {
        "body": "symposium",
        "kind": "meeting",
        "year": 2026,
        "start": "2026-11-01",
        "end": "2026-11-02",
        "host": OTHER,
        "document": "x",
    }
    made = send(program_for(world, Role.CITY_LIAISON, OTHER), "/records", claimed)
    assert made.status_code == 201, made.content
    assert made.json()["entry"] is None
    after = office.get(f"{API}/records?body=symposium").json()
    assert before == [line for line in after if line["id"] != made.json()["id"]]
    assert before[0]["entry"] == f"{LEAGUE}/2026/symposium/meeting/1"


def test_no_city_makes_its_own_unit_lead_a_body(world: World) -> None:
    """Neither by the API nor by the form."""
    things = world.cities[CITY]
    named = {"member": CITY, "unit": things.unit, "body": "group-society"}
    sent = {**named, "from_on": "2026-01-01", "document": "x"}
    program = program_for(world, Role.CITY_LIAISON, CITY)
    assert send(program, "/postings", {**sent, "kind": "lead"}).status_code == 403
    browser = browser_for(world, Role.CITY_LIAISON, CITY)
    form = browser.post(f"/{LEAGUE}/directory/postings/new/lead/", sent)
    assert form.status_code == 403


def test_no_day_opens_the_matters_of_another_city(world: World) -> None:
    """Asking for a day of one's own turn shows nothing that is not one's own today."""
    things = world.cities[CITY]
    raised = acts.Escalation(level="decision", proposal="提请研究宿州事项")
    acts.escalate(office_of(LEAGUE), LEAGUE, things.open, 1, raised)
    versions = charter_reads.get_versions(LEAGUE)
    day = next(
        day
        for day in (AT.date() + timedelta(days=n) for n in range(30, 4000, 30))
        if governance_reads.why(versions, day).member == OTHER
    )
    assert governance_reads.why(versions, AT.date()).member == CITY
    assert raised.proposal in briefing(world, Role.LEADER, CITY, AT.date())
    assert raised.proposal in briefing(world, Role.SECRETARIAT, CITY, day)
    for role in (Role.LEADER, Role.CITY_LIAISON):
        for asked in (AT.date(), day):
            assert raised.proposal not in briefing(world, role, OTHER, asked)


def briefing(world: World, role: Role, member: str, day: date) -> str:
    """Give the page of a leader, as of a day."""
    browser = browser_for(world, role, member)
    answer = browser.get(f"/{LEAGUE}/briefing/?as-of={day.isoformat()}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00", "2026-11-01T09:00", "9999-12-31T23:59"]
)
def test_no_telephone_call_breaks_the_pages_of_notices(world: World, at: str) -> None:
    """A call before the notice, or ahead, is refused; the pages stay as they are."""
    notice = f"/{LEAGUE}/notices/{world.cities[CITY].notice}/"
    office = browser_for(world, Role.SECRETARIAT, CITY)
    called = {"spoke_to": "值班员", "office": "市政府办公室", "at": at}
    assert office.post(f"{notice}telephone/", called).status_code == 422
    for page in (notice, f"/{LEAGUE}/notices/"):
        assert office.get(page).status_code == 200
    program = program_for(world, Role.SECRETARIAT, CITY)
    sent = {**called, "at": f"{at}:00+08:00"}
    answer = send(
        program, f"/notices/{world.cities[CITY].notice}/telephone-receipt", sent
    )
    assert answer.status_code == 422


def test_search_shows_no_duty_that_the_lists_hide(world: World) -> None:
    """A unit's officer finds what fell to the unit, by page and API, and no more."""
    rebuild(LEAGUE, [search_documents])
    things = world.cities[CITY]
    for role, hidden in (
        (Role.CITY_LIAISON, False),
        (Role.UNIT_OFFICER, True),
        (Role.GROUP_LEAD, True),
    ):
        browser = browser_for(world, role, CITY)
        program = program_for(world, role, CITY)
        for answer in (
            browser.get(f"/{LEAGUE}/search/?q=派驻人员名单"),
            program.get(f"{API}/search?q=派驻人员名单"),
        ):
            assert answer.status_code == 200
            shown = answer.content.decode()
            assert f"/duties/{things.duty}/" in shown
            assert (f"/duties/{things.open}/" in shown) != hidden


DAYS = ("0001-01-01", "1949-01-01", "2199-12-31", "9999-12-31", "2026-11-24T00:00")
YEARS = ("0", "1", "2199", "9998", "9999", "10000", "9" * 25, "-1", "１２")
TEXTS = (
    "%00",
    "%ED%A0%80",
    "9" * 25,
    "%27%22%3Cscript%3E%25s%5C",
    "9999-12-31",
    "0001-01-01",
)
NUMBERS = ("year", "from", "to", "line", "page")
WORDS = (
    *(
        "q",
        "city",
        "member",
        "body",
        "kind",
        "departure",
        "entry",
        "programme",
        "stage",
    ),
    *(
        "sort",
        "column",
        "service",
        "actor",
        "from",
        "to",
        "duty",
        "lang",
        "next",
        "due",
    ),
    *(
        "domain",
        "unit",
        "person",
        "state",
        "receipt",
        "format",
        "words",
        "clause",
        "owed",
    ),
)
FEW = (f"as-of={DAYS[0]}", f"as-of={DAYS[-2]}", "year=0", "city=%00&q=%00")
FUZZED = {
    Role.SECRETARIAT: (
        *(f"as-of={day}" for day in DAYS),
        *("&".join(f"{name}={year}" for name in NUMBERS) for year in YEARS),
        *("&".join(f"{word}={text}" for word in WORDS) for text in TEXTS),
        "%00=1",
        "format=xlsx&city=%00",
    ),
    **dict.fromkeys(
        (
            Role.CITY_LIAISON,
            Role.UNIT_OFFICER,
            Role.LEADER,
            Role.ADMINISTRATOR,
            Role.SECURITY_OFFICER,
            Role.AUDITOR,
            Role.PUBLIC,
        ),
        FEW,
    ),
}


@pytest.mark.parametrize("role", FUZZED)
def test_no_address_makes_a_page_fail(role: Role, world: World) -> None:
    """Odd days, years, numbers and characters are refused in words, or make no odds."""
    failed = failures(world, role)
    assert not failed, failed


def failures(world: World, role: Role) -> list[tuple[int, str, str]]:
    """Ask pages for what they cannot have, and give those at which the program failed."""
    browser, things = browser_for(world, role, CITY), world.cities[CITY]
    browser.raise_request_exception = False
    failed = []
    for name, pattern in access.pages():
        if name == "accounts:sign-out":
            continue
        odd = re.sub(
            r"<(?:str:)?(\w+)>", "%00x", re.sub(r"<\w+:league>", things.league, pattern)
        )
        address = address_of(name, things)
        asked = [f"{address}?{query}" for query in FUZZED[role]]
        for full in (*asked, *([] if "<" in odd else [odd])):
            with transaction.atomic():
                answer = browser.get(full)
                status = answer.status_code
                drain(answer)
                transaction.set_rollback(True)
            if status >= 500:
                failed.append((status, name, full[:200]))
    return failed
