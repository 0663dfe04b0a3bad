"""What the commands of duties share: who acts, which duty is meant, files, and refusals."""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE, now
from hansa.chassis.files import Upload
from hansa.chassis.plain import plain
from hansa.directory.reads import accounts, shell
from hansa.directory.services.behalf import act_for
from hansa.duties.reads import duties as reads
from hansa.duties.terms.duties import DutyLine
from hansa.kernel.errors import Missing
from hansa.kernel.text import Text, text

DutyName = Annotated[str, typer.Argument(help=_("id of the duty, or its key"))]
On = Annotated[
    str | None, typer.Option("--on", help=_("the day it happened; else today"))
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Whose act a command enters; empty where people act for themselves.

    Attributes:
        scan: the paper that comes with the act; it shows whose act it is where no number
            is named.
    """

    account: str | None
    office: str = ""
    evidence: str = ""
    scan: Upload | None = None


def acting(league: str, account: str | None) -> Actor:
    """Give who acts; the office's notices name the unit behind it as whom to ask.

    Raises:
        Missing: there is no such account.
    """
    actor = shell.acting(league, account)
    if account is None or actor.unit or actor.member is not None:
        return actor
    return replace(actor, unit=accounts.unit_behind(account))


def on_behalf(actor: Actor, league: str, member: str | None, who: Who) -> Actor:
    """Give the actor that enters what an office did, where one is named (代录)."""
    if not (who.office or who.evidence):
        return actor
    return act_for(actor, league, member, who.office, who.evidence, who.scan)


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


def wire(value: object) -> Any:
    """Write a term as JSON values; ids and hours become text."""
    return json.loads(json.dumps(plain(value), default=str))


def said(sentence: Text, answer: object, as_json: bool) -> None:
    """Say what happened: a sentence for people, JSON for programs."""
    if as_json:
        terminal.print_json(wire(answer))
    else:
        terminal.say(sentence)
