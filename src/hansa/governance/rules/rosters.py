"""What the agreement asks of the people that the directory knows, and what is missing.

Source: GOV-05, GOV-14, GOV-16 and GOV-17 of huaihai; GOV-08 and GOV-11 of changzhutan.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from hansa.directory.terms.offices import OFFICE_NAMES, Office
from hansa.directory.terms.people import FocalGap, PostingKind, PostingLine
from hansa.directory.terms.people import Lack as FocalLack
from hansa.governance.terms import (
    Body,
    EntryKind,
    FocalPoints,
    Holder,
    Level,
    Seat,
    Secondment,
)
from hansa.governance.terms.rosters import (
    FocalRoster,
    RosterFinding,
    RosterLack,
    SeatLine,
    SeatRoster,
    SecondmentLine,
    SecondmentRoster,
)
from hansa.kernel.text import Bilingual, Text, text

Names = Mapping[str, Bilingual]


def latest(
    postings: Iterable[PostingLine], body: str | None, day: date
) -> PostingLine | None:
    """Choose the posting that holds on a day: of the body itself first, then the general.

    Of several the one that began last counts: two overlap while one hands over.
    """
    running = [posting for posting in postings if posting.runs_on(day)]
    for wanted in dict.fromkeys((body, None)):
        there = [posting for posting in running if posting.body == wanted]
        if there:
            return max(
                there, key=lambda posting: (posting.from_on, posting.recorded_at)
            )
    return None


def running_lead(
    postings: Iterable[PostingLine], body: str, day: date
) -> PostingLine | None:
    """Find the unit that leads a body on a day; of several the first in charter order."""
    return next(
        (
            posting
            for posting in postings
            if posting.kind is PostingKind.LEAD
            and posting.body == body
            and posting.unit is not None
            and posting.runs_on(day)
        ),
        None,
    )


def levels_of(body: Body) -> tuple[Level | None, ...]:
    """List the levels at which a body meets; None alone where it has no levels."""
    levels = [
        cadence.level
        for cadence in body.cadences
        if cadence.kind is EntryKind.MEETING and cadence.level is not None
    ]
    return tuple(dict.fromkeys(levels)) or (None,)


def secondment_roster(
    rule: Secondment,
    members: Sequence[str],
    postings: Sequence[PostingLine],
    day: date,
    names: Names,
    *,
    in_service: bool = True,
) -> SecondmentRoster:
    """Count whom each city lends on a day, and say who lends too few or too many.

    Args:
        rule: what the agreement asks.
        members: the cities of that day, in charter order.
        postings: secondments to the body that the rule names.
        day: the day asked.
        names: of the cities.
        in_service: whether the league was in service here; before, nothing is a gap.
    """
    lines = tuple(
        _secondment_line(
            rule, [p for p in postings if p.member == m and p.runs_on(day)], m, names
        )
        for m in members
    )
    if not in_service:
        lines = tuple(replace(line, finding=None) for line in lines)
    return SecondmentRoster(
        name=rule.name,
        to=rule.to,
        on=day,
        least=rule.least,
        most=rule.most,
        total=sum(line.counted for line in lines),
        total_least=rule.least * len(members),
        total_most=rule.most * len(members) if rule.most is not None else None,
        full_time=rule.full_time,
        clauses=rule.clauses,
        in_service=in_service,
        lines=lines,
    )


def _once_each(lent: Sequence[PostingLine]) -> tuple[PostingLine, ...]:
    """Keep one posting of each person, the full-time one of two: nobody counts twice."""
    kept: dict[str | None, PostingLine] = {}
    for posting in lent:
        other = kept.get(posting.person)
        if other is None or (posting.full_time and not other.full_time):
            kept[posting.person] = posting
    return tuple(kept.values())


def _secondment_line(
    rule: Secondment, lent: Sequence[PostingLine], member: str, names: Names
) -> SecondmentLine:
    people = _once_each(lent)
    full = [posting for posting in people if posting.full_time or not rule.full_time]
    counted = len(full)
    finding = None
    if counted < rule.least:
        finding = RosterFinding(
            code=RosterLack.BELOW_LEAST,
            member=member,
            message=text(
                "{member}: {count}, below minimum {least}",
                member=names.get(member, member),
                count=counted,
                least=rule.least,
            ),
            clauses=rule.clauses,
        )
    elif rule.most is not None and counted > rule.most:
        finding = RosterFinding(
            code=RosterLack.ABOVE_MOST,
            member=member,
            message=text(
                "{member}: {count}, above maximum {most}",
                member=names.get(member, member),
                count=counted,
                most=rule.most,
            ),
            clauses=rule.clauses,
        )
    return SecondmentLine(
        member=member,
        counted=counted,
        part_time=len(people) - counted,
        people=people,
        finding=finding,
    )


def seat_roster(
    body: str,
    seats: Sequence[Seat],
    postings: Sequence[PostingLine],
    day: date,
    names: Names,
    clauses: Mapping[Office, tuple[str, ...]],
    *,
    convener: Holder | None,
    entry: str | None = None,
    level: Level | None = None,
    in_service: bool = True,
) -> SeatRoster:
    """Find who holds the seats of a session on a day, and name the vacant ones.

    Args:
        body: whose session it is.
        seats: as the calendar computes them.
        postings: offices, leads and delegations of the league.
        day: the day asked.
        names: of cities and bodies.
        clauses: what gives each office its seat.
        convener: whose office convenes it; None for nobody's.
        entry: the calendar entry, where it is about one.
        level: the level of the session, where it has one.
        in_service: whether the league was in service here; before, nothing is a gap.
    """
    lines = tuple(_seat_line(body, seat, postings, day) for seat in seats)
    if not in_service:
        lines = tuple(replace(line, vacant=False) for line in lines)
    counted = [line for line in lines if line.seat.count is not None]
    return SeatRoster(
        body=body,
        entry=entry,
        kind=EntryKind.MEETING,
        level=level,
        on=day,
        convener=convener,
        filled=sum(line.holder is not None for line in counted),
        asked=len(counted),
        in_service=in_service,
        lines=lines,
        findings=tuple(
            RosterFinding(
                code=RosterLack.SEAT_VACANT,
                member=line.seat.member,
                message=text("{seat}: vacant", seat=seat_text(line.seat, names)),
                clauses=clauses.get(line.seat.office, ()),
            )
            for line in counted
            if line.vacant
        ),
    )


def _seat_line(
    body: str, seat: Seat, postings: Sequence[PostingLine], day: date
) -> SeatLine:
    if seat.count is None:
        return SeatLine(seat=seat, holder=None, delegate=None, vacant=False)
    holder = (
        running_lead(postings, seat.body, day)
        if seat.body is not None
        else latest(
            (
                posting
                for posting in postings
                if posting.kind is PostingKind.OFFICE
                and (posting.member, posting.office) == (seat.member, seat.office)
            ),
            body,
            day,
        )
    )
    delegate = (
        latest(
            (
                posting
                for posting in postings
                if posting.kind is PostingKind.DELEGATION
                and posting.delegated_by == holder.person
            ),
            body,
            day,
        )
        if holder is not None and holder.person is not None
        else None
    )
    return SeatLine(seat=seat, holder=holder, delegate=delegate, vacant=holder is None)


def seat_text(seat: Seat, names: Names) -> Text:
    """Name a seat by its city or group and its office."""
    place = seat.member or seat.body
    if place is None:
        return OFFICE_NAMES[seat.office]
    return text(
        "{member} {office}",
        member=names.get(place, place),
        office=OFFICE_NAMES[seat.office],
    )


def focal_roster(
    rule: FocalPoints,
    members: Sequence[str],
    gaps: Sequence[FocalGap],
    day: date,
    names: Names,
    *,
    in_service: bool = True,
) -> FocalRoster:
    """Say which cities named a liaison body and people, and what the others lack.

    ``names`` holds fields of cooperation beside cities. Where the league was not yet in
    service here, nothing is a gap.
    """
    lacking = {gap.member for gap in gaps}
    return FocalRoster(
        on=day,
        ready=sum(member not in lacking for member in members),
        asked=len(members),
        clauses=rule.clauses,
        in_service=in_service,
        findings=tuple(_focal_finding(rule, gap, names) for gap in gaps if in_service),
    )


def _focal_finding(rule: FocalPoints, gap: FocalGap, names: Names) -> RosterFinding:
    member = names.get(gap.member, gap.member)
    if gap.lack is FocalLack.LIAISON_BODY:
        message = text("{member}: no liaison body", member=member)
    else:
        message = text(
            "{member}: no focal point for {domain}",
            member=member,
            domain=names.get(gap.domain or "", gap.domain or "-"),
        )
    return RosterFinding(
        code=RosterLack.NO_FOCAL_POINT,
        member=gap.member,
        message=message,
        clauses=rule.clauses,
    )
