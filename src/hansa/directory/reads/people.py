"""Units, people and postings of a league, as terms.

Lists cost the same number of questions whatever their length. Telephone numbers and
mail addresses leave only for actors who may read them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.directory.models import Person, Posting, Unit
from hansa.directory.reads.places import places, places_on
from hansa.directory.reads.rows import (
    contact_of,
    key_of,
    name_of,
    names_of,
    person_line,
    person_row,
    posting_line,
    posting_row,
    unit_line,
    unit_row,
)
from hansa.directory.rules import people as rules
from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import (
    FocalGap,
    FocalPoint,
    PersonLine,
    PostingKind,
    PostingLine,
    UnitKind,
    UnitLine,
    UnitNameLine,
)
from hansa.kernel.text import Bilingual


def may_read_people(actor: Actor, league: str) -> bool:
    """Tell whether an actor may see people and how they are reached."""
    return may(actor, rules.READ_PEOPLE, Over(league=league))


def require_reader(actor: Actor, league: str) -> None:
    """Demand the right to see people, for lists that judge nobody themselves.

    Raises:
        Forbidden: the actor may not.
    """
    require(actor, rules.READ_PEOPLE, Over(league=league))


def require_keeper(actor: Actor, league: str, member: str | None) -> None:
    """Demand the right to change units and people of a city, None the league's own.

    Raises:
        Forbidden: the actor may not.
    """
    require(actor, rules.KEEP_PEOPLE, Over(league=league, member=member))


def may_keep(actor: Actor, league: str, member: str | None) -> bool:
    """Tell whether an actor may change units and people of a city, None the league's."""
    return may(actor, rules.KEEP_PEOPLE, Over(league=league, member=member))


def require_posting_keeper(
    actor: Actor, league: str, kind: PostingKind, member: str | None
) -> None:
    """Demand the right to record a posting of a kind for a city, before a form is shown.

    Raises:
        Forbidden: the actor may not.
    """
    require_keeper(actor, league, rules.kept_by(kind, member))


def may_act_on_behalf(actor: Actor, league: str, member: str | None) -> bool:
    """Tell whether an actor may enter what an office of a city did."""
    return may(actor, rules.ACT_ON_BEHALF, Over(league=league, member=member))


def unit_names(league: str, as_of: date) -> Mapping[str, Bilingual]:
    """Name every unit of a league that ever was, by id, as it is called on a day."""
    rows = Unit.objects.filter(league=league).values_list(
        "id",
        "name_zh",
        "name_en",
        "names__name_zh",
        "names__name_en",
        "names__from_on",
    )
    first: dict[str, Bilingual] = {}
    later: dict[str, list[UnitNameLine]] = {}
    for id_, zh, en, later_zh, later_en, from_on in rows:
        first[str(id_)] = Bilingual(zh=zh, en=en or zh)
        if from_on is not None:
            name = Bilingual(zh=later_zh, en=later_en or later_zh)
            line = UnitNameLine(name=name, from_on=from_on)
            later.setdefault(str(id_), []).append(line)
    return {
        id_: rules.name_on(name, later.get(id_, ()), as_of)
        for id_, name in first.items()
    }


def _units(league: str, as_of: date, reader: Actor | None) -> dict[str, UnitLine]:
    """Give every unit that ever was, by id; contacts only for a reader who may."""
    shows = reader is not None and may_read_people(reader, league)
    rows = Unit.objects.filter(league=league).prefetch_related("names")
    return {
        str(row.pk): unit_line(row, as_of, contact_of(row) if shows else None)
        for row in rows
    }


def _place_of(league: str) -> Mapping[str | None, int]:
    """Give the place of each city in lists: the league's own, then charter order."""
    order = (None, *places(league).members)
    return {member: place for place, member in enumerate(order)}


def list_units(actor: Actor, league: str, as_of: date) -> tuple[UnitLine, ...]:
    """List the units that stand on a day: the league's own, then city by city.

    Raises:
        Missing: there is no such league.
    """
    units = _units(league, as_of, actor).values()
    return _in_order(league, [unit for unit in units if unit.stands_on(as_of)])


def list_all_units(actor: Actor, league: str, as_of: date) -> tuple[UnitLine, ...]:
    """List every unit that ever was or is to be, as it is called on a day.

    Raises:
        Missing: there is no such league.
    """
    return _in_order(league, _units(league, as_of, actor).values())


def _in_order(league: str, units: Iterable[UnitLine]) -> tuple[UnitLine, ...]:
    place, kinds = _place_of(league), list(UnitKind)
    return tuple(
        sorted(
            units,
            key=lambda unit: (
                place.get(unit.member, len(place)),
                kinds.index(unit.kind),
                unit.name.zh,
                unit.id,
            ),
        )
    )


