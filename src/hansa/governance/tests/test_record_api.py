"""Records, compliance and rosters through the API, with keys and without."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from hansa.chassis.actor import Role
from hansa.directory.terms.offices import Office
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.tests.people import AT, HUAIHAI, account, hold, lend, program

BASE = "/api/v1/leagues/huaihai"
SENT: dict[str, Any] = {
    "body": "symposium",
    "start": "2024-12-05",
    "end": "2024-12-07",
    "host": "shangqiu",
    "chair": {"member": "shangqiu", "office": "mayor"},
    "place": {"zh": "河南商丘"},
    "reason": "因故改期",
}


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.HANSA_CLOCK = AT


@pytest.fixture
def office(served: None) -> Client:
    return program(account(Role.SECRETARIAT))


def send(client: Client, body: dict[str, Any], address: str = "/records") -> Any:
    return client.post(f"{BASE}{address}", body, content_type="application/json")


def test_recorded_corrected_and_taken_back(office: Client) -> None:
    """POST records, PUT corrects into a new record, DELETE takes back."""
    made = send(office, SENT)
    assert made.status_code == 201, made.content
    first = made.json()
    assert first["entry"] == "huaihai/2024/symposium/meeting/1"
    assert [r["code"] for r in first["remarks"]] == [
        "outside-period",
        "other-chair",
        "document-missing",
    ]
    assert first["place"] == {"zh": "河南商丘", "en": "河南商丘"}
    again = office.put(
        f"{BASE}/records/{first['id']}",
        {**SENT, "start": "2024-11-15", "end": None},
        content_type="application/json",
    )
    assert again.status_code == 200, again.content
    second = again.json()
    assert (second["replaces"], second["end"]) == (first["id"], "2024-11-16")
    stale = office.put(
        f"{BASE}/records/{first['id']}", SENT, content_type="application/json"
    )
    assert (stale.status_code, stale.json()["code"]) == (409, "record-withdrawn")
    shown = office.get(f"{BASE}/records/{first['id']}").json()
    assert shown["withdrawn_at"] is not None
    listed = office.get(f"{BASE}/records?year=2024&departure=other-chair").json()
    assert [each["id"] for each in listed] == [second["id"]]
    assert office.delete(f"{BASE}/records/{second['id']}").status_code == 204
    assert office.delete(f"{BASE}/records/{second['id']}").status_code == 409
    assert office.get(f"{BASE}/records").json() == []


@pytest.mark.parametrize(
    "changed",
    [
        {"start": "2027-01-01", "end": None},
        {"end": "2024-12-05"},
        {"body": "nobody"},
        {"body": "SYMPOSIUM!"},
        {"host": "beijing"},
        {"year": 2019},
        {"year": 0},
        {"start": "9999-12-31", "end": None},
        {"start": "0001-01-01", "end": None, "year": 5},
        {"reason": "长" * 401},
        {"reason": "a\u0000b"},
        {"place": {"zh": ""}},
        {"chair": {"member": "shangqiu", "office": "emperor"}},
        {"recorded_by": "x"},
    ],
)
def test_nonsense_is_refused_in_one_form(
    office: Client, changed: dict[str, Any]
) -> None:
    """Whatever cannot be so answers 422 with code, message and remedy."""
    refused = send(office, {**SENT, **changed})
    assert refused.status_code == 422, refused.content
    assert {"code", "message", "remedy"} <= refused.json().keys()
    assert list_meetings("huaihai") == ()


def test_without_a_right_nothing_is_done(served: None) -> None:
    """No key: 401. A key without the right: 403. Another league's: 404 or 403."""
    public = Client(headers={"accept-language": "en"})
    heze = program(account(Role.CITY_LIAISON, "heze"))
    other = program(account(Role.SECRETARIAT, league="changzhutan"))
    for address in ("/records", "/compliance", "/roster", "/seats"):
        assert public.get(f"{BASE}{address}").status_code == 401
        assert heze.get(f"{BASE}{address}").status_code == 200
        assert other.get(f"{BASE}{address}").status_code == 403
    assert send(public, SENT).status_code == 401
    assert send(heze, SENT).status_code == 403
    assert send(other, SENT).status_code == 403
    assert send(heze, {**SENT, "host": "heze"}).status_code == 201
    (kept,) = list_meetings("huaihai")
    for client, expected in ((public, 401), (other, 403)):
        got = client.delete(f"{BASE}/records/{kept.id}")
        assert got.status_code == expected
    wrong = other.delete(f"/api/v1/leagues/changzhutan/records/{kept.id}")
    assert wrong.status_code == 404
    assert len(list_meetings("huaihai")) == 1


def test_a_claim_waits_until_it_is_confirmed(office: Client) -> None:
    """POST by a city that does not owe the meeting waits; POST confirm lets it stand."""
    heze = program(account(Role.CITY_LIAISON, "heze"))
    claimed = send(heze, {**SENT, "host": "heze"}).json()
    assert (claimed["entry"], claimed["confirmed_at"]) == (None, None)
    address = f"/records/{claimed['id']}/confirm"
    assert send(heze, {}, address).status_code == 403
    stands = send(office, {}, address)
    assert stands.status_code == 200, stands.content
    assert stands.json()["entry"] == "huaihai/2024/symposium/meeting/1"
    assert send(office, {}, address).json()["code"] == "confirmed-already"


def test_compliance_and_rosters(office: Client) -> None:
    """What the commands print, in the same keys."""
    lend("huaihai", "xuzhou", "office")
    for member in HUAIHAI:
        hold("huaihai", member, Office.PARTY_SECRETARY)
    found = office.get(f"{BASE}/compliance?year=2025&as_of=2026-01-01").json()
    assert (found["asked"], found["hard"]) == (6, 6)
    assert "legislative-institute" in found["conditional"]
    roster = office.get(f"{BASE}/roster?on=2024-11-15").json()
    assert roster["secondment"]["total"] == 1
    assert len(roster["secondment"]["findings"]) == 9
    entry = "huaihai/2024/symposium/meeting/1"
    (seats,) = office.get(f"{BASE}/seats?entry={entry}&on=2024-11-15").json()
    assert (seats["filled"], seats["asked"]) == (10, 30)
    assert office.get(f"{BASE}/seats?body=nobody").status_code == 404
    listed = office.get(f"{BASE}/seats?limit=1")
    assert 'rel="next"' in listed["Link"]
    public = Client().get(f"{BASE}/calendar?from=2024&known_at=2026-11-24T09:00:00")
    assert public.status_code == 422
