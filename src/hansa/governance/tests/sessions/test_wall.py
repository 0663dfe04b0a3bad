"""The view of the conference room: which item is called, and what its wall shows."""

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Hansa
from hansa.chassis.actor import Role
from hansa.chassis.models import JournalEntry
from hansa.governance.rules.walls import near
from hansa.governance.services.sessions import docket, sitting
from hansa.governance.terms.dockets import ItemAct, Outcome, Stance
from hansa.governance.terms.sessions import StepKind
from hansa.governance.tests.people import (
    HUAIHAI,
    account,
    browser,
    program,
)
from hansa.governance.tests.sessions.scene import (
    cleared,
    close,
    consent,
    convene,
    end,
    item_of,
    liaison,
    office,
    put,
    say,
    sheet,
    symposium,
)
from hansa.kernel.errors import Conflict, Forbidden, Refused

AUGUST, NOVEMBER = date(2026, 8, 20), date(2026, 11, 19)
ROAD, CARD = "编制毗邻地区断头路清单", "淮海旅游年卡"

pytestmark = pytest.mark.usefixtures("leagues")


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand some days after the session was opened."""
    settings.HANSA_CLOCK = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def seated() -> tuple[UUID, list[UUID]]:
    """Open the Symposium with two matters that August cleared."""
    cleared(AUGUST, ROAD, CARD)
    return symposium(NOVEMBER, ROAD, CARD)


def call(item: UUID) -> None:
    """Let the office call an item."""
    sitting.call_item(office(NOVEMBER), "huaihai", item)


def address(session: UUID) -> str:
    """Give where the wall of a session is."""
    return reverse("governance:wall", args=["huaihai", session])


def shown(client: Client, session: UUID) -> str:
    """Read the wall of a session without its line breaks."""
    answer = client.get(address(session))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_item_that_was_called_last_is_the_current_one(
    seated: tuple[UUID, list[UUID]],
) -> None:
    """Another call moves it, and each stands in the session's life and the journal."""
    session, (road, card) = seated
    assert sheet(session).current is None
    for item in (road, card, road):
        call(item)
        assert sheet(session).current == item
    called = [one.item for one in sheet(session).steps if one.kind is StepKind.CALLED]
    assert called == [road, card, road]
    told = JournalEntry.objects.filter(service="governance.call_item")
    assert told.count() == 3
    docket.withdraw_item(
        office(NOVEMBER), "huaihai", road, item_of(road).revision, "另议。"
    )
    assert sheet(session).current is None


def test_who_calls_and_when(seated: tuple[UUID, list[UUID]]) -> None:
    """Whoever runs an open session, and not twice the same; the host does, others not."""
    session, (road, card) = seated
    with pytest.raises(Forbidden):
        sitting.call_item(liaison("xuzhou", NOVEMBER), "huaihai", road)
    sitting.call_item(liaison("suzhou", NOVEMBER), "huaihai", road)
    with pytest.raises(Conflict, match="current item already"):
        call(road)
    docket.withdraw_item(
        office(NOVEMBER), "huaihai", card, item_of(card).revision, "另议。"
    )
    with pytest.raises(Refused, match="withdrawn"):
        call(card)
    assert sheet(session).current == road
    early = put(convene("consultation", date(2027, 8, 20)), CARD, act=ItemAct.CLEAR)
    with pytest.raises(Conflict):
        call(early)


def test_the_wall_shows_item_positions_and_decisions(
    seated: tuple[UUID, list[UUID]],
) -> None:
    """Cities in the order of the charter, each with a mark and a word; no menu."""
    session, (road, _card) = seated
    reader = browser(account(Role.LEADER, "suzhou"))
    assert "No item is called yet." in shown(reader, session)
    consent(road, members=HUAIHAI[:-1])
    say(road, HUAIHAI[-1], Stance.RESERVE)
    call(road)
    page = shown(reader, session)
    place = item_of(road).place
    assert f"Agenda item {place}" in page
    assert "Positions 10 / 10" in page
    assert "consents: 9" in page
    cities = re.search(r'<ul class="wall-cities">(.*?)</ul>', page)
    assert cities is not None
    rows = re.findall(r'<li class="(\w+)">(.*?)</li>', cities[1])
    assert [kind for kind, _row in rows] == ["done"] * 9 + ["near"]
    assert "●" in rows[0][1]
    assert "▲" in rows[-1][1]
    assert "reserves its position" in rows[-1][1]
    for gone in ('class="rail"', 'class="top"', "<form", "<input"):
        assert gone not in page
    say(road, HUAIHAI[-1], Stance.CONSENT)
    end(road)
    page = shown(reader, session)
    assert "会议原则同意。" in page
    assert "decisions 1" in page


