"""Joins that say how many rows they find, and are held to it.

A join that finds two rows where one was meant doubles money, and nothing of it shows in its
result. So a table in which a row looks up another one names the key by which there is one
at most, and the step that joins is refused by the engine's own count where there are more.
Only ``expand`` gives several rows for one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

from ibis import ir

Unique = tuple[ir.Table, tuple[str, ...]]
_DECLARED: ContextVar[list[Unique] | None] = ContextVar("declared", default=None)


def look_up(
    rows: ir.Table,
    found: ir.Table,
    key: Sequence[str],
    how: Literal["left", "inner"] = "left",
) -> ir.Table:
    """Add to each row the one of another table that has its key (n:1).

    Args:
        rows: each is given once at most.
        found: has each key once at most, which is checked; nulls are no key.
        key: columns of both.
        how: ``left`` keeps rows without one, ``inner`` drops them.
    """
    declare_unique(found, key)
    return _joined(rows, found, key, how)


def look_up_proven(
    rows: ir.Table,
    found: ir.Table,
    key: Sequence[str],
    how: Literal["left", "inner"] = "left",
) -> ir.Table:
    """As ``look_up``, where ``found`` has the key once by how it was made."""
    return _joined(rows, found, key, how)


def expand(rows: ir.Table, found: ir.Table, key: Sequence[str]) -> ir.Table:
    """Give a row for each of another table that has its key (1:n); none where none has."""
    return _joined(rows, found, key, "inner")


def declare_unique(found: ir.Table, key: Sequence[str]) -> None:
    """Say that a table has each key once at most; the step is checked by it."""
    declared = _DECLARED.get()
    if declared is not None:
        declared.append((found, tuple(key)))


@contextmanager
def declarations() -> Iterator[list[Unique]]:
    """Collect what steps declare meanwhile."""
    declared: list[Unique] = []
    token = _DECLARED.set(declared)
    try:
        yield declared
    finally:
        _DECLARED.reset(token)


def repeated(found: ir.Table, key: Sequence[str]) -> ir.Table:
    """Give one key that occurs more than once, if there is any."""
    keys = found.select(*key).drop_null(how="any")
    return (
        keys.group_by(*key)
        .agg(times=keys.count())
        .filter(lambda t: t.times > 1)
        .limit(1)
    )


def _joined(
    rows: ir.Table, found: ir.Table, key: Sequence[str], how: Literal["left", "inner"]
) -> ir.Table:
    joined = rows.join(found, list(key), how=how)
    return joined.drop(
        *(f"{name}_right" for name in key if f"{name}_right" in joined.columns)
    )
