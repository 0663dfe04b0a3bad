"""One name in one city: units never twice on a day, people only where both are known."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook

from conftest import Hansa
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import Upload
from hansa.chassis.language import render
from hansa.chassis.models import JournalEntry
from hansa.directory.formats.sheets import FORMS
from hansa.directory.models import Person, Posting, Unit
from hansa.directory.reads import people as reads
from hansa.directory.services import people as services
from hansa.directory.services import register
from hansa.directory.terms.people import (
    Closing,
    PersonDetails,
    PersonDraft,
    PostingDraft,
    PostingKind,
    UnitDetails,
    UnitDraft,
    UnitKind,
    UnitNameLine,
)
from hansa.directory.terms.register import Sheet
from hansa.kernel.errors import Refused
from hansa.kernel.text import Bilingual

pytestmark = pytest.mark.usefixtures("leagues")

DAY = date(2026, 11, 24)
SINCE = date(2020, 1, 1)
UNIT = {
    "member": "heze",
    "name_zh": "菏泽市联络处",
    "kind": "liaison-body",
    "opened_on": "2020-01-01",
}
PERSON = {"member": "heze", "title_zh": "菏泽市联络员一"}
SAYS_UNIT = {
    "en": "has the unit “菏泽市联络处” already, from 2020-01-01 on",
    "zh-hans": "同一城市（机构）已有单位“菏泽市联络处”，自2020-01-01起使用该名称。",
}
SAYS_PERSON = {
    "en": "has “菏泽市联络员一” already, at 菏泽市联络处",
    "zh-hans": "同一城市（机构）已有“菏泽市联络员一”（菏泽市联络处）。",
}
OTHER = {"en": "Another person of this name", "zh-hans": "另有同名人员"}


def at(name: str, *words: Any) -> str:
    return reverse(f"directory:{name}", args=["huaihai", *words])


def opened(actor: Actor, zh: str, since: date = SINCE, member: str = "heze") -> str:
    """Open a unit of a city under a Chinese name alone."""
    details = UnitDetails(kind=UnitKind.LIAISON_BODY, opened_on=since)
    draft = UnitDraft(member=member, name=Bilingual(zh=zh, en=""), details=details)
    return services.open_unit(actor, "huaihai", draft)


def added(actor: Actor, zh: str, member: str = "heze", **details: Any) -> str:
    """Add somebody of a city under a Chinese title alone."""
    told = PersonDetails(title=Bilingual(zh=zh, en=""), **details)
    draft = PersonDraft(member=member, details=told)
    return services.add_person(actor, "huaihai", draft)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(found.at.path, found.code) for found in refused.value.findings]


@pytest.fixture
def desk(staff: Any, enter: Callable[[int], Client]) -> Client:
    """The browser of the liaison of Heze."""
    return enter(staff("desk", Role.CITY_LIAISON, "huaihai", "heze"))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_two_forms_opened_apart_make_one_unit(
    language: str, desk: Client, secretariat: Actor
) -> None:
    """The second form says what is there and how to go on, and records nothing."""
    desk.cookies["hansa_language"] = language
    desk.get(at("open-unit"))
    assert desk.post(at("open-unit"), UNIT).status_code == 302
    again = desk.post(at("open-unit"), {**UNIT, "name_zh": " 菏泽市 联络处"})
    assert again.status_code == 422
    said = again.content.decode()
    found = SAYS_UNIT[language]
    assert found in said
    assert ("登记原单位撤销" if language == "zh-hans" else "close it first") in said
    assert len(reads.list_all_units(secretariat, "huaihai", DAY)) == 1
    assert (
        desk.post(at("open-unit"), {**UNIT, "name_zh": "联络二处"}).status_code == 302
    )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_two_forms_opened_apart_make_one_person(
    language: str, desk: Client, secretariat: Actor
) -> None:
    """A namesake is taken where the form is ticked, and the journal keeps the tick."""
    desk.cookies["hansa_language"] = language
    unit = opened(secretariat, "菏泽市联络处")
    assert OTHER[language] in desk.get(at("add-person")).content.decode()
    given = {**PERSON, "unit": unit}
    assert desk.post(at("add-person"), given).status_code == 302
    again = desk.post(at("add-person"), PERSON)
    assert again.status_code == 422
    assert SAYS_PERSON[language] in again.content.decode()
    assert Person.objects.count() == 1
    ticked = desk.post(at("add-person"), {**PERSON, "namesake": "on"})
    assert ticked.status_code == 302
    assert Person.objects.count() == 2
    entry = JournalEntry.objects.order_by("number").last()
    assert entry is not None
    assert entry.service == "directory.add_person"
    assert json.loads(entry.payload.content)["details"]["namesake"] is True


def test_the_api_and_the_command_refuse_alike(
    staff: Any, key_for: Any, secretariat: Actor, hansa: Hansa
) -> None:
    """A program and the shell are told the same, and say the same to go on."""
    opened(secretariat, "菏泽市联络处")
    added(secretariat, "菏泽市联络员一")
    key = key_for(staff("program", Role.CITY_LIAISON, "huaihai", "heze"))
    client = Client(headers={"accept-language": "en", "authorization": f"Bearer {key}"})

    def send(path: str, given: Any) -> Any:
        base = "/api/v1/leagues/huaihai"
        return client.post(base + path, json.dumps(given), "application/json")

    kind, since = "liaison-body", "2021-01-01"
    named = {"member": "heze", "name": {"zh": "菏泽市联络处"}}
    refused = send("/units", {**named, "kind": kind, "opened_on": since})
    assert refused.status_code == 422
    assert [found["code"] for found in refused.json()["findings"]] == ["unit-twice"]
    titled = {"member": "heze", "title": {"zh": "菏泽市联络员一"}}
    refused = send("/people", titled)
    assert refused.status_code == 422
    assert [found["code"] for found in refused.json()["findings"]] == ["person-twice"]
    assert send("/people", {**titled, "namesake": True}).status_code == 201

    words = ("--city", "heze", "--lang", "en")
    unit = ("directory", "open", "huaihai", "菏泽市联络处", "--kind", kind)
    ran = hansa(*unit, "--on", since, *words)
    assert ran.code != 0
    assert SAYS_UNIT["en"] in ran.err
    ran = hansa("directory", "add", "huaihai", "菏泽市联络员一", *words)
    assert ran.code != 0
    assert "has “菏泽市联络员一” already" in ran.err
    ran = hansa("directory", "add", "huaihai", "菏泽市联络员一", "--namesake", *words)
    assert ran.code == 0
    assert (Person.objects.count(), Unit.objects.count()) == (3, 1)


def test_a_name_is_free_when_its_unit_is_closed(secretariat: Actor) -> None:
    """Before the closing and after it the name is one unit's, never two's on a day."""
    old = opened(secretariat, "联络处")
    services.close_unit(
        secretariat, "huaihai", old, Closing(on=date(2026, 1, 1), successor=None), 1
    )
    with pytest.raises(Refused) as refused:
        opened(secretariat, "联络处", date(2025, 12, 31))
    assert codes(refused) == [("name_zh", "unit-twice")]
    heir = opened(secretariat, "联络处", date(2026, 1, 1))
    with pytest.raises(Refused) as refused:
        services.reopen_unit(secretariat, "huaihai", old, 2)
    assert codes(refused) == [("name_zh", "unit-twice")]
    early = UnitDetails(kind=UnitKind.OFFICE, opened_on=date(2025, 1, 1))
    with pytest.raises(Refused) as refused:
        services.edit_unit(secretariat, "huaihai", heir, early, 1)
    assert codes(refused) == [("opened_on", "unit-twice")]
    assert opened(secretariat, "联络处", member="jining")


def test_no_unit_is_renamed_into_another(secretariat: Actor) -> None:
    """Names of other days count; a name that its unit gave up is free from that day."""
    one, two = opened(secretariat, "联络处"), opened(secretariat, "合作处")
    line = UnitNameLine(name=Bilingual(zh="联络处", en=""), from_on=DAY)
    with pytest.raises(Refused) as refused:
        services.rename_unit(secretariat, "huaihai", two, line, 1)
    assert codes(refused) == [("name_zh", "unit-twice")]
    given_up = UnitNameLine(name=Bilingual(zh="协作处", en=""), from_on=DAY)
    services.rename_unit(secretariat, "huaihai", one, given_up, 1)
    services.rename_unit(secretariat, "huaihai", two, line, 1)
    assert reads.unit_names("huaihai", DAY)[two].zh == "联络处"


def test_what_was_doubled_before_can_still_be_kept(secretariat: Actor) -> None:
    """Two units of one name from earlier are edited, renamed apart and closed."""
    one, two = opened(secretariat, "联络处"), opened(secretariat, "合作处")
    Unit.objects.filter(pk=two).update(name_zh="联络处")
    details = UnitDetails(kind=UnitKind.OFFICE, opened_on=SINCE)
    services.edit_unit(secretariat, "huaihai", one, details, 1)
    line = UnitNameLine(name=Bilingual(zh="合作处", en=""), from_on=SINCE)
    services.rename_unit(secretariat, "huaihai", two, line, 1)
    assert {n.zh for n in reads.unit_names("huaihai", DAY).values()} == {
        "联络处",
        "合作处",
    }


def test_a_title_is_free_when_its_holder_left(secretariat: Actor) -> None:
    """Who follows in a post is called as who left; a new title is judged as a new one."""
    first = added(secretariat, "联络员一")
    other = added(secretariat, "联络员二")
    title = PersonDetails(title=Bilingual(zh="联络员一", en=""))
    with pytest.raises(Refused) as refused:
        services.edit_person(secretariat, "huaihai", other, title, 1)
    assert codes(refused) == [("title_zh", "person-twice")]
    services.record_leaving(secretariat, "huaihai", first, DAY, 1)
    assert added(secretariat, "联络员一")
    assert added(secretariat, "联络员一", "jining")
    same = PersonDetails(title=Bilingual(zh="联络员二", en="Liaison 2"))
    services.edit_person(secretariat, "huaihai", other, same, 1)


def workbook(sheet: Sheet, *rows: dict[str, Any]) -> Upload:
    """Fill one sheet of the register in, row by row from the second."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, form in FORMS.items():
        page = book.create_sheet(form.name.zh)
        page.append([column.heading.zh for column in form.columns])
        for row in rows if name is sheet else ():
            page.append([row.get(column.key) for column in form.columns])
    out = io.BytesIO()
    book.save(out)
    return Upload(name="通讯录.xlsx", content=out.getvalue())


