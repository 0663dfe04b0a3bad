"""What experts contribute to items: the panel, its opinions, and how they are treated."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.governance.models import DocketItem
from hansa.governance.models.experts import ExpertOpinion, PanelDraw
from hansa.governance.reads.calendars import list_bodies
from hansa.governance.reads.dockets import item_missing, items, terms_of
from hansa.governance.reads.experts import (
    candidate_of,
    draw_of,
    expert_of,
    require_reader,
)
from hansa.governance.rules import advice as advice_rules
from hansa.governance.rules import dockets
from hansa.governance.rules import draws as rules
from hansa.governance.terms.dockets import DocketClass, Item
from hansa.governance.terms.experts import (
    Advice,
    AdviceSheet,
    Conclusion,
    DrawLine,
    Note,
    Opinion,
    Treatment,
)


def advice_on(
    items: Sequence[Item], classes: Iterable[DocketClass]
) -> Mapping[UUID, Advice]:
    """Give what experts contribute to items, with what those said that these came from.

    The number of queries grows with how often an item was carried on, not with items.
    """
    known, chains = tuple(classes), chains_of(items)
    ids = {id_ for chain in chains.values() for id_ in chain}
    opinions, draws = _opinions(ids, items), _draws(ids)
    return {
        item.id: _advice(
            advice_rules.wanted_for(known, item.class_id),
            [one for id_ in chains[item.id] for one in opinions[id_]],
            [one for id_ in chains[item.id] for one in draws[id_]],
        )
        for item in items
    }


def chains_of(items: Sequence[Item]) -> dict[UUID, list[UUID]]:
    """Give for each item those that it was carried from, the oldest first."""
    before = {item.id: item.carried_from for item in items}
    while missing := {one for one in before.values() if one} - before.keys():
        rows = DocketItem.objects.filter(pk__in=missing)
        before.update(rows.values_list("pk", "carried_from_id"))
    chains = {}
    for item in items:
        chain: list[UUID] = []
        at: UUID | None = item.id
        while at is not None:
            chain.insert(0, at)
            at = before[at]
        chains[item.id] = chain
    return chains


def _opinions(ids: Iterable[UUID], items: Sequence[Item]) -> dict[UUID, list[Opinion]]:
    found: dict[UUID, list[Opinion]] = defaultdict(list)
    parties = {item.id: rules.parties_of(item.proposer, item.cities) for item in items}
    rows = ExpertOpinion.objects.filter(item__in=ids).select_related("expert")
    for row in rows.order_by("entered_at", "pk"):
        found[row.item_id].append(opinion_of(row, parties.get(row.item_id, ())))
    return found


def _draws(ids: Iterable[UUID]) -> dict[UUID, list[DrawLine]]:
    found: dict[UUID, list[DrawLine]] = defaultdict(list)
    rows = PanelDraw.objects.filter(item__in=ids, annulled_at=None)
    for row in rows.order_by("number"):
        found[row.item_id].append(draw_of(row))
    return found


def _advice(wanted: int, said: Sequence[Opinion], draws: Sequence[DrawLine]) -> Advice:
    last = {one.expert: one for one in said if one.replaced_at is None}
    return Advice(
        wanted=wanted,
        draw=draws[-1] if draws else None,
        opinions=tuple(sorted(last.values(), key=lambda one: one.number)),
        earlier=tuple(one for one in said if last.get(one.expert) is not one),
    )


def opinion_of(row: ExpertOpinion, parties: tuple[str, ...]) -> Opinion:
    """Turn the row of an opinion into a term, with what speaks against its expert."""
    expert = expert_of(row.expert)
    matter = rules.Matter(parties=parties, on=row.given_on, field=None)
    noted = Treatment(row.treatment) if row.treatment else None
    return Opinion(
        id=row.pk,
        item=row.item_id,
        expert=row.expert_id,
        number=expert.number,
        name=expert.name,
        employer=expert.employer,
        draw=row.draw_id,
        session=row.session_id,
        conclusion=Conclusion(row.conclusion),
        words=row.words,
        document=row.document,
        wording=row.wording,
        given_on=row.given_on,
        authority=row.authority,
        entered_at=row.entered_at,
        replaced_at=row.replaced_at,
        note=Note(treatment=noted, reason=row.treatment_reason) if noted else None,
        noted_at=row.treated_at,
        noted_authority=row.treated_authority,
        conflicts=rules.objections(candidate_of(expert), matter),
        revision=row.revision,
    )


def get_advice(actor: Actor, league: str, item_id: UUID) -> AdviceSheet:
    """Show what experts contribute to an item, on a docket or waiting for one.

    Raises:
        Forbidden: the actor may not see experts.
        Missing: there is no such item.
    """
    require_reader(actor, league)
    found = terms_of(items(league).filter(pk=item_id))
    if not found:
        raise item_missing()
    (item,) = found
    day = actor.at.astimezone(LEAGUE_ZONE).date()
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    body = next((one for one in list_bodies(version) if one.id == item.body), None)
    classes = dockets.classes_at(body.docket if body else None, item.level)
    return AdviceSheet(item=item, advice=advice_on((item,), classes)[item.id])
