"""Batches: where they stand, what they add, and why rows were not taken."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, require
from hansa.clearing.models import Batch, BatchPair
from hansa.clearing.reads import places
from hansa.clearing.reads.past import batches_then, last_of, payments_then
from hansa.clearing.reads.windows import window_row
from hansa.clearing.rules.netting import net_positions
from hansa.clearing.rules.rights import READ
from hansa.clearing.rules.states import STANDING
from hansa.clearing.terms.house import (
    BatchLine,
    Cause,
    PairLine,
    PaymentLine,
    State,
    StepLine,
    batch_called,
)
from hansa.kernel.errors import Missing
from hansa.kernel.text import Text, text

EXCEPTIONS_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """What became of a window, from what was received to what was paid.

    Rows are those of the whole window; amounts, in fen, are what this batch adds. What the
    whole window comes to stands among the totals of the batch. Of what is paid, the
    guarantee account paid some in place of a city that still owes it.
    """

    received: int
    accepted: int
    suspended: int
    rejected: int
    gross_fen: int
    moved_fen: int
    instructed_fen: int
    paid_fen: int
    guaranteed_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDetail:
    """A batch with everything that a person may ask of it.

    Attributes:
        is_rested_on: whether a later batch of the window stands, which rests on it.
    """

    line: BatchLine
    funnel: Funnel
    pairs: tuple[PairLine, ...]
    payments: tuple[PaymentLine, ...]
    steps: tuple[StepLine, ...]
    is_rested_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionLine:
    """A row that was not accepted."""

    acquirer: str
    record_id: str
    content_hash: str
    outcome: str
    code: str
    note: str


def list_batches(
    actor: Actor, league: str, slug: str | None = None, as_of: date | None = None
) -> tuple[BatchLine, ...]:
    """List the batches of a league or of one window, the latest window first.

    Args:
        actor: somebody who may read clearing.
        league: slug.
        slug: of the window; None for every window.
        as_of: the day as of whose end they are listed; None for now.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: there is no such window.
    """
    require(actor, READ, Over(league=league))
    rows = Batch.objects.filter(league=league).select_related("window")
    if slug is not None:
        rows = rows.filter(window=window_row(league, slug, as_of))
    rows = rows.prefetch_related("pairs").order_by("-window__start_at", "number")
    return tuple(line_of(row) for row in batches_then(rows, as_of))


def titles_of(actor: Actor, league: str, keys: Iterable[str]) -> Mapping[str, Text]:
    """Call batches by their window and as people count them, by window and number.

    Raises:
        Forbidden: the actor may not read clearing.
    """
    require(actor, READ, Over(league=league))
    wanted = {key: key.partition("/")[0] for key in keys}
    if not wanted:
        return {}
    rows = Batch.objects.filter(
        league=league, window__slug__in=sorted(set(wanted.values()))
    ).select_related("window")
    named = {
        f"{row.window.slug}/{row.number}": text(
            "{batch} of window {window}", batch=called(row), window=row.window.slug
        )
        for row in rows
    }
    return {key: named[key] for key in wanted if key in named}


def get_batch(
    actor: Actor,
    league: str,
    slug: str,
    number: int | None = None,
    as_of: date | None = None,
) -> BatchDetail:
    """Give a batch of a window, its latest without a number.

    Args:
        actor: somebody who may read clearing.
        league: slug.
        slug: of the window.
        number: of the batch; None for its latest.
        as_of: the day as of whose end it is shown; None for now.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: there is no such window or batch, or was none on that day.
    """
    require(actor, READ, Over(league=league))
    row = batch_row(league, slug, number, as_of)
    line = line_of(row)
    payments = payments_then(row, as_of)
    pairs = tuple(
        PairLine(debtor=one.debtor, creditor=one.creditor, amount_fen=one.amount_fen)
        for one in (row.pairs.order_by("pk") if row.result else ())
    )
    return BatchDetail(
        line=line,
        funnel=_funnel(line, pairs, payments),
        pairs=pairs,
        payments=payments,
        steps=tuple(
            StepLine(
                before=State(step.before),
                after=State(step.after),
                actor=step.actor,
                authority=step.authority,
                at=step.at,
                reason=step.reason,
            )
            for step in row.steps.order_by("number")
            if as_of is None or step.at <= last_of(as_of)
        ),
        is_rested_on=is_rested_on(row, as_of),
    )


def is_rested_on(row: Batch, as_of: date | None = None) -> bool:
    """Tell whether a later batch of the window stands, which rests on this one."""
    later = Batch.objects.filter(window=row.window_id, number__gt=row.number)
    return any(State(one.state) in STANDING for one in batches_then(later, as_of))


def list_exceptions(
    actor: Actor,
    league: str,
    slug: str,
    number: int | None = None,
    most: int = EXCEPTIONS_SHOWN,
    as_of: date | None = None,
) -> tuple[ExceptionLine, ...]:
    """List rows of a batch's window that were not accepted, by acquirer and serial.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: there is no such batch, or it is not netted yet, as of that day.
    """
    # Reading tables takes a moment to start, and no other read needs it.
    import pyarrow.parquet as pq  # noqa: PLC0415 -- as above

    require(actor, READ, Over(league=league))
    folder = result_folder(batch_row(league, slug, number, as_of))
    lines: list[ExceptionLine] = []
    with pq.ParquetFile(folder / "exceptions.parquet") as file:
        for part in file.iter_batches(batch_size=1000):
            lines += [ExceptionLine(**one) for one in part.to_pylist()]
            if len(lines) >= most:
                break
    return tuple(lines[:most])


def batch_row(
    league: str, slug: str, number: int | None, as_of: date | None = None
) -> Batch:
    """Find the row of a batch without judging who asks; the latest without a number.

    Raises:
        Missing: there is none, or was none on the day that is asked for.
    """
    rows = Batch.objects.filter(window=window_row(league, slug, as_of))
    rows = rows.select_related("window").order_by("-number")
    if number is not None:
        rows = rows.filter(number=number)
    row = rows.first()
    if row is None:
        raise Missing(
            "batch-missing",
            text("The window {window} has no such batch.", window=slug),
            text("hansa clearing batch list shows every one there is."),
        )
    if as_of is None:
        return row
    found = batches_then(rows, as_of)
    if not found:
        raise Missing(
            "batch-not-sealed-then",
            text(
                "The {batch} of the window {window} was not sealed on {day} yet.",
                batch=called(row),
                window=slug,
                day=as_of.isoformat(),
            ),
            text(
                "Ask for a day from {day} on.",
                day=row.sealed_at.astimezone(LEAGUE_ZONE).date().isoformat(),
            ),
        )
    return found[0]


def was_published(row: Batch) -> bool:
    """Tell whether a batch was published once; held or voided since, it still was.

    Whoever was told a statement may go on reading it, with the state that it has now.
    """
    return row.chain is not None


def folder_of(row: Batch) -> Path:
    """Give the folder of a batch."""
    return places.batch_of(row.league, row.window.slug, row.number, row.manifest_sha256)


def result_folder(row: Batch) -> Path:
    """Give the folder of what was cleared for a batch.

    Raises:
        Missing: it is not netted yet.
    """
    if not row.result_sha256:
        raise Missing(
            "batch-not-netted",
            text("The {batch} is not netted yet.", batch=called(row)),
            text("Run it first: hansa clearing run-batch."),
        )
    return folder_of(row) / places.RESULT


def called(row: Batch) -> Text:
    """Call a batch as people do."""
    return batch_called(row.number, Cause(row.cause) if row.cause else None)


def net_of(row: Batch) -> dict[str, int]:
    """Give what a batch adds to each party's position, in declared order; empty before."""
    if not row.result:
        return {}
    pairs = {(one.debtor, one.creditor): one.amount_fen for one in row.pairs.all()}
    return net_positions(row.result["parties"], pairs)


