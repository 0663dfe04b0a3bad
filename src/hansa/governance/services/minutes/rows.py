"""How every act reaches minutes: found, locked, allowed, told of.

Nothing here opens a transaction: the services do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.governance.models import (
    Minutes,
)
from hansa.governance.reads.minutes import (
    minutes_missing,
    minutes_sheet,
)
from hansa.governance.reads.sessions import require_reader, room_of
from hansa.governance.rules import minutes as rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.services.sessions.rows import day_of
from hansa.governance.terms.minutes import (
    MinutesAct,
    MinutesSheet,
)
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.text import text


@dataclass(slots=True, kw_only=True)
class Held:
    """Minutes that are held for an act, as they stood before it."""

    actor: Actor
    row: Minutes
    sheet: MinutesSheet
    named: list[str] = field(default_factory=list)


def hold(actor: Actor, league: str, session_id: UUID) -> Held:
    """Find and lock the last edition of the minutes of a session, whoever may act.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there are no such minutes.
    """
    require_reader(actor, league)
    journal.lock()
    rows = Minutes.objects.select_for_update().filter(league=league, session=session_id)
    row = rows.order_by("-edition").first()
    if row is None:
        raise minutes_missing()
    return Held(actor=actor, row=row, sheet=minutes_sheet(row, day_of(actor)))


def require_run(held: Held, act: MinutesAct) -> None:
    """Refuse whoever does not run the session, then what has no place now."""
    session_rules.require_hold(held.actor, room_of(held.row.session))
    rules.refuse_state(act, held.sheet.line.state)


def refuse_stale(held: Held, revision: int) -> None:
    """Refuse an act on minutes that somebody else changed since the actor saw them.

    Raises:
        Conflict: the revision is another.
    """
    if held.row.revision != revision:
        raise session_rules.stale()


def keep(held: Held, service: str, content: Mapping[str, Any]) -> None:
    """Save minutes after an act on them, and tell the journal."""
    held.row.revision += 1
    held.row.save()
    named = [f"session:{held.row.session_id}", f"minutes:{held.row.pk}", *held.named]
    journal.record(held.actor, service, held.row.league, named, dict(content))


def section_missing() -> Missing:
    """Say that minutes have no such section."""
    return Missing(
        "section-missing",
        text("These minutes have no such section."),
        text("Name the place of an item on the docket, or 0 for the opening."),
    )


def refuse_empty(words: str) -> None:
    """Refuse words that say nothing.

    Raises:
        Refused: nothing is written.
    """
    if not words.strip():
        raise Refused(
            "words-missing",
            text("It is not said what is meant."),
            text("Write a sentence."),
        )


def nothing_changed() -> Conflict:
    """Say that an act would write what stands there already."""
    return Conflict(
        "nothing-changed",
        text("This is what is recorded already."),
        text("Change what is wrong, or leave it."),
    )
