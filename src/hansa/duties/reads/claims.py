"""What waits for a reader's word beside duties.

Other contexts keep it, and stand above this one; the composition root says how it is read.
"""

from collections.abc import Callable, Sequence
from datetime import date

from hansa.chassis.actor import Actor
from hansa.duties.terms.claims import Claim

ClaimsOf = Callable[[Actor, str, date], Sequence[Claim]]
_claims_of: list[ClaimsOf] = []


def use_claims(claims_of: ClaimsOf) -> None:
    """Receive at start-up how claims are read, from ``hansa.site``."""
    _claims_of[:] = [claims_of]


def list_claims(actor: Actor, league: str, day: date) -> tuple[Claim, ...]:
    """List what an actor may confirm, as of a day, the earliest first."""
    return tuple(claim for read in _claims_of for claim in read(actor, league, day))
