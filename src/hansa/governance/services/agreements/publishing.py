"""Numbers and publishes agreements that every party has signed."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from hansa.chassis.actor import Actor
from hansa.governance.models.agreements import Agreement
from hansa.governance.reads.sessions import sheet_of
from hansa.governance.services.agreements.rows import hold, keep, require_run
from hansa.governance.terms.agreements import AgreementAct, AgreementState
from hansa.kernel.errors import Refused
from hansa.kernel.text import text


def publish(actor: Actor, league: str, agreement_id: UUID, revision: int) -> str:
    """Number an agreement and publish it as it was sealed.

    Returns:
        The reference that it has from now on.

    Raises:
        Missing: there is no such agreement.
        Forbidden: the actor does not run the session.
        Conflict: somebody changed it since, or not every party has signed.
        Refused: what is stored is not what was signed.

    Source: GOV-08 of huaihai.
    """
    with transaction.atomic():
        held = hold(actor, league, agreement_id)
        require_run(held, AgreementAct.PUBLISH, revision)
        if not held.sheet.intact:
            raise Refused(
                "seal-broken",
                text("What is stored is not the text that was signed."),
                text("Compare it with the papers of the parties before anything else."),
            )
        row = held.row
        row.number = _next_number(row)
        body = sheet_of(held.session).body
        row.reference = f"{body.name.zh}协议〔{row.year}〕{row.number}号"
        row.state = AgreementState.PUBLISHED.value
        row.published_at = actor.at
        told = {"reference": row.reference, "seal": row.seal}
        keep(held, "governance.publish_agreement", told)
    return row.reference


def _next_number(row: Agreement) -> int:
    same = Agreement.objects.filter(league=row.league, body=row.body, year=row.year)
    return (same.aggregate(last=Max("number"))["last"] or 0) + 1
