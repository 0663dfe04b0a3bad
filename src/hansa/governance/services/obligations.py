"""Keeps duties in step with the calendar and with what was recorded of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, require
from hansa.directory.reads import people
from hansa.duties.services import keeping
from hansa.duties.terms.duties import Opened, Source
from hansa.governance.models import MeetingRecord as Row
from hansa.governance.reads.calendars import (
    first_year,
    list_bodies,
    list_entries,
    list_names,
)
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.rules import obligations as rules
from hansa.governance.rules import records as record_rules
from hansa.governance.rules.rights import KEEP_DUTIES
from hansa.governance.terms import EntryKind, Level


def open_calendar_duties(actor: Actor, league: str) -> Opened:
    """Open a duty for every entry of the calendar, and settle those that were recorded.

    From the first year to the next one. What an amendment moved or dropped is superseded;
    what is settled stays. Done again, it changes nothing.

    Raises:
        Missing: there is no such league.
        Forbidden: the actor may not keep duties.
    """
    require(actor, KEEP_DUTIES, Over(league=league))
    versions = charter_reads.get_versions(league)
    today = actor.at.astimezone(LEAGUE_ZONE).date()
    opens = first_year(versions)
    years = range(opens, max(opens, today.year + 1) + 1)
    entries = list_entries(versions, years)
    bodies = {body.id: body for v in versions for body in list_bodies(v)}
    answerable = rules.Answerable(
        today=today,
        lead_on=people.leads_of(league, today),
        focal_points=_focal_points(league, list_names(versions), today),
        bodies=bodies,
    )
    with transaction.atomic():
        opened = keeping.open_duties(
            actor,
            league,
            Source.CALENDAR,
            [rules.duty_of(entry, answerable) for entry in entries],
            complete=rules.all_series(league, tuple(bodies), years),
        )
        by_id = {entry.id: entry for entry in entries}
        attached = record_rules.attach(entries, list_meetings(league, years=years))
        facts = [
            rules.fact_of(by_id[entry], record) for entry, record in attached.items()
        ]
        reported = (rules.reported_fact(e) for e in entries if e.id not in attached)
        facts += [fact for fact in reported if fact is not None]
        keeping.record_evidence_by_key(actor, league, Source.CALENDAR, facts)
    return opened


def _focal_points(league: str, members: Mapping[str, Any], on: date) -> dict[str, Any]:
    found = people.focal_points(league, tuple(members), (None,), on)
    return {member: point for (member, _), point in found.items()}


def keep_duties_in_step(actor: Actor, event: Mapping[str, Any]) -> None:
    """Follow a charter that was put in force; again changes nothing.

    Args:
        actor: who delivers the event.
        event: content of ``charter.terms.CharterApplied``.
    """
    league = event["league"]
    versions = charter_reads.get_versions(league)
    with transaction.atomic():
        open_calendar_duties(actor, league)
        # A record may now stand for another entry than before.
        rows = Row.objects.filter(league=league)
        settle_places(actor, versions, {_place(row) for row in rows})


def _place(row: Row) -> record_rules.Place:
    level = Level(row.level) if row.level else None
    return (row.year, row.body, EntryKind(row.kind), level)


def settle_places(
    actor: Actor, versions: Sequence[Version], places: Collection[record_rules.Place]
) -> None:
    """Report to duties what stands for the entries of some places, and take back the rest.

    A record that comes or goes may move others: the second meeting of a group is its
    first once the first turns out never to have been held.
    """
    league, opens = versions[0].league, first_year(versions)
    # Turns are not defined before the first conference, so nothing is owed then.
    asked_years = [year for year, *_ in places if year >= opens]
    if not asked_years:
        return
    years = range(min(asked_years), max(asked_years) + 1)
    entries = [
        entry
        for entry in list_entries(versions, years)
        if record_rules.place_of(entry) in places
    ]
    attached = record_rules.attach(entries, list_meetings(league, years=years))
    known: dict[record_rules.Place, list[UUID]] = {}
    for row in Row.objects.filter(league=league, year__in=years):
        known.setdefault(_place(row), []).append(row.pk)
    for entry in entries:
        stands = attached.get(entry.id)
        for id_ in known.get(record_rules.place_of(entry), ()):
            if stands is None or id_ != stands.id:
                keeping.withdraw_evidence_by_key(
                    actor, league, Source.CALENDAR, entry.id, f"meeting:{id_}"
                )
    facts = [rules.fact_of(e, attached[e.id]) for e in entries if e.id in attached]
    keeping.record_evidence_by_key(actor, league, Source.CALENDAR, facts)
