"""A circular and a handover of the demonstration.

The industry group of Chang-Zhu-Tan told of the first half of 2026, and one city has not
acknowledged it. In Huaihai the host of 2025 handed over to that of 2026; what the latter
leaves to the next one is in preparation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from uuid import UUID

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.duties.terms.notices import Call
from hansa.governance.reads import circulars as reads
from hansa.governance.reads import handovers as handover_reads
from hansa.governance.services import handovers
from hansa.governance.services.circulars import drafting, sending
from hansa.governance.terms.handovers import Side
from hansa.kernel.text import Bilingual

Act = tuple[datetime, Callable[[], object]]

GROUP = "group-industry"
ENTRY = f"{GROUP}/2026/1"
SENT, SIGNED, CALLED = date(2026, 6, 26), date(2026, 6, 29), date(2026, 6, 30)
PASSED = date(2026, 1, 1)
HANDED, TAKEN = date(2025, 12, 29), date(2026, 1, 6)


def _at(actor: Actor, day: date, hour: int) -> tuple[datetime, Actor]:
    at = datetime.combine(day, time(hour), LEAGUE_ZONE)
    return at, replace(actor, at=at)


def _liaison(actor: Actor, member: str, cities: Mapping[str, Bilingual]) -> Actor:
    return replace(
        actor,
        person=f"demo:liaison:{member}",
        authority=f"{cities[member].zh}市区域合作联络办公室",
        member=member,
        unit=None,
        roles=frozenset({Role.CITY_LIAISON}),
    )


def acts(office: Actor, cities: Mapping[str, Bilingual]) -> list[Act]:
    """Give what happened to the circular, each step at its own time."""
    story = _Story(league=office.league or "", cities=cities)
    steps = (
        (SENT, 15, story.send),
        (SIGNED, 10, story.sign),
        (CALLED, 16, story.call),
    )
    found: list[Act] = []
    for day, hour, step in steps:
        at, actor = _at(office, day, hour)
        found.append((at, partial(step, actor)))
    return found


@dataclass(slots=True, kw_only=True)
class _Story:
    league: str
    cities: Mapping[str, Bilingual]
    made: UUID | None = None

    def send(self, actor: Actor) -> None:
        """Draft, freeze and send it on one afternoon."""
        words = "下一步，将围绕检验检测平台共建共享开展对接。"
        made = drafting.draft(actor, self.league, ENTRY, words)
        for act in (drafting.freeze, sending.send):
            line = reads.get_circular(actor, self.league, made).line
            act(actor, self.league, made, line.revision)
        self.made = made

    def sign(self, actor: Actor) -> None:
        """One city signs with its account."""
        assert self.made is not None  # It was sent three days before.
        liaison = _liaison(actor, "changsha", self.cities)
        sending.acknowledge(liaison, self.league, self.made, "changsha")

    def call(self, actor: Actor) -> None:
        """One city confirms by telephone; the third has not acknowledged."""
        assert self.made is not None  # It was sent four days before.
        call = Call(spoke_to="值班员", office="湘潭市人民政府办公室", at=actor.at)
        sending.confirm_by_telephone(actor, self.league, self.made, "xiangtan", call)


def hand_over(office: Actor, cities: Mapping[str, Bilingual]) -> list[Act]:
    """Give both signatures under the handover of 2026: one is a few days late."""
    found: list[Act] = []
    for day, side, member in (
        (HANDED, Side.OUTGOING, "suqian"),
        (TAKEN, Side.INCOMING, "suzhou"),
    ):
        at, actor = _at(_liaison(office, member, cities), day, 10)
        found.append((at, partial(_sign, actor, side)))
    return found


def _sign(actor: Actor, side: Side) -> None:
    league, today = actor.league or "", actor.at.astimezone(LEAGUE_ZONE).date()
    versions = charter_reads.get_versions(league)
    sheet = handover_reads.get_handover(actor, versions, PASSED, today)
    handovers.sign(actor, league, PASSED, side, sheet.digest)
