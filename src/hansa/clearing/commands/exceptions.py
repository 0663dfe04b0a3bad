"""``hansa clearing batch exceptions``: the rows that were not accepted."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.options import As, AsJson, Slug
from hansa.chassis.plain import plain
from hansa.chassis.terminal import done
from hansa.clearing.commands.asked import Number, WindowSlug
from hansa.clearing.commands.batches import batch_app
from hansa.clearing.reads import batches as reads
from hansa.clearing.reads.exceptions import contents_of
from hansa.clearing.reads.refused_rows import RefusedRow
from hansa.directory.reads.shell import acting
from hansa.kernel.money import Money


@batch_app.command("exceptions", help=_("List the rows that were not accepted."))
def exceptions(
    league: Slug,
    slug: WindowSlug,
    number: Number = None,
    most: Annotated[int, typer.Option(help=_("at most so many"), min=1)] = 100,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List exceptions with what their rows say."""
    actor = done(lambda: acting(league, as_), as_json)
    lines = done(
        lambda: reads.list_exceptions(actor, league, slug, number, most), as_json
    )
    rows = done(lambda: contents_of(actor, league, slug, number, lines), as_json)
    if as_json:
        terminal.print_json(plain(rows))
        return
    terminal.print_table(
        "",
        (
            _("Acquirer"), _("Serial"), _("Code"), _("Card issuer"), _("Card"),
            _("Amount (yuan)"), _("Time"),
        ),
        map(_cells, rows),
    )  # fmt: skip


def _cells(row: RefusedRow) -> tuple[str, ...]:
    """Give a row as the page shows it; what could not be read stays empty."""
    at = row.occurred_at
    return (
        row.acquirer,
        row.record_id,
        row.code,
        row.issuer,
        f"…{row.card}" if row.card else "",
        "" if row.amount_fen is None else str(Money(row.amount_fen)),
        "" if at is None else f"{at.astimezone(LEAGUE_ZONE):%Y-%m-%d %H:%M}",
    )
