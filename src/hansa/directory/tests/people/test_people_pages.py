"""Pages of the directory: who sees what, what each form does, and what it says back."""

import io
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.directory.forms.people import POSTING_FIELDS
from hansa.directory.models import Person
from hansa.directory.reads import people as reads
from hansa.directory.services import people as services
from hansa.directory.terms.people import (
    PersonDetails,
    PersonDraft,
    PostingDraft,
    PostingKind,
    UnitDetails,
    UnitDraft,
    UnitKind,
)
from hansa.kernel.text import Bilingual

pytestmark = pytest.mark.usefixtures("leagues")

Sit = Callable[..., Client]
UNIT = {
    "member": "heze",
    "name_zh": "菏泽市联络处",
    "name_en": "Heze Liaison Office",
    "kind": "liaison-body",
    "phone": "0530-1234567",
    "mail": "heze@example.org",
    "opened_on": "2020-01-01",
}
PERSON = {"member": "heze", "title_zh": "菏泽市联络员一", "title_en": "Heze liaison 1"}


@pytest.fixture
def sit(staff: Any, enter: Any) -> Sit:
    """Give the browser of somebody signed in, or of anybody for None."""
    seats: dict[tuple[Role | None, str | None], Client] = {
        (None, None): Client(headers={"accept-language": "en"})
    }

    def browser(role: Role | None, member: str | None = None) -> Client:
        if (role, member) not in seats:
            assert role is not None  # Anybody has a seat already.
            name = f"{role.value}.{member or 'league'}"
            seats[role, member] = enter(staff(name, role, "huaihai", member))
        return seats[role, member]

    return browser


@pytest.fixture
def desk(sit: Sit) -> Client:
    """The browser of the liaison of Heze."""
    return sit(Role.CITY_LIAISON, "heze")


def at(name: str, *words: Any) -> str:
    return reverse(f"directory:{name}", args=["huaihai", *words])


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def sent(client: Client, address: str, given: Mapping[str, Any]) -> str:
    """Post a form that must be taken, and give the page it leads to."""
    answer = client.post(address, given)
    assert answer.status_code == 302, answer.content.decode()
    return page(client, answer["Location"])


def refused(
    client: Client, address: str, given: Mapping[str, Any], status: int = 422
) -> str:
    answer = client.post(address, given)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.fixture
def ids(desk: Client, secretariat: Actor) -> dict[str, str]:
    """A unit, a person and a posting of Heze, entered by its liaison."""
    sent(desk, at("open-unit"), UNIT)
    sent(desk, at("add-person"), PERSON)
    day = secretariat.at.date()
    (unit,) = reads.list_units(secretariat, "huaihai", day)
    (person,) = reads.list_people(secretariat, "huaihai", day)
    posting = {"member": "heze", "person": person.id, "unit": unit.id}
    sent(
        desk,
        at("add-posting", "focal-point"),
        {**posting, "from_on": "2025-01-01"},
    )
    (line,) = reads.list_postings("huaihai")
    return {"unit": unit.id, "person": person.id, "posting": line.id}


def test_the_public_sees_units_only(sit: Sit, ids: dict[str, str]) -> None:
    """Without sign-in one sees cities and units, no contact and nobody by title."""
    anybody = sit(None)
    for address in (at("directory"), at("units"), at("unit", ids["unit"])):
        shown = page(anybody, address)
        assert "Heze Liaison Office" in shown
        for hidden in ("0530", "heze@", "liaison 1", "联络员", "vacan"):
            assert hidden not in shown
    for name, words in (
        ("people", ()),
        ("person", (ids["person"],)),
        ("export", ()),
        ("template", ()),
        ("register", ()),
        ("open-unit", ()),
        ("end-posting", (ids["posting"],)),
    ):
        answer = anybody.get(at(name, *words))
        assert answer.status_code in {302, 403}, name
        assert "0530" not in answer.content.decode()


def test_before_service_nothing_is_vacant(sit: Sit) -> None:
    """Of the time before the league was in service here, nobody has to be recorded."""
    office = sit(Role.SECRETARIAT)
    assert "vacant" in page(office, at("directory"))
    early = page(office, at("directory") + "?as-of=2018-12-31")
    assert "what is not recorded is no gap" in early
    assert "not recorded" in early
    assert "vacant" not in early


