"""The meeting kit: every paper of a session, following what became of it."""

import io
import zipfile
from datetime import date, timedelta
from uuid import UUID

import pytest
from docx import Document
from docx.shared import Mm
from openpyxl import load_workbook

from hansa.chassis import workdays
from hansa.chassis.actor import Actor, Role
from hansa.chassis.archives import settled, zipped
from hansa.directory.terms.offices import Office
from hansa.governance.documents.kit import file_name, kit_of
from hansa.governance.documents.meetings import excerpt_docx, notice_docx, plate_size
from hansa.governance.reads import excerpts
from hansa.governance.reads import invitations as reads
from hansa.governance.reads.meeting_papers import NoticePaper, notice_paper, places
from hansa.governance.services import invitations
from hansa.governance.services.minutes import publishing, rounds
from hansa.governance.services.sessions import convening, sitting
from hansa.governance.terms import Holder
from hansa.governance.terms.dockets import Delivery, ItemAct, Outcome
from hansa.governance.terms.invitations import ReplyDraft, ReplyStance
from hansa.governance.terms.sessions import Opening
from hansa.governance.tests.people import actor
from hansa.governance.tests.sessions import scene
from hansa.governance.tests.sessions.test_invitations import (
    DAY,
    ISSUED,
    LEAGUE,
    REPLIED,
    issue,
    look,
    move,
    of,
)
from hansa.kernel.errors import Forbidden, Missing, Refused
from hansa.kernel.text import Bilingual

NAMES = (
    "会议通知.docx",
    "回执汇总.xlsx",
    "议程.docx",
    "签到表.xlsx",
    "桌签.docx",
    "座次.xlsx",
)
FOLDER = "2026年淮海经济区协同发展座谈会"
AT = scene.office(DAY).at
TITLES = ("签署年度合作协议", "开通毗邻城市跨省公交", "编制断头路清单")

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(leagues: None, administrator: Actor) -> UUID:
    """Convene the Symposium with three matters that August has cleared."""
    workdays.seed(administrator.at)
    scene.cleared(date(2026, 8, 20), *TITLES)
    made = scene.convene("symposium", DAY, document="淮海座谈〔2026〕1号")
    for title in TITLES:
        scene.put(made, title, act=ItemAct.DECIDE)
    return made


def answer(session: UUID, member: str, draft: ReplyDraft, office: Office) -> None:
    """Reply for a seat as its city."""
    invited = of(look(session), member, office)
    speaker = scene.liaison(member, REPLIED)
    invitations.reply(speaker, LEAGUE, session, invited.id, draft)


def packed(session: UUID, who: Actor | None = None) -> zipfile.ZipFile:
    """Take the kit of a session apart."""
    content = kit_of(who or scene.office(DAY), LEAGUE, session).content
    return zipfile.ZipFile(io.BytesIO(content))


def words(content: bytes) -> str:
    """Give the words of a docx, tables included."""
    document = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def rows(content: bytes) -> list[tuple[object, ...]]:
    """Give the rows of a workbook."""
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def paper(session: UUID) -> NoticePaper:
    """Give the notice of a session as it reads now."""
    sheet = look(session)
    return notice_paper(sheet, reads.called_of(sheet.session))


def sat(session: UUID) -> tuple[str, str]:
    """Let the Symposium decide; the bus matter names a unit of Zaozhuang."""
    lead, shares = scene.bureau("xuzhou"), scene.bureau("zaozhuang")
    scene.open_(session)
    for one in scene.sheet(session).items:
        if one.item.standing is not None:
            scene.end(one.item.id, Outcome.NOTED)
            continue
        scene.consent(one.item.id)
        bus = one.item.title.zh == TITLES[1]
        delivery = Delivery(lead=lead, units=(shares,), due_on=date(2027, 6, 30))
        scene.end(one.item.id, delivery=delivery if bus else None)
    return lead, shares


@pytest.mark.row("H-GOV-05", part="the meeting kit in one folder")
def test_the_kit_holds_every_paper_of_the_meeting(session: UUID) -> None:
    """Notice, replies, agenda, sign-in sheet, plates and seating, in one folder."""
    issue(session)
    archive = packed(session)
    assert archive.namelist() == [f"{FOLDER}/{name}" for name in NAMES]
    assert all(member.flag_bits & 0x800 for member in archive.infolist())
    assert archive.testzip() is None
    agenda = words(archive.read(f"{FOLDER}/议程.docx"))
    assert all(title in agenda for title in TITLES)
    notice = words(archive.read(f"{FOLDER}/会议通知.docx"))
    for part in (
        "关于召开2026年",
        "11月19日",
        "淮海座谈〔2026〕1号",
        "会议回执",
        "联系电话",
    ):
        assert part in notice
    signing = rows(archive.read(f"{FOLDER}/签到表.xlsx"))
    assert len(signing) == len(look(session).invitations) + 1


