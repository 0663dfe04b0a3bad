"""Fixtures of the clearing house: the shipped example, and folders made from it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hansa.clearing.services import bundling, signing
from hansa.clearing.tests.forging import GIVEN_BACK, Forger

EXAMPLE = Path(__file__).parents[4] / "examples" / "clearing"

WindowCopy = Callable[..., Path]


@pytest.fixture
def window_copy(tmp_path: Path) -> WindowCopy:
    """Copy the example and replace words in its files.

    ``window_copy({"rules/transit.yaml": [("old", "new")]})`` demands that every old word
    stands in its file, so that a test cannot pass by changing nothing.
    """

    def copy(changes: dict[str, list[tuple[str, str]]] | None = None) -> Path:
        folder = tmp_path / f"window-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(EXAMPLE, folder)
        for name, pairs in (changes or {}).items():
            path = folder / name
            written = path.read_text(encoding="utf-8")
            for old, new in pairs:
                assert old in written, f"{old!r} is not in {name}"
                written = written.replace(old, new, 1)
            path.write_text(written, encoding="utf-8")
        return folder

    return copy


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[signing.Signer, Path]:
    """Clear the example, with two refunds and a reversal, once for all tests."""
    folder = tmp_path_factory.mktemp("window")
    window = folder / "window"
    shutil.copytree(EXAMPLE, window)
    with (window / "in" / "zhuzhou-card_20261123.csv").open("a") as file:
        file.write(GIVEN_BACK)
    signer = signing.new_key(folder / "key.pem")
    bundling.bundle_folder(window, folder / "out", folder / "key.pem")
    return signer, folder / "out" / "zhuzhou.zip"


@pytest.fixture
def forger(sealed: tuple[signing.Signer, Path], tmp_path: Path) -> Forger:
    signer, place = sealed
    return Forger(signer, place, tmp_path)