def test_vacancies_come_first(sit: Sit, ids: dict[str, str]) -> None:
    """Who signed in reads at once which cities cannot be reached."""
    shown = page(sit(Role.LEADER, "jining"), at("directory"))
    assert "1 of 10 cities are reached in every field" in shown
    assert "0530-1234567" in shown
    assert "Record a unit" not in shown
    desk_sees = page(sit(Role.CITY_LIAISON, "heze"), at("directory"))
    assert "Record a unit" in desk_sees


def test_the_directory_as_of_a_day(sit: Sit, ids: dict[str, str]) -> None:
    """The as-of day governs the page."""
    shown = page(sit(Role.LEADER, "heze"), at("directory") + "?as-of=2019-12-31")
    assert "Heze Liaison Office" not in shown
    assert "0 of 10 cities" in shown


def test_a_unit_through_its_life(
    desk: Client, ids: dict[str, str], secretariat: Actor
) -> None:
    """A unit is changed, renamed, closed and reopened by forms, and its page says so."""
    unit = ids["unit"]
    form = page(desk, at("edit-unit", unit))
    assert "0530-1234567" in form
    edited = {**UNIT, "kind": "department", "phone": "0530-2", "revision": 1}
    assert "0530-2" in sent(desk, at("edit-unit", unit), edited)
    named = {"name_zh": "合作处", "name_en": "Cooperation", "from_on": "2026-01-01"}
    shown = sent(desk, at("rename-unit", unit), {**named, "revision": 2})
    assert "Cooperation" in shown
    assert "Heze Liaison Office" in shown
    page(desk, at("rename-unit", unit))
    page(desk, at("close-unit", unit))
    closed = sent(desk, at("close-unit", unit), {"on": "2026-06-01", "revision": 3})
    assert "nobody took over" in closed
    assert "Cooperation" not in page(desk, at("units"))
    shown = sent(desk, at("reopen-unit", unit), {})
    assert "nobody took over" not in shown
    services_done = [entry.service for entry in journal.entries("huaihai", 4)]
    assert services_done[0] == "directory.reopen_unit"


def test_two_edit_at_once(desk: Client, ids: dict[str, str]) -> None:
    """Who was overtaken sees both texts, and saves again knowingly."""
    address = at("edit-unit", ids["unit"])
    sent(desk, address, {**UNIT, "phone": "from another", "revision": 1})
    mine = {**UNIT, "phone": "mine", "revision": 1}
    shown = refused(desk, address, mine, 409)
    assert "from another" in shown
    assert 'value="mine"' in shown
    assert 'name="revision" value="2"' in shown
    assert "mine" in sent(desk, address, {**mine, "revision": 2})


def test_a_person_through_the_forms(desk: Client, ids: dict[str, str]) -> None:
    """A person is changed and leaves; what was held ends with that day."""
    person = ids["person"]
    assert "Heze liaison 1" in page(desk, at("person", person))
    page(desk, at("edit-person", person))
    edited = {**PERSON, "phone": "0530-9", "unit": ids["unit"], "revision": 1}
    assert "0530-9" in sent(desk, at("edit-person", person), edited)
    assert "Heze liaison 1" in page(desk, at("unit", ids["unit"]))
    page(desk, at("leave", person))
    left = sent(desk, at("leave", person), {"on": "2026-11-24", "revision": 2})
    assert "left on 2026-11-24" in left
    (line,) = reads.posting_history("huaihai", person=person)
    assert line.to_on is not None
    assert "left on" not in sent(desk, at("leave", person), {"on": "", "revision": 3})


@pytest.mark.parametrize("kind", PostingKind)
def test_a_form_for_each_kind(
    desk: Client, sit: Sit, ids: dict[str, str], kind: PostingKind
) -> None:
    """Each kind of posting asks for what it needs, and no more."""
    if kind is PostingKind.LEAD:
        led = {"member": "heze", "unit": ids["unit"], "body": "group-society"}
        sent_on = {**led, "from_on": "2025-01-01"}
        refused(desk, at("add-posting", kind.value), sent_on, 403)
        assert at("add-posting", kind.value) not in page(desk, at("directory"))
        desk = sit(Role.SECRETARIAT)
    shown = page(desk, at("add-posting", kind.value) + f"?person={ids['person']}")
    assert ('name="delegated_by"' in shown) == (kind is PostingKind.DELEGATION)
    assert ('name="office"' in shown) == (kind is PostingKind.OFFICE)
    wrong = refused(desk, at("add-posting", kind.value), {"member": "heze"})
    assert 'role="alert"' in wrong
    page(desk, at("add-posting", "anything"), 404)