def found_in(actor: Actor, brought: Upload) -> list[tuple[str, str]]:
    plan = register.preview_register(actor, "huaihai", brought)
    return [(found.at.path, found.code) for found in plan.findings]


ROW = {
    "member": "菏泽",
    "name_zh": "联络处",
    "kind": "联络机构",
    "opened_on": "2020-01-01",
}


@pytest.fixture
def chinese() -> Iterator[None]:
    """Words of the workbook are those of the offices."""
    with translation.override("zh-hans"):
        yield


@pytest.mark.usefixtures("chinese")
def test_a_row_brings_no_second_unit_of_a_name(secretariat: Actor) -> None:
    """A row that begins before the unit of its name was closed is refused at its cell."""
    old = opened(secretariat, "联络处")
    services.close_unit(secretariat, "huaihai", old, Closing(on=date(2026, 1, 1)), 1)
    brought = workbook(Sheet.UNITS, {**ROW, "opened_on": "2025-12-31"})
    assert found_in(secretariat, brought) == [("单位!B2", "unit-twice")]
    with pytest.raises(Refused):
        register.take_register(secretariat, "huaihai", brought)
    after = workbook(Sheet.UNITS, {**ROW, "opened_on": "2026-01-01"})
    assert len(register.take_register(secretariat, "huaihai", after).units) == 1
    early = workbook(Sheet.UNITS, {**ROW, "opened_on": "2025-12-31"})
    assert found_in(secretariat, early) == [("单位!B2", "unit-twice")]


