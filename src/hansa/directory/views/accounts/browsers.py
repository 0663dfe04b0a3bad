"""Where a request comes from, and how a browser is let in."""

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest
from django.urls import reverse

from hansa.chassis.asked import actor_of, next_of
from hansa.chassis.clock import now
from hansa.chassis.network import network_address
from hansa.directory.reads import accounts as reads
from hansa.directory.services.accounts import sessions
from hansa.directory.terms.accounts import Browser

BACKEND = "django.contrib.auth.backends.ModelBackend"


def onward_of(request: HttpRequest) -> str:
    """Give where a sign-in leads: to the page that asked for it, else to the day's work.

    The first page is open to everybody, so it asked for nothing.
    """
    start = reverse(settings.LOGIN_REDIRECT_URL)
    asked = next_of(request, start)
    return start if asked == reverse("home") else asked


def let_in(request: HttpRequest, account_id: int) -> None:
    """Sign an account in, under a new session, and write down where.

    What the browser held before is thrown away: neither an old sign-in nor a session that
    somebody else planted goes on.
    """
    sessions.leave_session(actor_of(request), request.session.session_key)
    request.session.flush()
    login(request, get_user_model().objects.get(pk=account_id), backend=BACKEND)
    request.session.save()
    key = request.session.session_key
    assert key is not None  # It was saved.
    sessions.begin_session(
        reads.actor_of_account(account_id, None, now()),
        Browser(
            session_key=key,
            agent=request.headers.get("User-Agent", ""),
            network_address=network_address(request) or "",
        ),
    )
