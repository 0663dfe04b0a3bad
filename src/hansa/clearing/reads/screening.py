"""Lists that taps are screened by: cards that are stopped, terminals that are known."""

from collections.abc import Mapping

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.clearing.models import ScreeningList
from hansa.clearing.reads import places
from hansa.clearing.rules.rights import READ
from hansa.clearing.terms.house import ListKind, ScreeningLine


def list_screening(actor: Actor, league: str) -> tuple[ScreeningLine, ...]:
    """List every version of both lists, the latest first.

    Raises:
        Forbidden: the actor may not read clearing.
    """
    require(actor, READ, Over(league=league))
    rows = ScreeningList.objects.filter(league=league)
    return tuple(line_of(row) for row in rows.order_by("kind", "-number"))


def latest(league: str, kind: ListKind) -> ScreeningLine | None:
    """Give the version that holds now; None where there never was a list."""
    rows = ScreeningList.objects.filter(league=league, kind=kind.value)
    row = rows.order_by("-number").first()
    return None if row is None else line_of(row)


def screening_files(league: str) -> Mapping[str, str]:
    """Give the lists that hold now as files of a rules folder."""
    lines = (latest(league, kind) for kind in ListKind)
    return {
        f"{line.kind.value}.csv": places.list_of(line.sha256).read_bytes().decode()
        for line in lines
        if line is not None and not line.is_lifted
    }


def line_of(row: ScreeningList) -> ScreeningLine:
    """Turn a row into a term."""
    return ScreeningLine(
        kind=ListKind(row.kind),
        number=row.number,
        sha256=row.sha256,
        rows=row.rows,
        name=row.name,
        brought_by=row.brought_by,
        brought_at=row.brought_at,
    )
