"""What people do with a duty, who may, and what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from hansa.charter.terms import Modality
from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import Upload
from hansa.directory.services.behalf import act_for
from hansa.duties.models import Duty as DutyRow
from hansa.duties.reads import duties as reads
from hansa.duties.reads.inboxes import inbox
from hansa.duties.services import acts, keeping
from hansa.duties.services.acts import Decision, Done, Escalation, Extension
from hansa.duties.terms.duties import Act as Offer
from hansa.duties.terms.duties import Duty, DutyState, EventKind, Fact, Source
from hansa.duties.tests.conftest import (
    AT,
    OFFICE,
    TODAY,
    House,
    Place,
    actor,
    later,
    liaison,
    officer,
)
from hansa.kernel.errors import Conflict, Forbidden, HansaError, Missing, Refused
from hansa.kernel.periods import Period

XUZHOU = liaison("xuzhou")
SEEN = Done(on=TODAY, note="无意见")
PAPER = Decision(on=TODAY, document="纪要〔2026〕1号")
LATER = Extension(until=date(2026, 12, 31), reason="材料待省厅批复")
END = date(2026, 12, 24)


def shown(duty: UUID, as_of: date = TODAY) -> Duty:
    """The duty as the office sees it."""
    return reads.get_duty(OFFICE, "huaihai", duty, reads.reckon("huaihai", as_of))


def state(duty: UUID, as_of: date = TODAY) -> DutyState:
    """How the duty stands."""
    return shown(duty, as_of).line.state


def revision(duty: UUID) -> int:
    """The revision that a reader would see now."""
    return DutyRow.objects.get(pk=duty).revision


def last_act() -> str:
    """The name of the latest act in the journal."""
    return next(iter(journal.entries(None, 1))).service


def test_a_liaison_reports_with_a_file(place: Place) -> None:
    """Evidence closes the duty; the journal attests the file."""
    duty = place()
    done = Done(on=TODAY, file=Upload(name="意见.txt", content="无意见".encode()))
    acts.record_evidence(XUZHOU, "huaihai", duty, 1, done)
    evidence = shown(duty).events[-1]
    assert state(duty) is DutyState.DONE
    assert (evidence.kind, evidence.actor) == (EventKind.EVIDENCE, XUZHOU.person)
    assert evidence.file is not None
    entry = next(iter(journal.entries("huaihai", 1)))
    assert entry.service == "duties.record_evidence"
    assert entry.objects[0] == f"duty:{duty}"
    assert entry.objects[1].startswith("file:")


def test_a_unit_reports_what_falls_to_it(house: House, place: Place) -> None:
    """The unit that a duty falls to may report it; another unit of the city may not."""
    city = house.cities["xuzhou"]
    duty = place(unit=city.bureau)
    with pytest.raises(Missing):
        acts.record_evidence(officer("xuzhou", city.other), "huaihai", duty, 1, SEEN)
    acts.record_evidence(officer("xuzhou", city.bureau), "huaihai", duty, 1, SEEN)
    assert state(duty) is DutyState.DONE


def test_the_office_reports_for_a_city_only_with_a_paper(place: Place) -> None:
    """On behalf (代录): the clerk acts, the office of the city is the authority."""
    duty = place()
    with pytest.raises(Refused) as refusal:
        acts.record_evidence(OFFICE, "huaihai", duty, 1, SEEN)
    assert refusal.value.code == "evidence-needed"
    clerk = act_for(
        OFFICE, "huaihai", "xuzhou", "徐州市常务副市长", "徐政函〔2026〕1号"
    )
    acts.record_evidence(clerk, "huaihai", duty, 1, SEEN)
    evidence = shown(duty).events[-1]
    assert (evidence.actor, evidence.authority) == (OFFICE.person, "徐州市常务副市长")
    assert "evidence:徐政函〔2026〕1号" in next(iter(journal.entries(None, 1))).objects


def test_facts_are_never_refused(place: Place) -> None:
    """Late, repeated and superseded: recorded all the same, with findings."""
    duty = place(window=None, since=date(2026, 1, 1))
    first = acts.record_evidence(XUZHOU, "huaihai", duty, 1, SEEN)
    again = acts.record_evidence(XUZHOU, "huaihai", duty, 2, SEEN)
    assert first.findings == ()
    assert [finding.code for finding in again.findings] == ["duty-done-before"]


def test_evidence_from_before_the_duty_is_recorded_with_a_finding(place: Place) -> None:
    """A slip in the year is seen at once; the first day itself is none."""
    duty = place(window=Period(date(2026, 11, 20), date(2026, 11, 28)))
    slip = Done(on=date(1900, 1, 1), note="已报")
    said = acts.record_evidence(XUZHOU, "huaihai", duty, 1, slip)
    assert [finding.code for finding in said.findings] == ["done-early"]
    first_day = Done(on=date(2026, 11, 20), note="已报")
    again = acts.record_evidence(XUZHOU, "huaihai", duty, 2, first_day)
    assert [finding.code for finding in again.findings] == ["duty-done-before"]


def test_late_evidence_is_recorded_with_a_finding(place: Place) -> None:
    """It is dated after the due day in force."""
    duty = place()
    then = later(XUZHOU, AT + timedelta(days=20))
    said = acts.record_evidence(
        then, "huaihai", duty, 1, Done(on=date(2026, 12, 10), note="已报")
    )
    assert [finding.code for finding in said.findings] == ["done-late"]
    assert state(duty, END) is DutyState.DONE_LATE


@pytest.mark.parametrize(
    ("done", "code"),
    [
        (Done(on=TODAY), "evidence-empty"),
        (Done(on=TODAY, note="  "), "evidence-empty"),
        (Done(on=date(2026, 11, 25), note="x"), "day-ahead"),
        (Done(on=TODAY, note="x" * 4001), "note-unfit"),
        (Done(on=TODAY, note="a\x00b"), "note-unfit"),
        (Done(on=TODAY, note="a\x1bb"), "note-unfit"),
        (Done(on=TODAY, document="x" * 201), "document-unfit"),
        (
            Done(on=TODAY, file=Upload(name="x.exe", content=b"MZ")),
            "file-kind-unknown",
        ),
    ],
)
def test_what_is_no_fact_is_refused(place: Place, done: Done, code: str) -> None:
    """Nothing shown, a day ahead, and words that cannot be kept; nothing is written."""
    duty = place()
    with pytest.raises(Refused) as refusal:
        acts.record_evidence(XUZHOU, "huaihai", duty, 1, done)
    assert refusal.value.code == code
    assert revision(duty) == 1
    assert len(shown(duty).events) == 1


def test_a_form_sent_twice_meets_a_conflict(place: Place) -> None:
    """The second of two, or of one sent twice, changes nothing."""
    duty = place()
    acts.record_evidence(XUZHOU, "huaihai", duty, 1, SEEN)
    for again in (XUZHOU, liaison("xuzhou", 2)):
        with pytest.raises(Conflict):
            acts.record_evidence(again, "huaihai", duty, 1, SEEN)
    assert len(shown(duty).events) == 2


def test_evidence_is_returned_for_completion(place: Place) -> None:
    """退回补正: the duty is open again, until better evidence comes."""
    duty = place()
    number = acts.record_evidence(XUZHOU, "huaihai", duty, 1, SEEN).number
    acts.return_evidence(OFFICE, "huaihai", duty, 2, number, "第三条未答复")
    assert state(duty, END) is DutyState.OVERDUE
    with pytest.raises(Missing):
        acts.return_evidence(OFFICE, "huaihai", duty, 3, number, "再次")
    acts.record_evidence(XUZHOU, "huaihai", duty, 3, SEEN)
    assert state(duty, END) is DutyState.DONE


def test_only_whom_it_is_owed_to_returns_evidence(place: Place) -> None:
    """The office; or the city that a duty is owed to; never the city that owes it."""
    duty = place(owed_to="heze")
    number = acts.record_evidence(XUZHOU, "huaihai", duty, 1, SEEN).number
    with pytest.raises(Forbidden):
        acts.return_evidence(XUZHOU, "huaihai", duty, 2, number, "x")
    with pytest.raises(Missing):
        acts.return_evidence(liaison("linyi"), "huaihai", duty, 2, number, "x")
    acts.return_evidence(liaison("heze"), "huaihai", duty, 2, number, "缺附件")
    assert state(duty) is DutyState.DUE_SOON


def test_a_return_needs_its_reason(place: Place) -> None:
    """Blanks are no reason."""
    duty = place()
    number = acts.record_evidence(XUZHOU, "huaihai", duty, 1, SEEN).number
    with pytest.raises(Refused):
        acts.return_evidence(OFFICE, "huaihai", duty, 2, number, "  ")


def test_what_was_entered_in_error_is_taken_back(place: Place) -> None:
    """The state goes back, and the timeline keeps the event as withdrawn."""
    duty = place()
    number = acts.record_evidence(XUZHOU, "huaihai", duty, 1, SEEN).number
    acts.withdraw_event(XUZHOU, "huaihai", duty, number)
    assert state(duty, END) is DutyState.OVERDUE
    assert shown(duty).events[-1].withdrawn_at == AT
    with pytest.raises(Conflict):
        acts.withdraw_event(XUZHOU, "huaihai", duty, number)


def test_what_was_answered_is_no_longer_taken_back(place: Place) -> None:
    """Neither by who asked nor by the office, until the answer is taken back."""
    duty = place()
    asked = acts.request_extension(XUZHOU, "huaihai", duty, 1, LATER).number
    granted = acts.grant_extension(OFFICE, "huaihai", duty, 2, LATER).number
    for someone in (XUZHOU, OFFICE):
        with pytest.raises(Conflict, match="event-answered"):
            acts.withdraw_event(someone, "huaihai", duty, asked)
        assert asked not in reads.withdrawable(someone, shown(duty))
    acts.withdraw_event(OFFICE, "huaihai", duty, granted)
    assert asked in reads.withdrawable(XUZHOU, shown(duty))
    acts.withdraw_event(XUZHOU, "huaihai", duty, asked)
    done = acts.record_evidence(XUZHOU, "huaihai", duty, 5, SEEN).number
    acts.return_evidence(OFFICE, "huaihai", duty, 6, done, "请补签字件")
    with pytest.raises(Conflict, match="event-answered"):
        acts.withdraw_event(XUZHOU, "huaihai", duty, done)


def test_what_is_taken_back_was_seen_as_it_stands(place: Place) -> None:
    """Whoever saw the duty before it was changed looks again first."""
    duty = place()
    number = acts.record_evidence(XUZHOU, "huaihai", duty, 1, SEEN).number
    with pytest.raises(Conflict, match="duty-changed"):
        acts.withdraw_event(XUZHOU, "huaihai", duty, number, revision=1)
    acts.withdraw_event(XUZHOU, "huaihai", duty, number, revision=2)


def test_only_who_entered_it_takes_it_back_that_day(place: Place) -> None:
    """A colleague may not, nor the same person on the next day; the office may."""
    duty = place()
    number = acts.record_evidence(XUZHOU, "huaihai", duty, 1, SEEN).number
    with pytest.raises(Forbidden):
        acts.withdraw_event(liaison("xuzhou", 2), "huaihai", duty, number)
    tomorrow = later(XUZHOU, AT + timedelta(days=1))
    with pytest.raises(Forbidden):
        acts.withdraw_event(tomorrow, "huaihai", duty, number)
    acts.withdraw_event(OFFICE, "huaihai", duty, number, "误报")
    assert state(duty) is DutyState.DUE_SOON


def test_what_is_no_event_or_has_left_is_not_taken_back(place: Place) -> None:
    """An unknown number is missing; a record kept elsewhere is withdrawn there."""
    duty = place("one/a")
    with pytest.raises(Missing):
        acts.withdraw_event(OFFICE, "huaihai", duty, 1)
    fact = Fact(key="one/a", record="meeting:1", on=TODAY)
    keeping.record_evidence_by_key(OFFICE, "huaihai", Source.MANUAL, [fact])
    with pytest.raises(Refused) as refusal:
        acts.withdraw_event(OFFICE, "huaihai", duty, 1)
    assert refusal.value.code == "event-recorded-elsewhere"
    sent = acts.escalate(
        OFFICE, "huaihai", duty, 2, Escalation(level="decision", proposal="请定")
    )
    signed = acts.sign_for(OFFICE, "huaihai", duty, 3, sent.number)
    with pytest.raises(Refused) as left:
        acts.withdraw_event(OFFICE, "huaihai", duty, signed.number)
    assert left.value.code == "event-not-withdrawable"


def test_a_waiver_needs_the_deciding_document(place: Place) -> None:
    """With its number or a scan it waives; without, it is refused."""
    duty = place()
    with pytest.raises(Refused) as refusal:
        acts.waive(OFFICE, "huaihai", duty, 1, Decision(on=TODAY, note="口头"))
    assert refusal.value.code == "decision-needed"
    acts.waive(OFFICE, "huaihai", duty, 1, PAPER)
    assert state(duty, END) is DutyState.WAIVED


def test_a_condition_is_met_by_a_decision(place: Place) -> None:
    """A dormant duty wakes; one that binds anyway has no condition to meet."""
    dormant = place("one/a", modality=Modality.CONDITIONAL)
    bound = place("one/b")
    assert state(dormant) is DutyState.DORMANT
    acts.trigger(OFFICE, "huaihai", dormant, 1, PAPER)
    assert state(dormant) is DutyState.DUE_SOON
    assert state(dormant, END) is DutyState.LAPSED
    with pytest.raises(Refused) as refusal:
        acts.trigger(OFFICE, "huaihai", bound, 1, PAPER)
    assert refusal.value.code == "not-conditional"


def test_an_extension_moves_the_day_in_force_and_never_the_original(
    place: Place,
) -> None:
    """Asked, granted, counted; both days are shown."""
    duty = place()
    acts.request_extension(XUZHOU, "huaihai", duty, 1, LATER)
    assert state(duty, END) is DutyState.OVERDUE
    assert shown(duty).asked is not None
    acts.grant_extension(OFFICE, "huaihai", duty, 2, LATER)
    seen = shown(duty, END)
    assert seen.line.state is DutyState.DUE_SOON
    assert seen.line.due_on == date(2026, 12, 31)
    assert seen.line.original_due_on == date(2026, 11, 30)
    assert (seen.extensions, seen.asked) == (1, None)
    acts.request_extension(
        XUZHOU, "huaihai", duty, 3, Extension(until=date(2027, 1, 31), reason="再延")
    )
    acts.grant_extension(
        OFFICE,
        "huaihai",
        duty,
        4,
        Extension(until=date(2027, 1, 15), reason="至十五日"),
    )
    assert shown(duty).extensions == 2
    assert shown(duty).line.due_on == date(2027, 1, 15)
    assert shown(duty).line.original_due_on == date(2026, 11, 30)


def test_a_refused_extension_moves_nothing(place: Place) -> None:
    """It is answered, with its reason, and can be asked for again."""
    duty = place()
    acts.request_extension(XUZHOU, "huaihai", duty, 1, LATER)
    with pytest.raises(Conflict):
        acts.request_extension(XUZHOU, "huaihai", duty, 2, LATER)
    acts.refuse_extension(OFFICE, "huaihai", duty, 2, "时限由座谈会议定")
    assert state(duty, END) is DutyState.OVERDUE
    with pytest.raises(Missing):
        acts.refuse_extension(OFFICE, "huaihai", duty, 3, "再次")
    acts.request_extension(XUZHOU, "huaihai", duty, 3, LATER)


def test_an_extension_entered_in_error_is_taken_back(place: Place) -> None:
    """The day in force is the original one again, in lists too."""
    duty = place()
    acts.request_extension(XUZHOU, "huaihai", duty, 1, LATER)
    number = acts.grant_extension(OFFICE, "huaihai", duty, 2, LATER).number
    acts.withdraw_event(OFFICE, "huaihai", duty, number)
    row = DutyRow.objects.get(pk=duty)
    assert (row.extended, row.ends_on) == (False, date(2026, 11, 30))
    assert shown(duty).asked is not None


def test_what_cannot_be_extended(place: Place) -> None:
    """No day, an earlier day, no reason, or nothing owed any more."""
    undated = place("one/a", window=None)
    dated = place("one/b")
    done = place("one/c")
    acts.record_evidence(XUZHOU, "huaihai", done, 1, SEEN)
    cases = (
        (undated, 1, LATER, "duty-undated"),
        (dated, 1, replace(LATER, until=date(2026, 11, 30)), "extension-not-later"),
        (dated, 1, replace(LATER, until=date.max), "extension-not-later"),
        (dated, 1, replace(LATER, reason=" "), "reason-missing"),
        (done, 2, LATER, "duty-settled"),
    )
    for duty, seen, wanted, code in cases:
        with pytest.raises(Refused) as refusal:
            acts.request_extension(XUZHOU, "huaihai", duty, seen, wanted)
        assert refusal.value.code == code


def test_a_matter_goes_to_the_next_level_with_a_proposal(place: Place) -> None:
    """It is signed for and answered, and waits on the office's list until then."""
    duty = place()
    with pytest.raises(Refused):
        acts.escalate(
            OFFICE, "huaihai", duty, 1, Escalation(level="decision", proposal=" ")
        )
    with pytest.raises(Missing):
        acts.escalate(
            OFFICE, "huaihai", duty, 1, Escalation(level="nowhere", proposal="x")
        )
    raised = Escalation(level="decision", proposal="建议列入座谈会议题")
    number = acts.escalate(OFFICE, "huaihai", duty, 1, raised).number
    waits = inbox(OFFICE, "huaihai", reads.reckon("huaihai", TODAY)).to_answer
    assert [event.number for event, _ in waits] == [number]
    acts.sign_for(OFFICE, "huaihai", duty, 2, number)
    acts.answer(
        OFFICE, "huaihai", duty, 3, number, Done(on=TODAY, note="同意", document="1号")
    )
    kinds = [event.kind for event in shown(duty).events]
    assert kinds[1:] == [
        EventKind.ESCALATED, EventKind.SIGNED_FOR, EventKind.ANSWERED,
    ]  # fmt: skip
    assert last_act() == "duties.answer"


