"""Draws panels of experts: sealed first, then revealed; a new draw shows the old one."""

import secrets
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.governance.models.experts import Expert, ExpertOpinion, PanelDraw
from hansa.governance.reads.experts import (
    candidate_of,
    draw_missing,
    draw_of,
    expert_missing,
    expert_of,
    fields_of,
)
from hansa.governance.rules import draws as rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.rules.expert_rights import KEEP_EXPERTS
from hansa.governance.services.sessions.advised import hold_advised
from hansa.governance.services.sessions.convening import demand_reason
from hansa.governance.services.sessions.rows import (
    HeldItem,
    add_step,
    day_of,
    hold_item,
    refuse_words,
)
from hansa.governance.terms.experts import (
    Candidate,
    DrawDraft,
    DrawLine,
    DrawState,
    SeedOrigin,
)
from hansa.governance.terms.sessions import StepKind
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text

SEED_LEAST = 16  # A shorter one is found by trying all there are.
SEED_BYTES = 32


def seal_draw(actor: Actor, league: str, item_id: UUID, draft: DrawDraft) -> UUID:
    """Seal the draw of a panel: its pool and the SHA-256 of its seed are fixed and told.

    Raises:
        Forbidden: the actor does not keep the pool.
        Missing: there is no such item, field or expert.
        Conflict: a draw for the item stands already, or its session is over.
        Refused: the item has ended or came by itself, too few may be drawn, or the seed
            is short.

    Source: GOV-28 of huaihai, GOV-19 of changzhutan.
    """
    require(actor, KEEP_EXPERTS, Over(league=league))
    with transaction.atomic():
        held = hold_advised(actor, league, item_id)
        _refuse_second(held)
        seed = _seed(draft.seed)
        pool = _pool(held, draft)
        rules.refuse_size(draft.size, sum(not one.objections for one in pool))
        row = _sealed(held, draft, pool, seed)
        row.pool_digest = rules.digest_of(rules.pool_content(draw_of(row)))
        row.save()
        content = rules.pool_content(draw_of(row)) | {
            "commitment": row.commitment,
            "pool_digest": row.pool_digest,
        }
        _tell(actor, "governance.seal_draw", row, content)
    return row.pk


def _refuse_second(held: HeldItem) -> None:
    standing = PanelDraw.objects.filter(item=held.row, annulled_at=None).first()
    if standing is not None:
        raise Conflict(
            "draw-stands",
            text("Draw {number} for this item stands.", number=standing.number),
            text("Annul it with a reason first; both are shown ever after."),
        )


def _seed(given: str | None) -> str:
    if given is None:
        return secrets.token_hex(SEED_BYTES)
    refuse_words({"line": given})
    if len(given.strip()) < SEED_LEAST:
        raise Refused(
            "seed-short",
            text("A seed has at least {least} characters.", least=SEED_LEAST),
            text("Give a longer one, or leave it to the program."),
        )
    return given.strip()


def _pool(held: HeldItem, draft: DrawDraft) -> tuple[Candidate, ...]:
    """Give every expert of the league, with what speaks against each for this item."""
    league, fields = held.row.league, fields_of(held.row.league)
    if draft.field is not None and draft.field not in fields:
        raise Missing(
            "field-unknown",
            text("“{field}” is no field of cooperation here.", field=draft.field[:60]),
            meant(draft.field[:60], fields),
        )
    refuse_words({"reason": draft.recusal})
    if draft.recused:
        demand_reason(draft.recusal)
    rows = list(Expert.objects.filter(league=league).order_by("number"))
    if set(draft.recused) - {row.pk for row in rows}:
        raise expert_missing()
    matter = rules.Matter(
        parties=rules.parties_of(held.item.proposer, held.item.cities),
        on=day_of(held.actor),
        field=draft.field,
    )
    reason = draft.recusal.strip()
    pool = [
        candidate_of(expert_of(row), reason if row.pk in draft.recused else "")
        for row in rows
    ]
    return tuple(replace(one, objections=rules.objections(one, matter)) for one in pool)


def _sealed(
    held: HeldItem, draft: DrawDraft, pool: tuple[Candidate, ...], seed: str
) -> PanelDraw:
    """Make the row of a draw; its digest comes once it can be read whole."""
    actor, row = held.actor, held.row
    last = PanelDraw.objects.filter(league=row.league).aggregate(last=Max("number"))
    return PanelDraw(
        id=uuid4(),
        league=row.league,
        number=(last["last"] or 0) + 1,
        item=row,
        title=row.title,
        parties=list(rules.parties_of(held.item.proposer, held.item.cities)),
        size=draft.size,
        field=draft.field or "",
        on=day_of(actor),
        pool=[rules.written(one) for one in pool],
        commitment=rules.sha256(seed),
        seed=seed,
        seed_origin=(SeedOrigin.GIVEN if draft.seed else SeedOrigin.GENERATED).value,
        sealed_by=actor.person,
        authority=actor.authority,
        sealed_at=actor.at,
    )


