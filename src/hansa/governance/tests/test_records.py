"""What happened outside is recorded and never refused; what departs is said beside it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from conftest import CharterCopy, Hansa, Run
from hansa.charter import reads as charter_reads
from hansa.charter import services as charter_services
from hansa.chassis import journal, search
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import Upload
from hansa.directory.services.behalf import act_for
from hansa.directory.terms.offices import Office
from hansa.duties.reads.duties import find_by_keys
from hansa.duties.reads.states import reckon
from hansa.duties.terms.duties import DutyLine, DutyState
from hansa.governance import reads, services
from hansa.governance.reads import found
from hansa.governance.reads import records as record_reads
from hansa.governance.terms import EntryKind, Holder, Level
from hansa.governance.terms.records import (
    Departure,
    MeetingFacts,
    RecordFilter,
    RecordLine,
)
from hansa.governance.tests.people import AT, OFFICE, actor, lead
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual

row = pytest.mark.row
SYMPOSIUM_2024 = "huaihai/2024/symposium/meeting/1"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def held(body: str, on: date, **changed: Any) -> MeetingFacts:
    """A meeting of one day, with some facts changed."""
    facts = MeetingFacts(
        body=body,
        kind=EntryKind.MEETING,
        year=on.year,
        days=Period(on, on + timedelta(days=1)),
    )
    return replace(facts, **changed)


def symposium(on: date = date(2024, 11, 15), **changed: Any) -> MeetingFacts:
    return held("symposium", on, **{"host": "shangqiu", **changed})


def record(facts: MeetingFacts, league: str = "huaihai") -> str:
    return services.record_meeting(OFFICE, league, facts, None)


def line(id_: str, league: str = "huaihai") -> RecordLine:
    return record_reads.get_record(OFFICE, charter_reads.get_versions(league), id_)


def codes(id_: str, league: str = "huaihai") -> list[str]:
    return [remark.code.value for remark in line(id_, league).remarks]


def entry(id_: str, **known: Any) -> Any:
    league, year = id_.split("/")[:2]
    entries = reads.list_entries(
        charter_reads.get_versions(league), range(int(year), int(year) + 1), **known
    )
    return next(e for e in entries if e.id == id_)


def test_a_record_stands_beside_what_was_computed(served: None) -> None:
    """The entry keeps its computed host and period, and carries what was recorded."""
    place = Bilingual("河南商丘", "Shangqiu, Henan")
    id_ = record(symposium(place=place, document="纪要〔2024〕1号"))
    found = entry(SYMPOSIUM_2024)
    assert (found.host, found.window.start) == ("shangqiu", date(2024, 11, 1))
    assert found.actual.start == date(2024, 11, 15)
    assert found.actual.end == date(2024, 11, 16)
    assert (found.actual.place, found.actual.document) == (place, "纪要〔2024〕1号")
    assert found.actual.reason is None
    assert (line(id_).entry, codes(id_)) == (SYMPOSIUM_2024, [])


def test_a_record_is_found_by_its_paper(served: None) -> None:
    """The number of the minutes leads to the record, for whoever works here."""
    id_ = record(symposium(document="纪要〔2024〕1号"))
    search.rebuild("huaihai", [found.search_documents])
    (hit,) = search.find(OFFICE, "huaihai", "纪要〔2024〕1号", 5)
    assert (hit.kind, hit.key) == ("record", id_)
    assert search.find(actor(Role.PUBLIC), "huaihai", "纪要〔2024〕1号", 5) == ()
    services.withdraw_record(OFFICE, "huaihai", id_)
    search.rebuild("huaihai", [found.search_documents])
    assert search.find(OFFICE, "huaihai", "纪要〔2024〕1号", 5) == ()


@row("H-GOV-09", part="a session in December is recorded with a finding")
@row("H-GOV-17", part="a meeting in September is recorded with a finding")
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (symposium(date(2024, 12, 5)), "outside-period"),
        (held("consultation", date(2024, 9, 2), host="shangqiu"), "outside-period"),
        (symposium(host="suqian"), "other-host"),
        (
            symposium(chair=Holder(member="shangqiu", office=Office.MAYOR)),
            "other-chair",
        ),
        (
            symposium(
                chair=Holder(member="shangqiu", office=Office.EXECUTIVE_VICE_MAYOR),
                delegated=True,
            ),
            "chair-by-delegation",
        ),
    ],
)
def test_a_departure_is_recorded_and_asks_for_its_reason(
    served: None, facts: MeetingFacts, code: str
) -> None:
    """Nothing is refused; without reason and paper, that is said too."""
    bare = record(facts)
    assert codes(bare) == [code, "reason-missing", "document-missing"]
    assert line(bare).entry is not None
    told = next(r for r in line(bare).remarks if r.code.value == code)
    assert told.clauses
    reasoned = replace(facts, reason="因省里会议改期", document="〔2024〕9号")
    corrected = services.correct_record(OFFICE, "huaihai", bare, reasoned, None)
    assert codes(corrected) == [code]


def test_meetings_that_fill_no_place(served: None) -> None:
    """A second one, an ad hoc one, one nobody asks for: recorded, and no entries."""
    first = record(symposium())
    second = record(symposium(date(2024, 11, 20)))
    ad_hoc = record(symposium(date(2024, 11, 2), ad_hoc=True))
    unasked = record(held("expert-conference", date(2024, 6, 1)))
    former = record(held("mayors-conference", date(2019, 6, 1)))
    assert (line(first).entry, codes(first)) == (SYMPOSIUM_2024, [])
    for id_, expected in (
        (second, ["surplus"]),
        (ad_hoc, ["ad-hoc"]),
        (unasked, ["not-asked"]),
        (former, ["body-not-standing", "not-asked"]),
    ):
        assert (line(id_).entry, codes(id_)) == (None, expected)
    successor = line(former).remarks[0].message.parameters["successor"]
    assert successor == Bilingual("协同发展座谈会", "Coordinated Development Symposium")
    kept = reads.list_entries(charter_reads.get_versions("huaihai"), range(2024, 2025))
    assert len(kept) == 6


def test_levels_are_kept_apart(served: None) -> None:
    """A session at the mayors' level never fills the place of the secretaries'."""
    mayors = record(
        held("conference", date(2024, 3, 1), level=Level.MAYOR, host="changsha"),
        "changzhutan",
    )
    unstated = record(held("conference", date(2024, 4, 1)), "changzhutan")
    odd = record(symposium(level=Level.MAYOR))
    assert line(mayors, "changzhutan").entry == "changzhutan/2024/conference/meeting/2"
    assert codes(unstated, "changzhutan") == ["wrong-level"]
    assert codes(odd) == ["wrong-level"]
    assert entry("changzhutan/2024/conference/meeting/1").actual is None


def test_a_quarter_without_a_meeting_stays_empty(served: None) -> None:
    """Meetings stand for the quarter they fall in; what is left over fills in order."""
    ids = [
        record(held("drc-directors", on), "changzhutan")
        for on in (date(2024, 2, 1), date(2024, 5, 1), date(2024, 11, 1))
    ]
    places = [line(id_, "changzhutan").entry for id_ in ids]
    series = "changzhutan/2024/drc-directors/meeting"
    assert places == [f"{series}/1", f"{series}/2", f"{series}/4"]
    late = record(held("drc-directors", date(2024, 12, 1)), "changzhutan")
    assert line(late, "changzhutan").entry == f"{series}/3"
    assert codes(late, "changzhutan")[0] == "outside-period"


def test_before_service_nothing_is_late(leagues: None) -> None:
    """Of what lies before the start of service a record says so."""
    assert codes(record(symposium())) == ["before-service"]


def test_the_founding_session_may_be_recorded_too(served: None) -> None:
    """What somebody recorded comes before what the text reports; it stays no violation."""
    founding = "huaihai/2018/symposium/meeting/1"
    assert entry(founding).actual.document == "report"
    id_ = record(symposium(date(2018, 12, 9), host="xuzhou", document="签到册"))
    assert entry(founding).actual.document == "签到册"
    assert codes(id_) == ["before-service"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (symposium(date(2026, 11, 25)), "not-yet-held"),
        (held("symposion", date(2024, 11, 15)), "body-unknown"),
        (symposium(host="beijing"), "member-unknown"),
        (symposium(chair=Holder(member="x", office=Office.MAYOR)), "member-unknown"),
        (symposium(year=2019), "year-wrong"),
        (symposium(reason="长" * 401), "too-long"),
        (symposium(document="a\0b"), "too-long"),
        (symposium(place=Bilingual("长" * 201, "x")), "too-long"),
    ],
)
def test_only_nonsense_is_refused(served: None, facts: MeetingFacts, code: str) -> None:
    """What cannot have happened, and words that no column keeps."""
    with pytest.raises(Refused) as refused:
        record(facts)
    assert refused.value.code == code
    assert not list(journal.contents("governance.record_meeting"))


def test_as_of_and_known_at(served: None) -> None:
    """As of a day hides what happened later, known at an instant what was entered later."""
    first = record(symposium())
    later = replace(OFFICE, at=AT + timedelta(days=2))
    moved = symposium(date(2024, 11, 20))
    services.correct_record(later, "huaihai", first, moved, None)
    assert entry(SYMPOSIUM_2024, as_of=date(2024, 11, 19)).actual is None
    assert entry(SYMPOSIUM_2024, as_of=date(2024, 11, 20)).actual.start.day == 20
    then = AT + timedelta(days=1)
    assert entry(SYMPOSIUM_2024, known_at=then).actual.start.day == 15


def test_corrections_keep_what_they_correct(served: None) -> None:
    """The record corrected is kept, linked, and no longer stands."""
    first = record(symposium(host="suqian"))
    second = services.correct_record(OFFICE, "huaihai", first, symposium(), None)
    versions = charter_reads.get_versions("huaihai")
    chain = record_reads.history(OFFICE, versions, first)
    assert [str(r.id) for r in chain] == [first, second]
    assert chain[0].withdrawn_at == AT
    assert str(chain[1].replaces) == first
    standing = record_reads.list_records(OFFICE, versions, RecordFilter())
    assert [str(each.record.id) for each in standing] == [second]
    shown = line(first)
    assert (shown.entry, shown.record.withdrawn_at) == (None, AT)
    assert entry(SYMPOSIUM_2024).actual.host == "shangqiu"


def test_two_people_correcting_one_record(served: None) -> None:
    """The second finds a conflict and loses nothing of the first."""
    id_ = record(symposium())
    services.correct_record(OFFICE, "huaihai", id_, symposium(document="甲"), None)
    with pytest.raises(Conflict):
        services.correct_record(OFFICE, "huaihai", id_, symposium(document="乙"), None)
    with pytest.raises(Conflict):
        services.withdraw_record(OFFICE, "huaihai", id_)
    assert entry(SYMPOSIUM_2024).actual.document == "甲"


def test_the_very_same_twice_is_a_conflict(served: None) -> None:
    """Pressing twice records once; a correction that changes nothing is none."""
    id_ = record(symposium())
    with pytest.raises(Conflict):
        record(symposium())
    with pytest.raises(Conflict):
        services.correct_record(OFFICE, "huaihai", id_, symposium(), None)


def test_one_meeting_is_not_recorded_twice(served: None) -> None:
    """Overlapping days are the same meeting, unless it is said that they are not."""
    first = record(symposium())
    again = symposium(days=Period(date(2024, 11, 14), date(2024, 11, 17)))
    with pytest.raises(Conflict) as caught:
        record(again)
    assert caught.value.code == "recorded-already"
    assert caught.value.message.parameters["day"] == "2024-11-15"
    record(replace(again, ad_hoc=True))
    other = services.record_meeting(
        replace(OFFICE, at=AT + timedelta(hours=1)),
        "huaihai",
        replace(again, reason="另一次会议"),
        None,
    )
    assert line(first).entry == SYMPOSIUM_2024
    assert line(other).entry is None


def test_what_stands_is_not_displaced(served: None) -> None:
    """A meeting recorded later leaves the place to the one that stands there."""
    first = record(symposium())
    later = replace(OFFICE, at=AT + timedelta(hours=1))
    facts = symposium(date(2024, 11, 5))
    second = services.record_meeting(later, "huaihai", facts, None)
    assert line(first).entry == SYMPOSIUM_2024
    assert line(second).entry is None


@pytest.mark.parametrize(
    ("who", "facts", "allowed"),
    [
        (actor(Role.SECRETARIAT), symposium(), True),
        (actor(Role.SECRETARIAT, league="changzhutan"), symposium(), False),
        (actor(Role.CITY_LIAISON, "shangqiu"), symposium(), True),
        (actor(Role.CITY_LIAISON, "suqian"), symposium(), False),
        (actor(Role.CITY_LIAISON, "shangqiu"), symposium(host=None), False),
        (actor(Role.UNIT_OFFICER, "shangqiu", "u"), symposium(), False),
        (actor(Role.LEADER, "shangqiu"), symposium(), False),
        (actor(Role.AUDITOR, league=None), symposium(), False),
        (actor(Role.ADMINISTRATOR, league=None), symposium(), False),
        (actor(Role.PUBLIC, league=None), symposium(), False),
    ],
)
def test_who_may_record(
    served: None, who: Actor, facts: MeetingFacts, allowed: bool
) -> None:
    """The office records all, a city what it hosted; nobody else anything."""
    if allowed:
        assert services.record_meeting(who, "huaihai", facts, None)
        return
    with pytest.raises(Forbidden):
        services.record_meeting(who, "huaihai", facts, None)
    assert (
        reads.list_entries(charter_reads.get_versions("huaihai"), range(2024, 2025))[
            -1
        ].actual
        is None
    )


def test_a_group_is_recorded_by_whoever_leads_it(served: None) -> None:
    """The unit that led the group on that day, and no other unit."""
    unit = lead("huaihai", "jining", "group-transport")
    leading = actor(Role.GROUP_LEAD, "jining", unit)
    meeting = held("group-transport", date(2024, 6, 1))
    assert services.record_meeting(leading, "huaihai", meeting, None)
    for facts in (held("group-industry", date(2024, 6, 1)), symposium()):
        with pytest.raises(Forbidden):
            services.record_meeting(leading, "huaihai", facts, None)


def test_a_city_cannot_take_what_another_hosted(served: None) -> None:
    """To correct or withdraw a record one must have had the right to enter it."""
    id_ = record(symposium())
    suqian = actor(Role.CITY_LIAISON, "suqian")
    with pytest.raises(Forbidden):
        services.correct_record(suqian, "huaihai", id_, symposium(host="suqian"), None)
    with pytest.raises(Forbidden):
        services.withdraw_record(suqian, "huaihai", id_)
    with pytest.raises(Missing):
        services.withdraw_record(OFFICE, "changzhutan", id_)
    for odd in ("x", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(Missing):
            services.withdraw_record(OFFICE, "huaihai", odd)
    assert entry(SYMPOSIUM_2024).actual is not None


def test_a_city_settles_nothing_that_another_owes(served: None) -> None:
    """What a city says that it hosted waits; it moves neither record nor duty."""
    services.open_calendar_duties(OFFICE, "huaihai")
    genuine = record(symposium())
    before = duty(SYMPOSIUM_2024)
    assert before.state is DutyState.DONE
    suqian = actor(Role.CITY_LIAISON, "suqian")
    claimed = symposium(date(2024, 11, 1), host="suqian", document="x", reason="x")
    waiting = services.record_meeting(suqian, "huaihai", claimed, None)
    assert line(genuine).entry == SYMPOSIUM_2024
    assert (line(waiting).entry, codes(waiting)) == (None, ["unconfirmed"])
    assert duty(SYMPOSIUM_2024) == before
    with pytest.raises(Forbidden):
        services.confirm_record(suqian, "huaihai", waiting)
    services.withdraw_record(OFFICE, "huaihai", genuine)
    assert entry(SYMPOSIUM_2024).actual is None
    assert duty(SYMPOSIUM_2024).state is DutyState.OVERDUE
    corrected = replace(claimed, document="y")
    assert services.correct_record(suqian, "huaihai", waiting, corrected, None)
    assert entry(SYMPOSIUM_2024).actual is None


@pytest.mark.parametrize("who", [OFFICE, actor(Role.CITY_LIAISON, "shangqiu")])
def test_whoever_owes_it_confirms_what_another_hosted(served: None, who: Actor) -> None:
    """A swapped host counts once its owner says so, and is the owner's from then on."""
    services.open_calendar_duties(OFFICE, "huaihai")
    suqian = actor(Role.CITY_LIAISON, "suqian")
    claimed = symposium(host="suqian", document="x", reason="x")
    id_ = services.record_meeting(suqian, "huaihai", claimed, None)
    later = replace(who, at=AT + timedelta(days=2))
    services.confirm_record(later, "huaihai", id_)
    assert (line(id_).entry, codes(id_)) == (SYMPOSIUM_2024, ["other-host"])
    assert duty(SYMPOSIUM_2024).state is DutyState.DONE
    assert entry(SYMPOSIUM_2024, known_at=AT + timedelta(days=1)).actual is None
    with pytest.raises(Conflict):
        services.confirm_record(later, "huaihai", id_)
    for act in (
        lambda: services.withdraw_record(suqian, "huaihai", id_),
        lambda: services.correct_record(suqian, "huaihai", id_, symposium(), None),
    ):
        with pytest.raises(Forbidden):
            act()
    assert journal.verify().fault is None


