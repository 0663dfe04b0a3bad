"""Decisions that change bodies, taken in sessions as the agreements want them."""

from datetime import date

from hansa.governance.terms import Level
from hansa.governance.terms.dockets import Delivery, ItemAct, Outcome
from hansa.governance.tests.sessions import scene


def by_symposium(year: int, title: str, *, principle: bool = False) -> str:
    """Let the Symposium of a year decide, as August has cleared it; give the item."""
    unit = scene.bureau("xuzhou")
    scene.cleared(date(year, 8, 20), title)
    session, (item,) = scene.symposium(date(year, 11, 20), title)
    scene.consent(item)
    delivery = Delivery(lead=unit, units=(unit,), due_on=date(year + 1, 6, 30))
    if principle:
        delivery = Delivery(principle_only=True)
    for one in scene.sheet(session).items:
        if one.item.standing is not None:
            scene.end(one.item.id, Outcome.NOTED)
    scene.end(item, delivery=delivery)
    scene.close(session)
    return str(item)


def by_conference(year: int, title: str) -> str:
    """Let the secretaries of Chang-Zhu-Tan decide; give the item of plans."""
    league = "changzhutan"
    unit = scene.bureau("changsha", league)
    session = scene.convene(
        "conference", date(year, 3, 10), league, level=Level.SECRETARY
    )
    classes = ("review", "goals", "theme", "applications", "plans")
    items = {
        one: scene.put(
            session,
            title if one == "plans" else f"议题 {one}",
            league,
            class_id=one,
            act=ItemAct.APPLY if one == "applications" else ItemAct.STUDY,
        )
        for one in classes
    }
    scene.open_(session, league)
    for item in items.values():
        scene.consent(item, league)
    for weighed in scene.sheet(session, league).items:
        if weighed.item.standing is not None:
            scene.end(weighed.item.id, Outcome.NOTED, league)
    delivery = Delivery(lead=unit, units=(unit,), due_on=date(year, 12, 31))
    for one, item in items.items():
        scene.end(item, league=league, delivery=delivery if one == "plans" else None)
    scene.close(session, league)
    return str(items["plans"])
