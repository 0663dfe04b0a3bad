"""Reads the register from a workbook, and writes it as one: what is taken comes out again.

Names stand in it and no ids. It judges nothing: ``rules.register`` says what a row would
change, and what is wrong with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from django.utils import translation

from hansa.chassis.language import CHINESE, ENGLISH, render
from hansa.chassis.workbooks import (
    NOTES,
    Cell,
    Filled,
    Row,
    SheetForm,
    Value,
    choose,
    day_from,
    open_book,
    write_book,
    yes_from,
)
from hansa.directory.formats.sheets import FORMS, NEEDED
from hansa.directory.rules import entries
from hansa.directory.rules.register.names import (
    Index,
    Named,
    is_present,
    people_index,
    units_index,
    written_as,
)
from hansa.directory.terms.offices import OFFICE_NAMES, Office
from hansa.directory.terms.people import (
    NO_CONTACT,
    POSTING_KIND_NAMES,
    UNIT_KIND_NAMES,
    Contact,
    Places,
    PostingKind,
    PostingLine,
    UnitKind,
)
from hansa.directory.terms.register import (
    PersonRow,
    PostingRow,
    Present,
    RegisterRows,
    Sheet,
    UnitRow,
)
from hansa.kernel.findings import Position
from hansa.kernel.shapes import Log
from hansa.kernel.text import Bilingual, Text, mark, text

DAY = timedelta(days=1)

Word = TypeVar("Word", bound=StrEnum)
Choices = Mapping[str, Sequence[str]]


def read_register(content: bytes, name: str, places: Places, log: Log) -> RegisterRows:
    """Read a workbook as far as it is readable.

    A sheet that is not there has no rows, and is a fault: what is taken is taken whole.

    Args:
        content: bytes of the file.
        name: how findings name the file.
        places: the cities, bodies and fields that cells may name.
        log: receives every fault with its sheet and cell.
    """
    book = open_book(content, name, log)
    rows: dict[Sheet, tuple[Row, ...]] = dict.fromkeys(Sheet, ())
    if book is not None and not any(book.has(form) for form in FORMS.values()):
        log.error(
            "sheets-missing",
            Position(path=name, line=0, column=0),
            mark("None of the sheets of the register is there: {sheets}."),
            mark("Begin with the template."),
            sheets=tuple(form.name for form in FORMS.values()),
        )
    elif book is not None:
        book.judge_sheets(tuple(FORMS.values()), log)
        rows |= {
            sheet: book.rows(form, log)
            for sheet, form in FORMS.items()
            if book.has(form)
        }
    reading = _Reading(places, log)
    return RegisterRows(
        units=tuple(reading.unit(row) for row in rows[Sheet.UNITS]),
        people=tuple(reading.person(row) for row in rows[Sheet.PEOPLE]),
        postings=tuple(reading.posting(row) for row in rows[Sheet.POSTINGS]),
    )


class _Reading:
    """Turns rows of cells into rows of terms; every fault goes to the log."""

    def __init__(self, places: Places, log: Log) -> None:
        self.log = log
        self.cities: Choices = {
            id_: (name.zh, f"{name.zh}市", name.en)
            for id_, name in places.members.items()
        }
        self.bodies = _words(places.bodies)
        self.domains = _words(places.domains)
        self.unit_kinds = _words(_in_both(UNIT_KIND_NAMES))
        # A workbook may also have been written before the charter named it.
        general, own = _in_both(POSTING_KIND_NAMES), _in_both(places.posting_kinds)
        self.posting_kinds: Choices = {
            kind: (*_words(own)[kind], *words)
            for kind, words in _words(general).items()
        }
        self.offices = _words(_in_both(OFFICE_NAMES))

    def unit(self, row: Row) -> UnitRow:
        """Read a row of the sheet of units."""
        before = len(self.log.findings)
        kind = choose(row["kind"], self.unit_kinds, text("kind"), self.log)
        read = UnitRow(
            at=_places_of(row),
            sound=True,
            member=self._city(row),
            name=self._name(row, "name"),
            kind=UnitKind(kind) if kind else None,
            parent=self._line(row["parent"]),
            body=self._body(row),
            domain=self._domain(row),
            contact=self._contact(row),
            opened_on=day_from(row["opened_on"], self.log),
            closed_on=day_from(row["closed_on"], self.log),
            successor=self._line(row["successor"]),
        )
        return replace(read, sound=len(self.log.findings) == before)

    def person(self, row: Row) -> PersonRow:
        """Read a row of the sheet of people."""
        before = len(self.log.findings)
        read = PersonRow(
            at=_places_of(row),
            sound=True,
            member=self._city(row),
            title=self._name(row, "title"),
            unit=self._line(row["unit"]),
            contact=self._contact(row),
            left_on=day_from(row["left_on"], self.log),
        )
        return replace(read, sound=len(self.log.findings) == before)

    def posting(self, row: Row) -> PostingRow:
        """Read a row of the sheet of postings; its last day becomes the day after."""
        before = len(self.log.findings)
        kind = choose(row["kind"], self.posting_kinds, text("kind"), self.log)
        office = choose(row["office"], self.offices, text("office held"), self.log)
        last = day_from(row["to_on"], self.log)
        read = PostingRow(
            at=_places_of(row),
            sound=True,
            kind=PostingKind(kind) if kind else None,
            member=self._city(row),
            person=self._line(row["person"]),
            unit=self._line(row["unit"]),
            office=Office(office) if office else None,
            body=self._body(row),
            domain=self._domain(row),
            full_time=yes_from(row["full_time"], self.log) is not False,
            delegated_by=self._line(row["delegated_by"]),
            from_on=day_from(row["from_on"], self.log),
            # The last day of the calendar is a slip, and is refused as one.
            to_on=last + DAY if last and last < date.max else last,
            document=self._line(row["document"]),
        )
        return replace(read, sound=len(self.log.findings) == before)

    def _line(self, cell: Cell) -> str:
        """Give the words of a cell; those that cannot be shown are a fault."""
        raw = cell.value.strip() if isinstance(cell.value, str) else cell.written
        for found in entries.word_faults("", raw, entries.LINE_LONGEST):
            self.log.findings.append(replace(found, at=cell.at))
        return cell.written

    def _city(self, row: Row) -> str | None:
        return choose(row["member"], self.cities, text("city"), self.log)

    def _body(self, row: Row) -> str | None:
        return choose(row["body"], self.bodies, text("body"), self.log)

    def _domain(self, row: Row) -> str | None:
        field = text("field of cooperation")
        return choose(row["domain"], self.domains, field, self.log)

    def _name(self, row: Row, key: str) -> Bilingual:
        zh, en = self._line(row[f"{key}_zh"]), self._line(row[f"{key}_en"])
        return Bilingual(zh=zh, en=en)

    def _contact(self, row: Row) -> Contact:
        return Contact(phone=self._line(row["phone"]), mail=self._line(row["mail"]))


def _places_of(row: Row) -> Mapping[str, Position]:
    at = {key: cell.at for key, cell in row.cells.items()}
    sheet, _, _ = next(iter(at.values())).path.partition("!")
    place = Position(path=f"{sheet}!{row.number}", line=row.number, column=1)
    return {**at, "row": place}


def _in_both(names: Mapping[Word, Text | Bilingual]) -> Mapping[str, Bilingual]:
    """Give the names of a closed list in both languages, by its words."""
    written = {}
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            written[language] = {w.value: render(name) for w, name in names.items()}
    return {
        word: Bilingual(zh=zh, en=written[ENGLISH][word])
        for word, zh in written[CHINESE].items()
    }


def _words(names: Mapping[str, Bilingual]) -> Choices:
    return {id_: (name.zh, name.en) for id_, name in names.items()}


def write_register(present: Present, places: Places, today: date) -> bytes:
    """Write what stands today or later, so that bringing it again changes nothing."""
    writing = _Writing(present, places, today)
    rows: Mapping[Sheet, list[tuple[Value, ...]]] = {
        Sheet.UNITS: writing.units(),
        Sheet.PEOPLE: writing.people(),
        Sheet.POSTINGS: writing.postings(),
    }
    return write_book(
        [
            Filled(form=form, rows=(_other_headings(form), *rows[sheet]))
            for sheet, form in FORMS.items()
        ]
    )


def write_template() -> bytes:
    """Write the empty register, with a sheet that explains each column."""
    notes = Filled(
        form=NOTES,
        rows=[
            (
                form.name,
                column.heading,
                text("yes") if column.key in NEEDED[sheet] else text("where known"),
                column.hint,
            )
            for sheet, form in FORMS.items()
            for column in form.columns
        ],
    )
    sheets = [
        Filled(form=form, rows=(_other_headings(form),)) for form in FORMS.values()
    ]
    return write_book([*sheets, notes])


def _other_headings(form: SheetForm) -> tuple[str, ...]:
    """Give the headings in the language that is not in force, as a second heading row."""
    return tuple(
        heading.zh if render(heading) == heading.en else heading.en
        for heading in (column.heading for column in form.columns)
    )


class _Writing:
    """Turns entries into rows of cells, names instead of ids."""

    def __init__(self, present: Present, places: Places, today: date) -> None:
        self.present, self.places, self.today = present, places, today
        self.unit_index = units_index(present, today)
        self.person_index = people_index(present, today)
        self.unit_named = {u.id: (u.member, u.name, u.id) for u in present.units}
        self.person_named = {p.id: (p.member, p.title, p.id) for p in present.people}

    def units(self) -> list[tuple[Value, ...]]:
        """Give the rows of the sheet of units."""
        return [
            (
                self.places.members.get(unit.member or ""),
                *_both(unit.name),
                UNIT_KIND_NAMES[unit.kind],
                self._unit(unit.parent, unit.member),
                self.places.bodies.get(unit.body or ""),
                self.places.domains.get(unit.domain or ""),
                *_reached(unit.contact),
                unit.opened_on,
                unit.closed_on,
                self._unit(unit.successor, unit.member),
            )
            for unit in self.present.units
            if is_present(unit.closed_on, self.today)
        ]

    def people(self) -> list[tuple[Value, ...]]:
        """Give the rows of the sheet of people."""
        return [
            (
                self.places.members.get(person.member or ""),
                *_both(person.title),
                self._unit(person.unit, person.member),
                *_reached(person.contact),
                person.left_on,
            )
            for person in self.present.people
            if is_present(person.left_on, self.today)
        ]

    def postings(self) -> list[tuple[Value, ...]]:
        """Give the rows of the sheet of postings."""
        return [
            self._posting(posting)
            for posting in self.present.postings
            if is_present(posting.to_on, self.today)
        ]

    def _posting(self, posting: PostingLine) -> tuple[Value, ...]:
        return (
            self.places.posting_kinds[posting.kind],
            self.places.members.get(posting.member or ""),
            self._person(posting.person, posting.member),
            self._unit(posting.unit, posting.member),
            OFFICE_NAMES[posting.office] if posting.office else None,
            self.places.bodies.get(posting.body or ""),
            self.places.domains.get(posting.domain or ""),
            text("yes") if posting.full_time else text("no"),
            self._person(posting.delegated_by, posting.member),
            posting.from_on,
            posting.to_on - DAY if posting.to_on else None,
            posting.document,
        )

    def _unit(self, id_: str | None, member: str | None) -> str:
        return self._name(self.unit_index, self.unit_named, id_, member)

    def _person(self, id_: str | None, member: str | None) -> str:
        return self._name(self.person_index, self.person_named, id_, member)

    def _name(
        self,
        index: Index,
        named: Mapping[str, Named],
        id_: str | None,
        member: str | None,
    ) -> str:
        if id_ is None:
            return ""
        return written_as(index, self.present.cities, named[id_], member)


def _both(name: Bilingual) -> tuple[str, str]:
    """Give both names; the English one is empty where the Chinese one stands in."""
    return name.zh, "" if name.en == name.zh else name.en


def _reached(contact: Contact | None) -> tuple[str, str]:
    shown = contact or NO_CONTACT
    return shown.phone, shown.mail