def test_a_city_answers_no_matter_about_itself(house: House, place: Place) -> None:
    """Neither liaison nor bureau signs for it or answers it away; a letter they answer."""
    bureau = house.cities["xuzhou"].bureau
    duty = place(unit=bureau)
    raised = Escalation(level="decision", proposal="建议列入座谈会议题")
    number = acts.escalate(OFFICE, "huaihai", duty, 1, raised).number
    for who in (XUZHOU, officer("xuzhou", bureau)):
        with pytest.raises(Forbidden):
            acts.answer(who, "huaihai", duty, 2, number, SEEN)
        with pytest.raises(Forbidden):
            acts.sign_for(who, "huaihai", duty, 2, number)
        assert Offer.ANSWER not in reads.offers(who, shown(duty))
        assert reads.answerable(who, shown(duty)) == ()
    assert Offer.ANSWER in reads.offers(OFFICE, shown(duty))
    acts.answer(OFFICE, "huaihai", duty, 2, number, SEEN)


def letter_on(duty: UUID) -> int:
    """Put a letter to the city on a duty's timeline, and give its number."""
    with transaction.atomic():
        keeping.note_notice(
            OFFICE, duty, kind=EventKind.LETTER, notice_id=uuid4(), note="提示函"
        )
    return shown(duty).events[-1].number


