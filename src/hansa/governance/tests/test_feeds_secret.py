"""Secret calendar addresses: each shows what its account may see, at every request anew."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from ical.calendar_stream import IcsCalendarStream
from pytest_django import Settings

from hansa.charter.terms import Modality
from hansa.chassis.actor import Actor, Role
from hansa.chassis.terminal import OPERATOR_ROLES
from hansa.directory.reads import accounts as account_reads
from hansa.directory.services import people
from hansa.directory.services.accounts import grants, keeping, keys
from hansa.directory.terms.accounts import (
    AccountDraft,
    FeedScope,
    GrantDraft,
    KeyDraft,
    Scope,
)
from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import (
    PersonDetails,
    PersonDraft,
    PostingDraft,
    PostingKind,
    UnitDetails,
    UnitDraft,
    UnitKind,
)
from hansa.duties.reads import duties as duty_reads
from hansa.duties.services import acts
from hansa.duties.services import keeping as duty_keeping
from hansa.duties.terms.duties import LEAGUE_OFFICE, DutyDraft, DutyLine, Source
from hansa.governance.services.feeds import keep_feed_events
from hansa.kernel.errors import Forbidden
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SHELL = Actor(
    person="shell:test",
    authority="administrator",
    member=None,
    roles=OPERATOR_ROLES,
    at=AT,
)
OFFICE = Actor(
    person="test:office",
    authority="协同发展办公室",
    member=None,
    roles=frozenset({Role.SECRETARIAT}),
    at=AT,
    league="huaihai",
)
QUESTIONS_MOST = 13
SYMPOSIUM = "huaihai.2026.symposium.meeting.1@hansa"


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.HANSA_CLOCK = AT
    settings.HANSA_ADDRESS = "https://hansa.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Accounts, a unit and a person of Suzhou; ids."""

    office: int
    suzhou: int
    heze: int
    officer: int
    leader: int
    unit: str
    person: str


def account(
    name: str,
    role: Role,
    member: str | None = None,
    unit: str | None = None,
    person: str | None = None,
    league: str = "huaihai",
) -> int:
    made = keeping.make_account(SHELL, AccountDraft(username=name, person=person))
    draft = GrantDraft(role=role, league=league, member=member, unit=unit)
    grants.give_role(SHELL, made, draft)
    return made


@pytest.fixture
def house(leagues: None) -> House:
    """A unit and a party secretary of Suzhou, and accounts of office and two cities."""
    keep_feed_events(SHELL, "huaihai")
    since = date(2025, 1, 1)
    unit = people.open_unit(
        OFFICE,
        "huaihai",
        UnitDraft(
            member="suzhou",
            name=Bilingual("宿州市交通运输局", "Suzhou Transport Bureau"),
            details=UnitDetails(kind=UnitKind.DEPARTMENT, opened_on=since),
        ),
    )
    title = Bilingual("宿州市委书记", "Party secretary of Suzhou")
    person = people.add_person(
        OFFICE,
        "huaihai",
        PersonDraft(member="suzhou", details=PersonDetails(title=title)),
    )
    post = PostingDraft(
        kind=PostingKind.OFFICE,
        member="suzhou",
        person=person,
        office=Office.PARTY_SECRETARY,
        from_on=since,
    )
    people.add_posting(OFFICE, "huaihai", post)
    return House(
        office=account("office-1", Role.SECRETARIAT),
        suzhou=account("suzhou-liaison-1", Role.CITY_LIAISON, "suzhou"),
        heze=account("heze-liaison-1", Role.CITY_LIAISON, "heze"),
        officer=account("suzhou-officer-1", Role.UNIT_OFFICER, "suzhou", unit),
        leader=account("suzhou-leader-1", Role.LEADER, "suzhou", None, person),
        unit=unit,
        person=person,
    )


def open_duty(key: str, **changed: Any) -> UUID:
    """Open a duty of Suzhou, due on 27 November, and give its id."""
    stated: dict[str, Any] = {
        "key": key,
        "series": "minutes/comments",
        "title": Bilingual("反馈座谈会纪要意见", "Comments on the minutes"),
        "owed_to": LEAGUE_OFFICE,
        "modality": Modality.MUST,
        "clauses": ("GOV-12",),
        "member": "suzhou",
        "window": Period(date(2026, 11, 20), date(2026, 11, 28)),
    }
    drafts = [DutyDraft(**stated | changed)]
    duty_keeping.open_duties(OFFICE, "huaihai", Source.MANUAL, drafts, complete=())
    return duty(key).id


