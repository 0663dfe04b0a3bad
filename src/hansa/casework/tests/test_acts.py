"""Cases are opened, answered, decided and closed; each act leaves its trace."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from hansa.casework.models import Case, CaseEvent
from hansa.casework.services import acts
from hansa.casework.services.opening import FEN_MOST, open_case
from hansa.casework.services.rows import Said
from hansa.casework.terms.cases import CaseDraft, CaseState, Party, PartyStance, Reply
from hansa.casework.tests.conftest import (
    ADJUSTMENT,
    APPROVER,
    CHANGSHA,
    DISPUTE,
    LEAGUE,
    OFFICE,
    OPERATOR,
    SECOND,
    TICK,
    UNMATCHED,
    XIANGTAN,
    ZHUZHOU,
    Opened,
    actor,
    on,
    revision,
    seen,
)
from hansa.charter import services as charter_services
from hansa.chassis import files, journal, outbox, workdays
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import Upload
from hansa.chassis.models import OutboxEvent
from hansa.duties.reads import duties as duty_reads
from hansa.duties.terms.duties import DutyLine, DutyState, Filters, Order, Source
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused
from hansa.kernel.text import Bilingual, text

SAID = Said(note="经核对，情况属实。")
PAPER = Upload(name="对账明细.txt", content="明细".encode())


def reply(
    case: UUID,
    who: Actor = ZHUZHOU,
    stance: PartyStance = PartyStance.OBJECTS,
    party: int = 2,
    day: date | None = None,
) -> None:
    """Zhuzhou, the respondent, replies; or somebody else does."""
    answer = Reply(party=party, stance=stance, on=day)
    acts.reply(who, LEAGUE, case, revision(case), answer, SAID)


def do(act: Any, case: UUID, who: Actor = OFFICE, *more: Any, said: Said = SAID) -> Any:
    """Do an act as the case stands now."""
    return act(who, LEAGUE, case, revision(case), *more, said)


def duties(day: str = "2026-11-02", who: Actor = OFFICE) -> dict[str, DutyLine]:
    """The duties that cases opened and somebody sees, by the clock and whom it awaits."""
    reckoning = duty_reads.reckon(LEAGUE, date.fromisoformat(day))
    wanted = Filters(source=Source.CASE)
    lines = duty_reads.list_duties(
        who, LEAGUE, reckoning, wanted, Order(), slice(0, 100)
    )
    standing = [line for line in lines if line.state is not DutyState.SUPERSEDED]
    return {line.key.split("/", 2)[2]: line for line in standing}


def told() -> list[tuple[str, dict[str, Any]]]:
    """What casework told the contexts above, in order."""
    rows = OutboxEvent.objects.filter(name__startswith="casework.").order_by("pk")
    return [(row.name, row.content) for row in rows]


def test_a_dispute_from_opening_to_closure(opened: Opened) -> None:
    """Claim, objection, decision prepared by one and approved by another, closure."""
    case = opened(who=CHANGSHA)
    assert seen(case).standing.state is CaseState.AWAITING
    reply(case, on(ZHUZHOU, "2026-11-04"))
    assert seen(case, "2026-11-04").standing.state is CaseState.IN_HAND
    operator, approver = on(OPERATOR, "2026-11-05"), on(APPROVER, "2026-11-06")
    assert do(acts.decide, case, operator, "rejected") is CaseState.PREPARED
    do(acts.approve, case, approver)
    do(acts.close, case, on(OPERATOR, "2026-11-06"))
    line = seen(case, "2026-11-06")
    assert line.standing.state is CaseState.CLOSED
    assert [event.kind.value for event in line.standing.events] == [
        "opened", "replied", "prepared", "decided", "closed",
    ]  # fmt: skip
    assert [name for name, _ in told()] == [
        "casework.CaseDecided",
        "casework.CaseClosed",
    ]
    assert told()[0][1] == {
        "league": LEAGUE,
        "case": str(case),
        "type": "dispute",
        "source": "",
        "decision": "rejected",
        "by_silence": False,
    }
    services = [entry.service for entry in journal.entries(LEAGUE, 50)]
    assert [name for name in reversed(services) if name.startswith("casework.")] == [
        "casework.open",
        "casework.reply",
        "casework.decide",
        "casework.approve",
        "casework.close",
    ]
    assert journal.verify().fault is None


def test_numbers_have_neither_gaps_nor_twins(opened: Opened) -> None:
    """Each league counts its cases of a year from 1; what is refused uses no number."""
    first = opened()
    with pytest.raises(Refused):
        opened(amount_fen=-1)
    second = opened()
    huaihai = replace(OFFICE, league="huaihai")
    parties = (
        Party(role="claimant", member="xuzhou"),
        Party(role="respondent", member="linyi"),
    )
    open_case(huaihai, "huaihai", replace(DISPUTE, parties=parties))
    next_year = open_case(on(OFFICE, "2027-01-04"), LEAGUE, DISPUTE)
    assert list(
        Case.objects.order_by("league", "year", "number").values_list(
            "league", "year", "number"
        )
    ) == [
        (LEAGUE, 2026, 1),
        (LEAGUE, 2026, 2),
        (LEAGUE, 2027, 1),
        ("huaihai", 2026, 1),
    ]
    assert len({first, second, next_year}) == 3


def test_another_context_opens_a_case_once(opened: Opened) -> None:
    """The same source gives the same case, whatever the second draft says."""
    case = opened(UNMATCHED, TICK, subject=text("Rows suspended: {count}", count=11))
    entries = journal.head()
    again = opened(UNMATCHED, TICK, subject="anything")
    assert again == case
    assert journal.head() == entries
    assert Case.objects.count() == 1
    assert seen(case).subject == text("Rows suspended: {count}", count=11)


def test_who_keeps_nothing_opens_nothing_under_a_source(opened: Opened) -> None:
    """A source opens no door: a city that may open no such case is refused."""
    for who in (ZHUZHOU, APPROVER, actor(Role.LEADER, "changsha")):
        with pytest.raises(Forbidden):
            opened(UNMATCHED, who)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        (OFFICE, True),
        (OPERATOR, True),
        (CHANGSHA, True),
        (actor(Role.UNIT_OFFICER, "changsha"), True),
        (ZHUZHOU, False),
        (XIANGTAN, False),
        (APPROVER, False),
        (TICK, False),
        (actor(Role.LEADER, "changsha"), False),
        (actor(Role.AUDITOR), False),
        (actor(Role.PUBLIC), False),
        (replace(OFFICE, league="huaihai"), False),
    ],
)
def test_who_may_open_a_dispute(who: Actor, allowed: bool, opened: Opened) -> None:
    """The office, whoever handles the type, and the city that claims."""
    if allowed:
        assert opened(who=who)
        return
    with pytest.raises(Forbidden):
        opened(who=who)


BAD: list[tuple[str, dict[str, Any]]] = [
    ("subject-missing", {"subject": "  "}),
    ("subject-missing", {"subject": Bilingual("争议", " ")}),
    ("subject-unfit", {"subject": "争" * 201}),
    ("words-unfit", {"words": "x" * 4001}),
    ("words-unfit", {"words": "a\0b"}),
    ("source-unfit", {"source": "s" * 201}),
    ("name-unfit", {"objects": ("x" * 201,)}),
    ("objects-too-many", {"objects": tuple(map(str, range(101)))}),
    ("amount-unfit", {"amount_fen": -1}),
    ("amount-unfit", {"amount_fen": FEN_MOST + 1}),
    ("role-unknown", {"parties": (*DISPUTE.parties, Party(role="judge"))}),
    ("member-unknown", {"parties": (Party(role="claimant", member="wuhan"),)}),
    ("parties-unfit", {"parties": DISPUTE.parties[:1]}),
    ("parties-unfit", {"parties": (*DISPUTE.parties, DISPUTE.parties[1])}),
]


@pytest.mark.parametrize(("code", "changed"), BAD)
def test_what_cannot_be_kept_is_refused(
    code: str, changed: dict[str, Any], opened: Opened
) -> None:
    """Each fault is named by its code, and nothing is opened."""
    with pytest.raises(Refused) as refusal:
        opened(**changed)
    assert refusal.value.code == code
    assert not Case.objects.exists()


def test_an_unknown_type_is_missing(opened: Opened) -> None:
    """A type that the charter has not is said, with the nearest one."""
    with pytest.raises(Missing) as missing:
        opened(type="disputes")
    assert missing.value.code == "case-type-missing"
    assert "dispute" in missing.value.remedy.parameters.values()


def test_the_largest_amount_is_kept(opened: Opened) -> None:
    """Fen are whole numbers as large as the databases have them."""
    assert seen(opened(amount_fen=FEN_MOST)).amount_fen == FEN_MOST


def test_a_case_opened_late_says_so(opened: Opened) -> None:
    """A fact is never refused: the limit has passed, and the case is there with it."""
    late = opened(about_on=date(2026, 9, 1))
    assert seen(late).late_days == 32
    assert seen(opened()).late_days is None


def test_the_party_awaited_owes_its_reply(opened: Opened) -> None:
    """A duty stands in the city's list until the reply, and is then done."""
    case = opened()
    (owed,) = duties(who=ZHUZHOU).values()
    assert (owed.member, owed.due_on) == ("zhuzhou", date(2026, 11, 9))
    assert owed.clauses == ("CLR-01",)
    assert duties(who=XIANGTAN) == {}
    reply(case, on(ZHUZHOU, "2026-11-04"))
    (done,) = duties("2026-11-04", ZHUZHOU).values()
    assert done.state is DutyState.DONE
    office = duties("2026-11-04")["1/decision/rung-1"]
    assert (office.body, office.due_on) == ("secretariat", date(2026, 11, 18))
    do(acts.decide, case, on(OPERATOR, "2026-11-05"), "rejected")
    do(acts.approve, case, on(APPROVER, "2026-11-05"))
    assert duties("2026-11-05")["1/decision/rung-1"].state is DutyState.DONE


