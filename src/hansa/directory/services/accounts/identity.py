"""Letting somebody in on the word of an identity provider."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.directory.models import Account
from hansa.directory.reads import accounts as reads
from hansa.directory.rules import accounts as rules
from hansa.directory.services.accounts import rows
from hansa.directory.terms.accounts import Identity
from hansa.kernel.errors import Refused
from hansa.kernel.text import text


def admit(actor: Actor, identity: Identity) -> int:
    """Find the account that an identity may use, and give its id; never makes one.

    The first time, the account is found by its mail address, if the provider vouches for
    it and no other account has it; from then on the identity is linked to the account,
    whatever becomes of the address.

    Args:
        actor: the public.
        identity: what the provider said, after its signature was checked.

    Raises:
        Refused: no account may be used; the message is the same whatever the reason.
    """
    with transaction.atomic():
        linked = SocialAccount.objects.filter(
            provider=identity.issuer, uid=identity.subject
        ).first()
        if linked is not None:
            return _open(rows.any_account(linked.user_id), actor).pk
        account = _open(_by_mail(identity), actor)
        if SocialAccount.objects.filter(
            user=account, provider=identity.issuer
        ).exists():
            # An address that went to somebody else there must not bring the account along.
            raise _refused()
        SocialAccount.objects.create(
            user=account, provider=identity.issuer, uid=identity.subject, extra_data={}
        )
        journal.record(
            actor,
            "accounts.link_identity",
            "",
            [rows.named(account)],
            {"issuer": identity.issuer},
        )
    return account.pk


def _by_mail(identity: Identity) -> Account:
    mail = identity.mail.strip()
    # Databases take signs for one another that only look alike, such as a dotless i.
    if not (mail and mail.isascii() and identity.mail_is_verified):
        raise _refused()
    alike = Account.objects.filter(email__iexact=mail)
    found = [account for account in alike if account.email.lower() == mail.lower()]
    if len(found) != 1:
        raise _refused()
    return rows.any_account(found[0].pk)


def _open(account: Account, actor: Actor) -> Account:
    today = reads.day_in_league(actor.at)
    if not account.is_active or not rules.may_use_identity(rows.grants(account), today):
        raise _refused()
    return account


def _refused() -> Refused:
    return Refused(
        "identity-unknown",
        text("No account here belongs to this sign-in."),
        text(
            "Ask the administrator to give your account the mail address that you have "
            "there. Administrator, security officer and auditor sign in with a password."
        ),
    )
