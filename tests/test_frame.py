"""The frame of the pages: its rail, its last line, and errors that lead on."""

import re
from typing import Any

import pytest
from django.test import Client

from hansa.chassis import search
from hansa.chassis.actor import Role
from hansa.site.wiring import SEARCHED
from tests.world import AT, CITY, World, browser_for

LEAGUE_PAGES = (
    "/huaihai/",
    "/huaihai/governance/calendar/",
    "/huaihai/governance/bodies/",
    "/huaihai/governance/bodies/symposium/",
    "/huaihai/governance/records/",
    "/huaihai/governance/records/new/",
    "/huaihai/governance/sessions/",
    "/huaihai/governance/sessions/new/",
    "/huaihai/governance/sessions/{meeting}/",
    "/huaihai/governance/sessions/{meeting}/items/{item}/",
    "/huaihai/governance/sessions/{closed}/minutes/",
    "/huaihai/governance/agreements/",
    "/huaihai/governance/agreements/new/",
    "/huaihai/governance/agreements/{paper_out}/",
    "/huaihai/governance/agreements/{paper_out}/sign/",
    "/huaihai/governance/agreements/{paper_out}/verify/",
    "/huaihai/governance/sessions/{invited}/invitations/",
    "/huaihai/governance/sessions/{invited}/invitations/{invitation}/",
    "/huaihai/governance/sessions/{invited}/notice/",
    "/huaihai/governance/sessions/{invited}/roll/",
    "/huaihai/governance/sessions/{sat}/excerpts/",
    "/huaihai/governance/minutes/",
    "/huaihai/governance/circulars/",
    "/huaihai/governance/circulars/new/",
    "/huaihai/governance/circulars/{circular}/",
    "/huaihai/governance/handovers/",
    "/huaihai/governance/handovers/2026-01-01/",
    "/huaihai/governance/compliance/",
    "/huaihai/governance/roster/",
    "/huaihai/governance/history/",
    "/huaihai/charter/clauses/",
    "/huaihai/charter/clauses/GOV-11/",
    "/huaihai/systems/",
    "/huaihai/journal/",
    "/huaihai/casework/",
    "/huaihai/casework/new/",
    "/huaihai/casework/new/dispute/",
    "/huaihai/delivery/works/",
    "/huaihai/delivery/works/PRJ-07/",
    "/huaihai/directory/",
    "/huaihai/directory/units/",
    "/huaihai/duties/",
    "/huaihai/duties/todo/",
    "/huaihai/duties/requests/",
    "/huaihai/duties/requests/new/",
    "/huaihai/notices/",
    "/huaihai/notices/new/",
    "/huaihai/notices/unanswered/",
    "/huaihai/notices/channels/",
    "/huaihai/notices/defaults/",
    "/huaihai/feeds/",
    "/huaihai/briefing/",
    "/huaihai/duties/{duty}/",
    "/huaihai/duties/requests/{request}/",
    "/huaihai/notices/{notice}/",
    "/huaihai/governance/records/{record}/",
    "/huaihai/directory/units/{unit}/",
    "/huaihai/directory/people/{person}/",
)


@pytest.fixture
def house(world: World, db: None, settings: Any) -> World:
    """Stand in the house, at its hour."""
    settings.HANSA_CLOCK, settings.HANSA_FILES = AT, world.folder
    settings.HANSA_CLEARING = world.folder / "clearing"
    return world


@pytest.fixture
def client() -> Client:
    """Give a browser in which nobody is signed in."""
    return Client(headers={"accept-language": "en"})


