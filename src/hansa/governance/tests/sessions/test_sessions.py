"""The life of a session: convened, prepared, opened, decided, closed."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hansa.charter import reads as charter_reads
from hansa.chassis import journal
from hansa.chassis.models import OutboxEvent
from hansa.directory.terms.offices import Office
from hansa.governance.models import Session
from hansa.governance.reads import sessions as reads
from hansa.governance.reads.calendars import get_entry
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.services import records
from hansa.governance.services.sessions import closing, convening, docket, sitting
from hansa.governance.terms import EntryKind, Holder, Level, Seat
from hansa.governance.terms.dockets import (
    Delivery,
    Disposal,
    ItemAct,
    ItemDraft,
    Outcome,
    Stance,
    Standing,
    Urgent,
)
from hansa.governance.terms.records import MeetingFacts, days_through
from hansa.governance.terms.sessions import (
    Mark,
    Move,
    Opening,
    PositionDraft,
    Presence,
    Progress,
    SessionDraft,
    SessionFilter,
    SessionState,
    StepKind,
)
from hansa.governance.tests.people import HUAIHAI
from hansa.governance.tests.sessions.scene import (
    bureau,
    cleared,
    close,
    consent,
    convene,
    end,
    item_of,
    liaison,
    office,
    open_,
    put,
    say,
    secretaries,
    sheet,
    symposium,
)
from hansa.kernel.errors import Conflict, Forbidden, HansaError, Missing, Refused

AUGUST, NOVEMBER = date(2026, 8, 20), date(2026, 11, 19)

pytestmark = pytest.mark.usefixtures("leagues")


def refusal(error: pytest.ExceptionInfo[HansaError]) -> str:
    return error.value.code


def test_an_ordinary_session_fills_its_place() -> None:
    """Host, chair, seats and parties come from the agreement, and nobody types them."""
    session = convene("symposium", NOVEMBER)
    found = sheet(session)
    assert found.line.entry == "huaihai/2026/symposium/meeting/1"
    assert found.line.host == "suzhou"
    assert found.line.chair == Holder(member="suzhou", office=Office.PARTY_SECRETARY)
    assert found.attendance.named == 30
    assert len(found.parties) == 10
    assert [one.kind.value for one in found.steps] == ["convened"]
    assert not found.items
    with pytest.raises(Refused) as error:
        convene("symposium", date(2026, 11, 25))
    assert refusal(error) == "no-free-entry"


def test_the_database_keeps_one_session_for_a_place(db: None) -> None:
    """Even a program without rules puts no second session into one place."""
    row = Session.objects.get(pk=convene("symposium", NOVEMBER))
    row.pk = UUID(int=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_beside_the_calendar_on_any_day() -> None:
    """An ad hoc session fills no place and leaves the ordinary one free."""
    session = convene("symposium", date(2026, 3, 4), ad_hoc=True)
    assert sheet(session).line.entry is None
    assert sheet(session).line.host == "suzhou"
    assert convene("symposium", NOVEMBER)


@pytest.mark.parametrize(
    ("body", "day", "stated", "code"),
    [
        ("symposium", date(2026, 12, 5), {}, "outside-period"),
        ("symposium", NOVEMBER, {"host": "xuzhou"}, "other-host"),
        ("mayors-conference", NOVEMBER, {}, "body-not-standing"),
        ("symposium", date(2046, 11, 3), {}, "day-unlikely"),
        ("expert-conference", NOVEMBER, {}, "no-free-entry"),
        ("synod", NOVEMBER, {}, "body-unknown"),
    ],
)
def test_what_departs_from_the_agreement_is_not_convened(
    body: str, day: date, stated: dict[str, str], code: str
) -> None:
    """Another period, host or body is refused, and nothing is kept."""
    with pytest.raises(Refused) as error:
        convene(body, day, **stated) if code != "day-unlikely" else convening.convene(
            office(AUGUST), "huaihai",
            SessionDraft(body=body, days=days_through(day, day)),
        )  # fmt: skip
    assert refusal(error) == code
    assert not Session.objects.exists()


def test_a_paper_and_a_reason_carry_a_departure() -> None:
    """A session that had to slip is convened with the paper that says so."""
    stated = {"document": "淮海办函〔2026〕9号", "reason": "防汛。"}
    session = convene("symposium", date(2026, 12, 5), **stated)
    assert sheet(session).line.entry == "huaihai/2026/symposium/meeting/1"
    other = convene("consultation", AUGUST, host="xuzhou", **stated)
    assert sheet(other).line.host == "xuzhou"


def test_who_may_convene() -> None:
    """The office and the city whose turn it is; nobody else, whatever they claim."""
    for host in (None, "xuzhou"):
        draft = SessionDraft(
            body="symposium",
            days=days_through(NOVEMBER, NOVEMBER),
            host=host,
            document="函1号",
            reason="调整。",
        )
        with pytest.raises(Forbidden):
            convening.convene(liaison("xuzhou", AUGUST), "huaihai", draft)
    draft = SessionDraft(body="symposium", days=days_through(NOVEMBER, NOVEMBER))
    assert convening.convene(liaison("suzhou", AUGUST), "huaihai", draft)


def test_moving_a_session_keeps_its_place() -> None:
    """Other days within the period need no paper; the step stays on record."""
    session = convene("symposium", NOVEMBER)
    to = Move(
        days=days_through(date(2026, 11, 26), date(2026, 11, 27)),
        host=None, place=None, document="", reason="",
    )  # fmt: skip
    convening.move(office(AUGUST), "huaihai", session, 1, to)
    line = sheet(session).line
    assert (line.days, line.host, line.revision) == (to.days, "suzhou", 2)
    out = replace(to, days=days_through(date(2026, 12, 3), date(2026, 12, 3)))
    with pytest.raises(Refused) as error:
        convening.move(office(AUGUST), "huaihai", session, 2, out)
    assert refusal(error) == "outside-period"
    convening.move(
        office(AUGUST), "huaihai", session, 2,
        replace(out, document="函2号", reason="场地。"),
    )  # fmt: skip
    assert sheet(session).line.reason == "场地。"
    with pytest.raises(Conflict) as stale:
        convening.move(office(AUGUST), "huaihai", session, 2, to)
    assert refusal(stale) == "session-changed"


def test_a_cancelled_session_loses_no_item() -> None:
    """What was put to it is on the docket of the next session of the body."""
    session = convene("group-transport", date(2026, 5, 6))
    put(session, "断头路", class_id="difficulty")
    with pytest.raises(Refused) as error:
        convening.cancel(office(AUGUST), "huaihai", session, 1, " ")
    assert refusal(error) == "reason-missing"
    convening.cancel(office(AUGUST), "huaihai", session, 1, "改期。")
    assert sheet(session).line.state is SessionState.CANCELLED
    again = convene("group-transport", date(2026, 6, 3))
    (item,) = sheet(again).items
    assert item.item.title.zh == "断头路"
    assert item.item.carried_from == sheet(session).items[0].item.id
    later = convene("group-transport", date(2026, 7, 1), ad_hoc=True)
    assert not sheet(later).items


def test_the_last_minutes_and_decisions_come_first() -> None:
    """A docket begins with what the last session left, and nobody can take it away."""
    cleared(date(2025, 8, 21), "跨省公交")
    session, (item,) = symposium(date(2025, 11, 13), "跨省公交")
    consent(item)
    end(item)
    close(session)
    following = convene("symposium", NOVEMBER)
    standing = [one.item.standing for one in sheet(following).items]
    assert standing == [Standing.LAST_MINUTES, Standing.LAST_DECISIONS]
    first = sheet(following).items[0].item
    with pytest.raises(Refused) as error:
        docket.withdraw_item(office(NOVEMBER), "huaihai", first.id, 1, "不议。")
    assert refusal(error) == "item-standing"
    consultation = convene("consultation", AUGUST)
    reports = sheet(consultation).reports
    assert [report.decision.title.zh for report in reports] == ["跨省公交"]
    open_(consultation)
    assert "decisions-unheard" in {lack.code for lack in sheet(consultation).lacks}
    sitting.hear_report(
        office(AUGUST), "huaihai", consultation, item, Progress.IN_HAND, "已开通两条。"
    )
    assert sheet(consultation).reports[0].progress is Progress.IN_HAND
    assert "decisions-unheard" not in {lack.code for lack in sheet(consultation).lacks}
    with pytest.raises(Refused):
        sitting.hear_report(
            office(AUGUST), "huaihai", consultation, first.id, Progress.DONE, ""
        )


def test_nothing_uncleared_reaches_november() -> None:
    """Neither signing nor debate, but by the urgent route with its paper and reason."""
    with pytest.raises(Refused) as early:
        put(convene("symposium", NOVEMBER), "年卡协议", act=ItemAct.SIGN)
    assert refusal(early) == "not-cleared"
    cleared(AUGUST, "跨省公交")
    (line,) = reads.list_sessions(
        office(NOVEMBER), "huaihai", SessionFilter(body="symposium")
    )
    for act in (ItemAct.SIGN, ItemAct.STUDY, ItemAct.DELIBERATE, ItemAct.DECIDE):
        with pytest.raises(Refused) as error:
            put(line.id, "年卡协议", act=act)
        assert refusal(error) == "not-cleared"
        parameters = error.value.message.parameters
        assert parameters["day"] == "2026-08-20"
        assert parameters["seats"] == 24
    assert not sheet(line.id).items
    found = item_of(put(line.id, "跨省公交", act=ItemAct.DECIDE))
    assert found.cleared_by is not None
    assert put(line.id, "情况介绍", act=ItemAct.HEAR)
    urgent = put(
        line.id,
        "年卡协议",
        act=ItemAct.SIGN,
        urgent=Urgent(document="宿政〔2026〕88号", reason="景区集中开业。"),
    )
    assert item_of(urgent).cleared_by is None
    remarks = sheet(line.id).remarks
    assert ("urgent", 3) in {(remark.code, remark.item) for remark in remarks}


def test_only_the_ordinary_session_of_the_year_clears() -> None:
    """Last August, and a meeting beside the calendar, clear nothing for November."""
    cleared(date(2025, 8, 21), "跨省公交")
    beside = convene("consultation", date(2026, 3, 4), ad_hoc=True)
    put(beside, "跨省公交", act=ItemAct.CLEAR)
    open_(beside)
    end(sheet(beside).items[-1].item.id)
    session = convene("symposium", NOVEMBER)
    with pytest.raises(Refused) as error:
        put(session, "跨省公交")
    assert refusal(error) == "not-cleared"


def test_an_amendment_passes_the_gate_too() -> None:
    """What was cleared cannot become something else on the docket."""
    cleared(AUGUST, "跨省公交")
    session = convene("symposium", NOVEMBER)
    item = put(session, "跨省公交")
    draft = ItemDraft(class_id="issue", act=ItemAct.SIGN, title="年卡协议")
    with pytest.raises(Refused) as error:
        docket.amend_item(office(NOVEMBER), "huaihai", item, 1, draft)
    assert refusal(error) == "not-cleared"
    assert item_of(item).title.zh == "跨省公交"


def test_what_was_let_in_stays_let_in() -> None:
    """Other words need no new clearance, and the urgent paper is not lost with them."""
    cleared(date(2025, 8, 21), "跨省公交")
    session, (item,) = symposium(date(2025, 11, 13), "跨省公交")
    end(item, Outcome.DEFERRED)
    close(session)
    following = convene("symposium", NOVEMBER)
    carried = sheet(following).items[-1].item
    assert carried.cleared_by is not None
    draft = ItemDraft(
        class_id="issue", act=ItemAct.DECIDE, title="跨省公交", words="分摊六四。"
    )
    docket.amend_item(office(NOVEMBER), "huaihai", carried.id, 1, draft)
    assert item_of(carried.id).cleared_by == carried.cleared_by
    paper = Urgent(document="宿政〔2026〕88号", reason="急。")
    urgent = put(following, "年卡协议", act=ItemAct.SIGN, urgent=paper)
    draft = ItemDraft(class_id="matter", act=ItemAct.SIGN, title="年卡协议")
    docket.amend_item(office(NOVEMBER), "huaihai", urgent, 1, draft)
    assert item_of(urgent).urgent == paper


def test_nobody_puts_words_into_another_citys_mouth() -> None:
    """An item cannot be amended to be another city's."""
    session = convene("consultation", AUGUST)
    draft = ItemDraft(
        class_id="issue", act=ItemAct.CLEAR, title="年卡协议", proposer="heze"
    )
    item = docket.put_item(liaison("heze", AUGUST), "huaihai", session, draft)
    with pytest.raises(Forbidden):
        docket.amend_item(
            liaison("heze", AUGUST),
            "huaihai",
            item,
            1,
            replace(draft, proposer="linyi"),
        )
    assert item_of(item).proposer == "heze"


