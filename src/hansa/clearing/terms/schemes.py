"""What a scheme reads, and what it gives: facts, claims and weights."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from hansa.kernel.shapes import Shape
from hansa.kernel.text import Bilingual

ISSUER = "@issuer"
ACQUIRER = "@acquirer"


class Column(StrEnum):
    """What a fact has beside the amount; a scheme reads no more than it must."""

    ACQUIRER_PARTY = "acquirer_party"
    LIST_FEN = "list_fen"
    MINUTES = "minutes"
    JOURNEY_LEG = "journey_leg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a scheme may read of one class of accepted rows.

    Attributes:
        amount_fen: charged to the card; zero or more.
        acquirer_party: the party that answers for the acquirer; None where not read.
        list_fen: the price without discounts; None where the row names none.
        minutes: started minutes between entry and exit; None without both.
        journey_leg: place of the tap in its journey, from 1; None outside any. Whether
            a scheme has an answer never depends on it.
    """

    amount_fen: int
    acquirer_party: str | None = None
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


def roles_among(parties: Iterable[Weighted]) -> frozenset[str]:
    """Give those of the two roles that occur among weights."""
    return frozenset(one.party for one in parties) & {ISSUER, ACQUIRER}


class Parameters(Protocol):
    """What the parameters of every scheme can say of themselves."""

    def parties(self) -> frozenset[str]:
        """Name every party that must be declared."""
        ...

    def reads(self) -> frozenset[Column]:
        """Name what is read beside the amount; rows that agree in it are one class."""
        ...

    def roles(self) -> frozenset[str]:
        """Name those of ``@issuer`` and ``@acquirer`` that a claim may name.

        Where the acquirer is not among them, taps of all acquirers are one class.
        """
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
        title: what pages call it, in both languages; no catalogue holds it.
        source: the clause, standard or charter key that it realises.
        parameters: what the parameters of a version must look like.
        split: gives the claims of a fact under parameters that ``parameters`` read; None
            where the parameters have no answer for the fact, which is then RULE_NONE.
        full_price: gives what a fact comes to before any discount, in fen, wherever it
            stands in its journey; zero or less where nothing says it. No claim is more
            than the greater of it and the charge, so a rule that bounds both bounds each.
    """

    slug: str
    title: Bilingual
    source: str
    parameters: Shape[Any]  # Each scheme has parameters of its own.
    split: Callable[[Fact, Any], tuple[Claim, ...] | None]
    full_price: Callable[[Fact, Any], int]
