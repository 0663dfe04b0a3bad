"""The rows that acts on accounts begin from, with the refusals that come with them."""

from typing import TypeVar
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import Model, QuerySet

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.rights import require
from hansa.directory.models import (
    Account,
    ApiToken,
    FeedToken,
    Grant,
    PasswordLink,
    SignIn,
)
from hansa.directory.reads import accounts as reads
from hansa.directory.rules import accounts as rules
from hansa.directory.terms.accounts import GrantLine
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

Row = TypeVar("Row", bound=Model)


def own(actor: Actor) -> Account:
    """Find the account of whoever acts, and hold it until the transaction ends.

    Raises:
        Forbidden: nobody signed in.
        Missing: the actor has no account, as the shell has none.
    """
    reads.refuse_public(actor)
    journal.lock()
    rows = Account.objects.select_for_update(of=("self",)).select_related("person")
    row = rows.filter(username=actor.person, is_active=True).first()
    if row is None:
        raise reads.account_missing(actor.person)
    return row


def kept(actor: Actor, account_id: int) -> Account:
    """Find an account to act on as its keeper, and hold it until the transaction ends.

    Raises:
        Forbidden: the actor keeps no accounts.
        Missing: there is none of that id.
    """
    require(actor, rules.KEEP, rules.INSTALLATION)
    return any_account(account_id)


def any_account(account_id: int) -> Account:
    """Find an account, and hold it; rights are judged by the caller.

    Raises:
        Missing: there is none of that id.
    """
    # Acts on accounts run one after the other, and each takes the journal first: two at
    # once could give one person two of the three, or wait for each other for ever.
    journal.lock()
    rows = Account.objects.select_for_update(of=("self",)).select_related("person")
    row = rows.filter(pk=account_id).first()
    if row is None:
        raise reads.account_missing(str(account_id))
    return row


def grants(account: Account) -> tuple[GrantLine, ...]:
    """Read every grant of an account that was not ended."""
    rows = Grant.objects.filter(account=account, ended_at=None).select_related("unit")
    return reads.grants_of(rows.order_by("pk"))


def grants_of_person(
    person: UUID | None, account: Account | None
) -> tuple[GrantLine, ...]:
    """Read the grants, not ended, of every account of one person.

    Args:
        person: whose; None for a machine, which is only its own account.
        account: one that is counted in, whoever it belongs to now.
    """
    rows = Grant.objects.filter(ended_at=None).select_related("unit")
    chosen = rows.none()
    if person is not None:
        chosen = rows.filter(account__person=person)
    if account is not None:
        chosen = chosen | rows.filter(account=account)
    return reads.grants_of(chosen.order_by("pk"))


def refuse_inactive(account: Account) -> None:
    """Refuse what only an account in use can be given.

    Raises:
        Refused: it is deactivated.
    """
    if not account.is_active:
        raise Refused(
            "account-inactive",
            text("The account “{name}” is deactivated.", name=account.username),
            text("The administrator can let it in again."),
        )


def put_out(account: Account, actor: Actor) -> list[str]:
    """End every way into an account that its password opened, or that somebody kept.

    These are its sessions, its keys, the secret addresses of its calendars and its links
    for a password.

    Returns:
        The keys and addresses that stopped, named as the journal does.
    """
    rows = SignIn.objects.filter(account=account)
    Session.objects.filter(
        session_key__in=list(rows.values_list("session_key", flat=True))
    ).delete()
    rows.delete()
    PasswordLink.objects.filter(account=account).delete()
    return [
        *_revoked("key", ApiToken.objects.filter(account=account), actor),
        *_revoked("feed", FeedToken.objects.filter(account=account), actor),
    ]


def _revoked(kind: str, rows: QuerySet[Row], actor: Actor) -> list[str]:
    held = rows.filter(revoked_at=None)
    names = [f"{kind}:{pk}" for pk in held.order_by("pk").values_list("pk", flat=True)]
    held.update(revoked_at=actor.at)
    return names


def void_ways_in(account: Account, actor: Actor) -> list[str]:
    """End every way into an account, the password and the mail address as well.

    Returns:
        The keys and addresses that stopped, named as the journal does.
    """
    account.set_unusable_password()
    account.email = ""
    account.revision += 1
    account.save()
    return put_out(account, actor)


def named(account: Account) -> str:
    """Name an account as the journal does."""
    return f"account:{account.username}"