def test_whoever_has_seen_it_already_is_told_nothing(
    seated: tuple[UUID, list[UUID]],
) -> None:
    """The page asks with what it shows, and gets an answer once that has changed."""
    session, (road, card) = seated
    call(road)
    reader = browser(account(Role.LEADER, "suzhou"))
    asked = re.search(r'hx-get="([^"]+)"', shown(reader, session))
    assert asked is not None
    assert reader.get(asked[1]).status_code == 204
    call(card)
    assert reader.get(asked[1]).status_code == 200
    page = shown(reader, session)
    assert re.search(r'<noscript>\s*<meta http-equiv="refresh" content="\d+">', page)


def test_the_public_sees_no_wall(seated: tuple[UUID, list[UUID]]) -> None:
    """It shows positions, which are the league's own."""
    session, _items = seated
    assert Client().get(address(session)).status_code == 302


def test_before_and_after_the_session(seated: tuple[UUID, list[UUID]]) -> None:
    """While no item is called the wall says what the room waits for."""
    reader = browser(account(Role.LEADER, "suzhou"))
    coming = convene("consultation", date(2027, 8, 20))
    assert "The session begins on 2027-08-20." in shown(reader, coming)
    session, (road, card) = seated
    call(road)
    for item in (road, card):
        consent(item)
        end(item)
    for one in sheet(session).items:
        if one.item.outcome is None:
            end(one.item.id, Outcome.NOTED)
    assert [lack.message for lack in sheet(session).lacks] == []
    close(session)
    page = shown(reader, session)
    assert ROAD in page
    assert "decisions 2" in page


def test_an_item_is_called_on_its_page_and_by_programs(
    seated: tuple[UUID, list[UUID]], hansa: Hansa
) -> None:
    """A button, an address and a command do the same; what is current offers no button."""
    session, (road, card) = seated
    of_the_office = account(Role.SECRETARIAT, None)
    clerk = browser(of_the_office)
    page = reverse("governance:item", args=["huaihai", session, road])
    assert "Call the item" in clerk.get(page).content.decode()
    clerk.post(
        reverse("governance:item-act", args=["huaihai", session, road, "call"]),
        {"call-revision": item_of(road).revision},
    )
    assert sheet(session).current == road
    assert "Call the item" not in clerk.get(page).content.decode()
    api = program(of_the_office)
    items = "/api/v1/leagues/huaihai/docket-items"
    assert api.post(f"{items}/{card}/calls").status_code == 200
    sent = api.get(f"/api/v1/leagues/huaihai/sessions/{session}").json()
    assert sent["current"] == str(card)
    place = str(item_of(road).place)
    told = hansa("session", "call", "huaihai", "symposium/2026", place)
    assert (told.code, told.err) == (0, "")
    assert sheet(session).current == road


@pytest.mark.parametrize(
    ("count", "current", "places"),
    [
        (3, 0, [0, 1, 2]),
        (7, 6, [0, 1, 2, 3, 4, 5, 6]),
        (12, 0, [0, 1, 2, 3, 4, 5, 6]),
        (12, 5, [2, 3, 4, 5, 6, 7, 8]),
        (12, 11, [5, 6, 7, 8, 9, 10, 11]),
    ],
)
def test_the_current_item_is_among_those_shown(
    count: int, current: int, places: list[int]
) -> None:
    """A long docket shows as many as are read from afar, around the current one."""
    assert list(range(count))[near(count, current, 7)] == places