def test_what_nobody_awaits_any_more_is_owed_no_more(opened: Opened) -> None:
    """Withdrawn, the reply is no duty; reopened, it is one anew."""
    case = opened(who=CHANGSHA)
    do(acts.withdraw, case, CHANGSHA)
    assert duties() == {}
    do(acts.reopen, case, on(OFFICE, "2026-11-16"))
    (anew,) = duties("2026-11-16", ZHUZHOU).values()
    assert anew.due_on == date(2026, 11, 23)


def test_silence_accepts_when_the_tick_comes_late(opened: Opened) -> None:
    """The decision stands from the day after the last one, whenever it is recorded."""
    case = opened()
    before = seen(case, "2026-11-20").standing
    assert before.state is CaseState.DECIDED
    assert told() == []
    tick = on(TICK, "2026-11-20")
    assert acts.run_out_clocks(tick, LEAGUE) == 1
    after = seen(case, "2026-11-20").standing
    assert after.decision is not None
    assert (after.state, after.decision.on) == (CaseState.DECIDED, date(2026, 11, 10))
    assert [content["by_silence"] for _, content in told()] == [True]
    (settled,) = duties("2026-11-20", ZHUZHOU).values()
    assert settled.state is DutyState.DONE_LATE
    head = journal.head()
    assert acts.run_out_clocks(tick, LEAGUE) == 0
    assert journal.head() == head


