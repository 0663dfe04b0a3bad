"""Minutes: drafted at the closing, commented on by every city, approved, published."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from hansa.chassis import workdays
from hansa.chassis.actor import Actor, Role
from hansa.directory.terms.offices import Office
from hansa.duties.models import Duty
from hansa.governance.models import Minutes, MinutesSection
from hansa.governance.reads import minutes as reads
from hansa.governance.reads.minutes_text import paragraphs
from hansa.governance.rules.paper_words import chinese_number
from hansa.governance.services.minutes import drafting, publishing, rounds
from hansa.governance.terms import Holder
from hansa.governance.terms.dockets import Delivery, Outcome
from hansa.governance.terms.minutes import (
    CommentDraft,
    CommentStance,
    MinutesSheet,
    MinutesState,
    Reply,
)
from hansa.governance.tests.people import HUAIHAI, actor
from hansa.governance.tests.sessions import scene
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused

H = "huaihai"
HELD, SENT, DUE = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 27)
LATE = date(2026, 11, 30)
CHAIR = Holder(member="suzhou", office=Office.PARTY_SECRETARY)
TITLES = ("签署年度合作协议", "联合修订应急预案", "编制断头路清单")


@pytest.fixture(autouse=True)
def _table(leagues: None, administrator: Actor) -> None:
    workdays.seed(administrator.at)


@pytest.fixture
def session(leagues: None) -> UUID:
    """Hold and close a Symposium that took three decisions, one of them in principle."""
    scene.cleared(date(2026, 8, 20), *TITLES)
    made, items = scene.symposium(HELD, *TITLES)
    unit = scene.bureau("suzhou")
    delivery = Delivery(lead=unit, units=(unit,), due_on=date(2027, 6, 30))
    for item in items:
        scene.consent(item)
        scene.end(item, delivery=None if item == items[0] else delivery)
    for one in scene.sheet(made).items:
        if one.item.outcome is None:
            scene.end(one.item.id, Outcome.NOTED)
    scene.close(made)
    return made


def sheet(session: UUID, on: date = SENT) -> MinutesSheet:
    """Look at the minutes of a session on a day."""
    return reads.minutes_of(scene.office(on), H, session)


def send(session: UUID, on: date = SENT) -> None:
    """Circulate the draft on a day."""
    rounds.circulate(scene.office(on), H, session, sheet(session).line.revision)


def say(session: UUID, member: str, words: str = "", on: date = SENT) -> None:
    """Let a city speak: without words it has no comment."""
    stance = CommentStance.COMMENT if words else CommentStance.NONE
    draft = CommentDraft(member=member, stance=stance, words=words, place=None)
    revision = sheet(session).line.revision
    rounds.comment(scene.liaison(member, on), H, session, revision, draft)


def approve(session: UUID, on: date = LATE, holder: Holder = CHAIR) -> None:
    """Record that the chair approved on a day."""
    revision = sheet(session).line.revision
    publishing.approve(
        scene.liaison(holder.member, on), H, session, revision, holder, "签批件1号"
    )


def publish(session: UUID, on: date = LATE) -> str:
    """Publish on a day."""
    revision = sheet(session).line.revision
    return publishing.publish(scene.office(on), H, session, revision)


def agreed(session: UUID) -> None:
    """Bring minutes to where only publishing is left."""
    send(session)
    for member in HUAIHAI:
        say(session, member)
    approve(session)


def duty() -> Any:
    """Find the duty to publish."""
    return Duty.objects.get(source="minutes")


def test_minutes_are_drafted_from_the_record(session: UUID) -> None:
    """The opening says when and who chaired; each item has one section with its words."""
    found = sheet(session)
    assert found.line.state is MinutesState.DRAFT
    first, *rest = found.sections
    assert first.words.startswith("2026年11月19日，协同发展座谈会")
    assert "宿州市委书记主持会议" in first.words.replace("市市委", "市委")
    assert [one.heading for one in rest][-3:] == list(TITLES)
    assert all(one.words for one in rest)


def test_a_session_without_minutes_owes_them(session: UUID) -> None:
    """The duty opens with the closing, under its clause and reading, for 15 days."""
    row, line = duty(), sheet(session).line
    assert (row.clauses, row.assumptions) == (["GOV-12"], ["A-47"])
    assert row.due_on == line.due_on == date(2026, 12, 10)
    assert not line.is_overdue(date(2026, 12, 10))
    assert line.is_overdue(date(2026, 12, 11))
    assert row.done_on is None


def test_the_round_has_a_clock_and_counts_cities(session: UUID) -> None:
    """Five working days for ten cities; until then whoever is silent is waited for."""
    send(session)
    for member in HUAIHAI[:8]:
        say(session, member)
    found = sheet(session, DUE)
    assert found.line.comments_due_on == DUE
    assert found.round.missing == HUAIHAI[8:]
    assert not found.round.silent
    over = sheet(session, date(2026, 11, 28))
    assert (over.round.missing, over.round.silent) == ((), HUAIHAI[8:])


def test_a_second_word_keeps_the_first(session: UUID) -> None:
    """What a city said before stands beside its last word; the same twice is none."""
    send(session)
    say(session, "xuzhou", "请补充时限。")
    say(session, "xuzhou")
    with pytest.raises(Conflict, match="nothing-changed"):
        say(session, "xuzhou")
    found = sheet(session)
    assert [one.words for one in found.comments] == ["请补充时限。", ""]
    assert found.round.said["xuzhou"].stance is CommentStance.NONE


def test_every_comment_is_answered_before_anybody_approves(session: UUID) -> None:
    """A comment waits for its answer, and one that is not adopted for its reason."""
    send(session)
    for member in HUAIHAI:
        say(session, member, "请补充时限。" if member == "heze" else "")
    with pytest.raises(Refused, match="minutes-incomplete"):
        approve(session)
    revision = sheet(session).line.revision
    office = scene.office(SENT)
    with pytest.raises(Refused, match="words-missing"):
        rounds.answer(
            office, H, session, revision, "heze", Reply(adopted=False, words="")
        )
    rounds.answer(
        office, H, session, revision, "heze", Reply(adopted=False, words="已在议题中。")
    )
    approve(session)
    assert not sheet(session).lacks


def test_new_words_need_a_new_approval(session: UUID) -> None:
    """An approval is of one wording; once it is changed, it counts no more."""
    agreed(session)
    one = sheet(session).sections[0]
    drafting.word_section(
        scene.office(LATE), H, session, 0, one.revision, one.words + "特此纪要。"
    )
    assert [lack.code for lack in sheet(session).lacks] == ["approval-missing"]
    with pytest.raises(Refused, match="minutes-incomplete"):
        publish(session)


def test_who_comes_second_overwrites_nothing(session: UUID) -> None:
    """Of two who word the same section the later is refused; another section is free."""
    office = scene.office(SENT)
    drafting.word_section(office, H, session, 0, 1, "第一位的文字。")
    with pytest.raises(Conflict, match="session-changed"):
        drafting.word_section(office, H, session, 0, 1, "第二位的文字。")
    drafting.word_section(office, H, session, 1, 1, "另一处的文字。")
    assert [one.words for one in sheet(session).sections[:2]] == [
        "第一位的文字。",
        "另一处的文字。",
    ]


def test_published_minutes_have_every_decision_once(session: UUID) -> None:
    """The decisions in the text are those of the log, each once; the duty is settled."""
    agreed(session)
    assert publish(session) == "协同发展座谈会纪要〔2026〕1号"
    found = sheet(session)
    assert found.content is not None
    written = [one["decision"] for one in found.content["sections"] if one["decision"]]
    log = [one.item.number for one in scene.sheet(session).items if one.item.number]
    assert sorted(written) == sorted(log) == [1, 2, 3]
    assert found.intact
    text = "\n".join(words for _place, words in paragraphs(found.content))
    assert text.count("完成时限：2027年6月30日") == 2
    assert duty().done_on == LATE


def test_every_city_issues_the_minutes_and_the_host_stands_first(
    session: UUID,
) -> None:
    """The charter names the organ of each city; a draft names them as well."""
    names = reads.spoken_on(H, SENT).names
    others = [one for one in scene.sheet(session).parties if one != "suzhou"]
    wanted = [f"{names[one].zh}市人民政府" for one in ("suzhou", *others)]
    assert len(wanted) == len(HUAIHAI)
    draft = reads.written(scene.office(SENT), sheet(session))
    assert draft["organs"] == wanted
    agreed(session)
    publish(session)
    issued = sheet(session).content
    assert issued is not None
    assert issued["organs"] == wanted


def test_a_decision_that_fell_out_stops_the_publication(session: UUID) -> None:
    """Minutes that lost a decision on the way are not published."""
    agreed(session)
    last = MinutesSection.objects.filter(item__number=3)
    last.delete()
    with pytest.raises(Refused) as refused:
        publish(session)
    assert "编制断头路清单" in str(refused.value.message.parameters)


def test_what_was_published_is_never_written_again(session: UUID) -> None:
    """A correction is an edition with its own number; the former keeps text and print."""
    agreed(session)
    publish(session)
    first = sheet(session)
    with pytest.raises(Conflict, match="minutes-elsewhere"):
        drafting.word_section(scene.office(LATE), H, session, 0, 1, "别的。")
    drafting.correct(
        scene.office(LATE), H, session, first.line.revision, "第三项时限有误。"
    )
    drafting.word_section(scene.office(LATE), H, session, 0, 1, "更正后的概况。")
    send(session, LATE)
    for member in HUAIHAI:
        say(session, member, on=LATE)
    approve(session)
    assert publish(session) == "协同发展座谈会纪要〔2026〕2号"
    again = reads.minutes_of(scene.office(LATE), H, session, 1)
    assert (again.content, again.line.digest) == (first.content, first.line.digest)
    corrected = sheet(session).content
    assert corrected is not None
    assert corrected["corrects"] == "协同发展座谈会纪要〔2026〕1号"


def test_one_changed_character_is_noticed(session: UUID) -> None:
    """A text that was changed behind Hansa's back has its fingerprint no longer."""
    agreed(session)
    publish(session)
    row = Minutes.objects.get(session=session)
    assert row.content is not None
    row.content["sections"][1]["words"] += "。"
    row.save()
    assert sheet(session).intact is False


