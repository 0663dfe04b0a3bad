"""What if a city does not pay: a batch unwound, or paid by the guarantee account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, require
from hansa.clearing.models import Batch
from hansa.clearing.reads import ledger, rulesets
from hansa.clearing.reads.batches import batch_row, net_of, pairs_of
from hansa.clearing.reads.past import instant_of, payments_then
from hansa.clearing.rules import caps
from hansa.clearing.rules.caps import Shortfall
from hansa.clearing.rules.rights import READ
from hansa.clearing.rules.states import PUBLISHED
from hansa.clearing.terms.house import State
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text


class Remedy(StrEnum):
    """What is done about a party that does not pay."""

    UNWIND = "unwind"
    GUARANTEE = "guarantee"


@dataclass(frozen=True, slots=True, kw_only=True)
class CapLine:
    """How far a party is from its net debit cap, in fen.

    Attributes:
        unpaid_fen: what it owes of published batches and has not paid.
        added_fen: what a batch adds that is not published yet.
        cap_fen: None where it has none.
    """

    party: str
    unpaid_fen: int
    added_fen: int
    cap_fen: int | None

    @property
    def left_fen(self) -> int | None:
        """What it may still owe; negative where it would owe too much."""
        if self.cap_fen is None:
            return None
        return self.cap_fen - self.unpaid_fen - self.added_fen


def has_guarantee(league: str, actor: Actor) -> bool:
    """Tell whether the charter names an account that may pay for a city."""
    return bool(_guarantee_of(league, actor))


def _guarantee_of(league: str, actor: Actor) -> str:
    """Name the account that pays for a city; empty where nobody does."""
    _, terms = rulesets.in_force(league, actor.at.astimezone(LEAGUE_ZONE).date())
    return terms.guarantee or ""


def list_left(
    actor: Actor,
    league: str,
    slug: str,
    number: int | None = None,
    as_of: date | None = None,
) -> Mapping[str, int]:
    """Give what each party of a batch is still to receive, or below zero to pay, in fen.

    Args:
        actor: somebody who may read clearing.
        league: slug.
        slug: of the window.
        number: of the batch; None for its latest.
        as_of: the day as of whose end it is reckoned; None for now.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: there is no such batch.
    """
    require(actor, READ, Over(league=league))
    return _left_of(actor, batch_row(league, slug, number, as_of), as_of)


def _left_of(actor: Actor, row: Batch, as_of: date | None) -> Mapping[str, int]:
    payments = payments_then(row, as_of)
    return caps.left_of(net_of(row), payments, _guarantee_of(row.league, actor))


def list_caps(
    actor: Actor,
    league: str,
    slug: str,
    number: int | None = None,
    as_of: date | None = None,
) -> tuple[CapLine, ...]:
    """Say how far each party that owes is from its cap, once a batch is published.

    Args:
        actor: somebody who may read clearing.
        league: slug.
        slug: of the window.
        number: of the batch; None for its latest.
        as_of: the day as of whose end it is reckoned; None for now.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: there is no such batch.
    """
    require(actor, READ, Over(league=league))
    row = batch_row(league, slug, number, as_of)
    at = instant_of(actor, as_of)
    _, terms = rulesets.in_force(league, at.astimezone(LEAGUE_ZONE).date())
    unpaid = ledger.unpaid_of(league, as_of)
    is_ahead = State(row.state) not in PUBLISHED | {State.VOIDED}
    lines = (
        CapLine(
            party=party,
            unpaid_fen=unpaid.get(party, 0),
            added_fen=max(-fen, 0) if is_ahead else 0,
            cap_fen=terms.caps.cap_of(party) if terms.caps else None,
        )
        for party, fen in net_of(row).items()
    )
    return tuple(line for line in lines if line.unpaid_fen or line.added_fen)


def unpaid_by(
    actor: Actor,
    league: str,
    slug: str,
    party: str,
    remedy: Remedy,
    fund_fen: int = 0,
    number: int | None = None,
    as_of: date | None = None,
) -> Shortfall:
    """Say what becomes of a netted batch when one party does not pay; nothing is changed.

    Payments that were recorded are made; what they settled is no shortfall.

    Args:
        actor: somebody who may read clearing.
        league: slug.
        slug: of the window.
        party: who does not pay.
        remedy: whether it is taken out, or the guarantee account pays for it.
        fund_fen: what lies in the guarantee account.
        number: of the batch; None for its latest.
        as_of: the day as of whose end it is reckoned; None for now.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: there is no such batch or party, or it is not netted.
        Refused: the league has no guarantee account.
    """
    require(actor, READ, Over(league=league))
    row = batch_row(league, slug, number, as_of)
    net = _left_of(actor, row, as_of)
    if party not in net:
        raise Missing(
            "party-missing",
            text("The batch has no party “{party}”.", party=party[:60]),
            meant(party, net),
        )
    if remedy is Remedy.UNWIND:
        return caps.unwind(net, pairs_of(row), party)
    account = _guarantee_of(league, actor)
    if not account:
        raise Refused(
            "guarantee-missing",
            text("The league has no guarantee account."),
            text("Name one under caps in clearing.yaml, or wait for the payer."),
        )
    return caps.guarantee(net, party, account, fund_fen)


def touched(
    net: Mapping[str, int], found: Shortfall
) -> tuple[tuple[str, int, int, int], ...]:
    """Give party, position now, position then and difference of all that are touched."""
    return tuple(
        (party, net.get(party, 0), then, found.changes[party])
        for party, then in found.net.items()
        if net.get(party, 0) or then
    )
