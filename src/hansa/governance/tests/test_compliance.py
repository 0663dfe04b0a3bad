"""How a year was kept: what binds is a violation, what binds in principle only warns."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from conftest import CharterCopy, Hansa, Run
from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor, Role
from hansa.duties.reads.duties import find_by_keys
from hansa.duties.reads.states import reckon
from hansa.duties.terms.duties import DutyState
from hansa.governance import services
from hansa.governance.reads.compliance import compliance
from hansa.governance.terms import EntryKind, Level
from hansa.governance.terms.compliance import Compliance, Weight
from hansa.governance.terms.records import MeetingFacts
from hansa.governance.tests.people import AT, OFFICE, actor, lead
from hansa.governance.views.records import compliance_sentence
from hansa.kernel.errors import Forbidden, Refused
from hansa.kernel.periods import Period

row = pytest.mark.row
CLOSED = date(2026, 1, 1)
GROUPS = ("planning", "transport", "industry", "environment", "services")


def record(league: str, body: str, on: date, **facts: Any) -> str:
    """Record a meeting of one day as the office does."""
    stated = MeetingFacts(
        body=body,
        year=on.year,
        days=Period(on, on + timedelta(days=1)),
        **{"kind": EntryKind.MEETING, **facts},
    )
    return services.record_meeting(OFFICE, league, stated, None)


def send(body: str, on: date) -> str:
    return record("changzhutan", body, on, kind=EntryKind.CIRCULAR)


def kept(
    league: str, year: int = 2025, as_of: date = CLOSED, who: Actor = OFFICE
) -> Compliance:
    return compliance(who, charter_reads.get_versions(league), year, as_of)


def told(found: Any) -> list[tuple[str, str]]:
    return [(s["weight"], s["message"]) for s in found["shortfalls"]]


@row("H-GOV-20")
def test_a_group_without_its_meeting(served: None, run: Run) -> None:
    """Four groups owe four meetings; a year closed with three names the fourth."""
    for group, month in (("transport", 3), ("industry", 6), ("ecology", 9)):
        record("huaihai", f"group-{group}", date(2025, month, 4))
    record("huaihai", "consultation", date(2025, 8, 20), host="suqian")
    record("huaihai", "symposium", date(2025, 11, 20), host="suqian")
    asked = ("governance", "compliance", "huaihai", "--year", "2025")
    found = run(*asked, "--as-of", "2026-01-01")
    assert (found["closed"], found["held"], found["asked"]) == (True, 5, 6)
    assert found["meetings"] == 6
    assert told(found) == [
        ("hard", "Joint Working Group on Social Services, 2025 meeting: 0 of 1")
    ]
    groups = [line for line in found["lines"] if line["body"].startswith("group-")]
    assert [(line["held"], line["asked"]) for line in groups] == [(1, 1)] * 3 + [(0, 1)]
    open_year = run(*asked, "--as-of", "2025-12-31")
    assert (open_year["hard"], open_year["closed"]) == (0, False)
    assert sum(line["pending"] for line in open_year["lines"]) == 1


@row("H-GOV-20", part="for people")
def test_a_group_without_its_meeting_in_words(served: None, hansa: Hansa) -> None:
    """The table says 0 / 1, and the sentence names group and clause."""
    ran = hansa(
        "governance", "compliance", "huaihai", "--year", "2025",
        "--as-of", "2026-01-01", "--lang", "en",
    )  # fmt: skip
    assert ran.code == 0
    assert "0 / 1" in ran.out
    assert (
        "violation: Joint Working Group on Social Services, 2025 meeting: 0 of 1"
        in ran.out
    )
    assert "GOV-20" in ran.out


def log_a_year(plenaries: int = 2) -> None:
    """Record 2 plenaries, 9 group meetings and 3 meetings of directors, none in Q3."""
    for level, month in list(zip((Level.SECRETARY, Level.MAYOR), (3, 10), strict=True))[
        :plenaries
    ]:
        on = date(2025, month, 10)
        record("changzhutan", "conference", on, level=level, host="zhuzhou")
    for group in GROUPS:
        record("changzhutan", f"group-{group}", date(2025, 4, 1))
        if group != "industry":
            record("changzhutan", f"group-{group}", date(2025, 9, 1))
    for month in (2, 5, 11):
        record("changzhutan", "drc-directors", date(2025, month, 8))


@row("C-GOV-12")
def test_soft_and_hard(served: None, run: Run) -> None:
    """2 + 9 + 3 meetings give two soft warnings and no violation; one plenary gives one."""
    log_a_year()
    record("changzhutan", "conference", date(2025, 7, 7), ad_hoc=True)
    asked = ("governance", "compliance", "changzhutan", "--year", "2025")
    found = run(*asked, "--as-of", "2026-01-01")
    meetings = [line for line in found["lines"] if line["kind"] == "meeting"]
    assert sum(line["asked"] for line in meetings) == 16 == found["meetings"]
    assert sum(line["held"] for line in meetings) == 14
    shortfalls = [s for s in found["shortfalls"] if s["kind"] == "meeting"]
    assert [(s["weight"], s["message"]) for s in shortfalls] == [
        (
            "soft",
            "Consultation of the three DRC directors in quarter 3 of 2025: 3 of 4",
        ),
        ("soft", "Special Group on Industry, meeting no. 2 in 2025: 1 of 2"),
    ]
    (conference,) = (line for line in meetings if line["body"] == "conference")
    assert (conference["held"], conference["surplus"]) == (2, 1)


@row("C-GOV-12", part="only one plenary")
def test_one_plenary_is_a_violation(served: None) -> None:
    """The second plenary binds without exception."""
    log_a_year(plenaries=1)
    meetings = [
        s for s in kept("changzhutan").shortfalls if s.kind is EntryKind.MEETING
    ]
    assert [s.weight for s in meetings] == [Weight.HARD, Weight.SOFT, Weight.SOFT]
    assert (meetings[0].body, meetings[0].member) == ("conference", "zhuzhou")


@row("C-GOV-13")
def test_circulars_of_a_year(
    db: None, run: Run, charter_copy: CharterCopy, hansa: Hansa
) -> None:
    """A half-year skipped is overdue, a quarter of a department line only warns."""
    line = """\
  - id: department-health
    name: {zh: 卫生健康部门, en: Health departments}
    type: coordination
    layer: implementation
    parent: conference
    cadences:
      - {kind: circular, every: quarter, modality: in-principle, clauses: [GOV-13]}
    clauses: [GOV-13]