def test_a_city_puts_its_own_items_only() -> None:
    """A liaison puts for the own city; amending another city's item is refused."""
    session = convene("consultation", AUGUST)
    draft = ItemDraft(
        class_id="issue", act=ItemAct.CLEAR, title="年卡协议", proposer="heze"
    )
    item = docket.put_item(liaison("heze", AUGUST), "huaihai", session, draft)
    with pytest.raises(Forbidden):
        docket.put_item(liaison("linyi", AUGUST), "huaihai", session, draft)
    with pytest.raises(Forbidden):
        docket.put_item(
            liaison("heze", AUGUST), "huaihai", session, replace(draft, proposer=None)
        )
    with pytest.raises(Forbidden):
        docket.amend_item(liaison("linyi", AUGUST), "huaihai", item, 1, draft)
    docket.amend_item(
        liaison("heze", AUGUST), "huaihai", item, 1, replace(draft, words="试行。")
    )
    docket.withdraw_item(liaison("heze", AUGUST), "huaihai", item, 2, "另行研究。")
    assert item_of(item).withdrawn == "另行研究。"
    assert sheet(session).items[0].item.place == 1
    with pytest.raises(Refused) as error:
        docket.amend_item(liaison("heze", AUGUST), "huaihai", item, 3, draft)
    assert refusal(error) == "item-withdrawn"


