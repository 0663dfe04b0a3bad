"""Rows of a batch that were not accepted: counted, narrowed and a page at a time."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.clearing.reads import refused_rows
from hansa.clearing.reads.batches import batch_row, result_folder
from hansa.clearing.reads.refused_rows import RefusedRow
from hansa.clearing.rules.rights import READ


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionFilter:
    """What is asked for; None for all."""

    outcome: str | None = None
    code: str | None = None
    acquirer: str | None = None


@dataclass(frozen=True, slots=True)
class Exceptions:
    """The rows that were found, by acquirer and serial; a part is read when asked for.

    Attributes:
        suspended_fen: what all suspended rows of the batch amount to, found or not.
    """

    table: Any  # A table of the engine's, which pages know nothing of.
    files: tuple[Path, ...]  # In which the rows lie.
    suspended_fen: int

    def count(self) -> int:
        """Count them all."""
        return int(self.table.num_rows)

    def slice(self, sort: object, start: int, stop: int) -> list[RefusedRow]:
        """Give some of them in their own order."""
        del sort
        part = self.table.slice(start, stop - start)
        return refused_rows.with_contents(part.to_pylist(), self.files)


def find_exceptions(
    actor: Actor, league: str, slug: str, number: int | None, wanted: ExceptionFilter
) -> Exceptions:
    """Find the rows of a batch's window that were not accepted.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: there is no such batch, or it is not netted yet.
    """
    # Reading tables takes a moment to start, and no other read needs it.
    import pyarrow.compute as pc  # noqa: PLC0415 -- as above
    import pyarrow.parquet as pq  # noqa: PLC0415 -- as above

    require(actor, READ, Over(league=league))
    row = batch_row(league, slug, number)
    folder = result_folder(row)
    table = pq.read_table(folder / "exceptions.parquet")
    for name in ("outcome", "code", "acquirer"):
        value = getattr(wanted, name)
        if value is not None:
            table = table.filter(pc.field(name) == value)
    return Exceptions(
        table, refused_rows.files_of(row), refused_rows.suspended_fen(row)
    )


def suspended_in(actor: Actor, league: str, slug: str, number: int | None) -> int:
    """Add up the amounts of the suspended rows of a batch's window, in fen.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: there is no such batch, or it is not netted yet.
    """
    require(actor, READ, Over(league=league))
    return refused_rows.suspended_fen(batch_row(league, slug, number))
