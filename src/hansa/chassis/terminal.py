"""What every command does alike: who acts, how answers and errors are printed."""

import json
import os
import pwd
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from hansa.chassis import database
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE, now
from hansa.chassis.files import Upload
from hansa.chassis.http import problem
from hansa.chassis.language import finding_fields, render
from hansa.kernel.errors import HansaError
from hansa.kernel.findings import Finding
from hansa.kernel.text import Bilingual, Text, text

OPERATOR_ROLES = frozenset(
    {Role.ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR, Role.SECRETARIAT}
)
EXIT_REFUSED = 1
EXIT_USAGE = 2
# Piped output is read by programs and by mail; it must not be cut at a terminal's width.
PIPE_WIDTH = 200

Answer = TypeVar("Answer")

_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}


def console() -> Console:
    """Give the console for answers, wide where nobody watches."""
    return Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)


def login_name() -> str:
    """Name whoever runs the process, by its number: no variable of a shell changes it."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # As in a container that runs under a bare number.
        return str(number)


def operator() -> Actor:
    """Give the account that runs the command.

    Whoever has the shell has the database too, so the separation of administrator,
    security officer and auditor begins with the accounts that it makes.
    """
    return Actor(
        person=f"shell:{login_name()}",
        authority="administrator",
        member=None,
        roles=OPERATOR_ROLES,
        at=now(),
    )


def with_database() -> None:
    """Make sure that the records are there and up to date."""
    database.bring_up_to_date()


def print_json(value: Any) -> None:
    """Print one JSON value for programs."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def say(sentence: Text | Bilingual | str) -> None:
    """Print one sentence for people."""
    console().print(render(sentence), highlight=False, markup=False)


def remark(sentence: Text) -> None:
    """Print one sentence beside the answer, on stderr."""
    typer.echo(render(sentence), err=True)


def print_table(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    """Print a table for people."""
    table = Table(title=title or None, title_justify="left", header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console().print(table, highlight=False, markup=False)


def print_findings(findings: Iterable[Finding], *, on_stderr: bool = False) -> None:
    """Print findings, each with its place and what to do."""
    out = Console(stderr=on_stderr, width=None if sys.stdout.isatty() else PIPE_WIDTH)
    for finding in findings:
        fields = finding_fields(finding)
        place = f"{fields['path']}:{fields['line']}:{fields['column']}"
        severity = _severity_words()[fields["severity"]]
        out.print(
            f"{place}: {severity} [{fields['code']}]",
            style=_STYLES[fields["severity"]],
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
        out.print(
            f"  {fields['message']}", highlight=False, markup=False, soft_wrap=True
        )
        out.print(
            f"  → {fields['remedy']}", highlight=False, markup=False, soft_wrap=True
        )


def _severity_words() -> dict[str, str]:
    """Give the words for severities in the language in force."""
    return {"error": _("error"), "warning": _("warning"), "note": _("note")}


def fail(error: HansaError, as_json: bool) -> NoReturn:
    """Print an error with its remedy and findings, and exit 1."""
    if as_json:
        print_json(problem(error))
    else:
        typer.echo(render(text("Refused: {message}", message=error.message)), err=True)
        print_findings(error.findings, on_stderr=True)
        typer.echo(f"→ {render(error.remedy)}", err=True)
    raise typer.Exit(EXIT_REFUSED)


def done(act: Callable[[], Answer], as_json: bool) -> Answer:
    """Do an act or ask the records; a refusal ends the command with its remedy."""
    with_database()
    try:
        return act()
    except HansaError as error:
        fail(error, as_json)


def upload_of(paper: Path | None) -> Upload | None:
    """Read the file that is to be kept, if one is named."""
    return Upload(name=paper.name, content=paper.read_bytes()) if paper else None


def day_from(written: str | None) -> date | None:
    """Read a day given as an option.

    Raises:
        typer.BadParameter: it is no day.
    """
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        message = _("“{written}” is no day; write it as 2026-11-24.")
        raise typer.BadParameter(message.format(written=written)) from error


def instant_from(written: str | None) -> datetime | None:
    """Read an instant given as an option; a bare day or time is that of the league.

    Raises:
        typer.BadParameter: it is no instant.
    """
    if written is None:
        return None
    try:
        instant = datetime.fromisoformat(written)
    except ValueError as error:
        message = _("“{written}” is no time; write it as 2026-11-24T09:00.")
        raise typer.BadParameter(message.format(written=written)) from error
    return instant if instant.tzinfo else instant.replace(tzinfo=LEAGUE_ZONE)
