"""What the API of clearing sends and takes; amounts are whole fen."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from hansa.casework.terms.cases import CaseState
from hansa.chassis.wire import Day, NameOut, SentIn
from hansa.clearing.terms.casework import RowDecision
from hansa.clearing.terms.house import Cause, InstitutionStanding, ReturnLayout, State

NUMBER_MAX = 2**31 - 1
Written = StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", strip_whitespace=True)
Word = Annotated[str, Written, Field(max_length=60)]
Line = Annotated[str, Written, Field(max_length=200)]
Words = Annotated[str, Written, Field(max_length=400)]
Number = Annotated[int, Field(ge=0, le=NUMBER_MAX)]


class Act(StrEnum):
    """What is done with a batch."""

    RUN = "run"
    APPROVE = "approve"
    INSTRUCT = "instruct"
    RECONCILE = "reconcile"
    ARCHIVE = "archive"
    HOLD = "hold"
    RELEASE = "release"
    VOID = "void"


class ClearingNameIn(SentIn):
    """A name in both languages."""

    zh: Line
    en: Line


class InstitutionIn(SentIn):
    """An institution that applies to take part."""

    slug: Word
    name: ClearingNameIn
    party: Word
    categories: Annotated[list[Word], Field(max_length=100)] = []  # noqa: RUF012 -- Pydantic copies it


class CodeIn(SentIn):
    """A code by which files in the layouts CL and AD name an institution."""

    code: Annotated[str, Field(pattern=r"^[0-9]{1,11}$")]


class FromIn(SentIn):
    """From when something holds; null for today."""

    from_on: Day | None = None


class InstitutionOut(Schema):
    """An institution as it stands."""

    slug: str
    name: NameOut
    party: str
    categories: list[str]
    standing: InstitutionStanding
    applied_on: date
    applied_by: str
    active_on: date | None
    active_by: str
    suspended_on: date | None
    codes: list[str]


class ClearingCellOut(Schema):
    """A category in a city, with who serves it."""

    category: str
    member: str
    institutions: list[str]


class CoverageOut(Schema):
    """Every category in every city; ``per_mille`` of the cells are live."""

    cells: list[ClearingCellOut]
    live: int
    per_mille: int


class WindowIn(SentIn):
    """A window to open; ``expected`` null for one file of each institution."""

    slug: Word
    expected: Annotated[dict[Word, int], Field(max_length=1000)] | None = None


class ClearingGapOut(Schema):
    """A sender whose files are missing."""

    sender: str
    expected: int
    received: int
    overdue: bool


class ClearingWindowOut(Schema):
    """A window as it stands."""

    slug: str
    start_at: datetime
    end_at: datetime
    late_days: int
    received_by: datetime
    state: State
    states: list[State]
    batches: int
    files: int
    waiting: int
    gaps: list[ClearingGapOut]
    late_conflicts: list[str]


class CardFileOut(Schema):
    """A file as it was registered."""

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
    message: str | None
    remedy: str | None
    received_at: datetime
    received_by: str
    batch: int | None


class WindowDetailOut(Schema):
    """A window with its files."""

    line: ClearingWindowOut
    files: list[CardFileOut]


class RegisteredOut(Schema):
    """What became of a file; unchanged where its bytes were here already."""

    file: CardFileOut
    unchanged: bool


class ScreeningOut(Schema):
    """One version of a list; an empty sha256 says that it was lifted."""

    kind: str
    number: int
    sha256: str
    rows: int
    name: str
    brought_by: str
    brought_at: datetime


class ReasonIn(SentIn):
    """Why."""

    reason: Words = ""


class DeltaIn(ReasonIn):
    """Why a delta is made."""

    cause: Cause


class SealedOut(Schema):
    """A batch that was sealed."""

    window: str
    number: int


class ClearingActIn(ReasonIn):
    """What is done with a batch, and why."""

    act: Act


class PaidIn(SentIn):
    """Payments that were made: their numbers, or all that are open."""

    numbers: Annotated[list[Number], Field(max_length=1000)] = []  # noqa: RUF012 -- Pydantic copies it
    all_open: bool = False
    reference: Line = ""
    guaranteed: bool = False


class BatchOut(Schema):
    """A batch as it stands."""

    window: str
    number: int
    cause: Cause | None
    state: State
    sealed_by: str
    sealed_at: datetime
    manifest: dict[str, Any]
    manifest_sha256: str
    result_sha256: str
    counts: dict[str, Any]
    totals: dict[str, int]
    net: dict[str, int]
    chain: int | None
    previous_head: str
    head_sha256: str
    revision: int


class FunnelOut(Schema):
    """Rows of the whole window; amounts of this batch, from gross to paid."""

    received: int
    accepted: int
    suspended: int
    rejected: int
    gross_fen: int
    moved_fen: int
    instructed_fen: int
    paid_fen: int


class PairOut(Schema):
    """What one party owes another, gross."""

    debtor: str
    creditor: str
    amount_fen: int


class PaymentOut(Schema):
    """An instruction."""

    number: int
    payer: str
    payee: str
    amount_fen: int
    paid_at: datetime | None
    reference: str
    guaranteed: bool


class StepOut(Schema):
    """A transition."""

    before: State
    after: State
    actor: str
    authority: str
    at: datetime
    reason: str


class BatchDetailOut(Schema):
    """A batch with everything that may be asked of it."""

    line: BatchOut
    funnel: FunnelOut
    pairs: list[PairOut]
    payments: list[PaymentOut]
    steps: list[StepOut]


class ExceptionOut(Schema):
    """A row that was not accepted, with what it said as far as that could be read.

    ``card`` is the end of the card's number; ``issuer`` and ``card`` are empty, the amount
    and the instant null, where they could not be read.
    """

    acquirer: str
    record_id: str
    content_hash: str
    outcome: str
    code: str
    note: str
    issuer: str
    card: str
    amount_fen: int | None
    occurred_at: datetime | None


class StatementLineOut(Schema):
    """What a batch adds to one party's position."""

    window: str
    number: int
    cause: Cause | None
    state: State
    party: str
    net_fen: int


