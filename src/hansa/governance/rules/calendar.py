"""What the agreement asks to be held and sent, year by year.

An entry belongs to the version in force on the first day of its window: an amendment
never moves what had already begun. Numbers are given after the versions are merged, so
that the meetings of one body in one year count 1, 2, 3 whatever amended them.

Source: contracts, sections 2 and 5; the register, sections 13 and 14.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import MAXYEAR, date, timedelta

from hansa.charter.terms import Change, Modality, Version
from hansa.directory.terms.offices import OFFICE_NAMES, Office
from hansa.governance.rules.rotation import LAST_YEAR, in_turn, stints
from hansa.governance.terms import (
    KIND_NAMES,
    Actual,
    Body,
    Cadence,
    Entry,
    EntryKind,
    Every,
    FoundingSession,
    Holder,
    Level,
    OfficeOf,
    Per,
    Seat,
    StatuteInForce,
    Stint,
    Turn,
)
from hansa.kernel.errors import Refused
from hansa.kernel.periods import Period, month_of, parts_of
from hansa.kernel.text import Bilingual, Parameter, Text, mark, text

YEARS_PREVIEWED = 2  # A preview shows the year before an amendment and two after it.


def statutes_in_force(timeline: Sequence[Version]) -> tuple[StatuteInForce, ...]:
    """Pair each version's statute with its members and effective date."""
    return tuple(
        StatuteInForce(
            effective_from=version.effective_from,
            number=version.number,
            members=tuple(member.id for member in version.charter.agreement.members),
            names={m.id: m.name for m in version.charter.agreement.members},
            statute=version.charter.sections["governance"],
        )
        for version in timeline
    )


def calendar(
    league: str,
    timeline: Sequence[StatuteInForce],
    years: range,
    as_of: date | None = None,
) -> tuple[Entry, ...]:
    """Compute every entry of some years, sorted by window, body, kind and number.

    Args:
        league: slug, the first part of every id.
        timeline: statutes in force one after another, at least one.
        years: calendar years, rising.
        as_of: hides what was recorded of entries after this day; None hides nothing.

    Raises:
        Refused: the first year lies before the first conference, or the last too far
            ahead.
    """
    for year in (years[0], min(years[-1], MAXYEAR)):
        in_turn(timeline, date(year, 12, 31))  # Refuses years without a turn.
    laid = stints(timeline, date(years.stop + 1, 1, 1))
    found = [
        entry
        for year in years
        for entry in (
            *_founding(timeline[0], laid, year, as_of),
            *_ordinary(timeline, laid, year),
        )
    ]
    return tuple(sorted(_numbered(league, found), key=_sort_key))


def _sort_key(entry: Entry) -> tuple[date, str, str, int]:
    return (entry.window.start, entry.body, entry.kind.value, entry.number)


def _numbered(league: str, entries: Iterable[Entry]) -> Iterator[Entry]:
    counted: Counter[tuple[int, str, EntryKind]] = Counter()
    # A stable sort keeps entries of one window in the order of the charter.
    for entry in sorted(entries, key=lambda e: e.window.start):
        counted[entry.year, entry.body, entry.kind] += 1
        number = counted[entry.year, entry.body, entry.kind]
        id_ = f"{league}/{entry.year}/{entry.body}/{entry.kind.value}/{number}"
        yield replace(entry, id=id_, number=number)


# What makes an entry of one version the same as one of another: its body, kind, level,
# cadence, part of the year and place among its like.
_Slot = tuple[str, EntryKind, Level | None, Every, int, int]


def _ordinary(
    timeline: Sequence[StatuteInForce], laid: Sequence[Stint], year: int
) -> Iterator[Entry]:
    """Give the entries of the cadences, as the versions of the year leave them.

    A month that moves must neither drop the year's meeting nor ask for it twice, so an
    amendment replaces an entry only while both its old and its new window are to come.
    """
    begun = [s for s in timeline if s.effective_from <= date(year, 1, 1)]
    base = begun[-1] if begun else timeline[0]
    asked = _asked(timeline, base, laid, year)
    for statute in timeline:
        since = statute.effective_from
        if not base.effective_from < since < date(year + 1, 1, 1):
            continue
        amended = _asked(timeline, statute, laid, year)
        asked = {
            slot: entry
            for slot in (*asked, *(slot for slot in amended if slot not in asked))
            if (entry := _amended(asked.get(slot), amended.get(slot), since))
        }
    yield from asked.values()


