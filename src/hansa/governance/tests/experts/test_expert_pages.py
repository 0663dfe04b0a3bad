"""Pages and API of experts and studies."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from hansa.chassis.actor import Role
from hansa.governance.reads import experts as reads
from hansa.governance.terms.dockets import Outcome
from hansa.governance.terms.experts import ExpertFilter
from hansa.governance.tests.experts import pool
from hansa.governance.tests.people import account, browser, program
from hansa.governance.tests.sessions import scene

API = "/api/v1/leagues/huaihai"
DAY = date(2026, 11, 24)
pytestmark = pytest.mark.usefixtures("leagues")
EXPERT = {
    "name": "规划专家一",
    "employer": "某大学",
    "fields_of": ["transport"],
    "first": "2026-01-01",
    "last": "2027-12-31",
}


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand on the day of the demonstration."""
    settings.HANSA_CLOCK = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.fixture
def office(leagues: None) -> Client:
    """The office, signed in."""
    return browser(account(Role.SECRETARIAT, None))


@pytest.fixture
def rail(leagues: None) -> tuple[UUID, UUID]:
    """Open a session with one item of 徐州 and 淮北, and a pool of twenty."""
    pool.twenty()
    session = scene.convene("group-transport", DAY, ad_hoc=True)
    item = scene.put(
        session, "徐淮铁路", class_id="difficulty", proposer="xuzhou",
        cities=("xuzhou", "huaibei"),
    )  # fmt: skip
    scene.open_(session)
    return session, item


def page(name: str, *parts: Any) -> str:
    """Give the address of a page of governance."""
    return reverse(f"governance:{name}", args=["huaihai", *parts])


def read(answer: Any) -> str:
    """Read a page as one line."""
    return " ".join(answer.content.decode().split())


def act(client: Client, item: UUID, name: str, **typed: object) -> tuple[int, str]:
    """Send a form about an item's experts, follow, and read the page."""
    body = {f"{name}-{field}": value for field, value in typed.items()}
    answer = client.post(page("advice-act", item, name), body, follow=True)
    return answer.status_code, read(answer)


def test_an_expert_is_entered_corrected_and_ended(office: Client) -> None:
    """The form refuses beside the field, keeps what was typed, and leads to the page."""
    answer = office.post(page("expert-new"), {**EXPERT, "last": "2025-01-01"})
    assert answer.status_code == 422
    assert "It ends before it starts." in read(answer)
    assert "规划专家一" in read(answer)
    shown = office.post(page("expert-new"), EXPERT, follow=True)
    assert "The expert is in the pool." in read(shown)
    (line,) = reads.list_experts(scene.office(DAY), "huaihai", ExpertFilter())
    changed: dict[str, Any] = {f"amend-{k}": v for k, v in EXPERT.items()}
    changed |= {"amend-revision": 1, "amend-employer_member": "xuzhou"}
    answer = office.post(page("expert-act", line.id, "amend"), changed, follow=True)
    assert "Xuzhou" in read(answer)
    ended = {"end-revision": 2, "end-on": "2029-01-01", "end-reason": "辞任。"}
    answer = office.post(page("expert-act", line.id, "end"), ended)
    assert (answer.status_code, "is not within the term" in read(answer)) == (422, True)
    ended["end-on"] = "2026-12-01"
    answer = office.post(page("expert-act", line.id, "end"), ended, follow=True)
    assert "辞任。" in read(answer)
    assert office.post(page("expert-act", line.id, "drop")).status_code == 404


def test_the_list_filters_and_exports(office: Client) -> None:
    """By field and by a day of service; a workbook and a text hold the same rows."""
    pool.twenty()
    shown = read(office.get(page("experts")))
    assert "19 experts serve today, of 20 in the pool" in shown
    none = read(office.get(page("experts"), {"field": "ecology"}))
    assert "铁路规划专家" not in none
    then = read(office.get(page("experts"), {"serves": "2021-01-01"}))
    assert "铁路规划专家四" in then
    assert "铁路规划专家五" not in then
    text = office.get(page("experts"), {"format": "csv"})
    assert text.content.decode("utf-8-sig").count("铁路规划专家") == 20
    book = office.get(page("experts"), {"format": "xlsx"})
    assert (
        b"".join(book).startswith(b"PK")
        if book.streaming
        else book.content[:2] == b"PK"
    )