def test_two_officers_at_one_item_lose_no_word() -> None:
    """The second is told, nothing is overwritten, and the first one's words stand."""
    session = convene("consultation", AUGUST)
    item = put(session, "年卡协议", act=ItemAct.CLEAR)
    one = ItemDraft(class_id="issue", act=ItemAct.CLEAR, title="年卡协议（甲稿）")
    other = replace(one, title="年卡协议（乙稿）")
    docket.amend_item(office(AUGUST), "huaihai", item, 1, one)
    with pytest.raises(Conflict) as error:
        docket.amend_item(office(AUGUST), "huaihai", item, 1, other)
    assert refusal(error) == "session-changed"
    assert item_of(item).title.zh == "年卡协议（甲稿）"
    docket.amend_item(office(AUGUST), "huaihai", item, 2, other)
    assert item_of(item).title.zh == "年卡协议（乙稿）"


def test_a_position_is_given_on_one_wording() -> None:
    """A changed text asks every city again; what they said before is kept."""
    cleared(AUGUST, "跨省公交")
    session, (item,) = symposium(NOVEMBER, "跨省公交")
    consent(item)
    assert sheet(session).items[0].tally.is_consensus
    draft = ItemDraft(
        class_id="issue", act=ItemAct.DECIDE, title="跨省公交", words="分摊改为六四。"
    )
    docket.amend_item(office(NOVEMBER), "huaihai", item, 1, draft)
    found = sheet(session).items[0]
    assert found.tally.missing == HUAIHAI
    assert len(found.item.positions) == 10
    with pytest.raises(Conflict) as error:
        docket.take_position(
            liaison("heze", NOVEMBER), "huaihai", item, 1,
            PositionDraft(member="heze", stance=Stance.CONSENT),
        )  # fmt: skip
    assert refusal(error) == "session-changed"


