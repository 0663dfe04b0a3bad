"""The vocabulary of requests: what the office asks of several cities, and who answered."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from hansa.duties.terms.duties import DutyLine, Event
from hansa.kernel.text import Bilingual, Text


class Vacancy(StrEnum):
    """What becomes of a city without a focal point for the field asked about."""

    REFUSE = "refuse"
    OFFICE = "office"


def title_in_both(chinese: str, english: str) -> Bilingual | str:
    """Give a title in both languages, or as it stands where it has no English."""
    return Bilingual(chinese, english) if english else chinese


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDraft:
    """What the office asks, before it is sent.

    Attributes:
        title: the document or matter, as it stands in a list.
        title_en: the same in English; empty where it has none.
        words: what is asked, in one paragraph.
        clause: the clause it rests on; None for daily work.
        domain: the field whose focal points are asked; None for those of all fields.
        members: the cities asked.
        due_on: the last day.
        vacancy: what to do where nobody is named for a city.
    """

    title: str
    words: str
    members: tuple[str, ...]
    due_on: date
    clause: str | None = None
    domain: str | None = None
    due_time: time | None = None
    vacancy: Vacancy = Vacancy.REFUSE
    title_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request as lists show it; counts and cities are those the reader may see.

    Attributes:
        number: within the league and year.
        title_en: empty where it has none.
        members: the cities asked, in charter order.
        done: cities that have answered, or need not.
        missing: the other cities.
        report: ``8/10, missing …``.
        closed_at: None while it is in hand.
        withdrawn_at: None while it stands.
    """

    id: UUID
    league: str
    year: int
    number: int
    title: str
    title_en: str
    words: str
    clause: str | None
    domain: str | None
    due_on: date
    due_time: time | None
    file: UUID | None
    issued_by: str
    authority: str
    issued_at: datetime
    closed_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal_reason: str
    members: tuple[str, ...]
    done: int
    total: int
    missing: tuple[str, ...]
    report: Text
    revision: int

    @property
    def named(self) -> Bilingual | str:
        """The title in the languages that it has."""
        return title_in_both(self.title, self.title_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one city owes on a request and what it answered; None while it has not."""

    duty: DutyLine
    answer: Event | None
    reminders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSheet:
    """A request with every city's answer beside the others."""

    line: RequestLine
    replies: tuple[Reply, ...]
