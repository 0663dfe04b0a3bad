"""Where card files and what was cleared from them lie: under ``HANSA_CLEARING``.

``originals``, ``canonical`` and ``lists`` by the hash of the bytes that were brought,
``rules`` by the hash of a rules folder, ``batches`` by league, window, number and hash of
the manifest. Each is put there whole and never changed.
"""

from pathlib import Path

from django.conf import settings

RESULT, DIFFERENCE = "result", "difference"


def root() -> Path:
    """Give the folder that holds everything, from the root of the file system.

    Rows are matched to their files by place, and the engine knows places in full only.
    """
    return Path(settings.HANSA_CLEARING).absolute()


def scratch_of() -> Path:
    """Give the folder for what is under way; whatever is left in it is worth nothing."""
    return root() / "scratch"


def original_of(sha256: str) -> Path:
    """Give the place of a file as it was brought."""
    return root() / "originals" / sha256[:2] / sha256


def canonical_of(sha256: str) -> Path:
    """Give the place of its rows as canonical Parquet."""
    return root() / "canonical" / sha256[:2] / f"{sha256}.parquet"


def list_of(sha256: str) -> Path:
    """Give the place of a screening list as it was brought."""
    return root() / "lists" / sha256[:2] / sha256


def rules_of(sha256: str) -> Path:
    """Give the place of a rules folder."""
    return root() / "rules" / sha256


def batch_of(league: str, window: str, number: int, manifest_sha256: str) -> Path:
    """Give the folder of a batch."""
    return root() / "batches" / league / window / f"{number}-{manifest_sha256[:16]}"


def statements_of(folder: Path, head_sha256: str) -> Path:
    """Give the folder of the statement bundles under one head of a batch."""
    return folder / f"statements-{head_sha256[:16]}"
