"""Rows of the directory found by id, and turned into terms; for this context only."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from hansa.directory.models import Person, Posting, Unit
from hansa.directory.rules import people as rules
from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import (
    Contact,
    PersonLine,
    PostingKind,
    PostingLine,
    UnitKind,
    UnitLine,
    UnitNameLine,
)
from hansa.kernel.errors import Missing
from hansa.kernel.text import Bilingual, text


def key_of(written: str) -> UUID | None:
    """Give the key that an id stands for; None where it is none."""
    try:
        return UUID(written)
    except ValueError:
        return None


def id_of(key: Any) -> str | None:
    """Give the id of a key; None where there is none."""
    return str(key) if key else None


def name_of(row: Any) -> Bilingual:
    """Give both names of a row; the Chinese one stands in for a missing English one."""
    return Bilingual(zh=row.name_zh, en=row.name_en or row.name_zh)


def title_of(row: Any) -> Bilingual:
    """Give what a person is called, as ``name_of`` does."""
    return Bilingual(zh=row.title_zh, en=row.title_en or row.title_zh)


def contact_of(row: Any) -> Contact:
    """Give how a unit or person is reached."""
    return Contact(phone=row.phone, mail=row.mail)


def names_of(row: Unit) -> list[UnitNameLine]:
    """Give the later names of a unit, by their first day."""
    return [
        UnitNameLine(name=name_of(name), from_on=name.from_on)
        for name in sorted(row.names.all(), key=lambda name: name.from_on)
    ]


def unit_row(league: str, unit_id: str) -> Unit:
    """Find a unit of a league.

    Raises:
        Missing: the league has no such unit.
    """
    key = key_of(unit_id)
    row = Unit.objects.filter(league=league, pk=key).first() if key else None
    if row is None:
        raise Missing(
            "unit-missing",
            text("There is no such unit."),
            text("Choose one from the directory."),
        )
    return row


def person_row(league: str, person_id: str) -> Person:
    """Find a person of a league.

    Raises:
        Missing: the league has no such person.
    """
    key = key_of(person_id)
    row = Person.objects.filter(league=league, pk=key).first() if key else None
    if row is None:
        raise Missing(
            "person-missing",
            text("There is no such person."),
            text("Choose one from the directory."),
        )
    return row


def posting_row(league: str, posting_id: str) -> Posting:
    """Find a posting of a league.

    Raises:
        Missing: the league has no such posting.
    """
    key = key_of(posting_id)
    row = Posting.objects.filter(league=league, pk=key).first() if key else None
    if row is None:
        raise Missing(
            "posting-missing",
            text("There is no such posting."),
            text("Choose one from the page of the person or unit."),
        )
    return row


def unit_line(row: Unit, as_of: date, contact: Contact | None) -> UnitLine:
    """Give a unit as it is called on a day."""
    return UnitLine(
        id=str(row.pk),
        member=row.member or None,
        kind=UnitKind(row.kind),
        name=rules.name_on(name_of(row), names_of(row), as_of),
        parent=id_of(row.parent_id),
        body=row.body or None,
        domain=row.domain or None,
        contact=contact,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        successor=id_of(row.successor_id),
        revision=row.revision,
    )


def person_line(row: Person) -> PersonLine:
    """Give a person with how to reach them."""
    return PersonLine(
        id=str(row.pk),
        member=row.member or None,
        unit=id_of(row.unit_id),
        title=title_of(row),
        contact=contact_of(row),
        left_on=row.left_on,
        revision=row.revision,
        authority=row.authority,
        recorded_at=row.recorded_at,
    )


def posting_line(
    row: Posting, names: Mapping[str, Bilingual], known_at: datetime | None
) -> PostingLine:
    """Give a posting as it was known at an instant; None for now."""
    unit, withdrawn = id_of(row.unit_id), row.withdrawn_at
    ends = sorted(row.ends.all(), key=lambda end: end.pk)
    return PostingLine(
        id=str(row.pk),
        kind=PostingKind(row.kind),
        member=row.member or None,
        person=id_of(row.person_id),
        title=title_of(row.person) if row.person else None,
        unit=unit,
        unit_name=names.get(unit) if unit else None,
        office=Office(row.office) if row.office else None,
        body=row.body or None,
        domain=row.domain or None,
        full_time=row.full_time,
        delegated_by=id_of(row.delegated_by_id),
        delegated_title=title_of(row.delegated_by) if row.delegated_by else None,
        from_on=row.from_on,
        to_on=rules.end_known(
            row.to_on, [(end.recorded_at, end.to_on) for end in ends], known_at
        ),
        document=row.document,
        file=id_of(row.file_id),
        recorded_by=row.recorded_by,
        authority=row.authority,
        evidence=row.evidence or None,
        recorded_at=row.recorded_at,
        withdrawn_at=None
        if known_at and withdrawn and withdrawn > known_at
        else withdrawn,
    )
