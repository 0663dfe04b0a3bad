"""The register as a workbook: taken whole or not at all, every fault at its cell."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import translation
from openpyxl import Workbook, load_workbook

from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import Upload
from hansa.chassis.language import render
from hansa.directory.formats.register import write_register
from hansa.directory.formats.sheets import FORMS
from hansa.directory.models import Unit
from hansa.directory.reads import people as reads
from hansa.directory.reads.places import places
from hansa.directory.reads.register import present_on
from hansa.directory.services import people as services
from hansa.directory.services import register
from hansa.directory.terms.people import (
    Closing,
    Contact,
    PersonDetails,
    PersonDraft,
    UnitDetails,
    UnitDraft,
    UnitKind,
    UnitNameLine,
)
from hansa.directory.terms.register import RegisterPlan, Sheet
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused
from hansa.kernel.text import Bilingual

pytestmark = pytest.mark.usefixtures("leagues")

DAY = date(2026, 11, 24)
Rows = Sequence[dict[str, Any]]


def workbook(units: Rows = (), people: Rows = (), postings: Rows = ()) -> Workbook:
    """Fill the register in; a key that is left out leaves its cell empty."""
    book = Workbook()
    book.remove(book.worksheets[0])
    given = {Sheet.UNITS: units, Sheet.PEOPLE: people, Sheet.POSTINGS: postings}
    for sheet, form in FORMS.items():
        page = book.create_sheet(form.name.zh)
        page.append([column.heading.zh for column in form.columns])
        for row in given[sheet]:
            assert set(row) <= {column.key for column in form.columns}
            page.append([row.get(column.key) for column in form.columns])
    return book


def upload(book: Workbook) -> Upload:
    out = io.BytesIO()
    book.save(out)
    return Upload(name="通讯录.xlsx", content=out.getvalue())


def taken(actor: Actor, **sheets: Rows) -> RegisterPlan:
    return register.take_register(actor, "huaihai", upload(workbook(**sheets)))


def faults(actor: Actor, book: Workbook) -> list[tuple[str, str]]:
    """Preview and take a faulty workbook; both say the same, and nothing changes."""
    before = journal.head()
    preview = register.preview_register(actor, "huaihai", upload(book))
    with pytest.raises(Refused) as refused:
        register.take_register(actor, "huaihai", upload(book))
    assert refused.value.code == "register-faulty"
    assert refused.value.findings == preview.findings
    assert journal.head() == before
    return [(found.at.path, found.code) for found in preview.findings]


UNIT = {
    "member": "菏泽市",
    "name_zh": "菏泽市联络处",
    "kind": "liaison body",
    "opened_on": "2020.1.3",
}
PERSON = {"member": "Heze", "title_zh": "菏泽市联络员一", "unit": "菏泽市联络处"}
POSTING = {
    "kind": "focal point",
    "member": "heze",
    "person": "菏泽市联络员一",
    "unit": "菏泽市联络处",
    "from_on": "2025年1月3日",
}


@pytest.fixture(autouse=True)
def chinese() -> Any:
    """Headings and words are compared in the language of the offices."""
    with translation.override("zh-hans"):
        yield


def test_a_workbook_is_taken(secretariat: Actor) -> None:
    """Rows may point to each other, in whatever order and writing people use."""
    plan = taken(
        secretariat,
        units=[
            {**UNIT, "kind": "liaison body", "parent": "菏泽市发展改革委"},
            {
                "member": "菏泽",
                "name_zh": "菏泽市发展改革委",
                "kind": "department",
                "opened_on": date(2019, 1, 1),
                "closed_on": "２０２６．１２．３１",
                "successor": "菏泽市联络处",
            },
            {
                "name_zh": "协同发展办公室",
                "kind": "administrative office",
                "body": "Joint Office",
                "opened_on": "20190101",
                "phone": 516,
            },
        ],
        people=[{**PERSON, "phone": "0530-1", "mail": "a@example.org"}],
        postings=[
            POSTING,
            {
                "kind": "secondment",
                "member": "菏泽",
                "person": "菏泽市联络员一",
                "body": "协同发展办公室",
                "full_time": "否",
                "from_on": datetime(2025, 1, 3),  # noqa: DTZ001 -- a cell has no zone
                "to_on": "2026-12-31",
            },
        ],
    )
    assert len(plan.changes) == 6
    assert plan.findings == ()
    units = {u.name.zh: u for u in reads.list_units(secretariat, "huaihai", DAY)}
    old, body = units["菏泽市发展改革委"], units["菏泽市联络处"]
    assert (body.parent, old.successor) == (old.id, body.id)
    assert (body.opened_on, old.closed_on) == (date(2020, 1, 3), date(2026, 12, 31))
    assert units["协同发展办公室"].body == "office"
    (lent,) = reads.secondees("huaihai", "office", DAY)
    assert (lent.full_time, lent.to_on) == (False, date(2027, 1, 1))
    assert reads.find_focal_point("huaihai", "heze", None, DAY)
    act = next(journal.entries("huaihai", 1))
    assert act.service == "directory.take_register"
    assert act.objects[0].startswith("file:")


def test_the_same_again_changes_nothing(secretariat: Actor) -> None:
    """A workbook brought twice changes nothing the second time."""
    sheets: dict[str, Rows] = {
        "units": [UNIT],
        "people": [{**PERSON, "left_on": "2026-12-01"}],
        "postings": [POSTING],
    }
    taken(secretariat, **sheets)
    assert reads.list_postings("huaihai")[0].to_on == date(2026, 12, 1)
    again = taken(secretariat, **sheets)
    assert (again.changes, again.unchanged) == ((), 3)


def test_out_and_in_changes_nothing(secretariat: Actor) -> None:
    """Whatever the directory holds is written so that it is read back the same."""
    taken(
        secretariat,
        units=[
            UNIT,
            {**UNIT, "name_zh": "联络处", "parent": "菏泽市联络处"},
            {**UNIT, "name_zh": "联络处", "member": "济宁", "name_en": "Liaison"},
            {**UNIT, "name_zh": "联络处", "member": "", "phone": "@cmd"},
            {**UNIT, "name_zh": "旧处", "closed_on": "2027-1-1", "successor": "联络处"},
        ],
        people=[
            PERSON,
            {"title_zh": "主任", "unit": "联络处"},
            {"member": "菏泽", "title_zh": "干事", "unit": "济宁/联络处"},
            {"member": "济宁", "title_zh": "干事", "unit": "/联络处"},
        ],
        postings=[
            POSTING,
            {
                "kind": "delegation",
                "member": "菏泽",
                "person": "干事",
                "delegated_by": "菏泽市联络员一",
                "from_on": "2026-1-1",
                "to_on": "2026-12-31",
                "document": "+HYPERLINK(1)",
            },
        ],
    )
    units = {
        (u.member, u.name.zh): u for u in reads.list_units(secretariat, "huaihai", DAY)
    }
    people = {
        (p.member, p.title.zh): p
        for p in reads.list_people(secretariat, "huaihai", DAY)
    }
    assert people["heze", "干事"].unit == units["jining", "联络处"].id
    assert people["jining", "干事"].unit == units[None, "联络处"].id
    gone = units["jining", "联络处"]
    services.close_unit(
        secretariat, "huaihai", gone.id, Closing(on=date(2026, 1, 1)), gone.revision
    )
    renamed = units["heze", "联络处"]
    line = UnitNameLine(name=Bilingual(zh="合作处", en="Cooperation"), from_on=DAY)
    services.rename_unit(secretariat, "huaihai", renamed.id, line, renamed.revision)
    for language in ("zh-hans", "en"):
        with translation.override(language):
            content = write_register(
                present_on(secretariat, "huaihai", DAY), places("huaihai"), DAY
            )
        plan = register.preview_register(
            secretariat, "huaihai", Upload(name="x.xlsx", content=content)
        )
        assert plan.findings == ()
        assert plan.changes == ()
        assert plan.unchanged == 4 + 4 + 2


def test_a_doubled_name_holds_up_nothing_that_stands(secretariat: Actor) -> None:
    """Unchanged rows about it pass, and what points to it; a changed one is refused."""
    taken(secretariat, units=[UNIT], people=[PERSON], postings=[POSTING])
    name, phone = Bilingual(zh="菏泽市联络分处", en=""), Contact(phone="1", mail="")
    unit = UnitDetails(
        kind=UnitKind.LIAISON_BODY, opened_on=date(2021, 1, 1), contact=phone
    )
    services.open_unit(
        secretariat, "huaihai", UnitDraft(member="heze", name=name, details=unit)
    )
    # As one that was doubled before names were judged.
    Unit.objects.filter(name_zh=name.zh).update(name_zh="菏泽市联络处")
    for contact in (phone, phone):
        person = PersonDetails(
            title=Bilingual(zh="菏泽市联络员一", en=""), contact=contact, namesake=True
        )
        services.add_person(
            secretariat, "huaihai", PersonDraft(member="heze", details=person)
        )
    content = write_register(
        present_on(secretariat, "huaihai", DAY), places("huaihai"), DAY
    )
    plan = register.preview_register(
        secretariat, "huaihai", Upload(name="x.xlsx", content=content)
    )
    assert (plan.findings, plan.changes, plan.unchanged) == ((), (), 2 + 3 + 1)
    book = load_workbook(io.BytesIO(content))
    book["人员"].append(["菏泽", "菏泽市联络员二"])
    plan = register.take_register(secretariat, "huaihai", upload(book))
    assert [change.subject for change in plan.changes] == ["菏泽市联络员二"]
    people = book["人员"]
    row = next(r for r in people.iter_rows(min_row=3) if r[4].value == "1")
    row[4].value = "2"
    assert faults(secretariat, book) == [
        (f"人员!{row[0].row}", "name-ambiguous"),
    ]


def test_no_formula_comes_out(secretariat: Actor) -> None:
    """What begins like a formula is written as text."""
    title = Bilingual(zh='=cmd|"/c calc"!A0', en="@SUM(1)")
    details = PersonDetails(title=title, contact=Contact(phone="+1-2", mail="-a@b"))
    services.add_person(
        secretariat, "huaihai", PersonDraft(member="heze", details=details)
    )
    content = write_register(
        present_on(secretariat, "huaihai", DAY), places("huaihai"), DAY
    )
    page = load_workbook(io.BytesIO(content))["人员"]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} <= {"s", "d"}
    written = {cell.value for cell in cells}
    assert {title.zh, title.en, "+1-2", "-a@b"} <= written
    assert all(cell.quotePrefix for cell in cells if cell.data_type == "s")


def test_every_fault_at_its_cell(secretariat: Actor) -> None:
    """Unreadable cells and nonsense come back together, each at its cell."""
    book = workbook(
        units=[
            {**UNIT, "opened_on": "2026.13.1"},
            {**UNIT, "name_zh": "", "kind": "liaison body"},
            {**UNIT, "name_zh": "甲", "member": "菏择", "mail": "nobody"},
            {**UNIT, "name_zh": "乙", "kind": "", "opened_on": None},
            {**UNIT, "name_zh": "丙", "kind": "局", "parent": "没有"},
            {**UNIT, "name_zh": "丁", "closed_on": "2020-01-03"},
            {**UNIT, "name_zh": "戊", "successor": "丁"},
            {**UNIT, "name_zh": "己\n处"},
            {**UNIT, "name_zh": "庚" * 121},
            {**UNIT, "name_zh": "辛", "opened_on": "0206-01-01"},
        ],
        people=[{**PERSON, "title_zh": ""}, {**PERSON, "left_on": "昨天"}],
        postings=[
            {**POSTING, "person": "谁"},
            {**POSTING, "from_on": ""},
            {**POSTING, "to_on": "2025-1-2"},
            {**POSTING, "kind": "holds an office", "office": "市长大人"},
            {**POSTING, "kind": "secondment"},
        ],
    )
    assert sorted(set(faults(secretariat, book))) == sorted(
        {
            ("单位!J2", "no-such-day"),
            ("单位!B3", "name-empty"),
            ("单位!A4", "choice-unknown"),
            ("单位!D5", "cell-empty"),
            ("单位!J5", "cell-empty"),
            ("单位!D6", "choice-unknown"),
            ("单位!E6", "name-unknown"),
            ("单位!K7", "end-before-start"),
            ("单位!K8", "cell-empty"),
            ("单位!B9", "control-character"),
            ("单位!B10", "too-long"),
            ("单位!J11", "day-unlikely"),
            ("人员!B2", "name-empty"),
            ("人员!G3", "no-such-day"),
            ("任职!C2", "name-unknown"),
            ("任职!J3", "cell-empty"),
            ("任职!K4", "end-before-start"),
            ("任职!E5", "choice-unknown"),
            ("任职!F6", "body-needed"),
        }
    )


def test_one_fault_and_nothing_is_taken(secretariat: Actor) -> None:
    """A workbook with one fault among good rows leaves the directory as it was."""
    book = workbook(units=[UNIT, {**UNIT, "name_zh": "乙", "opened_on": "2026.13.1"}])
    assert faults(secretariat, book) == [("单位!J3", "no-such-day")]
    assert reads.list_units(secretariat, "huaihai", DAY) == ()
    right = workbook(units=[UNIT, {**UNIT, "name_zh": "乙", "opened_on": "2026.12.1"}])
    plan = register.take_register(secretariat, "huaihai", upload(right))
    assert len(plan.changes) == 2


def test_merged_cells(secretariat: Actor) -> None:
    """A city written once over several rows holds for all of them."""
    book = workbook(
        units=[UNIT, {**UNIT, "member": None, "name_zh": "菏泽市商务局"}],
    )
    book["单位"].merge_cells("A2:A3")
    register.take_register(secretariat, "huaihai", upload(book))
    units = reads.list_units(secretariat, "huaihai", DAY)
    assert [unit.member for unit in units] == ["heze", "heze"]


def test_merged_heading(secretariat: Actor) -> None:
    """A heading merged over two columns is a fault, as it names neither."""
    book = workbook(units=[UNIT])
    book["单位"].merge_cells("B1:C1")
    found = faults(secretariat, book)
    assert ("单位!C1", "heading-twice") in found
    assert ("单位!A1", "heading-missing") in found


def test_a_column_lost_on_the_way(secretariat: Actor) -> None:
    """A sheet without one of its columns is not taken, as it would empty entries."""
    book = workbook(units=[UNIT])
    book["单位"].delete_cols(8)
    assert faults(secretariat, book) == [("单位!A1", "heading-missing")]


def test_sheets_that_are_not_there(secretariat: Actor) -> None:
    """What is taken is taken whole: each sheet that is missing is a fault by its name."""
    book = workbook(units=[UNIT])
    del book["人员"], book["任职"]
    assert faults(secretariat, book) == [
        ("人员", "sheet-missing"),
        ("任职", "sheet-missing"),
    ]
    with pytest.raises(Refused):
        register.take_register(secretariat, "huaihai", upload(book))
    assert faults(secretariat, Workbook()) == [("通讯录.xlsx", "sheets-missing")]


def test_a_sheet_under_another_name(secretariat: Actor) -> None:
    """It is missing and not known, both by name; notes and empty sheets are neither."""
    book = workbook(units=[UNIT], people=[PERSON])
    book.create_sheet("Sheet4")
    book.create_sheet("填写说明").append(["各表的填法"])
    planned = register.preview_register(secretariat, "huaihai", upload(book))
    assert planned.findings == ()
    book["人员"].title = "人员名单"
    assert sorted(faults(secretariat, book)) == [
        ("人员", "sheet-missing"),
        ("人员名单", "sheet-unknown"),
    ]


def test_rows_change_and_end(secretariat: Actor) -> None:
    """Changed cells change their entries, ends end them, and empty cells empty them."""
    unit = {**UNIT, "phone": "1", "mail": "a@b", "domain": "transport"}
    person = {**PERSON, "phone": "1"}
    taken(secretariat, units=[unit], people=[person], postings=[POSTING])
    plan = taken(
        secretariat,
        units=[{**UNIT, "phone": "2", "name_en": "Heze Liaison"}],
        people=[{**PERSON, "unit": None, "title_en": "Heze liaison 1"}],
        postings=[{**POSTING, "to_on": "2026-12-31"}],
    )
    assert [(c.sheet, c.step, set(c.fields)) for c in plan.changes] == [
        (Sheet.UNITS, "edit", {"name_en", "phone", "mail", "domain"}),
        (Sheet.PEOPLE, "edit", {"title_en", "unit", "phone"}),
        (Sheet.POSTINGS, "end", {"to_on"}),
    ]
    moved = {
        v.field: (render(v.was), render(v.will_be)) for v in plan.changes[0].values
    }
    assert (moved["phone"], moved["mail"]) == (("1", "2"), ("a@b", ""))
    assert moved["domain"][1] == ""
    assert moved["domain"][0] != "transport"
    assert [(v.field, v.was, v.will_be) for v in plan.changes[2].values] == [
        ("to_on", "", "2026-12-31")
    ]
    (line,) = reads.list_units(secretariat, "huaihai", DAY)
    assert line.name.en == "Heze Liaison"
    assert line.contact == Contact(phone="2", mail="")
    assert line.domain is None
    closed = {**UNIT, "phone": "2", "name_en": "Heze Liaison", "closed_on": DAY}
    plan = taken(secretariat, units=[closed])
    assert [change.step for change in plan.changes] == ["end"]
    assert reads.list_units(secretariat, "huaihai", DAY) == ()
    assert taken(secretariat, units=[closed]).changes == ()


def test_an_end_taken_back(secretariat: Actor) -> None:
    """An end still to come is taken back by an empty cell, for unit and person."""
    later = "2027-01-01"
    sheets: dict[str, Rows] = {"units": [UNIT], "people": [PERSON]}
    taken(
        secretariat,
        units=[{**UNIT, "closed_on": later}],
        people=[{**PERSON, "left_on": later}],
    )
    plan = taken(secretariat, **sheets)
    assert [change.step for change in plan.changes] == ["edit", "edit"]
    (unit,) = reads.list_units(secretariat, "huaihai", date(2027, 6, 1))
    (person,) = reads.list_people(secretariat, "huaihai", date(2027, 6, 1))
    assert unit.closed_on is person.left_on is None


def test_a_unit_by_another_name(secretariat: Actor) -> None:
    """A row with a former name opens no second unit, but is told today's name."""
    taken(secretariat, units=[UNIT])
    (unit,) = reads.list_units(secretariat, "huaihai", DAY)
    line = UnitNameLine(name=Bilingual(zh="合作处", en=""), from_on=DAY)
    services.rename_unit(secretariat, "huaihai", unit.id, line, unit.revision)
    assert faults(secretariat, workbook(units=[UNIT])) == [
        ("单位!B2", "unit-called-otherwise")
    ]


