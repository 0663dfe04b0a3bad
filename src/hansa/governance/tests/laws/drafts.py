"""Three drafts of one invented rule: two thresholds differ, one article is missing."""

import io
from datetime import UTC, date, datetime
from uuid import UUID

from docx import Document

from hansa.chassis.actor import Actor, Role
from hansa.governance.reads import laws as reads
from hansa.governance.rules.law_texts import split
from hansa.governance.services.laws import agenda, drafting
from hansa.governance.terms.laws import ArticleRef, LawAgenda, LawLine
from hansa.governance.tests import people

H = "huaihai"
DAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
CITIES = ("xuzhou", "huaibei", "suzhou")
OFFICE: Actor = people.actor(Role.SECRETARIAT)
AGENDA = LawAgenda(
    title="电动自行车停放管理条例",
    title_en="Rules on Parking Electric Bicycles",
    body="legislative-conference",
    year=2026,
    lead="xuzhou",
    members=CITIES,
    purpose="三市相邻，停放规则应当一致。",
)

XUZHOU = """徐州市电动自行车停放管理条例
第一章　总则
第一条　为了规范电动自行车停放，维护公共秩序，根据有关法律，结合徐州市实际，制定本条例。
第二条　徐州市行政区域内电动自行车的停放、充电，适用本条例。
第二章　停放
第三条　停放点由市城市管理部门会同公安机关划定，并向社会公布。
第四条　电动自行车应当在购车之日起三十日内申请登记。
第五条　禁止在建筑物的门厅、楼梯间停放电动自行车或者为其充电。
第三章　法律责任
第六条　违反本条例规定停放的，处二百元以下罚款。
第七条　本条例自二〇二七年五月一日起施行。
"""
HUAIBEI = """淮北市电动自行车停放管理条例
第一条 为了规范电动自行车停放，维护公共秩序，根据有关法律，结合淮北市实际，制定本条例。
第二条 淮北市行政区域内电动自行车的停放、充电，适用本条例。
第三条 停放点由市城市管理部门会同公安机关划定，并向社会公布。
第四条 电动自行车应当在购车之日起15日内申请登记。
第五条 禁止在建筑物的门厅、楼梯间停放电动自行车或者为其充电。
第六条 违反本条例规定停放的，处五百元以下罚款。
第七条 本条例自2027年5月1日起施行。
"""
SUZHOU = """宿州市电动自行车停放管理条例
第一条　为了规范电动自行车停放，维护公共秩序，根据有关法律，结合宿州市实际，制定本条例。
第二条　宿州市行政区域内电动自行车的停放、充电，适用本条例。
第三条　停放点由市城市管理部门会同公安机关划定，并向社会公布。
第四条　电动自行车应当在购车之日起30日内申请登记。
第五条　违反本条例规定停放的，处200元以下罚款。
第六条　本条例自2027年5月1日起施行。
"""
TEXTS = {"xuzhou": XUZHOU, "huaibei": HUAIBEI, "suzhou": SUZHOU}
NAMES = {"xuzhou": "徐州市", "huaibei": "淮北市", "suzhou": "宿州市"}


def liaison(member: str) -> Actor:
    """The liaison of a city."""
    return people.actor(Role.CITY_LIAISON, member)


def enter() -> UUID:
    """Enter the rule in the joint agenda."""
    return agenda.add_law(OFFICE, H, AGENDA)


def bring(law: UUID, member: str, words: str | None = None) -> None:
    """Bring a city's draft, as a version that follows the last."""
    line = look(law)
    former = next((one.number for one in line.drafts if one.member == member), 0)
    text = TEXTS[member] if words is None else words
    drafting.bring_draft(liaison(member), H, law, member, former, text)


def bring_all(law: UUID) -> None:
    """Bring the three drafts as they were written apart."""
    for member in CITIES:
        bring(law, member)


def agree(law: UUID) -> None:
    """Bring the text of 徐州 in the other cities' names."""
    for member in CITIES[1:]:
        bring(law, member, XUZHOU.replace("徐州市", NAMES[member]))


def look(law: UUID) -> LawLine:
    """Look at a dossier."""
    return reads.get_law(OFFICE, H, law).line


def revision(law: UUID) -> int:
    """Give the revision of a dossier."""
    return look(law).revision


def ref(member: str, label: str) -> ArticleRef:
    """Name an article of the drafts as they were written apart."""
    articles = split(TEXTS[member]).articles
    key = next(one.key for one in articles if one.label == label)
    return ArticleRef(member, key)


def docx(words: str) -> bytes:
    """Write a text as a document, with its last line in a table."""
    document = Document()
    *lines, last = words.strip().splitlines()
    for line in lines:
        document.add_paragraph(line)
    document.add_table(rows=1, cols=1).cell(0, 0).text = last
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