def test_a_city_settles_no_meeting_of_a_group_that_another_leads(
    served: None,
) -> None:
    """A group's meeting is confirmed by the unit that leads it, or by its city."""
    unit = lead("huaihai", "jining", "group-transport")
    heze = actor(Role.CITY_LIAISON, "heze")
    met = held("group-transport", date(2024, 6, 1), host="heze")
    id_ = services.record_meeting(heze, "huaihai", met, None)
    assert "unconfirmed" in codes(id_)
    services.confirm_record(actor(Role.GROUP_LEAD, "jining", unit), "huaihai", id_)
    assert line(id_).entry == "huaihai/2024/group-transport/meeting/1"
    own = held("group-transport", date(2025, 6, 1), host="jining")
    jining = actor(Role.CITY_LIAISON, "jining")
    assert line(services.record_meeting(jining, "huaihai", own, None)).entry


def test_who_may_see_records(served: None) -> None:
    """Whoever signed in for the league; the public sees the calendar and no records."""
    id_ = record(symposium())
    versions = charter_reads.get_versions("huaihai")
    for role in (Role.CITY_LIAISON, Role.UNIT_OFFICER, Role.LEADER, Role.AUDITOR):
        seen = record_reads.list_records(actor(role, "heze"), versions, RecordFilter())
        assert [str(each.record.id) for each in seen] == [id_]
    for role in (Role.PUBLIC, Role.RESIDENT):
        with pytest.raises(Forbidden):
            record_reads.list_records(
                actor(role, league=None), versions, RecordFilter()
            )
        with pytest.raises(Forbidden):
            record_reads.get_record(actor(role, league=None), versions, id_)


