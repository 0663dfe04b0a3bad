"""Opening duties: twice is once, what moves is superseded, and nothing is ever lost."""

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from conftest import ROOT, Hansa
from hansa.charter.terms import Modality
from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.directory.services import people
from hansa.directory.terms.people import Closing, UnitNameLine
from hansa.duties.models import Duty, HandOn
from hansa.duties.reads import duties as reads
from hansa.duties.services import acts, handing, keeping, units
from hansa.duties.services.acts import Done
from hansa.duties.terms.duties import (
    NO_UNIT,
    DutyState,
    EventKind,
    Fact,
    Filters,
    Opened,
    Source,
)
from hansa.duties.tests.conftest import (
    OFFICE,
    TODAY,
    Enter,
    House,
    Place,
    draft,
    later,
    liaison,
    officer,
    opened,
)
from hansa.kernel.errors import Forbidden, Refused
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, text

DECEMBER = Period(date(2026, 12, 1), date(2027, 1, 1))


def states(as_of: date = TODAY) -> dict[tuple[str, int], DutyState]:
    """The state of every duty by key and generation."""
    reckoning = reads.reckon("huaihai", as_of)
    lines = reads.list_lines(
        OFFICE, "huaihai", reckoning, list(Duty.objects.values_list("pk", flat=True))
    )
    return {(line.key, line.generation): line.state for line in lines}


def entries() -> int:
    """Count the acts in the journal."""
    return int(journal.head().partition(":")[0])


def test_twice_is_once(league: None) -> None:
    """The same drafts again open nothing and leave no entry in the journal."""
    drafts = [draft(f"series/{member}", member=member) for member in ("xuzhou", "heze")]
    first = opened(*drafts)
    before = entries()
    again = opened(*drafts, complete=("series",))
    assert first == Opened(opened=2, superseded=0, unchanged=0, not_opened=())
    assert again == Opened(opened=0, superseded=0, unchanged=2, not_opened=())
    assert entries() == before


def test_one_act_is_one_entry(league: None) -> None:
    """However many duties are opened, the journal holds one entry that attests them."""
    before = entries()
    opened(*(draft(f"series/{number}") for number in range(200)))
    entry = next(iter(journal.entries("huaihai", 1)))
    assert entries() == before + 1
    assert entry.service == "duties.open"
    assert entry.objects == ("duties:huaihai/manual",)


def test_what_moves_is_superseded_and_opened_anew(league: None) -> None:
    """A moved window makes the next generation, linked, and keeps the former."""
    opened(draft("series/xuzhou"))
    moved = opened(draft("series/xuzhou", window=DECEMBER))
    assert (moved.opened, moved.superseded) == (1, 1)
    assert states() == {
        ("series/xuzhou", 1): DutyState.SUPERSEDED,
        ("series/xuzhou", 2): DutyState.OPEN,
    }
    old, new = Duty.objects.order_by("generation")
    duty = reads.get_duty(OFFICE, "huaihai", old.pk, reads.reckon("huaihai", TODAY))
    assert duty.superseded_by == new.pk
    assert duty.events[-1].kind is EventKind.SUPERSEDED


def test_what_is_only_reworded_stays(league: None) -> None:
    """Another title changes the words and no generation."""
    opened(draft("series/xuzhou"))
    said = opened(draft("series/xuzhou", title=Bilingual("征求意见", "Comments")))
    assert (said.opened, said.superseded) == (0, 0)
    row = Duty.objects.get()
    assert row.title == {"zh": "征求意见", "en": "Comments"}
    assert row.words == "征求意见 comments"


def test_who_owes_it_may_be_found_out_later(league: None) -> None:
    """A city that becomes known takes the duty as it is; nothing is superseded."""
    opened(draft("group/1", body="group-society", member=None))
    again = opened(draft("group/1", body="group-society", member="linyi"))
    assert again == Opened(opened=0, superseded=0, unchanged=0, not_opened=())
    assert states() == {("group/1", 1): states()["group/1", 1]}
    assert Duty.objects.get().member == "linyi"


