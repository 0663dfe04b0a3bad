"""Sign-ins: begun, seen, and ended one by one or all at once."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.rights import require
from hansa.directory.models import SignIn
from hansa.directory.reads import accounts as reads
from hansa.directory.rules import accounts as rules
from hansa.directory.services.accounts import rows
from hansa.directory.terms.accounts import Browser
from hansa.kernel.errors import Missing
from hansa.kernel.text import text


def begin_session(actor: Actor, browser: Browser) -> None:
    """Write down that somebody signed in; without it the session lets nobody in.

    Args:
        actor: who signed in.
        browser: where; its session key is the one that holds after the sign-in.

    Raises:
        Forbidden: nobody signed in.
    """
    kept = rules.shortened(browser)
    with transaction.atomic():
        account = rows.own(actor)
        _end(
            SignIn.objects.filter(
                account=account, started_at__lte=reads.session_starts_after(actor.at)
            )
        )
        SignIn.objects.update_or_create(
            session_key=kept.session_key,
            defaults={
                "account": account,
                "agent": kept.agent,
                "network_address": kept.network_address,
                "started_at": actor.at,
                "seen_at": actor.at,
            },
        )
        account.last_login = actor.at
        account.save(update_fields=["last_login"])
        journal.record(
            actor,
            "accounts.begin_session",
            "",
            [rows.named(account)],
            {"network_address": kept.network_address},
        )


def see_session(
    session_key: str | None, account_id: int | None, league: str | None, at: datetime
) -> Actor:
    """Give the actor of a session, and note that it was seen; else the public.

    A session lasts a working day from the sign-in on, however busy it is.

    Args:
        session_key: the browser's; None for none.
        account_id: whose it is, as the signed session says.
        league: the league whose roles count; None for those that hold everywhere.
        at: the instant of the request.
    """
    if session_key is None or account_id is None:
        return reads.public(at)
    row = (
        SignIn.objects.select_related("account__person")
        .filter(
            session_key=session_key,
            account=account_id,
            account__is_active=True,
            started_at__gt=reads.session_starts_after(at),
        )
        .first()
    )
    if row is None:
        return reads.public(at)
    if at - row.seen_at >= rules.SEEN_EVERY:
        SignIn.objects.filter(pk=row.pk).update(seen_at=at)
    return reads.actor_from(row.account, league, at)


def leave_session(actor: Actor, session_key: str | None) -> None:
    """End the session that one is in; the public has none to end."""
    if reads.is_public(actor) or session_key is None:
        return
    with transaction.atomic():
        account = rows.own(actor)
        _end(SignIn.objects.filter(account=account, session_key=session_key))
        journal.record(
            actor, "accounts.leave_session", "", [rows.named(account)], {"ended": 1}
        )


def end_session(actor: Actor, sign_in_id: int) -> None:
    """End one session of one's own, or as the administrator anybody's.

    Raises:
        Forbidden: nobody signed in.
        Missing: there is no such session, or it is another's.
    """
    reads.refuse_public(actor)
    with transaction.atomic():
        journal.lock()
        found = SignIn.objects.filter(pk=sign_in_id).select_related("account").first()
        own = found is not None and found.account.username == actor.person
        if found is None or not (own or reads.may_keep(actor)):
            raise Missing(
                "session-missing",
                text("There is no such sign-in, or it has ended."),
                text("The page of your account lists where you are signed in."),
            )
        _end(SignIn.objects.filter(pk=found.pk))
        journal.record(
            actor,
            "accounts.end_session",
            "",
            [rows.named(found.account)],
            {"ended": 1},
        )


def end_other_sessions(actor: Actor, session_key: str) -> int:
    """End every session of one's own but one, and count them.

    Raises:
        Forbidden: nobody signed in.
    """
    with transaction.atomic():
        account = rows.own(actor)
        others = SignIn.objects.filter(account=account).exclude(session_key=session_key)
        ended = _end(others)
        journal.record(
            actor,
            "accounts.end_other_sessions",
            "",
            [rows.named(account)],
            {"ended": ended},
        )
    return ended


def end_all_sessions(actor: Actor, account_id: int) -> int:
    """End every session of an account, and count them.

    Raises:
        Forbidden: the actor keeps no accounts.
        Missing: there is no such account.
    """
    require(actor, rules.KEEP, rules.INSTALLATION)
    with transaction.atomic():
        account = rows.any_account(account_id)
        ended = _end(SignIn.objects.filter(account=account))
        journal.record(
            actor,
            "accounts.end_all_sessions",
            "",
            [rows.named(account)],
            {"ended": ended},
        )
    return ended


def _end(signed_in: QuerySet[SignIn]) -> int:
    """Delete sign-ins with the sessions behind them, so that no browser can go on."""
    keys = list(signed_in.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    SignIn.objects.filter(session_key__in=keys).delete()
    return len(keys)
