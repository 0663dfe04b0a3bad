"""The entries of the calendar as a list: its rows, columns and filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest

from hansa.charter.terms import MODALITY_NAMES, Modality
from hansa.chassis.actor import paper_name
from hansa.chassis.asked import choice
from hansa.chassis.language import render as written
from hansa.chassis.lists import Choice, Column, Filter, Value
from hansa.governance.reads.calendars import holder_text
from hansa.governance.terms import KIND_NAMES, LEVEL_NAMES, Entry, EntryKind
from hansa.governance.terms.records import DEPARTURE_NAMES, RecordLine
from hansa.kernel.text import Bilingual, Text, text

Names = Mapping[str, Bilingual]
RECORDED_NAMES: Mapping[str, Text] = {
    "held": text("held"),
    "missing": text("not recorded"),
    "coming": text("to come"),
}

UNTOLD = "untold"
"""Of a past entry that the reader is told nothing of; no filter asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """An entry of the calendar as the list shows it.

    Attributes:
        line: its record; None where there is none, or for who may not read records.
        recorded: whether it was held; a key of ``RECORDED_NAMES``.
        may: whether the reader may record it.
    """

    entry: Entry
    line: RecordLine | None
    recorded: str
    may: bool

    @property
    def readings(self) -> tuple[str, ...]:
        """Give the readings it rests on beside its clauses."""
        return self.entry.assumptions


def recorded_of(entry: Entry, day: date, *, is_hidden: bool) -> str:
    """Tell whether an entry was held, is missing from the records, or is to come.

    Of a past entry that the reader is told nothing of, only what the rule says is told.
    """
    if entry.actual is not None:
        return "held"
    if entry.window.end > day:
        return "coming"
    return UNTOLD if is_hidden else "missing"


def columns_of(
    turn: Bilingual, bodies: Names, names: Names, insider: bool
) -> tuple[Column[EntryLine], ...]:
    """Give the columns of the list.

    Args:
        turn: what the league calls the city in turn.
        bodies: names of bodies by id, in charter order.
        names: names of cities by id.
        insider: whether the reader may know who recorded a meeting and what departs.
    """
    places = list(bodies)
    return (
        PERIOD,
        Column(
            key="body",
            label=text("Body"),
            value=lambda row: bodies.get(row.entry.body, row.entry.body),
            order=lambda row: places.index(row.entry.body),
            template="governance/cell_entry_body.html",
        ),
        *ASKED,
        Column(
            key="host",
            label=turn,
            value=lambda row: _host(row.entry, names),
            order=lambda row: _place(row.entry, names),
            template="governance/cell_host.html",
            spare=True,
        ),
        Column(
            key="chair",
            label=text("Chair or convener"),
            value=lambda row: _chair(row.entry, names),
            template="governance/cell_chair.html",
            spare=True,
        ),
        *BINDING,
        *FURTHER,
        *(OF_RECORDS if insider else ()),
    )


PERIOD: Column[EntryLine] = Column(
    key="period",
    label=text("Period"),
    value=lambda row: f"{row.entry.window.start} – {_last(row.entry)}",
    order=lambda row: (row.entry.window.start, row.entry.window.end),
    template="chassis/cell_nowrap.html",
)
ASKED: tuple[Column[EntryLine], ...] = (
    Column(
        key="number",
        label=text("No. in the year"),
        value=lambda row: row.entry.number,
        order=lambda row: row.entry.number,
        number=True,
    ),
    Column(
        key="kind",
        label=text("Kind"),
        value=lambda row: _kind(row.entry),
        order=lambda row: list(EntryKind).index(row.entry.kind),
        template="chassis/cell_nowrap.html",
    ),
)


def _recorded(row: EntryLine) -> Value:
    """Say when it was held; exports say too that it was entered on behalf."""
    if row.entry.actual is None:
        return _without_record(row)
    day = row.entry.actual.start
    if not _evidence(row):
        return day
    return text("{day} (entered on behalf)", day=day.isoformat())


def _evidence(row: EntryLine) -> str:
    return (row.line.record.evidence if row.line else None) or ""