def _amended(old: Entry | None, new: Entry | None, since: date) -> Entry | None:
    if old is None:
        return new if new and since <= new.window.start else None
    if old.window.start < since:
        return old
    return old if new and new.window.start < since else new


def _asked(
    timeline: Sequence[StatuteInForce],
    statute: StatuteInForce,
    laid: Sequence[Stint],
    year: int,
) -> dict[_Slot, Entry]:
    """Give what one version alone would ask for in a year."""
    first_year = statute.statute.cadences_from or timeline[0].effective_from.year
    found: dict[_Slot, Entry] = {}
    if year < first_year:
        return found
    for body in statute.statute.all_bodies():
        like: Counter[tuple[EntryKind, Level | None, Every, int]] = Counter()
        for cadence in body.cadences:
            for part, window in enumerate(_windows(cadence, year)):
                if not is_alive(body, window.start):
                    continue
                entry = _entry(statute, laid, body, cadence, window)
                key = (cadence.kind, cadence.level, cadence.every, part)
                for _ in range(cadence.times):
                    found[body.id, *key, like[key]] = entry
                    like[key] += 1
    return found


def is_alive(body: Body, day: date) -> bool:
    """Tell whether a body stands on a day; one that awaits its condition does not."""
    if body.condition is not None and body.established_on is None:
        return False
    if body.established_on is not None and day < body.established_on:
        return False
    return body.dissolved_on is None or day < body.dissolved_on


def _windows(cadence: Cadence, year: int) -> tuple[Period, ...]:
    if cadence.month is not None:
        return (month_of(year, cadence.month),)
    return parts_of(year, cadence.every.value)


def _entry(
    statute: StatuteInForce,
    laid: Sequence[Stint],
    body: Body,
    cadence: Cadence,
    window: Period,
) -> Entry:
    return Entry(
        id="",
        year=window.start.year,
        body=body.id,
        level=cadence.level,
        kind=cadence.kind,
        number=0,
        window=window,
        host=_member_on(laid, window.start) if cadence.hosted else None,
        chair=_holder(cadence.chair, laid, window.start),
        convener=_holder(cadence.convener, laid, window.start),
        seats=seats_of(statute, body, cadence.level, window.start)
        if cadence.kind is EntryKind.MEETING
        else (),
        modality=cadence.modality,
        clauses=cadence.clauses,
        assumptions=_merged(cadence.assumptions, body.assumptions),
        actual=None,
    )


def _merged(*ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({id_ for some in ids for id_ in some}))


def _member_on(laid: Sequence[Stint], day: date) -> str | None:
    return next((stint.member for stint in laid if day in stint.period), None)


def _holder(office: OfficeOf | None, laid: Sequence[Stint], day: date) -> Holder | None:
    if office is None:
        return None
    member = _member_on(laid, day if office.turn is Turn.CURRENT else _year_before(day))
    return Holder(member=member, office=office.office) if member else None


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # The 29th of February has no day of its own a year earlier.
        return date(day.year - 1, 2, 28)


def convener_on(
    timeline: Sequence[StatuteInForce], body: Body, day: date
) -> Holder | None:
    """Give whose office convenes a body on a day, whatever the calendar then asks for.

    None where the text names nobody, and on days without a turn.

    Source: GOV-11 of changzhutan: the convener follows the president.
    """
    opens_on = timeline[0].statute.rotation.opens_on
    if not opens_on.year <= day.year <= LAST_YEAR:
        return None
    office = next((c.convener for c in body.cadences if c.convener is not None), None)
    return _holder(office, stints(timeline, date(day.year + 1, 1, 1)), day)


