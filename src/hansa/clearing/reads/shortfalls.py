"""What if a city does not pay: a batch unwound, or paid by the guarantee account."""

from enum import StrEnum

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, require
from hansa.clearing.reads import rulesets
from hansa.clearing.reads.batches import batch_row, net_of, pairs_of
from hansa.clearing.rules import caps
from hansa.clearing.rules.caps import Shortfall
from hansa.clearing.rules.rights import READ
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text


class Remedy(StrEnum):
    """What is done about a party that does not pay."""

    UNWIND = "unwind"
    GUARANTEE = "guarantee"


def unpaid_by(
    actor: Actor,
    league: str,
    slug: str,
    party: str,
    remedy: Remedy,
    fund_fen: int = 0,
    number: int | None = None,
) -> Shortfall:
    """Say what becomes of a netted batch when one party does not pay; nothing is changed.

    Args:
        actor: somebody who may read clearing.
        league: slug.
        slug: of the window.
        party: who does not pay.
        remedy: whether it is taken out, or the guarantee account pays for it.
        fund_fen: what lies in the guarantee account.
        number: of the batch; None for its latest.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: there is no such batch or party, or it is not netted.
        Refused: the league has no guarantee account.
    """
    require(actor, READ, Over(league=league))
    row = batch_row(league, slug, number)
    net = net_of(row)
    if party not in net:
        raise Missing(
            "party-missing",
            text("The batch has no party “{party}”.", party=party[:60]),
            meant(party, net),
        )
    if remedy is Remedy.UNWIND:
        return caps.unwind(list(net), pairs_of(row), party)
    _, terms = rulesets.in_force(league, actor.at.astimezone(LEAGUE_ZONE).date())
    if terms.caps is None or terms.caps.guarantee is None:
        raise Refused(
            "guarantee-missing",
            text("The league has no guarantee account."),
            text("Name one under caps in clearing.yaml, or wait for the payer."),
        )
    return caps.guarantee(net, party, terms.caps.guarantee, fund_fen)
