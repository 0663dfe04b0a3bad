"""Turns gaps of the rosters into alarm duties, and settles those that were filled.

What was filled may turn out not to have been: then its alarm is open again.
"""

from datetime import date

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, require
from hansa.directory.reads import people
from hansa.directory.terms.people import PostingKind
from hansa.duties.reads.alarms import alarms_of
from hansa.duties.services import keeping
from hansa.duties.terms.duties import Opened, Source
from hansa.governance.reads.calendars import is_alive, list_bodies, statute_of
from hansa.governance.rules import alarms as rules
from hansa.governance.rules import calendar as calendar_rules
from hansa.governance.rules.rights import KEEP_DUTIES
from hansa.governance.rules.rosters import levels_of


def open_roster_alarms(actor: Actor, league: str) -> Opened:
    """Open a duty for every gap of the rosters, and settle those that were filled.

    A gap that is there again, since whoever filled it was entered in error, is open again;
    one that the rosters know no more is settled. Done again, it changes nothing.

    Raises:
        Missing: there is no such league.
        Forbidden: the actor may not keep duties.
    """
    require(actor, KEEP_DUTIES, Over(league=league))
    today = actor.at.astimezone(LEAGUE_ZONE).date()
    version = charter_reads.governing(charter_reads.get_versions(league), today)
    gaps = [
        gap
        for watched in _watched(league, version, today)
        for gap in rules.gaps_of(watched, today)
    ]
    lasting = [gap for gap in gaps if gap.until is None]
    with transaction.atomic():
        standing = alarms_of(league, rules.SERIES)
        for key in rules.back_again(lasting, standing):
            keeping.withdraw_evidence_by_key(
                actor, league, Source.ALARM, key, rules.MENDED
            )
        opened = keeping.open_duties(
            actor,
            league,
            Source.ALARM,
            # A gap that was filled before anybody looked is no duty any more.
            [rules.draft_of(gap) for gap in lasting],
            complete=(),
        )
        facts = (*rules.mended(gaps), *rules.vanished(gaps, standing, today))
        keeping.record_evidence_by_key(actor, league, Source.ALARM, facts)
    return opened


def _watched(league: str, version: Version, today: date) -> tuple[rules.Watched, ...]:
    statute = statute_of(version)
    cities = charter_reads.names_of(version)
    bodies = {body.id: body for body in list_bodies(version)}
    names = {**{id_: body.name for id_, body in bodies.items()}, **cities}
    since = version.in_service_since or version.effective_from
    postings = people.ended_with_units(league, people.list_postings(league), today)
    by_kind = {
        kind: [p for p in postings if p.kind is kind and p.withdrawn_at is None]
        for kind in PostingKind
    }
    found: tuple[rules.Watched, ...] = ()
    if (lent := statute.secondment) is not None:
        own = [p for p in by_kind[PostingKind.SECONDMENT] if p.body == lent.to]
        found += rules.watched_secondments(lent, tuple(cities), own, names, since)
    if (reached := statute.focal_points) is not None:
        found += rules.watched_contacts(
            tuple(cities),
            [domain.id for domain in charter_reads.list_domains(version)],
            by_kind[PostingKind.FOCAL_POINT],
            reached.clauses,
            names,
            since,
        )
    (in_force,) = calendar_rules.statutes_in_force((version,))
    seats = [
        (body.id, seat)
        for body in bodies.values()
        if is_alive(body, today)
        for level in levels_of(body)
        for seat in calendar_rules.seats_of(in_force, body, level, today)
    ]
    held = [*by_kind[PostingKind.OFFICE], *by_kind[PostingKind.LEAD]]
    clauses = {id_: body.clauses for id_, body in bodies.items()}
    return found + rules.watched_seats(seats, held, clauses, names, since)