def shown(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == status, address
    return " ".join(answer.content.decode().split())


def last_line(page: str) -> str:
    found = re.search(r'<footer class="provenance">(.*?)</footer>', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("address", LEAGUE_PAGES)
def test_every_page_of_a_league_ends_with_where_it_comes_from(
    address: str, house: World
) -> None:
    """Version, day, last change and clauses as chips stand under each of them."""
    things = house.cities[CITY]
    place = address.format(
        **{name: getattr(things, name) for name in re.findall(r"{(\w+)}", address)}
    )
    line = last_line(shown(browser_for(house, Role.SECRETARIAT, CITY), place))
    assert "Charter version 1" in line
    assert "As of" in line
    assert re.search(r"Last change <[^>]+>\d{4}-\d\d-\d\d \d\d:\d\d", line)
    assert re.search(
        r'<a class="chip" href="/huaihai/charter/clauses/[A-Z]+-\d+/', line
    )


@pytest.mark.parametrize("address", ["/", "/account/"])
def test_pages_of_no_agreement_say_so(address: str, house: World) -> None:
    """The last line is there as well, and names no charter."""
    line = last_line(shown(browser_for(house, Role.SECRETARIAT, CITY), address))
    assert "belongs to the installation" in line
    assert "Charter version" not in line


def test_what_is_refused_rests_on_no_clause(client: Client, house: World) -> None:
    """Clauses of the page that was asked for do not explain why it is not shown."""
    line = last_line(shown(client, "/huaihai/governance/calendar/?from=x", status=422))
    assert "Charter version 1" in line
    assert "Clauses" not in line


def test_the_last_change_is_that_of_the_day_asked(client: Client, house: World) -> None:
    """Before anything was recorded there is no last change to tell of."""
    address = "/huaihai/governance/calendar/?as-of=2019-01-01"
    assert "Last change" not in last_line(shown(client, address))


@pytest.mark.parametrize(
    ("role", "places"),
    [
        (Role.AUDITOR, ("/accounts/", "/rights/", "/huaihai/journal/")),
        (Role.SECURITY_OFFICER, ("/accounts/", "/rights/", "/huaihai/journal/")),
        (Role.ADMINISTRATOR, ("/accounts/",)),
    ],
)
def test_the_rail_leads_the_three_persons_to_their_work(
    role: Role, places: tuple[str, ...], house: World
) -> None:
    """Accounts, rights and the journals stand in the rail, beside any league or in one."""
    client = browser_for(house, role, CITY)
    for address in ("/accounts/", "/huaihai/"):
        rail = re.search(r'<nav class="rail".*?</nav>', shown(client, address))
        assert rail is not None
        for place in places:
            assert f'href="{place}"' in rail[0], (address, place)


def test_a_page_in_a_league_that_is_not_there_leads_back(
    client: Client, house: World
) -> None:
    """An error keeps the frame of its league, and leads to it; elsewhere to the first."""
    for address in ("/huaihai/nowhere/", "/huaihai/charter/clauses/GOV-99/"):
        page = shown(client, address, 404)
        assert "Back to the Huaihai" in page
        assert 'class="rooms"' in page
    assert "Back to the" not in shown(client, "/nowhere/at/all/", 404)


def test_what_belongs_to_no_league_is_not_said_to_be_of_one(house: World) -> None:
    """Who keeps accounts is named without the reach that only a league bounds."""
    client = browser_for(house, Role.CITY_LIAISON, CITY)
    page = shown(client, "/accounts/", 403)
    assert "administrator" in page
    assert "the whole league" not in page
    assert "the whole league" in shown(client, "/huaihai/journal/", 403)


def test_the_journal_calls_things_by_their_names(house: World) -> None:
    """What an act names is a link with its title, posts are named in the reader's words."""
    with_index = {league: search.rebuild(league, SEARCHED) for league in ("huaihai",)}
    assert with_index["huaihai"]
    things = house.cities[CITY]
    client = browser_for(house, Role.SECRETARIAT, CITY)
    page = shown(client, "/huaihai/journal/?service=duties.dispatch")
    assert f'href="/huaihai/duties/requests/{things.request}/"' in page
    page = shown(client, "/huaihai/journal/?service=notices.issue")
    assert f'href="/huaihai/notices/{things.notice}/"' in page
    page = shown(client, "/huaihai/journal/?service=directory.open_unit")
    assert f'href="/huaihai/directory/units/{things.unit}/"' in page
    assert f"unit:{things.unit}" not in page


def test_the_journal_as_of_a_day(house: World) -> None:
    """Read as of a day, the journal has what was recorded until then, and no more."""
    client = browser_for(house, Role.SECRETARIAT, CITY)
    whole = shown(client, "/huaihai/journal/?column=number")
    early = shown(client, "/huaihai/journal/?as-of=2019-01-01")
    assert int(counted(whole)) > 0
    assert counted(early) == "0"
    today = shown(client, f"/huaihai/journal/?as-of={AT.date()}")
    assert counted(today) == counted(whole)


def counted(page: str) -> str:
    (said,) = re.findall(r"(\d+) acts are on record", page)
    return str(said)


def test_the_journal_tells_nobody_more_than_the_pages(house: World) -> None:
    """The security officer reads of an act on a duty, and neither title nor link of it."""
    search.rebuild("huaihai", SEARCHED)
    officer = browser_for(house, Role.SECURITY_OFFICER, CITY)
    page = shown(officer, "/huaihai/journal/?service=notices.issue")
    assert "issued a notice" in page
    assert f'href="/huaihai/notices/{house.cities[CITY].notice}/"' not in page
    page = shown(officer, "/huaihai/journal/?service=duties.hand_on")
    assert re.search(r'part of a unit</span> <span title="[^"]+">[^<]+<', page)


def test_the_founding_term_tells_of_its_session(client: Client, house: World) -> None:
    """While the founding term runs, its session stands there, its year as inferred."""
    page = shown(client, "/huaihai/?as-of=2018-12-09")
    assert "Founding session: 2018-12-09, Xuzhou, Jiangsu (year inferred)" in page
    for day in ("2018-12-08", "2019-01-01"):
        assert "Founding session" not in shown(client, f"/huaihai/?as-of={day}")


def test_a_day_under_another_name_is_not_taken_for_today(
    client: Client, house: World
) -> None:
    """The API calls it as_of, pages as-of: the wrong one is refused, not passed over."""
    for name in ("as_of", "asof", "As-Of"):
        page = shown(client, f"/huaihai/?{name}=2018-12-09", 422)
        assert f"no parameter “{name}”" in page
        assert "Did you mean “as-of”?" in page
    assert "Founding session" in shown(client, "/huaihai/?as-of=2018-12-09")


def test_bodies_show_what_they_held_of_what_is_asked(
    client: Client, house: World
) -> None:
    """The league's page and the list count meetings, and say what they count."""
    page = shown(client, "/huaihai/?as-of=2018-12-31")
    assert re.search(r"Symposium</a> <b[^>]*>1 / 1</b>", page)
    assert "held / required in 2018" in page
    page = shown(client, "/huaihai/governance/bodies/?as-of=2026-12-31")
    assert "2026: held / asked" in page
    assert "0 / 1" in page


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/huaihai/governance/bodies/symposium/?as-of=2026-06-01", "of 2026 held:"),
        ("/huaihai/delivery/works/PRJ-11/", "as printed, nothing recorded yet"),
    ],
)
def test_titles_answer(
    address: str, sentence: str, client: Client, house: World
) -> None:
    """The heading of a page says how the thing stands, not only what it is called."""
    heading = re.search(r"<h1>(.*?)</h1>", shown(client, address))
    assert heading is not None
    assert sentence in heading[1]
