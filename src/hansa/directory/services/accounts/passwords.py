"""Passwords: links that set one once, handed over or mailed, and changing one's own."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import reduce
from smtplib import SMTPException

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django_tasks import task

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.directory.models import Account, PasswordLink
from hansa.directory.reads import accounts as reads
from hansa.directory.rules import accounts as rules
from hansa.directory.services.accounts import rows
from hansa.directory.terms.accounts import Link
from hansa.kernel.errors import Refused
from hansa.kernel.text import Text, text


def make_link(actor: Actor, account_id: int) -> Link:
    """Make a link with which the owner of an account sets its password, once.

    One that was handed over before and not used yet ends with it.

    Args:
        actor: the administrator, who hands it over.
        account_id: whose.

    Raises:
        Forbidden: the actor may not, or the account is a security officer's or auditor's.
        Missing: there is no such account.
        Refused: it is deactivated.
    """
    with transaction.atomic():
        account = rows.kept(actor, account_id)
        held = rows.grants(account)
        rules.refuse_seizing(actor, held, reads.day_in_league(actor.at))
        rows.refuse_inactive(account)
        PasswordLink.objects.filter(account=account, is_mailed=False).delete()
        link, _ = _new_link(actor, account, rules.LINK_LASTS)
        journal.record(
            actor,
            "accounts.make_link",
            "",
            [rows.named(account)],
            {"expires_at": link.expires_at.isoformat()},
        )
    return link


def mail_links(actor: Actor, written: str, address_of: Callable[[str], str]) -> int:
    """Mail a link to every account with a mail address or a name, and count the mails.

    An account is mailed at most once in ten minutes. Whoever asked is never told what was
    found.

    Args:
        actor: who does it for whoever asked.
        written: the mail address or name that was typed.
        address_of: gives the address of the page that a secret opens.

    Raises:
        OSError, SMTPException: the mail server took it not; asking again is possible.
    """
    name = rules.folded(written)
    if not name:
        return 0
    found = Account.objects.filter(
        Q(email__iexact=name) | Q(username=name), is_active=True
    ).exclude(email="")
    sent = 0
    for account_id in list(found.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            account = rows.any_account(account_id)
            made = _mailed_link(actor, account)
        if made is None:
            continue
        link, row = made
        try:
            _mail(account, address_of(link.secret)).send()
        except (OSError, SMTPException):
            row.delete()
            raise
        sent += 1
    return sent


@task()
def mail_links_later(written: str, page: str, language: str, at: str) -> int:
    """Mail the links as a job, so that an answer takes as long whoever was named.

    Args:
        written: the mail address or name that was typed.
        page: address below which a secret opens its page.
        language: what whoever asked reads.
        at: the instant of asking, as ISO 8601.
    """
    with translation.override(language):
        return mail_links(
            reads.public(datetime.fromisoformat(at)),
            written,
            lambda secret: f"{page}{secret}/",
        )


def use_link(actor: Actor, secret: str, password: str) -> str:
    """Set a password by a link, and name the account.

    The link is spent, every other link of the account too; whoever was signed in with the
    old password is put out, and the account's keys and calendar addresses stop.

    Args:
        actor: the public.
        secret: what the link holds.
        password: the new password.

    Raises:
        Missing: the link is unknown, was used or has ended.
        Refused: the password is too weak.
    """
    with transaction.atomic():
        link = reads.find_link(secret, actor.at)
        if link is None:
            raise reads.link_missing()
        # Two uses at once: the second waits here, and then finds the link spent.
        account = rows.any_account(link.account_id)
        if reads.find_link(secret, actor.at) is None:
            raise reads.link_missing()
        _set_password(actor, account, password, "accounts.use_link")
    return account.username


def change_password(actor: Actor, password: str) -> None:
    """Change one's own password; sessions, keys and calendar addresses end.

    The caller has made sure that whoever acts knows the old one.

    Raises:
        Forbidden: nobody signed in.
        Refused: the password is too weak.
    """
    with transaction.atomic():
        account = rows.own(actor)
        _set_password(actor, account, password, "accounts.change_password")


def _set_password(actor: Actor, account: Account, password: str, service: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refused(
            "password-weak",
            text("This password will not do. {reasons}", reasons=_reasons(error)),
            text("Choose another one; three words that nobody would guess are enough."),
        ) from error
    account.set_password(password)
    account.revision += 1
    account.save()
    stopped = rows.put_out(account, actor)
    objects = [rows.named(account), *stopped]
    journal.record(actor, service, "", objects, {"password": "set"})


def _reasons(error: ValidationError) -> Text:
    """Say what is weak in our own sentences; Django's are not all there in Chinese."""
    said = [_reason(fault) for fault in error.error_list]
    return reduce(lambda one, more: text("{one} {more}", one=one, more=more), said)


def _reason(fault: ValidationError) -> Text:
    match fault.code:
        case "password_too_short":
            least = (fault.params or {})["min_length"]
            return text(
                "It is too short: it needs at least {least} signs.", least=least
            )
        case "password_too_similar":
            return text("It is too similar to the name or mail of the account.")
        case "password_too_common":
            return text("It is too common: it stands in lists of known passwords.")
        case _:
            return text("It consists of digits alone.")


def _mailed_link(actor: Actor, account: Account) -> tuple[Link, PasswordLink] | None:
    recent = PasswordLink.objects.filter(
        account=account,
        is_mailed=True,
        made_at__gt=actor.at - rules.MAILED_LINK_EVERY,
    )
    if recent.exists():
        return None
    link, row = _new_link(actor, account, rules.MAILED_LINK_LASTS)
    row.is_mailed = True
    row.save()
    journal.record(
        actor,
        "accounts.mail_link",
        "",
        [rows.named(account)],
        {"expires_at": link.expires_at.isoformat()},
    )
    return link, row


def _new_link(
    actor: Actor, account: Account, lasts: timedelta
) -> tuple[Link, PasswordLink]:
    secret = secrets.token_urlsafe(32)
    row = PasswordLink.objects.create(
        account=account,
        digest=reads.digest_of(secret),
        is_mailed=False,
        made_at=actor.at,
        expires_at=actor.at + lasts,
    )
    return Link(secret=secret, expires_at=row.expires_at), row


def _mail(account: Account, address: str) -> EmailMessage:
    hours = int(rules.MAILED_LINK_LASTS.total_seconds() // 3600)
    body = text(
        "Somebody asked for a new password for the account “{name}” of Hansa.\n\n"
        "Open this address within {hours} hours and choose one:\n\n{address}\n\n"
        "The address works once. If it was not you, do nothing: the password stays as it "
        "is.\n",
        name=account.username,
        hours=hours,
        address=address,
    )
    return EmailMessage(
        subject=render(text("A new password for Hansa")),
        body=render(body),
        to=[account.email],
    )