def duty(key: str) -> DutyLine:
    reckoning = duty_reads.reckon("huaihai", TODAY)
    return duty_reads.find_by_keys(OFFICE, "huaihai", reckoning, [key])[key]


def secret_of(
    owner: int, scope: FeedScope, subject: str = "", league: str = "huaihai"
) -> str:
    actor = account_reads.actor_of_account(owner, league, AT)
    return keys.make_feed(actor, owner, league, scope, subject)


def found(client: Client, secret: str, language: str = "zh") -> dict[str, Any]:
    """Fetch a secret feed and give its events by UID."""
    answer = client.get(f"/feeds/{secret}.ics?lang={language}")
    assert answer.status_code == 200, answer.content
    IcsCalendarStream.calendar_from_ics(answer.content.decode())
    calendar: Any = icalendar.Calendar.from_ical(answer.content)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def uid_of(duty_id: UUID) -> str:
    return f"huaihai.duty.{duty_id}@hansa"


def test_a_city_follows_its_meetings_and_what_it_owes(
    client: Client, house: House
) -> None:
    """The liaison's calendar holds the city's meetings and due days, no other city's."""
    own, other = open_duty("a"), open_duty("b", member="heze")
    events = found(client, secret_of(house.suzhou, FeedScope.CITY, "suzhou"))
    assert SYMPOSIUM in events
    assert uid_of(other) not in events
    event = events[uid_of(own)]
    assert event["SUMMARY"] == "办理时限：宿州：反馈座谈会纪要意见"
    assert event.decoded("DTSTART") == date(2026, 11, 27)
    assert event.decoded("DTEND") == date(2026, 11, 28)
    assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
    assert event["URL"].endswith(f"/{own}/")
    english = found(client, secret_of(house.suzhou, FeedScope.CITY, "suzhou"), "en")[
        uid_of(own)
    ]
    assert english["SUMMARY"] == "Due: Suzhou, Comments on the minutes"


def test_the_office_follows_the_whole_league(client: Client, house: House) -> None:
    """The office's calendar holds every city's due days."""
    first, second = open_duty("a"), open_duty("b", member="heze")
    events = found(client, secret_of(house.office, FeedScope.LEAGUE))
    assert {SYMPOSIUM, uid_of(first), uid_of(second)} <= events.keys()


def test_a_league_feed_shows_only_what_its_account_may_see(
    client: Client, house: House
) -> None:
    """A city that follows the league sees its own duties and nobody else's."""
    first, second = open_duty("a"), open_duty("b", member="heze")
    events = found(client, secret_of(house.heze, FeedScope.LEAGUE))
    assert uid_of(second) in events
    assert uid_of(first) not in events


def test_a_body_is_followed_with_its_duties(client: Client, house: House) -> None:
    """The calendar of a body holds its meetings and what it owes."""
    its = open_duty("a", member=None, body="symposium")
    other = open_duty("b", member=None, body="consultation")
    events = found(client, secret_of(house.office, FeedScope.BODY, "symposium"))
    assert {SYMPOSIUM, uid_of(its)} <= events.keys()
    assert uid_of(other) not in events
    assert not [uid for uid in events if ".consultation." in uid]


def test_a_unit_follows_what_it_owes(client: Client, house: House) -> None:
    """The officer's calendar holds the unit's duties, and no meetings."""
    own, citys = open_duty("a", unit=house.unit), open_duty("b")
    events = found(client, secret_of(house.officer, FeedScope.UNIT, house.unit))
    assert events.keys() == {uid_of(own)}
    assert uid_of(citys) not in events
    calendar = client.get(
        f"/feeds/{secret_of(house.officer, FeedScope.UNIT, house.unit)}.ics"
    )
    assert "宿州市交通运输局应办事项" in calendar.content.decode()


def test_a_person_follows_the_meetings_of_its_office(
    client: Client, house: House
) -> None:
    """A party secretary's calendar holds where that office sits, and the city's duties."""
    own = open_duty("a")
    events = found(client, secret_of(house.leader, FeedScope.PERSON, house.person))
    assert {SYMPOSIUM, uid_of(own)} <= events.keys()
    assert not [uid for uid in events if ".consultation." in uid], "no seat there"
    assert not [uid for uid in events if ".group-" in uid]


