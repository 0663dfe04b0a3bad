"""Which record stands for which calendar entry, and in what it departs from it.

What happened outside is never refused, so nothing here says no: a record finds its place
in the calendar or has none, and a reader is told in what it differs.

Source: contracts, sections 2 and 5; the issue of part 2, “Facts are never refused”.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hansa.governance.rules.calendar import holder_text, is_alive
from hansa.governance.terms import (
    KIND_NAMES,
    LEVEL_NAMES,
    Body,
    Entry,
    EntryKind,
    Level,
)
from hansa.governance.terms.records import (
    Departure,
    MeetingFacts,
    MeetingRecord,
    Remark,
)
from hansa.kernel.findings import Severity
from hansa.kernel.text import Bilingual, Text, text

# Departures that somebody must have had a reason for.
DEVIATIONS = frozenset(
    {
        Departure.OUTSIDE_PERIOD,
        Departure.OTHER_HOST,
        Departure.OTHER_CHAIR,
        Departure.CHAIR_BY_DELEGATION,
    }
)

Place = tuple[int, str, EntryKind, Level | None]


def place_of(thing: Entry | MeetingFacts) -> Place:
    """Give what an entry and its record share: year, body, kind and stated level."""
    return (thing.year, thing.body, thing.kind, thing.level)


def attach(
    entries: Iterable[Entry], records: Iterable[MeetingRecord]
) -> Mapping[str, MeetingRecord]:
    """Give each entry the record that stands for it, where there is one.

    What is said to stand for an entry does so before anything else. A meeting within the
    period of an entry stands for it before any other does, and of several the one that
    stood first, so that none displaces another; what is left over is attached in date
    order to what is still empty. So a quarter without a meeting stays empty while the
    meetings of the other quarters keep their own. What nobody confirmed who answers for
    the place stands for nothing.
    """
    waiting: dict[Place, list[MeetingRecord]] = {}
    for record in sorted(records, key=_in_date_order):
        if not record.facts.ad_hoc and record.confirmed_at is not None:
            waiting.setdefault(place_of(record.facts), []).append(record)
    asked = sorted(entries, key=lambda entry: (entry.window.start, entry.number))
    attached: dict[str, MeetingRecord] = {}
    for entry in asked:
        held = waiting.get(place_of(entry), [])
        stated = [record for record in held if record.facts.entry == entry.id]
        if stated:
            attached[entry.id] = min(stated, key=_standing_since)
            held.remove(attached[entry.id])
    for entry in asked:
        if entry.id in attached:
            continue
        held = waiting.get(place_of(entry), [])
        within = [record for record in held if record.facts.days.start in entry.window]
        if within:
            first = min(within, key=_standing_since)
            attached[entry.id] = first
            held.remove(first)
    for entry in asked:
        held = waiting.get(place_of(entry), [])
        if entry.id not in attached and held:
            attached[entry.id] = held.pop(0)
    return attached


def same_meeting(
    facts: MeetingFacts, records: Iterable[MeetingRecord]
) -> MeetingRecord | None:
    """Find the record that most likely tells of the same meeting; None where none does.

    Days that overlap at one place in the calendar are one meeting told twice, unless it
    is said to be called for its own sake, or why it departs.
    """
    if facts.ad_hoc or facts.reason:
        return None
    return next(
        (
            record
            for record in records
            if not record.facts.ad_hoc
            and place_of(record.facts) == place_of(facts)
            and record.facts.days.overlaps(facts.days)
            and (facts.entry is None or record.facts.entry == facts.entry)
        ),
        None,
    )


def _standing_since(record: MeetingRecord) -> datetime:
    return record.confirmed_at or record.recorded_at


def _in_date_order(record: MeetingRecord) -> tuple[date, date, str, str]:
    days = record.facts.days
    return (days.start, days.end, record.recorded_at.isoformat(), str(record.id))


def with_actual(
    entries: Sequence[Entry], records: Iterable[MeetingRecord]
) -> tuple[Entry, ...]:
    """Put what was recorded beside what was computed."""
    attached = attach(entries, records)
    return tuple(
        replace(entry, actual=attached[entry.id].facts.as_actual())
        if entry.id in attached
        else entry
        for entry in entries
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a record is judged against.

    Attributes:
        entry: the entry it stands for; None where it has none.
        asked: all entries of its year.
        body: its body in the version of its day; None where that has none.
        successor: the body that takes over the matters of a dissolved one.
        turn: clauses that name the member in turn, and its office.
        in_service_since: first day whose duties count.
        names: of members and bodies, by id.
    """

    entry: Entry | None
    asked: Sequence[Entry]
    body: Body | None
    successor: Body | None
    turn: tuple[str, ...]
    in_service_since: date | None
    names: Mapping[str, Bilingual]


def remarks_on(record: MeetingRecord, ground: Ground) -> tuple[Remark, ...]:
    """Say in what a record departs from the agreement, the weightiest first."""
    facts = record.facts
    found = [
        *_on_place(record, ground),
        *(_on_entry(facts, ground.entry, ground) if ground.entry else ()),
        *_on_delegation(facts, ground),
    ]
    if any(remark.code in DEVIATIONS for remark in found):
        found += _on_paper(record)
    found += _on_service(facts, ground.in_service_since)
    return tuple(
        sorted(found, key=lambda remark: remark.severity is not Severity.WARNING)
    )