def test_a_changed_position_keeps_the_former() -> None:
    """Both stand in the record, the same twice does not."""
    session = convene("consultation", AUGUST)
    item = put(session, "年卡协议", act=ItemAct.CLEAR)
    say(item, "heze", Stance.RESERVE)
    say(item, "heze", Stance.CONSENT)
    with pytest.raises(Conflict) as error:
        say(item, "heze", Stance.CONSENT)
    assert refusal(error) == "nothing-changed"
    stances = [position.stance for position in item_of(item).positions]
    assert stances == [Stance.RESERVE, Stance.CONSENT]
    assert item_of(item).positions[0].replaced_at is not None


def test_the_office_speaks_for_a_city_with_its_paper_only() -> None:
    """Without the paper it is refused; another city is refused whatever it shows."""
    session = convene("consultation", AUGUST)
    item = put(session, "年卡协议", act=ItemAct.CLEAR)
    said = PositionDraft(member="heze", stance=Stance.CONSENT)
    with pytest.raises(Refused) as error:
        docket.take_position(office(AUGUST), "huaihai", item, 1, said)
    assert refusal(error) == "evidence-needed"
    with pytest.raises(Forbidden):
        docket.take_position(liaison("linyi", AUGUST), "huaihai", item, 1, said)
    clerk = replace(
        office(AUGUST), authority="菏泽市政府", evidence="菏政函〔2026〕7号"
    )
    docket.take_position(clerk, "huaihai", item, 1, said)
    assert item_of(item).positions[0].evidence == "菏政函〔2026〕7号"


