"""The directory over the API: who sees what, who changes what, and what is refused."""

import base64
import hashlib
import io
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hansa.chassis.actor import Actor, Role
from hansa.directory.formats.register import write_template
from hansa.directory.services import people as services
from hansa.directory.terms.people import PersonDetails, PersonDraft
from hansa.kernel.text import Bilingual

pytestmark = pytest.mark.usefixtures("leagues")

BASE = "/api/v1/leagues/huaihai"
UNIT: dict[str, Any] = {
    "member": "heze",
    "kind": "liaison-body",
    "name": {"zh": "菏泽市联络处"},
    "contact": {"phone": "0530-1", "mail": "a@example.org"},
    "opened_on": "2020-01-01",
}
PERSON: dict[str, Any] = {
    "member": "heze",
    "title": {"zh": "菏泽市联络员一", "en": "Heze liaison 1"},
}
Ask = Callable[..., Any]


@pytest.fixture
def ask(staff: Any, key_for: Any) -> Ask:
    """Ask the API as a liaison of Heze, or as whom a test names; give the JSON."""
    keys: dict[tuple[Role, str | None], str] = {}

    def call(
        method: str,
        path: str,
        content: Any = None,
        status: int = 200,
        role: Role | None = Role.CITY_LIAISON,
        member: str | None = "heze",
    ) -> Any:
        headers = {"accept-language": "en"}
        if role is not None:
            if (role, member) not in keys:
                name = f"{role.value}.{member or 'league'}"
                account = staff(name, role, "huaihai", member)
                keys[role, member] = key_for(account)
            headers["authorization"] = f"Bearer {keys[role, member]}"
        answer = Client(headers=headers).generic(
            method,
            f"{BASE}{path}",
            json.dumps(content) if content is not None else b"",
            content_type="application/json",
        )
        assert answer.status_code == status, answer.content.decode()
        return json.loads(answer.content) if answer.content else None

    return call


def office(ask: Ask, *words: Any, **named: Any) -> Any:
    return ask(*words, role=Role.SECRETARIAT, member=None, **named)


def test_a_unit_from_opening_to_closing(ask: Ask) -> None:
    """A unit is opened, edited, renamed, closed and reopened, each with its revision."""
    unit = ask("POST", "/units", UNIT, 201)
    assert unit["name"] == {"zh": "菏泽市联络处", "en": "菏泽市联络处"}
    at = f"/units/{unit['id']}"
    edited = {k: v for k, v in UNIT.items() if k not in {"member", "name"}}
    edited |= {"kind": "department", "revision": 1}
    assert ask("PUT", at, edited)["kind"] == "department"
    assert ask("PUT", at, edited, 409)["code"] == "changed-meanwhile"
    named = {"name": {"zh": "合作处"}, "from_on": "2027-01-01", "revision": 2}
    assert ask("POST", f"{at}/names", named)["name"]["zh"] == "菏泽市联络处"
    assert ask("GET", f"{at}?as_of=2027-01-01")["name"]["zh"] == "合作处"
    assert len(ask("GET", f"{at}/names")) == 2
    closed = ask("POST", f"{at}/closing", {"on": "2026-01-01", "revision": 3})
    assert closed["closed_on"] == "2026-01-01"
    assert ask("GET", "/units") == []
    assert ask("POST", f"{at}/reopening", {"revision": 4})["closed_on"] is None
    assert len(ask("GET", "/units")) == 1


def test_nothing_slips_in_with_the_rest(ask: Ask) -> None:
    """Fields that an edit does not have are refused, and nothing of it is done."""
    unit = ask("POST", "/units", UNIT, 201)
    sly = {
        "kind": "department",
        "opened_on": "2020-01-01",
        "revision": 1,
        "member": "jining",
        "id": str(uuid4()),
        "league": "changzhutan",
        "closed_on": "2020-02-02",
    }
    refused = ask("PUT", f"/units/{unit['id']}", sly, 422)
    assert all(name in refused["message"] for name in ("member", "league", "closed_on"))
    after = ask("GET", f"/units/{unit['id']}")
    assert after == unit


