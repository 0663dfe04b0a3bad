"""Approves minutes and publishes them; what was published is never written again."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from hansa.chassis.actor import Actor
from hansa.chassis.hashing import canonical, digest
from hansa.chassis.plain import plain
from hansa.governance.models import (
    Minutes,
    MinutesApproval,
)
from hansa.governance.reads import minutes_text
from hansa.governance.reads.minutes import (
    line_of,
    spoken_on,
)
from hansa.governance.reads.sessions import sheet_of
from hansa.governance.rules import minutes as rules
from hansa.governance.services.minutes.duties import (
    settle_minutes_duty,
)
from hansa.governance.services.minutes.rows import (
    Held,
    hold,
    keep,
    nothing_changed,
    refuse_stale,
    require_run,
)
from hansa.governance.services.sessions.rows import day_of, refuse_words
from hansa.governance.terms import Holder
from hansa.governance.terms.minutes import (
    MinutesAct,
    MinutesSheet,
    MinutesState,
)
from hansa.kernel.errors import Refused
from hansa.kernel.text import text


def approve(
    actor: Actor,
    league: str,
    session_id: UUID,
    revision: int,
    holder: Holder,
    document: str,
) -> None:
    """Record that somebody who must has approved the wording that stands.

    Raises:
        Missing: there are no such minutes.
        Forbidden: the actor does not act for that office.
        Conflict: somebody changed them since, they are not out, or it is recorded.
        Refused: that office is not asked, cities or answers are missing, or no paper is
            named.
    """
    with transaction.atomic():
        held = hold(actor, league, session_id)
        rules.require_approve(actor, league, holder, document)
        rules.refuse_state(MinutesAct.APPROVE, held.sheet.line.state)
        refuse_stale(held, revision)
        refuse_words({"line": document})
        _refuse_approval(held, holder)
        MinutesApproval.objects.create(
            minutes=held.row,
            member=holder.member,
            office=holder.office.value,
            wording=held.row.wording,
            document=document.strip(),
            given_by=actor.person,
            authority=actor.authority,
            given_at=actor.at,
        )
        told = {"holder": plain(holder), "document": document.strip()}
        keep(held, "governance.approve_minutes", told)


def _refuse_approval(held: Held, holder: Holder) -> None:
    sheet = held.sheet
    if holder not in sheet.approvers:
        raise Refused(
            "approver-unknown",
            text("These minutes do not ask for that approval."),
            text("Their page names whose approval is asked for."),
        )
    if holder in rules.given(sheet.approvers, sheet.approvals, sheet.line.wording):
        raise nothing_changed()
    _refuse_lacks(sheet, apart_from="approval-missing")


def _refuse_lacks(sheet: MinutesSheet, apart_from: str = "") -> None:
    lacks = [one.message for one in sheet.lacks if one.code != apart_from]
    if lacks:
        raise Refused(
            "minutes-incomplete",
            text("Something is missing yet. {missing}", missing=tuple(lacks)),
            text("Add what is missing first."),
        )


def publish(actor: Actor, league: str, session_id: UUID, revision: int) -> str:
    """Number the minutes, fix their text with its fingerprint, and settle their duty.

    Returns:
        The reference that they have from now on.

    Raises:
        Missing: there are no such minutes.
        Forbidden: the actor does not run the session.
        Conflict: somebody changed them since, or they are not out.
        Refused: something is missing; everything that is, is listed at once.

    Source: GOV-12 of huaihai.
    """
    with transaction.atomic():
        held = hold(actor, league, session_id)
        require_run(held, MinutesAct.PUBLISH)
        refuse_stale(held, revision)
        _refuse_lacks(held.sheet)
        row, today = held.row, day_of(actor)
        session = sheet_of(row.session)
        row.number = _next_number(row)
        row.reference = f"{session.body.name.zh}纪要〔{row.year}〕{row.number}号"
        row.content = minutes_text.content_of(
            held.sheet, session, spoken_on(league, today), _issued(held, today)
        )
        row.digest = digest(canonical(row.content).encode())
        row.state = MinutesState.PUBLISHED.value
        row.published_at = actor.at
        told = {"reference": row.reference, "digest": row.digest}
        keep(held, "governance.publish_minutes", told)
        settle_minutes_duty(actor, line_of(row), today)
    return row.reference


def _next_number(row: Minutes) -> int:
    same = Minutes.objects.filter(league=row.league, body=row.body, year=row.year)
    return (same.aggregate(last=Max("number"))["last"] or 0) + 1


def _issued(held: Held, today: date) -> Mapping[str, Any]:
    row = held.row
    corrected = row.corrects.reference if row.corrects else ""
    return {
        "reference": row.reference,
        "corrects": corrected,
        "issuer": held.actor.authority,
        "issued_on": today.isoformat(),
    }
