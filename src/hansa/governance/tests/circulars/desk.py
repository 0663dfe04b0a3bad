"""A half-year of circulars in few words: who acts, and acts with what tests do not vary."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.duties.reads.duties import find_by_keys, reckon
from hansa.governance.reads import circulars as reads
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.rules.circular_words import told
from hansa.governance.services import records
from hansa.governance.services.circulars import drafting, sending
from hansa.governance.services.sessions import sitting
from hansa.governance.terms import EntryKind
from hansa.governance.terms.circulars import (
    CircularFilter,
    CircularLine,
    CircularSheet,
)
from hansa.governance.terms.dockets import Delivery, ItemAct, Outcome
from hansa.governance.terms.records import MeetingFacts, days_through
from hansa.governance.terms.sessions import Progress
from hansa.governance.tests.people import actor
from hansa.governance.tests.sessions import scene

C = "changzhutan"
JUNE, JULY, DECEMBER = date(2026, 6, 25), date(2026, 7, 9), date(2026, 12, 20)
FIRST, SECOND = "group-industry/2026/1", "group-industry/2026/2"
ENTRY = f"{C}/2026/group-industry/circular/1"


def at(day: date, hour: int = 12) -> Actor:
    """The office on a day."""
    someone = actor(Role.SECRETARIAT, league=C)
    moment = datetime.combine(day, time(hour), LEAGUE_ZONE)
    return replace(someone, at=moment.astimezone(UTC))


def liaison(member: str, day: date) -> Actor:
    """A city's liaison on a day."""
    return scene.liaison(member, day, C)


def met(body: str, on: date, recorded: date | None = None) -> None:
    """Record a meeting, on its day or later."""
    facts = MeetingFacts(
        body=body, kind=EntryKind.MEETING, year=on.year, days=days_through(on, on)
    )
    records.record_meeting(at(recorded or on), C, facts, None)


def draft(named: str = FIRST, on: date = JUNE, words: str = "") -> UUID:
    """Draft a circular on a day."""
    return drafting.draft(at(on), C, named, words)


def sheet(
    circular: UUID, on: date = JULY, someone: Actor | None = None
) -> CircularSheet:
    """Look at a circular on a day."""
    return reads.get_circular(someone or at(on), C, circular)


def freeze(circular: UUID, on: date = JUNE, as_of: date | None = None) -> str:
    """Freeze a circular on a day."""
    revision = sheet(circular, on).line.revision
    return drafting.freeze(at(on), C, circular, revision, as_of)


def send(circular: UUID, on: date = JUNE) -> None:
    """Send a circular on a day."""
    sending.send(at(on, 15), C, circular, sheet(circular, on).line.revision)


def sent(named: str = FIRST, on: date = JUNE) -> UUID:
    """Draft, freeze and send a circular on a day."""
    made = draft(named, on)
    freeze(made, on)
    send(made, on)
    return made


def listed(
    on: date, someone: Actor | None = None, **asked: Any
) -> tuple[CircularLine, ...]:
    """List the circulars of 2026 on a day."""
    versions = charter_reads.get_versions(C)
    wanted = CircularFilter(year=2026, **asked)
    return reads.list_circulars(someone or at(on), versions, wanted, on)


def duty(entry: str = ENTRY, on: date = JULY) -> Any:
    """Find the duty of an entry."""
    return find_by_keys(at(on), C, reckon(C, on), [entry])[entry]


def decided(on: date = date(2026, 4, 16), *, ad_hoc: bool = False) -> UUID:
    """Hold and close a meeting that heard of the last decision and took one."""
    session = scene.convene("group-industry", on, C, ad_hoc=ad_hoc)
    item = scene.put(session, "共建检测平台", C, class_id="issue", act=ItemAct.DECIDE)
    scene.open_(session, C)
    for report in scene.sheet(session, C).reports:
        sitting.hear_report(
            at(on), C, session, report.decision.id, Progress.DONE, "已投入使用。"
        )
    scene.consent(item, C)
    unit = scene.bureau("xiangtan", C)
    delivery = Delivery(lead=unit, units=(unit,), due_on=date(2026, 9, 30))
    scene.end(item, Outcome.DECIDED, C, delivery)
    for one in scene.sheet(session, C).items:
        if one.item.outcome is None:
            scene.end(one.item.id, Outcome.NOTED, C)
    scene.close(session, C)
    return item


def words_of(content: Any) -> str:
    """Give a text on one line."""
    return " ".join(told(content))


def records_of(body: str) -> list[Any]:
    """List the records of a body."""
    return [one for one in list_meetings(C) if one.facts.body == body]