groups:
"""
    folder = charter_copy("changzhutan", {"governance.yaml": [("groups:\n", line)]})
    assert run("charter", "apply", folder, "--in-service-since", "2019-01-01")
    asked = ("governance", "compliance", "changzhutan", "--year", "2025")
    before = run(*asked, "--as-of", "2026-01-01")
    circulars = [x for x in before["lines"] if x["kind"] == "circular"]
    assert [x["asked"] for x in circulars] == [1, 4, 2, 2, 2, 2, 2]
    services.open_calendar_duties(OFFICE, "changzhutan")
    send("conference", date(2025, 12, 20))
    for group in GROUPS:
        send(f"group-{group}", date(2025, 6, 20))
        if group != "industry":
            send(f"group-{group}", date(2025, 12, 20))
    for month in (3, 6, 12):
        send("department-health", date(2025, month, 25))
    found = run(*asked, "--as-of", "2026-01-01")
    assert [
        (s["weight"], s["message"])
        for s in found["shortfalls"]
        if s["kind"] == "circular"
    ] == [
        (
            "hard",
            "Circular of Special Group on Industry for the second half of 2025: 1 of 2",
        ),
        ("soft", "Circular of Health departments for quarter 3 of 2025: 3 of 4"),
    ]
    keys = {
        "changzhutan/2025/group-industry/circular/1": DutyState.DONE,
        "changzhutan/2025/group-industry/circular/2": DutyState.OVERDUE,
        "changzhutan/2025/department-health/circular/3": DutyState.LAPSED,
    }
    reckoning = reckon("changzhutan", AT.date())
    duties = find_by_keys(OFFICE, "changzhutan", reckoning, list(keys))
    assert {key: duty.state for key, duty in duties.items()} == keys


def test_outside_its_period_is_held_and_a_violation(served: None) -> None:
    """A session in December counts as held, and the departure stays."""
    record("huaihai", "symposium", date(2025, 12, 5), host="suqian")
    found = kept("huaihai")
    (line,) = (x for x in found.lines if x.body == "symposium")
    assert (line.held, [s.code.value for s in line.shortfalls]) == (
        1,
        ["outside-period"],
    )
    assert line.shortfalls[0].weight is Weight.HARD


def test_before_service_nothing_counts(leagues: None) -> None:
    """What lies before the start of service is not recorded, and never late."""
    found = kept("huaihai")
    assert (found.hard, found.soft) == (0, 0)
    assert sum(line.not_recorded for line in found.lines) == 6


@row("H-GOV-27")
def test_a_body_that_waits_is_conditional(served: None, run: Run) -> None:
    """The institute waits for the right time: listed, and never late in any year."""
    for year in (2019, 2025):
        found = run(
            "governance", "compliance", "huaihai",
            "--year", str(year), "--as-of", "2026-11-24",
        )  # fmt: skip
        assert found["conditional"] == [
            "legislative-conference",
            "legislative-institute",
            "county-bodies",
        ]
        named = {line["body"] for line in found["lines"]}
        assert not named & set(found["conditional"])
    bodies = run("charter", "show", "huaihai")["sections"]["governance"]["bodies"]
    (institute,) = (b for b in bodies if b["id"] == "legislative-institute")
    assert institute["condition"] == "适时"


def test_who_sees_what_a_city_left_undone(served: None) -> None:
    """A city sees its own turn and what no turn decides; the office sees all."""
    assert {s.body for s in kept("huaihai").shortfalls} == {
        "symposium", "consultation", "group-transport", "group-industry",
        "group-ecology", "group-society",
    }  # fmt: skip
    suqian = kept("huaihai", who=actor(Role.CITY_LIAISON, "suqian"))
    assert {s.member for s in suqian.shortfalls} == {"suqian", None}
    heze = kept("huaihai", who=actor(Role.LEADER, "heze"))
    assert {line.body for line in heze.lines} == {
        f"group-{g}" for g in ("transport", "industry", "ecology", "society")
    }
    assert heze.asked == 4
    # Whoever sees a part of it is told that it is a part.
    assert (kept("huaihai").whole, heze.whole) == (True, False)
    assert "other cities" in compliance_sentence(heze).msgid
    assert "other cities" not in compliance_sentence(kept("huaihai")).msgid
    for who in (
        actor(Role.PUBLIC, league=None),
        actor(Role.RESIDENT, league=None),
        actor(Role.SECRETARIAT, league="changzhutan"),
        actor(Role.CITY_LIAISON, "changsha", league="changzhutan"),
    ):
        with pytest.raises(Forbidden):
            kept("huaihai", who=who)


def test_what_the_leading_city_left_undone_is_its_own(served: None) -> None:
    """A group's missing meeting is seen by the city of the unit that leads, as its duty."""
    lead("huaihai", "linyi", "group-society")
    missing = "huaihai/2025/group-society/meeting/1"
    for who, seen in (
        (OFFICE, True),
        (actor(Role.CITY_LIAISON, "linyi"), True),
        (actor(Role.CITY_LIAISON, "heze"), False),
        (actor(Role.LEADER, "xuzhou"), False),
    ):
        found = {s.entry: s.member for s in kept("huaihai", who=who).shortfalls}
        assert (missing in found) == seen
        assert not seen or found[missing] == "linyi"


