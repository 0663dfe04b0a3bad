"""What people with a sign-in try beyond what is theirs, by every way in."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from hansa.chassis.actor import Role
from hansa.directory.models import Unit
from tests.test_attacks import API, program_for, send
from tests.world import AT, CITY, LEAGUE, World, browser_for

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
