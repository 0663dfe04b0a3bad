"""Rosters of a league: who is lent, who holds the seats, which cities can be reached."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.chassis.rights import Over, require
from hansa.directory.reads import people
from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import PostingKind, PostingLine
from hansa.governance.reads.calendars import (
    get_entry,
    is_alive,
    list_bodies,
    list_names,
    statute_of,
)
from hansa.governance.reads.records import body_of
from hansa.governance.rules import calendar as calendar_rules
from hansa.governance.rules import rosters as rules
from hansa.governance.rules.rights import READ_ROSTERS
from hansa.governance.terms import Body
from hansa.governance.terms.rosters import FocalRoster, SeatRoster, SecondmentRoster
from hansa.kernel.errors import Missing
from hansa.kernel.findings import meant
from hansa.kernel.text import Bilingual, text


def secondment_roster(
    actor: Actor, versions: Sequence[Version], day: date
) -> SecondmentRoster | None:
    """Count whom each city lends on a day; None where the agreement asks for nobody.

    Raises:
        Forbidden: the actor may not see rosters.
    """
    league, version = _ask(actor, versions, day)
    rule = statute_of(version).secondment
    if rule is None:
        return None
    lent = people.secondees(league, rule.to, day)
    names = charter_reads.names_of(version)
    return rules.secondment_roster(
        rule, tuple(names), lent, day, names, in_service=_in_service(versions, day)
    )


def focal_roster(
    actor: Actor, versions: Sequence[Version], day: date
) -> FocalRoster | None:
    """Say which cities can be reached; None where the agreement asks for nothing.

    Raises:
        Forbidden: the actor may not see rosters.
    """
    league, version = _ask(actor, versions, day)
    rule = statute_of(version).focal_points
    if rule is None:
        return None
    domains = {d.id: d.name for d in charter_reads.list_domains(version)}
    cities = charter_reads.names_of(version)
    gaps = people.focal_gaps(league, tuple(cities), tuple(domains), day)
    names = {**domains, **cities}
    return rules.focal_roster(
        rule, tuple(cities), gaps, day, names, in_service=_in_service(versions, day)
    )


def invitation(
    actor: Actor, versions: Sequence[Version], entry_id: str, day: date
) -> SeatRoster:
    """List who is to be invited to an entry of the calendar, as known on a day.

    Raises:
        Forbidden: the actor may not see rosters.
        Missing: the calendar has no such entry.
    """
    league, version = _ask(actor, versions, day)
    entry = get_entry(versions, entry_id)
    body = body_of(charter_reads.governing(versions, entry.window.start), entry.body)
    assert body is not None  # An entry comes from a body of its version.
    return rules.seat_roster(
        entry.body,
        entry.seats,
        _postings(league),
        day,
        _names(version, versions),
        _clauses(body),
        convener=entry.convener,
        entry=entry.id,
        level=entry.level,
        in_service=_in_service(versions, day),
    )


def list_seats(
    actor: Actor, versions: Sequence[Version], day: date, body: str | None = None
) -> tuple[SeatRoster, ...]:
    """List the seats of the bodies that stand on a day, with who holds them.

    Args:
        actor: who asks.
        versions: all versions of one league.
        day: the day asked.
        body: only this body; None for all that have seats.

    Raises:
        Forbidden: the actor may not see rosters.
        Missing: the version of that day has no such body.
    """
    league, version = _ask(actor, versions, day)
    bodies = _wanted(version, body)
    timeline = calendar_rules.statutes_in_force(charter_reads.timeline(versions))
    (statute,) = calendar_rules.statutes_in_force((version,))
    postings, names = _postings(league), _names(version, versions)
    in_service = _in_service(versions, day)
    return tuple(
        rules.seat_roster(
            each.id,
            calendar_rules.seats_of(statute, each, level, day),
            postings,
            day,
            names,
            _clauses(each),
            convener=calendar_rules.convener_on(timeline, each, day),
            level=level,
            in_service=in_service,
        )
        for each in bodies
        if each.seats and is_alive(each, day)
        for level in rules.levels_of(each)
    )


def _ask(actor: Actor, versions: Sequence[Version], day: date) -> tuple[str, Version]:
    league = versions[0].league
    require(actor, READ_ROSTERS, Over(league=league))
    return league, charter_reads.governing(versions, day)


def _in_service(versions: Sequence[Version], day: date) -> bool:
    return charter_reads.service_ahead(versions, day) is None


def _wanted(version: Version, body: str | None) -> tuple[Body, ...]:
    bodies = list_bodies(version)
    if body is None:
        return bodies
    found = body_of(version, body)
    if found is None:
        raise Missing(
            "body-missing",
            text("There is no body “{body}”.", body=body[:60]),
            meant(body, [each.id for each in bodies]),
        )
    return (found,)


def _postings(league: str) -> tuple[PostingLine, ...]:
    kinds = {PostingKind.OFFICE, PostingKind.LEAD, PostingKind.DELEGATION}
    return tuple(p for p in people.list_postings(league) if p.kind in kinds)


def _names(version: Version, versions: Sequence[Version]) -> Mapping[str, Bilingual]:
    bodies = {body.id: body.name for body in list_bodies(version)}
    return {**list_names(versions), **bodies}


def _clauses(body: Body) -> Mapping[Office, tuple[str, ...]]:
    return {rule.office: rule.clauses or body.clauses for rule in body.seats}


def wire_posting(posting: PostingLine | None) -> dict[str, Any] | None:
    """Give who stands somewhere as JSON: by office and unit, never with telephone."""
    if posting is None:
        return None
    return {
        "posting": posting.id,
        "member": posting.member,
        "title": plain(posting.title),
        "unit": posting.unit,
        "unit_name": plain(posting.unit_name),
        "full_time": posting.full_time,
        "from_on": plain(posting.from_on),
        "to_on": plain(posting.to_on),
    }


def wire_secondment(found: SecondmentRoster | None) -> dict[str, Any] | None:
    """Give a roster of secondments as JSON."""
    if found is None:
        return None
    fields: dict[str, Any] = plain(found)
    for line, written in zip(found.lines, fields["lines"], strict=True):
        written["people"] = [wire_posting(posting) for posting in line.people]
    fields["findings"] = plain(found.findings)
    return fields


def wire_seats(found: SeatRoster) -> dict[str, Any]:
    """Give the seats of a session as JSON."""
    fields: dict[str, Any] = plain(found)
    for line, written in zip(found.lines, fields["lines"], strict=True):
        written["holder"] = wire_posting(line.holder)
        written["delegate"] = wire_posting(line.delegate)
    return fields
