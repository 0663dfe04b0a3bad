"""Windows that learn late of a copy or a conflict of what they were cleared with.

A batch that is run names the windows that it touches. Such a window is told so until a
batch of it was sealed that knows the files of the other one; a delta that changed nothing
and was voided has looked at them too.
"""

from collections.abc import Iterable

from hansa.clearing.models import Batch
from hansa.clearing.terms.house import State


def late_conflicts(batches: Iterable[Batch]) -> dict[str, tuple[str, ...]]:
    """Name the windows that touch each window and that it has not looked at yet.

    Args:
        batches: all of a league, with their windows.
    """
    every = list(batches)
    known: dict[str, set[str]] = {}
    for batch in every:
        files = (file for one in batch.manifest["context"] for file in one["files"])
        known.setdefault(batch.window.slug, set()).update(f["sha256"] for f in files)
    found: dict[str, set[str]] = {}
    for batch in every:
        if batch.state == State.VOIDED.value:
            continue
        files_read = set(batch.touches.get("files", ()))
        for slug in batch.touches.get("windows", ()):
            if not files_read <= known.get(slug, set()):
                found.setdefault(slug, set()).add(batch.window.slug)
    return {slug: tuple(sorted(others)) for slug, others in found.items()}


def late_conflicts_in(league: str) -> dict[str, tuple[str, ...]]:
    """As ``late_conflicts``, of every window of a league."""
    return late_conflicts(Batch.objects.filter(league=league).select_related("window"))
