"""Parties with weights, as rules of clearing write them."""

from dataclasses import dataclass

from hansa.clearing.terms.schemes import Weighted
from hansa.kernel.nodes import Node
from hansa.kernel.shapes import Line, ListOf, Log, Record, Schema, Whole, needs
from hansa.kernel.text import mark

WEIGHT_MAX = 10**9
PARTY_LONGEST = 60

_LIST = ListOf(
    Record(
        Weighted,
        {
            "party": needs(
                Line(longest=PARTY_LONGEST),
                "a member, an account, @issuer or @acquirer",
            ),
            "weight": needs(Whole(least=0, most=WEIGHT_MAX), "its weight"),
        },
    )
)


@dataclass(frozen=True, slots=True)
class Weights:
    """Parties with weights, not all zero; the order written breaks ties."""

    def read(self, node: Node, log: Log) -> tuple[Weighted, ...] | None:
        read = _LIST.read(node, log)
        if read is None:
            return None
        parties = [one.party for one in read]
        weightless = not any(one.weight for one in read)
        if weightless or len(set(parties)) < len(parties):
            log.error(
                "weights-unclear",
                node.at,
                mark(
                    "This needs at least one party with a weight, and each of them once."
                ),
                mark("List every party once, with its weight."),
            )
            return None
        return read

    def schema(self) -> Schema:
        return {**_LIST.schema(), "minItems": 1}
