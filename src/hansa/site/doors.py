"""Who asks: turns a session or a token into the actor that services judge.

Runs once for each request, when its league is known; whoever shows neither is the public.
Pages are opened by a session, the API by a key; a session reads the API and changes
nothing through it, so that no other site can make a browser change anything.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from hansa.chassis.asked import actor_of
from hansa.chassis.clock import now
from hansa.chassis.http import problem
from hansa.directory.reads import accounts as account_reads
from hansa.directory.services.accounts import keys, sessions
from hansa.directory.terms.accounts import Scope
from hansa.kernel.errors import Forbidden, HansaError, Refused
from hansa.kernel.text import text

API = "/api/"
BEARER = "Bearer "
READS = frozenset({"GET", "HEAD", "OPTIONS"})
LOCKED = 429
UNKNOWN = 401
FORBIDDEN = 403

KEY_NEEDED = Forbidden(
    "key-needed",
    text("This takes a program's key; a browser that is signed in can only read here."),
    text("Send it as “Authorization: Bearer …”; make one on your account's page."),
)


class WhoAsks:
    """Sets ``request.actor`` before any view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A request that no address matches has an actor too, for its error page.
        _set_actor(request, account_reads.public(now()))
        answer = self.get_response(request)
        is_refused = answer.status_code in {UNKNOWN, FORBIDDEN}
        if (
            request.path.startswith(API)
            and is_refused
            and _shown_key(request) is None
            and _is_nobody(request)
        ):
            answer = _unknown(KEY_NEEDED)
        elif not _is_nobody(request):
            _keep_private(answer)
        return answer

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        named: Mapping[str, Any],
    ) -> HttpResponse | None:
        """Find out who asks, in the league that the address names."""
        del view, args
        league = named.get("league")
        if league is not None and "\0" in league:
            # PostgreSQL fails on it; the API's door refuses such an address by itself.
            league = None
        is_api, reads = request.path.startswith(API), request.method in READS
        shown = _shown_key(request)
        if is_api and shown is not None:
            wanted = Scope.READ if reads else Scope.WRITE
            try:
                _set_actor(request, keys.use_key(shown, league, now(), wanted))
            except Forbidden as error:
                # Exceptions of this step pass all other middleware by.
                if error.code == "token-unknown":
                    return _unknown(error)
                return _problem(error, FORBIDDEN)
        elif reads or not is_api:
            _see(request, league)
        return None


def _see(request: HttpRequest, league: str | None) -> None:
    """Find out whose session it is; an ended one is nobody's for the whole request."""
    key, account = request.session.session_key, request.user.pk
    actor = sessions.see_session(key, account, league, now())
    if account_reads.is_public(actor):
        request.user = AnonymousUser()
    _set_actor(request, actor)


def _keep_private(answer: HttpResponse) -> None:
    """Let no cache keep what somebody may see, on the way or after the sign-out.

    Calendars say themselves that programs may keep them and ask whether they changed.
    """
    if "Cache-Control" not in answer:
        answer["Cache-Control"] = "private, no-store"


def _shown_key(request: HttpRequest) -> str | None:
    shown = request.headers.get("Authorization", "")
    return shown.removeprefix(BEARER).strip() if shown.startswith(BEARER) else None


def _is_nobody(request: HttpRequest) -> bool:
    return account_reads.is_public(actor_of(request))


def _unknown(error: HansaError) -> HttpResponse:
    answer = _problem(error, UNKNOWN)
    answer["WWW-Authenticate"] = 'Bearer realm="hansa"'
    return answer


def _problem(error: HansaError, status: int) -> HttpResponse:
    return JsonResponse(
        problem(error), status=status, json_dumps_params={"ensure_ascii": False}
    )


def _set_actor(request: HttpRequest, actor: Any) -> None:
    request.actor = actor  # type: ignore[attr-defined]  # read by asked.actor_of


def to_sign_in(request: HttpRequest, error: HansaError) -> HttpResponse | None:
    """Lead whoever is nobody here yet to the sign-in, and from there back; else None.

    What was refused to somebody who signed in stays refused.
    """
    if not isinstance(error, Forbidden) or not _is_nobody(request):
        return None
    back = urlencode({"next": _page_of(request)})
    address = f"{reverse('accounts:sign-in')}?{back}"
    if getattr(request, "htmx", False):
        # A part of a page cannot hold the sign-in; the whole page goes there.
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def _page_of(request: HttpRequest) -> str:
    """Name the page to come back to: this one, or the one whose form was sent."""
    if request.method in READS and not getattr(request, "htmx", False):
        return request.get_full_path()
    sent_from = urlsplit(request.headers.get("Referer", ""))
    if sent_from.netloc == request.get_host():
        return f"{sent_from.path}?{sent_from.query}".rstrip("?")
    return reverse("home")


def locked_out(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
    """Answer a sign-in to an account that too many wrong passwords have locked."""
    del args, named
    refused = Refused(
        "account-locked",
        text("Too many wrong passwords: this account is locked for half an hour."),
        text("Wait, or ask the administrator to unlock it."),
    )
    return render(request, "chassis/problem.html", problem(refused), status=LOCKED)
