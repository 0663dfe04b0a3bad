"""The pool of experts of a league, and the draws of panels from it."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.governance.models.experts import Expert, PanelDraw
from hansa.governance.rules import draws as rules
from hansa.governance.rules.expert_rights import KEEP_EXPERTS, READ_EXPERTS
from hansa.governance.terms.experts import (
    Candidate,
    DrawLine,
    ExpertFilter,
    ExpertLine,
    SeedOrigin,
    StoodDown,
)
from hansa.kernel.errors import Missing
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, Text, text

NUMBER = re.compile(r"[0-9]{1,9}")
NUMBERED = re.compile(r"(?:[Ee]-)?([0-9]{1,9})")


def require_reader(actor: Actor, league: str) -> None:
    """Refuse somebody who may not see experts.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, READ_EXPERTS, Over(league=league))


def may_read(actor: Actor, league: str) -> bool:
    """Tell whether an actor may see experts, for a link."""
    return may(actor, READ_EXPERTS, Over(league=league))


def may_keep(actor: Actor, league: str) -> bool:
    """Tell whether an actor keeps the pool, for a button."""
    return may(actor, KEEP_EXPERTS, Over(league=league))


def require_keeper(actor: Actor, league: str) -> None:
    """Refuse somebody who does not keep the pool, before a form is shown.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, KEEP_EXPERTS, Over(league=league))


def fields_of(league: str) -> Mapping[str, Bilingual]:
    """Give the fields of cooperation of the newest charter, in its order.

    Raises:
        Missing: there is no such league.
    """
    agreement = charter_reads.get_versions(league)[-1].charter.agreement
    return {domain.id: domain.name for domain in agreement.domains}


def expert_missing() -> Missing:
    """Say that there is no such expert."""
    return Missing(
        "expert-missing",
        text("There is no such expert in the pool."),
        text("Open the expert from the list of experts."),
    )


def expert_of(row: Expert) -> ExpertLine:
    """Turn the row of an expert into a term."""
    return ExpertLine(
        id=row.pk,
        league=row.league,
        number=row.number,
        name=row.name,
        post=row.post,
        employer=row.employer,
        employer_member=row.employer_member or None,
        employer_unit=row.employer_unit or None,
        fields=tuple(row.fields),
        specialty=row.specialty,
        term=Period(row.start_on, row.end_on),
        interests=tuple(row.interests),
        interest_words=row.interest_words,
        document=row.document,
        ended_on=row.ended_on,
        end_reason=row.end_reason,
        authority=row.authority,
        entered_at=row.entered_at,
        revision=row.revision,
    )


def list_experts(
    actor: Actor, league: str, wanted: ExpertFilter
) -> tuple[ExpertLine, ...]:
    """List the experts of a league in the order of the pool; one query.

    Raises:
        Forbidden: the actor may not see experts.
    """
    require_reader(actor, league)
    lines = map(expert_of, Expert.objects.filter(league=league).order_by("number"))
    return tuple(
        line
        for line in lines
        if wanted.field is None or wanted.field in line.fields
        if wanted.serves_on is None or line.serves_on(wanted.serves_on)
    )


def get_expert(actor: Actor, league: str, expert_id: UUID) -> ExpertLine:
    """Show one expert.

    Raises:
        Forbidden: the actor may not see experts.
        Missing: there is no such expert.
    """
    require_reader(actor, league)
    row = Expert.objects.filter(league=league, pk=expert_id).first()
    if row is None:
        raise expert_missing()
    return expert_of(row)


def find_expert(actor: Actor, league: str, named: str) -> ExpertLine:
    """Find an expert by the number in the pool, such as E-3, or by id.

    Raises:
        Forbidden: the actor may not see experts.
        Missing: there is no such expert.
    """
    require_reader(actor, league)
    numbered = NUMBERED.fullmatch(named)
    if numbered is None:
        try:
            return get_expert(actor, league, UUID(named))
        except ValueError as error:
            raise expert_missing() from error
    row = Expert.objects.filter(league=league, number=int(numbered[1])).first()
    if row is None:
        raise expert_missing()
    return expert_of(row)


def candidate_of(line: ExpertLine, recusal: str = "") -> Candidate:
    """Give an expert as far as a draw asks, with nothing said against it yet."""
    ends = [line.term.end, *((line.ended_on,) if line.ended_on else ())]
    return Candidate(
        id=line.id,
        number=line.number,
        name=line.name,
        employer=line.employer,
        employer_member=line.employer_member,
        fields=line.fields,
        term_start=line.term.start,
        term_end=min(ends),
        interests=line.interests,
        recusal=recusal,
        objections=(),
    )


def draw_missing() -> Missing:
    """Say that there is no such draw."""
    return Missing(
        "draw-missing",
        text("There is no such draw here."),
        text("Open it from the list of draws."),
    )


def draw_of(row: PanelDraw, earlier: tuple[tuple[int, str], ...] = ()) -> DrawLine:
    """Turn the row of a draw into a term; its seed is kept back until it is revealed."""
    pool = tuple(rules.candidate_from(one) for one in row.pool)
    stood_down = tuple(
        StoodDown(
            expert=UUID(one["expert"]),
            reason=one["reason"],
            at=datetime.fromisoformat(one["at"]),
        )
        for one in row.stood_down
    )
    shown = row.revealed_at is not None
    numbers = {one.id: one.number for one in pool if not one.objections}
    order = rules.order_of(row.seed, numbers) if shown else ()
    gone = [one.expert for one in stood_down]
    return DrawLine(
        id=row.pk,
        league=row.league,
        number=row.number,
        item=row.item_id,
        title=row.title,
        parties=tuple(row.parties),
        size=row.size,
        field=row.field or None,
        on=row.on,
        pool=pool,
        pool_digest=row.pool_digest,
        commitment=row.commitment,
        seed=row.seed if shown else None,
        seed_origin=SeedOrigin(row.seed_origin),
        authority=row.authority,
        sealed_at=row.sealed_at,
        revealed_at=row.revealed_at,
        order=order,
        panel=rules.panel_of(order, row.size, gone),
        stood_down=stood_down,
        annulled_at=row.annulled_at,
        annul_reason=row.annul_reason,
        earlier=earlier,
        revision=row.revision,
    )


def list_draws(actor: Actor, league: str) -> tuple[DrawLine, ...]:
    """List the draws of a league, the latest first; one query.

    Raises:
        Forbidden: the actor may not see experts.
    """
    require_reader(actor, league)
    rows = PanelDraw.objects.filter(league=league).order_by("-number")
    return tuple(draw_of(row) for row in rows)


def get_draw(actor: Actor, league: str, draw_id: UUID) -> DrawLine:
    """Show one draw, with those for the same item that were annulled before it.

    Raises:
        Forbidden: the actor may not see experts.
        Missing: there is no such draw.
    """
    require_reader(actor, league)
    row = PanelDraw.objects.filter(league=league, pk=draw_id).first()
    if row is None:
        raise draw_missing()
    return whole_draw(row)


def whole_draw(row: PanelDraw) -> DrawLine:
    """Give a draw with the earlier ones for its item; one query."""
    before = PanelDraw.objects.filter(
        item=row.item_id, number__lt=row.number, annulled_at__isnull=False
    )
    told = before.order_by("number").values_list("number", "annul_reason")
    return draw_of(row, tuple(told))


def find_draw(actor: Actor, league: str, named: str) -> DrawLine:
    """Find a draw by its number in the league, or by id.

    Raises:
        Forbidden: the actor may not see experts.
        Missing: there is no such draw.
    """
    require_reader(actor, league)
    if NUMBER.fullmatch(named):
        row = PanelDraw.objects.filter(league=league, number=int(named)).first()
        if row is None:
            raise draw_missing()
        return whole_draw(row)
    try:
        return get_draw(actor, league, UUID(named))
    except ValueError as error:
        raise draw_missing() from error


def certificate(draw: DrawLine) -> dict[str, Any]:
    """Give the certificate of a draw, as it is printed and sent."""
    return rules.certificate(draw)


def verify(written: Any) -> tuple[Text, ...]:
    """Say what a certificate gets wrong; asks no database."""
    return rules.faults_of(written)


def serving(lines: tuple[ExpertLine, ...], day: date) -> int:
    """Count the experts whose term covers a day."""
    return sum(line.serves_on(day) for line in lines)
