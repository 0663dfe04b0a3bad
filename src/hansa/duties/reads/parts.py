"""What parts of duties are called that a city handed on to its units."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from hansa.chassis.actor import Actor
from hansa.duties.models import HandOn
from hansa.duties.reads.visibility import visible
from hansa.kernel.text import Bilingual, Text, unpack


def titles_of(
    actor: Actor, league: str, ids: Iterable[str]
) -> Mapping[str, tuple[Bilingual | Text | str, UUID]]:
    """Give title and id of the duty behind parts, where the actor may see it, by part."""
    rows = HandOn.objects.filter(
        pk__in=sorted(set(ids)), duty__in=visible(actor, league)
    ).values_list("pk", "duty__title", "duty_id")
    found: dict[str, tuple[Bilingual | Text | str, UUID]] = {}
    for part, packed, duty in rows:
        title = unpack(packed)
        assert isinstance(title, Text | Bilingual | str)  # Drafts hold nothing else.
        found[str(part)] = (title, duty)
    return found
