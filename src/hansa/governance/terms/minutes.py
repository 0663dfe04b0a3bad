"""The vocabulary of minutes: how those of a session are drafted, agreed and published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from hansa.governance.terms import Holder
from hansa.governance.terms.dockets import Lack
from hansa.kernel.text import Text, text


class MinutesState(StrEnum):
    """Where minutes stand."""

    DRAFT = "draft"
    CIRCULATED = "circulated"
    PUBLISHED = "published"


MINUTES_STATE_NAMES: Mapping[MinutesState, Text] = {
    MinutesState.DRAFT: text("minutes drafted"),
    MinutesState.CIRCULATED: text("minutes out for comment"),
    MinutesState.PUBLISHED: text("minutes published"),
}


class CommentStance(StrEnum):
    """What a city says to a draft of minutes."""

    NONE = "none"
    COMMENT = "comment"


COMMENT_STANCE_NAMES: Mapping[CommentStance, Text] = {
    CommentStance.NONE: text("no comment"),
    CommentStance.COMMENT: text("comments"),
}


class MinutesAct(StrEnum):
    """What is done to minutes."""

    WORD = "word"
    CIRCULATE = "circulate"
    COMMENT = "comment"
    ANSWER = "answer"
    APPROVE = "approve"
    PUBLISH = "publish"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of minutes: the opening, or what is said of one item.

    Attributes:
        place: 0 for the opening; else that of the item on the docket.
        item: None for the opening.
        revision: raised by each change of its words.
    """

    place: int
    item: UUID | None
    heading: str
    words: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What one city said in one round.

    Attributes:
        place: of the section that it speaks of; None for the whole.
        evidence: the paper shown, where a clerk entered it for the city.
        answer: what was done with it; empty while nobody has answered.
        adopted: None while nobody has answered.
        replaced_at: when the city said something else; None for its last word.
    """

    member: str
    round: int
    stance: CommentStance
    words: str
    place: int | None
    given_by: str
    authority: str
    evidence: str | None
    given_at: datetime
    replaced_at: datetime | None
    answer: str
    adopted: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentDraft:
    """What a city, named by its id, says to a draft of minutes."""

    member: str
    stance: CommentStance
    words: str = ""
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody's word that minutes are right, on one wording of them."""

    holder: Holder
    document: str
    wording: int
    authority: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesLine:
    """Minutes as lists show them.

    Attributes:
        edition: 1 for the first minutes of a session; a correction has the next.
        corrects: the edition that this one corrects.
        reason: why it does.
        due_on: the day they are to be published by; None where no clause says so.
        round: how often they were circulated.
        comments_due_on: the last day of the round; None where no clause sets one.
        provisional: whether a counted day rests on a year without notice.
        wording: raised by every change of words; an approval is given on one wording.
        number: of the published minutes in their year; None before.
        digest: fingerprint of what was published; empty before.
    """

    id: UUID
    league: str
    session: UUID
    body: str
    year: int
    edition: int
    corrects: UUID | None
    reason: str
    state: MinutesState
    due_on: date | None
    round: int
    circulated_at: datetime | None
    comments_due_on: date | None
    provisional: bool
    wording: int
    number: int | None
    reference: str
    published_at: datetime | None
    digest: str
    revision: int

    def is_overdue(self, day: date) -> bool:
        """Tell whether they should have been published before a day."""
        late = self.due_on is not None and self.due_on < day
        return late and self.state is not MinutesState.PUBLISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round of comments, city by city, in charter order.

    Attributes:
        silent: cities whose silence counts as no comment, since their time is over.
        missing: cities whose answer is still waited for.
        open: comments that nobody has answered.
    """

    said: Mapping[str, Comment]
    silent: tuple[str, ...]
    missing: tuple[str, ...]
    open: tuple[Comment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesSheet:
    """Minutes with their sections, their round, approvals and what is missing.

    Attributes:
        approvers: whose approval is asked for.
        lacks: what keeps them from being published.
        content: what was published, word for word; None before.
        intact: whether what is stored still has its fingerprint; None before publishing.
    """

    line: MinutesLine
    parties: tuple[str, ...]
    sections: tuple[Section, ...]
    comments: tuple[Comment, ...]
    round: Round
    approvers: tuple[Holder, ...]
    approvals: tuple[Approval, ...]
    lacks: tuple[Lack, ...]
    content: Mapping[str, Any] | None
    intact: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """How a comment was treated."""

    adopted: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordDifference:
    """One place where a document says something else than the record.

    Attributes:
        place: of the section; None for a heading or a block that belongs to none.
        recorded, written: the words on either side; empty where one side has none.
        answers: cities whose comment the new words are found in.
    """

    place: int | None
    recorded: str
    written: str
    answers: tuple[str, ...] = ()
