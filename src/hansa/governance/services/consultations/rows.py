"""How every act reaches a consultation: found, allowed, locked, told of.

Nothing here opens a transaction: the services do.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.governance.models.consultations import (
    ConsultationMoment,
    PublicConsultation,
)
from hansa.governance.reads.consultations import (
    consultation_missing,
    day_of,
    lines_of,
    require_keeper,
)
from hansa.governance.rules import consultations as rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.terms.consultations import ConsultationLine, ConsultationStep
from hansa.kernel.errors import Conflict
from hansa.kernel.text import text


def hold(league: str, consultation_id: UUID) -> PublicConsultation:
    """Find and lock a consultation for an act, whoever may do it.

    Raises:
        Missing: there is no such consultation.
    """
    journal.lock()
    found = PublicConsultation.objects.select_for_update()
    row = found.filter(league=league, pk=consultation_id).first()
    if row is None:
        raise consultation_missing()
    return row


def hold_to_keep(
    actor: Actor, league: str, consultation_id: UUID, revision: int | None
) -> tuple[PublicConsultation, ConsultationLine]:
    """Find and lock a consultation for an act of its keeper, as the actor saw it.

    Args:
        actor: who acts.
        league: slug.
        consultation_id: the consultation.
        revision: as the actor saw it; None where the act rests on nothing that was seen.

    Raises:
        Forbidden: the actor does not hold consultations.
        Missing: there is no such consultation.
        Conflict: somebody changed it since, or it is over.
    """
    require_keeper(actor, league)
    row = hold(league, consultation_id)
    if revision is not None and row.revision != revision:
        raise session_rules.stale()
    (line,) = lines_of([row], day_of(actor))
    rules.refuse_settled(line.state)
    return row, line


def demand_public(row: PublicConsultation) -> None:
    """Refuse an act on comments of a draft that nobody could comment on.

    Raises:
        Conflict: it is not public yet.
    """
    if row.published_at is None:
        raise Conflict(
            "consultation-not-public",
            text("The draft is not public yet."),
            text("Make it public first."),
        )


def add_moment(
    actor: Actor, row: PublicConsultation, kind: ConsultationStep, words: str = ""
) -> None:
    """Append a step to the public log."""
    last = row.moments.order_by("-number").first()
    ConsultationMoment.objects.create(
        consultation=row,
        number=last.number + 1 if last else 1,
        kind=kind.value,
        words=words,
        actor=actor.person,
        authority=actor.authority,
        at=actor.at,
    )


def keep(
    actor: Actor,
    service: str,
    row: PublicConsultation,
    content: Mapping[str, Any],
    *named: str,
) -> None:
    """Save a consultation after an act on it, and tell the journal."""
    row.revision += 1
    row.save()
    tell(actor, service, row, content, *named)


def tell(
    actor: Actor,
    service: str,
    row: PublicConsultation,
    content: Mapping[str, Any],
    *named: str,
) -> None:
    """Tell the journal of an act on a consultation, with all that it names."""
    objects = [f"consultation:{row.pk}", *named]
    journal.record(actor, service, row.league, objects, dict(content))