def test_silence_comes_before_whoever_acts_next(opened: Opened) -> None:
    """No tick came: the reply after the last day still meets an accepted case."""
    case = opened()
    with pytest.raises(Conflict) as conflict:
        reply(case, on(ZHUZHOU, "2026-11-10"))
    assert conflict.value.code == "case-stands-elsewhere"
    do(acts.close, case, on(OFFICE, "2026-11-10"))
    kinds = [event.kind.value for event in seen(case, "2026-11-10").standing.events]
    assert kinds == ["opened", "decided", "closed"]


def test_a_reply_given_in_time_counts_whenever_it_is_entered(opened: Opened) -> None:
    """Dated the last day and entered after it, it comes before the silence."""
    case = opened()
    reply(case, on(ZHUZHOU, "2026-11-12"), day=date(2026, 11, 9))
    assert seen(case, "2026-11-12").standing.state is CaseState.IN_HAND
    other = opened()
    acts.run_out_clocks(on(TICK, "2026-11-12"), LEAGUE)
    with pytest.raises(Conflict):
        reply(other, on(ZHUZHOU, "2026-11-12"), day=date(2026, 11, 9))


@pytest.mark.parametrize("day", ["2026-11-03", "2026-11-01", "2026-10-30"])
def test_a_reply_is_neither_ahead_nor_before_the_case(opened: Opened, day: str) -> None:
    """It is dated from the opening to today."""
    case = opened()
    with pytest.raises((Refused, Missing)):
        reply(case, day=date.fromisoformat(day))
    assert CaseEvent.objects.count() == 1


