"""The list page: filters, sort, pages, columns, saved views and export of one table.

A context says which columns and filters its list has and gives the rows; everything that
a reader does with the list stands in the address, so that each state has its link. It
judges no rights: rows that a reader may not see are not given to it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar, cast
from urllib.parse import parse_qsl, urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property

from hansa.chassis.asked import AS_OF, page_number, refuse_unknown
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render as written
from hansa.chassis.workbooks import csv_of, xlsx_of
from hansa.kernel.errors import Refused
from hansa.kernel.text import Bilingual, Text, text

Row = TypeVar("Row")
Row_contra = TypeVar("Row_contra", contravariant=True)
Row_co = TypeVar("Row_co", covariant=True)
Value = Text | Bilingual | str | int | date | datetime | tuple[Any, ...] | None

ROWS_A_PAGE = 50
EXPORTS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
DESCENDING = "-"
OF_EVERY_LIST = frozenset(
    {"page", "sort", "column", "format", "as-of", "known-at", "lang", "view"}
)
"""What the address of any list may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row_contra]):
    """One column.

    Attributes:
        key: its name in the address.
        value: what the cell says; also what is exported.
        order: what it is sorted by; None for a column that cannot be sorted.
        template: how the cell is drawn, given ``row``; empty for its plain value.
        number: whether it is aligned as numbers are.
        spare: whether it is left out while no row of the page has a value; None where
            nothing but the plain value is drawn, which is then nothing at all.
        shown: whether it stands in the list before anybody chooses.
    """

    key: str
    label: Text | Bilingual
    value: Callable[[Row_contra], Value]
    order: Callable[[Row_contra], Any] | None = None
    template: str = ""
    number: bool = False
    spare: bool | None = None
    shown: bool = True

    @property
    def may_be_blank(self) -> bool:
        """Tell whether a cell without a value draws nothing."""
        return not self.template if self.spare is None else self.spare


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a filter, with how many rows have it where that is known."""

    value: str
    label: Text | Bilingual | str
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A filter above the list; ``kind`` is ``choice``, ``words``, ``day`` or ``year``.

    Attributes:
        every: whether its choices are every word that it knows, so that another one is
            refused; False where words are offered only while some row has them.
        narrows: whether it leaves rows out; False where it says which rows there are,
            as the years of a calendar do, and is kept when all are shown again.
        hint: what may be written in a field for words; None where it needs no saying.
    """

    key: str
    label: Text
    kind: str = "choice"
    choices: tuple[Choice, ...] = ()
    chosen: str = ""
    every: bool = True
    narrows: bool = True
    hint: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAct:
    """Something done to all ticked rows; ``address`` takes their ``id`` by POST."""

    address: str
    label: Text


@dataclass(frozen=True, slots=True)
class Sort:
    """By which column the list is sorted, and which way."""

    key: str
    descending: bool


class Rows(Protocol[Row_co]):
    """Where rows come from, already filtered."""

    def count(self) -> int:
        """Count them all."""
        ...

    def slice(self, sort: Sort | None, start: int, stop: int) -> Sequence[Row_co]:
        """Give some of them in an order; None leaves the source's own."""
        ...


@dataclass(frozen=True, slots=True)
class Given(Generic[Row]):
    """Rows that are computed and at hand; sorted by the columns' ``order``."""

    rows: Sequence[Row]
    columns: Sequence[Column[Row]]

    def count(self) -> int:
        """Count them."""
        return len(self.rows)

    def slice(self, sort: Sort | None, start: int, stop: int) -> Sequence[Row]:
        """Give some of them; rows without a value come last, whichever way."""
        if sort is None:
            return self.rows[start:stop]
        order = next(c.order for c in self.columns if c.key == sort.key)
        assert order is not None  # ``sort_asked`` lets only such columns through.
        valued = [row for row in self.rows if order(row) is not None]
        blank = [row for row in self.rows if order(row) is None]
        valued.sort(key=order, reverse=sort.descending)
        return [*valued, *blank][start:stop]


