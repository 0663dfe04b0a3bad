"""Who may keep the directory, and what holds in it on a day.

Pure functions over terms. What happened is never judged here: a third secondee or a gap
is recorded, and governance says what the agreement thinks of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from hansa.chassis.actor import Role
from hansa.chassis.rights import Reach, Right
from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import (
    SYSTEM_LACK_NAMES,
    FocalGap,
    FocalPoint,
    Lack,
    PostingKind,
    PostingLine,
    SystemLack,
    SystemRecordLine,
    UnitKind,
    UnitLine,
    UnitNameLine,
)
from hansa.kernel.findings import Finding, Position, Severity
from hansa.kernel.text import Bilingual, text

_SIGNED_IN = tuple(role for role in Role if role not in {Role.RESIDENT, Role.PUBLIC})

READ_PEOPLE = Right(
    code="directory.read-people",
    name=text("see people, telephone numbers and mail addresses"),
    held=dict.fromkeys(_SIGNED_IN, Reach.LEAGUE),
)
KEEP_PEOPLE = Right(
    code="directory.keep-people",
    name=text("keep units, people and postings"),
    held={Role.SECRETARIAT: Reach.LEAGUE, Role.CITY_LIAISON: Reach.CITY},
)
ACT_ON_BEHALF = Right(
    code="directory.act-on-behalf",
    name=text("enter what an office did, on its behalf"),
    held={Role.SECRETARIAT: Reach.LEAGUE, Role.CITY_LIAISON: Reach.CITY},
)
KEEP_SYSTEMS = Right(
    code="directory.keep-systems",
    name=text("record what is known of a named system"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)
RIGHTS = (READ_PEOPLE, KEEP_PEOPLE, ACT_ON_BEHALF, KEEP_SYSTEMS)


def kept_by(kind: PostingKind, member: str | None) -> str | None:
    """Give whose keeper records a posting: a city's, or None for the league's office.

    Whoever leads a body answers for what the league decided, so no city names its own.
    """
    return None if kind is PostingKind.LEAD else member


# Offices that a city has once; two at a time in one of them is worth a remark.
SINGLE_OFFICES = frozenset(
    {
        Office.PARTY_SECRETARY,
        Office.MAYOR,
        Office.EXECUTIVE_VICE_MAYOR,
        Office.PARTY_SECRETARY_GENERAL,
        Office.DRC_DIRECTOR,
    }
)


def name_on(first: Bilingual, names: Iterable[UnitNameLine], day: date) -> Bilingual:
    """Give the name that a unit bears on a day; before its first day, its first name.

    Args:
        first: the name it was opened under.
        names: its later names, in any order.
        day: the day asked.
    """
    borne = [line for line in names if line.from_on <= day]
    return max(borne, key=lambda line: line.from_on).name if borne else first


def end_known(
    stated: date | None,
    ends: Iterable[tuple[datetime, date | None]],
    known_at: datetime | None,
) -> date | None:
    """Give the end of a posting as it was known: the latest word, else the first one.

    Args:
        stated: the end that was given when the posting was recorded.
        ends: what was said later, with the instant, in the order in which it was said.
        known_at: hides what was said after it; None hides nothing.
    """
    said = [to_on for at, to_on in ends if known_at is None or at <= known_at]
    return said[-1] if said else stated


def standing(units: Mapping[str, UnitLine], unit: str | None, day: date) -> str | None:
    """Find the unit that answers for another on a day: itself, or who took over.

    Gives None where the unit is closed and nobody took over, or not open yet.
    """
    seen: set[str] = set()
    while unit is not None and unit in units and unit not in seen:
        line = units[unit]
        if line.stands_on(day):
            return unit
        seen.add(unit)
        unit = line.successor if day >= line.opened_on else None
    return None


def answered(
    posting: PostingLine, units: Mapping[str, UnitLine], day: date
) -> PostingLine:
    """Give a posting with the unit that answers for its own on a day; None for nobody."""
    unit = standing(units, posting.unit, day)
    name = units[unit].name if unit is not None else None
    return replace(posting, unit=unit, unit_name=name)


def answering_lead(
    postings: Iterable[PostingLine],
    units: Mapping[str, UnitLine],
    body: str,
    day: date,
    today: date,
) -> PostingLine | None:
    """Find who answers today for what a body owed on a day, in charter order.

    A unit that was closed is answered for by whoever took over. Where nobody did, the
    posting still says which city leads, and names no unit.

    Args:
        postings: of any kind.
        units: every unit that ever was, by id.
        body: the body that is led.
        day: the day on which it was led.
        today: the day on which it is answered for.
    """
    led = [
        answered(posting, units, today)
        for posting in postings
        if posting.kind is PostingKind.LEAD
        and posting.body == body
        and posting.unit is not None
        and posting.runs_on(day)
    ]
    return next((lead for lead in led if lead.unit), led[0] if led else None)


def ended_with_unit(posting: PostingLine, units: Mapping[str, UnitLine]) -> PostingLine:
    """Let a posting end with its unit, where that was closed and nobody took over."""
    seen: set[str] = set()
    unit, closed_on = posting.unit, None
    while unit is not None and unit in units and unit not in seen:
        seen.add(unit)
        closed_on = units[unit].closed_on
        unit = units[unit].successor
    ends = [day for day in (posting.to_on, closed_on) if day is not None]
    return replace(posting, to_on=min(ends, default=None))


def would_circle(
    unit: str, chosen: str | None, onward: Callable[[str], str | None]
) -> bool:
    """Tell whether a unit would stand above itself, or take over from itself.

    Args:
        unit: the unit that is changed.
        chosen: the one it is to point to.
        onward: gives the one that each other unit points to.
    """
    seen: set[str] = set()
    while chosen is not None and chosen not in seen:
        if chosen == unit:
            return True
        seen.add(chosen)
        chosen = onward(chosen)
    return False


def _latest(postings: Sequence[PostingLine]) -> PostingLine | None:
    # While two overlap in a handover, the newcomer is the one to turn to.
    return max(postings, key=lambda p: (p.from_on, p.recorded_at, p.id), default=None)


def chosen_focal_point(
    postings: Iterable[PostingLine], member: str, domain: str | None, day: date
) -> FocalPoint | None:
    """Choose whom a city is reached through in a field; None is a vacancy.

    Whoever answers for exactly that field comes first, then whoever answers for all. A
    posting that names no person reaches nobody.

    Args:
        postings: of any kind and city.
        member: the city.
        domain: the field; None asks for whoever answers for all.
        day: the day asked.

    Source: GOV-16 of huaihai.
    """
    there = [
        posting
        for posting in postings
        if posting.kind is PostingKind.FOCAL_POINT
        and posting.member == member
        and posting.person is not None
        and posting.runs_on(day)
    ]
    for wanted in dict.fromkeys((domain, None)):
        chosen = _latest([p for p in there if p.domain == wanted])
        if chosen is not None:
            assert chosen.person is not None  # Filtered above.
            assert chosen.title is not None  # A person has a title.
            return FocalPoint(
                posting=chosen.id,
                member=member,
                domain=chosen.domain,
                person=chosen.person,
                title=chosen.title,
                unit=chosen.unit,
                unit_name=chosen.unit_name,
                from_on=chosen.from_on,
            )
    return None


def focal_gaps(
    units: Iterable[UnitLine],
    postings: Sequence[PostingLine],
    members: Iterable[str],
    domains: Sequence[str],
    day: date,
) -> tuple[FocalGap, ...]:
    """List what each city lacks on a day: a liaison body, and a person for each field.

    Source: GOV-16 of huaihai: 明确专门机构和人员.
    """
    with_body = {
        unit.member
        for unit in units
        if unit.kind is UnitKind.LIAISON_BODY and unit.stands_on(day)
    }
    gaps: list[FocalGap] = []
    for member in members:
        if member not in with_body:
            gaps.append(FocalGap(member=member, domain=None, lack=Lack.LIAISON_BODY))
        gaps += [
            FocalGap(member=member, domain=domain, lack=Lack.PERSON)
            for domain in domains
            if chosen_focal_point(postings, member, domain, day) is None
        ]
    return tuple(gaps)


def office_holder(
    postings: Iterable[PostingLine],
    member: str,
    office: Office,
    body: str | None,
    day: date,
) -> PostingLine | None:
    """Choose who holds an office of a city, for a body first, then whatever the body."""
    there = [
        posting
        for posting in postings
        if posting.kind is PostingKind.OFFICE
        and posting.member == member
        and posting.office is office
        and posting.runs_on(day)
    ]
    for wanted in dict.fromkeys((body, None)):
        chosen = _latest([p for p in there if p.body == wanted])
        if chosen is not None:
            return chosen
    return None


def delegate(
    postings: Iterable[PostingLine], person: str, body: str | None, day: date
) -> PostingLine | None:
    """Choose who acts in a person's place, for a body first, then for everything."""
    there = [
        posting
        for posting in postings
        if posting.kind is PostingKind.DELEGATION
        and posting.delegated_by == person
        and posting.runs_on(day)
    ]
    for wanted in dict.fromkeys((body, None)):
        chosen = _latest([p for p in there if p.body == wanted])
        if chosen is not None:
            return chosen
    return None