def test_the_office_speaks_for_no_city_without_its_paper(place: Place) -> None:
    """Its own letter is signed for and answered by the city, or with the city's paper."""
    duty = place()
    number = letter_on(duty)
    revision = shown(duty).line.revision
    with pytest.raises(Refused, match="evidence-needed"):
        acts.sign_for(OFFICE, "huaihai", duty, revision, number)
    with pytest.raises(Refused, match="evidence-needed"):
        acts.answer(OFFICE, "huaihai", duty, revision, number, SEEN)
    shows = replace(OFFICE, authority="徐州市政府办公室", evidence="徐政办〔2026〕8号")
    acts.sign_for(shows, "huaihai", duty, revision, number)
    acts.answer(XUZHOU, "huaihai", duty, revision + 1, number, SEEN)
    signed, answered = shown(duty).events[-2:]
    assert (signed.kind, answered.kind) == (EventKind.SIGNED_FOR, EventKind.ANSWERED)


def test_what_was_sent_is_signed_for_and_answered_once(place: Place) -> None:
    """A second time is a conflict, until the answer is taken back."""
    duty = place()
    number = letter_on(duty)

    def revision() -> int:
        return shown(duty).line.revision

    acts.sign_for(XUZHOU, "huaihai", duty, revision(), number)
    with pytest.raises(Conflict, match="event-signed-for"):
        acts.sign_for(XUZHOU, "huaihai", duty, revision(), number)
    said = acts.answer(XUZHOU, "huaihai", duty, revision(), number, SEEN)
    with pytest.raises(Conflict, match="event-answered"):
        acts.answer(XUZHOU, "huaihai", duty, revision(), number, SEEN)
    acts.withdraw_event(XUZHOU, "huaihai", duty, said.number)
    acts.answer(XUZHOU, "huaihai", duty, revision(), number, SEEN)


