"""Parking: started hours at the tariff of the city that runs the car park, with a cap.

The issuer owes the acquirer what the card was charged. The tariff says what was due; what
was charged beyond it goes back to the issuer, and what was charged too little is owed by
those who bear it, so that the acquirer ends with exactly what its tariff gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hansa.clearing.charter.weights import Weights
from hansa.clearing.terms.schemes import (
    ACQUIRER,
    ISSUER,
    Claim,
    Column,
    Fact,
    Scheme,
    Weighted,
    named,
)
from hansa.kernel.shapes import MapOf, Nullable, Record, Whole, may, needs
from hansa.kernel.text import Bilingual

MINUTES_AN_HOUR, MINUTES_A_DAY, HOURS_A_DAY = 60, 1440, 24
RATE_MAX = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """What a city asks for parking.

    Attributes:
        per_started_hour_fen: for each hour that was begun.
        free_minutes: up to so many minutes nothing is due.
        cap_per_day_fen: the most for 24 hours; None without a cap.
    """

    per_started_hour_fen: int
    free_minutes: int
    cap_per_day_fen: int | None

    def due_fen(self, minutes: int) -> int:
        """Give what is due for so many started minutes."""
        if minutes <= self.free_minutes:
            return 0
        days, rest = divmod(minutes, MINUTES_A_DAY)
        return days * self._capped(HOURS_A_DAY) + self._capped(
            -(-rest // MINUTES_AN_HOUR)
        )

    def _capped(self, hours: int) -> int:
        asked_fen = hours * self.per_started_hour_fen
        if self.cap_per_day_fen is None:
            return asked_fen
        return min(asked_fen, self.cap_per_day_fen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What a version of parking rules declares; tariffs by the acquirer's party."""

    tariffs: Mapping[str, Tariff]
    bearers: tuple[Weighted, ...]

    def parties(self) -> frozenset[str]:
        """Name every party that must be declared."""
        return frozenset(self.tariffs) | named(self.bearers)

    def reads(self) -> frozenset[Column]:
        """The tariff hangs on the city, what is due on the minutes."""
        return frozenset({Column.ACQUIRER_PARTY, Column.MINUTES})

    def roles(self) -> frozenset[str]:
        """The issuer owes the fare to the acquirer."""
        return frozenset({ISSUER, ACQUIRER})


def split(fact: Fact, parameters: Parameters) -> tuple[Claim, ...] | None:
    """Give the claims of one class of stays; None where the city has no tariff.

    Source: C-CLR-02, a stay from 10:00 to 12:05 at 5.00 for each started hour is 15.00.
    """
    tariff = parameters.tariffs.get(fact.acquirer_party or "")
    if tariff is None or fact.minutes is None:
        return None
    difference_fen = tariff.due_fen(fact.minutes) - fact.amount_fen
    issuer, acquirer = (Weighted(ISSUER, 1),), (Weighted(ACQUIRER, 1),)
    claims = [
        Claim(
            purpose="fare",
            amount_fen=fact.amount_fen,
            debtors=issuer,
            creditors=acquirer,
        )
    ]
    if difference_fen < 0:
        claims.append(
            Claim(
                purpose="overcharge",
                amount_fen=-difference_fen,
                debtors=acquirer,
                creditors=issuer,
            )
        )
    if difference_fen > 0:
        claims.append(
            Claim(
                purpose="undercharge",
                amount_fen=difference_fen,
                debtors=parameters.bearers,
                creditors=acquirer,
            )
        )
    return tuple(claims)


def full_price(fact: Fact, parameters: Parameters) -> int:
    """Give what the tariff of the city asks for the stay; zero without one."""
    tariff = parameters.tariffs.get(fact.acquirer_party or "")
    if tariff is None or fact.minutes is None:
        return 0
    return tariff.due_fen(fact.minutes)


PARAMETERS = Record(
    Parameters,
    {
        "tariffs": needs(
            MapOf(
                Record(
                    Tariff,
                    {
                        "per_started_hour_fen": needs(
                            Whole(least=0, most=RATE_MAX), "for each started hour"
                        ),
                        "free_minutes": may(
                            Whole(least=0, most=MINUTES_A_DAY), "free up to", 0
                        ),
                        "cap_per_day_fen": may(
                            Nullable(Whole(least=0, most=RATE_MAX)),
                            "the most for 24 hours",
                        ),
                    },
                )
            ),
            "the tariff of each city, or account, that answers for an acquirer",
        ),
        "bearers": may(
            Weights(),
            "who bears what was charged too little",
            (Weighted(ISSUER, 1),),
        ),
    },
)

SCHEME = Scheme(
    slug="parking",
    title=Bilingual("停车收费", "Parking"),
    source="C-CLR-02",
    parameters=PARAMETERS,
    split=split,
    full_price=full_price,
)
