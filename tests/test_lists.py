"""What every list page refuses: words that its filters do not know, pages that are none."""

import csv
import json
import re
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.test import Client
from openpyxl import load_workbook

from hansa.chassis.actor import Role
from hansa.directory.terms.accounts import Scope
from tests.world import AT, CITY, WINDOW, World, browser_for, key_for

LISTS = (
    "/accounts/",
    "/huaihai/casework/",
    "/huaihai/charter/clauses/",
    "/huaihai/clearing/",
    "/huaihai/clearing/ledger/",
    "/huaihai/clearing/participants/",
    "/huaihai/clearing/statements/",
    "/huaihai/delivery/works/",
    "/huaihai/directory/people/",
    "/huaihai/directory/units/",
    "/huaihai/duties/",
    "/huaihai/duties/requests/",
    "/huaihai/governance/bodies/",
    "/huaihai/governance/calendar/",
    "/huaihai/governance/records/",
    "/huaihai/governance/sessions/",
    "/huaihai/journal/",
    "/huaihai/notices/",
    "/huaihai/systems/",
)
LEADING = (
    *LISTS,
    "/huaihai/",
    "/huaihai/directory/",
    f"/huaihai/clearing/windows/{WINDOW}/exceptions/",
    "/huaihai/duties/todo/",
    "/huaihai/governance/compliance/?from=2026&body=symposium&kind=meeting",
)
"""Pages that lead to lists."""
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
    strange = client.get(address, {"nonsense": "1"}, headers={"accept-language": "en"})
    assert strange.status_code == 422
    assert "The list has no filter “nonsense”." in strange.content.decode()


@pytest.mark.parametrize("address", LEADING)
def test_no_list_refuses_what_a_page_leads_to(address: str, house: World) -> None:
    """Whatever a page asks of a list by one of its links, the list knows."""
    client = reader_of(house, address)
    page = unescape(client.get(address).content.decode())
    asked = set(re.findall(r'href="((?:/[^"]*)?\?[^"#]+)', page))
    assert asked
    for each in sorted(asked):
        assert client.get(urljoin(address, each)).status_code == 200, each


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("/huaihai/journal/?actor=zzz", "It can be: "),
        ("/huaihai/delivery/works/?line=9999", "It can be: "),
        ("/huaihai/delivery/works/?line=zzz", "It can be: "),
        ("/changzhutan/delivery/works/?line=-1", "It can be: "),
    ],
)
def test_words_for_what_nobody_knows_are_refused(
    address: str, known: str, house: World
) -> None:
    """Whoever never acted, and a line that names no work, are refused with those known."""
    client = reader_of(house, address.partition("?")[0])
    refused = client.get(address, headers={"accept-language": "en"})
    assert refused.status_code == 422
    assert known in refused.content.decode()


def test_the_journal_knows_who_acted_as_it_is_shown(house: World) -> None:
    """An office is found by a part of its name as the list shows it, in either language."""
    address = "/huaihai/journal/"
    client = reader_of(house, address)
    for language, words in (("zh-hans", "协同发展办公室"), ("en", "joint office")):
        found = client.get(
            address, {"actor": words}, headers={"accept-language": language}
        )
        assert found.status_code == 200, words
        lines = re.findall(r"<td[^>]*>([^<]*)</td>", found.content.decode())
        assert any(words in line.lower() for line in lines), words


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
        ("works?line=9999", "It can be: "),
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
        ("/huaihai/charter/clauses/?q=zzzz", "0 of 220 clauses match"),
        ("/huaihai/clearing/?state=netted", "Clearing windows: none matches"),
        ("/huaihai/delivery/works/?stage=study&mode=bus", "none match"),
        ("/huaihai/directory/people/?q=zzzz", "People: none matches"),
        ("/huaihai/directory/units/?q=zzzz", "Units: none matches"),
        ("/huaihai/duties/?q=zzzz", "Duties: none matches"),
        ("/huaihai/duties/?series=zzzz", "Duties: none matches"),
        ("/huaihai/governance/bodies/?layer=decision", "Bodies: "),
        (
            "/huaihai/governance/calendar/?body=symposium&kind=circular",
            "Calendar: none",
        ),
        ("/huaihai/governance/records/?year=2001", "meetings: none matches"),
        ("/huaihai/journal/?actor=office&to=2019-01-01", "Journal: none matches"),
        ("/huaihai/governance/sessions/?year=2001", "Sessions: none matches"),
        ("/huaihai/journal/?as-of=2019-01-01", "0 acts are on record"),
        ("/huaihai/systems/?status=running", "Named systems: none matches"),
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


