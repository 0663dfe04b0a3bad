"""Puts on a docket what comes by itself: standing items, and what earlier ones left."""

from collections.abc import Iterable
from uuid import uuid4

from hansa.governance.models import DocketItem
from hansa.governance.rules import dockets as rules
from hansa.governance.services.sessions.rows import Held, add_step
from hansa.governance.terms.dockets import STANDING_TITLES, ItemAct, Standing
from hansa.governance.terms.sessions import StepKind
from hansa.kernel.errors import Refused

STANDING_ACTS = {
    Standing.LAST_MINUTES: ItemAct.DELIBERATE,
    Standing.LAST_DECISIONS: ItemAct.HEAR,
}


def next_place(held: Held) -> int:
    """Give the place of the next item on a docket."""
    last = DocketItem.objects.filter(session=held.row).order_by("-place").first()
    return last.place + 1 if last else 1


def put_standing(held: Held, standing: Iterable[Standing]) -> None:
    """Put what comes first on every docket by itself."""
    for one in standing:
        row = DocketItem.objects.create(
            id=uuid4(),
            league=held.row.league,
            session=held.row,
            body=held.row.body,
            level=held.row.level,
            year=held.row.year,
            place=next_place(held),
            act=STANDING_ACTS[one].value,
            title=STANDING_TITLES[one].zh,
            standing=one.value,
            put_by=held.actor.person,
            put_at=held.actor.at,
        )
        held.named.append(f"item:{row.pk}")


def carry(held: Held, waiting: Iterable[DocketItem]) -> None:
    """Put on a docket what waits for it; what stood on another keeps its place there."""
    for former in waiting:
        row = former if former.session_id is None else _again(held, former)
        row.session = held.row
        row.body, row.level = held.row.body, held.row.level
        row.year, row.place = held.row.year, next_place(held)
        _fit(held, row)
        row.save()
        add_step(held, StepKind.CARRIED, item=row)
        held.named.append(f"item:{row.pk}")


def _again(held: Held, former: DocketItem) -> DocketItem:
    """Copy an item that is left over; clearance goes with it."""
    docket = held.ground.body.docket
    gate = docket.gate if docket else None
    here = gate is not None and former.body == gate.body
    return DocketItem(
        id=uuid4(),
        league=former.league,
        class_id=former.class_id,
        act=former.act,
        title=former.title,
        title_en=former.title_en,
        words=former.words,
        source=former.source,
        proposer=former.proposer,
        cities=former.cities,
        cleared_by=former if here else former.cleared_by,
        urgent_document=former.urgent_document,
        urgent_reason=former.urgent_reason,
        carried_from=former,
        put_by=former.put_by,
        put_at=former.put_at,
    )


def _fit(held: Held, row: DocketItem) -> None:
    """Take away a class or an act that this body has not; who prepares gives another."""
    body, level = held.ground.body, held.line.level
    if row.class_id not in {one.id for one in rules.classes_at(body.docket, level)}:
        row.class_id = ""
    try:
        rules.refuse_incompetent(ItemAct(row.act), body, level, held.ground.bodies)
    except Refused:
        row.act = ItemAct.STUDY.value
