"""How a year was kept: what was held of what was asked, and what is missing.

What binds and was not held in time is a violation; what binds in principle only warns.
Before the start of service nothing is late.

Source: GOV-20 of huaihai, GOV-12 and GOV-13 of changzhutan; contracts, section 6.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hansa.charter.terms import Modality
from hansa.governance.rules.calendar import minimum_load
from hansa.governance.rules.obligations import title_of
from hansa.governance.terms import Actual, Body, Entry, EntryKind
from hansa.governance.terms.compliance import (
    Compliance,
    ComplianceLine,
    Counted,
    Shortcoming,
    Shortfall,
    Weight,
)
from hansa.kernel.text import Bilingual, Text, text

Names = Mapping[str, Bilingual]
COUNTED = (Modality.MUST, Modality.IN_PRINCIPLE)


def comply(
    entries: Sequence[Entry],
    surplus: Iterable[tuple[str, EntryKind]],
    as_of: date,
    since: date | None,
    names: Names,
    owing: Mapping[str, str | None],
) -> tuple[ComplianceLine, ...]:
    """Compare a year's entries with what was recorded of them, body by body.

    Args:
        entries: with what was recorded up to the day asked.
        surplus: body and kind of each record that stands for no entry.
        as_of: the day asked.
        since: first day whose duties count; None for no such day.
        names: of bodies.
        owing: the city that owes each entry, by its id; None for none.
    """
    asked: dict[tuple[str, EntryKind], list[Entry]] = {}
    for entry in entries:
        if entry.modality in COUNTED:
            asked.setdefault((entry.body, entry.kind), []).append(entry)
    beyond = list(surplus)
    return tuple(
        _owned(_line(group, beyond.count(key), as_of, since, names), owing)
        for key, group in asked.items()
    )


def count_meetings(entries: Iterable[Entry], year: int) -> Mapping[str, Counted]:
    """Count for each body the year's meetings that bind, in principle too.

    Circulars are no meetings, and what is merely invited to is asked of nobody.
    """
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.year != year or entry.kind is not EntryKind.MEETING:
            continue
        if entry.modality in COUNTED:
            found.setdefault(entry.body, []).append(entry)
    return {
        body: Counted(
            held=sum(entry.actual is not None for entry in own), asked=len(own)
        )
        for body, own in found.items()
    }


def _owned(line: ComplianceLine, owing: Mapping[str, str | None]) -> ComplianceLine:
    shortfalls = (replace(each, member=owing[each.entry]) for each in line.shortfalls)
    return replace(line, shortfalls=tuple(shortfalls))


def _line(
    entries: Sequence[Entry],
    surplus: int,
    as_of: date,
    since: date | None,
    names: Names,
) -> ComplianceLine:
    shortfalls: list[Shortfall] = []
    pending = not_recorded = 0
    held = sum(entry.actual is not None for entry in entries)
    for entry in entries:
        if entry.actual is not None:
            if not _is_within(entry, entry.actual) and not _is_exempt(entry, since):
                shortfalls.append(_outside(entry, entry.actual, names))
        elif entry.window.end > as_of:
            pending += 1
        elif _is_exempt(entry, since):
            not_recorded += 1
        else:
            shortfalls.append(_not_held(entry, held, len(entries), names))
    return ComplianceLine(
        body=entries[0].body,
        kind=entries[0].kind,
        held=held,
        asked=len(entries),
        pending=pending,
        not_recorded=not_recorded,
        surplus=surplus,
        shortfalls=tuple(shortfalls),
    )


def _is_exempt(entry: Entry, since: date | None) -> bool:
    return since is not None and entry.window.end <= since


def _is_within(entry: Entry, actual: Actual) -> bool:
    return entry.window.start <= actual.start and actual.end <= entry.window.end


def _weight(entry: Entry) -> Weight:
    return Weight.HARD if entry.modality is Modality.MUST else Weight.SOFT


def _not_held(entry: Entry, held: int, asked: int, names: Names) -> Shortfall:
    message = text(
        "{entry}: {held} of {asked}",
        entry=title_of(entry, names[entry.body]),
        held=held,
        asked=asked,
    )
    return _shortfall(entry, Shortcoming.NOT_HELD, message)


def _outside(entry: Entry, actual: Actual, names: Names) -> Shortfall:
    message = text(
        "{entry}: held on {day}, outside {start} to {last}",
        entry=title_of(entry, names[entry.body]),
        day=actual.start.isoformat(),
        start=entry.window.start.isoformat(),
        last=(entry.window.end - timedelta(days=1)).isoformat(),
    )
    return _shortfall(entry, Shortcoming.OUTSIDE_PERIOD, message)


def _shortfall(entry: Entry, code: Shortcoming, message: Text) -> Shortfall:
    return Shortfall(
        entry=entry.id,
        body=entry.body,
        kind=entry.kind,
        weight=_weight(entry),
        code=code,
        member=None,
        message=message,
        clauses=entry.clauses,
    )


def sum_up(
    league: str,
    year: int,
    as_of: date,
    entries: Sequence[Entry],
    lines: Sequence[ComplianceLine],
    bodies: Sequence[Body],
) -> Compliance:
    """Add up the lines of a year, and name the bodies that wait for their condition.

    Lines come in the order of the charter's bodies.

    Source: GOV-26 and GOV-27 of huaihai: 协商组建, 适时.
    """
    order = {body.id: place for place, body in enumerate(bodies)}
    weights = [each.weight for line in lines for each in line.shortfalls]
    return Compliance(
        league=league,
        year=year,
        as_of=as_of,
        closed=as_of > date(year, 12, 31),
        held=sum(line.held for line in lines),
        asked=sum(line.asked for line in lines),
        meetings=minimum_load(entries),
        hard=weights.count(Weight.HARD),
        soft=weights.count(Weight.SOFT),
        lines=tuple(sorted(lines, key=lambda line: order.get(line.body, len(order)))),
        conditional=tuple(
            body.id
            for body in bodies
            if body.condition is not None and body.established_on is None
        ),
    )
