"""How every act reaches an agreement: found, locked, allowed, told of.

Nothing here opens a transaction: the services do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.governance.models import Session
from hansa.governance.models.agreements import Agreement, AgreementVersion
from hansa.governance.reads.agreement_text import content_of
from hansa.governance.reads.agreements import agreement_missing, agreement_sheet
from hansa.governance.reads.sessions import require_reader, room_of
from hansa.governance.rules import agreements as rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.rules.agreement_lines import text_digest
from hansa.governance.terms.agreements import AgreementAct, AgreementSheet, Wording


@dataclass(slots=True, kw_only=True)
class Held:
    """An agreement that is held for an act, as it stood before it."""

    actor: Actor
    row: Agreement
    session: Session
    sheet: AgreementSheet
    named: list[str] = field(default_factory=list)


def hold(actor: Actor, league: str, agreement_id: UUID) -> Held:
    """Find and lock an agreement, whoever may act.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there is no such agreement.
    """
    require_reader(actor, league)
    journal.lock()
    rows = Agreement.objects.select_for_update().filter(league=league, pk=agreement_id)
    row = rows.first()
    if row is None:
        raise agreement_missing()
    session = Session.objects.get(pk=row.session_id)
    return Held(actor=actor, row=row, session=session, sheet=agreement_sheet(row))


def require_run(held: Held, act: AgreementAct, revision: int) -> None:
    """Refuse whoever does not run the session, what has no place now, and what is stale.

    Raises:
        Forbidden: naming who may.
        Conflict: somebody changed it since, or it stands elsewhere.
    """
    session_rules.require_hold(held.actor, room_of(held.session))
    if held.row.revision != revision:
        raise session_rules.stale()
    rules.refuse_state(act, held.sheet.line.state)


def add_version(held: Held, wording: Wording) -> AgreementVersion:
    """Keep a new version of the text, which stands from now on."""
    held.row.version = max((one.number for one in held.sheet.versions), default=0) + 1
    return keep_version(held.actor, held.row, wording)


def keep_version(actor: Actor, row: Agreement, wording: Wording) -> AgreementVersion:
    """Write a version under the number that stands."""
    return AgreementVersion.objects.create(
        agreement=row,
        number=row.version,
        content=content_of(wording),
        digest=text_digest(wording),
        made_by=actor.person,
        authority=actor.authority,
        made_at=actor.at,
    )


def standing_row(held: Held) -> AgreementVersion:
    """Give the row of the version that stands."""
    return AgreementVersion.objects.get(agreement=held.row, number=held.row.version)


def keep(held: Held, service: str, content: Mapping[str, Any]) -> None:
    """Save an agreement after an act on it, and tell the journal."""
    held.row.revision += 1
    held.row.save()
    tell(held.actor, held.row, service, content, held.named)


def tell(
    actor: Actor,
    row: Agreement,
    service: str,
    content: Mapping[str, Any],
    others: list[str],
) -> None:
    """Tell the journal of an act on an agreement, with all that it names."""
    named = [f"session:{row.session_id}", f"agreement:{row.pk}", *others]
    journal.record(actor, service, row.league, named, dict(content))
