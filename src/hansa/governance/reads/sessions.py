"""Sessions with their dockets: what stands on them, who came, and what is missing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, may, require
from hansa.directory.reads import people
from hansa.governance.models import DecisionReport, SeatMark, Session, SessionStep
from hansa.governance.reads.advice import advice_on
from hansa.governance.reads.calendars import list_bodies, list_names, statute_of
from hansa.governance.reads.dockets import (
    cleared_rows,
    get_session_row,
    item_missing,
    items,
    last_closed,
    level_of,
    line_of,
    mark_of,
    session_missing,
    step_of,
    terms_of,
)
from hansa.governance.reads.hearing import heard_on
from hansa.governance.reads.records import body_of
from hansa.governance.rules import calendar as calendar_rules
from hansa.governance.rules import closing, dockets, walls
from hansa.governance.rules import sessions as rules
from hansa.governance.rules.rights import READ_SESSIONS
from hansa.governance.terms import Body, Level, Seat
from hansa.governance.terms.dockets import Item, Standing
from hansa.governance.terms.sessions import (
    Decision,
    Progress,
    Report,
    Round,
    SessionFilter,
    SessionLine,
    SessionSheet,
    SessionState,
    Weighed,
)
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

DAY = timedelta(days=1)
NAMED = re.compile(r"([a-z0-9-]+)/([0-9]{4})(?:/(secretary|mayor))?")


def require_reader(actor: Actor, league: str) -> None:
    """Refuse somebody who may not see sessions.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, READ_SESSIONS, Over(league=league))


def may_read_sessions(actor: Actor, league: str) -> bool:
    """Tell whether an actor may see sessions, and so what they lead to and rest on."""
    return may(actor, READ_SESSIONS, Over(league=league))


def list_sessions(
    actor: Actor, league: str, wanted: SessionFilter
) -> tuple[SessionLine, ...]:
    """List the sessions of a league, the latest first; one query.

    Raises:
        Forbidden: the actor may not see sessions.
    """
    require_reader(actor, league)
    rows = Session.objects.filter(league=league)
    if wanted.year is not None:
        rows = rows.filter(year=wanted.year)
    if wanted.body is not None:
        rows = rows.filter(body=wanted.body)
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state.value)
    return tuple(line_of(row) for row in rows.order_by("-start_on", "body", "pk"))