@pytest.mark.parametrize(
    "kind", [kind for kind in PostingKind if "body" in POSTING_FIELDS[kind]]
)
def test_no_posting_begins_in_a_body_that_ended(sit: Sit, kind: PostingKind) -> None:
    """What stands is offered after the empty choice; what ended is, on a day before."""
    desk, address = sit(Role.SECRETARIAT), at("add-posting", kind.value)

    def offered(day: str) -> list[str]:
        shown = page(desk, address + day).partition('<select name="body"')[2]
        return re.findall(r'<option value="([^"]*)"', shown.partition("</select>")[0])

    assert offered("")[0] == offered("?as-of=2018-12-08")[0] == ""
    assert "symposium" in offered("")
    assert "mayors-conference" not in offered("")
    assert "mayors-conference" not in offered("?as-of=2018-12-09")
    assert "mayors-conference" in offered("?as-of=2018-12-08")


def test_on_behalf_with_a_scan(
    desk: Client, ids: dict[str, str], secretariat: Actor
) -> None:
    """A clerk enters an office-holder's act with its scan; every page says so."""
    sent(desk, at("add-person"), {"member": "heze", "title_zh": "菏泽市市长"})
    there = reads.list_people(secretariat, "huaihai", secretariat.at.date())
    mayor = next(line.id for line in there if line.title.zh == "菏泽市市长")
    given = {
        "member": "heze",
        "person": ids["person"],
        "delegated_by": mayor,
        "from_on": "2026-01-01",
        "to_on": "2026-12-31",
        "office_name": "菏泽市市长",
    }
    address = at("add-posting", "delegation")
    assert "needs its paper" in refused(desk, address, given)
    paper = SimpleUploadedFile("委托书.pdf", b"%PDF-1.7")
    shown = sent(desk, address, {**given, "paper": paper})
    assert "entered on behalf" in shown
    assert "2026-12-31" in shown
    act = next(journal.entries("huaihai", 1))
    assert act.authority == "菏泽市市长"
    assert any(name.startswith("evidence:") for name in act.objects)


def test_the_end_of_a_posting(desk: Client, ids: dict[str, str]) -> None:
    """A posting ends with its last day, and is marked as entered in error once asked."""
    posting = ids["posting"]
    page(desk, at("end-posting", posting))
    sent(desk, at("end-posting", posting), {"on": "2026-12-31"})
    (line,) = reads.list_postings("huaihai")
    assert line.to_on is not None
    assert line.to_on.isoformat() == "2027-01-01"
    assert "2026-12-31" in page(desk, at("end-posting", posting))
    early = refused(desk, at("end-posting", posting), {"on": "2024-12-30"})
    assert "end after the first day" in early
    page(desk, at("withdraw-posting", posting))
    sent(desk, at("withdraw-posting", posting), {"sure": "yes"})
    assert reads.list_postings("huaihai") == ()
    again = refused(desk, at("withdraw-posting", posting), {"sure": "yes"})
    assert "counts no more" in again


@pytest.mark.parametrize(
    ("name", "given"), [("open-unit", UNIT), ("add-person", PERSON)]
)
def test_a_form_sent_twice_is_done_once(
    name: str, given: Mapping[str, Any], desk: Client
) -> None:
    """Back and sent again leads to the entry that is there; a new form is another."""
    found = re.search(r'name="once" value="([^"]{20,})"', page(desk, at(name)))
    assert found is not None
    given = {**given, "once": found[1]}
    refused(desk, at(name), {**given, "member": "nowhere"})
    first, again = (desk.post(at(name), given) for _ in range(2))
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert "nothing was done again" in page(desk, again["Location"])
    assert [e.service for e in journal.entries("huaihai", 9)].count(
        f"directory.{name.replace('-', '_')}"
    ) == 1
    other = re.search(r'name="once" value="([^"]{20,})"', page(desk, at(name)))
    assert other is not None
    assert other[1] != found[1]


