"""The vocabulary of associations that take part: who is accredited, what they propose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hansa.governance.terms.consultations import Channel
from hansa.governance.terms.experts import Note
from hansa.kernel.periods import Period
from hansa.kernel.text import Text, text


class StakeholderKind(StrEnum):
    """What takes part. Source: GOV-25 of huaihai."""

    INDUSTRY_BODY = "industry-body"
    ASSOCIATION = "association"
    ENTERPRISE = "enterprise"
    NGO = "ngo"


STAKEHOLDER_KIND_NAMES: Mapping[StakeholderKind, Text] = {
    StakeholderKind.INDUSTRY_BODY: text("industry body"),
    StakeholderKind.ASSOCIATION: text("association of people"),
    StakeholderKind.ENTERPRISE: text("enterprise"),
    StakeholderKind.NGO: text("non-governmental organisation"),
}


class ProposalState(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    LATE = "late"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered-late"
    WITHDRAWN = "withdrawn"


PROPOSAL_STATE_NAMES: Mapping[ProposalState, Text] = {
    ProposalState.OPEN: text("answer due"),
    ProposalState.LATE: text("answer overdue"),
    ProposalState.ANSWERED: text("answered in time"),
    ProposalState.ANSWERED_LATE: text("answered late"),
    ProposalState.WITHDRAWN: text("proposal withdrawn"),
}

UNANSWERED = frozenset({ProposalState.OPEN, ProposalState.LATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderDraft:
    """An association as the office enters it.

    Attributes:
        accredited_by: who accredited it, as it is called.
        term: half-open.
        code: unified social credit code; empty where it has none.
        member: the city that it sits in; None for none.
        contact: for the office alone.
    """

    name: str
    kind: StakeholderKind
    accredited_by: str
    term: Period
    document: str = ""
    code: str = ""
    member: str | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderLine:
    """An association of the register.

    Attributes:
        number: in the league, from 1; written SH-1.
        contact: empty for everybody but whoever keeps the register.
        ended_on: first day without accreditation; None while nothing ended it early.
    """

    id: UUID
    league: str
    number: int
    name: str
    kind: StakeholderKind
    accredited_by: str
    term: Period
    document: str
    code: str
    member: str | None
    contact: str
    ended_on: date | None
    end_reason: str
    authority: str
    entered_at: datetime
    revision: int

    @property
    def label(self) -> str:
        """Its number as papers cite it."""
        return f"SH-{self.number}"

    def is_accredited_on(self, day: date) -> bool:
        """Tell whether the term covers a day, and was not ended before it."""
        return day in self.term and not (self.ended_on and self.ended_on <= day)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalDraft:
    """What an association proposes.

    Attributes:
        filed_on: the day on which it reached the office; None for the day of entry.
    """

    title: str
    words: str
    channel: Channel = Channel.LETTER
    reference: str = ""
    filed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """A proposal with its answer.

    Attributes:
        number: in the league, from 1; written P-1.
        due_on: last day for the answer; None where the charter names no days.
        clauses, assumptions: what those days rest on.
        note: the answer; None while there is none.
        withheld_at: since when the public does not see its words.
        age: days from the day it was filed until its answer, or until the day asked.
    """

    id: UUID
    league: str
    number: int
    stakeholder: UUID
    stakeholder_name: str
    title: str
    words: str
    channel: Channel
    reference: str
    filed_on: date
    due_on: date | None
    days: int | None
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...]
    note: Note | None
    answered_on: date | None
    answer_authority: str
    withdrawn_at: datetime | None
    withdrawn_reason: str
    withheld_at: datetime | None
    withheld_reason: str
    state: ProposalState
    age: int
    authority: str
    entered_at: datetime
    revision: int

    @property
    def code(self) -> str:
        """Its number as papers cite it."""
        return f"P-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSheet:
    """What a one-time link shows whoever holds it.

    Attributes:
        proposal: what was filed by it; None while nothing was.
        commented: code of the consultation that it was used to comment on; or empty.
        usable: whether it may still be used.
    """

    stakeholder: StakeholderLine
    expires_on: date
    proposal: ProposalLine | None
    commented: str
    usable: bool


class StakeholderAct(StrEnum):
    """What is done to an association of the register."""

    AMEND = "amend"
    END = "end"


class ProposalAct(StrEnum):
    """What is done to a proposal."""

    ANSWER = "answer"
    WITHDRAW = "withdraw"
    WITHHOLD = "withhold"
    RELEASE = "release"
