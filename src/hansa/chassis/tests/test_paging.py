"""Pages of lists: complete, without repetition, whatever happens between two of them."""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hansa.chassis.models import KeptDeadline, OutboxEvent
from hansa.chassis.paging import Paging, paged, paged_rows, rows_after
from hansa.kernel.errors import Refused

AT = datetime(2026, 11, 24, 1, 0, 0, 123456, tzinfo=UTC)
ADDRESS = "/api/v1/leagues?as_of=2026-11-24"


def asked(
    items: Sequence[str], limit: int, cursor: str | None = None, address: str = ADDRESS
) -> tuple[list[str], str | None]:
    """Give a page and the cursor of the next one."""
    request, response = RequestFactory().get(address), HttpResponse()
    paging = Paging(limit=limit, cursor=cursor)
    page = paged(request, response, items, paging, key=str)
    return page, next_cursor(response)


def next_cursor(response: HttpResponse) -> str | None:
    if "Link" not in response:
        return None
    address, _, rel = response["Link"].partition(">; ")
    assert rel == 'rel="next"'
    return parse_qs(urlsplit(address.removeprefix("<")).query)["cursor"][0]


def whole(items: Sequence[str], limit: int) -> list[str]:
    page, cursor = asked(items, limit)
    found = list(page)
    while cursor:
        assert len(page) == limit
        page, cursor = asked(items, limit, cursor)
        found += page
    return found


@given(count=st.integers(0, 40), limit=st.integers(1, 15))
def test_pages_make_up_the_list(count: int, limit: int) -> None:
    """All pages together are the list, once and in order."""
    items = [f"城市-{n}" for n in range(count)]
    assert whole(items, limit) == items


def test_what_is_added_or_removed_moves_nothing() -> None:
    """The next page begins after the last item given, wherever that stands now."""
    _, cursor = asked("abcdef", 3)
    assert asked("xyabcdef", 3, cursor) == (["d", "e", "f"], None)
    assert asked("cdef", 3, cursor) == (["d", "e", "f"], None)
    assert asked("fedcba", 5, cursor) == (["b", "a"], None)


def test_a_last_item_that_is_gone_leaves_its_place() -> None:
    """Where the last item was removed, the next one now stands in its place."""
    _, cursor = asked("abcdef", 3)
    assert asked("abdef", 3, cursor) == (["d", "e", "f"], None)
    assert asked("ab", 3, cursor) == ([], None)
    assert asked("", 3, cursor) == ([], None)


def test_the_link_repeats_what_was_asked() -> None:
    """The next page's address keeps every other parameter, in a header-safe form."""
    request, response = (
        RequestFactory().get("/api/v1/经济\r\nX: y?q=徐州&limit=1"),
        HttpResponse(),
    )
    paged(request, response, "ab", Paging(limit=1), key=str)
    link = response["Link"]
    assert link.isascii()
    assert "\n" not in link
    assert parse_qs(urlsplit(link[1:].partition(">")[0]).query)["q"] == ["徐州"]


def test_the_last_page_has_no_link() -> None:
    """An exact fit is the last page, and says so."""
    assert asked("abc", 3) == (["a", "b", "c"], None)


def made(content: Any) -> str:
    written = json.dumps(content).encode()
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


UNREADABLE = [
    "A",
    "AAAA",
    "____",
    made(None),
    made({}),
    made([]),
    made([1]),
    made([1, 2]),
    made([-1, "a"]),
    made([True, "a"]),
    made([1.5, "a"]),
    made([2**70, "a"]),
    made([1, "a", "b"]),
    made([1, "\0"]),
    made([1, "\ud800"]),
    made([[1], "a"]),
    base64.urlsafe_b64encode(b"[" * 1400).decode().rstrip("="),
    base64.urlsafe_b64encode(b"1" * 1400).decode().rstrip("="),
]


@pytest.mark.parametrize("cursor", UNREADABLE)
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    """What no answer held is refused, with what to do."""
    with pytest.raises(Refused) as caught:
        asked("abc", 2, cursor)
    assert caught.value.code == "cursor-unreadable"


@pytest.mark.parametrize(
    "wrong",
    [
        {"limit": 0},
        {"limit": 501},
        {"cursor": ""},
        {"cursor": "ü"},
        {"cursor": "a b"},
        {"cursor": "a" * 2001},
    ],
)
def test_what_may_be_asked_is_bounded(wrong: dict[str, Any]) -> None:
    """Limit and cursor have bounds that the description states."""
    with pytest.raises(ValidationError):
        Paging(**wrong)


