"""One's own account: password, sessions, keys, calendars and kept views."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hansa.chassis.asked import actor_of, next_of
from hansa.chassis.toasts import say_done
from hansa.directory.forms.accounts import (
    ChangePasswordForm,
    FeedForm,
    KeyForm,
    ViewForm,
)
from hansa.directory.reads import accounts as reads
from hansa.directory.services.accounts import keys, passwords, saved, sessions
from hansa.directory.terms.accounts import (
    FEED_SCOPE_NAMES,
    SCOPE_NAMES,
    AccountLine,
    FeedScope,
    ViewDraft,
)
from hansa.directory.views.accounts.attempts import SHOWN, attempt
from hansa.directory.views.accounts.browsers import let_in
from hansa.directory.views.accounts.choices import (
    LIST_NAMES,
    cities,
    league_choices,
    league_names,
    subject_choices,
    subjects_named,
)
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

OWN = "directory/account_own.html"


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and everything that opens Hansa in one's name."""
    return render(request, OWN, _context(request))


def _context(
    request: HttpRequest, key: KeyForm | None = None, feed: FeedForm | None = None
) -> dict[str, Any]:
    actor = actor_of(request)
    own = reads.own_account(actor)
    session_key = request.session.session_key
    return {
        "account": own,
        "leagues_named": league_names(),
        "cities": cities(),
        "sign_ins": reads.list_sign_ins(actor, own.username, session_key),
        "keys": reads.list_keys(actor, own.username),
        "scopes": SCOPE_NAMES,
        "feeds": reads.list_feeds(actor),
        "feed_scopes": FEED_SCOPE_NAMES,
        "views": reads.list_views(actor),
        "lists": LIST_NAMES,
        "key_form": key or KeyForm(auto_id="key_%s"),
        "feed_form": feed or _feed_form(own, actor.at),
        "subjects": subjects_named(own, actor.at),
        "today": reads.day_in_league(actor.at),
    }


def _feed_form(own: AccountLine, at: datetime, typed: Any = None) -> FeedForm:
    return FeedForm(
        league_choices(), subject_choices(own, at), typed, auto_id="feed_%s"
    )


@never_cache
@sensitive_post_parameters("old", "password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; other browsers are put out, keys and addresses stop."""
    actor = actor_of(request)
    reads.refuse_public(actor)
    form = ChangePasswordForm(request, request.POST or None)
    status = SHOWN
    if request.method == "POST":
        status = attempt(
            form,
            lambda: passwords.change_password(actor, form.cleaned_data["password"]),
            {"password-weak": "password"},
        )
        if status == SHOWN:
            # Its own session ended with the others.
            let_in(request, reads.own_account(actor).id)
            say_done(
                request,
                text("The password is changed. Other sign-ins and keys have ended."),
            )
            return redirect("accounts:account")
    return render(
        request, "directory/account_password.html", {"form": form}, status=status
    )


@require_POST
def end_session(request: HttpRequest, sign_in_id: int) -> HttpResponse:
    """End one of one's sessions."""
    sessions.end_session(actor_of(request), sign_in_id)
    say_done(request, text("That browser is signed out."))
    return redirect("accounts:account")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End every session of one's own but this one."""
    key = request.session.session_key or ""
    ended = sessions.end_other_sessions(actor_of(request), key)
    say_done(request, text("Other browsers signed out: {count}.", count=ended))
    return redirect("accounts:account")


@never_cache
@require_POST
def make_key(request: HttpRequest) -> HttpResponse:
    """Make a key for a program, and show it this once."""
    actor = actor_of(request)
    reads.refuse_public(actor)
    form = KeyForm(request.POST, auto_id="key_%s")
    made: list[str] = []
    status = attempt(
        form,
        lambda: made.append(keys.make_key(actor, form.draft())),
        {"key-name-unfit": "name", "scope-needed": "scopes", "key-ended": "last_on"},
    )
    if not made:
        return render(request, OWN, _context(request, key=form), status=status)
    heading = text("Your new key “{name}”", name=form.cleaned_data["name"])
    return _show_secret(request, heading, made[0])


@require_POST
def revoke_key(request: HttpRequest, key_id: str) -> HttpResponse:
    """Revoke one of one's keys."""
    keys.revoke_key(actor_of(request), str(key_id))
    say_done(request, text("The key is revoked; the program that has it is shut out."))
    return redirect(next_of(request, reverse("accounts:account")))


@never_cache
@require_POST
def make_feed(request: HttpRequest, feed_address: Callable[[str], str]) -> HttpResponse:
    """Make the secret address of a calendar, and show it this once.

    Args:
        request: the form's.
        feed_address: gives the path under which the calendar of a secret stands.
    """
    actor = actor_of(request)
    own = reads.own_account(actor)
    form = _feed_form(own, actor.at, request.POST)
    made: list[str] = []

    def act() -> None:
        given = form.cleaned_data
        scope = FeedScope(given["scope"])
        made.append(
            keys.make_feed(actor, own.id, given["league"], scope, given["subject"])
        )

    faults = {"feed-subject": "subject", "feed-unknown-subject": "subject"}
    status = attempt(form, act, faults)
    if not made:
        return render(request, OWN, _context(request, feed=form), status=status)
    address = request.build_absolute_uri(feed_address(made[0]))
    return _show_secret(request, text("The address of your calendar"), address)


@require_POST
def revoke_feed(request: HttpRequest, feed_id: str) -> HttpResponse:
    """Revoke the address of one of one's calendars."""
    keys.revoke_feed(actor_of(request), str(feed_id))
    say_done(request, text("The address is revoked; the calendar stays empty there."))
    return redirect("accounts:account")


def _show_secret(request: HttpRequest, heading: Any, secret: str) -> HttpResponse:
    back = reverse("accounts:account")
    context = {"heading": heading, "secret": secret, "back": back}
    return render(request, "directory/account_secret.html", context)


@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters of a list page under a name, and go back to the list."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        raise Refused(
            "view-unfit",
            text("These filters cannot be kept."),
            text(
                "Keep them from the list itself, under a name of 60 characters at most."
            ),
        )
    saved.keep_view(actor_of(request), ViewDraft(**form.cleaned_data))
    say_done(
        request,
        text("This view is kept as “{name}”.", name=form.cleaned_data["name"]),
    )
    return redirect(next_of(request, reverse("accounts:account")))


@require_POST
def drop_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Drop a view that one keeps."""
    saved.drop_view(actor_of(request), view_id)
    say_done(request, text("The view is dropped."))
    return redirect(next_of(request, reverse("accounts:account")))