LENT = {
    "kind": "派驻",
    "member": "菏泽",
    "person": "菏泽市派驻人员一",
    "body": "协同发展办公室",
    "full_time": "是",
    "from_on": "2025-01-01",
}


@pytest.fixture
def lent(leagues: None, secretariat: Actor) -> str:
    """Somebody of Heze is lent to the office since 2025."""
    person = added(secretariat, "菏泽市派驻人员一")
    draft = PostingDraft(
        kind=PostingKind.SECONDMENT,
        member="heze",
        person=person,
        body="office",
        from_on=date(2025, 1, 1),
    )
    return services.add_posting(secretariat, "huaihai", draft)


@pytest.mark.usefixtures("chinese", "lent")
def test_a_row_counts_nobody_twice(secretariat: Actor) -> None:
    """The same posting from another day is refused at its cell while the first runs."""
    brought = workbook(Sheet.POSTINGS, LENT, {**LENT, "from_on": "2026-11-01"})
    (found,) = register.preview_register(secretariat, "huaihai", brought).findings
    assert (found.at.path, found.code) == ("任职!C3", "posting-twice")
    assert "2025-01-01" in render(found.message)
    with pytest.raises(Refused):
        register.take_register(secretariat, "huaihai", brought)
    assert len(reads.list_postings("huaihai")) == 1
    two = ({**LENT, "from_on": day} for day in ("2023-01-01", "2024-01-01"))
    ends = ({**row, "to_on": "2024-06-30"} for row in two)
    assert found_in(secretariat, workbook(Sheet.POSTINGS, *ends)) == [
        ("任职!C2", "posting-twice"),
        ("任职!C3", "posting-twice"),
    ]


