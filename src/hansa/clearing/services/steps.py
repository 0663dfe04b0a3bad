"""Takes a batch from one state to the next, and keeps who did it and why."""

from collections.abc import Sequence
from typing import Any

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.lengths import refuse_long
from hansa.clearing.models import Batch, BatchStep
from hansa.clearing.reads.batches import batch_row
from hansa.clearing.rules.states import require_step
from hansa.clearing.terms.house import State
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

REASON_LONGEST = 400


def locked(league: str, slug: str, number: int | None) -> Batch:
    """Hold a batch until the caller's transaction ends, and give it.

    Acts of the clearing house run one after the other: each sees what the one before it
    wrote.

    Raises:
        Missing: there is no such batch.
    """
    journal.lock()
    row = batch_row(league, slug, number)
    return Batch.objects.select_for_update().select_related("window").get(pk=row.pk)


def take_steps(
    actor: Actor, row: Batch, states: Sequence[State], reason: str = ""
) -> None:
    """Take a batch through some states, in the caller's transaction, and save it.

    Raises:
        Refused: one of the steps is none, or the reason is too long.
    """
    refuse_long("reason-too-long", reason, REASON_LONGEST)
    number = row.steps.count()
    for after in states:
        before = State(row.state)
        require_step(before, after, State(row.held_from) if row.held_from else None)
        add_step(actor, row, before, after, number, reason)
        row.state = after.value
        number += 1
    row.revision += 1
    row.save()


def add_step(
    actor: Actor, row: Batch, before: State, after: State, number: int, reason: str
) -> None:
    """Keep one step."""
    BatchStep.objects.create(
        batch=row,
        number=number,
        before=before.value,
        after=after.value,
        actor=actor.person,
        authority=actor.authority,
        at=actor.at,
        reason=reason,
    )


def require_reason(reason: str) -> None:
    """Refuse an act that must say why and does not.

    Raises:
        Refused: the reason is empty.
    """
    if not reason.strip():
        raise Refused(
            "reason-missing",
            text("This needs a reason."),
            text("Say in one sentence why; it stands with the step for ever."),
        )


def record(actor: Actor, service: str, row: Batch, said: Any) -> None:
    """Enter an act on a batch in the journal."""
    named = [f"batch:{row.window.slug}/{row.number}"]
    journal.record(actor, service, row.league, named, said)
