"""Recording, correcting and taking back in a browser; and what each reader is shown."""

import hashlib
import html
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from conftest import Hansa
from hansa.chassis.actor import Role
from hansa.directory.terms.offices import Office
from hansa.governance import services
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.terms import EntryKind, Holder
from hansa.governance.terms.records import MeetingFacts
from hansa.governance.tests.people import (
    AT,
    HUAIHAI,
    OFFICE,
    account,
    browser,
    lend,
)
from hansa.governance.tests.test_history import MEETING_ROWS, STAGE_ROWS, workbook
from hansa.governance.tests.test_records import PDF
from hansa.kernel.periods import Period

row = pytest.mark.row
BASE = "/huaihai/governance"
ENTRY = "huaihai/2024/symposium/meeting/1"
TYPED: dict[str, Any] = {
    "body": "symposium",
    "kind": "meeting",
    "first": "2024-12-05",
    "host": "shangqiu",
    "chair_member": "shangqiu",
    "chair_office": "party-secretary",
    "place": "商丘",
}


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.HANSA_CLOCK = AT


@pytest.fixture
def office(served: None) -> Client:
    return browser(account(Role.SECRETARIAT))


def shown(client: Client, address: str, status: int = 200) -> str:
    got = client.get(address)
    assert got.status_code == status, (got.status_code, got.get("Location"))
    return got.content.decode()


def record(**changed: Any) -> str:
    facts = MeetingFacts(
        body="symposium",
        kind=EntryKind.MEETING,
        year=2024,
        days=Period(date(2024, 12, 5), date(2024, 12, 6)),
        **{"host": "shangqiu", **changed},
    )
    return services.record_meeting(OFFICE, "huaihai", facts, None)


def test_recording_from_the_calendar(office: Client) -> None:
    """The calendar offers it, the form proposes it, the record shows what departs."""
    page = shown(office, f"{BASE}/calendar/?from=2024")
    assert f"records/new/?entry={ENTRY}" in page
    assert f'<span class="unseen"> {ENTRY}' not in page
    named = "Coordinated Development Symposium, meeting 1 of 2024"
    assert re.search(rf'<span class="unseen">\s*{named}', page)
    lost = shown(office, "/nope/governance/calendar/", 404)
    assert "Huaihai Economic Zone (huaihai)" in lost
    form = shown(office, f"{BASE}/records/new/?entry={ENTRY}")
    assert '<option value="shangqiu" selected>' in form
    assert "2024-11-01" in form
    sent = office.post(f"{BASE}/records/new/?entry={ENTRY}", TYPED)
    assert sent.status_code == 302
    page = shown(office, sent["Location"])
    assert "Recorded as held on 2024-12-05." in page
    assert "outside the period 2024-11-01 to 2024-11-30" in page
    assert "No reason is given" in page
    (kept,) = list_meetings("huaihai")
    assert kept.facts.place is not None
    assert kept.facts.place.en == "商丘"
    calendar = shown(office, f"{BASE}/calendar/?from=2024")
    assert f'/records/{kept.id}/">2024-12-05</a>' in calendar
    assert "outside the period" in calendar
    assert "not recorded" in calendar


def test_the_wheel_leads_to_lines_wherever_they_stand(office: Client) -> None:
    """Under a filter an arc leads to the whole list; without one, down the page."""
    year = f"{BASE}/calendar/?from=2024&to=2024&as-of=2024-12-31"
    assert re.search(rf'<a href="#{ENTRY}"><path class="arc', shown(office, year))
    page = shown(office, f"{year}&kind=circular")
    assert f'<tr id="{ENTRY}">' not in page
    whole = "?from=2024&amp;to=2024&amp;as-of=2024-12-31&amp;page=1"
    assert f'<a href="{whole}#{ENTRY}"><path class="arc' in page
    back = f"{BASE}/calendar/?from=2024&amp;to=2024&amp;as-of=2024-12-31"
    assert f'href="{html.unescape(back)}">Show all</a>' in html.unescape(page)
    assert f'<tr id="{ENTRY}">' in shown(office, html.unescape(back))


