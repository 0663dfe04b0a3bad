"""Acts of the administrator: accounts made, changed, put out, let in again, unlocked."""

from uuid import UUID

from axes.utils import reset as forget_failures
from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import require
from hansa.directory.models import Account, Grant, Person
from hansa.directory.reads import accounts as reads
from hansa.directory.rules import accounts as rules
from hansa.directory.services.accounts import rows
from hansa.directory.terms.accounts import (
    KEPT_STAFFED,
    AccountDetails,
    AccountDraft,
)
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import text


def make_account(actor: Actor, draft: AccountDraft) -> int:
    """Make an account without roles and without a password, and give its id.

    Args:
        actor: the administrator.
        draft: its name is folded to small letters.

    Raises:
        Forbidden: the actor keeps no accounts.
        Refused: name, mail or person cannot be kept.
        Conflict: the name is taken.
    """
    require(actor, rules.KEEP, rules.INSTALLATION)
    username = rules.folded(draft.username)
    rules.refuse_name(username)
    rules.refuse_mail(draft.mail)
    with transaction.atomic():
        journal.lock()
        if Account.objects.filter(username=username).exists():
            raise Conflict(
                "account-taken",
                text("There is an account “{name}” already.", name=username),
                text("Choose another name, such as the office and a number."),
            )
        account = Account(
            username=username,
            email=draft.mail,
            person=_person(draft.person),
            created_at=actor.at,
            created_by=actor.person,
        )
        account.set_unusable_password()
        account.save(force_insert=True)
        journal.record(
            actor,
            "accounts.make_account",
            "",
            [rows.named(account)],
            {"mail": draft.mail, "person": draft.person},
        )
    return account.pk


def change_account(
    actor: Actor, account_id: int, details: AccountDetails, revision: int
) -> None:
    """Change whose an account is and where its mail goes.

    Args:
        actor: the administrator.
        account_id: which.
        details: what it is to be.
        revision: what the actor saw.

    Raises:
        Forbidden: the actor may not, or the account is a security officer's or auditor's,
            or another person would be behind the actor's own.
        Missing: there is no such account.
        Conflict: somebody changed it meanwhile.
        Refused: mail or person cannot be kept, or the person holds what forbids a role,
            or would leave an account that holds one.
    """
    rules.refuse_mail(details.mail)
    with transaction.atomic():
        account = rows.kept(actor, account_id)
        held = rows.grants(account)
        rules.refuse_seizing(actor, held, reads.day_in_league(actor.at))
        if account.revision != revision:
            raise Conflict(
                "account-changed",
                text("Somebody changed this account meanwhile."),
                text("Look at what stands there now, and repeat your change."),
            )
        person = _person(details.person)
        if account.person != person:
            rules.refuse_own_person(is_own=account.username == actor.person)
            if account.person is not None:
                rules.refuse_unbinding(held, reads.day_in_league(actor.at))
        account.person = person
        if account.person is not None:
            others = rows.grants_of_person(account.person.pk, account)
            for line in held:
                rules.refuse_two_hats(line.role, line.from_on, line.to_on, others)
        account.email = details.mail
        account.revision += 1
        account.save()
        journal.record(
            actor,
            "accounts.change_account",
            "",
            [rows.named(account)],
            {"mail": details.mail, "person": details.person},
        )


def deactivate(actor: Actor, account_id: int) -> None:
    """Put an account out: its sessions end, its keys and calendar addresses stop.

    Its roles stay written down and hold nothing while it is out.

    Raises:
        Forbidden: the actor keeps no accounts.
        Missing: there is no such account.
        Refused: nobody else would be administrator, security officer or auditor.
    """
    with transaction.atomic():
        account = rows.kept(actor, account_id)
        if not account.is_active:
            return
        today = reads.day_in_league(actor.at)
        for role in {line.role for line in rows.grants(account) if line.runs_on(today)}:
            if role in KEPT_STAFFED:
                rules.refuse_unstaffed(role, others_in(role, account, actor))
        account.is_active = False
        account.revision += 1
        account.save()
        stopped = rows.put_out(account, actor)
        journal.record(
            actor,
            "accounts.deactivate",
            "",
            [rows.named(account), *stopped],
            {"active": False},
        )


def reactivate(actor: Actor, account_id: int) -> None:
    """Let an account in again; its keys and calendar addresses stay revoked.

    Raises:
        Forbidden: the actor keeps no accounts.
        Missing: there is no such account.
    """
    with transaction.atomic():
        account = rows.kept(actor, account_id)
        if account.is_active:
            return
        account.is_active = True
        account.revision += 1
        account.save()
        journal.record(
            actor, "accounts.reactivate", "", [rows.named(account)], {"active": True}
        )


def unlock(actor: Actor, account_id: int) -> None:
    """Forget the wrong passwords that locked an account.

    Raises:
        Forbidden: the actor keeps no accounts.
        Missing: there is no such account.
    """
    with transaction.atomic():
        account = rows.kept(actor, account_id)
        forgotten = forget_failures(username=account.username)
        journal.record(
            actor,
            "accounts.unlock",
            "",
            [rows.named(account)],
            {"addresses": forgotten},
        )


def others_in(role: Role, account: Account, actor: Actor) -> int:
    """Count the other active accounts that hold a role on the day of the act."""
    held = Grant.objects.filter(
        role=role.value, ended_at=None, account__is_active=True
    ).exclude(account=account)
    today = reads.day_in_league(actor.at)
    return sum(line.runs_on(today) for line in reads.grants_of(held.order_by("pk")))


def _person(person_id: str | None) -> Person | None:
    if not person_id:
        return None
    try:
        found = Person.objects.filter(pk=UUID(person_id)).first()
    except ValueError:
        found = None
    if found is None:
        raise Refused(
            "person-unknown",
            text("There is no person “{id}” in the directory.", id=person_id[:60]),
            text("Enter the person in the directory first, or leave it empty."),
        )
    return found