def pairs_of(row: Batch) -> Mapping[tuple[str, str], int]:
    """Give what each pair owes in a batch."""
    rows = BatchPair.objects.filter(batch=row)
    return {(one.debtor, one.creditor): one.amount_fen for one in rows}


def line_of(row: Batch) -> BatchLine:
    """Turn a row into a term."""
    return BatchLine(
        window=row.window.slug,
        number=row.number,
        cause=Cause(row.cause) if row.cause else None,
        state=State(row.state),
        sealed_by=row.sealed_by,
        sealed_at=row.sealed_at,
        manifest=row.manifest,
        manifest_sha256=row.manifest_sha256,
        result_sha256=row.result_sha256,
        counts=row.result.get("counts", {}),
        totals=row.result.get("totals", {}),
        net=net_of(row),
        chain=row.chain,
        previous_head=row.previous_head,
        head_sha256=row.head_sha256,
        revision=row.revision,
        held_from=State(row.held_from)
        if row.state == State.HELD.value and row.held_from
        else None,
    )


def _funnel(
    line: BatchLine, pairs: tuple[PairLine, ...], payments: tuple[PaymentLine, ...]
) -> Funnel:
    counts: Mapping[str, Any] = line.counts
    return Funnel(
        received=counts.get("received", 0),
        accepted=counts.get("accepted", 0),
        suspended=counts.get("suspended", 0),
        rejected=counts.get("rejected", 0),
        gross_fen=sum(one.amount_fen for one in pairs),
        moved_fen=sum(max(fen, 0) for fen in line.net.values()),
        instructed_fen=sum(one.amount_fen for one in payments),
        paid_fen=sum(one.amount_fen for one in payments if one.paid_at),
        guaranteed_fen=sum(one.amount_fen for one in payments if one.guaranteed),
    )