def test_entered_on_behalf_shows_the_paper(served: None) -> None:
    """The clerk is the actor, the office the authority, the paper the evidence."""
    clerk = act_for(OFFICE, "huaihai", "shangqiu", "商丘市常务副市长", "〔2024〕3号")
    paper = Upload(name="纪要.pdf", content=PDF)
    id_ = services.record_meeting(clerk, "huaihai", symposium(), paper)
    record_ = line(id_).record
    assert (record_.authority, record_.evidence) == ("商丘市常务副市长", "〔2024〕3号")
    assert record_.recorded_by == OFFICE.person
    assert record_.file is not None
    (act,) = (
        each
        for each in journal.entries("huaihai", 9)
        if each.service == "governance.record_meeting"
    )
    assert f"meeting:{id_}" in act.objects
    assert "evidence:〔2024〕3号" in act.objects
    assert journal.verify().fault is None


def test_filters_of_the_list(served: None) -> None:
    """By year, body, kind and departure."""
    late = record(symposium(date(2024, 12, 5)))
    sent = record(
        held("conference", date(2024, 5, 1), kind=EntryKind.CIRCULAR), "changzhutan"
    )
    versions = charter_reads.get_versions("huaihai")

    def found(**wanted: Any) -> list[str]:
        lines = record_reads.list_records(OFFICE, versions, RecordFilter(**wanted))
        return [str(each.record.id) for each in lines]

    assert found(year=2024) == found(body="symposium") == [late]
    assert found(departure=Departure.OUTSIDE_PERIOD) == [late]
    assert found(year=2023) == found(kind=EntryKind.CIRCULAR) == []
    assert line(sent, "changzhutan").entry == "changzhutan/2024/conference/circular/1"


