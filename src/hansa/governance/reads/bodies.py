"""The life of bodies: what they came from, what is open before them, when they meet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Q

from hansa.casework.terms.types import CaseBook
from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.delivery.reads.works import list_works
from hansa.delivery.terms import WorkFilter
from hansa.governance.models import DocketItem, Session
from hansa.governance.reads import studies as study_reads
from hansa.governance.reads.calendars import is_alive, list_bodies
from hansa.governance.reads.dockets import (
    items,
    line_of,
    terms_of,
    title_of,
    waiting_rows,
)
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.reads.records import bodies_named, body_of
from hansa.governance.rules import changes as rules
from hansa.governance.rules import silence
from hansa.governance.rules.rights import CHANGE_BODIES, READ_SESSIONS
from hansa.governance.terms import Body, BodyType, EntryKind, Level
from hansa.governance.terms.changes import BodyEvent, BodyLife
from hansa.governance.terms.dockets import Item
from hansa.governance.terms.sessions import LIVE, Decision, SessionLine
from hansa.governance.terms.silence import Docketed, Silent
from hansa.governance.terms.studies import PortfolioLine, StudyLine
from hansa.kernel.errors import Missing
from hansa.kernel.findings import meant
from hansa.kernel.text import Bilingual, Text, text


def may_change(actor: Actor, league: str) -> bool:
    """Tell whether somebody may change bodies, for a button."""
    return may(actor, CHANGE_BODIES, Over(league=league))


def require_change(actor: Actor, league: str) -> None:
    """Refuse somebody who may not change bodies, before a form is shown.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, CHANGE_BODIES, Over(league=league))


def get_decision(league: str, item_id: UUID) -> Decision:
    """Find a decision that stands, of a session that is closed.

    Raises:
        Missing: there is none.
    """
    row = items(league).filter(pk=item_id, number__isnull=False).first()
    session = row.session if row is not None else None
    if row is None or session is None:
        raise Missing(
            "decision-missing",
            text("There is no such decision here."),
            text("Choose a decision of a session that is closed."),
        )
    (item,) = terms_of((row,))
    return Decision(item=item, session=session.pk, on=session.start_on)


def open_rows(league: str, bodies: Iterable[str]) -> tuple[DocketItem, ...]:
    """Find what is open before bodies: what waits, and what they left for their next."""
    return tuple(waiting_rows(league, bodies, None))


def open_items(league: str, bodies: Iterable[str]) -> tuple[Item, ...]:
    """Give what is open before bodies, as terms."""
    return terms_of(open_rows(league, bodies))


def list_grounds(league: str, version: Version) -> tuple[tuple[UUID, str], ...]:
    """List the decisions on which a change of bodies may rest, the latest first."""
    deciding = [b.id for b in list_bodies(version) if b.type is BodyType.DECISION]
    rows = items(league).filter(
        number__isnull=False, principle_only=False, body__in=deciding
    )
    return tuple(
        (row.pk, f"{row.year}-{row.number} {row.title}")
        for row in rows.order_by("-year", "number")
    )


def ladders_of(version: Version) -> Mapping[str, Bilingual]:
    """Give the bodies before which cases stand, each with a type of case."""
    book: CaseBook | None = version.charter.sections.get("casework")
    types = book.types if book else ()
    return {body: kind.title for kind in types for body in kind.ladder}


def history(versions: Sequence[Version], body_id: str) -> tuple[BodyEvent, ...]:
    """List what the versions of a charter say of the life of a body, the oldest first."""
    found: list[BodyEvent] = []
    former: Body | None = None
    for version in charter_reads.timeline(versions):
        bodies = {body.id: body for body in list_bodies(version)}
        body = bodies.get(body_id)
        if body is not None:
            found.extend(_events(former, body, bodies, version))
            former = body
    return tuple(_linked(versions, found))


def _events(
    former: Body | None, body: Body, bodies: Mapping[str, Body], version: Version
) -> Iterable[BodyEvent]:
    def told(on: date, message: Text) -> BodyEvent:
        return BodyEvent(
            on=on,
            message=message,
            version=version.number,
            authority=version.decision,
        )

    began = former.established_on if former else None
    if former is None and body.established_on is None:
        yield told(version.effective_from, rules.began(body))
    if body.established_on is not None and body.established_on != began:
        yield told(body.established_on, rules.began(body))
        before = tuple(
            one.name for one in bodies.values() if body.id in one.followed_by
        )
        if before:
            yield told(
                body.established_on,
                text("takes over from: {bodies}", bodies=before),
            )
    ended = former.dissolved_on if former else None
    if body.dissolved_on is not None and body.dissolved_on != ended:
        yield told(body.dissolved_on, rules.ended(body))
        after = tuple(bodies[id_].name for id_ in body.followed_by)
        if after:
            yield told(
                body.dissolved_on, text("its matters go to: {bodies}", bodies=after)
            )