@pytest.mark.parametrize("address", LISTS)
def test_every_list_exports_what_it_counts(address: str, house: World) -> None:
    """Both forms have a line for each that the page counts, and all its columns."""
    client = reader_of(house, address)
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    counted = re.search(r"<span data-announce>(\d+) lines?</span>", page)
    assert counted is not None
    columns = page.count('type="checkbox" name="column"')
    plain = client.get(address, {"format": "csv"}).content.decode("utf-8-sig")
    lines = list(csv.reader(plain.splitlines()))
    sheet = load_workbook(
        BytesIO(client.get(address, {"format": "xlsx"}).content), read_only=True
    ).worksheets[0]
    for rows in (lines, list(sheet.iter_rows())):
        assert len(rows) == int(counted[1]) + 1
        assert {len(row) for row in rows} == {columns}


ON_THE_KIT = (
    ("/huaihai/charter/clauses/", "kind=rule", "kind"),
    ("/huaihai/governance/bodies/", "state=stands", "layer"),
    ("/huaihai/governance/calendar/", "recorded=coming", "period"),
    ("/huaihai/systems/", "here=none", "platform"),
)
"""Lists that everybody reads: how one is narrowed, and a column that sorts it."""


@pytest.mark.parametrize(("address", "narrowed", "column"), ON_THE_KIT)
def test_a_list_keeps_the_day_whatever_is_asked_of_it(
    address: str, narrowed: str, column: str, house: World
) -> None:
    """Filters, sorting, exports and the way back to all rows keep the as-of day."""
    page = Client(headers={"accept-language": "en"}).get(
        f"{address}?as-of=2026-05-01&{narrowed}&column={column}"
    )
    shown = page.content.decode().partition('<div id="list">')[2]
    assert shown.count("data-label=") == shown.count("<td ") > 0
    assert '<input type="hidden" name="as-of" value="2026-05-01">' in shown
    assert f'<input type="hidden" name="column" value="{column}">' in shown
    assert f'href="{address}?as-of=2026-05-01">Show all</a>' in shown
    for asked in re.findall(r'href="(\?[^"]*(?:sort|format)=[^"]*)"', shown):
        kept = parse_qs(urlsplit(asked.replace("&amp;", "&")).query)
        assert kept["as-of"] == ["2026-05-01"], asked
        assert narrowed.partition("=")[2] in kept[narrowed.partition("=")[0]], asked


@pytest.mark.parametrize(("address", "narrowed", "column"), ON_THE_KIT)
def test_a_list_is_sorted_both_ways(
    address: str, narrowed: str, column: str, house: World
) -> None:
    """What stands first one way does not stand first the other way."""
    del narrowed
    first = [
        Client().get(address, {"sort": sort, "format": "csv"}).content.splitlines()[1]
        for sort in (column, f"-{column}")
    ]
    assert first[0] != first[1]


@pytest.mark.parametrize(("address", "narrowed", "column"), ON_THE_KIT)
def test_a_view_of_a_list_is_kept(
    address: str, narrowed: str, column: str, house: World
) -> None:
    """Whoever signed in keeps what he asked for under a name, and finds it in the menu."""
    del column
    client = browser_for(house, Role.SECRETARIAT, CITY)
    page = client.get(f"{address}?{narrowed}").content.decode()
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    kept = client.post(
        "/account/views/", {**form, "name": "Morning", "query": narrowed}
    )
    assert kept.status_code == 302
    again = client.get(address).content.decode()
    assert f'<a href="{address}?{narrowed}">Morning</a>' in again


def test_a_column_without_a_value_in_any_row_is_left_out(house: World) -> None:
    """No stage of a waterway is recorded: the column stands only where it is chosen."""
    works, english = "/huaihai/delivery/works/", {"accept-language": "en"}
    client = reader_of(house, works)
    page = client.get(works, {"mode": "waterway"}, headers=english).content.decode()
    assert 'id="sort-stage"' in page
    assert 'id="sort-recorded"' not in page
    asked = {"mode": "waterway", "column": ["id", "recorded"]}
    chosen = client.get(works, asked, headers=english)
    assert 'id="sort-recorded"' in chosen.content.decode()