def get_unit(actor: Actor, league: str, unit_id: str, as_of: date) -> UnitLine:
    """Find a unit, open or closed, as it is called on a day.

    Raises:
        Missing: the league has no such unit.
    """
    contact_shown = may_read_people(actor, league)
    row = unit_row(league, unit_id)
    return unit_line(row, as_of, contact_of(row) if contact_shown else None)


def list_unit_names(league: str, unit_id: str) -> tuple[UnitNameLine, ...]:
    """List what a unit was, is and will be called, the first name first.

    Raises:
        Missing: the league has no such unit.
    """
    row = unit_row(league, unit_id)
    later = names_of(row)
    if later and later[0].from_on <= row.opened_on:
        return tuple(later)
    return (UnitNameLine(name=name_of(row), from_on=row.opened_on), *later)


def list_predecessors(league: str, unit_id: str, as_of: date) -> tuple[UnitLine, ...]:
    """List the closed units that a unit took over from."""
    units = _units(league, as_of, None).values()
    return _in_order(league, [unit for unit in units if unit.successor == unit_id])


def standing_unit(league: str, unit_id: str, on: date) -> str | None:
    """Find who answers for a unit on a day: itself, or whoever took over; else None."""
    return rules.standing(_units(league, on, None), unit_id, on)


def office_unit(league: str, body: str, on: date) -> UnitLine | None:
    """Find the league's own unit that stands for a body on a day."""
    found = [
        unit
        for unit in _units(league, on, None).values()
        if unit.member is None and unit.body == body and unit.stands_on(on)
    ]
    return max(found, key=lambda unit: (unit.opened_on, unit.id), default=None)


def list_people(actor: Actor, league: str, as_of: date) -> tuple[PersonLine, ...]:
    """List the people who are there on a day: the league's own, then city by city.

    Raises:
        Forbidden: the actor may not see people.
        Missing: there is no such league.
    """
    return tuple(
        person
        for person in list_all_people(actor, league)
        if person.left_on is None or as_of < person.left_on
    )


def list_all_people(actor: Actor, league: str) -> tuple[PersonLine, ...]:
    """List everybody, also those who left; order as in ``list_people``.

    Raises:
        Forbidden: the actor may not see people.
        Missing: there is no such league.
    """
    require(actor, rules.READ_PEOPLE, Over(league=league))
    place = _place_of(league)
    return tuple(
        sorted(
            (person_line(row) for row in Person.objects.filter(league=league)),
            key=lambda person: (
                place.get(person.member, len(place)),
                person.title.zh,
                person.id,
            ),
        )
    )


def get_person(actor: Actor, league: str, person_id: str) -> PersonLine:
    """Find a person.

    Raises:
        Forbidden: the actor may not see people.
        Missing: the league has no such person.
    """
    require(actor, rules.READ_PEOPLE, Over(league=league))
    return person_line(person_row(league, person_id))


def get_posting(league: str, posting_id: str, as_of: date) -> PostingLine:
    """Find a posting, also one entered in error.

    Raises:
        Missing: the league has no such posting.
    """
    row = posting_row(league, posting_id)
    return posting_line(row, unit_names(league, as_of), None)


