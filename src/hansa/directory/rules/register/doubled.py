"""Rows about names that several entries bear, left out where they change nothing.

Such a row does not say which of them it is about, so it is refused; but one that stands
as the directory is written out says nothing new about any, and must not hold up the rest.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from hansa.directory.rules.register.names import (
    Index,
    Named,
    is_present,
    word_of,
    written_as,
)
from hansa.directory.rules.register.review import Review
from hansa.directory.terms.people import NO_CONTACT, PersonLine, PostingLine, UnitLine
from hansa.directory.terms.register import (
    PersonRow,
    PostingRow,
    RegisterRows,
    UnitRow,
)
from hansa.kernel.text import Bilingual

Said = tuple[object, ...]
"""All that a row says, names as they are written."""
Row = TypeVar("Row", UnitRow, PersonRow, PostingRow)


def without_doubled(review: Review, rows: RegisterRows) -> RegisterRows:
    """Leave out the unchanged rows of doubled names, and count them as unchanged."""
    standing = _Standing(review)
    return replace(
        rows,
        units=standing.rest(rows.units, standing.units(), _unit_says, standing.unit),
        people=standing.rest(
            rows.people, standing.people(), _person_says, standing.person
        ),
        postings=standing.rest(
            rows.postings, standing.postings(), _posting_says, standing.posting
        ),
    )


class _Standing:
    """What stands, as rows would say it, and which names several entries bear."""

    def __init__(self, review: Review) -> None:
        self.review, present = review, review.present
        there = [u for u in present.units if is_present(u.closed_on, review.today)]
        known = [p for p in present.people if is_present(p.left_on, review.today)]
        self.standing_units, self.standing_people = there, known
        self.doubled_units = _doubled((u.member, u.name) for u in there)
        self.doubled_people = _doubled((p.member, p.title) for p in known)
        self.unit_named = {u.id: (u.member, u.name, u.id) for u in present.units}
        self.person_named = {p.id: (p.member, p.title, p.id) for p in present.people}

    def rest(
        self,
        rows: tuple[Row, ...],
        standing: frozenset[Said],
        says: Callable[[Row], Said],
        is_doubled: Callable[[Row], bool],
    ) -> tuple[Row, ...]:
        """Give the rows that are to be judged."""
        left = tuple(
            row
            for row in rows
            if not (row.sound and is_doubled(row) and says(row) in standing)
        )
        self.review.unchanged += len(rows) - len(left)
        return left

    def unit(self, row: UnitRow) -> bool:
        """Tell whether a row names a unit that is there more than once."""
        own = (row.member, word_of(row.name.zh)) in self.doubled_units
        return own or self._many_units(row.member, row.parent, row.successor)

    def person(self, row: PersonRow) -> bool:
        """Tell whether a row names somebody, or a unit, who is there more than once."""
        own = (row.member, word_of(row.title.zh)) in self.doubled_people
        return own or self._many_units(row.member, row.unit)

    def posting(self, row: PostingRow) -> bool:
        """Tell whether a row points to who is there more than once."""
        found = self.review.people.find
        return self._many_units(row.member, row.unit) or any(
            len(found(written, row.member)) > 1
            for written in (row.person, row.delegated_by)
        )

    def _many_units(self, member: str | None, *written: str) -> bool:
        found = self.review.units.find
        return any(len(found(name, member)) > 1 for name in written)

    def units(self) -> frozenset[Said]:
        """Give what stands of units."""
        return frozenset(self._unit_line(unit) for unit in self.standing_units)

    def people(self) -> frozenset[Said]:
        """Give what stands of people."""
        return frozenset(self._person_line(person) for person in self.standing_people)

    def postings(self) -> frozenset[Said]:
        """Give what stands of postings."""
        return frozenset(map(self._posting_line, self.review.present.postings))

    def _unit_line(self, unit: UnitLine) -> Said:
        return (
            unit.member,
            *_both(unit.name),
            unit.kind,
            self._unit(unit.parent, unit.member),
            unit.body,
            unit.domain,
            unit.contact or NO_CONTACT,
            unit.opened_on,
            unit.closed_on,
            self._unit(unit.successor, unit.member),
        )

    def _person_line(self, person: PersonLine) -> Said:
        return (
            person.member,
            *_both(person.title),
            self._unit(person.unit, person.member),
            person.contact or NO_CONTACT,
            person.left_on,
        )

    def _posting_line(self, posting: PostingLine) -> Said:
        return (
            posting.kind,
            posting.member,
            self._person(posting.person, posting.member),
            self._unit(posting.unit, posting.member),
            posting.office,
            posting.body,
            posting.domain,
            posting.full_time,
            self._person(posting.delegated_by, posting.member),
            posting.from_on,
            posting.to_on,
            posting.document,
        )

    def _unit(self, id_: str | None, member: str | None) -> str:
        return self._name(self.review.units, self.unit_named.get(id_ or ""), member)

    def _person(self, id_: str | None, member: str | None) -> str:
        return self._name(self.review.people, self.person_named.get(id_ or ""), member)

    def _name(self, index: Index, named: Named | None, member: str | None) -> str:
        if named is None:
            return ""
        return written_as(index, self.review.present.cities, named, member)


def _doubled(
    named: Iterable[tuple[str | None, Bilingual]],
) -> frozenset[tuple[str | None, str]]:
    count = Counter((member, word_of(name.zh)) for member, name in named)
    return frozenset(key for key, often in count.items() if often > 1)


def _both(name: Bilingual) -> tuple[str, str]:
    """Give both names; the Chinese one stands in where there is no English one."""
    return name.zh, name.en or name.zh


def _unit_says(row: UnitRow) -> Said:
    return (
        row.member,
        *_both(row.name),
        row.kind,
        row.parent,
        row.body,
        row.domain,
        row.contact,
        row.opened_on,
        row.closed_on,
        row.successor,
    )


def _person_says(row: PersonRow) -> Said:
    return (row.member, *_both(row.title), row.unit, row.contact, row.left_on)


def _posting_says(row: PostingRow) -> Said:
    return (
        row.kind,
        row.member,
        row.person,
        row.unit,
        row.office,
        row.body,
        row.domain,
        row.full_time,
        row.delegated_by,
        row.from_on,
        row.to_on,
        row.document,
    )
