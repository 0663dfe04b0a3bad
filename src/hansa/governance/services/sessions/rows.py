"""How every act reaches a session or an item: found, allowed, locked, told of.

Nothing here opens a transaction: the services do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from hansa.chassis import journal, outbox
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.lengths import refuse_long
from hansa.governance.models import DocketItem, Session, SessionStep
from hansa.governance.models.invitations import SessionNotice
from hansa.governance.reads.dockets import (
    item_missing,
    line_of,
    session_missing,
    terms_of,
)
from hansa.governance.reads.sessions import (
    Ground,
    ground_of,
    ground_of_row,
    require_reader,
    room_of,
)
from hansa.governance.rules import sessions as rules
from hansa.governance.terms import Level
from hansa.governance.terms.dockets import Item
from hansa.governance.terms.invitations import InvitationsChanged
from hansa.governance.terms.sessions import (
    ItemStep,
    SessionAct,
    SessionLine,
    SessionState,
    StepKind,
)
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

LINE_LONGEST = 200
REASON_LONGEST = 400
WORDS_LONGEST = 4000


@dataclass(slots=True, kw_only=True)
class Held:
    """A session that is held for an act, as it stood before it."""

    actor: Actor
    row: Session
    ground: Ground
    room: rules.Room
    named: list[str] = field(default_factory=list)

    @property
    def line(self) -> SessionLine:
        """The session as a term."""
        return line_of(self.row)


@dataclass(slots=True, kw_only=True)
class HeldItem:
    """An item that is held for an act.

    Attributes:
        session: None while it waits for one.
    """

    actor: Actor
    row: DocketItem
    item: Item
    ground: Ground
    room: rules.Room
    session: Held | None


def day_of(actor: Actor) -> date:
    """Give the day of an act."""
    return actor.at.astimezone(LEAGUE_ZONE).date()


def hold(actor: Actor, league: str, session_id: UUID) -> Held:
    """Find and lock a session for an act, whoever may do it.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there is no such session.
    """
    require_reader(actor, league)
    journal.lock()
    found = Session.objects.select_for_update().filter(league=league, pk=session_id)
    row = found.first()
    if row is None:
        raise session_missing()
    return Held(actor=actor, row=row, ground=ground_of_row(row), room=room_of(row))


def hold_to_run(
    actor: Actor, league: str, session_id: UUID, act: SessionAct, revision: int
) -> Held:
    """Find and lock a session for an act of whoever runs it, as the actor saw it.

    Raises:
        Missing: there is no such session.
        Forbidden: the actor does not run it.
        Conflict: somebody changed it since, or it stands where the act has no place.
    """
    held = hold(actor, league, session_id)
    rules.require_hold(actor, held.room)
    refuse_stale(held.row, revision)
    refuse_elsewhere(held, act)
    return held


def refuse_elsewhere(held: Held, act: SessionAct | ItemStep) -> None:
    """Refuse an act that has no place where a session stands.

    Raises:
        Conflict: naming the state.
    """
    rules.refuse_state(act, SessionState(held.row.state))


def refuse_stale(row: Session | DocketItem, revision: int) -> None:
    """Refuse an act on what somebody else changed since the actor saw it.

    Raises:
        Conflict: the revision is another.
    """
    if row.revision != revision:
        raise rules.stale()


def hold_item(actor: Actor, league: str, item_id: UUID) -> HeldItem:
    """Find and lock an item for an act, on a docket or waiting for one.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there is no such item.
    """
    require_reader(actor, league)
    journal.lock()
    found = DocketItem.objects.select_for_update().filter(league=league, pk=item_id)
    row = found.first()
    if row is None:
        raise item_missing()
    held = hold(actor, league, row.session_id) if row.session_id else None
    if held is None:
        level = Level(row.level) if row.level else None
        ground = ground_of(league, row.body, level, day_of(actor))
        room = rules.Room(league=league, host=None, lead=None)
    else:
        ground, room = held.ground, held.room
    (item,) = terms_of((row,))
    return HeldItem(
        actor=actor, row=row, item=item, ground=ground, room=room, session=held
    )


def refuse_ended(item: Item) -> None:
    """Refuse to change an item that was withdrawn.

    Raises:
        Refused: it stands no longer.
    """
    if not item.stands:
        raise Refused(
            "item-withdrawn",
            text("This item was withdrawn."),
            text("Put it anew if it is wanted after all."),
        )


def add_step(
    held: Held, kind: StepKind, words: str = "", item: DocketItem | None = None
) -> None:
    """Append what happened to the life of a session."""
    last = SessionStep.objects.filter(session=held.row).order_by("-number").first()
    SessionStep.objects.create(
        session=held.row,
        number=last.number + 1 if last else 1,
        kind=kind.value,
        at=held.actor.at,
        actor=held.actor.person,
        authority=held.actor.authority,
        evidence=held.actor.evidence or "",
        words=words,
        item=item,
    )


def keep(held: Held, service: str, content: Mapping[str, Any]) -> None:
    """Save a session after an act on it, and tell the journal."""
    held.row.revision += 1
    held.row.save()
    tell(held, service, content)


def tell(held: Held, service: str, content: Mapping[str, Any]) -> None:
    """Tell the journal of an act on a session, with all that it names."""
    named = [f"session:{held.row.pk}", *held.named]
    journal.record(held.actor, service, held.row.league, named, dict(content))


def publish_change(held: Held) -> None:
    """Record that the invitations of a session say something else, once it has any."""
    if SessionNotice.objects.filter(session=held.row).exists():
        event = InvitationsChanged(league=held.row.league, session=str(held.row.pk))
        outbox.publish(held.actor, event)


def refuse_words(words: Mapping[str, str]) -> None:
    """Refuse words that no column keeps; reasons may be longer than lines.

    Args:
        words: what was written, by ``line``, ``reason`` or ``words``, numbered where
            there are several.

    Raises:
        Refused: naming how long it may be.
    """
    longest = {"line": LINE_LONGEST, "reason": REASON_LONGEST, "words": WORDS_LONGEST}
    for kind, written in words.items():
        refuse_long("too-long", written, longest[kind.rstrip("0123456789")])
