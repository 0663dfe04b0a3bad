"""Entries of the ledger: what was booked when, and for which batch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from hansa.chassis.actor import Actor
from hansa.chassis.paging import Paging, Slice, rows_after
from hansa.chassis.rights import Over, require
from hansa.clearing.models import LedgerEntry
from hansa.clearing.reads.batches import called
from hansa.clearing.reads.past import last_of
from hansa.clearing.rules.rights import READ
from hansa.clearing.terms.house import EntryKind
from hansa.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One booking; its amounts sum to zero, negative owes."""

    window: str
    number: int
    called: Text
    kind: EntryKind
    at: datetime
    amounts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The bookings of a league until the end of a day, the latest first."""

    league: str
    as_of: date | None

    def count(self) -> int:
        """Count them all."""
        return _rows(self.league, self.as_of).count()

    def slice(self, sort: object, start: int, stop: int) -> list[EntryLine]:
        """Give some of them in their own order."""
        del sort
        rows = _rows(self.league, self.as_of).order_by("-at", "-pk")
        return [_line(row) for row in rows[start:stop]]


def list_entries(actor: Actor, league: str, as_of: date | None = None) -> Entries:
    """List what was booked.

    Args:
        actor: somebody who may read clearing.
        league: slug.
        as_of: leaves out what was booked after this day; None leaves out nothing.

    Raises:
        Forbidden: the actor may not read clearing.
    """
    require(actor, READ, Over(league=league))
    return Entries(league=league, as_of=as_of)


def page_entries(
    actor: Actor, league: str, paging: Paging, as_of: date | None = None
) -> Slice[EntryLine]:
    """Give one page of what was booked, the latest first.

    Args:
        actor: somebody who may read clearing.
        league: slug.
        paging: which page.
        as_of: leaves out what was booked after this day; None leaves out nothing.

    Raises:
        Forbidden: the actor may not read clearing.
        Refused: the cursor is none that an answer held.
    """
    require(actor, READ, Over(league=league))
    return rows_after(_rows(league, as_of), paging, order=("-at", "-id"), to=_line)


def _rows(league: str, as_of: date | None) -> QuerySet[LedgerEntry]:
    rows = LedgerEntry.objects.filter(league=league)
    if as_of is not None:
        rows = rows.filter(at__lte=last_of(as_of))
    return rows.select_related("batch__window").prefetch_related("postings")


def _line(row: LedgerEntry) -> EntryLine:
    return EntryLine(
        window=row.batch.window.slug,
        number=row.batch.number,
        called=called(row.batch),
        kind=EntryKind(row.kind),
        at=row.at,
        amounts={one.party: one.amount_fen for one in row.postings.all()},
    )
