"""Clears a sealed batch from its manifest, and proves what it publishes.

Everything that a batch is computed from is named by its manifest and lies on disk, so the
same batch is computed by anybody, at any time, with the same result.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.clearing.batch.taps import Window
from hansa.clearing.formats.taken import Intake
from hansa.clearing.models import Batch, BatchPair, CardFile
from hansa.clearing.reads import places
from hansa.clearing.reads.batches import batch_row, folder_of
from hansa.clearing.rules.differences import LegLine, difference, pairs_of
from hansa.clearing.rules.netting import net_positions
from hansa.clearing.rules.rights import PREPARE
from hansa.clearing.rules.states import require_step
from hansa.clearing.services import runs, storing, taking
from hansa.clearing.services.steps import locked, record, take_steps
from hansa.clearing.services.touching import touched_by
from hansa.clearing.terms.house import Cause, State
from hansa.clearing.terms.rulebook import Bounds
from hansa.clearing.terms.taps import FileCode, Outcome
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import text

COLUMNS = (
    "debtor", "creditor", "amount_fen", "scheme", "rule_version", "clause", "class_id",
    "rows",
)  # fmt: skip
NUMBERS = frozenset({"amount_fen", "rows"})


def run_batch(
    actor: Actor, league: str, slug: str, number: int | None = None
) -> Mapping[str, Any]:
    """Validate, price and net a sealed batch, and give the manifest of its result.

    What is computed lies on disk before a row names it. Killed at any moment, the batch is
    sealed or netted; running it again gives the same.

    Args:
        actor: a clearing operator.
        league: slug.
        slug: of the window.
        number: of the batch; None for its latest.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such batch.
        Refused: it is not sealed, or a delta without new files that changes nothing.
    """
    require(actor, PREPARE, Over(league=league))
    row = batch_row(league, slug, number)
    require_step(State(row.state), State.VALIDATED)
    with storing.scratch() as folder, cleared_batch(row, folder / "work") as window:
        manifest = _write_result(row, window, folder)
        legs = difference(legs_in(folder_of(row)), _legs_before(row))
        _refuse_empty(row, legs, manifest)
        pairs = pairs_of(legs)
        parties = list(window.cleared.pricer.rulebook.participants.in_order)
        net = net_positions(parties, pairs)
        _write_difference(row, legs, folder)
        touches = touched_by(row, window)
    if sum(net.values()) != 0:
        raise RuntimeError(f"the net positions of {row} do not sum to zero")
    with transaction.atomic():
        row = locked(league, slug, row.number)
        row.result = {**manifest, "parties": parties}
        row.result_sha256 = manifest["result_sha256"]
        row.touches = touches
        take_steps(actor, row, (State.VALIDATED, State.PRICED, State.NETTED))
        BatchPair.objects.bulk_create(
            BatchPair(batch=row, debtor=debtor, creditor=creditor, amount_fen=fen)
            for (debtor, creditor), fen in pairs.items()
        )
        said = {"result_sha256": row.result_sha256, "net": net}
        if touches:
            said["touches"] = touches["windows"]
        record(actor, "clearing.run_batch", row, said)
    return manifest


@contextmanager
def cleared_batch(row: Batch, scratch: Path) -> Iterator[runs.Opened]:
    """Clear what the manifest of a batch names; its tables last while it is open."""
    scratch.mkdir(exist_ok=True)
    rules = places.rules_of(row.manifest["rules"])
    read, rulebook, bounds = runs.rules_of(rules)
    taken = _taken(row)
    own = (bounds, taking.tap_files(taken))
    windows = _in_order(row, own)
    (mine,) = (one for one in windows if one.bounds is bounds)
    asked = runs.Asked()
    with runs.cleared_among(windows, mine, rulebook, scratch, asked) as cleared:
        yield runs.Opened(
            read=read, bounds=bounds, taken=taken, windows=windows, cleared=cleared
        )


def legs_in(folder: Path) -> tuple[LegLine, ...]:
    """Read the legs of the whole window as a batch was cleared."""
    table = pq.read_table(folder / places.RESULT / "legs.parquet", columns=[*COLUMNS])
    return tuple(LegLine(**one) for one in table.to_pylist())


def _write_result(row: Batch, window: runs.Opened, folder: Path) -> dict[str, Any]:
    """Put the tables of the whole window in place, and prove what they say."""
    made = folder / "result"
    made.mkdir()
    rules = places.rules_of(row.manifest["rules"])
    manifest = runs.write_whole(window, rules, made, runs.RowsAsked.NONE)
    counts = manifest["counts"]
    outcomes = sum(counts[outcome.value] for outcome in Outcome)
    received = sum(one.intake.rows for one in window.taken)
    if not counts["received"] == outcomes == received:
        raise RuntimeError(f"{row} received {received} rows and answers {outcomes}")
    if manifest["totals"]["net_sum_fen"] != 0:
        raise RuntimeError(f"the net positions of {row} do not sum to zero")
    place = folder_of(row)
    place.mkdir(parents=True, exist_ok=True)
    runs.publish(made, place / places.RESULT, manifest)
    return manifest


def _taken(row: Batch) -> tuple[taking.TakenFile, ...]:
    files = _files_named([one["sha256"] for one in row.manifest["files"]], row.league)
    return tuple(
        _taken_file(files[one["sha256"]], one["sender"])
        for one in row.manifest["files"]
    )


def _files_named(hashes: Sequence[str], league: str) -> dict[str, CardFile]:
    rows = CardFile.objects.filter(league=league, sha256__in=set(hashes))
    return {row.sha256: row for row in rows}


def _taken_file(file: CardFile, sender: str) -> taking.TakenFile:
    refused = FileCode(file.refused) if file.refused else None
    return taking.TakenFile(
        intake=Intake(
            name=file.name,
            sha256=file.sha256,
            rows=file.rows,
            faulted=file.unreadable,
            columns=frozenset(file.columns),
            amount_fen=int(file.amount_fen),
            refused=refused,
            preset=file.preset or None,
        ),
        sender=sender or None,
        place=places.canonical_of(file.sha256) if refused is None else None,
    )


def _in_order(row: Batch, own: tuple[Bounds, Any]) -> tuple[Window, ...]:
    """Number every window by its start, from the batch's own, which is 0."""
    context = row.manifest["context"]
    hashes = [file["sha256"] for one in context for file in one["files"]]
    files = _files_named(hashes, row.league)
    entries = [(own[0], row.window.slug, own[1])]
    for one in context:
        bounds = Bounds(
            start_at=datetime.fromisoformat(one["start"]),
            end_at=datetime.fromisoformat(one["end"]),
            late_days=one["late_days"],
            received_by=None,
            files={},
        )
        taken = [_taken_file(files[file["sha256"]], "") for file in one["files"]]
        entries.append((bounds, one["window"], taking.tap_files(taken)))
    entries.sort(key=lambda entry: (entry[0].start_at, entry[1]))
    place = next(at for at, entry in enumerate(entries) if entry[0] is own[0])
    return tuple(
        Window(number=at - place, bounds=bounds, files=taps)
        for at, (bounds, _, taps) in enumerate(entries)
    )