def list_postings(
    league: str,
    *,
    kind: PostingKind | None = None,
    member: str | None = None,
    body: str | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> tuple[PostingLine, ...]:
    """List postings, those entered in error left out, by city, kind and first day.

    Args:
        league: slug.
        kind: only postings of this kind; None for all.
        member: only this city's; None for all.
        body: only those about this body; None for all.
        as_of: only those that hold on this day; None gives past and future ones too.
        known_at: what had been recorded by then; None hides nothing.

    Raises:
        Missing: there is no such league.
    """
    asked = {"kind": kind, "member": member, "body": body}
    rows = Posting.objects.filter(
        league=league, **{name: value for name, value in asked.items() if value}
    )
    if known_at is None:
        rows = rows.filter(withdrawn_at=None)
    else:
        rows = rows.filter(recorded_at__lte=known_at).exclude(
            withdrawn_at__lte=known_at
        )
    names = unit_names(league, as_of or date.max)
    lines = [
        posting_line(row, names, known_at)
        for row in rows.select_related("person", "delegated_by").prefetch_related(
            "ends"
        )
    ]
    place, kinds = _place_of(league), list(PostingKind)
    return tuple(
        sorted(
            (line for line in lines if as_of is None or line.runs_on(as_of)),
            key=lambda line: (
                place.get(line.member, len(place)),
                kinds.index(line.kind),
                line.from_on,
                line.recorded_at,
                line.id,
            ),
        )
    )


def posting_history(
    league: str, *, person: str | None = None, unit: str | None = None
) -> tuple[PostingLine, ...]:
    """List every posting of a person or a unit, also those entered in error, in order."""
    asked = {"person": person, "unit": unit}
    keys = {name: key_of(value) for name, value in asked.items() if value}
    rows = Posting.objects.filter(league=league, **keys)
    names = unit_names(league, date.max)
    return tuple(
        posting_line(row, names, None)
        for row in rows.select_related("person", "delegated_by")
        .prefetch_related("ends")
        .order_by("from_on", "recorded_at", "pk")
    )


def _standing_postings(
    league: str, kind: PostingKind, on: date, body: str | None = None
) -> tuple[tuple[PostingLine, ...], dict[str, UnitLine]]:
    """Give the postings of a day with the units that answer for theirs, and all units."""
    units = _units(league, on, None)
    postings = list_postings(league, kind=kind, body=body, as_of=on)
    stood = []
    for posting in postings:
        unit = rules.standing(units, posting.unit, on)
        name = units[unit].name if unit else None
        stood.append(replace(posting, unit=unit, unit_name=name))
    return tuple(stood), units


def find_focal_point(
    league: str, member: str, domain: str | None, on: date
) -> FocalPoint | None:
    """Find whom a city is reached through in a field on a day; None is a vacancy.

    Args:
        league: slug.
        member: the city.
        domain: the field; None asks for whoever answers for all.
        on: the day asked.
    """
    return focal_points(league, (member,), (domain,), on)[member, domain]


def focal_points(
    league: str, members: Iterable[str], domains: Collection[str | None], on: date
) -> Mapping[tuple[str, str | None], FocalPoint | None]:
    """Find whom each city is reached through in each field on a day."""
    postings, _ = _standing_postings(league, PostingKind.FOCAL_POINT, on)
    return {
        (member, domain): rules.chosen_focal_point(postings, member, domain, on)
        for member in members
        for domain in domains
    }


def focal_gaps(
    league: str, members: Iterable[str], domains: Sequence[str], on: date
) -> tuple[FocalGap, ...]:
    """List what each city lacks on a day: a liaison body, and a person for each field."""
    postings, units = _standing_postings(league, PostingKind.FOCAL_POINT, on)
    return rules.focal_gaps(units.values(), postings, members, domains, on)


def list_vacancies(league: str, on: date) -> tuple[FocalGap, ...]:
    """List what each city lacks on a day, in every field of the charter of that day.

    Nothing where the league was not yet in service here.

    Raises:
        Missing: there is no such league.
    """
    if service_ahead(league, on) is not None:
        return ()
    there = places_on(league, on)
    return focal_gaps(league, there.members, tuple(there.domains), on)


def service_ahead(league: str, on: date) -> date | None:
    """Give when the league goes into service here, if that is after a day; else None.

    Raises:
        Missing: there is no such league.
    """
    return charter_reads.service_ahead(charter_reads.get_versions(league), on)


def lead_unit(league: str, body: str, on: date) -> PostingLine | None:
    """Find the unit that leads a body on a day; of several the first in charter order."""
    return next((lead for lead in list_leads(league, body, on) if lead.unit), None)


def list_leads(league: str, body: str, on: date) -> tuple[PostingLine, ...]:
    """List the units and people that lead a body on a day, in charter order."""
    postings, _ = _standing_postings(league, PostingKind.LEAD, on, body)
    return tuple(lead for lead in postings if lead.unit or lead.person)


def office_holder(
    league: str, member: str, office: Office, body: str | None, on: date
) -> PostingLine | None:
    """Find who holds an office of a city on a day, for a body first."""
    postings = list_postings(league, kind=PostingKind.OFFICE, member=member, as_of=on)
    return rules.office_holder(postings, member, office, body, on)


def delegate_of(
    league: str, person: str, body: str | None, on: date
) -> PostingLine | None:
    """Find who acts in a person's place on a day, for a body first."""
    postings = list_postings(league, kind=PostingKind.DELEGATION, as_of=on)
    return rules.delegate(postings, person, body, on)


def secondees(
    league: str, body: str, on: date, known_at: datetime | None = None
) -> tuple[PostingLine, ...]:
    """List who is lent to a body on a day, in charter order; full-time or not."""
    return list_postings(
        league, kind=PostingKind.SECONDMENT, body=body, as_of=on, known_at=known_at
    )


def list_held_twice(league: str, on: date) -> tuple[tuple[PostingLine, ...], ...]:
    """List the offices that a city has once and that several hold on a day."""
    postings = list_postings(league, kind=PostingKind.OFFICE, as_of=on)
    return rules.held_twice(postings, on)


def mail_addresses(league: str, ids: Collection[str]) -> Mapping[str, str]:
    """Give the mail addresses of units and people by id, of those that have one.

    For sending notices; a page asks ``get_unit`` or ``get_person``, which judge who asks.
    """
    keys = {key for id_ in ids if (key := key_of(id_))}
    found: dict[str, str] = {}
    for rows in (Unit.objects.all(), Person.objects.all()):
        reached: Any = rows.filter(league=league, pk__in=keys).exclude(mail="")
        found |= {str(key): mail for key, mail in reached.values_list("pk", "mail")}
    return found
