"""What people with a sign-in try beyond what is theirs, by every way in."""

import io
import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from hansa.chassis.actor import Role
from hansa.chassis.search import rebuild
from hansa.directory.models import Unit
from hansa.directory.services import people
from hansa.directory.terms.people import (
    PostingDraft,
    PostingKind,
    UnitDetails,
    UnitDraft,
    UnitKind,
)
from hansa.duties.services import notices
from hansa.governance.reads.found import search_documents as governance_documents
from hansa.kernel.text import Bilingual
from tests.test_attacks import API, program_for, send
from tests.world import AT, CITY, LEAGUE, OTHER, World, browser_for, office_of

UNIT = {"kind": "department", "opened_on": "2026-01-01"}


@pytest.fixture(autouse=True)
def quiet(world: World, db: None, settings: Any) -> Iterator[None]:
    """Stand in the house, at its hour, without a line of log for each refusal."""
    settings.HANSA_CLOCK, settings.HANSA_FILES = AT, world.folder
    settings.HANSA_CLEARING = world.folder / "clearing"
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def liaison(world: World, member: str = CITY) -> Client:
    """Give the program of a city's liaison."""
    return program_for(world, Role.CITY_LIAISON, member)


def office(world: World) -> Client:
    """Give the program of the league's office."""
    return program_for(world, Role.SECRETARIAT, CITY)


def code_of(answer: Any, status: int) -> str:
    """Give the code of a refusal of a status."""
    assert answer.status_code == status, answer.content
    code: str = answer.json()["code"]
    return code


@pytest.mark.parametrize("none", ["\ufffe", "\uffff", "\ufdd0", "\U0001fffe"])
def test_no_name_breaks_an_export(none: str, world: World) -> None:
    """A character that is none is refused by API and form, and does not pass otherwise."""
    named = {"zh": f"宿州市信息{none}中心", "en": "Data centre"}
    sent = {**UNIT, "member": CITY, "name": named}
    refused = send(liaison(world), "/units", sent)
    assert code_of(refused, 422) == "character-impossible"
    browser = browser_for(world, Role.CITY_LIAISON, CITY, "zh-hans")
    form = {**UNIT, "member": CITY, "name_zh": named["zh"], "name_en": "Data centre"}
    address = f"/{LEAGUE}/directory/units/new/"
    assert browser.post(address, form).status_code == 422
    assert not Unit.objects.filter(name_en="Data centre").exists()
    # What stands already, from before it was refused, does no harm.
    Unit.objects.filter(pk=world.cities[CITY].unit).update(name_zh=named["zh"])
    for name in ("units/?format=xlsx", "register/export/"):
        answer = browser.get(f"/{LEAGUE}/directory/{name}")
        assert answer.status_code == 200
        book = load_workbook(io.BytesIO(answer.content))
        cells = (c.value for s in book for row in s.iter_rows() for c in row)
        assert any("宿州市信息" in str(value) for value in cells)


def test_no_city_takes_back_what_the_office_recorded(world: World) -> None:
    """A stage of a work that lies in one's city too is not one's own record."""
    things = world.cities[CITY]
    reached = {"stage": "approved", "reached_on": "2026-11-20", "document": "x"}
    made = send(office(world), f"/works/{things.work}/stages", reached)
    assert made.status_code == 201, made.content
    stage = made.json()["id"]
    assert code_of(liaison(world).delete(f"{API}/stages/{stage}"), 403)
    browser = browser_for(world, Role.CITY_LIAISON, CITY)
    page = browser.get(f"/{LEAGUE}/delivery/works/{things.work}/").content.decode()
    withdraw = f"/{LEAGUE}/delivery/stages/{stage}/withdraw/"
    assert withdraw not in page
    assert withdraw.replace(stage, things.stage) in page
    assert browser.post(withdraw).status_code == 403
    assert office(world).delete(f"{API}/stages/{stage}").status_code == 204


@pytest.mark.parametrize("name", ["Hansa系统", "系统管理员", "公众", "管理员"])
def test_no_unit_is_called_as_hansa_itself(name: str, world: World) -> None:
    """What is done in its name would look as if the house had done it."""
    named = {"zh": name, "en": "Data centre"}
    sent = {**UNIT, "member": CITY, "name": named}
    assert code_of(send(liaison(world), "/units", sent), 422) == "entry-faulty"
    form = {**UNIT, "member": CITY, "name_zh": name, "name_en": "Data centre"}
    browser = browser_for(world, Role.CITY_LIAISON, CITY)
    refused = browser.post(f"/{LEAGUE}/directory/units/new/", form)
    assert refused.status_code == 422
    assert not Unit.objects.filter(name_zh=name).exists()