def test_an_answer_answers_something(place: Place) -> None:
    """A remark cannot be answered, nor can nothing be said."""
    duty = place()
    number = acts.note(XUZHOU, "huaihai", duty, "电话已联系").number
    with pytest.raises(Missing):
        acts.answer(OFFICE, "huaihai", duty, 1, number, SEEN)
    with pytest.raises(Refused):
        acts.answer(OFFICE, "huaihai", duty, 1, number, Done(on=TODAY))


def test_a_remark_meets_no_conflict(place: Place) -> None:
    """Two remarks at once are both kept, and whoever writes a report is not disturbed."""
    duty = place()
    acts.note(XUZHOU, "huaihai", duty, "一")
    acts.note(liaison("xuzhou", 2), "huaihai", duty, "二")
    acts.record_evidence(XUZHOU, "huaihai", duty, 1, SEEN)
    with pytest.raises(Refused):
        acts.note(XUZHOU, "huaihai", duty, " ")


Act = Callable[[Actor, UUID], object]
ACTS: dict[str, tuple[Act, bool, bool]] = {
    # name: the act, whether the owing city's liaison may, whether the office may
    "record_evidence": (
        lambda who, duty: acts.record_evidence(who, "huaihai", duty, 1, SEEN),
        True,
        False,
    ),
    "return_evidence": (
        lambda who, duty: acts.return_evidence(who, "huaihai", duty, 1, 1, "x"),
        False,
        True,
    ),
    "waive": (
        lambda who, duty: acts.waive(who, "huaihai", duty, 1, PAPER),
        False,
        True,
    ),
    "trigger": (
        lambda who, duty: acts.trigger(who, "huaihai", duty, 1, PAPER),
        False,
        True,
    ),
    "request_extension": (
        lambda who, duty: acts.request_extension(who, "huaihai", duty, 1, LATER),
        True,
        False,
    ),
    "grant_extension": (
        lambda who, duty: acts.grant_extension(who, "huaihai", duty, 1, LATER),
        False,
        True,
    ),
    "refuse_extension": (
        lambda who, duty: acts.refuse_extension(who, "huaihai", duty, 1, "x"),
        False,
        True,
    ),
    "escalate": (
        lambda who, duty: acts.escalate(
            who, "huaihai", duty, 1, Escalation(level="decision", proposal="x")
        ),
        True,
        True,
    ),
    "note": (lambda who, duty: acts.note(who, "huaihai", duty, "x"), True, True),
}


