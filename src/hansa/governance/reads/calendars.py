"""Bodies, turns and calendar entries of a league, as terms."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Change, Version
from hansa.chassis.clock import FIRST_YEAR
from hansa.chassis.workdays import LAST_YEAR
from hansa.governance.charter.links import initials
from hansa.governance.models import CalendarChange
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.rules import calendar as calendar_rules
from hansa.governance.rules import compliance as compliance_rules
from hansa.governance.rules import outline as outline_rules
from hansa.governance.rules import records as record_rules
from hansa.governance.rules import rotation as rotation_rules
from hansa.governance.terms import (
    Body,
    Entry,
    FoundingSession,
    Holder,
    OrderClaim,
    Provenance,
    Reason,
    Statute,
    StatuteInForce,
    TurnYear,
)
from hansa.governance.terms.compliance import Counted
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import Bilingual, Text, text, unpack

YEAR = re.compile("[0-9]{4}")
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
Stated = tuple[Text, str | Text | tuple[Bilingual, ...]]
"""An input of an answer, with its name."""


def statute_of(version: Version) -> Statute:
    """Give the terms of a version's ``governance.yaml``."""
    statute: Statute = version.charter.sections["governance"]
    return statute


def _in_force(
    versions: Sequence[Version], known_at: datetime | None
) -> tuple[StatuteInForce, ...]:
    timeline = charter_reads.timeline(versions, known_at)
    return calendar_rules.statutes_in_force(timeline)


def years_asked(first: int, last: int, most: int) -> range:
    """Give the years from one to another, both included.

    Raises:
        Refused: they do not rise, or are more than ``most``.
    """
    if not 1 <= first <= last < first + most:
        raise Refused(
            "years-wrong",
            text("Years must rise, and at most {most} are shown.", most=most),
            text("Choose other years."),
        )
    return range(first, last + 1)


