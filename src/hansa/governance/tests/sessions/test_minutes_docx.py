"""Minutes as docx: the form of GB/T 9704, what a document fails, what somebody changed."""

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.shared import Mm, Pt, RGBColor

from hansa.governance import documents
from hansa.governance.formats.minutes_docx import differences, faults_of, open_docx
from hansa.governance.terms.minutes import Comment, CommentStance
from hansa.kernel.errors import Refused

CONTENT: Mapping[str, Any] = {
    "mark": "协同发展座谈会纪要",
    "title": "2026年协同发展座谈会纪要",
    "reference": "协同发展座谈会纪要〔2026〕1号",
    "issuer": "淮海经济区协同发展办公室",
    "issued_on": "2026-12-01",
    "sections": [
        {
            "place": 0,
            "item": None,
            "heading": "会议概况",
            "words": "2026年11月19日，协同发展座谈会在宿州召开。",
            "facts": "",
        },
        {
            "place": 3,
            "item": "x",
            "heading": "编制断头路清单",
            "words": "会议同意编制断头路清单。",
            "facts": "牵头单位：宿州市交通运输局；完成时限：2027年6月30日。",
        },
    ],
    "present": [f"{city}市市委书记" for city in "淮菏济临连商宿州徐枣"],
    "excused": ["枣庄市市委秘书长"],
    "observing": ["江苏省发展和改革委员会"],
}


def made() -> Docx:
    """Write the minutes and open them again."""
    return open_docx(documents.minutes_docx(CONTENT))


def test_what_hansa_writes_fails_nothing() -> None:
    """Page, lines, mark, numbers and attendance are as the standard says."""
    assert faults_of(made()) == ()


def test_the_blocks_stand_in_their_order() -> None:
    """出席, 请假 and 列席 follow the text; decisions say who leads and by when."""
    lines = [one.text for one in made().paragraphs if one.text]
    assert lines[0] == "协同发展座谈会纪要"
    assert "一、编制断头路清单" in lines
    assert "牵头单位：宿州市交通运输局；完成时限：2027年6月30日。" in lines
    blocks = [line[:3] for line in lines if line[:3] in {"出席：", "请假：", "列席："}]
    assert blocks == ["出席：", "请假：", "列席："]
    assert lines[-1] == "淮海经济区协同发展办公室　2026年12月1日印发"


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


@pytest.mark.parametrize(
    ("spoil", "clause"),
    [
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
