"""Takes back what was entered in error."""

from uuid import UUID

from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.duties.models import Duty
from hansa.duties.reads.rows import event_of
from hansa.duties.reads.visibility import day_of
from hansa.duties.rules.offers import answered_in, is_withdrawable, may_withdraw
from hansa.duties.services import rows
from hansa.duties.terms.duties import Event
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused
from hansa.kernel.text import text


def withdraw_event(
    actor: Actor,
    league: str,
    duty_id: UUID,
    number: int,
    reason: str = "",
    revision: int | None = None,
) -> None:
    """Take back what was entered in error; the state goes back to what it was.

    Whoever entered it may, on the same day; later the office may. What was answered stays
    until the answer is taken back.

    Args:
        actor: who takes it back.
        league: slug.
        duty_id: of the duty.
        number: of the event.
        reason: why.
        revision: what the actor saw; None where it was not looked at.

    Raises:
        Missing: there is no such duty or event.
        Forbidden: somebody else entered it, or not today.
        Conflict: it was taken back or answered already, or the duty was changed since.
        Refused: it has left the house, or another context recorded it.
    """
    with transaction.atomic():
        row = rows.locked(actor, league, duty_id)
        event = row.events.filter(number=number).first()
        if event is None:
            raise Missing(
                "event-missing",
                text("The duty has no event {number}.", number=number),
                text("Look at its timeline."),
            )
        _refuse_withdrawal(actor, row, event_of(event))
        if revision is not None:
            rows.refuse_stale(row, revision)
        event.withdrawn_at = actor.at
        event.save(update_fields=["withdrawn_at"])
        rows.keep(actor, row)
        journal.record(
            actor,
            "duties.withdraw_event",
            league,
            rows.named(row),
            {"event": number, "kind": event.kind, "reason": reason},
        )


def _refuse_withdrawal(actor: Actor, row: Duty, event: Event) -> None:
    entered_on = event.recorded_at.astimezone(LEAGUE_ZONE).date()
    if not may_withdraw(actor, event, rows.owned_by(row), entered_on, day_of(actor)):
        raise Forbidden(
            "withdrawal-forbidden",
            text("Only who entered it may take it back, and only on the same day."),
            text("Ask the office to take it back."),
        )
    if event.withdrawn_at is not None:
        raise Conflict(
            "event-withdrawn",
            text("It was taken back already."),
            text("Look at the timeline of the duty."),
        )
    if event.number in answered_in(rows.events_of(row)):
        raise Conflict(
            "event-answered",
            text("This was answered and is no longer taken back."),
            text("Write a remark, or have the answer taken back first."),
        )
    if "record" in event.content:
        raise Refused(
            "event-recorded-elsewhere",
            text("This rests on a record that is kept elsewhere."),
            text("Withdraw that record; the duty follows by itself."),
        )
    if not is_withdrawable(event):
        raise Refused(
            "event-not-withdrawable",
            text("This has left the house and cannot be taken back."),
            text("Write a remark that says what was wrong."),
        )
