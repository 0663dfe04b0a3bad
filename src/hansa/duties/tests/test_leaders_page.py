"""The leader's page: what waits for a decision, and honest figures; no city is shamed."""

import re
from datetime import date

import pytest
from django.test import Client

from hansa.charter.terms import Modality
from hansa.chassis.actor import Role
from hansa.duties.models import Duty
from hansa.duties.reads import duties as reads
from hansa.duties.reads import inboxes
from hansa.duties.services import acts
from hansa.duties.tests.conftest import OFFICE, TODAY, Enter, draft, liaison, opened
from hansa.kernel.periods import Period

LAST_YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
BEFORE = Period(date(2023, 1, 1), date(2024, 1, 1))


@pytest.fixture
def stuck(league: None, clock: object) -> None:
    """Linyi is late since 2025, and the office put that to those who chair."""
    opened(draft("g/1", member="linyi", window=LAST_YEAR))
    duty = Duty.objects.get(key="g/1")
    raised = acts.Escalation(level="coordination", proposal="建议12月15日前补开。")
    acts.escalate(OFFICE, "huaihai", duty.pk, duty.revision, raised)


def page(client: Client) -> str:
    answer = client.get("/huaihai/briefing/")
    assert answer.status_code == 200
    html = answer.content.decode().split("<main")[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_who_chairs_reads_the_proposal_and_not_how_late_another_city_is(
    stuck: None, enter: Enter
) -> None:
    """Suzhou's leader chairs: he reads what is put to him; Linyi's own reads how late."""
    chairing = page(enter(Role.LEADER, "suzhou"))
    assert "1 matter needs a decision" in chairing
    assert "建议12月15日前补开。" in chairing
    assert "Put to the next level" in chairing
    assert "late" not in chairing
    assert "2025-12-31" not in chairing
    assert (
        "The due days of another city are told to that city and to the office."
        in chairing
    )
    own = page(enter(Role.LEADER, "linyi"))
    assert "328 days late" in own
    assert "2025-12-31" in own
    assert "The due days of another city" not in own
    assert "Nothing needs a decision" in page(enter(Role.LEADER, "heze"))


def test_what_was_not_recorded_is_neither_done_nor_owed(
    stuck: None, enter: Enter
) -> None:
    """Before the start of service nothing counts, on the sheet and in the matrix."""
    opened(
        draft("h/1", member="heze", window=BEFORE),
        draft("h/2", member="heze"),
        draft("h/3", member="heze"),
    )
    done = Duty.objects.get(key="h/3")
    acts.record_evidence(
        liaison("heze"), "huaihai", done.pk, 1, acts.Done(on=TODAY, note="x")
    )
    assert "Duties done (Heze) 1 / 2" in page(enter(Role.LEADER, "heze"))
    matrix = inboxes.who_owes_what(OFFICE, "huaihai", reads.reckon("huaihai", TODAY))
    row = next(row for row in matrix.rows if row.series == "h")
    cell = row.cells[matrix.members.index("heze")]
    assert cell is not None
    assert (cell.done, cell.total) == (1, 2)


def test_only_a_must_is_counted_overdue(league: None, enter: Enter) -> None:
    """What binds in principle and lapsed is a reminder: amber, and counted apart."""
    opened(
        draft("i/1", member="heze", window=LAST_YEAR, modality=Modality.IN_PRINCIPLE),
        draft("j/1", member="heze", window=LAST_YEAR),
    )
    leader = enter(Role.LEADER, "heze")
    sheet = page(leader)
    assert "Overdue (Heze) 1" in sheet
    assert "and 1 to be reminded of" in sheet
    todo = leader.get("/huaihai/duties/todo/").content.decode()
    assert "1 overdue, the oldest since 2025-12-31" in todo
    assert "1 to be reminded of" in todo
    lapsed = Duty.objects.get(key="i/1")
    alone = leader.get(f"/huaihai/duties/{lapsed.pk}/").content.decode()
    assert "328 days past the due day" in alone
    assert "days late" not in alone


def test_a_gap_of_reminders_is_never_red(league: None, enter: Enter) -> None:
    """The office's morning shows a city that lapsed in amber, and one overdue in red."""
    opened(
        draft("i/1", member="heze", window=LAST_YEAR, modality=Modality.IN_PRINCIPLE)
    )
    office = enter(Role.SECRETARIAT)
    told = office.get("/huaihai/duties/todo/").content.decode().split("<main")[1]
    row = told.split('class="duty"')[1].split("</section>")[0]
    assert "late" not in row.replace("templates", "")
    assert "328 days past the due day" in row
    opened(draft("j/1", member="heze", window=LAST_YEAR))
    told = office.get("/huaihai/duties/todo/").content.decode()
    assert 'class="chip late"' in told
