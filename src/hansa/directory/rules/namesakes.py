"""Entries of one name in one city: units never on one day, people only knowingly.

A name is compared as people read it: one width, small letters, without spaces.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hansa.directory.rules.entries import fault
from hansa.directory.rules.register.names import word_of
from hansa.directory.terms.people import UnitNameLine
from hansa.kernel.findings import Finding
from hansa.kernel.text import Bilingual, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Borne:
    """A name that a unit bears from a day on; ``until`` is the first day without it."""

    unit: str
    name: Bilingual
    from_on: date
    until: date | None

    @property
    def word(self) -> str:
        """The name as it is compared."""
        return word_of(self.name.zh)

    def meets(self, other: "Borne") -> bool:
        """Tell whether two names are the same, and borne on one day."""
        return (
            self.word == other.word
            and (self.until is None or other.from_on < self.until)
            and (other.until is None or self.from_on < other.until)
        )


def borne_by(
    unit: str, names: Iterable[UnitNameLine], closed_on: date | None
) -> tuple[Borne, ...]:
    """Give the names of a unit with the days on which it bears them.

    Args:
        unit: its id.
        names: all that it bears: the first one from its opening, then by their days.
        closed_on: first day without the unit; None while it stands.
    """
    lines = list(names)
    if len(lines) > 1 and lines[1].from_on <= lines[0].from_on:
        del lines[0]  # A name from the first day on takes the place of the first.
    ends: Sequence[date | None] = (*(line.from_on for line in lines[1:]), None)
    borne = []
    for line, next_on in zip(lines, ends, strict=True):
        until = min((day for day in (next_on, closed_on) if day), default=None)
        if until is None or line.from_on < until:
            borne.append(
                Borne(unit=unit, name=line.name, from_on=line.from_on, until=until)
            )
    return tuple(borne)


def unit_twice_faults(
    field: str,
    before: Iterable[Borne],
    after: Iterable[Borne],
    others: Iterable[Borne],
) -> tuple[Finding, ...]:
    """Check that a change gives a city no second unit of one name on one day.

    What stands doubled from before is not blamed on a change of something else.

    Args:
        field: where the fault stands.
        before: the names of the unit until now; none for a new one.
        after: its names as they would be.
        others: the names of the other units of its city.
    """
    standing, known = tuple(before), tuple(others)
    old = {(other.unit, other.word) for other in _met(standing, known)}
    new = [one for one in _met(after, known) if (one.unit, one.word) not in old]
    if not new:
        return ()
    return (
        fault(
            field,
            "unit-twice",
            text(
                "The same city or office has the unit “{name}” already, from {first} on.",
                name=new[0].name,
                first=new[0].from_on.isoformat(),
            ),
            text(
                "Change that entry; close it first where this unit replaces it, and begin "
                "with that day; or tell the two apart by their names."
            ),
        ),
    )


def _met(own: Iterable[Borne], others: Sequence[Borne]) -> list[Borne]:
    return [other for mine in own for other in others if mine.meets(other)]


def person_twice_faults(
    title: Bilingual, units: Sequence[Bilingual | None]
) -> tuple[Finding, ...]:
    """Say that a city has somebody of a title already, whom whoever enters it may mean.

    Args:
        title: what the person is to be called.
        units: the unit of everybody there who is called so; None for one of no unit.
    """
    if not units:
        return ()
    named = next((unit for unit in units if unit), None)
    return (
        fault(
            "title_zh",
            "person-twice",
            text(
                "The same city or office has “{title}” already, at {unit}.",
                title=title,
                unit=named,
            )
            if named
            else text("The same city or office has “{title}” already.", title=title),
            text(
                "Change that entry. If it is somebody else, confirm “Another person of "
                "this name”, or add words that tell the two apart."
            ),
        ),
    )
