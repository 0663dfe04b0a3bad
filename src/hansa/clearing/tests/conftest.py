"""Fixtures of the clearing house: the shipped example, and folders made from it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

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
