"""Publishes results, and ties consultations to the items that rest on them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from hansa.chassis.actor import Actor
from hansa.governance.models import DocketItem
from hansa.governance.models.consultations import ConsultedItem, PublicConsultation
from hansa.governance.reads.consultations import (
    consultation_missing,
    day_of,
    lines_of,
    require_keeper,
)
from hansa.governance.reads.dockets import item_missing
from hansa.governance.rules import consultations as rules
from hansa.governance.services.consultations.rows import (
    add_moment,
    demand_public,
    hold,
    hold_to_keep,
    keep,
)
from hansa.governance.terms.consultations import (
    ConsultationState,
    ConsultationStep,
    Heard,
)
from hansa.governance.terms.dockets import Item
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import text


def publish_results(
    actor: Actor, league: str, consultation_id: UUID, revision: int
) -> None:
    """Publish every group with its reply; names and contacts are erased.

    Raises:
        Forbidden: the actor does not hold consultations.
        Missing: there is no such consultation.
        Conflict: it is not public, over, or was changed since.
        Refused: comments are still taken, or one to which a reply is owed has none.
    """
    with transaction.atomic():
        row, line = hold_to_keep(actor, league, consultation_id, revision)
        demand_public(row)
        if not rules.is_finished(line):
            raise Refused(
                "results-incomplete",
                text("The results cannot be published yet: {gaps}.", gaps=line.gaps),
                text("Group every comment, answer each group, then publish."),
            )
        _publish(actor, row)
        keep(actor, "governance.publish_results", row, {})


def _publish(actor: Actor, row: PublicConsultation) -> None:
    row.results_at = actor.at
    row.comments.update(name="", contact="", origin="")
    add_moment(actor, row, ConsultationStep.RESULTS)


def publish_decided(
    actor: Actor, items: Sequence[Item], heard: Mapping[UUID, Heard]
) -> None:
    """Publish what the public said with the decisions that rest on it.

    Called in the transaction that closes their session.
    """
    for item in items:
        for line in heard[item.id].lines if item.id in heard else ():
            row = hold(line.league, line.id)
            (now,) = lines_of([row], day_of(actor))
            if now.state is ConsultationState.ANSWERED:
                _publish(actor, row)
            add_moment(actor, row, ConsultationStep.DECIDED, item.title.zh[:400])
            named = f"item:{item.id}"
            keep(actor, "governance.publish_results", row, {}, named)


def link_item(actor: Actor, league: str, consultation_id: UUID, item_id: UUID) -> None:
    """Say that an item of a docket rests on a consultation.

    Raises:
        Forbidden: the actor does not hold consultations.
        Missing: there is no such consultation or item.
        Conflict: it is called off, or they are linked already.
        Refused: the item came by itself, was withdrawn, or its decision stands.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        row = hold(league, consultation_id)
        if row.withdrawn_at is not None:
            rules.refuse_settled(ConsultationState.WITHDRAWN)
        found = DocketItem.objects.filter(league=league, pk=item_id)
        item = found.select_for_update().first()
        if item is None:
            raise item_missing()
        if item.standing or item.withdrawn_at or item.number is not None:
            raise Refused(
                "item-ended",
                text("Nothing rests on a consultation here any more, or ever."),
                text("Choose an item that is still to be decided."),
            )
        if row.items.filter(item=item, withdrawn_at=None).exists():
            raise Conflict(
                "item-linked",
                text("The item is linked to this consultation already."),
                text("Its page lists what rests on it."),
            )
        ConsultedItem.objects.create(
            consultation=row,
            item=item,
            linked_by=actor.person,
            authority=actor.authority,
            linked_at=actor.at,
        )
        content = {"item": str(item_id)}
        keep(actor, "governance.link_consultation", row, content, f"item:{item_id}")


def unlink_item(
    actor: Actor, league: str, consultation_id: UUID, item_id: UUID
) -> None:
    """Withdraw a link that was made in error, while nothing is decided.

    Raises:
        Forbidden: the actor does not hold consultations.
        Missing: there is no such consultation, or no such link.
        Refused: the item is decided, and its decision rests on it.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        row = hold(league, consultation_id)
        link = row.items.filter(item=item_id, withdrawn_at=None)
        found = link.select_related("item").first()
        if found is None:
            raise consultation_missing()
        if found.item.number is not None or found.item.outcome == "decided":
            raise Refused(
                "item-ended",
                text("The item is decided, and its decision rests on this."),
                text("What was heard before a decision stays with it."),
            )
        found.withdrawn_at = actor.at
        found.save()
        content = {"item": str(item_id)}
        keep(actor, "governance.unlink_consultation", row, content, f"item:{item_id}")