@pytest.mark.usefixtures("chinese")
def test_a_row_may_follow_what_the_workbook_ends(secretariat: Actor, lent: str) -> None:
    """Ended by its own row, the first makes room for the second, in whatever order."""
    ended = {**LENT, "to_on": "2026-10-31"}
    brought = workbook(Sheet.POSTINGS, {**LENT, "from_on": "2026-11-01"}, ended)
    plan = register.take_register(secretariat, "huaihai", brought)
    assert (plan.findings, len(plan.changes)) == ((), 2)
    (line,) = reads.list_postings("huaihai", as_of=DAY)
    assert line.from_on == date(2026, 11, 1)
    assert found_in(secretariat, workbook(Sheet.POSTINGS, LENT)) == [
        ("任职!C2", "posting-twice")
    ]
    for on in (None, date(2026, 11, 2)):
        with pytest.raises(Refused) as refused:
            services.end_posting(secretariat, "huaihai", lent, on)
        assert codes(refused) == [("person", "posting-twice")]
    services.end_posting(secretariat, "huaihai", lent, date(2026, 10, 1))


@pytest.mark.usefixtures("chinese")
def test_postings_doubled_before_come_back_unchanged(
    secretariat: Actor, lent: str
) -> None:
    """What stands twice from earlier holds up no workbook, and each can be ended."""
    second = services.add_posting(
        secretariat,
        "huaihai",
        PostingDraft(
            kind=PostingKind.SECONDMENT,
            member="heze",
            person=reads.get_posting("huaihai", lent, DAY).person,
            body="office",
            from_on=date(2020, 1, 1),
            to_on=date(2021, 1, 1),
        ),
    )
    Posting.objects.filter(pk=second).update(to_on=None)
    rows = (LENT, {**LENT, "from_on": "2020-01-01"})
    plan = register.preview_register(
        secretariat, "huaihai", workbook(Sheet.POSTINGS, *rows)
    )
    assert (plan.findings, plan.changes, plan.unchanged) == ((), (), 2)
    services.end_posting(secretariat, "huaihai", lent, DAY)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_of_a_person_says_who_entered_it(
    language: str, desk: Client, secretariat: Actor
) -> None:
    """Its timeline begins with the day of the entry and in whose name it was made."""
    desk.cookies["hansa_language"] = language
    mayor = replace(secretariat, authority="菏泽市市长")
    person = added(mayor, "菏泽市联络员一")
    shown = desk.get(at("person", person)).content.decode()
    timeline = shown.partition('<ol class="timeline">')[2].partition("</ol>")[0]
    said = "录入通讯录" if language == "zh-hans" else "Entered in the directory"
    assert said in timeline
    assert "2026-11-24" in timeline
    assert ("菏泽市市长" if language == "zh-hans" else "Heze mayor") in timeline
