"""Recorded meetings with their place in the calendar and what they depart in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.chassis.rights import Over, may, require
from hansa.directory.reads import people
from hansa.directory.terms.people import PostingKind
from hansa.governance.models import MeetingRecord as Row
from hansa.governance.reads.answering import may_settle
from hansa.governance.reads.calendars import (
    first_year,
    list_bodies,
    list_entries,
    list_names,
    statute_of,
)
from hansa.governance.reads.meetings import get_row, history_of, list_meetings
from hansa.governance.rules import records as record_rules
from hansa.governance.rules import rights
from hansa.governance.rules.rights import READ_RECORDS
from hansa.governance.rules.rosters import running_lead
from hansa.governance.terms import Body, Entry
from hansa.governance.terms.records import (
    MeetingFacts,
    MeetingRecord,
    RecordFilter,
    RecordLine,
)
from hansa.kernel.text import Bilingual


def list_records(
    actor: Actor, versions: Sequence[Version], wanted: RecordFilter
) -> tuple[RecordLine, ...]:
    """List records in date order, each with its entry and what it departs in.

    Raises:
        Forbidden: the actor may not see records.
    """
    league = versions[0].league
    require(actor, READ_RECORDS, Over(league=league))
    years = range(wanted.year, wanted.year + 1) if wanted.year is not None else None
    records = list_meetings(
        league, years=years, as_of=wanted.as_of, known_at=wanted.known_at
    )
    return tuple(
        line
        for line in judge(versions, records, wanted.as_of, wanted.known_at)
        if _passes(line, wanted)
    )


def _passes(line: RecordLine, wanted: RecordFilter) -> bool:
    facts = line.record.facts
    return (
        wanted.body in (None, facts.body)
        and wanted.kind in (None, facts.kind)
        and wanted.departure in (None, *(remark.code for remark in line.remarks))
    )


def get_record(actor: Actor, versions: Sequence[Version], record_id: str) -> RecordLine:
    """Show one record, also one that was withdrawn.

    Raises:
        Forbidden: the actor may not see records.
        Missing: this league has no such record.
    """
    league = versions[0].league
    require(actor, READ_RECORDS, Over(league=league))
    row = get_row(league, record_id)
    record = next(r for r in history_of(row) if r.id == row.pk)
    standing = list_meetings(league, years=range(row.year, row.year + 1))
    (line,) = (
        line
        for line in judge(versions, (*standing, *_unless_among(record, standing)))
        if line.record.id == record.id
    )
    return line


def _unless_among(
    record: MeetingRecord, standing: Sequence[MeetingRecord]
) -> tuple[MeetingRecord, ...]:
    return () if record.id in {other.id for other in standing} else (record,)


def history(
    actor: Actor, versions: Sequence[Version], record_id: str
) -> tuple[MeetingRecord, ...]:
    """Give all that was ever recorded of one meeting, the oldest first.

    Raises:
        Forbidden: the actor may not see records.
        Missing: this league has no such record.
    """
    league = versions[0].league
    require(actor, READ_RECORDS, Over(league=league))
    return history_of(get_row(league, record_id))


def may_read_records(actor: Actor, league: str) -> bool:
    """Tell whether an actor may see records and who entered them."""
    return may(actor, READ_RECORDS, Over(league=league))


def count_unconfirmed(actor: Actor, league: str, year: int, as_of: date | None) -> int:
    """Count the records of a year that wait for a word; none for who may not see them."""
    if not may_read_records(actor, league):
        return 0
    held = list_meetings(league, years=range(year, year + 1), as_of=as_of)
    return sum(record.confirmed_at is None for record in held)


def names_file(actor: Actor, league: str, file_id: UUID) -> bool:
    """Tell whether a record that an actor may see names a file."""
    rows = Row.objects.filter(league=league, file_id=file_id, withdrawn_at=None)
    return may_read_records(actor, league) and rows.exists()


def may_record_some(actor: Actor, league: str) -> bool:
    """Tell whether an actor may record any meeting at all, for a button."""
    return rights.may_record_some(actor, league)


def may_import(actor: Actor, league: str) -> bool:
    """Tell whether an actor may take history in, for a button."""
    return may(actor, rights.IMPORT_HISTORY, Over(league=league))


def may_read_rosters(actor: Actor, league: str) -> bool:
    """Tell whether an actor may see who holds the posts of a league."""
    return may(actor, rights.READ_ROSTERS, Over(league=league))


def require_some_record(actor: Actor, league: str) -> None:
    """Refuse somebody who may record nothing at all, before a form is shown.

    Raises:
        Forbidden: naming who may.
    """
    rights.require_some_record(actor, league)


def require_import(actor: Actor, league: str) -> None:
    """Refuse somebody who may not take history in, before a form is shown.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, rights.IMPORT_HISTORY, Over(league=league))