def test_an_unpublished_year_gives_a_day_without_effect(opened: Opened) -> None:
    """Provisional until the notice is recorded; then duty and silence follow it."""
    case = opened(who=on(OFFICE, "2026-12-29"))
    tick = on(TICK, "2027-01-20")
    assert acts.run_out_clocks(tick, LEAGUE) == 0
    (clock, *_) = seen(case, "2027-01-20").standing.clocks
    assert (clock.due_on, clock.provisional) == (date(2027, 1, 5), True)
    # Friday the first is off, and so is Monday the fourth in this invented notice.
    workdays.publish_year(
        tick, 2027, [date(2027, 1, 1), date(2027, 1, 4)], [], "notice, invented"
    )
    acts.run_out_clocks(on(TICK, "2027-01-21"), LEAGUE)
    standing = seen(case, "2027-01-21").standing
    assert standing.decision is not None
    assert standing.decision.on == date(2027, 1, 8)


def test_duties_follow_a_notice(opened: Opened) -> None:
    """A last day that a new notice moves is moved on the lists too, before it is over."""
    opened(who=on(OFFICE, "2026-12-29"))
    assert duties("2026-12-30")["1/reply/party-2"].due_on == date(2027, 1, 5)
    published = on(TICK, "2026-12-30")
    workdays.publish_year(
        published, 2027, [date(2027, 1, 1), date(2027, 1, 4)], [], "notice, invented"
    )
    assert acts.run_out_clocks(on(TICK, "2026-12-31"), LEAGUE) == 0
    assert duties("2026-12-31")["1/reply/party-2"].due_on == date(2027, 1, 7)


def test_nobody_approves_what_they_prepared(opened: Opened) -> None:
    """Two persons: the same one is refused, sent back it is prepared anew."""
    case = opened()
    reply(case)
    do(acts.decide, case, OFFICE, "upheld")
    with pytest.raises(Refused) as refusal:
        do(acts.approve, case, OFFICE)
    assert refusal.value.code == "second-person-needed"
    do(acts.send_back, case, APPROVER)
    assert seen(case).standing.state is CaseState.IN_HAND
    assert do(acts.decide, case, SECOND, "rejected") is CaseState.PREPARED
    do(acts.approve, case, OFFICE)
    decision = seen(case).standing.decision
    assert decision is not None
    assert (decision.decision, decision.actor) == ("rejected", OFFICE.person)


def test_a_decision_waits_for_what_it_rests_on(opened: Opened) -> None:
    """Hearing, agreement and documents, each named while it is missing."""
    case = opened()
    with pytest.raises(Refused) as early:
        do(acts.decide, case, OFFICE, "upheld")
    assert early.value.code == "decision-too-early"
    assert "CLR-01" in early.value.message.parameters["clauses"]  # type: ignore[operator]  # a tuple
    reply(case)
    with pytest.raises(Refused):
        do(acts.decide, case, OFFICE, "settled")
    reply(case, stance=PartyStance.AGREES)
    assert do(acts.decide, case, OFFICE, "settled") is CaseState.DECIDED