FIELD_FAULTS = {
    "zh-hans": (
        "文字共130个字符，最多120个，请压缩。",
        "所选内容不在可选范围内，请重新选择。",
        "日期无效，请按“2026-11-24”的格式填写。",
        "电子邮箱格式有误，请填写完整邮箱，如 liaison@example.org。",
    ),
    "en": (
        "Ensure this value has at most 120 characters (it has 130).",
        "Select a valid choice. nowhere is not one of the available choices.",
        "This is no day; write it as 2026-11-24.",
        "Enter a valid email address.",
    ),
}


@pytest.mark.parametrize("language", FIELD_FAULTS)
def test_what_a_field_refuses_is_said_plainly(language: str, desk: Client) -> None:
    """Too long, no such choice, no day, no address: each in the reader's language."""
    desk.cookies["hansa_language"] = language
    wrong = {"name_zh": "处" * 130, "kind": "nowhere", "opened_on": "x", "mail": "x"}
    shown = refused(desk, at("open-unit"), {**UNIT, **wrong})
    assert [said for said in FIELD_FAULTS[language] if said not in shown] == []


@pytest.mark.parametrize(
    "words", [("open-unit",), ("add-person",), ("add-posting", "focal-point")]
)
def test_a_city_that_is_the_only_one_is_chosen(
    words: tuple[str, ...], sit: Sit
) -> None:
    """A liaison has one city, and need not choose it; the office must say which."""

    def offered(client: Client) -> list[str]:
        shown = page(client, at(*words)).partition('<select name="member"')[2]
        return re.findall(r'<option value="([^"]*)"', shown.partition("</select>")[0])

    assert offered(sit(Role.CITY_LIAISON, "heze")) == ["heze"]
    assert offered(sit(Role.SECRETARIAT))[0] == ""
    assert len(offered(sit(Role.SECRETARIAT))) > 2


def test_a_timeline_without_entries_says_what_it_lists(desk: Client) -> None:
    """Of somebody whose entry was not kept, only posts and the leaving are to come."""
    sent(desk, at("add-person"), PERSON)
    Person.objects.filter(title_zh=PERSON["title_zh"]).update(recorded_at=None)
    (person,) = Person.objects.filter(title_zh=PERSON["title_zh"])
    shown = page(desk, at("person", str(person.pk)))
    assert "No post taken up and no leaving is recorded yet." in shown
    leave = {"on": "2027-01-01", "revision": person.revision}
    left = sent(desk, at("leave", str(person.pk)), leave)
    assert "No post taken up" not in left


def test_nothing_typed_is_lost(desk: Client) -> None:
    """A refused form comes back with what was typed and a word beside its field."""
    given = {**UNIT, "mail": "nobody", "opened_on": "0206-01-01"}
    shown = refused(desk, at("open-unit"), given)
    assert 'value="菏泽市联络处"' in shown
    shown = refused(desk, at("open-unit"), {**UNIT, "opened_on": "0206-01-01"})
    assert "can only be a slip" in shown
    assert "id_opened_on_error" in shown


FORMS = [
    ("open-unit", ""),
    ("edit-unit", "unit"),
    ("rename-unit", "unit"),
    ("close-unit", "unit"),
    ("add-person", ""),
    ("edit-person", "person"),
    ("leave", "person"),
    ("end-posting", "posting"),
    ("withdraw-posting", "posting"),
]


@pytest.mark.parametrize(("name", "about"), FORMS)
def test_forms_of_another_city(
    sit: Sit, ids: dict[str, str], name: str, about: str
) -> None:
    """Another city's liaison and who only reads get no form, and change nothing."""
    words = [ids[about]] if about else []
    readers = (sit(Role.LEADER, "heze"), sit(None))
    stranger = sit(Role.CITY_LIAISON, "jining")
    before = journal.head()
    for client in readers:
        for answer in (
            client.get(at(name, *words)),
            client.post(at(name, *words), UNIT),
        ):
            assert answer.status_code in {302, 403}
    if about:
        assert stranger.get(at(name, *words)).status_code == 403
        assert stranger.post(at(name, *words), UNIT).status_code == 403
        assert stranger.get(at(name, uuid4())).status_code == 404
    assert journal.head() == before


