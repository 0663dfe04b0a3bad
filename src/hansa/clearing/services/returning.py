"""Gives a sender its rows back, each with what became of it: the return file.

It is computed anew from the manifest of the batch, so it says the same at any time.
"""

from collections.abc import Iterator
from pathlib import Path

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.clearing.batch.returning import all_of, returned_rows
from hansa.clearing.formats.presets.layout import Heading
from hansa.clearing.formats.returned import Returned, returned_of, write_return
from hansa.clearing.reads import places
from hansa.clearing.reads.returns import Returning, returning
from hansa.clearing.services import runs, storing
from hansa.clearing.services.running import cleared_batch
from hansa.clearing.terms.house import ReturnLayout
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

HOUSE = (
    "centre"  # What the clearing house calls itself in a layout with eleven letters.
)
SUFFIXES = {ReturnLayout.CSV: ".csv", ReturnLayout.FB: ".fb"}


def write_return_file(
    actor: Actor,
    league: str,
    slug: str,
    number: int | None,
    sender: str,
    layout: ReturnLayout,
    folder: Path,
) -> Path:
    """Write the return file of a sender into a folder, and give its place.

    Args:
        actor: a clearing operator, or a liaison of the sender's city.
        league: slug.
        slug: of the window.
        number: of the batch; None for its latest.
        sender: the institution.
        layout: how it is written.
        folder: is made if it is not there; nothing in it has the file's name.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such sender or batch, or nothing is returned yet.
        Refused: a row does not fit into the layout, or ``folder`` is none.
    """
    found = returning(actor, league, slug, number, sender)
    row = found.row
    name = f"{sender}_{slug}_{row.number}_return{SUFFIXES[layout]}"
    _make(folder)
    with storing.scratch() as scratch, cleared_batch(row, scratch / "work") as window:
        heading = Heading(
            settled_on=row.window.start_at.astimezone(LEAGUE_ZONE).date(),
            sender=HOUSE,
            receiver=_code_of(window, sender),
            file_name=name,
        )
        write_return(folder / name, heading, _rows(window, found, layout), layout)
    return folder / name


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            "out-unwritable",
            text("{folder} is no folder that can be written into.", folder=str(folder)),
            text("Name a folder; one that is not there is made."),
        ) from error


def _code_of(window: runs.Opened, sender: str) -> str:
    """Give the code by which fixed-width files name an institution; its id without one."""
    assert window.read.rulebook is not None  # The window was cleared by it.
    codes = window.read.rulebook.codes
    return min((code for code, one in codes.items() if one == sender), default=sender)


def _rows(
    window: runs.Opened, found: Returning, layout: ReturnLayout
) -> Iterator[Returned]:
    """Give the rows; in FB with the codes that their sender wrote."""
    names = {str(places.canonical_of(one.sha256)): one.name for one in found.files}
    coded = [
        str(places.canonical_of(one.sha256))
        for one in found.files
        if one.preset and layout is ReturnLayout.FB
    ]
    rows = returned_rows(window.cleared, names, coded)
    return returned_of(all_of(rows, sum(one.rows for one in found.files)))