def test_an_invitee_is_no_party() -> None:
    """A ministry is marked present and says its word, and is counted nowhere."""
    cleared(AUGUST, "跨省公交")
    session, (item,) = symposium(NOVEMBER, "跨省公交")
    mark = Mark(presence=Presence.PRESENT, invitee="国家发展改革委", who="司长")
    revision = sheet(session).line.revision
    sitting.keep_attendance(office(NOVEMBER), "huaihai", session, revision, (mark,))
    for name in ("国家发展改革委", "国家部委"):
        said = PositionDraft(member=name, stance=Stance.CONSENT)
        with pytest.raises(Refused) as error:
            docket.take_position(office(NOVEMBER), "huaihai", item, 1, said)
        assert refusal(error) == "invitee-not-party"
    with pytest.raises(Missing):
        docket.take_position(
            office(NOVEMBER), "huaihai", item, 1,
            PositionDraft(member="changsha", stance=Stance.CONSENT),
        )  # fmt: skip


def test_who_opens_a_session() -> None:
    """Whoever chairs by the agreement, or a delegate with the paper; nobody else."""
    session = convene("consultation", AUGUST)
    other = Holder(member="xuzhou", office=Office.EXECUTIVE_VICE_MAYOR)
    with pytest.raises(Refused) as ahead:
        sitting.open_session(
            office(date(2026, 8, 19)), "huaihai", session, 1, Opening()
        )
    assert refusal(ahead) == "not-yet"
    with pytest.raises(Refused) as error:
        sitting.open_session(
            office(AUGUST), "huaihai", session, 1, Opening(chair=other)
        )
    assert refusal(error) == "other-chair"
    with pytest.raises(Forbidden):
        sitting.open_session(
            liaison("xuzhou", AUGUST), "huaihai", session, 1, Opening()
        )
    opening = Opening(
        chair=Holder(member="suzhou", office=Office.VICE_MAYOR), document="宿政函8号"
    )
    sitting.open_session(liaison("suzhou", AUGUST), "huaihai", session, 1, opening)
    line = sheet(session).line
    assert line.opened_by == opening.chair
    assert line.opened_document == "宿政函8号"
    assert line.state is SessionState.OPEN