def test_the_office_answers_no_letter_of_its_own(world: World) -> None:
    """For a city it enters the city's paper, by API and by form; the city itself none."""
    duty = world.cities[CITY].open
    notices.write_letter(office_of(LEAGUE), LEAGUE, [duty])
    shown = office(world).get(f"{API}/duties/{duty}").json()
    (number,) = (e["number"] for e in shown["events"] if e["kind"] == "letter")
    events, revision = f"/duties/{duty}/events", shown["duty"]["revision"]
    for kind in ("signed-for", "answered"):
        sent = {"kind": kind, "revision": revision, "number": number, "note": "已阅"}
        assert code_of(send(office(world), events, sent), 422) == "evidence-needed"
    browser = browser_for(world, Role.SECRETARIAT, CITY)
    page = f"/{LEAGUE}/duties/{duty}/"
    assert 'name="answer-office"' in browser.get(page).content.decode()
    form = {
        "answer-revision": revision,
        "answer-number": number,
        "answer-on": "2026-11-24",
        "answer-note": "已阅。",
    }
    assert browser.post(f"{page}do/answer/", form).status_code == 422
    paper = {
        "answer-office": "宿州市政府办公室",
        "answer-evidence": "宿政办〔2026〕8号",
    }
    assert browser.post(f"{page}do/answer/", {**form, **paper}).status_code == 302
    revision = office(world).get(f"{API}/duties/{duty}").json()["duty"]["revision"]
    sent = {"kind": "signed-for", "revision": revision, "number": number}
    assert send(liaison(world), events, sent).status_code in {200, 201}
    again = {**sent, "revision": revision + 1}
    assert code_of(send(liaison(world), events, again), 409) == "event-signed-for"


def test_no_city_leaves_what_it_owes_to_the_office(world: World) -> None:
    """A unit of the league, or of another city, takes over only if the office says so."""
    details = UnitDetails(kind=UnitKind.OFFICE, opened_on=date(2026, 1, 1))
    own = UnitDraft(member=None, name=Bilingual("秘书处", "Desk"), details=details)
    heir = people.open_unit(office_of(LEAGUE), LEAGUE, own)
    things = world.cities[CITY]
    address = f"/units/{things.unit}/closing"
    sent = {"on": "2026-11-24", "successor": heir, "revision": 1}
    refused = send(liaison(world), address, sent)
    assert code_of(refused, 422) == "entry-faulty"
    assert "successor" in str(refused.json()["findings"])
    browser = browser_for(world, Role.CITY_LIAISON, CITY)
    page = f"/{LEAGUE}/directory/units/{things.unit}/close/"
    assert browser.post(page, sent).status_code == 422
    within = {**sent, "successor": things.second_unit}
    assert send(liaison(world), address, within).status_code in {200, 204}
    unit = f"/units/{things.second_unit}/closing"
    assert send(office(world), unit, sent).status_code in {200, 204}


def test_words_for_a_duty_that_went_elsewhere_are_not_lost(world: World) -> None:
    """The duty moved to another unit between reading and sending: the words are shown."""
    things = world.cities[CITY]
    browser = browser_for(world, Role.UNIT_OFFICER, CITY)
    words = "已与三市交通部门会商，形成一致意见。"
    form = {"note-note": words, "note-revision": "1"}
    page = f"/{LEAGUE}/duties/{things.open}/do/note/"
    answer = browser.post(page, form)
    assert answer.status_code == 404
    shown = answer.content.decode()
    assert words in shown
    assert "宿州" not in shown
    assert f"/duties/{things.open}/" not in shown.replace(page, "")
    nothing = browser.post(page, {"note-note": " "})
    assert nothing.status_code == 404
    assert words not in nothing.content.decode()


