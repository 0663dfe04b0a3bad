"""Options that many commands share, and the remark on where an answer came from."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.kernel.text import text

AsJson = Annotated[bool, typer.Option("--json", help=_("print JSON for programs"))]
AsOf = Annotated[str | None, typer.Option(help=_("show what applies on this day"))]
KnownAt = Annotated[
    str | None, typer.Option(help=_("show what had been recorded by this time"))
]
League = Annotated[str, typer.Argument(help=_("a league's slug, or a charter folder"))]
Slug = Annotated[str, typer.Argument(help=_("slug of the league"))]
As = Annotated[
    str | None,
    typer.Option("--as", help=_("act with the rights of this account")),
]
Office = Annotated[
    str, typer.Option(help=_("the office it is entered for, on its behalf"))
]
Evidence = Annotated[
    str, typer.Option(help=_("the paper that shows that office's act"))
]
Words = Annotated[str, typer.Option("--words", help=_("what is said"))]
Document = Annotated[str, typer.Option(help=_("number of the document"))]
Reason = Annotated[str, typer.Option(help=_("why, in one sentence"))]
Paper = Annotated[
    Path | None,
    typer.Option("--file", help=_("a file to be kept with it"), exists=True),
]


def remark_source(league: str, folder: Path | None) -> None:
    """Say on stderr that a slug was read from the shipped folder."""
    if folder is not None and str(folder) != league and folder.name == league:
        terminal.remark(
            text("“{league}” is not applied here; read as shipped.", league=league)
        )
