"""The rules of a window: participants, versions, bounds and lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Participants:
    """Who takes part.

    Attributes:
        members: member cities in the order that breaks ties.
        accounts: named accounts that are no member, after them in that order.
        parties: the party of each institution.
    """

    members: tuple[str, ...]
    accounts: tuple[str, ...]
    parties: Mapping[str, str]

    @property
    def in_order(self) -> tuple[str, ...]:
        """Every party in the declared order."""
        return (*self.members, *self.accounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A dated rule of a scheme.

    Attributes:
        scheme: slug of the scheme.
        id: what results name it by; unique within the scheme.
        effective_at: aware instant from which it holds.
        clause: the clause that it rests on.
        example: whether it is an unverified example, and shown as one.
        services: the services that it covers.
        acquirers: the acquirers that it covers; None for all.
        amount_max_fen: the most that one tap may charge, and come to before discounts.
        parameters: as the scheme's shape read them.
    """

    scheme: str
    id: str
    effective_at: datetime
    clause: str
    example: bool
    services: tuple[str, ...]
    acquirers: frozenset[str] | None
    amount_max_fen: int
    parameters: Any  # Each scheme has parameters of its own.

    def covers(self, service: str, acquirer: str) -> bool:
        """Tell whether it is for a service of an acquirer."""
        return service in self.services and (
            self.acquirers is None or acquirer in self.acquirers
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a window takes; the period is half-open.

    Attributes:
        start_at: None for an earliest window without bounds.
        late_days: how many days of 24 hours before the start a tap may lie.
        received_by: when a file that is not there is missing; no row is judged by it.
        files: how many files each sender is expected to bring.
    """

    start_at: datetime | None
    end_at: datetime | None
    late_days: int
    received_by: datetime | None
    files: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """A card on the deny list; the period is half-open, None for ever."""

    card: str
    from_at: datetime
    to_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedRow:
    """What a case decided on one row that was in doubt.

    Attributes:
        content_hash: of the row; other content under its serial is not decided on.
        is_released: whether it is taken after all; else it is refused for good.
        case: the number of the case, such as 2026-3.
    """

    acquirer: str
    record_id: str
    content_hash: str
    is_released: bool
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """What a case decided that one party owes another beside all taps, in fen.

    Attributes:
        clause: the clause that the decision rests on.
        case: the number of the case, such as 2026-3; one case decides one amount.
    """

    payer: str
    payee: str
    amount_fen: int
    clause: str
    case: str

    @property
    def class_id(self) -> str:
        """Name its leg; no class of rows is named so."""
        return f"{ADJUSTMENT_CLASS}{self.case}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Everything that cases decided and a batch rests on."""

    rows: tuple[DecidedRow, ...] = ()
    amounts: tuple[Adjustment, ...] = ()

    def cases_beside(self, other: "Decided") -> tuple[str, ...]:
        """Number the cases of what is in one of two and not in both."""
        rows = {one.case for one in set(self.rows) ^ set(other.rows)}
        amounts = {one.case for one in set(self.amounts) ^ set(other.amounts)}
        return tuple(sorted(rows | amounts))


ADJUSTMENT = "adjustment"
"""Stands for the scheme in a leg that rests on a decision and on no rule."""
ADJUSTMENT_CLASS = "case-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """Everything that a run is judged by, except the window's own bounds.

    Attributes:
        decided: rows on which cases decided; of one serial at most one is released.
        adjustments: amounts on which cases decided.
        denied: None where there is no deny list, which is then not run.
        terminals: None where there is no list of terminals, which is then not run.
    """

    participants: Participants
    versions: tuple[Version, ...]
    denied: tuple[Denied, ...] | None
    terminals: frozenset[str] | None
    decided: tuple[DecidedRow, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
