"""The workbook of past meetings and stages: previewed, and taken whole or not at all."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from openpyxl import Workbook, load_workbook

from conftest import Hansa, Run
from hansa.charter import reads as charter_reads
from hansa.chassis import journal
from hansa.chassis.actor import Role
from hansa.chassis.files import Upload
from hansa.delivery.reads.stages import list_stages
from hansa.governance import reads, services
from hansa.governance.formats import history as formats
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.terms.history import HistoryPlan
from hansa.governance.tests.people import OFFICE, actor
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused
from hansa.kernel.findings import errors_in

MEETING_HEADS = [
    "机构",
    "开始日期",
    "结束日期",
    "承办城市",
    "主持人城市",
    "主持人职务",
    "事由说明",
]
STAGE_HEADS = ["项目", "阶段", "日期", "文号"]
MEETING_ROWS: list[list[Any]] = [
    [
        "协同发展座谈会",
        "２０１９年１１月８日",
        None,
        "淮北市",
        "淮北",
        "市委书记",
        None,
    ],
    ["symposium", "2020.12.5", "2020-12-06", "Heze", None, None, "因疫情改期"],
    ["交通同城化建设联合工作组", "20200601", None, None, None, None, None],
]
STAGE_ROWS: list[list[Any]] = [
    ["PRJ-04", "在建", date(2019, 3, 1), "苏发改〔2019〕1号"],
    ["PRJ-04", "投入运营", "2021年2月8日", None],
]


def workbook(
    meetings: list[list[Any]] | None = None, stages: list[list[Any]] | None = None
) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, heads, rows in (
        ("会议", MEETING_HEADS, meetings),
        ("项目阶段", STAGE_HEADS, stages),
    ):
        if rows is not None:
            sheet = book.create_sheet(name)
            for row in (heads, *rows):
                sheet.append(row)
    if not book.worksheets:
        book.create_sheet("别的")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plan(content: bytes) -> HistoryPlan:
    return services.plan_history(
        OFFICE, "huaihai", Upload(name="历史.xlsx", content=content)
    )


def take(content: bytes) -> Any:
    return services.take_history(
        OFFICE, "huaihai", Upload(name="历史.xlsx", content=content)
    )


def faults(found: HistoryPlan) -> list[tuple[str, str]]:
    return [(f.code, f.at.path) for f in found.findings]


def test_a_workbook_as_offices_write_it(served: None) -> None:
    """Names, ids, full-width digits and date forms; what departs is only warned of."""
    content = workbook(MEETING_ROWS, STAGE_ROWS)
    found = plan(content)
    assert found.sound
    assert faults(found) == [("outside-period", "会议!B3")]
    assert (len(found.new_meetings), len(found.new_stages)) == (3, 2)
    assert list_meetings("huaihai") == ()
    taken = take(content)
    assert (taken.meetings, taken.stages, taken.left_out) == (3, 2, 0)
    entries = reads.list_entries(
        charter_reads.get_versions("huaihai"), range(2019, 2021)
    )
    held = {e.id: e.actual for e in entries if e.actual}
    assert list(held) == [
        "huaihai/2019/symposium/meeting/1",
        "huaihai/2020/group-transport/meeting/1",
        "huaihai/2020/symposium/meeting/1",
    ]
    late = held["huaihai/2020/symposium/meeting/1"]
    assert (late.start, late.end) == (date(2020, 12, 5), date(2020, 12, 7))
    assert late.reason == "因疫情改期"
    assert [s.facts.stage.value for s in list_stages("huaihai")] == [
        "building",
        "operating",
    ]


def test_another_host_is_shown_at_its_own_cell(served: None) -> None:
    """Whoever corrects the sheet is led to the city, not to the day."""
    swapped = [["symposium", "2019-11-08", None, "徐州市", None, None, None]]
    assert ("other-host", "会议!D2") in faults(plan(workbook(swapped, [])))


def test_taken_again_it_changes_nothing(served: None) -> None:
    """Rows that are recorded already are left out, and a note says so."""
    content = workbook(MEETING_ROWS, STAGE_ROWS)
    take(content)
    again = plan(content)
    assert again.sound
    assert {f.code for f in again.findings} == {"recorded-already"}
    taken = take(content)
    assert (taken.meetings, taken.stages, taken.left_out) == (0, 0, 5)
    assert len(list_meetings("huaihai")) == 3


def test_export_is_what_import_reads(served: None) -> None:
    """What is exported and brought again is known, row by row."""
    take(workbook(MEETING_ROWS, STAGE_ROWS))
    written = services.export_history(OFFICE, "huaihai")
    found = plan(written)
    assert found.sound
    assert (found.new_meetings, found.new_stages) == ((), ())
    assert len(found.meetings) + len(found.stages) == 5


def test_every_fault_names_its_cell_and_nothing_is_taken(served: None) -> None:
    """A month 13, an unknown city, half a chair, a day to come: all at once."""
    rows: list[list[Any]] = [
        ["协同发展座谈会", "2026.13.1", None, "北京", "淮北", None, None],
        [None, "2020-11-01", "2020-10-01", None, None, None, "长" * 401],
        ["座谈会", "2030-11-01", None, None, None, "书记", None],
        ["symposium", "2030-11-01", None, None, None, None, None],
    ]
    stages: list[list[Any]] = [
        ["PRJ-99", "在建", "2020-01-01", None],
        ["徐州—淮北—阜阳", "在建了", None, None],
        ["PRJ-04", "在建", "2030-01-01", None],
    ]
    content = workbook([*MEETING_ROWS, *rows], [*STAGE_ROWS, *stages])
    found = plan(content)
    assert not found.sound
    errors = [f for f in found.findings if f.severity.value == "error"]
    assert {(f.code, f.at.path) for f in errors} == {
        ("no-such-day", "会议!B5"),
        ("choice-unknown", "会议!D5"),
        ("half-a-chair", "会议!F5"),
        ("cell-empty", "会议!A6"),
        ("runs-backwards", "会议!C6"),
        ("too-long", "会议!G6"),
        ("choice-unknown", "会议!A7"),
        ("not-yet-held", "会议!B7"),
        ("choice-unknown", "会议!F7"),
        ("half-a-chair", "会议!E7"),
        ("not-yet-held", "会议!B8"),
        ("choice-unknown", "项目阶段!A4"),
        ("choice-ambiguous", "项目阶段!A5"),
        ("choice-unknown", "项目阶段!B5"),
        ("cell-empty", "项目阶段!C5"),
        ("not-yet-reached", "项目阶段!C6"),
    }
    (short,) = (f for f in errors if f.at.path == "会议!A7")
    assert short.message.parameters["close"] == "协同发展座谈会"
    with pytest.raises(Refused) as refused:
        take(content)
    assert refused.value.code == "history-faulty"
    assert len(refused.value.findings) == len(found.findings)
    assert (list_meetings("huaihai"), list_stages("huaihai")) == ((), ())
    assert not list(journal.contents("governance.take_history"))


def test_every_fault_of_one_row_is_told(served: None) -> None:
    """An unknown body, a day to come and a year far off in one row are all told."""
    book = Workbook()
    book.remove(book.worksheets[0])
    meetings = book.create_sheet("会议")
    meetings.append(["机构", "计入年份", "开始日期", "结束日期", "承办城市"])
    meetings.append(["无此机构", 2020, "2030-11-01", None, "北京"])
    meetings.append(["symposium", 2020, "1915-11-01", "2030-11-02", None])
    meetings.append(["symposium", None, "2030-11-01", "2030-10-01", None])
    stages = book.create_sheet("项目阶段")
    stages.append(["项目", "区段", "阶段", "日期"])
    stages.append(["PRJ-04", 99, "在建了", "2030-01-01"])
    stages.append(["PRJ-99", 99, "在建", "2030-01-01"])
    out = io.BytesIO()
    book.save(out)
    errors = errors_in(plan(out.getvalue()).findings)
    assert sorted((fault.code, fault.at.path) for fault in errors) == [
        ("choice-unknown", "会议!A2"),
        ("choice-unknown", "会议!E2"),
        ("choice-unknown", "项目阶段!A3"),
        ("choice-unknown", "项目阶段!C2"),
        ("day-too-far", "会议!C3"),
        ("not-yet-held", "会议!C2"),
        ("not-yet-held", "会议!C4"),
        ("not-yet-held", "会议!D3"),
        ("not-yet-reached", "项目阶段!D2"),
        ("not-yet-reached", "项目阶段!D3"),
        ("runs-backwards", "会议!D4"),
        ("segment-unknown", "项目阶段!B2"),
        ("year-wrong", "会议!B2"),
        ("year-wrong", "会议!B3"),
    ]


def test_a_merged_heading_is_a_fault(served: None) -> None:
    """A heading over two columns names neither; its cell is shown."""
    book = load_workbook(io.BytesIO(workbook(MEETING_ROWS)))
    book["会议"].merge_cells("B1:C1")
    out = io.BytesIO()
    book.save(out)
    assert ("heading-twice", "会议!C1") in faults(plan(out.getvalue()))


def test_a_workbook_is_read_before_anything_is_held(
    served: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is read others write; what they recorded meanwhile is seen."""
    load, depths = load_workbook, list[int]()

    def slow(*given: Any, **named: Any) -> Any:
        depths.append(len(connection.savepoint_ids))
        if len(depths) == 1:
            take(workbook(MEETING_ROWS[:1], []))
        return load(*given, **named)

    monkeypatch.setattr("hansa.chassis.workbooks.reading.load_workbook", slow)
    outside = len(connection.savepoint_ids)
    with pytest.raises(Conflict, match="history-moved"):
        take(workbook(MEETING_ROWS, []))
    assert len(list_meetings("huaihai")) == 1
    assert take(workbook(MEETING_ROWS, [])).left_out == 1
    assert depths == [outside] * 3


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no workbook", "workbook-unreadable"),
        (workbook(), "sheet-missing"),
        (workbook([["别的"]]), "cell-empty"),
    ],
)
def test_what_is_no_history(served: None, content: bytes, code: str) -> None:
    """A file that is none, and one without the sheets, say so."""
    assert code in {f.code for f in plan(content).findings}
    with pytest.raises(Refused):
        take(content)