def test_what_vanished_is_superseded(league: None) -> None:
    """A key that a complete series no longer has is superseded; other series are not."""
    opened(draft("one/a"), draft("one/b"), draft("two/a"))
    opened(draft("one/a"), complete=("one",))
    assert {
        key for (key, _), state in states().items() if state is DutyState.SUPERSEDED
    }
    assert states()[("one/b", 1)] is DutyState.SUPERSEDED
    assert states()[("two/a", 1)] is DutyState.DUE_SOON


def test_what_vanished_may_come_back(league: None) -> None:
    """A correction of the charter opens the next generation."""
    opened(draft("one/a"))
    opened(complete=("one",))
    opened(draft("one/a"), complete=("one",))
    assert states()[("one/a", 2)] is DutyState.DUE_SOON


def test_what_is_done_stays_done(place: Place) -> None:
    """Neither a moved nor a vanished source touches a duty that was done or waived."""
    done, waived = place("one/a"), place("one/b")
    acts.record_evidence(
        OFFICE_FOR_XUZHOU, "huaihai", done, 1, Done(on=TODAY, note="x")
    )
    acts.waive(OFFICE, "huaihai", waived, 1, acts.Decision(on=TODAY, document="1号"))
    moved = opened(
        draft("one/a", window=DECEMBER),
        draft("one/b", window=DECEMBER),
        complete=("one",),
    )
    vanished = opened(complete=("one",))
    assert moved.unchanged == 2
    assert vanished.superseded == 0
    assert set(states().values()) == {DutyState.DONE, DutyState.WAIVED}


OFFICE_FOR_XUZHOU = replace(
    OFFICE, authority="徐州市联络员", evidence="徐政函〔2026〕1号"
)


def test_what_only_encourages_opens_nothing(league: None) -> None:
    """Such drafts are named and left out."""
    said = opened(
        draft("one/a", modality=Modality.ENCOURAGE),
        draft("one/b", modality=Modality.NONE),
        draft("one/c"),
    )
    assert said.opened == 1
    assert said.not_opened == ("one/a", "one/b")


def test_a_duty_without_a_unit_falls_to_the_office(league: None) -> None:
    """It is opened all the same, with a finding, and is found by it."""
    opened(draft("one/a"), draft("one/b", member=None, body=None))
    reckoning = reads.reckon("huaihai", TODAY)
    found = reads.find_by_keys(OFFICE, "huaihai", reckoning, ["one/a", "one/b"])
    assert found["one/a"].findings == (NO_UNIT,)
    assert found["one/b"].findings == ()
    assert (
        reads.count_duties(OFFICE, "huaihai", reckoning, Filters(without_unit=True))
        == 2
    )


def test_a_unit_that_becomes_known_is_taken_once(house: House) -> None:
    """Later drafts name the unit; one that took over since is not sent back."""
    city = house.cities["xuzhou"]
    opened(draft("one/a"))
    opened(draft("one/a", unit=city.body))
    row = Duty.objects.get()
    assert (str(row.unit_id), row.findings) == (city.body, [])
    opened(draft("one/a", unit=city.bureau))
    assert str(Duty.objects.get().unit_id) == city.body


def test_texts_and_names_are_kept_in_both_languages(league: None) -> None:
    """A title that the program writes is found in either language."""
    opened(draft("one/a", title=text("meeting")))
    reckoning = reads.reckon("huaihai", TODAY)
    for words in ("meeting", "会议"):
        assert reads.count_duties(OFFICE, "huaihai", reckoning, Filters(words=words))


def test_two_drafts_of_one_key_are_refused(league: None) -> None:
    """A source that says two things opens neither."""
    with pytest.raises(Refused) as refusal:
        opened(draft("one/a"), draft("one/a", window=DECEMBER))
    assert refusal.value.code == "duty-key-twice"
    assert not Duty.objects.exists()


def test_a_long_key_is_refused(league: None) -> None:
    """A key that no column holds is refused alike on both databases."""
    with pytest.raises(Refused):
        opened(draft("k" * 201))