def test_a_year_before_the_first_conference(served: None, hansa: Hansa) -> None:
    """Nothing was owed then, and the question is refused."""
    with pytest.raises(Refused):
        kept("huaihai", 2017)
    assert hansa("governance", "compliance", "huaihai", "--year", "2017").code == 1


def test_known_at_and_as_of(served: None, run: Run) -> None:
    """A year can be asked as it stood on a day and as it was known then."""
    record("huaihai", "symposium", date(2025, 11, 20), host="suqian")
    asked = ("governance", "compliance", "huaihai", "--year", "2025")
    assert run(*asked, "--as-of", "2025-11-19")["held"] == 0
    assert run(*asked, "--as-of", "2025-11-20")["held"] == 1
    known = run(*asked, "--as-of", "2026-01-01", "--known-at", "2026-11-24T09:00")
    assert known["held"] == 1


def test_a_constant_number_of_questions(
    served: None, django_assert_num_queries: Callable[..., Any]
) -> None:
    """Whatever was recorded, the same questions."""
    versions = charter_reads.get_versions("changzhutan")
    with django_assert_num_queries(6):
        compliance(OFFICE, versions, 2025, CLOSED)
    log_a_year()
    with django_assert_num_queries(6):
        compliance(OFFICE, versions, 2025, CLOSED)