def duty(key: str) -> DutyLine:
    league = key.partition("/")[0]
    return find_by_keys(OFFICE, league, reckon(league, AT.date()), [key])[key]


def state(key: str) -> DutyState:
    return duty(key).state


def test_recording_settles_the_duty_and_withdrawing_opens_it(served: None) -> None:
    """The duty of the entry is done by the record, and owed again without it."""
    services.open_calendar_duties(OFFICE, "huaihai")
    assert state(SYMPOSIUM_2024) is DutyState.OVERDUE
    id_ = record(symposium())
    assert state(SYMPOSIUM_2024) is DutyState.DONE
    services.withdraw_record(OFFICE, "huaihai", id_)
    assert state(SYMPOSIUM_2024) is DutyState.OVERDUE
    record(symposium(date(2024, 12, 5)))
    assert state(SYMPOSIUM_2024) is DutyState.DONE_LATE


def test_a_record_that_goes_moves_the_others(served: None) -> None:
    """The second meeting of a group becomes its first, and its duty with it."""
    services.open_calendar_duties(OFFICE, "changzhutan")
    first, second = (
        f"changzhutan/2024/group-industry/meeting/{number}" for number in (1, 2)
    )
    spring = record(held("group-industry", date(2024, 3, 1)), "changzhutan")
    record(held("group-industry", date(2024, 9, 1)), "changzhutan")
    assert (state(first), state(second)) == (DutyState.DONE, DutyState.DONE)
    services.withdraw_record(OFFICE, "changzhutan", spring)
    assert entry(first).actual.start == date(2024, 9, 1)
    assert (state(first), state(second)) == (DutyState.DONE, DutyState.LAPSED)


