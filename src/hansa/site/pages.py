"""What every page has: the frame's contents, and errors shown as pages that help."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Agreement, Version
from hansa.chassis.actor import Actor
from hansa.chassis.asked import (
    AS_OF,
    actor_of,
    optional_day,
    refuse_characters,
    refuse_none,
)
from hansa.chassis.clock import LEAGUE_ZONE, now, today
from hansa.chassis.http import problem, status_of
from hansa.directory.reads import accounts as account_reads
from hansa.directory.reads.posts import Posts
from hansa.kernel.errors import Forbidden, HansaError, Missing, Refused
from hansa.kernel.text import text
from hansa.site.doors import to_sign_in
from hansa.site.provenance import provenance
from hansa.site.rooms import account_rooms, league_rooms, rooms_for
from hansa.site.wiring import may_open


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the frame what it shows beside a page's own contents."""
    by_league = charter_reads.versions_by_league()
    leagues = {
        league: versions[-1].charter.agreement for league, versions in by_league.items()
    }
    slug = _league_asked(request, leagues)
    try:
        asked = optional_day(request)
    except Refused:
        asked = None
    day, is_today = asked or today(), asked is None or asked == today()
    return {
        "demo_clock": now().astimezone(LEAGUE_ZONE) if settings.HANSA_DEMO else None,
        "leagues": leagues,
        "league_slug": slug,
        "league_agreement": leagues.get(slug or ""),
        "day": day,
        "is_today": is_today,
        "posts": Posts(league=slug) if slug else None,
        "unsigned_until": _unsigned_until(by_league[slug], day) if slug else None,
        # What a form of the frame keeps of the address beside its own fields.
        "asked_for": [
            (name, value)
            for name, values in request.GET.lists()
            if name != AS_OF
            for value in values
        ],
        "words_sought": request.GET.get("q", ""),
        **(provenance(request, by_league[slug], day) if slug else {}),
        **_who_looks(request, slug, leagues),
    }


def _league_asked(request: HttpRequest, leagues: Mapping[str, Agreement]) -> str | None:
    """Give the league whose page is asked for, also where no such page stands."""
    match = request.resolver_match
    asked = match.kwargs.get("league") if match else request.path.split("/")[1]
    return asked if asked in leagues else None


ACCOUNT_PAGES: Mapping[str, str] = {
    "accounts:list": "accounts",
    "accounts:one": "accounts",
    "accounts:new": "accounts",
    "accounts:rights": "rights",
}
"""In which room of the installation a page stands."""


def _unsigned_until(versions: Sequence[Version], day: date) -> date | None:
    """Give when the agreement takes effect, where that is after the day asked.

    The first version also governs the part of its first year before, so pages have
    answers for those days, and say that nobody was bound by them.
    """
    signed_on = versions[0].effective_from
    return signed_on if day < signed_on else None


@dataclass(frozen=True, slots=True)
class _Opens:
    """Tells pages by their names which others of the league their reader may open."""

    actor: Actor
    league: str

    def get(self, page: str) -> bool:
        """Tell it of one page that names nothing but the league."""
        return may_open(self.actor, page, self.league)


def _who_looks(
    request: HttpRequest, slug: str | None, leagues: Mapping[str, Agreement]
) -> dict[str, Any]:
    """Give what the frame shows because of who looks: rooms, title, kept views."""
    actor = actor_of(request)
    known = not account_reads.is_public(actor)
    places = account_rooms(actor) if known else []
    beside = league_rooms(actor, leagues) if slug is None else []
    match = request.resolver_match
    return {
        # Pages of a league say so themselves.
        "room": ACCOUNT_PAGES.get(match.view_name, "") if match else "",
        "rooms": [
            *(rooms_for(actor, slug, leagues[slug]) if slug else []),
            *[group for group in (beside, places) if group],
        ],
        "opens": _Opens(actor, slug) if slug else None,
        "account_title": account_reads.title_of(actor) if known else "",
        "account_rooms": places,
        "saved_views": account_reads.list_views(actor, slug) if known else None,
    }