def test_a_person_owes_what_its_unit_does(client: Client, house: House) -> None:
    """An officer's own calendar, and the office's copy of it, hold the unit's duties."""
    title = Bilingual("宿州市交通运输局经办人一", "Suzhou transport officer 1")
    details = PersonDetails(title=title, unit=house.unit)
    draft = PersonDraft(member="suzhou", details=details)
    person = people.add_person(OFFICE, "huaihai", draft)
    role = Role.UNIT_OFFICER
    owner = account("suzhou-officer-2", role, "suzhou", house.unit, person)
    own, citys = open_duty("a", unit=house.unit), open_duty("b")
    for secret in (
        secret_of(owner, FeedScope.PERSON, person),
        secret_of(house.office, FeedScope.PERSON, person),
    ):
        assert found(client, secret).keys() == {uid_of(own)}
    secretary = found(client, secret_of(house.office, FeedScope.PERSON, house.person))
    assert {SYMPOSIUM, uid_of(own), uid_of(citys)} <= secretary.keys()


def test_public_feeds_hold_no_duties(client: Client, house: House) -> None:
    """What is due, and for whom, stands in no calendar that anybody may read."""
    open_duty("a")
    for address in ("/huaihai/calendar.ics", "/huaihai/bodies/symposium.ics"):
        assert b"duty" not in client.get(address).content


def test_a_time_limit_is_a_moment(client: Client, house: House) -> None:
    """A duty due at half past five is an instant in the leagues' zone."""
    own = open_duty("a", due_time=time(17, 30))
    answer = client.get(f"/feeds/{secret_of(house.suzhou, FeedScope.LEAGUE)}.ics")
    assert b"DTSTART;TZID=Asia/Shanghai:20261127T173000" in answer.content
    events = found(client, secret_of(house.suzhou, FeedScope.LEAGUE))
    due = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
    assert events[uid_of(own)].decoded("DTSTART") == due


def test_a_waived_duty_is_cancelled(client: Client, house: House) -> None:
    """A waiver reaches the calendar as a cancellation with a higher sequence."""
    own = open_duty("a")
    secret = secret_of(house.suzhou, FeedScope.CITY, "suzhou")
    before = found(client, secret)[uid_of(own)]
    decision = acts.Decision(on=TODAY, document="协同办〔2026〕9号")
    acts.waive(OFFICE, "huaihai", own, duty("a").revision, decision)
    after = found(client, secret)[uid_of(own)]
    assert after["STATUS"] == "CANCELLED"
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["SUMMARY"] == "已取消：宿州：反馈座谈会纪要意见"


def test_an_extension_moves_the_day_and_tells_the_original(
    client: Client, house: House
) -> None:
    """The event moves to the day granted; the original day stands in its text."""
    own = open_duty("a")
    secret = secret_of(house.suzhou, FeedScope.CITY, "suzhou")
    before = found(client, secret)[uid_of(own)]
    liaison = account_reads.actor_of_account(house.suzhou, "huaihai", AT)
    asked = acts.Extension(until=date(2026, 12, 4), reason="材料待审")
    acts.request_extension(liaison, "huaihai", own, duty("a").revision, asked)
    acts.grant_extension(OFFICE, "huaihai", own, duty("a").revision, asked)
    after = found(client, secret)[uid_of(own)]
    assert after.decoded("DTSTART") == date(2026, 12, 4)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert "原定时限：2026-11-27" in after["DESCRIPTION"]


def test_the_text_tells_whether_it_is_done(client: Client, house: House) -> None:
    """What is recorded of a duty stands in the text of its event, with its day."""
    own, waived = open_duty("a"), open_duty("b")
    secret = secret_of(house.suzhou, FeedScope.CITY, "suzhou")
    assert "办理状态：尚未办结" in found(client, secret)[uid_of(own)]["DESCRIPTION"]
    liaison = account_reads.actor_of_account(house.suzhou, "huaihai", AT)
    done = acts.Done(on=TODAY, note="无意见。")
    acts.record_evidence(liaison, "huaihai", own, duty("a").revision, done)
    decision = acts.Decision(on=TODAY, document="协同办〔2026〕9号")
    acts.waive(OFFICE, "huaihai", waived, duty("b").revision, decision)
    events = found(client, secret)
    assert "办理状态：2026-11-24办结" in events[uid_of(own)]["DESCRIPTION"]
    assert "办理状态：说明免办" in events[uid_of(waived)]["DESCRIPTION"]


def test_what_was_due_before_the_start_of_service_is_left_out(
    client: Client, house: House
) -> None:
    """Nothing was owed here before the first day of service, so no calendar holds it."""
    before = Period(date(2026, 11, 1), date(2026, 11, 24))
    on_the_day = Period(date(2026, 11, 1), date(2026, 11, 25))
    never_owed = open_duty("a", window=before)
    owed = open_duty("b", window=on_the_day)
    since = duty_reads.reckon("huaihai", TODAY).in_service_since
    assert since == TODAY
    events = found(client, secret_of(house.suzhou, FeedScope.CITY, "suzhou"))
    assert uid_of(owed) in events
    assert uid_of(never_owed) not in events


