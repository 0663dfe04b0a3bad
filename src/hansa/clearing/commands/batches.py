"""``hansa clearing batch …`` and the steps of a batch from sealed to archived."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, AsOf, Reason, Slug
from hansa.chassis.plain import plain
from hansa.chassis.terminal import done
from hansa.clearing.commands.asked import (
    Number,
    PublishedNumber,
    WindowSlug,
    names_of,
    said,
    yuan,
)
from hansa.clearing.commands.runs import app
from hansa.clearing.reads import batches as reads
from hansa.clearing.reads import ledger, shortfalls, statements
from hansa.clearing.reads.shortfalls import Remedy
from hansa.clearing.terms.house import CAUSE_NAMES, STATE_NAMES, ReturnLayout, State
from hansa.directory.reads.shell import acting
from hansa.kernel.text import text

batch_app = typer.Typer(
    help=_("Batches: sealed contents of windows."), no_args_is_help=True
)
app.add_typer(batch_app, name="batch")


@app.command("run-batch", help=_("Validate, price and net a sealed batch."))
def run_batch(
    league: Slug,
    slug: WindowSlug,
    number: Number = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Run a batch."""
    from hansa.clearing.services import running  # noqa: PLC0415 -- the engine takes a second to start

    actor = done(lambda: acting(league, as_), as_json)
    done(lambda: running.run_batch(actor, league, slug, number), as_json)
    _print_batch(league, slug, number, as_, as_json)


