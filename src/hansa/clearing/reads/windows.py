"""Windows of a league with their files, and what is missing of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.clearing.models import Batch, CardFile, ClearingWindow
from hansa.clearing.reads.conflicts import late_conflicts
from hansa.clearing.rules.rights import READ
from hansa.clearing.rules.states import ENDED, STANDING
from hansa.clearing.terms.house import BatchLine, FileLine, Gap, State, WindowLine
from hansa.clearing.terms.rulebook import Bounds
from hansa.kernel.errors import Missing
from hansa.kernel.text import text, unpack


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowDetail:
    """A window with every file that was brought for it.

    Attributes:
        expected: how many files of each sender.
    """

    line: WindowLine
    files: tuple[FileLine, ...]
    expected: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCount:
    """Files beside those that are expected.

    Attributes:
        there: expected ones that are there.
        expected: all that are.
        more: there beyond those that are expected.
    """

    there: int
    expected: int
    more: int


def list_windows(actor: Actor, league: str) -> tuple[WindowLine, ...]:
    """List the windows of a league, the latest first.

    Raises:
        Forbidden: the actor may not read clearing.
    """
    require(actor, READ, Over(league=league))
    rows = ClearingWindow.objects.filter(league=league).order_by("-start_at", "slug")
    files, batches = _files_by_window(league), _batches_by_window(league)
    touched = late_conflicts(one for each in batches.values() for one in each)
    return tuple(
        _line(
            row,
            files.get(row.pk, ()),
            batches.get(row.pk, ()),
            touched.get(row.slug, ()),
            actor.at,
        )
        for row in rows
    )


def get_window(actor: Actor, league: str, slug: str) -> WindowDetail:
    """Give a window with its files, by name.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: there is no such window.
    """
    require(actor, READ, Over(league=league))
    row = window_row(league, slug)
    files = CardFile.objects.filter(window=row).select_related("batch", "window")
    lines = tuple(file_line(file) for file in files.order_by("name", "sha256"))
    every = _batches_by_window(league)
    touched = late_conflicts(one for each in every.values() for one in each)
    line = _line(row, lines, every.get(row.pk, ()), touched.get(row.slug, ()), actor.at)
    return WindowDetail(line=line, files=lines, expected=dict(row.expected))


def window_row(league: str, slug: str) -> ClearingWindow:
    """Find the row of a window without judging who asks.

    Raises:
        Missing: there is none.
    """
    row = ClearingWindow.objects.filter(league=league, slug=slug).first()
    if row is None:
        raise Missing(
            "window-missing",
            text("There is no window “{slug}”.", slug=slug[:40]),
            text("hansa clearing window list shows every one there is."),
        )
    return row


def bounds_of(row: ClearingWindow) -> Bounds:
    """Give the bounds of a window."""
    return Bounds(
        start_at=row.start_at,
        end_at=row.end_at,
        late_days=row.late_days,
        received_by=row.received_by,
        files=dict(row.expected),
    )


def file_line(row: CardFile) -> FileLine:
    """Turn a row into a term."""
    return FileLine(
        id=row.pk,
        window=row.window.slug,
        name=row.name,
        sha256=row.sha256,
        sender=row.sender,
        size_bytes=row.size_bytes,
        rows=row.rows,
        unreadable=row.unreadable,
        amount_fen=int(row.amount_fen),
        refused=row.refused,
        message=unpack(row.refusal["message"]) if row.refusal else None,
        remedy=unpack(row.refusal["remedy"]) if row.refusal else None,
        received_at=row.received_at,
        received_by=row.received_by,
        batch=row.batch.number if row.batch else None,
    )


def count_files(detail: WindowDetail, batch: BatchLine | None) -> FileCount:
    """Count the files that a batch was computed from, else those that are there now.

    Args:
        detail: the window.
        batch: a batch of it; None before the first.
    """
    sealed = (
        None if batch is None else {one["sha256"] for one in batch.manifest["files"]}
    )
    counts: dict[str, int] = {}
    for file in detail.files:
        if not file.refused and (sealed is None or file.sha256 in sealed):
            counts[file.sender] = counts.get(file.sender, 0) + 1
    there = sum(
        min(wanted, counts.get(sender, 0)) for sender, wanted in detail.expected.items()
    )
    return FileCount(
        there=there,
        expected=sum(detail.expected.values()),
        more=sum(counts.values()) - there,
    )


def gaps_of(
    expected: dict[str, int],
    files: Iterable[FileLine],
    received_by: datetime,
    at: datetime,
) -> tuple[Gap, ...]:
    """Say which senders brought fewer files than expected; overdue once time is up."""
    counts: dict[str, int] = {}
    for file in files:
        if not file.refused:
            counts[file.sender] = counts.get(file.sender, 0) + 1
    return tuple(
        Gap(
            sender=sender,
            expected=wanted,
            received=counts.get(sender, 0),
            overdue=at >= received_by,
        )
        for sender, wanted in sorted(expected.items())
        if counts.get(sender, 0) < wanted
    )


def state_of(batches: Sequence[Batch]) -> State:
    """Give the state of a window: that of its latest batch that stands, else collecting."""
    standing = [batch for batch in batches if State(batch.state) in STANDING]
    return State(standing[-1].state) if standing else State.COLLECTING


def states_of(batches: Sequence[Batch]) -> tuple[State, ...]:
    """Give where work or money of a window is open, each state once, the first first.

    A later batch that is further along hides no earlier one; where nothing is open, the
    window's own state stands alone.
    """
    states = dict.fromkeys(State(batch.state) for batch in batches)
    opened = tuple(one for one in states if one in STANDING - ENDED)
    return opened or (state_of(batches),)


def _line(
    row: ClearingWindow,
    files: Sequence[FileLine],
    batches: Sequence[Batch],
    touched: tuple[str, ...],
    at: datetime,
) -> WindowLine:
    return WindowLine(
        slug=row.slug,
        start_at=row.start_at,
        end_at=row.end_at,
        late_days=row.late_days,
        received_by=row.received_by,
        state=state_of(batches),
        states=states_of(batches),
        batches=len(batches),
        files=len(files),
        waiting=sum(file.batch is None for file in files),
        gaps=gaps_of(row.expected, files, row.received_by, at),
        late_conflicts=touched,
    )


def _files_by_window(league: str) -> dict[Any, list[FileLine]]:
    found: dict[Any, list[FileLine]] = {}
    rows = CardFile.objects.filter(league=league).select_related("batch", "window")
    for row in rows:
        found.setdefault(row.window_id, []).append(file_line(row))
    return found


def _batches_by_window(league: str) -> dict[Any, list[Batch]]:
    found: dict[Any, list[Batch]] = {}
    rows = Batch.objects.filter(league=league).select_related("window")
    for row in rows.order_by("number"):
        found.setdefault(row.window_id, []).append(row)
    return found