@pytest.fixture
def events(db: None) -> list[int]:
    """Make rows of which several share an instant."""
    rows = OutboxEvent.objects.bulk_create(
        OutboxEvent(
            name=f"n{number % 3}",
            content={},
            recorded_at=AT + timedelta(microseconds=number // 4),
        )
        for number in range(23)
    )
    return [row.pk for row in rows]


def rows_of(
    order: Sequence[str], limit: int, to: Callable[[OutboxEvent], int]
) -> list[int]:
    found: list[int] = []
    cursor = None
    while True:
        page = rows_after(
            OutboxEvent.objects.all(), Paging(limit=limit, cursor=cursor), order, to
        )
        found += page.items
        cursor = page.cursor
        if cursor is None:
            return found
        assert len(page.items) == limit


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 23, 24])
@pytest.mark.parametrize(
    "order",
    [("id",), ("-id",), ("recorded_at", "-id"), ("-name", "-recorded_at", "id")],
)
def test_rows_come_once_and_in_order(
    order: Sequence[str], limit: int, events: list[int]
) -> None:
    """Pages of a table make up the table, also among rows that share a value."""
    expected = list(OutboxEvent.objects.order_by(*order).values_list("pk", flat=True))
    assert rows_of(order, limit, lambda row: int(row.pk)) == expected


def test_a_page_of_rows_is_one_query(
    events: list[int], django_assert_num_queries: Any
) -> None:
    """A page of a table neither counts nor skips rows."""
    paging = Paging(limit=5)
    for _ in range(3):
        with django_assert_num_queries(1):
            page = rows_after(
                OutboxEvent.objects.all(), paging, ("-id",), lambda r: r.pk
            )
        paging = Paging(limit=5, cursor=page.cursor)


def test_a_page_of_rows_is_linked(events: list[int]) -> None:
    """The answer of a page of rows links the next one as any list does."""
    request, response = RequestFactory().get(ADDRESS), HttpResponse()
    page = rows_after(
        OutboxEvent.objects.all(), Paging(limit=20), ("id",), lambda r: r.pk
    )
    assert paged_rows(request, response, page) == events[:20]
    cursor = next_cursor(response)
    assert cursor == page.cursor
    last = rows_after(
        OutboxEvent.objects.all(),
        Paging(limit=20, cursor=cursor),
        ("id",),
        lambda r: r.pk,
    )
    response = HttpResponse()
    assert paged_rows(request, response, last) == events[20:]
    assert "Link" not in response


@pytest.mark.parametrize(
    "values",
    [
        ["x", 1],
        [1, 1],
        ["2026-11-24", 1],
        ["2026-11-24T01:00:00", 1],
        ["2026-11-24T01:00:00+00:00", "x"],
        ["2026-11-24T01:00:00+00:00", "1"],
        ["2026-11-24T01:00:00+00:00"],
        ["2026-11-24T01:00:00+00:00", 1, 1],
        ["9999-99-99T01:00:00+00:00", 1],
    ],
)
def test_a_made_up_cursor_of_rows_is_refused(values: list[Any], db: None) -> None:
    """Values that the columns never wrote are refused before the database sees them."""
    paging = Paging(limit=1, cursor=made(values))
    with pytest.raises(Refused, match="cursor-unreadable"):
        rows_after(
            OutboxEvent.objects.all(), paging, ("recorded_at", "id"), lambda row: row.pk
        )


def test_rows_are_ordered_by_words_and_days_too(db: None) -> None:
    """A column of words or of days leads a cursor as well as a number does."""
    for number in range(7):
        KeptDeadline.objects.create(
            key=f"应办 {number}",
            trigger_on=AT.date(),
            working_days=1,
            due_on=AT.date() + timedelta(days=number % 3),
            provisional=False,
        )
    found: list[str] = []
    paging = Paging(limit=2)
    while True:
        page = rows_after(
            KeptDeadline.objects.all(), paging, ("-due_on", "key"), lambda row: row.key
        )
        found += page.items
        if page.cursor is None:
            break
        paging = Paging(limit=2, cursor=page.cursor)
    rows = KeptDeadline.objects.order_by("-due_on", "key")
    assert found == list(rows.values_list("key", flat=True))
