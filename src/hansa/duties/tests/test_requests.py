"""The office asks ten cities, eight answer, two are reminded; vacancies are said loudly."""

from dataclasses import replace
from datetime import date, time
from uuid import UUID

import pytest

from hansa.chassis import journal
from hansa.chassis.actor import Role
from hansa.chassis.files import Upload
from hansa.chassis.language import render
from hansa.directory.services import people
from hansa.duties.models import Duty, Request
from hansa.duties.reads import requests as reads
from hansa.duties.reads.duties import reckon
from hansa.duties.services import acts, requests
from hansa.duties.services.acts import Done
from hansa.duties.terms.duties import NO_UNIT, DutyState
from hansa.duties.terms.requests import RequestDraft, RequestLine, RequestSheet, Vacancy
from hansa.duties.tests.conftest import (
    CITIES,
    OFFICE,
    TODAY,
    House,
    actor,
    liaison,
)
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused
from hansa.kernel.text import Bilingual, unpack

MINUTES = RequestDraft(
    title="2026年座谈会纪要（征求意见稿）",
    words="请反馈意见，无意见也请回复。",
    members=CITIES,
    due_on=date(2026, 11, 27),
    due_time=time(17, 30),
    clause="GOV-15",
)


def the_line(who: object = OFFICE, on: date = TODAY) -> RequestLine:
    """The one request that somebody sees."""
    (line,) = reads.list_requests(who, "huaihai", reckon("huaihai", on))  # type: ignore[arg-type]  # actors only
    return line


def reply(member: str) -> None:
    """A city answers through its liaison."""
    row = Duty.objects.get(member=member)
    acts.record_evidence(
        liaison(member), "huaihai", row.pk, row.revision, Done(on=TODAY, note="无意见")
    )


def test_ten_are_asked_eight_answer_two_are_missing(house: House) -> None:
    """Each city owes its answer by the same day, through its focal point's unit."""
    sent = requests.dispatch(OFFICE, "huaihai", MINUTES)
    assert Duty.objects.count() == 10
    routed = {row.member: str(row.unit_id) for row in Duty.objects.all()}
    assert routed == {member: city.body for member, city in house.cities.items()}
    for member in CITIES[:8]:
        reply(member)
    line = the_line()
    assert (line.id, line.year, line.number) == (sent, 2026, 1)
    assert (line.done, line.total, line.missing) == (8, 10, ("linyi", "heze"))
    assert "8/10" in render(line.report)
    sheet = reads.get_request(OFFICE, "huaihai", sent, reckon("huaihai", TODAY))
    assert [reply.duty.member for reply in sheet.replies] == list(CITIES)
    assert [reply.answer is None for reply in sheet.replies] == [False] * 8 + [True] * 2
    ids = reads.missing_duties(OFFICE, "huaihai", sent, reckon("huaihai", TODAY))
    assert {Duty.objects.get(pk=id_).member for id_ in ids} == {"linyi", "heze"}


def test_one_request_is_one_entry(house: House) -> None:
    """Ten duties and the file stand in one entry of the journal."""
    paper = Upload(name="纪要.txt", content="征求意见稿".encode())
    requests.dispatch(OFFICE, "huaihai", MINUTES, paper)
    entry = next(iter(journal.entries("huaihai", 1)))
    assert entry.service == "duties.dispatch"
    assert len(entry.objects) == 12
    assert the_line().file is not None


def test_a_city_without_focal_point_is_named_and_nothing_is_sent(house: House) -> None:
    """Refused, with the city's name; after that nobody owes anything."""
    people.withdraw_posting(OFFICE, "huaihai", house.cities["heze"].posting)
    with pytest.raises(Refused) as refusal:
        requests.dispatch(OFFICE, "huaihai", MINUTES)
    assert refusal.value.code == "no-focal-point"
    assert refusal.value.message.parameters["cities"] == (Bilingual("菏泽", "Heze"),)
    assert not Request.objects.exists()
    assert not Duty.objects.exists()


