"""The API of sessions: the same acts, for programs."""

from base64 import b64encode
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from hansa.chassis.actor import Role
from hansa.chassis.models import StoredFile
from hansa.governance.models import CityPosition
from hansa.governance.tests.people import HUAIHAI, account, program
from hansa.governance.tests.sessions.scene import cleared

API = "/api/v1/leagues/huaihai"

pytestmark = pytest.mark.usefixtures("leagues")


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand on the day of the demonstration."""
    settings.HANSA_CLOCK = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def office() -> Client:
    """A program of the office."""
    return program(account(Role.SECRETARIAT))


def send(client: Client, path: str, content: dict[str, Any], verb: str = "post") -> Any:
    """Send JSON and give the answer."""
    sent: Any = getattr(client, verb)
    return sent(f"{API}{path}", content, content_type="application/json")


def test_a_session_from_convening_to_a_decision(office: Client) -> None:
    """Convened, put, opened, ten consents, decided, closed, and listed as a decision."""
    cleared(date(2026, 8, 20), "跨省公交")
    made = send(office, "/sessions", {"body": "symposium", "start": "2026-11-19"})
    assert made.status_code == 201
    session = f"/sessions/{made.json()['id']}"
    item = {"class_id": "issue", "act": "decide", "title": "跨省公交"}
    put = send(office, f"{session}/items", item)
    assert put.status_code == 201
    one = f"/docket-items/{put.json()['id']}"
    scan = {"name": "复函.pdf", "content": b64encode(b"%PDF-1.7 a").decode()}
    for member in HUAIHAI:
        shown = {"file": scan} if member == "heze" else {"evidence": "复函1号"}
        said = {
            "revision": 1,
            "member": member,
            "stance": "consent",
            "office": "市政府",
            **shown,
        }
        assert send(office, f"{one}/positions", said).status_code == 200
    papers = CityPosition.objects.values_list("member", "evidence")
    assert dict(papers)["heze"] == sha256(b"%PDF-1.7 a").hexdigest()
    assert StoredFile.objects.get().member == "heze"
    assert send(office, f"{session}/openings", {"revision": 1}).status_code == 200
    ended = {
        "revision": 1,
        "outcome": "decided",
        "words": "同意。",
        "principle_only": True,
    }
    assert send(office, f"{one}/outcomes", ended).status_code == 200
    closed = send(office, f"{session}/closings", {"revision": 2})
    assert closed.status_code == 200
    assert closed.json()["state"] == "closed"
    assert closed.json()["items"][0]["adopted"] is True
    (decision,) = office.get(f"{API}/decisions?body=symposium").json()
    assert decision["number"] == 1
    assert decision["on"] == "2026-11-19"
    listed = office.get(f"{API}/sessions?body=symposium&state=closed").json()
    assert [line["id"] for line in listed] == [made.json()["id"]]


def test_a_stale_change_is_a_conflict(office: Client) -> None:
    """Whoever comes second is told, and nothing is overwritten."""
    made = send(
        office, "/docket-items",
        {"body": "group-transport", "class_id": "difficulty", "title": "断头路"},
    )  # fmt: skip
    one = f"/docket-items/{made.json()['id']}"
    content = {"revision": 1, "class_id": "difficulty", "title": "断头路（甲）"}
    assert send(office, one, content, "put").status_code == 200
    content["title"] = "断头路（乙）"
    answer = send(office, one, content, "put")
    assert answer.status_code == 409
    assert answer.json()["code"] == "session-changed"
    assert office.get(f"{API}{one}").json()["title"]["zh"] == "断头路（甲）"


def test_refusals_say_what_to_do(office: Client) -> None:
    """The gate, a backward period and an unknown session, each with its code."""
    made = send(office, "/sessions", {"body": "symposium", "start": "2026-11-19"})
    session = f"/sessions/{made.json()['id']}"
    item: dict[str, Any] = {"class_id": "issue", "act": "sign", "title": "年卡协议"}
    answer = send(office, f"{session}/items", item)
    assert answer.status_code == 422
    assert answer.json()["code"] == "not-cleared"
    assert "urgent route" in answer.json()["remedy"]
    item["urgent"] = {"document": "宿政〔2026〕88号", "reason": "急。"}
    assert send(office, f"{session}/items", item).status_code == 201
    days = {"body": "consultation", "start": "2026-08-20", "end": "2026-08-20"}
    assert send(office, "/sessions", days).json()["code"] == "runs-backwards"
    nowhere = "/sessions/00000000-0000-4000-8000-000000000000"
    assert office.get(f"{API}{nowhere}").status_code == 404


def test_a_city_speaks_for_itself() -> None:
    """A liaison's program takes the own city's position and no other's."""
    office = program(account(Role.SECRETARIAT))
    made = send(office, "/sessions", {"body": "consultation", "start": "2026-08-20"})
    item = {"class_id": "issue", "act": "clear", "title": "年卡协议"}
    put = send(office, f"/sessions/{made.json()['id']}/items", item).json()
    heze = program(account(Role.CITY_LIAISON, "heze"))
    said = {"revision": 1, "member": "heze", "stance": "reserve", "words": "另行研究。"}
    answer = send(heze, f"/docket-items/{put['id']}/positions", said)
    assert answer.json()["positions"][0]["words"] == "另行研究。"
    said["member"] = "linyi"
    answer = send(heze, f"/docket-items/{put['id']}/positions", said)
    assert answer.status_code == 403
