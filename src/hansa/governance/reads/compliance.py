"""How a league kept to its calendar in a year, for who may see it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.governance.reads.answering import owners
from hansa.governance.reads.calendars import is_alive, list_bodies, list_entries
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.reads.records import bodies_named
from hansa.governance.rules import compliance as rules
from hansa.governance.rules import records as record_rules
from hansa.governance.rules import silence
from hansa.governance.rules.rights import READ_COMPLIANCE, sees_member
from hansa.governance.rules.wheel import ring_parts, tallies_of
from hansa.governance.terms import Entry, EntryKind
from hansa.governance.terms.compliance import Compliance, RingPart, Tally


def rings(
    entries: Sequence[Entry],
    as_of: date,
    kept: Compliance | None,
    hidden: Collection[str],
) -> tuple[RingPart, ...]:
    """Lay the entries of one year on the rings of its wheel.

    Args:
        entries: of one year.
        as_of: the day asked.
        kept: what the reader may know of lateness; None for nothing.
        hidden: the past entries that the reader is told nothing of.
    """
    late = {shortfall.entry for shortfall in kept.shortfalls} if kept else set()
    return ring_parts(entries, as_of, late, hidden)


def tallies(
    entries: Sequence[Entry], as_of: date, kept: Compliance | None
) -> tuple[Tally, ...]:
    """Count the meetings, then the circulars of one year, as far as the reader may know.

    Everybody may count what was held and published; whose period has no record, and how
    many are late, is told only to who may see lateness.

    Args:
        entries: of one year.
        as_of: the day asked.
        kept: what the reader may know of lateness; None for nothing.
    """
    return tallies_of(entries, as_of, kept if kept and kept.whole else None)


def hidden(
    actor: Actor, versions: Sequence[Version], entries: Sequence[Entry], as_of: date
) -> frozenset[str]:
    """Give the entries of past periods without record that a reader is told nothing of.

    What a city left undone is seen by that city and by the league's office; of the time
    before the start of service nothing is late, and so nothing is hidden.

    Args:
        actor: who reads; the public too.
        versions: all versions of one league.
        entries: with what was recorded up to the day asked.
        as_of: the day asked.
    """
    league = versions[0].league
    since = charter_reads.governing(versions, as_of).in_service_since
    missed = [
        entry
        for entry in entries
        if entry.actual is None
        and entry.window.end <= as_of
        and (since is None or entry.window.end > since)
    ]
    owing = owners(actor, league, missed)
    return frozenset(
        id_
        for id_, over in owing.items()
        if not sees_member(actor, league, over.member)
    )


def compliance(
    actor: Actor,
    versions: Sequence[Version],
    year: int,
    as_of: date,
    known_at: datetime | None = None,
) -> Compliance:
    """Compare what was held in a year with what the agreement asked for.

    What a city owed, by its turn or for the group that its unit leads, is counted only
    for that city and for the league's office; what no city owed is counted for everybody
    who may ask.

    Raises:
        Forbidden: the actor may not ask.
        Refused: the year lies before the first conference.
    """
    league = versions[0].league
    require(actor, READ_COMPLIANCE, Over(league=league, member=actor.member))
    years = range(year, year + 1)
    every = list_entries(versions, years, as_of, known_at)
    owing = {id_: over.member for id_, over in owners(actor, league, every).items()}
    entries = [entry for entry in every if sees_member(actor, league, owing[entry.id])]
    held = list_meetings(league, years=years, as_of=as_of, known_at=known_at)
    attached = {record.id for record in record_rules.attach(every, held).values()}
    surplus = [
        (record.facts.body, record.facts.kind)
        for record in held
        if record.id not in attached
    ]
    version = charter_reads.governing(versions, as_of, known_at)
    since = version.in_service_since
    lines = rules.comply(entries, surplus, as_of, since, bodies_named(versions), owing)
    found = rules.sum_up(league, year, as_of, entries, lines, list_bodies(version))
    met = [
        (record.facts.body, record.facts.days)
        for record in held
        if record.facts.kind is EntryKind.MEETING
    ]
    standing = [body for body in list_bodies(version) if is_alive(body, as_of)]
    silent = silence.silent(standing, met, year, as_of, since)
    return replace(found, whole=len(entries) == len(every), silent=silent)
