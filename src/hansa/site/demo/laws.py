"""A rule that three cities of Huaihai draft side by side, in the demonstration.

The rule is invented, and says so. Two thresholds differ and one article is missing in one
draft; a round of consultation is open, and one city has spoken.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import partial
from uuid import UUID

from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.governance.reads import laws as reads
from hansa.governance.services.laws import agenda, drafting, rounds
from hansa.governance.terms.laws import DivergenceKind, LawAgenda, LawStance
from hansa.kernel.text import Bilingual

Act = tuple[datetime, Callable[[], object]]

LEAGUE = "huaihai"
ENTERED, OPENED, SPOKEN = date(2026, 9, 10), date(2026, 11, 16), date(2026, 11, 20)
DUE = date(2026, 12, 4)
BROUGHT = {
    "zaozhuang": date(2026, 10, 12),
    "shangqiu": date(2026, 10, 20),
    "xuzhou": date(2026, 11, 3),
}
AGENDA = LawAgenda(
    title="电动自行车停放管理规定（演示数据）",
    title_en="Rules on Parking Electric Bicycles (demonstration data)",
    purpose="演示数据：本规定及其条文均为虚构，用于演示条文对照。",
    body="legislative-conference",
    year=2026,
    lead="zaozhuang",
    members=tuple(BROUGHT),
)
TITLE = "{city}市电动自行车停放管理规定（演示数据）"
ARTICLES = (
    "为了规范电动自行车停放，维护公共秩序，根据有关法律、法规，结合{city}市实际，制定本规定。",
    "{city}市城市建成区内电动自行车的停放、充电及其监督管理，适用本规定。",
    "城市管理部门应当会同公安机关交通管理部门划定停放区域，并向社会公布。",
    "电动自行车所有人应当自购车之日起{days}内申请登记。",
    "禁止在建筑物的门厅、楼梯间、安全出口停放电动自行车或者为其充电。",
    "停放区域的设置不得占用盲道、消防通道。",
    "违反本规定停放电动自行车的，处{fine}罚款。",
    "本规定自2027年5月1日起施行。",
)
DIFFERS: Mapping[str, tuple[str, str, int | None]] = {
    "zaozhuang": ("三十日", "五十元以上二百元以下", None),
    "shangqiu": ("15日", "五十元以上二百元以下", None),
    "xuzhou": ("30日", "五十元以上五百元以下", 5),
}
"""For each city the days, the fine, and the place of the article that it lacks."""
NUMBERS = "一二三四五六七八"


def draft_of(member: str, city: str) -> str:
    """Write a city's draft."""
    days, fine, lacking = DIFFERS[member]
    kept = [one for place, one in enumerate(ARTICLES) if place != lacking]
    lines = [
        f"第{number}条　{words.format(city=city, days=days, fine=fine)}"
        for number, words in zip(NUMBERS, kept, strict=False)
    ]
    return "\n".join([TITLE.format(city=city), *lines])


def acts(office: Actor, cities: Mapping[str, Bilingual]) -> list[Act]:
    """Give what happened to the rule, each step at its own time."""
    told = _Story(office=office, cities=cities)
    return [
        told.at(ENTERED, told.enter),
        *(told.at(day, partial(told.bring, city)) for city, day in BROUGHT.items()),
        told.at(OPENED, told.open),
        told.at(SPOKEN, told.speak),
    ]


@dataclass(slots=True, kw_only=True)
class _Story:
    office: Actor
    cities: Mapping[str, Bilingual]
    made: list[UUID] = field(default_factory=list)

    def at(self, day: date, step: Callable[[Actor], None]) -> Act:
        """Give one act at ten o'clock of its day."""
        when = datetime.combine(day, time(10), LEAGUE_ZONE)
        return when, partial(step, replace(self.office, at=when))

    def enter(self, actor: Actor) -> None:
        """Enter the rule in the joint agenda."""
        self.made.append(agenda.add_law(actor, LEAGUE, AGENDA))

    def bring(self, member: str, actor: Actor) -> None:
        """Bring the draft of one city."""
        words = draft_of(member, self.cities[member].zh)
        liaison = self._liaison(actor, member)
        drafting.bring_draft(liaison, LEAGUE, self.made[0], member, 0, words)

    def open(self, actor: Actor) -> None:
        """Open the first round."""
        line = reads.get_law(actor, LEAGUE, self.made[0]).line
        words = "请就条文差异逐项表态。"
        rounds.open_round(actor, LEAGUE, line.id, line.revision, DUE, words)

    def speak(self, actor: Actor) -> None:
        """Let one city say what it thinks of each threshold."""
        line = reads.get_law(actor, LEAGUE, self.made[0]).line
        liaison = self._liaison(actor, "zaozhuang")
        words = "三十日符合登记办理实际，建议统一。"
        for row in line.rows:
            for each in row.row.divergences:
                if each.kind is DivergenceKind.QUANTITY:
                    rounds.state_position(
                        liaison,
                        LEAGUE,
                        line.id,
                        "zaozhuang",
                        each.key,
                        LawStance.KEEP,
                        words,
                    )
                    words = "罚款幅度与省级法规一致，建议统一。"

    def _liaison(self, actor: Actor, member: str) -> Actor:
        return replace(
            actor,
            person=f"demo:liaison:{member}",
            authority=f"{self.cities[member].zh}市区域合作联络办公室",
            member=member,
            unit=None,
            roles=frozenset({Role.CITY_LIAISON}),
        )
