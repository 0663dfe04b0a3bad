"""What calendar feeds say, before a reader's language is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hansa.duties.terms.duties import DutyLine
from hansa.governance.terms import EntryKind
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLine:
    """What calendar feeds say of one entry or recorded meeting, in no language yet.

    It never depends on the day it is read: a feed that changed with the calendar page's
    clock would have to count changes that nobody made.

    Attributes:
        uid: the same for ever, whatever becomes of it.
        year: the year it counts for.
        entry: the calendar entry behind it; None for a meeting that the calendar does
            not ask for.
        what: which meeting or circular it is.
        days: the days it was held on or, while nothing is recorded, the period for it.
        recorded: whether it is recorded as it happened.
        told: further sentences, one a line.
        members: the cities that sit, host or chair; empty where it concerns them all.
    """

    uid: str
    year: int
    body: str
    kind: EntryKind
    entry: str | None
    what: Text
    days: Period
    recorded: bool
    place: Bilingual | None
    told: tuple[Text, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """A line of the feeds with what clients need to notice that it changed.

    Attributes:
        sequence: counts its changes; never falls.
        cancelled: whether it was called off, and stays only so that clients see that.
    """

    line: FeedLine
    sequence: int
    created_at: datetime
    modified_at: datetime
    cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContent:
    """All that one calendar feed says, in no language yet.

    Attributes:
        duties: what is due, in feeds that only their owner reads.
        members: names of the cities that owe the duties, by id.
    """

    league: str
    name: Text
    lines: tuple[KeptLine, ...]
    duties: tuple[DutyLine, ...]
    members: Mapping[str, Bilingual]
