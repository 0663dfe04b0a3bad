"""Units that lead a group and are closed: whoever takes over answers, or the office."""

from datetime import date
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from conftest import Hansa, Run
from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor, Role
from hansa.directory.services import people
from hansa.directory.terms.people import Closing, UnitKind
from hansa.duties.models import Duty, DutyEvent
from hansa.duties.reads.duties import find_by_keys, reckon
from hansa.duties.reads.visibility import led_bodies
from hansa.duties.terms.duties import DutyLine
from hansa.governance import services
from hansa.governance.reads import answering, rosters
from hansa.governance.reads.calendars import get_entry
from hansa.governance.reads.records import recordable, require_record
from hansa.governance.terms.records import MeetingFacts
from hansa.governance.tests.people import AT, OFFICE, actor, add_unit, lead
from hansa.governance.tests.test_records import held

TODAY = AT.date()
MEETING = "huaihai/2026/group-transport/meeting/1"
MISSED = "huaihai/2025/group-transport/meeting/1"


@pytest.fixture(autouse=True)
def standing_clock(settings: Settings) -> None:
    """Let the ticks read the tests' instant."""
    settings.HANSA_CLOCK = AT


def duty(key: str) -> DutyLine:
    return find_by_keys(OFFICE, "huaihai", reckon("huaihai", TODAY), [key])[key]


def snapshot() -> tuple[list[Any], int]:
    rows = Duty.objects.order_by("pk").values("pk", "unit_id", "findings", "revision")
    return list(rows), DutyEvent.objects.count()


def leader_of(unit: str) -> Actor:
    return actor(Role.GROUP_LEAD, "jining", unit)


def close(unit: str, heir: str | None = None, on: date = TODAY) -> None:
    people.close_unit(OFFICE, "huaihai", unit, Closing(on=on, successor=heir), 1)


def test_a_leading_unit_without_heir_leaves_its_duties_to_the_office_once(
    served: None, hansa: Hansa
) -> None:
    """The first tick moves them with a finding, and no later one moves them back."""
    unit = lead("huaihai", "jining", "group-transport")
    assert hansa("tick").code == 0
    assert duty(MEETING).unit == unit
    close(unit)
    assert hansa("tick").code == 0
    for key in (MEETING, MISSED):
        line = duty(key)
        assert (line.member, line.unit, line.generation) == ("jining", None, 1)
        assert [finding.code for finding in line.findings] == ["no-unit"]
    before = snapshot()
    for _ in range(2):
        assert hansa("tick").code == 0
        assert snapshot() == before


def test_no_duty_is_opened_for_a_closed_unit(served: None) -> None:
    """A duty that is opened later falls to the heir, or else to the office."""
    unit = lead("huaihai", "jining", "group-transport")
    close(unit)
    services.open_calendar_duties(OFFICE, "huaihai")
    assert (duty(MEETING).member, duty(MEETING).unit) == ("jining", None)


def test_whoever_took_over_leads_at_once(served: None) -> None:
    """No tick is waited for: the heir sees the group, owes and records it."""
    unit = lead("huaihai", "jining", "group-transport")
    heir = add_unit("huaihai", "jining", UnitKind.DEPARTMENT, "综合交通处")
    close(unit, heir)
    versions = charter_reads.get_versions("huaihai")
    new, old = leader_of(heir), leader_of(unit)
    assert led_bodies(new, "huaihai") == {"group-transport"}
    assert led_bodies(old, "huaihai") == frozenset()
    entries = [get_entry(versions, key) for key in (MEETING, MISSED)]
    owners = answering.owners(new, "huaihai", entries)
    assert {over.unit for over in owners.values()} == {heir}
    found = recordable(new, "huaihai", entries, TODAY)
    assert found == {MEETING, MISSED}
    past: MeetingFacts = held("group-transport", date(2025, 6, 3))
    require_record(new, "huaihai", past)
    services.record_meeting(new, "huaihai", past, None)
    services.open_calendar_duties(OFFICE, "huaihai")
    assert duty(MEETING).unit == heir


def test_another_unit_that_leads_is_not_passed_over(served: None) -> None:
    """Of two leads the one whose unit stands answers."""
    unit = lead("huaihai", "jining", "group-transport")
    other = lead("huaihai", "linyi", "group-transport")
    close(unit)
    services.open_calendar_duties(OFFICE, "huaihai")
    assert (duty(MEETING).member, duty(MEETING).unit) == ("linyi", other)


def test_the_seat_of_a_closed_leading_unit_is_vacant(served: None, run: Run) -> None:
    """A roster names no unit that is gone, and the gap is an alarm from its last day on."""
    unit = lead("huaihai", "jining", "group-transport")
    heir = add_unit("huaihai", "jining", UnitKind.DEPARTMENT, "综合交通处")
    close(unit, heir, date(2026, 3, 1))
    versions = charter_reads.get_versions("huaihai")

    def vacant(on: date) -> bool:
        (found,) = rosters.list_seats(OFFICE, versions, on, "consultation")
        (line,) = (x for x in found.lines if x.seat.body == "group-transport")
        return line.vacant

    services.open_roster_alarms(OFFICE, "huaihai")
    assert not vacant(TODAY)
    close(heir, on=date(2026, 11, 3))
    assert (vacant(date(2026, 11, 2)), vacant(TODAY)) == (False, True)
    services.open_roster_alarms(OFFICE, "huaihai")
    key = "roster/seat/consultation/group-transport/lead-unit-head/2026-11-03"
    assert duty(key).body == "consultation"