class AgainstOut(Schema):
    """What a party receives from another, and pays to it."""

    party: str
    receives_fen: int
    pays_fen: int


class StatementOut(Schema):
    """What a batch says to one party."""

    line: StatementLineOut
    against: list[AgainstOut]
    payments: list[PaymentOut]
    counts: dict[str, Any]
    totals: dict[str, int]
    head: dict[str, Any]


class AccountLineOut(Schema):
    """A party's account."""

    party: str
    debit_fen: int
    credit_fen: int
    balance_fen: int


class TrialBalanceOut(Schema):
    """Every account; debits equal credits."""

    accounts: list[AccountLineOut]
    debit_fen: int
    credit_fen: int


class OrderOut(Schema):
    """A payment that would settle."""

    payer: str
    payee: str
    amount_fen: int


class ClearingShortfallOut(Schema):
    """What becomes of a batch when one party does not pay."""

    party: str
    net: dict[str, int]
    changes: dict[str, int]
    instructions: list[OrderOut]
    drawn_fen: int
    uncovered_fen: int


Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Paragraphs = Annotated[
    str, Field(max_length=4000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")
]
Fen = Annotated[int, Field(ge=1, le=2**63 - 1)]


class DisputeIn(Schema, extra="forbid"):
    """What is disputed of a statement: rows as acquirer/serial, or an amount."""

    against: Word | None = None
    rows: Annotated[tuple[Line, ...], Field(max_length=90)] = ()
    amount_fen: Fen | None = None
    words: Paragraphs = ""


class AdjustmentIn(Schema, extra="forbid"):
    """An amount beside all taps; ``dispute`` is the number of the case it settles."""

    payer: Word
    payee: Word
    amount_fen: Fen
    words: Paragraphs = ""
    dispute: Annotated[str, Field(max_length=20, pattern=r"^([0-9]{4}-[0-9]+)?$")] = ""


class SplitIn(Schema, extra="forbid"):
    """Rows that get a case of their own, by content hash."""

    rows: Annotated[tuple[Hash, ...], Field(min_length=1, max_length=1000)]


class CaseRowOut(Schema):
    """A row that a case is about; ``rivals`` where it has other content beside it."""

    window: str
    number: int
    acquirer: str
    record_id: str
    content_hash: str
    code: str
    decision: RowDecision | None
    rivals: bool


class CaseBatchOut(Schema):
    """A batch that a case is about, or that its decision made."""

    window: str
    number: int
    cause: Cause | None
    is_published: bool


class ClearingCaseOut(Schema):
    """A case as the clearing house knows it."""

    case: UUID
    number: str
    type: str
    state: CaseState
    about: CaseBatchOut | None
    rows: list[CaseRowOut]
    batches: list[CaseBatchOut]


class ReturnLineOut(Schema):
    """A sender whose return file of a batch may be taken."""

    sender: str
    files: int
    rows: int
    layouts: list[ReturnLayout]
