"""What the commands of duties share: who acts, which duty is meant, files, and refusals."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE, now
from hansa.chassis.files import Upload
from hansa.chassis.plain import plain
from hansa.directory.reads import accounts
from hansa.directory.services.behalf import act_for
from hansa.duties.reads import duties as reads
from hansa.duties.terms.duties import DutyLine
from hansa.kernel.errors import HansaError, Missing
from hansa.kernel.text import Text, text

Slug = Annotated[str, typer.Argument(help=_("slug of the league"))]
DutyName = Annotated[str, typer.Argument(help=_("id of the duty, or its key"))]
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
Paper = Annotated[
    Path | None,
    typer.Option("--file", help=_("a file to be kept with it"), exists=True),
]
On = Annotated[
    str | None, typer.Option("--on", help=_("the day it happened; else today"))
]

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Whose act a command enters; empty where people act for themselves."""

    account: str | None
    office: str = ""
    evidence: str = ""


def acting(league: str, account: str | None) -> Actor:
    """Give who acts: whoever has the shell, or with the rights of an account.

    The journal names the shell either way, and the account's office as the authority.

    Raises:
        Missing: there is no such account.
    """
    operator = terminal.operator()
    if account is None:
        return operator
    line = accounts.find_account(operator, account)
    actor = accounts.actor_of_account(line.id, league, operator.at)
    # The office's notices name the unit behind the account as whom to ask.
    desk = accounts.unit_behind(actor) if actor.member is None else None
    return replace(actor, person=operator.person, unit=actor.unit or desk)


def on_behalf(actor: Actor, league: str, member: str | None, who: Who) -> Actor:
    """Give the actor that enters what an office did, where one is named (代录)."""
    if not (who.office or who.evidence):
        return actor
    return act_for(actor, league, member, who.office, who.evidence)


def the_duty(actor: Actor, league: str, named: str) -> DutyLine:
    """Find the duty that is meant, by its id or as the newest of its key.

    Raises:
        Missing: the actor may know of no such duty.
    """
    reckoning = reads.reckon(league, today_of(actor))
    try:
        found = reads.list_lines(actor, league, reckoning, [UUID(named)])
    except ValueError:
        found = tuple(reads.find_by_keys(actor, league, reckoning, [named]).values())
    if not found:
        raise Missing(
            "duty-missing",
            text("There is no such duty here."),
            text("hansa duties list shows every one there is."),
        )
    return found[0]


def today_of(actor: Actor) -> date:
    """Give the day of an act in the leagues' zone."""
    return actor.at.astimezone(LEAGUE_ZONE).date()


def day_asked(written: str | None) -> date:
    """Give the day of an option, or today."""
    return terminal.day_from(written) or now().astimezone(LEAGUE_ZONE).date()


def upload_of(paper: Path | None) -> Upload | None:
    """Read the file that is to be kept, if one is named."""
    return Upload(name=paper.name, content=paper.read_bytes()) if paper else None


def done(act: Callable[[], Answer], as_json: bool) -> Answer:
    """Do an act or ask the records; a refusal ends the command with its remedy."""
    terminal.with_database()
    try:
        return act()
    except HansaError as error:
        terminal.fail(error, as_json)


def wire(value: object) -> Any:
    """Write a term as JSON values; ids and hours become text."""
    return json.loads(json.dumps(plain(value), default=str))


def said(sentence: Text, answer: object, as_json: bool) -> None:
    """Say what happened: a sentence for people, JSON for programs."""
    if as_json:
        terminal.print_json(wire(answer))
    else:
        terminal.say(sentence)
