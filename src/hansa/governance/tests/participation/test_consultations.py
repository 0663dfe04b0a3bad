"""Public consultations: who may say what when, and what is owed to whom."""

from datetime import date, timedelta
from typing import Any

import pytest

from hansa.chassis.actor import Role
from hansa.chassis.files import Upload
from hansa.chassis.models import JournalEntry, JournalPayload
from hansa.chassis.workbooks import csv_of
from hansa.governance.models.consultations import PublicComment
from hansa.governance.reads import consultations as reads
from hansa.governance.rules import consultations as rules
from hansa.governance.services.consultations import (
    commenting,
    drafting,
    intake,
    results,
    weighing,
)
from hansa.governance.terms.consultations import (
    Channel,
    CommentDraft,
    ConsultationDraft,
    ConsultationState,
    MatterKind,
    ReceivedComment,
)
from hansa.governance.tests.participation.hearing import (
    AFTER,
    CLOSED,
    LEAGUE,
    NOW,
    OPENED,
    answer,
    comments,
    office,
    opened,
    public,
    say,
    sheet,
)
from hansa.governance.tests.people import actor
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused

pytestmark = pytest.mark.usefixtures("leagues")
SECRET = "13800000000"


def letter(words: str = "来信意见。", day: date = NOW, **named: Any) -> ReceivedComment:
    """A letter that came on a day."""
    return ReceivedComment(
        comment=CommentDraft(words=words),
        channel=Channel.LETTER,
        received_on=day,
        **named,
    )


def test_days_are_counted_from_the_day_after_and_fewer_need_a_reason() -> None:
    """Thirty days are enough, twenty-nine are not, unless it is said why."""
    assert opened(closes_on=OPENED + timedelta(30))
    short = OPENED + timedelta(29)
    with pytest.raises(Refused, match="consultation-short"):
        opened(closes_on=short)
    line = sheet(opened(closes_on=short, short_reason="汛期将至。")).line
    assert (line.days, line.least_days, line.short_reason) == (29, 30, "汛期将至。")
    with pytest.raises(Refused, match="runs-backwards"):
        opened(closes_on=OPENED, short_reason="汛期将至。")


def test_a_draft_is_seen_inside_alone_until_it_is_public() -> None:
    """Outside there is nothing; a liaison sees it, and may not make it public."""
    actor_ = office(OPENED)
    draft = ConsultationDraft(
        title="草案",
        words="草案。",
        kind=MatterKind.POLICY,
        opens_on=OPENED,
        closes_on=CLOSED,
    )
    id_ = drafting.add_consultation(actor_, LEAGUE, draft)
    with pytest.raises(Missing):
        sheet(id_, public())
    assert reads.list_consultations(public(), LEAGUE) == ()
    liaison = actor(Role.CITY_LIAISON, "zhuzhou", league=LEAGUE)
    assert sheet(id_, liaison).line.state is ConsultationState.DRAFT
    with pytest.raises(Forbidden):
        drafting.publish_consultation(liaison, LEAGUE, id_, 1)
    with pytest.raises(Refused, match="opened-before"):
        drafting.publish_consultation(office(NOW), LEAGUE, id_, 1)
    drafting.publish_consultation(actor_, LEAGUE, id_, 1)
    with pytest.raises(Conflict, match="consultation-public"):
        drafting.amend_consultation(actor_, LEAGUE, id_, 2, draft)


def test_comments_are_taken_through_the_last_day() -> None:
    """On the last day one is taken, and on the next none is."""
    id_ = opened()
    say(id_, "末日意见。")
    draft = CommentDraft(words="迟到。")
    with pytest.raises(Refused, match="consultation-closed"):
        commenting.comment(public(AFTER), LEAGUE, id_, draft, "", "")
    drafting.extend_consultation(
        office(AFTER), LEAGUE, id_, 2, AFTER + timedelta(5), "应居民要求。"
    )
    assert commenting.comment(public(AFTER), LEAGUE, id_, draft, "", "")
    line = sheet(id_).line
    assert (line.first_closes_on, line.state) == (CLOSED, ConsultationState.OPEN)
    with pytest.raises(Refused, match="not-later"):
        drafting.extend_consultation(office(AFTER), LEAGUE, id_, 3, CLOSED, "缩短。")


def test_a_comment_sent_twice_is_one_with_one_receipt() -> None:
    """The number that the form carries gives the same receipt for the same comment."""
    id_, receipt = opened(), commenting.new_receipt()
    draft = CommentDraft(words="支持。")
    codes = {
        commenting.comment(public(), LEAGUE, id_, draft, receipt, "")
        for _again in range(2)
    }
    assert codes == {receipt}
    assert len(comments(id_)) == 1


