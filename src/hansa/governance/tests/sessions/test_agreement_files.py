"""Files of agreements: one changed character is found, and where it stands is named."""

import io
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from hansa.charter import reads as charter_reads
from hansa.chassis import workdays
from hansa.chassis.actor import Actor
from hansa.governance import documents
from hansa.governance.formats import agreement_files
from hansa.governance.models.agreements import AgreementVersion
from hansa.governance.reads import agreements as reads
from hansa.governance.reads.agreement_wire import export_of, paper_of
from hansa.governance.reads.calendars import list_names
from hansa.governance.rules.agreement_lines import differences, tidy
from hansa.governance.services.agreements import publishing, rounds
from hansa.governance.terms.agreements import Line, Part, Verified
from hansa.governance.tests.people import HUAIHAI
from hansa.governance.tests.sessions import scene
from hansa.governance.tests.sessions.signing_scene import (
    SENT,
    TITLES,
    drafted,
    on_paper,
    send,
    sheet,
    sign,
)
from hansa.kernel.errors import Missing, Refused

H = "huaihai"
OFFICE = scene.office(SENT)


@pytest.fixture
def agreement(leagues: None, administrator: Actor) -> UUID:
    """Publish an agreement that nine leaders signed, and one city on paper."""
    workdays.seed(administrator.at)
    made = drafted()
    send(made)
    on_paper(made, HUAIHAI[0])
    sign(made, *HUAIHAI[1:])
    publishing.publish(OFFICE, H, made, sheet(made).line.revision)
    return made


def names() -> Any:
    """Give the names of the cities."""
    return list_names(charter_reads.get_versions(H))


def check(agreement: UUID, content: bytes, version: int | None = None) -> Verified:
    """Check a file against the record."""
    return agreement_files.verify(sheet(agreement), content, names(), version)


def exported(agreement: UUID) -> dict[str, Any]:
    """Give the file for programs, of the text that stands."""
    found = sheet(agreement)
    return dict(export_of(found, found.standing))


def packed(content: Any) -> bytes:
    """Write a file for programs."""
    return json.dumps(content, ensure_ascii=False).encode()


def paper(agreement: UUID) -> bytes:
    """Give the docx of the text that stands."""
    found = sheet(agreement)
    return documents.agreement_docx(paper_of(found, found.standing), "协同发展办公室")


def test_what_was_written_verifies(agreement: UUID) -> None:
    """Either file gives the fingerprint of the record, computed anew."""
    for content in (packed(exported(agreement)), paper(agreement)):
        found = check(agreement, content)
        assert found.holds
        assert found.computed == found.recorded == sheet(agreement).line.digest


Change = Callable[[dict[str, Any]], object]


CHANGES: tuple[tuple[Change, str, int], ...] = (
    (lambda c: c["text"].update(title=c["text"]["title"] + "x"), "the title", 16),
    (lambda c: c["text"]["articles"][2].update(words="会议原则同意！"), "article", 7),
    (lambda c: c["text"].update(closing=c["text"]["closing"][1:]), "the closing", 1),
    (lambda c: c["signatures"][3].update(authority="他人"), "the field", 1),
    (lambda c: c.update(seal="sha256:0"), "the field", 1),
    (lambda c: c.update(added=1), "the field", 1),
    (lambda c: c["text"]["parties"].pop(), "the field", 1),
)


def test_one_changed_character_fails(agreement: UUID) -> None:
    """Verification fails, and says in which part and at which character."""
    for change, place, at in CHANGES:
        content = exported(agreement)
        change(content)
        found = check(agreement, packed(content))
        assert not found.holds
        assert place in found.differences[0].place.msgid
        assert found.differences[0].at == at


def test_an_article_that_is_gone_or_moved_is_named(agreement: UUID) -> None:
    """Lines are compared with lines, so that one that is missing is not all that follow."""
    content = exported(agreement)
    del content["text"]["articles"][1]
    found = check(agreement, packed(content))
    gone = "".join(one.recorded for one in found.differences)
    assert TITLES[1] in gone
    assert not any(title in gone for title in TITLES[2:])
    assert found.computed != found.recorded


def test_a_docx_that_was_edited_fails(agreement: UUID) -> None:
    """A changed word, a changed signature and an added line are each found."""
    for find, to, place in (
        ("原则同意", "原则不同意", "article {number}"),
        ("heze市委书记", "heze市长", "the signature of {city}"),
    ):
        document = Document(io.BytesIO(paper(agreement)))
        run = next(
            run for p in document.paragraphs for run in p.runs if find in run.text
        )
        run.text = run.text.replace(find, to)
        found = check(agreement, _bytes(document))
        assert not found.holds
        assert found.differences[0].place.msgid == place
    document = Document(io.BytesIO(paper(agreement)))
    document.add_paragraph("附则")
    found = check(agreement, _bytes(document))
    assert [one.written for one in found.differences] == ["附则"]
    assert not found.holds


