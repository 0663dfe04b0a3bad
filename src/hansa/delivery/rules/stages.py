"""At what stage a work stands, by what was recorded and what is printed.

Source: contracts, section 7; DLV-10 of huaihai.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hansa.charter.terms import Agreement, Clause, InstrumentKind, Modality
from hansa.delivery.terms import CharterWork, ReachedStage, Stage
from hansa.delivery.terms.stages import StageRecord, StageRemark

LADDER = tuple(Stage)
FINISHED = frozenset({Stage.COMPLETE, Stage.OPERATING})
MONTHS_A_YEAR = 12


def _in_date_order(record: StageRecord) -> tuple[date, str]:
    return (record.facts.reached_on, record.recorded_at.isoformat())


def last_reached(records: Iterable[StageRecord], segment: int) -> ReachedStage | None:
    """Give the last stage recorded of a segment; 0 is the whole work."""
    there = [record for record in records if record.facts.segment == segment]
    if not there:
        return None
    facts = max(there, key=_in_date_order).facts
    return ReachedStage(stage=facts.stage, on=facts.reached_on, document=facts.document)


def reached(
    records: Sequence[StageRecord], segments: int
) -> tuple[ReachedStage | None, tuple[ReachedStage | None, ...]]:
    """Give where a work stands, and each of its segments.

    A work recorded by segments alone stands where the hindmost of them does, once all of
    them are known.
    """
    parts = tuple(last_reached(records, number + 1) for number in range(segments))
    whole = last_reached(records, 0)
    known = [part for part in parts if part is not None]
    if whole is None and known and len(known) == segments:
        whole = min(known, key=lambda part: LADDER.index(part.stage))
    return whole, parts


def remarks_on(
    record: StageRecord, before: Iterable[StageRecord], printed: Stage | None
) -> tuple[StageRemark, ...]:
    """Say what a reader of a recorded stage should know.

    Args:
        record: the record.
        before: other standing records of the same work.
        printed: the stage that the text prints; None where it prints two or none.
    """
    facts = record.facts
    place = LADDER.index(facts.stage)
    earlier = [
        other.facts.stage
        for other in before
        if other.facts.segment == facts.segment
        and _in_date_order(other) < _in_date_order(record)
    ]
    holds = {
        StageRemark.STAGE_BACK: any(LADDER.index(s) > place for s in earlier),
        StageRemark.BEFORE_PRINTED: printed is not None
        and LADDER.index(printed) > place,
        StageRemark.DOCUMENT_MISSING: not facts.document and record.file is None,
    }
    return tuple(remark for remark, is_so in holds.items() if is_so)


def signed_on(agreement: Agreement) -> date:
    """Give the day of the first signing; where none is printed, of taking effect."""
    days = [
        instrument.signing.on
        for instrument in agreement.instruments
        if instrument.signing is not None
        and instrument.kind is not InstrumentKind.REPORT
    ]
    return min(days, default=agreement.effective_from)


def age_months(
    work: CharterWork,
    clauses: Mapping[str, Clause],
    stage: Stage | None,
    signed: date,
    day: date,
) -> int | None:
    """Count the months that a work without a printed date has been due since signing.

    It is an age and never lateness: the text gives no day to be late for.
    """
    undated = work.printed_end is None and any(
        clauses[mention.clause].modality is Modality.MUST for mention in work.mentions
    )
    if not undated or stage in FINISHED or day < signed:
        return None
    months = (day.year - signed.year) * MONTHS_A_YEAR + day.month - signed.month
    return months - (day.day < signed.day)
