"""The API of duties: the same terms, the same rights, and no fault whatever is sent."""

import base64
import hashlib
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from hansa.chassis.actor import Role
from hansa.directory.services import people
from hansa.duties.models import Duty, HandOn
from hansa.duties.services import acts
from hansa.duties.terms.duties import EventKind
from hansa.duties.tests.conftest import (
    CITIES,
    OFFICE,
    Enter,
    House,
    Place,
    draft,
    opened,
)

ROOT = "/api/v1/leagues/huaihai"
ASKED = {
    "title": "座谈会纪要（征求意见稿）",
    "words": "无意见也请回复",
    "due_on": "2026-11-27",
    "due_time": "17:30:00",
    "clause": "GOV-15",
}


def post(client: Client, path: str, content: object, status: int = 200) -> Any:
    """Send JSON and give the answer, which must have a status."""
    answer = client.post(f"{ROOT}{path}", content, content_type="application/json")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def get(client: Client, path: str, status: int = 200, **asked: Any) -> Any:
    """Ask and give the answer, which must have a status."""
    answer = client.get(f"{ROOT}{path}", asked)
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_a_program_of_the_office_runs_a_request(house: House, program: Enter) -> None:
    """Asked, answered by a city, reminded, closed, withdrawn."""
    office = program(Role.SECRETARIAT)
    sheet = post(office, "/requests", ASKED)
    id_ = sheet["request"]["id"]
    assert sheet["request"]["report"].startswith("0/10")
    assert [reply["duty"]["member"] for reply in sheet["replies"]] == list(CITIES)
    city = program(Role.CITY_LIAISON, "xuzhou")
    (own,) = get(city, "/duties")
    file = {"name": "意见.txt", "content": base64.b64encode("无".encode()).decode()}
    reported = post(
        city,
        f"/duties/{own['id']}/events",
        {"kind": "evidence", "revision": 1, "on": "2026-11-24", "file": file},
    )
    assert reported["duty"]["state"] == "done"
    assert get(office, f"/requests/{id_}")["request"]["done"] == 1
    assert post(office, f"/requests/{id_}/reminders", {}) == {"reminders": 9}
    (line,) = get(office, "/requests")
    assert line["done"] == 1
    post(office, f"/requests/{id_}/closings?revision=1", {})
    post(office, f"/requests/{id_}/closings?revision=1", {}, 409)
    assert get(city, "/requests")[0]["members"] == ["xuzhou"]
    gone = {"revision": 2, "reason": "另有安排。"}
    post(city, f"/requests/{id_}/withdrawals", gone, 403)
    sheet = post(office, f"/requests/{id_}/withdrawals", gone)
    assert sheet["request"]["withdrawal_reason"] == "另有安排。"
    assert [reply["duty"]["state"] for reply in sheet["replies"][:2]] == [
        "done",
        "waived",
    ]
    post(office, f"/requests/{id_}/withdrawals", gone, 409)


@pytest.mark.parametrize("title", ["\u3000\u200b", "征求\u202e意见"])
def test_a_program_sends_no_title_that_cannot_be_read(
    house: House, program: Enter, title: str
) -> None:
    """Nothing that can be seen, or a mark that turns it: refused, and nothing is sent."""
    office = program(Role.SECRETARIAT)
    post(office, "/requests", {**ASKED, "title": title}, 422)
    assert get(office, "/requests") == []


def test_lists_filter_count_and_page(league: None, program: Enter) -> None:
    """Filters as on the page; the next page is linked; counts by state beside it."""
    opened(*(draft(f"a/{n}", title=f"台账{n}") for n in range(5)))
    opened(draft("b/1", member="heze"))
    office = program(Role.SECRETARIAT)
    assert len(get(office, "/duties", state="due-soon")) == 6
    assert len(get(office, "/duties", state="overdue")) == 0
    assert len(get(office, "/duties", member="heze", series="b")) == 1
    assert len(get(office, "/duties", words="台账3")) == 1
    assert len(get(office, "/duties", without_unit="true")) == 6
    assert get(office, "/duty-states") == [{"state": "due-soon", "count": 6}]
    seen, address = [], f"{ROOT}/duties?limit=4"
    while address:
        answer = office.get(address)
        seen += [duty["key"] for duty in answer.json()]
        link = answer.headers.get("Link", "")
        address = link.partition("<")[2].partition(">")[0]
    assert len(seen) == len(set(seen)) == 6
    duty = get(office, "/duties", words="台账3")[0]
    assert duty["title"] == {"zh": "台账3", "en": "台账3"}


