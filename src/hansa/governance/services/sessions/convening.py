"""Convenes sessions, moves them to other days, and cancels them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.directory.reads import people
from hansa.governance.models import Session
from hansa.governance.reads.calendars import is_alive, list_entries, list_names, why
from hansa.governance.reads.dockets import last_closed, waiting_rows
from hansa.governance.reads.sessions import (
    Ground,
    ground_of,
    last_decisions,
    require_reader,
)
from hansa.governance.rules import calendar as calendar_rules
from hansa.governance.rules import changes as change_rules
from hansa.governance.rules import dockets as docket_rules
from hansa.governance.rules import sessions as rules
from hansa.governance.services.sessions.carrying import carry, put_standing
from hansa.governance.services.sessions.rows import (
    Held,
    add_step,
    day_of,
    hold_to_run,
    keep,
    publish_change,
    refuse_words,
    tell,
)
from hansa.governance.terms import Entry, EntryKind, Holder, Level
from hansa.governance.terms.dockets import Standing
from hansa.governance.terms.sessions import (
    Move,
    SessionAct,
    SessionDraft,
    SessionState,
    StepKind,
)
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import Bilingual, Text, text

YEARS_AHEAD = 5  # A slip of the keyboard must not convene a session in the year 2206.


def convene(actor: Actor, league: str, draft: SessionDraft) -> UUID:
    """Convene a session: its docket begins with what the last one left.

    An ordinary session fills the place of the calendar that its body and level have
    free; what departs from the agreement has its paper and its reason.

    Raises:
        Missing: there is no such league.
        Forbidden: the actor neither is the office, nor hosts, nor leads the group.
        Refused: the body does not stand, nothing of the calendar is free, or something
            departs from the agreement without paper and reason.
    """
    require_reader(actor, league)
    ground = ground_of(league, draft.body, draft.level, draft.days.start)
    _refuse_unlikely(actor, ground, draft)
    with transaction.atomic():
        journal.lock()
        entry = None if draft.ad_hoc else _free_entry(ground, draft)
        host = draft.host or _host_of(ground, draft, entry)
        room = _room(league, draft, entry, host)
        rules.require_hold(actor, room)
        _refuse_departing(ground, entry, draft.days.start, host, draft)
        chair = entry.chair if entry else _chair_of(ground, draft.level, host)
        row = Session.objects.create(
            id=uuid4(),
            league=league,
            body=draft.body,
            level=draft.level.value if draft.level else "",
            year=draft.year or draft.days.start.year,
            entry=entry.id if entry else "",
            host=host or "",
            chair_member=chair.member if chair else "",
            chair_office=chair.office.value if chair else "",
            state=SessionState.CONVENED.value,
            convened_by=actor.person,
            authority=actor.authority,
            convened_at=actor.at,
            **_when_and_where(draft),
        )
        held = Held(actor=actor, row=row, ground=ground, room=room)
        add_step(held, StepKind.CONVENED, draft.document)
        put_standing(held, _standing(held))
        before = change_rules.bodies_before(ground.body, ground.bodies)
        carry(held, waiting_rows(league, before, draft.level))
        tell(held, "governance.convene", _told(draft))
    return row.pk


def _told(draft: SessionDraft | Move) -> Mapping[str, Any]:
    content: Mapping[str, Any] = plain(draft)
    return content


def _when_and_where(stated: SessionDraft | Move) -> dict[str, Any]:
    return {
        "start_on": stated.days.start,
        "end_on": stated.days.end,
        "place_zh": stated.place.zh if stated.place else "",
        "place_en": stated.place.en if stated.place else "",
        "document": stated.document.strip(),
        "reason": stated.reason.strip(),
    }


def _room(
    league: str,
    draft: SessionDraft,
    entry: Entry | None,
    host: str | None,
) -> rules.Room:
    """Give whose session it is: the host by the agreement, else whoever says it hosts."""
    lead = people.lead_unit(league, draft.body, draft.days.start)
    turn = entry.host if entry and entry.host else host
    return rules.Room(league=league, host=turn, lead=lead.unit if lead else None)


def _refuse_unlikely(actor: Actor, ground: Ground, draft: SessionDraft) -> None:
    refuse_words(
        {
            "line": draft.document,
            "line1": draft.place.zh if draft.place else "",
            "line2": draft.place.en if draft.place else "",
            "reason": draft.reason,
        }
    )
    day = draft.days.start
    if (
        day.year > day_of(actor).year + YEARS_AHEAD
        or abs((draft.year or day.year) - day.year) > 1
    ):
        raise Refused(
            "day-unlikely",
            text("{day} is no day to convene a session for.", day=day.isoformat()),
            text("Give the days of the session, and the year it counts for."),
        )
    if not is_alive(ground.body, day):
        raise not_standing(ground, day.isoformat())
    if draft.host is not None and draft.host not in ground.parties:
        raise Missing(
            "member-missing",
            text("“{member}” is no member.", member=draft.host[:60]),
            meant(draft.host[:60], ground.parties),
        )


def not_standing(ground: Ground, day: str) -> Refused:
    """Say that a body does not stand, and who took over. Source: GOV-04 of huaihai."""
    body = ground.body
    heir = next(
        (
            one
            for one in ground.bodies
            if one.succeeds == body.id or body.followed_by[:1] == (one.id,)
        ),
        None,
    )
    remedy: Text = text("Convene a body that stands on that day.")
    if heir is not None:
        remedy = text(
            "Convene {body}, which took over from it (clauses {clauses}).",
            body=heir.name,
            clauses=tuple(body.clauses),
        )
    return Refused(
        "body-not-standing",
        text("{body} does not stand on {day}.", body=body.name, day=day),
        remedy,
    )


def _free_entry(ground: Ground, draft: SessionDraft) -> Entry:
    """Find the place of the calendar that an ordinary session fills.

    Raises:
        Refused: the calendar asks for none, or each has its session or its record.
    """
    year = draft.year or draft.days.start.year
    asked = [
        entry
        for entry in list_entries(ground.versions, range(year, year + 1))
        if entry.kind is EntryKind.MEETING
        and (entry.body, entry.level) == (draft.body, draft.level)
    ]
    taken = set(
        Session.objects.filter(entry__in=[entry.id for entry in asked])
        .exclude(state=SessionState.CANCELLED.value)
        .values_list("entry", flat=True)
    )
    free = [e for e in asked if e.id not in taken and e.actual is None]
    if not free:
        raise Refused(
            "no-free-entry",
            text(
                "The calendar of {year} has no free place for this session of {body}.",
                year=str(year),
                body=ground.body.name,
            ),
            text("Give its level, or convene it ad hoc, beside the calendar."),
        )
    within = [entry for entry in free if draft.days.start in entry.window]
    return (within or free)[0]


def _host_of(ground: Ground, draft: SessionDraft, entry: Entry | None) -> str | None:
    if entry is not None:
        return entry.host
    if not any(cadence.hosted for cadence in ground.body.cadences):
        return None
    return why(ground.versions, draft.days.start).member


def _chair_of(ground: Ground, level: Level | None, host: str | None) -> Holder | None:
    """Give who chairs a session beside the calendar: as an ordinary one is chaired."""
    offices = [
        cadence.chair.office
        for cadence in ground.body.cadences
        if cadence.chair is not None and cadence.level is level
    ]
    if host is None or not offices:
        return None
    return Holder(member=host, office=offices[0])


def _refuse_departing(
    ground: Ground,
    entry: Entry | None,
    day: date,
    host: str | None,
    stated: SessionDraft | Move,
) -> None:
    """Refuse what departs from the agreement without its paper and its reason."""
    if entry is None or (stated.document.strip() and stated.reason.strip()):
        return
    if host != entry.host and entry.host is not None:
        names: Mapping[str, Bilingual] = list_names(ground.versions)
        raise Refused(
            "other-host",
            text(
                "The turn is with {host} (clauses {clauses}).",
                host=names.get(entry.host, entry.host),
                clauses=tuple(entry.clauses),
            ),
            text(
                "Where another city hosts, give the paper that says so and the reason."
            ),
        )
    try:
        calendar_rules.require_within(entry, day)
    except Refused as refused:
        raise Refused(
            refused.code,
            refused.message,
            text(
                "Choose a day within it, or give the paper that moved it and the reason."
            ),
        ) from refused


def _standing(held: Held) -> tuple[Standing, ...]:
    """Give what comes first by itself: the last minutes, and the last decisions."""
    row = held.row
    before = last_closed(row.league, row.body, held.line.level, row)
    return docket_rules.standing_items(
        before is not None, bool(last_decisions(row, held.ground))
    )


def move(actor: Actor, league: str, session_id: UUID, revision: int, to: Move) -> None:
    """Move a session to other days, another place or another host.

    Raises:
        Missing: there is no such session.
        Forbidden: the actor does not run it.
        Conflict: somebody changed it since, or it has begun.
        Refused: paper or reason is missing where it departs from the agreement.
    """
    with transaction.atomic():
        held = hold_to_run(actor, league, session_id, SessionAct.MOVE, revision)
        ground = ground_of(league, held.row.body, held.line.level, to.days.start)
        draft = SessionDraft(
            body=held.row.body,
            days=to.days,
            year=held.row.year,
            host=to.host,
            place=to.place,
            document=to.document,
            reason=to.reason,
        )
        _refuse_unlikely(actor, ground, draft)
        entry = next(
            (
                one
                for one in list_entries(
                    ground.versions, range(held.row.year, held.row.year + 1)
                )
                if one.id == held.row.entry
            ),
            None,
        )
        host = to.host or held.row.host or None
        _refuse_departing(ground, entry, to.days.start, host, to)
        for name, value in _when_and_where(to).items():
            setattr(held.row, name, value)
        held.row.host = host or ""
        add_step(held, StepKind.MOVED, to.reason.strip() or to.document.strip())
        keep(held, "governance.move_session", _told(to))
        publish_change(held)


def cancel(
    actor: Actor, league: str, session_id: UUID, revision: int, reason: str
) -> None:
    """Cancel a session that has not begun; what was put to it waits for the next one.

    Raises:
        As ``move``; Refused also without a reason.
    """
    with transaction.atomic():
        held = hold_to_run(actor, league, session_id, SessionAct.CANCEL, revision)
        refuse_words({"reason": reason})
        demand_reason(reason)
        held.row.state = SessionState.CANCELLED.value
        add_step(held, StepKind.CANCELLED, reason.strip())
        keep(held, "governance.cancel_session", {"reason": reason.strip()})
        publish_change(held)


def demand_reason(reason: str) -> None:
    """Refuse an act without its reason.

    Raises:
        Refused: nothing but blanks was written.
    """
    if not reason.strip():
        raise Refused(
            "reason-missing",
            text("No reason is given."),
            text("Write why, in a sentence that everybody may read."),
        )
