"""Pages of the API's lists: a limit, an opaque cursor, and a link to the next page.

An answer stays a plain JSON array; where more remains, its ``Link`` header holds the
address of the next page. A cursor names the last item that was given, so what is added or
removed meanwhile neither repeats nor hides another item. Pages for people are cut by
``asked.page_of``.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from ninja import Field, Schema

from hansa.kernel.errors import Refused
from hansa.kernel.text import text

LIMIT_DEFAULT = 100
LIMIT_MAX = 500
CURSOR_LENGTH_MAX = 2000
# No database's own whole number is larger; a longer one is no value of ours.
NUMBER_MAX = 2**63 - 1

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)


class Paging(Schema):
    """Which part of a list is asked for."""

    limit: int = Field(
        default=LIMIT_DEFAULT, ge=1, le=LIMIT_MAX, description="At most so many items."
    )
    cursor: str | None = Field(
        default=None,
        max_length=CURSOR_LENGTH_MAX,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="Where the page begins, as the Link header of the one before says.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(Generic[Item]):
    """A page of rows, before there is an answer to write its link into.

    Attributes:
        cursor: where the next page begins; None on the last one.
    """

    items: tuple[Item, ...]
    cursor: str | None


def paged(
    request: HttpRequest,
    response: HttpResponse,
    items: Sequence[Item],
    paging: Paging,
    key: Callable[[Item], str],
) -> list[Item]:
    """Give the page of a computed list that is asked for, and link the next one.

    Where the last item given is gone, the page begins where that item stood.

    Args:
        request: whose address the link repeats, with another cursor.
        response: the answer being made; its ``Link`` header is set.
        items: the whole list, in its order.
        paging: what is asked for.
        key: what tells one item of the list from all others, such as its id.

    Raises:
        Refused: the cursor is none that an answer held.
    """
    start = _start(items, paging.cursor, key) if paging.cursor else 0
    end = start + paging.limit
    page = list(items[start:end])
    if end < len(items):
        _link_next(request, response, _cursor(end - 1, key(page[-1])))
    return page


def rows_after(
    queryset: QuerySet[Row],
    paging: Paging,
    order: Sequence[str],
    to: Callable[[Row], Item],
) -> Slice[Item]:
    """Read one page of a table without counting or skipping rows; for ``reads``.

    Args:
        queryset: what is listed, filtered; its own order is replaced.
        paging: what is asked for.
        order: columns of the table itself, none of them nullable, ``-`` before those that
            descend; together they are unique.
        to: turns a row into what the list holds.

    Raises:
        Refused: the cursor is none that an answer held.
    """
    names = [name.removeprefix("-") for name in order]
    if paging.cursor:
        queryset = queryset.filter(_beyond(queryset.model, order, paging.cursor))
    rows = list(queryset.order_by(*order)[: paging.limit + 1])
    cursor = None
    if len(rows) > paging.limit:
        rows.pop()
        cursor = _cursor(*(getattr(rows[-1], name) for name in names))
    return Slice(items=tuple(to(row) for row in rows), cursor=cursor)


def paged_rows(
    request: HttpRequest, response: HttpResponse, page: Slice[Item]
) -> list[Item]:
    """Give the items of a page that ``rows_after`` read, and link the next one."""
    if page.cursor is not None:
        _link_next(request, response, page.cursor)
    return list(page.items)


def _start(items: Sequence[Item], cursor: str, key: Callable[[Item], str]) -> int:
    match _values(cursor):
        case [int(index), str(last)] if index >= 0:
            if index < len(items) and key(items[index]) == last:
                return index + 1
            for place, item in enumerate(items):
                if key(item) == last:
                    return place + 1
            return min(index, len(items))
    raise _unreadable()


def _beyond(model: type[Model], order: Sequence[str], cursor: str) -> Q:
    """Say which rows come after the one that a cursor names, in that order."""
    stored = _values(cursor)
    if len(stored) != len(order):
        raise _unreadable()
    beyond, alike = Q(), Q()
    for ordered, value in zip(order, stored, strict=True):
        name = ordered.removeprefix("-")
        last = _value_of(model, name, value)
        past = "lt" if ordered.startswith("-") else "gt"
        beyond |= alike & Q(**{f"{name}__{past}": last})
        alike &= Q(**{name: last})
    return beyond


def _value_of(model: type[Model], name: str, stored: str | int) -> Any:
    """Read what a column held; only what a cursor of ours would write again is taken."""
    column: Any = model._meta.get_field(name)  # noqa: SLF001 -- Django's public way to a column
    try:
        value = column.to_python(stored)
    except (ValidationError, TypeError, ValueError, OverflowError) as error:
        raise _unreadable() from error
    naive = isinstance(value, datetime) and value.tzinfo is None
    if naive or _written(value) != stored:
        raise _unreadable()
    return value


def _written(value: Any) -> str | int:
    # Django's own writer of JSON drops microseconds, and a row would come twice.
    match value:
        case int():
            return value
        case date():
            return value.isoformat()
    return str(value)


def _cursor(*values: Any) -> str:
    plain = [_written(value) for value in values]
    written = json.dumps(plain, separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def _values(cursor: str) -> list[str | int]:
    try:
        written = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = json.loads(written)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise _unreadable() from error
    if not isinstance(values, list) or not all(map(_is_plain, values)):
        raise _unreadable()
    return values


def _is_plain(value: Any) -> bool:
    match value:
        case bool():
            return False
        case int():
            return abs(value) <= NUMBER_MAX
        case str():
            # PostgreSQL keeps neither, and a cursor of ours holds neither.
            return "\0" not in value and not any(
                "\ud800" <= letter <= "\udfff" for letter in value
            )
    return False


def _unreadable() -> Refused:
    return Refused(
        "cursor-unreadable",
        text("This cursor is none that a list of Hansa gave."),
        text("Take it unchanged from the Link header, or start without one."),
    )


def _link_next(request: HttpRequest, response: HttpResponse, cursor: str) -> None:
    asked = request.GET.copy()
    asked["cursor"] = cursor
    address = f"{escape_uri_path(request.path)}?{asked.urlencode()}"
    response["Link"] = f'<{address}>; rel="next"'