def test_what_cannot_be_told_apart(secretariat: Actor) -> None:
    """A row twice, a posting twice and an ambiguous name are each said so."""
    book = workbook(
        units=[
            UNIT,
            UNIT,
            {**UNIT, "name_zh": "联络处", "member": "济宁"},
            {**UNIT, "name_zh": "联络处", "member": "徐州"},
        ],
        people=[PERSON, {**PERSON, "title_zh": "干事", "unit": "联络处"}],
        postings=[POSTING, POSTING],
    )
    assert sorted(faults(secretariat, book)) == [
        ("人员!D3", "name-ambiguous"),
        ("任职!3", "row-twice"),
        ("单位!3", "row-twice"),
    ]


def test_circles_in_a_workbook(secretariat: Actor) -> None:
    """Units that would stand above each other are found before anything is written."""
    book = workbook(
        units=[
            {**UNIT, "name_zh": "甲", "parent": "乙"},
            {**UNIT, "name_zh": "乙", "parent": "甲"},
            {**UNIT, "name_zh": "丙", "closed_on": DAY, "successor": "丙"},
        ]
    )
    assert sorted(faults(secretariat, book)) == [
        ("单位!E2", "own-superior"),
        ("单位!E3", "own-superior"),
        ("单位!L4", "own-successor"),
    ]


