"""The clearing house at work: institutions, windows, files, batches and their states."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from hansa.kernel.text import Bilingual, Parameter, Text, text


class InstitutionStanding(StrEnum):
    """How an institution stands in the clearing house."""

    APPLIED = "applied"
    ACTIVE = "active"
    SUSPENDED = "suspended"


STANDING_NAMES: Mapping[InstitutionStanding, Text] = {
    InstitutionStanding.APPLIED: text("applied"),
    InstitutionStanding.ACTIVE: text("active"),
    InstitutionStanding.SUSPENDED: text("suspended"),
}


SERVICE_NAMES: Mapping[str, Text] = {
    "attraction": text("attraction"),
    "bus": text("bus"),
    "hospital": text("hospital"),
    "metro": text("metro"),
    "parking": text("parking"),
}
"""What people call the services that charters name; any other is called by its id."""


class State(StrEnum):
    """Where a batch stands. Source: contracts, section 11."""

    COLLECTING = "collecting"
    SEALED = "sealed"
    VALIDATED = "validated"
    PRICED = "priced"
    NETTED = "netted"
    PUBLISHED = "published"
    INSTRUCTED = "instructed"
    SETTLED = "settled"
    PARTIAL = "partial"
    RECONCILED = "reconciled"
    ARCHIVED = "archived"
    HELD = "held"
    VOIDED = "voided"


STATE_NAMES: Mapping[State, Text] = {
    State.COLLECTING: text("collecting"),
    State.SEALED: text("sealed"),
    State.VALIDATED: text("validated"),
    State.PRICED: text("priced"),
    State.NETTED: text("netted"),
    State.PUBLISHED: text("published"),
    State.INSTRUCTED: text("instructed"),
    State.SETTLED: text("settled"),
    State.PARTIAL: text("settled in part"),
    State.RECONCILED: text("reconciled"),
    State.ARCHIVED: text("archived"),
    State.HELD: text("on hold"),
    State.VOIDED: text("voided"),
}


class Cause(StrEnum):
    """Why a delta is made; each fen of it is owed to this. Source: contracts, 11."""

    LATE_FILE = "late-file"
    LATE_CONFLICT = "late-conflict"
    RULE_AMENDMENT = "rule-amendment"
    RELEASE = "release"
    ADJUSTMENT = "adjustment"


CAUSE_NAMES: Mapping[Cause, Text] = {
    Cause.LATE_FILE: text("a file that came late"),
    Cause.LATE_CONFLICT: text("a conflict that showed later"),
    Cause.RULE_AMENDMENT: text("an amendment of the rules"),
    Cause.RELEASE: text("a release of suspended rows"),
    Cause.ADJUSTMENT: text("an adjustment that was decided"),
}


def batch_called(number: int, cause: Cause | None) -> Text:
    """Call a batch as people do; they count from one, and ids from nought."""
    if cause is not None:
        return text(
            "adjustment batch {number}: {cause}",
            number=number,
            cause=CAUSE_NAMES[cause],
        )
    if number:
        return text("resealed batch {number}", number=number)
    return text("first batch")


class ListKind(StrEnum):
    """A list that taps are screened by. Source: contracts, section 11."""

    DENYLIST = "denylist"
    TERMINALS = "terminals"


LIST_NAMES: Mapping[ListKind, Text] = {
    ListKind.DENYLIST: text("cards that are stopped"),
    ListKind.TERMINALS: text("terminals that are known"),
}


class EntryKind(StrEnum):
    """What an entry of the ledger books."""

    PUBLISHED = "published"
    VOIDED = "voided"
    PAID = "paid"
    GUARANTEED = "guaranteed"


ENTRY_NAMES: Mapping[EntryKind, Text] = {
    EntryKind.PUBLISHED: text("net positions published"),
    EntryKind.VOIDED: text("net positions taken back"),
    EntryKind.PAID: text("payment made"),
    EntryKind.GUARANTEED: text("payment made by the guarantee"),
}


class ReturnLayout(StrEnum):
    """How the return file of a sender is written."""

    CSV = "csv"
    FB = "FB"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionDraft:
    """An institution that applies to take part.

    Attributes:
        slug: what files name it by.
        party: the member city or named account that answers for it.
        categories: ids of the categories that it serves.
    """

    slug: str
    name: Bilingual
    party: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionLine:
    """An institution as it stands.

    Attributes:
        active_on: from when its taps are taken; None before it is active.
        suspended_on: from when they are not; None while it is active.
        codes: by which files in the layouts CL and AD name it.
    """

    slug: str
    name: Bilingual
    party: str
    categories: tuple[str, ...]
    standing: InstitutionStanding
    applied_on: date
    applied_by: str
    active_on: date | None
    active_by: str
    suspended_on: date | None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowDraft:
    """A window to be opened.

    Attributes:
        slug: the day, week or month, such as 2026-11-23.
        expected: files expected of each sender; None for one of each active institution.
    """

    slug: str
    expected: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningLine:
    """One version of a screening list; the latest holds for what is sealed after it.

    Attributes:
        number: from 1 for each kind.
        sha256: of its bytes; empty where the list was lifted, and nothing is screened.
        rows: how many it names.
        name: of the file that was brought.
    """

    kind: ListKind
    number: int
    sha256: str
    rows: int
    name: str
    brought_by: str
    brought_at: datetime

    @property
    def is_lifted(self) -> bool:
        """Whether it says that there is no list from then on."""
        return not self.sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file as it was registered.

    Attributes:
        window: slug of the window it belongs to.
        sender: slug of the institution; empty where its name begins with none.
        rows: all rows; 0 where it is refused.
        refused: why it was refused whole; empty where it was taken.
        batch: number of the batch that sealed it; None while none has.
    """

    id: UUID
    window: str
    name: str
    sha256: str
    sender: str
    size_bytes: int
    rows: int
    unreadable: int
    amount_fen: int
    refused: str
    message: Parameter | None
    remedy: Parameter | None
    received_at: datetime
    received_by: str
    batch: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What became of a file that was brought.

    Attributes:
        unchanged: whether these very bytes were registered before.
    """

    file: FileLine
    unchanged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A sender that brought fewer files than the window expects of it."""

    sender: str
    expected: int
    received: int
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowLine:
    """A window in a list.

    Attributes:
        state: collecting until a batch seals it, then that of its latest batch.
        states: that of every batch that stands and is not settled, the first batch
            first; else the state of the window.
        batches: how many batches it has, voided ones too.
        waiting: files that no batch has sealed.
        gaps: senders whose files are missing.
        late_conflicts: windows in which serials of this one came too, and that no batch
            of this one knows yet.
    """

    slug: str
    start_at: datetime
    end_at: datetime
    late_days: int
    received_by: datetime
    state: State
    states: tuple[State, ...]
    batches: int
    files: int
    waiting: int
    gaps: tuple[Gap, ...]
    late_conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A transition of a batch, with who did it and why."""

    before: State
    after: State
    actor: str
    authority: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """What one party owes another in a batch, gross, in fen."""

    debtor: str
    creditor: str
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentLine:
    """An instruction of a batch.

    Attributes:
        paid_at: when it was recorded as paid; None while it is not.
        reference: what names the payment.
        guaranteed: whether the guarantee account paid in place of the payer.
    """

    number: int
    payer: str
    payee: str
    amount_fen: int
    paid_at: datetime | None
    reference: str
    guaranteed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """A batch as it stands.

    Attributes:
        number: 0 for the first batch of its window.
        cause: None for a first batch.
        counts: rows of the window by outcome and code; empty before it is netted.
        totals: amounts of the whole window, in fen; empty likewise.
        net: what this batch adds to each party's position, in fen.
        chain: its place among the published batches of the league; None before.
        revision: rises with every step; always that of now.
        held_from: where a batch on hold goes back to; None while it is not held.
    """

    window: str
    number: int
    cause: Cause | None
    state: State
    sealed_by: str
    sealed_at: datetime
    manifest: Mapping[str, Any]
    manifest_sha256: str
    result_sha256: str
    counts: Mapping[str, Any]
    totals: Mapping[str, int]
    net: Mapping[str, int]
    chain: int | None
    previous_head: str
    head_sha256: str
    revision: int
    held_from: State | None

    @property
    def called(self) -> Text:
        """What people call it."""
        return batch_called(self.number, self.cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPublished:
    """Event: a batch was approved; ``number`` counts from 0 within the window."""

    league: str
    window: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsSuspended:
    """Event: a published batch holds suspended rows of an acquirer's city.

    Attributes:
        party: the city or account that answers for the acquirer; empty for none.
        rows: how many of its rows are suspended.
    """

    league: str
    window: str
    number: int
    party: str
    rows: int
