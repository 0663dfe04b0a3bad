"""What units and people of one city are called, for whoever enters another of that name."""

from collections.abc import Sequence
from datetime import date

from hansa.directory.models import Person, Unit
from hansa.directory.reads.people import list_unit_names, unit_names
from hansa.directory.reads.rows import name_of, names_of
from hansa.directory.rules.namesakes import Borne, borne_by
from hansa.directory.rules.register.names import is_present, word_of
from hansa.directory.terms.people import UnitNameLine
from hansa.kernel.text import Bilingual


def borne_by_unit(row: Unit) -> tuple[Borne, ...]:
    """Give the names of a unit with their days, as the records have them now."""
    names = list_unit_names(row.league, str(row.pk))
    return borne_by(str(row.pk), names, row.closed_on)


def borne_beside(row: Unit) -> tuple[Borne, ...]:
    """Give the names of the other units of a unit's city, or of the league's own."""
    others = Unit.objects.filter(league=row.league, member=row.member)
    return tuple(
        name
        for other in others.exclude(pk=row.pk).prefetch_related("names")
        for name in borne_by(
            str(other.pk),
            (
                UnitNameLine(name=name_of(other), from_on=other.opened_on),
                *names_of(other),
            ),
            other.closed_on,
        )
    )


def units_of_namesakes(row: Person, today: date) -> Sequence[Bilingual | None]:
    """Give the unit of everybody else of a city who is there and called the same."""
    word = word_of(row.title_zh)
    others = Person.objects.filter(league=row.league, member=row.member)
    called = [
        other
        for other in others.exclude(pk=row.pk).order_by("pk")
        if is_present(other.left_on, today) and word_of(other.title_zh) == word
    ]
    names = unit_names(row.league, today) if called else {}
    return [names.get(str(other.unit_id or "")) for other in called]