def test_one_duty_with_why(place: Place, program: Enter) -> None:
    """State, reason, inputs, events and parts."""
    duty = place()
    sheet = get(program(Role.CITY_LIAISON, "xuzhou"), f"/duties/{duty}")
    assert sheet["duty"]["state"] == "due-soon"
    assert {"label": "Binding", "value": "must"} in sheet["reason"]["inputs"]
    assert [event["kind"] for event in sheet["events"]] == ["opened"]
    late = get(program(Role.SECRETARIAT), f"/duties/{duty}", as_of="2026-12-24")
    assert (late["duty"]["state"], late["duty"]["days_late"]) == ("overdue", 24)


def test_events_of_every_kind(place: Place, program: Enter) -> None:
    """What people record has a kind; what comes about otherwise is refused."""
    duty = place()
    office, city = program(Role.SECRETARIAT), program(Role.CITY_LIAISON, "xuzhou")

    def add(client: Client, kind: str, status: int = 200, **content: Any) -> Any:
        revision = Duty.objects.get(pk=duty).revision
        said = {"kind": kind, "revision": revision, **content}
        return post(client, f"/duties/{duty}/events", said, status)

    add(city, "noted", note="x")
    add(city, "extension-requested", until="2026-12-31", note="x")
    add(office, "extension-granted", until="2026-12-31", note="x")
    done = add(city, "evidence", note="x")
    add(office, "evidence-returned", number=done["event"], note="x")
    up = add(office, "escalated", level="coordination", note="x")
    add(office, "signed-for", number=up["event"])
    add(office, "answered", number=up["event"], note="x")
    add(city, "extension-requested", until="2027-01-31", note="x")
    add(office, "extension-refused", note="x")
    waived = add(office, "waived", document="1号")
    address = f"{ROOT}/duties/{duty}/events/{waived['event']}"
    assert office.delete(address).json()["duty"]["state"] == "open"
    assert office.delete(address).status_code == 409
    add(office, "triggered", 422, document="1号")
    for kind in ("opened", "superseded", "reminded", "handed-on"):
        add(office, kind, 422)
    add(office, "extension-granted", 422)
    add(office, "answered", 422, note="x")
    content = base64.b64encode(b"%PDF-1.7 a").decode()
    scan = {"name": "请示.pdf", "content": content}
    mayor: dict[str, Any] = {
        "until": "2027-02-28",
        "note": "x",
        "office": "徐州市常务副市长",
    }
    add(office, "extension-requested", 422, **mayor)
    more = add(office, "extension-requested", **mayor, file=scan)["event"]
    asked = Duty.objects.get(pk=duty).events.get(number=more)
    assert asked.authority == "徐州市常务副市长"
    assert asked.content["evidence"] == hashlib.sha256(b"%PDF-1.7 a").hexdigest()
    assert asked.file_id is not None
    behalf: dict[str, Any] = {"office": "徐州市政府", "evidence": "函1号"}
    assert add(office, "evidence", note="x", **behalf)["duty"]["state"] == "done"


def test_handing_on_by_programs(house: House, place: Place, program: Enter) -> None:
    """Parts are made, signed for, returned, taken back and merged."""
    city, duty = house.cities["xuzhou"], place()
    liaison = program(Role.CITY_LIAISON, "xuzhou")
    unit = program(Role.UNIT_OFFICER, "xuzhou", city.bureau)
    parts = post(
        liaison,
        f"/duties/{duty}/parts",
        {"revision": 1, "parts": [{"unit": city.bureau}, {"unit": city.other}]},
    )
    mine, other = (f"/duties/{duty}/parts/{part['id']}" for part in parts)
    assert get(unit, "/inbox")["parts"][0]["part"]["id"] == parts[0]["id"]
    assert unit.generic("POST", f"{ROOT}{mine}/receipts?revision=1").status_code == 200
    post(unit, f"{mine}/returns", {"revision": 2, "words": "无"})
    post(unit, f"{mine}/returns", {"revision": 2, "words": "又"}, 409)
    post(unit, f"{other}/returns", {"revision": 1, "words": "x"}, 403)
    assert liaison.delete(f"{ROOT}{other}?revision=1").status_code == 200
    assert get(liaison, "/inbox")["to_merge"][0]["id"] == str(duty)
    merged = {
        "revision": Duty.objects.get(pk=duty).revision,
        "parts": [parts[0]["id"]],
        "note": "徐州市：无",
    }
    assert post(liaison, f"/duties/{duty}/merges", merged)["duty"]["state"] == "done"
    assert HandOn.objects.count() == 2