def _bytes(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_the_docx_has_articles_slots_and_the_page_of_the_standard(
    agreement: UUID,
) -> None:
    """Number and title centred, five articles, ten slots, A4 with its margins."""
    document = Document(io.BytesIO(paper(agreement)))
    said = [one.text for one in document.paragraphs if one.text]
    assert said[0] == "协同发展座谈会协议〔2025〕1号"
    assert said[1] == "淮海经济区2025年度合作协议"
    articles = [one for one in said if one.startswith("第") and "条　" in one]
    assert articles[4] == f"第五条　{TITLES[4]}"
    assert len(articles) == 5
    slots = said[said.index("签署页") + 1 : -2]
    assert len(slots) == 10
    assert slots[0].startswith("徐州：市政府　2025年11月17日（据签字件")
    page = document.sections[0]
    for side, wanted in ((page.page_width, 210), (page.top_margin, 37)):
        assert side is not None
        assert abs(side - Mm(wanted)) < Mm(1)
    title = next(one for one in document.paragraphs if one.text == said[1])
    assert title.runs[0].font.size == Pt(22)


def test_words_under_tracked_changes_are_found(agreement: UUID) -> None:
    """Words put in or struck out count, whether or not somebody accepted them."""
    for tag, words in (("ins", "w:t"), ("del", "w:delText")):
        document = Document(io.BytesIO(paper(agreement)))
        article = next(one for one in document.paragraphs if TITLES[4] in one.text)
        change = parse_xml(
            f'<w:{tag} {nsdecls("w")} w:id="1" w:author="x"><w:r><{words}>不</{words}>'
            f"</w:r></w:{tag}>"
        )
        if tag == "del":
            article.runs[-1].text = article.text.replace(TITLES[4], TITLES[4][1:])
        article._p.append(change)
        packed_ = io.BytesIO()
        document.save(packed_)
        assert not check(agreement, packed_.getvalue()).holds, tag


def test_a_withdrawn_version_verifies_as_itself(
    leagues: None, administrator: Actor
) -> None:
    """Signatures of the old text stay with it, and its file still verifies."""
    workdays.seed(administrator.at)
    made = drafted()
    send(made)
    sign(made, "heze")
    old = exported(made)
    revision = sheet(made).line.revision
    rounds.withdraw(OFFICE, H, made, revision, "第三条有误。")
    found = check(made, packed(old))
    assert (found.holds, found.version) == (True, 1)
    assert exported(made)["signatures"] == []
    with pytest.raises(Missing):
        check(made, packed({**old, "version": 7}))
    text = documents.agreement_docx(
        paper_of(sheet(made), reads.version_at(sheet(made), 1)), "办公室"
    )
    assert check(made, text, 1).holds
    assert not check(made, text).holds


def test_a_changed_record_is_said_to_be_changed(agreement: UUID) -> None:
    """A file of what was signed differs from it, and the record itself is doubted."""
    kept = packed(exported(agreement))
    row = AgreementVersion.objects.get(agreement=agreement)
    row.content["preamble"] += "改"
    row.save()
    found = check(agreement, kept)
    assert not found.intact
    assert not found.holds


NO_FILES = (
    b"",
    b"[]",
    b"{}",
    b'{"text": 1}',
    b'{"text": {"title": 5}}',
    b"\xff\xfe",
    b"[" * 100_000,
    b"PK\x03\x04 no docx",
)


def test_what_is_no_file_of_an_agreement_is_refused(agreement: UUID) -> None:
    """It is said what to bring."""
    for content in NO_FILES:
        with pytest.raises(Refused):
            check(agreement, content)


def test_strange_values_in_a_file_are_refused(agreement: UUID) -> None:
    """Numbers without end and halves of characters do not stop the check."""
    kept = exported(agreement)
    for strange in (
        {**kept, "version": 1e400},
        {**kept, "version": None},
        {**kept, "text": {**kept["text"], "closing": "\ud800"}},
    ):
        with pytest.raises(Refused):
            agreement_files.verify_export(sheet(agreement), strange, names())


def test_words_are_kept_as_paper_holds_them() -> None:
    """Tabs, empty lines and spaces at the ends are gone before anything is signed."""
    assert tidy("\t一\r\n\n  二\t三  \n") == "一\n二 三"


def test_a_line_before_all_others_is_told_of_the_first() -> None:
    """What is added in front is named by the line that it stands before."""
    recorded = (Line(part=Part.TITLE, words="甲"), Line(part=Part.CLOSING, words="乙"))
    (found,) = differences(recorded, ["丙", "甲", "乙"], {})
    assert (found.place.msgid, found.written) == ("the title", "丙")
