"""What the API of clearing says of amounts, rules and the ledger; amounts are whole fen."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema

from hansa.chassis.wire import Day, NameOut, SentIn
from hansa.clearing.api.schemas import Word

# As much as a rule file may hold on the page.
RULE_LENGTH_MAX = 1_000_000
RuleFile = Annotated[str, Field(max_length=RULE_LENGTH_MAX)]


class LegLineOut(Schema):
    """What one party owes another for one class of rows."""

    debtor: str
    creditor: str
    amount_fen: int
    scheme: str
    rule_version: str
    clause: str
    class_id: str
    rows: int


class ClassAddedOut(Schema):
    """What a class adds; ``purchase_fen`` is what the card was charged."""

    leg: LegLineOut
    purchase_fen: int | None
    example: bool


class ExplainedOut(Schema):
    """An amount class by class, the largest first; ``chosen`` is the first of them."""

    debtor: str
    creditor: str
    amount_fen: int
    classes: list[ClassAddedOut]
    chosen: str


class TapOut(Schema):
    """A row as it was brought."""

    record_id: str
    acquirer: str
    issuer: str
    card: str
    counter: int
    service: str
    kind: str
    original_record_id: str | None
    amount_fen: int
    occurred_at: datetime
    list_fen: int | None = None
    journey_id: str | None = None
    entered_at: datetime | None = None
    exited_at: datetime | None = None
    balance_before_fen: int | None = None
    tac_ok: bool | None = None
    test: bool | None = None
    terminal: str | None = None
    category: str | None = None


class OtherRulesIn(SentIn):
    """Rules to replay a batch by: those of a day's charter, or YAML by scheme, or both."""

    day: Day | None = None
    schemes: Annotated[dict[Word, RuleFile], Field(max_length=100)] = {}  # noqa: RUF012 -- Pydantic copies it


class PartyChangeOut(Schema):
    """Where a party stands now, and would stand."""

    party: str
    now_fen: int
    then_fen: int


class WhatIfOut(Schema):
    """What other rules would change; each pair is now and then."""

    changes: list[PartyChangeOut]
    accepted: tuple[int, int]
    moved_fen: tuple[int, int]


class RuleOut(Schema):
    """A version of a scheme's rule; ``written`` is its YAML."""

    id: str
    effective_at: datetime
    clause: str
    example: bool
    services: list[str]
    acquirers: list[str] | None
    amount_max_fen: int
    written: str


class SchemeOut(Schema):
    """A scheme with its versions, the earliest first."""

    slug: str
    title: NameOut
    source: str
    rules: list[RuleOut]


class LedgerEntryOut(Schema):
    """One booking; its amounts sum to zero, negative owes."""

    window: str
    number: int
    kind: str
    at: datetime
    amounts: dict[str, int]