def _linked(
    versions: Sequence[Version], events: Sequence[BodyEvent]
) -> Iterable[BodyEvent]:
    """Give events with the decision that they cite, where the register has it."""
    league, names = versions[0].league, bodies_named(versions)
    named = {each.authority: rules.cited(each.authority or "") for each in events}
    wanted = Q()
    for key in filter(None, named.values()):
        wanted |= Q(body=key[0], year=key[1], number=key[2])
    rows = DocketItem.objects.filter(wanted, league=league) if wanted else ()
    known = {(row.body, row.year, row.number): row for row in rows}
    for each in events:
        row = known.get(named[each.authority] or ("", 0, 0))
        if row is None:
            yield each
            continue
        cited = text(
            "{body} {year}, decision {number}: {title}",
            body=names.get(row.body, row.body),
            year=str(row.year),
            number=row.number or 0,
            title=title_of(row),
        )
        yield replace(each, decision=row.pk, session=row.session_id, cited=cited)


def docketed(
    actor: Actor, league: str, version: Version, body: Body, day: date
) -> Docketed:
    """Give when a body meets next and what is open before it, for who may see dockets.

    Matters of a session that is convened are open until they end there.

    Source: GOV-20 of changzhutan.
    """
    if not may(actor, READ_SESSIONS, Over(league=league)):
        return Docketed(next_=None, open_=(), visible=False)
    before = rules.bodies_before(body, list_bodies(version))
    rows = Session.objects.filter(
        league=league, body=body.id, state__in=[state.value for state in LIVE]
    )
    live = tuple(line_of(row) for row in rows.order_by("start_on"))
    waiting = items(league).filter(
        session__in=[line.id for line in live],
        outcome="",
        withdrawn_at=None,
        standing="",
    )
    levels: set[Level | None] = {cadence.level for cadence in body.cadences} or {None}
    found: list[Item] = list(terms_of(waiting.order_by("session__start_on", "place")))
    for level in sorted(levels, key=lambda one: one.value if one else ""):
        found.extend(terms_of(waiting_rows(league, before, level)))
    return Docketed(next_=_next(live, day), open_=tuple(found), visible=True)


def _next(live: Sequence[SessionLine], day: date) -> SessionLine | None:
    return next((line for line in live if line.days.end > day), None)


def silent_bodies(
    versions: Sequence[Version], year: int, as_of: date
) -> tuple[Silent, ...]:
    """List the whole periods of a year in which a body that is to meet did not.

    Nothing is owed: the text prints no number. What lies before the start of service is
    not asked for.

    Source: GOV-20 of changzhutan: 定期协商.
    """
    version = charter_reads.governing(versions, as_of)
    bodies = [body for body in list_bodies(version) if body.quiet is not None]
    if not bodies:
        return ()
    held = [
        (record.facts.body, record.facts.days)
        for record in list_meetings(versions[0].league, as_of=as_of)
        if record.facts.kind is EntryKind.MEETING
    ]
    since = version.in_service_since
    return silence.silent(
        [body for body in bodies if is_alive(body, as_of)], held, year, as_of, since
    )


def get_life(
    actor: Actor, versions: Sequence[Version], body_id: str, day: date
) -> BodyLife:
    """Give a body with its history, and what is before it on a day.

    Raises:
        Missing: the charter of that day names no such body.
    """
    version = charter_reads.governing(versions, day)
    body = body_of(version, body_id)
    if body is None:
        raise Missing(
            "body-missing",
            text("There is no body “{body}”.", body=body_id[:60]),
            meant(body_id[:60], [one.id for one in list_bodies(version)]),
        )
    return BodyLife(
        body=body,
        history=history(versions, body_id),
        before=docketed(actor, versions[0].league, version, body, day),
        silent=silent_of(versions, body_id, day),
        portfolio=portfolio(actor, version, body, day),
    )


def portfolio(
    actor: Actor, version: Version, body: Body, day: date
) -> tuple[PortfolioLine, ...] | None:
    """List the works of a platform's programme, each with its study of the register.

    None for a body that is no platform of a programme.

    Source: GOV-22 of changzhutan.
    """
    if body.type is not BodyType.PLATFORM or body.programme is None:
        return None
    wanted = WorkFilter(programme=body.programme)
    last: dict[str, StudyLine] = {}
    known = study_reads.may_read(actor, version.league)
    if known:
        for line in reversed(study_reads.list_studies(actor, version.league)):
            last[line.work] = line
    found = []
    for work in list_works(version, wanted, day).works:
        study = last.get(work.id)
        gate_on = study.gate_on if study else None
        due = gate_on is not None and gate_on < day
        found.append(PortfolioLine(work=work, study=study, known=known, due=due))
    return tuple(found)


def silent_of(
    versions: Sequence[Version], body_id: str, day: date
) -> tuple[Silent, ...]:
    """List the silent periods of one body in the year before a day and in its own."""
    return tuple(
        one
        for year in (day.year - 1, day.year)
        for one in silent_bodies(versions, year, day)
        if one.body == body_id
    )
