"""What the pages of sessions offer whom; the services judge anew."""

from collections.abc import Iterable, Mapping

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.directory.reads import people
from hansa.governance.models import DocketItem, Minutes, Session
from hansa.governance.reads.dockets import title_of
from hansa.governance.reads.records import bodies_named
from hansa.governance.rules import sessions as rules
from hansa.governance.rules import walls
from hansa.governance.rules.rights import (
    HOLD_SESSIONS,
    PUT_ITEMS,
    READ_SESSIONS,
    TAKE_POSITIONS,
)
from hansa.governance.terms.dockets import Item
from hansa.governance.terms.sessions import (
    ItemStep,
    SessionAct,
    SessionSheet,
    SessionState,
)
from hansa.kernel.text import Bilingual, Text, text


def titles_of(
    actor: Actor,
    league: str,
    sessions: Iterable[str],
    items: Iterable[str],
    minutes: Iterable[str],
) -> Mapping[tuple[str, str], tuple[Bilingual | Text, str]]:
    """Give title and session of sessions, items and minutes, by kind and id; four queries.

    Nothing for whoever may not see sessions.
    """
    if not may_read(actor, league):
        return {}
    bodies = bodies_named(charter_reads.list_versions(league))
    found: dict[tuple[str, str], tuple[Bilingual | Text, str]] = {}
    for row in Session.objects.filter(league=league, pk__in=sorted(set(sessions))):
        title = text(
            "{body}, {day}",
            body=bodies.get(row.body, row.body),
            day=row.start_on.isoformat(),
        )
        found["session", str(row.pk)] = (title, str(row.pk))
    rows = DocketItem.objects.filter(league=league, pk__in=sorted(set(items)))
    for item in rows.exclude(session=None):
        found["item", str(item.pk)] = (title_of(item), str(item.session_id))
    for one in Minutes.objects.filter(league=league, pk__in=sorted(set(minutes))):
        title = text(
            "{body}, {year}", body=bodies.get(one.body, one.body), year=str(one.year)
        )
        found["minutes", str(one.pk)] = (title, str(one.session_id))
    return found


def may_read(actor: Actor, league: str) -> bool:
    """Tell whether an actor may see sessions, for a link."""
    return may(actor, READ_SESSIONS, Over(league=league))


def may_convene_some(actor: Actor, league: str) -> bool:
    """Tell whether an actor may convene any session at all, for a button."""
    return may(actor, HOLD_SESSIONS, _own(actor, league))


def require_convener(actor: Actor, league: str) -> None:
    """Refuse somebody who may convene nothing at all, before a form is shown.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, HOLD_SESSIONS, _own(actor, league))


def _own(actor: Actor, league: str) -> Over:
    return Over(league=league, member=actor.member, unit=actor.unit)


def offers(actor: Actor, sheet: SessionSheet) -> frozenset[SessionAct]:
    """Give what the page of a session offers an actor; one query."""
    offered = rules.offers(actor, _room(sheet), sheet.line)
    return offered if sheet.reports else offered - {SessionAct.REPORT}


def expected(sheet: SessionSheet) -> SessionAct | None:
    """Give what a session waits for from whoever runs it; None where it is over."""
    match sheet.line.state:
        case SessionState.CONVENED:
            return SessionAct.OPEN
        case SessionState.OPEN if not sheet.lacks:
            return SessionAct.CLOSE
    return None


def item_offers(actor: Actor, sheet: SessionSheet, item: Item) -> frozenset[ItemStep]:
    """Give what the page of an item offers an actor; one query."""
    room = _room(sheet)
    offered = rules.item_offers(actor, room, sheet.line, item, sheet.parties)
    return offered - {ItemStep.CALL} if item.id == sheet.current else offered


def _room(sheet: SessionSheet) -> rules.Room:
    line = sheet.line
    lead = people.lead_unit(line.league, line.body, line.days.start)
    return rules.Room(
        league=line.league, host=line.host, lead=lead.unit if lead else None
    )


def wall_part(count: int, current: int) -> slice:
    """Give which of the items of a docket the wall of a room shows; see ``walls.near``."""
    return walls.near(count, current)


def require_act(actor: Actor, sheet: SessionSheet, act: SessionAct) -> None:
    """Refuse somebody who may never do an act on a session, whatever the form says.

    Raises:
        Forbidden: naming who may.
    """
    room = _room(sheet)
    if act is SessionAct.PUT:
        rules.require_put(actor, room, actor.member)
    else:
        rules.require_hold(actor, room)


def runs(actor: Actor, sheet: SessionSheet) -> bool:
    """Tell whether an actor prepares and runs a session; one query."""
    return rules.may_hold(actor, _room(sheet))


def require_runner(actor: Actor, sheet: SessionSheet) -> None:
    """Refuse somebody who does not run a session, before a form is read.

    Raises:
        Forbidden: naming who may.
    """
    rules.require_hold(actor, _room(sheet))


def require_step(actor: Actor, sheet: SessionSheet, item: Item, step: ItemStep) -> None:
    """Refuse somebody who may never do an act on an item, whatever the form says.

    Raises:
        Forbidden: naming who may.
        Refused: the item came by itself, and is neither amended nor withdrawn.
    """
    room = _room(sheet)
    match step:
        case ItemStep.POSITION:
            require(actor, TAKE_POSITIONS, _own(actor, room.league))
        case ItemStep.CALL | ItemStep.DISPOSE:
            rules.require_hold(actor, room)
        case ItemStep.AMEND | ItemStep.WITHDRAW:
            rules.require_change(actor, room, item)


def speaks_for(actor: Actor, sheet: SessionSheet) -> tuple[str, ...]:
    """Give the cities whose position an actor may enter, its own first."""
    return rules.speaks_for(actor, sheet.line.league, sheet.parties)


def puts_for(actor: Actor, sheet: SessionSheet) -> tuple[str, ...]:
    """Give the cities for which an actor may put items; empty text for the office."""
    league, lead = sheet.line.league, _room(sheet).lead
    return tuple(
        member
        for member in ("", *sheet.parties)
        if may(
            actor,
            PUT_ITEMS,
            Over(league=league, member=member or None, unit=lead),
        )
    )
