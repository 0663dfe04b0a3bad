"""Public calendar feeds: what they say, how changes are numbered, and how they answer."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import ics
import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event, EventStatus
from ical.store import EventStore
from pytest_django import DjangoAssertNumQueries, Settings

from conftest import ROOT, CharterCopy, Hansa, Run
from hansa.charter import reads as charter_reads
from hansa.charter import services as charter_services
from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.governance.reads import feeds as reads
from hansa.governance.reads import list_entries
from hansa.governance.rules.feeds import years_of_feeds
from hansa.governance.services.feeds import (
    FeedChanges,
    follow_charter,
    keep_feed_events,
)
from hansa.governance.services.records import (
    correct_record,
    record_meeting,
    withdraw_record,
)
from hansa.governance.terms import EntryKind
from hansa.governance.terms.records import MeetingFacts
from hansa.kernel.errors import Forbidden, Missing
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
GOLDEN = Path(__file__).parent / "golden_feed.ics"
NOTHING = FeedChanges(added=(), changed=(), cancelled=())
SYMPOSIUM = "huaihai.2026.symposium.meeting.1@hansa"
LEAGUES = ("huaihai", "changzhutan")


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.HANSA_CLOCK = AT
    settings.HANSA_ADDRESS = "https://hansa.example"


def office(at: datetime = AT) -> Actor:
    return Actor(
        person="test:office",
        authority="协同发展办公室",
        member=None,
        roles=frozenset({Role.SECRETARIAT}),
        at=at,
        league="huaihai",
    )


def ticking(days: int) -> Actor:
    """Give the tick some days later."""
    return Actor(
        person="system:test",
        authority="tick",
        member=None,
        roles=frozenset({Role.ADMINISTRATOR}),
        at=AT + timedelta(days=days),
    )


def held(first: date, last: date | None = None, **changed: Any) -> MeetingFacts:
    stated: dict[str, Any] = {
        "body": "symposium",
        "kind": EntryKind.MEETING,
        "year": 2026,
        "days": Period(first, (last or first) + timedelta(days=1)),
        "host": "suzhou",
        "place": Bilingual("安徽宿州", "Suzhou, Anhui"),
        "document": "宿政办〔2026〕31号",
    }
    return MeetingFacts(**stated | changed)


def fetched(client: Client, address: str, **headers: str) -> Any:
    return client.get(address, headers=headers)


def events(client: Client, address: str) -> dict[str, Any]:
    """Fetch a feed and give its events by UID."""
    answer = fetched(client, address)
    assert answer.status_code == 200, answer.content
    calendar: Any = icalendar.Calendar.from_ical(answer.content)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


@pytest.mark.parametrize("league", LEAGUES)
def test_a_feed_says_what_the_calendar_says(
    league: str, client: Client, leagues: None
) -> None:
    """Each entry of last year to three years ahead is one event over its period."""
    keep_feed_events(ticking(0), league)
    found = events(client, f"/{league}/calendar.ics")
    versions = charter_reads.get_versions(league)
    entries = list_entries(versions, range(2025, 2030))
    assert len(found) == len(entries) > 20
    for entry in entries:
        event = found[f"{entry.id.replace('/', '.')}@hansa"]
        assert event.decoded("DTSTART") == entry.window.start
        assert event.decoded("DTEND") == entry.window.end
        assert (event["STATUS"], event["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
        assert all(clause in event["DESCRIPTION"] for clause in entry.clauses)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("league", LEAGUES)
def test_four_libraries_read_the_feed(
    league: str, language: str, client: Client, leagues: None
) -> None:
    """icalendar, vobject, ics and ical find the same events with the same titles."""
    answer = fetched(client, f"/{league}/calendar.ics?lang={language}")
    written = answer.content.decode()
    calendar: Any = icalendar.Calendar.from_ical(written)
    expected = {str(e["UID"]): str(e["SUMMARY"]) for e in calendar.walk("VEVENT")}
    by_vobject = vobject.readOne(written).vevent_list
    assert {e.uid.value: e.summary.value for e in by_vobject} == expected
    assert {e.uid: e.name for e in ics.Calendar(written).events} == expected
    followed = IcsCalendarStream.calendar_from_ics(written)
    assert {e.uid: e.summary for e in followed.events} == expected
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_the_language_is_that_of_the_address(client: Client, leagues: None) -> None:
    """Programs send no language, so it stands in the address; Chinese is the default."""
    english = {"accept-language": "en"}
    chinese = fetched(client, "/huaihai/calendar.ics", **english).content.decode()
    assert "召开时段：协同发展座谈会2026年第1次会议" in chinese.replace("\r\n ", "")
    assert "Period" not in chinese
    written = fetched(client, "/huaihai/calendar.ics?lang=en").content.decode()
    unfolded = written.replace("\r\n ", "")
    title = "To be held: Coordinated Development Symposium\\, meeting 1 of 2026"
    assert title in unfolded
    assert "Suzhou (host city)" in unfolded
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in written)


def test_the_same_bytes_for_ever(hansa: Hansa) -> None:
    """A small feed is written as it was: clients must not see changes nobody made."""
    folder = ROOT / "charters" / "huaihai"
    ran = hansa("governance", "feed", folder, "--body", "symposium", "--lang", "zh")
    assert ran.code == 0, ran.err
    assert ran.out.encode() == GOLDEN.read_bytes()


def test_keeping_again_changes_nothing(leagues: None) -> None:
    """The second run finds nothing to number, and leaves no trace in the journal."""
    first = keep_feed_events(ticking(0), "huaihai")
    assert (len(first.added), first.changed, first.cancelled) == (30, (), ())
    before = journal.head()
    assert keep_feed_events(ticking(1), "huaihai") == NOTHING
    assert journal.head() == before


def test_keeping_is_one_act_in_the_journal(leagues: None) -> None:
    """What was numbered anew stands in one entry."""
    keep_feed_events(ticking(0), "huaihai")
    entry = next(journal.entries("huaihai", 1))
    assert entry.service == "governance.keep_feed_events"
    assert entry.objects == ("feeds:huaihai",)
    assert journal.verify().fault is None


@pytest.mark.parametrize(
    "role", [Role.CITY_LIAISON, Role.LEADER, Role.AUDITOR, Role.PUBLIC]
)
def test_only_the_office_and_the_tick_number_changes(role: Role, leagues: None) -> None:
    """Others may not count changes, nor may the office of another league."""
    actor = Actor(
        person="test:other",
        authority="other",
        member="suzhou",
        roles=frozenset({role}),
        at=AT,
        league="huaihai",
    )
    with pytest.raises(Forbidden):
        keep_feed_events(actor, "huaihai")
    with pytest.raises(Forbidden):
        keep_feed_events(office(), "changzhutan")


def test_a_recorded_day_replaces_the_period(client: Client, leagues: None) -> None:
    """The same event moves to the day on which the meeting was held, and says so."""
    keep_feed_events(ticking(0), "huaihai")
    record_meeting(office(), "huaihai", held(date(2026, 11, 19)), None)
    changes = keep_feed_events(ticking(1), "huaihai")
    assert changes == FeedChanges(added=(), changed=(SYMPOSIUM,), cancelled=())
    event = events(client, "/huaihai/calendar.ics")[SYMPOSIUM]
    assert event["SEQUENCE"] == 1
    assert event.decoded("DTSTART") == date(2026, 11, 19)
    assert event.decoded("DTEND") == date(2026, 11, 20)
    assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "OPAQUE")
    assert event["LOCATION"] == "安徽宿州"
    assert "宿政办〔2026〕31号" in event["DESCRIPTION"]
    assert event.decoded("LAST-MODIFIED") == AT + timedelta(days=1)
    assert event.decoded("CREATED") == AT


def test_a_withdrawn_record_gives_the_period_back(
    client: Client, leagues: None
) -> None:
    """What was entered in error becomes the period again, one change further."""
    keep_feed_events(ticking(0), "huaihai")
    record = record_meeting(office(), "huaihai", held(date(2026, 11, 19)), None)
    keep_feed_events(ticking(1), "huaihai")
    withdraw_record(office(AT + timedelta(days=1)), "huaihai", record)
    keep_feed_events(ticking(2), "huaihai")
    event = events(client, "/huaihai/calendar.ics")[SYMPOSIUM]
    assert (event["SEQUENCE"], event["STATUS"]) == (2, "TENTATIVE")
    assert event.decoded("DTSTART") == date(2026, 11, 1)


def test_an_additional_meeting_is_an_event_of_its_own(
    client: Client, leagues: None
) -> None:
    """A meeting beyond the calendar keeps its UID when corrected, and is then cancelled."""
    keep_feed_events(ticking(0), "huaihai")
    facts = held(date(2026, 5, 6), ad_hoc=True)
    record = record_meeting(office(), "huaihai", facts, None)
    (uid,) = keep_feed_events(ticking(1), "huaihai").added
    corrected = correct_record(
        office(), "huaihai", record, held(date(2026, 5, 7), ad_hoc=True), None
    )
    assert keep_feed_events(ticking(2), "huaihai").changed == (uid,)
    event = events(client, "/huaihai/calendar.ics")[uid]
    assert event.decoded("DTSTART") == date(2026, 5, 7)
    withdraw_record(office(), "huaihai", corrected)
    assert keep_feed_events(ticking(3), "huaihai").cancelled == (uid,)
    event = events(client, "/huaihai/calendar.ics")[uid]
    assert (event["SEQUENCE"], event["STATUS"]) == (2, "CANCELLED")
    assert event["SUMMARY"] == "已取消：协同发展座谈会增开会议"


# The group on industry ends with 2027, and meets no more.
NO_INDUSTRY = {
    "charter.yaml": [("effective_from: 2018-12-09", "effective_from: 2027-01-01")],
    "governance.yaml": [
        (
            "{id: group-industry, ",
            "{id: group-industry, dissolved_on: 2027-01-01, ",
        ),
        ("month: 11", "month: 10"),
        ("  declared: 4\n", "  declared: 3\n"),
    ],
}


def amend(actor: Actor, folder: Path) -> None:
    stated = charter_services.Terms(decision="宿州纪要〔2026〕2号")
    charter_services.apply_version(actor, folder, stated)


def test_what_an_amendment_drops_is_cancelled_and_kept(
    client: Client,
    leagues: None,
    administrator: Actor,
    charter_copy: CharterCopy,
    settings: Settings,
) -> None:
    """Clients see the cancellation for 400 days; the count never starts anew."""
    keep_feed_events(ticking(0), "huaihai")
    amend(administrator, charter_copy("huaihai", NO_INDUSTRY))
    follow_charter(ticking(1), {"league": "huaihai", "number": 2})
    gone = "huaihai.2027.group-industry.meeting.1@hansa"
    found = events(client, "/huaihai/calendar.ics")
    assert (found[gone]["STATUS"], found[gone]["SEQUENCE"]) == ("CANCELLED", 1)
    assert found["huaihai.2026.group-industry.meeting.1@hansa"]["SEQUENCE"] == 0
    moved = found["huaihai.2027.symposium.meeting.1@hansa"]
    assert moved.decoded("DTSTART") == date(2027, 10, 1)
    settings.HANSA_CLOCK = AT + timedelta(days=400)
    assert gone in events(client, "/huaihai/calendar.ics")
    settings.HANSA_CLOCK = AT + timedelta(days=402)
    assert gone not in events(client, "/huaihai/calendar.ics")
    back = charter_copy(
        "huaihai",
        {
            "charter.yaml": [
                ("effective_from: 2018-12-09", "effective_from: 2027-01-01")
            ]
        },
    )
    amend(administrator, back)
    keep_feed_events(ticking(402), "huaihai")
    found = events(client, "/huaihai/calendar.ics")
    assert (found[gone]["STATUS"], found[gone]["SEQUENCE"]) == ("TENTATIVE", 2)


def test_a_year_that_ends_cancels_nothing(client: Client, leagues: None) -> None:
    """Entries that grow too old leave the feed without being called off."""
    keep_feed_events(ticking(0), "huaihai")
    later = keep_feed_events(ticking(60), "huaihai")
    assert later.cancelled == ()
    assert later.changed == ()
    assert {uid.split(".")[1] for uid in later.added} == {"2030"}


def test_a_league_never_kept_is_computed(client: Client, leagues: None) -> None:
    """A league just applied has its feed at once, and keeping it then changes nothing."""
    before = events(client, "/changzhutan/calendar.ics")
    keep_feed_events(ticking(0), "changzhutan")
    after = events(client, "/changzhutan/calendar.ics")
    assert before.keys() == after.keys()
    assert {e["SEQUENCE"] for e in (*before.values(), *after.values())} == {0}


class Follower:
    """A calendar program as RFC 5546 wants it, over the store of a client library.

    It asks with the fingerprint it was given, takes an event only with a higher sequence,
    and takes out what was cancelled or is no longer told.
    """

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address, self.etag = client, address, ""
        self.calendar = Calendar()
        self.store = EventStore(self.calendar)
        self.sequences: dict[str, int] = {}

    def follow(self) -> int:
        """Ask once, and give the status of the answer."""
        asked = {"if-none-match": self.etag} if self.etag else {}
        answer = self.client.get(self.address, headers=asked)
        if answer.status_code == 200:
            self.etag = answer["ETag"]
            self._take(IcsCalendarStream.calendar_from_ics(answer.content.decode()))
        return answer.status_code

    def _take(self, told: Calendar) -> None:
        known = {event.uid for event in self.calendar.events}
        for event in told.events:
            before = self.sequences.get(event.uid, -1)
            assert event.sequence is not None
            assert event.sequence >= before, "a sequence fell"
            if event.sequence == before:
                continue
            self.sequences[event.uid] = event.sequence
            if event.uid in known:
                self.store.delete(event.uid)
            if event.status is not EventStatus.CANCELLED:
                self.store.add(event)
        for uid in known - {event.uid for event in told.events}:
            self.store.delete(uid)

    def seen(self, uid: str) -> Event | None:
        """Give the event as the program's owner sees it; None where it is gone."""
        return next((e for e in self.calendar.timeline if e.uid == uid), None)


