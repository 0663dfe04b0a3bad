"""Which version prices a tap, and what its claims come to for each party."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from hansa.clearing.terms.rulebook import Version
from hansa.clearing.terms.schemes import Claim, Weighted
from hansa.kernel.money import split

# Many rules share their weights, and many taps their fare; a split is worked out once.
_split = lru_cache(maxsize=1 << 14)(split)

Shares = Mapping[tuple[str, str], int]
"""What each debtor owes each creditor, in fen; ``@issuer`` and ``@acquirer`` unresolved."""


def change_instants(versions: Sequence[Version]) -> tuple[datetime, ...]:
    """List the instants at which the version in force may change, earliest first.

    Between two of them no lookup changes, so a tap is priced by its *era*: how many of
    them lie at or before it.
    """
    return tuple(sorted({version.effective_at for version in versions}))


@dataclass(frozen=True, slots=True)
class Lookup:
    """Finds the versions for a service, an acquirer and an instant."""

    by_service: Mapping[str, tuple[tuple[str, tuple[Version, ...]], ...]]

    def candidates(
        self, service: str, acquirer: str, at: datetime
    ) -> tuple[Version, ...]:
        """Give, of each scheme, the latest version that covers the tap.

        Two versions of one scheme that begin at one instant and cover the tap are both
        given; so are versions of two schemes. One is a price, none and several are not.

        Source: contracts, section 11: RULE_NONE and RULE_MANY.
        """
        found: list[Version] = []
        for _, versions in self.by_service.get(service, ()):
            covering = [
                version
                for version in versions
                if version.effective_at <= at and version.covers(service, acquirer)
            ]
            latest = max((v.effective_at for v in covering), default=None)
            found += [v for v in covering if v.effective_at == latest]
        return tuple(found)


def lookup_in(versions: Sequence[Version]) -> Lookup:
    """Index versions by service and scheme."""
    services: dict[str, dict[str, list[Version]]] = {}
    for version in sorted(versions, key=lambda version: version.scheme):
        for service in version.services:
            by_scheme = services.setdefault(service, {})
            by_scheme.setdefault(version.scheme, []).append(version)
    return Lookup(
        {
            service: tuple((scheme, tuple(found)) for scheme, found in schemes.items())
            for service, schemes in services.items()
        }
    )


def shares_of(claims: Sequence[Claim], part_fen: int, amount_fen: int) -> Shares:
    """Give what each pair comes to when part of the amount is meant.

    Every claim is taken at ``floor(claim * part / amount)``, over its debtors and then over
    its creditors by largest remainder, so the shares add up to it exactly. Nothing of the
    amount gives nothing, and all of it every claim whole, also where the amount is zero.

    Args:
        claims: the claims of the whole fact.
        part_fen: how much of the amount is meant, zero to ``amount_fen``.
        amount_fen: what was charged.
    """
    shares: dict[tuple[str, str], int] = {}
    for claim in claims:
        whole = part_fen == amount_fen
        taken = claim.amount_fen if whole else claim.amount_fen * part_fen // amount_fen
        if taken == 0:
            continue
        for debtor, owed_fen in _parts(taken, claim.debtors):
            for creditor, share_fen in _parts(owed_fen, claim.creditors):
                pair = (debtor, creditor)
                shares[pair] = shares.get(pair, 0) + share_fen
    if all(shares.values()):
        return shares
    return {pair: share_fen for pair, share_fen in shares.items() if share_fen}


def _parts(total_fen: int, parties: Sequence[Weighted]) -> list[tuple[str, int]]:
    if len(parties) == 1:
        return [(parties[0].party, total_fen)]
    parts = _split(total_fen, tuple([weighted.weight for weighted in parties]))
    return [
        (weighted.party, part)
        for weighted, part in zip(parties, parts, strict=True)
        if part
    ]


def given_back(
    claims: Sequence[Claim], amount_fen: int, part: tuple[int, int, bool]
) -> Shares:
    """Give the legs of a refund or reversal: what was owed, owed back.

    Args:
        claims: the claims of the whole purchase.
        amount_fen: what it charged.
        part: what was given back of it before and after, and whether this voids it.

    Source: contracts, section 11: split(cumulative after) - split(cumulative before).
    """
    before_fen, after_fen, voids = part
    # A purchase of nothing is given back by a reversal only, and then whole.
    before = {} if before_fen == 0 else shares_of(claims, before_fen, amount_fen)
    nothing = after_fen == 0 and not voids
    after = {} if nothing else shares_of(claims, after_fen, amount_fen)
    legs: dict[tuple[str, str], int] = {}
    for debtor, creditor in before.keys() | after.keys():
        change = after.get((debtor, creditor), 0) - before.get((debtor, creditor), 0)
        # Largest remainder is not monotone: a party may get a fen back from a refund.
        pair = (creditor, debtor) if change > 0 else (debtor, creditor)
        if change:
            legs[pair] = legs.get(pair, 0) + abs(change)
    return legs
