"""How every act reaches a dossier of joint legislation: found, locked, told of.

Nothing here opens a transaction: the services do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.governance.models.laws import LawDossier
from hansa.governance.reads.laws import law_missing, line_of, require_reader
from hansa.governance.rules import laws as rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.terms.laws import LawAct, LawLine


@dataclass(slots=True, kw_only=True)
class Held:
    """A dossier that is held for an act, as it stood before it."""

    actor: Actor
    row: LawDossier
    line: LawLine


def hold(actor: Actor, league: str, law_id: UUID, act: LawAct) -> Held:
    """Find and lock a dossier for an act that has a place where it stands.

    Raises:
        Forbidden: the actor may not see joint legislation.
        Missing: there is no such dossier.
        Conflict: it stands elsewhere.
    """
    held = hold_anywhere(actor, league, law_id)
    rules.refuse_state(act, held.line.state)
    return held


def hold_anywhere(actor: Actor, league: str, law_id: UUID) -> Held:
    """Find and lock a dossier wherever it stands; raises as ``hold`` but Conflict."""
    require_reader(actor, league)
    journal.lock()
    found = LawDossier.objects.select_for_update().filter(league=league, pk=law_id)
    row = found.first()
    if row is None:
        raise law_missing()
    return Held(actor=actor, row=row, line=line_of(row, actor))


def refuse_stale(held: Held, revision: int) -> None:
    """Refuse an act on what somebody else changed since the actor saw it.

    Raises:
        Conflict: the revision is another.
    """
    if held.row.revision != revision:
        raise session_rules.stale()


def keep(held: Held, service: str, content: Mapping[str, Any], *named: str) -> None:
    """Save a dossier after an act on it, and tell the journal."""
    held.row.revision += 1
    held.row.save()
    tell(held.actor, held.row, service, content, *named)


def tell(
    actor: Actor,
    row: LawDossier,
    service: str,
    content: Mapping[str, Any],
    *named: str,
) -> None:
    """Tell the journal of an act on a dossier, with all that it names."""
    objects = [f"law:{row.pk}", *named]
    journal.record(actor, service, row.league, objects, dict(content))