def test_a_posting_that_stands_otherwise(secretariat: Actor) -> None:
    """What a posting rests on is not exchanged behind its back."""
    taken(secretariat, units=[UNIT], people=[PERSON], postings=[POSTING])
    changed = {**POSTING, "document": "8号", "full_time": "no"}
    assert faults(secretariat, workbook(postings=[changed])) == [
        ("任职!H2", "posting-stands"),
        ("任职!L2", "posting-stands"),
    ]


def test_nobody_who_left(secretariat: Actor) -> None:
    """A posting that begins after a leaving on another sheet is a fault."""
    book = workbook(
        units=[UNIT],
        people=[{**PERSON, "left_on": "2025-1-3"}],
        postings=[POSTING],
    )
    assert faults(secretariat, book) == [("任职!K2", "end-before-start")]


def test_a_liaison_brings_its_own_city(secretariat: Actor, liaison: Actor) -> None:
    """Rows of other cities may stand in a workbook as they are, and change nothing."""
    other = {**UNIT, "member": "济宁", "name_zh": "济宁市联络处"}
    taken(secretariat, units=[other])
    plan = taken(liaison, units=[UNIT, other], people=[PERSON], postings=[POSTING])
    assert (len(plan.changes), plan.unchanged) == (3, 1)
    book = workbook(
        units=[{**other, "phone": "1"}, {**UNIT, "name_zh": "乙", "member": ""}],
        people=[{**PERSON, "title_zh": "干事", "unit": "济宁/济宁市联络处"}],
        postings=[{**POSTING, "member": "济宁"}],
    )
    assert sorted(faults(liaison, book)) == [
        ("人员!A2", "row-of-another-city"),
        ("任职!B2", "row-of-another-city"),
        ("单位!A2", "row-of-another-city"),
        ("单位!A3", "row-of-another-city"),
    ]


