"""The clearing houses of the demonstration: institutions, and who prepares and approves."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings

from hansa.chassis import outbox
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.clearing.services.participants import (
    activate_institution,
    add_institution,
)
from hansa.clearing.services.screening import bring_list
from hansa.clearing.services.signing import new_key, signer_from
from hansa.clearing.terms.house import InstitutionDraft
from hansa.kernel.text import Bilingual
from hansa.site.demo.meetings import Act
from hansa.site.demo.people import CLEARING_STAFF
from hansa.site.demo.taps import late_files
from hansa.site.wiring import HANDLERS

BEGUN_ON = date(2026, 10, 8)
CITIES: Mapping[str, Mapping[str, Bilingual]] = {
    "changzhutan": {
        "changsha": Bilingual("长沙一卡通公司（演示）", "Changsha card company (demo)"),
        "zhuzhou": Bilingual("株洲一卡通公司（演示）", "Zhuzhou card company (demo)"),
        "xiangtan": Bilingual("湘潭一卡通公司（演示）", "Xiangtan card company (demo)"),
    },
    "huaihai": {
        "suzhou": Bilingual("宿州公交（演示）", "Suzhou buses (demo)"),
        "xuzhou": Bilingual("徐州公交（演示）", "Xuzhou buses (demo)"),
        "shangqiu": Bilingual("商丘公交（演示）", "Shangqiu buses (demo)"),
    },
}
"""The cities whose cards are cleared, with their institutions."""
SERVED: Mapping[str, tuple[str, ...]] = {
    "changsha": ("transit", "parking", "bills"),
    "zhuzhou": ("transit", "parking"),
    "xiangtan": ("transit", "parking"),
}
LATE_FOLDER = "demo"
ABOUT = """演示数据：以下文件中的机构、卡号、交易和金额均为虚构。
用法见演示脚本“昨天的刷卡”：封账后在清分周期页面补报，再封一个调整批次。

Demonstration: institutions, cards, taps and amounts in these files are invented.
Bring one to its window once that is sealed, and seal an adjustment batch.
"""


@dataclass(frozen=True, slots=True)
class House:
    """The people of a clearing house of the demonstration, by office and number."""

    operator: Actor
    league: str

    def clerk(self, at: datetime) -> Actor:
        """Give who prepares."""
        return self._person(Role.CLEARING_OPERATOR, CLEARING_STAFF["clearing"].zh, at)

    def second(self, at: datetime) -> Actor:
        """Give who approves what the clerk prepared."""
        return self._person(Role.APPROVER, CLEARING_STAFF["clearing-second"].zh, at)

    def deliver(self, at: datetime) -> None:
        """Let the other contexts hear of what was recorded until then."""
        tick = replace(self.operator, person="demo:tick", authority="tick", at=at)
        outbox.deliver(tick, HANDLERS)

    def _person(self, role: Role, authority: str, at: datetime) -> Actor:
        return replace(
            self.operator,
            person=f"demo:{role.value}",
            authority=authority,
            roles=frozenset({role}),
            league=self.league,
            at=at,
        )


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Give an hour of a day where the leagues are."""
    return datetime.combine(day, time(hour, minute), LEAGUE_ZONE)


def take_in(house: House) -> list[Act]:
    """Give how the institutions of a league apply and are let in by a second person."""
    applied, let_in = at(BEGUN_ON, 9), at(BEGUN_ON, 15)
    found: list[Act] = []
    for city, name in CITIES[house.league].items():
        draft = InstitutionDraft(
            slug=f"{city}-card",
            name=name,
            party=city,
            categories=SERVED.get(city, ("transit",)),
        )
        clerk, second = house.clerk(applied), house.second(let_in)
        found += [
            (applied, partial(add_institution, clerk, house.league, draft)),
            (let_in, partial(activate_institution, second, house.league, draft.slug)),
        ]
    stopped = partial(_bring_stopped, house.clerk(let_in), house.league)
    return [*found, (let_in + timedelta(minutes=5), stopped)]


def _bring_stopped(clerk: Actor, league: str) -> None:
    """Bring the cards that were reported lost, one in each city."""
    lines = [f"demo-lost-{city},{BEGUN_ON}T00:00:00+08:00," for city in CITIES[league]]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "brought"
        place.write_text("\n".join(["card,from,to", *lines, ""]), encoding="utf-8")
        bring_list(clerk, league, "denylist", place, "stopped-cards.csv")


def make_key() -> None:
    """Make the key that signs what is published, where the demonstration has none yet."""
    place = settings.HANSA_CLEARING_KEY
    if place is not None and not Path(place).exists():
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        new_key(Path(place))


def public_key() -> str:
    """Give the key by which visitors check bundles; empty where nothing is signed."""
    place = settings.HANSA_CLEARING_KEY
    return signer_from(Path(place)).public_key if place is not None else ""


def late_folder() -> Path:
    """Give the folder with the files that come too late, to be brought by a visitor."""
    return Path(settings.HANSA_CLEARING).parent / LATE_FOLDER


def write_late_files() -> None:
    """Put the late files where a visitor of the demonstration finds them."""
    folder = late_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.txt").write_text(ABOUT, encoding="utf-8")
    for name, content in late_files().items():
        (folder / name).write_bytes(content)
