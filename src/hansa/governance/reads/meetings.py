"""Rows of recorded meetings, as terms."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from hansa.directory.terms.offices import Office
from hansa.governance.models import MeetingRecord as Row
from hansa.governance.terms import EntryKind, Holder, Level
from hansa.governance.terms.records import MeetingFacts, MeetingRecord
from hansa.kernel.errors import Missing
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, text


def list_meetings(
    league: str,
    *,
    years: range | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> tuple[MeetingRecord, ...]:
    """List what was recorded and not withdrawn, in date order; one query.

    Args:
        league: slug.
        years: the years that meetings count for; None for all.
        as_of: hides what happened after this day; None hides nothing.
        known_at: gives what stood recorded at an instant; None for now.
    """
    rows = _standing(known_at).filter(league=league)
    if years is not None:
        rows = rows.filter(year__gte=years.start, year__lt=years.stop)
    if as_of is not None:
        rows = rows.filter(start_on__lte=as_of)
    found = [record_of(row) for row in rows.order_by("start_on", "recorded_at")]
    return tuple(_as_known(record, known_at) for record in found)


def _as_known(record: MeetingRecord, known_at: datetime | None) -> MeetingRecord:
    """Give a record as it was before somebody confirmed it, where that came later."""
    confirmed_at = record.confirmed_at
    if known_at is None or confirmed_at is None or confirmed_at <= known_at:
        return record
    return replace(record, confirmed_at=None)


def _standing(known_at: datetime | None) -> QuerySet[Row]:
    if known_at is None:
        return Row.objects.filter(withdrawn_at=None)
    later = Q(withdrawn_at=None) | Q(withdrawn_at__gt=known_at)
    return Row.objects.filter(later, recorded_at__lte=known_at)


def get_row(league: str, record_id: str) -> Row:
    """Find the row of a record by its id; withdrawn ones too.

    Raises:
        Missing: this league has no such record.
    """
    id_ = _uuid(record_id)
    row = Row.objects.filter(league=league, pk=id_).first() if id_ else None
    if row is None:
        raise Missing(
            "record-missing",
            text("There is no record {id}.", id=record_id[:60]),
            text("The list of records shows every id."),
        )
    return row


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def history_of(row: Row) -> tuple[MeetingRecord, ...]:
    """Give a record with those that it corrects and that correct it, the oldest first."""
    chain = [row]
    while chain[0].replaces is not None:
        chain.insert(0, chain[0].replaces)
    while (after := Row.objects.filter(replaces=chain[-1]).first()) is not None:
        chain.append(after)
    return tuple(record_of(each) for each in chain)


def record_of(row: Row) -> MeetingRecord:
    """Turn a row into a term."""
    place = Bilingual(zh=row.place_zh, en=row.place_en) if row.place_zh else None
    chair = (
        Holder(member=row.chair_member, office=Office(row.chair_office))
        if row.chair_member
        else None
    )
    return MeetingRecord(
        id=row.pk,
        facts=MeetingFacts(
            body=row.body,
            kind=EntryKind(row.kind),
            level=Level(row.level) if row.level else None,
            year=row.year,
            days=Period(row.start_on, row.end_on),
            host=row.host or None,
            chair=chair,
            delegated=row.chair_delegated,
            ad_hoc=row.ad_hoc,
            entry=row.entry or None,
            place=place,
            document=row.document,
            reason=row.reason,
        ),
        file=row.file_id,
        recorded_by=row.recorded_by,
        authority=row.authority,
        evidence=row.evidence or None,
        recorded_at=row.recorded_at,
        confirmed_at=row.confirmed_at,
        withdrawn_at=row.withdrawn_at,
        replaces=row.replaces_id,
    )
