"""Signs handovers: the outgoing host's signature freezes the pack, the other accepts it.

Nothing here gives or takes a right: whoever is in turn is computed from the day.
"""

from datetime import date
from uuid import uuid4

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.chassis import files, journal
from hansa.chassis.actor import Actor
from hansa.governance.models import Handover, HandoverSignature
from hansa.governance.reads import handovers as reads
from hansa.governance.rules import handovers as rules
from hansa.governance.services.sessions.rows import day_of
from hansa.governance.terms.handovers import Side, TurnPassing
from hansa.kernel.errors import Conflict
from hansa.kernel.text import text


def sign(
    actor: Actor,
    league: str,
    on: date,
    side: Side,
    seen: str,
    paper: files.Upload | None = None,
) -> None:
    """Sign a handover for one side; the first signature freezes the pack.

    Args:
        actor: of the host, or a clerk with the host's paper.
        league: slug.
        on: the day on which the turn passes.
        side: for which the actor signs.
        seen: fingerprint of the pack as the actor saw it.
        paper: the scan of the host's paper, which is filed with its hash.

    Raises:
        Missing: there is no such league, or the turn does not pass on that day.
        Forbidden: the actor does not sign for that side.
        Refused: no paper is named, or the outgoing host is not in turn yet.
        Conflict: it is signed already, the other side comes first, or the pack is
            another by now.

    Source: GOV-10 of huaihai, GOV-04 of changzhutan.
    """
    versions, today = charter_reads.get_versions(league), day_of(actor)
    turn = reads.find_passing(versions, on, today)
    rules.require_sign(actor, turn, side)
    rules.refuse_early(turn, today)
    with transaction.atomic():
        journal.lock()
        row = Handover.objects.filter(league=league, on_date=on).first()
        signed = [Side(one.side) for one in row.signatures.all()] if row else []
        rules.refuse_order(side, signed)
        if row is None:
            row = _frozen(actor, turn, reads.content_of(versions, turn, today))
        if row.digest != seen:
            raise _changed()
        HandoverSignature.objects.create(
            handover=row,
            side=side.value,
            member=rules.member_of(turn, side),
            signed_by=actor.person,
            authority=actor.authority,
            evidence=actor.evidence or "",
            signed_at=actor.at,
        )
        named = [f"handover:{row.pk}"]
        if paper is not None:
            filed = files.take(actor, league, rules.member_of(turn, side), paper)
            named.append(files.journal_name(filed))
        told = {"side": side.value, "on": on.isoformat(), "digest": row.digest}
        journal.record(actor, "governance.sign_handover", league, named, told)


def _frozen(actor: Actor, turn: TurnPassing, content: dict[str, object]) -> Handover:
    return Handover.objects.create(
        id=uuid4(),
        league=turn.league,
        on_date=turn.on,
        outgoing=turn.outgoing,
        incoming=turn.incoming,
        content=content,
        digest=reads.digest_of(content),
        frozen_at=actor.at,
    )


def _changed() -> Conflict:
    return Conflict(
        "handover-changed",
        text("What is left open has changed meanwhile; nothing was signed."),
        text("Look at the pack as it stands now, then sign it."),
    )