BINDING: tuple[Column[EntryLine], ...] = (
    Column(
        key="binding",
        label=text("Binding"),
        value=lambda row: MODALITY_NAMES[row.entry.modality],
        order=lambda row: list(Modality).index(row.entry.modality),
        template="chassis/cell_nowrap.html",
    ),
    Column(
        key="clauses",
        label=text("Clauses"),
        value=lambda row: row.entry.clauses,
        template="chassis/cell_clauses.html",
    ),
    Column(
        key="recorded",
        label=text("Recorded"),
        value=_recorded,
        order=lambda row: row.entry.actual.start if row.entry.actual else None,
        template="governance/cell_recorded.html",
    ),
)
FURTHER: tuple[Column[EntryLine], ...] = (
    Column(
        key="first",
        label=text("First day of the period"),
        value=lambda row: row.entry.window.start,
        shown=False,
    ),
    Column(
        key="last",
        label=text("Last day of the period"),
        value=lambda row: _last(row.entry),
        shown=False,
    ),
    Column(
        key="place",
        label=text("Held in"),
        value=lambda row: row.entry.actual.place if row.entry.actual else None,
        shown=False,
    ),
    Column(
        key="readings",
        label=text("Readings"),
        value=lambda row: row.readings,
        shown=False,
    ),
    Column(
        key="entry",
        label=text("Entry of the calendar"),
        value=lambda row: row.entry.id,
        shown=False,
    ),
)
OF_RECORDS: tuple[Column[EntryLine], ...] = (
    Column(
        key="remarks",
        label=text("Departs from the agreement"),
        value=lambda row: (
            tuple(DEPARTURE_NAMES[remark.code] for remark in row.line.remarks)
            if row.line
            else None
        ),
        shown=False,
    ),
    Column(
        key="behalf",
        label=text("Entered on behalf"),
        value=lambda row: paper_name(_evidence(row)) or None,
        shown=False,
    ),
)
"""What only those may know who read records."""


def _last(entry: Entry) -> date:
    return entry.window.end - timedelta(days=1)


def _kind(entry: Entry) -> Text:
    if entry.level is None:
        return KIND_NAMES[entry.kind]
    return text(
        "{kind} · {level}", kind=KIND_NAMES[entry.kind], level=LEVEL_NAMES[entry.level]
    )


def _without_record(row: EntryLine) -> Text:
    if row.recorded == UNTOLD:
        return text("computed by rule")
    if row.recorded != "coming":
        return RECORDED_NAMES[row.recorded]
    if row.entry.kind is EntryKind.CIRCULAR:
        return text("not sent yet")
    return text("not held yet")


def _host(entry: Entry, names: Names) -> Value:
    asked = names.get(entry.host, entry.host) if entry.host else None
    held = entry.actual.host if entry.actual else None
    if held is None or held == entry.host:
        return asked
    hosted = names.get(held, held)
    if asked is None:
        return hosted
    return hosted, text("Computed by rule: {place}", place=asked)


def _place(entry: Entry, names: Names) -> str | None:
    """Give what the list is sorted by under the city that hosted or is to host."""
    id_ = (entry.actual.host if entry.actual else None) or entry.host
    return written(names.get(id_, id_)) if id_ else None


def _chair(entry: Entry, names: Names) -> Value:
    asked = entry.chair or entry.convener
    if asked is None:
        return None
    held = entry.actual.chair if entry.actual else None
    if held and entry.chair and held != entry.chair:
        computed = text("Computed by rule: {place}", place=holder_text(asked, names))
        return holder_text(held, names), computed
    return holder_text(asked, names)


def filters_of(request: HttpRequest, years: range, bodies: Names) -> tuple[Filter, ...]:
    """Give the filters of the list; the years say what there is, the others narrow it."""
    offered: dict[str, tuple[Text, list[tuple[str, Text | Bilingual]]]] = {
        "body": (text("Body"), list(bodies.items())),
        "kind": (text("Kind"), [(k.value, n) for k, n in KIND_NAMES.items()]),
        "binding": (text("Binding"), [(m.value, n) for m, n in MODALITY_NAMES.items()]),
        "recorded": (text("Recorded"), list(RECORDED_NAMES.items())),
    }
    reach = (("from", text("From"), years[0]), ("to", text("To"), years[-1]))
    return (
        *(
            Filter(key=key, label=label, kind="year", chosen=str(year), narrows=False)
            for key, label, year in reach
        ),
        *(
            Filter(
                key=key,
                label=label,
                choices=tuple(Choice(value=v, label=name) for v, name in choices),
                chosen=request.GET.get(key, ""),
            )
            for key, (label, choices) in offered.items()
        ),
    )


def kept_of(request: HttpRequest, lines: Sequence[EntryLine]) -> tuple[EntryLine, ...]:
    """Keep the rows that the filters of the address ask for."""
    asked = request.GET
    body, recorded = asked.get("body", ""), asked.get("recorded", "")
    kind = choice(request, "kind", KIND_NAMES)
    modality = choice(request, "binding", MODALITY_NAMES)
    return tuple(
        line
        for line in lines
        if body in ("", line.entry.body)
        and recorded in ("", line.recorded)
        and kind in (None, line.entry.kind)
        and modality in (None, line.entry.modality)
    )
