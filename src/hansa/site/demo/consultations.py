"""Consultations and associations of the demonstration: one open and one answered of each.

What residents say and what associations propose is invented; nobody is named.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from uuid import UUID

from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.governance.reads import consultations as reads
from hansa.governance.reads import stakeholders as stakeholder_reads
from hansa.governance.services import proposals, stakeholders
from hansa.governance.services.consultations import (
    commenting,
    drafting,
    results,
    weighing,
)
from hansa.governance.terms.consultations import (
    Channel,
    CommentDraft,
    ConsultationDraft,
    MatterKind,
    ReceivedComment,
)
from hansa.governance.terms.experts import Note, Treatment
from hansa.governance.terms.stakeholders import (
    ProposalDraft,
    StakeholderDraft,
    StakeholderKind,
)
from hansa.kernel.periods import Period

Act = tuple[datetime, Callable[[], object]]
CHANGZHUTAN = "changzhutan"
CLOSED, OPEN = "PC-1", "PC-2"
TERM = Period(date(2025, 7, 1), date(2028, 7, 1))

CARE = ConsultationDraft(
    title="长株潭养老服务补贴异地结算办法（征求意见稿）",
    title_en="Settling care subsidies across Chang-Zhu-Tan (draft)",
    kind=MatterKind.REFORM,
    summary="老年人在三市任一城市入住养老机构，补贴按户籍地标准结算。",
    words=(
        "第一条　三市户籍老年人在三市任一城市入住备案养老机构的，享受户籍地养老服务补贴。\n"
        "第二条　补贴由户籍地按月与机构所在地结算。\n"
        "第三条　申请人凭身份证件和入住协议在机构所在地申请。"
    ),
    opens_on=date(2026, 8, 17),
    closes_on=date(2026, 9, 20),
)
TRANSFER = ConsultationDraft(
    title="长株潭公交地铁换乘优惠办法（征求意见稿）",
    title_en="Transfer discounts on buses and metro of Chang-Zhu-Tan (draft)",
    kind=MatterKind.POLICY,
    summary="持一卡通在三市乘车，规定时间内换乘享受优惠。",
    words=(
        "第一条　持一卡通在三市乘坐公交、地铁，90分钟内换乘的，第二程优惠1元。\n"
        "第二条　优惠由乘车地承担，按月清分。\n"
        "第三条　本办法自公布之日起试行一年。"
    ),
    opens_on=date(2026, 11, 20),
    closes_on=date(2026, 12, 24),
)
SAID = (
    ("changsha", "建议取消入住协议公证要求，手续能简化就简化。"),
    ("zhuzhou", "希望可以网上申请，老人不用来回跑。"),
    ("xiangtan", "申请材料太多，希望网上办理。"),
    ("changsha", "补贴标准应当三市统一，就高不就低。"),
)
GROUPS = (
    (
        (1, 2, 3),
        "简化手续、网上申请",
        Treatment.ADOPTED,
        "第三条增加网上申请，不再要求公证。",
    ),
    (
        (4, 5),
        "三市统一补贴标准",
        Treatment.NOT_ADOPTED,
        "补贴由户籍地财政负担，标准由各市确定，本办法只规定结算。",
    ),
)
ASKED = (
    ("changsha", "换乘时间建议放宽到120分钟，河西到株洲路上要一个多小时。"),
    ("xiangtan", "支持，希望学生卡同享优惠。"),
)


def acts(office: Actor, league: str) -> list[Act]:
    """Give what the public and associations said in a league, each at its own time."""
    if league == CHANGZHUTAN:
        return [
            _at(office, date(2026, 8, 17), 9, partial(_open, CARE)),
            _at(office, date(2026, 9, 1), 15, partial(_say, CLOSED, SAID)),
            _at(office, date(2026, 9, 22), 10, _record),
            _at(office, date(2026, 10, 15), 10, _answer),
            _at(office, date(2026, 11, 20), 9, partial(_open, TRANSFER)),
            _at(office, date(2026, 11, 22), 20, partial(_say, OPEN, ASKED)),
        ]
    return [
        _at(office, date(2025, 7, 1), 9, _accredit),
        _at(office, date(2026, 9, 8), 10, _propose_ports),
        _at(office, date(2026, 9, 29), 16, _reply),
        _at(office, date(2026, 11, 5), 11, _propose_wetlands),
    ]


def _at(office: Actor, day: date, hour: int, step: Callable[[Actor], object]) -> Act:
    when = datetime.combine(day, time(hour), LEAGUE_ZONE)
    return when, partial(step, replace(office, at=when))


def _open(draft: ConsultationDraft, actor: Actor) -> None:
    id_ = drafting.add_consultation(actor, CHANGZHUTAN, draft)
    drafting.publish_consultation(actor, CHANGZHUTAN, id_, 1)


def _find(actor: Actor, code: str) -> UUID:
    return reads.find_consultation(actor, CHANGZHUTAN, code)


def _say(code: str, said: tuple[tuple[str, str], ...], actor: Actor) -> None:
    """Let residents comment on the public page."""
    public = replace(
        actor,
        person="public",
        authority="public",
        roles=frozenset({Role.PUBLIC}),
        league=None,
        unit=None,
    )
    for member, words in said:
        draft = CommentDraft(words=words, member=member)
        receipt = commenting.new_receipt()
        id_ = _find(public, code)
        commenting.comment(public, CHANGZHUTAN, id_, draft, receipt, "")


def _record(actor: Actor) -> None:
    """Enter a letter."""
    letter = ReceivedComment(
        comment=CommentDraft(words="补贴标准三市应一致。", member="zhuzhou"),
        channel=Channel.LETTER,
        received_on=date(2026, 9, 18),
        reference="来信〔2026〕17号",
    )
    id_ = _find(actor, CLOSED)
    commenting.record_comments(actor, CHANGZHUTAN, id_, (letter,))


def _answer(actor: Actor) -> None:
    """Group the comments, answer each group, and publish the results."""
    id_ = _find(actor, CLOSED)
    for numbers, title, treatment, reason in GROUPS:
        group = weighing.group_comments(actor, CHANGZHUTAN, id_, numbers, title)
        note = Note(treatment=treatment, reason=reason)
        weighing.answer_group(actor, CHANGZHUTAN, id_, group, note)
    revision = reads.get_consultation(actor, CHANGZHUTAN, id_).line.revision
    results.publish_results(actor, CHANGZHUTAN, id_, revision)


def _accredit(actor: Actor) -> None:
    """Accredit two associations."""
    for name, kind, by, member in (
        ("淮海物流行业协会", StakeholderKind.INDUSTRY_BODY, "徐州市民政局", "xuzhou"),
        ("微山湖生态保护志愿者协会", StakeholderKind.NGO, "济宁市民政局", "jining"),
    ):
        draft = StakeholderDraft(
            name=name,
            kind=kind,
            accredited_by=by,
            term=TERM,
            document="社会团体参与认定〔2025〕1号",
            member=member,
        )
        stakeholders.accredit(actor, "huaihai", draft)


def _propose(actor: Actor, who: str, title: str, words: str) -> None:
    found = stakeholder_reads.find_stakeholder(actor, "huaihai", who)
    draft = ProposalDraft(title=title, words=words, channel=Channel.LETTER)
    proposals.file_proposal(actor, "huaihai", found.id, draft)


def _propose_ports(actor: Actor) -> None:
    words = "建议京杭运河沿线港口统一集装箱提还箱时限，减少空箱往返。"
    _propose(actor, "SH-1", "统一内河港口提还箱时限", words)


def _propose_wetlands(actor: Actor) -> None:
    words = "建议环微山湖各市共建鸟类监测点，数据互通。"
    _propose(actor, "SH-2", "共建湖区鸟类监测点", words)


def _reply(actor: Actor) -> None:
    line = stakeholder_reads.find_proposal(actor, "huaihai", "P-1")
    reason = "先在徐州、济宁两港试行48小时提还箱，其余港口视效果推开。"
    note = Note(treatment=Treatment.PARTLY, reason=reason)
    proposals.answer_proposal(actor, "huaihai", line.id, line.revision, note)