def test_a_client_follows_a_meeting_moved_then_cancelled(
    client: Client,
    leagues: None,
    administrator: Actor,
    charter_copy: CharterCopy,
) -> None:
    """Events move by amendment, by record and by correction; one that moved then goes."""
    follower = Follower(client, "/huaihai/calendar.ics")
    uid = "huaihai.2027.symposium.meeting.1@hansa"
    industry = "huaihai.2027.group-industry.meeting.1@hansa"
    keep_feed_events(ticking(0), "huaihai")
    assert follower.follow() == 200
    assert follower.follow() == 304
    seen = follower.seen(uid)
    assert seen is not None
    assert (seen.dtstart, seen.status) == (date(2027, 11, 1), EventStatus.TENTATIVE)
    assert follower.seen(industry) is not None

    amend(administrator, charter_copy("huaihai", NO_INDUSTRY))
    follow_charter(ticking(1), {"league": "huaihai", "number": 2})
    assert follower.follow() == 200
    seen = follower.seen(uid)
    assert seen is not None
    assert (seen.dtstart, follower.sequences[uid]) == (date(2027, 10, 1), 1)
    assert follower.seen(industry) is None
    assert follower.sequences[industry] == 1

    on = AT + timedelta(days=365)
    facts = held(date(2027, 10, 20), date(2027, 10, 21), year=2027, host="xuzhou")
    record_meeting(office(on), "huaihai", facts, None)
    extra = held(date(2027, 6, 1), year=2027, host="xuzhou", ad_hoc=True)
    record = record_meeting(office(on), "huaihai", extra, None)
    added = keep_feed_events(ticking(366), "huaihai").added
    (additional,) = (known for known in added if ".record." in known)
    assert follower.follow() == 200
    seen = follower.seen(uid)
    assert seen is not None
    assert (seen.dtstart, seen.dtend) == (date(2027, 10, 20), date(2027, 10, 22))
    assert (seen.status, follower.sequences[uid]) == (EventStatus.CONFIRMED, 2)
    assert follower.seen(additional) is not None

    moved = held(date(2027, 6, 8), year=2027, host="xuzhou", ad_hoc=True)
    record = correct_record(office(on), "huaihai", record, moved, None)
    keep_feed_events(ticking(367), "huaihai")
    assert follower.follow() == 200
    seen = follower.seen(additional)
    assert seen is not None
    assert (seen.dtstart, follower.sequences[additional]) == (date(2027, 6, 8), 1)

    withdraw_record(office(on), "huaihai", record)
    keep_feed_events(ticking(368), "huaihai")
    assert follower.follow() == 200
    assert follower.seen(additional) is None
    assert follower.sequences[additional] == 2
    assert follower.follow() == 304


