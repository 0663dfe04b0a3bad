"""Experts of the demonstration: two pools, a draw in each league, opinions, studies.

Experts are posts with a number, employers are invented; nobody is named.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.governance.reads import experts as reads
from hansa.governance.reads import sessions as session_reads
from hansa.governance.services import studies
from hansa.governance.services.experts import advising, drawing, pool
from hansa.governance.services.sessions import docket
from hansa.governance.terms.dockets import ItemAct, ItemDraft
from hansa.governance.terms.experts import (
    Conclusion,
    DrawDraft,
    ExpertDraft,
    OpinionDraft,
)
from hansa.governance.terms.studies import Deliverable, StudyDraft
from hansa.kernel.periods import Period

Act = tuple[datetime, Callable[[], object]]
TERM = Period(date(2025, 3, 1), date(2028, 3, 1))
ENDED = Period(date(2025, 3, 1), date(2026, 3, 1))
APPOINTED, DRAWN, HEARD = date(2025, 3, 3), date(2026, 11, 20), date(2026, 11, 23)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """An expert by post: kind and number, title, employer, fields, city that employs."""

    name: str
    post: str
    employer: str
    fields: tuple[str, ...]
    member: str | None = None
    interest: str | None = None
    term: Period = TERM

    def draft(self) -> ExpertDraft:
        """Give the draft of the appointment."""
        return ExpertDraft(
            name=self.name,
            post=self.post,
            employer=self.employer,
            employer_member=self.member,
            fields=self.fields,
            interests=(self.interest,) if self.interest else (),
            interest_words="承担过该市委托的咨询项目。" if self.interest else "",
            term=self.term,
            document="专家聘任通知〔2025〕1号",
        )


def _posts(
    kind: str, posts: Sequence[tuple[str, str, str | None]], *fields: str
) -> list[Post]:
    numbers = "一二三四五六七八九"
    return [
        Post(
            name=f"{kind}专家{numbers[place]}",
            post=title,
            employer=employer,
            fields=fields,
            member=member,
        )
        for place, (title, employer, member) in enumerate(posts)
    ]


_RAIL = _posts(
    "铁路规划",
    (
        ("正高级工程师", "徐州市铁路建设服务中心", "xuzhou"),
        ("正高级工程师", "淮北市交通规划研究室", "huaibei"),
        ("教授", "某大学交通运输学院", None),
        ("正高级工程师", "某铁路勘察设计院", None),
        ("研究员", "某综合运输研究所", None),
        ("正高级工程师", "临沂市交通工程质量中心", "linyi"),
    ),
    "transport",
)

HUAIHAI: Sequence[Post] = (
    *_RAIL[:2],
    replace(_RAIL[2], interest="huaibei"),
    replace(_RAIL[3], term=ENDED),
    *_RAIL[4:],
    *_posts(
        "公路桥梁",
        (
            ("正高级工程师", "某公路科学研究院", None),
            ("教授", "某大学土木工程学院", None),
            ("正高级工程师", "商丘市公路事业发展中心", "shangqiu"),
        ),
        "transport",
    ),
    *_posts(
        "区域经济",
        (
            ("教授", "某大学经济学院", None),
            ("研究员", "某社会科学院", None),
            ("研究员", "某区域发展研究中心", None),
            ("教授", "某大学公共管理学院", None),
        ),
        "mechanism",
        "industry",
    ),
    *_posts(
        "生态环境",
        (
            ("研究员", "某环境科学研究院", None),
            ("教授", "某大学环境学院", None),
            ("正高级工程师", "济宁市环境监测中心", "jining"),
        ),
        "ecology",
    ),
    *_posts(
        "交通经济",
        (
            ("教授", "某大学管理学院", None),
            ("研究员", "某交通发展研究院", None),
        ),
        "transport",
        "industry",
    ),
    *_posts(
        "社会事业",
        (("教授", "某医科大学公共卫生学院", None), ("研究员", "某教育研究院", None)),
        "society",
    ),
)

CHANGZHUTAN: Sequence[Post] = (
    *_posts(
        "发展战略",
        (
            ("教授", "某大学区域规划系", None),
            ("研究员", "某发展研究中心", None),
            ("教授", "某大学城市与环境学院", None),
            ("研究员", "株洲市政策研究室", "zhuzhou"),
        ),
        "planning",
        "mechanism",
    ),
    *_posts(
        "轨道交通",
        (
            ("正高级工程师", "某轨道交通设计院", None),
            ("教授", "某大学交通运输工程学院", None),
            ("正高级工程师", "湘潭市轨道交通前期办公室", "xiangtan"),
        ),
        "transport",
        "planning",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a panel is drawn for; the seed is the record of a public drawing of lots."""

    body: str
    title: str
    class_id: str
    act: ItemAct
    proposer: str
    cities: tuple[str, ...]
    size: int
    seed: str
    opinions: Sequence[tuple[Conclusion, str]]