def test_the_public_opens_nothing(league: None, resident: Actor) -> None:
    """Only who keeps records may."""
    with pytest.raises(Forbidden):
        keeping.open_duties(
            resident, "huaihai", Source.MANUAL, [draft("one/a")], complete=()
        )
    with pytest.raises(Forbidden):
        keeping.record_evidence_by_key(resident, "huaihai", Source.MANUAL, [])
    with pytest.raises(Forbidden):
        keeping.withdraw_evidence_by_key(resident, "huaihai", Source.MANUAL, "a", "b")
    with pytest.raises(Forbidden):
        units.take_over_closed_units(resident, "huaihai")


def fact(on: date = date(2026, 11, 19), record: str = "meeting:1") -> Fact:
    """A meeting held."""
    return Fact(key="one/a", record=record, on=on, document="纪要〔2026〕1号")


def settle(*facts: Fact) -> int:
    """Settle by what was recorded elsewhere."""
    return keeping.record_evidence_by_key(OFFICE, "huaihai", Source.MANUAL, facts)


def test_a_record_settles_its_duty_once(league: None) -> None:
    """The same fact again changes nothing; another day replaces it; withdrawn, it opens."""
    opened(draft("one/a"))
    assert settle(fact()) == 1
    before = entries()
    assert settle(fact()) == 0
    assert entries() == before
    assert states()[("one/a", 1)] is DutyState.DONE
    assert settle(fact(date(2026, 12, 2))) == 1
    assert states(date(2026, 12, 24))[("one/a", 1)] is DutyState.DONE_LATE
    assert keeping.withdraw_evidence_by_key(
        OFFICE, "huaihai", Source.MANUAL, "one/a", "meeting:1"
    )
    assert not keeping.withdraw_evidence_by_key(
        OFFICE, "huaihai", Source.MANUAL, "one/a", "meeting:1"
    )
    assert states()[("one/a", 1)] is DutyState.DUE_SOON


def test_a_fact_before_its_duty_waits(league: None) -> None:
    """What is recorded before the duty is opened settles it when told again."""
    assert settle(fact()) == 0
    opened(draft("one/a"))
    assert settle(fact()) == 1


def test_two_records_settle_until_both_are_withdrawn(league: None) -> None:
    """One of two records taken back leaves the other."""
    opened(draft("one/a"))
    assert settle(fact(), fact(record="meeting:2")) == 2
    keeping.withdraw_evidence_by_key(
        OFFICE, "huaihai", Source.MANUAL, "one/a", "meeting:1"
    )
    assert states()[("one/a", 1)] is DutyState.DONE


def test_after_a_withdrawal_the_charter_moves_it(league: None) -> None:
    """What was moved while it was done is moved once it is open again."""
    opened(draft("one/a"))
    settle(fact())
    opened(draft("one/a", window=DECEMBER))
    keeping.withdraw_evidence_by_key(
        OFFICE, "huaihai", Source.MANUAL, "one/a", "meeting:1"
    )
    opened(draft("one/a", window=DECEMBER))
    assert states()[("one/a", 2)] is DutyState.OPEN


def test_a_closed_unit_hands_its_duties_to_its_successor(
    house: House, place: Place
) -> None:
    """Duty and part move with the successor, settled ones stay, again moves nothing."""
    city = house.cities["xuzhou"]
    duty = place("one/a", unit=city.bureau)
    (part,) = handing.hand_on(
        liaison("xuzhou"), "huaihai", duty, 1, [handing.Handing(unit=city.bureau)]
    )
    people.close_unit(
        OFFICE, "huaihai", city.bureau, Closing(on=TODAY, successor=city.other), 1
    )
    assert units.take_over_closed_units(OFFICE, "huaihai") == 2
    assert units.take_over_closed_units(OFFICE, "huaihai") == 0
    assert str(Duty.objects.get(pk=duty).unit_id) == city.other
    assert str(HandOn.objects.get(pk=part).unit_id) == city.other
    shown = reads.get_duty(
        officer("xuzhou", city.other), "huaihai", duty, reads.reckon("huaihai", TODAY)
    )
    assert [event.kind for event in shown.events[-2:]] == [EventKind.UNIT_CHANGED] * 2