def test_a_document_that_is_asked_for_must_be_there(opened: Opened) -> None:
    """Without the calculation no adjustment is made."""
    case = opened(ADJUSTMENT)
    reply(case, CHANGSHA, PartyStance.AGREES, party=1)
    with pytest.raises(Refused) as early:
        do(acts.decide, case, OPERATOR, "made")
    assert early.value.code == "decision-too-early"
    said = Said(upload=PAPER)
    do(acts.add_document, case, OPERATOR, "calculation", said=said)
    assert do(acts.decide, case, OPERATOR, "made") is CaseState.PREPARED
    (filed,) = files.list_files(LEAGUE)
    assert files.find_altered_file() is None
    assert filed.id in {event.file for event in seen(case).standing.events}
    do(acts.approve, case, APPROVER)
    posting = duties()["1/posting/rung-1"]
    assert posting.due_on == date(2026, 11, 5)
    do(acts.close, case, on(OPERATOR, "2026-11-04"))
    assert duties("2026-11-04")["1/posting/rung-1"].state is DutyState.DONE


def test_the_ladder_ends(opened: Opened) -> None:
    """A case goes up one body at a time, and no further than the last."""
    case = opened()
    do(acts.escalate, case, ZHUZHOU)
    line = seen(case)
    assert line.standing.body == "conference"
    with pytest.raises(Refused) as refusal:
        do(acts.escalate, case, OFFICE)
    assert refusal.value.code == "ladder-ends"


def test_reopening_keeps_the_number(opened: Opened) -> None:
    """A closed case is taken up under its number, and those above are told."""
    case = opened()
    reply(case, stance=PartyStance.AGREES)
    do(acts.decide, case, OFFICE, "settled")
    do(acts.close, case)
    do(acts.reopen, case)
    line = seen(case)
    assert (line.number, line.standing.round) == (1, 2)
    assert (line.standing.state, line.standing.decision) == (CaseState.AWAITING, None)
    assert told()[-1][0] == "casework.CaseReopened"


def test_an_act_on_what_somebody_changed_is_refused(opened: Opened) -> None:
    """Whoever comes second is told, and nothing is overwritten."""
    case = opened()
    old = revision(case)
    reply(case)
    with pytest.raises(Conflict) as conflict:
        acts.escalate(OFFICE, LEAGUE, case, old, SAID)
    assert conflict.value.code == "case-changed"


@pytest.mark.parametrize(
    "act",
    [acts.approve, acts.send_back, acts.close, acts.reopen],
)
def test_an_act_out_of_place_is_refused(act: Any, opened: Opened) -> None:
    """What has no place where a case stands is said with the state it is in."""
    case = opened()
    with pytest.raises(Conflict) as conflict:
        do(act, case)
    assert conflict.value.code == "case-stands-elsewhere"


def test_words_are_demanded(opened: Opened) -> None:
    """No reply without content, no decision or ladder without reason, no empty document."""
    case = opened()
    with pytest.raises(Refused) as empty:
        acts.reply(
            ZHUZHOU, LEAGUE, case, revision(case), Reply(party=2), Said(note="  ")
        )
    assert empty.value.code == "reply-empty"
    for act, more in (
        (acts.escalate, ()),
        (acts.withdraw, ()),
        (acts.decide, ("settled",)),
    ):
        with pytest.raises(Refused) as refusal:
            do(act, case, OFFICE, *more, said=Said())
        assert refusal.value.code == "reason-missing"
    for paper, code in (("", "document-needed"), ("essay", "paper-unknown")):
        with pytest.raises(Refused) as refusal:
            do(acts.add_document, case, OFFICE, paper)
        assert refusal.value.code == code
    with pytest.raises(Refused) as unknown:
        do(acts.decide, case, OFFICE, "forgiven")
    assert unknown.value.code == "decision-unknown"
    with pytest.raises(Refused) as long:
        do(acts.escalate, case, OFFICE, said=Said(note="x" * 4001))
    assert long.value.code == "note-unfit"
    assert CaseEvent.objects.count() == 1


def test_what_a_city_said_is_entered_with_its_paper_only(opened: Opened) -> None:
    """The office enters a reply on behalf of a city where the paper is named."""
    case = opened()
    with pytest.raises(Refused) as refusal:
        reply(case, OFFICE)
    assert refusal.value.code == "evidence-needed"
    reply(case, replace(OFFICE, authority="株洲市交通局", evidence="株交函〔2026〕8号"))
    last = seen(case).standing.events[-1]
    assert (last.authority, last.evidence) == ("株洲市交通局", "株交函〔2026〕8号")