@dataclass(frozen=True, kw_only=True)
class Listing(Generic[Row]):
    """A list page before anybody asked for it.

    Attributes:
        slug: names the list in saved views and in exported files.
        title: heading of exported files.
        empty: what will be here and how to begin, for a list without rows.
        row_id: the id that bulk acts are given, and that an address of the page ends
            with to point to a row; None where there are neither.
        narrowed: whether the address narrows it by something that no filter offers.
        region: id of the part of the page that filters and sorting draw anew; more than
            the list where a heading or a drawing follows it.
        known: names that the page reads beside those of the filters and of every list;
            any other name is refused, so that a misspelt one does not show everything.
    """

    slug: str
    title: Text | Bilingual | str
    columns: tuple[Column[Row], ...]
    rows: Rows[Row]
    filters: tuple[Filter, ...] = ()
    bulk: tuple[BulkAct, ...] = ()
    empty: Text = field(default_factory=lambda: text("There is nothing here yet."))
    row_id: Callable[[Row], str] | None = None
    narrowed: bool = False
    region: str = "list"
    known: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shown(Generic[Row]):
    """A list as the template draws it; ``chosen`` tells whether its columns were named."""

    listing: Listing[Row]
    columns: tuple[Column[Row], ...]
    chosen: bool
    sort: Sort | None
    page: Any
    query: str

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """Give each row of the page with its cells, without columns empty in every row."""
        row_id = self.listing.row_id
        rows = [
            (row, [(column, column.value(row)) for column in self.columns])
            for row in self.page
        ]
        return [
            {
                "id": row_id(row) if row_id else "",
                "row": row,
                "cells": [
                    {"column": column, "value": value, "kind": _kind(column, value)}
                    for column, value in cells
                    if column in self.drawn
                ],
            }
            for row, cells in rows
        ]

    @cached_property
    def drawn(self) -> tuple[Column[Row], ...]:
        """Give the columns that say something; those chosen by name always stand."""
        if self.chosen:
            return self.columns
        return tuple(
            column
            for column in self.columns
            if not column.may_be_blank
            or not self.page
            or any(not _is_blank(column.value(row)) for row in self.page)
        )

    @property
    def heads(self) -> list[dict[str, Any]]:
        """Give each column with the order its heading asks for next."""
        return [
            {
                "column": column,
                # A template calls what can be called, and would find no order at all.
                "sortable": column.order is not None,
                "sorted": self._way(column),
                "next": f"{DESCENDING}{column.key}"
                if self._way(column) == "ascending"
                else column.key,
            }
            for column in self.drawn
        ]

    def _way(self, column: Column[Row]) -> str:
        if self.sort is None or self.sort.key != column.key:
            return ""
        return "descending" if self.sort.descending else "ascending"

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything in the address narrows the list."""
        filters = self.listing.filters
        narrows = any(filter_.chosen for filter_ in filters if filter_.narrows)
        return narrows or self.listing.narrowed

    @property
    def whole(self) -> str:
        """Write the query string of the same list with nothing narrowing it."""
        filters = self.listing.filters
        kept = {AS_OF, *(filter_.key for filter_ in filters if not filter_.narrows)}
        asked = [(name, value) for name, value in parse_qsl(self.query) if name in kept]
        return f"?{urlencode(asked)}" if asked else ""


def _is_blank(value: Value) -> bool:
    return value is None or value in ("", ())


def _kind(column: Column[Any], value: Value) -> str:
    """Give the classes of a cell: numbers to the right, days on one line, or nothing."""
    kinds = {
        "number": column.number,
        "nowrap": isinstance(value, date),
        "blank": column.may_be_blank and _is_blank(value),
    }
    return " ".join(kind for kind, holds in kinds.items() if holds)


def sort_asked(request: HttpRequest, columns: Sequence[Column[Any]]) -> Sort | None:
    """Give the order that the address asks for; None for the list's own.

    Raises:
        Refused: there is no such column to sort by.
    """
    asked = request.GET.get("sort", "")
    key = asked.removeprefix(DESCENDING)
    if not key:
        return None
    sortable = {c.key: c.label for c in columns if c.order is not None}
    if key not in sortable:
        raise Refused(
            "column-unknown",
            text("The list cannot be sorted by “{column}”.", column=key[:40]),
            text("It can be sorted by: {columns}.", columns=tuple(sortable.values())),
        )
    return Sort(key, asked.startswith(DESCENDING))


def _columns_asked(
    request: HttpRequest, columns: tuple[Column[Row], ...]
) -> tuple[Column[Row], ...]:
    asked = request.GET.getlist("column")
    picked = tuple(column for column in columns if column.key in asked)
    return picked or tuple(column for column in columns if column.shown)


def refuse_unknown_words(request: HttpRequest, filters: Sequence[Filter]) -> None:
    """Refuse what the address asks of filters that offer every word they know.

    ``answer`` does; a page whose rows are read by reads that refuse in another way asks
    before it reads them.

    Raises:
        Refused: there is no such word.
    """
    for each in filters:
        if each.kind == "choice" and each.every:
            labels = {one.value: one.label for one in each.choices}
            refuse_unknown(request, each.key, labels, each.label)


def _refuse_unknown_names(request: HttpRequest, listing: Listing[Any]) -> None:
    """Refuse a filter that the list does not have; everything would be shown instead."""
    filters = {each.key: each.label for each in listing.filters}
    known = {*filters, *listing.known, *OF_EVERY_LIST}
    for name in request.GET:
        if name in known:
            continue
        raise Refused(
            "filter-unknown",
            text("The list has no filter “{name}”.", name=name[:40]),
            text(
                "It has: {filters}.",
                filters=tuple(
                    text("{name} ({slug})", name=label, slug=key)
                    for key, label in filters.items()
                ),
            )
            if filters
            else text("Leave it out; the list has no filters."),
        )


def answer(
    request: HttpRequest,
    listing: Listing[Row],
    template: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    """Answer a list page, or its export, as the address asks.

    Raises:
        Refused: the order, the form, a filter or a word of it does not exist.
    """
    _refuse_unknown_names(request, listing)
    refuse_unknown_words(request, listing.filters)
    sort = sort_asked(request, listing.columns)
    form = request.GET.get("format", "")
    if form:
        return _export(listing, sort, form)
    paginator: Paginator[Any] = Paginator(
        cast("Any", _Lazy(listing.rows, sort)), ROWS_A_PAGE
    )
    shown = Shown(
        listing=listing,
        columns=_columns_asked(request, listing.columns),
        chosen=bool(request.GET.getlist("column")),
        sort=sort,
        page=paginator.get_page(page_number(request)),
        query=request.GET.urlencode(),
    )
    return render(request, template, {**context, "list": shown})


@dataclass(frozen=True, slots=True)
class _Lazy(Generic[Row]):
    """Looks like a sequence to the paginator and fetches one page only."""

    rows: Rows[Row]
    sort: Sort | None

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, part: slice) -> Sequence[Row]:
        return self.rows.slice(self.sort, part.start, part.stop)


def _export(listing: Listing[Row], sort: Sort | None, form: str) -> HttpResponse:
    if form not in EXPORTS:
        raise Refused(
            "form-unknown",
            text("A list is not exported as “{form}”.", form=form[:40]),
            text("It is exported as: {forms}.", forms=tuple(EXPORTS)),
        )
    rows = listing.rows.slice(sort, 0, listing.rows.count())
    lines = [
        [_exported(column.value(row)) for column in listing.columns] for row in rows
    ]
    headings = [column.label for column in listing.columns]
    content = (
        xlsx_of(written(listing.title), headings, lines)
        if form == "xlsx"
        else csv_of(headings, lines)
    )
    answered = HttpResponse(content, content_type=EXPORTS[form])
    answered["Content-Disposition"] = f'attachment; filename="{listing.slug}.{form}"'
    return answered


def _exported(value: Value) -> str | int | date | None:
    match value:
        case datetime():
            return value.astimezone(LEAGUE_ZONE).strftime("%Y-%m-%d %H:%M")
        case int() | date() | None:
            return value
        case _:
            return written(value)