def test_a_liaison_brings_no_name_of_others(secretariat: Actor, liaison: Actor) -> None:
    """A name that is not the city's is a fault of its cell before anything is taken."""
    book = workbook(
        units=[
            {**UNIT, "name_zh": "协同办综合组", "name_en": ""},
            {**UNIT, "name_en": "Joint Office of the Huaihai Economic Zone."},
        ],
        people=[{**PERSON, "title_zh": "江苏省人民政府（菏泽）", "unit": ""}],
    )
    assert sorted(faults(liaison, book)) == [
        ("人员!B2", "name-elsewhere"),
        ("单位!B2", "name-elsewhere"),
        ("单位!C3", "name-elsewhere"),
    ]
    assert not register.preview_register(secretariat, "huaihai", upload(book)).findings


def test_a_liaison_leaves_nothing_to_the_office(
    secretariat: Actor, liaison: Actor
) -> None:
    """A unit of a city is followed by one of the city, unless the office says otherwise."""
    desk = {
        "name_zh": "协同发展办公室秘书处",
        "kind": "office",
        "opened_on": "2020.1.3",
    }
    taken(secretariat, units=[desk])
    taken(liaison, units=[UNIT, {**UNIT, "name_zh": "菏泽市合作处"}])
    ended = {**UNIT, "closed_on": "2026-10-01"}
    elsewhere = {**ended, "successor": "协同发展办公室秘书处"}
    found = faults(liaison, workbook(units=[elsewhere]))
    assert [code for _, code in found] == ["successor-elsewhere"]
    within = {**ended, "successor": "菏泽市合作处"}
    assert len(taken(liaison, units=[within]).changes) == 1
    assert len(taken(secretariat, units=[elsewhere]).changes) == 1