def test_seats_are_in_the_order_of_the_charter(session: UUID) -> None:
    """Cities as the charter lists them; the chair is marked, guests come last."""
    sheet = issue(session)
    seated = places(sheet, reads.called_of(sheet.session))
    groups = list(dict.fromkeys(place.group for place in seated))
    parties = scene.sheet(session).parties
    called = reads.called_of(sheet.session)
    assert groups == [*(called.names[member].zh for member in parties), "列席"]
    assert [p.office for p in seated if p.note == "主持"] == ["宿州市委书记"]


def test_replies_reach_plates_seats_and_the_sum(session: UUID) -> None:
    """Who is excused has no plate; the alternate's office is on it, with whose place."""
    issue(session)
    seat = Office.PARTY_SECRETARY_GENERAL
    excused = ReplyDraft(stance=ReplyStance.EXCUSED)
    answer(session, "zaozhuang", excused, seat)
    instead = ReplyDraft(
        stance=ReplyStance.ALTERNATE,
        alternate="菏泽市委副秘书长",
        document="菏办函〔2026〕31号",
    )
    answer(session, "heze", instead, seat)
    archive = packed(session)
    seating = rows(archive.read(f"{FOLDER}/座次.xlsx"))
    assert not any("枣庄市委秘书长" in row for row in seating)
    (heze,) = [row for row in seating if "菏泽市委秘书长" in row]
    assert heze[3:] == ("菏泽市委副秘书长", "代菏泽市委秘书长")
    plates = words(archive.read(f"{FOLDER}/桌签.docx"))
    assert "菏泽市委副秘书长" in plates
    assert "枣庄市委秘书长" not in plates
    summed = rows(archive.read(f"{FOLDER}/回执汇总.xlsx"))
    (row,) = [row for row in summed if "菏泽市委秘书长" in row]
    assert row[3:5] == ("由他人代为出席", "菏泽市委副秘书长")


def test_every_name_of_an_open_seat_has_its_place(session: UUID) -> None:
    """Department heads come in open number; each that is named has a plate."""
    issue(session)
    coming = ReplyDraft(stance=ReplyStance.COMING, name="甲局长、乙主任，丙局长")
    answer(session, "linyi", coming, Office.DEPARTMENT_HEAD)
    sheet = look(session)
    seated = places(sheet, reads.called_of(sheet.session))
    named = [place.plate for place in seated if place.who]
    assert named == ["甲局长", "乙主任", "丙局长"]


def test_equal_state_gives_equal_bytes(session: UUID) -> None:
    """Taken on another day by the host it is the same; a reply changes it."""
    issue(session)
    first = kit_of(scene.office(REPLIED), LEAGUE, session).content
    host = scene.liaison("suzhou", DAY)
    assert kit_of(host, LEAGUE, session).content == first
    coming = ReplyDraft(stance=ReplyStance.COMING)
    answer(session, "linyi", coming, Office.PARTY_SECRETARY)
    assert kit_of(host, LEAGUE, session).content != first


def test_only_whoever_runs_the_session_takes_the_kit(session: UUID) -> None:
    """It holds telephone numbers, so other cities do not; nobody does before a notice."""
    with pytest.raises(Refused) as refused:
        packed(session)
    assert refused.value.code == "notice-missing"
    issue(session)
    for who in (
        scene.liaison("linyi", DAY),
        scene.at(actor(Role.LEADER, "suzhou"), DAY),
    ):
        with pytest.raises(Forbidden):
            packed(session, who)
    with pytest.raises(Missing):
        kit_of(scene.office(DAY), LEAGUE, UUID(int=1))


def test_notice_and_kit_follow_a_move(session: UUID) -> None:
    """Other days, another place and another host stand in the notice at once."""
    issue(session)
    move(session, 7, host="xuzhou", place=Bilingual("徐州市会议中心", "Xuzhou"))
    told = paper(session)
    assert told.heading == "关于2026年淮海经济区协同发展座谈会会议安排调整的通知"
    text = "".join(told.paragraphs)
    assert "11月26日" in text
    assert "徐州市会议中心" in text
    assert "11月19日" not in text
    assert "11月26日" in words(packed(session).read(f"{FOLDER}/会议通知.docx"))


def test_the_notice_tells_a_cancellation_with_its_reason(session: UUID) -> None:
    """It asks for no slip any more."""
    issue(session)
    revision = scene.sheet(session).line.revision
    convening.cancel(scene.office(ISSUED), LEAGUE, session, revision, "防汛需要。")
    told = paper(session)
    assert told.heading.startswith("关于取消召开")
    assert told.paragraphs[0].startswith("因防汛需要，原定于2026年11月19日")
    assert told.slip == ()


def test_a_delegated_chair_presides_in_the_papers(session: UUID) -> None:
    """Once somebody else opened by a paper, notice and seating say so."""
    issue(session)
    delegate = Holder(member="suzhou", office=Office.EXECUTIVE_VICE_MAYOR)
    line = scene.sheet(session).line
    opening = Opening(chair=delegate, document="宿委函〔2026〕5号")
    sitting.open_session(scene.office(DAY), LEAGUE, session, line.revision, opening)
    sheet = look(session)
    seated = places(sheet, reads.called_of(sheet.session))
    assert [p.office for p in seated if p.note == "主持"] == ["宿州市常务副市长"]
    assert any("宿州市常务副市长" in words for words in paper(session).paragraphs)