@app.command(help=_("Publish a netted batch that another person prepared."))
def approve(
    league: Slug,
    slug: WindowSlug,
    number: Number = None,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Approve a batch."""
    from hansa.clearing.services import publishing  # noqa: PLC0415 -- as above

    actor = done(lambda: acting(league, as_), as_json)
    if not statements.heads_are_signed():
        terminal.remark(statements.UNSIGNED)
    head = done(
        lambda: publishing.approve(actor, league, slug, number, reason), as_json
    )
    said(text("Published. Head {hash}", hash=head["head_sha256"]), head, as_json)


@app.command(help=_("Order the fewest payments that settle a published batch."))
def instruct(
    league: Slug,
    slug: WindowSlug,
    number: Number = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Order payments."""
    from hansa.clearing.services import settling  # noqa: PLC0415 -- only its commands need it

    actor = done(lambda: acting(league, as_), as_json)
    done(lambda: settling.instruct(actor, league, slug, number), as_json)
    _print_batch(league, slug, number, as_, as_json)


@app.command(help=_("Record payments of a batch."))
def settle(
    league: Slug,
    slug: WindowSlug,
    instruction: Annotated[
        list[int] | None,
        typer.Option(help=_("number of an instruction that was paid"), min=1),
    ] = None,
    all_open: Annotated[
        bool, typer.Option("--all", help=_("all instructions that are open were paid"))
    ] = False,
    reference: Annotated[str, typer.Option(help=_("what names the payment"))] = "",
    guaranteed: Annotated[
        bool,
        typer.Option(
            "--guaranteed", help=_("the guarantee account paid for the payer")
        ),
    ] = False,
    number: Number = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Record payments."""
    from hansa.clearing.services import settling  # noqa: PLC0415 -- as above

    paid = settling.Paid(
        numbers=tuple(instruction or ()),
        all_open=all_open,
        reference=reference,
        guaranteed=guaranteed,
    )
    actor = done(lambda: acting(league, as_), as_json)
    done(lambda: settling.settle(actor, league, slug, paid, number), as_json)
    _print_batch(league, slug, number, as_, as_json)


@app.command(help=_("Say that a settled batch agrees with the bank."))
def reconcile(
    league: Slug,
    slug: WindowSlug,
    reason: Reason = "",
    number: Number = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Reconcile a batch."""
    from hansa.clearing.services import settling  # noqa: PLC0415 -- as above

    actor = done(lambda: acting(league, as_), as_json)
    done(lambda: settling.reconcile(actor, league, slug, number, reason), as_json)
    _print_batch(league, slug, number, as_, as_json)


@app.command(help=_("Put a reconciled batch away."))
def archive(
    league: Slug,
    slug: WindowSlug,
    number: Number = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Archive a batch."""
    from hansa.clearing.services import settling  # noqa: PLC0415 -- as above

    actor = done(lambda: acting(league, as_), as_json)
    done(lambda: settling.archive(actor, league, slug, number), as_json)
    _print_batch(league, slug, number, as_, as_json)


@app.command(help=_("Stop a batch until it is released."))
def hold(
    league: Slug,
    slug: WindowSlug,
    reason: Reason = "",
    number: Number = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Hold a batch."""
    from hansa.clearing.services import settling  # noqa: PLC0415 -- as above

    actor = done(lambda: acting(league, as_), as_json)
    done(lambda: settling.hold(actor, league, slug, reason, number), as_json)
    _print_batch(league, slug, number, as_, as_json)


@app.command(help=_("Let a held batch go on from where it stood."))
def release(
    league: Slug,
    slug: WindowSlug,
    reason: Reason = "",
    number: Number = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Release a batch."""
    from hansa.clearing.services import settling  # noqa: PLC0415 -- as above

    actor = done(lambda: acting(league, as_), as_json)
    done(lambda: settling.release(actor, league, slug, number, reason), as_json)
    _print_batch(league, slug, number, as_, as_json)


@app.command(help=_("Void a batch before its payments are ordered."))
def void(
    league: Slug,
    slug: WindowSlug,
    reason: Reason = "",
    number: Number = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Void a batch."""
    from hansa.clearing.services import settling  # noqa: PLC0415 -- as above

    actor = done(lambda: acting(league, as_), as_json)
    done(lambda: settling.void(actor, league, slug, reason, number), as_json)
    _print_batch(league, slug, number, as_, as_json)


@batch_app.command("list", help=_("List batches, the latest window first."))
def list_batches(
    league: Slug,
    window: Annotated[str | None, typer.Option(help=_("only of this window"))] = None,
    as_of: AsOf = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List batches."""
    actor = done(lambda: acting(league, as_), as_json)
    day = terminal.day_from(as_of)
    lines = done(lambda: reads.list_batches(actor, league, window, day), as_json)
    if as_json:
        terminal.print_json(plain(lines))
        return
    terminal.print_table(
        "",
        (
            _("Window"),
            _("Batch"),
            _("Cause"),
            _("State"),
            _("To be moved"),
            _("Result"),
        ),
        (
            (
                line.window,
                str(line.number),
                str(render(CAUSE_NAMES[line.cause])) if line.cause else "-",
                str(render(STATE_NAMES[line.state])),
                yuan(sum(max(fen, 0) for fen in line.net.values())),
                line.result_sha256[:12] or "-",
            )
            for line in lines
        ),
    )


@batch_app.command("show", help=_("Show a batch: positions, payments and steps."))
def show_batch(
    league: Slug,
    slug: WindowSlug,
    number: Number = None,
    as_of: AsOf = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Show one batch."""
    day = terminal.day_from(as_of)
    _print_batch(league, slug, number, as_, as_json, day)


@batch_app.command("export", help=_("Write the folders a batch was computed from."))
def export(
    league: Slug,
    slug: WindowSlug,
    out: Annotated[Path, typer.Option(help=_("a new folder"))],
    number: Number = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Export a batch."""
    from hansa.clearing.services import exporting  # noqa: PLC0415 -- only this needs it

    actor = done(lambda: acting(league, as_), as_json)
    done(lambda: exporting.export_batch(actor, league, slug, number, out), as_json)
    said(text("Written: {folder}", folder=str(out)), {"out": str(out)}, as_json)


@app.command("return", help=_("Write the return file of a sender: rows, outcomes."))
def return_file(
    league: Slug,
    slug: WindowSlug,
    sender: Annotated[str, typer.Argument(help=_("the institution"))],
    out: Annotated[Path, typer.Option(help=_("folder to write it into"))] = Path(),
    layout: Annotated[
        ReturnLayout, typer.Option(help=_("a table, or records of fixed width"))
    ] = ReturnLayout.CSV,
    number: Number = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Write a return file."""
    from hansa.clearing.services import returning  # noqa: PLC0415 -- the engine takes a second to start

    actor = done(lambda: acting(league, as_), as_json)
    place = done(
        lambda: returning.write_return_file(
            actor, league, slug, number, sender, layout, out
        ),
        as_json,
    )
    said(text("Written: {folder}", folder=str(place)), {"out": str(place)}, as_json)


@app.command(help=_("Show what a published batch says to one city."))
def statement(
    league: Slug,
    slug: WindowSlug,
    party: Annotated[str, typer.Argument(help=_("a member city or account"))],
    number: PublishedNumber = None,
    as_of: AsOf = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Show a statement."""
    day = terminal.day_from(as_of)
    actor = done(lambda: acting(league, as_), as_json)
    found = done(
        lambda: statements.get_statement(actor, league, slug, number, party, day),
        as_json,
    )
    if as_json:
        terminal.print_json(plain(found))
        return
    names = names_of(league)
    terminal.print_table(
        f"{names.get(party, party)} {slug}",
        (_("City or account"), _("Receives"), _("Pays"), _("Balance")),
        (
            (
                names.get(one.party, one.party),
                yuan(one.receives_fen),
                yuan(one.pays_fen),
                yuan(one.balance_fen),
            )
            for one in found.against
        ),
    )
    terminal.say(text("Net: {amount} yuan.", amount=yuan(found.line.net_fen)))
    terminal.say(text("It is batch {number} of the window.", number=found.line.number))
    terminal.say(text("The batch is {state}.", state=STATE_NAMES[found.line.state]))


@app.command("trial-balance", help=_("Add up the ledger: debits equal credits."))
def trial_balance(
    league: Slug, as_of: AsOf = None, as_: As = None, as_json: AsJson = False
) -> None:
    """Print the trial balance; exit 1 where it does not balance."""
    day = terminal.day_from(as_of)
    actor = done(lambda: acting(league, as_), as_json)
    found = done(lambda: ledger.trial_balance(actor, league, day), as_json)
    if as_json:
        terminal.print_json({**plain(found), "balanced": found.balanced})
    else:
        names = names_of(league)
        terminal.print_table(
            "",
            (_("City or account"), _("Debit"), _("Credit"), _("Balance")),
            (
                (
                    names.get(one.party, one.party),
                    yuan(one.debit_fen),
                    yuan(one.credit_fen),
                    yuan(one.balance_fen),
                )
                for one in found.accounts
            ),
        )
        terminal.say(
            text(
                "Debits {debit} yuan, credits {credit} yuan.",
                debit=yuan(found.debit_fen),
                credit=yuan(found.credit_fen),
            )
        )
    if not found.balanced:
        raise typer.Exit(terminal.EXIT_REFUSED)


@app.command(help=_("What if a city does not pay? Nothing is changed."))
def unpaid(
    league: Slug,
    slug: WindowSlug,
    party: Annotated[str, typer.Argument(help=_("who does not pay"))],
    remedy: Annotated[
        Remedy, typer.Option(help=_("take it out, or let the guarantee pay"))
    ] = Remedy.UNWIND,
    fund: Annotated[
        int, typer.Option(help=_("what lies in the guarantee account, in fen"), min=0)
    ] = 0,
    number: Number = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Show a shortfall."""
    actor = done(lambda: acting(league, as_), as_json)
    found = done(
        lambda: shortfalls.unpaid_by(actor, league, slug, party, remedy, fund, number),
        as_json,
    )
    if as_json:
        terminal.print_json(plain(found))
        return
    names = names_of(league)
    terminal.print_table(
        "",
        (_("City or account"), _("Then"), _("Difference")),
        (
            (names.get(one, one), yuan(fen), yuan(found.changes[one]))
            for one, fen in found.net.items()
        ),
    )
    terminal.say(
        text(
            "The guarantee pays {drawn} yuan; nobody pays {uncovered} yuan.",
            drawn=yuan(found.drawn_fen),
            uncovered=yuan(found.uncovered_fen),
        )
    )


def _print_batch(
    league: str,
    slug: str,
    number: int | None,
    as_: str | None,
    as_json: bool,
    day: date | None = None,
) -> None:
    actor = done(lambda: acting(league, as_), as_json)
    detail = done(lambda: reads.get_batch(actor, league, slug, number, day), as_json)
    if as_json:
        terminal.print_json(plain(detail))
        return
    names, line, funnel = names_of(league), detail.line, detail.funnel
    terminal.say(
        text(
            "{window}, batch {number}: {state}.",
            window=line.window,
            number=line.number,
            state=STATE_NAMES[line.state],
        )
    )
    terminal.say(
        text(
            "Received {received} = accepted {accepted} + suspended {suspended} + rejected "
            "{rejected}.",
            received=funnel.received,
            accepted=funnel.accepted,
            suspended=funnel.suspended,
            rejected=funnel.rejected,
        )
    )
    terminal.print_table(
        _("Net positions"),
        (_("City or account"), _("Amount")),
        ((names.get(one, one), yuan(fen)) for one, fen in line.net.items()),
    )
    if line.state is State.NETTED and not statements.heads_are_signed():
        terminal.remark(statements.UNSIGNED)
    _print_payments(detail, names)
    terminal.print_table(
        _("Steps"),
        (_("Time"), _("State"), _("By"), _("Reason")),
        (
            (
                step.at.astimezone(LEAGUE_ZONE).isoformat(timespec="minutes"),
                str(render(STATE_NAMES[step.after])),
                step.actor,
                step.reason or "-",
            )
            for step in detail.steps
        ),
    )


def _print_payments(detail: reads.BatchDetail, names: Mapping[str, str]) -> None:
    terminal.print_table(
        _("Payments"),
        (_("No."), _("Pays"), _("Receives"), _("Amount"), _("Paid")),
        (
            (
                str(one.number),
                names.get(one.payer, one.payer),
                names.get(one.payee, one.payee),
                yuan(one.amount_fen),
                one.paid_at.astimezone(LEAGUE_ZONE).date().isoformat()
                if one.paid_at
                else "-",
            )
            for one in detail.payments
        ),
    )
