"""Writes the statement bundles of a window that lies in a folder."""

import tempfile
from pathlib import Path
from typing import Any

from hansa.clearing.services import runs, signing, statements
from hansa.kernel.errors import Conflict
from hansa.kernel.text import text


def bundle_folder(window: Path, out: Path, key: Path | None) -> dict[str, Any]:
    """Clear the window of a folder, and write a bundle for each party.

    Args:
        window: holds ``rules`` and ``in``.
        out: a folder that is empty or not there.
        key: signs the head; None leaves it unsigned.

    Returns:
        The head of the batch, its hash and signature.

    Raises:
        Conflict: ``out`` is not empty.
        Missing: a folder is not there.
        Refused: the rules have an error, or the key is none.
    """
    signer = None if key is None else signing.signer_from(key)
    if out.exists() and any(out.iterdir()):
        raise Conflict(
            "out-not-empty",
            text("{folder} is not empty.", folder=str(out)),
            text("Name a new folder; a bundle is never overwritten."),
        )
    rules = window / "rules"
    with tempfile.TemporaryDirectory() as folder:
        scratch, result = Path(folder), Path(folder) / "result"
        result.mkdir()
        with runs.opened(rules, window / "in", scratch, runs.Asked()) as opened:
            manifest = runs.write_whole(opened, rules, result, runs.RowsAsked.NONE)
            batch = statements.Batch(
                label=window.resolve().name, number=0, previous="", manifest=manifest
            )
            out.mkdir(parents=True, exist_ok=True)
            return statements.write_statements(
                opened.cleared, opened.bounds, rules, batch, signer, out
            )