def test_people_and_postings(ask: Ask) -> None:
    """A person is added, posted on behalf, and leaves; the posting ends with it."""
    person = ask("POST", "/people", PERSON, 201)
    posting = {
        "kind": "focal-point",
        "member": "heze",
        "person": person["id"],
        "from_on": "2025-01-01",
        "behalf": {"office_name": "菏泽市市长", "evidence": "8号"},
    }
    made = ask("POST", "/postings", posting, 201)
    assert (made["authority"], made["evidence"]) == ("菏泽市市长", "8号")
    at = f"/postings/{made['id']}"
    mayor = {"behalf": {"office_name": "菏泽市市长"}}
    later = {**posting, "domain": "transport", **mayor}
    assert ask("POST", "/postings", later, 422)
    content = base64.b64encode(b"%PDF-1.7 a").decode()
    scan = {"name": "批示.pdf", "content": content}
    second = ask("POST", "/postings", {**later, "file": scan}, 201)
    assert second["evidence"] == hashlib.sha256(b"%PDF-1.7 a").hexdigest()
    assert second["file"]
    assert ask("POST", f"{at}/end", {"on": "2027-01-01"})["to_on"] == "2027-01-01"
    assert ask("POST", f"{at}/end", {"on": None})["to_on"] is None
    left = ask(
        "POST",
        f"/people/{person['id']}/leaving",
        {"on": "2026-06-01", "revision": 1},
    )
    assert left["left_on"] == "2026-06-01"
    assert ask("GET", "/postings")[0]["to_on"] == "2026-06-01"
    assert ask("GET", "/postings?as_of=2026-11-24") == []
    assert ask("GET", "/people") == []
    assert ask("POST", f"{at}/withdrawal")["withdrawn_at"]
    assert ask("POST", f"{at}/withdrawal", None, 422)["code"] == "posting-withdrawn"
    edited = {"title": {"zh": "菏泽市干事"}, "revision": 2}
    changed = ask("PUT", f"/people/{person['id']}", edited)
    assert changed["title"]["en"] == "菏泽市干事"
    assert ask("GET", f"/people/{person['id']}")["revision"] == 3


def test_vacancies(ask: Ask) -> None:
    """What every city lacks is listed to who signed in."""
    gaps = ask("GET", "/vacancies")
    assert len(gaps) == 10 * (1 + 5)
    ask("GET", "/vacancies", None, 401, role=None)


def test_named_systems(ask: Ask) -> None:
    """Systems are public to read; the office alone records what is known of them."""
    listed = ask("GET", "/systems", role=None)
    assert "e-government" in {system["system"] for system in listed}
    known = {"service_level": "7 × 24", "status": "running", "revision": 0}
    made = office(ask, "PUT", "/systems/e-government", known)
    assert made["lacks"] == ["owner"]
    assert made["revision"] == 1
    other = {"service_level": "5 × 8", "revision": 0}
    late = office(ask, "PUT", "/systems/e-government", other, 409)
    assert late["code"] == "changed-meanwhile"
    ask("PUT", "/systems/e-government", known, 403)
    office(ask, "PUT", "/systems/nothing", known, 404)
    bad = {"revision": 1, "address": "javascript:alert(1)"}
    problem = office(ask, "PUT", "/systems/e-government", bad, 422)
    assert problem["findings"][0]["code"] == "address-unreadable"


def test_the_public_sees_no_contact(ask: Ask) -> None:
    """Without sign-in units are seen without contacts, and people not at all."""
    unit = ask("POST", "/units", UNIT, 201)
    (seen,) = ask("GET", "/units", role=None)
    assert seen["contact"] is None
    assert ask("GET", f"/units/{unit['id']}", role=None)["contact"] is None
    person = ask("POST", "/people", PERSON, 201)
    for path in ("/people", f"/people/{person['id']}", "/postings"):
        ask("GET", path, None, 401, role=None)
        ask("GET", path, None, 403, role=Role.RESIDENT)
    for role in (Role.LEADER, Role.GROUP_LEAD):
        assert len(ask("GET", "/people", role=role)) == 1


WRITES: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/units", UNIT),
    (
        "PUT",
        "/units/{unit}",
        {"kind": "office", "opened_on": "2020-01-01", "revision": 1},
    ),
    (
        "POST",
        "/units/{unit}/names",
        {"name": {"zh": "处"}, "from_on": "2026-01-01", "revision": 1},
    ),
    ("POST", "/units/{unit}/closing", {"on": "2026-01-01", "revision": 1}),
    ("POST", "/units/{unit}/reopening", {"revision": 1}),
    ("POST", "/people", PERSON),
    ("PUT", "/people/{person}", {"title": {"zh": "员"}, "revision": 1}),
    ("POST", "/people/{person}/leaving", {"on": "2026-01-01", "revision": 1}),
    (
        "POST",
        "/postings",
        {
            "kind": "focal-point",
            "member": "heze",
            "person": "{person}",
            "from_on": "2026-01-01",
        },
    ),
    ("POST", "/postings/{posting}/end", {"on": "2026-01-01"}),
    ("POST", "/postings/{posting}/withdrawal", {}),
]


