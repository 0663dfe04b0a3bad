"""Gaps of the rosters on the to-do of whoever must fill them, for as long as they last."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from pytest_django import Settings

from conftest import Run
from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.chassis.language import ENGLISH, render
from hansa.directory.services import people
from hansa.duties.reads import inboxes
from hansa.duties.reads.duties import find_by_keys
from hansa.duties.reads.states import reckon
from hansa.duties.terms.duties import DutyState
from hansa.governance import services
from hansa.governance.tests.people import (
    AT,
    HUAIHAI,
    OFFICE,
    account,
    actor,
    browser,
    lend,
    reach,
)

TODAY = AT.date()
HEZE = actor(Role.CITY_LIAISON, "heze")
KEY = "roster/focal-point/heze/2026-09-01"


@pytest.fixture
def vacant(served: None) -> None:
    """Two cities have had no focal point since September, and the alarm says so."""
    postings = reach("huaihai", HUAIHAI)
    for member in ("heze", "jining"):
        people.end_posting(OFFICE, "huaihai", postings[member], date(2026, 9, 1))
    services.open_roster_alarms(OFFICE, "huaihai")


def state(key: str, who: Actor = OFFICE) -> DutyState:
    """How an alarm stands on the day of an actor."""
    reckoning = reckon("huaihai", who.at.date())
    return find_by_keys(who, "huaihai", reckoning, [key])[key].state


def on(day: date) -> Actor:
    """The office at work on another day."""
    return replace(OFFICE, at=datetime(day.year, day.month, day.day, 2, tzinfo=UTC))


def test_a_vacancy_is_on_the_to_do_of_its_city(
    vacant: None, settings: Settings
) -> None:
    """Under today, with its age and without a day, and not as something late."""
    settings.HANSA_CLOCK = AT
    box = inboxes.inbox(HEZE, "huaihai", reckon("huaihai", TODAY))
    assert [line.key for line in box.today] == [KEY]
    assert (box.total, box.today[0].age_months, box.today[0].days_late) == (1, 2, None)
    with translation.override(ENGLISH):
        assert render(box.sentence) == "1 to do today: 1 in hand"
    assert inboxes.count_waiting(HEZE, "huaihai", reckon("huaihai", TODAY)) == 1
    page = browser(account(Role.CITY_LIAISON, "heze")).get("/huaihai/duties/todo/")
    text = page.content.decode()
    assert "2 months old" in text
    assert "No focal point of Heze: name one" in text
    assert "overdue since" not in text


def test_a_vacancy_is_on_the_morning_list_of_the_office(
    vacant: None, settings: Settings, run: Run
) -> None:
    """One row for all cities that lack it, named by one of them, and no row for each."""
    settings.HANSA_CLOCK = AT
    reckoning = reckon("huaihai", TODAY)
    (row,) = inboxes.morning(OFFICE, "huaihai", reckoning).rows
    assert row.missing == ("jining", "heze")
    assert (row.due_on, row.age_months) == (None, 2)
    with translation.override(ENGLISH):
        assert render(row.title) == "No focal point of Heze: name one (and 1 more)"
    box = inboxes.inbox(OFFICE, "huaihai", reckoning)
    assert (box.today, box.total) == ((), 1)
    assert inboxes.count_waiting(OFFICE, "huaihai", reckoning) == 1
    page = browser(account(Role.SECRETARIAT)).get("/huaihai/duties/todo/")
    assert "2 months old" in page.content.decode()
    (told,) = run("duties", "morning", "huaihai")["rows"]
    assert told["missing"] == ["jining", "heze"]


def test_a_vacancy_that_is_back_is_open_again(vacant: None) -> None:
    """Who was named in error counts no more, and the alarm stands as it stood before."""
    named = reach("huaihai", ("heze",))["heze"]
    services.open_roster_alarms(OFFICE, "huaihai")
    assert state(KEY) is DutyState.DONE
    people.withdraw_posting(OFFICE, "huaihai", named)
    services.open_roster_alarms(OFFICE, "huaihai")
    assert state(KEY) is DutyState.OPEN
    before = journal.head()
    assert services.open_roster_alarms(OFFICE, "huaihai").opened == 0
    assert journal.head() == before
    reach("huaihai", ("heze",))
    services.open_roster_alarms(OFFICE, "huaihai")
    assert state(KEY) is DutyState.DONE


def test_a_gap_that_never_was_leaves_no_alarm(served: None) -> None:
    """A day that is put right moves the gap: the alarm of the wrong day is settled."""
    posting = reach("huaihai", HUAIHAI)["heze"]
    people.end_posting(OFFICE, "huaihai", posting, date(2026, 9, 1))
    services.open_roster_alarms(OFFICE, "huaihai")
    people.withdraw_posting(OFFICE, "huaihai", posting)
    services.open_roster_alarms(OFFICE, "huaihai")
    assert state(KEY) is DutyState.DONE
    assert state("roster/focal-point/heze/2019-01-01") is DutyState.OPEN
    before = journal.head()
    services.open_roster_alarms(on(TODAY + timedelta(days=1)), "huaihai")
    assert journal.head() == before


def test_one_too_many_is_on_the_to_do(served: None) -> None:
    """A city that lends more than agreed is told today, as is the office."""
    for number in range(3):
        lend("huaihai", "heze", "office", number=number)
    services.open_roster_alarms(OFFICE, "huaihai")
    box = inboxes.inbox(HEZE, "huaihai", reckon("huaihai", TODAY))
    assert [line.series for line in box.today] == ["roster/secondment"]