def test_the_matrix_and_the_inbox(house: House, program: Enter) -> None:
    """The office sees all columns, a city its own, whoever owes nothing none."""
    office = program(Role.SECRETARIAT)
    post(office, "/requests", ASKED)
    assert get(office, "/matrix")["members"] == list(CITIES)
    assert len(get(office, "/matrix")["rows"][0]["cells"]) == 10
    city = program(Role.CITY_LIAISON, "linyi")
    assert get(city, "/matrix")["members"] == ["linyi"]
    assert get(city, "/inbox")["total"] == 1
    clerk = program(Role.SERVICE_DESK_CLERK)
    assert get(clerk, "/matrix") == {"members": [], "rows": []}
    assert get(clerk, "/duties") == []


GETS = ("/duties", "/duty-states", "/inbox", "/matrix", "/requests")


@pytest.mark.parametrize("path", GETS)
def test_the_public_is_asked_for_a_key(
    league: None, clock: object, client: Client, path: str
) -> None:
    """Nothing of it is public, nor is a session enough to write."""
    get(client, path, 401)
    get(client, f"/duties/{uuid4()}", 401)
    post(client, "/requests", ASKED, 401)
    post(client, f"/duties/{uuid4()}/events", {"kind": "noted", "revision": 1}, 401)


def test_another_city_guesses_in_vain(
    house: House, place: Place, program: Enter
) -> None:
    """A guessed id is missing, whatever is tried with it."""
    duty = place()
    stranger = program(Role.CITY_LIAISON, "heze")
    get(stranger, f"/duties/{duty}", 404)
    said = {"kind": "noted", "revision": 1, "note": "x"}
    post(stranger, f"/duties/{duty}/events", said, 404)
    unit = house.cities["heze"].bureau
    handed = {"revision": 1, "parts": [{"unit": unit}]}
    post(stranger, f"/duties/{duty}/parts", handed, 404)
    assert stranger.delete(f"{ROOT}/duties/{duty}/events/1").status_code == 404
    elsewhere = f"/api/v1/leagues/changzhutan/duties/{duty}"
    assert stranger.get(elsewhere).status_code in {403, 404}


