"""Refusals of a second entry of one name in one city, in a transaction of the caller."""

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.directory.models import Person, Unit
from hansa.directory.reads import namesakes as reads
from hansa.directory.reads.rows import title_of
from hansa.directory.rules import namesakes as rules
from hansa.directory.rules.namesakes import Borne
from hansa.directory.services import entries
from hansa.directory.terms.people import PersonDetails


def refuse_second_unit(
    row: Unit, field: str = "name_zh", before: tuple[Borne, ...] = ()
) -> None:
    """Refuse what was just written of a unit where its city has another of that name.

    Args:
        row: the unit, as it was written.
        field: the field that is to blame.
        before: its names before; none for a new one.

    Raises:
        Refused: both would bear the name on one day.
    """
    after, others = reads.borne_by_unit(row), reads.borne_beside(row)
    entries.refuse_faults(rules.unit_twice_faults(field, before, after, others))


def refuse_second_person(actor: Actor, row: Person, details: PersonDetails) -> None:
    """Refuse a title that somebody of the city bears, unless both are known of.

    Raises:
        Refused: somebody who is there is called so, and nothing says that it is another.
    """
    if details.namesake:
        return
    today = actor.at.astimezone(LEAGUE_ZONE).date()
    units = reads.units_of_namesakes(row, today)
    entries.refuse_faults(rules.person_twice_faults(title_of(row), units))
