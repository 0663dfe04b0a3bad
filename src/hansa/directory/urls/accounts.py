"""Addresses of accounts: the door, one's own account, everybody's, and the rights."""

from collections.abc import Callable, Sequence
from functools import partial

from django.conf import settings
from django.urls import URLPattern, path

from hansa.chassis.rights import Right
from hansa.directory.terms.accounts import Door
from hansa.directory.views.accounts import entry, identity, keeping, own, rights


def routes(
    declared: Sequence[Right],
    doors: Sequence[Door],
    feed_address: Callable[[str], str],
) -> list[URLPattern]:
    """Give the routes, to be included without a prefix as ``accounts``.

    Args:
        declared: every right of every context.
        doors: every endpoint with the right that guards it.
        feed_address: gives the path under which the calendar of a secret stands.
    """
    return [
        path("account/sign-in/", entry.sign_in, name="sign-in"),
        path("account/sign-out/", entry.sign_out, name="sign-out"),
        path("account/reset/", entry.ask_reset, name="reset"),
        path("account/reset/<str:secret>/", entry.reset_link, name="reset-link"),
        *(_identity_routes() if settings.HANSA_OIDC else ()),
        *_own_routes(feed_address),
        *_keeping_routes(),
        path(
            "rights/",
            partial(rights.matrix, rights=declared, doors=doors),
            name="rights",
        ),
    ]


def _identity_routes() -> list[URLPattern]:
    return [
        path("account/identity/", identity.begin, name="identity"),
        path("account/identity/return/", identity.come_back, name="identity-return"),
    ]


def _own_routes(feed_address: Callable[[str], str]) -> list[URLPattern]:
    return [
        path("account/", own.account, name="account"),
        path("account/password/", own.password, name="password"),
        path("account/sessions/end/", own.end_others, name="end-others"),
        path(
            "account/sessions/<int:sign_in_id>/end/",
            own.end_session,
            name="end-session",
        ),
        path("account/keys/", own.make_key, name="keys"),
        path("account/keys/<uuid:key_id>/revoke/", own.revoke_key, name="revoke-key"),
        path(
            "account/feeds/",
            partial(own.make_feed, feed_address=feed_address),
            name="feeds",
        ),
        path(
            "account/feeds/<uuid:feed_id>/revoke/", own.revoke_feed, name="revoke-feed"
        ),
        path("account/views/", own.keep_view, name="keep-view"),
        path("account/views/<int:view_id>/drop/", own.drop_view, name="drop-view"),
    ]


def _keeping_routes() -> list[URLPattern]:
    one = "accounts/<int:account_id>/"
    return [
        path("accounts/", keeping.accounts, name="list"),
        path("accounts/new/", keeping.new, name="new"),
        path(one, keeping.one, name="one"),
        path(f"{one}change/", keeping.change, name="change"),
        path(f"{one}deactivate/", keeping.deactivate, name="deactivate"),
        path(f"{one}reactivate/", keeping.reactivate, name="reactivate"),
        path(f"{one}unlock/", keeping.unlock, name="unlock"),
        path(f"{one}link/", keeping.make_link, name="make-link"),
        path(f"{one}sessions/end/", keeping.end_sessions, name="end-sessions"),
        path(f"{one}roles/", keeping.give_role, name="give-role"),
        path(f"{one}roles/<int:grant_id>/end/", keeping.end_role, name="end-role"),
        path(
            f"{one}keys/<uuid:key_id>/revoke/",
            keeping.revoke_key,
            name="revoke-key-of",
        ),
    ]