def _on_place(record: MeetingRecord, ground: Ground) -> list[Remark]:
    """Say why a record fills no place in the calendar, and whether its body stood."""
    found, facts = [], record.facts
    body = ground.body
    if body is None or not is_alive(body, facts.days.start):
        found.append(_not_standing(facts, ground))
    if ground.entry is not None:
        return found
    named = {
        "body": _name(facts.body, ground),
        "kind": KIND_NAMES[facts.kind],
        "year": str(facts.year),
    }
    like = [
        entry
        for entry in ground.asked
        if (entry.body, entry.kind) == (facts.body, facts.kind)
    ]
    if facts.ad_hoc:
        message = text("An ad hoc meeting: it fills no place in the calendar.")
        found.append(_note(Departure.AD_HOC, message))
    elif not like:
        message = text("The agreement asks for no {kind} of {body} in {year}.", **named)
        found.append(_note(Departure.NOT_ASKED, message))
    elif facts.level not in {entry.level for entry in like}:
        found.append(_wrong_level(facts, like))
    elif record.confirmed_at is None:
        found.append(_unconfirmed(like))
    else:
        message = text(
            "One more than the agreement asks for: {kind} of {body} in {year}.", **named
        )
        found.append(_note(Departure.SURPLUS, message))
    return found


def _unconfirmed(like: Sequence[Entry]) -> Remark:
    message = text(
        "Not confirmed: it fills no place in the calendar until whoever owes the meeting, "
        "or the league's office, confirms it."
    )
    return _warning(Departure.UNCONFIRMED, message, like[0].clauses)


def _not_standing(facts: MeetingFacts, ground: Ground) -> Remark:
    day = facts.days.start.isoformat()
    if ground.successor is not None:
        message = text(
            "On {day} {body} stood no longer; {successor} has taken its place.",
            day=day,
            body=_name(facts.body, ground),
            successor=ground.successor.name,
        )
        clauses = ground.successor.clauses
    else:
        message = text(
            "On {day} {body} did not stand.", day=day, body=_name(facts.body, ground)
        )
        clauses = ground.body.clauses if ground.body else ()
    return _warning(Departure.BODY_NOT_STANDING, message, clauses)


def _wrong_level(facts: MeetingFacts, like: Sequence[Entry]) -> Remark:
    asked = dict.fromkeys(entry.level for entry in like)
    levels = tuple(LEVEL_NAMES[level] for level in asked if level is not None)
    stated = LEVEL_NAMES[facts.level] if facts.level else text("no level")
    clauses = like[0].clauses
    if not levels:
        message = text(
            "Stated is {stated}; this body meets without levels.", stated=stated
        )
    else:
        message = text(
            "Stated is {stated}; the agreement asks for: {levels}.",
            stated=stated,
            levels=levels,
        )
    return _warning(Departure.WRONG_LEVEL, message, clauses)


def _on_entry(facts: MeetingFacts, entry: Entry, ground: Ground) -> list[Remark]:
    found = []
    if not _within(facts, entry):
        message = text(
            "Held on {day}, outside the period {start} to {last}.",
            day=facts.days.start.isoformat(),
            start=entry.window.start.isoformat(),
            last=(entry.window.end - timedelta(days=1)).isoformat(),
        )
        found.append(_warning(Departure.OUTSIDE_PERIOD, message, entry.clauses))
    turn = (*entry.clauses, *(c for c in ground.turn if c not in entry.clauses))
    if facts.host and entry.host and facts.host != entry.host:
        message = text(
            "Hosted by {host}; it was the turn of {asked}.",
            host=_name(facts.host, ground),
            asked=_name(entry.host, ground),
        )
        found.append(_warning(Departure.OTHER_HOST, message, turn))
    if (
        facts.chair
        and entry.chair
        and facts.chair != entry.chair
        and not facts.delegated
    ):
        message = text(
            "Chaired by {chair}; the agreement asks for {asked}.",
            chair=holder_text(facts.chair, ground.names),
            asked=holder_text(entry.chair, ground.names),
        )
        found.append(_warning(Departure.OTHER_CHAIR, message, turn))
    return found


def _within(facts: MeetingFacts, entry: Entry) -> bool:
    days, window = facts.days, entry.window
    return window.start <= days.start and days.end <= window.end


def _on_delegation(facts: MeetingFacts, ground: Ground) -> list[Remark]:
    if not facts.delegated:
        return []
    asked = ground.entry.chair if ground.entry else None
    chair = (
        holder_text(facts.chair, ground.names) if facts.chair else text("somebody else")
    )
    message = (
        text(
            "{chair} chaired by delegation of {asked}.",
            chair=chair,
            asked=holder_text(asked, ground.names),
        )
        if asked
        else text("{chair} chaired by delegation.", chair=chair)
    )
    clauses = ground.entry.clauses if ground.entry else ()
    return [_warning(Departure.CHAIR_BY_DELEGATION, message, clauses)]


def _on_paper(record: MeetingRecord) -> list[Remark]:
    found = []
    if not record.facts.reason:
        message = text("No reason is given for what departs from the agreement.")
        found.append(_warning(Departure.REASON_MISSING, message, ()))
    if not record.facts.document and record.file is None:
        message = text("No paper is named that decided it.")
        found.append(_note(Departure.DOCUMENT_MISSING, message))
    return found


def _on_service(facts: MeetingFacts, since: date | None) -> list[Remark]:
    if since is None or facts.days.start >= since:
        return []
    message = text(
        "Before {since}, when service began; nothing counts as late before that day.",
        since=since.isoformat(),
    )
    return [_note(Departure.BEFORE_SERVICE, message)]


def _warning(code: Departure, message: Text, clauses: Sequence[str]) -> Remark:
    return Remark(
        code=code, severity=Severity.WARNING, message=message, clauses=tuple(clauses)
    )


def _note(code: Departure, message: Text) -> Remark:
    return Remark(code=code, severity=Severity.NOTE, message=message)


def _name(id_: str, ground: Ground) -> Bilingual | str:
    return ground.names.get(id_, id_)