def test_two_rows_that_say_the_same(served: None) -> None:
    """They are taken once, and a warning names the second."""
    content = workbook([MEETING_ROWS[0], MEETING_ROWS[0]], [])
    assert faults(plan(content)) == [("row-twice", "会议!B3")]
    assert take(content).meetings == 1


def test_a_sheet_that_is_not_there(served: None) -> None:
    """A workbook without one of both sheets is not taken in part, unseen."""
    found = plan(workbook(MEETING_ROWS))
    assert ("sheet-missing", "项目阶段") in faults(found)
    assert not found.sound
    with pytest.raises(Refused):
        take(workbook(MEETING_ROWS))


def test_who_may_take_history_in(served: None) -> None:
    """The league's office alone; a city exports what it may see."""
    upload = Upload(name="历史.xlsx", content=workbook(MEETING_ROWS))
    liaison = actor(Role.CITY_LIAISON, "heze")
    for who in (liaison, actor(Role.PUBLIC, league=None), actor(Role.AUDITOR)):
        with pytest.raises(Forbidden):
            services.plan_history(who, "huaihai", upload)
        with pytest.raises(Forbidden):
            services.take_history(who, "huaihai", upload)
    with pytest.raises(Forbidden):
        services.plan_history(actor(Role.SECRETARIAT), "changzhutan", upload)
    with pytest.raises(Missing):
        services.plan_history(OFFICE, "nowhere", upload)
    assert services.export_history(liaison, "huaihai")
    with pytest.raises(Forbidden):
        services.export_history(actor(Role.PUBLIC, league=None), "huaihai")


