"""The vocabulary of stages as they were reached, apart from what the text prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hansa.delivery.terms import Stage
from hansa.kernel.text import Text, text


class StageRemark(StrEnum):
    """What a reader of a recorded stage should know."""

    STAGE_BACK = "stage-back"
    BEFORE_PRINTED = "before-printed"
    DOCUMENT_MISSING = "document-missing"


STAGE_REMARK_NAMES: Mapping[StageRemark, Text] = {
    StageRemark.STAGE_BACK: text("below a stage recorded before it"),
    StageRemark.BEFORE_PRINTED: text("below the stage that the text prints"),
    StageRemark.DOCUMENT_MISSING: text("no paper named"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFacts:
    """A stage that a work reached, as somebody states it.

    Attributes:
        segment: counts from 1; 0 is the whole work.
        document: number or title of the paper that shows it.
    """

    work: str
    segment: int = 0
    stage: Stage
    reached_on: date
    document: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRecord:
    """One record of a stage; fields not named here as in governance's records.

    Attributes:
        member: the city whose people recorded it; None for the league's office.
    """

    id: UUID
    facts: StageFacts
    file: UUID | None
    recorded_by: str
    member: str | None
    authority: str
    evidence: str | None
    recorded_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """A record with what a reader of it should know."""

    record: StageRecord
    remarks: tuple[StageRemark, ...]
