"""``hansa clearing run``: from folders to a folder, without any database."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.options import AsJson
from hansa.clearing.formats.bundles import shown
from hansa.kernel.errors import HansaError
from hansa.kernel.money import Money
from hansa.kernel.text import text

app = typer.Typer(
    help=_("Clear card transactions between cities, and check what others cleared."),
    no_args_is_help=True,
)

Rules = Annotated[
    Path, typer.Option(help=_("folder of participants, the window, and versions"))
]


@app.callback()
def clearing() -> None:
    """Group the commands of the clearing house."""


@app.command(
    help=_("Clear the files of a window: from taps to legs, positions and payments.")
)
def run(
    rules: Rules,
    incoming: Annotated[
        Path, typer.Option("--in", help=_("folder of the files that senders brought"))
    ],
    out: Annotated[Path, typer.Option(help=_("folder for the result; new or empty"))],
    rows: Annotated[
        str, typer.Option(help=_("write accepted rows too: none, parquet or csv"))
    ] = "none",
    returns: Annotated[
        Path | None,
        typer.Option(help=_("folder for a return file of each sender; new or empty")),
    ] = None,
    threads: Annotated[
        int | None, typer.Option(help=_("threads; one each core"), min=1)
    ] = None,
    memory: Annotated[
        str, typer.Option(help=_("the most memory that is used"))
    ] = "4GB",
    engine: Annotated[
        str, typer.Option(help=_("what computes: duckdb, or spark with a later part"))
    ] = "duckdb",
    as_json: AsJson = False,
) -> None:
    """Clear a window from folders."""
    if engine == "spark":
        raise typer.BadParameter(
            _("The engine spark comes with a later part; run with duckdb.")
        )
    _refuse_other(engine, ("duckdb", "spark"))
    # The engine takes a second to start, and no other command needs it.
    from hansa.clearing.services import runs  # noqa: PLC0415 -- as above

    _refuse_other(rows, tuple(runs.RowsAsked))
    asked = runs.Asked(
        rows=runs.RowsAsked(rows), threads=threads, memory=memory, returns=returns
    )
    try:
        done = runs.run(rules, incoming, out, asked)
    except HansaError as error:
        terminal.fail(error, as_json)
    for one in done.passed:
        terminal.remark(
            text("{file}: passed over; {why}.", file=shown(one.name), why=one.why)
        )
    if as_json:
        terminal.print_json(done.manifest)
        return
    terminal.print_findings(done.findings, on_stderr=True)
    _tell(done.manifest, out, unchanged=done.unchanged)


def _refuse_other(written: str, words: tuple[str, ...]) -> None:
    if written not in words:
        message = _("“{written}” is not one of: {words}.")
        raise typer.BadParameter(
            message.format(written=written, words=", ".join(words))
        )


def _tell(manifest: Mapping[str, Any], out: Path, *, unchanged: bool) -> None:
    counts, totals = manifest["counts"], manifest["totals"]
    terminal.say(
        text(
            "Received {received} = accepted {accepted} + suspended {suspended} + rejected "
            "{rejected}.",
            **{name: counts[name] for name in counts if name != "codes"},
        )
    )
    for code, times in counts["codes"].items():
        if code != "ACCEPTED":
            terminal.say(f"  {code}: {times}")
    for file in manifest["files"]:
        if "refused" in file:
            terminal.remark(
                text("{file}: refused, {code}", file=file["name"], code=file["refused"])
            )
    for one in manifest["missing"]:
        terminal.remark(
            text(
                "Files are missing: {sender} brought {received} of {expected}.",
                sender=one["sender"],
                received=one["received"],
                expected=one["expected"],
            )
        )
    terminal.say(
        text(
            "Gross {gross} yuan; to be moved {moved} yuan.",
            gross=str(Money(totals["gross_fen"])),
            moved=str(Money(totals["moved_fen"])),
        )
    )
    terminal.say(text("Result {hash}", hash=manifest["result_sha256"]))
    if unchanged:
        terminal.say(
            text("Nothing changed: {folder} held it already.", folder=str(out))
        )
    else:
        terminal.say(text("Written: {folder}", folder=str(out)))
