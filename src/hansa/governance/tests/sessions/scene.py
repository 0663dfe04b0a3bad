"""A year of sessions in few words: who acts, and acts with what most tests do not vary."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.directory.terms.people import UnitKind
from hansa.governance.reads import sessions as reads
from hansa.governance.services.sessions import closing, convening, docket, sitting
from hansa.governance.terms import Level
from hansa.governance.terms.dockets import (
    Delivery,
    Disposal,
    ItemAct,
    ItemDraft,
    Outcome,
    Stance,
)
from hansa.governance.terms.records import days_through
from hansa.governance.terms.sessions import (
    Opening,
    PositionDraft,
    SessionDraft,
    SessionSheet,
)
from hansa.governance.tests.people import CHANGZHUTAN, HUAIHAI, actor, add_unit

MEMBERS = {"huaihai": HUAIHAI, "changzhutan": CHANGZHUTAN}
NOON = time(12, 0)


def at(someone: Actor, day: date) -> Actor:
    """Give somebody at noon of a day."""
    return replace(someone, at=datetime.combine(day, NOON, LEAGUE_ZONE).astimezone(UTC))


def office(day: date, league: str = "huaihai") -> Actor:
    """The league's office on a day."""
    return at(actor(Role.SECRETARIAT, league=league), day)


def liaison(member: str, day: date, league: str = "huaihai") -> Actor:
    """A city's liaison on a day."""
    return at(actor(Role.CITY_LIAISON, member, league=league), day)


def convene(body: str, first: date, league: str = "huaihai", **stated: Any) -> UUID:
    """Convene a session of one day, a month before it."""
    days = days_through(first, first)
    draft = SessionDraft(body=body, days=days, **stated)
    return convening.convene(office(first - timedelta(days=30), league), league, draft)


def sheet(session: UUID, league: str = "huaihai") -> SessionSheet:
    """Look at a session."""
    return reads.get_session(office(date(2026, 11, 24), league), league, session)


def put(session: UUID, title: str, league: str = "huaihai", **stated: Any) -> UUID:
    """Put an item to a session, on its first day."""
    named = {"class_id": "issue", "act": ItemAct.STUDY, **stated}
    draft = ItemDraft(title=title, **named)
    day = sheet(session, league).line.days.start
    return docket.put_item(office(day, league), league, session, draft)


def open_(session: UUID, league: str = "huaihai") -> None:
    """Open a session on its first day, by whoever chairs it."""
    line = sheet(session, league).line
    sitting.open_session(
        office(line.days.start, league), league, session, line.revision, Opening()
    )


def consent(
    item: UUID, league: str = "huaihai", members: Iterable[str] | None = None
) -> None:
    """Let cities consent to an item as it stands."""
    for member in members if members is not None else MEMBERS[league]:
        say(item, member, Stance.CONSENT, league)


def say(item: UUID, member: str, stance: Stance, league: str = "huaihai") -> None:
    """Let one city say something to an item as it stands."""
    found = item_of(item, league)
    docket.take_position(
        liaison(member, _day(item, league), league),
        league,
        item,
        found.revision,
        PositionDraft(member=member, stance=stance),
    )


def item_of(item: UUID, league: str = "huaihai") -> Any:
    """Look at an item."""
    return reads.get_item(office(date(2026, 11, 24), league), league, item)


def _day(item: UUID, league: str) -> date:
    session = item_of(item, league).session
    return sheet(session, league).line.days.start


def end(
    item: UUID,
    outcome: Outcome = Outcome.DECIDED,
    league: str = "huaihai",
    delivery: Delivery | None = None,
) -> None:
    """End an item; a decision is an opinion of principle where nothing else is said."""
    sitting.dispose(
        office(_day(item, league), league),
        league,
        item,
        item_of(item, league).revision,
        Disposal(
            outcome=outcome,
            words="会议原则同意。",
            delivery=delivery or Delivery(principle_only=True),
        ),
    )


def close(session: UUID, league: str = "huaihai") -> None:
    """Close a session on its first day."""
    line = sheet(session, league).line
    closing.close_session(
        office(line.days.start, league), league, session, line.revision
    )


def bureau(member: str, league: str = "huaihai") -> str:
    """Open a bureau of a city."""
    return add_unit(league, member, UnitKind.DEPARTMENT, f"{member}市发展和改革委员会")


def cleared(day: date, *titles: str) -> UUID:
    """Hold the consultation of a year, which clears some matters, and close it."""
    session = convene("consultation", day)
    for title in titles:
        put(session, title, class_id="issue", act=ItemAct.CLEAR)
    open_(session)
    for one in sheet(session).items:
        if one.item.outcome is None:
            end(
                one.item.id,
                Outcome.DECIDED if one.item.standing is None else Outcome.NOTED,
            )
    close(session)
    return session


def symposium(day: date, *titles: str) -> tuple[UUID, list[UUID]]:
    """Open the Symposium of a year with some items that August has cleared."""
    session = convene("symposium", day)
    made = [put(session, title, act=ItemAct.DECIDE) for title in titles]
    open_(session)
    return session, made


def secretaries(day: date, *classes: str) -> tuple[UUID, list[UUID]]:
    """Open the secretaries' session with one item of each class."""
    session = convene("conference", day, "changzhutan", level=Level.SECRETARY)
    made = [put(session, f"议题 {one}", "changzhutan", class_id=one) for one in classes]
    open_(session, "changzhutan")
    return session, made