def seats_of(
    statute: StatuteInForce, body: Body, level: Level | None, day: date
) -> tuple[Seat, ...]:
    """List the seats of a session: every member's in charter order, then the groups'.

    Source: GOV-05 and GOV-17 of huaihai, GOV-11 of changzhutan.
    """
    rules = [rule for rule in body.seats if rule.level in (None, level)]
    groups = statute.statute.groups
    living = [
        group.id
        for group in statute.statute.all_bodies()
        if groups and group.id in {line.id for line in groups.list}
        if is_alive(group, day)
    ]
    places: list[tuple[str | None, str | None, Per]] = [
        *((member, None, Per.MEMBER) for member in statute.members),
        *((None, group, Per.GROUP) for group in living),
        (None, None, Per.LEAGUE),
    ]
    return tuple(
        Seat(member=member, body=group, office=rule.office, count=rule.count)
        for member, group, per in places
        for rule in rules
        if rule.per is per
    )


def _founding(
    first: StatuteInForce, laid: Sequence[Stint], year: int, as_of: date | None
) -> Iterator[Entry]:
    session = first.statute.founding_session
    if session is None or session.start.year != year:
        return
    body = next(b for b in first.statute.all_bodies() if b.id == session.body)
    model = next(
        cadence
        for cadence in body.cadences
        if cadence.kind is EntryKind.MEETING and cadence.level is session.level
    )
    window = Period(session.start, session.end)
    entry = _entry(first, laid, body, model, window)
    known = as_of is None or session.start <= as_of
    yield replace(
        entry,
        modality=Modality.MUST,
        clauses=session.clauses,
        assumptions=_merged(entry.assumptions, session.assumptions),
        actual=_reported(session, entry.host) if known else None,
    )


def _reported(session: FoundingSession, host: str | None) -> Actual:
    """Give the founding session as recorded: the text itself reports it."""
    return Actual(
        start=session.start,
        end=session.end,
        host=host,
        chair=None,
        place=session.place,
        document=session.document,
        reason=None,
    )


def minimum_load(entries: Iterable[Entry]) -> int:
    """Count the meetings a year asks for, hard and in principle; circulars apart.

    Source: contracts, section 5; the register, section 13.
    """
    counted = (Modality.MUST, Modality.IN_PRINCIPLE)
    return sum(
        entry.kind is EntryKind.MEETING and entry.modality in counted
        for entry in entries
    )


def require_within(entry: Entry, day: date) -> None:
    """Refuse a day of meeting outside the period that the agreement prints.

    Raises:
        Refused: ``day`` lies outside the entry's window.

    Source: GOV-09 and GOV-17 of huaihai.
    """
    if day not in entry.window:
        raise Refused(
            "outside-period",
            text(
                "{day} lies outside the period {start} to {end} of {id} "
                "(clauses {clauses}).",
                day=day.isoformat(),
                start=entry.window.start.isoformat(),
                end=(entry.window.end - timedelta(days=1)).isoformat(),
                id=entry.id,
                clauses=tuple(entry.clauses),
            ),
            text(
                "Choose a day within it; a session already held is recorded as it was."
            ),
        )


def require_chair(
    entry: Entry,
    planned: Holder,
    turn: Sequence[str],
    names: Mapping[str, Bilingual],
) -> None:
    """Refuse to plan a chair other than the one whose turn and office it is.

    Args:
        entry: the meeting planned.
        planned: who is to chair it.
        turn: clauses that name the member in turn and its office.
        names: of the cities.

    Raises:
        Refused: the agreement gives the chair to another office, or to another city.

    Source: GOV-18 of huaihai; GOV-04 and GOV-05 of changzhutan.
    """
    asked = entry.chair
    if asked is None or planned == asked:
        return
    clauses = (*entry.clauses, *(c for c in turn if c not in entry.clauses))
    raise Refused(
        "other-chair",
        text(
            "{planned} cannot chair {id}: the agreement asks for {asked} "
            "(clauses {clauses}).",
            planned=holder_text(planned, names),
            id=entry.id,
            asked=holder_text(asked, names),
            clauses=clauses,
        ),
        text(
            "Plan it with {asked}; whoever did chair is recorded as it was.",
            asked=holder_text(asked, names),
        ),
    )