def find_session(actor: Actor, league: str, named: str) -> UUID:
    """Find a session by its id, or as ``body/year`` or ``body/year/level``.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there is no such session.
        Refused: several are meant.
    """
    require_reader(actor, league)
    found = NAMED.fullmatch(named)
    if found is None:
        try:
            return UUID(named)
        except ValueError as error:
            raise session_missing() from error
    rows = Session.objects.filter(league=league, body=found[1], year=int(found[2]))
    if found[3]:
        rows = rows.filter(level=found[3])
    standing = rows.exclude(state=SessionState.CANCELLED.value)
    ids = list(standing.values_list("pk", flat=True)[:2])
    if not ids:
        raise session_missing()
    if len(ids) > 1:
        raise Refused(
            "session-ambiguous",
            text("“{named}” means several sessions.", named=named[:60]),
            text("Name it by its id; the list of sessions shows it."),
        )
    return ids[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a session stands on: the charter that governs its first day."""

    versions: Sequence[Version]
    version: Version
    body: Body
    parties: tuple[str, ...]
    seats: tuple[Seat, ...]

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Every body of that charter."""
        return list_bodies(self.version)


def ground_of(league: str, body_id: str, level: Level | None, day: date) -> Ground:
    """Give what a session of a body on a day stands on.

    Raises:
        Missing: there is no such league.
        Refused: no version knows the body.
    """
    versions = charter_reads.get_versions(league)
    version = charter_reads.governing(versions, day)
    body = body_of(version, body_id)
    if body is None:
        known = tuple(one.id for one in list_bodies(version))
        raise Refused(
            "body-unknown",
            text("There is no body “{body}”.", body=body_id[:60]),
            text("Bodies: {known}.", known=known),
        )
    (statute,) = calendar_rules.statutes_in_force((version,))
    return Ground(
        versions=versions,
        version=version,
        body=body,
        parties=tuple(member.id for member in version.charter.agreement.members),
        seats=calendar_rules.seats_of(statute, body, level, day),
    )


def ground_of_row(row: Session) -> Ground:
    """Give what a session that was convened stands on."""
    return ground_of(row.league, row.body, level_of(row.level), row.start_on)


def room_of(row: Session) -> rules.Room:
    """Give a session as far as rights ask; one query."""
    lead = people.lead_unit(row.league, row.body, row.start_on)
    return rules.Room(
        league=row.league, host=row.host or None, lead=lead.unit if lead else None
    )


def get_session(actor: Actor, league: str, session_id: UUID) -> SessionSheet:
    """Show a session with its docket, positions, attendance and what is missing.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there is no such session.
    """
    require_reader(actor, league)
    day = actor.at.astimezone(LEAGUE_ZONE).date()
    return sheet_of(get_session_row(league, session_id), day)


def sheet_of(row: Session, on: date | None = None) -> SessionSheet:
    """Sum up a session from its rows; the number of queries does not grow with it.

    Args:
        row: of the session.
        on: the day on which it is asked what is missing; None for its last one.
    """
    ground = ground_of_row(row)
    line, docket = line_of(row), ground.body.docket
    docketed = terms_of(items(row.league).filter(session=row).order_by("place"))
    marks = SeatMark.objects.filter(session=row).order_by("pk")
    steps = SessionStep.objects.filter(session=row).order_by("number")
    told = tuple(step_of(step) for step in steps)
    attendance = rules.attendance(
        ground.seats, [mark_of(mark, ground.seats) for mark in marks]
    )
    tallies = {
        item.place: closing.tally(docket, ground.parties, item) for item in docketed
    }
    reports = _reports(row, ground, docketed)
    classes = dockets.classes_at(docket, line.level)
    advised = advice_on(docketed, classes)
    day = on or row.end_on - DAY
    heard = heard_on(docketed, classes, ground.versions, day)
    sitting = closing.Sitting(
        body=ground.body,
        level=line.level,
        items=docketed,
        tallies=tallies,
        marked=bool(attendance.marks),
        unheard=tuple(r.decision.title for r in reports if r.progress is None),
        names=list_names(ground.versions),
        advised=advised,
        heard=heard,
    )
    return SessionSheet(
        line=line,
        body=ground.body,
        parties=ground.parties,
        seats=ground.seats,
        invitees=ground.body.invitees,
        items=tuple(
            Weighed(
                item=item,
                tally=tallies[item.place],
                adopted=closing.is_adopted(item, tallies[item.place]),
            )
            for item in docketed
        ),
        attendance=attendance,
        classes=tuple(
            (one, sum(i.class_id == one.id and i.stands for i in docketed))
            for one in classes
        ),
        reports=reports,
        lacks=closing.lacks_of(sitting)
        if line.state is not SessionState.CLOSED
        else (),
        remarks=closing.remarks_on(sitting),
        steps=told,
        advised=advised,
        heard=heard,
        current=walls.current_of(told, docketed),
    )


def _reports(
    row: Session, ground: Ground, docketed: Sequence[Item]
) -> tuple[Report, ...]:
    """Give what a session heard of the last decisions, where it is to hear of them."""
    wanted = any(i.standing is Standing.LAST_DECISIONS and i.stands for i in docketed)
    if not wanted:
        return ()
    heard = {
        report.decision_id: report
        for report in DecisionReport.objects.filter(session=row)
    }
    return tuple(
        Report(
            decision=item,
            progress=Progress(heard[item.id].progress) if item.id in heard else None,
            words=heard[item.id].words if item.id in heard else "",
        )
        for item in last_decisions(row, ground)
    )


def last_decisions(row: Session, ground: Ground) -> tuple[Item, ...]:
    """List the decisions that a session hears of: its own last, or those it prepares for.

    A body that clears the docket of another follows up what that other one decided.

    Source: GOV-19 of huaihai.
    """
    source = next(
        (
            body.id
            for body in ground.bodies
            if body.docket and body.docket.gate and body.docket.gate.body == row.body
        ),
        row.body,
    )
    level = level_of(row.level) if source == row.body else None
    before = last_closed(row.league, source, level, row)
    if before is None:
        return ()
    numbered = items(row.league).filter(session=before, number__isnull=False)
    return terms_of(numbered.order_by("number"))


def get_item(actor: Actor, league: str, item_id: UUID) -> Item:
    """Find one item, on a docket or waiting for one.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there is no such item.
    """
    require_reader(actor, league)
    found = terms_of(items(league).filter(pk=item_id))
    if not found:
        raise item_missing()
    return found[0]


def earlier_rounds(actor: Actor, league: str, item: Item) -> tuple[Round, ...]:
    """List how earlier sessions left a matter, the first of them first.

    Raises:
        Forbidden: the actor may not see sessions.
    """
    require_reader(actor, league)
    found: list[Round] = []
    former = item.carried_from
    while former is not None:
        row = items(league).select_related("session").get(pk=former)
        (left,) = terms_of([row])
        if row.session is not None:
            found.append(Round(session=line_of(row.session), item=left))
        former = left.carried_from
    return tuple(reversed(found))


def item_at(actor: Actor, league: str, session_id: UUID, place: int) -> Item:
    """Find an item by its place on a docket.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there is no such item.
    """
    require_reader(actor, league)
    found = terms_of(items(league).filter(session=session_id, place=place))
    if not found:
        raise item_missing()
    return found[0]


def list_cleared(sheet: SessionSheet) -> tuple[tuple[UUID, str], ...]:
    """List what may be put to a session because it was cleared for its year."""
    docket = sheet.body.docket
    if docket is None or docket.gate is None:
        return ()
    rows = cleared_rows(sheet.line.league, docket.gate.body, sheet.line.year)
    return tuple(rows.order_by("place").values_list("pk", "title"))


def list_decisions(
    actor: Actor, league: str, year: int | None = None, body: str | None = None
) -> tuple[Decision, ...]:
    """List the decisions that stand, of sessions that are closed, the latest first.

    Raises:
        Forbidden: the actor may not see sessions.
    """
    require_reader(actor, league)
    rows = items(league).filter(number__isnull=False).select_related("session")
    if year is not None:
        rows = rows.filter(year=year)
    if body is not None:
        rows = rows.filter(body=body)
    found = []
    for row in rows.order_by("-session__start_on", "body", "number"):
        assert row.session is not None  # Only a session gives numbers.
        (item,) = terms_of((row,))
        found.append(
            Decision(item=item, session=row.session.pk, on=row.session.start_on)
        )
    return tuple(found)


def turn_clauses(version: Version) -> Mapping[str, tuple[str, ...]]:
    """Give the clauses that say who chairs, by body."""
    turn = statute_of(version).rotation.clauses
    return {
        body.id: tuple(
            dict.fromkeys(
                (*(c for cad in body.cadences if cad.chair for c in cad.clauses), *turn)
            )
        )
        for body in list_bodies(version)
    }