def test_a_calendar_of_many_bodies_is_a_grid_that_says_what_is_missing(
    served: None,
) -> None:
    """Beyond a few rings, bodies stand in rows, and the title counts the gaps."""
    reader = browser(account(Role.SECRETARIAT, league="changzhutan"))
    page = shown(reader, "/changzhutan/governance/calendar/?from=2026&to=2026")
    assert 'class="drawing wheel"' not in page
    assert '<table class="year">' in page
    title = page.partition("<h1>")[2].partition("</h1>")[0]
    assert re.search(
        r"0 held, \d+ to come, \d+ missing; circulars: 0 of 11 sent", title
    )
    assert "Circulars of Special Group on Transport" in page
    assert "one done of two asked for" in page
    assert re.search(r'<a class="stretch late" href="#[^"]+"', page)


def test_the_calendar_is_exported_as_it_is_known(office: Client) -> None:
    """The office's workbook says what departs; the public's has no such column."""
    record(host="linyi", reason="内部事由")
    address = f"{BASE}/calendar/?from=2024&to=2024&recorded=held&format=csv"
    of_office, of_public = (
        reader.get(address, headers={"accept-language": "en"}).content.decode()
        for reader in (office, Client())
    )
    for table in (of_office, of_public):
        assert "Linyi, Computed by rule: Shangqiu" in table
        assert "2024-12-05" in table
        assert "内部事由" not in table
    assert "outside the period" in of_office
    assert "Departs" not in of_public
    assert "outside the period" not in of_public


def test_who_hosted_is_told_to_everybody(office: Client, hansa: Hansa) -> None:
    """A meeting held in a swapped city names it, beside the one whose turn it was."""
    pages = (
        f"{BASE}/calendar/?from=2024&to=2024",
        f"{BASE}/bodies/symposium/?as-of=2024-12-31",
    )
    anyone = Client(headers={"accept-language": "en"})
    for page in pages:
        assert "Computed by rule: " not in shown(anyone, page)
    record(host="linyi", chair=Holder(member="linyi", office=Office.MAYOR))
    calendar, body = (
        " ".join(re.sub("<[^>]*>", " ", shown(anyone, page)).split()) for page in pages
    )
    assert "Linyi Computed by rule: Shangqiu" in calendar
    assert "Linyi Computed by rule: Shangqiu" in body
    assert "Linyi mayor Computed by rule: Shangqiu party secretary" in calendar
    printed = hansa(
        "calendar", "huaihai", "--from", "2024", "--to", "2024", "--lang", "en"
    )
    assert "computed by rule: Shangqiu" in " ".join(printed.out.split())


def test_a_departure_that_is_none_is_refused(office: Client) -> None:
    """An unknown word of a filter names those that there are."""
    said = shown(office, f"{BASE}/records/?departure=nonsense", 422)
    assert "outside the period" in said.split("It can be: ")[1]


def test_correcting_and_taking_back(office: Client) -> None:
    """The old record stays with a link to the new; taken back it no longer counts."""
    first = record()
    address = f"{BASE}/records/{first}"
    assert 'value="2024-12-05"' in shown(office, f"{address}/correct/")
    typed = {**TYPED, "first": "2024-11-15"}
    sent = office.post(f"{address}/correct/", typed)
    assert sent.status_code == 302
    old = shown(office, f"{address}/")
    assert "This record was corrected." in old
    assert sent["Location"] in old
    page = shown(office, sent["Location"])
    assert page.count("<time") == 2
    undo = sent["Location"] + "withdraw/"
    assert office.post(undo, follow=True).status_code == 200
    assert list_meetings("huaihai") == ()
    assert "taken back and no longer counts" in shown(office, sent["Location"])