OF_THE_CITY = frozenset(
    {Office.PARTY_SECRETARY, Office.MAYOR, Office.PARTY_SECRETARY_GENERAL}
)
"""Offices whose Chinese names begin with 市 themselves: 市委书记, not 常务副市长."""


def holder_text(holder: Holder, names: Mapping[str, Bilingual]) -> Text:
    """Name an office by its city, never the person who holds it."""
    city: Bilingual | str = names.get(holder.member, holder.member)
    if isinstance(city, Bilingual) and holder.office not in OF_THE_CITY:
        city = Bilingual(f"{city.zh.removesuffix('市')}市", city.en)
    return text("{member} {office}", member=city, office=OFFICE_NAMES[holder.office])


def compare_calendars(
    before: tuple[Version, ...], after: tuple[Version, ...]
) -> tuple[Change, ...]:
    """Say year by year what an amendment moves, adds and drops.

    Years reach from the one before the new version takes effect to two after it.
    """
    new = statutes_in_force(after)
    if not before or not new:
        return ()
    old = statutes_in_force(before)
    opens_on = max(s[0].statute.rotation.opens_on for s in (old, new))
    first_year = max(new[-1].effective_from.year - 1, opens_on.year)
    changes: list[Change] = []
    for year in range(first_year, new[-1].effective_from.year + YEARS_PREVIEWED + 1):
        moved = list(_year_changes(old, new, year))
        unchanged = text("{year}: the calendar stays as it is.", year=year)
        changes.extend(moved or [Change(code="year-unchanged", message=unchanged)])
    return tuple(changes)


def _year_changes(
    old: Sequence[StatuteInForce], new: Sequence[StatuteInForce], year: int
) -> Iterator[Change]:
    was = {entry.id: entry for entry in calendar("", old, range(year, year + 1))}
    will = {entry.id: entry for entry in calendar("", new, range(year, year + 1))}
    names = _names((*old, *new))
    for id_ in sorted(was.keys() | will.keys()):
        former, latter = was.get(id_), will.get(id_)
        if former is None and latter is not None:
            yield _change("entry-added", mark("{entry}: added, {now}."), names, latter)
        elif latter is None and former is not None:
            yield _change("entry-dropped", mark("{entry}: dropped."), names, former)
        elif former and latter and _shown(former) != _shown(latter):
            msgid = mark("{entry}: {was} becomes {now}.")
            yield _change("entry-moved", msgid, names, latter, former)
        elif former and latter and former != latter:
            msgid = mark("{entry}: seats, binding or sources change.")
            yield _change("entry-changed", msgid, names, latter)


def _names(statutes: Sequence[StatuteInForce]) -> Mapping[str, Bilingual]:
    """Name the bodies and members of all statutes; the latest name of each counts."""
    bodies = {b.id: b.name for s in statutes for b in s.statute.all_bodies()}
    return {**bodies, **{i: name for s in statutes for i, name in s.names.items()}}


def _shown(entry: Entry) -> tuple[object, ...]:
    """Give what a preview shows of an entry; the rest is told as one."""
    return (entry.window, entry.host, entry.chair, entry.convener)


def _change(
    code: str,
    msgid: str,
    names: Mapping[str, Bilingual],
    entry: Entry,
    former: Entry | None = None,
) -> Change:
    named: dict[str, Parameter] = {
        "entry": text(
            "{year} {body}, {kind} {number}",
            year=str(entry.year),
            body=names[entry.body],
            kind=KIND_NAMES[entry.kind],
            number=entry.number,
        ),
        "was": _told(former or entry, names),
        "now": _told(entry, names),
    }
    return Change(code=code, message=Text(msgid, named))


def _told(entry: Entry, names: Mapping[str, Bilingual]) -> Text:
    period = text(
        "{start} to {last}",
        start=entry.window.start.isoformat(),
        last=(entry.window.end - timedelta(days=1)).isoformat(),
    )
    holder = entry.chair or entry.convener
    if holder is not None:
        return text(
            "{period}, {member} {office}",
            period=period,
            member=names.get(holder.member, holder.member),
            office=OFFICE_NAMES[holder.office],
        )
    if entry.host is not None:
        host = names.get(entry.host, entry.host)
        return text("{period}, {member}", period=period, member=host)
    return period