def test_lateness_is_told_in_no_calendar(
    client: Client, house: House, settings: Settings
) -> None:
    """A due day that has passed looks as it did before: nothing changed but the day."""
    own = open_duty("a")
    secret = secret_of(house.suzhou, FeedScope.CITY, "suzhou")
    before = found(client, secret)[uid_of(own)].to_ical()
    settings.HANSA_CLOCK = AT + timedelta(days=30)
    assert found(client, secret)[uid_of(own)].to_ical() == before


def end_roles(owner: int) -> None:
    for line in account_reads.list_grants(SHELL, owner):
        grants.end_role(SHELL, owner, line.id)


def revoke_own(owner: int) -> None:
    actor = account_reads.actor_of_account(owner, "huaihai", AT)
    for line in account_reads.list_feeds(actor):
        keys.revoke_feed(actor, line.id)


def move_to_heze(owner: int) -> None:
    end_roles(owner)
    draft = GrantDraft(role=Role.CITY_LIAISON, league="huaihai", member="heze")
    grants.give_role(SHELL, owner, draft)


@pytest.mark.parametrize(
    "loss",
    [
        revoke_own,
        end_roles,
        move_to_heze,
        lambda owner: keeping.deactivate(SHELL, owner),
    ],
    ids=["revoked", "role ended", "other city", "deactivated"],
)
def test_what_the_account_lost_is_gone(
    loss: Callable[[int], None], client: Client, house: House
) -> None:
    """An address that was taken back or whose owner lost the city answers nothing."""
    open_duty("a")
    secret = secret_of(house.suzhou, FeedScope.CITY, "suzhou")
    assert client.get(f"/feeds/{secret}.ics").status_code == 200
    loss(house.suzhou)
    answer = client.get(f"/feeds/{secret}.ics")
    assert answer.status_code == 404
    assert "反馈座谈会" not in answer.content.decode()


def test_a_new_post_changes_what_a_league_feed_shows(
    client: Client, house: House
) -> None:
    """Who moved to another city sees its duties from then on, and the old ones no more."""
    first, second = open_duty("a"), open_duty("b", member="heze")
    secret = secret_of(house.suzhou, FeedScope.LEAGUE)
    old = client.get(f"/feeds/{secret}.ics")
    move_to_heze(house.suzhou)
    events = found(client, secret)
    assert uid_of(second) in events
    assert uid_of(first) not in events
    again = client.get(f"/feeds/{secret}.ics", headers={"if-none-match": old["ETag"]})
    assert again.status_code == 200


@pytest.mark.parametrize("secret", ["x", "0" * 43, "..", "%00", "a/b"])
def test_a_guessed_address_answers_nothing(
    secret: str, client: Client, house: House
) -> None:
    """A secret that nobody made is not found, and is told apart from nothing."""
    assert client.get(f"/feeds/{secret}.ics").status_code == 404


def test_no_address_reaches_another_league(client: Client, house: House) -> None:
    """A role in one league opens no calendar of the other."""
    with pytest.raises(Forbidden):
        secret_of(house.suzhou, FeedScope.LEAGUE, league="changzhutan")
    with pytest.raises(Forbidden):
        secret_of(house.suzhou, FeedScope.CITY, "heze")
    draft = GrantDraft(role=Role.LEADER, league="changzhutan", member="changsha")
    role = grants.give_role(SHELL, house.suzhou, draft)
    secret = secret_of(house.suzhou, FeedScope.LEAGUE, league="changzhutan")
    open_duty("a")
    events = found(client, secret)
    assert events
    assert all(uid.startswith("changzhutan.") for uid in events)
    grants.end_role(SHELL, house.suzhou, role)
    assert client.get(f"/feeds/{secret}.ics").status_code == 404


def test_only_the_fingerprint_says_that_nothing_changed(
    client: Client, house: House
) -> None:
    """A secret feed is not found, kept or shared by others, and has no time of change."""
    open_duty("a")
    secret = secret_of(house.suzhou, FeedScope.CITY, "suzhou")
    answer = client.get(f"/feeds/{secret}.ics")
    assert "Last-Modified" not in answer
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex"
    headers = {"if-none-match": answer["ETag"]}
    assert client.get(f"/feeds/{secret}.ics", headers=headers).status_code == 304
    since = {"if-modified-since": "Tue, 24 Nov 2099 01:00:00 GMT"}
    assert client.get(f"/feeds/{secret}.ics", headers=since).status_code == 200