@pytest.fixture
def ids(secretariat: Actor, ask: Ask) -> dict[str, str]:
    """A unit, a person and a posting of Heze."""
    title = Bilingual(zh="菏泽市联络员九", en="")
    person = services.add_person(
        secretariat,
        "huaihai",
        PersonDraft(member="heze", details=PersonDetails(title=title)),
    )
    made = ask(
        "POST",
        "/postings",
        {
            "kind": "focal-point",
            "member": "heze",
            "person": person,
            "from_on": "2025-01-01",
        },
        201,
    )
    unit = ask("POST", "/units", UNIT, 201)
    return {"unit": unit["id"], "person": person, "posting": made["id"]}


@pytest.mark.parametrize(("method", "path", "content"), WRITES)
def test_who_changes_what(
    ask: Ask, ids: dict[str, str], method: str, path: str, content: dict[str, Any]
) -> None:
    """Another city's liaison and who only reads may not; the public is asked to sign in."""
    written = json.loads(json.dumps(content).replace("{person}", ids["person"]))
    at = path.format(**ids)
    ask(method, at, written, 403, member="jining")
    ask(method, at, written, 403, role=Role.LEADER)
    ask(method, at, written, 401, role=None)


@pytest.mark.parametrize(
    ("method", "path", "content"), [w for w in WRITES if "{" in w[1]]
)
def test_guessed_ids(ask: Ask, method: str, path: str, content: dict[str, Any]) -> None:
    """An id of nothing is missing, and one that is no id is refused."""
    guessed = dict.fromkeys(("unit", "person", "posting"), str(uuid4()))
    ask(method, path.format(**guessed), content, 404)
    ask(method, path.format(unit="1", person="1", posting="1"), content, 422)


@pytest.mark.parametrize(
    "changed",
    [
        {"name": {"zh": "a\u0000b"}},
        {"name": {"zh": "\ud800"}},
        {"name": {"zh": "x" * 121}},
        {"body": "nowhere"},
        {"kind": "ministry"},
        {"opened_on": "2026-13-01"},
        {"parent": "1"},
        {"contact": {"mail": "nobody"}},
    ],
)
def test_nonsense(ask: Ask, changed: dict[str, Any]) -> None:
    """What cannot be meant answers 422 with what is wrong."""
    assert ask("POST", "/units", {**UNIT, **changed}, 422)["message"]


def test_every_fault_of_an_entry(ask: Ask) -> None:
    """Faults of an entry come with the fields they stand in."""
    changed = {"body": "nobody", "domain": "sport", "contact": {"mail": "x"}}
    problem = ask("POST", "/units", {**UNIT, **changed}, 422)
    assert [found["path"] for found in problem["findings"]] == [
        "mail",
        "body",
        "domain",
    ]


def test_lists_come_in_pages(ask: Ask) -> None:
    """A list is cut where asked, and leads on."""
    for number in range(3):
        ask("POST", "/units", {**UNIT, "name": {"zh": f"处{number}"}}, 201)
    assert len(ask("GET", "/units?limit=2")) == 2


def test_a_register_over_the_api(ask: Ask, staff: Any, key_for: Any) -> None:
    """A workbook is brought, looked over, and taken as it was seen."""
    key = key_for(staff("bring", Role.CITY_LIAISON, "huaihai", "heze"))
    client = Client(headers={"authorization": f"Bearer {key}"})

    def bring(content: bytes) -> Any:
        file = SimpleUploadedFile("通讯录.xlsx", content)
        return client.post(f"{BASE}/registers", {"file": file})

    answer = bring(write_template())
    assert answer.status_code == 201, answer.content
    brought = answer.json()
    assert (brought["changes"], brought["findings"]) == ([], [])
    at = f"{BASE}/registers/{brought['file']}"
    assert client.get(at).json() == brought
    for seal, status in (("sha256:0", 409), (brought["seal"], 200)):
        taken = client.post(
            f"{at}/taking", json.dumps({"seal": seal}), content_type="application/json"
        )
        assert taken.status_code == status
    assert bring(b"no workbook").status_code == 422
    assert bring(io.BytesIO().getvalue()).status_code == 422
    ask("GET", f"/registers/{brought['file']}", None, 404, member="jining")
    ask("GET", f"/registers/{uuid4()}", None, 404)
