"""``hansa clearing dispute``, ``adjust`` and ``case …``."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.files import Upload
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, Slug
from hansa.chassis.plain import plain
from hansa.chassis.terminal import done
from hansa.clearing.commands.asked import PublishedNumber, WindowSlug, said
from hansa.clearing.commands.runs import app
from hansa.clearing.reads import cases as reads
from hansa.clearing.reads.cases import ClearingCase
from hansa.clearing.terms.casework import (
    ROW_DECISION_NAMES,
    AdjustmentDraft,
    DisputeDraft,
)
from hansa.directory.reads.shell import acting
from hansa.kernel.text import text

case_app = typer.Typer(
    help=_("Cases of the clearing house: rows in doubt and what was decided."),
    no_args_is_help=True,
)
app.add_typer(case_app, name="case")

Words = Annotated[str, typer.Option(help=_("words for the parties"))]
Paper = Annotated[Path | None, typer.Option(help=_("a file to keep with it"))]
CaseName = Annotated[
    str, typer.Argument(metavar="CASE", help=_("year and number, such as 2026-3"))
]


def _upload(paper: Path | None) -> Upload | None:
    return Upload(name=paper.name, content=paper.read_bytes()) if paper else None


@app.command(help=_("Dispute rows or an amount of the statement of a city."))
def dispute(
    league: Slug,
    slug: WindowSlug,
    party: Annotated[str, typer.Argument(help=_("the city that disputes"))],
    against: Annotated[
        str | None, typer.Option(help=_("the other city or account"))
    ] = None,
    row: Annotated[
        list[str] | None,
        typer.Option(help=_("a row of the statement, as acquirer/serial")),
    ] = None,
    amount_fen: Annotated[
        int | None, typer.Option(help=_("what is claimed, in fen"), min=1)
    ] = None,
    words: Words = "",
    file: Paper = None,
    number: PublishedNumber = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Open a dispute."""
    from hansa.clearing.services import disputes  # noqa: PLC0415 -- only this needs it

    draft = DisputeDraft(
        window=slug,
        number=number,
        party=party,
        against=against,
        rows=tuple(row or ()),
        amount_fen=amount_fen,
        words=words,
    )
    actor = done(lambda: acting(league, as_), as_json)
    case = done(
        lambda: disputes.open_dispute(actor, league, draft, _upload(file)), as_json
    )
    _say_opened(actor, league, case, as_json)


@app.command(help=_("Open an adjustment: an amount beside all taps of a window."))
def adjust(
    league: Slug,
    slug: WindowSlug,
    payer: Annotated[str, typer.Argument(help=_("the city or account that pays"))],
    payee: Annotated[str, typer.Argument(help=_("the city or account that receives"))],
    amount_fen: Annotated[int, typer.Argument(help=_("the amount in fen"), min=1)],
    dispute_: Annotated[
        str, typer.Option("--dispute", help=_("number of the dispute it settles"))
    ] = "",
    words: Words = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Open an adjustment."""
    from hansa.clearing.services import disputes  # noqa: PLC0415 -- as above

    draft = AdjustmentDraft(
        window=slug,
        payer=payer,
        payee=payee,
        amount_fen=amount_fen,
        words=words,
        dispute=dispute_,
    )
    actor = done(lambda: acting(league, as_), as_json)
    case = done(
        lambda: disputes.open_adjustment(actor, league, draft, _upload(file)), as_json
    )
    _say_opened(actor, league, case, as_json)


@case_app.command("show", help=_("Show the rows of a case, and what was decided."))
def show(league: Slug, case: CaseName, as_: As = None, as_json: AsJson = False) -> None:
    """Show a case."""
    actor = done(lambda: acting(league, as_), as_json)
    found = done(lambda: reads.get_clearing_case(actor, league, case), as_json)
    if as_json:
        terminal.print_json(plain(found))
        return
    terminal.say(
        text(
            "Case {number}: {subject}.",
            number=reads.number_of(found.line),
            subject=found.line.subject,
        )
    )
    _print_rows(found)


def _print_rows(found: ClearingCase) -> None:
    terminal.print_table(
        "",
        (_("Acquirer"), _("Serial"), _("Content hash"), _("Code"), _("Decision")),
        (
            (
                row.acquirer,
                row.record_id,
                row.content_hash,
                row.code,
                str(render(ROW_DECISION_NAMES[row.decision])) if row.decision else "-",
            )
            for row in found.rows
        ),
    )


@case_app.command("split", help=_("Take rows in doubt into a case of their own."))
def split(
    league: Slug,
    case: CaseName,
    row: Annotated[list[str], typer.Option(help=_("content hash of a row"))],
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Split a case."""
    from hansa.clearing.services import disputes  # noqa: PLC0415 -- as above

    actor = done(lambda: acting(league, as_), as_json)
    found = done(lambda: reads.get_clearing_case(actor, league, case), as_json)
    own = done(lambda: disputes.split_case(actor, league, found.line.id, row), as_json)
    _say_opened(actor, league, own, as_json)


def _say_opened(actor: Actor, league: str, case: UUID, as_json: bool) -> None:
    line = done(lambda: reads.get_clearing_case(actor, league, str(case)).line, as_json)
    number = reads.number_of(line)
    answer = {"case": str(case), "number": number}
    said(text("Case {number} is open.", number=number), answer, as_json)
