"""The vocabulary of research: studies, and the decisions that rest on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hansa.delivery.terms import Work
from hansa.kernel.text import Text, text


class StudyState(StrEnum):
    """Where a study stands."""

    RUNNING = "running"
    LATE = "late"
    FINISHED = "finished"
    USED = "used"
    UNUSED = "unused"
    GIVEN_UP = "given-up"


STUDY_STATE_NAMES: Mapping[StudyState, Text] = {
    StudyState.RUNNING: text("study under way"),
    StudyState.LATE: text("study overdue"),
    StudyState.FINISHED: text("finished, not used yet"),
    StudyState.USED: text("used in decisions"),
    StudyState.UNUSED: text("unused for 12 months"),
    StudyState.GIVEN_UP: text("study given up"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyDraft:
    """A study as the office enters it.

    Attributes:
        commissioner: who asked for it, as it is called.
        commissioner_member: the city that did; None for none.
        authors: as the deliverable names them.
        due_on: None where no day was agreed.
        work: id of the named work that it studies; empty for none.
        owner: who answers for it, as it is called.
        gate, gate_on: what it must pass next, and by when.
    """

    question: str
    commissioner: str
    begun_on: date
    commissioner_member: str | None = None
    authors: str = ""
    due_on: date | None = None
    work: str = ""
    owner: str = ""
    gate: str = ""
    gate_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """What a study delivered: a document, a file, or both."""

    finished_on: date
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A decision that rests on a study.

    Attributes:
        decision: id of the item.
        session: of the decision.
        number: of the decision in its body and year.
        cited: whether its words name the study.
        linked: whether somebody linked it by hand.
        words: what was said when it was linked.
    """

    decision: UUID
    session: UUID
    body: str
    year: int
    number: int
    title: str
    on: date
    cited: bool
    linked: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyLine:
    """A study with the decisions that rest on it.

    Attributes:
        number: in the league, from 1; written S-1.
        file: id of the deliverable; None where only a document is named.
        finished_on: None while it is under way.
        state: on the day asked.
    """

    id: UUID
    league: str
    number: int
    question: str
    commissioner: str
    commissioner_member: str | None
    authors: str
    begun_on: date
    due_on: date | None
    document: str
    file: UUID | None
    finished_on: date | None
    given_up_on: date | None
    given_up_reason: str
    uses: tuple[Use, ...]
    state: StudyState
    authority: str
    entered_at: datetime
    revision: int
    work: str = ""
    owner: str = ""
    gate: str = ""
    gate_on: date | None = None

    @property
    def code(self) -> str:
        """Its number as decisions cite it."""
        return f"S-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioLine:
    """A named work that a platform has studied.

    Attributes:
        study: the last one of it in the register; None where there is none.
        known: whether the reader may see studies at all.
        due: whether its next gate was due before the day asked.
    """

    work: Work
    study: StudyLine | None
    known: bool
    due: bool


class StudyAct(StrEnum):
    """What is done to a study."""

    FINISH = "finish"
    LINK = "link"
    UNLINK = "unlink"
    AMEND = "amend"
    GIVE_UP = "give-up"
