"""What a page is asked for in its address: the as-of day and other parameters."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from hansa.chassis.actor import Actor
from hansa.chassis.clock import today
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

AS_OF = "as-of"
Word = TypeVar("Word", bound=StrEnum)
Item = TypeVar("Item")


def day_of(request: HttpRequest) -> date:
    """Give the day that governs the page: as asked, else today.

    Raises:
        Refused: what is asked is no day.
    """
    return optional_day(request) or today()


def optional_day(request: HttpRequest) -> date | None:
    """Give the as-of day of the address, or None.

    Raises:
        Refused: what is asked is no day.
    """
    return _day(request.GET.get(AS_OF, "").strip())


def _day(written: str) -> date | None:
    if not written:
        return None
    try:
        return datetime.strptime(written, "%Y-%m-%d").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError as error:
        raise Refused(
            "no-such-day",
            text("“{written}” is no day.", written=written[:40]),
            text("Write it as 2026-11-24."),
        ) from error


def whole_number(request: HttpRequest, name: str, default: int) -> int:
    """Give a whole number of the address, or a default.

    Raises:
        Refused: what is asked is no whole number of at most four digits.
    """
    written = request.GET.get(name, "").strip()
    if not written:
        return default
    if not (written.isascii() and written.isdigit() and len(written) <= 4):  # noqa: PLR2004 -- the digits of a year
        raise Refused(
            "no-number",
            text("“{written}” is no year.", written=written[:40]),
            text("Write a year such as 2026."),
        )
    return int(written)


def page_of(request: HttpRequest, items: Sequence[Item], size: int) -> Page[Item]:
    """Give the page of a list that the address asks for; the nearest one that exists."""
    return Paginator(items, size).get_page(request.GET.get("page"))


def choice(request: HttpRequest, name: str, choices: type[Word]) -> Word | None:
    """Give a word of a closed list that the address asks for, or None for all."""
    written = request.GET.get(name, "")
    return next((word for word in choices if word.value == written), None)


def actor_of(request: HttpRequest) -> Actor:
    """Give who asks, as the composition root found out; the public without sign-in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by site.doors
    return actor


def next_of(request: HttpRequest, default: str) -> str:
    """Give where the reader came from, as the form says; only addresses of this site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else default


def day_from(request: HttpRequest, name: str) -> date | None:
    """Give a day that the address asks for under a name, or None.

    Raises:
        Refused: what is asked is no day.
    """
    return _day(request.GET.get(name, "").strip())
