"""Cases of the demonstration's clearing: suspended rows, and how far each has come."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from hansa.casework.reads import cases as reads
from hansa.casework.reads.cases import CaseFilter
from hansa.casework.services import acts
from hansa.casework.services.rows import Said
from hansa.casework.terms.cases import CaseLine, PartyStance, Reply
from hansa.chassis.actor import Actor, Role
from hansa.kernel.text import Bilingual
from hansa.site.demo.clearing import CITIES, House, at

UNMATCHED = "unmatched"
FOUND = "经核查，两笔为轮渡刷卡，现行清分规则未约定价格，同意按拒付处理。"
CHECKING = "两笔为轮渡刷卡，正与运营单位核对是否纳入清分。"
REFUSED = "轮渡不在现行清分规则之内，确认拒付，由收单机构向持卡人说明。"
CLOSED = "已告知收单机构，办结。"

Add = Callable[[datetime, Callable[[], object]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Rows that no rule prices: who brought them, and what was done about them.

    Attributes:
        replied_on: when the city answered, with ``answer``; None if it has not.
        prepared_on: when the clerk proposed to refuse them.
        closed_on: when the second person had agreed and the case was closed.
    """

    acquirer: str
    replied_on: date | None = None
    answer: str = FOUND
    prepared_on: date | None = None
    closed_on: date | None = None

    @staticmethod
    def on(league: str, day: date) -> str | None:
        """Name who brought such rows on a day; None where nobody did."""
        found = COURSES.get((league, day))
        return found.acquirer if found else None


COURSES = {
    ("changzhutan", date(2026, 11, 12)): Found(
        acquirer="zhuzhou",
        replied_on=date(2026, 11, 17),
        prepared_on=date(2026, 11, 18),
        closed_on=date(2026, 11, 19),
    ),
    ("changzhutan", date(2026, 11, 15)): Found(
        acquirer="xiangtan",
        replied_on=date(2026, 11, 19),
        prepared_on=date(2026, 11, 20),
    ),
    ("changzhutan", date(2026, 11, 18)): Found(
        acquirer="changsha", replied_on=date(2026, 11, 23), answer=CHECKING
    ),
    ("changzhutan", date(2026, 11, 19)): Found(acquirer="zhuzhou"),
    ("huaihai", date(2026, 11, 12)): Found(
        acquirer="xuzhou",
        replied_on=date(2026, 11, 17),
        prepared_on=date(2026, 11, 18),
        closed_on=date(2026, 11, 19),
    ),
}
"""By league and day of the window. One waits for its city, one is in hand, one waits for a
second person, two are closed."""


def follow_up(house: House, day: date, add: Add) -> None:
    """Give what is done in the case that a window's suspended rows opened, if any did."""
    found = COURSES.get((house.league, day))
    if found is None or found.replied_on is None:
        return
    city = CITIES[house.league][found.acquirer]
    when = at(found.replied_on, 15)
    liaison = _liaison(house, found.acquirer, city, when)
    add(when, partial(_reply, liaison, house.league, day, found.answer))
    if found.prepared_on is not None:
        clerk = house.clerk(at(found.prepared_on, 10))
        add(clerk.at, partial(_decide, clerk, house.league, day))
    if found.closed_on is not None:
        second = house.second(at(found.closed_on, 10))
        add(second.at, partial(_approve, second, house.league, day))
        closing = house.clerk(at(found.closed_on, 16))
        add(closing.at, partial(_close, closing, house.league, day))


def _liaison(house: House, member: str, company: Bilingual, when: datetime) -> Actor:
    return replace(
        house.operator,
        person=f"demo:{member}",
        authority=company.zh,
        member=member,
        roles=frozenset({Role.CITY_LIAISON}),
        league=house.league,
        at=when,
    )


def _case(actor: Actor, league: str, day: date) -> CaseLine:
    wanted = CaseFilter(type=UNMATCHED, words=day.isoformat())
    (line,) = reads.list_cases(actor, league, reads.day_of(actor), wanted)
    return line


def _reply(actor: Actor, league: str, day: date, answer: str) -> None:
    line = _case(actor, league, day)
    given = Reply(party=1, stance=PartyStance.STATES)
    acts.reply(actor, league, line.id, line.revision, given, Said(note=answer))


def _decide(actor: Actor, league: str, day: date) -> None:
    line = _case(actor, league, day)
    acts.decide(actor, league, line.id, line.revision, "refused", Said(note=REFUSED))


def _approve(actor: Actor, league: str, day: date) -> None:
    line = _case(actor, league, day)
    acts.approve(actor, league, line.id, line.revision, Said())


def _close(actor: Actor, league: str, day: date) -> None:
    line = _case(actor, league, day)
    acts.close(actor, league, line.id, line.revision, Said(note=CLOSED))
