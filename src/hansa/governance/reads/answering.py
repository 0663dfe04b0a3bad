"""Who answers for entries of the calendar, and so decides what fills their places."""

from collections.abc import Sequence
from datetime import date

from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, may, require
from hansa.directory.reads import people
from hansa.directory.terms.people import PostingKind
from hansa.governance.reads.calendars import first_year, list_entries
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.rules.obligations import LeadOn, owner_of
from hansa.governance.rules.records import place_of
from hansa.governance.rules.rights import READ_RECORDS, RECORD
from hansa.governance.rules.rosters import running_lead
from hansa.governance.terms import Entry
from hansa.governance.terms.records import MeetingFacts, MeetingRecord


def leads_of(league: str) -> LeadOn:
    """Give who leads each body of a league on a day; one query."""
    leads = people.list_postings(league, kind=PostingKind.LEAD)
    return lambda body, day: running_lead(leads, body, day)


def owners(actor: Actor, league: str, entries: Sequence[Entry]) -> dict[str, Over]:
    """Give whose each entry is on the day of the act, by id of the entry."""
    today, lead_on = actor.at.astimezone(LEAGUE_ZONE).date(), leads_of(league)
    return {entry.id: owner_of(entry, league, lead_on, today) for entry in entries}


def may_settle(actor: Actor, versions: Sequence[Version], facts: MeetingFacts) -> bool:
    """Tell whether somebody answers for every entry that a meeting could stand for.

    Whoever hosted a meeting may record it; whether it is the one that somebody else owed
    is said by that other, or by the league's office.
    """
    return all(may(actor, RECORD, over) for over in _owners(actor, versions, facts))


def require_settling(
    actor: Actor, versions: Sequence[Version], facts: MeetingFacts
) -> None:
    """Refuse somebody who does not answer for what a meeting stands for.

    Raises:
        Forbidden: naming who may.
    """
    for over in _owners(actor, versions, facts):
        require(actor, RECORD, over)


def may_confirm(
    actor: Actor, versions: Sequence[Version], record: MeetingRecord
) -> bool:
    """Tell whether an actor may say that a record stands, for a button."""
    return (
        record.confirmed_at is None
        and record.withdrawn_at is None
        and may_settle(actor, versions, record.facts)
    )


def list_to_confirm(
    actor: Actor, versions: Sequence[Version], day: date
) -> tuple[MeetingRecord, ...]:
    """List the records that wait for an actor's word, the earliest meeting first.

    Args:
        actor: who answers for what they could stand for.
        versions: all versions of one league.
        day: hides meetings after it.
    """
    league = versions[0].league
    if not may(actor, READ_RECORDS, Over(league=league)):
        return ()
    return tuple(
        record
        for record in list_meetings(league, as_of=day)
        if may_confirm(actor, versions, record)
    )


def _owners(
    actor: Actor, versions: Sequence[Version], facts: MeetingFacts
) -> Sequence[Over]:
    """Give whose places a meeting could take: none for an ad hoc one or one not asked."""
    if facts.ad_hoc or facts.year < first_year(versions):
        return ()
    entries = [
        entry
        for entry in list_entries(versions, range(facts.year, facts.year + 1))
        if place_of(entry) == place_of(facts)
    ]
    return tuple(owners(actor, versions[0].league, entries).values())