def test_nobody_answers_for_another(opened: Opened) -> None:
    """A party answers for itself alone; a stranger is not told that the case is there."""
    case = opened()
    with pytest.raises(Forbidden):
        reply(case, CHANGSHA)
    with pytest.raises(Missing):
        reply(case, XIANGTAN)
    with pytest.raises(Refused):
        reply(case, party=3)


ACTS: list[tuple[Any, tuple[Any, ...], Actor]] = [
    (acts.decide, ("settled",), CHANGSHA),
    (acts.decide, ("settled",), APPROVER),
    (acts.escalate, (), actor(Role.LEADER, "changsha")),
    (acts.withdraw, (), ZHUZHOU),
    (acts.add_document, ("",), actor(Role.AUDITOR)),
    (acts.close, (), CHANGSHA),
    (acts.reopen, (), ZHUZHOU),
    (acts.approve, (), CHANGSHA),
    (acts.send_back, (), ZHUZHOU),
]


@pytest.mark.parametrize(("act", "more", "who"), ACTS)
def test_what_no_right_allows_is_refused(
    act: Any, more: tuple[Any, ...], who: Actor, opened: Opened
) -> None:
    """Every act is judged by a right in its service; nothing is recorded."""
    case = opened()
    with pytest.raises(Forbidden):
        do(act, case, who, *more)
    assert CaseEvent.objects.count() == 1


def test_time_is_kept_by_its_keepers(opened: Opened) -> None:
    """A city cannot make silence take effect."""
    opened()
    with pytest.raises(Forbidden):
        acts.run_out_clocks(on(CHANGSHA, "2026-12-01"), LEAGUE)


def test_a_case_keeps_the_rules_it_was_opened_under(
    opened: Opened, administrator: Actor, charter_copy: Any
) -> None:
    """A later version gives new cases other days, and leaves those that are open alone."""
    before = opened()
    folder = charter_copy(LEAGUE, {"casework.yaml": [("days: 5", "days: 15")]})
    charter_services.apply_version(
        on(administrator, "2026-11-03"),
        folder,
        charter_services.Terms(
            effective_from=date(2026, 11, 3), in_service_since=date(2025, 1, 1)
        ),
    )
    after = opened(who=on(OFFICE, "2026-11-04"))
    assert seen(before, "2026-11-04").standing.due_on == date(2026, 11, 9)
    assert seen(after, "2026-11-04").standing.due_on == date(2026, 11, 25)


def test_events_are_added_and_never_changed(opened: Opened) -> None:
    """Whatever happens later, what was recorded stays as it was."""
    case = opened()
    kept: list[Any] = []
    for step in (
        lambda: reply(case),
        lambda: do(acts.escalate, case),
        lambda: do(acts.decide, case, OFFICE, "rejected"),
        lambda: do(acts.approve, case, SECOND),
        lambda: do(acts.close, case),
        lambda: do(acts.reopen, case),
        lambda: acts.run_out_clocks(on(TICK, "2026-12-01"), LEAGUE),
    ):
        step()
        rows = list(CaseEvent.objects.order_by("number").values())
        assert rows[: len(kept)] == kept
        assert len(rows) > len(kept)
        kept = rows
    assert [row["number"] for row in kept] == list(range(1, len(kept) + 1))


def test_the_tick_delivers_what_cases_tell(opened: Opened) -> None:
    """Events wait for no handler that is not there yet."""
    from hansa.site.tasks import run_tick

    case = opened()
    reply(case, stance=PartyStance.AGREES)
    do(acts.decide, case, OFFICE, "settled")
    run_tick()
    assert outbox.pending() == 0


def test_an_unknown_case_is_missing(leagues: None) -> None:
    """Neither an id of none nor a date before the opening shows anything."""
    with pytest.raises(Missing):
        acts.close(OFFICE, LEAGUE, uuid4(), 1, SAID)


def test_drafts_of_a_person_are_opened_each_time(opened: Opened) -> None:
    """Without a source every opening is a case of its own."""
    draft: CaseDraft = replace(DISPUTE, about_on=None)
    assert opened(draft) != opened(draft)
    assert timedelta(0) == seen(opened(draft)).opened_at - OFFICE.at