@pytest.mark.parametrize(
    "address", ["/huaihai/calendar.ics", "/huaihai/bodies/symposium.ics"]
)
def test_nothing_new_is_not_sent_again(
    address: str, client: Client, leagues: None
) -> None:
    """By fingerprint or by time of the last change, an old copy is found to be current."""
    answer = fetched(client, address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    for headers in (
        {"if-none-match": answer["ETag"]},
        {"if-modified-since": answer["Last-Modified"]},
    ):
        again = fetched(client, address, **headers)
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == answer["ETag"]
    other = fetched(client, f"{address}?lang=en", **{"if-none-match": answer["ETag"]})
    assert other.status_code == 200


def test_a_change_is_sent(client: Client, leagues: None) -> None:
    """After a record both the fingerprint and the time of the last change differ."""
    keep_feed_events(ticking(0), "huaihai")
    before = fetched(client, "/huaihai/calendar.ics")
    record_meeting(office(), "huaihai", held(date(2026, 11, 19)), None)
    keep_feed_events(ticking(1), "huaihai")
    after = fetched(
        client, "/huaihai/calendar.ics", **{"if-none-match": before["ETag"]}
    )
    assert after.status_code == 200
    assert after["Last-Modified"] != before["Last-Modified"]


def test_a_feed_takes_no_writes(client: Client, leagues: None) -> None:
    """Only reads are answered."""
    assert client.post("/huaihai/calendar.ics").status_code == 405
    assert client.head("/huaihai/calendar.ics").status_code == 200


def test_a_body_has_a_feed_of_its_own(client: Client, leagues: None) -> None:
    """The feed of a body holds its entries and nothing else."""
    found = events(client, "/changzhutan/bodies/drc-directors.ics")
    assert len(found) == 20
    assert {uid.split(".")[2] for uid in found} == {"drc-directors"}


def test_a_body_without_meetings_has_an_empty_feed(
    client: Client, leagues: None
) -> None:
    """Whoever follows a body that meets no more is told nothing, and no fault."""
    answer = fetched(client, "/huaihai/bodies/mayors-conference.ics")
    assert answer.status_code == 200
    assert IcsCalendarStream.calendar_from_ics(answer.content.decode()).events == []


@pytest.mark.parametrize(
    ("first_year", "year", "told"),
    [
        (2018, 2026, range(2025, 2030)),
        (2018, 2018, range(2018, 2022)),
        (2027, 2026, range(2027, 2030)),
        (2031, 2026, range(0)),
    ],
)
def test_feeds_tell_of_last_year_to_three_ahead(
    first_year: int, year: int, told: range
) -> None:
    """No year before the first conference, and none for a league that begins later."""
    assert years_of_feeds(first_year, year) == told


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/calendar.ics",
        "/huaihai/bodies/nobody.ics",
        "/huaihai/calendar/2026/symposium/meeting/9.ics",
        "/huaihai/calendar/2026/symposium.ics",
        "/huaihai/calendar/../../changzhutan/2026/conference/meeting/1.ics",
    ],
)
def test_what_is_not_there_is_missing(
    address: str, client: Client, leagues: None
) -> None:
    """An unknown league, body or entry answers 404 with a way on."""
    assert fetched(client, address).status_code == 404