@pytest.mark.parametrize("scope", list(FeedScope))
def test_questions_do_not_grow_with_the_duties(
    scope: FeedScope, client: Client, house: House
) -> None:
    """One duty or thirty more: a feed asks the same few questions."""
    owner, subject = {
        FeedScope.LEAGUE: (house.office, ""),
        FeedScope.BODY: (house.office, "symposium"),
        FeedScope.CITY: (house.suzhou, "suzhou"),
        FeedScope.UNIT: (house.officer, house.unit),
        FeedScope.PERSON: (house.leader, house.person),
    }[scope]
    secret = secret_of(owner, scope, subject)
    open_duty("first", unit=house.unit, body="symposium")
    found(client, secret)
    with CaptureQueriesContext(connection) as for_one:
        before = found(client, secret)
    for number in range(30):
        open_duty(f"further/{number}", unit=house.unit, body="symposium")
    with CaptureQueriesContext(connection) as for_many:
        after = found(client, secret)
    assert len(after) == len(before) + 30
    assert len(for_many) == len(for_one) <= QUESTIONS_MOST


def test_who_may_see_no_duties_follows_the_meetings(
    client: Client, house: House
) -> None:
    """The administrator's calendar holds what is public, and nothing that is due."""
    owner = keeping.make_account(SHELL, AccountDraft(username="administrator-1"))
    grants.give_role(SHELL, owner, GrantDraft(role=Role.ADMINISTRATOR))
    own = open_duty("a")
    events = found(client, secret_of(owner, FeedScope.LEAGUE))
    assert SYMPOSIUM in events
    assert uid_of(own) not in events


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    """Ask the API with the key of an account."""

    def one(method: str, address: str, owner: int | None, body: Any = None) -> Any:
        headers = {"accept-language": "en"}
        if owner is not None:
            actor = account_reads.actor_of_account(owner, None, AT)
            key = keys.make_key(actor, KeyDraft(name="test", scopes=frozenset(Scope)))
            headers["authorization"] = f"Bearer {key}"
        return client.generic(
            method,
            f"/api/v1/leagues{address}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers=headers,
        )

    return one


def test_the_api_makes_lists_and_takes_back(
    ask: Callable[..., Any], client: Client, house: House
) -> None:
    """An address is shown once when made, listed without its secret, and revoked."""
    body = {"scope": "city", "subject": "suzhou"}
    made = ask("POST", "/huaihai/feeds", house.suzhou, body)
    assert made.status_code == 201, made.content
    assert made["Cache-Control"] == "private, no-store"
    address = made.json()["address"]
    assert address.startswith("https://hansa.example/feeds/")
    path = address.removeprefix("https://hansa.example")
    assert client.get(path).status_code == 200
    (line,) = ask("GET", "/huaihai/feeds", house.suzhou).json()
    assert (line["scope"], line["subject"]) == ("city", "suzhou")
    assert path.removeprefix("/feeds/").removesuffix(".ics") not in json.dumps(line)
    assert ask("GET", "/huaihai/feeds", house.heze).json() == []
    assert ask("GET", "/changzhutan/feeds", house.suzhou).json() == []
    foreign = ask("DELETE", f"/huaihai/feeds/{line['id']}", house.heze)
    assert foreign.status_code == 404
    gone = ask("DELETE", f"/huaihai/feeds/{line['id']}", house.suzhou)
    assert gone.status_code == 204
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "body", "status"),
    [
        ("GET", None, 401),
        ("POST", {"scope": "league"}, 401),
    ],
)
def test_the_api_is_for_accounts(
    method: str, body: Any, status: int, ask: Callable[..., Any], house: House
) -> None:
    """Nobody's feeds are neither listed nor made."""
    assert ask(method, "/huaihai/feeds", None, body).status_code == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"scope": "city", "subject": "heze"}, 403),
        ({"scope": "city"}, 422),
        ({"scope": "league", "subject": "x"}, 422),
        ({"scope": "planet"}, 422),
        ({"scope": "city", "subject": "x" * 61}, 422),
        ({"scope": "city", "subject": "\u0000"}, 422),
        ({}, 422),
    ],
)
def test_the_api_refuses_what_is_not_ones_own(
    body: Any, status: int, ask: Callable[..., Any], house: House
) -> None:
    """Another city's calendar, or none that could be meant, is refused."""
    answer = ask("POST", "/huaihai/feeds", house.suzhou, body)
    assert answer.status_code == status, answer.content
    assert set(answer.json()) == {"code", "message", "remedy", "findings"}