def list_entries(
    versions: Sequence[Version],
    years: range,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> tuple[Entry, ...]:
    """Compute the calendar of some years.

    Args:
        versions: all versions of one league.
        years: calendar years, rising.
        as_of: shows what was recorded up to this day; None shows all.
        known_at: hides what was entered after it; None hides nothing.

    Raises:
        Refused: the first year lies before the first conference.
        Missing: nothing was known at ``known_at``.
    """
    league = versions[0].league
    statutes = _in_force(versions, known_at)
    entries = calendar_rules.calendar(league, statutes, years, as_of)
    if versions[0].number is None:
        return entries  # A folder is read without any database.
    held = list_meetings(league, years=years, as_of=as_of, known_at=known_at)
    return record_rules.with_actual(entries, held)


def get_entry(versions: Sequence[Version], entry_id: str) -> Entry:
    """Find one entry by its id.

    Raises:
        Missing: the calendar of that year has no such entry.
    """
    part = entry_id.split("/")[1] if "/" in entry_id else ""
    found = YEAR.fullmatch(part)
    # A year that no calendar has is answered as any other entry that is not there.
    known = found is not None and int(part) in YEARS
    year = int(part) if known else versions[0].effective_from.year
    entries = {e.id: e for e in list_entries(versions, range(year, year + 1))}
    if entry_id not in entries:
        raise Missing(
            "entry-missing",
            text("The calendar has no entry {id}.", id=entry_id),
            meant(entry_id, entries),
        )
    return entries[entry_id]


def check_day(versions: Sequence[Version], entry_id: str, day: date) -> Entry:
    """Check that a meeting planned for a day keeps to its printed period.

    Raises:
        Missing: there is no such entry.
        Refused: the day lies outside the period.
    """
    entry = get_entry(versions, entry_id)
    calendar_rules.require_within(entry, day)
    return entry


def check_chair(versions: Sequence[Version], entry_id: str, planned: Holder) -> Entry:
    """Check that a chair planned for a meeting is the one whose turn and office it is.

    Raises:
        Missing: there is no such entry.
        Refused: the agreement gives the chair to somebody else.
    """
    entry = get_entry(versions, entry_id)
    version = charter_reads.governing(versions, entry.window.start)
    turn = statute_of(version).rotation.clauses
    calendar_rules.require_chair(entry, planned, turn, list_names(versions))
    return entry


def list_coming(versions: Sequence[Version], day: date, days: int) -> tuple[Entry, ...]:
    """List what may still be held or sent within some days, the soonest end first."""
    until = date.fromordinal(day.toordinal() + days)
    first = max(day.year, first_year(versions))
    years = range(first, max(until.year, first) + 1)
    return tuple(
        sorted(
            (
                entry
                for entry in list_entries(versions, years, day)
                if day < entry.window.end <= until and entry.actual is None
            ),
            key=lambda entry: (entry.window.end, entry.window.start, entry.id),
        )
    )


def minimum_load(entries: Sequence[Entry]) -> int:
    """Count the meetings that the entries ask for; circulars apart."""
    return calendar_rules.minimum_load(entries)


def count_year(entries: Sequence[Entry], year: int) -> Mapping[str, Counted]:
    """Count for each body the meetings of a year that are held, of those asked for."""
    return compliance_rules.count_meetings(entries, year)


def founding_session(
    versions: Sequence[Version], day: date
) -> tuple[FoundingSession, bool] | None:
    """Give the founding session while its term runs, and whether its year is inferred.

    None before it was held, after its term, and where the text reports none.
    """
    statutes = _in_force(versions, None)
    session = statutes[0].statute.founding_session
    if session is None or day < session.start:
        return None
    if not rotation_rules.in_turn(statutes, day).founding:
        return None
    return session, session.year_provenance is Provenance.INFERRED


def list_turns(
    versions: Sequence[Version],
    first: int,
    last: int,
    known_at: datetime | None = None,
) -> tuple[TurnYear, ...]:
    """List whose turn each year is, both years included.

    Raises:
        Refused: the first year lies before the first conference.
    """
    statutes = _in_force(versions, known_at)
    rotation_rules.in_turn(statutes, date(first, 12, 31))
    return rotation_rules.turn_years(statutes, first, last)


def first_year(versions: Sequence[Version]) -> int:
    """Give the first year that has a member in turn."""
    return _in_force(versions, None)[0].statute.rotation.opens_on.year


def why(
    versions: Sequence[Version], day: date, known_at: datetime | None = None
) -> Reason:
    """Explain whose turn a day falls in: the rule, its inputs and the clauses.

    Raises:
        Refused: the day lies before the first that has a member in turn.
    """
    statutes = _in_force(versions, known_at)
    stint = rotation_rules.in_turn(statutes, day)
    version = charter_reads.governing(versions, day, known_at)
    names = list_names(versions)
    rotation = statute_of(version).rotation
    clauses, assumptions = list(rotation.clauses), list(rotation.assumptions)
    if stint.founding:
        session = statutes[0].statute.founding_session
        if session:
            assumptions += [*session.assumptions]
        sentence = text(
            "{member} held the founding term, outside the cycle.",
            member=names.get(stint.member, stint.member),
        )
    else:
        sentence = _cycle_sentence(statutes, names, stint.member, day)
    return Reason(
        member=stint.member,
        on=day,
        sentence=sentence,
        clauses=tuple(clauses),
        assumptions=tuple(assumptions),
    )


def list_inputs(
    versions: Sequence[Version], day: date, known_at: datetime | None = None
) -> tuple[Stated, ...]:
    """List what ``why`` rests on, by name: office, first term, position, printed order.

    Source: GOV-11 of huaihai.
    """
    statutes = _in_force(versions, known_at)
    names, opens = list_names(versions), statutes[0].statute.rotation.opens_on.year
    version = charter_reads.governing(versions, day, known_at)
    rotation = statute_of(version).rotation
    turns = rotation_rules.turn_years(statutes, opens, max(day.year, opens + 1))
    printed = [
        names.get(member, Bilingual(member, member)) for member in rotation.order
    ]
    served = turns[day.year - opens]
    holder = Holder(member=served.member, office=rotation.office)
    found: list[Stated] = [
        (text("Who stands for the city"), holder_text(holder, names))
    ]
    if turns[0].founding:
        first = text(
            "{member}, {year}", member=names[turns[0].member], year=str(turns[0].year)
        )
        found.append((text("First term, outside the cycle"), first))
    begins = next(turn.year for turn in turns if not turn.founding)
    found.append((text("The printed order applies from"), str(begins)))
    count, at = len(rotation.order), (day.year - begins) % len(rotation.order)
    # The pointer decides; after a change of the order no remainder explains it.
    if not served.founding and rotation.order[at] == served.member:
        position = f"({day.year} − {begins}) mod {count} = {at}"
        found.append((text("Position in the order, counted from 0"), position))
    found.append((text("Printed order"), tuple(printed)))
    if rotation.claim is OrderClaim.PINYIN_INITIALS:
        letters = " · ".join("".join(initials(name.zh)).upper() for name in printed)
        found.append((text("Alphabetical by initials"), letters))
    return tuple(found)


def _cycle_sentence(
    statutes: Sequence[StatuteInForce],
    names: Mapping[str, Bilingual],
    member: str,
    day: date,
) -> Text:
    rotation = [s for s in statutes if s.effective_from <= day][-1:] or statutes[:1]
    order = rotation[0].statute.rotation.order
    before = rotation_rules.turn_before(statutes, day)
    place = {
        "member": names.get(member, member),
        "place": order.index(member) + 1 if member in order else 0,
        "count": len(order),
    }
    if before is None:
        return text(
            "{member} is place {place} of {count} in the printed order and had the "
            "first turn.",
            **place,
        )
    return text(
        "{member} is place {place} of {count} in the printed order; {before} had the "
        "turn before.",
        before=names.get(before.member, before.member),
        **place,
    )


def list_names(versions: Sequence[Version]) -> Mapping[str, Bilingual]:
    """List the names of members by id, of those that left or are to join as well."""
    return {
        id_: name
        for version in versions
        for id_, name in charter_reads.names_of(version).items()
    }


def list_bodies(version: Version) -> tuple[Body, ...]:
    """List every body of a version, the working groups among them."""
    return statute_of(version).all_bodies()


def is_alive(body: Body, day: date) -> bool:
    """Tell whether a body stands on a day; one that awaits its condition does not."""
    return calendar_rules.is_alive(body, day)


def holder_text(holder: Holder, names: Mapping[str, Bilingual]) -> Text:
    """Name an office by its city, never the person who holds it."""
    return calendar_rules.holder_text(holder, names)


def list_changes(league: str) -> tuple[tuple[int, Change], ...]:
    """List what each version changed in the calendar, with the version's number."""
    rows = CalendarChange.objects.filter(league=league).order_by("version", "position")
    return tuple((row.version, _change(row)) for row in rows)


def _change(row: CalendarChange) -> Change:
    message = unpack(row.message)
    assert isinstance(message, Text)  # Only texts are packed into this column.
    return Change(code=row.code, message=message)


def status_of(body: Body) -> Text:
    """Say whether a body stands, has ended, or waits for its condition."""
    return outline_rules.status_of(body)
