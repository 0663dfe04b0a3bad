"""Supervision inside one city of the demonstration: an order, a bulletin, its end."""

from dataclasses import replace
from datetime import date, datetime, time

from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.directory.services import people
from hansa.directory.terms.people import UnitDetails, UnitDraft, UnitKind
from hansa.duties.reads import duties as duty_reads
from hansa.duties.reads import supervision as reads
from hansa.duties.services import bulletins, handing
from hansa.duties.services import supervision as services
from hansa.duties.services.handing import Handing, Return
from hansa.duties.terms.duties import Filters, Order
from hansa.duties.terms.supervision import PaperDraft
from hansa.kernel.text import Bilingual
from hansa.site.demo import dispatch
from hansa.site.demo.meetings import Act
from hansa.site.demo.people import SINCE, Cast

LEAGUE, CITY = "huaihai", "zaozhuang"
OFFICE = Bilingual(
    "枣庄市人民政府督查室", "Supervision Office of the Zaozhuang Government"
)
TITLE = dispatch.HUAIHAI[0].title
ANSWER = "第三季度交通合作事项进展已报送，迟报系数据核对所致，今后按期报送。"


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LEAGUE_ZONE)


def _officer(head: Actor, unit: str, name: str) -> Actor:
    """Give an officer of a unit, where and when the liaison of its city acts."""
    return replace(
        head,
        person=f"demo:{CITY}-{name}",
        authority=name,
        roles=frozenset({Role.UNIT_OFFICER}),
        unit=unit,
    )


def acts(office: Actor, city: Bilingual, cast: Cast) -> list[Act]:
    """Give how Zaozhuang orders its transport bureau, which answers late."""
    bureau = cast.units[CITY, "transport"]
    made: dict[str, str] = {}
    handed, ordered = _at(date(2026, 9, 21), 11), _at(date(2026, 9, 28), 9)
    told = _at(date(2026, 10, 12), 9)

    def liaison(at: datetime) -> Actor:
        return dispatch.liaison(office, CITY, city, at)

    def supervisor(at: datetime) -> Actor:
        return _officer(liaison(at), made["office"], OFFICE.zh)

    def hand_on() -> None:
        made["office"] = people.open_unit(
            replace(office, at=handed),
            LEAGUE,
            UnitDraft(
                member=CITY,
                name=OFFICE,
                details=UnitDetails(kind=UnitKind.OFFICE, opened_on=SINCE),
            ),
        )
        head = liaison(handed)
        services.name_unit(head, LEAGUE, CITY, made["office"], "three-steps")
        reckoning = duty_reads.reckon(LEAGUE, handed.date())
        wanted = Filters(member=CITY, words=TITLE)
        (duty,) = duty_reads.list_duties(
            head, LEAGUE, reckoning, wanted, Order(), slice(1)
        )
        asked = Handing(
            unit=bureau, words="请报交通专项进展。", due_on=date(2026, 9, 24)
        )
        handing.hand_on(head, LEAGUE, duty.id, duty.revision, [asked])

    def order() -> None:
        who = supervisor(ordered)
        (part,) = reads.get_desk(who, LEAGUE, CITY).parts
        draft = PaperDraft(rung="order", reason="国庆节前须完成汇总。")
        services.issue(who, LEAGUE, CITY, part.part, draft)

    def tell() -> None:
        bulletins.publish(supervisor(told), LEAGUE, CITY, "请对照要求抓紧报送。")

    def answer() -> None:
        head = liaison(_at(date(2026, 10, 12), 10))
        who = _officer(head, bureau, "枣庄市交通运输局")
        (paper,) = reads.get_desk(who, LEAGUE, CITY).papers
        given = Return(words=ANSWER)
        services.answer(who, LEAGUE, paper.id, paper.revision, given)
        reckoning = duty_reads.reckon(LEAGUE, who.at.date())
        part = duty_reads.get_duty(who, LEAGUE, paper.duty, reckoning).parts[0]
        handing.return_part(who, LEAGUE, part.id, part.revision, given)

    def close() -> None:
        who = supervisor(_at(date(2026, 10, 12), 11))
        (paper,) = reads.get_desk(who, LEAGUE, CITY).papers
        services.close(who, LEAGUE, paper.id, paper.revision, "已核对附表。")

    return [
        (handed, hand_on),
        (ordered, order),
        (told, tell),
        (_at(date(2026, 10, 12), 10), answer),
        (_at(date(2026, 10, 12), 11), close),
    ]
