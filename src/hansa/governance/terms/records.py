"""The vocabulary of records: meetings and circulars as they happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hansa.governance.terms import Actual, EntryKind, Holder, Level
from hansa.kernel.findings import Severity
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, Text, text


class Departure(StrEnum):
    """In what a record departs from the agreement, or what is to know of it."""

    OUTSIDE_PERIOD = "outside-period"
    OTHER_HOST = "other-host"
    OTHER_CHAIR = "other-chair"
    CHAIR_BY_DELEGATION = "chair-by-delegation"
    WRONG_LEVEL = "wrong-level"
    BODY_NOT_STANDING = "body-not-standing"
    REASON_MISSING = "reason-missing"
    SURPLUS = "surplus"
    AD_HOC = "ad-hoc"
    NOT_ASKED = "not-asked"
    BEFORE_SERVICE = "before-service"
    DOCUMENT_MISSING = "document-missing"
    UNCONFIRMED = "unconfirmed"


DEPARTURE_NAMES: Mapping[Departure, Text] = {
    Departure.OUTSIDE_PERIOD: text("outside the period"),
    Departure.OTHER_HOST: text("another host"),
    Departure.OTHER_CHAIR: text("another chair"),
    Departure.CHAIR_BY_DELEGATION: text("chaired by delegation"),
    Departure.WRONG_LEVEL: text("at another level"),
    Departure.BODY_NOT_STANDING: text("body not standing"),
    Departure.REASON_MISSING: text("no reason given"),
    Departure.SURPLUS: text("more than asked for"),
    Departure.AD_HOC: text("ad hoc"),
    Departure.NOT_ASKED: text("not in the calendar"),
    Departure.BEFORE_SERVICE: text("before the start of service"),
    Departure.DOCUMENT_MISSING: text("no paper named"),
    Departure.UNCONFIRMED: text("not confirmed"),
}


def days_through(first: date, last: date) -> Period:
    """Give the days from one to another, both included, as people write them.

    The last date there is has no day after it; whoever types it is refused for a day to
    come, so it may as well be cut.
    """
    end = date.max if last == date.max else last + timedelta(days=1)
    return Period(min(first, end - timedelta(days=1)), end)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    """What happened outside, as somebody states it.

    Attributes:
        year: the year it counts for.
        days: half-open; of a circular, the day it was sent.
        host, chair: None where nothing is known of it.
        delegated: whether whoever chaired did so for the holder of the chair.
        ad_hoc: called for its own sake; fills no place in the calendar.
        entry: id of the calendar entry that it is said to stand for, such as a circular
            sent after its period; None where its day decides.
        document: number or title of the paper that decided or shows it.
        reason: why it departed from what the agreement asks for.
    """

    body: str
    kind: EntryKind
    level: Level | None = None
    year: int
    days: Period
    host: str | None = None
    chair: Holder | None = None
    delegated: bool = False
    ad_hoc: bool = False
    entry: str | None = None
    place: Bilingual | None = None
    document: str = ""
    reason: str = ""

    def as_actual(self) -> Actual:
        """Give it as calendar entries carry it."""
        return Actual(
            start=self.days.start,
            end=self.days.end,
            host=self.host,
            chair=self.chair,
            place=self.place,
            document=self.document or None,
            reason=self.reason or None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRecord:
    """One record of a meeting or circular.

    Attributes:
        file: id of the filed paper.
        recorded_by, authority: who entered it, and in the name of which office.
        evidence: the paper that a clerk showed who entered it for an office.
        confirmed_at: when somebody who answers for its place said that it stands; until
            then it fills no place in the calendar.
        withdrawn_at: when it was corrected, or marked as entered in error.
        replaces: id of the record that it corrects.
    """

    id: UUID
    facts: MeetingFacts
    file: UUID | None
    recorded_by: str
    authority: str
    evidence: str | None
    recorded_at: datetime
    confirmed_at: datetime | None
    withdrawn_at: datetime | None
    replaces: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing that a reader of a record should know, with the clauses behind it."""

    code: Departure
    severity: Severity
    message: Text
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A record with the calendar entry it stands for, and what it departs in.

    Attributes:
        entry: None for a surplus or ad hoc meeting, or one that nobody asks for.
    """

    record: MeetingRecord
    entry: str | None
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilter:
    """Which records a list shows; None and empty show all."""

    year: int | None = None
    body: str | None = None
    kind: EntryKind | None = None
    departure: Departure | None = None
    as_of: date | None = None
    known_at: datetime | None = None
