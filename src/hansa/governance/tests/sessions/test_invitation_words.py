"""What invitations tell: files for calendars, and the short text that is pasted."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any
from uuid import UUID

import icalendar
import pytest
from django.utils import translation

from hansa.chassis.language import CHINESE
from hansa.governance.formats.invitation_ical import invitation_ics
from hansa.governance.reads import invitations as reads
from hansa.governance.services import invitations
from hansa.governance.services.sessions import convening
from hansa.governance.terms.invitations import (
    NoticeState,
    ReplyDraft,
    ReplyStance,
    SessionNoticeDraft,
)
from hansa.governance.tests.sessions import scene
from hansa.governance.tests.sessions.test_invitations import (
    DAY,
    ISSUED,
    LEAGUE,
    NOTICE,
    REPLIED,
    issue,
    look,
    move,
    of,
)
from hansa.kernel.text import Bilingual

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Read Chinese, whatever the test before read."""
    with translation.override(CHINESE):
        yield


@pytest.fixture
def session(leagues: None) -> UUID:
    """Convene the Symposium of 2026 in Suzhou."""
    return scene.convene("symposium", DAY)


@pytest.mark.row("H-GOV-05", part="one invitation to the calendar follows the session")
def test_a_calendar_follows_two_moves_and_a_cancellation(session: UUID) -> None:
    """One identity for ever; the number rises with each change, the last one cancels."""
    issue(session)
    files = [invitation_ics(look(session))]
    move(session, 7)
    files.append(invitation_ics(look(session)))
    move(session, 0, host="xuzhou", place=Bilingual("徐州市会议中心", "Xuzhou"))
    files.append(invitation_ics(look(session)))
    revision = scene.sheet(session).line.revision
    convening.cancel(scene.office(ISSUED), LEAGUE, session, revision, "另行安排。")
    files.append(invitation_ics(look(session)))
    calendars: list[Any] = [icalendar.Calendar.from_ical(file) for file in files]
    events: list[Any] = [calendar.walk("VEVENT")[0] for calendar in calendars]
    assert [int(event["SEQUENCE"]) for event in events] == [0, 1, 2, 3]
    assert len({str(event["UID"]) for event in events}) == 1
    methods = [str(calendar["METHOD"]) for calendar in calendars]
    assert methods == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert str(events[-1]["STATUS"]) == "CANCELLED"
    days = [event.decoded("DTSTART").date().isoformat() for event in events]
    assert days == ["2026-11-19", "2026-11-26", "2026-11-26", "2026-11-26"]
    assert str(events[2]["LOCATION"]) == "徐州市会议中心"
    assert len(events[0]["ATTENDEE"]) == len(look(session).invitations)


def test_the_same_state_gives_the_same_calendar(session: UUID) -> None:
    """Nothing of a file tells when it was written; another hour raises its number."""
    issue(session)
    assert invitation_ics(look(session)) == invitation_ics(look(session))
    sheet = issue(session)
    assert sheet.sequence == 0
    later = SessionNoticeDraft(reply_by=NOTICE.reply_by, begins_at=time(14, 30))
    assert issue(session, later).sequence == 1


@pytest.mark.parametrize("state", list(NoticeState))
def test_the_text_to_copy_is_short_in_both_languages(
    session: UUID, state: NoticeState
) -> None:
    """Under 140 characters, and it names the meeting, the day and the place."""
    place = Bilingual(
        "宿州市政务服务中心综合楼三层第一会议室" * 4, "Government Centre " * 9
    )
    issue(session)
    if state is not NoticeState.CALLED:
        move(session, 7, place=place)
    if state is NoticeState.CANCELLED:
        revision = scene.sheet(session).line.revision
        convening.cancel(scene.office(ISSUED), LEAGUE, session, revision, "另行安排。")
    sheet = look(session)
    called = reads.called_of(sheet.session)
    assert sheet.state is state
    for one in (None, sheet.invitations[0]):
        words = reads.short_words(sheet, called, one)
        assert len(words.zh) < 140
        assert len(words.en) < 140
        day = "11月19日" if state is NoticeState.CALLED else "11月26日"
        assert day in words.zh
        assert words.zh.startswith("【淮海经济区协同办】")


def test_an_alternate_is_who_the_notice_addresses(session: UUID) -> None:
    """Once an alternate is named, text and calendar address the alternate."""
    invited = of(issue(session), "heze")
    draft = ReplyDraft(stance=ReplyStance.ALTERNATE, alternate="菏泽市委副书记")
    speaker = scene.liaison("heze", REPLIED)
    invitations.reply(speaker, LEAGUE, session, invited.id, draft)
    sheet = look(session)
    words = reads.short_words(sheet, reads.called_of(sheet.session), of(sheet, "heze"))
    assert "菏泽市委副书记（代菏泽市委书记）" in words.zh


def test_a_place_that_is_not_settled_is_said_so(leagues: None) -> None:
    """A group without a host names no place; its notice says that one will follow."""
    group = scene.convene("group-society", date(2026, 12, 10))
    revision = scene.sheet(group).line.revision
    draft = SessionNoticeDraft(begins_at=time(14, 30))
    invitations.issue(scene.office(ISSUED), LEAGUE, group, revision, draft)
    sheet = look(group)
    words = reads.short_words(sheet, reads.called_of(sheet.session))
    assert "12月10日（周四）14:30召开（地点另行通知）" in words.zh
    assert "14:30 (place to be announced)." in words.en


def test_what_was_moved_before_the_notice_is_no_change(session: UUID) -> None:
    """Nobody was told of the former days; the number of the event rises all the same."""
    move(session, 7)
    sheet = issue(session)
    assert (sheet.state, sheet.sequence) == (NoticeState.CALLED, 1)
    move(session, 1)
    assert look(session).state is NoticeState.MOVED
