"""Windows of a league with their files, and what is missing of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import QuerySet

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, require
from hansa.clearing.models import Batch, CardFile, ClearingWindow
from hansa.clearing.reads.conflicts import late_conflicts
from hansa.clearing.reads.past import batches_then, holders, instant_of, last_of
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


def list_windows(
    actor: Actor, league: str, as_of: date | None = None
) -> tuple[WindowLine, ...]:
    """List the windows of a league, the latest first.

    Args:
        actor: somebody who may read clearing.
        league: slug.
        as_of: the day as of whose end they are listed; None for now.

    Raises:
        Forbidden: the actor may not read clearing.
    """
    require(actor, READ, Over(league=league))
    rows = ClearingWindow.objects.filter(league=league).order_by("-start_at", "slug")
    if as_of is not None:
        rows = rows.filter(opened_at__lte=last_of(as_of))
    batches = _batches_by_window(league, as_of)
    files = _files_by_window(league, batches, as_of)
    touched = late_conflicts(one for each in batches.values() for one in each)
    return tuple(
        _line(
            row,
            files.get(row.slug, ()),
            batches.get(row.pk, ()),
            touched.get(row.slug, ()),
            instant_of(actor, as_of),
        )
        for row in rows
    )


def get_window(
    actor: Actor, league: str, slug: str, as_of: date | None = None
) -> WindowDetail:
    """Give a window with its files, by name.

    Args:
        actor: somebody who may read clearing.
        league: slug.
        slug: of the window.
        as_of: the day as of whose end it is shown; None for now.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: there is no such window, or it was not open yet.
    """
    require(actor, READ, Over(league=league))
    row = window_row(league, slug, as_of)
    every = _batches_by_window(league, as_of)
    batches = every.get(row.pk, ())
    files = CardFile.objects.filter(window=row).select_related("batch", "window")
    lines = _files_then(files.order_by("name", "sha256"), {row.pk: batches}, as_of)
    touched = late_conflicts(one for each in every.values() for one in each)
    at = instant_of(actor, as_of)
    line = _line(row, lines, batches, touched.get(row.slug, ()), at)
    return WindowDetail(line=line, files=lines, expected=dict(row.expected))


def window_row(league: str, slug: str, as_of: date | None = None) -> ClearingWindow:
    """Find the row of a window without judging who asks.

    Raises:
        Missing: there is none, or it was not open yet on the day that is asked for.
    """
    row = ClearingWindow.objects.filter(league=league, slug=slug).first()
    if row is None:
        raise Missing(
            "window-missing",
            text("There is no window “{slug}”.", slug=slug[:40]),
            text("hansa clearing window list shows every one there is."),
        )
    if as_of is not None and row.opened_at > last_of(as_of):
        raise Missing(
            "window-not-open-then",
            text(
                "The window {slug} was not open on {day} yet.",
                slug=slug,
                day=as_of.isoformat(),
            ),
            text(
                "Ask for a day from {day} on.",
                day=row.opened_at.astimezone(LEAGUE_ZONE).date().isoformat(),
            ),
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
        # A row that was just written still has the zone of whoever wrote it.
        received_at=row.received_at.astimezone(UTC),
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


def _files_by_window(
    league: str, batches: Mapping[Any, Sequence[Batch]], as_of: date | None
) -> dict[str, list[FileLine]]:
    rows = CardFile.objects.filter(league=league).select_related("batch", "window")
    found: dict[str, list[FileLine]] = {}
    for line in _files_then(rows, batches, as_of):
        found.setdefault(line.window, []).append(line)
    return found


def _files_then(
    rows: QuerySet[CardFile],
    batches: Mapping[Any, Sequence[Batch]],
    as_of: date | None,
) -> tuple[FileLine, ...]:
    """Give the files that had come, each with the batch that had sealed it."""
    if as_of is None:
        return tuple(file_line(row) for row in rows)
    sealed = {window: holders(each) for window, each in batches.items()}
    return tuple(
        replace(file_line(row), batch=sealed.get(row.window_id, {}).get(row.sha256))
        for row in rows.filter(received_at__lte=last_of(as_of))
    )


def _batches_by_window(league: str, as_of: date | None) -> dict[Any, list[Batch]]:
    found: dict[Any, list[Batch]] = {}
    rows = Batch.objects.filter(league=league).select_related("window")
    for row in batches_then(rows.order_by("number"), as_of):
        found.setdefault(row.window_id, []).append(row)
    return found
