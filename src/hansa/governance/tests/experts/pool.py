"""A pool of experts in few words: who is in it, and the item that they are drawn for."""

from datetime import date
from typing import Any
from uuid import UUID

from hansa.governance.reads import experts as reads
from hansa.governance.services.experts import advising, drawing
from hansa.governance.services.experts import pool as services
from hansa.governance.services.sessions import docket
from hansa.governance.terms.dockets import ItemDraft
from hansa.governance.terms.experts import (
    Conclusion,
    DrawDraft,
    DrawLine,
    ExpertDraft,
    ExpertFilter,
    Note,
    OpinionDraft,
    Treatment,
)
from hansa.governance.tests.sessions import scene
from hansa.kernel.periods import Period

DAY = date(2026, 11, 24)
TERM = Period(date(2025, 1, 1), date(2028, 1, 1))
SEED = "徐州淮北二〇二六年十一月抽取种子"


def expert(name: str, league: str = "huaihai", **stated: Any) -> UUID:
    """Enter one expert of transport whom nothing speaks against."""
    named: dict[str, Any] = {
        "employer": "某大学交通学院",
        "fields": ("transport",),
        "term": TERM,
        **stated,
    }
    draft = ExpertDraft(name=name, **named)
    return services.add_expert(scene.office(DAY, league), league, draft)


def twenty() -> None:
    """Fill the pool with twenty, four of whom may not advise on 徐州 and 淮北."""
    expert(
        "铁路规划专家一", employer="徐州市发展和改革委员会", employer_member="xuzhou"
    )
    expert("铁路规划专家二", employer="淮北市交通运输局", employer_member="huaibei")
    expert("铁路规划专家三", interests=("huaibei",), interest_words="承担过选线设计。")
    expert("铁路规划专家四", term=Period(date(2020, 1, 1), date(2024, 1, 1)))
    for number in range(5, 21):
        expert(
            f"铁路规划专家{number}", employer_member="linyi" if number > 18 else None
        )


def matter(league: str = "huaihai", **stated: Any) -> UUID:
    """Put an item that waits for its session."""
    draft = ItemDraft(title="徐州至淮北城际铁路前期研究", **stated)
    body = "consultation" if league == "huaihai" else "group-transport"
    return docket.put_waiting(scene.office(DAY, league), league, body, None, draft)


def draw(
    item: UUID, size: int = 5, league: str = "huaihai", seed: str | None = SEED
) -> DrawLine:
    """Seal a draw and reveal it."""
    office = scene.office(DAY, league)
    id_ = drawing.seal_draw(office, league, item, DrawDraft(size=size, seed=seed))
    drawing.reveal_draw(office, league, id_, 1)
    return reads.get_draw(office, league, id_)


def names(league: str = "huaihai") -> dict[UUID, str]:
    """Name the experts of a pool."""
    lines = reads.list_experts(scene.office(DAY, league), league, ExpertFilter())
    return {line.id: line.name for line in lines}


def opine(item: UUID, who: UUID, league: str = "huaihai", **stated: Any) -> UUID:
    """Attach an opinion on a day of its session."""
    named = {"conclusion": Conclusion.SUPPORT, "words": "建议纳入规划。", **stated}
    draft = OpinionDraft(expert=who, **named)
    return advising.opine(scene.office(DAY, league), league, item, draft)


def treat(item: UUID, opinion: UUID, league: str = "huaihai") -> None:
    """Note that an opinion is adopted."""
    note = Note(treatment=Treatment.ADOPTED, reason="已写入方案。")
    advising.treat(scene.office(DAY, league), league, item, opinion, 1, note)