def test_the_template_is_read_as_empty(served: None) -> None:
    """It has both sheets and what to write, and takes nothing in."""
    found = plan(formats.template())
    assert found.sound
    assert (found.meetings, found.stages, found.findings) == ((), (), ())


def test_through_the_command(
    served: None, run: Run, hansa: Hansa, tmp_path: Path
) -> None:
    """Template, preview, import, export: and a faulty file exits 1 and takes nothing."""
    path = tmp_path / "历史.xlsx"
    assert hansa("governance", "history", "template", path).code == 0
    path.write_bytes(workbook(MEETING_ROWS, STAGE_ROWS))
    imported = ("governance", "history", "import", "huaihai", path)
    previewed = run(*imported, "--preview")
    assert (previewed["sound"], previewed["meetings"]) == (True, 3)
    assert list_meetings("huaihai") == ()
    assert run(*imported) == {"meetings": 3, "stages": 2, "left_out": 0}
    assert journal.verify().fault is None
    out = tmp_path / "out.xlsx"
    assert hansa("governance", "history", "export", "huaihai", out).code == 0
    ran = hansa("governance", "history", "import", "huaihai", out, "--lang", "en")
    assert "known already: 5" in ran.out
    path.write_bytes(workbook([["协同发展座谈会", "2026.13.1"]]))
    ran = hansa(*imported, "--lang", "en")
    assert ran.code == 1
    assert "会议!B2" in ran.err
    assert hansa(*imported, "--preview").code == 1


def test_large_history_asks_few_questions(
    served: None, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    """A hundred rows cost no hundred questions in the preview."""
    rows: list[list[Any]] = [
        ["group-industry", f"2020-{m:02}-{d:02}", None, None, None, None, None]
        for m in range(1, 11)
        for d in range(1, 11)
    ]
    content = workbook(rows, [])
    with django_assert_max_num_queries(12):
        assert plan(content).sound
