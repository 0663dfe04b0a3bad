"""Cases of the clearing house: which concern a window, their rows, what they decided."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hansa.casework.reads import cases as case_reads
from hansa.casework.reads.cases import CaseFilter
from hansa.casework.terms.cases import CaseLine
from hansa.charter import reads as charter_reads
from hansa.chassis import workdays
from hansa.chassis.actor import Actor
from hansa.clearing.models import Batch, CaseAmount, CaseRow, ClearingWindow
from hansa.clearing.reads.batches import was_published
from hansa.clearing.rules.states import STANDING
from hansa.clearing.terms.casework import CaseBatch, CaseRowLine, RowDecision
from hansa.clearing.terms.house import Cause
from hansa.clearing.terms.rulebook import Adjustment, Decided, DecidedRow
from hansa.kernel.errors import Missing

OBJECT = "clearing:"
ADJUSTING = (Cause.RELEASE.value, Cause.ADJUSTMENT.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearingCase:
    """A case with what the clearing house knows of it.

    Attributes:
        about: the batch that it is about; None where it names none.
        batches: those that its decision made part of the books.
    """

    line: CaseLine
    about: CaseBatch | None
    rows: tuple[CaseRowLine, ...]
    batches: tuple[CaseBatch, ...]


def object_of(league: str, window: str, number: int) -> str:
    """Name a batch as cases name what they are about."""
    return f"{OBJECT}{league}/{window}/{number}"


def place_in(league: str, objects: Iterable[str]) -> tuple[str, int | None]:
    """Give window and batch that a case names first; empty and None for none."""
    start = f"{OBJECT}{league}/"
    for one in objects:
        if one.startswith(start):
            window, _, rest = one.removeprefix(start).partition("/")
            number = rest.partition("/")[0]
            is_number = number.isascii() and number.isdigit() and len(number) <= 9  # noqa: PLR2004 -- below every database's bound
            return window, int(number) if is_number else None
    return "", None


def line_without_asking(league: str, case: str, day: date) -> CaseLine | None:
    """Give a case that an event names, without judging who asks."""
    row = case_reads.find_row(league, case)
    if row is None:
        return None
    versions = charter_reads.get_versions(league)
    return case_reads.line_of(row, versions, workdays.table(), day)


def cases_of_window(actor: Actor, league: str, window: str) -> tuple[CaseLine, ...]:
    """List the cases about a window that somebody may see, the newest first."""
    if not case_reads.may_read(actor, league):
        return ()
    start = f"{OBJECT}{league}/{window}"
    lines = case_reads.list_cases(
        actor, league, case_reads.day_of(actor), CaseFilter(words=start)
    )
    return tuple(
        line
        for line in lines
        if any(one == start or one.startswith(f"{start}/") for one in line.objects)
    )


def get_clearing_case(actor: Actor, league: str, named: str) -> ClearingCase:
    """Give a case with its rows, by its id or by its year and number.

    Raises:
        Missing: there is none, or the actor may not know of it; which, is not said.
    """
    line = case_reads.get_case(actor, league, named, case_reads.day_of(actor))
    return detail_of(line)


def detail_of(line: CaseLine) -> ClearingCase:
    """Give what the clearing house knows of a case that its reader may see."""
    return ClearingCase(
        line=line,
        about=_about(line),
        rows=_rows_of(line),
        batches=_batches_of(line),
    )


def _about(line: CaseLine) -> CaseBatch | None:
    window, number = place_in(line.league, line.objects)
    rows = Batch.objects.filter(league=line.league, window__slug=window)
    row = rows.filter(number=number or 0).select_related("window").first()
    return None if row is None else _batch_term(row)


def _batch_term(row: Batch) -> CaseBatch:
    return CaseBatch(
        window=row.window.slug,
        number=row.number,
        cause=Cause(row.cause) if row.cause else None,
        is_published=was_published(row),
    )


def _rows_of(line: CaseLine) -> tuple[CaseRowLine, ...]:
    found = CaseRow.objects.filter(case=line.id).select_related("batch__window")
    rows = list(found.order_by("acquirer", "record_id", "content_hash"))
    contents = Counter((row.acquirer, row.record_id) for row in rows)
    return tuple(
        CaseRowLine(
            window=row.batch.window.slug,
            number=row.batch.number,
            acquirer=row.acquirer,
            record_id=row.record_id,
            content_hash=row.content_hash,
            code=row.code,
            decision=RowDecision(row.decision) if row.decision else None,
            rivals=contents[row.acquirer, row.record_id] > 1,
        )
        for row in rows
    )


def _batches_of(line: CaseLine) -> tuple[CaseBatch, ...]:
    number = number_of(line)
    rows = Batch.objects.filter(
        league=line.league,
        cause__in=ADJUSTING,
        state__in=[state.value for state in STANDING],
    )
    rows = rows.select_related("window").order_by("sealed_at", "number")
    return tuple(
        _batch_term(row) for row in rows if number in row.manifest.get("cases", ())
    )


def id_of(actor: Actor, league: str, number: str) -> UUID | None:
    """Give the id of a case by its number; None where its reader may not know of it."""
    try:
        day = case_reads.day_of(actor)
        return case_reads.get_case(actor, league, number, day).id
    except Missing:
        return None


def number_of(line: CaseLine) -> str:
    """Give the number of a case as people write it."""
    return f"{line.year}-{line.number}"


def decided_now(window: ClearingWindow) -> Decided:
    """Give what cases decided by now: on rows of the league, on amounts of a window."""
    rows = CaseRow.objects.filter(league=window.league).exclude(decision="")
    amounts = CaseAmount.objects.filter(window=window, stands=True)
    return Decided(
        rows=tuple(
            DecidedRow(
                acquirer=row.acquirer,
                record_id=row.record_id,
                content_hash=row.content_hash,
                is_released=row.decision == RowDecision.RELEASED.value,
                case=row.case_number,
            )
            for row in rows.order_by("acquirer", "record_id", "content_hash")
        ),
        amounts=tuple(
            Adjustment(
                payer=row.payer,
                payee=row.payee,
                amount_fen=row.amount_fen,
                clause=row.clause,
                case=row.case_number,
            )
            for row in amounts.order_by("payer", "payee", "amount_fen", "case_number")
        ),
    )