def test_a_closed_unit_without_successor_leaves_its_duties_to_the_office(
    house: House, place: Place, enter: Enter, hansa: Hansa
) -> None:
    """The duty stays, with a finding; the part goes back to the liaison."""
    city = house.cities["xuzhou"]
    duty = place("one/a", unit=city.bureau)
    handing.hand_on(
        liaison("xuzhou"), "huaihai", duty, 1, [handing.Handing(unit=city.bureau)]
    )
    people.close_unit(OFFICE, "huaihai", city.bureau, Closing(on=TODAY), 1)
    assert units.take_over_closed_units(OFFICE, "huaihai") == 2
    shown = reads.get_duty(OFFICE, "huaihai", duty, reads.reckon("huaihai", TODAY))
    assert (shown.line.unit, shown.line.findings) == (None, (NO_UNIT,))
    assert shown.parts[0].taken_back_at is not None
    page = enter(Role.SECRETARIAT).get(f"/huaihai/duties/{duty}/").content.decode()
    assert "formerly: xuzhou department" in page
    printed = hansa("duties", "show", "huaihai", str(duty), "--lang", "en").out
    assert "formerly: xuzhou" in printed


def test_a_renamed_unit_keeps_its_duties(house: House, place: Place) -> None:
    """A name changes, the id and what is owed do not."""
    city = house.cities["xuzhou"]
    duty = place("one/a", unit=city.bureau)
    named = UnitNameLine(
        name=Bilingual("徐州市交通局", "Xuzhou transport"), from_on=TODAY
    )
    people.rename_unit(OFFICE, "huaihai", city.bureau, named, 1)
    assert units.take_over_closed_units(OFFICE, "huaihai") == 0
    mine = officer("xuzhou", city.bureau)
    reckoning = reads.reckon("huaihai", TODAY)
    (line,) = reads.list_lines(mine, "huaihai", reckoning, [duty])
    assert line.unit == city.bureau


def test_no_duty_is_lost_by_the_clock(league: None) -> None:
    """Whatever the clock says, each duty is in exactly one state; none leaves the list."""
    opened(
        draft("one/a"),
        draft("one/b", window=None, since=date(2018, 12, 9)),
        draft("one/c", modality=Modality.CONDITIONAL, window=None),
        draft("one/d", window=Period(date(2032, 1, 1), date(2033, 1, 1))),
    )
    for as_of in (date(2017, 1, 1), TODAY, date(2031, 12, 31), date(2199, 12, 31)):
        assert len(states(as_of)) == 4


def test_a_clock_that_went_back_changes_nothing(league: None) -> None:
    """An act at an earlier instant than the one before is kept as told."""
    opened(draft("one/a"))
    before = later(OFFICE, datetime(2020, 1, 1, tzinfo=UTC))
    again = keeping.open_duties(
        before, "huaihai", Source.MANUAL, [draft("one/a")], complete=("one",)
    )
    assert again.unchanged == 1


TICKS = """
import sys, threading
import django
django.setup()
from hansa.chassis import database
from hansa.duties.services import keeping
from hansa.duties.terms.duties import Source
from hansa.duties.tests.conftest import OFFICE, draft

database.bring_up_to_date()
drafts = [draft(f"series/{number}") for number in range(60)]

def tick():
    keeping.open_duties(
        OFFICE, "huaihai", Source.CALENDAR, drafts, complete=("series",)
    )

threads = [threading.Thread(target=tick) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_ticks_at_once_open_each_duty_once(tmp_path: Path) -> None:
    """Two processes of three threads each open sixty duties, not one more."""
    file = tmp_path / "ticks.sqlite3"
    environment = {
        **os.environ,
        "HANSA_DATABASE_URL": f"sqlite:///{file}",
        "DJANGO_SETTINGS_MODULE": "hansa.site.settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
    }
    command = [sys.executable, "-c", TICKS]
    running = [subprocess.Popen(command, env=environment) for _ in range(2)]
    assert [process.wait(120) for process in running] == [0, 0]
    with sqlite3.connect(file) as connection:
        (count,) = connection.execute("select count(*) from duties_duty").fetchone()
        (most,) = connection.execute(
            "select max(generation) from duties_duty"
        ).fetchone()
        (acts_told,) = connection.execute(
            "select count(*) from chassis_journalentry where service = 'duties.open'"
        ).fetchone()
    assert (count, most, acts_told) == (60, 1, 1)