def test_attendance_names_the_vacant_seat() -> None:
    """Twenty-nine of thirty, and whose seat stood empty."""
    session = convene("symposium", NOVEMBER)
    found = sheet(session)
    empty = Seat(
        member="suzhou", body=None, office=Office.PARTY_SECRETARY_GENERAL, count=1
    )
    marks = [
        Mark(
            presence=Presence.EXCUSED if seat == empty else Presence.PRESENT, seat=seat
        )
        for seat in found.seats
        if seat.count
    ]
    sitting.keep_attendance(office(NOVEMBER), "huaihai", session, 1, marks)
    attendance = sheet(session).attendance
    assert (attendance.there, attendance.named) == (29, 30)
    assert attendance.vacant == (empty,)
    alternate = Mark(presence=Presence.ALTERNATE, seat=empty, who="副秘书长")
    with pytest.raises(Refused) as error:
        sitting.keep_attendance(office(NOVEMBER), "huaihai", session, 2, [alternate])
    assert refusal(error) == "alternate-incomplete"
    with pytest.raises(Conflict):
        sitting.keep_attendance(office(NOVEMBER), "huaihai", session, 1, marks)
    stranger = Mark(presence=Presence.PRESENT, seat=replace(empty, office=Office.MAYOR))
    with pytest.raises(Refused) as unknown:
        sitting.keep_attendance(office(NOVEMBER), "huaihai", session, 2, [stranger])
    assert refusal(unknown) == "seat-unknown"


def test_a_withdrawn_consent_leaves_five_of_six() -> None:
    """Six decisions with ten consents each; one city takes one back before closing."""
    titles = tuple(f"事项{number}" for number in range(1, 7))
    cleared(AUGUST, *titles)
    session, items = symposium(NOVEMBER, *titles)
    lead, unit = bureau("suzhou"), bureau("xuzhou")
    delivery = Delivery(lead=lead, units=(unit,), due_on=date(2027, 6, 30))
    for item in items:
        consent(item)
        end(item, delivery=delivery)
    say(items[3], "linyi", Stance.OBJECT)
    assert [one.adopted for one in sheet(session).items].count(True) == 5
    close(session)
    decisions = reads.list_decisions(office(NOVEMBER), "huaihai", 2026, "symposium")
    assert [decision.item.number for decision in decisions] == [1, 2, 3, 4, 5]
    assert items[3] not in {decision.item.id for decision in decisions}
    assert "no-consensus" in {remark.code for remark in sheet(session).remarks}
    sent = OutboxEvent.objects.filter(name="governance.DecisionAdopted")
    told = [
        event.content["item"] for event in sent if event.content["body"] == "symposium"
    ]
    assert told == [str(item) for item in items if item != items[3]]
    with pytest.raises(Conflict) as error:
        say(items[3], "linyi", Stance.CONSENT)
    assert refusal(error) == "session-stands-elsewhere"


def test_closing_records_the_meeting() -> None:
    """The calendar shows it as held, and the place is not asked for again."""
    session = cleared(AUGUST, "跨省公交")
    (record,) = list_meetings("huaihai")
    assert sheet(session).line.record == record.id
    entry = get_entry(
        charter_reads.get_versions("huaihai"), "huaihai/2026/consultation/meeting/1"
    )
    assert entry.actual is not None
    assert entry.actual.chair == Holder(
        member="suzhou", office=Office.EXECUTIVE_VICE_MAYOR
    )


def test_closing_takes_the_record_that_is_there_already() -> None:
    """Somebody recorded the meeting before: it is the one, and no second is made."""
    session = convene("consultation", AUGUST)
    open_(session)
    facts = MeetingFacts(
        body="consultation",
        kind=EntryKind.MEETING,
        year=2026,
        days=days_through(AUGUST, AUGUST),
        host="suzhou",
    )
    made = records.record_meeting(office(AUGUST), "huaihai", facts, None)
    close(session)
    assert str(sheet(session).line.record) == made
    assert len(list_meetings("huaihai")) == 1


