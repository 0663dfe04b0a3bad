"""The list page: filters, sort, pages, columns, saved views and export of one table.

A context says which columns and filters its list has and gives the rows; everything that
a reader does with the list stands in the address, so that each state has its link. It
judges no rights: rows that a reader may not see are not given to it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property

from hansa.chassis.asked import page_number, refuse_unknown
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row_contra]):
    """One column.

    Attributes:
        key: its name in the address.
        value: what the cell says; also what is exported.
        order: what it is sorted by; None for a column that cannot be sorted.
        template: how the cell is drawn, given ``row``; empty for its plain value.
        number: whether it is aligned as numbers are.
        shown: whether it stands in the list before anybody chooses.
    """

    key: str
    label: Text
    value: Callable[[Row_contra], Value]
    order: Callable[[Row_contra], Any] | None = None
    template: str = ""
    number: bool = False
    shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a filter, with how many rows have it where that is known."""

    value: str
    label: Text | Bilingual | str
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A filter above the list; ``kind`` is ``choice``, ``words`` or ``day``.

    Attributes:
        every: whether its choices are every word that it knows, so that another one is
            refused; False where words are offered only while some row has them.
    """

    key: str
    label: Text
    kind: str = "choice"
    choices: tuple[Choice, ...] = ()
    chosen: str = ""
    every: bool = True


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
        row_id: the id that bulk acts are given; None where there are none.
        narrowed: whether the address narrows it by something that no filter offers.
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


@dataclass(frozen=True, kw_only=True)
class Shown(Generic[Row]):
    """A list as the template draws it."""

    listing: Listing[Row]
    columns: tuple[Column[Row], ...]
    sort: Sort | None
    page: Any
    query: str

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """Give each row of the page with its cells."""
        row_id = self.listing.row_id
        return [
            {
                "id": row_id(row) if row_id else "",
                "row": row,
                "cells": [
                    {"column": column, "value": column.value(row)}
                    for column in self.columns
                ],
            }
            for row in self.page
        ]

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
            for column in self.columns
        ]

    def _way(self, column: Column[Row]) -> str:
        if self.sort is None or self.sort.key != column.key:
            return ""
        return "descending" if self.sort.descending else "ascending"

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything in the address narrows the list."""
        narrows = any(filter_.chosen for filter_ in self.listing.filters)
        return narrows or self.listing.narrowed


def sort_asked(request: HttpRequest, columns: Sequence[Column[Any]]) -> Sort | None:
    """Give the order that the address asks for; None for the list's own.

    Raises:
        Refused: there is no such column to sort by.
    """
    asked = request.GET.get("sort", "")
    key = asked.removeprefix(DESCENDING)
    if not key:
        return None
    sortable = [column.key for column in columns if column.order is not None]
    if key not in sortable:
        raise Refused(
            "column-unknown",
            text("The list cannot be sorted by “{column}”.", column=key[:40]),
            text("It can be sorted by: {columns}.", columns=tuple(sortable)),
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


def answer(
    request: HttpRequest,
    listing: Listing[Row],
    template: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    """Answer a list page, or its export, as the address asks.

    Raises:
        Refused: the order, the form or a word of a filter does not exist.
    """
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
