"""Keeps the register of associations that take part, and makes their one-time links."""

import secrets
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from hansa.charter.reads import get_versions
from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.governance.models.stakeholders import Stakeholder, StakeholderLink
from hansa.governance.reads.calendars import list_names
from hansa.governance.reads.consultations import day_of
from hansa.governance.reads.stakeholders import (
    require_keeper,
    stakeholder_missing,
    stakeholder_of,
)
from hansa.governance.rules import proposals as rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.rules.invitations import digest_of
from hansa.governance.services.sessions.convening import demand_reason
from hansa.governance.services.sessions.rows import refuse_words
from hansa.governance.terms.stakeholders import StakeholderDraft
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text

LINK_DAYS = timedelta(days=14)


def accredit(actor: Actor, league: str, draft: StakeholderDraft) -> UUID:
    """Enter an association in the register; its number is given once.

    It may comment and propose while its term lasts, and decides nothing.

    Raises:
        Missing: there is no such league or city.
        Forbidden: the actor does not keep the register.
        Refused: no name, nobody who accredited it, or a code that is none.

    Source: GOV-25 of huaihai.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        journal.lock()
        written = _written(league, draft)
        mine = Stakeholder.objects.filter(league=league)
        last = mine.aggregate(last=Max("number"))["last"]
        row = Stakeholder.objects.create(
            id=uuid4(),
            league=league,
            number=(last or 0) + 1,
            entered_by=actor.person,
            authority=actor.authority,
            entered_at=actor.at,
            **written,
        )
        _tell(actor, "governance.accredit", row, _told(draft))
    return row.pk


def amend_stakeholder(
    actor: Actor,
    league: str,
    stakeholder_id: UUID,
    revision: int,
    draft: StakeholderDraft,
) -> None:
    """Correct what is known of an association, or renew its term.

    Raises:
        As ``accredit``; Missing also where there is none, Conflict where it was changed.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        row = hold_stakeholder(league, stakeholder_id, revision)
        for name, value in _written(league, draft).items():
            setattr(row, name, value)
        _keep(actor, "governance.amend_stakeholder", row, _told(draft))


def end_accreditation(
    actor: Actor,
    league: str,
    stakeholder_id: UUID,
    revision: int,
    on: date,
    reason: str,
) -> None:
    """End an accreditation before its term; what was filed stays, links open no more.

    The day is the first one without it.

    Raises:
        Forbidden: the actor does not keep the register.
        Missing: there is no such association.
        Conflict: it was changed since.
        Refused: no reason, or a day outside the term.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        row = hold_stakeholder(league, stakeholder_id, revision)
        refuse_words({"reason": reason})
        demand_reason(reason)
        if on not in stakeholder_of(row, keeps=True).term:
            raise Refused(
                "day-unlikely",
                text("{day} lies outside its term.", day=on.isoformat()),
                text("Give the first day without accreditation, within the term."),
            )
        row.ended_on, row.end_reason = on, reason.strip()
        content = {"on": on.isoformat(), "reason": reason.strip()}
        _keep(actor, "governance.end_accreditation", row, content)


def make_filing_link(actor: Actor, league: str, stakeholder_id: UUID) -> str:
    """Make a link by which an association files one proposal or comment, within 14 days.

    It is shown once; only its hash is kept, and an unused one made before ends. One that
    was used goes on showing what was filed by it.

    Raises:
        Forbidden: the actor does not keep the register.
        Missing: there is no such association.
        Refused: it is not accredited today.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        row = hold_stakeholder(league, stakeholder_id, None)
        day = day_of(actor)
        rules.refuse_unaccredited(stakeholder_of(row, keeps=True), day)
        row.links.filter(used_at=None, ended_at=None).update(ended_at=actor.at)
        token = secrets.token_urlsafe(32)
        StakeholderLink.objects.create(
            id=uuid4(),
            stakeholder=row,
            digest=digest_of(token),
            made_by=actor.person,
            authority=actor.authority,
            made_at=actor.at,
            expires_on=day + LINK_DAYS,
        )
        _tell(actor, "governance.make_filing_link", row, {})
    return f"{settings.HANSA_ADDRESS}{reverse('filing:page', args=[token])}"


def hold_stakeholder(
    league: str, stakeholder_id: UUID, revision: int | None
) -> Stakeholder:
    """Find and lock an association for an act.

    Raises:
        Missing: there is no such association.
        Conflict: it was changed since the actor saw it.
    """
    journal.lock()
    found = Stakeholder.objects.select_for_update()
    row = found.filter(league=league, pk=stakeholder_id).first()
    if row is None:
        raise stakeholder_missing()
    if revision is not None and row.revision != revision:
        raise session_rules.stale()
    return row


def _keep(actor: Actor, service: str, row: Stakeholder, content: Any) -> None:
    row.revision += 1
    row.save()
    _tell(actor, service, row, content)


def _tell(actor: Actor, service: str, row: Stakeholder, content: Any) -> None:
    journal.record(actor, service, row.league, [f"stakeholder:{row.pk}"], content)


def _told(draft: StakeholderDraft) -> dict[str, Any]:
    """Give what the journal keeps: no way to reach anybody."""
    return {key: value for key, value in plain(draft).items() if key != "contact"}


def _written(league: str, draft: StakeholderDraft) -> dict[str, Any]:
    refuse_words(
        {
            "line": draft.name,
            "line1": draft.accredited_by,
            "line2": draft.document,
            "line3": draft.contact,
        }
    )
    for code, written, lacking in (
        ("name-missing", draft.name, text("The association has no name.")),
        ("accreditor-missing", draft.accredited_by, text("Nobody accredited it.")),
    ):
        if not written.strip():
            raise Refused(
                code, lacking, text("Write its full name, and who accredited it.")
            )
    credit = draft.code.strip().upper()
    if credit and not rules.is_credit_code(credit):
        raise Refused(
            "code-unlikely",
            text("“{code}” is no unified social credit code.", code=credit[:40]),
            text("Copy the 18 characters from its certificate, or leave it empty."),
        )
    members = list_names(get_versions(league))
    if draft.member is not None and draft.member not in members:
        raise Missing(
            "member-missing",
            text("“{member}” is no member.", member=draft.member[:60]),
            meant(draft.member[:60], members),
        )
    return {
        "name": draft.name.strip(),
        "kind": draft.kind.value,
        "code": credit,
        "member": draft.member or "",
        "contact": draft.contact.strip(),
        "accredited_by": draft.accredited_by.strip(),
        "document": draft.document.strip(),
        "start_on": draft.term.start,
        "end_on": draft.term.end,
    }
