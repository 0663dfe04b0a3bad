"""Rounds of signature: a text goes out to every party, or is withdrawn with the reason."""

from uuid import UUID

from django.db import transaction

from hansa.chassis import workdays
from hansa.chassis.actor import Actor
from hansa.governance.reads.agreements import line_of, rule_of
from hansa.governance.reads.sessions import sheet_of
from hansa.governance.services.agreements.duties import (
    drop_signature_duties,
    open_signature_duties,
)
from hansa.governance.services.agreements.rows import (
    add_version,
    hold,
    keep,
    require_run,
    standing_row,
)
from hansa.governance.services.minutes.rows import refuse_empty
from hansa.governance.services.sessions.rows import day_of, refuse_words
from hansa.governance.terms.agreements import AgreementAct, AgreementState
from hansa.kernel.errors import Refused
from hansa.kernel.text import text


def circulate(actor: Actor, league: str, agreement_id: UUID, revision: int) -> None:
    """Send the text to every party for signature; each owes its own from now on.

    Raises:
        Missing: there is no such agreement.
        Forbidden: the actor does not run the session.
        Conflict: somebody changed it since, or it is out already.
        Refused: something is missing; everything that is, is listed at once.

    Source: GOV-08 of huaihai, reading A-48.
    """
    with transaction.atomic():
        held = hold(actor, league, agreement_id)
        require_run(held, AgreementAct.CIRCULATE, revision)
        if held.sheet.lacks:
            raise Refused(
                "agreement-incomplete",
                text(
                    "Something is missing yet. {missing}",
                    missing=tuple(one.message for one in held.sheet.lacks),
                ),
                text("Add what is missing first."),
            )
        row, today = held.row, day_of(actor)
        row.state = AgreementState.CIRCULATED.value
        row.circulated_at = actor.at
        row.round += 1
        session = sheet_of(held.session)
        rule = rule_of(session)
        if rule is not None:
            key = f"agreement:{row.pk}/round/{row.round}"
            counted = workdays.keep_deadline(actor, key, today, rule.due_days)
            row.due_on, row.provisional = counted.due_on, counted.provisional
        version = standing_row(held)
        version.circulated_at = actor.at
        version.save(update_fields=["circulated_at"])
        told = {"version": row.version, "digest": version.digest}
        keep(held, "governance.circulate_agreement", told)
        if rule is not None:
            parties = held.sheet.unsigned
            open_signature_duties(
                actor, line_of(row), session.body, rule, parties, today
            )


def withdraw(
    actor: Actor, league: str, agreement_id: UUID, revision: int, reason: str
) -> None:
    """End a round: signatures stay with the text that was signed, and a new draft begins.

    Raises:
        Missing: there is no such agreement.
        Forbidden: the actor does not run the session.
        Conflict: somebody changed it since, or it is not out for signature.
        Refused: no reason is given.
    """
    with transaction.atomic():
        held = hold(actor, league, agreement_id)
        require_run(held, AgreementAct.WITHDRAW, revision)
        refuse_words({"reason": reason})
        refuse_empty(reason)
        row, former = held.row, standing_row(held)
        former.withdrawn_at, former.withdrawn_by = actor.at, actor.person
        former.reason = reason.strip()
        former.save()
        kept = len(held.sheet.signed)
        drop_signature_duties(actor, held.sheet.line)
        add_version(held, held.sheet.standing.wording)
        row.state = AgreementState.DRAFT.value
        row.circulated_at, row.due_on, row.provisional = None, None, False
        told = {
            "reason": reason.strip(),
            "version": former.number,
            "digest": former.digest,
            "signatures": kept,
        }
        keep(held, "governance.withdraw_agreement", told)