def test_an_amendment_moves_duties_and_keeps_the_past(
    served: None, charter_copy: CharterCopy, administrator: Actor
) -> None:
    """From 2027 in October: that duty is superseded, 2026 and before stay."""
    services.open_calendar_duties(OFFICE, "huaihai")
    record(symposium())
    folder = charter_copy("huaihai", {"governance.yaml": [("month: 11", "month: 10")]})
    charter_services.apply_version(
        administrator,
        folder,
        charter_services.Terms(effective_from=date(2027, 1, 1), decision="补充协议"),
    )
    services.keep_duties_in_step(OFFICE, {"league": "huaihai", "number": 2})
    services.keep_duties_in_step(OFFICE, {"league": "huaihai", "number": 2})
    next_year = "huaihai/2027/symposium/meeting/1"
    keys = [next_year, "huaihai/2026/symposium/meeting/1", SYMPOSIUM_2024]
    duties = find_by_keys(OFFICE, "huaihai", reckon("huaihai", AT.date()), keys)
    assert duties[next_year].generation == 2
    assert duties[next_year].due_on == date(2027, 10, 31)
    assert duties[keys[1]].generation == duties[keys[2]].generation == 1
    assert duties[SYMPOSIUM_2024].state is DutyState.DONE


def test_opening_twice_changes_nothing(served: None) -> None:
    """Every entry from the first year to the next one has one duty."""
    opened = services.open_calendar_duties(OFFICE, "huaihai")
    assert opened.opened == 1 + 9 * 6
    again = services.open_calendar_duties(OFFICE, "huaihai")
    assert (again.opened, again.superseded, again.unchanged) == (0, 0, 55)
    assert state("huaihai/2018/symposium/meeting/1") is DutyState.DONE
    for role in (Role.CITY_LIAISON, Role.PUBLIC):
        with pytest.raises(Forbidden):
            services.open_calendar_duties(actor(role, "heze"), "huaihai")