def test_another_city_is_not_offered(sit: Sit, ids: dict[str, str]) -> None:
    """A liaison is offered its own city only, and cannot slip another one in."""
    stranger = sit(Role.CITY_LIAISON, "jining")
    assert 'value="heze"' not in page(stranger, at("open-unit"))
    refused(stranger, at("open-unit"), UNIT)
    given = {"member": "jining", "person": ids["person"], "from_on": "2026-01-01"}
    refused(stranger, at("add-posting", "focal-point"), given)


def test_nobody_writes_without_the_token(staff: Any, enter: Any) -> None:
    """A form sent from elsewhere is turned away."""
    account = staff("strict", Role.CITY_LIAISON, "huaihai", "heze")
    client = enter(account, enforce_csrf_checks=True)
    assert client.post(at("open-unit"), UNIT).status_code == 403


def test_lists_filter_and_export(sit: Sit, desk: Client, ids: dict[str, str]) -> None:
    """Lists narrow by city and words, sort, and leave as workbook or table."""
    assert "Heze Liaison Office" in page(desk, at("units") + "?city=heze&q=liaison")
    assert "Nothing matches" in page(desk, at("units") + "?city=jining")
    assert "Heze liaison 1" in page(desk, at("people") + "?sort=-title&q=LIAISON")
    assert "focal point" in page(desk, at("people"))
    answer = desk.get(at("people") + "?format=xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    assert "0530" not in str(next(iter(book.worksheets[0].values)))
    assert desk.get(at("units") + "?format=csv").status_code == 200
    anybody = sit(None).get(at("units") + "?format=csv").content.decode("utf-8-sig")
    assert "0530" not in anybody


def test_stored_markup_stays_words(desk: Client, secretariat: Actor) -> None:
    """Names with markup are shown as they were written, on every page."""
    evil = '<script>alert(1)</script>"><img src=x>'
    sent(desk, at("open-unit"), {**UNIT, "name_zh": evil, "name_en": evil})
    title = Bilingual(zh=evil, en=evil)
    person = services.add_person(
        secretariat,
        "huaihai",
        PersonDraft(member="heze", details=PersonDetails(title=title)),
    )
    for address in (
        at("directory"), at("units"), at("people"), at("person", person),
        at("open-unit"), at("add-posting", "focal-point"),
    ):  # fmt: skip
        assert "<script>alert" not in page(desk, address)
        assert "<img src=x" not in page(desk, address)


def test_a_register_by_hand(desk: Client, ids: dict[str, str]) -> None:
    """What is exported is dropped again, looked over, and nothing changes."""
    page(desk, at("register"))
    said = {"export": "stands already", "template": "Nothing is filled in"}
    for name, words in said.items():
        answer = desk.get(at(name))
        file = SimpleUploadedFile("通讯录.xlsx", answer.content)
        brought = desk.post(at("register"), {"file": file})
        assert brought.status_code == 302
        shown = page(desk, brought["Location"])
        assert words in shown
        assert "Take it whole" not in shown


def test_a_faulty_register(desk: Client) -> None:
    """Each fault stands at its cell; corrected, the workbook is taken whole."""
    book = load_workbook(io.BytesIO(desk.get(at("template")).content))
    sheet = book["Units"]
    heads = {str(cell.value): int(cell.column or 0) for cell in sheet[1]}
    for heading, value in (
        ("City", "Heze"), ("Name", "菏泽市联络处"), ("Kind", "liaison body"),
        ("Opened on", "2026.13.1"),
    ):  # fmt: skip
        sheet.cell(3, heads[heading], value)

    def bring() -> str:
        out = io.BytesIO()
        book.save(out)
        file = SimpleUploadedFile("通讯录.xlsx", out.getvalue())
        answer = desk.post(at("register"), {"file": file})
        assert answer.status_code == 302
        return str(answer["Location"])

    faulty = bring()
    shown = page(desk, faulty)
    assert "1 fault stands in the way" in shown
    assert "sheet “Units”, cell J3" in shown
    assert "Take it whole" not in shown
    assert desk.post(f"{faulty}take/", {"seal": "x"})["Location"] == faulty
    sheet.cell(3, heads["Opened on"], "2026.12.1")
    right = bring()
    shown = page(desk, right)
    seal = shown.split('name="seal" value="')[1].split('"')[0]
    stale = desk.post(f"{right}take/", {"seal": "sha256:0"})
    assert stale["Location"] == right
    assert "changed something" in sent(desk, f"{right}take/", {"seal": seal})


def test_a_wrong_day_says_how_days_are_written(desk: Client) -> None:
    """Also where nobody but the form itself reads it, and in Chinese."""
    typed = {"name_zh": "科", "kind": "department", "opened_on": "2026-13-01"}
    said = refused(desk, at("open-unit"), typed)
    assert "write it as 2026-11-24" in said
    answer = desk.post(at("open-unit"), typed, headers={"accept-language": "zh-CN"})
    assert "请按“2026-11-24”的格式填写" in answer.content.decode()


def test_registers_of_others(sit: Sit, desk: Client) -> None:
    """A workbook that one liaison brought is nothing to another."""
    file = SimpleUploadedFile("通讯录.xlsx", desk.get(at("template")).content)
    address = desk.post(at("register"), {"file": file})["Location"]
    stranger = sit(Role.CITY_LIAISON, "jining")
    page(stranger, address, 404)
    assert stranger.post(f"{address}take/", {"seal": "x"}).status_code == 404
    assert UUID(address.rstrip("/").split("/")[-1])
    for wrong in (
        SimpleUploadedFile("x.exe", b"MZ"),
        SimpleUploadedFile("x.pdf", b"%PDF-1.7"),
    ):
        said = refused(desk, at("register"), {"file": wrong})
        assert 'role="alert"' in said
        assert "Save it as one of these: .xlsx." in said


def test_a_named_system_by_its_form(sit: Sit) -> None:
    """The office says what is known of a system; nobody else gets the form."""
    office = sit(Role.SECRETARIAT)
    address = at("record-system", "e-government")
    assert "E-Government" in page(office, address)
    given = {
        "service_level": "7 × 24",
        "status": "running",
        "address": "x",
        "revision": "0",
    }
    assert "no web address" in refused(office, address, given)
    answer = office.post(address, {**given, "address": "https://example.org/"})
    assert answer.status_code == 302
    assert "7 × 24" in page(office, address)
    other = {**given, "service_level": "5 × 8", "address": ""}
    late = refused(office, address, other, 409)
    assert "What somebody else wrote meanwhile" in late
    assert "7 × 24" in late
    assert 'value="5 × 8"' in late
    assert 'name="revision" value="1"' in late
    again = {"service_level": "5 × 8", "revision": "1"}
    assert office.post(address, again).status_code == 302
    page(office, at("record-system", "nothing"), 404)
    page(sit(Role.CITY_LIAISON, "heze"), address, 403)


def test_as_many_questions_for_many(
    desk: Client, ids: dict[str, str], secretariat: Actor
) -> None:
    """Pages ask the database as often for many entries as for one."""
    addresses = (
        at("directory"),
        at("units"),
        at("people"),
        at("unit", ids["unit"]),
        at("person", ids["person"]),
        at("add-posting", "focal-point"),
    )

    def asked() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                page(desk, address)
            counts.append(len(captured))
        return counts

    page(desk, addresses[0])  # What is cached once is asked for here.
    before = asked()
    for number in range(6):
        name = Bilingual(zh=f"处{number}", en="")
        details = UnitDetails(kind=UnitKind.OFFICE, opened_on=date(2020, 1, 1))
        unit = services.open_unit(
            secretariat,
            "huaihai",
            UnitDraft(member="heze", name=name, details=details),
        )
        person = services.add_person(
            secretariat,
            "huaihai",
            PersonDraft(
                member="heze", details=PersonDetails(title=name, unit=ids["unit"])
            ),
        )
        for who, where in ((ids["person"], unit), (person, ids["unit"])):
            draft = PostingDraft(
                kind=PostingKind.FOCAL_POINT,
                member="heze",
                person=who,
                unit=where,
                from_on=date(2025, 1, 1 + number),
            )
            services.add_posting(secretariat, "huaihai", draft)
    assert asked() == before
