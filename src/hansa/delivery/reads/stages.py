"""Recorded stages of works, as terms."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.chassis.rights import Over, may, require
from hansa.delivery.models import StageRecord as Row
from hansa.delivery.rules.rights import READ_STAGES, may_record
from hansa.delivery.rules.stages import remarks_on
from hansa.delivery.terms import Stage
from hansa.delivery.terms.stages import StageFacts, StageLine, StageRecord
from hansa.kernel.errors import Missing
from hansa.kernel.text import text


def list_stages(
    league: str,
    *,
    work: str | None = None,
    day: date | None = None,
    known_at: datetime | None = None,
) -> tuple[StageRecord, ...]:
    """List what was recorded and not withdrawn, in date order; one query.

    Args:
        league: slug.
        work: only this work's; None for all.
        day: hides what was reached later; None hides nothing.
        known_at: gives what stood recorded at an instant; None for now.
    """
    rows = Row.objects.filter(league=league)
    if known_at is None:
        rows = rows.filter(withdrawn_at=None)
    else:
        later = Q(withdrawn_at=None) | Q(withdrawn_at__gt=known_at)
        rows = rows.filter(later, recorded_at__lte=known_at)
    if work is not None:
        rows = rows.filter(work=work)
    if day is not None:
        rows = rows.filter(reached_on__lte=day)
    return tuple(record_of(row) for row in rows.order_by("reached_on", "recorded_at"))


def history_of(
    league: str, work: str, printed: Stage | None, day: date | None = None
) -> tuple[StageLine, ...]:
    """List the stages recorded of one work, the latest first, each with its remarks.

    Args:
        league: slug.
        work: its id.
        printed: the stage that the text prints; None where it prints two.
        day: hides what was reached later; None hides nothing.
    """
    records = list_stages(league, work=work, day=day)
    return judge(records, printed)[::-1]


def judge(
    records: Sequence[StageRecord], printed: Stage | None
) -> tuple[StageLine, ...]:
    """Say of each record of one work what a reader should know."""
    return tuple(
        StageLine(
            record=record,
            remarks=remarks_on(
                record, (o for o in records if o is not record), printed
            ),
        )
        for record in records
    )


def refuse_strangers(actor: Actor, league: str) -> None:
    """Refuse somebody who may not see who recorded the stages of works.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, READ_STAGES, Over(league=league))


def may_record_stage(actor: Actor, league: str, members: Collection[str]) -> bool:
    """Tell whether an actor may record a stage of a work that lies in some cities."""
    return may_record(actor, league, members)


def may_read_stages(actor: Actor, league: str) -> bool:
    """Tell whether an actor may see who recorded the stages of works."""
    return may(actor, READ_STAGES, Over(league=league))


def names_file(actor: Actor, league: str, file_id: UUID) -> bool:
    """Tell whether the record of a stage that an actor may see names a file."""
    rows = Row.objects.filter(league=league, file_id=file_id, withdrawn_at=None)
    return may_read_stages(actor, league) and rows.exists()


def get_row(league: str, record_id: str) -> Row:
    """Find the row of a record by its id; withdrawn ones too.

    Raises:
        Missing: this league has no such record.
    """
    try:
        row = Row.objects.filter(league=league, pk=UUID(record_id)).first()
    except ValueError:
        row = None
    if row is None:
        raise Missing(
            "record-missing",
            text("There is no record {id}.", id=record_id[:60]),
            text("The page of the work shows every record."),
        )
    return row


def record_of(row: Row) -> StageRecord:
    """Turn a row into a term."""
    return StageRecord(
        id=row.pk,
        facts=StageFacts(
            work=row.work,
            segment=row.segment,
            stage=Stage(row.stage),
            reached_on=row.reached_on,
            document=row.document,
            note=row.note,
        ),
        file=row.file_id,
        recorded_by=row.recorded_by,
        authority=row.authority,
        evidence=row.evidence or None,
        recorded_at=row.recorded_at,
        withdrawn_at=row.withdrawn_at,
    )


def wire_stage(line: StageLine) -> dict[str, Any]:
    """Give a record as flat JSON."""
    record = line.record
    return {
        "id": str(record.id),
        **plain(record.facts),
        "file": str(record.file) if record.file else None,
        "recorded_by": record.recorded_by,
        "authority": record.authority,
        "evidence": record.evidence,
        "recorded_at": plain(record.recorded_at),
        "remarks": plain(line.remarks),
    }
