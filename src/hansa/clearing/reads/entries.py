"""Entries of the ledger: what was booked when, and for which batch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from hansa.chassis.actor import Actor
from hansa.chassis.paging import Paging, Slice, rows_after
from hansa.chassis.rights import Over, require
from hansa.clearing.models import LedgerEntry
from hansa.clearing.rules.rights import READ
from hansa.clearing.terms.house import EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One booking; its amounts sum to zero, negative owes."""

    window: str
    number: int
    kind: EntryKind
    at: datetime
    amounts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The bookings of a league, the latest first."""

    league: str

    def count(self) -> int:
        """Count them all."""
        return LedgerEntry.objects.filter(league=self.league).count()

    def slice(self, sort: object, start: int, stop: int) -> list[EntryLine]:
        """Give some of them in their own order."""
        del sort
        rows = _rows(self.league).order_by("-at", "-pk")
        return [_line(row) for row in rows[start:stop]]


def list_entries(actor: Actor, league: str) -> Entries:
    """List what was booked.

    Raises:
        Forbidden: the actor may not read clearing.
    """
    require(actor, READ, Over(league=league))
    return Entries(league=league)


def page_entries(actor: Actor, league: str, paging: Paging) -> Slice[EntryLine]:
    """Give one page of what was booked, the latest first.

    Raises:
        Forbidden: the actor may not read clearing.
        Refused: the cursor is none that an answer held.
    """
    require(actor, READ, Over(league=league))
    return rows_after(_rows(league), paging, order=("-at", "-id"), to=_line)


def _rows(league: str) -> QuerySet[LedgerEntry]:
    rows = LedgerEntry.objects.filter(league=league)
    return rows.select_related("batch__window").prefetch_related("postings")


def _line(row: LedgerEntry) -> EntryLine:
    return EntryLine(
        window=row.batch.window.slug,
        number=row.batch.number,
        kind=EntryKind(row.kind),
        at=row.at,
        amounts={one.party: one.amount_fen for one in row.postings.all()},
    )