def test_nothing_is_closed_half_done() -> None:
    """Everything missing is named at once; then the same session closes."""
    session, (item, second) = _thematic()
    with pytest.raises(Refused) as error:
        close(session)
    assert refusal(error) == "session-incomplete"
    missing = error.value.message.parameters["missing"]
    assert isinstance(missing, tuple)
    assert len(missing) == 2
    end(item, Outcome.NOTED)
    end(second, Outcome.DEFERRED)
    close(session)
    assert sheet(session).line.state is SessionState.CLOSED
    with pytest.raises(Conflict):
        close(session)


def _thematic(day: date = date(2026, 5, 20)) -> tuple[UUID, list[UUID]]:
    session = convene("group-transport", day)
    made = [
        put(session, title, class_id="difficulty") for title in ("断头路", "收费站")
    ]
    open_(session)
    return session, made


def test_what_is_deferred_is_on_the_next_docket() -> None:
    """Whether the next session is convened already or only later, and once only."""
    session, (item, second) = _thematic()
    coming = convene("group-transport", date(2026, 9, 2), ad_hoc=True)
    end(item, Outcome.DEFERRED)
    end(second, Outcome.NOTED)
    close(session)
    (carried,) = sheet(coming).items
    assert carried.item.carried_from == item
    later = convene("group-transport", date(2026, 10, 7), ad_hoc=True)
    assert [one.item.standing for one in sheet(later).items] == [Standing.LAST_MINUTES]
    open_(coming)
    end(carried.item.id, Outcome.DEFERRED)
    close(coming)
    # Two sessions have left it open, so it is before the body above.
    assert [one.item.standing for one in sheet(later).items] == [Standing.LAST_MINUTES]
    above = convene("consultation", date(2026, 10, 8), ad_hoc=True)
    assert sheet(above).items[-1].item.carried_from == carried.item.id


def test_an_unsolved_matter_goes_up_two_steps() -> None:
    """From a group to the mayors, from the mayors to the secretaries, each with a time."""
    league = "changzhutan"
    days = (date(2026, 3, 12), date(2026, 5, 15), date(2026, 10, 22))
    group = convene("group-transport", days[0], league)
    item = put(group, "过江通道", league, class_id="project")
    open_(group, league)
    end(item, Outcome.ESCALATED, league)
    close(group, league)
    mayors = convene("conference", days[1], league, level=Level.MAYOR)
    (one,) = sheet(mayors, league).items
    assert (one.item.carried_from, one.item.class_id) == (item, "")
    open_(mayors, league)
    with pytest.raises(Refused) as error:
        end(one.item.id, Outcome.DECIDED, league)
    assert refusal(error) == "class-missing"
    end(one.item.id, Outcome.ESCALATED, league)
    close(mayors, league)
    top = convene("conference", days[2], league, level=Level.SECRETARY)
    last = sheet(top, league).items[-1].item
    assert last.carried_from == one.item.id
    open_(top, league)
    draft = ItemDraft(class_id="plans", act=ItemAct.STUDY, title="过江通道")
    docket.amend_item(office(days[2], league), league, last.id, 1, draft)
    with pytest.raises(Refused) as nobody:
        end(last.id, Outcome.ESCALATED, league)
    assert refusal(nobody) == "nobody-above"
    end(last.id, Outcome.DECIDED, league)
    ended = [
        step.at.date()
        for session in (group, mayors)
        for step in sheet(session, league).steps
        if step.kind is StepKind.DISPOSED
    ]
    assert ended == [days[0], days[1]]


def test_wrong_level_and_wrong_class() -> None:
    """The secretaries sign nothing, and settle no matter of the mayors."""
    session, _ = secretaries(date(2026, 10, 22), "review")
    for stated in ({"act": ItemAct.SIGN, "class_id": "plans"}, {"class_id": "shared"}):
        with pytest.raises(Refused) as error:
            put(session, "合作协议", "changzhutan", **stated)
        assert refusal(error) == "competence"


