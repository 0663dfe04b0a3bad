"""The whole directory of a league, past and future entries too, and what names mean."""

from datetime import date

from hansa.chassis.actor import Actor
from hansa.directory.models import UnitName
from hansa.directory.reads import people
from hansa.directory.reads.places import places
from hansa.directory.reads.rows import key_of, name_of
from hansa.directory.rules.register.names import Index, people_index, units_index
from hansa.directory.terms.people import UnitNameLine
from hansa.directory.terms.register import Present
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text


def present_on(actor: Actor, league: str, today: date) -> Present:
    """Give what the directory holds, units as they are called on a day.

    Raises:
        Forbidden: the actor may not see people.
        Missing: there is no such league.
    """
    everybody = people.list_all_people(actor, league)
    units = people.list_all_units(actor, league, today)
    # On the first day of all, every unit bears the name that it was opened under.
    opened = people.unit_names(league, date.min)
    names = {
        unit.id: [UnitNameLine(name=opened[unit.id], from_on=unit.opened_on)]
        for unit in units
    }
    for row in UnitName.objects.filter(unit__league=league).order_by("from_on"):
        line = UnitNameLine(name=name_of(row), from_on=row.from_on)
        names[str(row.unit_id)].append(line)
    there = places(league)
    return Present(
        cities=there.members,
        named={**there.bodies, **there.domains},
        posting_kinds=there.posting_kinds,
        units=units,
        names={unit: tuple(lines) for unit, lines in names.items()},
        people=everybody,
        postings=people.list_postings(league),
    )


def unit_called(
    actor: Actor, league: str, written: str, member: str | None, today: date
) -> str:
    """Give the id of a unit by its id or by what it is called on a day.

    Args:
        actor: who asks.
        league: slug.
        written: an id, a name, or a name with its city before it: 徐州/发展和改革委员会.
        member: the city whose units come first; None for the league's own.
        today: the day of the names.

    Raises:
        Forbidden: the actor may not see people.
        Missing: there is no unit of that name.
        Refused: several bear it.
    """
    present = present_on(actor, league, today)
    ids = {unit.id for unit in present.units}
    return _called(units_index(present, today), ids, written, member)


def person_called(
    actor: Actor, league: str, written: str, member: str | None, today: date
) -> str:
    """Give the id of a person by id or title, as ``unit_called`` does for units.

    Raises:
        Forbidden: the actor may not see people.
        Missing: there is nobody of that title.
        Refused: several bear it.
    """
    present = present_on(actor, league, today)
    ids = {person.id for person in present.people}
    return _called(people_index(present, today), ids, written, member)


def _called(index: Index, ids: set[str], written: str, member: str | None) -> str:
    key = key_of(written)
    if key is not None and str(key) in ids:
        return str(key)
    found = index.find(written, member)
    if not found:
        raise Missing(
            "name-unknown",
            text("“{written}” is not in the directory.", written=written[:60]),
            meant(written, index.known),
        )
    if len(found) > 1:
        raise Refused(
            "name-ambiguous",
            text("“{written}” may mean more than one entry.", written=written[:60]),
            text("Write the city before it, as in 徐州/发展和改革委员会."),
        )
    return found[0]