def test_many_from_one_place_are_refused_and_others_go_on() -> None:
    """Ten an hour come from one network; its hash is another one on the next day."""
    id_ = opened()
    for number in range(commenting.AN_HOUR_MOST):
        say(id_, f"意见{number}", origin="office-network")
    with pytest.raises(Refused, match="too-many-comments"):
        say(id_, "再一条", origin="office-network")
    say(id_, "别处", origin="another")
    today = commenting.origin_of("192.0.2.1", public(NOW))
    assert today != commenting.origin_of("192.0.2.1", public(AFTER))
    assert "192.0.2.1" not in today


def test_who_wrote_is_the_offices_alone_and_erased_with_the_results() -> None:
    """Neither the public nor a liaison nor the journal has name and contact."""
    id_ = opened()
    say(id_, "请增加班次。", name="居民甲", contact=SECRET, origin="somewhere")
    liaison = actor(Role.CITY_LIAISON, "zhuzhou", league=LEAGUE)
    assert comments(id_)[0].contact == SECRET
    assert comments(id_, liaison)[0].contact == ""
    assert comments(id_, public(AFTER)) == ()
    payloads = "".join(str(row.content) for row in JournalPayload.objects.all())
    assert SECRET not in payloads
    assert "居民甲" not in payloads
    assert JournalEntry.objects.filter(service="governance.comment").exists()
    answer(id_, 1)
    results.publish_results(office(AFTER), LEAGUE, id_, sheet(id_).line.revision)
    (row,) = PublicComment.objects.all()
    assert (row.name, row.contact, row.origin) == ("", "", "")
    (shown,) = comments(id_, public(AFTER))
    assert (shown.words, shown.note is not None) == ("请增加班次。", True)


def test_a_receipt_tells_the_reply_once_it_is_published() -> None:
    """Until then it tells that the comment is there; nobody else's number is guessed."""
    id_ = opened()
    code = say(id_, "请增加班次。")
    say(id_, "另一条。")
    answer(id_, 1, 2, words="增加两班。")
    before = reads.get_receipt(public(AFTER), LEAGUE, code)
    assert (before.comment.words, before.comment.note) == ("请增加班次。", None)
    results.publish_results(office(AFTER), LEAGUE, id_, sheet(id_).line.revision)
    found = reads.get_receipt(public(AFTER), LEAGUE, code.lower().replace("-", " "))
    assert found.comment.note is not None
    assert found.comment.note.reason == "增加两班。"
    for wrong in ("", "x", "AAAA-AAAA-AAAA", code + "A"):
        with pytest.raises(Missing, match="receipt-unknown"):
            reads.get_receipt(public(AFTER), LEAGUE, wrong)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ABCD-EFGH-JKMN", "ABCD-EFGH-JKMN"),
        ("abcd efgh jkmn", "ABCD-EFGH-JKMN"),
        ("O1IL-0000-UUUU", "0111-0000-VVVV"),
        ("ABCD-EFGH-JKM", None),
        ("一二三四", None),
    ],
)
def test_how_a_receipt_may_be_written(written: str, read: str | None) -> None:
    """Small letters, blanks and letters that look like a digit are understood."""
    assert rules.receipt_of(written) == read


def test_a_withheld_comment_is_kept_and_owed_nothing() -> None:
    """The public reads the reason, its writer reads the words, and no reply is owed."""
    id_ = opened()
    code = say(id_, "辱骂他人。")
    say(id_, "支持。")
    answer(id_, 2)
    assert sheet(id_).line.state is ConsultationState.WEIGHING
    with pytest.raises(Refused, match="reason-missing"):
        weighing.withhold_comment(office(AFTER), LEAGUE, id_, 1, " ")
    weighing.withhold_comment(office(AFTER), LEAGUE, id_, 1, "含侮辱内容。")
    line = sheet(id_).line
    assert (line.counts.withheld, line.state) == (1, ConsultationState.ANSWERED)
    results.publish_results(office(AFTER), LEAGUE, id_, line.revision)
    first = comments(id_, public(AFTER))[0]
    assert (first.words, first.withheld_reason) == ("", "含侮辱内容。")
    own = reads.get_receipt(public(AFTER), LEAGUE, code).comment
    assert (own.words, own.withheld_reason) == ("辱骂他人。", "含侮辱内容。")
    assert comments(id_)[0].words == "辱骂他人。"
    with pytest.raises(Conflict, match="results-published"):
        weighing.release_comment(office(AFTER), LEAGUE, id_, 1)