def test_a_liaison_brings_no_lead(secretariat: Actor, liaison: Actor) -> None:
    """Which unit leads a body stands in the office's workbook alone, its end as well."""
    taken(secretariat, units=[UNIT])
    leads = {
        "kind": "lead",
        "member": "heze",
        "unit": "菏泽市联络处",
        "body": "group-society",
        "from_on": "2025-01-03",
    }
    refused = [("任职!B2", "row-of-another-city")]
    assert faults(liaison, workbook(postings=[leads])) == refused
    taken(secretariat, postings=[leads])
    ended = {**leads, "to_on": "2026-01-03"}
    assert faults(liaison, workbook(postings=[ended])) == refused


@pytest.mark.parametrize("role", [r for r in Role if "liaison" not in r.value])
def test_who_brings_a_workbook(role: Role, acting: Any) -> None:
    """Only the office and the liaisons bring the register."""
    if role is Role.SECRETARIAT:
        return
    actor = acting(role, "heze")
    acts: tuple[Callable[[Actor, str, Upload], object], ...] = (
        register.preview_register,
        register.take_register,
        register.bring_register,
    )
    for act in acts:
        with pytest.raises(Forbidden):
            act(actor, "huaihai", upload(workbook()))


def test_looked_over_then_taken(secretariat: Actor, liaison: Actor) -> None:
    """What is taken is what its preview said, or it is looked over again."""
    file = register.bring_register(liaison, "huaihai", upload(workbook(units=[UNIT])))
    seen_file, plan = register.preview_brought(liaison, "huaihai", file.id)
    assert seen_file == file
    seal = register.seal_of(plan)
    taken(secretariat, units=[{**UNIT, "phone": "1"}])
    with pytest.raises(Conflict, match="register-moved"):
        register.take_brought(liaison, "huaihai", file.id, seal)
    _, plan = register.preview_brought(liaison, "huaihai", file.id)
    register.take_brought(liaison, "huaihai", file.id, register.seal_of(plan))
    (unit,) = reads.list_units(secretariat, "huaihai", DAY)
    assert unit.contact == Contact(phone="", mail="")


