"""Records what a decision did to a duty: waived it, or met its condition."""

from uuid import UUID

from django.db import transaction

from hansa.charter.terms import Modality
from hansa.chassis.actor import Actor
from hansa.chassis.characters import says_nothing
from hansa.chassis.files import FileLine
from hansa.duties.models import Duty, DutyEvent
from hansa.duties.rules.rights import TRIGGER, WAIVE
from hansa.duties.services import rows
from hansa.duties.services.acts.kept import Decision, Recorded, journal_event, take
from hansa.duties.terms.duties import EventKind
from hansa.kernel.errors import Refused
from hansa.kernel.text import text


def waive(
    actor: Actor, league: str, duty_id: UUID, revision: int, decision: Decision
) -> Recorded:
    """Record that a decision waives a duty.

    Raises:
        Missing: the actor may not know of such a duty.
        Forbidden: the actor may not waive.
        Conflict: somebody changed it meanwhile.
        Refused: no paper shows the decision, or its day lies ahead.
    """
    with transaction.atomic():
        row = rows.open_for(actor, WAIVE, league, duty_id, revision)
        event, file = _decided(actor, row, EventKind.WAIVED, decision)
        journal_event(actor, "duties.waive", row, event, file)
    return Recorded(number=event.number)


def trigger(
    actor: Actor, league: str, duty_id: UUID, revision: int, decision: Decision
) -> Recorded:
    """Record that the condition of a duty is met.

    Raises:
        Missing: the actor may not know of such a duty.
        Forbidden: the actor may not record conditions.
        Conflict: somebody changed it meanwhile.
        Refused: the duty has no condition, no paper shows it, or its day lies ahead.
    """
    with transaction.atomic():
        row = rows.open_for(actor, TRIGGER, league, duty_id, revision)
        if row.modality != Modality.CONDITIONAL.value:
            raise Refused(
                "not-conditional",
                text("This duty binds without a condition."),
                text(
                    "Only what the clause ties to “when fit” can have its condition met."
                ),
            )
        event, file = _decided(actor, row, EventKind.TRIGGERED, decision)
        journal_event(actor, "duties.trigger", row, event, file)
    return Recorded(number=event.number)


def _decided(
    actor: Actor, row: Duty, kind: EventKind, decision: Decision
) -> tuple[DutyEvent, FileLine | None]:
    """Keep what was decided elsewhere, with the paper that says so."""
    rows.refuse_future(actor, decision.on)
    if says_nothing(decision.document) and not decision.file:
        raise Refused(
            "decision-needed",
            text("No paper shows who decided this."),
            text("Name the deciding document, or attach it."),
        )
    file = take(actor, row, decision.file)
    event = rows.add_event(
        actor,
        row,
        kind,
        on_date=decision.on,
        note=decision.note.strip(),
        document=decision.document.strip(),
        file_id=file.id if file else None,
    )
    rows.keep(actor, row)
    return event, file
