"""Minutes as docx: the form of GB/T 9704, what a document fails, what somebody changed."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from hansa.chassis.paper_order import disorder
from hansa.governance import documents
from hansa.governance.formats.minutes_docx import differences, faults_of, open_docx
from hansa.governance.terms.minutes import Comment, CommentStance
from hansa.governance.tests.sessions.minutes_content import (
    CITIES,
    CONTENT,
    JOINT,
    LONG,
    made,
)
from hansa.kernel.errors import Refused


@pytest.mark.parametrize("content", [CONTENT, JOINT, LONG])
def test_what_hansa_writes_fails_nothing(content: Mapping[str, Any]) -> None:
    """Page, lines, head, numbers and attendance are as the standard says."""
    assert faults_of(made(content), content) == ()


@pytest.mark.parametrize("content", [CONTENT, JOINT])
def test_properties_stand_in_the_order_of_the_schema(
    content: Mapping[str, Any],
) -> None:
    """Nothing in a document asks a reader to repair it."""
    with zipfile.ZipFile(io.BytesIO(documents.minutes_docx(content))) as packed:
        parts = [name for name in packed.namelist() if name.endswith(".xml")]
        for name in parts:
            assert list(disorder(parse_xml(packed.read(name)))) == [], name
    assert "word/document.xml" in parts
    assert "word/fontTable.xml" in parts


def test_another_order_is_named() -> None:
    """A property put behind what must follow it is found, with where it stands."""
    document = made()
    properties = document.paragraphs[0]._p.get_or_add_pPr()
    properties.append(OxmlElement("w:keepNext"))
    assert list(disorder(document.element)) == ["pPr/keepNext"]


def test_fonts_are_named_and_none_is_shipped() -> None:
    """The names of the standard stand in the table of fonts; no font file is packed."""
    with zipfile.ZipFile(io.BytesIO(documents.minutes_docx(CONTENT))) as packed:
        table = packed.read("word/fontTable.xml").decode()
        names = packed.namelist()
    for font in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"):
        assert f'w:name="{font}"' in table
    assert "w:embed" not in table
    assert [name for name in names if "fonts/" in name or ".odttf" in name] == []


def test_organs_stand_one_over_another_with_the_host_first() -> None:
    """The joint header has every government once, and 纪要 beside them, all in red."""
    (table,) = made(JOINT).tables
    names, mark = table.rows[0].cells
    assert names.text.split() == [f"{city}市人民政府" for city in CITIES]
    assert mark.text == "纪要"
    for cell in (names, mark):
        for one in cell.paragraphs:
            assert {str(run.font.color.rgb) for run in one.runs} == {"FF0000"}


@pytest.mark.parametrize("count", [2, 3, 10, 18])
def test_more_organs_are_written_smaller(count: int) -> None:
    """However many they are, the header leaves room for text on the first page."""
    content = {**JOINT, "organs": [f"第{n}市人民政府" for n in range(count)]}
    (table,) = made(content).tables
    lines = table.rows[0].cells[0].paragraphs
    heights = [one.paragraph_format.line_spacing.pt for one in lines]
    assert len(heights) == count
    assert sum(heights) <= 216
    assert faults_of(made(content), content) == ()


def test_a_single_issuer_has_no_joint_header() -> None:
    """One organ alone keeps the mark of its minutes, in one line."""
    document = made({**CONTENT, "organs": ["宿州市人民政府"]})
    assert document.tables == []
    assert document.paragraphs[0].text == "协同发展座谈会纪要"


def test_headings_stand_in_the_font_of_their_level() -> None:
    """一、 in 黑体, （一） in 楷体, and a sentence that begins so in 仿宋."""
    section = {**CONTENT["sections"][1], "words": "（一）时间\n（一）按期完成。"}
    document = made({**CONTENT, "sections": [section]})
    fonts = {
        one.text: next(one._p.iter(qn("w:rFonts"))).get(qn("w:eastAsia"))
        for one in document.paragraphs
        if one.text
    }
    assert fonts["一、编制断头路清单"] == "黑体"
    assert fonts["（一）时间"] == "楷体_GB2312"
    assert fonts["（一）按期完成。"] == "仿宋_GB2312"


def test_the_blocks_stand_in_their_order() -> None:
    """出席, 请假 and 列席 follow the text; decisions say who leads and by when."""
    lines = [one.text for one in made().paragraphs if one.text]
    assert lines[0] == "协同发展座谈会纪要"
    assert "一、编制断头路清单" in lines
    assert "牵头单位：宿州市交通运输局；完成时限：2027年6月30日。" in lines
    blocks = [line[:3] for line in lines if line[:3] in {"出席：", "请假：", "列席："}]
    assert blocks == ["出席：", "请假：", "列席："]
    assert lines[-1] == "　淮海经济区协同发展办公室\t2026年12月1日印发"


def narrow(document: Docx) -> None:
    document.sections[0].left_margin = Mm(20)


def black(document: Docx) -> None:
    document.paragraphs[0].runs[0].font.color.rgb = RGBColor(0, 0, 0)


def high(document: Docx) -> None:
    document.paragraphs[0].paragraph_format.space_before = Mm(10)


def small(document: Docx) -> None:
    last = next(one for one in document.paragraphs if "会议同意" in one.text)
    last.runs[0].font.size = Pt(12)


def loose(document: Docx) -> None:
    last = next(one for one in document.paragraphs if "会议同意" in one.text)
    last.paragraph_format.line_spacing = Pt(40)


def unnumbered(document: Docx) -> None:
    for run in document.sections[0].footer.paragraphs[0].runs:
        run._element.getparent().remove(run._element)


def unattended(document: Docx) -> None:
    for one in document.paragraphs:
        if one.text.startswith("出席"):
            one._element.getparent().remove(one._element)
            return


def wide(document: Docx) -> None:
    last = next(one for one in document.paragraphs if "会议同意" in one.text)
    for spacing in last._p.iter(qn("w:spacing")):
        if spacing.get(qn("w:val")):
            spacing.set(qn("w:val"), "0")


def unruled(document: Docx) -> None:
    for borders in list(document.element.body.iter(qn("w:pBdr"))):
        if borders.find(qn("w:top")) is None:
            borders.getparent().remove(borders)


def crowded(document: Docx) -> None:
    empty = document.paragraphs[1]._p
    empty.getparent().remove(empty)


def untitled(document: Docx) -> None:
    title = next(one for one in document.paragraphs if one.text.startswith("2026年"))
    title.runs[0].font.size = Pt(16)


def one_sided(document: Docx) -> None:
    even = document.sections[0].even_page_footer.paragraphs[0]
    even.alignment = WD_ALIGN_PARAGRAPH.RIGHT


@pytest.mark.parametrize(
    ("spoil", "clause"),
    [
        (wide, "5.2.3"),
        (crowded, "7.2.5"),
        (unruled, "7.2.7"),
        (untitled, "7.3.1"),
        (one_sided, "7.5"),
        (narrow, "5.2.1"),
        (small, "5.2.2"),
        (loose, "5.2.3"),
        (unnumbered, "7.5"),
        (black, "10.3"),
        (high, "10.3"),
        (unattended, "10.3"),
    ],
)
def test_each_fault_names_its_clause(
    spoil: Callable[[Docx], None], clause: str
) -> None:
    """One thing that is wrong is one fault, under the clause that it fails."""
    document = made()
    spoil(document)
    assert [one.clause for one in faults_of(document)] == [clause]


def guest_first(document: Docx) -> None:
    names = document.tables[0].rows[0].cells[0].paragraphs
    names[1]._p.addnext(names[0]._p)


def guests_swapped(document: Docx) -> None:
    names = document.tables[0].rows[0].cells[0].paragraphs
    names[3]._p.addnext(names[2]._p)


def one_short(document: Docx) -> None:
    last = document.tables[0].rows[0].cells[0].paragraphs[-1]._p
    last.getparent().remove(last)


def one_more(document: Docx) -> None:
    document.tables[0].rows[0].cells[0].paragraphs[-1].runs[0].text = "亳州市人民政府"


def grey(document: Docx) -> None:
    run = document.tables[0].rows[0].cells[0].paragraphs[4].runs[0]
    run.font.color.rgb = RGBColor(0x80, 0x80, 0x80)


def markless(document: Docx) -> None:
    document.tables[0].rows[0].cells[1].paragraphs[0].runs[0].text = "文件"


def low(document: Docx) -> None:
    document.paragraphs[0].paragraph_format.line_spacing = Mm(50)


@pytest.mark.parametrize(
    ("spoil", "clauses"),
    [
        (guest_first, ["7.2.4"]),
        (guests_swapped, ["7.2.4"]),
        (one_short, ["7.2.4"]),
        (one_more, ["7.2.4", "7.2.4"]),
        (grey, ["7.2.4"]),
        (markless, ["10.3"]),
        (low, ["10.3"]),
    ],
)
def test_each_fault_of_the_joint_header_names_its_clause(
    spoil: Callable[[Docx], None], clauses: list[str]
) -> None:
    """A header that differs from who issues the minutes fails the clause it breaks."""
    document = made(JOINT)
    spoil(document)
    assert [one.clause for one in faults_of(document, JOINT)] == clauses


def test_a_missing_joint_header_is_named() -> None:
    """Minutes of ten cities under the mark of one fail 7.2.4, and nothing else."""
    assert [one.clause for one in faults_of(made(), JOINT)] == ["7.2.4"]


def test_what_a_style_says_counts() -> None:
    """A text whose size and font stand in its style only is as good as another."""
    document = made()
    for one in document.paragraphs:
        if "会议同意" in one.text:
            for run in one.runs:
                run._element.remove(run._element.rPr)
            shape = one._p.get_or_add_pPr()
            for spacing in list(shape.iter(qn("w:spacing"))):
                shape.remove(spacing)
    assert faults_of(document, CONTENT) == ()


def test_the_grid_of_the_page_may_make_28_characters() -> None:
    """An office that sets 28 characters by the grid of Word fails nothing."""
    document = made()
    for spacing in list(document.element.body.iter(qn("w:spacing"))):
        if spacing.get(qn("w:val")) == "-5":
            spacing.set(qn("w:val"), "0")
    grid = parse_xml(
        f'<w:docGrid {nsdecls("w")} w:type="linesAndChars" w:linePitch="579" '
        'w:charSpace="-849"/>'
    )
    document.sections[0]._sectPr.append(grid)
    assert faults_of(document, CONTENT) == ()


@pytest.mark.parametrize(
    ("where", "what"),
    [("w:jc", "start"), ("w:sz", "large"), ("w:spacing", "much"), ("w:color", "x")],
)
def test_values_that_no_schema_knows_are_no_error(where: str, what: str) -> None:
    """A document with odd values is read all the same."""
    document = made()
    for one in document.element.body.iter(qn(where)):
        one.set(qn("w:val"), what)
    assert differences(CONTENT, document) == ()
    assert all(one.clause for one in faults_of(document, CONTENT))


def test_a_tracked_change_is_read_as_it_would_be_accepted() -> None:
    """Words put in under tracked changes count, words struck out do not."""
    document = made()
    run = next(
        run
        for one in document.paragraphs
        if one.text == "会议同意编制断头路清单。"
        for run in one.runs
        if run.text
    )
    run.text = "会议同意编制断头路"
    added = parse_xml(
        f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t>名单</w:t></w:r></w:ins>'
    )
    gone = parse_xml(
        f'<w:del {nsdecls("w")} w:id="2" w:author="x"><w:r><w:delText>清单</w:delText>'
        "</w:r></w:del>"
    )
    stop = parse_xml(f"<w:r {nsdecls('w')}><w:t>。</w:t></w:r>")
    run._element.addnext(added)
    added.addnext(gone)
    gone.addnext(stop)
    (found,) = differences(CONTENT, document)
    assert (found.place, found.recorded, found.written) == (3, "清", "名")


def test_one_changed_word_is_found_with_the_comment_that_it_answers() -> None:
    """Of a document that came back, only the changed words are shown."""
    document = made()
    for one in document.paragraphs:
        if one.text == "会议同意编制断头路清单。":
            one.runs[0].text = "会议原则同意编制断头路清单。"
    said = Comment(
        member="linyi",
        round=1,
        stance=CommentStance.COMMENT,
        words="应为“原则同意”。",
        place=3,
        given_by="x",
        authority="x",
        evidence=None,
        given_at=datetime(2026, 11, 24, tzinfo=UTC),
        replaced_at=None,
        answer="",
        adopted=None,
    )
    (found,) = differences(CONTENT, document, (said,))
    assert (found.place, found.recorded, found.written) == (3, "", "原则")
    assert found.answers == ("linyi",)


def test_an_untouched_document_has_no_difference() -> None:
    """What comes back as it went out is the record."""
    assert differences(CONTENT, made()) == ()


def test_a_paragraph_that_fell_out_is_found() -> None:
    """A decision deleted in the document is not lost in silence."""
    document = made()
    for one in document.paragraphs:
        if one.text.startswith("牵头单位"):
            one._element.getparent().remove(one._element)
    (found,) = differences(CONTENT, document)
    assert found.recorded.startswith("牵头单位")
    assert found.written == ""


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100])
def test_what_is_no_document_is_refused(content: bytes) -> None:
    """A broken file ends in a refusal, not in an error."""
    with pytest.raises(Refused):
        open_docx(content)


def test_a_workbook_is_no_document() -> None:
    """Another packed file is refused too."""
    import openpyxl

    packed = io.BytesIO()
    openpyxl.Workbook().save(packed)
    with pytest.raises(Refused):
        open_docx(packed.getvalue())


def test_other_documents_fail_more_than_one_clause() -> None:
    """A blank document of Word is not minutes."""
    packed = io.BytesIO()
    Document().save(packed)
    clauses = {one.clause for one in faults_of(open_docx(packed.getvalue()))}
    assert clauses == {"5.2.1", "7.5", "10.3"}