def test_two_people_correcting_at_once(office: Client) -> None:
    """The second sees what the first recorded beside what he typed; nothing is lost."""
    first = record()
    address = f"{BASE}/records/{first}/correct/"
    mine = {**TYPED, "document": "我的文号", "first": "2024-11-15"}
    theirs = {**TYPED, "document": "他人文号", "first": "2024-11-16"}
    assert office.post(address, theirs).status_code == 302
    answered = office.post(address, mine)
    assert answered.status_code == 409
    page = answered.content.decode()
    assert "我的文号" in page
    assert "他人文号" in page
    again = re.search(r'action="(/huaihai/governance/records/[^"]+/correct/)"', page)
    assert again is not None
    assert office.post(again[1], mine).status_code == 302
    (kept,) = list_meetings("huaihai")
    assert kept.facts.document == "我的文号"


@pytest.mark.parametrize(
    ("changed", "status", "fault"),
    [
        ({"first": "2026-12-24"}, 422, "still to come"),
        ({"first": ""}, 422, "This field is required"),
        ({"last": "2024-12-04"}, 422, "It ends before it starts."),
        ({"chair_office": ""}, 422, "Give city and office, or neither."),
        ({"body": "nobody"}, 422, "Select a valid choice"),
        ({"reason": "长" * 401}, 422, "at most 400 characters"),
        ({"office": "商丘市常务副市长"}, 422, "needs its paper"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    office: Client, changed: dict[str, str], status: int, fault: str
) -> None:
    """The message stands beside its field, and nothing typed is lost."""
    typed = {**TYPED, "document": "〔2024〕7号", **changed}
    sent = office.post(f"{BASE}/records/new/", typed)
    page = sent.content.decode()
    assert sent.status_code == status
    assert fault in page
    assert "〔2024〕7号" in page
    assert list_meetings("huaihai") == ()


def test_on_behalf_in_the_browser(office: Client) -> None:
    """A clerk enters it for an office with its paper; the page says so."""
    typed = {**TYPED, "office": "商丘市常务副市长", "evidence": "〔2024〕3号"}
    sent = office.post(f"{BASE}/records/new/", typed)
    page = shown(office, sent["Location"])
    assert "Shangqiu executive vice-mayor" in page
    assert "entered on behalf · 〔2024〕3号" in page
    listed = shown(office, f"{BASE}/records/")
    assert "〔2024〕3号" in listed
    plain = office.get(f"{BASE}/records/?format=csv").content.decode("utf-8-sig")
    assert "Shangqiu executive vice-mayor (entered on behalf)" in plain
    timeline = page.partition('<ol class="timeline">')[2]
    assert re.search("entered by (?!<)", timeline)
    asked = "from=2024&to=2024&format=csv"
    listed = office.get(f"{BASE}/calendar/?{asked}").content.decode("utf-8-sig")
    assert "2024-12-05 (entered on behalf)" in listed
    assert ",〔2024〕3号" in listed
    acts = office.get("/huaihai/journal/?format=csv").content.decode("utf-8-sig")
    assert "(entered on behalf: 〔2024〕3号)" in acts


def test_on_behalf_with_a_scan(office: Client) -> None:
    """The file that comes with it is the paper, when recorded and when corrected."""
    for content in (PDF, PDF + b"again"):
        scan = SimpleUploadedFile("批示.pdf", content, "application/pdf")
        typed = {**TYPED, "office": "商丘市常务副市长", "paper": scan}
        known = list_meetings("huaihai")
        address = f"{BASE}/records/{known[0].id}/correct/" if known else ""
        sent = office.post(address or f"{BASE}/records/new/", typed)
        assert sent.status_code == 302, sent.content.decode()
        (kept,) = list_meetings("huaihai")
        assert kept.authority == "商丘市常务副市长"
        assert kept.evidence == hashlib.sha256(content).hexdigest()
        page = shown(office, sent["Location"])
        assert f'/huaihai/files/{kept.file}/">批示.pdf</a>' in page
    asked = "from=2024&to=2024&format=csv"
    listed = office.get(f"{BASE}/calendar/?{asked}").content.decode("utf-8-sig")
    assert "2024-12-05 (entered on behalf)" in listed
    assert ",scan on file" in listed


def test_a_paper_is_kept_with_the_record(office: Client) -> None:
    """What was dropped is filed, linked from the record, and read again."""
    paper = SimpleUploadedFile("纪要.pdf", PDF, "application/pdf")
    sent = office.post(f"{BASE}/records/new/", {**TYPED, "paper": paper})
    page = shown(office, sent["Location"])
    address = re.search(r'href="(/huaihai/files/[^"]+)"', page)
    assert address is not None
    assert office.get(address[1]).status_code == 200
    assert Client().get(address[1]).status_code in (302, 404)
    odd = SimpleUploadedFile("纪要.pdf", b"no pdf", "application/pdf")
    typed = {**TYPED, "first": "2024-12-06", "paper": odd}
    assert office.post(f"{BASE}/records/new/", typed).status_code == 422
    assert len(list_meetings("huaihai")) == 1


def test_a_city_records_what_it_hosted(served: None) -> None:
    """Its liaison sees the button at its own turn, and is refused another's."""
    liaison = browser(account(Role.CITY_LIAISON, "shangqiu"))
    page = shown(liaison, f"{BASE}/calendar/?from=2024")
    assert f"?entry={ENTRY}" in page
    assert "?entry=huaihai/2024/group-transport" not in page
    assert liaison.post(f"{BASE}/records/new/", TYPED).status_code == 302
    other = {**TYPED, "host": "suqian", "first": "2025-11-20", "year": "2025"}
    assert liaison.post(f"{BASE}/records/new/", other).status_code == 403
    suqian = browser(account(Role.CITY_LIAISON, "suqian"))
    (kept,) = list_meetings("huaihai")
    address = f"{BASE}/records/{kept.id}"
    assert "Put it right" not in shown(suqian, f"{address}/")
    assert suqian.post(f"{address}/withdraw/").status_code == 403
    assert suqian.post(f"{address}/correct/", TYPED).status_code == 403
    assert len(list_meetings("huaihai")) == 1


def test_a_claim_is_confirmed_by_whoever_owes_it(served: None) -> None:
    """The button stands where it helps; what is pressed without it is refused."""
    suqian = browser(account(Role.CITY_LIAISON, "suqian"))
    claimed = {**TYPED, "host": "suqian"}
    assert suqian.post(f"{BASE}/records/new/", claimed).status_code == 302
    (kept,) = list_meetings("huaihai")
    address, button = f"{BASE}/records/{kept.id}", "Confirm that it was so"
    assert button not in shown(suqian, f"{address}/")
    assert suqian.post(f"{address}/confirm/").status_code == 403
    assert ENTRY not in shown(suqian, f"{address}/")
    todo, told = "/huaihai/duties/todo/", "Records waiting for your confirmation"
    year = f"{BASE}/compliance/?year=2024"
    assert told not in shown(suqian, todo)
    owing = browser(account(Role.CITY_LIAISON, "shangqiu"))
    for waits in (owing, browser(account(Role.SECRETARIAT))):
        page = shown(waits, todo)
        assert told in page
        assert "Symposium: meeting, 2024-12-05</a>" in page
        assert f'href="{address}/"' in page
        assert "1 record waits for confirmation" in shown(waits, year)
    assert "wait" not in shown(owing, f"{BASE}/compliance/?year=2025")
    assert button in shown(owing, f"{address}/")
    assert owing.post(f"{address}/confirm/").status_code == 302
    page = shown(owing, f"{address}/")
    assert ENTRY in page
    assert button not in page
    assert told not in shown(owing, todo)
    assert "for confirmation" not in shown(owing, year)


def test_the_public_sees_the_calendar_alone(served: None) -> None:
    """What was held is shown; who recorded it, what departs and what is late is not."""
    id_ = record(reason="内部事由", document="〔2024〕9号")
    public = Client(headers={"accept-language": "en"})
    page = shown(public, f"{BASE}/calendar/?from=2024")
    assert "2024-12-05" in page
    for hidden in (str(id_), "outside the period", "violation", "/records/new/"):
        assert hidden not in page
    assert 'class="arc late"' not in page
    for address in (
        "records/", f"records/{id_}/", "records/new/", f"records/{id_}/correct/",
        "compliance/", "roster/", "history/", "history/export/",
    ):  # fmt: skip
        got = public.get(f"{BASE}/{address}")
        assert got.status_code == 302, address
        assert "sign-in" in got["Location"]
    for address in (f"records/{id_}/withdraw/", "records/new/", "history/"):
        assert public.post(f"{BASE}/{address}", TYPED).status_code in (302, 403)
    assert len(list_meetings("huaihai")) == 1


def test_another_league_s_ids_lead_nowhere(office: Client) -> None:
    """An id of Huaihai is missing in Changzhutan, whoever asks."""
    id_ = record()
    stranger = browser(account(Role.SECRETARIAT, league="changzhutan"))
    address = f"/changzhutan/governance/records/{id_}"
    assert stranger.get(f"{address}/").status_code == 404
    assert stranger.post(f"{address}/withdraw/").status_code == 404
    assert stranger.get(f"{BASE}/records/{id_}/").status_code in (302, 403)
    assert len(list_meetings("huaihai")) == 1


def test_markup_is_shown_as_text(office: Client) -> None:
    """What somebody typed never becomes part of a page."""
    odd = "<img src=x onerror=alert(1)>"
    id_ = record(reason=odd, document=odd)
    for address in (
        f"records/{id_}/",
        "records/",
        "calendar/?from=2024",
        "bodies/symposium/",
    ):
        page = shown(office, f"{BASE}/{address}")
        assert odd not in page


def test_fields_nobody_offered_change_nothing(office: Client) -> None:
    """Who recorded it, when and for whom is never taken from the form."""
    extra = {"recorded_by": "x", "recorded_at": "2001-01-01", "league": "changzhutan"}
    assert office.post(f"{BASE}/records/new/", {**TYPED, **extra}).status_code == 302
    (kept,) = list_meetings("huaihai")
    assert kept.recorded_by != "x"
    assert kept.recorded_at == AT


def test_the_list_filters_sorts_and_exports(office: Client) -> None:
    """By body, year and departure; as a workbook and as a plain table."""
    record(reason="=1+1")
    assert "2024-12-05" in shown(office, f"{BASE}/records/?body=symposium&year=2024")
    assert "2024-12-05" in shown(office, f"{BASE}/records/?departure=outside-period")
    assert "Nothing matches" in shown(office, f"{BASE}/records/?year=2023")
    assert "2024-12-05" in shown(office, f"{BASE}/records/?sort=-day")
    assert office.get(f"{BASE}/records/?sort=nothing").status_code == 422
    plain = office.get(f"{BASE}/records/?format=csv").content.decode("utf-8-sig")
    assert "2024-12-05" in plain
    assert office.get(f"{BASE}/records/?format=xlsx").status_code == 200
    workbook_ = office.get(f"{BASE}/history/export/")
    assert workbook_["Content-Type"].endswith("sheet")


@pytest.mark.parametrize("asked", ["body=nix", "page=zzz", "page=0"])
def test_what_a_list_does_not_know_is_refused(asked: str, office: Client) -> None:
    """A slip in the address is said, with what there is by its name."""
    answer = office.get(f"{BASE}/records/?{asked}")
    assert answer.status_code == 422
    if "body" in asked:
        assert "Development Symposium" in answer.content.decode()


def test_one_meeting_is_not_written_as_several(office: Client) -> None:
    """The sentences read well with one meeting as with many."""
    said = shown(office, f"{BASE}/bodies/symposium/")
    assert "meetings of 2026 held: 0 of 1" in said
    assert "1 meetings" not in said


def test_compliance_page(office: Client) -> None:
    """The sentence answers, and each shortfall has its weight, city and clause."""
    record()
    page = shown(office, f"{BASE}/compliance/?year=2024")
    assert "2024: 1 of 6 held; 6 breaches, 0 reminders" in page
    assert "Joint Working Group on Transport, 2024 meeting: 0 of 1" in page
    assert "Waiting for their condition" in page
    calendar = shown(office, f"{BASE}/calendar/?from=2024")
    assert "2024: 1 of 6 held" in calendar
    assert 'class="arc late"' in calendar
    heze = browser(account(Role.LEADER, "heze"))
    page = shown(heze, f"{BASE}/compliance/?year=2024")
    assert "2024: 0 of 4 held" in page
    assert "Symposium of 2024" not in page


def test_body_and_roster_pages(office: Client) -> None:
    """One body with mandates, seats and meetings; the roster with its gaps."""
    record()
    lend("huaihai", "xuzhou", "office")
    page = shown(office, f"{BASE}/bodies/symposium/")
    assert "Decides on major issues" in page
    assert "Seats held: 0 of 30" in page
    assert "2024-12-05" in page
    assert office.get(f"{BASE}/bodies/nobody/").status_code == 404
    public = Client(headers={"accept-language": "en"})
    assert "Seats held" not in shown(public, f"{BASE}/bodies/symposium/")
    page = shown(office, f"{BASE}/roster/")
    assert "Zaozhuang: 0, below minimum 1" in page
    assert "In all 1; the agreement asks for 10 to 20." in page
    assert ("Part-time" in page, ">Remark<" in page) == (False, True)
    lend("huaihai", "heze", "office", full_time=False)
    assert "Part-time" in shown(office, f"{BASE}/roster/")
    for member in HUAIHAI:
        lend("huaihai", member, "office", number=2)
    assert ">Remark<" not in shown(office, f"{BASE}/roster/")
    assert shown(office, "/changzhutan/governance/bodies/group-planning/", 200)


def test_what_is_to_come_lacks_no_record(office: Client) -> None:
    """A body’s page calls only what is over “not recorded”."""
    address = f"{BASE}/bodies/symposium/?as-of=2024-06-01"
    page = " ".join(shown(office, address).split())
    over, coming = page.index("2023-11-01"), page.index("2025-11-01")
    assert "not recorded" in page[over : over + 400]
    assert "not recorded" not in page[coming : coming + 400]
    assert "not held yet" in page[coming : coming + 400]


@row("C-GOV-18")
def test_place_proposed_for_a_session(served: None) -> None:
    """A session of 2019 without a place: Zhuzhou is proposed, flagged as a reading."""
    client = browser(account(Role.SECRETARIAT, league="changzhutan"))
    entry = "changzhutan/2019/conference/meeting/1"
    page = shown(client, f"/changzhutan/governance/records/new/?entry={entry}")
    assert '<option value="zhuzhou" selected>' in page
    assert 'value="株洲"' in page
    assert "A-33" in page


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("历史.xlsx", content)


def test_an_empty_workbook_offers_nothing(office: Client) -> None:
    """The template as it came is not praised, and there is nothing to take."""
    empty = office.get(f"{BASE}/history/template/").content
    before = len(list_meetings("huaihai"))
    for typed in ({}, {"take": "1"}):
        answer = office.post(f"{BASE}/history/", {"workbook": upload(empty), **typed})
        page = answer.content.decode()
        assert "Nothing is filled in in this workbook" in page
        assert 'name="take"' not in page
        assert "as the agreement asks" not in page
    assert len(list_meetings("huaihai")) == before


def test_a_file_of_nothing_is_refused_in_one_sentence(office: Client) -> None:
    """It is said to be empty, and not to be missing as well."""
    answer = office.post(f"{BASE}/history/", {"workbook": upload(b"")})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The submitted file is empty." in page
    assert "Choose the workbook." not in page


def test_history_page(office: Client) -> None:
    """Previewed, kept on the page, taken in with one more press; faults name cells."""
    assert "Empty workbook" in shown(office, f"{BASE}/history/")
    template = office.get(f"{BASE}/history/template/")
    assert template["Content-Disposition"].endswith('"history-template.xlsx"')
    content = workbook(MEETING_ROWS, STAGE_ROWS)
    previewed = office.post(f"{BASE}/history/", {"workbook": upload(content)})
    page = previewed.content.decode()
    assert previewed.status_code == 200
    assert "would record 3 meetings and 2 stages" in page
    assert "sheet “会议”, cell B3" in page
    assert list_meetings("huaihai") == ()
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept is not None
    typed = {"kept": kept[1], "kept_name": "历史.xlsx", "take": "1"}
    taken = office.post(f"{BASE}/history/", typed, follow=True)
    assert (
        "Recorded: 3 meetings and 2 stages; known already: 0." in taken.content.decode()
    )
    assert len(list_meetings("huaihai")) == 3
    again = office.post(f"{BASE}/history/", {"workbook": upload(content)})
    assert "is recorded already" in again.content.decode()
    assert 'name="take"' not in again.content.decode()
    faulty = workbook([["协同发展座谈会", "2026.13.1"]])
    refused = office.post(f"{BASE}/history/", {"workbook": upload(faulty), "take": "1"})
    assert refused.status_code == 422
    assert "sheet “会议”, cell B2" in refused.content.decode()
    for typed in ({}, {"kept": "%%%"}, {"kept": "aGFsbG8=", "take": "1"}):
        assert office.post(f"{BASE}/history/", typed).status_code == 422
    liaison = browser(account(Role.CITY_LIAISON, "heze"))
    assert liaison.get(f"{BASE}/history/").status_code == 403
    assert len(list_meetings("huaihai")) == 3


def test_pages_ask_a_constant_number_of_questions(
    office: Client, django_assert_max_num_queries: Any
) -> None:
    """Few records or many: the calendar, the list and a body ask the same."""
    pages = ("calendar/?from=2018&to=2026", "records/", "bodies/symposium/", "roster/")

    def ask() -> list[int]:
        asked = []
        for page in pages:
            with django_assert_max_num_queries(60) as counted:
                shown(office, f"{BASE}/{page}")
            asked.append(len(counted))
        return asked

    record()
    ask()
    few = ask()
    for year in range(2019, 2026):
        for month in (3, 6, 11):
            facts = MeetingFacts(
                body="symposium",
                kind=EntryKind.MEETING,
                year=year,
                days=Period(date(year, month, 1), date(year, month, 2)),
            )
            services.record_meeting(OFFICE, "huaihai", facts, None)
    assert ask() == few


@pytest.mark.parametrize(
    "page",
    ["calendar/?from=2024", "calendar/?from=2018&to=2026", "records/", "records/new/",
     "compliance/?year=2024", "bodies/symposium/", "roster/", "history/"],
)  # fmt: skip
def test_pages_keep_their_budget(office: Client, page: str) -> None:
    """HTML stays under 100 kB, in both languages."""
    record()
    for language in ("en", "zh-hans"):
        got = office.get(f"{BASE}/{page}", headers={"accept-language": language})
        assert len(got.content) < 100_000


@pytest.mark.parametrize("day", ["9999-12-31", "2017-01-01", "0001-01-01"])
def test_pages_on_odd_days(office: Client, day: str) -> None:
    """A day out of reach is refused in words; nothing fails."""
    for page in (
        "calendar/",
        "records/",
        "compliance/",
        "bodies/symposium/",
        "roster/",
    ):
        got = office.get(f"{BASE}/{page}?as-of={day}")
        assert got.status_code in (200, 422), page
    sent = office.post(f"{BASE}/records/new/", {**TYPED, "first": "9999-12-31"})
    assert sent.status_code == 422
    sent = office.post(f"{BASE}/records/new/", {**TYPED, "first": "0001-01-01"})
    assert sent.status_code in (302, 422)