@pytest.mark.parametrize("name", ACTS)
def test_nobody_acts_on_what_he_may_not_know_of(place: Place, name: str) -> None:
    """Another city, the public, another league and a guessed id all meet a 404."""
    act, _, _ = ACTS[name]
    duty = place()
    strangers = (
        liaison("heze"),
        actor(Role.PUBLIC),
        actor(Role.RESIDENT),
        replace(OFFICE, league="changzhutan"),
        actor(Role.UNIT_OFFICER, "xuzhou", str(uuid4())),
    )
    for stranger in strangers:
        with pytest.raises(Missing):
            act(stranger, duty)
    with pytest.raises(Missing):
        act(OFFICE, uuid4())
    assert len(shown(duty).events) == 1


@pytest.mark.parametrize("name", ACTS)
def test_who_may_see_may_not_always_act(place: Place, name: str) -> None:
    """A leader only reads; liaison and office each have acts of their own."""
    act, by_liaison, by_office = ACTS[name]
    duty = place()
    with pytest.raises(Forbidden):
        act(actor(Role.LEADER, "xuzhou"), duty)
    with pytest.raises(Forbidden):
        act(actor(Role.AUDITOR), duty)
    for who, allowed in ((XUZHOU, by_liaison), (OFFICE, by_office)):
        assert is_forbidden(act, who, duty) is not allowed


def is_forbidden(act: Act, who: Actor, duty: UUID) -> bool:
    """Tell whether an act fails for want of a right, or of the paper that gives it."""
    try:
        with transaction.atomic():
            act(who, duty)
            transaction.set_rollback(True)
    except HansaError as error:
        return isinstance(error, Forbidden) or error.code == "evidence-needed"
    return False
