"""Files that people bring: what is taken, how it is kept, and who may read it."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import docx
import openpyxl
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from hansa.chassis import file_kinds, files, journal
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import FileLine, Upload
from hansa.chassis.models import StoredFile
from hansa.kernel.errors import Conflict, Missing, Refused

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


def actor(*roles: Role, member: str | None = None, league: str = "huaihai") -> Actor:
    return Actor(
        person="test:clerk",
        authority="office",
        member=member,
        roles=frozenset(roles),
        at=datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
        league=league,
    )


OFFICE = actor(Role.SECRETARIAT)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Keep the files of a test in a folder of its own."""
    settings.HANSA_FILES = tmp_path / "files"
    return tmp_path / "files"


def bring(
    name: str, content: bytes, member: str | None = None, league: str = "huaihai"
) -> FileLine:
    with transaction.atomic():
        file = files.take(OFFICE, league, member, Upload(name=name, content=content))
        journal.record(OFFICE, "test.bring", league, [files.journal_name(file)], {})
    return file


def package(*parts: str, types: bytes = b"<Types/>", **sized: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        for part in parts:
            archive.writestr(part, b"<x/>")
        for part, size in sized.items():
            archive.writestr(part, b"\0" * size)
    return written.getvalue()


def workbook() -> bytes:
    written = io.BytesIO()
    openpyxl.Workbook().save(written)
    return written.getvalue()


def letter() -> bytes:
    written = io.BytesIO()
    docx.Document().save(written)
    return written.getvalue()


TAKEN = [
    ("议定.pdf", PDF, "application/pdf"),
    ("SCAN.PDF", PDF, "application/pdf"),
    ("盖章.png", PNG, "image/png"),
    ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
    ("a.jpeg", b"\xff\xd8\xff\xe1", "image/jpeg"),
    ("台账.xlsx", workbook(), file_kinds.KINDS[".xlsx"].media_type),
    ("纪要.docx", letter(), file_kinds.KINDS[".docx"].media_type),
    ("公文.ofd", package("OFD.xml"), "application/ofd"),
    ("a.txt", "徐州\n".encode(), "text/plain"),
    ("a.txt", "徐州".encode("gb18030"), "text/plain"),
    ("a.csv", b"\xef\xbb\xbf" + "市,数\r\n".encode(), "text/csv"),
    ("a.ics", CALENDAR, "text/calendar"),
]


@pytest.mark.parametrize(("name", "content", "media_type"), TAKEN)
def test_known_kinds_are_taken(
    name: str, content: bytes, media_type: str, db: None
) -> None:
    """A file whose suffix and bytes agree is kept as it was brought."""
    file = bring(name, content)
    assert (file.name, file.media_type, file.size_bytes) == (
        name,
        media_type,
        len(content),
    )
    assert files.read_bytes(file) == content
    assert files.get_file(file.id) == file
    assert files.verify(file) is None
    assert (file.recorded_by, file.recorded_at) == (OFFICE.person, OFFICE.at)


REFUSED = [
    ("a.exe", b"MZ", "file-kind-unknown"),
    ("a.zip", package("x"), "file-kind-unknown"),
    ("a.html", b"<script>", "file-kind-unknown"),
    ("a.svg", b"<svg/>", "file-kind-unknown"),
    ("a.xlsm", workbook(), "file-kind-unknown"),
    ("a.doc", b"\xd0\xcf\x11\xe0", "file-kind-unknown"),
    ("a.pdf.exe", PDF, "file-kind-unknown"),
    ("pdf", PDF, "file-kind-unknown"),
    ("a.pdf", b"", "file-empty"),
    ("a.pdf", b"<html>%PDF-", "file-unlike-its-name"),
    ("a.png", PDF, "file-unlike-its-name"),
    ("a.jpg", PNG, "file-unlike-its-name"),
    ("a.txt", PNG, "file-unlike-its-name"),
    ("a.csv", b"a\0b", "file-unlike-its-name"),
    ("a.ics", b"BEGIN:VCARD", "file-unlike-its-name"),
    ("a.docx", workbook(), "file-unlike-its-name"),
    ("a.xlsx", letter(), "file-unlike-its-name"),
    ("a.xlsx", b"PK\x03\x04 broken", "file-unlike-its-name"),
    ("a.ofd", b"OFD.xml", "file-unlike-its-name"),
    ("a.docx", package("word/document.xml", "word/vbaProject.bin"), "file-has-macros"),
    ("a.xlsx", package("xl/workbook.xml", "xl/VBAPROJECT.BIN"), "file-has-macros"),
    (
        "a.docx",
        package(
            "word/document.xml",
            types=b'<Override ContentType="application/vnd.ms-word.MacroEnabled+xml"/>',
        ),
        "file-has-macros",
    ),
    (
        "a.xlsx",
        package("xl/workbook.xml", bomb=file_kinds.UNPACKED_BYTES_MAX),
        "file-unpacks-too-large",
    ),
    (
        "a.docx",
        package("word/document.xml", *(f"p{n}" for n in range(file_kinds.PARTS_MAX))),
        "file-unpacks-too-large",
    ),
    ("", PDF, "file-name-missing"),
    (".pdf", PDF, "file-kind-unknown"),
    ("../..", PDF, "file-name-missing"),
    ("\0\n\u202e", PDF, "file-name-missing"),
]


@pytest.mark.parametrize(("name", "content", "code"), REFUSED)
def test_everything_else_is_refused(
    name: str, content: bytes, code: str, folder: Path, db: None
) -> None:
    """What is of no known kind, or not what it says, leaves neither row nor bytes."""
    with pytest.raises(Refused) as caught:
        bring(name, content)
    assert caught.value.code == code
    assert not StoredFile.objects.exists()
    assert not folder.exists()


def test_size_is_limited(db: None) -> None:
    """A file of just the limit is taken, one byte more is not."""
    largest = PDF.ljust(files.BYTES_MAX, b" ")
    assert bring("a.pdf", largest).size_bytes == files.BYTES_MAX
    with pytest.raises(Refused, match="file-too-large"):
        bring("a.pdf", largest + b" ")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("C:\\Users\\me\\议定.pdf", "议定.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("  议定　事项 .pdf ", "议定 事项.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("gpj.\u202eexe.pdf", "gpj.exe.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("." * 10 + "a.pdf", "a.pdf"),
        ("议" * 300 + ".pdf", "议" * 196 + ".pdf"),
        ("\ud800a.pdf", "a.pdf"),
        ('a"b;c.pdf', "ab;c.pdf"),
        ("a%22%0D%0AX: y.pdf", "aX: y.pdf"),
        ("“十四五”规划.pdf", "“十四五”规划.pdf"),
        ("50%22.pdf", "50.pdf"),
        ("100%.pdf", "100%.pdf"),
    ],
)
def test_names_are_cleaned(written: str, name: str) -> None:
    """A name keeps what its reader sees, and nothing that leads elsewhere."""
    assert file_kinds.clean_name(written) == name


@given(written=st.text(max_size=300))
def test_no_name_leads_elsewhere(written: str) -> None:
    """Whatever a browser sends, the name is short, plain, and no path."""
    try:
        name = file_kinds.clean_name(written)
    except Refused:
        return
    assert 0 < len(name) <= file_kinds.NAME_LENGTH_MAX
    assert not set(name) & set("/\\\0\r\n")
    assert not name.startswith(".")
    name.encode()


@given(
    content=st.binary(max_size=200), suffix=st.sampled_from(sorted(file_kinds.KINDS))
)
def test_no_bytes_make_the_judge_fail(content: bytes, suffix: str) -> None:
    """Any bytes are taken or refused."""
    with suppress(Refused):
        file_kinds.kind_of(f"a{suffix}", content)


def test_the_same_content_is_kept_once(folder: Path, db: None) -> None:
    """Two files of one content are two rows and one file on disk, found by its hash."""
    first, second = bring("a.pdf", PDF), bring("b.pdf", PDF, member="xuzhou")
    assert first.id != second.id
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert [path for path in folder.rglob("*") if path.is_file()] == [
        folder / sha256[:2] / sha256[2:6] / sha256
    ]


def test_an_act_that_fails_names_no_file(db: None) -> None:
    """With the transaction the row is gone; the same file can be brought again."""
    with transaction.atomic():
        files.take(OFFICE, "huaihai", None, Upload(name="a.pdf", content=PDF))
        transaction.set_rollback(True)
    assert not StoredFile.objects.exists()
    assert files.read_bytes(bring("a.pdf", PDF)) == PDF


@pytest.mark.django_db(transaction=True)
def test_a_file_is_taken_only_within_an_act() -> None:
    """Without a transaction there would be bytes and row without their act."""
    with pytest.raises(RuntimeError):
        files.take(OFFICE, "huaihai", None, Upload(name="a.pdf", content=PDF))


def test_files_of_a_list_are_one_query(
    django_assert_num_queries: Callable[..., Any], db: None
) -> None:
    """However many files a list names, they are read at once; unknown ids are left out."""
    brought = [bring(f"{n}.pdf", PDF) for n in range(5)]
    with django_assert_num_queries(1):
        found = files.files_by_id([*(file.id for file in brought), uuid4()])
    assert found == {file.id: file for file in brought}


def place_of(file: FileLine, folder: Path) -> Path:
    return next(path for path in folder.rglob(file.sha256) if path.is_file())


def test_altered_bytes_are_told_and_never_given(folder: Path, db: None) -> None:
    """Somebody who changes the bytes is found, by reading and by the journal's check."""
    file, other = bring("议定.pdf", PDF), bring("other.pdf", PDF + b"2")
    assert files.find_altered_file() is None
    place_of(file, folder).write_bytes(PDF + b"x")
    with pytest.raises(Conflict, match="file-altered"):
        files.response_for(file)
    fault = files.find_altered_file()
    assert fault is not None
    assert fault.parameters["name"] == "议定.pdf"
    assert files.verify(other) is None
    bring("again.pdf", PDF)
    assert files.find_altered_file() is None


def test_bytes_that_are_gone_are_told(folder: Path, db: None) -> None:
    """A file that was deleted from the folder is found."""
    file = bring("议定.pdf", PDF)
    place_of(file, folder).unlink()
    assert files.verify(file) is not None
    assert files.find_altered_file() is not None


def test_a_file_exchanged_with_its_row_is_found_by_the_journal(db: None) -> None:
    """Bytes and row that agree with each other must also agree with the journal."""
    file, other = bring("a.pdf", PDF), bring("b.pdf", PDF + b"2")
    StoredFile.objects.filter(pk=file.id).update(sha256=other.sha256)
    assert files.verify(files.get_file(file.id)) is None
    fault = files.find_altered_file()
    assert fault is not None
    assert fault.parameters["number"] == 1
    StoredFile.objects.filter(pk=file.id).delete()
    assert files.find_altered_file() is not None


READERS = [
    (OFFICE, True, True),
    (actor(Role.AUDITOR), True, True),
    (actor(Role.CITY_LIAISON, member="xuzhou"), True, False),
    (actor(Role.UNIT_OFFICER, member="xuzhou"), False, False),
    (actor(Role.GROUP_LEAD, member="xuzhou"), False, False),
    (actor(Role.LEADER, member="xuzhou"), True, False),
    (actor(Role.CITY_LIAISON, member="suzhou"), False, False),
    (actor(Role.ADMINISTRATOR), False, False),
    (actor(Role.PUBLIC), False, False),
    (actor(Role.RESIDENT, member="xuzhou"), False, False),
    (actor(Role.SECRETARIAT, league="changzhutan"), False, False),
]


@pytest.mark.parametrize(("who", "reads_citys", "reads_leagues"), READERS)
def test_who_may_read(
    who: Actor, reads_citys: bool, reads_leagues: bool, db: None
) -> None:
    """A city's file is for the city and the office, the league's for the office."""
    for member, reads in (("xuzhou", reads_citys), (None, reads_leagues)):
        file = bring("a.pdf", PDF, member)
        if reads:
            assert files.readable_file(who, "huaihai", file.id) == file
        else:
            with pytest.raises(Missing):
                files.readable_file(who, "huaihai", file.id)


def test_guessing_ids_tells_nothing(db: None) -> None:
    """An unknown id, another league's file and a forbidden one look alike."""
    other = bring("a.pdf", PDF, league="changzhutan")
    told = set()
    for file_id in (uuid4(), other.id, bring("b.pdf", PDF).id):
        with pytest.raises(Missing) as caught:
            files.readable_file(actor(Role.CITY_LIAISON), "huaihai", file_id)
        told.add((caught.value.code, caught.value.message.msgid))
    assert len(told) == 1


def test_a_file_is_saved_and_never_shown(db: None) -> None:
    """No browser runs what somebody brought: attachment, no sniffing, sandboxed."""
    answer = files.response_for(bring('徐州"纪要.txt', b"<script>alert(1)</script>"))
    assert answer.content == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E5%BE%90%E5%B7%9E%E7%BA%AA%E8%A6%81.txt"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
