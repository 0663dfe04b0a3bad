"""Looks for the files that a party brought among those that its bundle names."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hansa.clearing.services.verifying import Verdict
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.text import text


def with_brought(verdict: Verdict, brought: Iterable[Path]) -> Verdict:
    """Say of a checked bundle whether files of the party are in its batch.

    Args:
        verdict: of the bundle; one with a difference stays as it is.
        brought: the files, byte by byte as they were sent.

    Raises:
        Missing: a file is not there.
        Refused: the layout of the bundle names no files.
    """
    places = tuple(brought)
    if verdict.difference is not None or not places:
        return verdict
    if verdict.lacks is not None:
        raise Refused(
            "bundle-names-no-files",
            verdict.lacks,
            text("Ask the clearing house for the return file of what you sent."),
        )
    known = {one.sha256 for one in verdict.files}
    for place in places:
        if _hash_of(place) not in known:
            told = text(
                "“{file}” is not among the files of the batch that this party sent.",
                file=place.name,
            )
            return replace(verdict, difference=told)
    return verdict


def _hash_of(place: Path) -> str:
    try:
        with place.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Missing(
            "file-not-there",
            text("There is no file {file}.", file=str(place)),
            text("Check the name."),
        ) from error
