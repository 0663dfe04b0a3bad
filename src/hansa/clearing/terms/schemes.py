"""What a scheme reads, and what it gives: facts, claims and weights."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from hansa.kernel.shapes import Shape
from hansa.kernel.text import Text

ISSUER = "@issuer"
ACQUIRER = "@acquirer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a scheme may read of one class of accepted rows.

    Attributes:
        acquirer_party: the party that answers for the acquirer.
        service: what was used.
        amount_fen: charged to the card; zero or more.
        list_fen: the price without discounts; None where the row names none.
        minutes: started minutes between entry and exit; None without both.
        journey_leg: place of the tap in its journey, from 1; None outside any.
    """

    acquirer_party: str
    service: str
    amount_fen: int
    list_fen: int | None = None
    minutes: int | None = None
    journey_leg: int | None = None


@dataclass(frozen=True, slots=True)
class Weighted:
    """A party, or ``@issuer`` or ``@acquirer``, with its weight; order breaks ties."""

    party: str
    weight: int


def named(parties: Iterable[Weighted]) -> frozenset[str]:
    """Name the parties among weights, the two roles apart."""
    return frozenset(one.party for one in parties) - {ISSUER, ACQUIRER}


class Parameters(Protocol):
    """What the parameters of every scheme can say of themselves."""

    def parties(self) -> frozenset[str]:
        """Name every party that must be declared."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An amount that some parties owe others for one fact.

    Attributes:
        purpose: kebab-case word that statements show.
        amount_fen: zero or more.
        debtors: who owes it, by weight.
        creditors: to whom, by weight.
    """

    purpose: str
    amount_fen: int
    debtors: tuple[Weighted, ...]
    creditors: tuple[Weighted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A clearing scheme: one plug-in of ``clearing.schemes``.

    Attributes:
        slug: kebab-case; its file name, and that of its rules.
        title: what pages call it.
        source: the clause, standard or charter key that it realises.
        reads: names of the fields of ``Fact`` that it reads beside ``amount_fen``; rows
            that agree in them and in the amount are one class.
        parameters: what the parameters of a version must look like.
        split: gives the claims of a fact under parameters that ``parameters`` read; None
            where the parameters have no answer for the fact, which is then RULE_NONE.
    """

    slug: str
    title: Text
    source: str
    reads: tuple[str, ...]
    parameters: Shape[Any]  # Each scheme has parameters of its own.
    split: Callable[[Fact, Any], tuple[Claim, ...] | None]
