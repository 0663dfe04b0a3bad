"""Calendars are written so that any reader takes them, and the same content is the same."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import ics
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from hansa.chassis import ical
from hansa.chassis.clock import LEAGUE_ZONE

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
OFFICE = ical.Party(name="协同发展办公室", mail="office@example.org")
LIAISON = ical.Party(name="徐州市联络员一; a:b, “c”", mail="xuzhou@example.org")


def event(**changed: Any) -> ical.Event:
    given: dict[str, Any] = {
        "uid": "huaihai.2026.symposium.meeting.1@hansa",
        "title": "协同发展座谈会：2026年第1次会议",
        "start": date(2026, 11, 19),
        "end": date(2026, 11, 20),
        "status": ical.Status.CONFIRMED,
        "busy": True,
        "sequence": 3,
        "created_at": AT - timedelta(days=90),
        "modified_at": AT,
        "description": "实际记录\n条款：GOV-09，GOV-10",
        "place": "安徽宿州",
        "url": "https://hansa.example/huaihai/governance/calendar/?from=2026",
        "categories": ("会议",),
    }
    return ical.Event(**given | changed)


def feed(*events: ical.Event, **changed: Any) -> ical.Feed:
    given: dict[str, Any] = {
        "name": "淮海经济区会议日历",
        "description": "会议与情况通报",
        "refresh": timedelta(hours=6),
    }
    return ical.Feed(events=events, **given | changed)


def timed(**changed: Any) -> ical.Event:
    start = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
    return event(**{"start": start, "end": start + timedelta(minutes=30)} | changed)


def read(content: bytes) -> Any:
    """Read with the library that wrote it, for tests of what was written."""
    return icalendar.Calendar.from_ical(content)


def test_states_what_both_standards_ask_for() -> None:
    """A calendar has name and refresh interval in the new and in the older way."""
    calendar = read(ical.write_feed(feed(event())))
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"] == ical.PRODUCT
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "淮海经济区会议日历"
    assert calendar["X-WR-TIMEZONE"] == "Asia/Shanghai"
    written = ical.write_feed(feed(event()))
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in written
    assert b"\r\nX-PUBLISHED-TTL:PT6H\r\n" in written


def test_whole_days_are_half_open_dates() -> None:
    """An event of one day ends on the next, and both are dates."""
    written = ical.write_feed(feed(event()))
    assert b"\r\nDTSTART;VALUE=DATE:20261119\r\n" in written
    assert b"\r\nDTEND;VALUE=DATE:20261120\r\n" in written
    assert b"VTIMEZONE" not in written


def test_times_are_those_of_the_leagues_zone() -> None:
    """An instant is written as local time, and its zone comes along."""
    written = ical.write_feed(feed(timed()))
    assert b"\r\nDTSTART;TZID=Asia/Shanghai:20261127T173000\r\n" in written
    assert b"\r\nDTEND;TZID=Asia/Shanghai:20261127T180000\r\n" in written
    assert written.count(b"BEGIN:VTIMEZONE") == 1
    (found,) = read(written).walk("VEVENT")
    assert found.decoded("DTSTART") == datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


def test_a_moment_has_no_end() -> None:
    """A time limit of a day is one instant."""
    written = ical.write_feed(feed(timed(end=None)))
    assert b"DTEND" not in written
    assert b"DTSTART;TZID=Asia/Shanghai:20261127T173000" in written


def test_an_event_tells_its_changes() -> None:
    """Programs that follow learn from sequence, stamps and status what became of it."""
    (found,) = read(ical.write_feed(feed(event()))).walk("VEVENT")
    assert found["SEQUENCE"] == 3
    assert found.decoded("LAST-MODIFIED") == found.decoded("DTSTAMP") == AT
    assert found.decoded("CREATED") == AT - timedelta(days=90)
    assert (found["STATUS"], found["TRANSP"]) == ("CONFIRMED", "OPAQUE")


def test_what_was_called_off_takes_no_time() -> None:
    """A cancelled event blocks nobody's day, and neither does a period."""
    called_off = event(status=ical.Status.CANCELLED)
    (found,) = read(ical.write_feed(feed(called_off))).walk("VEVENT")
    assert (found["STATUS"], found["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    period = event(status=ical.Status.TENTATIVE, busy=False)
    (found,) = read(ical.write_feed(feed(period))).walk("VEVENT")
    assert (found["STATUS"], found["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")


def test_lines_are_folded_by_octets_within_no_character() -> None:
    """Lines have at most 75 octets, and each is sound UTF-8 by itself."""
    title = "淮海经济区生态环保联防联控联合工作组会议" * 20
    written = ical.write_feed(feed(event(title=title, description="ä" * 999)))
    lines = written.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert sum(len(line) > 60 for line in lines) > 40, "the test folds nothing"
    for line in lines:
        line.decode()
    (found,) = read(written).walk("VEVENT")
    assert found["SUMMARY"] == title


def test_lines_end_as_the_standard_says() -> None:
    """Every line ends with carriage return and line feed, and the last one too."""
    written = ical.write_feed(feed(event(), timed(uid="other@hansa")))
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert written.replace(b"\r\n", b"").count(b"\n") == 0
    assert written.replace(b"\r\n", b"").count(b"\r") == 0


@given(
    st.text(
        st.characters(
            exclude_categories=["Cs", "Cc"], exclude_characters="\\\u2028\u2029"
        )
    )
)
def test_any_text_comes_back_as_it_was(words: str) -> None:
    """Commas, semicolons, colons and quotes in a title or place are only text."""
    written = ical.write_feed(feed(event(title=words, place=words)))
    (found,) = read(written).walk("VEVENT")
    assert found["SUMMARY"] == words
    assert found.get("LOCATION", "") == words


def test_names_of_calendars_are_escaped_too() -> None:
    """The library reads newer properties raw, and so must not write them so."""
    written = ical.write_feed(feed(event(), name="甲, 乙; 丙"))
    assert "\r\nNAME:甲\\, 乙\\; 丙\r\n".encode() in written
    assert "\r\nX-WR-CALNAME:甲\\, 乙\\; 丙\r\n".encode() in written


@given(st.text())
def test_no_text_breaks_out_of_its_line(words: str) -> None:
    """Whatever a text holds, the calendar has the same properties as without it."""
    words = words.encode("utf-8", "ignore").decode()
    hostile = f"{words}\r\nATTENDEE:mailto:x@example.org\nEND:VEVENT\r{words}\x85\x00"
    written = ical.write_feed(feed(event(title=hostile, place=hostile), name=hostile))
    (found,) = read(written).walk("VEVENT")
    assert "ATTENDEE" not in found
    for sign in written.decode():
        assert sign in "\r\n" or not ical.UNWRITABLE.match(sign)


def test_equal_content_gives_equal_bytes() -> None:
    """Neither the order given nor the time of writing changes a byte."""
    first, second = event(uid="a@hansa"), timed(uid="b@hansa")
    once = ical.write_feed(feed(first, second))
    assert once == ical.write_feed(feed(second, first))


def test_every_parser_reads_the_same() -> None:
    """icalendar, vobject, ics and ical agree on what was written."""
    written = ical.write_feed(feed(event(), timed(uid="b@hansa", title="报送：台账")))
    text = written.decode()
    expected = {
        "huaihai.2026.symposium.meeting.1@hansa": "协同发展座谈会：2026年第1次会议",
        "b@hansa": "报送：台账",
    }
    by_icalendar = {
        str(e["UID"]): str(e["SUMMARY"]) for e in read(written).walk("VEVENT")
    }
    by_vobject = {
        e.uid.value: e.summary.value for e in vobject.readOne(text).vevent_list
    }
    by_ics = {e.uid: e.name for e in ics.Calendar(text).events}
    followed = IcsCalendarStream.calendar_from_ics(text)
    by_ical = {e.uid: e.summary for e in followed.events}
    assert by_icalendar == by_vobject == by_ics == by_ical == expected
    assert followed.events[0].dtstart == date(2026, 11, 19)
    assert followed.events[1].dtstart == datetime(
        2026, 11, 27, 17, 30, tzinfo=LEAGUE_ZONE
    )


@pytest.mark.parametrize(
    ("status", "method"),
    [(ical.Status.CONFIRMED, "REQUEST"), (ical.Status.CANCELLED, "CANCEL")],
)
def test_an_invitation_asks_or_calls_off(status: ical.Status, method: str) -> None:
    """The part of a mail names who invites, whom, and that an answer is asked for."""
    invited = timed(status=status)
    written = ical.invitation(invited, OFFICE, [LIAISON, OFFICE])
    calendar = read(written)
    assert calendar["METHOD"] == method == ical.method_of(invited)
    (found,) = calendar.walk("VEVENT")
    assert found["UID"] == invited.uid
    assert found["SEQUENCE"] == invited.sequence
    assert found["STATUS"] == status.value
    assert found["ORGANIZER"] == "mailto:office@example.org"
    assert found["ORGANIZER"].params["CN"] == "协同发展办公室"
    first, second = found["ATTENDEE"]
    assert first == "mailto:xuzhou@example.org"
    assert first.params["CN"] == LIAISON.name
    assert first.params["RSVP"] == "TRUE"
    assert first.params["PARTSTAT"] == "NEEDS-ACTION"
    assert second == "mailto:office@example.org"
    assert ics.Calendar(written.decode()).method == method


def test_one_event_is_a_calendar_too() -> None:
    """A single event can be saved and opened by hand."""
    calendar = read(ical.write_event(event()))
    assert calendar["METHOD"] == "PUBLISH"
    assert len(calendar.walk("VEVENT")) == 1


@pytest.mark.parametrize(
    "times",
    [
        {"start": date(2026, 11, 19), "end": date(2026, 11, 19)},
        {"start": date(2026, 11, 19), "end": None},
        {"start": date(2026, 11, 19), "end": AT},
        {"start": AT.replace(tzinfo=None), "end": None},
        {"start": AT, "end": AT - timedelta(seconds=1)},
    ],
)
def test_impossible_times_are_refused(times: dict[str, Any]) -> None:
    """An event that ends before it begins, or in no zone, cannot be made."""
    with pytest.raises(ValueError, match="event"):
        event(**times)
