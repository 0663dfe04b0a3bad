"""What experts and the public contribute to an item that is held, and what it waits for."""

from uuid import UUID

from hansa.chassis.actor import Actor
from hansa.governance.reads.advice import advice_on
from hansa.governance.reads.hearing import heard_on
from hansa.governance.rules import advice as rules
from hansa.governance.rules import consultations as consultation_rules
from hansa.governance.rules import dockets as docket_rules
from hansa.governance.services.sessions.rows import (
    HeldItem,
    day_of,
    hold_item,
    refuse_elsewhere,
    refuse_ended,
)
from hansa.governance.terms.experts import Advice
from hansa.governance.terms.sessions import ItemStep
from hansa.kernel.errors import Refused
from hansa.kernel.text import text


def advice_of(held: HeldItem) -> Advice:
    """Give what experts contribute to an item that is held for an act."""
    classes = docket_rules.classes_at(held.ground.body.docket, held.item.level)
    return advice_on((held.item,), classes)[held.item.id]


def refuse_unheard(held: HeldItem) -> None:
    """Refuse a vote before the experts whom the class of a matter asks for were heard.

    Raises:
        Refused: opinions are missing.
    """
    rules.refuse_unheard(held.item, advice_of(held))


def refuse_unadvised(held: HeldItem) -> None:
    """Refuse a decision without the opinions it needs, or that leaves one untreated.

    Raises:
        Refused: opinions are missing, or nothing says how one was treated.
    """
    advice = advice_of(held)
    rules.refuse_unheard(held.item, advice)
    rules.refuse_untreated(held.item, advice)


def refuse_unconsulted(held: HeldItem) -> None:
    """Refuse a decision before the public was heard, and every comment answered.

    Raises:
        Refused: no consultation is linked, or one is not finished.
    """
    classes = docket_rules.classes_at(held.ground.body.docket, held.item.level)
    versions, day = held.ground.versions, day_of(held.actor)
    heard = heard_on((held.item,), classes, versions, day)[held.item.id]
    consultation_rules.refuse_unconsulted(held.item, heard)


def hold_advised(actor: Actor, league: str, item_id: UUID) -> HeldItem:
    """Hold an item on which experts may still be asked.

    Raises:
        Missing: there is no such item.
        Conflict: its session is over.
        Refused: it was withdrawn, came by itself, or has ended.
    """
    held = hold_item(actor, league, item_id)
    refuse_ended(held.item)
    if held.item.standing is not None:
        raise Refused(
            "item-standing",
            text("This item stands on every docket by itself."),
            text("Experts are asked on matters that are put to a session."),
        )
    if held.session is not None:
        refuse_elsewhere(held.session, ItemStep.AMEND)
    if held.item.outcome is not None:
        raise Refused(
            "item-ended",
            text("How this item ended is recorded."),
            text("Experts are asked before it is voted; record its end anew if not."),
        )
    return held