def test_an_excerpt_before_the_minutes_says_what_it_is(session: UUID) -> None:
    """From the docket, one unit's decision only, until minutes are published."""
    lead, shares = sat(session)
    found = excerpts.excerpt(scene.office(DAY), LEAGUE, session, shares)
    text = "".join(words for _place, words in found.paragraphs)
    assert TITLES[1] in text
    assert TITLES[0] not in text
    assert "以正式印发的会议纪要为准" in found.source
    units = excerpts.concerned_units(scene.office(DAY), LEAGUE, session)
    assert [(one.unit, one.leads, one.shares) for one in units] == [
        (lead, 1, 0),
        (shares, 0, 1),
    ]
    with pytest.raises(Missing):
        excerpts.excerpt(scene.office(DAY), LEAGUE, session, scene.bureau("linyi"))


def test_the_kit_of_a_session_that_sat_holds_its_excerpts(session: UUID) -> None:
    """One file for each unit that decisions name."""
    issue(session)
    sat(session)
    inside = [name for name in packed(session).namelist() if "/摘编/" in name]
    assert inside == [
        f"{FOLDER}/摘编/xuzhou市发展和改革委员会.docx",
        f"{FOLDER}/摘编/zaozhuang市发展和改革委员会.docx",
    ]


@pytest.mark.row("H-GOV-12", part="one unit's excerpt of published minutes")
def test_an_excerpt_is_word_for_word_from_the_minutes(session: UUID) -> None:
    """It names the minutes by their number, and holds nothing of other items."""
    _lead, shares = sat(session)
    scene.close(session)
    second = DAY + timedelta(days=1)
    office = scene.office(second)
    rounds.circulate(office, LEAGUE, session, 1)
    late = scene.office(date(2026, 11, 30))
    chair = Holder(member="suzhou", office=Office.PARTY_SECRETARY)
    publishing.approve(late, LEAGUE, session, 2, chair, "签批件")
    publishing.publish(late, LEAGUE, session, 3)
    found = excerpts.excerpt(late, LEAGUE, session, shares)
    assert "〔2026〕1号" in found.source
    text = [words for _place, words in found.paragraphs]
    assert text[0].endswith(f"、{TITLES[1]}")
    assert any(line.startswith("牵头单位：") for line in text)
    written = words(excerpt_docx(found))
    assert found.source in written
    assert TITLES[2] not in written


@pytest.mark.parametrize("role", [Role.CITY_LIAISON, Role.UNIT_OFFICER, Role.PUBLIC])
def test_who_sees_sessions_sees_excerpts(session: UUID, role: Role) -> None:
    """Every office of the league does; the public does not."""
    _lead, shares = sat(session)
    who = scene.at(actor(role, None if role is Role.PUBLIC else "linyi"), DAY)
    if role is Role.PUBLIC:
        with pytest.raises(Forbidden):
            excerpts.excerpt(who, LEAGUE, session, shares)
    else:
        assert excerpts.excerpt(who, LEAGUE, session, shares).paragraphs


def test_the_notice_has_the_page_of_the_standard(session: UUID) -> None:
    """A4 with the margins of GB/T 9704, the slip on a page of its own."""
    issue(session)
    document = Document(io.BytesIO(notice_docx(paper(session))))
    page = document.sections[0]
    for found, wanted in ((page.page_width, Mm(210)), (page.top_margin, Mm(37))):
        assert found is not None
        assert abs(found - wanted) < Mm(0.1)
    assert len(document.tables) == 1
    assert 'w:type="page"' in document.element.xml


@pytest.mark.parametrize(
    ("written", "points"),
    [("某某", 96), ("枣庄市委秘书长", 96), ("甲" * 20, 34), ("甲" * 90, 28)],
)
def test_a_plate_is_as_large_as_its_words_allow(written: str, points: int) -> None:
    """Large, and smaller only where one line would not hold them."""
    assert plate_size(written).pt == points


def test_no_name_of_a_file_leaves_its_folder() -> None:
    """Slashes, dots and controls of a unit's name become blanks."""
    assert file_name("../某/局\x00:*") == "某 局"
    assert file_name(" . ") == "会议"
    assert len(file_name("甲" * 300)) == 60


def test_archives_tell_no_time_of_writing() -> None:
    """Members have the instant that is given, and years before 1980 the first one."""
    once, early = (
        zipped({"甲.txt": b"1"}, AT),
        zipped({"a": b""}, AT.replace(year=1970)),
    )
    assert once == zipped({"甲.txt": b"1"}, AT)
    member = zipfile.ZipFile(io.BytesIO(once)).infolist()[0]
    assert member.date_time == (2026, 11, 19, 12, 0, 0)
    assert zipfile.ZipFile(io.BytesIO(early)).infolist()[0].date_time[0] == 1980
    made = Document()
    out = io.BytesIO()
    made.save(out)
    assert settled(out.getvalue(), AT) == settled(settled(out.getvalue(), AT), AT)
    stamped = Document(io.BytesIO(settled(out.getvalue(), AT))).core_properties
    assert stamped.modified == AT.replace(tzinfo=stamped.modified.tzinfo)