def test_who_owes_what(served: None) -> None:
    """The host owes its session, the lead unit's city the group's meeting."""
    unit = lead("huaihai", "jining", "group-transport")
    services.open_calendar_duties(OFFICE, "huaihai")
    keys = {
        "huaihai/2026/symposium/meeting/1": ("suzhou", None),
        "huaihai/2026/consultation/meeting/1": ("suzhou", None),
        "huaihai/2026/group-transport/meeting/1": ("jining", unit),
        "huaihai/2026/group-society/meeting/1": (None, None),
    }
    duties = find_by_keys(OFFICE, "huaihai", reckon("huaihai", AT.date()), list(keys))
    assert {k: (d.member, d.unit) for k, d in duties.items()} == keys
    homeless = duties["huaihai/2026/group-society/meeting/1"]
    assert [finding.code for finding in homeless.findings] == ["no-unit"]


def test_a_record_through_the_command(served: None, hansa: Hansa, run: Run) -> None:
    """Recorded, listed, corrected, shown in the calendar and taken back."""
    recorded = run(
        "governance", "record", "huaihai", "symposium", "--on", "2024-12-05",
        "--until", "2024-12-06", "--host", "suqian", "--chair", "suqian/mayor",
        "--place", "江苏宿迁", "--reason", "因故改期", "--document", "〔2024〕9号",
    )  # fmt: skip
    assert recorded["entry"] == SYMPOSIUM_2024
    assert [r["code"] for r in recorded["remarks"]] == [
        "outside-period",
        "other-host",
        "other-chair",
    ]
    assert recorded["end"] == "2024-12-07"
    (shown,) = (
        e
        for e in run("calendar", "huaihai", "--from", "2024")
        if e["id"] == SYMPOSIUM_2024
    )
    assert shown["host"] == "shangqiu"
    assert shown["actual"] == {
        "start": "2024-12-05",
        "end": "2024-12-07",
        "host": "suqian",
        "chair": {"member": "suqian", "office": "mayor"},
        "place": {"zh": "江苏宿迁", "en": "江苏宿迁"},
        "document": "〔2024〕9号",
        "reason": "因故改期",
    }
    assert [e["id"] for e in run("governance", "records", "huaihai")] == [
        recorded["id"]
    ]
    corrected = run(
        "governance", "record", "huaihai", "symposium", "--on", "2024-11-15",
        "--host", "shangqiu", "--corrects", recorded["id"],
    )  # fmt: skip
    assert corrected["replaces"] == recorded["id"]
    ran = hansa("governance", "records", "huaihai", "--lang", "en")
    assert "2024-11-15" in ran.out
    assert "2024-12-05" not in ran.out
    assert run("governance", "withdraw", "huaihai", corrected["id"])
    assert run("governance", "records", "huaihai") == []
    ran = hansa("governance", "withdraw", "huaihai", corrected["id"], "--lang", "en")
    assert ran.code == 1
    assert "withdrawn meanwhile" in ran.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("symposium", "--on", "2027-01-01"), 1),
        (("symposium", "--on", "2024-11-15", "--until", "2024-11-14"), 1),
        (("nobody", "--on", "2024-11-15"), 1),
        (("symposium", "--on", "November"), 2),
        (("symposium", "--on", "2024-11-15", "--chair", "shangqiu"), 2),
        (("symposium",), 2),
    ],
)
def test_slips_on_the_command_line(
    served: None, hansa: Hansa, words: tuple[str, ...], code: int
) -> None:
    """Nonsense is refused with 1, what cannot be read with 2."""
    assert hansa("governance", "record", "huaihai", *words).code == code


