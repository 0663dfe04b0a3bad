"""``hansa clearing list …``: cards that are stopped, terminals that are known."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, Slug
from hansa.chassis.plain import plain
from hansa.chassis.terminal import done
from hansa.clearing.commands.asked import said
from hansa.clearing.commands.runs import app
from hansa.clearing.reads import screening as reads
from hansa.clearing.terms.house import LIST_NAMES
from hansa.directory.reads.shell import acting
from hansa.kernel.text import text

list_app = typer.Typer(
    help=_("Lists that taps are screened by: stopped cards, known terminals."),
    no_args_is_help=True,
)
app.add_typer(list_app, name="list")

Kind = Annotated[str, typer.Argument(help=_("denylist or terminals"))]


@list_app.command("bring", help=_("Bring a list as it is from now on."))
def bring(
    league: Slug,
    kind: Kind,
    file: Annotated[Path, typer.Argument(help=_("the list, as CSV"))],
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Bring a list."""
    from hansa.clearing.services import screening  # noqa: PLC0415 -- reads files, which takes a moment to start

    line = done(
        lambda: screening.bring_list(
            acting(league, as_), league, kind, file, file.name
        ),
        as_json,
    )
    said(
        text(
            "Version {number} holds for what is sealed from now on: {rows} rows.",
            number=line.number,
            rows=line.rows,
        ),
        line,
        as_json,
    )


@list_app.command("lift", help=_("Screen by no list of a kind from now on."))
def lift(league: Slug, kind: Kind, as_: As = None, as_json: AsJson = False) -> None:
    """Lift a list."""
    from hansa.clearing.services import screening  # noqa: PLC0415 -- as above

    line = done(lambda: screening.lift_list(acting(league, as_), league, kind), as_json)
    said(text("Nothing is screened by this list from now on."), line, as_json)


@list_app.command("show", help=_("List every version of both lists."))
def show(league: Slug, as_: As = None, as_json: AsJson = False) -> None:
    """List versions."""
    lines = done(lambda: reads.list_screening(acting(league, as_), league), as_json)
    if as_json:
        terminal.print_json(plain(lines))
        return
    terminal.print_table(
        "",
        (_("List"), _("List version"), _("Rows"), _("File"), _("Brought at"), _("By")),
        (
            (
                str(render(LIST_NAMES[line.kind])),
                str(line.number),
                "-" if line.is_lifted else str(line.rows),
                line.name or "-",
                line.brought_at.astimezone(LEAGUE_ZONE).isoformat(timespec="minutes"),
                line.brought_by,
            )
            for line in lines
        ),
    )