def reveal_draw(actor: Actor, league: str, draw_id: UUID, revision: int) -> None:
    """Reveal the seed of a draw, and with it the panel.

    Raises:
        Forbidden: the actor does not keep the pool.
        Missing: there is no such draw.
        Conflict: somebody changed it since, or it is no longer sealed.
    """
    require(actor, KEEP_EXPERTS, Over(league=league))
    with transaction.atomic():
        row, _draw = _hold(league, draw_id, revision, DrawState.SEALED)
        # Its item may be at an end by now, and what was sealed is owed all the same.
        row.revealed_at = actor.at
        row.revision += 1
        row.save()
        shown = draw_of(row)
        content = {"seed": row.seed, "panel": [str(one) for one in shown.panel]}
        _add_step(actor, row, StepKind.DRAWN)
        _tell(actor, "governance.reveal_draw", row, content)


def stand_down(
    actor: Actor, league: str, draw_id: UUID, revision: int, expert: UUID, reason: str
) -> None:
    """Record that a member of a panel stands down; the next of the order follows.

    Raises:
        Forbidden: the actor does not keep the pool.
        Missing: there is no such draw, or no such expert on its panel.
        Conflict: somebody changed it since, or it is not revealed.
        Refused: no reason, or the expert has given an opinion.
    """
    require(actor, KEEP_EXPERTS, Over(league=league))
    with transaction.atomic():
        row, draw = _hold(league, draw_id, revision, DrawState.REVEALED)
        refuse_words({"reason": reason})
        demand_reason(reason)
        if expert not in draw.panel:
            raise expert_missing()
        _refuse_heard(row, expert)
        gone = {"expert": str(expert), "reason": reason.strip()}
        row.stood_down = [*row.stood_down, gone | {"at": actor.at.isoformat()}]
        row.revision += 1
        row.save()
        _tell(actor, "governance.stand_down", row, gone)


def annul_draw(
    actor: Actor, league: str, draw_id: UUID, revision: int, reason: str
) -> None:
    """Annul a draw; it stays, and the certificate of the next one says so.

    Raises:
        Forbidden: the actor does not keep the pool.
        Missing: there is no such draw.
        Conflict: somebody changed it since, or it was annulled already.
        Refused: no reason, or an opinion of its panel was attached.
    """
    require(actor, KEEP_EXPERTS, Over(league=league))
    with transaction.atomic():
        row, _draw = _hold(
            league, draw_id, revision, DrawState.SEALED, DrawState.REVEALED
        )
        refuse_words({"reason": reason})
        demand_reason(reason)
        _refuse_heard(row)
        row.annulled_at, row.annul_reason = actor.at, reason.strip()
        row.revision += 1
        row.save()
        _tell(actor, "governance.annul_draw", row, {"reason": row.annul_reason})


def _hold(
    league: str, draw_id: UUID, revision: int, *states: DrawState
) -> tuple[PanelDraw, DrawLine]:
    journal.lock()
    found = PanelDraw.objects.select_for_update().filter(league=league, pk=draw_id)
    row = found.first()
    if row is None:
        raise draw_missing()
    if row.revision != revision:
        raise session_rules.stale()
    draw = draw_of(row)
    if draw.state not in states:
        raise Conflict(
            "draw-stands-elsewhere",
            text("The draw is not where this has a place."),
            text("Look at the draw: its page offers what may be done now."),
        )
    return row, draw


def _refuse_heard(row: PanelDraw, expert: UUID | None = None) -> None:
    heard = ExpertOpinion.objects.filter(draw=row)
    if expert is not None:
        heard = heard.filter(expert=expert)
    if heard.exists():
        raise Refused(
            "opinion-attached",
            text("An opinion of this panel is attached to the item."),
            text("What was said stays; record another opinion if it has changed."),
        )


def _add_step(actor: Actor, row: PanelDraw, kind: StepKind) -> None:
    """Tell the session of the item, where it is on a docket."""
    held = hold_item(actor, row.league, row.item_id)
    if held.session is not None:
        add_step(held.session, kind, "", held.row)


def _tell(actor: Actor, service: str, row: PanelDraw, content: Any) -> None:
    named = [f"draw:{row.pk}", f"item:{row.item_id}"]
    journal.record(actor, service, row.league, named, content)
