"""Sessions of the demonstration: two consultations in August, two Symposiums in November.

Items, positions and decisions are invented; who hosts, chairs and sits is computed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.directory.terms.offices import Office
from hansa.governance.reads import minutes as minutes_reads
from hansa.governance.reads import sessions as reads
from hansa.governance.services.minutes import publishing, rounds
from hansa.governance.services.sessions import closing, convening, docket, sitting
from hansa.governance.terms.dockets import (
    Delivery,
    Disposal,
    ItemAct,
    ItemDraft,
    Outcome,
    Stance,
    Standing,
)
from hansa.governance.terms.minutes import (
    CommentDraft,
    CommentStance,
    MinutesSheet,
    Reply,
)
from hansa.governance.terms.records import days_through
from hansa.governance.terms.sessions import (
    Mark,
    Opening,
    PositionDraft,
    Presence,
    Progress,
    SessionDraft,
    SessionSheet,
)
from hansa.kernel.text import Bilingual
from hansa.site.demo.invitations import (
    ALTERNATE,
    CALLED_ON,
    call_group,
    invite,
    reply,
)
from hansa.site.demo.people import Cast

LEAGUE = "huaihai"
Act = tuple[datetime, Callable[[], object]]
NOTICE = timedelta(days=30)
ROUND = timedelta(days=14)
REPLIED = timedelta(days=12)
BY = timedelta(days=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A matter that August clears and November decides.

    Attributes:
        lead: city and field of the unit that leads; the others are responsible with it.
    """

    title: str
    title_en: str
    class_id: str
    act: ItemAct
    words: str
    words_en: str
    lead: tuple[str, str]
    units: tuple[tuple[str, str], ...]
    due_on: date


def _matter(
    title: str,
    title_en: str,
    class_id: str,
    lead: tuple[str, str],
    cities: Sequence[str],
    due_on: date,
    act: ItemAct = ItemAct.DECIDE,
) -> Matter:
    units = tuple((city, lead[1]) for city in cities)
    words = f"会议同意{title}。"
    return Matter(
        title=title,
        title_en=title_en,
        class_id=class_id,
        act=act,
        words=words,
        words_en=f"The Symposium agrees to {title_en[0].lower()}{title_en[1:]}.",
        lead=lead,
        units=units,
        due_on=due_on,
    )


OF_2025 = (
    _matter("签署2025年度合作协议",
            "Sign the cooperation agreement of 2025",
            "matter", ("suqian", "mechanism"), ("xuzhou",),
            date(2025, 12, 31), ItemAct.SIGN),
    _matter("编制毗邻地区断头路清单",
            "Draw up the list of dead-end roads between neighbours",
            "key-work", ("xuzhou", "transport"),
            ("huaibei", "suzhou"), date(2026, 6, 30)),
    _matter("建立重污染天气会商机制",
            "Set up joint consultation on days of heavy air pollution",
            "issue", ("huaibei", "ecology"),
            ("xuzhou", "shangqiu"), date(2026, 9, 30)),
    _matter("将年度议定事项列入各市重点工作",
            "Enter the year's decisions among the key work of each city",
            "key-work", ("suqian", "mechanism"),
            ("linyi", "heze"), date(2026, 3, 31)),
    _matter("组建立法协作联席会议",
            "Set up the Legislative Cooperation Joint Conference",
            "matter", ("suqian", "mechanism"),
            ("zaozhuang", "linyi"), date(2026, 10, 31)),
    _matter("推进异地就医直接结算",
            "Advance direct settlement of medical bills away from home",
            "key-work", ("linyi", "society"),
            ("jining", "heze"), date(2026, 12, 31)),
)  # fmt: skip

OF_2026 = (
    _matter("签署2026年度合作协议",
            "Sign the cooperation agreement of 2026",
            "matter", ("suzhou", "mechanism"), ("xuzhou",),
            date(2026, 12, 31), ItemAct.SIGN),
    _matter("开通毗邻城市跨省公交",
            "Open bus lines between neighbouring cities across provinces",
            "key-work", ("xuzhou", "transport"),
            ("suzhou", "huaibei", "zaozhuang"), date(2027, 6, 30)),
    _matter("联合修订重污染天气应急预案",
            "Revise the emergency plans for heavy air pollution jointly",
            "issue", ("huaibei", "ecology"),
            ("xuzhou", "suzhou", "shangqiu"), date(2027, 9, 30)),
    _matter("共建装备制造产业协作园",
            "Build a joint park for equipment manufacturing",
            "matter", ("jining", "industry"),
            ("linyi", "heze"), date(2027, 12, 31)),
    _matter("实行医学检验结果互认",
            "Recognise each other's medical test results",
            "key-work", ("linyi", "society"),
            ("jining", "lianyungang"), date(2027, 6, 30)),
    _matter("编制省际干线公路联合建设计划",
            "Draw up a joint plan for building trunk roads across provinces",
            "issue", ("suzhou", "transport"),
            ("suqian", "lianyungang"), date(2027, 3, 31)),
)  # fmt: skip

