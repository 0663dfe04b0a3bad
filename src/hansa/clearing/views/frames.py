"""What every page of the clearing house is given: names, money and marks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hansa.charter import reads as charter_reads
from hansa.clearing.reads import rulesets
from hansa.clearing.terms.house import CAUSE_NAMES, STATE_NAMES, State
from hansa.kernel.money import Money
from hansa.kernel.text import Bilingual

ROOM = "money"
LIGHTS: Mapping[State, str] = {
    State.COLLECTING: "open",
    State.PUBLISHED: "near",
    State.INSTRUCTED: "near",
    State.PARTIAL: "late",
    State.HELD: "late",
    State.SETTLED: "done",
    State.RECONCILED: "done",
    State.ARCHIVED: "ended",
    State.VOIDED: "ended",
}


def light_of(state: State) -> str:
    """Give the light of the kit for a state of a batch."""
    return LIGHTS.get(state, "open")


def framed(league: str, day: date) -> dict[str, Any]:
    """Give what the templates of clearing name things by.

    Raises:
        Missing: there is no such league.
    """
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    return {
        "room": ROOM,
        "version": version,
        "agreement": version.charter.agreement,
        "parties": party_names(league, day),
        "states": STATE_NAMES,
        "causes": CAUSE_NAMES,
    }


def party_names(league: str, day: date) -> dict[str, Bilingual]:
    """Name every city and every account of a league.

    Raises:
        Missing: there is no such league.
        Refused: its charter says nothing of clearing.
    """
    version, terms = rulesets.in_force(league, day)
    accounts = {account.id: account.name for account in terms.accounts}
    return {**charter_reads.names_of(version), **accounts}


def yuan(fen: int) -> str:
    """Give an amount in yuan, as statements print it."""
    return str(Money(fen))
