"""What the commands of casework share: who acts, which case is meant, and refusals."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from django.utils.translation import gettext as _

from hansa.casework.reads import cases as reads
from hansa.casework.services.rows import Said
from hansa.casework.terms.cases import CaseLine
from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import today
from hansa.chassis.files import Upload
from hansa.directory.reads import accounts
from hansa.kernel.errors import HansaError
from hansa.kernel.text import Text

Slug = Annotated[str, typer.Argument(help=_("slug of the league"))]
CaseName = Annotated[
    str, typer.Argument(help=_("year and number, such as 2026-3, or the id"))
]
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
Reference = Annotated[str, typer.Option(help=_("number of the document"))]
Paper = Annotated[
    Path | None,
    typer.Option("--file", help=_("a file to be kept with it"), exists=True),
]

Answer = TypeVar("Answer")


def acting(league: str, account: str | None) -> Actor:
    """Give who acts: whoever has the shell, or with the rights of an account.

    The journal names the shell, the account, and its office as the authority.

    Raises:
        Missing: there is no such account.
    """
    operator = terminal.operator()
    if account is None:
        return operator
    line = accounts.find_account(operator, account)
    actor = accounts.actor_of_account(line.id, league, operator.at)
    return replace(actor, person=f"{operator.person}:{actor.person}")


def the_case(actor: Actor, league: str, named: str) -> CaseLine:
    """Find the case that is meant, as it stands today.

    Raises:
        Missing: the actor may know of no such case.
    """
    return reads.get_case(actor, league, named, reads.day_of(actor))


def day_asked(written: str | None) -> date:
    """Give the day of an option, or today."""
    return terminal.day_from(written) or today()


def upload_of(paper: Path | None) -> Upload | None:
    """Read the file that is to be kept, if one is named."""
    return Upload(name=paper.name, content=paper.read_bytes()) if paper else None


def said_by(words: str, reference: str, paper: Path | None) -> Said:
    """Give what an act says."""
    return Said(note=words, reference=reference, upload=upload_of(paper))


def done(act: Callable[[], Answer], as_json: bool) -> Answer:
    """Do an act or ask the records; a refusal ends the command with its remedy."""
    terminal.with_database()
    try:
        return act()
    except HansaError as error:
        terminal.fail(error, as_json)


def wire(line: CaseLine) -> Any:
    """Write a case as JSON values."""
    return json.loads(json.dumps(reads.wire_case(line), default=str))


def said(sentence: Text, line: CaseLine, as_json: bool) -> None:
    """Say what happened: a sentence for people, the case for programs."""
    if as_json:
        terminal.print_json(wire(line))
    else:
        terminal.say(sentence)
