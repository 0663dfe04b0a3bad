"""What card files are called."""

from collections.abc import Iterable, Mapping

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.clearing.models import CardFile
from hansa.clearing.rules.rights import READ


def names_of(actor: Actor, league: str, shas: Iterable[str]) -> Mapping[str, str]:
    """Name card files by the hash of their content.

    Raises:
        Forbidden: the actor may not read clearing.
    """
    require(actor, READ, Over(league=league))
    wanted = sorted(set(shas))
    rows = CardFile.objects.filter(league=league, sha256__in=wanted)
    return dict(rows.values_list("sha256", "name")) if wanted else {}
