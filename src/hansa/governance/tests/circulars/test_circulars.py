"""Circulars: drafted from records, frozen, sent, acknowledged, corrected."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from hansa.charter import reads as charter_reads
from hansa.charter import services as charter_services
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.hashing import canonical
from hansa.chassis.journal import verify
from hansa.directory.terms.offices import Office
from hansa.duties.models import Duty, Notice
from hansa.duties.reads.duties import count_states, reckon
from hansa.duties.services import receipts
from hansa.duties.terms.duties import DONE, DutyState, Filters
from hansa.duties.terms.notices import Call, Signing
from hansa.governance import services
from hansa.governance.models import Circular as Row
from hansa.governance.reads import calendars
from hansa.governance.reads import circular_desks as desks
from hansa.governance.reads import circulars as reads
from hansa.governance.reads import sessions as session_reads
from hansa.governance.services import records
from hansa.governance.services.circulars import drafting, sending
from hansa.governance.terms import EntryKind, Level
from hansa.governance.terms.circulars import CircularAct, CircularState, Sending
from hansa.governance.terms.records import MeetingFacts, days_through
from hansa.governance.tests.circulars.desk import (
    DECEMBER,
    ENTRY,
    FIRST,
    JULY,
    JUNE,
    SECOND,
    C,
    at,
    decided,
    draft,
    duty,
    freeze,
    liaison,
    listed,
    met,
    records_of,
    send,
    sent,
    sheet,
    words_of,
)
from hansa.governance.tests.people import CHANGZHUTAN, actor, hold, lead
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused

row = pytest.mark.row
pytestmark = pytest.mark.usefixtures("in_force")


@row("C-GOV-13", part="drafted, sent, acknowledged")
def test_a_circular_from_its_draft_to_its_last_acknowledgement() -> None:
    """Drafted from the records, frozen, sent to three cities, signed for in three ways."""
    met("group-industry", date(2026, 5, 11))
    made = draft(words="下一步加强会商。")
    content = sheet(made, JUNE).content
    assert content["title"] == "关于2026年上半年产业专项小组工作情况的通报"
    assert "2026年5月11日，产业专项小组召开会议。" in words_of(content)
    assert "下一步加强会商。" in words_of(content)
    assert freeze(made) == "产业专项小组通报〔2026〕1号"
    send(made)
    found = sheet(made)
    assert found.line.state is CircularState.SENT
    assert (found.intact, found.repeats) == (True, True)
    assert [one.member for one in found.cities] == list(CHANGZHUTAN)
    assert (found.counted.held, found.counted.asked) == (0, 3)
    sending.acknowledge(liaison("changsha", JULY), C, made, "changsha")
    call = Call(spoke_to="值班员", office="株洲市政府办公室", at=at(JULY, 10).at)
    sending.confirm_by_telephone(at(JULY), C, made, "zhuzhou", call)
    link = (
        sending.make_link(at(JULY), C, made, "xiangtan").rstrip("/").rpartition("/")[2]
    )
    public = replace(actor(Role.PUBLIC, league=None), at=at(JULY).at)
    receipts.sign_by_link(
        public, link, Signing(name="值班员", office="湘潭市政府办公室")
    )
    found = sheet(made)
    assert (found.counted.held, found.counted.asked) == (3, 3)
    assert all(one.at for one in found.cities)
    assert verify().fault is None


def test_its_duty_is_met_when_it_is_sent() -> None:
    """Frozen it still is owed; sent it is done, by a record that names its number."""
    made = draft()
    freeze(made)
    assert duty(on=date(2026, 6, 26)).state is DutyState.DUE_SOON
    send(made)
    line = duty()
    assert (line.state, line.done_on) == (DutyState.DONE, JUNE)
    entry = calendars.get_entry(charter_reads.get_versions(C), ENTRY)
    assert entry.actual is not None
    assert entry.actual.document == "产业专项小组通报〔2026〕1号"


def test_frozen_again_as_of_then_byte_for_byte() -> None:
    """Whatever is recorded, withdrawn or settled later, the text as of then is the same."""
    met("group-industry", date(2026, 3, 11))
    decided()
    made = sent()
    before = Row.objects.get(pk=made)
    kept, digest = canonical(before.content), before.digest
    met("group-industry", date(2026, 6, 12), recorded=JULY)
    (first, *_) = records_of("group-industry")
    records.withdraw_record(at(JULY, 16), C, str(first.id))
    sent(SECOND, date(2026, 7, 10))
    decided(date(2026, 8, 14), ad_hoc=True)
    after = Row.objects.get(pk=made)
    again = canonical(reads.content_of(after, at(DECEMBER).at))
    assert again == kept == canonical(after.content)
    assert after.digest == digest
    assert sheet(made, DECEMBER).repeats is True
    now = replace_known(after)
    assert canonical(now) != kept


def replace_known(found: Row) -> Any:
    """Put a text together as it would be known now, without keeping it."""
    found.known_at = at(DECEMBER).at
    return reads.content_of(found, at(DECEMBER).at)


def test_the_zone_of_whoever_froze_it_changes_nothing() -> None:
    """An instant is kept as one, wherever its clock stood."""
    made = draft()
    local = replace(at(JUNE), at=at(JUNE).at.astimezone(LEAGUE_ZONE))
    drafting.freeze(local, C, made, 1)
    assert sheet(made).repeats is True


def test_a_charter_applied_later_changes_no_text(administrator: Actor) -> None:
    """A body that is renamed afterwards keeps its name in what was frozen before."""
    made = sent()
    folder = settings.HANSA_CHARTERS / C
    stated = charter_services.Terms(in_service_since=date(2026, 1, 1))
    kept = canonical(Row.objects.get(pk=made).content)
    later = replace(administrator, at=at(JULY).at)
    charter_services.apply_version(later, folder, stated)
    assert canonical(reads.content_of(Row.objects.get(pk=made), at(JULY).at)) == kept


@row("C-EXC-06")
def test_numbers_of_a_circular_are_those_of_the_pages() -> None:
    """Meetings, decisions and settled duties count as the pages count them then."""
    met("group-industry", date(2026, 3, 11))
    decided()
    sent("group-transport/2026/1")
    made = draft("conference/2026/1", JULY)
    numbers = sheet(made, JULY).content["numbers"]
    versions = charter_reads.get_versions(C)
    entries = calendars.list_entries(versions, range(2026, 2027), JULY)
    counted = calendars.count_year(entries, 2026)
    assert numbers["meetings"]["group-industry"] == {
        "held": counted["group-industry"].held,
        "asked": counted["group-industry"].asked,
    }
    assert numbers["meetings"]["group-industry"] == {"held": 2, "asked": 2}
    decisions = session_reads.list_decisions(at(JULY), C, 2026)
    assert numbers["decisions"]["total"] == len(decisions) == 1
    filters = Filters(due_from=date(2026, 1, 1), due_to=date(2026, 12, 31))
    states = count_states(at(JULY), C, reckon(C, JULY), filters)
    assert numbers["duties"]["done"] == sum(states.get(one, 0) for one in DONE) == 3
    assert numbers["duties"]["overdue"] == sum(
        one.member == ""
        for one in Duty.objects.filter(due_on__lt=JULY, done_on=None)
        if one.modality == "must" and one.due_on and one.due_on >= date(2026, 1, 1)
    )


def test_how_late_a_city_is_stands_in_no_circular() -> None:
    """What a unit of a city left undone is told to that city and the office alone."""
    lead(C, "xiangtan", "group-services")
    services.open_calendar_duties(at(date(2026, 1, 3)), C)
    made = draft("conference/2026/1", JULY)
    numbers = sheet(made, JULY).content["numbers"]
    late = Duty.objects.filter(
        league=C,
        due_on=date(2026, 6, 30),
        done_on=None,
        modality="must",
        superseded_on=None,
    )
    owed_by_city = late.filter(member="xiangtan").count()
    assert owed_by_city == 1
    assert numbers["duties"]["overdue"] == late.count() - owed_by_city
    mine = listed(JULY, liaison("xiangtan", JULY), body="group-services")
    theirs = listed(JULY, liaison("changsha", JULY), body="group-services")
    assert [one.state for one in mine][:1] == [Sending.OVERDUE]
    assert [one.state for one in theirs][:1] == [Sending.UNTOLD]


def test_skipped_is_listed_as_overdue_and_late_fills_its_own_half() -> None:
    """In July the first half is overdue; sent then, it leaves the second half open."""
    overdue = listed(JULY, state=Sending.OVERDUE)
    assert len(overdue) == 5
    made = sent(FIRST, JULY)
    assert len(listed(JULY, state=Sending.OVERDUE)) == 4
    assert duty().state is DutyState.DONE_LATE
    halves = listed(date(2026, 7, 20), body="group-industry")
    assert [(one.state, one.id) for one in halves] == [
        (Sending.SENT, made),
        (Sending.OPEN, None),
    ]
    second = sent(SECOND, JULY)
    assert sheet(second).line.reference == "产业专项小组通报〔2026〕2号"
    assert duty(f"{C}/2026/group-industry/circular/2").state is DutyState.DONE


def test_what_comes_late_is_corrected_and_never_rewritten() -> None:
    """The correction names what it corrects and says both; the first stays as it was."""
    made = sent()
    kept = canonical(Row.objects.get(pk=made).content)
    met("group-industry", date(2026, 6, 12), recorded=JULY)
    revision = sheet(made).line.revision
    with pytest.raises(Refused, match="reason-missing"):
        drafting.correct(at(JULY), C, made, revision, " ")
    again = drafting.correct(at(JULY), C, made, revision, "补报6月12日会议。")
    with pytest.raises(Conflict, match="corrected-already"):
        drafting.correct(at(JULY), C, made, revision, "再更正。")
    assert freeze(again, JULY) == "产业专项小组通报〔2026〕2号"
    found = sheet(again)
    assert found.line.as_of == JUNE
    assert found.content["title"] == "关于更正产业专项小组通报〔2026〕1号的通报"
    change = next(
        one for one in found.content["sections"] if one["item"] == "correction"
    )
    assert "原通报：本期未召开会议。" in change["words"]
    assert "更正为：2026年6月12日，产业专项小组召开会议。" in change["words"]
    send(again, JULY)
    assert canonical(Row.objects.get(pk=made).content) == kept
    assert sheet(made).line.corrected_by == again
    assert sheet(again, DECEMBER).repeats is True
    assert Notice.objects.filter(subject=f"circular:{again}").count() == 3
    assert len(records_of("group-industry")) == 2
    (first, second) = listed(JULY, body="group-industry")[:2]
    assert (first.correction, second.correction) == (False, True)


@pytest.mark.parametrize("act", ["freeze", "word", "send"])
def test_what_was_sent_is_not_touched(act: str) -> None:
    """No act on the text has a place once the cities have it."""
    made = sent()
    revision, office = sheet(made).line.revision, at(JULY)
    acts: dict[str, Callable[[], object]] = {
        "freeze": lambda: drafting.freeze(office, C, made, revision),
        "word": lambda: drafting.word(office, C, made, revision, "另。"),
        "send": lambda: sending.send(office, C, made, revision),
    }
    with pytest.raises(Conflict, match="circular-elsewhere"):
        acts[act]()


def test_bad_drafts_are_refused() -> None:
    """No such entry, a meeting, a period to come, one that is drafted, one recorded."""
    for named, error, code in (
        ("group-industry/2026/9", Missing, "entry-missing"),
        ("nonsense", Missing, "entry-missing"),
        ("group-industry/9/9", Missing, "entry-missing"),
        (f"{C}/2026/group-industry/meeting/1", Refused, "no-circular"),
        (SECOND, Refused, "not-begun"),
    ):
        with pytest.raises(error, match=code):
            draft(named)
    draft()
    with pytest.raises(Conflict, match="circular-drafted"):
        draft()
    facts = MeetingFacts(
        body="group-transport",
        kind=EntryKind.CIRCULAR,
        year=2026,
        days=days_through(JUNE, JUNE),
        document="交通通报1号",
    )
    records.record_meeting(at(JUNE), C, facts, None)
    with pytest.raises(Refused, match="circular-recorded"):
        draft("group-transport/2026/1")
    with pytest.raises(Refused, match="too-long"):
        draft("group-planning/2026/1", words="长" * 4001)


def test_bad_acts_are_refused() -> None:
    """Not frozen, a day to come, stale, unchanged, a city it did not go to."""
    made = draft()
    with pytest.raises(Conflict, match="circular-elsewhere"):
        sending.send(at(JUNE), C, made, 1)
    early = Call(spoke_to="甲", office="乙", at=at(JUNE).at)
    with pytest.raises(Conflict, match="circular-elsewhere"):
        sending.confirm_by_telephone(at(JUNE), C, made, "changsha", early)
    for day in (date(2026, 6, 26), date(2025, 12, 31)):
        with pytest.raises(Refused, match="as-of-wrong"):
            drafting.freeze(at(JUNE), C, made, 1, day)
    with pytest.raises(Conflict, match="session-changed"):
        drafting.freeze(at(JUNE), C, made, 7)
    with pytest.raises(Conflict, match="nothing-changed"):
        drafting.word(at(JUNE), C, made, 1, "")
    freeze(made)
    drafting.word(at(JUNE), C, made, 2, "补充。")
    assert sheet(made, JUNE).line.state is CircularState.DRAFT
    freeze(made)
    send(made)
    with pytest.raises(Missing, match="not-addressed"):
        sending.acknowledge(at(JULY), C, made, "xuzhou")
    with pytest.raises(Forbidden, match="not-addressed"):
        sending.acknowledge(at(JULY), C, made, "changsha")
    call = Call(spoke_to="甲", office="乙", at=at(DECEMBER).at)
    with pytest.raises(Refused, match="call-in-the-future"):
        sending.confirm_by_telephone(at(JULY), C, made, "changsha", call)


def test_who_may_draft_send_and_see() -> None:
    """The leading unit and its city draft, the office sends; drafts are theirs alone."""
    unit = lead(C, "xiangtan", "group-industry")
    group = replace(actor(Role.GROUP_LEAD, "xiangtan", unit, C), at=at(JUNE).at)
    for stranger in (liaison("changsha", JUNE), replace(group, unit=None)):
        with pytest.raises(Forbidden):
            drafting.draft(stranger, C, FIRST)
    made = drafting.draft(group, C, FIRST)
    with pytest.raises(Missing, match="circular-missing"):
        reads.get_circular(liaison("changsha", JUNE), C, made)
    assert CircularAct.FREEZE in desks.offers(group, sheet(made, someone=group))
    drafting.freeze(group, C, made, 1)
    with pytest.raises(Forbidden):
        sending.send(group, C, made, 2)
    send(made)
    seen = sheet(made, someone=liaison("changsha", JULY))
    assert [one.member for one in seen.cities] == ["changsha"]
    assert desks.offers(liaison("changsha", JULY), seen) == {CircularAct.ACKNOWLEDGE}
    with pytest.raises(Forbidden):
        reads.get_circular(actor(Role.PUBLIC, league=None), C, made)
    with pytest.raises(Missing):
        sending.acknowledge(liaison("changsha", JULY), C, made, "zhuzhou")


def test_the_state_of_decisions_is_what_closed_sessions_heard() -> None:
    """A decision nobody heard of yet says so, and stands with number, title and day."""
    decided()
    made = draft()
    said = words_of(sheet(made, JUNE).content)
    assert "议定事项共1项，其中已完成0项" in said
    assert (
        "〔2026〕1号“共建检测平台”，完成时限2026年9月30日，尚无会议听取进展。" in said
    )


def test_held_by_an_office_and_a_level() -> None:
    """A plenary of the year is told by the circular of the conference."""
    hold(C, "xiangtan", Office.MAYOR)
    facts = MeetingFacts(
        body="conference",
        kind=EntryKind.MEETING,
        level=Level.MAYOR,
        year=2026,
        days=days_through(date(2026, 5, 15), date(2026, 5, 16)),
        document="联席〔2026〕1号",
    )
    records.record_meeting(at(JUNE), C, facts, None)
    made = draft("conference/2026/1", JUNE)
    said = words_of(sheet(made, JUNE).content)
    assert "联席会：本年度应召开会议2次，已召开1次。" in said
    assert "2026年5月15日至2026年5月16日，联席会召开会议（联席〔2026〕1号）。" in said
