"""One workbook under review: what it refers to, what it would change, what is wrong."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hansa.directory.rules.namesakes import Borne, borne_by
from hansa.directory.rules.register.names import (
    Index,
    people_index,
    units_index,
    word_of,
)
from hansa.directory.terms.offices import OFFICE_NAMES, Office
from hansa.directory.terms.people import (
    UNIT_KIND_NAMES,
    PostingKind,
    UnitKind,
)
from hansa.directory.terms.register import (
    FieldChange,
    PersonRow,
    PostingRow,
    Present,
    RegisterChange,
    RowStep,
    Sheet,
    UnitRow,
)
from hansa.kernel.findings import Finding, Position
from hansa.kernel.shapes import Log
from hansa.kernel.text import Bilingual, Text, mark, text

Row = UnitRow | PersonRow | PostingRow
NameFaults = Callable[[str, str | None, Bilingual], Sequence[Finding]]
Changed = Mapping[str, tuple[object, object]]
STAND_IN = "row:"
DAY = timedelta(days=1)
POINTING = frozenset(
    {"parent", "successor", "unit", "person", "delegated_by", "body", "domain"}
)
"""The columns that hold ids."""


def is_new(id_: str) -> bool:
    """Tell whether an id only stands in for an entry that a row adds."""
    return id_.startswith(STAND_IN)


@dataclass(slots=True)
class Review:
    """What the sheets of a workbook share while they are judged.

    Attributes:
        present: what the directory holds.
        today: what has ended by then is found only by its end.
        may_keep: whether whoever brings the workbook may change entries of a city.
        name_faults: what whoever brings it may call nobody of a city, by field and city.
        log: every fault, of reading and of judging.
        units, people: what may be referred to; rows that add an entry add it here.
        owners: the city of every unit and person, by id or stand-in.
        names: what each is called, and bodies and fields, by id or stand-in.
        left: first day without each person, as the workbook leaves it.
        borne: the names of units with their days, by city and word.
    """

    present: Present
    today: date
    may_keep: Callable[[str | None], bool]
    name_faults: NameFaults
    log: Log
    units: Index = field(init=False)
    people: Index = field(init=False)
    owners: dict[str, str | None] = field(init=False)
    names: dict[str, Bilingual] = field(init=False)
    left: dict[str, date | None] = field(init=False)
    borne: dict[tuple[str | None, str], list[Borne]] = field(init=False)
    changes: list[RegisterChange] = field(default_factory=list)
    unchanged: int = 0

    def __post_init__(self) -> None:
        self.units = units_index(self.present, self.today)
        self.people = people_index(self.present, self.today)
        self.owners = {unit.id: unit.member for unit in self.present.units}
        self.owners |= {person.id: person.member for person in self.present.people}
        self.names = {
            **self.present.named,
            **{unit.id: unit.name for unit in self.present.units},
            **{person.id: person.title for person in self.present.people},
        }
        self.left = {person.id: person.left_on for person in self.present.people}
        self.borne = {}
        for unit in self.present.units:
            names = self.present.names.get(unit.id, ())
            for name in borne_by(unit.id, names, unit.closed_on):
                self.borne.setdefault((unit.member, name.word), []).append(name)

    def report(self, row: Row, found: Iterable[Finding]) -> bool:
        """Log faults at their cells, and tell whether there was any."""
        faults = [replace(one, at=row.at[one.at.path]) for one in found]
        self.log.findings.extend(faults)
        return bool(faults)

    def match(
        self, row: Row, name: Bilingual, found: list[str], seen: dict[str, Position]
    ) -> str | None:
        """Give the id of the entry that a row is about, or a stand-in for a new one.

        Args:
            row: the row.
            name: what the entry is called in it.
            found: ids of the entries that it may be about.
            seen: rows by what they are about; this one is added.
        """
        at = row.at["row"]
        if len(found) > 1:
            self.log.error(
                "name-ambiguous",
                at,
                mark("The directory has this name more than once: {name}."),
                mark("Change it on its own page, or tell them apart by their names."),
                name=name.zh,
            )
            return None
        key = found[0] if found else f"{row.member or ''} {word_of(name.zh)}"
        if key in seen:
            self.log.error(
                "row-twice",
                at,
                mark("This stands on row {line} already: {name}."),
                mark("Keep one of the two rows."),
                line=seen[key].line,
                name=name.zh,
            )
            return None
        seen[key] = at
        return found[0] if found else STAND_IN + at.path

    def refer(
        self, index: Index, row: Row, column: str, written: str
    ) -> tuple[str | None, bool]:
        """Give the id that a cell names, and whether the cell is sound."""
        found = index.find(written, row.member) if written else ()
        if len(found) == 1 or not written:
            return (found[0] if found else None), True
        if found:
            self.log.error(
                "name-ambiguous",
                row.at[column],
                mark("“{written}” may mean more than one entry."),
                mark("Write the city before it, as in 徐州/发展和改革委员会."),
                written=written[:60],
            )
            return None, False
        close = self.log.nearest(word_of(written), index.known)
        self.log.error(
            "name-unknown",
            row.at[column],
            mark("“{written}” is not in the directory, nor in this workbook."),
            mark("Did you mean “{close}”?") if close else mark("Add a row for it."),
            written=written[:60],
            close=close or "",
        )
        return None, False

    def allows(self, row: Row, *concerned: str | None) -> bool:
        """Tell whether a row may be taken from whoever brings it, and log it if not.

        Args:
            row: the row; its own city is always concerned.
            concerned: ids of units and people that it points to.
        """
        pointed = {self.owners.get(id_) for id_ in concerned if id_}
        # The league's own units take in people of every city.
        cities: set[str | None] = {row.member, *(pointed - {None})}
        if all(self.may_keep(city) for city in cities):
            return True
        self.log.error(
            "row-of-another-city",
            row.at["member"],
            mark("This row changes what another city or the league's office keeps."),
            mark("Leave it as the directory has it, or ask the office to bring it."),
        )
        return False

    def note(
        self,
        sheet: Sheet,
        step: RowStep,
        row: Row,
        subject: str,
        changed: Changed,
    ) -> None:
        """Note for people what a row changes: old and new content of each column."""
        self.changes.append(
            RegisterChange(
                sheet=sheet,
                place=row.at["row"].path,
                step=step,
                subject=subject,
                fields=() if step is RowStep.ADD else tuple(changed),
                values=tuple(
                    FieldChange(
                        field=name,
                        was=self._said(name, was),
                        will_be=self._said(name, will_be),
                    )
                    for name, (was, will_be) in changed.items()
                ),
            )
        )

    def _said(self, column: str, value: object) -> Text | Bilingual | str:
        """Say what a column holds, in words."""
        match value:
            case UnitKind():
                return UNIT_KIND_NAMES[value]
            case PostingKind():
                return self.present.posting_kinds[value]
            case Office():
                return OFFICE_NAMES[value]
            case bool():
                return text("yes") if value else text("no")
            case date():
                return (value - DAY if column == "to_on" else value).isoformat()
        written = str(value or "")
        return self.names.get(written, written) if column in POINTING else written


def differing(pairs: Changed) -> Changed:
    """Keep the fields whose two values differ."""
    return {name: both for name, both in pairs.items() if both[0] != both[1]}


def filled(pairs: Changed) -> Changed:
    """Keep the fields that a new entry fills in, with nothing before."""
    return {name: (None, new) for name, (_, new) in pairs.items() if new}
