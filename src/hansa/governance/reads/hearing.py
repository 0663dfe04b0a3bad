"""Which items rest on public consultations, and whether those are finished."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from hansa.charter.terms import Version
from hansa.governance.models.consultations import ConsultedItem, PublicConsultation
from hansa.governance.reads.advice import chains_of
from hansa.governance.reads.consultations import lines_of, participation_on
from hansa.governance.rules import consultations as rules
from hansa.governance.terms.consultations import ConsultationLine, Heard
from hansa.governance.terms.dockets import DocketClass, Item


def heard_on(
    items: Sequence[Item],
    classes: Iterable[DocketClass],
    versions: Sequence[Version],
    day: date,
) -> Mapping[UUID, Heard]:
    """Tell of each item whether the public was heard, with those that it came from.

    Args:
        items: of one league.
        classes: of matters, at the level of the items.
        versions: of the charter.
        day: on which it is asked; a consultation may still be open on it.
    """
    known, chains = tuple(classes), chains_of(items)
    linked = _linked({id_ for chain in chains.values() for id_ in chain}, day)
    rule = participation_on(versions, day).consultation
    clauses = rule.clauses if rule else ()
    found = {}
    for item in items:
        lines = {one.id: one for id_ in chains[item.id] for one in linked[id_]}
        found[item.id] = Heard(
            wanted=rules.is_wanted(item, known),
            clauses=clauses,
            lines=tuple(sorted(lines.values(), key=lambda one: one.number)),
        )
    return found


def _linked(ids: Iterable[UUID], day: date) -> Mapping[UUID, list[ConsultationLine]]:
    found: dict[UUID, list[ConsultationLine]] = defaultdict(list)
    links = list(
        ConsultedItem.objects.filter(
            item__in=ids, withdrawn_at=None, consultation__withdrawn_at=None
        ).values_list("item", "consultation")
    )
    if not links:
        return found
    rows = PublicConsultation.objects.filter(pk__in={id_ for _item, id_ in links})
    lines = {line.id: line for line in lines_of(rows, day)}
    for item, id_ in links:
        found[item].append(lines[id_])
    return found
