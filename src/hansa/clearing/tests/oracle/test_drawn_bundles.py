"""Every bundle of a random window is equal to what its rows and rules give."""

import os
from pathlib import Path

import pytest

from hansa.clearing.services.bundling import bundle_folder
from hansa.clearing.services.verifying import verify
from hansa.clearing.tests.oracle.scenarios import scenario

CHAOS = os.environ.get("HANSA_CHAOS") == "1"
SEEDS = 500 if CHAOS else 6


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
