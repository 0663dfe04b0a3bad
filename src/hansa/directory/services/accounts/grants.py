"""Acts of the security officer: roles given and ended."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.rights import require
from hansa.directory.models import Account, Grant, Unit
from hansa.directory.reads import accounts as reads
from hansa.directory.rules import accounts as rules
from hansa.directory.services.accounts import rows
from hansa.directory.services.accounts.keeping import others_in
from hansa.directory.services.behalf import refuse_borrowed_office
from hansa.directory.terms.accounts import KEPT_STAFFED, GrantDraft
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text


def give_role(actor: Actor, account_id: int, draft: GrantDraft) -> int:
    """Give an account a role, and give the id of the grant.

    A role for a unit is a role for the unit's city too. With one of the three, password,
    mail address, links, sessions and keys of the account end, whoever set them.

    Args:
        actor: the security officer.
        account_id: to whom.
        draft: the role, where it holds and when.

    Raises:
        Forbidden: the actor gives no roles, or the account is his own.
        Missing: there is no such account or league.
        Refused: city, unit or days do not fit, the person holds what forbids it, or the
            name of the account is that of an office beside the city.

    Source: design, section 5.
    """
    require(actor, rules.GRANT, rules.INSTALLATION)
    rules.refuse_placeless(draft)
    today = reads.day_in_league(actor.at)
    start = draft.from_on or today
    rules.refuse_past(start, draft.to_on, today)
    with transaction.atomic():
        account = rows.any_account(account_id)
        rules.refuse_oneself(_is_own(actor, account))
        rows.refuse_inactive(account)
        placed = _placed(draft, start)
        if placed.member:
            assert placed.league is not None  # A city stands in a league.
            words = rules.as_words(account.username)
            refuse_borrowed_office(placed.league, placed.member, "username", words)
        held = rows.grants(account)
        rules.refuse_two_hats(
            placed.role,
            start,
            placed.to_on,
            rows.grants_of_person(account.person_id, account),
        )
        rules.refuse_repeated(placed, start, held)
        rules.refuse_second_place(placed, start, held)
        row = Grant.objects.create(
            account=account,
            league=placed.league or "",
            role=placed.role.value,
            member=placed.member or "",
            unit_id=placed.unit,
            from_on=start,
            to_on=placed.to_on,
            granted_by=actor.person,
            granted_at=actor.at,
        )
        voided = rules.voids_ways_in(actor, placed.role)
        stopped = rows.void_ways_in(account, actor) if voided else []
        journal.record(
            actor,
            "accounts.give_role",
            placed.league or "",
            [rows.named(account), f"grant:{row.pk}", *stopped],
            {
                "role": placed.role.value,
                "member": placed.member,
                "unit": placed.unit,
                "from_on": start.isoformat(),
                "to_on": placed.to_on.isoformat() if placed.to_on else None,
                "ways_in": "voided" if voided else "kept",
            },
        )
    return row.pk


def end_role(actor: Actor, account_id: int, grant_id: int) -> None:
    """End a role at once; one that was ended already stays as it is.

    Raises:
        Forbidden: the actor ends no roles, or the account is his own.
        Missing: the account has no such grant.
        Refused: nobody else would be administrator, security officer or auditor.
    """
    require(actor, rules.GRANT, rules.INSTALLATION)
    with transaction.atomic():
        account = rows.any_account(account_id)
        row = Grant.objects.filter(pk=grant_id, account=account).first()
        if row is None:
            raise Missing(
                "grant-missing",
                text("This account has no such role."),
                text("The page of the account lists its roles."),
            )
        rules.refuse_oneself(_is_own(actor, account))
        (line,) = reads.grants_of((row,))
        if line.ended_at is not None:
            return
        runs = line.runs_on(reads.day_in_league(actor.at)) and account.is_active
        if runs and line.role in KEPT_STAFFED:
            rules.refuse_unstaffed(line.role, others_in(line.role, account, actor))
        row.ended_at = actor.at
        row.save()
        journal.record(
            actor,
            "accounts.end_role",
            row.league,
            [rows.named(account), f"grant:{row.pk}"],
            {"role": row.role},
        )


def _is_own(actor: Actor, account: Account) -> bool:
    """Tell whether an account is the actor's, or another account of the same person."""
    if account.username == actor.person:
        return True
    person = account.person_id
    return (
        person is not None
        and Account.objects.filter(username=actor.person, person=person).exists()
    )


def _placed(draft: GrantDraft, start: date) -> GrantDraft:
    """Check that city and unit are the league's, and name the unit's city."""
    if draft.league is None:
        return draft
    versions = charter_reads.get_versions(draft.league)
    version = charter_reads.governing(versions, start)
    members = [member.id for member in version.charter.agreement.members]
    if draft.member and draft.member not in members:
        raise Refused(
            "member-unknown",
            text("“{id}” is no member city of the league.", id=draft.member[:60]),
            meant(draft.member, members),
        )
    if not draft.unit:
        return replace(draft, unit=None)
    unit = _unit(draft.unit, draft.league)
    if unit.closed_on is not None and unit.closed_on <= start:
        raise Refused(
            "unit-closed",
            text("The unit “{unit}” is closed by then.", unit=unit.name_zh),
            text("Give the role for the unit that took over."),
        )
    if draft.member and draft.member != unit.member:
        raise Refused(
            "unit-elsewhere",
            text("The unit “{unit}” belongs to another city.", unit=unit.name_zh),
            text("Leave the city out: it follows from the unit."),
        )
    return replace(draft, unit=str(unit.pk), member=unit.member or None)


def _unit(unit_id: str, league: str) -> Unit:
    try:
        unit = Unit.objects.filter(pk=UUID(unit_id), league=league).first()
    except ValueError:
        unit = None
    if unit is None:
        raise Refused(
            "unit-unknown",
            text("The league has no unit “{id}”.", id=unit_id[:60]),
            text("The directory lists the units with their ids."),
        )
    return unit
