"""What a page is asked for in its address: the as-of day and other parameters."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from hansa.chassis.actor import Actor
from hansa.chassis.clock import FIRST_YEAR, today
from hansa.chassis.workdays import LAST_YEAR
from hansa.kernel.errors import Refused
from hansa.kernel.text import Bilingual, Text, text

AS_OF = "as-of"
PAGE_DIGITS = 9
YEARS = range(1, 9999)
Word = TypeVar("Word", bound=StrEnum)
Item = TypeVar("Item")


def day_of(request: HttpRequest) -> date:
    """Give the day that governs the page: as asked, else today.

    Raises:
        Refused: what is asked is no day, or lies too far off.
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
        day = datetime.strptime(written, "%Y-%m-%d").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError as error:
        raise Refused(
            "no-such-day",
            text("“{written}” is no day.", written=written[:40]),
            text("Write it as 2026-11-24."),
        ) from error
    # Whatever reckons from the day needs room before and after it.
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(
            "day-too-far",
            text("{day} lies too far off.", day=day.isoformat()),
            text(
                "Ask for a day from {first} to {last}.",
                first=str(FIRST_YEAR),
                last=str(LAST_YEAR),
            ),
        )
    return day


def whole_number(request: HttpRequest, name: str, default: int) -> int:
    """Give a whole number of the address, or a default.

    Raises:
        Refused: what is asked is no number that a year can have.
    """
    written = request.GET.get(name, "").strip()
    if not written:
        return default
    digits = written.isascii() and written.isdigit() and len(written) <= len("2026")
    if not digits or int(written) not in YEARS:
        raise Refused(
            "no-number",
            text("“{written}” is no year.", written=written[:40]),
            text("Write a year such as 2026."),
        )
    return int(written)


def page_of(request: HttpRequest, items: Sequence[Item], size: int) -> Page[Item]:
    """Give the page of a list that the address asks for; the nearest one that exists.

    Raises:
        Refused: what is asked is no number.
    """
    return Paginator(items, size).get_page(page_number(request))


def page_number(request: HttpRequest) -> int:
    """Give the number of the page that the address asks for.

    Raises:
        Refused: what is asked is no number.
    """
    written = request.GET.get("page", "").strip() or "1"
    if not (written.isascii() and written.isdigit() and len(written) <= PAGE_DIGITS):
        raise Refused(
            "no-page",
            text("“{written}” is no page number.", written=written[:40]),
            text("Write a number such as 2."),
        )
    return int(written)


def refuse_characters(written: Iterable[Any]) -> None:
    """Refuse null and half characters, which some databases keep and others do not.

    Raises:
        Refused: one of the texts holds one.
    """
    for value in written:
        if isinstance(value, str) and any(
            letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value
        ):
            raise Refused(
                "character-impossible",
                text("A text holds a null, or one half of a character."),
                text("Remove it; it cannot be seen, but it is there."),
            )


def choice(request: HttpRequest, name: str, choices: type[Word]) -> Word | None:
    """Give a word of a closed list that the address asks for, or None for all.

    Raises:
        Refused: the list has no such word; ignoring it would show what was not asked for.
    """
    written = request.GET.get(name, "").strip()
    if not written:
        return None
    found = next((word for word in choices if word.value == written), None)
    if found is None:
        raise unknown_choice(name, written, [word.value for word in choices])
    return found


def unknown_choice(
    name: str, written: str, known: Iterable[Text | Bilingual | str]
) -> Refused:
    """Give the refusal of a word that a filter does not know."""
    return Refused(
        "choice-unknown",
        text("“{name}” cannot be “{written}”.", name=name, written=written[:40]),
        text("It can be: {known}.", known=tuple(known)),
    )


def refuse_unknown(
    request: HttpRequest, name: str, known: Mapping[str, Text | Bilingual | str]
) -> None:
    """Refuse a word of the address that its filter does not know, naming all labels.

    Raises:
        Refused: ignoring it would show what was not asked for.
    """
    written = request.GET.get(name, "")
    if written and written not in known:
        raise unknown_choice(name, written, known.values())


def actor_of(request: HttpRequest) -> Actor:
    """Give who asks, as the composition root found out; the public without sign-in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by site.doors
    return actor


def next_of(request: HttpRequest, default: str) -> str:
    """Give where the reader came from, as the form says; only addresses of this site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    # A word without a stroke would be taken for the name of a page, which there is not.
    safe = asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else default


def day_from(request: HttpRequest, name: str) -> date | None:
    """Give a day that the address asks for under a name, or None.

    Raises:
        Refused: what is asked is no day.
    """
    return _day(request.GET.get(name, "").strip())