def test_from_the_draw_to_the_decision(office: Client, rail: tuple[UUID, UUID]) -> None:
    """The page of an item's experts leads from the draw to the last treatment."""
    session, item = rail
    assert "No expert was asked." in read(office.get(page("advice", item)))
    status, shown = act(office, item, "draw", size=15, field="ecology")
    assert (status, "may be." in shown) == (422, True)
    status, shown = act(office, item, "draw", size=3, seed=pool.SEED)
    assert "the seed is to be revealed" in shown
    assert pool.SEED not in shown
    status, shown = act(office, item, "reveal", revision=1)
    assert "its opinions are awaited" in shown
    (draw,) = reads.list_draws(scene.office(DAY), "huaihai")
    certificate = office.get(page("draw-certificate", draw.id))
    assert reads.verify(json.loads(certificate.content)) == ()
    printed = read(office.get(page("draw", draw.id)))
    assert "employed by a proposing party" in printed
    assert pool.SEED in printed
    who = str(draw.panel[0])
    status, shown = act(
        office, item, "opine", expert=who, conclusion="oppose", words="另选线位。"
    )
    assert "Opinions without a note on their treatment: 1" in shown
    docket = read(office.get(page("session", session)))
    assert "nothing says how the opinion" in docket
    assert "experts&#x27; opinions: 1" in docket or "experts' opinions: 1" in docket
    opinion = scene.sheet(session).advised[item].opinions[0]
    typed = {"opinion": f"{opinion.id}/1", "treatment": "not-adopted"}
    status, shown = act(office, item, "treat", **typed, reason="")
    assert status == 422
    status, shown = act(office, item, "treat", **typed, reason="已作比选。")
    assert "Every opinion was treated: 1." in shown
    scene.end(item)
    assert "Panels" in read(office.get(page("expert", draw.panel[0])))
    draws = read(office.get(page("draws")))
    assert "1 draw, each with a certificate" in draws


def test_a_city_reads_and_does_nothing(rail: tuple[UUID, UUID]) -> None:
    """A liaison sees pool and advice, is offered no form, and is refused the acts."""
    _session, item = rail
    city = browser(account(Role.CITY_LIAISON, "linyi"))
    shown = read(city.get(page("advice", item)))
    assert "Seal the draw" not in shown
    assert "Enter an expert" not in read(city.get(page("experts")))
    assert city.post(page("advice-act", item, "draw"), {}).status_code == 403
    assert city.post(page("advice-act", item, "treat"), {}).status_code == 403
    assert city.get(page("expert-new")).status_code == 403
    assert city.get(page("study-new")).status_code == 403
    assert Client().get(page("experts")).status_code == 302


def test_a_form_of_no_draw_is_no_fault(office: Client, rail: tuple[UUID, UUID]) -> None:
    """Revealing where nothing is sealed, and acts that there are not, are missing."""
    _session, item = rail
    assert act(office, item, "reveal", revision=1)[0] == 404
    assert act(office, item, "burn")[0] == 404
    nowhere = "00000000-0000-4000-8000-000000000000"
    for name in ("expert", "draw", "draw-certificate", "advice", "study"):
        assert office.get(page(name, nowhere)).status_code == 404


