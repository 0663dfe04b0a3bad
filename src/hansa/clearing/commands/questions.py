"""``hansa clearing explain``, ``what-if``, ``statements``, ``verify`` and ``key``."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.options import AsJson
from hansa.chassis.plain import plain
from hansa.clearing.commands.runs import app
from hansa.kernel.errors import HansaError
from hansa.kernel.money import Money
from hansa.kernel.text import text

if TYPE_CHECKING:
    from hansa.clearing.services.verifying import Verdict

Folder = Annotated[
    Path, typer.Argument(help=_("a folder that holds rules/ and in/ of a window"))
]

DOUBTED_SHOWN, FILES_SHOWN = 20, 40


@app.command(
    help=_("Drill from an amount to classes, rule versions, clauses and taps.")
)
def explain(
    window: Folder,
    debtor: Annotated[str, typer.Option("--from", help=_("who owes"))],
    creditor: Annotated[str, typer.Option("--to", help=_("to whom"))],
    class_id: Annotated[
        str | None, typer.Option("--class", help=_("the class whose taps are shown"))
    ] = None,
    most: Annotated[int, typer.Option(help=_("at most so many taps"), min=1)] = 20,
    as_json: AsJson = False,
) -> None:
    """Explain an amount."""
    from hansa.clearing.services import questions, runs  # noqa: PLC0415 -- the engine takes a second to start

    try:
        with (
            tempfile.TemporaryDirectory() as scratch,
            runs.opened(
                window / "rules", window / "in", Path(scratch), runs.Asked()
            ) as opened,
        ):
            why = questions.explain(opened.cleared, debtor, creditor, class_id, most)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(plain(why))
        return
    terminal.say(
        text(
            "{debtor} owes {creditor} {amount} yuan.",
            debtor=debtor,
            creditor=creditor,
            amount=str(Money(why.amount_fen)),
        )
    )
    terminal.print_table(
        "",
        (_("Class"), _("Charged"), _("Rows"), _("Amount"), _("Rule"), _("Clause")),
        (
            (
                one.class_id,
                str(Money(one.purchase_fen)),
                str(one.rows),
                str(Money(one.amount_fen)),
                f"{one.scheme} {one.version}"
                + (f" ({_('example')})" if one.example else ""),
                one.clause,
            )
            for one in why.classes
        ),
    )
    terminal.print_table(
        _("Taps"),
        (_("Serial"), _("Card"), _("Service"), _("Kind"), _("Amount"), _("Time")),
        (
            (
                f"{tap['acquirer']} {tap['record_id']}",
                tap["card"],
                tap["service"],
                tap["kind"],
                str(Money(tap["amount_fen"])),
                tap["occurred_at"]
                .astimezone(LEAGUE_ZONE)
                .strftime("%Y-%m-%d %H:%M:%S"),
            )
            for tap in why.taps
        ),
    )


@app.command(
    "what-if", help=_("Replay a window under other rules: who gains, who loses.")
)
def what_if(
    window: Folder,
    rules: Annotated[Path, typer.Option(help=_("folder of the other rules"))],
    as_json: AsJson = False,
) -> None:
    """Replay a window."""
    from hansa.clearing.services import questions, runs  # noqa: PLC0415 -- as above

    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            runs.opened(
                window / "rules", window / "in", Path(folder) / "now", runs.Asked()
            ) as opened,
        ):
            found = questions.what_if(opened, rules, Path(folder), runs.Asked())
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(plain(found))
        return
    terminal.print_table(
        "",
        (_("City or account"), _("Now"), _("Under the other rules"), _("Difference")),
        (
            (
                one.party,
                str(Money(one.now_fen)),
                str(Money(one.then_fen)),
                str(Money(one.gain_fen)),
            )
            for one in found.changes
        ),
    )
    terminal.say(
        text(
            "Rows accepted: {now} now, {then} then.",
            now=found.accepted[0],
            then=found.accepted[1],
        )
    )


@app.command(help=_("Write a statement bundle for each party of a window."))
def statements(
    window: Folder,
    out: Annotated[Path, typer.Option(help=_("folder for the bundles"))],
    key: Annotated[
        Path | None, typer.Option(help=_("private key that signs the head"))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write bundles."""
    from hansa.clearing.services import bundling  # noqa: PLC0415 -- as above

    try:
        head = bundling.bundle_folder(window, out, key)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(head)
        return
    terminal.say(text("Written: {folder}", folder=str(out)))
    terminal.say(text("Head {hash}", hash=head["head_sha256"]))