def may_record(actor: Actor, league: str, facts: MeetingFacts) -> bool:
    """Tell whether an actor may record, correct or withdraw a meeting."""
    lead = people.lead_unit(league, facts.body, facts.days.start)
    return rights.may_record(actor, league, facts.host, lead.unit if lead else None)


def require_record(actor: Actor, league: str, facts: MeetingFacts) -> None:
    """Refuse somebody who may not correct a meeting, before a form is shown.

    Raises:
        Forbidden: naming who may.
    """
    lead = people.lead_unit(league, facts.body, facts.days.start)
    rights.require_record(actor, league, facts.host, lead.unit if lead else None)


def may_change(
    actor: Actor, versions: Sequence[Version], record: MeetingRecord
) -> bool:
    """Tell whether an actor may correct or withdraw a record, for its buttons."""
    if not may_record(actor, versions[0].league, record.facts):
        return False
    stands = record.confirmed_at is not None
    return not stands or may_settle(actor, versions, record.facts)


def recordable(
    actor: Actor, league: str, entries: Sequence[Entry], day: date
) -> frozenset[str]:
    """Find the entries that have begun, lack a record, and that an actor may record."""
    leads = people.list_postings(league, kind=PostingKind.LEAD) if actor.unit else ()
    found = set()
    for entry in entries:
        if entry.actual is not None or entry.window.start > day:
            continue
        lead = running_lead(leads, entry.body, day)
        unit = lead.unit if lead else None
        if rights.may_record(actor, league, entry.host, unit):
            found.add(entry.id)
    return frozenset(found)


def judge(
    versions: Sequence[Version],
    records: Sequence[MeetingRecord],
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> tuple[RecordLine, ...]:
    """Put records in their places, and say what each departs in.

    Of each year that any of them counts for, all standing records must be among them: a
    place is taken in date order.
    """
    entries = _asked(versions, records, as_of, known_at)
    # What was withdrawn later stood at the instant asked about.
    standing = [r for r in records if r.withdrawn_at is None or known_at is not None]
    attached = record_rules.attach(entries, standing)
    places = {record.id: entry for entry, record in attached.items()}
    by_id = {entry.id: entry for entry in entries}
    names = {**list_names(versions), **bodies_named(versions)}
    found = []
    for record in records:
        entry = by_id.get(places.get(record.id, ""))
        asked = [e for e in entries if e.year == record.facts.year]
        ground = _ground(versions, record, entry, asked, names)
        remarks = record_rules.remarks_on(record, ground)
        found.append(
            RecordLine(
                record=record, entry=entry.id if entry else None, remarks=remarks
            )
        )
    return tuple(found)


def _asked(
    versions: Sequence[Version],
    records: Sequence[MeetingRecord],
    as_of: date | None,
    known_at: datetime | None,
) -> tuple[Entry, ...]:
    """Give the calendar of all years that records count for; none before the first."""
    opens = first_year(versions)
    years = [r.facts.year for r in records if r.facts.year >= opens]
    if not years:
        return ()
    return list_entries(versions, range(min(years), max(years) + 1), as_of, known_at)


def _ground(
    versions: Sequence[Version],
    record: MeetingRecord,
    entry: Entry | None,
    entries: Sequence[Entry],
    names: Mapping[str, Bilingual],
) -> record_rules.Ground:
    version = charter_reads.governing(versions, record.facts.days.start)
    bodies = {body.id: body for body in list_bodies(version)}
    successor = next(
        (body for body in bodies.values() if body.succeeds == record.facts.body), None
    )
    return record_rules.Ground(
        entry=entry,
        asked=entries,
        body=bodies.get(record.facts.body),
        successor=successor,
        turn=statute_of(version).rotation.clauses,
        in_service_since=version.in_service_since,
        names=names,
    )


def bodies_named(versions: Sequence[Version]) -> dict[str, Bilingual]:
    """Name every body that any version names, a dissolved one too."""
    return {body.id: body.name for v in versions for body in list_bodies(v)}


def body_of(version: Version, body_id: str) -> Body | None:
    """Find a body of a version by its id."""
    return next((b for b in list_bodies(version) if b.id == body_id), None)


def wire_record(line: RecordLine) -> dict[str, Any]:
    """Give a record as JSON, flat as people write it; half-open as all periods are."""
    record, facts = line.record, line.record.facts
    return {
        "id": str(record.id),
        "entry": line.entry,
        "body": facts.body,
        "kind": facts.kind.value,
        "level": plain(facts.level),
        "year": facts.year,
        **plain(facts.as_actual()),
        "delegated": facts.delegated,
        "ad_hoc": facts.ad_hoc,
        "file": str(record.file) if record.file else None,
        "recorded_by": record.recorded_by,
        "authority": record.authority,
        "evidence": record.evidence,
        "recorded_at": plain(record.recorded_at),
        "confirmed_at": plain(record.confirmed_at),
        "withdrawn_at": plain(record.withdrawn_at),
        "replaces": str(record.replaces) if record.replaces else None,
        "remarks": plain(line.remarks),
    }