def test_a_workbook_is_never_read_while_others_wait(
    liaison: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read before the act begins to write, and as often as the act needs it."""
    depths = []
    load = load_workbook

    def counted(*given: Any, **named: Any) -> Any:
        depths.append(len(connection.savepoint_ids))
        return load(*given, **named)

    monkeypatch.setattr("hansa.chassis.workbooks.reading.load_workbook", counted)
    outside = len(connection.savepoint_ids)
    file = register.bring_register(liaison, "huaihai", upload(workbook(units=[UNIT])))
    _, plan = register.preview_brought(liaison, "huaihai", file.id)
    register.take_brought(liaison, "huaihai", file.id, register.seal_of(plan))
    taken(liaison, units=[{**UNIT, "phone": "1"}])
    assert depths == [outside] * 3


def test_the_directory_moves_while_a_workbook_is_read(
    secretariat: Actor, liaison: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody else changed meanwhile is seen, and nothing is taken over it."""
    load = load_workbook

    def slow(*given: Any, **named: Any) -> Any:
        monkeypatch.undo()
        taken(secretariat, units=[{**UNIT, "phone": "1"}])
        return load(*given, **named)

    monkeypatch.setattr("hansa.chassis.workbooks.reading.load_workbook", slow)
    with pytest.raises(Conflict, match="register-moved"):
        taken(liaison, units=[UNIT])
    (unit,) = reads.list_units(secretariat, "huaihai", DAY)
    assert unit.contact == Contact(phone="1", mail="")


def test_files_of_others(liaison: Actor, acting: Any) -> None:
    """A workbook that another city brought does not exist for a liaison."""
    stranger = acting(Role.CITY_LIAISON, "jining")
    file = register.bring_register(liaison, "huaihai", upload(workbook(units=[UNIT])))
    for id_ in (file.id, uuid4()):
        with pytest.raises(Missing):
            register.preview_brought(stranger, "huaihai", id_)


def test_taking_many_rows_asks_little_for_each(
    liaison: Actor, django_assert_max_num_queries: Any
) -> None:
    """Others wait for it, so that no row reads the names of the whole league again."""
    rows = [{**UNIT, "name_zh": f"菏泽市第{number}处"} for number in range(60)]
    with django_assert_max_num_queries(60 * 2 + 40):
        assert len(taken(liaison, units=rows).changes) == 60


def test_too_many_changes(secretariat: Actor, monkeypatch: Any) -> None:
    """One act changes no more than others can wait for; what stands already is free."""
    rows = [{**UNIT, "name_zh": name} for name in "甲乙丙"]
    taken(secretariat, units=rows[:2])
    monkeypatch.setattr("hansa.directory.rules.register.plan.CHANGES_MAX", 1)
    assert len(taken(secretariat, units=rows).changes) == 1
    more = [{**UNIT, "name_zh": name} for name in "甲乙丁戊"]
    found = faults(secretariat, workbook(units=more))
    assert found == [("单位!5", "changes-too-many")]


def test_too_many_rows(secretariat: Actor, monkeypatch: Any) -> None:
    """A sheet with more rows than a register has is not read at all."""
    monkeypatch.setattr("hansa.chassis.workbooks.reading.ROWS_MAX", 1)
    rows = [{**UNIT, "name_zh": name} for name in "甲乙"]
    assert faults(secretariat, workbook(units=rows)) == [("单位", "rows-too-many")]


def bomb() -> bytes:
    """A workbook whose sheet unpacks to more than memory should hold."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", b" " * 80_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook-unreadable"),
        (b"a,b\r\n1,2", "workbook-unreadable"),
        (b"\xd0\xcf\x11\xe0 an xls", "workbook-unreadable"),
        (b"PK\x03\x04 broken", "workbook-unreadable"),
        (bomb(), "workbook-swollen"),
    ],
)
def test_no_workbook_at_all(secretariat: Actor, content: bytes, code: str) -> None:
    """Whatever is brought, the answer is a finding and never a crash."""
    plan = register.preview_register(
        secretariat, "huaihai", Upload(name="x.xlsx", content=content)
    )
    assert [found.code for found in plan.findings] == [code]


def test_markup_is_only_words(secretariat: Actor) -> None:
    """Markup in a cell is kept as it is written, and is nothing but words."""
    name = "<script>alert(1)</script>"
    taken(secretariat, units=[{**UNIT, "name_zh": name}])
    (unit,) = reads.list_units(secretariat, "huaihai", DAY)
    assert unit.name.zh == name
