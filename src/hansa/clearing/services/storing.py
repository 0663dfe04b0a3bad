"""Puts files and folders where they are kept: whole, once, and before any row names them.

Whatever is under way lies in a scratch folder of the same disk, and is moved to its place
by one rename. So a process that dies leaves what was there before, or all of the new; what
it leaves in the scratch folder, or without a row, is named by nothing and harms nobody.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from hansa.clearing.reads import places

CHUNK_BYTES = 1 << 20


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder for what is under way, on the disk where it will be kept."""
    place = places.scratch_of()
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


def copy_in(source: Path, place: Path) -> str:
    """Copy a file that was brought, and give the hash of its bytes.

    What is read afterwards is the copy, so that nobody can change it meanwhile.
    """
    found = hashlib.sha256()
    with source.open("rb") as brought, place.open("wb") as copy:
        while chunk := brought.read(CHUNK_BYTES):
            found.update(chunk)
            copy.write(chunk)
    return found.hexdigest()


def keep_file(made: Path, place: Path) -> None:
    """Move a file to its place; one that is there already has the same content."""
    if place.is_file():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    keep_on_disk(made)
    made.replace(place)
    keep_on_disk(place.parent)


def keep_texts(files: Mapping[str, str], made: Path, place: Path) -> None:
    """Write texts into a folder and move it to its place, whole."""
    made.mkdir()
    for name, words in files.items():
        (made / name).write_text(words, encoding="utf-8")
    keep_folder(made, place)


def keep_folder(made: Path, place: Path) -> None:
    """Move a folder to its place; one that is there already has the same content."""
    for path in made.iterdir():
        keep_on_disk(path)
    keep_on_disk(made)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        return
    try:
        made.rename(place)
    except OSError:
        # Two that keep the same at once: the first has put it there.
        if not place.is_dir():
            raise
    keep_on_disk(place.parent)


def keep_on_disk(path: Path) -> None:
    """Ask the disk to keep a file, or a folder's names, before it is relied on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