def test_who_may_do_what(session: UUID) -> None:
    """A city speaks for itself, the chair's city approves, the office publishes."""
    send(session)
    revision = sheet(session).line.revision
    other = scene.liaison("heze", SENT)
    nothing = CommentDraft(member="jining", stance=CommentStance.NONE)
    with pytest.raises(Forbidden):
        rounds.comment(other, H, session, revision, nothing)
    with pytest.raises(Forbidden):
        publishing.approve(other, H, session, revision, CHAIR, "签批件")
    with pytest.raises(Forbidden):
        publishing.publish(other, H, session, revision)
    with pytest.raises(Refused, match="evidence-needed"):
        rounds.comment(scene.office(SENT), H, session, revision, nothing)
    behalf = replace(scene.office(SENT), evidence="复函3号")
    rounds.comment(behalf, H, session, revision, nothing)
    assert sheet(session).comments[0].evidence == "复函3号"
    resident = actor(Role.RESIDENT)
    with pytest.raises(Forbidden):
        reads.minutes_of(resident, H, session)


def test_nobody_approves_without_a_paper_or_unasked(session: UUID) -> None:
    """An approval names its paper, and comes from whoever chaired."""
    send(session)
    for member in HUAIHAI:
        say(session, member)
    revision, office = sheet(session).line.revision, scene.office(LATE)
    with pytest.raises(Refused, match="document-missing"):
        publishing.approve(office, H, session, revision, CHAIR, " ")
    other = Holder(member="suzhou", office=Office.MAYOR)
    with pytest.raises(Refused, match="approver-unknown"):
        publishing.approve(office, H, session, revision, other, "签批件")


def test_a_session_that_is_not_closed_has_none(leagues: None) -> None:
    """Minutes come with the closing."""
    made = scene.convene("consultation", date(2026, 8, 20))
    with pytest.raises(Missing, match="minutes-missing"):
        reads.minutes_of(scene.office(SENT), H, made)


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")],
)
def test_headings_count_in_chinese(number: int, written: str) -> None:
    """Headings are numbered as papers number them."""
    assert chinese_number(number) == written