def test_one_meeting_is_saved_as_a_file(client: Client, leagues: None) -> None:
    """A single entry is a calendar too, under a name that says what it is."""
    answer = fetched(client, "/huaihai/calendar/2026/symposium/meeting/1.ics")
    disposition = 'attachment; filename="huaihai-2026-symposium-meeting-1.ics"'
    assert answer["Content-Disposition"] == disposition
    calendar: Any = icalendar.Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert event["UID"] == SYMPOSIUM


@pytest.mark.parametrize("league", LEAGUES)
def test_questions_do_not_grow_with_the_feed(
    league: str,
    client: Client,
    leagues: None,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Thirty events or more than a hundred, records or none: the same few questions."""
    keep_feed_events(ticking(0), league)
    client.get(f"/{league}/calendar.ics")
    with django_assert_num_queries(2):
        client.get(f"/{league}/calendar.ics")


def test_numbering_one_change_asks_no_less_than_many(
    leagues: None, administrator: Actor, charter_copy: CharterCopy
) -> None:
    """Keeping asks as many questions for one record as for a dozen of changes."""
    keep_feed_events(ticking(0), "huaihai")
    record_meeting(office(), "huaihai", held(date(2026, 11, 19)), None)
    with CaptureQueriesContext(connection) as for_one:
        assert len(keep_feed_events(ticking(1), "huaihai").changed) == 1
    names = {"governance.yaml": [("zh: 协同发展座谈会", "zh: 协同发展大会")]}
    amend(administrator, charter_copy("huaihai", names))
    charter_reads.get_versions("huaihai")  # Read once, and kept by content afterwards.
    with CaptureQueriesContext(connection) as for_many:
        assert len(keep_feed_events(ticking(2), "huaihai").changed) == 5
    assert len(for_one) == len(for_many)


def test_a_hostile_place_stays_text(client: Client, leagues: None) -> None:
    """What a recorder types cannot add a line, an invitation or markup to the feed."""
    hostile = 'x\r\nATTENDEE:mailto:a@b\nEND:VEVENT;,"<script>'
    facts = held(
        date(2026, 11, 19), place=Bilingual(hostile, hostile), document=hostile
    )
    record_meeting(office(), "huaihai", facts, None)
    keep_feed_events(ticking(0), "huaihai")
    event = events(client, "/huaihai/calendar.ics")[SYMPOSIUM]
    assert "ATTENDEE" not in event
    assert event["LOCATION"] == hostile.replace("\r\n", "\n")


def test_the_command_writes_the_same_as_the_address(
    client: Client, leagues: None, hansa: Hansa
) -> None:
    """What is printed is what programs fetch, byte for byte."""
    for words, address in (
        (("changzhutan",), "/changzhutan/calendar.ics"),
        (("huaihai", "--body", "consultation"), "/huaihai/bodies/consultation.ics"),
        (("huaihai", "--lang", "en"), "/huaihai/calendar.ics?lang=en"),
    ):
        ran = hansa("governance", "feed", *words)
        assert ran.code == 0, ran.err
        assert ran.out.encode() == fetched(client, address).content


def test_the_command_narrows_to_a_city(leagues: None, hansa: Hansa) -> None:
    """A city's calendar holds what it sits in, and what concerns every city."""
    ran = hansa("governance", "feed", "huaihai", "--city", "heze")
    assert "huaihai.2027.symposium.meeting.1@hansa" in ran.out
    assert "菏泽" in ran.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("huaihai", "--city", "atlantis"), 1),
        (("huaihai", "--body", "nobody"), 1),
        (("nowhere",), 1),
        (("huaihai", "--city", "heze", "--body", "symposium"), 2),
    ],
)
def test_the_command_says_what_is_not_there(
    words: tuple[str, ...], code: int, leagues: None, hansa: Hansa
) -> None:
    """An unknown city, body or league is refused by name."""
    assert hansa("governance", "feed", *words).code == code


