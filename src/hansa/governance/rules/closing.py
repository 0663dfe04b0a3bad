"""What the cities make of an item, how it may end, and when a session may be closed.

Source: GOV-06 to GOV-08 and GOV-20 of huaihai; GOV-14, GOV-16 and GOV-25 of changzhutan.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from hansa.governance.rules import advice as advice_rules
from hansa.governance.rules import consultations as consultation_rules
from hansa.governance.rules.dockets import classes_at
from hansa.governance.terms import Body, Level
from hansa.governance.terms.consultations import Heard
from hansa.governance.terms.dockets import (
    DELIVERED,
    Delivery,
    Disposal,
    Docket,
    Item,
    Lack,
    Outcome,
    Position,
    Stance,
    Tally,
)
from hansa.governance.terms.experts import Advice
from hansa.kernel.errors import Refused
from hansa.kernel.text import Bilingual, Text, text

Names = Mapping[str, Bilingual]


def standing_positions(item: Item) -> dict[str, Position]:
    """Give the last word of each city on the wording that stands."""
    return {
        one.member: one
        for one in item.positions
        if one.replaced_at is None and one.wording == item.wording
    }


def tally(docket: Docket | None, parties: Sequence[str], item: Item) -> Tally:
    """Count what the members say to the wording that stands; nobody else is counted.

    Source: GOV-06 and GOV-08 of huaihai, reading A-08.
    """
    said = standing_positions(item)

    def those(stance: Stance) -> tuple[str, ...]:
        return tuple(m for m in parties if m in said and said[m].stance is stance)

    asked = docket is not None and docket.consensus is not None
    return Tally(
        asked=asked and item.standing is None,
        consents=those(Stance.CONSENT),
        objections=those(Stance.OBJECT),
        reserves=those(Stance.RESERVE),
        missing=tuple(m for m in parties if m not in said),
    )


def is_adopted(item: Item, tallied: Tally) -> bool | None:
    """Tell whether the decision on an item stands; None where nothing was decided."""
    if item.outcome is not Outcome.DECIDED or not item.stands:
        return None
    return tallied.is_consensus


def refuse_unclassed(body: Body, level: Level | None, item: Item) -> None:
    """Refuse to decide on an item that came from elsewhere and has no class here yet.

    Raises:
        Refused: its class is none of this session's.

    Source: GOV-07 of huaihai; GOV-14 and GOV-15 of changzhutan.
    """
    known = [one.title for one in classes_at(body.docket, level)]
    ids = {one.id for one in classes_at(body.docket, level)}
    if ids and item.standing is None and item.class_id not in ids:
        raise Refused(
            "class-missing",
            text("“{title}” has no class of this session.", title=item.title),
            text("Amend it first; classes: {known}.", known=tuple(known)),
        )


def refuse_disposal(item: Item, disposal: Disposal, above: str | None) -> None:
    """Refuse an end of an item that leaves open who does what, or where it goes.

    Args:
        item: as it stands.
        disposal: how it is to end.
        above: the body that an unsolved matter is put to; None where there is none.

    Raises:
        Refused: no words, no lead, no responsible unit or no day; or nobody above.
    """
    if not disposal.words.strip():
        raise Refused(
            "words-missing",
            text("It is not said how the item ended."),
            text("Write the sentence that will stand in the minutes."),
        )
    if disposal.outcome is Outcome.ESCALATED and above is None:
        raise Refused(
            "nobody-above",
            text("No body stands above this one."),
            text("Decide, defer or note the item."),
        )
    delivers = item.standing is None and item.act in DELIVERED
    if disposal.outcome is Outcome.DECIDED and delivers:
        _refuse_undelivered(disposal.delivery)


def _refuse_undelivered(delivery: Delivery) -> None:
    missing = tuple(missing_of(delivery))
    if missing and not delivery.principle_only:
        raise Refused(
            "delivery-incomplete",
            text("The decision does not say: {missing}.", missing=missing),
            text("Add it, or mark the decision as an opinion of principle only."),
        )


def missing_of(delivery: Delivery) -> Iterator[Text]:
    """Name what a decision must say before anybody can carry it out."""
    if delivery.lead is None:
        yield text("lead unit")
    if not delivery.units:
        yield text("responsible units")
    if delivery.due_on is None:
        yield text("time limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """What the close gate looks at.

    Attributes:
        adopted: whether the decision on each item stands, by the item's place.
        marked: whether anything is recorded of who came.
        unheard: titles of earlier decisions whose state was not heard.
        advised: what experts contribute, by item; nothing for all others.
        heard: whether the public was heard, by item; nobody for all others.
    """

    body: Body
    level: Level | None
    items: Sequence[Item]
    tallies: Mapping[int, Tally]
    marked: bool
    unheard: tuple[Bilingual, ...]
    names: Names
    advised: Mapping[UUID, Advice] = field(default_factory=dict)
    heard: Mapping[UUID, Heard] = field(default_factory=dict)


def lacks_of(sitting: Sitting) -> tuple[Lack, ...]:
    """List all that is missing before a session is closed, in the order of its docket.

    Source: GOV-14, GOV-25 and CAS-02 of changzhutan; GOV-07, GOV-20 and GOV-29 of
    huaihai.
    """
    return (
        *_open_items(sitting),
        *advice_rules.lacks_of(sitting.items, sitting.advised),
        *consultation_rules.lacks_of(sitting.items, sitting.heard),
        *_missing_outputs(sitting),
        *_unheard(sitting),
    )


def _open_items(sitting: Sitting) -> Iterator[Lack]:
    for item in sitting.items:
        if not item.stands:
            continue
        if item.outcome is None:
            yield Lack(
                code="item-open",
                item=item.place,
                message=text(
                    "Item {place}, “{title}”, is neither decided nor deferred nor noted.",
                    place=item.place,
                    title=item.title,
                ),
            )
        if _is_unclassed(sitting, item):
            yield Lack(
                code="item-unclassed",
                item=item.place,
                message=text(
                    "Item {place}, “{title}”, has no class of this session.",
                    place=item.place,
                    title=item.title,
                ),
            )


def _is_unclassed(sitting: Sitting, item: Item) -> bool:
    known = {one.id for one in classes_at(sitting.body.docket, sitting.level)}
    ended = item.outcome not in {None, Outcome.DECIDED}
    return (
        bool(known)
        and not ended
        and item.standing is None
        and item.class_id not in known
    )


def _missing_outputs(sitting: Sitting) -> Iterator[Lack]:
    wanted = [
        one for one in classes_at(sitting.body.docket, sitting.level) if one.required
    ]
    have = {
        item.class_id
        for item in sitting.items
        if is_adopted(item, sitting.tallies[item.place])
    }
    missing = [one for one in wanted if one.id not in have]
    if missing:
        yield Lack(
            code="outputs-missing",
            message=text(
                "{count} of {total} outputs missing: {titles} (clauses {clauses}).",
                count=len(missing),
                total=len(wanted),
                titles=tuple(one.title for one in missing),
                clauses=tuple({c: None for one in missing for c in one.clauses}),
            ),
            clauses=tuple({c: None for one in missing for c in one.clauses}),
        )


def _unheard(sitting: Sitting) -> Iterator[Lack]:
    """Ask for the state of every decision of the last session.

    Source: GOV-19 of huaihai.
    """
    if sitting.unheard:
        yield Lack(
            code="decisions-unheard",
            message=text(
                "The state of {count} earlier decisions was not heard: {titles}.",
                count=len(sitting.unheard),
                titles=sitting.unheard,
            ),
        )


def remarks_on(sitting: Sitting) -> tuple[Lack, ...]:
    """List what to know of a session, and nothing waits for.

    Source: GOV-16 of changzhutan; GOV-08 of huaihai.
    """
    found = [lack for item in sitting.items for lack in _remarks_on(sitting, item)]
    if not sitting.marked:
        found.append(
            Lack(
                code="attendance-missing",
                message=text("Nobody's attendance is recorded."),
            )
        )
    return tuple(found)


def _remarks_on(sitting: Sitting, item: Item) -> Iterator[Lack]:
    if not item.stands:
        return
    class_ = next(
        (
            one
            for one in classes_at(sitting.body.docket, sitting.level)
            if one.id == item.class_id
        ),
        None,
    )
    if class_ is not None and class_.sourced and not item.source:
        yield Lack(
            code="source-missing",
            item=item.place,
            message=text(
                "Item {place}, “{title}”, names no source (clauses {clauses}).",
                place=item.place,
                title=item.title,
                clauses=tuple(class_.clauses),
            ),
            clauses=class_.clauses,
        )
    if item.urgent is not None:
        yield Lack(
            code="urgent",
            item=item.place,
            message=text(
                "Item {place}, “{title}”, came by the urgent route: {document}.",
                place=item.place,
                title=item.title,
                document=item.urgent.document,
            ),
        )
    tallied = sitting.tallies[item.place]
    if is_adopted(item, tallied) is False:
        without = tallied.objections + tallied.reserves + tallied.missing
        yield Lack(
            code="no-consensus",
            item=item.place,
            message=text(
                "Item {place}, “{title}”: no consensus, without {cities}.",
                place=item.place,
                title=item.title,
                cities=tuple(sitting.names.get(m, m) for m in without),
            ),
        )