def test_a_matter_waits_for_the_session_that_is_competent() -> None:
    """A directive of the province is on the next docket of the mayors, for three cities."""
    league = "changzhutan"
    draft = ItemDraft(
        class_id="superior",
        act=ItemAct.STUDY,
        title="落实省政府长株潭一体化部署",
        source="湘政发〔2026〕3号",
        cities=("changsha", "zhuzhou", "xiangtan"),
    )
    waiting = docket.put_waiting(
        office(date(2026, 2, 3), league), league, "conference", Level.MAYOR, draft
    )
    docket.amend_item(
        office(date(2026, 2, 4), league), league, waiting, 1,
        replace(draft, words="三市分别落实。"),
    )  # fmt: skip
    mayors = convene("conference", date(2026, 5, 15), league, level=Level.MAYOR)
    (one,) = sheet(mayors, league).items
    assert one.item.id == waiting
    assert one.item.cities == draft.cities
    codes = {remark.code for remark in sheet(mayors, league).remarks}
    assert "source-missing" not in codes


def test_ends_are_judged() -> None:
    """Units of the directory, a day that comes, and only while the session sits."""
    session = convene("group-transport", date(2026, 5, 20))
    item = put(session, "断头路", class_id="difficulty")
    whole = Delivery(
        lead=bureau("suzhou"), units=(bureau("xuzhou"),), due_on=date(2026, 12, 31)
    )
    day = office(date(2026, 5, 20))

    def tried(delivery: Delivery) -> str:
        disposal = Disposal(outcome=Outcome.DECIDED, words="同意。", delivery=delivery)
        with pytest.raises(HansaError) as error:
            sitting.dispose(day, "huaihai", item, 1, disposal)
        return refusal(error)

    assert tried(whole) == "session-stands-elsewhere"
    open_(session)
    assert tried(replace(whole, lead=str(UUID(int=7)))) == "unit-missing"
    assert tried(replace(whole, due_on=date(2026, 5, 1))) == "due-before"
    assert tried(Delivery()) == "delivery-incomplete"
    end(item, delivery=whole)
    assert item_of(item).delivery == whole
    end(item, Outcome.DEFERRED)
    assert item_of(item).delivery == Delivery()


def test_every_act_is_in_the_journal() -> None:
    """The journal names the session and the item of each act, and its chain holds."""
    session = cleared(AUGUST, "跨省公交")
    acts = [
        entry.service
        for entry in journal.entries("huaihai", 20)
        if f"session:{session}" in entry.objects
    ]
    assert sorted(acts) == [
        "governance.close_session",
        "governance.convene",
        "governance.dispose",
        "governance.open_session",
        "governance.put_item",
    ]
    assert journal.verify().fault is None


def test_a_session_of_another_league_is_none() -> None:
    """Ids of one league open nothing in another."""
    session = convene("symposium", NOVEMBER)
    someone = office(NOVEMBER, "changzhutan")
    with pytest.raises(Missing):
        reads.get_session(someone, "changzhutan", session)
    with pytest.raises(Forbidden):
        reads.get_session(someone, "huaihai", session)
    with pytest.raises(Missing):
        closing.close_session(someone, "changzhutan", session, 1)


def test_the_number_of_queries_does_not_grow() -> None:
    """Ten more items, with positions, are read with as many queries as one."""
    session = convene("consultation", AUGUST)
    say(put(session, "议题0", act=ItemAct.CLEAR), "heze", Stance.CONSENT)
    with CaptureQueriesContext(connection) as few:
        sheet(session)
    for number in range(1, 11):
        item = put(session, f"议题{number}", act=ItemAct.CLEAR)
        say(item, "heze", Stance.CONSENT)
    with CaptureQueriesContext(connection) as many:
        found = sheet(session)
    assert len(found.items) == 11
    assert len(many) == len(few)