def test_studies_on_their_pages(office: Client) -> None:
    """Entered, delivered and reported as unused in the heading of the list."""
    study = {
        "question": "断头路成因",
        "commissioner": "办公室",
        "begun_on": "2025-01-01",
    }
    shown = read(office.post(page("study-new"), study, follow=True))
    assert "S-1" in shown
    number = {"finish-revision": 1, "finish-finished_on": "2025-06-01"}
    (line,) = office.get(f"{API}/studies").json()
    address = page("study-act", line["id"], "finish")
    assert office.post(address, number).status_code == 422
    number["finish-document"] = "成果1号"
    assert "unused for 12 months" in read(office.post(address, number, follow=True))
    listed = read(office.get(page("studies")))
    assert "1 of 1 studies served no decision in 12 months" in listed
    used = read(office.get(page("studies"), {"state": "used"}))
    assert "断头路成因" not in used


def send(client: Client, path: str, content: dict[str, Any], verb: str = "post") -> Any:
    """Send JSON and give the answer."""
    sent: Any = getattr(client, verb)
    return sent(f"{API}{path}", content, content_type="application/json")


def test_a_program_keeps_pool_draw_and_opinions(rail: tuple[UUID, UUID]) -> None:
    """The API does what the pages do, and answers refusals with their codes."""
    _session, item = rail
    office = program(account(Role.SECRETARIAT))
    made = {
        "name": "规划专家",
        "employer": "某大学",
        "fields": ["transport"],
        "start": "2026-01-01",
        "end": "2026-01-01",
    }
    assert send(office, "/experts", made).json()["code"] == "runs-backwards"
    made["end"] = "2028-01-01"
    added = send(office, "/experts", made).json()
    assert added["number"] == 21
    assert len(office.get(f"{API}/experts?as_of=2026-11-24").json()) == 20
    assert office.get(f"{API}/experts?field=nowhere").status_code == 422
    one = f"/experts/{added['id']}"
    changed = send(office, one, {**made, "revision": 1, "employer": "某院"}, "put")
    assert changed.json()["employer"] == "某院"
    assert send(office, one, {**made, "revision": 1}, "put").status_code == 409
    asked = f"/docket-items/{item}"
    sealed = send(office, f"{asked}/draws", {"size": 3}).json()
    assert sealed["certificate"]["seed"] is None
    draw = f"/draws/{sealed['id']}"
    drawn = send(office, f"{draw}/revelations", {"revision": 1}).json()
    assert reads.verify(drawn["certificate"]) == ()
    gone = {"revision": 2, "expert": drawn["panel"][0], "reason": "公务。"}
    after = send(office, f"{draw}/stand-downs", gone).json()
    said = {"expert": after["panel"][0], "conclusion": "support", "words": "可行。"}
    advice = send(office, f"{asked}/opinions", said).json()
    assert len(advice["awaited"]) == 2
    ended = {"revision": 1, "outcome": "decided", "words": "可", "principle_only": True}
    refused = send(office, f"{asked}/outcomes", ended)
    assert refused.json()["code"] == "opinions-untreated"
    opinion = advice["opinions"][0]["id"]
    note = {"revision": 1, "treatment": "adopted", "reason": "已采纳。"}
    treated = send(office, f"{asked}/opinions/{opinion}/treatments", note)
    assert treated.json()["opinions"][0]["treatment"] == "adopted"
    assert send(office, f"{asked}/outcomes", ended).status_code == 200
    annul = {"revision": 3, "reason": "重抽。"}
    assert (
        send(office, f"{draw}/annulments", annul).json()["code"] == "opinion-attached"
    )
    assert [one["state"] for one in office.get(f"{API}/draws").json()] == ["revealed"]
    assert scene.item_of(item).outcome is Outcome.DECIDED


@pytest.mark.parametrize("few", [True, False])
def test_queries_do_not_grow_with_the_docket(
    few: bool, office: Client, rail: tuple[UUID, UUID],
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    """The advice of a session is read at once for all of its items."""
    session, _item = rail
    for number in range(1 if few else 8):
        other = scene.put(session, f"铁路{number}", class_id="difficulty")
        panel = pool.draw(other, 1).panel
        pool.opine(other, panel[0])
    with django_assert_max_num_queries(45):
        office.get(page("session", session))