@app.command(help=_("Check a statement bundle from nothing but itself."))
def verify(
    bundle: Annotated[Path, typer.Argument(help=_("the bundle, as it was received"))],
    public_key: Annotated[
        str | None,
        typer.Option(
            "--key", help=_("the clearing house's public key, from elsewhere")
        ),
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option(help=_("the bundle of the batch before, on which a delta rests")),
    ] = None,
    file: Annotated[
        list[Path] | None,
        typer.Option(help=_("a file that you brought, which must be in the batch")),
    ] = None,
    most_mb: Annotated[
        int, typer.Option(help=_("the most MB that it may unpack to"), min=1)
    ] = 200,
    as_json: AsJson = False,
) -> None:
    """Verify a bundle; exit 1 on the first difference."""
    from hansa.clearing.services import bringing, chaining, verifying  # noqa: PLC0415 -- as above

    most = most_mb * 10**6
    try:
        if before is None:
            verdict = verifying.verify(bundle, public_key, most)
        else:
            verdict = chaining.verify_after(bundle, before, public_key, most)
        verdict = bringing.with_brought(verdict, file or [])
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(plain(verdict))
    elif verdict.difference is not None:
        terminal.remark(text("Differs: {difference}", difference=verdict.difference))
    else:
        terminal.say(
            text(
                "Equal. {party}, {window}: {rows} rows priced anew, net {net} yuan.",
                party=verdict.party,
                window=verdict.window,
                rows=verdict.rows,
                net=str(Money(verdict.net_fen)),
            )
        )
        _say_added(verdict)
        _say_files(verdict)
        _say_doubted(verdict)
        if verdict.signed_by is None:
            terminal.remark(text("The head of the batch is not signed."))
        elif verdict.trusted is None:
            terminal.remark(
                text(
                    "Signed by {key}; compare that with the key you know, or give it by "
                    "--key.",
                    key=verdict.signed_by,
                )
            )
    if verdict.difference is not None:
        raise typer.Exit(terminal.EXIT_REFUSED)


def _say_doubted(verdict: "Verdict") -> None:
    """Name the rows that count by a decision of a case, shown or not."""
    if verdict.released:
        terminal.remark(
            text(
                "{count} rows count by a decision of a case: {rows}.",
                count=len(verdict.released),
                rows=verdict.released[:DOUBTED_SHOWN],
            )
        )
    if verdict.marked:
        terminal.remark(
            text(
                "{count} rows have a failed signature or another's counter, and the bundle "
                "does not show which case let them in: {rows}. Ask for the case.",
                count=len(verdict.marked),
                rows=verdict.marked[:DOUBTED_SHOWN],
            )
        )
    if verdict.elsewhere:
        terminal.remark(
            text(
                "{count} refunds and reversals give back purchases that are not in the "
                "bundle: {rows}. Compare them with your bundles of earlier windows.",
                count=len(verdict.elsewhere),
                rows=verdict.elsewhere[:DOUBTED_SHOWN],
            )
        )
    if verdict.unlike:
        terminal.remark(
            text(
                "{count} refunds and reversals are earlier than their purchase, or of "
                "another card or issuer: {rows}. Ask the institution that brought them.",
                count=len(verdict.unlike),
                rows=verdict.unlike[:DOUBTED_SHOWN],
            )
        )


def _say_files(verdict: "Verdict") -> None:
    """Name the files of the party that are in the batch, or say that none are shown."""
    if verdict.lacks is not None:
        terminal.remark(verdict.lacks)
    if verdict.uncounted is not None:
        terminal.remark(verdict.uncounted)
    for one in verdict.files[:FILES_SHOWN]:
        words = {"file": one.name, "hash": one.sha256}
        if one.refused:
            terminal.remark(
                text(
                    "{file} is in the batch, refused, {code}; {hash}",
                    code=one.refused,
                    **words,
                )
            )
        else:
            terminal.say(
                text(
                    "{file} is in the batch: {rows} rows; {hash}",
                    rows=one.rows,
                    **words,
                )
            )
    more = len(verdict.files) - FILES_SHOWN
    if more > 0:
        terminal.say(text("{count} more files; --json names every one.", count=more))


def _say_added(verdict: "Verdict") -> None:
    """Say what a delta adds, and to what, where that was checked."""
    if verdict.added_fen not in (None, verdict.net_fen):
        terminal.say(
            text(
                "Of it, this batch alone adds {net} yuan.",
                net=str(Money(verdict.added_fen or 0)),
            )
        )
    if verdict.before_fen is not None:
        terminal.say(
            text(
                "It rests on the earlier bundle: {before} yuan before, {added} added, "
                "{net} now.",
                before=str(Money(verdict.before_fen)),
                added=str(Money(verdict.added_fen or 0)),
                net=str(Money(verdict.net_fen)),
            )
        )
    if verdict.before_signed is False and verdict.signed_by is not None:
        terminal.remark(
            text(
                "The head of the earlier bundle is not signed; the signed bundle names it "
                "by its hash, and it is that one."
            )
        )


@app.command(help=_("Make a key that signs heads, and print its public part."))
def key(
    place: Annotated[Path, typer.Argument(help=_("file for the private key"))],
    as_json: AsJson = False,
) -> None:
    """Make a key."""
    from hansa.clearing.services import signing  # noqa: PLC0415 -- as above

    try:
        made = signing.new_key(place)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json({"public_key": made.public_key})
    else:
        typer.echo(made.public_key)
