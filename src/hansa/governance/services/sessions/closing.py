"""Closes sessions: numbers decisions, records the meeting, and hands on what is left."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from hansa.chassis import outbox
from hansa.chassis.actor import Actor
from hansa.governance.models import DocketItem, Session
from hansa.governance.reads.dockets import waiting_rows
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.reads.sessions import ground_of_row, sheet_of
from hansa.governance.rules import records as record_rules
from hansa.governance.rules.changes import bodies_before
from hansa.governance.services import records
from hansa.governance.services.consultations.results import publish_decided
from hansa.governance.services.minutes.drafting import draft_minutes
from hansa.governance.services.sessions.carrying import carry
from hansa.governance.services.sessions.rows import (
    Held,
    add_step,
    day_of,
    hold_to_run,
    keep,
)
from hansa.governance.terms import EntryKind
from hansa.governance.terms.dockets import DELIVERED, DecisionAdopted, Item
from hansa.governance.terms.records import MeetingFacts
from hansa.governance.terms.sessions import SessionAct, SessionState, StepKind
from hansa.kernel.errors import Refused
from hansa.kernel.text import text


def close_session(actor: Actor, league: str, session_id: UUID, revision: int) -> None:
    """Close a session: its decisions are numbered, and what it left goes on.

    Adopted decisions are told to whoever carries them out; others stay where they are.
    What the public said to them is published with its replies. The meeting is recorded,
    so that the calendar, its duties and the compliance of the year follow; its minutes
    are drafted.

    Raises:
        Missing: there is no such session.
        Forbidden: the actor does not run it.
        Conflict: somebody changed it since, or it is not in session.
        Refused: something is missing; everything that is, is listed at once.

    Source: GOV-14 and GOV-25 of changzhutan; GOV-07 of huaihai.
    """
    with transaction.atomic():
        held = hold_to_run(actor, league, session_id, SessionAct.CLOSE, revision)
        sheet = sheet_of(held.row, day_of(actor))
        if sheet.lacks:
            raise Refused(
                "session-incomplete",
                text(
                    "The session cannot be closed yet. {missing}",
                    missing=tuple(lack.message for lack in sheet.lacks),
                ),
                text("Add what is missing, then close it."),
            )
        adopted = [
            one.item for one in sheet.items if one.adopted and one.item.standing is None
        ]
        _number(held, adopted)
        publish_decided(actor, adopted, sheet.heard)
        held.row.state = SessionState.CLOSED.value
        held.row.closed_at = actor.at
        held.row.record_id = _record(held)
        add_step(held, StepKind.CLOSED)
        keep(held, "governance.close_session", {"adopted": len(adopted)})
        draft_minutes(actor, held.row)
        _carry_on(held)


def _number(held: Held, adopted: Sequence[Item]) -> None:
    """Number the decisions that stand, and tell of those that somebody carries out."""
    row = held.row
    before = DocketItem.objects.filter(
        league=row.league, body=row.body, year=row.year
    ).aggregate(last=Max("number"))["last"]
    for number, item in enumerate(adopted, start=(before or 0) + 1):
        DocketItem.objects.filter(pk=item.id).update(number=number)
        held.named.append(f"item:{item.id}")
        if item.act in DELIVERED:
            event = DecisionAdopted(
                league=row.league,
                session=str(row.pk),
                item=str(item.id),
                body=row.body,
                year=row.year,
                number=number,
            )
            outbox.publish(held.actor, event)


def _record(held: Held) -> UUID:
    """Find the record of the meeting that somebody made, or make it."""
    line = held.line
    facts = MeetingFacts(
        body=line.body,
        kind=EntryKind.MEETING,
        level=line.level,
        year=line.year,
        days=line.days,
        host=line.host,
        chair=line.opened_by,
        delegated=line.opened_by != line.chair,
        ad_hoc=line.ad_hoc,
        place=line.place,
        document=line.document,
        reason=line.reason,
    )
    place = record_rules.place_of(facts)
    for record in list_meetings(line.league, years=range(line.year, line.year + 1)):
        same = record_rules.place_of(record.facts) == place
        if record.facts.ad_hoc != line.ad_hoc:
            continue
        if same and record.facts.days.overlaps(line.days):
            return record.id
    return UUID(records.record_meeting(held.actor, line.league, facts, None))


def _carry_on(held: Held) -> None:
    """Put what this session left on every docket that waits for it already.

    What no session is convened for yet is taken up by the next one that is.
    """
    coming = Session.objects.filter(
        league=held.row.league,
        state__in=[SessionState.CONVENED.value, SessionState.OPEN.value],
    ).order_by("start_on", "convened_at")
    for row in coming:
        ground = ground_of_row(row)
        next_ = Held(actor=held.actor, row=row, ground=ground, room=held.room)
        before = bodies_before(ground.body, ground.bodies)
        waiting = waiting_rows(row.league, before, next_.line.level)
        carry(next_, waiting.filter(session=held.row))