def test_the_command_numbers_changes(leagues: None, run: Run, hansa: Hansa) -> None:
    """Keeping by hand prints what was numbered."""
    assert len(run("governance", "keep-feeds", "huaihai")["added"]) == 30
    ran = hansa("governance", "keep-feeds", "huaihai", "--lang", "en")
    assert ran.out.strip() == "New in the feeds: 0; changed: 0; cancelled: 0."
    assert hansa("governance", "keep-feeds", "nowhere").code == 1


def test_an_unknown_entry_names_the_nearest(leagues: None) -> None:
    """A slip in an entry's id is answered with the one that was meant."""
    versions = charter_reads.get_versions("huaihai")
    with pytest.raises(Missing) as caught:
        reads.get_line(versions, "huaihai/2026/symposum/meeting/1", AT)
    assert caught.value.code == "entry-missing"


@pytest.mark.parametrize(
    ("language", "sentence", "query"),
    [
        ("zh-CN", "把淮海经济区的会议放进您的日历", ""),
        (
            "en",
            "The meetings of Huaihai Economic Zone in your own calendar",
            "?lang=en",
        ),
    ],
)
def test_the_page_gives_addresses_to_copy(
    language: str, sentence: str, query: str, client: Client, leagues: None
) -> None:
    """Everybody finds the addresses of league and bodies, in the reader's language."""
    answer = client.get("/huaihai/feeds/", headers={"accept-language": language})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert sentence in html
    assert f'value="https://hansa.example/huaihai/calendar.ics{query}"' in html
    assert f'href="webcal://hansa.example/huaihai/calendar.ics{query}"' in html
    body = f"https://hansa.example/huaihai/bodies/symposium.ics{query}"
    assert f'value="{body}"' in html
    assert "mayors-conference" not in html, "a body without meetings has no feed"
    assert f'href="/huaihai/calendar/2026/symposium/meeting/1.ics{query}"' in html
    assert "data-copy=" in html


def test_every_address_of_the_page_answers(client: Client, leagues: None) -> None:
    """What the page offers for copying or saving is there."""
    html = client.get("/changzhutan/feeds/").content.decode()
    offered = re.findall(r'"(?:https://hansa.example)?(/changzhutan/[^"]*\.ics)"', html)
    assert len(offered) > 12
    for address in offered:
        assert client.get(address).status_code == 200, address


def test_the_page_asks_a_constant_number_of_questions(
    client: Client, leagues: None
) -> None:
    """A page over thirty entries asks as much as one over more than a hundred."""
    asked = []
    for league in LEAGUES:
        keep_feed_events(ticking(0), league)
        client.get(f"/{league}/feeds/")
        with CaptureQueriesContext(connection) as questions:
            client.get(f"/{league}/feeds/")
        asked.append(len(questions))
    assert asked[0] == asked[1]
