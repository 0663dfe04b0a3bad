"""Who, where and in which tongue: the small words that pages put beside things."""

from types import SimpleNamespace

from django.template.loader import render_to_string
from django.utils.translation import override

from hansa.chassis.actor import person_name
from hansa.chassis.language import render
from hansa.chassis.templatetags.hansa import folded, marked, paper, tongue, whole
from hansa.kernel.findings import Finding, Position, Severity
from hansa.kernel.text import Bilingual, text


def note(cell: str, row: int) -> Finding:
    """Say the same of some row of a sheet."""
    return Finding(
        severity=Severity.NOTE,
        code="recorded-already",
        at=Position(path=f"会议!{cell}{row}", line=row, column=1),
        message=text("This row is recorded already."),
        remedy=text("Nothing needs doing."),
    )


def test_whoever_entered_something_is_named_for_readers() -> None:
    """An account by its name, also at the shell; shell and clock in words."""
    with override("en"):
        assert render(person_name("liaison")) == "liaison"
        assert render(person_name("shell:root:office")) == "office"
        assert render(person_name("shell:root")) == "set up on the server"
        assert render(person_name("system:root")) == "the system"
        assert render(person_name("demo:office")) == "demonstration"


def test_a_filed_paper_is_named_for_readers() -> None:
    """The number of a document as it is written; a hash is a scan."""
    with override("en"):
        assert paper("宿办函〔2026〕1号") == "宿办函〔2026〕1号"
        assert paper("3e19daf7" * 8) == "scan on file"
    with override("zh-hans"):
        assert paper("3e19daf7" * 8) == "扫描件已存"


def test_typed_chinese_is_marked_on_english_pages_alone() -> None:
    """A screen reader must know when the tongue changes, and only then."""
    with override("en"):
        assert tongue("无意见。") == ' lang="zh-Hans"'
        assert tongue("None.") == ""
    with override("zh-hans"):
        assert tongue("无意见。") == ""


def test_the_name_of_a_city_stays_on_one_line() -> None:
    """Chinese breaks anywhere, English between words; what is typed stays escaped."""
    cities = [
        SimpleNamespace(name=Bilingual("徐州", "Xuzhou")),
        SimpleNamespace(name=Bilingual("连云港", "Lianyungang")),
    ]
    with override("zh-hans"):
        assert whole("徐州市<b>和连云港", cities) == (
            '<span class="nowrap">徐州市</span>&lt;b&gt;和'
            '<span class="nowrap">连云港</span>'
        )
        assert whole(marked("徐州办", "徐州"), cities) == (
            '<mark><span class="nowrap">徐州</span></mark>办'
        )
        assert whole("<b>", ()) == "&lt;b&gt;"
    with override("en"):
        assert whole("徐州", cities) == "徐州"


def test_what_is_said_of_many_rows_is_said_once() -> None:
    """Two rows stand each for itself, ten as one line with their rows."""
    with override("en"):
        few = folded([note("E", row) for row in (2, 3)])
        many = folded([note("E", row) for row in range(2, 12)])
    assert [line.place for line in few] == [
        "sheet “会议”, cell E2",
        "sheet “会议”, cell E3",
    ]
    assert [line.place for line in many] == ["sheet “会议”, rows 2 to 11: 10 rows"]


def test_cells_of_one_row_are_one_row() -> None:
    """Ten cells of one row are no ten rows, and the table counts the lines that it has."""
    cells = [note(column, 2) for column in "ABCDEFGHIJ"]
    with override("en"):
        (line,) = folded(cells)
        table = " ".join(
            render_to_string("chassis/findings.html", {"findings": cells}).split()
        )
    assert line.place == "sheet “会议”, row 2: 10 cells"
    assert "<caption>1 line to look at, in 10 places</caption>" in table
