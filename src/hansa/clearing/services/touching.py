"""Which windows a batch touches: what they were cleared with has a copy or a conflict."""

from collections import Counter
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hansa.clearing.batch.touching import DOUBLED, doubled_elsewhere
from hansa.clearing.models import Batch
from hansa.clearing.reads.batches import result_folder
from hansa.clearing.services import runs
from hansa.clearing.terms.house import State

Known = Counter[tuple[str, str]]
"""How many rows a window has of each content and code."""


def touched_by(row: Batch, window: runs.Opened) -> dict[str, Any]:
    """Name the windows that a batch touches, and the files by which it does.

    Args:
        row: the batch.
        window: its window, cleared among the others.
    """
    slugs = _slugs_by_number(row, window)
    found: dict[str, Known] = {}
    for one in doubled_elsewhere(window.cleared).to_pylist():
        counted = found.setdefault(slugs[one["window"]], Counter())
        counted[one["content_hash"], one["code"]] += one["times"]
    touched = [
        slug for slug, now in sorted(found.items()) if now - _known(row.league, slug)
    ]
    read = [one.intake.sha256 for one in window.taken if one.intake.refused is None]
    return {"windows": touched, "files": sorted(read)} if touched else {}


def _slugs_by_number(row: Batch, window: runs.Opened) -> dict[int, str]:
    """Name the windows as they are numbered: by their start, from the batch's own, 0."""
    assert window.bounds.start_at is not None  # A window of the house has bounds.
    others = (
        (datetime.fromisoformat(one["start"]), one["window"])
        for one in row.manifest["context"]
    )
    own = (window.bounds.start_at, row.window.slug)
    named = sorted([own, *others])
    place = named.index(own)
    return {at - place: slug for at, (_, slug) in enumerate(named)}


def _known(league: str, slug: str) -> Known:
    """Count the copies and conflicts that the last netted batch of a window knows."""
    rows = Batch.objects.filter(league=league, window__slug=slug)
    rows = rows.exclude(state=State.VOIDED.value).exclude(result_sha256="")
    last = rows.select_related("window").order_by("-number").first()
    if last is None:
        return Counter()
    place = result_folder(last) / "exceptions.parquet"
    table = pq.read_table(place, columns=["content_hash", "code"])
    table = table.filter(pc.is_in(table["code"], pa.array(DOUBLED)))
    groups = table.group_by(["content_hash", "code"]).aggregate([([], "count_all")])
    return Counter(
        {
            (one["content_hash"], one["code"]): one["count_all"]
            for one in groups.to_pylist()
        }
    )
