"""Every bundle of a random window is equal to what its rows and rules give."""

import os
import random
from pathlib import Path

import pytest

from hansa.clearing.formats.bundles import table_bytes, table_rows
from hansa.clearing.formats.decided import ROW_COLUMNS
from hansa.clearing.services import signing
from hansa.clearing.services.bundling import bundle_folder
from hansa.clearing.services.verifying import verify
from hansa.clearing.tests.forging import Forger, rows_of
from hansa.clearing.tests.oracle.drawn_decisions import decide, write_decisions
from hansa.clearing.tests.oracle.scenarios import scenario

CHAOS = os.environ.get("HANSA_CHAOS") == "1"
SEEDS = 500 if CHAOS else 6
DECIDED_SEEDS = 200 if CHAOS else 12


@pytest.mark.chaos
@pytest.mark.folders
@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_drawn_window_verifies_for_every_party(seed: int, tmp_path: Path) -> None:
    """Late rows, refunds of earlier windows and reversals are no differences."""
    drawn = scenario(seed)
    drawn.write(tmp_path)
    bundle_folder(tmp_path, tmp_path / "out", None)
    places = sorted((tmp_path / "out").iterdir())
    assert len(places) == len(drawn.rules["members"]) + len(drawn.rules["accounts"])
    assert [verify(place).difference for place in places] == [None] * len(places)


@pytest.mark.chaos
@pytest.mark.folders
def test_drawn_decisions_are_seen_and_needed(tmp_path: Path) -> None:
    """Released rows verify; a list that is cut is found wherever a mark stands alone."""
    forged = 0
    for seed in range(DECIDED_SEEDS):
        drawn, folder = scenario(seed), tmp_path / str(seed)
        rows = decide(drawn, random.Random(seed))
        rules, _ = drawn.write(folder)
        write_decisions(drawn, rows, rules)
        key = signing.new_key(folder / "key.pem")
        bundle_folder(folder, folder / "out", folder / "key.pem")
        for place in sorted((folder / "out").iterdir()):
            assert verify(place).difference is None, f"seed {seed}, {place.name}"
            forged += _cut(Forger(key, place, folder))
    assert forged, "no drawn decision let a failed signature in"


def _cut(forger: Forger) -> int:
    """Leave the decisions on failed signatures out; give how many rows it is of."""
    files = forger.files
    failed = {row["content_hash"] for row in rows_of(files) if row["tac_ok"] == "0"}
    if not failed:
        return 0
    listed = table_rows(files["decisions.csv"])
    left = [row for row in listed if row["content_hash"] not in failed]
    cells = ([row[name] for name in ROW_COLUMNS] for row in left)
    cut = {**files, "decisions.csv": table_bytes(ROW_COLUMNS, cells)}
    assert "its signature failed, and no decision" in forger.told(forger.seal(cut))
    return len(failed)