def test_why_a_city_cannot_be_asked_is_said_rightly(house: House) -> None:
    """Without a field nobody is said to be missing “for this field”."""
    people.withdraw_posting(OFFICE, "huaihai", house.cities["heze"].posting)
    with pytest.raises(Refused) as refusal:
        requests.dispatch(OFFICE, "huaihai", replace(MINUTES, domain=None))
    assert "没有负责全部领域的联络员" in render(refusal.value.message)
    assert "在该领域" not in render(refusal.value.message)
    with pytest.raises(Refused) as refusal:
        requests.dispatch(OFFICE, "huaihai", replace(MINUTES, domain="ecology"))
    assert "在该领域" in render(refusal.value.message)


def test_the_office_may_take_a_vacant_city_on_itself(house: House) -> None:
    """The duty of that city falls to the office, with a finding."""
    people.withdraw_posting(OFFICE, "huaihai", house.cities["heze"].posting)
    draft = replace(MINUTES, vacancy=Vacancy.OFFICE)
    sent = requests.dispatch(OFFICE, "huaihai", draft)
    sheet = reads.get_request(OFFICE, "huaihai", sent, reckon("huaihai", TODAY))
    heze = sheet.replies[-1].duty
    assert (heze.member, heze.unit, heze.findings) == ("heze", None, (NO_UNIT,))
    assert sheet.replies[0].duty.findings == ()


def test_a_city_sees_its_own_answer_only(house: House) -> None:
    """Its liaison counts one of one, and is told of no other city's lateness."""
    sent = requests.dispatch(OFFICE, "huaihai", MINUTES)
    line = the_line(liaison("linyi"))
    assert (line.members, line.missing) == (("linyi",), ("linyi",))
    sheet = reads.get_request(
        liaison("linyi"), "huaihai", sent, reckon("huaihai", TODAY)
    )
    assert len(sheet.replies) == 1
    for stranger in (actor(Role.PUBLIC), actor(Role.ADMINISTRATOR)):
        with pytest.raises(Missing):
            reads.get_request(stranger, "huaihai", sent, reckon("huaihai", TODAY))


@pytest.mark.parametrize(
    ("changed", "error", "code"),
    [
        ({"title": " "}, Refused, "title-missing"),
        ({"title": "\u3000\u200b"}, Refused, "title-missing"),
        ({"title": "x" * 201}, Refused, "title-unfit"),
        ({"title": "征求\u202e意见"}, Refused, "title-unfit"),
        ({"words": "征求\u2066意见"}, Refused, "words-unfit"),
        ({"words": "x" * 4001}, Refused, "words-unfit"),
        ({"words": "\x07"}, Refused, "words-unfit"),
        ({"due_on": date(2026, 11, 23)}, Refused, "due-unlikely"),
        ({"due_on": date(2206, 11, 27)}, Refused, "due-unlikely"),
        ({"members": ()}, Refused, "members-missing"),
        ({"members": ("heze", "heze")}, Refused, "members-missing"),
        ({"members": ("changsha",)}, Missing, "member-missing"),
        ({"domain": "weather"}, Missing, "domain-missing"),
        ({"clause": "GOV-99"}, Missing, "clause-missing"),
    ],
)
def test_what_cannot_be_asked(
    house: House, changed: dict[str, object], error: type[Exception], code: str
) -> None:
    """Nothing is sent, and the refusal says which part was wrong."""
    with pytest.raises(error) as refusal:
        requests.dispatch(OFFICE, "huaihai", replace(MINUTES, **changed))  # type: ignore[arg-type]  # each case names fields
    assert refusal.value.code == code  # type: ignore[attr-defined]  # one of the four
    assert not Request.objects.exists()


def test_only_the_office_asks_and_closes(house: House) -> None:
    """A liaison may not ask his peers; a closed request is not closed twice."""
    with pytest.raises(Forbidden):
        requests.dispatch(liaison("xuzhou"), "huaihai", MINUTES)
    sent = requests.dispatch(OFFICE, "huaihai", MINUTES)
    with pytest.raises(Forbidden):
        requests.close_request(liaison("xuzhou"), "huaihai", sent, 1)
    requests.close_request(OFFICE, "huaihai", sent, 1)
    for revision in (1, 2):
        with pytest.raises(Conflict):
            requests.close_request(OFFICE, "huaihai", sent, revision)
    assert the_line().closed_at is not None
    assert the_line().missing == CITIES
    elsewhere = replace(OFFICE, league="changzhutan")
    with pytest.raises(Missing):
        requests.close_request(elsewhere, "changzhutan", sent, 2)