def _legs_before(row: Batch) -> tuple[LegLine, ...]:
    """Give the legs of the batch before a delta; none for a first batch."""
    earlier = before_of(row)
    if earlier is None:
        return ()
    if earlier.state == State.VOIDED.value:
        raise Conflict(
            "batch-before-voided",
            text("The batch before this delta was voided."),
            text("Void this one too, and seal anew."),
        )
    return legs_in(folder_of(earlier))


def before_of(row: Batch) -> Batch | None:
    """Give the batch that a delta rests on; None for a first batch."""
    before = row.manifest["before"]
    if before is None:
        return None
    batches = Batch.objects.select_related("window").filter(window=row.window)
    return batches.get(manifest_sha256=before)


def _refuse_empty(
    row: Batch, legs: Sequence[LegLine], manifest: Mapping[str, Any]
) -> None:
    before = before_of(row)
    if before is None or legs or row.files.exists():
        return
    # Rows that a case refused move no money, and are accounted for otherwise by now.
    tables = manifest["tables"], before.result["tables"]
    if row.cause == Cause.RELEASE.value and tables[0] != tables[1]:
        return
    raise Refused(
        "delta-empty",
        text("This delta has no new file and changes no amount."),
        text("Void it; the batch before it stands as it is."),
    )


def _write_difference(row: Batch, legs: Sequence[LegLine], folder: Path) -> None:
    """Put the legs that a batch adds in place."""
    made = folder / "difference"
    made.mkdir()
    columns = {name: [getattr(leg, name) for leg in legs] for name in COLUMNS}
    types = {name: pa.int64() if name in NUMBERS else pa.string() for name in COLUMNS}
    table = pa.table({name: pa.array(columns[name], types[name]) for name in COLUMNS})
    pq.write_table(table, made / "legs.parquet", compression="zstd")
    with (made / "legs.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(zip(*columns.values(), strict=True))
    content = (made / "legs.csv").read_bytes()
    manifest = {
        "batch": row.manifest_sha256,
        "before": row.manifest["before"],
        "legs": len(legs),
        "legs_sha256": hashlib.sha256(content).hexdigest(),
    }
    runs.publish(made, folder_of(row) / places.DIFFERENCE, manifest)