API = "/api/"
MEGABYTE = 2**20
WORDS = {
    403: text("This request is not allowed."),
    404: text("There is nothing at this address."),
    405: text("This address only answers reads."),
}
API_REMEDY = text("The addresses are described at /api/v1/openapi.json.")


class ErrorPages:
    """Shows the four errors as a page with what to do; the API answers for itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        plain = not answer.get("content-type", "").startswith("application/json")
        if request.path.startswith(API) and plain and answer.status_code in WORDS:
            missing = Missing("api-refused", WORDS[answer.status_code], API_REMEDY)
            return JsonResponse(
                problem(missing),
                status=answer.status_code,
                json_dumps_params={"ensure_ascii": False},
            )
        return answer

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        named: Mapping[str, Any],
    ) -> HttpResponse | None:
        """Refuse an address with characters that a database may fail on."""
        del view, args
        if request.path.startswith(API):
            return None  # Its door refuses them in its own form.
        try:
            refuse_characters(named.values())
        except Refused as error:
            return not_found(request, error)
        asked = (word for name, words in request.GET.lists() for word in (name, *words))
        try:
            refuse_characters(asked)
            # A null is told beside its field, by the form; this, no form knows of.
            for words in request.POST.lists():
                for word in words[1]:
                    refuse_none(word)
        except Refused as error:
            return self.process_exception(request, error)
        return None

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """Render one of the four errors; anything else is a fault of the program."""
        if not isinstance(error, HansaError):
            return None
        led = to_sign_in(request, error)
        if led is not None:
            return led
        return render(
            request, "chassis/problem.html", _shown(error), status=status_of(error)
        )


def _shown(error: HansaError) -> dict[str, Any]:
    """Give what a page of an error says; no clause asks for it."""
    return {**problem(error), "page_clauses": ()}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that nothing stands behind."""
    del exception
    missing = Missing(
        "page-missing",
        text("There is no page at this address."),
        text("Check the address, or start from the first page."),
    )
    return render(request, "chassis/problem.html", _shown(missing), status=404)


TOO_LARGE = 413
UNREADABLE = 400


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what could not be read at all, such as a form larger than is taken."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    told = problem(_too_large() if too_large else _unreadable())
    status = TOO_LARGE if too_large else UNREADABLE
    if request.path.startswith(API):
        return JsonResponse(
            told, status=status, json_dumps_params={"ensure_ascii": False}
        )
    if not hasattr(request, "actor"):
        # Refused before it was known who asks, as for a host that is not ours: the frame
        # would ask for the reader, and lead to addresses of that host.
        words = f"{told['message']}\n{told['remedy']}\n"
        plain = "text/plain; charset=utf-8"
        return HttpResponse(words, content_type=plain, status=status)
    return render(request, "chassis/problem.html", told, status=status)


def _too_large() -> Refused:
    return Refused(
        "body-too-large",
        text(
            "What was sent is too large: beside files, {megabytes} MB of text in "
            "{fields} fields are taken.",
            megabytes=f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE / MEGABYTE:g}",
            fields=settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        ),
        text("Shorten the text, or attach it as a file; nothing was recorded."),
    )


def _unreadable() -> Refused:
    return Refused(
        "request-unreadable",
        text("What was sent could not be read; it may have been cut off on the way."),
        text("Open the page again and repeat the step; nothing was recorded."),
    )


def forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was sent without its token, or from elsewhere."""
    del reason
    refused = Forbidden(
        "form-token-missing",
        text("This form was not sent from a page of Hansa, or the page was too old."),
        text("Open the page again and repeat the step."),
    )
    return render(request, "chassis/problem.html", _shown(refused), status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer when the program itself failed; without the frame, which may be why."""
    return render(request, "chassis/failed.html", status=500)