def test_search_shows_no_record_to_who_may_not_read_it(world: World) -> None:
    """Who clears, keeps accounts or keeps the house safe finds no record by its paper."""
    rebuild(LEAGUE, [governance_documents])
    record = world.cities[CITY].record
    for role, reads in (
        (Role.CLEARING_OPERATOR, False),
        (Role.APPROVER, False),
        (Role.ADMINISTRATOR, False),
        (Role.SECURITY_OFFICER, False),
        (Role.LEADER, True),
        (Role.CITY_LIAISON, True),
        (Role.SECRETARIAT, True),
    ):
        for answer in (
            browser_for(world, role, CITY).get(f"/{LEAGUE}/search/?q=2026"),
            program_for(world, role, CITY).get(f"{API}/search?q=2026"),
        ):
            assert answer.status_code == 200
            assert (record in answer.content.decode()) == reads, role


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("2026-11-23", "9999-12-31", "not-yet-held"),
        ("2026-11-23", "2026-11-26", "not-yet-held"),
        ("0001-01-01", "0001-01-02", "day-too-far"),
        ("1948-12-31", "2026-11-02", "day-too-far"),
    ],
)
def test_no_meeting_ends_ahead_or_begins_before_all(
    start: str, end: str, code: str, world: World
) -> None:
    """What lasts until a day to come has not been held; a year of none is a slip."""
    year = int(start[:4])
    meeting = {"body": "group-society", "kind": "meeting", "document": "x"}
    sent = {**meeting, "year": year, "start": start, "end": end}
    assert code_of(send(office(world), "/records", sent), 422) == code
    to_day = {**meeting, "year": 2026, "start": "2026-11-23", "end": "2026-11-24"}
    assert send(office(world), "/records", to_day).status_code == 201


def test_no_stage_was_reached_before_all(world: World) -> None:
    """A stage is held to the same first year."""
    work = world.cities[CITY].work
    sent = {"stage": "approved", "reached_on": "0001-01-01", "document": "x"}
    refused = send(office(world), f"/works/{work}/stages", sent)
    assert code_of(refused, 422) == "day-too-far"


def test_what_a_city_left_undone_stands_on_no_public_page(world: World) -> None:
    """The page of a group and the year name no meeting that is missing to outsiders."""
    lead = PostingDraft(
        kind=PostingKind.LEAD,
        member=OTHER,
        unit=world.cities[OTHER].unit,
        body="group-society",
        from_on=date(2025, 1, 1),
    )
    people.add_posting(office_of(LEAGUE), LEAGUE, lead)
    for role, member, told in (
        (Role.PUBLIC, CITY, False),
        (Role.CITY_LIAISON, CITY, False),
        (Role.CITY_LIAISON, OTHER, True),
        (Role.SECRETARIAT, CITY, True),
    ):
        browser = browser_for(world, role, member)
        body = browser.get(f"/{LEAGUE}/governance/bodies/group-society/")
        assert ("not recorded" in body.content.decode()) == told, (role, member)
        page = browser.get(f"/{LEAGUE}/governance/calendar/?from=2025").content.decode()
        (line,) = re.findall(
            r'<tr id="[^"]*2025/group-society/meeting/1".*?</tr>', page, re.DOTALL
        )
        assert ("not recorded" in line) == told, (role, member)
        ((light, word, arc),) = re.findall(
            r'class="light (\w+)">([^<]*)</span>\s*'
            r'<a href="#[^"]*2025/group-society/meeting/1">([^<]*)</a>',
            page,
        )
        assert ((light, word) != ("open", "computed by rule")) == told, (role, member)
        assert ("0 of 1 held" in arc) == told, (role, member)


@pytest.mark.parametrize("address", ["/", f"/{LEAGUE}/", "/nowhere/at/all"])
def test_a_foreign_host_is_refused_in_words(address: str) -> None:
    """The page of the refusal asks for no reader and leads nowhere."""
    client = Client(raise_request_exception=False)
    answer = client.get(address, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("year", ["0000", "0001", "1800", "9998", "9999"])
def test_an_entry_of_no_year_is_not_there(year: str, world: World) -> None:
    """The form for it is refused, and no page fails on the year."""
    browser = browser_for(world, Role.SECRETARIAT, CITY)
    entry = f"{LEAGUE}/{year}/symposium/meeting/1"
    page = f"/{LEAGUE}/governance/records/new/?entry={entry}"
    assert browser.get(page).status_code in {404, 422}


def test_the_token_of_one_form_does_not_swallow_another(world: World) -> None:
    """Sent to another address it is refused; sent there anew, the act is done."""
    browser = browser_for(world, Role.SECRETARIAT, CITY)
    duty, token = world.cities[CITY].open, "x" * 22
    form = {"kind": "reminder", "duty": str(duty), "once": token}
    page = f"/{LEAGUE}/notices/plan/issue/"
    assert browser.post(page, form).status_code == 302
    fit = {
        "act": "issue",
        "kind": "invitation",
        "title_zh": "2026年协同发展座谈会",
        "asked_zh": "请派员参会",
        "held_on": "2026-12-10",
        "place_zh": "宿州",
        "to": f"member:{CITY}",
        "once": token,
    }
    refused = browser.post(f"/{LEAGUE}/notices/new/", fit)
    assert refused.status_code == 409
    assert browser.post(page, form).status_code == 302
    done = browser.post(f"/{LEAGUE}/notices/new/", {**fit, "once": "y" * 22})
    assert done.status_code == 302