POOLS: Mapping[str, tuple[Sequence[Post], Matter]] = {
    "huaihai": (
        HUAIHAI,
        Matter(
            body="consultation",
            title="徐州至淮北城际铁路前期研究",
            class_id="issue",
            act=ItemAct.CLEAR,
            proposer="xuzhou",
            cities=("xuzhou", "huaibei"),
            size=5,
            seed="淮海专家抽取摇号记录〔2026〕1号 07-19-23-31-46",
            opinions=(
                (Conclusion.SUPPORT, "线位与国土空间规划衔接，建议开展前期研究。"),
                (Conclusion.CONDITIONAL, "客流预测依据不足，建议补充通勤调查后推进。"),
            ),
        ),
    ),
    "changzhutan": (
        CHANGZHUTAN,
        Matter(
            body="group-transport",
            title="城际轨道交通线网规划研究",
            class_id="plan",
            act=ItemAct.STUDY,
            proposer="zhuzhou",
            cities=("zhuzhou", "xiangtan"),
            size=3,
            seed="长株潭专家抽取摇号记录〔2026〕1号 03-11-28",
            opinions=((Conclusion.SUPPORT, "线网层次清楚，建议纳入一体化规划。"),),
        ),
    ),
}


def acts(office: Actor, league: str) -> list[Act]:
    """Give what happened to the experts of a league, each at its own time."""
    posts, matter = POOLS[league]
    told = _Story(office=office, league=league, posts=posts, matter=matter)
    found = [
        told.at(APPOINTED, time(9), told.appoint),
        told.at(DRAWN, time(15), told.seal),
        told.at(DRAWN, time(15, 30), told.reveal),
        told.at(HEARD, time(10), told.hear),
    ]
    if league == "huaihai":
        found.append(told.at(date(2025, 12, 1), time(10), told.study))
    return found


@dataclass(slots=True, kw_only=True)
class _Story:
    office: Actor
    league: str
    posts: Sequence[Post]
    matter: Matter
    item: UUID | None = None
    drawn: UUID | None = None
    asked: list[UUID] = field(default_factory=list)

    def at(self, day: date, hour: time, step: Callable[[Actor], None]) -> Act:
        """Give one act at its time."""
        when = datetime.combine(day, hour, LEAGUE_ZONE)
        return when, partial(step, replace(self.office, at=when))

    def appoint(self, actor: Actor) -> None:
        """Enter the pool."""
        for one in self.posts:
            pool.add_expert(actor, self.league, one.draft())

    def seal(self, actor: Actor) -> None:
        """Put the item, and seal the draw of its panel."""
        matter = self.matter
        draft = ItemDraft(
            class_id=matter.class_id,
            act=matter.act,
            title=matter.title,
            proposer=matter.proposer,
            cities=matter.cities,
        )
        self.item = docket.put_waiting(actor, self.league, matter.body, None, draft)
        asked = DrawDraft(size=matter.size, field="transport", seed=matter.seed)
        if self.league == "changzhutan":
            asked = replace(asked, field="planning")
        self.drawn = drawing.seal_draw(actor, self.league, self.item, asked)

    def reveal(self, actor: Actor) -> None:
        """Reveal the seed half an hour later."""
        assert self.drawn is not None  # It was sealed before.
        drawing.reveal_draw(actor, self.league, self.drawn, 1)

    def hear(self, actor: Actor) -> None:
        """Attach the opinions of the first of the panel; the others are awaited."""
        assert self.drawn is not None  # It was sealed before.
        assert self.item is not None
        panel = reads.get_draw(actor, self.league, self.drawn).panel
        for who, (conclusion, words) in zip(panel, self.matter.opinions, strict=False):
            said = OpinionDraft(expert=who, conclusion=conclusion, words=words)
            advising.opine(actor, self.league, self.item, said)

    def study(self, actor: Actor) -> None:
        """Enter three studies: one used, one that nobody used, one under way."""
        for question, authors, begun, finished in (
            ("毗邻地区断头路成因与建设时序", "某交通发展研究院", 300, 90),
            ("淮海经济区职业教育资源共享", "某教育研究院", 330, 40),
            ("跨省就医结算接口标准", "某医科大学公共卫生学院", 20, None),
        ):
            day = actor.at.astimezone(LEAGUE_ZONE).date()
            draft = StudyDraft(
                question=question,
                commissioner="协同发展办公室",
                begun_on=day - timedelta(days=begun),
                authors=authors,
                due_on=date(2027, 6, 30) if finished is None else None,
            )
            id_ = studies.add_study(actor, self.league, draft)
            if finished is not None:
                done = day - timedelta(days=finished)
                document = f"课题成果〔{done.year}〕{len(self.asked) + 1}号"
                delivered = Deliverable(finished_on=done, document=document)
                studies.finish_study(actor, self.league, id_, 1, delivered, None)
            self.asked.append(id_)
        self._link(actor)

    def _link(self, actor: Actor) -> None:
        for one in session_reads.list_decisions(actor, self.league, 2025, "symposium"):
            if one.item.title.zh == "编制毗邻地区断头路清单":
                words = "采用课题提出的建设时序。"
                id_ = one.item.id
                studies.link_study(actor, self.league, self.asked[0], id_, words)