def test_further_fields_change_nothing(place: Place, program: Enter) -> None:
    """What the form does not know is refused or left out, never written."""
    duty = place()
    city = program(Role.CITY_LIAISON, "xuzhou")
    said = {
        "kind": "noted", "revision": 1, "note": "x",
        "done_on": "2026-11-24", "member": "heze", "actor": "office", "number": 99,
    }  # fmt: skip
    answer = city.post(
        f"{ROOT}/duties/{duty}/events", said, content_type="application/json"
    )
    assert answer.status_code in {200, 422}
    row = Duty.objects.get(pk=duty)
    assert (row.done_on, row.member) == (None, "xuzhou")
    assert not row.events.filter(actor="office").exists()


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"kind": "nice", "revision": 1},
        {"kind": "noted", "revision": 0, "note": "x"},
        {"kind": "noted", "revision": 2**70, "note": "x"},
        {"kind": "evidence", "revision": 1, "note": "x" * 4001},
        {"kind": "evidence", "revision": 1, "note": "a\x00b"},
        {"kind": "evidence", "revision": 1, "note": "\ud800"},
        {"kind": "evidence", "revision": 1, "note": "\u0085"},
        {"kind": "evidence", "revision": 1, "on": "0001-01-01", "note": "x"},
        {"kind": "evidence", "revision": 1, "on": "9999-12-31", "note": "x"},
        {"kind": "extension-requested", "revision": 1, "until": "9999-12-31"},
        {"kind": "evidence", "revision": 1, "file": {"name": "x", "content": "!"}},
        {
            "kind": "evidence",
            "revision": 1,
            "file": {"name": "x.exe", "content": "TVo="},
        },
        {"kind": "answered", "revision": 1, "number": 2**31, "note": "x"},
        {"kind": "escalated", "revision": 1, "level": "x" * 61, "note": "x"},
        [],
        "x",
    ],
)
def test_whatever_is_sent_is_answered(
    place: Place, program: Enter, content: object
) -> None:
    """Nothing that can be sent makes the program fail, and nothing is written."""
    duty = place()
    city = program(Role.CITY_LIAISON, "xuzhou")
    answer = city.post(
        f"{ROOT}/duties/{duty}/events", content, content_type="application/json"
    )
    assert 400 <= answer.status_code < 500, answer.content.decode()
    assert {"code", "message", "remedy"} <= set(answer.json())
    assert not Duty.objects.get(pk=duty).events.exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"as_of": "9999-12-31"}, {"as_of": "0001-01-01"}, {"state": "nice"},
        {"limit": "0"}, {"cursor": "AAAA"}, {"words": "\x00"}, {"due_from": "x"},
        {"unit": "x"}, {"request": "x"}, {"unit": str(uuid4())},
        {"member": "x"}, {"body": "x"}, {"domain": "x"},
    ],
)  # fmt: skip
def test_whatever_is_asked_is_answered(
    league: None, program: Enter, asked: dict[str, str]
) -> None:
    """A parameter that makes no sense is named in the answer."""
    get(program(Role.SECRETARIAT), "/duties", 422, **asked)


def test_a_vacancy_is_said_loudly(house: House, program: Enter) -> None:
    """Refused with the city's name; the office may take it on itself."""
    people.withdraw_posting(OFFICE, "huaihai", house.cities["heze"].posting)
    office = program(Role.SECRETARIAT)
    refused = post(office, "/requests", ASKED, 422)
    assert refused["code"] == "no-focal-point"
    sheet = post(office, "/requests", {**ASKED, "vacancy": "office"})
    assert sheet["replies"][-1]["duty"]["findings"][0]["code"] == "no-unit"


def test_what_the_shell_wrote_is_read(place: Place, program: Enter) -> None:
    """Three ways in, one term."""
    duty = place()
    acts.note(OFFICE, "huaihai", duty, "电话已联系")
    sheet = get(program(Role.SECRETARIAT), f"/duties/{duty}")
    assert sheet["events"][1]["kind"] == EventKind.NOTED.value
    assert sheet["events"][1]["note"] == "电话已联系"


def test_an_hour_names_no_zone(house: House, program: Enter) -> None:
    """It is the leagues' own; another is refused where it is sent, and nothing is asked."""
    office = program(Role.SECRETARIAT)
    words = {"zh": "会", "en": "meeting"}
    notice = {"kind": "letter", "subject": "", "title": words, "asked": words}
    to = {"to": [{"member": "xuzhou"}]}
    occasion = {"on": "2026-12-01", "at": "09:00Z", "place": words}
    post(office, "/requests", {**ASKED, "due_time": "17:30:00+08:00"}, 422)
    hour = {"due_on": "2026-12-01", "due_time": "17:30Z"}
    post(office, "/notices", {**notice, **to, **hour}, 422)
    post(office, "/notices", {**notice, **to, "occasion": occasion}, 422)
    assert get(office, "/requests") == []
    post(office, "/notices", {**notice, **to, **hour, "due_time": "17:30"}, 201)


@pytest.mark.parametrize("kind", ["duty", "request", " Duty"])
def test_a_notice_claims_no_duty_as_its_subject(
    place: Place, program: Enter, kind: str
) -> None:
    """Only a notice that is issued for a duty stands with it."""
    office, words = program(Role.SECRETARIAT), {"zh": "函", "en": "letter"}
    notice: dict[str, Any] = {"kind": "letter", "title": words, "asked": words}
    notice |= {"to": [{"member": "xuzhou"}], "subject": f"{kind}:{place()}"}
    post(office, "/notices", notice, 422)
    post(office, "/notices", {**notice, "subject": "minutes"}, 201)
