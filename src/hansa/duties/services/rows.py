"""How every act reaches a duty: found, allowed, locked, changed and summed up anew.

Nothing here opens a transaction or writes to the journal: the services do.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, Right, require
from hansa.duties.models import Duty, DutyEvent, HandOn
from hansa.duties.reads.rows import event_of, owed_of, terms_of
from hansa.duties.reads.visibility import day_of, led_bodies
from hansa.duties.rules.rights import may_see
from hansa.duties.rules.states import standing_of
from hansa.duties.rules.written import (
    DOCUMENT_LONGEST,
    WORDS_LONGEST,
    refuse_unwritable,
)
from hansa.duties.terms.duties import UNDATED, Event, EventKind
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.text import text


def locked(actor: Actor, league: str, duty_id: UUID) -> Duty:
    """Find a duty that the actor may know of, and hold it until the transaction ends.

    Raises:
        Missing: there is none, or the actor may not know of it; which, is not said.
    """
    row = Duty.objects.select_for_update().filter(league=league, pk=duty_id).first()
    if row is None or not _may_see(actor, row):
        raise Missing(
            "duty-missing",
            text("There is no such duty here."),
            text("Open it from the list of duties."),
        )
    return row


def _may_see(actor: Actor, row: Duty) -> bool:
    units = HandOn.objects.filter(duty=row, taken_back_at=None)
    held = (str(unit) for unit in units.values_list("unit_id", flat=True))
    return may_see(actor, owed_of(row, held), led_bodies(actor, row.league))


def open_for(
    actor: Actor, right: Right, league: str, duty_id: UUID, revision: int
) -> Duty:
    """Find and hold a duty for an act by its owner's right, as the actor saw it.

    Raises:
        Missing: there is none that the actor may know of.
        Forbidden: the actor has no right to this act.
        Conflict: somebody changed it since.
    """
    row = locked(actor, league, duty_id)
    require(actor, right, owned_by(row))
    refuse_stale(row, revision)
    return row


def owned_by(row: Duty) -> Over:
    """Say over what its owner has a right: the city, and the unit it falls to."""
    unit = str(row.unit_id) if row.unit_id else None
    return Over(league=row.league, member=row.member or None, unit=unit)


def refuse_stale(row: Any, revision: int) -> None:
    """Refuse to act on what was changed after the actor looked at it.

    Raises:
        Conflict: the thing has another revision by now.
    """
    if row.revision != revision:
        raise Conflict(
            "duty-changed",
            text("This was changed meanwhile; nothing was overwritten."),
            text("Look at what was added, then send again what is still needed."),
        )


def add_event(actor: Actor, row: Duty, kind: EventKind, **fields: Any) -> DutyEvent:
    """Append an event to a duty that is held.

    Args:
        actor: who acts; its instant is when it is recorded.
        row: the duty.
        kind: of the event.
        **fields: further columns; ``on_date`` is the day of the act where not given.

    Raises:
        Refused: words that cannot be kept.
    """
    refuse_unwritable("note-unfit", fields.get("note", ""), WORDS_LONGEST)
    refuse_unwritable("document-unfit", fields.get("document", ""), DOCUMENT_LONGEST)
    last = row.events.aggregate(last=Max("number"))["last"] or 0
    if actor.evidence:
        # Shown beside the event wherever it stands: entered on behalf, by this paper.
        content = {**fields.get("content", {}), "evidence": actor.evidence}
        fields = {**fields, "content": content}
    return DutyEvent.objects.create(
        **{
            "duty": row,
            "number": last + 1,
            "kind": kind.value,
            "on_date": day_of(actor),
            "recorded_at": actor.at,
            "actor": actor.person,
            "authority": actor.authority,
            "unit_id": actor.unit,
            **fields,
        }
    )


def events_of(row: Duty) -> tuple[Event, ...]:
    """List what happened to a duty, oldest first."""
    return tuple(event_of(event) for event in row.events.order_by("number"))


def sum_up(actor: Actor, row: Duty, events: Iterable[Event]) -> None:
    """Repeat in the duty's columns what its events say, without saving it."""
    standing = standing_of(terms_of(row), events)
    row.done_on = standing.done_on
    row.waived_on = standing.waived_on
    row.superseded_on = standing.superseded_on
    row.triggered_on = standing.triggered_on
    row.ends_on = standing.due_on or UNDATED
    row.extended = standing.extended
    row.changed_at = actor.at
    row.revision += 1


SUMMED_UP = (
    "done_on",
    "waived_on",
    "superseded_on",
    "triggered_on",
    "ends_on",
    "extended",
    "changed_at",
    "revision",
)
"""The columns that ``sum_up`` writes."""


def keep(actor: Actor, row: Duty) -> None:
    """Save a duty after its events changed; whoever saw it before sees a conflict."""
    sum_up(actor, row, events_of(row))
    row.save(update_fields=SUMMED_UP)


def named(*rows: Duty) -> list[str]:
    """Name duties for the journal."""
    return [f"duty:{row.pk}" for row in rows]


def refuse_future(actor: Actor, day: date) -> None:
    """Refuse a fact that is dated after the day it is recorded.

    Raises:
        Refused: nothing that lies ahead has happened.
    """
    if day > day_of(actor):
        raise Refused(
            "day-ahead",
            text(
                "{day} lies ahead; only what has happened is recorded.",
                day=day.isoformat(),
            ),
            text("Give the day on which it was done."),
        )