def test_numbers_count_within_the_year(house: House) -> None:
    """The second request of the year is number two."""
    requests.dispatch(OFFICE, "huaihai", MINUTES)
    requests.dispatch(OFFICE, "huaihai", replace(MINUTES, members=("xuzhou",)))
    lines = reads.list_requests(OFFICE, "huaihai", reckon("huaihai", TODAY))
    assert [(line.number, line.total) for line in lines] == [(2, 1), (1, 10)]


def test_a_request_may_carry_its_title_in_english_too(house: House) -> None:
    """Its duties and its line then say either, and without it the Chinese in both."""
    draft = replace(MINUTES, title_en="Minutes of the 2026 symposium")
    sent = requests.dispatch(OFFICE, "huaihai", draft)
    plain = requests.dispatch(OFFICE, "huaihai", MINUTES)
    found = reads.list_requests(OFFICE, "huaihai", reckon("huaihai", TODAY))
    named = {one.id: one.named for one in found}
    assert named[sent] == Bilingual(MINUTES.title, "Minutes of the 2026 symposium")
    assert named[plain] == MINUTES.title
    kept = Duty.objects.filter(request=sent).first()
    assert kept is not None
    assert unpack(kept.title) == named[sent]


def test_a_request_sent_in_error_is_withdrawn(house: House) -> None:
    """What is missing ends with the reason; answers stay, and nobody is reminded."""
    sent = requests.dispatch(OFFICE, "huaihai", MINUTES)
    reply("xuzhou")
    requests.close_request(OFFICE, "huaihai", sent, 1)
    assert requests.withdraw_request(OFFICE, "huaihai", sent, 2, " 重复发送。 ") == 9
    line = the_line()
    assert (line.withdrawn_at, line.withdrawal_reason) == (OFFICE.at, "重复发送。")
    assert line.missing == ()
    assert render(line.report) == "已撤回，撤回前已反馈1/10"
    states = {one.duty.member: one.duty.state for one in sheet_of(sent).replies}
    assert states.pop("xuzhou") is DutyState.DONE
    assert set(states.values()) == {DutyState.WAIVED}
    heze = Duty.objects.get(member="heze")
    last = heze.events.order_by("number").last()
    assert last is not None
    assert (last.kind, last.note) == ("called-off", "重复发送。")
    assert the_line(liaison("heze")).withdrawn_at is not None
    assert the_line(OFFICE, date(2026, 11, 25)).withdrawn_at is not None
    entry = next(iter(journal.entries("huaihai", 1)))
    assert entry.service == "duties.withdraw_request"
    assert len(entry.objects) == 10


def test_what_was_withdrawn_is_not_withdrawn_or_closed_again(house: House) -> None:
    """Nor by who saw it before, by a city, or without a reason that can be seen."""
    sent = requests.dispatch(OFFICE, "huaihai", MINUTES)
    with pytest.raises(Forbidden):
        requests.withdraw_request(liaison("xuzhou"), "huaihai", sent, 1, "重复发送。")
    for reason in ("", "\u3000\u200b"):
        with pytest.raises(Refused) as refusal:
            requests.withdraw_request(OFFICE, "huaihai", sent, 1, reason)
        assert refusal.value.code == "reason-missing"
    elsewhere = replace(OFFICE, league="changzhutan")
    with pytest.raises(Missing):
        requests.withdraw_request(elsewhere, "changzhutan", sent, 1, "重复发送。")
    assert the_line().missing == CITIES
    requests.withdraw_request(OFFICE, "huaihai", sent, 1, "重复发送。")
    for revision, code in ((1, "duty-changed"), (2, "request-withdrawn")):
        with pytest.raises(Conflict) as conflict:
            requests.withdraw_request(OFFICE, "huaihai", sent, revision, "另有安排。")
        assert conflict.value.code == code
        with pytest.raises(Conflict) as conflict:
            requests.close_request(OFFICE, "huaihai", sent, revision)
        assert conflict.value.code == code


def sheet_of(sent: UUID) -> RequestSheet:
    """The request as the office sees it."""
    return reads.get_request(OFFICE, "huaihai", sent, reckon("huaihai", TODAY))