def test_a_folder_knows_no_records(served: None, run: Run) -> None:
    """A folder is read without the database, whatever is recorded of its league."""
    record(symposium())
    folder = settings.HANSA_CHARTERS / "huaihai"
    entries = run("calendar", Path(folder), "--from", "2024")
    assert all(e["actual"] is None for e in entries)


def test_lists_ask_a_constant_number_of_questions(
    served: None, django_assert_num_queries: Callable[..., Any]
) -> None:
    """One record or forty, the same questions."""
    versions = charter_reads.get_versions("huaihai")
    record(symposium())
    with django_assert_num_queries(2):
        record_reads.list_records(OFFICE, versions, RecordFilter())
    for year in range(2019, 2026):
        for month in (2, 4, 6, 8, 11):
            record(held("symposium", date(year, month, 2), host="heze"))
    with django_assert_num_queries(2):
        lines = record_reads.list_records(OFFICE, versions, RecordFilter())
    assert len(lines) == 36
    with django_assert_num_queries(1):
        reads.list_entries(versions, range(2018, 2030))


def test_words_stay_words(served: None, run: Run) -> None:
    """Markup, formulas and quotes are kept as they were typed."""
    odd = "<script>alert(1)</script> =1+1 ' \" {name}"
    id_ = record(symposium(reason=odd, document=odd))
    (shown,) = run("governance", "records", "huaihai")
    assert (shown["id"], shown["reason"], shown["document"]) == (id_, odd, odd)
    assert json.dumps(shown)


@row("C-GOV-05", part="a mayor who did preside is recorded with a finding")
def test_a_mayor_who_presided_is_recorded(served: None) -> None:
    """What happened is kept as it was; the finding cites who had to preside."""
    mayor = Holder(member="zhuzhou", office=Office.MAYOR)
    facts = held("conference", date(2019, 10, 1), level=Level.SECRETARY, chair=mayor)
    id_ = record(facts, "changzhutan")
    remark = line(id_, "changzhutan").remarks[0]
    assert remark.code is Departure.OTHER_CHAIR
    assert "GOV-05" in remark.clauses
    kept = entry("changzhutan/2019/conference/meeting/1").actual
    assert kept.chair == mayor
