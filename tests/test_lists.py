"""What every list page refuses: words that its filters do not know, pages that are none."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from hansa.chassis.actor import Role
from hansa.directory.terms.accounts import Scope
from tests.world import AT, CITY, World, browser_for, key_for

LISTS = (
    "/accounts/",
    "/huaihai/casework/",
    "/huaihai/clearing/",
    "/huaihai/clearing/ledger/",
    "/huaihai/clearing/participants/",
    "/huaihai/clearing/statements/",
    "/huaihai/delivery/works/",
    "/huaihai/directory/people/",
    "/huaihai/directory/units/",
    "/huaihai/duties/",
    "/huaihai/duties/requests/",
    "/huaihai/governance/records/",
    "/huaihai/governance/sessions/",
    "/huaihai/journal/",
    "/huaihai/notices/",
)
READERS = (
    Role.SECRETARIAT,
    Role.CLEARING_OPERATOR,
    Role.ADMINISTRATOR,
)


@pytest.fixture
def house(world: World, db: None, settings: Any) -> World:
    """Stand in the house, at its hour."""
    settings.HANSA_CLOCK, settings.HANSA_FILES = AT, world.folder
    settings.HANSA_CLEARING = world.folder / "clearing"
    return world


def reader_of(house: World, address: str) -> Client:
    """Give a browser of somebody who may read a list."""
    for role in READERS:
        client = browser_for(house, role, CITY)
        if client.get(address).status_code == 200:
            return client
    raise AssertionError(address)


@pytest.mark.parametrize("address", LISTS)
def test_every_list_refuses_what_it_does_not_know(address: str, house: World) -> None:
    """Each filter that offers words names them; a page that is no number is none."""
    client = reader_of(house, address)
    page = client.get(address).content.decode()
    for name in re.findall(r'<select id="filter-([^"]+)"', page):
        refused = client.get(address, {name: "zzz"}, headers={"accept-language": "en"})
        assert refused.status_code == 422, name
        assert "It can be: " in refused.content.decode(), name
    for number in ("zzz", "0", "-1"):
        assert client.get(address, {"page": number}).status_code == 422, number


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("duties?member=zzz", "Xuzhou (xuzhou)"),
        ("duties?body=zzz", "symposium"),
        ("duties?domain=zzz", "transport"),
        ("duty-states?member=zzz", "Xuzhou (xuzhou)"),
        ("cases?city=zzz", "Xuzhou (xuzhou)"),
        ("cases?type=zzz", ""),
        ("records?body=zzz", "symposium"),
        ("sessions?body=zzz", "symposium"),
        ("clauses?domain=zzz", "transport"),
        ("works?member=zzz", "xuzhou"),
    ],
)
def test_programs_are_told_the_ids_that_there_are(
    asked: str, known: str, house: World
) -> None:
    """An id that nobody knows is refused with all known ones, each after its name."""
    key = key_for(house.accounts[Role.SECRETARIAT, CITY], Scope.READ)
    answer = Client().get(
        f"/api/v1/leagues/huaihai/{asked}",
        headers={"authorization": f"Bearer {key}", "accept-language": "en"},
    )
    assert answer.status_code == 422
    assert known in json.loads(answer.content)["remedy"]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/accounts/?q=zzzz", "Accounts: none matches"),
        ("/huaihai/casework/?q=zzzz", "Cases: none matches"),
        ("/huaihai/clearing/?state=netted", "Clearing windows: none matches"),
        ("/huaihai/delivery/works/?stage=study&mode=bus", "none match"),
        ("/huaihai/directory/people/?q=zzzz", "People: none matches"),
        ("/huaihai/directory/units/?q=zzzz", "Units: none matches"),
        ("/huaihai/duties/?q=zzzz", "Duties: none matches"),
        ("/huaihai/duties/?series=zzzz", "Duties: none matches"),
        ("/huaihai/governance/records/?year=2001", "meetings: none matches"),
        ("/huaihai/governance/sessions/?year=2001", "Sessions: none matches"),
        ("/huaihai/journal/?actor=zzzz", "Journal: none matches"),
        ("/huaihai/journal/?as-of=2019-01-01", "0 acts are on record"),
        ("/huaihai/notices/?kind=demand", "Notices: none matches"),
    ],
)
def test_the_heading_speaks_of_what_is_listed(
    address: str, sentence: str, house: World
) -> None:
    """Under a filter, or at another day, no heading tells of what is not shown."""
    page = reader_of(house, address).get(address, headers={"accept-language": "en"})
    heading = re.search(r"<h1>(.*?)</h1>", page.content.decode(), re.DOTALL)
    assert heading is not None
    assert sentence in " ".join(heading[1].split())


def test_a_filter_that_finds_something_counts_it(house: World) -> None:
    """The heading counts the lines that match."""
    address = "/huaihai/directory/units/?city=xuzhou"
    page = reader_of(house, address).get(address, headers={"accept-language": "en"})
    assert re.search(r"Units: \d+ match", page.content.decode())
