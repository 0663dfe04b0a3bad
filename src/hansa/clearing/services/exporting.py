"""Writes the folders from which anybody computes a batch again: rules, and files."""

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.clearing.reads import places, rulesets
from hansa.clearing.reads.batches import batch_row
from hansa.clearing.rules.rights import READ
from hansa.clearing.terms.rulebook import Bounds
from hansa.kernel.errors import Conflict
from hansa.kernel.text import text

EARLIER, LATER = "earlier", "later"


def export_batch(
    actor: Actor, league: str, slug: str, number: int | None, out: Path
) -> Path:
    """Write what a batch was computed from: ``hansa clearing run`` gives the same result.

    Args:
        actor: somebody who may read clearing.
        league: slug.
        slug: of the window.
        number: of the batch; None for its latest.
        out: a folder that is empty or not there; gets ``rules`` and ``in``.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such batch.
        Conflict: ``out`` is not empty.
    """
    require(actor, READ, Over(league=league))
    row = batch_row(league, slug, number)
    if out.exists() and any(out.iterdir()):
        raise Conflict(
            "out-not-empty",
            text("{folder} is not empty.", folder=str(out)),
            text("Name a new folder; nothing is overwritten."),
        )
    out.mkdir(parents=True, exist_ok=True)
    shutil.copytree(places.rules_of(row.manifest["rules"]), out / "rules")
    incoming = out / "in"
    _copy(row.manifest["files"], incoming)
    for one in row.manifest["context"]:
        bounds = Bounds(
            start_at=datetime.fromisoformat(one["start"]),
            end_at=datetime.fromisoformat(one["end"]),
            late_days=one["late_days"],
            received_by=None,
            files={},
        )
        assert bounds.start_at is not None  # It was read a line before.
        side = EARLIER if bounds.start_at < row.window.start_at else LATER
        folder = incoming / side / one["window"]
        _copy(one["files"], folder)
        (folder / "window.yaml").write_text(
            rulesets.window_file(bounds), encoding="utf-8"
        )
    return out


def _copy(files: Sequence[dict[str, Any]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for one in files:
        place = folder / one["name"]
        if place.exists():
            # Two files of one name and other bytes; both are read, whatever their name.
            name = Path(one["name"])
            place = folder / f"{name.stem}.{one['sha256'][:8]}{name.suffix}"
        shutil.copyfile(places.original_of(one["sha256"]), place)