NOTED = Bilingual("会议予以知悉。", "The session takes note.")
CLEARED = Bilingual("同意提交座谈会。", "Cleared for the Symposium.")
MINUTES_PASSED = Bilingual(
    "通过上次会议纪要。", "The minutes of the last session are approved."
)

HEARD: Sequence[tuple[Progress, str]] = (
    (Progress.DONE, "协议已签署并归档。"),
    (Progress.DONE, "清单已印发，共列入断头路23处。"),
    (Progress.IN_HAND, "会商机制文本已征求意见。"),
    (Progress.IN_HAND, "九市已列入，商丘市待补。"),
    (Progress.DONE, "联席会议自2026年1月1日起组建。"),
    (Progress.NOT_BEGUN, "待省级医保部门明确接口。"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year: the consultation of August and the Symposium of November.

    Attributes:
        heard: what both sessions heard of the decisions of the year before.
        closes: whether November is closed; the last one still waits for it.
    """

    august: date
    november: date
    matters: Sequence[Matter]
    heard: Sequence[tuple[Progress, str]] = ()
    closes: bool = True


YEARS = (
    Year(august=date(2025, 8, 21), november=date(2025, 11, 13), matters=OF_2025),
    Year(
        august=date(2026, 8, 20),
        november=date(2026, 11, 19),
        matters=OF_2026,
        heard=HEARD,
        closes=False,
    ),
)


def acts(office: Actor, cities: Mapping[str, Bilingual], made: Cast) -> list[Act]:
    """Give what happened to the sessions of every year, each at its own time."""
    told = [act for year in YEARS for act in _Story(office, cities, made, year).acts()]
    at = datetime.combine(CALLED_ON, time(10), LEAGUE_ZONE)
    return [*told, (at, partial(call_group, replace(office, at=at)))]


@dataclass(slots=True)
class _Story:
    office: Actor
    cities: Mapping[str, Bilingual]
    made: Cast
    year: Year
    august: UUID | None = None
    november: UUID | None = None
    items: dict[str, UUID] = field(default_factory=dict)

    def acts(self) -> list[Act]:
        """Give the acts of one year; each finds what those before it made."""
        year = self.year
        second = year.november + timedelta(days=1)
        steps: list[tuple[date, int, Callable[[Actor], object]]] = [
            (year.august - NOTICE, 9, self._convene_august),
            (year.august, 9, self._sit_august),
            (year.august, 19, self._close_august),
            (year.august + ROUND, 10, self._publish_august),
            (year.november - NOTICE, 9, self._convene_november),
            (year.november - NOTICE, 10, self._invite_november),
            (year.november - REPLIED, 15, self._reply_november),
            (year.november, 9, self._sit_november),
            (year.november, 16, self._decide),
        ]
        if year.closes:
            steps.append((second, 19, self._close_november))
            steps.append((second + ROUND, 10, self._publish_november))
        found: list[Act] = []
        for day, hour, step in steps:
            at = datetime.combine(day, time(hour), LEAGUE_ZONE)
            found.append((at, partial(step, replace(self.office, at=at))))
        return found

    def _convene_august(self, actor: Actor) -> None:
        day = self.year.august
        draft = SessionDraft(
            body="consultation",
            days=days_through(day, day),
            document=f"淮海协商〔{day.year}〕1号",
        )
        self.august = convening.convene(actor, LEAGUE, draft)
        for matter in self.year.matters:
            signed = matter.act is ItemAct.SIGN
            docket.put_item(
                actor,
                LEAGUE,
                self.august,
                ItemDraft(
                    class_id="agreement" if signed else "issue",
                    act=ItemAct.CLEAR,
                    title=matter.title,
                    title_en=matter.title_en,
                ),
            )

    def _sit_august(self, actor: Actor) -> None:
        sheet = self._open(actor, self.august)
        self._hear(actor, sheet)
        for one in sheet.items:
            standing = one.item.standing is not None
            ended = Disposal(
                outcome=Outcome.NOTED if standing else Outcome.DECIDED,
                words=NOTED.zh if standing else CLEARED.zh,
                words_en=NOTED.en if standing else CLEARED.en,
            )
            sitting.dispose(actor, LEAGUE, one.item.id, one.item.revision, ended)

    def _hear(self, actor: Actor, sheet: SessionSheet) -> None:
        """Hear of the last decisions, where there are any."""
        reports = zip(sheet.reports, self.year.heard, strict=False)
        for report, (progress, words) in reports:
            sitting.hear_report(
                actor, LEAGUE, sheet.line.id, report.decision.id, progress, words
            )

    def _close_august(self, actor: Actor) -> None:
        self._close(actor, self.august)

    def _convene_november(self, actor: Actor) -> None:
        day = self.year.november
        draft = SessionDraft(
            body="symposium",
            days=days_through(day, day + timedelta(days=1)),
            document=f"淮海座谈〔{day.year}〕1号",
        )
        self.november = convening.convene(actor, LEAGUE, draft)
        for matter in self.year.matters:
            self.items[matter.title] = docket.put_item(
                actor,
                LEAGUE,
                self.november,
                ItemDraft(
                    class_id=matter.class_id,
                    act=matter.act,
                    title=matter.title,
                    title_en=matter.title_en,
                ),
            )

    def _invite_november(self, actor: Actor) -> None:
        assert self.november is not None  # It was convened an hour before.
        invite(actor, self.november, self.year.november - BY)

    def _reply_november(self, actor: Actor) -> None:
        assert self.november is not None  # It was convened weeks before.
        reply(actor, self.november, self.cities, partial(self._liaison, actor))

    def _sit_november(self, actor: Actor) -> None:
        sheet = self._open(actor, self.november)
        self._hear(actor, sheet)
        for one in sheet.items:
            if one.item.standing is Standing.LAST_MINUTES:
                ended = Disposal(
                    outcome=Outcome.DECIDED,
                    words=MINUTES_PASSED.zh,
                    words_en=MINUTES_PASSED.en,
                )
            elif one.item.standing is not None:
                ended = Disposal(
                    outcome=Outcome.NOTED, words=NOTED.zh, words_en=NOTED.en
                )
            else:
                continue
            sitting.dispose(actor, LEAGUE, one.item.id, one.item.revision, ended)
        for item in self.items.values():
            for member in self.cities:
                said = PositionDraft(member=member, stance=Stance.CONSENT)
                liaison = self._liaison(actor, member)
                docket.take_position(liaison, LEAGUE, item, 1, said)
        sitting.call_item(actor, LEAGUE, self.items[self.year.matters[0].title])

    def _liaison(self, actor: Actor, member: str) -> Actor:
        return replace(
            actor,
            person=f"demo:liaison:{member}",
            authority=f"{self.cities[member].zh}市区域合作联络办公室",
            member=member,
            roles=frozenset({Role.CITY_LIAISON}),
        )

    def _decide(self, actor: Actor) -> None:
        for matter in self.year.matters:
            delivery = Delivery(
                lead=self.made.units[matter.lead],
                units=tuple(self.made.units[unit] for unit in matter.units),
                due_on=matter.due_on,
            )
            disposal = Disposal(
                outcome=Outcome.DECIDED,
                words=matter.words,
                words_en=matter.words_en,
                delivery=delivery,
            )
            sitting.dispose(actor, LEAGUE, self.items[matter.title], 1, disposal)

    def _close_november(self, actor: Actor) -> None:
        self._close(actor, self.november)

    def _publish_august(self, actor: Actor) -> None:
        self._publish(actor, self.august)

    def _publish_november(self, actor: Actor) -> None:
        self._publish(actor, self.november)

    def _publish(self, actor: Actor, session: UUID | None) -> None:
        """Circulate, comment on, approve and publish the minutes of a session."""
        assert session is not None  # It was convened a month before.

        def sheet() -> MinutesSheet:
            return minutes_reads.minutes_of(actor, LEAGUE, session)

        rounds.circulate(actor, LEAGUE, session, sheet().line.revision)
        for member in self.cities:
            speaks = member == "shangqiu"
            said = CommentDraft(
                member=member,
                stance=CommentStance.COMMENT if speaks else CommentStance.NONE,
                words="建议逐项列明责任单位。" if speaks else "",
            )
            speaker = self._liaison(actor, member)
            rounds.comment(speaker, LEAGUE, session, sheet().line.revision, said)
        reply = Reply(adopted=True, words="已逐项列明。")
        revision = sheet().line.revision
        rounds.answer(actor, LEAGUE, session, revision, "shangqiu", reply)
        for holder in sheet().approvers:
            revision, paper = sheet().line.revision, "纪要签批单1号"
            publishing.approve(actor, LEAGUE, session, revision, holder, paper)
        publishing.publish(actor, LEAGUE, session, sheet().line.revision)

    def _open(self, actor: Actor, session: UUID | None) -> SessionSheet:
        """Open a session, with one seat excused and one represented by an alternate."""
        assert session is not None  # It was convened a month before.
        line = reads.get_session(actor, LEAGUE, session).line
        sitting.open_session(actor, LEAGUE, session, line.revision, Opening())
        sheet = reads.get_session(actor, LEAGUE, session)
        marks = [
            Mark(presence=Presence.PRESENT, seat=seat)
            for seat in sheet.seats
            if seat.count is not None
        ]
        for place, mark in enumerate(marks):
            assert mark.seat is not None
            if mark.seat.office is Office.PARTY_SECRETARY_GENERAL:
                if mark.seat.member == "zaozhuang":
                    marks[place] = replace(mark, presence=Presence.EXCUSED)
                if mark.seat.member == "heze":
                    marks[place] = replace(
                        mark,
                        presence=Presence.ALTERNATE,
                        who=ALTERNATE[0],
                        document=ALTERNATE[1],
                    )
        sitting.keep_attendance(actor, LEAGUE, session, sheet.line.revision, marks)
        return reads.get_session(actor, LEAGUE, session)

    def _close(self, actor: Actor, session: UUID | None) -> None:
        assert session is not None  # It was convened a month before.
        line = reads.get_session(actor, LEAGUE, session).line
        closing.close_session(actor, LEAGUE, session, line.revision)
