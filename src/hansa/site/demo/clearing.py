"""The clearing house of the demonstration: institutions, and windows in several states."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hansa.chassis.actor import Actor, Role
from hansa.clearing.reads.participants import all_institutions
from hansa.clearing.services import publishing, running, sealing, settling
from hansa.clearing.services.participants import (
    activate_institution,
    add_institution,
)
from hansa.clearing.services.settling import Paid
from hansa.clearing.services.windows import Stated, open_window, register_file
from hansa.clearing.terms.house import InstitutionDraft, WindowDraft
from hansa.kernel.text import Bilingual
from hansa.site.demo.taps import Flow, changzhutan_day, file_of, taps_of

BEGUN_AT = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
CITIES: Mapping[str, Bilingual] = {
    "changsha": Bilingual("长沙一卡通公司（演示）", "Changsha card company (demo)"),
    "zhuzhou": Bilingual("株洲一卡通公司（演示）", "Zhuzhou card company (demo)"),
    "xiangtan": Bilingual("湘潭一卡通公司（演示）", "Xiangtan card company (demo)"),
}
SERVED: Mapping[str, tuple[str, ...]] = {
    "changsha": ("transit", "parking", "bills"),
    "zhuzhou": ("transit", "parking"),
    "xiangtan": ("transit", "parking"),
}
HUAIHAI: Mapping[str, Bilingual] = {
    "suzhou": Bilingual("宿州公交（演示）", "Suzhou buses (demo)"),
    "xuzhou": Bilingual("徐州公交（演示）", "Xuzhou buses (demo)"),
    "shangqiu": Bilingual("商丘公交（演示）", "Shangqiu buses (demo)"),
}


def build(operator: Actor) -> None:
    """Open both clearing houses, and clear some days; what is there already stays."""
    _open("changzhutan", operator, CITIES, SERVED)
    _open("huaihai", operator, HUAIHAI, dict.fromkeys(HUAIHAI, ("transit",)))


def _open(
    league: str,
    operator: Actor,
    institutions: Mapping[str, Bilingual],
    served: Mapping[str, tuple[str, ...]],
) -> None:
    if all_institutions(league):
        return
    clerk = _person(operator, league, Role.CLEARING_OPERATOR, BEGUN_AT)
    second = _person(operator, league, Role.APPROVER, BEGUN_AT)
    for city, name in institutions.items():
        draft = InstitutionDraft(
            slug=f"{city}-card", name=name, party=city, categories=served[city]
        )
        add_institution(clerk, league, draft)
        activate_institution(second, league, draft.slug)
    if league == "changzhutan":
        _settled_day(operator, league)
        _day_of_the_story(operator, league)
    else:
        _published_day(operator, league)


def _settled_day(operator: Actor, league: str) -> None:
    """Clear 2026-11-20 through to its payments."""
    day = datetime(2026, 11, 19, 16, tzinfo=UTC)
    flows = (
        Flow(issuer="changsha", acquirer="zhuzhou", rows=900, total_fen=540_000),
        Flow(issuer="zhuzhou", acquirer="changsha", rows=700, total_fen=430_000),
        Flow(issuer="zhuzhou", acquirer="xiangtan", rows=300, total_fen=150_000),
        Flow(issuer="xiangtan", acquirer="changsha", rows=250, total_fen=120_000),
    )
    clerk = _cleared(operator, league, "2026-11-20", _files(flows, day, "20261120"))
    second = _person(operator, league, Role.APPROVER, clerk.at + timedelta(hours=1))
    publishing.approve(second, league, "2026-11-20")
    settling.instruct(clerk, league, "2026-11-20")
    settling.settle(clerk, league, "2026-11-20", Paid(reference="演示划付20261121"))


def _day_of_the_story(operator: Actor, league: str) -> None:
    """Clear 2026-11-23 up to the second person's approval, and open the next day."""
    _cleared(operator, league, "2026-11-23", changzhutan_day())
    clerk = _person(
        operator, league, Role.CLEARING_OPERATOR, datetime(2026, 11, 24, 0, tzinfo=UTC)
    )
    open_window(clerk, league, WindowDraft(slug="2026-11-24"))


def _published_day(operator: Actor, league: str) -> None:
    day = datetime(2026, 11, 22, 16, tzinfo=UTC)
    flows = (
        Flow(issuer="suzhou", acquirer="xuzhou", rows=400, total_fen=160_000),
        Flow(issuer="xuzhou", acquirer="suzhou", rows=300, total_fen=120_000),
        Flow(issuer="shangqiu", acquirer="xuzhou", rows=200, total_fen=80_000),
        Flow(issuer="suzhou", acquirer="shangqiu", rows=100, total_fen=40_000),
    )
    clerk = _cleared(operator, league, "2026-11-23", _files(flows, day, "20261123"))
    second = _person(operator, league, Role.APPROVER, clerk.at)
    publishing.approve(second, league, "2026-11-23")


def _cleared(
    operator: Actor, league: str, slug: str, files: Mapping[str, bytes]
) -> Actor:
    """Open, fill, seal and run a window on the morning after it."""
    ended = datetime.fromisoformat(slug).replace(tzinfo=UTC) + timedelta(days=1)
    clerk = _person(operator, league, Role.CLEARING_OPERATOR, ended)
    open_window(clerk, league, WindowDraft(slug=slug))
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            place = Path(folder) / "brought"
            place.write_bytes(content)
            register_file(clerk, league, place, Stated(name=name, window=slug))
    sealing.seal_window(clerk, league, slug)
    running.run_batch(clerk, league, slug)
    return clerk


def _files(flows: tuple[Flow, ...], day: datetime, stamp: str) -> Mapping[str, bytes]:
    rows: dict[str, list[tuple[str, ...]]] = {}
    for flow in flows:
        brought = rows.setdefault(flow.acquirer, [])
        brought.extend(taps_of(flow, len(brought) + 1, day))
    return {
        f"{acquirer}-card_{stamp}.csv": file_of(brought)
        for acquirer, brought in rows.items()
    }


def _person(operator: Actor, league: str, role: Role, at: datetime) -> Actor:
    return replace(
        operator,
        person=f"demo:{role.value}",
        authority="清分结算平台（演示）",
        roles=frozenset({role}),
        league=league,
        at=at,
    )