def test_a_letter_after_the_last_day_is_kept_and_marked() -> None:
    """It is recorded all the same, and the decision does not wait for its reply."""
    id_ = opened()
    day = AFTER
    commenting.record_comments(office(day), LEAGUE, id_, (letter(day=day),))
    line = sheet(id_).line
    assert (line.counts.late, line.counts.owed) == (1, 0)
    assert line.state is ConsultationState.ANSWERED
    for wrong, code in (
        (letter(day=AFTER + timedelta(1)), "day-unlikely"),
        (letter(day=OPENED - timedelta(1)), "day-unlikely"),
        (letter(words=" "), "comment-empty"),
        (letter(stakeholder=9), "stakeholder-missing"),
    ):
        with pytest.raises((Refused, Missing), match=code):
            commenting.record_comments(office(day), LEAGUE, id_, (letter(), wrong))
    assert len(comments(id_)) == 1


def test_a_file_of_comments_is_taken_whole_or_not_at_all() -> None:
    """Every fault is told at its cell; a cell that begins as a formula is text."""
    id_ = opened()
    heads = ("意见内容", "收到日期", "来件方式", "所在城市")
    faulty = csv_of(
        heads, [("好", "某日", "hall", "株洲"), ("", "2026-10-09", "飞鸽", "")]
    )
    plan = intake.plan_comments(
        office(), LEAGUE, id_, Upload(name="意见.csv", content=faulty)
    )
    places = {(one.code, one.at.path) for one in plan.findings}
    assert ("no-such-day", "意见!B2") in places
    assert ("choice-unknown", "意见!C3") in places
    assert ("cell-empty", "意见!A3") in places
    with pytest.raises(Refused, match="comments-faulty"):
        intake.take_comments(
            office(), LEAGUE, id_, Upload(name="x.csv", content=faulty)
        )
    assert comments(id_) == ()
    sound = "意见内容,收到日期,来件方式\n=1+1,2026年10月9日,hall\n".encode("gb18030")
    taken = Upload(name="意见.csv", content=sound)
    assert intake.take_comments(office(), LEAGUE, id_, taken) == 1
    assert comments(id_)[0].words == "=1+1"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff\x00\xfe", b"a,b\n1,2"])
def test_any_file_may_be_brought(content: bytes) -> None:
    """What is no table of comments gives findings, and raises nothing."""
    upload = Upload(name="any", content=content)
    plan = intake.plan_comments(office(), LEAGUE, opened(), upload)
    assert not plan.sound


def test_groups_move_until_the_results_and_stand_after() -> None:
    """A comment is in one group at a time; what is published is not changed."""
    id_ = opened()
    say(id_, "一"), say(id_, "二")
    answer(id_, 1, 2)
    actor_ = office(AFTER)
    weighing.group_comments(actor_, LEAGUE, id_, (2,), "另一类")
    assert [group.count for group in sheet(id_).groups] == [1, 1]
    assert sheet(id_).line.gaps
    with pytest.raises(Refused, match="results-incomplete"):
        results.publish_results(actor_, LEAGUE, id_, sheet(id_).line.revision)
    weighing.group_comments(actor_, LEAGUE, id_, (2,), 1)
    with pytest.raises(Missing, match="comment-missing"):
        weighing.group_comments(actor_, LEAGUE, id_, (3,), 1)
    with pytest.raises(Missing, match="group-missing"):
        weighing.group_comments(actor_, LEAGUE, id_, (1,), 9)
    assert sheet(id_, public(AFTER)).groups == ()
    results.publish_results(actor_, LEAGUE, id_, sheet(id_).line.revision)
    assert sheet(id_, public(AFTER)).groups
    with pytest.raises(Conflict, match="results-published"):
        weighing.group_comments(actor_, LEAGUE, id_, (2,), 2)


def test_called_off_stays_and_holds_no_contact() -> None:
    """It is in the list with its reason, and nothing is taken any more."""
    id_ = opened()
    say(id_, "支持。", contact=SECRET)
    with pytest.raises(Conflict):
        drafting.withdraw_consultation(office(), LEAGUE, id_, 9, "另议。")
    drafting.withdraw_consultation(office(), LEAGUE, id_, 2, "另议。")
    assert sheet(id_, public()).line.state is ConsultationState.WITHDRAWN
    assert not PublicComment.objects.exclude(contact="").exists()
    with pytest.raises(Refused, match="consultation-closed"):
        say(id_, "迟了。")


@pytest.mark.parametrize(
    "role",
    [role for role in Role if role is not Role.SECRETARIAT],
)
def test_nobody_but_the_office_keeps_consultations(role: Role) -> None:
    """Whoever else asks is refused before anything is looked for."""
    somebody = actor(role, "zhuzhou", league=LEAGUE)
    id_ = opened()
    for act in (
        lambda: weighing.group_comments(somebody, LEAGUE, id_, (1,), "类"),
        lambda: results.publish_results(somebody, LEAGUE, id_, 2),
        lambda: commenting.record_comments(somebody, LEAGUE, id_, (letter(),)),
        lambda: drafting.withdraw_consultation(somebody, LEAGUE, id_, 2, "另议。"),
    ):
        with pytest.raises(Forbidden):
            act()
