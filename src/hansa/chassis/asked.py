"""What a page is asked for in its address: the as-of day and other parameters."""

import re
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
AS_OF_LETTERS = "asof"
NO_LETTER = re.compile("[^a-z]")
PAGE_DIGITS = 9
YEARS = range(1, 9999)
LABELS: Mapping[str, Text] = {
    "binding": text("Binding"),
    "body": text("Body"),
    "city": text("City"),
    "code": text("Why not"),
    "departure": text("Departs from the agreement"),
    "domain": text("Field"),
    "kind": text("Kind"),
    "mode": text("Mode"),
    "outcome": text("Outcome"),
    "receipt": text("Receipt"),
    "role": text("Role"),
    "source": text("Source"),
    "stage": text("Stage"),
    "state": text("State"),
}
"""What people call the parameters that many lists have."""
Word = TypeVar("Word", bound=StrEnum)
Item = TypeVar("Item")
Label = Text | Bilingual | str


def day_of(request: HttpRequest) -> date:
    """Give the day that governs the page: as asked, else today.

    Raises:
        Refused: what is asked is no day, or lies too far off.
    """
    return optional_day(request) or today()


def optional_day(request: HttpRequest) -> date | None:
    """Give the as-of day of the address, or None.

    Raises:
        Refused: what is asked is no day, or its name is written otherwise than here.
    """
    for name in request.GET:
        # Today in the place of the day that was meant would be taken for that day.
        if name != AS_OF and NO_LETTER.sub("", name.lower()) == AS_OF_LETTERS:
            raise Refused(
                "parameter-unknown",
                text("There is no parameter “{name}” here.", name=name[:40]),
                text("Did you mean “{nearest}”?", nearest=AS_OF),
            )
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
    digits = written.isascii() and written.isdigit() and len(written) <= PAGE_DIGITS
    if not digits or int(written) == 0:
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


def choice(request: HttpRequest, name: str, names: Mapping[Word, Label]) -> Word | None:
    """Give a word of a closed list that the address asks for, or None for all.

    Args:
        request: whose address asks.
        name: of the parameter.
        names: every word of the list, with what people call it.

    Raises:
        Refused: the list has no such word; ignoring it would show what was not asked for.
    """
    written = request.GET.get(name, "").strip()
    if not written:
        return None
    found = next((word for word in names if word.value == written), None)
    if found is None:
        raise unknown_choice(LABELS.get(name, name), written, names.values())
    return found


def unknown_choice(name: Label, written: str, known: Iterable[Label]) -> Refused:
    """Give the refusal of a word that a filter does not know; none known are none named."""
    labels = tuple(known)
    return Refused(
        "choice-unknown",
        text("“{name}” cannot be “{written}”.", name=name, written=written[:40]),
        text("It can be: {known}.", known=labels)
        if labels
        else text("Leave it out; there is nothing to choose from yet."),
    )


def refuse_unknown(
    request: HttpRequest, name: str, known: Mapping[str, Label], label: Label = ""
) -> None:
    """Refuse a word of the address that its filter does not know, naming all labels.

    Args:
        request: whose address asks.
        name: of the parameter.
        known: every word of the filter, with what people call it.
        label: what people call the filter, where it is called otherwise than elsewhere.

    Raises:
        Refused: ignoring it would show what was not asked for.
    """
    written = request.GET.get(name, "")
    if written and written not in known:
        shown = label or LABELS.get(name, name)
        raise unknown_choice(shown, written, known.values())


def refuse_strange(asked: Mapping[str, tuple[str | None, Mapping[str, Label]]]) -> None:
    """Refuse what a program asks for and nobody knows, naming what there is with its id.

    Args:
        asked: for each parameter what was sent for it, and every id that it can have with
            what people call it.

    Raises:
        Refused: an empty answer would say that there is nothing.
    """
    for name, (written, known) in asked.items():
        if written is not None and written not in known:
            # A program sends ids, so that the labels alone would not help it.
            labels = (
                text("{label} ({id})", label=label, id=id_)
                for id_, label in known.items()
            )
            raise unknown_choice(name, written, labels)


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
