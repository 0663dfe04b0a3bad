"""Keys of programs and secret addresses of calendars: made, used and revoked."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Model, QuerySet

from hansa.charter import reads as charter_reads
from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.directory.models import Account, ApiToken, FeedToken
from hansa.directory.reads import accounts as reads
from hansa.directory.reads.followed import followed, may_follow
from hansa.directory.rules import accounts as rules
from hansa.directory.services.accounts import rows
from hansa.directory.terms.accounts import FeedLine, FeedScope, KeyDraft, Scope
from hansa.kernel.errors import Forbidden, Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import Bilingual, text

MARK = "hansa_"
"""Begins every key, so that one that was published by mistake can be searched for."""

Row = TypeVar("Row", bound=Model)


def make_key(actor: Actor, draft: KeyDraft) -> str:
    """Make a key for a program, and give its secret, which is never shown again.

    The key may do what the account may do, no more than its scopes allow.

    Raises:
        Forbidden: nobody signed in.
        Refused: the name cannot be kept, there is no scope, or it would have ended.
    """
    _refuse_draft(actor, draft)
    with transaction.atomic():
        return _make(actor, rows.own(actor), draft)


def make_key_for(actor: Actor, account_id: int, draft: KeyDraft) -> str:
    """Make a key for the program whose account it is, as the administrator.

    Raises:
        Forbidden: the actor may not, or the account is a security officer's or auditor's.
        Missing: there is no such account.
        Refused: the account is deactivated, or the key cannot be made.
    """
    _refuse_draft(actor, draft)
    with transaction.atomic():
        account = rows.kept(actor, account_id)
        held = rows.grants(account)
        rules.refuse_seizing(actor, held, reads.day_in_league(actor.at))
        rows.refuse_inactive(account)
        return _make(actor, account, draft)


def _refuse_draft(actor: Actor, draft: KeyDraft) -> None:
    rules.refuse_words("key-name-unfit", draft.name, rules.KEY_NAME_LONGEST)
    if not draft.scopes:
        raise Refused(
            "scope-needed",
            text("The key may do nothing."),
            text("Choose whether it reads, changes, or both."),
        )
    if draft.expires_at is not None and draft.expires_at <= actor.at:
        raise Refused(
            "key-ended",
            text("The key would have ended already."),
            text("Give a later day, or none for a key without end."),
        )


def _make(actor: Actor, account: Account, draft: KeyDraft) -> str:
    _refuse_more(ApiToken.objects.filter(account=account, revoked_at=None))
    secret = MARK + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        id=uuid4(),
        account=account,
        name=draft.name.strip(),
        digest=reads.digest_of(secret),
        last_four=secret[-4:],
        scopes=sorted(scope.value for scope in draft.scopes),
        created_at=actor.at,
        expires_at=draft.expires_at,
    )
    _record(actor, "accounts.make_key", account, f"key:{row.pk}", row.scopes)
    return secret


def use_key(secret: str, league: str | None, at: datetime, wanted: Scope) -> Actor:
    """Give the actor of a program's key, and note that it was used.

    Args:
        secret: what the program showed.
        league: the league whose roles count; None for those that hold everywhere.
        at: the instant of the request.
        wanted: what it is used for.

    Raises:
        Forbidden: the key is unknown, ended or revoked, or may not do this.
    """
    row = (
        ApiToken.objects.select_related("account__person")
        .filter(
            digest=reads.digest_of(secret), revoked_at=None, account__is_active=True
        )
        .first()
    )
    if row is None or (row.expires_at is not None and row.expires_at <= at):
        raise Forbidden(
            "token-unknown",
            text("This key is unknown, has ended or was revoked."),
            text("Make a new key on the page of your account."),
        )
    if wanted.value not in row.scopes:
        raise Forbidden(
            "token-scope",
            text("This key may not do this; it lacks “{scope}”.", scope=wanted.value),
            text("Make one with that scope on the page of your account."),
        )
    if row.used_at is None or at - row.used_at >= rules.USED_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(used_at=at)
    return reads.actor_from(row.account, league, at)


def revoke_key(actor: Actor, key_id: str) -> None:
    """Revoke a key of one's own, or as the administrator anybody's.

    Raises:
        Forbidden: nobody signed in.
        Missing: there is no such key, or it is another's.
    """
    _revoke_key(actor, ApiToken.objects.select_related("account"), key_id)


def revoke_key_of(actor: Actor, account_id: int, key_id: str) -> None:
    """Revoke a key of one account.

    Raises:
        Forbidden: nobody signed in.
        Missing: the account has no such key, or it is another's.
    """
    held = ApiToken.objects.filter(account=account_id).select_related("account")
    _revoke_key(actor, held, key_id)


def _revoke_key(actor: Actor, held: QuerySet[ApiToken], key_id: str) -> None:
    with transaction.atomic():
        row = _mine(actor, held, key_id)
        ApiToken.objects.filter(pk=row.pk).update(revoked_at=actor.at)
        _record(actor, "accounts.revoke_key", row.account, f"key:{row.pk}", row.scopes)


def make_feed(
    actor: Actor, account_id: int, league: str, scope: FeedScope, subject: str
) -> str:
    """Make the secret address of a calendar, and give its secret, shown only once.

    What the calendar holds is always what the account may see when it is fetched.

    Args:
        actor: the account itself.
        account_id: whose the address is.
        league: the league of the calendar.
        scope: whose calendar it is.
        subject: id of the body, city, unit or person; empty for the league.

    Raises:
        Forbidden: the account is another's, or has no role in the league.
        Missing: there is no such league.
        Refused: a subject is missing, unknown, or one too many.
    """
    charter_reads.get_versions(league)
    if bool(subject) != (scope is not FeedScope.LEAGUE) or len(subject) > 60:  # noqa: PLR2004 -- as wide as the column
        raise Refused(
            "feed-subject",
            text("It is not said whose calendar this is."),
            text("Name a body, city, unit or person; nothing for the whole league."),
        )
    with transaction.atomic():
        account = rows.own(actor)
        inside = reads.actor_from(account, league, actor.at)
        person = str(account.person_id) if account.person_id else None
        if account.pk != account_id or not may_follow(inside, person, scope, subject):
            raise Forbidden(
                "feed-forbidden",
                text("This calendar is not yours to follow."),
                text("Whoever has a role in the league follows what concerns it."),
            )
        _refuse_unknown(followed(inside, person, league), scope, subject)
        _refuse_more(FeedToken.objects.filter(account=account, revoked_at=None))
        secret = secrets.token_urlsafe(32)
        row = FeedToken.objects.create(
            id=uuid4(),
            account=account,
            league=league,
            scope=scope.value,
            subject=subject,
            digest=reads.digest_of(secret),
            created_at=actor.at,
        )
        content = {"scope": scope.value, "subject": subject}
        _record(actor, "accounts.make_feed", account, f"feed:{row.pk}", content, league)
    return secret


def find_feed(secret: str, at: datetime) -> FeedLine | None:
    """Find the calendar behind a secret address, and note that it was fetched.

    Gives None where the address is unknown or revoked, or its account is out.
    """
    row = FeedToken.objects.filter(
        digest=reads.digest_of(secret), revoked_at=None, account__is_active=True
    ).first()
    if row is None:
        return None
    if row.used_at is None or at - row.used_at >= rules.USED_EVERY:
        FeedToken.objects.filter(pk=row.pk).update(used_at=at)
    return reads.feed_line(row)


def revoke_feed(actor: Actor, feed_id: str) -> None:
    """Revoke a calendar's address of one's own, or as the administrator anybody's.

    Raises:
        Forbidden: nobody signed in.
        Missing: there is no such address, or it is another's.
    """
    with transaction.atomic():
        row = _mine(actor, FeedToken.objects.select_related("account"), feed_id)
        FeedToken.objects.filter(pk=row.pk).update(revoked_at=actor.at)
        content = {"scope": row.scope, "subject": row.subject}
        named = f"feed:{row.pk}"
        _record(actor, "accounts.revoke_feed", row.account, named, content, row.league)


def _refuse_unknown(
    named: Mapping[FeedScope, Mapping[str, Bilingual]], scope: FeedScope, subject: str
) -> None:
    if scope is not FeedScope.LEAGUE and subject not in named[scope]:
        raise Refused(
            "feed-unknown-subject",
            text("There is nothing named “{subject}” to follow.", subject=subject),
            meant(subject, named[scope]),
        )


def _mine(actor: Actor, found: QuerySet[Any], key_id: str) -> Any:
    """Find a key or address that is the actor's, or that he may revoke as keeper."""
    reads.refuse_public(actor)
    journal.lock()
    try:
        row = found.filter(pk=UUID(key_id), revoked_at=None).first()
    except ValueError:
        row = None
    own = row is not None and row.account.username == actor.person
    if row is None or not (own or reads.may_keep(actor)):
        raise Missing(
            "key-missing",
            text("There is no such key, or it was revoked."),
            text("The page of your account lists what there is."),
        )
    return row


def _refuse_more(held: QuerySet[Row]) -> None:
    if held.count() >= rules.KEYS_MOST:
        raise Refused(
            "keys-too-many",
            text("There are {most} of them already.", most=rules.KEYS_MOST),
            text("Revoke those that nobody uses."),
        )


def _record(
    actor: Actor,
    service: str,
    account: Account,
    named: str,
    content: Mapping[str, str] | list[str],
    league: str = "",
) -> None:
    journal.record(actor, service, league, [rows.named(account), named], content)
