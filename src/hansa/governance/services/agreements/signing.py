"""Signs agreements: each signature is bound to the text, and the last one seals it."""

from uuid import UUID

from django.db import transaction

from hansa.chassis import files, outbox
from hansa.chassis.actor import Actor
from hansa.chassis.files import FileLine, Upload
from hansa.governance.models.agreements import AgreementSignature
from hansa.governance.reads.agreements import line_of, signature_of
from hansa.governance.rules import agreements as rules
from hansa.governance.rules.agreement_lines import seal_of
from hansa.governance.services.agreements.duties import settle_signature_duty
from hansa.governance.services.agreements.rows import Held, hold, keep, standing_row
from hansa.governance.services.minutes.rows import nothing_changed
from hansa.governance.terms.agreements import (
    AgreementAct,
    AgreementSealed,
    AgreementState,
    Signature,
)
from hansa.kernel.errors import Conflict, Missing
from hansa.kernel.findings import meant
from hansa.kernel.text import text


def sign(
    actor: Actor,
    league: str,
    agreement_id: UUID,
    digest: str,
    member: str,
    paper: Upload | None = None,
) -> None:
    """Sign an agreement for a party; the last signature seals text and signatures.

    Args:
        actor: a leader of the city, or a clerk with the paper that the city signed.
        league: slug.
        agreement_id: the agreement.
        digest: fingerprint of the text that is signed, as the actor saw it.
        member: the party.
        paper: the signed paper, which is filed with its hash.

    Raises:
        Missing: there is no such agreement, or no such party.
        Forbidden: the actor does not sign for that city.
        Conflict: the text is another one by now, it is not out for signature, or that
            party has signed.
        Refused: another office signed, and no paper is named.

    Source: GOV-08 of huaihai, readings A-08 and A-48.
    """
    with transaction.atomic():
        held = hold(actor, league, agreement_id)
        _refuse_stranger(held, member)
        rules.require_sign(actor, league, member)
        rules.refuse_state(AgreementAct.SIGN, held.sheet.line.state)
        _refuse_other_text(held, digest)
        if member in held.sheet.signed:
            raise nothing_changed()
        filed = files.take(actor, league, member, paper) if paper else None
        if filed is not None:
            held.named.append(files.journal_name(filed))
        signature = _written(held, member, filed)
        told = {"member": member, "digest": digest, "version": signature.version}
        sealed = _sealed(held, signature)
        keep(held, "governance.sign_agreement", told)
        settle_signature_duty(actor, line_of(held.row), signature)
        if sealed is not None:
            outbox.publish(actor, sealed)


def _refuse_stranger(held: Held, member: str) -> None:
    known = [party.member for party in held.sheet.standing.wording.parties]
    if member not in known:
        raise Missing(
            "party-missing",
            text("“{member}” is no party to this agreement.", member=member[:60]),
            meant(member[:60], known),
        )


def _refuse_other_text(held: Held, digest: str) -> None:
    if digest != held.sheet.line.digest:
        raise Conflict(
            "text-changed",
            text("The text that is out is not the one that you saw."),
            text("Read what stands there now, and sign that."),
        )


def _written(held: Held, member: str, filed: FileLine | None) -> Signature:
    actor = held.actor
    row = AgreementSignature.objects.create(
        version=standing_row(held),
        member=member,
        digest=held.sheet.line.digest,
        authority=actor.authority,
        evidence=actor.evidence or "",
        file_id=filed.id if filed is not None else None,
        signed_by=actor.person,
        signed_at=actor.at,
    )
    return signature_of(row, held.row.version)


def _sealed(held: Held, signature: Signature) -> AgreementSealed | None:
    """Seal text and signatures, where this one was the last; else nothing."""
    sheet, row = held.sheet, held.row
    signed = {**sheet.signed, signature.member: signature}
    if rules.missing(sheet.standing.wording.parties, signed):
        return None
    row.state = AgreementState.SEALED.value
    row.sealed_at = held.actor.at
    row.seal = seal_of(sheet.standing.wording, signed)
    return AgreementSealed(
        league=row.league,
        agreement=str(row.pk),
        body=row.body,
        year=row.year,
        digest=sheet.line.digest,
        seal=row.seal,
    )