def held_twice(
    postings: Iterable[PostingLine], day: date
) -> tuple[tuple[PostingLine, ...], ...]:
    """List the offices that a city has once and that several hold on a day.

    It is no fault: two may overlap in a handover, and the record says so.
    """
    posts: dict[tuple[str | None, Office, str | None], list[PostingLine]] = {}
    for posting in postings:
        if posting.office in SINGLE_OFFICES and posting.runs_on(day):
            key = (posting.member, posting.office, posting.body)
            posts.setdefault(key, []).append(posting)
    return tuple(tuple(held) for held in posts.values() if len(held) > 1)


def lacks_of(record: SystemRecordLine | None) -> tuple[SystemLack, ...]:
    """List what is not known of a named system. Source: EXC-02 of huaihai."""
    if record is None:
        return (SystemLack.RECORD,)
    known: Mapping[SystemLack, object] = {
        SystemLack.OWNER: record.owner,
        SystemLack.SERVICE_LEVEL: record.service_level,
        SystemLack.STATUS: record.status,
    }
    return tuple(lack for lack, value in known.items() if not value)


def system_findings(
    system: str, name: Bilingual, lacks: tuple[SystemLack, ...]
) -> tuple[Finding, ...]:
    """Report a named system of which something is not known."""
    if not lacks:
        return ()
    return (
        Finding(
            severity=Severity.WARNING,
            code="system-undescribed",
            at=Position(path=system, line=0, column=0),
            message=text(
                "{system} lacks: {lacks}.",
                system=name,
                lacks=tuple(SYSTEM_LACK_NAMES[lack] for lack in lacks),
            ),
            remedy=text(
                "Record who answers for it, what is promised and how far it is."
            ),
        ),
    )
