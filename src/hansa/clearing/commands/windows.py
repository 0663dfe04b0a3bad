"""``hansa clearing window …``, ``file …`` and ``seal``."""

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
from hansa.clearing.commands.asked import WindowSlug, counted, said, yuan
from hansa.clearing.commands.runs import app
from hansa.clearing.reads import windows as reads
from hansa.clearing.terms.house import (
    CAUSE_NAMES,
    STATE_NAMES,
    Cause,
    FileLine,
    Gap,
    WindowDraft,
)
from hansa.directory.reads.shell import acting
from hansa.kernel.text import text

window_app = typer.Typer(
    help=_("Windows: periods whose files are cleared together."), no_args_is_help=True
)
file_app = typer.Typer(
    help=_("Card files, registered whole by their hash."), no_args_is_help=True
)
app.add_typer(window_app, name="window")
app.add_typer(file_app, name="file")


@window_app.command("open", help=_("Open a window; it collects files from then on."))
def open_(
    league: Slug,
    slug: WindowSlug,
    expect: Annotated[
        list[str] | None,
        typer.Option(help=_("files expected of a sender, such as changsha-card=2")),
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Open a window."""
    from hansa.clearing.services import windows  # noqa: PLC0415 -- reads files, which takes a moment to start

    draft = WindowDraft(slug=slug, expected=counted(expect or []))
    done(lambda: windows.open_window(acting(league, as_), league, draft), as_json)
    said(text("Opened: {window}.", window=slug), {"window": slug}, as_json)


@window_app.command("list", help=_("List windows, the latest first."))
def list_windows(
    league: Slug, as_of: AsOf = None, as_: As = None, as_json: AsJson = False
) -> None:
    """List windows."""
    day = terminal.day_from(as_of)
    lines = done(lambda: reads.list_windows(acting(league, as_), league, day), as_json)
    if as_json:
        terminal.print_json(plain(lines))
        return
    terminal.print_table(
        "",
        (_("Window"), _("State"), _("Files"), _("Not sealed"), _("Missing files")),
        (
            (
                line.slug,
                ", ".join(str(render(STATE_NAMES[one])) for one in line.states),
                str(line.files),
                str(line.waiting),
                ", ".join(_gap(gap) for gap in line.gaps) or "-",
            )
            for line in lines
        ),
    )


@window_app.command("show", help=_("Show a window with its files."))
def show(
    league: Slug,
    slug: WindowSlug,
    as_of: AsOf = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Show one window."""
    day = terminal.day_from(as_of)
    detail = done(
        lambda: reads.get_window(acting(league, as_), league, slug, day), as_json
    )
    if as_json:
        terminal.print_json(plain(detail))
        return
    line = detail.line
    terminal.say(
        text(
            "{window}, {state}: from {start} to {end}.",
            window=line.slug,
            state=STATE_NAMES[line.state],
            start=line.start_at.astimezone(LEAGUE_ZONE).isoformat(timespec="minutes"),
            end=line.end_at.astimezone(LEAGUE_ZONE).isoformat(timespec="minutes"),
        )
    )
    _print_files(detail.files)
    for gap in line.gaps:
        terminal.remark(
            text(
                "Files are missing: {sender} brought {received} of {expected}.",
                sender=gap.sender,
                received=gap.received,
                expected=gap.expected,
            )
        )


@file_app.command(
    "add", help=_("Register a card file; bringing it again changes nothing.")
)
def add_file(
    league: Slug,
    files: Annotated[list[Path], typer.Argument(help=_("the files, as received"))],
    window: Annotated[
        str | None, typer.Option(help=_("its window; else the day in its name"))
    ] = None,
    sender: Annotated[
        str | None, typer.Option(help=_("who sent it; else its name says so"))
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Register files, one after the other; the refusal of one stops the rest."""
    from hansa.clearing.services import windows  # noqa: PLC0415 -- as above

    actor = done(lambda: acting(league, as_), as_json)
    answers = []
    for path in files:
        stated = windows.Stated(name=path.name, window=window, sender=sender)

        def register(path: Path = path, stated: windows.Stated = stated) -> object:
            return windows.register_file(actor, league, path, stated)

        answers.append(done(register, as_json))
    if as_json:
        terminal.print_json(plain(tuple(answers)))
        return
    for answer in answers:
        _say_registered(answer)


def _say_registered(answer: object) -> None:
    from hansa.clearing.terms.house import Registered  # noqa: PLC0415 -- shown only here

    assert isinstance(answer, Registered)
    file = answer.file
    if answer.unchanged:
        terminal.say(text("Nothing changed: {file} was here already.", file=file.name))
    elif file.refused:
        terminal.remark(
            text("{file}: refused, {code}", file=file.name, code=file.refused)
        )
        if file.message is not None:
            terminal.remark(text("{message}", message=file.message))
    else:
        terminal.say(
            text(
                "Registered: {file}, {rows} rows, window {window}.",
                file=file.name,
                rows=file.rows,
                window=file.window,
            )
        )


@file_app.command("list", help=_("List the files of a window."))
def list_files(
    league: Slug, slug: WindowSlug, as_: As = None, as_json: AsJson = False
) -> None:
    """List files."""
    detail = done(lambda: reads.get_window(acting(league, as_), league, slug), as_json)
    if as_json:
        terminal.print_json(plain(detail.files))
    else:
        _print_files(detail.files)


def _print_files(files: tuple[FileLine, ...]) -> None:
    terminal.print_table(
        "",
        (_("File"), _("Sender"), _("Rows"), _("Amount"), _("Refused"), _("Batch")),
        (
            (
                file.name,
                file.sender or "?",
                str(file.rows),
                yuan(file.amount_fen),
                file.refused or "-",
                "-" if file.batch is None else str(file.batch),
            )
            for file in files
        ),
    )


@app.command(help=_("Seal a window as its first batch; nothing reopens it."))
def seal(
    league: Slug,
    slug: WindowSlug,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Seal a window."""
    from hansa.clearing.services import sealing  # noqa: PLC0415 -- as above

    number = done(
        lambda: sealing.seal_window(acting(league, as_), league, slug, reason), as_json
    )
    said(
        text("Sealed: {window}, batch {number}.", window=slug, number=number),
        {"window": slug, "number": number},
        as_json,
    )


@app.command(help=_("Seal what came later as a delta, with its cause."))
def delta(
    league: Slug,
    slug: WindowSlug,
    cause: Annotated[Cause, typer.Argument(help=_("why it is made"))],
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Make a delta."""
    from hansa.clearing.services import sealing  # noqa: PLC0415 -- as above

    number = done(
        lambda: sealing.make_delta(acting(league, as_), league, slug, cause, reason),
        as_json,
    )
    said(
        text(
            "Sealed: {window}, batch {number}, for {cause}.",
            window=slug,
            number=number,
            cause=CAUSE_NAMES[cause],
        ),
        {"window": slug, "number": number, "cause": cause.value},
        as_json,
    )


def _gap(gap: Gap) -> str:
    return f"{gap.sender} {gap.received}/{gap.expected}"
